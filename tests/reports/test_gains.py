"""Realised exchange gains and losses, and the totals of what was settled without money."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.notation import table
from tests.reports.outcomes import outcome
from ticktie.domain.links import Exchange
from ticktie.domain.rates import Rates
from ticktie.reports.differences import differences_table
from ticktie.reports.gains import realised
from ticktie.reports.result_json import result
from ticktie.reports.view import View

RATES = Rates.of("CNY", [("USD", 20605, Fraction("7.10")), ("USD", 20615, Fraction("7.20"))], "100JPY=5")  # from 2026-06-01 and 06-11


def view(items: str, links: str, paid: str = "", rate: str = "1", rates: Rates = RATES) -> View:
    made = outcome(items, links, language="en")
    if paid:
        link = made.links[0]
        made.links[0] = replace(link, allocations=(replace(link.allocations[0], exchange=Exchange(int(paid), Fraction(rate))),))
    return View(replace(made, ledger=replace(made.ledger, rates=rates)), "en")


GAINS = """
case                              | items                                                               | links                 | paid   | gain
the rates of the two days         | S1 甲 06-02 1000 cur=USD; R1 甲 06-12 1000 cur=USD                   | R1>S1 1000            |        | 10000
a loss is negative                | S1 甲 06-12 1000 cur=USD; R1 甲 06-14 1000 cur=USD rate=7.15         | R1>S1 1000            |        | -5000
the row's own rates come first    | S1 甲 06-02 1000 cur=USD rate=7.05; R1 甲 06-12 1000 cur=USD rate=7  | R1>S1 1000            |        | -5000
a rate for a hundred              | S1 甲 06-02 1000 cur=USD rate=705; R1 甲 06-12 1000 cur=USD rate=7   | R1>S1 1000            |        | -5000
each rounded, then subtracted     | S1 甲 06-02 0.11 cur=USD rate=7.05; R1 甲 06-12 0.11 cur=USD         | R1>S1 0.11            |        | 1
yen                               | S1 甲 06-02 1000 cur=JPY rate=0.045; R1 甲 06-12 1000 cur=JPY        | R1>S1 1000            |        | 500
own money for a dollar charge     | S1 甲 06-02 1000 cur=USD; R1 甲 06-12 7150                           | R1>S1 1000            | 715000 | 5000
a difference is a loss too        | S1 甲 06-02 1000 cur=USD; R1 甲 06-12 7050                           | R1>S1 990 +fx 10      | 705000 | -5000
a fee is none                     | S1 甲 06-02 1000 cur=USD; R1 甲 06-12 990 cur=USD                    | R1>S1 990 +fee 10     |        | 9900
one currency, its own             | S1 甲 06-02 1000; R1 甲 06-12 1000; R2 甲 06-12 1 cur=USD            | R1>S1 1000            |        | None
no rate on its day                | S1 甲 05-02 1000 cur=USD; R1 甲 06-12 1000 cur=USD                   | R1>S1 1000            |        | None
"""


@pytest.mark.parametrize(("items", "links", "paid", "gain"), table(GAINS))
def test_gain(items, links, paid, gain):
    shown = view(items, links, paid)
    assert realised(shown, shown.outcome.links[0]) == [None if gain == "None" else int(gain)]


def test_each_kind_has_its_own_total():
    items = "S1 甲 06-01 100; R1 甲 06-02 95; S2 甲 06-01 200; R2 甲 06-02 190; S3 甲 06-01 50 cur=USD; R3 甲 06-12 49 cur=USD"
    shown = view(items, "R1>S1 95 +fee 5; R2>S2 190 +fee 10; R3>S3 49 +fee 1", rates=Rates.of("CNY", [], "USD=7"))
    found = differences_table(shown)
    assert [(row[0], row[1], row[2], str(row[3])) for row in found.rows] == [("Fee", "CNY", 2, "15.00"), ("Fee", "USD", 1, "1.00")]


def test_gains_and_losses_are_told_apart():
    items = "S1 甲 06-02 1000 cur=USD; R1 甲 06-12 1000 cur=USD; S2 甲 06-12 1000 cur=USD; R2 甲 06-13 1000 cur=USD rate=7.15"
    found = differences_table(view(items, "R1>S1 1000; R2>S2 1000"))
    assert [(row[0], row[1], row[2], str(row[3])) for row in found.rows] == [
        ("Exchange gain (realised)", "CNY", 1, "100.00"),
        ("Exchange loss (realised)", "CNY", 1, "-50.00"),
    ]


def test_a_book_without_differences_has_no_table():
    assert differences_table(view("S1 甲 06-01 100; R1 甲 06-02 100", "R1>S1 100")) is None


def test_a_book_s_rates_are_looked_up_once_and_not_for_every_link(monkeypatch):
    asked: list[str] = []
    texts = View.texts
    monkeypatch.setattr(View, "texts", lambda self, name: asked.append(name) or texts(self, name))
    items = "; ".join(f"S{n} 甲 06-02 {n} cur=USD; R{n} 甲 06-12 {n} cur=USD" for n in range(1, 6))
    made = outcome(items, "; ".join(f"R{n}>S{n} {n}" for n in range(1, 6)))
    assert len(result(replace(made, ledger=replace(made.ledger, rates=RATES)))["links"]) == 5
    assert asked.count("rate") == 1
