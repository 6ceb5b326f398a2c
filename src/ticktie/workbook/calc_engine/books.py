"""The spreadsheets that an office has open. Only those that were opened from here are saved or closed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from ticktie.workbook.calc_engine import bridge
from ticktie.workbook.calc_engine.errors import OfficeError, of_the_bridge, speaks
from ticktie.workbook.calc_engine.formats import NumberFormats, look_like_excel
from ticktie.workbook.calc_engine.formulas import Grammar
from ticktie.workbook.calc_engine.names import Names
from ticktie.workbook.calc_engine.sheets import Sheets

if TYPE_CHECKING:
    from ticktie.workbook.calc_engine.apps import App
    from ticktie.workbook.calc_engine.office import Office

_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
}
_EXCEL = (".xlsx", ".xlsm", ".xls")
_ONE_FILTER = (".xlsx", ".xlsm", ".ods")  # a broken one would else be opened as text; .xls files are often something else
_NO_UPDATE, _FULL_UPDATE = 0, 3  # links to other files
_NEVER_RUN = 0  # macros


@speaks(base_classes.Books)
class Books:
    """All spreadsheets of one office, oldest first."""

    app: App

    def __init__(self, app: App) -> None:
        self.app = app
        self._books: dict[str, Book] = {}
        self._own: set[str] = set()

    @property
    def office(self) -> Office:
        return self.app.office

    @property
    def api(self) -> Any:
        return self.office.desktop.Components

    def add(self) -> Book:
        book = self._loaded("private:factory/scalc", "a new workbook")
        look_like_excel(book.api)
        return book

    def open(
        self,
        fullname: str,
        update_links: bool | None = None,
        read_only: bool | None = None,
        format: Any = None,
        password: str | None = None,
        *others: Any,
        **named: Any,
    ) -> Book:
        if format is not None or any(value is not None for value in (*others, *named.values())):
            raise NotImplementedError("Books.open: only update_links, read_only and password are supported over LibreOffice")
        wishes: dict[str, Any] = {"UpdateDocMode": _FULL_UPDATE if update_links else _NO_UPDATE, "MacroExecutionMode": _NEVER_RUN}
        extension = Path(fullname).suffix.lower()
        if extension in _ONE_FILTER:
            wishes["FilterName"] = _FILTERS[extension]
            if not os.path.getsize(fullname):  # LibreOffice would show a new document
                raise OfficeError(_cannot_open(fullname))
        if password:
            wishes["Password"] = password
        if read_only:
            wishes["ReadOnly"] = True
        return self._loaded(bridge.url(fullname), fullname, **wishes)

    def _loaded(self, address: str, what: str, **wishes: Any) -> Book:
        if not self.app.screen_updating:
            wishes["Hidden"] = True  # as in Excel; otherwise not: a hidden window has no size, and panes cannot be frozen in it
        try:
            document = self.office.desktop.loadComponentFromURL(address, "_blank", 0, bridge.properties(**wishes))
        except Exception as error:
            if not of_the_bridge(error) or not self.office.answers():
                raise
            document = None
        if document is None or not document.supportsService(_SPREADSHEET):
            if document is not None:
                document.close(True)
            raise OfficeError(_cannot_open(what))
        self._own.add(document.RuntimeUID)
        return self._of(document)

    def _of(self, document: Any) -> Book:
        key = document.RuntimeUID
        if key not in self._books:
            self._books[key] = Book(self.app, document)
        return self._books[key]

    def owns(self, book: Book) -> bool:
        return book.key in self._own

    def own(self) -> list[Book]:
        return [book for book in self if self.owns(book)]

    def closed(self, book: Book) -> None:
        self._own.discard(book.key)
        self._books.pop(book.key, None)

    @property
    def active(self) -> Book:
        """The book in the foremost window; the newest where that is no workbook."""
        front = self.office.desktop.CurrentComponent
        if front is not None and front.supportsService(_SPREADSHEET):
            return self._of(front)
        if not len(self):
            raise OfficeError("no workbook is open")
        return list(self)[-1]

    def __iter__(self) -> Iterator[Book]:
        found, components = [], self.api.createEnumeration()
        while components.hasMoreElements():
            document = components.nextElement()
            if document is not None and document.supportsService(_SPREADSHEET):
                found.append(document)
        return iter([self._of(document) for document in sorted(found, key=lambda each: int(each.RuntimeUID))])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __call__(self, key: int | str) -> Book:
        books = list(self)
        if isinstance(key, int):
            return books[key - 1]
        for book in books:
            if book.name.lower() == key.lower():
                return book
        raise KeyError(key)

    def __contains__(self, key: Any) -> bool:
        return any(book is key or book.name.lower() == str(key).lower() for book in self)


@speaks(base_classes.Book)
class Book:
    """One spreadsheet."""

    app: App
    api: Any

    def __init__(self, app: App, document: Any) -> None:
        self.app, self.api = app, document
        self.key = document.RuntimeUID
        self._written: set[str] = set()

    @property
    def office(self) -> Office:
        return self.app.office

    @property
    def controller(self) -> Any:
        """The view: active sheet, selection, panes."""
        return self.api.CurrentController

    @cached_property
    def grammar(self) -> Grammar:
        return Grammar(self.api)

    @cached_property
    def formats(self) -> NumberFormats:
        return NumberFormats(self.api)

    @property
    def name(self) -> str:
        return os.path.basename(self.fullname)

    @property
    def fullname(self) -> str:
        """The file's path; before it has one, the title."""
        return bridge.path(self.api.getURL()) or str(self.api.Title)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def activate(self) -> None:
        self.controller.Frame.activate()

    def must_be_ours(self, call: str) -> None:
        if not self.app.books.owns(self):
            raise OfficeError(f"{call}: {self.name} was opened by the user, who alone closes and saves it")

    def must_be_open(self, call: str) -> None:
        """Refuse to change the sheets of a book whose structure is protected; LibreOffice would do some of it all the same."""
        if self.api.isProtected():
            raise OfficeError(f"{call}: the structure of {self.name} is protected")

    def close(self) -> None:
        self.must_be_ours("Book.close")
        self.api.close(True)
        self.app.books.closed(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Write the file, as `path` from then on. Not over an Excel file that was not written here: see the package."""
        self.must_be_ours("Book.save")
        if password:  # the filter takes a password and writes a plain file
            raise NotImplementedError("Book.save with a password is not supported over LibreOffice")
        goal = os.path.realpath(path or (self.fullname if self.api.hasLocation() else f"{self.name}.xlsx"))
        self._may_write(goal)
        self.api.storeAsURL(bridge.url(goal), bridge.properties(FilterName=_filter(goal), Overwrite=True))
        self._written.add(goal)

    def save_copy(self, path: str) -> None:
        """Write a copy; the book stays what and where it is, changed or not. Never over the file of an open book."""
        goal = os.path.realpath(path)
        if any(goal == os.path.realpath(book.fullname) for book in self.app.books):
            raise OfficeError(f"Book.save_copy: {goal} is open")
        self._may_write(goal)
        self.api.storeToURL(bridge.url(goal), bridge.properties(FilterName=_filter(goal), Overwrite=True))
        self._written.add(goal)

    def _may_write(self, goal: str) -> None:
        if not os.path.isdir(os.path.dirname(goal)):  # LibreOffice would make it
            raise OfficeError(f"Book.save: there is no folder {os.path.dirname(goal)}")
        free = self.app.engine.writes_over_excel_files or goal in self._written or not os.path.exists(goal)
        if goal.lower().endswith(_EXCEL) and not free:
            raise OfficeError(
                f"Book.save: {goal} was not written by LibreOffice, which would lose parts of it (table styles, dynamic"
                " arrays, theme); save under another name"
            )

    def to_pdf(self, path: str, quality: str = "standard") -> None:
        wishes = bridge.property_list(Quality=60 if quality == "minimum" else 90, ExportNotes=False)
        self.api.storeToURL(bridge.url(path), bridge.properties(FilterName="calc_pdf_Export", FilterData=wishes))


def _cannot_open(what: str) -> str:
    return f"LibreOffice cannot open {what}: not a workbook, damaged, or its password is missing or wrong"


def _filter(path: str) -> str:
    extension = os.path.splitext(path)[1].lower()
    if extension not in _FILTERS:
        raise OfficeError(f"LibreOffice writes {', '.join(_FILTERS)}, not {extension or 'a file without an ending'}")
    return _FILTERS[extension]
