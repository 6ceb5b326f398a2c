"""The add-in's VBA, run: every button comes to exactly one call of Python, and the ribbon's questions are answered."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from ticktie.addin.build import build
from ticktie.addin.ribbon import python_text
from ticktie.commands.catalogue import buttons
from ticktie.domain.wording import LANGUAGES, say
from ticktie.faces import ribbon
from ticktie.workbook.template_file import write_template

pytest.importorskip("pyopenvba")
from tests.addin.excel import Excel

CATALOGUE = buttons("excel")
CONF = [r"INTERPRETER=C:\Users\王 伟\venv\Scripts\python.exe"]


@pytest.fixture(scope="module")
def addin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("addin"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "book.xlsx"
    write_template("customer", "zh-Hans", path)
    return path


@pytest.fixture(scope="module")
def reconciled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from ticktie.commands.demo import demo

    folder = tmp_path_factory.mktemp("demo")
    return demo(folder).done.written


@pytest.mark.parametrize("command", CATALOGUE, ids=lambda c: c.key)
def test_every_button_comes_to_one_constant_call(command, addin, reconciled):
    excel = Excel(addin, CONF)
    book = excel.open(reconciled)
    book.sheet_named(say("zh-Hans", "tab.to_confirm")).Activate()
    excel.press(command.key)
    assert excel.messages == []
    wanted = rf'"C:\Users\王 伟\venv\Scripts\python.exe" -P -B -c "{python_text(command.key)}" --hwnd=4711 --lang=zh-Hans'
    assert excel.shell.lines == [(wanted, 0, True)]
    assert set(excel.files.asked) == {r"C:\Users\王\AppData\Roaming\ticktie\ticktie.conf"}


@pytest.mark.parametrize("key", [c.key for c in CATALOGUE])
def test_the_constant_holds_nothing_for_a_shell(key):
    assert not set(python_text(key)) & set('"%&|<>^$`\\\n')
    assert python_text(key) == f"import ticktie.faces.ribbon;ticktie.faces.ribbon.press('{key}')"


@pytest.mark.parametrize("key", [c.key for c in CATALOGUE])
def test_the_constant_presses_that_button(key, monkeypatch):
    pressed: list[str] = []
    monkeypatch.setattr(ribbon, "press", pressed.append)
    exec(python_text(key), {})
    assert pressed == [key]


@pytest.mark.parametrize(("switches", "hit"), [(["-P", "-B"], False), (["-B"], True)])
def test_a_module_beside_the_workbook_is_not_imported(switches, hit, tmp_path):
    """Excel's folder is often the client's. Without -P the planted module would run, which shows that the test can tell."""
    (tmp_path / "json.py").write_text("open('hit', 'w').close()")
    subprocess.run([sys.executable, *switches, "-c", python_text("help")], cwd=tmp_path, capture_output=True)
    assert (tmp_path / "hit").exists() is hit


def test_what_was_said_goes_when_another_tab_comes_to_the_front(addin, plain):
    excel = Excel(addin, CONF)
    excel.open(plain)
    for text, after in (("ticktie: 184 links", False), ("Average: 5", "Average: 5")):
        excel.app.application.vba_set("StatusBar", text, [], {}, by_ref=False)
        excel.app.run("TtMoved")
        assert excel.app.application.vba_get("StatusBar") == after


ENABLED = """
situation           | new read reconcile accept reject undo explain settings help about
no workbook         | 1   0    0         0      0      0    0       0        1    1
a plain workbook    | 1   1    1         0      0      0    1       0        1    1
results, Matched    | 1   1    1         0      0      1    1       1        1    1
results, To confirm | 1   1    1         1      1      1    1       1        1    1
results, input      | 1   1    1         0      0      1    1       1        1    1
"""
ROWS = [line.split("|") for line in ENABLED.strip().splitlines()]


@pytest.mark.parametrize(("situation", "states"), [(a.strip(), b.split()) for a, b in ROWS[1:]])
def test_a_button_can_be_pressed_when_it_makes_sense(situation, states, addin, plain, reconciled):
    excel = Excel(addin, CONF)
    if situation != "no workbook":
        book = excel.open(reconciled if situation.startswith("results") else plain)
        tab = {"results, Matched": "tab.matched", "results, To confirm": "tab.to_confirm"}.get(situation)
        (book.sheet_named(say("zh-Hans", tab)) if tab else book.sheets_[0]).Activate()
    for key, state in zip(ROWS[0][1].split(), states, strict=True):
        assert excel.ask("TtEnabled", f"tt_{key}") is (state == "1"), key


@pytest.mark.parametrize(
    ("mark", "confirm", "results"),
    [('="to_confirm"', True, True), ('="to_confirm:2"', True, True), ('="matched:2"', False, True), ('="copy of to_confirm"', False, False)],
)
def test_which_page_a_tab_shows_is_told_by_its_hidden_name(mark, confirm, results, addin, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "O'Neil 待确认"
    book.active.defined_names["_ticktie_page"] = DefinedName("_ticktie_page", attr_text=mark[1:], hidden=True)
    book.save(tmp_path / "book.xlsx")
    excel = Excel(addin, CONF)
    excel.open(tmp_path / "book.xlsx")
    assert excel.ask("TtEnabled", "tt_accept") is confirm
    assert excel.ask("TtEnabled", "tt_settings") is results


@pytest.mark.parametrize("command", [c for c in CATALOGUE if c.needs != "nothing"], ids=lambda c: c.key)
def test_a_button_pressed_too_soon_says_what_to_do(command, addin):
    excel = Excel(addin, CONF)
    excel.press(command.key)
    assert excel.shell.lines == []
    assert excel.messages == [say("zh-Hans", f"addin.message.{command.needs}")]


@pytest.mark.parametrize(
    ("conf", "office", "language"),
    [
        (None, 2052, "zh-Hans"), (None, 4100, "zh-Hans"), (None, 1028, "zh-Hant"), (None, 3076, "zh-Hant"), (None, 1033, "en"),
        (None, 1031, "en"), (["LANGUAGE=zh-Hant"], 1033, "zh-Hant"), (["LANGUAGE=en"], 2052, "en"), (["LANGUAGE=xx"], 2052, "zh-Hans"),
    ],
)  # fmt: skip
def test_labels_speak_the_language_of_office_or_of_the_setting(conf, office, language, addin):
    excel = Excel(addin, conf, office)
    for command in CATALOGUE:
        assert excel.ask("TtLabel", f"tt_{command.key}") == say(language, f"{command.label}.label")
        assert excel.ask("TtScreentip", f"tt_{command.key}") == say(language, f"{command.label}.label")
        assert excel.ask("TtSupertip", f"tt_{command.key}") == say(language, f"{command.label}.tip")
        assert excel.ask("TtLabel", f"ttGroup_{command.group}") == say(language, f"addin.group.{command.group}")
    assert excel.ask("TtLabel", "ttTab") == say(language, "addin.tab")
    assert language in LANGUAGES


@pytest.mark.parametrize(("conf", "answer"), [(None, 0), (["LANGUAGE=zh-Hans"], 0), (CONF, 1)])
def test_python_that_does_not_start_is_told(conf, answer, addin):
    excel = Excel(addin, conf, answer=answer)
    excel.press("about")
    assert excel.messages == [say("zh-Hans", "addin.message.python")]


def test_a_workbook_cannot_choose_what_is_run(addin, tmp_path):
    """A sheet or a file beside the workbook that is called like our settings is not looked at."""
    book = openpyxl.Workbook()
    book.active.title = "ticktie.conf"
    book.active.append(["INTERPRETER", r"\\evil\share\python.exe"])
    path = tmp_path / "$(calc) & 'x'.xlsx"
    book.save(path)
    (tmp_path / "ticktie.conf").write_text("INTERPRETER=evil")
    excel = Excel(addin, CONF)
    excel.open(path)
    excel.press("read")
    ((line, _, _),) = excel.shell.lines
    assert line.startswith('"' + CONF[0].partition("=")[2])
    assert "evil" not in line
    assert "calc" not in line


