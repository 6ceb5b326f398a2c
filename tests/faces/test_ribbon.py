"""A press of each button on an open workbook: the same tabs as the command line writes, or a message and nothing changed."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import openpyxl
import pytest

from ticktie.addin.machine import Machine
from ticktie.commands.catalogue import CATALOGUE, WITHOUT_BUTTON
from ticktie.commands.demo import demo
from ticktie.commands.reconcile import Request, reconcile
from ticktie.domain.wording import LANGUAGES, say
from ticktie.faces import ribbon
from ticktie.faces.cli import app
from ticktie.faces.running import stop_all
from ticktie.workbook.package import package_facts
from ticktie.workbook.read import read_file

CONFIRM = say("zh-Hans", "tab.to_confirm")


@dataclass
class Fake:
    """An Excel with one workbook open, whose contents lie in `file`; name: its full name, as Excel tells it."""

    file: Path | None
    name: str = ""
    at: tuple[str, int] | None = None
    locked: bool = False
    sheets_locked: tuple[str, ...] = ()
    fails: dict[str, Exception] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    wrong: list[bool] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    opened: list[Path] = field(default_factory=list)
    put: list[tuple[dict[str, str], list[str]]] = field(default_factory=list)
    recalculated: list[tuple[str, int]] = field(default_factory=list)  # prefix, and how many times tabs had been put

    def path(self) -> str:
        return self.name or str(self.file or "")

    def saved(self) -> bool:
        return True

    def protected(self) -> bool:
        return self.locked

    def read_only(self) -> bool:
        return False

    def sheet_protected(self, sheet: str) -> bool:
        return sheet in self.sheets_locked

    def selection(self) -> tuple[str, int] | None:
        return self.at

    def scratch(self) -> Path | None:
        return None

    def save_copy(self, file: Path) -> None:
        self._fail("save_copy")
        assert self.file
        shutil.copyfile(self.file, file)

    def put_pages(self, result_file: Path, titles: Mapping[str, str], old: Sequence[str]) -> None:
        self._fail("put_pages")
        assert self.file
        self.put.append((dict(titles), list(old)))
        shutil.copyfile(result_file, self.file)

    def type(self, sheet: str, row: int, column: int, text: str) -> str:
        assert self.file
        book = openpyxl.load_workbook(self.file)
        cell = book[sheet].cell(row, column)
        before, cell.value = cell.value, text or None
        book.save(self.file)
        return before or ""

    def show(self, sheet: str) -> None:
        self.shown.append(sheet)

    def open(self, file: Path) -> None:
        self.opened.append(file)

    def recalculate(self, prefix: str) -> None:
        self._fail("recalculate")
        self.recalculated.append((prefix, len(self.put)))

    def status(self, text: str) -> None:
        self.lines.append(text)

    def message(self, text: str, wrong: bool = False) -> None:
        self.said.append(text)
        self.wrong.append(wrong)

    def _fail(self, what: str) -> None:
        if error := self.fails.get(what):
            raise error


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample month with its result tabs, in simplified Chinese."""
    return demo(tmp_path_factory.mktemp("month")).done.written


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    home = tmp_path / "home"
    told = home / "roaming" / "ticktie" / "told-undo"
    told.parent.mkdir(parents=True)
    told.touch()
    return Machine("windows", home, home / "roaming", Path("python"), home)


@pytest.fixture
def fake(month: Path, tmp_path: Path) -> Fake:
    return Fake(Path(shutil.copyfile(month, tmp_path / "王五 六月.xlsx")))


def press(key: str, fake: Fake, machine: Machine, language: str = "zh-Hans") -> None:
    ribbon.press(key, fake, machine, [f"--lang={language}"])


def tabs(file: Path) -> dict[str, list[list[object]]]:
    own = package_facts(file).own.values()
    return {s.title: s.rows for s in read_file(file) if s.title in own}


def test_reconcile_puts_the_tabs_of_the_command_line_into_the_open_workbook(fake, machine, month, tmp_path):
    wanted = tmp_path / "cli.xlsx"
    reconcile(Request(month, out=wanted))
    press("reconcile", fake, machine)
    assert fake.said == []
    ((titles, old),) = fake.put
    facts = package_facts(wanted)
    assert titles == {title: page for page, title in facts.own.items()}
    assert sorted(old) == sorted(facts.own.values())
    assert tabs(fake.file) == tabs(wanted)
    assert fake.shown == [facts.own["overview"]]
    assert fake.recalculated == [("TT_", 1)]  # after the tabs are there
    assert fake.lines[-1].startswith("ticktie：截止")
    assert any(say("zh-Hans", "command.stage_match") in line for line in fake.lines)


def row_of_first_proposal(file: Path) -> tuple[int, str]:
    """Row of the first proposal (not a doubt) and its reference."""
    rows = next(s.rows for s in read_file(file) if s.title == CONFIRM)
    word = say("zh-Hans", "report.to_confirm.proposal")
    return next((n, str(r[0])) for n, r in enumerate(rows, 1) if word in r)


@pytest.mark.parametrize("key", ["accept", "reject"])
def test_a_decision_on_the_selected_row_is_recorded_and_applied(key, fake, machine):
    row, _ = row_of_first_proposal(fake.file)
    fake.at = (CONFIRM, row)
    before = {str(r) for r in tabs(fake.file)[CONFIRM]}
    press(key, fake, machine)
    assert fake.said == []
    after = tabs(fake.file)
    assert {str(r) for r in after[CONFIRM]} != before
    decisions = after[say("zh-Hans", "tab.decisions")]
    assert sum(say("zh-Hans", f"decision.action.{key}") in row for row in decisions) == 1
    assert say("zh-Hans", f"addin.done.{key}").partition("{")[0] in fake.lines[-1]


def test_a_decision_that_fails_leaves_the_cell_as_it_was(fake, machine):
    row, _ = row_of_first_proposal(fake.file)
    fake.at, fake.fails = (CONFIRM, row), {"put_pages": RuntimeError("Excel said no")}
    before = tabs(fake.file)
    press("accept", fake, machine)
    assert tabs(fake.file) == before
    assert fake.wrong == [True]
    assert "Excel said no" in fake.said[0]
    assert "RuntimeError: Excel said no" in (machine.config.parent / "last-error.txt").read_text("utf-8")


def test_undo_takes_the_last_decision_back_with_a_line_of_its_own(fake, machine):
    openpyxl.load_workbook(fake.file).save(fake.file)  # takes the formulas' values, as typing into this Excel does
    press("reconcile", fake, machine)
    fake.at = (CONFIRM, row_of_first_proposal(fake.file)[0])
    before = tabs(fake.file)
    press("accept", fake, machine)
    accepted = tabs(fake.file)
    assert accepted[CONFIRM] != before[CONFIRM]
    press("undo", fake, machine)
    assert fake.said == []
    after = tabs(fake.file)
    assert after[CONFIRM] == before[CONFIRM]
    decisions = say("zh-Hans", "tab.decisions")
    assert len(after[decisions]) == len(accepted[decisions]) + 1
    assert say("zh-Hans", "decision.action.withdraw") in after[decisions][-1]
    assert fake.lines[-1].startswith(say("zh-Hans", "addin.done.undo").partition("{")[0])
    press("undo", fake, machine)
    assert fake.said[0].startswith(f"{say('zh-Hans', 'command.failed')}\n{say('zh-Hans', 'problem.nothing_to_undo.message')}")
    assert tabs(fake.file) == after


@pytest.mark.parametrize("stage", ["read", "match", "report", "write"])
@pytest.mark.parametrize("key", ["reconcile", "accept"])
def test_a_run_that_is_asked_to_stop_changes_nothing(key, stage, fake, machine, monkeypatch):
    fake.at = (CONFIRM, row_of_first_proposal(fake.file)[0])
    before, word = tabs(fake.file), say("zh-Hans", f"command.stage_{stage}")
    status = fake.status

    def asked(text: str) -> None:
        status(text)
        if word in text:
            assert stop_all(machine.config.parent) <= 1

    monkeypatch.setattr(fake, "status", asked, raising=False)
    press(key, fake, machine)
    assert fake.said == [say("zh-Hans", "addin.stop.stopped")]
    assert fake.wrong == [False]
    assert fake.put == []
    assert tabs(fake.file) == before
    assert list(machine.config.parent.glob("run-*")) == []


def test_explain_speaks_of_the_selected_row(fake, machine):
    row, _ = row_of_first_proposal(fake.file)
    fake.at = (CONFIRM, row)
    press("explain", fake, machine)
    (text,) = fake.said
    assert fake.wrong == [False]
    assert say("zh-Hans", "command.explain_proposal").partition("{")[0] in text
    sheet, _, line = text.partition("  ")[0].rpartition("!")
    fake.at = (sheet, int(line))
    press("explain", fake, machine)
    assert fake.said[1].startswith(f"{sheet}!{line}")


def test_check_sheets_shows_each_sheet(fake, machine):
    press("read", fake, machine, "en")
    (text,) = fake.said
    own = set(package_facts(fake.file).own.values())
    titles = [t for t in package_facts(fake.file).sheets if t not in own]
    assert titles
    assert all(f'Sheet "{title}"' in text for title in titles)


def test_new_makes_a_workbook_beside_the_open_one_and_opens_it(fake, machine):
    press("new", fake, machine)
    press("new", fake, machine)
    assert [f.parent for f in fake.opened] == [fake.file.parent] * 2
    assert len({f.name for f in fake.opened}) == 2
    assert all(f.exists() for f in fake.opened)


def test_settings_are_shown(fake, machine):
    press("settings", fake, machine)
    assert fake.shown == [say("zh-Hans", "tab.settings")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["help", "about"])
def test_help_and_about_need_no_workbook(key, language, machine):
    fake = Fake(None)
    press(key, fake, machine, language)
    (text,) = fake.said
    assert text.count("\n") >= 2
    assert fake.wrong == [False]


def test_the_undo_note_is_said_once(fake, machine):
    (machine.config.parent / "told-undo").unlink()
    press("reconcile", fake, machine)
    press("reconcile", fake, machine)
    assert fake.said == [say("zh-Hans", "addin.done.no_way_back")]


REFUSALS = """
button    | situation          | says
reconcile | nothing open       | no_book
explain   | nothing open       | no_book
settings  | plain              | no_results
explain   | chart sheet        | no_sheet
accept    | chart sheet        | no_sheet
accept    | on an input sheet  | not_to_confirm
accept    | above the table    | no_row
accept    | far below          | no_row
explain   | above the table    | no_row
reconcile | structure locked   | protected
undo      | structure locked   | protected
undo      | nothing open       | no_book
accept    | sheet locked       | sheet_protected
reject    | sheet locked       | sheet_protected
frobnicate | nothing open      | unknown_button
reconcile | cell in edit mode  | busy
reconcile | cannot put         | unexpected
"""


@pytest.mark.parametrize(("key", "situation", "code"), [[c.strip() for c in r.split("|")] for r in REFUSALS.strip().splitlines()[1:]])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_done_is_told_and_changes_nothing(key, situation, code, language, fake, machine):
    busy = RuntimeError("call was rejected")
    busy.hresult = -2147418111
    inputs = next(t for t in package_facts(fake.file).sheets if t not in package_facts(fake.file).own.values())
    if situation == "nothing open":
        fake = Fake(None)
    elif situation == "plain":
        book = openpyxl.Workbook()
        book.save(fake.file)
    proposal = (CONFIRM, row_of_first_proposal(fake.file)[0]) if situation == "sheet locked" and fake.file else None
    fake = replace(
        fake,
        sheets_locked=(CONFIRM,) if situation == "sheet locked" else (),
        at=proposal or {"on an input sheet": (inputs, 5), "above the table": (CONFIRM, 1), "far below": (CONFIRM, 99_999)}.get(situation),
        locked=situation == "structure locked",
        fails={"cell in edit mode": {"save_copy": busy}, "cannot put": {"put_pages": OSError("no")}}.get(situation, {}),
    )
    before = fake.file.read_bytes() if fake.file else b""
    press(key, fake, machine, language)
    (text,) = fake.said
    assert fake.wrong == [True]
    start = say(language, f"addin.problem.{code}.message").partition("{")[0]
    assert text.startswith(f"{say(language, 'command.failed')}\n{start}")
    assert say(language, f"addin.problem.{code}.mend").partition("{")[0] in text
    assert (fake.file.read_bytes() if fake.file else b"") == before
    assert fake.lines[-1] == ""


def test_what_the_command_refuses_is_told_with_its_remedy(fake, machine):
    (fake.file.parent / "ticktie.toml").write_text("frobnicate = 3")
    press("reconcile", fake, machine)
    (text,) = fake.said
    assert "frobnicate" in text
    assert say("zh-Hans", "command.mend") in text
    assert fake.put == []


def test_a_workbook_never_saved_or_in_a_cloud_is_worked_on_too(fake, machine):
    for name in ("工作簿1", "https://d.docs.live.net/0a/%E5%85%AD%E6%9C%88.xlsx"):
        fake.name = name
        press("reconcile", fake, machine)
    assert fake.said == []
    assert len(fake.put) == 2


def test_a_file_that_cannot_hold_tabs_gets_a_workbook_beside_it(fake, machine, tmp_path):
    text = tmp_path / "流水.csv"
    text.write_text("日期,摘要,收入,支出,余额,对方户名\n2026-06-01,货款,100.00,,100.00,甲公司\n", "utf-8")
    fake = Fake(text)
    press("reconcile", fake, machine)
    assert fake.said == []
    assert fake.put == []
    assert fake.opened == [tmp_path / "流水.ticktie.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "setting", "language"),
    [(["--lang=en"], "zh-Hant", "en"), ([], "zh-Hant", "zh-Hant"), (["--lang=xx"], "", "zh-Hans"), ([], "", "zh-Hans")],
)
def test_the_language_is_the_add_ins_or_of_the_settings(arguments, setting, language, machine, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    machine.config.write_text(f"LANGUAGE={setting}\n", machine.encoding)
    fake = Fake(None)
    ribbon.press("read", fake, machine, ["-c", *arguments])
    assert say(language, "addin.problem.no_book.message") in fake.said[0]


def test_every_command_of_the_catalogue_has_its_press_and_stands_on_the_command_line():
    assert set(ribbon._ACTIONS) == {c.key for c in CATALOGUE}
    names = {c.name or c.callback.__name__ for c in app.registered_commands}
    every = [*CATALOGUE, *WITHOUT_BUTTON]
    assert len({c.key for c in every}) == len(every)
    assert {c.cli for c in every if c.cli} <= names
    assert all(c.run is not None for c in every if c.cli and c.key != "stop")  # stopping is the face's own business


def test_without_any_excel_it_fails_so_that_the_add_in_can_say_so(machine):
    pytest.importorskip("xlwings")
    with pytest.raises(LookupError):
        ribbon.press("read", None, machine, ["--hwnd=5"])
