"""The VBA of the functions in cells, run under pyOpenVBA's model of Excel: what goes over to Python, what the cell shows.

The module that loads the DLL cannot run here; a double stands in its place and calls the real functions. Its text is
checked for what it must and must not hold.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar

import pytest

from ticktie.addin import functions as drawing
from ticktie.addin.build import build, modules
from ticktie.addin.functions import functions_module, help_words
from ticktie.addin.sources import AddinRefused, read_sources
from ticktie.commands.functions.table import FUNCTIONS, Function
from ticktie.domain.wording import LANGUAGES, say
from ticktie.faces.functions import answer

pytest.importorskip("pyopenvba")
from pyopenvba import ExcelFile
from pyopenvba.apps.excel._model import Application
from pyopenvba.interpreter import NOTHING, VBAArray, VBAErrorValue, VBAObject, VBARuntimeError, member, method

from tests.addin.excel import Bridge, Excel

CONF = [r"INTERPRETER=C:\Users\王 伟\venv\Scripts\python.exe"]
DOUBLE = """Public Function TtServer() As Object
    Set TtServer = CreateObject("test.server")
End Function
Public Sub TtForgetServer()
    CreateObject("test.server").Forget
End Sub
"""
NUMBERS = {"#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042}


class Server(VBAObject):
    """Python as the DLL gives it: what was asked, and the real answer, packed as xlwings packs it."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, list[Any]]] = []
        self.forgotten = 0
        self.fails = 0
        self.gives: Any = None

    @method
    def CallUDF(self, Module: str, Name: str, Given: Any, Book: Any, Caller: Any) -> Any:
        assert Book is NOTHING  # xlwings would look through it for code
        self.asked.append((Module, Name, list(Given.items)))
        if self.fails:
            self.fails -= 1
            raise VBARuntimeError(1000, "the server is gone")
        return packed(self.gives if self.gives is not None else answer({f.name: f for f in FUNCTIONS}[Name], self.asked[-1][2][:-1], None))

    @method
    def Forget(self) -> None:
        self.forgotten += 1


def packed(found: Any) -> Any:
    """Rows as COM brings them: a block, or a row where there is only one."""
    if not isinstance(found, list):
        return found
    if len(found) == 1:
        return VBAArray([(0, len(found[0]) - 1)], items=list(found[0]))
    return VBAArray([(0, len(found) - 1), (0, len(found[0]) - 1)], items=[row[c] for c in range(len(found[0])) for row in found])


class _Bar(VBAObject):
    """A command bar, and its first control: switched off while the function wizard is open."""

    @method
    def Controls(self, Index: Any) -> Any:
        assert int(Index) == 1
        return self

    @member
    def Enabled(self) -> bool:
        return not _More.wizard


class _More(VBAObject):
    """What the model's Application lacks."""

    told: ClassVar[list[dict[str, Any]]] = []
    front = True
    wizard = False

    @method
    def CommandBars(self, Index: str) -> _Bar:
        assert Index == "Standard"
        return _Bar()

    @member
    def Caller(self) -> Any:
        return VBAErrorValue(2023)  # not called from a cell

    @method
    def MacroOptions(self, Macro: str, Description: str, Category: str, ArgumentDescriptions: Any) -> None:
        if not _More.front:
            raise VBARuntimeError(1004, "Cannot edit a macro on a hidden workbook.")
        _More.told.append({"macro": Macro, "text": Description, "category": Category, "arguments": list(ArgumentDescriptions.items)})


class Functions(Excel):
    """The add-in with Python behind its functions."""

    def __init__(self, addin: Path, conf: list[str] | None = None, office: int = 2052):
        super().__init__(addin, conf, office)
        self.app.add_module(DOUBLE, name="TicktieServer")
        self.server = server = Server()

        class WithServer(Bridge):
            def create(self, type_name_: str) -> object:
                return server if type_name_.lower() == "test.server" else super().create(type_name_)

        host = self.app.interpreter.host
        host.__class__ = WithServer


@pytest.fixture(scope="module")
def addin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("addin"))


@pytest.fixture(autouse=True)
def _application(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("caller", "macrooptions", "commandbars"):
        monkeypatch.setitem(Application._vba_members, name, _More._vba_members[name])
    _More.told, _More.front, _More.wizard = [], True, False


def test_every_function_hands_its_arguments_on_and_the_place_of_the_caller(addin):
    for function in FUNCTIONS:
        excel = Functions(addin, CONF)
        excel.server.gives = "ok"
        given = [f"a{n}" for n in range(len(function.arguments))]
        assert excel.app.run(function.name, *given) == "ok"
        assert excel.server.asked == [("ticktie.faces.functions", function.name, [*given, NOTHING])]


def test_the_real_functions_answer(addin):
    excel = Functions(addin, CONF)
    assert excel.app.run("TT_RMB", 1409.5, 2) == "壹仟肆佰零玖元伍角整"
    assert excel.app.run("TT_SIMILAR", "华联", "華聯") == 1.0
    assert excel.app.run("TT_STATUS", "SO1") == VBAErrorValue(2042)
    assert excel.app.run("TT_RMB", "3OO", 1) == VBAErrorValue(2015)


@pytest.mark.parametrize(("mark", "number"), NUMBERS.items())
def test_each_error_value_is_excel_s_own(mark, number, addin):
    excel = Functions(addin, CONF)
    excel.server.gives = f"\a{mark}"
    assert excel.app.run("TT_PARTY", "x") == VBAErrorValue(number)
    excel.server.gives = mark  # as text, without our mark, it stays text
    assert excel.app.run("TT_PARTY", "x") == mark


def test_a_block_and_a_row_keep_their_shape_and_get_error_values(addin):
    excel = Functions(addin, CONF)
    excel.server.gives = [["a", 1.5], ["\a#N/A", ""], ["b", "\a#VALUE!"]]
    assert excel.app.run("TT_MATCH", "x", "y") == [["a", 1.5], [VBAErrorValue(2042), ""], ["b", VBAErrorValue(2015)]]
    excel.server.gives = [["a", "\a#N/A", 2.0]]
    assert excel.app.run("TT_AGING", "x") == ["a", VBAErrorValue(2042), 2.0]


def test_a_server_that_ended_is_asked_for_anew_once(addin):
    excel = Functions(addin, CONF)
    excel.server.fails, excel.server.gives = 1, "ok"
    assert excel.app.run("TT_PARTY", "x") == "ok"
    assert excel.server.forgotten == 1
    excel.server.fails = 5
    assert excel.app.run("TT_PARTY", "x") == VBAErrorValue(2042)
    assert excel.server.fails == 3  # twice asked, no more


@pytest.mark.parametrize(("office", "language"), [(2052, "zh-Hans"), (1028, "zh-Hant"), (1033, "en")])
def test_without_python_a_cell_shows_no_result_and_explain_says_what_to_do(office, language, addin):
    excel = Functions(addin, CONF, office)
    for function in FUNCTIONS:
        excel.server.fails = 2
        shown = excel.app.run(function.name, *["x"] * len(function.arguments))
        assert shown == (say(language, "addin.message.python") if function.name == "TT_EXPLAIN" else VBAErrorValue(2042))


@pytest.mark.parametrize(("office", "language"), [(2052, "zh-Hans"), (1028, "zh-Hant"), (1033, "en")])
def test_the_wizard_is_told_every_function_and_argument_in_the_user_s_language(office, language, addin):
    excel = Functions(addin, CONF, office)
    excel.app.run("TtHelp")
    assert [t["macro"] for t in _More.told] == [f"'ticktie.xlam'!{f.name}" for f in FUNCTIONS]
    for function, told in zip(FUNCTIONS, _More.told, strict=True):
        assert told["category"] == say(language, "addin.tab")
        assert told["text"] == say(language, f"function.help.{function.name}.text")
        assert told["arguments"] == [say(language, f"function.help.{function.name}.{a.name}") for a in function.arguments]
    excel.app.run("TtHelp")
    assert len(_More.told) == len(FUNCTIONS)  # once is enough


def test_help_that_excel_will_not_take_yet_is_told_later(addin):
    excel = Functions(addin, CONF)
    _More.front = False
    excel.app.run("TtHelp")
    assert _More.told == []
    _More.front = True
    excel.app.run("TtHelp")
    assert len(_More.told) == len(FUNCTIONS)


def test_the_workbook_module_tells_it_when_excel_starts_and_when_a_workbook_comes_to_the_front():
    text = next(m.text for m in read_sources().modules if m.document)
    for procedure in ("Workbook_Open()", "mExcel_WorkbookActivate(ByVal Wb As Workbook)"):
        body = text.partition(f"Private Sub {procedure}")[2].partition("End Sub")[0]
        assert "TtHelp" in body.split()


def server_module() -> str:
    return next(m.text for m in modules(read_sources()) if m.name == "TicktieServer")


def test_what_starts_python_is_a_constant_beside_the_interpreter_and_the_language(addin):
    excel = Excel(addin, CONF)
    interpreter = CONF[0].partition("=")[2]
    wanted = f"\"{interpreter}\" -P -B -c \"import ticktie.faces.functions, xlwings; xlwings.serve('$(CLSID)')\" --lang=zh-Hans"
    assert excel.app.run("TtServerCommand", interpreter) == wanted
    assert len(wanted) < 2000  # the DLL has room for 2047


def test_no_workbook_has_a_say_in_what_is_started():
    text = server_module()
    assert not re.search(r"ActiveWorkbook|ThisWorkbook|Workbooks|cmd\.exe|Environ|Worksheets", text)
    assert re.findall(r'TtSetting\("(\w+)"\)', text) == ["INTERPRETER"]


def test_the_dll_is_that_of_the_pinned_release_in_both_widths():
    pin = read_sources().xlwings
    assert re.findall(r'Lib "(xlwings\S+)"', server_module()) == [f"xlwings64-{pin}.dll", f"xlwings32-{pin}.dll"]
    assert "{xlwings}" not in server_module()


def test_on_the_mac_nothing_of_windows_is_compiled():
    """Excel for Mac has no such functions: the branch for it holds no Declare, and a cell shows no result."""
    text = server_module()
    assert text.index("#If Mac Then\n#ElseIf Win64 Then") < text.index("Declare")
    answer_module = next(m.text for m in modules(read_sources()) if m.name == "TicktieAnswer")
    branch = answer_module.partition("#If Mac Then")[2].partition("#Else")[0]
    assert branch.strip() == 'TtAnswer = TtUnreached(name, "message.mac")'


def test_the_mac_s_answer_says_where_the_functions_work(addin):
    excel = Functions(addin, CONF)
    assert excel.app.run("TtUnreached", "TT_EXPLAIN", "message.mac") == say("zh-Hans", "addin.message.mac")
    assert excel.app.run("TtUnreached", "TT_STATUS", "message.mac") == VBAErrorValue(2042)


def test_olevba_reads_every_function_back(addin):
    olevba = pytest.importorskip("oletools.olevba")
    read = {stream.rpartition("/")[2]: code for _, stream, _, code in olevba.VBA_Parser(str(addin)).extract_macros()}
    heads = re.findall(r"^Public Function (TT_\w+)\((.*)\)", read["TicktieFunctions"], re.MULTILINE)
    assert heads == [(f.name, ", ".join(f"Optional {a.name}" if a.optional else a.name for a in f.arguments)) for f in FUNCTIONS]


def test_only_slow_functions_wait_for_the_wizard(addin):
    excel = Functions(addin, CONF)
    excel.server.gives, _More.wizard = "ok", True
    answers = {f.name: excel.app.run(f.name, *["x"] * len(f.arguments)) for f in FUNCTIONS}
    assert {name for name, shown in answers.items() if shown == VBAErrorValue(2042)} == {"TT_MATCH", "TT_UNMATCHED"}
    assert {name for _, name, _ in excel.server.asked} == set(answers) - {"TT_MATCH", "TT_UNMATCHED"}


def fine(book: Any, order_no: Any) -> Any: ...
def date_is_reserved(book: Any, date: Any) -> Any: ...


@pytest.mark.parametrize(("name", "run"), [("TT20", fine), ("XX_A", fine), ("TT_A", date_is_reserved)])
def test_a_name_that_excel_or_vba_takes_for_something_else_is_refused(name, run):
    with pytest.raises(AddinRefused, match="source_wrong"):
        functions_module([Function(name, run)])


def test_help_that_excel_would_cut_is_refused(monkeypatch):
    monkeypatch.setattr(drawing, "help_of", lambda f, language: ("x" * 256, [""] * len(f.arguments)))
    with pytest.raises(AddinRefused, match="source_wrong"):
        help_words()


def test_every_help_has_a_column_for_each_language():
    rows = help_words()
    assert len(rows) == sum(1 + len(f.arguments) for f in FUNCTIONS)
    assert {len(row) for row in rows} == {1 + len(LANGUAGES)}


def test_the_file_holds_the_double_s_interface(addin):
    """The double above must have the procedures of the module that it stands for."""
    with ExcelFile(addin) as file:
        real = next(m.source for m in file.vba_project().modules if m.name == "TicktieServer")
    for head in re.findall(r"^Public (?:Function|Sub) \w+\(\)", DOUBLE, re.MULTILINE):
        assert head in real
