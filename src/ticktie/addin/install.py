"""Put the add-in where Excel looks for it, and take it away again. Both ask nothing and can be done any number of times."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ticktie.addin.build import addin_bytes, put
from ticktie.addin.machine import Machine
from ticktie.addin.sources import AddinRefused, read_sources


def files(machine: Machine, language: str | None = None) -> dict[Path, bytes]:
    """What an installation consists of. Raises AddinRefused (no_excel_here, parts_missing, source_wrong)."""
    if machine.system == "other":
        raise AddinRefused("no_excel_here")
    made = {machine.config: _config(machine, language)}
    if machine.script:
        made[machine.script] = read_sources().script.encode()
    return made | {machine.addin: addin_bytes()}  # last: an open Excel may hold it


def _config(machine: Machine, language: str | None) -> bytes:
    """The settings file: what a person added to it stays."""
    said: Mapping[str, str] = machine.settings() | {"INTERPRETER": str(machine.interpreter)}
    if language:
        said = {**said, "LANGUAGE": language}
    end = "\r\n" if machine.system == "windows" else "\n"
    return "".join(f"{key}={value}{end}" for key, value in said.items()).encode(machine.encoding)


def install(machine: Machine, language: str | None = None, dry_run: bool = False) -> list[Path]:
    """Write every file, or none; gives their paths. Raises AddinRefused, as `files` and (not_writable)."""
    made = files(machine, language)
    before = {path: path.read_bytes() if path.is_file() else None for path in made}
    for path, data in made.items() if not dry_run else ():
        try:
            put(path, data)
        except AddinRefused:
            _restore({p: old for p, old in before.items() if p.is_file()})
            raise
    return list(made)


def _restore(before: Mapping[Path, bytes | None]) -> None:
    for path, old in before.items():
        if old is None:
            _remove(path)
        else:
            put(path, old)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise AddinRefused("not_writable", file=str(path), detail=error.strerror or str(error)) from None


def uninstall(machine: Machine, dry_run: bool = False) -> list[Path]:
    """Remove what `install` writes and what buttons left beside the settings file; gives what was there.

    Raises AddinRefused (not_writable), mostly because an open Excel holds the add-in; that is tried first.
    """
    if machine.system == "other":
        return []
    folder = machine.config.parent
    left = [*folder.glob("told-*"), folder / "last-error.txt"]
    there = [p for p in (machine.addin, machine.config, machine.script, *left) if p and p.exists()]
    if not dry_run:
        for path in there:
            _remove(path)
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return there
