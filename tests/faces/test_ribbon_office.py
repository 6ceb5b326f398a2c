"""Buttons pressed on a workbook that is open in a real program, LibreOffice: the tabs that come are those of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faces.cells import tabs
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
