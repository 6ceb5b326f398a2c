"""Look at everything that must be right before a button works; each point says what is wrong and what mends it.

Only what can be seen from outside of Excel: whether Excel takes the add-in, its ribbon and its VBA, only Excel shows
(docs/excel-checklist.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ticktie.addin.build import addin_bytes
from ticktie.addin.machine import Machine
from ticktie.addin.others import same_functions
from ticktie.addin.sources import AddinRefused, read_sources

State = Literal["ok", "bad", "unknown"]
_SECURITY = r"Software\{top}Microsoft\Office\16.0\Excel\Security"
_UNSIGNED_OFF = (3, 4)  # VBAWarnings: only signed macros; none, without asking


@dataclass(frozen=True)
class Finding:
    """One point: its words stand under `addin.check.<key>`."""

    key: str
    state: State
    facts: dict[str, object] = field(default_factory=dict)


def doctor(machine: Machine) -> list[Finding]:
    """Every point that concerns this computer; on one that can have no Excel only that."""
    if machine.system == "other":
        return [Finding("system", "bad")]
    checks: list[Callable[[Machine], Iterator[Finding]]] = [_excel, _files, _python, _windows if machine.system == "windows" else _mac]
    return [Finding("system", "ok"), *(finding for check in checks for finding in check(machine))]


def _found(key: str, right: bool | None, **facts: object) -> Finding:
    return Finding(key, "unknown" if right is None else "ok" if right else "bad", facts)


def _excel(machine: Machine) -> Iterator[Finding]:
    yield _found("excel", machine.excel is not None)


def _files(machine: Machine) -> Iterator[Finding]:
    there = machine.addin.is_file()
    yield _found("file", there, file=machine.addin)
    if there:
        yield _found("fresh", _fresh(machine.addin), file=machine.addin)
    twice = [p for p in machine.elsewhere if p.exists()]
    yield _found("twice", not twice, file=", ".join(map(str, twice)))
    both = same_functions(machine)
    yield _found("functions", not both, file=", ".join(map(str, both)), names=", ".join(sorted({n for names in both.values() for n in names})))
    named = machine.settings().get("INTERPRETER", "")
    yield _found("config", bool(named), file=machine.config)
    if named:
        same = Path(named).exists() and Path(named) == machine.interpreter
        yield _found("interpreter", same, named=named, here=machine.interpreter)


def _fresh(path: Path) -> bool | None:
    try:
        return path.read_bytes() == addin_bytes()
    except (AddinRefused, OSError):
        return None


def _python(machine: Machine) -> Iterator[Finding]:
    pin = read_sources().xlwings
    found = machine.version("xlwings")
    yield _found("xlwings", found == pin, pin=pin, found=found or "-")
    part = "pywin32" if machine.system == "windows" else "appscript"
    yield _found("bridge", machine.version(part) is not None, part=part)


def _windows(machine: Machine) -> Iterator[Finding]:
    pin = read_sources().xlwings
    dll = machine.prefix / f"xlwings64-{pin}.dll"
    yield _found("dll", dll.exists(), file=dll, pin=pin)
    yield _found("download", not _marked(machine.addin), file=machine.addin)
    yield _found("macros", _macros(machine))


def _marked(path: Path) -> bool:
    """Windows keeps the mark of a download in a second stream of the file."""
    try:
        return "ZoneId=3" in Path(f"{path}:Zone.Identifier").read_text("utf-8", "replace")
    except OSError:
        return False


def _macros(machine: Machine) -> bool | None:
    """Excel's start folder is trusted, unless that is switched off; what then counts is how macros are treated elsewhere."""

    def said(key: str, name: str) -> int | str | None:
        found = (machine.registry(_SECURITY.format(top=top) + key, name) for top in ("Policies\\", ""))
        return next((value for value in found if value is not None), None)

    if said(r"\Trusted Locations", "AllLocationsDisabled") != 1:
        return True
    return False if said("", "VBAWarnings") in _UNSIGNED_OFF else None


def _mac(machine: Machine) -> Iterator[Finding]:
    assert machine.script is not None
    try:
        right = machine.script.read_bytes() == read_sources().script.encode()
    except OSError:
        right = False
    yield _found("script", right, file=machine.script)
