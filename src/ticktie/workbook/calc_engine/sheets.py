"""The sheets of a book."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from ticktie.workbook.calc_engine.errors import OfficeError, speaks
from ticktie.workbook.calc_engine.finding import find_range
from ticktie.workbook.calc_engine.names import Names
from ticktie.workbook.calc_engine.place import LAST_COLUMN, LAST_ROW, Place
from ticktie.workbook.calc_engine.ranges import Range

if TYPE_CHECKING:
    from ticktie.workbook.calc_engine.books import Book
    from ticktie.workbook.calc_engine.office import Office

_FORBIDDEN = set("\\/?*[]:")
_LONGEST = 31


@speaks(base_classes.Sheets)
class Sheets:
    """In the order of the tabs."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def office(self) -> Office:
        return self.book.office

    @property
    def api(self) -> Any:
        return self.book.api.Sheets

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.controller.ActiveSheet)

    def __call__(self, key: int | str) -> Sheet:
        if isinstance(key, int):
            if not 1 <= key <= len(self):
                raise IndexError(f"there is no sheet {key}, there are {len(self)}")
            return Sheet(self.book, self.api.getByIndex(key - 1))
        for name in self.api.ElementNames:
            if name.lower() == key.lower():
                return Sheet(self.book, self.api.getByName(name))
        raise KeyError(key)

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        sheets = self.api
        return iter([Sheet(self.book, sheets.getByIndex(index)) for index in range(sheets.Count)])

    def __contains__(self, key: str) -> bool:
        return key.lower() in (name.lower() for name in self.api.ElementNames)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """A new sheet, before the active one if not told where; it becomes the active sheet."""
        self.book.must_be_open("Sheets.add")
        if before is not None:
            place = before.index - 1
        else:
            place = after.index if after is not None else self.active.index - 1
        title = name or self._free_name()
        self.must_be_a_name(title)
        self.api.insertNewByName(title, place)
        sheet = self(title)
        sheet.activate()
        return sheet

    def _free_name(self) -> str:
        number = 1
        while f"Sheet{number}" in self:
            number += 1
        return f"Sheet{number}"

    def must_be_a_name(self, name: str, but: str = "") -> None:
        """Refuse what Excel refuses; LibreOffice would ignore some of it without a word."""
        if not name or len(name) > _LONGEST or _FORBIDDEN & set(name) or name[0] == "'" or name[-1] == "'":
            raise ValueError(f"not a sheet's name: {name!r}")
        if name in self and name.lower() != but.lower():
            raise ValueError(f"there is a sheet {name!r} already")


@speaks(base_classes.Sheet)
class Sheet:
    """One sheet."""

    book: Book

    def __init__(self, book: Book, api: Any) -> None:
        self.book, self._api = book, api

    @property
    def office(self) -> Office:
        return self.book.office

    @property
    def api(self) -> Any:
        """LibreOffice's sheet is a range too, and no longer the whole sheet after cells were inserted or deleted: then a new one."""
        where = self._api.RangeAddress
        if (where.StartRow, where.StartColumn, where.EndRow, where.EndColumn) != (0, 0, LAST_ROW, LAST_COLUMN):
            self._api = self.book.api.Sheets.getByIndex(where.Sheet)
        return self._api

    @property
    def name(self) -> str:
        return str(self._api.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.book.must_be_open("Sheet.name")
        self.book.sheets.must_be_a_name(value, but=self.name)
        self.api.Name = value

    @property
    def index(self) -> int:
        return int(self._api.RangeAddress.Sheet) + 1

    @property
    def visible(self) -> bool:
        return bool(self.api.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.book.must_be_open("Sheet.visible")
        if not value and [sheet.name for sheet in self.book.sheets if sheet.visible] == [self.name]:
            raise OfficeError("Sheet.visible: a book needs one visible sheet")
        self.api.IsVisible = bool(value)

    def activate(self) -> None:
        self.book.controller.setActiveSheet(self.api)

    def select(self) -> None:
        self.activate()

    @contextmanager
    def in_front(self) -> Iterator[Any]:
        """The view while this sheet is the active one; then the other again."""
        controller = self.book.controller
        before = controller.ActiveSheet
        controller.setActiveSheet(self.api)
        try:
            yield controller
        finally:
            controller.setActiveSheet(before)

    def delete(self) -> None:
        self.book.must_be_open("Sheet.delete")
        if [sheet.name for sheet in self.book.sheets if sheet.visible] in ([], [self.name]):
            raise OfficeError("Sheet.delete: a book needs one visible sheet")
        self.book.api.Sheets.removeByName(self.name)

    def copy(self, before: Sheet | None = None, after: Sheet | None = None) -> None:
        goal = before or after or self
        goal.book.must_be_open("Sheet.copy")
        place = goal.index - 1 if before else goal.index
        sheets, number = goal.book.sheets, 2
        if goal.book is not self.book:
            sheets.api.importSheet(self.book.api, self.name, place)
            return
        while (name := f"{self.name[: _LONGEST - 5]} ({number})") in sheets:
            number += 1
        sheets.api.copyByName(self.name, name, place)

    def move(self, before: Sheet | None = None, after: Sheet | None = None) -> None:
        self.book.must_be_open("Sheet.move")
        if before is not None:
            self.book.api.Sheets.moveByName(self.name, before.index - 1)
        elif after is not None:
            self.book.api.Sheets.moveByName(self.name, after.index)

    def range(self, first: Any, second: Any = None) -> Range:
        return find_range(self, first, second)

    @property
    def cells(self) -> Range:
        return Range(self, Place(0, 0, LAST_ROW, LAST_COLUMN))

    @property
    def used_range(self) -> Range:
        cursor = self.api.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return Range.at(self.book, cursor.RangeAddress)

    @property
    def names(self) -> Names:
        return Names(self.book, self)

    @property
    def freeze_panes(self) -> FreezePanes:
        return FreezePanes(self)

    def clear(self) -> None:
        self.cells.clear()

    def clear_contents(self) -> None:
        self.cells.clear_contents()

    def clear_formats(self) -> None:
        self.cells.clear_formats()

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    def must_be_open(self, call: str) -> None:
        """Refuse to write into a protected sheet; LibreOffice would ignore some of it without a word."""
        if self.api.isProtected():
            raise OfficeError(f"{call}: sheet {self.name} is protected")


@speaks(base_classes.FreezePanes)
class FreezePanes:
    """The rows above and the columns left of a cell, kept in sight."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def office(self) -> Office:
        return self.sheet.office

    def freeze_at(self, address: str) -> None:
        """Freeze the block's rows and columns: "1:2" two rows, "A:A" one column, "A1:B2" both."""
        place = self.sheet.range(address).place
        columns = 0 if place.right == LAST_COLUMN else place.right + 1
        rows = 0 if place.bottom == LAST_ROW else place.bottom + 1
        with self.sheet.in_front() as view:
            view.freezeAtPosition(columns, rows)

    def unfreeze(self) -> None:
        with self.sheet.in_front() as view:
            view.freezeAtPosition(0, 0)
