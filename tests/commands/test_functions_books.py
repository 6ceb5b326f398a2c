"""The functions on whole workbooks: the tabs of the sample month, written in three languages and read back from the file."""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.commands.test_functions import Book, shown
from tests.notation import table
from tests.reports.outcomes import outcome
from tests.reports.tabs import standing_of
from ticktie.commands.demo import demo
from ticktie.commands.functions import ranges
from ticktie.commands.functions.answer import No
from ticktie.commands.functions.explain import Pointed
from ticktie.commands.functions.table import call
from ticktie.commands.people import left_in
from ticktie.commands.reconcile import Request, package_facts_of, reconcile
from ticktie.domain.number_forms import canonical
from ticktie.domain.outcome import Outcome
from ticktie.domain.wording import LANGUAGES, say
from ticktie.reports.accounts import accounts
from ticktie.reports.aging import balances
from ticktie.reports.standing import read_standing
from ticktie.reports.view import View
from ticktie.workbook.read import read_file


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo(tmp_path_factory.mktemp("month")).done.written


@pytest.fixture(scope="module", params=LANGUAGES)
def month(request, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Book]:
    """The month's outcome, and what its tabs in one language say of it."""
    path = tmp_path_factory.mktemp("book") / "book.xlsx"
    done = reconcile(Request(sample, out=path, language=request.param))
    facts = package_facts_of(path)
    assert facts is not None
    told = read_standing(left_in(read_file(path), facts.own).tabs)
    assert told is not None
    assert told.language == request.param
    return done.outcome, Book(told, told.language)


def lines(outcome: Outcome) -> dict[str, list[int]]:
    """Canonical number -> the orders of that number."""
    found: dict[str, list[int]] = defaultdict(list)
    for i, (number, side) in enumerate(zip(outcome.items["number"], outcome.items["side"], strict=True)):
        if side == outcome.ledger.charge_side and number:
            found[canonical(number)].append(i)
    return found


def test_every_order_has_the_state_and_rest_of_the_outcome(month):
    outcome, book = month
    of = lines(outcome)
    numbers = [[outcome.items["number"].iloc[i[0]]] for i in of.values()]
    assert len(numbers) > 300
    states, rests = call("TT_STATUS", book, numbers), call("TT_RESIDUAL", book, numbers)
    seen = set()
    for (state,), (rest,), items in zip(states, rests, of.values(), strict=True):
        if len({outcome.items["party_key"].iloc[i] for i in items}) > 1:
            assert state.code == "number_shared"
        elif len(items) == 1:
            here = outcome.state[items[0]]
            seen.add(here)
            assert state == say(book.language, f"state.{here}")
            left = outcome.residual[items[0]]
            aside = outcome.items["set_aside"].iloc[items[0]]
            assert shown(rest) == ("#N/A after_as_of" if aside == "after_as_of" else str(0.0 if aside else float(Decimal(int(left)) / 100)))
    assert {"matched", "open", "partly", "set_aside"} <= seen


def test_aging_is_that_of_the_tab_and_the_balance_closes_the_statement(month):
    outcome, book = month
    view = View(outcome, book.language)
    checked = 0
    for b in balances(view):
        if b.key:
            ((*columns,),) = call("TT_AGING", book, b.party, None, b.currency)
            assert columns == [float(view.money(m, b.currency)) for m in (*b.buckets, b.credits, b.charges, b.unapplied, b.net)]
            closing = {a.currency: a.closing for a in accounts(view, [b.key])[b.key]}[b.currency]
            assert call("TT_BALANCE", book, b.party, None, b.currency) == float(view.money(closing, b.currency))
            checked += 1
    assert checked > 30


@pytest.mark.parametrize("day", ["2026-03-15", "2026-04-30", "2026-05-31", "2026-06-17", "2026-06-30"])
def test_on_any_day_all_balances_together_are_what_was_charged_and_not_paid(day, month):
    """Counted over the outcome, without links but for the named differences: documents less money, up to that day."""
    outcome, book = month
    from ticktie.reports.position import positions

    date, wanted = dt.date.fromisoformat(day), defaultdict(int)
    items = outcome.items
    days = [d.date() if d == d else dt.date.min for d in items["date"]]
    for i, side in enumerate(items["side"]):
        if days[i] <= date and outcome.state[i] != "set_aside" and side in ("payment", outcome.ledger.charge_side):
            wanted[items["currency"].iloc[i]] += int(items["amount"].iloc[i]) * (-1 if side == "payment" else 1)
    for link in outcome.links:
        told = link.difference
        if link.sure and told and max((days[a.payment] for a in link.allocations), default=dt.date.min) <= date >= days[told.charge]:
            wanted[items["currency"].iloc[told.charge]] -= told.amount
    found = defaultdict(int)
    for (_, currency), b in positions(book.told, date).items():
        found[currency] += b.net
    assert {c: m for c, m in found.items() if m} == {c: m for c, m in wanted.items() if m}


def test_ten_thousand_cells_as_one_array_take_less_than_a_second(month):
    outcome, book = month
    numbers = list(outcome.items["number"][outcome.items["side"] == "order"])
    cells = [[n] for n in (numbers * 100)[:10_000]]
    start = time.process_time()
    found = call("TT_STATUS", book, cells)
    assert time.process_time() - start < 1
    assert len(found) == 10_000


def test_every_order_of_ten_thousand_is_explained_in_seconds(month):
    outcome, book = month
    numbers = list(outcome.items["number"][outcome.items["side"] == "order"])
    start = time.process_time()
    assert all(text for ((text,), n) in zip(call("TT_EXPLAIN", book, [[n] for n in (numbers * 100)[:10_000]]), (numbers * 100)[:10_000], strict=True) if n)
    assert time.process_time() - start < 3


def test_an_order_is_explained_in_the_language_of_the_tabs(month):
    outcome, book = month
    named = outcome.items["number"].tolist()
    link = next(x for x in outcome.links if x.sure and len(x.allocations) == 1 and named[x.allocations[0].charge] in set(named) - {""})
    charge = link.allocations[0].charge
    number = outcome.items["number"].iloc[charge]
    text = call("TT_EXPLAIN", book, number)
    assert say(book.language, "side.order") in text
    assert View(outcome, book.language).because(link.because) in text
    assert call("TT_EXPLAIN", book, Pointed("x", "=TT_STATUS(A1)", {"A1": number}.get)) == text


ITEMS = """S1 华联 06-02 100 no=SO-1; S2 华联 06-03 50 no=SO-2; S3 华联 06-03 25 no=SO-2; S4 东方 06-04 9 no=SO-9; S5 西方 06-04 8 no=SO-9;
S6 东方 06-05 7 no=SO-7 aside=cancelled; S7 东方 07-05 6 no=SO-8 aside=after_as_of; S8 东方 06-06 5 no=SO-5 cur=USD; S9 西方 06-06 5 cur=USD aside=cancelled; D1 华联 06-03 50 no=SH-1;
R1 华联 06-10 50; R2 华联 06-12 40"""
SMALL = Book(standing_of(outcome(ITEMS, "R1>S2 50; R2!S1|S3", reasons="S4 no_payment"), "en"))

CELLS = """
case                           | function    | arguments                         | answer
as it is written               | TT_STATUS   | 'SO-1'                            | Open
with other signs               | TT_STATUS   | 'ｓｏ１ '                           | Open
two lines, one settled         | TT_STATUS   | 'SO-2'                            | Partly settled
what is left of both           | TT_RESIDUAL | 'SO-2'                            | 25.0
two parties' number            | TT_STATUS   | 'SO-9'                            | #N/A number_shared
no money of it                 | TT_RESIDUAL | 'SO-9'                            | #N/A number_shared
cancelled                      | TT_STATUS   | 'SO-7'                            | Set aside
nothing open of it             | TT_RESIDUAL | 'SO-7'                            | 0.0
after the cut-off              | TT_RESIDUAL | 'SO-8'                            | #N/A after_as_of
its state is told              | TT_STATUS   | 'SO-8'                            | Set aside
a delivery beside orders       | TT_STATUS   | 'SH-1'                            | #N/A order_unknown
a piece of a number            | TT_STATUS   | 'SO'                              | #N/A order_unknown
unknown                        | TT_STATUS   | 'SO-11'                           | #N/A order_unknown
a payment is none              | TT_STATUS   | 'R1'                              | #N/A order_unknown
lost digits                    | TT_STATUS   | 1.2e17                            | #VALUE! number_lost
an error                       | TT_RESIDUAL | '#DIV/0!'                         | #DIV/0! input
a balance                      | TT_BALANCE  | '华联'                             | 85.0
on a day                       | TT_BALANCE  | '华联' ; dt.datetime(2026, 6, 2)   | 100.0
the day as text                | TT_BALANCE  | '华联' ; '2026年6月10日'            | 125.0
who never was there            | TT_BALANCE  | '北方'                             | #N/A customer_unknown
two currencies                 | TT_BALANCE  | '东方'                             | #N/A currency_needed
one of them                    | TT_BALANCE  | '东方' ; None ; 'USD'              | 5.0
one it does not have           | TT_BALANCE  | '西方' ; None ; 'USD'              | 0.0
no currency                    | TT_BALANCE  | '西方' ; None ; 'XX'               | #VALUE! currency_unknown
no day                         | TT_BALANCE  | '西方' ; 'soon'                    | #VALUE! date_unreadable
a cancelled one does not count | TT_BALANCE  | '西方'                             | 8.0
blank                          | TT_BALANCE  | None                              |
blank for nine                 | TT_AGING    | None                              |
a number of the book           | TT_ORDERNO  | '货款so1尾款'                       | SO-1
one it does not hold           | TT_ORDERNO  | '货款SO-11'                         | #N/A no_number
whole                          | TT_ORDERNO  | 'SO-1'                            | SO-1
unknown item                   | TT_EXPLAIN  | 'SO-11'                           | #N/A item_unknown
"""


@pytest.mark.parametrize(("function", "arguments", "answer"), table(CELLS))
def test_a_small_book(function, arguments, answer):
    assert shown(call(function, SMALL, *[eval(a, {"dt": dt}) for a in arguments.split(" ; ")])) == answer


def test_aging_of_a_column_of_customers_is_a_block_of_nine_columns():
    found = call("TT_AGING", SMALL, [["华联"], [None], ["北方"]])
    assert found[0] == [0.0, 125.0, 0.0, 0.0, 0.0, 0.0, 125.0, 40.0, 85.0]
    assert found[1] == [""] * 9
    assert [shown(c) for c in found[2]] == ["#N/A customer_unknown"] * 9
    assert shown(call("TT_AGING", SMALL, [["华联", "东方"]])) == "#VALUE! one_column"


def test_a_text_that_can_be_read_as_two_numbers_names_neither():
    book = Book(standing_of(outcome("S1 华联 06-02 100 no=SO0031-6; S2 华联 06-03 50 no=SO0031"), "en"))
    assert shown(call("TT_ORDERNO", book, "SO0031-6月货款")) == "#N/A number_either"
    assert shown(call("TT_ORDERNO", book, "SO0031-6")) == "SO0031-6"


def test_a_difference_is_told_once_and_a_proposal_not_at_all():
    view = View(outcome("S1 A 06-02 100 no=SO1; R1 A 06-03 50; R2 A 06-04 45; S2 A 06-05 9; R3 A 06-06 9", "R1>S1 50, R2>S1 45 +fee 5; R3?S2 9"), "en")
    rows = [row for n in view.links_in_order for row in ranges._link(view, n)]
    assert [(row[0], row[5], row[6]) for row in rows] == [("SO1", 50.0, 5.0), ("SO1", 45.0, "")]


EXPLAINS: list[tuple[str, Any, list[str]]] = [
    ("a settled line and an open one", "SO-2", ["50.00, open 0.00: Matched", "with 收款!C", "25.00, open 25.00: Open", "One of several: 收款!C"]),
    ("an order by its row", "订单!5", ["SO-9", "open 9.00: Open"]),
    ("by the cell", "订单!D5", ["SO-9"]),
    ("a doubt", "SO-1", ["100.00, open 100.00"]),
    ("set aside", "SO-7", ["Cancelled"]),
]


@pytest.mark.parametrize(("item", "told"), [e[1:] for e in EXPLAINS], ids=[e[0] for e in EXPLAINS])
def test_what_is_told_of_an_item(item, told):
    text = call("TT_EXPLAIN", SMALL, item)
    assert not isinstance(text, No)
    for part in told:
        assert part in text
