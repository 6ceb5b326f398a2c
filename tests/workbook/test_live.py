"""The open workbook through xlwings, on objects that behave as xlwings' do: all result sheets come in, or none."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ticktie.workbook.live import LiveHost

NORMAL = {"screen_updating": True, "enable_events": True, "display_alerts": True, "calculation": "automatic"}


class Broken(Exception):
    pass


@dataclass
class Name:
    name: str
    refers_to: str


class Names(list[Name]):
    def add(self, name: str, refers_to: str) -> Name:
        self.append(Name(name, refers_to))
        return self[-1]


class Sheet:
    def __init__(self, book: Book, name: str, text: str):
        self.book, self._name, self.text, self.names = book, name, text, Names()

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self.book.app.count("rename")
        assert value.casefold() not in {s.name.casefold() for s in self.book.sheets if s is not self}
        self._name = value

    def copy(self, before: Sheet | None = None, after: Sheet | None = None, name: str = "") -> Sheet:
        self.book.app.count("copy")
        beside = before or after
        assert beside is not None
        assert name.casefold() not in {s.name.casefold() for s in beside.book.sheets}
        made = Sheet(beside.book, name, self.text)
        made.names.extend(Name(f"'{name}'!{n.name}", n.refers_to) for n in self.names)
        sheets = beside.book.sheets
        sheets.insert(sheets.index(beside) + (after is not None), made)
        sheets.active = made
        return made

    def delete(self) -> None:
        self.book.app.count("delete")
        self.book.sheets.remove(self)
        if self.book.sheets.active is self:
            self.book.sheets.active = self.book.sheets[0]

    def activate(self) -> None:
        self.book.sheets.active = self

    def range(self, at: tuple[int, int]) -> Cell:
        return Cell(self, at)


@dataclass
class Cell:
    sheet: Sheet
    at: tuple[int, int]
    cells: dict[Any, Any] = field(default_factory=dict)

    @property
    def value(self) -> Any:
        return self.sheet.book.cells.get((self.sheet.name, self.at))

    @value.setter
    def value(self, value: Any) -> None:
        self.sheet.book.cells[self.sheet.name, self.at] = value

    @property
    def row(self) -> int:
        return self.at[0]


class Sheets(list[Sheet]):
    active: Sheet

    def __getitem__(self, at: Any) -> Any:
        return next(s for s in self if s.name == at) if isinstance(at, str) else super().__getitem__(at)


class Book:
    def __init__(self, app: App, name: str, sheets: dict[str, str]):
        self.app, self.name, self.fullname, self.cells, self.open = app, name, rf"C:\账\{name}", {}, True
        self.sheets = Sheets(Sheet(self, title, text) for title, text in sheets.items())
        self.sheets.active = self.sheets[0]
        self.api = Api()

    def close(self) -> None:
        self.open = False
        self.app.books.remove(self)
        self.app.books.active = self.app.books[0]

    def activate(self) -> None:
        self.app.books.active = self


class Api:
    Saved, ProtectStructure = True, False
    copies: list[str]

    def SaveCopyAs(self, file: str) -> None:
        Path(file).write_text("copy")


class Calc:
    def save_copy(self, file: str) -> None:
        Path(file).write_text("calc")


class Books(list[Book]):
    active: Any = None

    def __init__(self, app: App):
        self.app = app

    def open(self, file: str, **more: Any) -> Book:
        if more:
            assert more == {"update_links": False, "read_only": True}
        self.app.count("open")
        book = Book(self.app, Path(file).name, self.app.files[file])
        if self.app.marks:
            for sheet in book.sheets:
                sheet.names.add("_ticktie_page", f'="{self.app.marks[sheet.name]}"')
        self.append(book)
        self.active = book
        return book


class App:
    """fails: (what, how many times it goes well before)."""

    def __init__(self, files: dict[str, dict[str, str]], marks: dict[str, str] | None = None):
        self.files, self.marks, self.fails, self.counts = files, marks or {}, ("", 0), {}
        self.books = Books(self)
        self.selection: Any = None
        self.alerts: list[tuple[str, ...]] = []
        self.seen: list[dict[str, Any]] = []
        self.status_bar: Any = False
        for name, value in NORMAL.items():
            setattr(self, name, value)

    def count(self, what: str) -> None:
        self.seen.append(self.state())
        self.counts[what] = self.counts.get(what, 0) + 1
        if self.fails[0] == what and self.counts[what] > self.fails[1]:
            self.fails = ("", 0)
            raise Broken(what)

    def state(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in NORMAL}

    def alert(self, *arguments: str) -> None:
        self.alerts.append(arguments)


RESULT = {"订单": "theirs", "总览": "new overview", "已匹配": "new matched"}
PAGES = {"总览": "overview", "已匹配": "matched"}
FILE = Path("/tmp/result.xlsx")


def excel(sheets: dict[str, str], marks: dict[str, str] | None = None) -> tuple[App, Book, LiveHost]:
    app = App({str(FILE): RESULT}, marks)
    book = Book(app, "六月.xlsx", sheets)
    app.books.append(book)
    app.books.active = book
    return app, book, LiveHost(app)


def shown(book: Book) -> list[tuple[str, str]]:
    return [(s.name, s.text) for s in book.sheets]


CASES = [
    ({"订单": "a", "收款": "b"}, [], ["订单", "收款", "总览", "已匹配"]),
    ({"订单": "a", "总览": "old", "收款": "b"}, ["总览"], ["订单", "总览", "已匹配", "收款"]),
    ({"Overview": "old", "Matched": "old", "订单": "a"}, ["Overview", "Matched"], ["总览", "已匹配", "订单"]),
    ({"已匹配": "old", "总览": "old", "订单": "a"}, ["总览", "已匹配"], ["总览", "已匹配", "订单"]),
]


@pytest.mark.parametrize(("sheets", "old", "titles"), CASES)
@pytest.mark.parametrize("marks", [{}, {**PAGES, "订单": "-"}])
def test_new_sheets_take_the_place_of_the_old_ones(sheets, old, titles, marks):
    app, book, host = excel(sheets, marks)
    host.put_pages(FILE, PAGES, old)
    assert [s.name for s in book.sheets] == titles
    found = dict(shown(book))
    assert (found["总览"], found["已匹配"]) == ("new overview", "new matched")
    assert {t: x for t, x in found.items() if t not in PAGES} == {t: x for t, x in sheets.items() if t not in old}
    for title, page in PAGES.items():
        assert [n.refers_to for n in book.sheets[title].names if n.name.endswith("_ticktie_page")] == [f'="{page}"']
    assert app.state() == NORMAL
    assert list(app.books) == [book]
    assert app.books.active is book


@pytest.mark.parametrize(("sheets", "old", "_"), CASES)
@pytest.mark.parametrize("failure", [("open", 0), ("copy", 0), ("copy", 1), ("rename", 0), ("rename", 1), ("rename", 2), ("rename", 3)])
def test_whatever_fails_the_workbook_has_the_sheets_it_had(sheets, old, _, failure):
    app, book, host = excel(sheets)
    book.sheets[-1].activate()
    app.fails = failure
    if failure[0] == "rename" and failure[1] >= len(old) + len(PAGES):
        pytest.skip("so many renames there are not")
    with pytest.raises(Broken):
        host.put_pages(FILE, PAGES, old)
    assert shown(book) == list(sheets.items())
    assert book.sheets.active is book.sheets[-1]
    assert app.state() == NORMAL
    assert list(app.books) == [book]


def test_excel_is_quiet_while_sheets_come_in():
    app, _, host = excel({"订单": "a", "总览": "old"})
    host.put_pages(FILE, PAGES, ["总览"])
    quiet = {"screen_updating": False, "enable_events": False, "display_alerts": False, "calculation": "manual"}
    assert app.seen
    assert all(state == quiet for state in app.seen)


def test_the_sheet_in_front_stays_there():
    _, book, host = excel({"订单": "a", "收款": "b", "总览": "old"})
    book.sheets["收款"].activate()
    host.put_pages(FILE, PAGES, ["总览"])
    assert book.sheets.active.name == "收款"
    host.show("总览")
    assert book.sheets.active.name == "总览"


def test_one_cell_is_typed_and_gives_back_what_stood_there():
    _, book, host = excel({"待确认": "x"})
    assert host.type("待确认", 7, 3, "接受") == ""
    assert host.type("待确认", 7, 3, "") == "接受"
    assert book.cells == {("待确认", (7, 3)): ""}


def test_what_excel_tells():
    app, book, host = excel({"订单": "a"})
    assert host.path() == r"C:\账\六月.xlsx"
    assert (host.saved(), host.protected(), host.selection()) == (True, False, None)
    app.selection = Cell(book.sheets[0], (5, 2))
    assert host.selection() == ("订单", 5)
    app.selection = object()  # a shape
    assert host.selection() is None
    book.api = None
    assert (host.saved(), host.protected()) == (False, False)


def test_no_workbook_and_a_workbook_in_a_cloud():
    app, book, host = excel({"订单": "a"})

    class Cloud:
        name = "六月.xlsx"

        @property
        def fullname(self) -> str:
            raise Broken("nowhere")

    app.books.active = Cloud()
    assert host.path() == "六月.xlsx"
    app.books.active = None
    assert host.path() == ""
    assert book.open


def test_copies_texts_and_further_workbooks(tmp_path):
    app, book, host = excel({"订单": "a"})
    host.save_copy(tmp_path / "copy.xlsx")
    assert (tmp_path / "copy.xlsx").read_text() == "copy"
    called: list[tuple[str, str]] = []
    book.api = object()
    book.impl = Calc()  # LibreOffice
    host.save_copy(tmp_path / "calc.xlsx")
    assert (tmp_path / "calc.xlsx").read_text() == "calc"
    book.impl = None  # Excel for Mac
    app.macro = lambda name: lambda file: called.append((name, file))
    host.save_copy(tmp_path / "copy.xlsx")
    assert called == [("ticktie.xlam!TtSaveCopy", str(tmp_path / "copy.xlsx"))]
    host.status("working")
    assert app.status_bar == "working"
    host.status("")
    assert app.status_bar is False
    host.message("well")
    host.message("not well", wrong=True)
    assert app.alerts == [("well", "ticktie", "ok", "info"), ("not well", "ticktie", "ok", "critical")]
    host.open(FILE)
    assert app.books.active.name == FILE.name
    assert host.scratch() is None
