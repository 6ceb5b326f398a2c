"""LibreOffice's side of the add-in: the extension put there by LibreOffice's own `unopkg`, taken away, and examined."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from ticktie.addin.build import put
from ticktie.addin.doctor import Finding
from ticktie.addin.extension import FILE, IDENTIFIER, build_extension
from ticktie.addin.machine import Machine, System, this_machine
from ticktie.addin.sources import AddinRefused, read_sources

Run = Callable[[Sequence[str]], "tuple[int, str]"]
_OURS = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV")
_PLACES: dict[System, str] = {
    "windows": "Program Files/LibreOffice/program/unopkg.com",
    "mac": "Applications/LibreOffice.app/Contents/MacOS/unopkg",
    "other": "opt/libreoffice/program/unopkg",
}


@dataclass(frozen=True)
class Office:
    """LibreOffice as one user has it. unopkg: its program for extensions, None where it is not found. run: calls it, gives exit code and words.

    bridge: why this Python cannot speak with LibreOffice; empty if it can.
    """

    machine: Machine
    unopkg: Path | None
    run: Run
    bridge: Callable[[], str]

    @property
    def config(self) -> Path:
        """The settings file of the buttons in LibreOffice: the only place that names the interpreter."""
        return self.machine.config.with_name("libreoffice.conf")

    def settings(self) -> dict[str, str]:
        """The settings file's lines KEY=VALUE; none where it cannot be read."""
        try:
            lines = self.config.read_text("utf-8").splitlines()
        except (OSError, UnicodeError):
            return {}
        return {key: value for key, mark, value in (line.partition("=") for line in lines) if mark}


def this_office() -> Office:
    """The LibreOffice of this computer's user."""
    machine = this_machine()
    return Office(machine, find_unopkg(machine.system), _call, no_bridge)


def find_unopkg(system: System, root: Path = Path("/"), path: str | None = None) -> Path | None:
    """On the PATH, else where it usually lies."""
    found = shutil.which("unopkg", path=path)
    usual = root / _PLACES[system]
    return Path(found) if found else usual if usual.exists() else None


def offices_own(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for LibreOffice's programs: its Python must not take our virtual environment for its own."""
    kept = {name: value for name, value in environment.items() if name not in _OURS}
    ours = {Path(sys.executable).parent, Path(sys.prefix)}
    return kept | {"PATH": os.pathsep.join(p for p in environment.get("PATH", "").split(os.pathsep) if Path(p) not in ours)}


def _call(call: Sequence[str]) -> tuple[int, str]:
    place = offices_own(os.environ)
    try:
        done = subprocess.run(call, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL, timeout=300, env=place)
    except (OSError, subprocess.TimeoutExpired) as error:
        return 1, str(error)
    return done.returncode, f"{done.stdout}\n{done.stderr}".strip()


def no_bridge() -> str:
    """Why this Python cannot speak with LibreOffice; empty if it can."""
    try:
        from ticktie.workbook.calc_engine.bridge import uno

        uno()
    except Exception as error:  # xlwings or uno is missing, or uno is another Python's
        return str(error) or type(error).__name__
    return ""


def install_office(office: Office, language: str | None = None, dry_run: bool = False) -> list[Path]:
    """Write the settings file and add the extension, or neither. Raises AddinRefused (no_libreoffice, unopkg, not_writable)."""
    if office.unopkg is None:
        raise AddinRefused("no_libreoffice")
    said: Mapping[str, str] = office.settings() | {"INTERPRETER": str(office.machine.interpreter)}
    if language:
        said = {**said, "LANGUAGE": language}
    if not dry_run:
        before = office.config.read_bytes() if office.config.is_file() else None
        put(office.config, "".join(f"{key}={value}\n" for key, value in said.items()).encode())
        try:
            _add(office)
        except AddinRefused:
            if before is None:
                office.config.unlink()
            else:
                put(office.config, before)
            raise
    return [office.config, Path(FILE)]


def _add(office: Office) -> None:
    with tempfile.TemporaryDirectory(prefix="ticktie-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        code, words = _unopkg(office, "add", "--suppress-license", "--force", str(build_extension(Path(folder))))
    if code:
        raise AddinRefused("unopkg", detail=words)


def _unopkg(office: Office, *words: str) -> tuple[int, str]:
    assert office.unopkg is not None
    return office.run([str(office.unopkg), *words])


def installed_release(office: Office) -> str | None:
    """The release of the extension that LibreOffice has; None where it has none."""
    code, words = _unopkg(office, "list", IDENTIFIER) if office.unopkg else (1, "")
    if code:
        return None
    return next((line.partition(":")[2].strip() for line in words.splitlines() if line.strip().startswith("Version:")), None)


def uninstall_office(office: Office, dry_run: bool = False) -> list[Path]:
    """Remove what `install_office` put there; gives what was there. Raises AddinRefused (unopkg, not_writable)."""
    gone: list[Path] = []
    if installed_release(office) is not None:
        gone.append(Path(FILE))
        code, words = (0, "") if dry_run else _unopkg(office, "remove", IDENTIFIER)
        if code:
            raise AddinRefused("unopkg", detail=words)
    if office.config.is_file():
        gone.append(office.config)
        if not dry_run:
            _remove(office.config)
    return gone


def _remove(file: Path) -> None:
    try:
        file.unlink()
        if not any(file.parent.iterdir()):
            file.parent.rmdir()
    except OSError as error:
        raise AddinRefused("not_writable", file=str(file), detail=error.strerror or str(error)) from None


def examine_office(office: Office) -> list[Finding]:
    """Every point that the buttons in LibreOffice need."""
    return [Finding(key, "ok" if right else "bad", facts) for key, right, facts in _points(office)]


def _points(office: Office) -> Iterator[tuple[str, bool, dict[str, object]]]:
    yield "office", office.unopkg is not None, {}
    if office.unopkg:
        found, here = installed_release(office), version("ticktie")
        yield "extension", found == here, {"found": found or "-", "here": here}
    named = office.settings().get("INTERPRETER", "")
    yield "office_config", bool(named), {"file": office.config}
    if named:
        same = Path(named).exists() and Path(named) == office.machine.interpreter
        yield "office_interpreter", same, {"named": named, "here": office.machine.interpreter}
    pin, xlwings = read_sources().xlwings, office.machine.version("xlwings")
    yield "office_xlwings", xlwings == pin, {"pin": pin, "found": xlwings or "-"}
    why = office.bridge()
    yield "office_bridge", not why, {"detail": why, "python": "{}.{}".format(*sys.version_info[:2])}
