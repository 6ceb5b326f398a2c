"""After a run the functions in cells are worked out anew: Excel does not know that they read the result tabs.

Only areas of formulas that call one of them are marked; what hangs on them follows as in any calculation. Where the user
calculates by hand, only these cells are worked out, because the run was asked for by hand. Kept to what Excel offers over
COM (Windows); functions in cells are nowhere else through xlwings.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

_FORMULAS = -4123  # xlCellTypeFormulas


def recalculate(app: Any, book: Any, prefix: str) -> int:
    """Work out every formula in the book that calls a function of that prefix; gives how many areas of cells had one."""
    areas = [area for sheet in book.sheets for area in _areas(sheet) if _calls(area.Formula, prefix)]
    for area in areas:
        area.Dirty()
    if areas and app.calculation == "manual":
        for area in areas:
            area.Calculate()
    elif areas:
        app.calculate()
    return len(areas)


def _areas(sheet: Any) -> list[Any]:
    """The areas of cells with formulas; Excel raises where there is none, and other programs have none to ask for."""
    with suppress(Exception):
        return list(sheet.api.UsedRange.SpecialCells(_FORMULAS).Areas)
    return []


def _calls(formulas: Any, prefix: str) -> bool:
    """formulas: the text of a cell, or rows of them."""
    if isinstance(formulas, list | tuple):
        return any(_calls(f, prefix) for f in formulas)
    return isinstance(formulas, str) and prefix in formulas.upper()
