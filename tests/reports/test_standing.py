"""The result tabs read back: nothing that they say of an item is lost, in any language, sorted or moved as a person may."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.notation import table
from tests.reports.outcomes import outcome
from tests.reports.tabs import standing_of, tabs_of
from ticktie.domain.links import Allocation, Exchange
from ticktie.domain.wording import LANGUAGES, say
from ticktie.reports.position import positions
from ticktie.reports.standing import read_standing, stamp

ITEMS = """S1 华联 06-02 1200 no=SO1; S2 华联 06-10 500.50 no=SO2 due=07-20; S3 东方 06-11 80 no=SO3; S4 东方 06-12 80 no=SO4;
S5 华联 06-13 99 no=SO5 aside=cancelled; S6 华联 07-02 10 no=SO6 aside=after_as_of; S7 华联 06-20 -30 no=SO7;
R1 华联 06-05 1195; R2 华联 06-15 200; R3 东方 06-25 80; R4 生人 06-26 7"""
LINKS = "R1>S1 1195 +fee 5 by=reference; R2>S2 200; R3!S3|S4"


def book(language: str = "zh-Hans"):
    return standing_of(outcome(ITEMS, LINKS), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_comes_back_with_its_money_and_state(language):
    made = outcome(ITEMS, LINKS)
    told = standing_of(made, language)
    assert (told.language, told.as_of, told.currency, told.charge_side) == (language, dt.date(2026, 6, 30), "CNY", "order")
    tabs_of(made)  # gives the keys their sides
    rows = zip(made.items.to_dict("records"), made.residual.tolist(), made.state.tolist(), strict=True)
    wanted = {r["key"]: (r["side"], r["number"], r["party"], r["date"].date(), r["amount"], left, state, r["set_aside"]) for r, left, state in rows}
    assert {i.key: (i.side, i.number, i.party, i.date, i.amount, i.residual, i.state, i.aside) for i in told.items.values()} == wanted
    assert told.items["order:S2"].due == dt.date(2026, 7, 20)
    assert [(p.charge, p.payment, p.amount, p.difference) for p in told.pairs] == [
        ("order:S1", "payment:R1", 119_500, 500), ("order:S2", "payment:R2", 20_000, 0),
    ]  # fmt: skip
    assert {(c.items, c.others) for c in told.choices} == {(("payment:R3",), ("order:S3",)), (("payment:R3",), ("order:S4",))}


def test_a_settled_charge_keeps_its_due_date():
    told = standing_of(outcome("S1 华联 06-02 100 no=SO1 due=06-12; S2 华联 06-02 5 due=06-30; R1 华联 06-15 100", "R1>S1 100"))
    assert told.items["order:S1"].due == dt.date(2026, 6, 12)


NUMBERS = [("order:RT-1", "RT-1"), ("order:RT-1:2", "RT-1"), ("order:RT-1:2#3", "RT-1"), ("order:0123456789abcdef", ""), ("order:2026060300012345", "2026060300012345")]


@pytest.mark.parametrize(("key", "number"), NUMBERS)
def test_a_return_in_a_payment_s_place_has_its_number_from_its_key(key, number):
    made = outcome("S1 A 06-02 100 no=SO1; S2 A 06-09 -30 no=x", "S2>S1 30")
    made.items["key"] = ["order:SO1", key]
    made.links[0] = replace(made.links[0], allocations=(Allocation(0, 1, 3000),))
    told = standing_of(made)
    assert (told.items[key].number, told.items[key].amount, told.items[key].state) == (number, -3000, "matched")


def exchanged(items: str = "S1 甲 06-02 1000 cur=USD no=SO1; R1 甲 06-12 7050", paid: int = 705_000):
    """Own money that settles a dollar charge."""
    made = outcome(items, "R1>S1 990 +fx 10")
    link = made.links[0]
    made.links[0] = replace(link, allocations=(replace(link.allocations[0], exchange=Exchange(paid, Fraction(paid, 99_000))),))
    made.residual[1] = made.items["amount"].iloc[1] - paid  # the notation settles in one currency only
    made.state[1] = "matched" if not made.residual[1] else "partly"
    return made


def test_money_in_another_currency_keeps_its_own():
    told = standing_of(exchanged())
    charge, payment = told.items["order:S1"], told.items["payment:R1"]
    assert (charge.currency, charge.amount, charge.residual) == ("USD", 100_000, 0)
    assert (payment.currency, payment.amount, payment.residual) == ("CNY", 705_000, 0)
    assert [(p.amount, p.paid, p.difference) for p in told.pairs] == [(99_000, 705_000, 1_000)]


@pytest.mark.parametrize(("day", "usd", "cny"), [("2026-06-11", 100_000, None), ("2026-06-12", None, None), ("2026-06-30", None, None)])
def test_money_in_another_currency_settles_both(day, usd, cny):
    found = positions(standing_of(exchanged()), dt.date.fromisoformat(day))
    assert [b.net if (b := found.get(("甲", c))) else None for c in ("USD", "CNY")] == [usd, cny]


def test_the_heading_differs_with_what_was_taken_in_another_currency():
    def heading(paid):
        made = exchanged(paid=paid)
        made.residual[1], made.state[1] = 0, "matched"
        return next(s for row in tabs_of(made)["matched"] if (s := stamp(row)))

    assert heading(705_000) == heading(705_000) != heading(704_999)


def test_of_two_equal_titles_the_first_is_ours():
    tabs = tabs_of(outcome(ITEMS, LINKS))
    wanted = read_standing(tabs).items
    titles = {say("zh-Hans", f"column.{name}") for name in ("residual", "charge_residual", "state", "charge_amount")}
    for key in ("matched", "unmatched"):
        head = next(n for n, row in enumerate(tabs[key]) if stamp(row))
        tabs[key] = [[*row, *(titles if n == head else [99999.0] * len(titles))] for n, row in enumerate(tabs[key])]
    assert read_standing(tabs).items == wanted


def test_what_is_left_of_it_is_money_not_applied():
    found = positions(standing_of(exchanged("S1 甲 06-02 1000 cur=USD no=SO1; R1 甲 06-12 8000")), dt.date(2026, 6, 30))
    assert {c: b.net for (_, c), b in found.items()} == {"CNY": -95_000}


def test_moved_columns_sorted_rows_and_a_person_s_own_column_change_nothing():
    tabs = tabs_of(outcome(ITEMS, LINKS))
    wanted = read_standing(tabs)
    for key in ("matched", "unmatched"):
        rows = [[*reversed(row), "我的"] if len(row) > 2 else row for row in tabs[key]]
        heads = [n for n, row in enumerate(rows) if stamp(row)]
        tabs[key] = rows[: heads[0] + 1] + list(reversed(rows[heads[0] + 1 : heads[1]] if len(heads) > 1 else rows[heads[0] + 1 :])) + (rows[heads[1] :] if len(heads) > 1 else [])
    assert read_standing(tabs).items == wanted.items


def test_a_tab_that_goes_on_is_read_whole():
    tabs = tabs_of(outcome(ITEMS, LINKS))
    heading = next(row for row in tabs["matched"] if stamp(row))
    at = tabs["matched"].index(heading)
    tabs["matched:2"] = [heading, *tabs["matched"][at + 2 :]]
    del tabs["matched"][at + 2 :]
    assert read_standing(tabs).items == book().items


@pytest.mark.parametrize("without", ["everything", "matched", "facts"])
def test_what_is_no_result_of_this_version_is_none(without):
    tabs = tabs_of(outcome(ITEMS, LINKS))
    if without == "facts":
        tabs["matched"] = [[c.replace('"facts":', '"old":') if isinstance(c, str) else c for c in row] for row in tabs["matched"]]
    assert read_standing({} if without == "everything" else tabs if without == "facts" else {k: v for k, v in tabs.items() if k != without}) is None


CHANGED = [
    ("nothing", ITEMS, LINKS, {}, True),
    ("an amount", ITEMS.replace("R4 生人 06-26 7", "R4 生人 06-26 8"), LINKS, {}, False),
    ("a link", ITEMS, LINKS.replace("R2>S2 200", "R2?S2 200"), {}, False),
    ("a reason", ITEMS, LINKS, {"reasons": "R4 no_payment"}, False),
    ("a due date", ITEMS.replace("due=07-20", "due=07-21"), LINKS, {}, False),
    ("the cut-off", ITEMS, LINKS, {"as_of": "2026-07-01"}, False),
    ("a name", ITEMS.replace("生人", "熟人"), LINKS, {}, False),
]


@pytest.mark.parametrize(("items", "links", "more", "same"), [c[1:] for c in CHANGED], ids=[c[0] for c in CHANGED])
def test_the_heading_differs_when_the_result_does(items, links, more, same):
    def heading(made):
        return next(s for row in tabs_of(made)["matched"] if (s := stamp(row)))

    assert (heading(outcome(items, links, **more)) == heading(outcome(ITEMS, LINKS))) is same


def test_the_heading_differs_with_the_language():
    assert len({next(s for row in tabs_of(outcome(ITEMS, LINKS), lang)["matched"] if (s := stamp(row))) for lang in LANGUAGES}) == 3


DAYS = """
case                              | items                                                                       | links                    | day        | buckets              | credits | unapplied
before anything                   | S1 A 06-02 100; R1 A 06-05 100                                              | R1>S1 100                | 2026-06-01 |                      |         |
charged, not paid                 | S1 A 06-02 100; R1 A 06-05 100                                              | R1>S1 100                | 2026-06-04 | 0 100 0 0 0          | 0       | 0
paid                              | S1 A 06-02 100; R1 A 06-05 100                                              | R1>S1 100                | 2026-06-05 |                      |         |
on its own day                    | S1 A 06-02 100                                                              |                          | 2026-06-02 | 100 0 0 0 0          | 0       | 0
paid before the order             | S1 A 06-10 100; R1 A 06-05 100                                              | R1>S1 100                | 2026-06-07 | 0 0 0 0 0            | 0       | 100
then the order comes              | S1 A 06-10 100; R1 A 06-05 100                                              | R1>S1 100                | 2026-06-10 |                      |         |
a part is paid                    | S1 A 06-02 100; R1 A 06-05 40                                               | R1>S1 40                 | 2026-06-30 | 0 60 0 0 0           | 0       | 0
a fee counts with its payment     | S1 A 06-02 100; R1 A 06-05 95                                               | R1>S1 95 +fee 5          | 2026-06-05 |                      |         |
and not before                    | S1 A 06-02 100; R1 A 06-05 95                                               | R1>S1 95 +fee 5          | 2026-06-04 | 0 100 0 0 0          | 0       | 0
another pays                      | S1 A 06-02 100; R1 B 06-05 100                                              | R1>S1 100                | 2026-06-30 |                      |         |
a return, open                    | S1 A 06-02 -30                                                              |                          | 2026-06-30 | 0 0 0 0 0            | -30     | 0
a return set against its order    | S1 A 06-02 100; S2 A 06-09 -30                                              | S2>S1 30                 | 2026-06-30 | 0 70 0 0 0           | 0       | 0
before the return came            | S1 A 06-02 100; S2 A 06-09 -30                                              | S2>S1 30                 | 2026-06-08 | 0 100 0 0 0          | 0       | 0
a receipt taken back              | S1 A 06-02 100; R1 A 06-05 100; R2 A 06-07 -100                             | R1>R2 100                | 2026-06-06 | 0 100 0 0 0          | 0       | 100
and after that                    | S1 A 06-02 100; R1 A 06-05 100; R2 A 06-07 -100                             | R1>R2 100                | 2026-06-07 | 0 100 0 0 0          | 0       | 0
due later than its date           | S1 A 06-02 100 due=06-20                                               |                          | 2026-06-25 | 0 100 0 0 0          | 0       | 0
not due yet                       | S1 A 06-02 100 due=06-20                                               |                          | 2026-06-20 | 100 0 0 0 0          | 0       | 0
sixty days                        | S1 A 04-01 100                                                              |                          | 2026-05-31 | 0 0 100 0 0          | 0       | 0
ninety-one days                   | S1 A 01-01 100                                                              |                          | 2026-04-02 | 0 0 0 0 100          | 0       | 0
later than the cut-off, aged on   | S1 A 06-02 100                                                              |                          | 2026-07-15 | 0 0 100 0 0          | 0       | 0
what came after the cut-off       | S1 A 06-02 100; S2 A 07-03 50 aside=after_as_of; R1 A 07-04 20 aside=after_as_of |                     | 2026-07-05 | 0 50 100 0 0         | 0       | 20
but not on the cut-off            | S1 A 06-02 100; S2 A 07-03 50 aside=after_as_of                             |                          | 2026-06-30 | 0 100 0 0 0          | 0       | 0
cancelled takes no part           | S1 A 06-02 100 aside=cancelled; S2 A 06-02 1                                |                          | 2026-06-30 | 0 1 0 0 0            | 0       | 0
a delivery beside orders          | S1 A 06-02 100; D1 A 06-03 100                                              |                          | 2026-06-30 | 0 100 0 0 0          | 0       | 0
"""


@pytest.mark.parametrize(("items", "links", "day", "buckets", "credits", "unapplied"), table(DAYS))
def test_what_a_customer_owed_on_a_day(items, links, day, buckets, credits, unapplied):
    told = standing_of(outcome(items, links))
    found = positions(told, dt.date.fromisoformat(day)).get(("A", "CNY"))
    shown = ([b // 100 for b in found.buckets], found.credits // 100, found.unapplied // 100) if found and (found.net or found.charges or found.unapplied) else None
    assert shown == (([int(b) for b in buckets.split()], int(credits), int(unapplied)) if buckets else None)


def test_the_state_words_are_read_back_in_their_language():
    for language in LANGUAGES:
        words = [row for row in tabs_of(outcome(ITEMS, LINKS), language)["unmatched"] if say(language, "state.ambiguous") in row]
        assert words
