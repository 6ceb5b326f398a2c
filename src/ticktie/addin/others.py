"""Other add-ins that define functions of our names: Excel then takes one of the two and does not say which.

Seen are the add-ins in the folders where Excel looks by itself and those that the user has ticked, as far as they can be
read: VBA in .xlam, .xla and .xlsm. What an .xll or a COM add-in defines is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ticktie.addin.machine import Machine
from ticktie.commands.functions.table import FUNCTIONS

_OPTIONS = r"Software\Microsoft\Office\16.0\Excel\Options"
_KINDS = ("*.xlam", "*.xla", "*.xlsm")
_MOST = 64  # entries OPEN, OPEN1, OPEN2 ...
_DEFINED = re.compile(r"^[ \t]*(?:Public[ \t]+)?Function[ \t]+(\w+)", re.IGNORECASE | re.MULTILINE)


def same_functions(machine: Machine) -> dict[Path, list[str]]:
    """Add-in -> its functions that have names of ours."""
    ours = {f.name.casefold(): f.name for f in FUNCTIONS}
    found: dict[Path, list[str]] = {}
    for path in dict.fromkeys(_addins(machine)):
        if path in (machine.addin, *machine.elsewhere):  # our own, which has a point of its own
            continue
        if both := sorted({ours[n.casefold()] for n in _functions(path) if n.casefold() in ours}):
            found[path] = both
    return found


def _addins(machine: Machine) -> Iterator[Path]:
    for folder in machine.addin_folders:
        for kind in _KINDS:
            yield from sorted(folder.glob(kind))
    for n in range(_MOST):
        ticked = machine.registry(_OPTIONS, f"OPEN{n or ''}")
        if ticked is None:
            return
        if quoted := re.search(r'"([^"]+)"', str(ticked)):  # /R "C:\path\other.xlam"
            path = Path(quoted[1])
            yield path if path.is_absolute() else machine.addin_folders[-1] / path


def _functions(path: Path) -> list[str]:
    """Names of the functions that a workbook's VBA defines; none where it cannot be read."""
    try:
        from pyopenvba import ExcelFile

        with ExcelFile(path) as file:
            return [name for module in file.vba_project().modules for name in _DEFINED.findall(module.source)]
    except Exception:  # locked, damaged, another kind of file, or no reader for it
        return []
