"""The functions in cells, without a host: tables of what a cell says and what comes back."""

from __future__ import annotations

import csv
import datetime as dt
import inspect
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.notation import table
from ticktie.commands.functions.answer import ERRORS, No, NoBook
from ticktie.commands.functions.explain import Pointed
from ticktie.commands.functions.formula import Call, Reference, call_in
from ticktie.commands.functions.table import BY_NAME, FUNCTIONS, call, help_of
from ticktie.domain.wording import LANGUAGES, all_keys, say
from ticktie.reports.standing import Standing

VECTORS = Path(__file__).parents[3] / "shared" / "domain" / "rmb_vectors.csv"
NOWHERE = NoBook("en")


@dataclass(frozen=True)
class Book:
    """A workbook whose result tabs say this."""

    told: Standing
    language: str = "en"

    def standing(self) -> Standing:
        return self.told


def shown(answer: Any) -> Any:
    """An answer as a table writes it: `#N/A order_unknown` for none."""
    if isinstance(answer, No):
        return f"{answer.error} {answer.code}"
    if isinstance(answer, dt.datetime):
        return answer.date().isoformat()
    return str(answer)


WORDS = """
case                          | function    | arguments                                   | answer
a number                      | TT_RMB      | 1409.5                                      | 壹仟肆佰零玖元伍角
the other rule set            | TT_RMB      | 1409.5 ; 2                                  | 壹仟肆佰零玖元伍角整
the rule set by its name      | TT_RMB      | 0.5 ; '会计基础工作规范'                       | 伍角整
the banks' set by its name    | TT_RMB      | 0.5 ; 'pboc'                                | 伍角
text with marks               | TT_RMB      | '¥1,234.50元'                                | 壹仟贰佰叁拾肆元伍角
full-width digits             | TT_RMB      | '１２３'                                     | 壹佰贰拾叁元整
noise of a float              | TT_RMB      | 0.1+0.2                                     | 叁角
red                           | TT_RMB      | '(100.00)'                                  | 负壹佰元整
blank                         | TT_RMB      | None                                        |
a mark of nothing             | TT_RMB      | '-'                                         |
letters                       | TT_RMB      | '3OO.00'                                    | #VALUE! amount_unreadable
a truth                       | TT_RMB      | True                                        | #VALUE! amount_unreadable
dollars                       | TT_RMB      | 'US$5'                                      | #VALUE! not_rmb
too large                     | TT_RMB      | '99999999999999999'                         | #NUM! too_large
no rule set                   | TT_RMB      | 5 ; 'iso'                                   | #VALUE! rules_unknown
an error comes through        | TT_RMB      | '#REF!'                                     | #REF! input
made like a number            | TT_ORDERNO  | '付货款SO20240001尾款500元'                    | SO20240001
two of them                   | TT_ORDERNO  | 'so20240001, SO20240002'                    | SO20240001, SO20240002
an amount is none             | TT_ORDERNO  | '货款1200.00'                                | #N/A no_number
lost digits                   | TT_ORDERNO  | 1.5e16                                      | #VALUE! number_lost
no memo                       | TT_ORDERNO  | ''                                          |
legal forms                   | TT_PARTY    | '华联商贸有限责任公司 '                          | 华联商贸有限公司
traditional                   | TT_PARTY    | '華聯商貿有限公司'                             | 华联商贸有限公司
account in front              | TT_PARTY    | '6222021234567890 Acme Co., Ltd.'           | ACMECOLTD
only signs                    | TT_PARTY    | '...'                                       | #N/A no_name
one party                     | TT_SIMILAR  | '华联商贸有限公司' ; '華聯商貿有限責任公司'         | 1.0
another legal form            | TT_SIMILAR  | '华联商贸有限公司' ; '华联商贸股份有限公司'         | 0.99
nothing in common             | TT_SIMILAR  | '华联' ; 'Acme'                              | 0.0
one is blank                  | TT_SIMILAR  | '华联' ; None                                |
net                           | TT_DUE      | '2026-06-10' ; 'n/30'                       | 2026-07-10
a date cell, a number         | TT_DUE      | dt.datetime(2026, 6, 10) ; 30.0             | 2026-07-10
serial                        | TT_DUE      | 46183 ; '月结'                               | 2026-06-30
no time is kept               | TT_DUE      | dt.datetime(2026, 6, 10, 15, 30) ; '月结30天' | 2026-07-30
no terms                      | TT_DUE      | '2026-06-10' ; None                         | #N/A terms_missing
nil days                      | TT_DUE      | '2026-06-10' ; 0.0                          | 2026-06-10
not understood                | TT_DUE      | '2026-06-10' ; '面议'                        | #VALUE! terms_unreadable
a date as terms               | TT_DUE      | '2026-06-10' ; dt.datetime(2026, 7, 1)      | #VALUE! terms_unreadable
a truth as terms              | TT_DUE      | '2026-06-10' ; True                         | #VALUE! terms_unreadable
no date                       | TT_DUE      | 'soon' ; 'n/30'                             | #VALUE! date_unreadable
only a month                  | TT_DUE      | '2026年6月' ; 'n/30'                          | #VALUE! date_unreadable
no row                        | TT_DUE      | None ; 'n/30'                               |
no tabs                       | TT_STATUS   | 'SO1'                                       | #N/A no_results
no tabs, no number            | TT_STATUS   | None                                        |
no tabs for an amount         | TT_RESIDUAL | 'SO1'                                       | #N/A no_results
no tabs for a customer        | TT_BALANCE  | '华联'                                       | #N/A no_results
no tabs to explain            | TT_EXPLAIN  | 'SO1'                                       | #N/A no_results
another version               | TT_CREDIT   | '华联'                                       | #NAME? function_unknown
too few                       | TT_DUE      | '2026-06-10'                                | #VALUE! arguments
too many                      | TT_PARTY    | '华联' ; 1                                   | #VALUE! arguments
"""


def values(text: str) -> list[Any]:
    return [eval(part, {"dt": dt}) for part in text.split(" ; ")]


@pytest.mark.parametrize(("function", "arguments", "answer"), table(WORDS))
def test_one_cell(function, arguments, answer):
    assert shown(call(function, NOWHERE, *values(arguments))) == answer


@pytest.mark.skipif(not VECTORS.is_file(), reason="the shared vectors are not beside the project")
def test_shared_vectors_of_amounts_in_words_as_one_range():
    with VECTORS.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 68
    exact = [r for r in rows if float(f"{float(r['amount']):.15g}") == float(r["amount"]) and len(r["amount"].strip("-").replace(".", "")) <= 15]
    assert len(exact) > 50  # what a cell holds as a number
    for some, amounts in ((rows, [[r["amount"]] for r in rows]), (exact, [[float(r["amount"])] for r in exact])):
        for rules, column in ((1.0, "upper_pboc"), (2.0, "upper_kj52")):
            assert call("TT_RMB", NOWHERE, amounts, rules) == [[r[column]] for r in some]


SHAPES = [
    ("a cell", ("华联",), "华联"),
    ("a column", ([["华联"], [None], ["Acme"]],), [["华联"], [""], ["ACME"]]),
    ("a row", ([["华联", "Acme"]],), [["华联", "ACME"]]),
    ("a block", ([["a", "b"], ["c", None]],), [["A", "B"], ["C", ""]]),
    ("errors stay in their cells", ([["a"], ["#DIV/0!"]],), [["A"], [No("input", {"value": "#DIV/0!"}, "#DIV/0!")]]),
]


@pytest.mark.parametrize(("arguments", "answer"), [s[1:] for s in SHAPES], ids=[s[0] for s in SHAPES])
def test_a_range_gives_its_own_shape(arguments, answer):
    assert call("TT_PARTY", NOWHERE, *arguments) == answer


TOGETHER = [
    ("a column and a cell", [["a"], ["b"]], "a", [[1.0], [0.0]]),
    ("a cell and a row", "a", [["a", "b"]], [[1.0, 0.0]]),
    ("a column and a column", [["a"], ["b"]], [["b"], ["b"]], [[0.0], [1.0]]),
    ("a column and a row", [["a"], ["b"]], [["a", "b"]], [[1.0, 0.0], [0.0, 1.0]]),
    ("uneven", [["a"], ["b"]], [["a"], ["b"], ["c"]], No("shapes", {"value": ""}, "#VALUE!")),
]


@pytest.mark.parametrize(("one", "other", "answer"), [t[1:] for t in TOGETHER], ids=[t[0] for t in TOGETHER])
def test_two_ranges_go_together_as_excel_lets_them(one, other, answer):
    assert call("TT_SIMILAR", NOWHERE, one, other) == answer


ORDERS = [["订单编号", "日期", "客户", "金额"], ["SO1001", "2026-06-02", "华联", 1200.0], ["SO1002", "2026-06-03", "东方", 70.5], ["SO1003", "2026-06-04", "东方", "7O"], [None] * 4]
PAYMENTS = [["收款日期", "付款人", "收款金额", "摘要"], [dt.datetime(2026, 6, 9), "华联", 1200.0, "货款SO1001"], ["2026-06-10", "某人", 5.0, ""]]


def test_two_ranges_are_matched_with_headings_of_their_language():
    heading, *rows = call("TT_MATCH", NOWHERE, ORDERS, PAYMENTS)
    assert heading == ["单号", "单据行号", "客户", "收款行号", "收款日期", "核销金额", "差额", "依据"]
    assert [row[:7] for row in rows] == [["SO1001", 2, "华联", 2, dt.datetime(2026, 6, 9), 1200.0, ""]]
    assert "SO1001" in rows[0][7]


def test_every_row_that_is_not_settled_is_told_also_what_cannot_be_read():
    heading, *rows = call("TT_UNMATCHED", NOWHERE, ORDERS, PAYMENTS)
    assert heading == ["类别", "行号", "单号", "客户 / 付款人", "日期", "金额", "未清金额", "状态", "未匹配原因"]
    assert [(row[0], row[1], row[2], row[5], row[6]) for row in rows] == [
        ("订单", 3, "SO1002", 70.5, 70.5), ("收款", 3, "", 5.0, 5.0), ("订单", 4, "", "", ""),
    ]  # fmt: skip
    assert rows[-1][7] == "无法读取"
    assert "7O" in rows[-1][8]


def test_matched_and_unmatched_take_up_every_row():
    matched = {(row[1], row[3]) for row in call("TT_MATCH", NOWHERE, ORDERS, PAYMENTS)[1:]}
    rest = call("TT_UNMATCHED", NOWHERE, ORDERS, PAYMENTS)[1:]
    told = {("订单", r) for r, _ in matched} | {("收款", r) for _, r in matched} | {(row[0], row[1]) for row in rest}
    assert told == {("订单", 2), ("订单", 3), ("订单", 4), ("收款", 2), ("收款", 3)}


RANGES = [
    ("one cell is no table", ("x", PAYMENTS), "#VALUE! no_table"),
    ("headings alone", (ORDERS[:1], PAYMENTS), "#VALUE! no_table"),
    ("no headings that are known", ([["a", "b"], [1.0, 2.0]], [["c"], [3.0]]), "#VALUE! refused"),
    ("a cut-off that is no date", (ORDERS, PAYMENTS, "soon"), "#VALUE! date_unreadable"),
    ("an error as cut-off", (ORDERS, PAYMENTS, [["#N/A"]]), "#N/A input"),
    ("nothing belongs together", (ORDERS[:1] + ORDERS[2:3], PAYMENTS[:1] + PAYMENTS[2:]), "#N/A nothing_matched"),
]


@pytest.mark.parametrize(("arguments", "answer"), [r[1:] for r in RANGES], ids=[r[0] for r in RANGES])
def test_ranges_without_a_result(arguments, answer):
    assert shown(call("TT_MATCH", NOWHERE, *arguments)) == answer


def test_nothing_open_is_no_result():
    assert shown(call("TT_UNMATCHED", NOWHERE, ORDERS[:2], PAYMENTS[:2])) == "#N/A nothing_open"


def test_a_cut_off_sets_later_rows_aside():
    rows = call("TT_UNMATCHED", NOWHERE, ORDERS, PAYMENTS, "2026-06-05")[1:]
    assert {(row[1], row[7], row[8]) for row in rows if row[0] == "收款"} == {(2, "不参与", "截止日后"), (3, "不参与", "截止日后")}


FORMULAS = '''
case                      | formula                                    | call
a reference               | =TT_STATUS(A5)                             | TT_STATUS [A5]
its book in front         | ='C:\\x\\ticktie.xlam'!TT_STATUS(A5)        | TT_STATUS [A5]
small letters             | =tt_rmb( $B$2 , 2 )                        | TT_RMB [$B$2] 2.0
a text with a comma       | =TT_DUE("2026-06-01","2/10, n/30")         | TT_DUE '2026-06-01' '2/10, n/30'
quotes in a text          | =TT_PARTY("a ""b""")                       | TT_PARTY 'a "b"'
another sheet             | =TT_BALANCE('6月 订单'!A2:A9,,"USD")         | TT_BALANCE ['6月 订单'!A2:A9] None 'USD'
a comma in a sheet's name | =TT_PARTY('a, b'!C3)                       | TT_PARTY ['a, b'!C3]
a whole column            | =TT_STATUS(订单!A:A)                        | TT_STATUS [订单!A:A]
worked out                | =TT_STATUS(A5&"1")                         |
within another            | =IFERROR(TT_STATUS(A5),"")                 |
a call in it              | =TT_STATUS(TRIM(A5))                       |
two calls                 | =TT_RESIDUAL(A5)+TT_RESIDUAL(A6)           |
another function          | =SUM(A5)                                   |
'''


@pytest.mark.parametrize(("formula", "told"), table(FORMULAS))
def test_a_formula_as_a_call(formula, told):
    found = call_in(formula)
    parts = [f"[{a.text}]" if isinstance(a, Reference) else repr(a) for a in found.arguments] if found else []
    assert (" ".join([found.name, *parts]) if found else "") == told


def test_a_call_without_arguments_is_one():
    assert call_in("=TT_STATUS()") == Call("TT_STATUS", ())


EXPLAINED = [
    ("=TT_DUE(A1,B1)", {"A1": "2026-06-10", "B1": "面议"}, "#VALUE!", "TT_DUE #VALUE!: The terms \"面议\""),
    ("=TT_RMB(A1)", {"A1": "x1"}, "#VALUE!", "TT_RMB #VALUE!: x1 cannot be read as an amount"),
    ("=TT_RMB(A1)", {"A1": "#REF!"}, "#REF!", "TT_RMB #REF!: The cell that was handed in shows #REF!"),
    ("=TT_RMB(A1)", {"A1": 5.0}, "伍元整", "TT_RMB shows no error"),
    ("=TT_STATUS(A1)", {"A1": "SO1"}, "#N/A", "TT_STATUS #N/A: This workbook has no result tabs"),
    ("=TT_RMB(Z9)", {}, "#VALUE!", "#VALUE!: an input cannot be read"),
    ("=TT_RMB(A1+1)", {"A1": 1.0}, "#NUM!", "#NUM!: a number is too large"),
    ("=VLOOKUP(A1,B:B,1)", {"A1": 1.0}, "#N/A", "#N/A: there is no result"),
    ("=TT_GONE(A1)", {"A1": 1.0}, "#NAME?", "TT_GONE #NAME?: This ticktie knows no function TT_GONE"),
    ("", {}, "#NULL!", "#NULL!: the cell"),
]


@pytest.mark.parametrize(("formula", "cells", "value", "told"), EXPLAINED, ids=[f"{e[0]} {e[2]}" for e in EXPLAINED])
def test_the_error_of_another_cell_is_explained(formula: str, cells: Mapping[str, Any], value: Any, told: str):
    assert str(call("TT_EXPLAIN", NOWHERE, Pointed(value, formula, cells.get))).startswith(told)


def test_a_range_of_errors_is_explained_cell_by_cell():
    rows = [[Pointed("#VALUE!", "=TT_RMB(A1)", {"A1": "x"}.get)], [Pointed(None)]]
    found = call("TT_EXPLAIN", NOWHERE, rows)
    assert found[0][0].startswith("TT_RMB #VALUE!")
    assert found[1] == [""]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.name)
def test_help_stands_in_every_language(function, language):
    text, arguments = help_of(function, language)
    assert 0 < len(text) <= 255
    assert all(0 < len(a) <= 255 for a in arguments)
    told = {k.rpartition(".")[2] for k in all_keys(language) if k.startswith(f"function.help.{function.name}.")}
    assert told == {"text", *(a.name for a in function.arguments)}


def test_the_table_holds_what_the_functions_take():
    assert [(f.name, [a.name for a in f.arguments]) for f in FUNCTIONS if f.name in ("TT_STATUS", "TT_BALANCE", "TT_EXPLAIN")] == [
        ("TT_STATUS", ["order_no"]), ("TT_EXPLAIN", ["cell"]), ("TT_BALANCE", ["customer", "as_of", "currency_code"]),
    ]  # fmt: skip
    assert [a.optional for a in BY_NAME["TT_BALANCE"].arguments] == [False, True, True]
    assert all(next(iter(inspect.signature(f.run).parameters)) == "book" for f in FUNCTIONS)


def test_every_reason_has_words_and_every_error_is_one_of_excel():
    import re

    import ticktie.commands.functions as here

    source = "\n".join(p.read_text("utf-8") for p in Path(here.__file__).parent.glob("*.py")) + (Path(here.__file__).parents[2] / "faces" / "functions.py").read_text("utf-8")
    codes = set(re.findall(r'(?:No|wrong)\(\s*"(\w+)"', source))
    assert len(codes) > 20
    for code in codes:
        assert say("en", f"function.no.{code}")
    words = {k.removeprefix("function.no.") for k in all_keys("en") if k.startswith("function.no.")}
    assert words == codes
    assert {"#N/A", "#VALUE!", "#NUM!"} < set(ERRORS)


def test_ten_thousand_cells_of_words_take_less_than_a_second():
    memos = [[f"货款SO2024{n:04d}"] for n in range(10_000)]
    start = time.process_time()
    assert len(call("TT_ORDERNO", NOWHERE, memos)) == 10_000
    assert time.process_time() - start < 1
