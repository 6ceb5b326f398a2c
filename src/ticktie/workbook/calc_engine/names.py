"""Defined names: of the book, and of single sheets (written "sheet!name")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from ticktie.workbook.calc_engine import bridge
from ticktie.workbook.calc_engine.errors import OfficeError, speaks
from ticktie.workbook.calc_engine.place import quoted

if TYPE_CHECKING:
    from ticktie.workbook.calc_engine.books import Book
    from ticktie.workbook.calc_engine.office import Office
    from ticktie.workbook.calc_engine.ranges import Range
    from ticktie.workbook.calc_engine.sheets import Sheet


@speaks(base_classes.Names)
class Names:
    """The names of one sheet; or the book's own and those of all its sheets."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self.book, self.sheet = book, sheet

    @property
    def office(self) -> Office:
        return self.book.office

    @property
    def api(self) -> Any:
        return (self.sheet or self.book).api.NamedRanges

    def _all(self) -> list[Name]:
        if self.sheet is not None:
            return [Name(self.book, self.sheet, self.api.getByName(name)) for name in self.api.ElementNames]
        own = [Name(self.book, None, self.api.getByName(name)) for name in self.api.ElementNames]
        return own + [name for sheet in self.book.sheets for name in sheet.names._all()]

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(name.name, name) for name in self._all()]

    def _find(self, key: int | str) -> Name | None:
        if isinstance(key, int):
            return self._all()[key - 1]
        if self.sheet is None and "!" in key:
            title, key = split(key)
            return self.book.sheets(title).names._find(key) if title in self.book.sheets else None
        key = key.rpartition("!")[2].lower()
        found = next((name for name in self.api.ElementNames if name.lower() == key), None)
        return None if found is None else Name(self.book, self.sheet, self.api.getByName(found))

    def __call__(self, key: int | str) -> Name:
        if (name := self._find(key)) is None:
            raise KeyError(key)
        return name

    def contains(self, key: int | str) -> bool:
        return self._find(key) is not None

    def __len__(self) -> int:
        return len(self._all())

    def add(self, name: str, refers_to: str) -> Name:
        """A name for a range or a formula ("=Sheet1!$A$1"); "sheet!name" belongs to the sheet."""
        if "!" in name and self.sheet is None:
            title, name = split(name)
            return self.book.sheets(title).names.add(name, refers_to)
        name = name.rpartition("!")[2]
        if self.contains(name):
            raise OfficeError(f"Names.add: there is a name {name} already")
        start = bridge.struct("table.CellAddress", (self.sheet.index if self.sheet else 1) - 1, 0, 0)
        self.api.addNewByName(name, self.book.grammar.to_calc(refers_to, start), start, 0)
        return self(name)


@speaks(base_classes.Name)
class Name:
    """One name."""

    api: Any

    def __init__(self, book: Book, sheet: Sheet | None, api: Any) -> None:
        self.book, self.sheet, self.api = book, sheet, api

    @property
    def office(self) -> Office:
        return self.book.office

    @property
    def name(self) -> str:
        return (f"{quoted(self.sheet.name)}!" if self.sheet else "") + str(self.api.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.api.Name = value.rpartition("!")[2]

    @property
    def refers_to(self) -> str:
        return self.book.grammar.to_excel(self.api.Content, self.api.ReferencePosition)

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.Content = self.book.grammar.to_calc(value, self.api.ReferencePosition)

    @property
    def refers_to_range(self) -> Range:
        from ticktie.workbook.calc_engine.ranges import Range

        cells = self.api.getReferredCells()
        if cells is None:
            raise OfficeError(f"Name.refers_to_range: {self.name} is {self.refers_to}, not a range")
        return Range.at(self.book, cells.RangeAddress)

    def delete(self) -> None:
        (self.sheet or self.book).api.NamedRanges.removeByName(self.api.Name)


def split(name: str) -> tuple[str, str]:
    """Sheet and name of 'my sheet'!name."""
    title, _, name = name.rpartition("!")
    if title[:1] == "'" == title[-1:]:
        title = title[1:-1].replace("''", "'")
    return title.rpartition("]")[2], name
