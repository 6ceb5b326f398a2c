"""A cell's function from xlwings on: its own `call_udf`, with pywin32, which is of Windows only, put in place by stubs.

What stays unproved here: COM itself, the DLL, and that Excel shows what comes back (docs/excel-checklist.md).
"""

from __future__ import annotations

import datetime as dt
import importlib
import sys
import time
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest

from tests.notation import table
from tests.reports.outcomes import outcome
from tests.reports.tabs import tabs_of
from tests.workbook.open_books import Book, Cells
from ticktie.commands.functions.table import FUNCTIONS
from ticktie.domain.wording import LANGUAGES, say
from ticktie.faces import functions

pytest.importorskip("xlwings")
MISSING = -2147352572
ERROR_NA, ERROR_REF = -2146826246, -2146826265
PYWIN32 = ("pythoncom", "pywintypes", "win32com", "win32com.client", "win32api", "win32event")
ITEMS = "S1 华联 06-02 1200 no=SO1; S2 东方 06-10 500.50 no=SO2; S3 东方 06-11 9 no=SO3 aside=cancelled; R1 华联 06-05 1200; R2 东方 06-15 200"


@pytest.fixture(scope="module")
def udfs() -> Iterator[ModuleType]:
    """xlwings.udfs as it is; ranges are those of tests/workbook/open_books, the engine gives back what it gets."""
    import xlwings

    with pytest.MonkeyPatch.context() as patch:
        for name in PYWIN32:
            patch.setitem(sys.modules, name, MagicMock(name=name))
        sys.modules["pywintypes"].com_error = OSError
        patch.setitem(sys.modules, "xlwings.com_server", SimpleNamespace(loop=None))
        patch.delitem(sys.modules, "xlwings.udfs", raising=False)
        loaded = importlib.import_module("xlwings.udfs")
        windows = SimpleNamespace(is_range_instance=lambda a: isinstance(a, Cells), Range=lambda xl: xl)
        patch.setattr(xlwings, "_xlwindows", windows, raising=False)
        patch.setattr(loaded, "Range", lambda impl: impl)
        patch.setattr(loaded, "ComRange", lambda area: area)
        engine = SimpleNamespace(impl=SimpleNamespace(prepare_xl_data_element=lambda value, options: value), name="excel")
        patch.setitem(xlwings.engines.engines_by_name, "excel", engine)
        importlib.reload(functions)
        yield loaded
    sys.modules.pop("xlwings.udfs", None)
    if hasattr(xlwings, "udfs"):
        del xlwings.udfs
    importlib.reload(functions)


@pytest.fixture(params=LANGUAGES)
def book(request) -> Book:
    return made(request.param)


def made(language: str) -> Book:
    found = Book(fullname=f"{language}.xlsx")
    found.add("订单", [["订单编号", "客户"], ["SO1", "华联"], ["so-2", "东方"], [None, None], ["SO9", "#REF!"], ["SO3", "东方"]])
    for page, rows in tabs_of(outcome(ITEMS, "R1>S1 1200; R2>S2 200"), language).items():
        found.add(say(language, f"tab.{page}"), rows, page)
    return found


def ask(udfs: ModuleType, book: Book | None, name: str, *given: Any) -> Any:
    """As the add-in's VBA asks: the arguments in their places, the cell that calls behind them."""
    caller = book.sheets["订单"].range("Z1") if book else None
    return udfs.call_udf("ticktie.faces.functions", name, (*given, None), None, caller)


def test_a_cell_gives_a_value_in_the_language_of_the_tabs(udfs, book):
    language = book.fullname.removesuffix(".xlsx")
    functions.TABS.forget()
    assert ask(udfs, book, "TT_STATUS", book.sheets["订单"].range("A2")) == [[say(language, "state.matched")]]
    assert ask(udfs, book, "TT_STATUS", "SO2") == [[say(language, "state.partly")]]


def test_a_column_gives_a_column_with_blanks_and_errors_in_their_places(udfs, book):
    orders = book.sheets["订单"]
    assert ask(udfs, book, "TT_RESIDUAL", orders.range("A2:A6")) == [[0.0], [300.5], [""], ["\a#N/A"], [0.0]]
    assert ask(udfs, book, "TT_BALANCE", orders.range("B2:B5"), MISSING, MISSING) == [[0.0], [300.5], [""], ["\a#REF!"]]


def test_a_whole_column_is_taken_as_far_as_its_sheet_goes(udfs, book):
    orders = book.sheets["订单"]
    assert len(ask(udfs, book, "TT_STATUS", Cells(orders, 1, 1, 1_048_576, 1))) == 6
    assert len(ask(udfs, book, "TT_STATUS", Cells(orders, 3, 1, 1_048_576, 1))) == 4
    assert ask(udfs, book, "TT_STATUS", Cells(orders, 100, 1, 1_048_576, 1)) == [[""]]


CALLS = """
case                     | function    | arguments                                  | answer
a number                 | TT_RMB      | 5.5 ; MISSING                              | 伍元伍角
left out in between      | TT_BALANCE  | '东方' ; MISSING ; 'CNY'                    | 300.5
a day over COM           | TT_DUE      | dt.datetime(2026, 6, 1, tzinfo=dt.UTC) ; 'n/30' | 2026-07-01 00:00:00
an error typed in        | TT_PARTY    | ERROR_REF                                  | \\x07#REF!
an error as an amount    | TT_RMB      | ERROR_NA ; MISSING                         | \\x07#N/A
a number is no error     | TT_RMB      | 2146826246.0 ; MISSING                     | 贰拾壹亿肆仟陆佰捌拾贰万陆仟贰佰肆拾陆元整
an array constant        | TT_PARTY    | (('a',), ('b',))                           | [['A'], ['B']]
a row of constants       | TT_PARTY    | ('a', 'b')                                 | [['A', 'B']]
"""


@pytest.mark.parametrize(("name", "arguments", "answer"), table(CALLS))
def test_values_as_they_come_over_com(udfs, name, arguments, answer):
    names = {"dt": dt, "MISSING": MISSING, "ERROR_NA": ERROR_NA, "ERROR_REF": ERROR_REF}
    found = ask(udfs, made("en"), name, *[eval(a, names) for a in arguments.split(" ; ")])
    shown = str(found) if answer.startswith("[") else str(found[0][0])
    assert shown == answer.replace("\\x07", "\a")


def test_a_cell_s_error_is_explained_by_its_formula(udfs, book):
    sheet = book.add("查", [["SO9", "\u2026"], ["#N/A", "#VALUE!"]], formulas={"A2": "=TT_STATUS($A$1)", "B2": "=TT_RESIDUAL('订单'!A5)"})
    language = book.fullname.removesuffix(".xlsx")
    ((one, two),) = ask(udfs, book, "TT_EXPLAIN", sheet.range("A2:B2"))
    wanted = say(language, "function.no.order_unknown", {"value": "SO9"})
    assert (one, two) == (f"TT_STATUS #N/A: {wanted}", f"TT_RESIDUAL #N/A: {wanted}")


def test_a_formula_that_leads_out_of_the_workbook_is_told_in_general(udfs):
    book = made("en")
    sheet = book.add("x", [["#N/A", "#N/A", "#N/A"]], formulas={"A1": "=TT_STATUS([2.xlsx]S!A1)", "B1": "=TT_STATUS(Gone!A1)", "C1": "=TT_STATUS(A1#)"})
    assert all(text.startswith("#N/A: there is no result") for text in ask(udfs, book, "TT_EXPLAIN", sheet.range("A1:C1"))[0])


def test_two_ranges_are_matched(udfs):
    book = made("en")
    orders = book.add("o", [["订单编号", "日期", "客户", "金额"], ["SO1001", "2026-06-02", "华联", 1200.0]])
    payments = book.add("p", [["收款日期", "付款人", "收款金额", "摘要"], ["2026-06-09", "华联", 1200.0, "货款SO1001"]])
    found = ask(udfs, book, "TT_MATCH", orders.range("A1:D2"), payments.range("A1:D2"), MISSING)
    assert found[1][:6] == ["SO1001", 2, "华联", 2, dt.datetime(2026, 6, 9), 1200.0]
    assert ask(udfs, book, "TT_UNMATCHED", orders.range("A1:D2"), payments.range("A1:D2"), MISSING) == [["\a#N/A"]]


def test_outside_of_a_cell_there_is_no_book(udfs):
    assert ask(udfs, None, "TT_STATUS", "SO1") == [["\a#N/A"]]
    assert ask(udfs, None, "TT_PARTY", "华联") == [["华联"]]


def test_what_goes_wrong_is_an_error_value_never_a_text(udfs, monkeypatch):
    monkeypatch.setattr(functions, "call", lambda *a: 1 / 0)
    assert ask(udfs, made("en"), "TT_PARTY", "华联") == [["\a#VALUE!"]]


def test_a_text_is_cut_where_a_cell_ends(udfs, monkeypatch):
    monkeypatch.setattr(functions, "call", lambda *a: "x" * 40_000)
    assert len(ask(udfs, made("en"), "TT_PARTY", "华联")[0][0]) == 32_767


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.name)
def test_xlwings_knows_each_function_by_its_arguments_and_the_caller(udfs, function):
    told = getattr(functions, function.name).__xlfunc__
    assert [a["name"] for a in told["args"]] == [*(a.name for a in function.arguments), "caller"]
    assert ["optional" in a for a in told["args"][:-1]] == [a.optional for a in function.arguments]
    assert not told["volatile"]
    assert told["async_mode"] is None


def test_ten_thousand_cells_of_status_as_one_array_take_less_than_a_second(udfs):
    book = made("zh-Hans")
    numbers = book.add("n", [[f"SO{n % 4}"] for n in range(10_000)])
    functions.TABS.forget()
    start = time.process_time()
    found = ask(udfs, book, "TT_STATUS", numbers.range("A1:A10000"))
    assert time.process_time() - start < 1
    assert [row[0] for row in found[:4]] == ["\a#N/A", "已匹配", "部分核销", "不参与"]
    assert len(found) == 10_000


def test_without_pywin32_the_functions_are_there_undecorated():
    plain = importlib.reload(functions)
    assert all(callable(getattr(plain, f.name)) for f in FUNCTIONS)


@pytest.mark.parametrize(("arguments", "conf", "language"), [
    (["x", "--lang=zh-Hant"], {}, "zh-Hant"), (["x"], {"LANGUAGE": "en"}, "en"), (["x", "--lang=xx"], {"LANGUAGE": "en"}, None),
])  # fmt: skip
def test_without_tabs_the_user_s_language_counts(arguments, conf, language, monkeypatch):
    functions._users_language.cache_clear()
    monkeypatch.setattr(sys, "argv", arguments)
    monkeypatch.setattr(functions, "this_machine", lambda: SimpleNamespace(settings=lambda: conf))
    monkeypatch.setattr(functions, "user_language", lambda given: "of the system")
    assert functions.CallersBook(None).language == (language or "of the system")
    functions._users_language.cache_clear()
