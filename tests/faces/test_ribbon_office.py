"""Buttons pressed on a workbook that is open in a real program, LibreOffice: the tabs that come are those of the command line."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faces.cells import first_proposal, tabs
from tests.workbook.libreoffice import needs_soffice
from ticktie.addin.machine import Machine
from ticktie.commands.demo import demo
from ticktie.commands.reconcile import Request, reconcile
from ticktie.domain.wording import say
from ticktie.faces import ribbon
from ticktie.workbook.live import LiveHost
from ticktie.workbook.read import read_file

pytest.importorskip("xlwings")
engine = pytest.importorskip("ticktie.workbook.calc_engine")
CONFIRM = say("zh-Hans", "tab.to_confirm")


class Office(LiveHost):
    """LibreOffice has no message box for us: what would be said is kept."""

    def __init__(self, app: Any):
        super().__init__(app)
        self.said: list[tuple[str, bool]] = []

    def message(self, text: str, wrong: bool = False) -> None:
        self.said.append((text, wrong))


@pytest.fixture(scope="module")
def app() -> Iterator[Any]:
    needs_soffice()
    with engine.start() as started:
        yield started


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo(tmp_path_factory.mktemp("month")).done.written


def machine(folder: Path) -> Machine:
    (folder / "ticktie").mkdir()
    (folder / "ticktie" / "told-undo").touch()
    return Machine("windows", folder, folder, Path("python"), folder)


def test_pressing_buttons_gives_the_tabs_of_the_command_line(app, month, tmp_path):
    wanted = tmp_path / "cli.xlsx"
    reconcile(Request(month, out=wanted))
    before = month.read_bytes()
    book = app.books.open(str(month))
    order = [s.name for s in book.sheets]
    host, here = Office(app), machine(tmp_path)

    ribbon.press("reconcile", host, here, ["--lang=zh-Hans"])
    assert host.said == []
    assert [s.name for s in book.sheets] == order
    assert book.sheets.active.name == say("zh-Hans", "tab.overview")
    host.save_copy(tmp_path / "live.xlsx")
    assert tabs(tmp_path / "live.xlsx") == tabs(wanted)

    rows = next(s.rows for s in read_file(wanted) if s.title == CONFIRM)
    row = next(n for n, r in enumerate(rows, 1) if say("zh-Hans", "report.to_confirm.proposal") in r)
    book.sheets[CONFIRM].activate()
    book.sheets[CONFIRM].range((row, 1)).select()
    ribbon.press("accept", host, here, ["--lang=zh-Hans"])
    assert host.said == []
    host.save_copy(tmp_path / "accepted.xlsx")
    decisions = tabs(tmp_path / "accepted.xlsx")["decisions"]
    assert sum(say("zh-Hans", "decision.action.accept") in r for r in decisions) == 1
    assert [s.name for s in book.sheets] == order
    assert [b.name for b in app.books] == [book.name]
    assert month.read_bytes() == before


SAYS = """
button    | the book             | says
reconcile | structure protected  | protected
accept    | To confirm protected | sheet_protected
accept    | an input in front    | not_to_confirm
reconcile | opened read-only     | read_only
"""


@pytest.mark.parametrize(("key", "state", "code"), [[c.strip() for c in r.split("|")] for r in SAYS.strip().splitlines()[1:]])
def test_a_book_that_cannot_be_written_is_left_alone_with_a_reason(key, state, code, app, month, tmp_path):
    file = Path(shutil.copyfile(month, tmp_path / "王 伟.xlsx"))
    book = app.books.open(str(file), read_only=state == "opened read-only")
    title, row, *_ = first_proposal(file)
    if state == "structure protected":
        book.api.protect("x")
    if state == "To confirm protected":
        book.sheets[title].api.protect("x")
    front = book.sheets[0] if state == "an input in front" else book.sheets[title]
    front.activate()
    front.range((row, 1)).select()
    order, host = [s.name for s in book.sheets], Office(app)
    ribbon.press(key, host, machine(tmp_path), ["--lang=zh-Hans"])
    ((text, bad),) = host.said
    assert bad
    assert say("zh-Hans", f"addin.problem.{code}.message").partition("{")[0] in text
    assert [s.name for s in book.sheets] == order
    host.save_copy(tmp_path / "after.xlsx")
    assert tabs(tmp_path / "after.xlsx") == tabs(file)
    book.close()


def test_a_book_that_was_never_saved_and_protected_sheets_of_the_users(app, tmp_path):
    book = app.books.add()
    book.sheets[0].name = "订单"
    book.sheets[0].range("A1").value = [["订单号", "客户", "订单日期", "金额"], ["SO-1001", "华联商厦", dt.date(2026, 6, 1), 1200]]
    paid = book.sheets.add("收款", after=book.sheets[0])
    paid.range("A1").value = [["收款日期", "付款人", "金额", "摘要"], [dt.date(2026, 6, 9), "华联商厦", 1200, "货款SO-1001"]]
    book.sheets[0].api.protect("x")
    paid.activate()
    host = Office(app)
    ribbon.press("reconcile", host, machine(tmp_path), ["--lang=zh-Hans"])
    assert host.said == []
    assert not book.api.hasLocation()
    assert book.sheets[0].api.isProtected()
    assert say("zh-Hans", "tab.matched") in [s.name for s in book.sheets]
    host.save_copy(tmp_path / "live.xlsx")
    assert [row for row in tabs(tmp_path / "live.xlsx")["matched"] if 1200.0 in row]
    book.close()
