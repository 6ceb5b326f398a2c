"""Blocks of values: one call reads a block, one call writes it.

Calc has numbers and text only. A date is a number in a cell with a date format, so reading looks at the formats (one question
per kind of format, not per cell) and writing gives one to the cells that have none. The day that is zero is the document's own:
1899-12-30, or 1904-01-01 in books from old Macs.
"""

from __future__ import annotations

import datetime as dt
import math
import numbers
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ticktie.workbook.calc_engine.formats import IS_DATE, IS_LOGICAL, IS_TEXT, Areas, Stretch, give

if TYPE_CHECKING:
    from ticktie.workbook.calc_engine.ranges import Range

_DAY = dt.timedelta(days=1)
_MISSING = ("NAType", "NaTType")  # pandas, without importing it
_MARKS = ("=", "'")
_LARGE = 10_000  # cells
_SCATTERED = 1_000  # stretches
_FEW = 20  # formulas: up to here set one by one, which keeps functions that Calc's written form does not know
_FORMULA_CELLS = 16

Row = Sequence[Any]


class Verbatim(str):
    """Text that is never a formula."""


_AS_IT_IS = frozenset((bool, dt.datetime, dt.date, dt.time, dt.timedelta, Verbatim))


class CellError:
    """An error in a cell; which one is asked only when somebody wants to know."""

    def __init__(self, block: Any, row: int, column: int) -> None:
        self._cell = (block, row, column)

    @property
    def text(self) -> str:
        block, row, column = self._cell
        return str(block.getCellByPosition(column, row).String)

    def __repr__(self) -> str:
        return f"<{self.text}>"


def cell_value(value: Any, formulas: bool = True) -> Any:
    """A Python value as text, float, bool, or one of datetime's; "" for nothing."""
    kind = type(value)
    if kind is str:
        return value if formulas else Verbatim(value)
    if kind in _AS_IT_IS:
        return value
    if value is None or kind.__name__ in _MISSING:
        return ""
    if isinstance(value, numbers.Number):
        return _number(float(value))  # type: ignore[arg-type]  # numpy's, Decimal, Fraction
    if isinstance(value, dt.datetime):  # pandas' too; days and minutes of every zone are as written
        parts = (value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond)
        return dt.datetime(*parts)
    if kind.__module__ == "numpy":
        plain = value.astype("datetime64[us]").item() if kind.__name__ == "datetime64" else value.item()
        return cell_value(plain, formulas)
    return cell_value(str(value), formulas)


def _number(value: float) -> float | str:
    if math.isinf(value):
        raise ValueError("a cell cannot hold an infinite number")
    return "" if value != value else value


def read(block: Range) -> Sequence[Row]:
    """The values of a block, row by row."""
    rows: Sequence[Row] = block.api.getDataArray()
    epoch = block.sheet.book.formats.epoch
    mends: list[tuple[Callable[[float], Any], Any]] = []
    for kind, addresses in block.sheet.book.formats.areas(block.api, IS_DATE | IS_LOGICAL):
        if kind & IS_DATE:
            mends += [(lambda serial: _moment(serial, epoch), address) for address in addresses]
        else:
            mends += [(bool, address) for address in addresses]
    errors = any(None in row for row in rows)
    if not mends and not errors:
        return rows
    values = [list(row) for row in rows]
    for mend, address in mends:
        _mend(values, mend, address, block)
    if errors:
        for at, row in enumerate(values):
            for column, value in enumerate(row):
                if value is None:
                    row[column] = CellError(block.api, at, column)
    return values


def _mend(values: list[list[Any]], mend: Callable[[float], Any], address: Any, block: Range) -> None:
    top, left = block.place.top, block.place.left
    columns = range(address.StartColumn - left, address.EndColumn - left + 1)
    for row in values[address.StartRow - top : address.EndRow - top + 1]:
        for column in columns:
            if type(row[column]) is float:
                row[column] = mend(row[column])


def _moment(serial: float, epoch: dt.datetime) -> Any:
    try:
        return epoch + dt.timedelta(milliseconds=round(serial * 86_400_000))
    except OverflowError:  # no date of ours
        return serial


def write(block: Range, rows: Sequence[Row]) -> None:
    """Values into the block; text that begins with = as formulas, save in cells formatted as text."""
    epoch = block.sheet.book.formats.epoch
    areas = Areas(block).look()
    plain: list[tuple[Any, ...]] = []
    formulas: dict[int, dict[int, str]] = defaultdict(dict)
    formats: dict[tuple[str, int], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        cells: list[Any] = []
        for column, value in enumerate(row):
            kind = type(value)
            if kind is str:
                if value[:1] in _MARKS and len(value) > 1:
                    value = _text_or_formula(value, at, column, areas, formulas)
            elif kind is not float or value - value != 0:  # not a plain number
                value, code = _as_number(cell_value(_number(value) if kind is float else value), epoch)
                if code:
                    formats[code, column].append(at)
            cells.append(value)
        plain.append(tuple(cells))
    with _quickly(block):
        block.api.setDataArray(tuple(plain))
        give(block, "General", areas.of_kind(IS_LOGICAL))  # else a number would now be a truth value
        if any(type(value) is str and value for row in plain for value in row):  # Calc makes some that get text cells for text
            give(block, "General", areas.general(Areas(block).of_kind(IS_TEXT)))
        wanted: dict[str, list[Stretch]] = defaultdict(list)
        for (code, column), at_rows in formats.items():
            wanted[code] += [(column, *run) for run in _column_runs(at_rows, plain, column, column in formulas)]
        for code, each in wanted.items():
            give(block, code, areas.general(each))
        _write_formulas(block, formulas)


@contextmanager
def _quickly(block: Range) -> Iterator[None]:
    """Row heights are not fitted to what is written into a large block: it takes four times as long as the writing."""
    document = block.sheet.book.api
    fits = document.IsAdjustHeightEnabled
    if not fits or len(block) < _LARGE:
        yield
        return
    document.IsAdjustHeightEnabled = False
    try:
        yield
    finally:
        document.IsAdjustHeightEnabled = fits


def _text_or_formula(text: str, row: int, column: int, areas: Areas, formulas: dict[int, dict[int, str]]) -> str:
    if text[0] == "'":
        return text[1:]
    if areas.kind_at(row, column) & IS_TEXT:
        return text
    formulas[column][row] = text
    return ""


def _as_number(value: Any, epoch: dt.datetime) -> tuple[float | str, str | None]:
    """A value as Calc keeps it, and the format that a cell without one gets."""
    if isinstance(value, bool):
        return float(value), "BOOLEAN"
    if isinstance(value, dt.datetime):
        whole_day = value.time() == dt.time()
        return (value.replace(tzinfo=None) - epoch) / _DAY, "yyyy-mm-dd" if whole_day else "yyyy-mm-dd hh:mm:ss"
    if isinstance(value, dt.date):
        return float((value - epoch.date()).days), "yyyy-mm-dd"
    if isinstance(value, dt.time):
        since = dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
        return since / _DAY, "hh:mm:ss"
    if isinstance(value, dt.timedelta):
        return value / _DAY, "[hh]:mm:ss"
    return (str(value) if isinstance(value, str) else value), None


def _column_runs(numbers: Sequence[int], rows: Sequence[Row], column: int, strict: bool) -> list[tuple[int, int]]:
    """The stretches of a column to be formatted: over cells that stay empty, and where it would be very many over text,
    which no number format changes. Thousands of scattered cells would take minutes."""
    if strict:
        return list(_runs(numbers))
    over_empty = list(_runs(numbers, lambda row: rows[row][column] == ""))
    if len(over_empty) <= _SCATTERED:
        return over_empty
    return list(_runs(numbers, lambda row: type(rows[row][column]) is str))


def _runs(numbers: Sequence[int], joins: Callable[[int], bool] | None = None) -> Iterator[tuple[int, int]]:
    """1 2 3 7 8 as (1, 3), (7, 8); one where `joins` holds for all between."""
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1 and not (joins and all(joins(between) for between in range(last + 1, number))):
            yield first, last
            first = number
        last = number
    yield first, last


def _write_formulas(block: Range, formulas: dict[int, dict[int, str]]) -> None:
    grammar = block.sheet.book.grammar
    if sum(map(len, formulas.values())) < _FEW:
        for column, texts in formulas.items():
            for row, text in texts.items():
                block.api.getCellByPosition(column, row).setTokens(grammar.tokens(text, block.position(row, column)))
        return
    for column, texts in formulas.items():
        for top, bottom in _runs(sorted(texts)):
            written = (grammar.to_calc(texts[row], block.position(row, column)) for row in range(top, bottom + 1))
            cells = block.api.getCellRangeByPosition(column, top, column, bottom)
            cells.setFormulaArray(tuple((f"={text}",) for text in written))


def read_formulas(block: Range) -> list[list[str]]:
    """Formulas as Excel writes them, and the other cells' contents."""
    written = [list(row) for row in block.api.getFormulaArray()]
    live = set()
    if any(text[:1] in ("=", "{") for row in written for text in row):
        for address in block.api.queryContentCells(_FORMULA_CELLS).getRangeAddresses():
            for row in range(address.StartRow, address.EndRow + 1):
                live |= {(row - block.place.top, column - block.place.left) for column in range(address.StartColumn, address.EndColumn + 1)}
    for at, row_ in enumerate(written):
        for column, text in enumerate(row_):
            if (at, column) in live:
                excel = block.sheet.book.grammar.to_excel(text, block.position(at, column))
                row_[column] = "{" + excel + "}" if text[0] == "{" else excel
            elif text[:1] == "'":  # Calc's sign that what follows is text
                row_[column] = text[1:]
    return written
