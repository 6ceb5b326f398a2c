"""A block of cells: where it is, what is in it, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import xlwings
from xlwings import base_classes, expansion

from ticktie.workbook.calc_engine import bridge, values
from ticktie.workbook.calc_engine.errors import OfficeError, speaks
from ticktie.workbook.calc_engine.filters import AutoFilter
from ticktie.workbook.calc_engine.looks import Looks
from ticktie.workbook.calc_engine.place import LAST_COLUMN, LAST_ROW, Place, quoted
from ticktie.workbook.calc_engine.travel import CONTENT, end

if TYPE_CHECKING:
    from ticktie.workbook.calc_engine.books import Book
    from ticktie.workbook.calc_engine.names import Name
    from ticktie.workbook.calc_engine.office import Office
    from ticktie.workbook.calc_engine.sheets import Sheet

_LOOKS = 32 | 64 | 256  # hard formats, styles, formats inside the text
_OBJECTS = 128
_EVERYTHING = 1023 & ~_OBJECTS


@speaks(base_classes.Range)
class Range(Looks):
    """A block on one sheet."""

    options: dict[str, Any]
    sheet: Sheet
    arg1_input = ""

    def __init__(self, sheet: Sheet, place: Place) -> None:
        self.sheet, self.place = sheet, place

    @classmethod
    def at(cls, book: Book, address: Any) -> Range:
        """The block at a UNO CellRangeAddress."""
        place = Place(address.StartRow, address.StartColumn, address.EndRow, address.EndColumn)
        return cls(book.sheets(address.Sheet + 1), place)

    @property
    def office(self) -> Office:
        return self.sheet.office

    @property
    def api(self) -> Any:
        """The cells, asked for anew: LibreOffice's own object would wander when rows are inserted above, this block does not."""
        if not self.place.on_the_sheet:
            raise OfficeError(f"Range: rows {self.place.top + 1}.. and columns {self.place.left + 1}.. are not on the sheet")
        top, left, bottom, right = self.place
        return self.sheet.api.getCellRangeByPosition(left, top, right, bottom)

    def writable(self, call: str) -> Any:
        """The cells, unless their sheet is protected."""
        self.sheet.must_be_open(call)
        return self.api

    # where

    @property
    def row(self) -> int:
        return self.place.top + 1

    @property
    def column(self) -> int:
        return self.place.left + 1

    @property
    def shape(self) -> tuple[int, int]:
        return self.place.rows, self.place.columns

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return self.sheet.name, self.row, self.column, *self.shape

    def __len__(self) -> int:
        return self.place.rows * self.place.columns

    def __call__(self, first: int, second: int | None = None) -> Range:
        row, column = divmod(first - 1, self.place.columns) if second is None else (first - 1, second - 1)
        row, column = self.place.top + row, self.place.left + column
        return Range(self.sheet, Place(row, column, row, column))

    def position(self, row: int = 0, column: int = 0) -> Any:
        """A cell's address for UNO."""
        return bridge.struct("table.CellAddress", self.sheet.index - 1, self.place.left + column, self.place.top + row)

    def get_address(self, row_absolute: bool = True, column_absolute: bool = True, external: bool = False) -> str:
        words = self.place.words(row_absolute, column_absolute)
        return f"{quoted(f'[{self.sheet.book.name}]{self.sheet.name}')}!{words}" if external else words

    @property
    def address(self) -> str:
        return self.get_address()

    # what is in it

    max_cells_per_read = max_cells_per_write = None  # one call takes a whole sheet

    def _used(self) -> Range:
        """Whole rows and columns end where the sheet does."""
        if self.place.rows <= LAST_ROW and self.place.columns <= LAST_COLUMN:
            return self
        return Range(self.sheet, self.place.within(self.sheet.used_range.place))

    @property
    def raw_value(self) -> Any:
        rows = values.read(self._used())
        if len(rows) == len(rows[0]) == 1:
            return None if rows[0][0] == "" else rows[0][0]
        return rows

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        self.writable("Range.value")
        if not isinstance(value, list | tuple):
            self._fill(value)
            return
        rows = value if value and isinstance(value[0], list | tuple) else [value]
        if not rows[0]:
            return
        top, left = self.place[:2]
        values.write(Range(self.sheet, Place(top, left, top + len(rows) - 1, left + len(rows[0]) - 1)), rows)

    def _fill(self, value: Any) -> None:
        """One value into every cell; a formula, with its looks, as if copied from the first cell to the others."""
        if value is None or value == "":
            self.api.clearContents(CONTENT)
        elif len(self) == 1 or type(value) is not str or value[0] != "=":
            values.write(self, [[value] * self.place.columns] * self.place.rows)
        else:
            values.write(self(1, 1), [[value]])
            across = Range(self.sheet, Place(self.place.top, self.place.left, self.place.top, self.place.right))
            _copied(across, "TO_RIGHT", self.place.columns)
            _copied(self, "TO_BOTTOM", self.place.rows)

    @property
    def formula(self) -> str | tuple[tuple[str, ...], ...]:
        rows = values.read_formulas(self._used())
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else tuple(map(tuple, rows))

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    formula2 = formula

    @property
    def formula_array(self) -> str | None:
        formula = self.api.getArrayFormula()
        return self.sheet.book.grammar.to_excel(formula, self.position()) if formula else None

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self.writable("Range.formula_array").setArrayTokens(self.sheet.book.grammar.tokens(value, self.position()))

    @property
    def has_array(self) -> bool:
        return bool(self.api.getArrayFormula())

    def clear_contents(self) -> None:
        self.writable("Range.clear_contents").clearContents(CONTENT)

    def clear_formats(self) -> None:
        self.writable("Range.clear_formats").clearContents(_LOOKS)

    def clear(self) -> None:
        self.writable("Range.clear").clearContents(_EVERYTHING)

    # its surroundings

    def end(self, direction: str) -> Range:
        """Where Ctrl and an arrow key lead from the first cell."""
        return Range(self.sheet, end(self.sheet.api, self.place, direction))

    def expand(self, mode: str = "table") -> Range:
        found = expansion.expanders.get(mode, mode).expand(xlwings.Range(impl=self))
        return found.impl  # type: ignore[no-any-return]

    @property
    def current_region(self) -> Range:
        cursor = self.sheet.api.createCursorByRange(self.api)
        cursor.collapseToCurrentRegion()
        return Range.at(self.sheet.book, cursor.RangeAddress)

    @property
    def merge_area(self) -> Range:
        cursor = self.sheet.api.createCursorByRange(self.api)
        cursor.collapseToMergedArea()
        return Range.at(self.sheet.book, cursor.RangeAddress)

    @property
    def merge_cells(self) -> bool:
        return bool(self.api.IsMerged) or len(self.merge_area) > len(self)

    # what can be done with it

    def merge(self, across: bool = False) -> None:
        self.writable("Range.merge").merge(False)  # over a merged block the old extent would stay
        top, left, bottom, right = self.place
        rows = [Place(row, left, row, right) for row in range(top, bottom + 1)] if across else [self.place]
        for place in rows:
            Range(self.sheet, place).api.merge(True)

    def unmerge(self) -> None:
        self.writable("Range.unmerge").merge(False)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        mode = self._whole() or ("RIGHT" if shift == "right" else "DOWN")
        self.writable("Range.insert")
        self.sheet.api.insertCells(self.api.RangeAddress, bridge.enum("sheet.CellInsertMode", mode))

    def delete(self, shift: str | None = None) -> None:
        """shift: "left" or "up"; else as the shape says: a block that is wider than high is filled from below."""
        asked = shift or ("up" if self.place.columns > self.place.rows else "left")
        mode = self._whole() or ("LEFT" if asked == "left" else "UP")
        self.writable("Range.delete")
        self.sheet.api.removeRange(self.api.RangeAddress, bridge.enum("sheet.CellDeleteMode", mode))

    def _whole(self) -> str | None:
        if self.place.rows > LAST_ROW:
            return "COLUMNS"
        return "ROWS" if self.place.columns > LAST_COLUMN else None

    def select(self) -> None:
        self.sheet.activate()
        self.sheet.book.controller.select(self.api)

    @property
    def autofilter(self) -> AutoFilter:
        return AutoFilter(self)

    @property
    def name(self) -> Name | None:
        """The first name that means just this block."""
        for _, name in self.sheet.book.names.snapshot():
            cells = name.api.getReferredCells()
            if cells is not None and Range.at(self.sheet.book, cells.RangeAddress).coords == self.coords:
                return name
        return None

    @name.setter
    def name(self, value: str) -> None:
        names = self.sheet.book.names
        refers_to = f"={quoted(self.sheet.name)}!{self.address}"
        if names.contains(value):
            names(value).refers_to = refers_to
        else:
            names.add(value, refers_to)

    @property
    def hyperlink(self) -> str:
        fields = self.api.getCellByPosition(0, 0).TextFields.createEnumeration()
        if not fields.hasMoreElements():
            raise OfficeError(f"Range.hyperlink: there is none in {self.address}")
        return str(fields.nextElement().URL)

    def add_hyperlink(self, address: str, text_to_display: str | None = None, screen_tip: str | None = None) -> None:
        """A link in the first cell; inside the book as "#Sheet1!A1"."""
        self.writable("Range.add_hyperlink")
        field = self.sheet.book.api.createInstance("com.sun.star.text.TextField.URL")
        field.URL, field.Representation = address, text_to_display or address
        cell = self.api.getCellByPosition(0, 0)
        cell.String = ""
        cell.insertTextContent(cell.createTextCursor(), field, False)


def _copied(block: Range, direction: str, count: int) -> None:
    """The first row or column of the block into the others."""
    if count > 1:
        block.api.fillSeries(
            bridge.enum("sheet.FillDirection", direction),
            bridge.enum("sheet.FillMode", "SIMPLE"),
            bridge.enum("sheet.FillDateMode", "FILL_DATE_DAY"),
            0,
            0,
        )
