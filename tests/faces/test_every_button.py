"""Every button in one go: its VBA under a model of Excel gives a text of Python, and that very text is run on a book that is open
in a real program, LibreOffice. What comes of it is what the command line gives."""

from __future__ import annotations

import getpass
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faces.cells import first_proposal, tabs
from tests.faces.test_ribbon_office import Office, machine
from tests.workbook.libreoffice import needs_soffice
from ticktie.addin.build import build
from ticktie.commands.catalogue import buttons
from ticktie.commands.demo import demo
from ticktie.domain.wording import say
from ticktie.faces import ribbon
from ticktie.faces.cli import main

pytest.importorskip("xlwings")
pytest.importorskip("pyopenvba")
from tests.addin.excel import Excel

engine = pytest.importorskip("ticktie.workbook.calc_engine")
CONF = [r"INTERPRETER=C:\Users\王 伟\venv\Scripts\python.exe"]


def tab(key: str) -> str:
    return say("zh-Hans", f"tab.{key}")


class Desk:
    """The book open in LibreOffice, the same book for the command line, and the add-in in its model of Excel."""

    def __init__(self, app: Any, month: Path, folder: Path, patch: pytest.MonkeyPatch):
        self.folder, self.windows = folder, []
        self.book = Path(shutil.copyfile(month, folder / "王 伟.xlsx"))
        self.by_cli = Path(shutil.copyfile(month, folder / "cli.xlsx"))
        self.live = app.books.open(str(self.book))
        self.host = Office(app)
        self.excel = Excel(build(folder), CONF)
        self.excel.open(month).sheet_named(tab("to_confirm")).Activate()
        here = machine(folder)
        patch.setattr(ribbon, "_live", lambda arguments: self.host)
        patch.setattr(ribbon, "this_machine", lambda: here)
        patch.setattr(ribbon, "open_window", lambda file, language: self.windows.append(file))
        self.patch = patch

    def press(self, key: str) -> list[str]:
        """What is said. The text of Python is the one that the button's VBA asks for."""
        before = len(self.host.said)
        self.excel.press(key)
        found = re.fullmatch(r'"[^"]+" -P -B -c "([^"]+)" (--hwnd=\d+) (--lang=[\w-]+)', self.excel.shell.lines[-1][0])
        assert found
        self.patch.setattr(sys, "argv", ["-c", *found.groups()[1:]])
        exec(found[1], {})
        return [text for text, wrong in self.host.said[before:] if not wrong or pytest.fail(text)]

    def select(self, sheet: str, row: int) -> None:
        self.live.sheets[sheet].activate()
        self.live.sheets[sheet].range((row, 1)).select()

    def shown(self) -> dict[str, list[list[object]]]:
        file = self.folder / f"shown {len(list(self.folder.iterdir()))}.xlsx"
        self.host.save_copy(file)
        return tabs(file)

    def cli(self, *words: str) -> None:
        assert main([*words, "--lang", "zh-Hans"]) == 0


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    needs_soffice()
    month = demo(tmp_path / "month").done.written
    with engine.start() as app:
        yield Desk(app, month, tmp_path, monkeypatch)


def test_every_button_does_what_the_command_line_does(desk, tmp_path, capsys):
    pressed: list[str] = []
    who = ["--who", getpass.getuser()]

    def press(key: str) -> list[str]:
        pressed.append(key)
        return desk.press(key)

    assert press("read")
    desk.cli("read", str(desk.by_cli))
    told = capsys.readouterr().out.splitlines()
    assert set(desk.host.said[-1][0].splitlines()) <= set(told)

    assert press("reconcile") == []
    desk.cli("reconcile", str(desk.by_cli), "-q")
    assert desk.shown() == tabs(desk.by_cli)

    title, row, item, target = first_proposal(desk.by_cli)
    desk.select(title, row)
    assert press("accept") == []
    desk.cli("decide", str(desk.by_cli), item, "accept", target, "-q", *who)
    assert desk.shown() == tabs(desk.by_cli)

    assert press("undo") == []
    desk.cli("undo", str(desk.by_cli), "-q", *who)
    assert desk.shown() == tabs(desk.by_cli)

    desk.select(title, first_proposal(desk.by_cli)[1])
    assert press("reject") == []
    desk.cli("decide", str(desk.by_cli), item, "reject", target, "-q", *who)
    assert desk.shown() == tabs(desk.by_cli)

    sheet, _, line = item.rpartition("!")
    desk.select(sheet, int(line))
    capsys.readouterr()
    desk.cli("explain", str(desk.by_cli), item)
    assert press("explain") == [capsys.readouterr().out.rstrip("\n")]

    press("waiting")
    assert desk.live.sheets.active.name == tab("to_confirm")

    press("settings")
    assert desk.live.sheets.active.name == tab("settings")

    press("new")
    desk.cli("new", "customer", str(tmp_path / "new.xlsx"))
    made = tmp_path / f"{say('zh-Hans', 'template.customer.title')}.xlsx"
    assert made.read_bytes() == (tmp_path / "new.xlsx").read_bytes()
    assert desk.host._book.name == made.name

    assert press("help")[0].startswith("1. ")
    assert sys.executable in press("about")[0]
    assert {c.key for c in buttons("excel")} == set(pressed)
    assert len(desk.windows) == sum(c.needs != "nothing" for c in buttons("excel"))  # a window with Stop for each that may take long
