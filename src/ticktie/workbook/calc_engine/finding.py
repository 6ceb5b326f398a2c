"""What people write for a block of cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ticktie.workbook.calc_engine.errors import OfficeError
from ticktie.workbook.calc_engine.names import split
from ticktie.workbook.calc_engine.place import Place, parse
from ticktie.workbook.calc_engine.ranges import Range

if TYPE_CHECKING:
    from ticktie.workbook.calc_engine.sheets import Sheet


def find_range(sheet: Sheet, first: Any, second: Any = None) -> Range:
    """What people write: "A1", "A:B", "Sheet2!A1", a name, (row, column), (row, column, rows, columns), a Range; or two corners."""
    if isinstance(first, int):
        first, second = (first, second), None
    one = _find(sheet, first)
    if second is None:
        return one
    return Range(one.sheet, one.place.around(_find(sheet, second).place))


def _find(sheet: Sheet, what: Any) -> Range:
    if isinstance(what, Range):
        return what
    if isinstance(what, tuple):
        return Range(sheet, _counted(what))
    if place := parse(what):
        return Range(sheet, place)
    title, ref = split(what) if "!" in what else (sheet.name, what)
    if title in sheet.book.sheets and (place := parse(ref)):
        return Range(sheet.book.sheets(title), place)
    for names in (sheet.names, sheet.book.names):
        if names.contains(what):
            return names(what).refers_to_range
    raise OfficeError(f"Range: {what!r} is neither an address nor a name")


def _counted(numbers: Sequence[int]) -> Place:
    row, column, rows, columns = numbers if len(numbers) == 4 else (*numbers, 1, 1)
    if row < 1 or column < 1:
        raise IndexError("rows and columns are counted from 1")
    return Place(row - 1, column - 1, row + rows - 2, column + columns - 2)
