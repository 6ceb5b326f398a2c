"""The tab "Confirmations": what it shows, that it reads back whole in any language, and what a person's cells become."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.reports.outcomes import outcome, text
from ticktie.domain.outcome import Outcome
from ticktie.domain.page import Page, Table
from ticktie.domain.register import Balance, Entry, Register
from ticktie.reports.pages import pages
from ticktie.reports.register.back import amount_of, date_of, read_register, recorded, typed
from ticktie.reports.register.data import register_data
from ticktie.reports.register.page import ACTIONS
from ticktie.reports.view import View

SENT = Entry(
    0, "2026-07-01", "王芳", "sent", "ST-20260630-AAAAAAAA", "华联", "华联商贸", "2026-06-01", "2026-06-30", "2026-07-07",
    (Balance("CNY", 0, 120000), Balance("USD", 500, 100)), "ABCDE-FGHIJ", "detailed", "d1", "smtp", "ap@hl.cn", "a.pdf", "f" * 64,
)  # fmt: skip
DISPUTED = Entry(0, "2026-07-03", "王芳", "disputed", SENT.number, "华联", "华联商贸", token=SENT.token, document="SO1", amount=5000, currency="CNY")
DIFFERS = replace(SENT, event="differs", when="2026-07-03", balances=(Balance("CNY", 0, 120000, 115000),), grade="mail", reason="少一张退货单", file="re.eml")
DRAFT = replace(SENT, event="drafted", number="ST-20260630-BBBBBBBB", key="新星", customer="新星超市", token="ZZZZZ-ZZZZZ", balances=(Balance("CNY", 0, 300),), to="")
REGISTER = Register().following([SENT, DIFFERS, DISPUTED, DRAFT])


def book(register: Register = REGISTER, language: str = "zh-Hans", as_of: str = "2026-06-30") -> Outcome:
    made = outcome("S1 华联 06-02 1200 no=SO1", as_of=as_of, language=language)
    return replace(made, register=register)


def tab(made: Outcome) -> Page:
    return next(p for p in pages(made) if p.key == "register")


def cells(page: Page) -> list[list[object]]:
    """The page as a sheet's rows: every table with its headings."""
    rows: list[list[object]] = []
    for block in page.blocks:
        if isinstance(block, Table):
            rows += [[c.title for c in block.columns], *[list(r) for r in block.rows]]
    return rows


def test_it_shows_each_statement_as_it_stands():
    shown = text(tab(book()))
    assert "ST-20260630-AAAAAAAA | 华联商贸 | 2026-06-30 | CNY | 1200.00 | 不符 | 2026-07-07 | ap@hl.cn | 1150.00 | -50.00 | 邮件 | 少一张退货单; 对 SO1 有异议" in shown
    assert "ST-20260630-BBBBBBBB | 新星超市 | 2026-06-30 | CNY | 3.00 | 草稿" in shown


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_it_reads_back_whole(language):
    assert read_register(cells(tab(book(language=language)))) == REGISTER


def test_the_hidden_columns_stand_under_each_other():
    """A hidden column hides whatever stands above and below it."""
    places = [sum(c.span for c in t.columns[:-1]) for t in tab(book()).blocks if isinstance(t, Table)]
    assert places[0] == places[1]
    assert all(t.columns[-1].kind == "hidden" for t in tab(book()).blocks if isinstance(t, Table))


def test_without_statements_there_is_no_tab():
    assert "register" not in [p.key for p in pages(book(Register()))]


def said(language: str = "zh-Hans", number: str = SENT.number, **cell: object) -> tuple[list[Entry], list[str]]:
    """What follows when a person fills cells of the row of `number` (its first currency)."""
    made = book(language=language)
    rows = cells(tab(made))
    words = {a: View(made, language).say(f"register.action.{a}") for a in ACTIONS}
    at = {key: i for i, key in enumerate(c.key for c in tab(made).table("confirmations").columns)}
    row = next(r for r in rows if r[0] == number)
    for key, value in cell.items():
        row[at[key]] = words.get(str(value), value) if key == "answer" else value
    lines, problems = recorded(typed(rows), REGISTER, "李强", "2026-07-09", "确认登记")
    assert all((line.who, line.when) == ("李强", "2026-07-09") for line in lines)
    return lines, [p.code for p in problems]


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_a_typed_answer(language):
    lines, problems = said(language, answer="agreed", words="电话确认")
    assert [(e.event, e.number, e.token, e.grade, e.reason) for e in lines] == [("agreed", SENT.number, SENT.token, "typed", "电话确认")]
    assert problems == []


@pytest.mark.parametrize(("cell", "event", "problem"), [
    ({"answer": "differs", "figure": 1150.5}, "differs", []),
    ({"answer": "differs", "figure": "1,150.50"}, "differs", []),
    ({"answer": "differs"}, "note", ["register_figure"]),
    ({"answer": "differs", "figure": "约一千"}, "note", ["register_figure"]),
    ({"answer": "differs", "figure": 1.005}, "note", ["register_figure"]),
    ({"answer": "promised", "day": dt.datetime(2026, 7, 15)}, "promised", []),
    ({"answer": "promised", "day": "2026/7/15"}, "promised", []),
    ({"answer": "promised", "day": "下周"}, "note", ["register_day"]),
    ({"answer": "sent", "words": "微信"}, "sent", []),
    ({"answer": "closed", "words": "已收款"}, "closed", []),
    ({"answer": "closed"}, "note", ["register_reason"]),
    ({"answer": "同意了"}, "note", ["register_unread"]),
    ({"words": "老板娘说好"}, "note", []),
])  # fmt: skip
def test_what_a_person_s_cells_become(cell, event, problem):
    lines, problems = said(**cell)
    assert [e.event for e in lines] == [event]
    assert problems == problem
    if event == "note":
        assert all(str(v) in lines[0].reason or v in ACTIONS for v in cell.values()), "nothing typed is lost"


def test_the_customer_s_figure_is_exact():
    (line,), _ = said(answer="differs", figure=1150.5)
    assert line.balances == (Balance("CNY", 0, 120000, 115050),)


def test_what_was_handed_over_states_what_the_draft_says():
    (line,), _ = said(number=DRAFT.number, answer="sent", words="微信")
    after = REGISTER.following([line]).last_stated("新星", dt.date(2026, 7, 1))
    assert after is not None
    assert after.stated("CNY") == Balance("CNY", 0, 300)


def test_an_unanswered_statement_is_overdue_after_its_day():
    waiting = Register().following([SENT])
    assert "已发送" in text(tab(book(waiting)))
    assert "逾期未回复" in text(tab(book(waiting, as_of="2026-07-31")))


def test_as_data():
    made = book()
    one, two = register_data(View(made, "zh-Hans"))
    assert (one["state"], one["balances"][0], one["evidence"], one["disputed"]) == ("differs", {"currency": "CNY", "stated": "1200.00", "theirs": "1150.00"}, "mail", ["SO1"])
    assert (two["state"], two["sent_to"], two["to_check"]) == ("draft", None, [])


@pytest.mark.parametrize(("cell", "currency", "minor"), [
    (1200, "CNY", 120000), ("¥1,200.50", "CNY", 120050), ("１２００", "CNY", 120000), (0.1, "CNY", 10), (5, "JPY", 5), (5.5, "JPY", None),
    ("", "CNY", None), (None, "CNY", None), (True, "CNY", None), ("nan", "CNY", None), ("-3", "CNY", -300),
])  # fmt: skip
def test_amount_of(cell, currency, minor):
    assert amount_of(cell, currency) == minor


def test_date_of():
    assert {date_of(c) for c in (dt.date(2026, 7, 5), dt.datetime(2026, 7, 5, 9), "2026-07-05", "2026.7.5", "2026/7/5")} == {dt.date(2026, 7, 5)}
    assert {date_of(c) for c in ("", None, "7/5", "2026-13-05", "明天")} == {None}
