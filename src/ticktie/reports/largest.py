"""Who owes most: the largest balances of the book's main currency with their ages, as a table and two charts side by side."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from ticktie.domain import money
from ticktie.domain.page import Block, Chart, Table
from ticktie.reports.aging import BUCKETS, NOBODY, Balance, balances
from ticktie.reports.view import View

MOST = 10  # customers shown by name
_ROWS = 14  # height of the charts in rows of the sheet
_MONEY = (*BUCKETS, "credits_unapplied", "balance")


def largest(view: View) -> list[Block]:
    """The table and its charts; nothing where nobody owes anything. Strangers' receipts are no customer's and are left to the Aging tab."""
    currency = view.book_currencies[0]
    found = [b for b in balances(view) if b.currency == currency and b.key != NOBODY]
    if not any(b.net > 0 for b in found):
        return []
    shown = sum(b.net > 0 for b in found[:MOST])

    def chart(series: Sequence[str], name: str, side: Literal["left", "right"]) -> Chart:
        return Chart(view.say(f"report.overview.chart_{name}", currency=currency), "largest", "party", series, "stacked", _ROWS, shown, side)

    return [_table(view, found, currency), chart(("balance",), "balances", "left"), chart(BUCKETS, "ages", "right")]


def _table(view: View, found: Sequence[Balance], currency: str) -> Table:
    """The largest by name, the others together, and all."""
    named, others = found[:MOST], found[MOST:]
    rows = [[b.party, *_amounts(view, [b], currency)] for b in named]
    if others:
        rows.append([view.say("report.overview.others", count=len(others)), *_amounts(view, others, currency)])
    rows.append([view.say("column.total"), *_amounts(view, found, currency)])
    columns = [view.column("party", "wrap", span=3), *(view.column(name, "money") for name in _MONEY)]
    return Table(columns, rows, {len(rows) - 1: "total"}, places=money.exponent(currency), name="largest")


def _amounts(view: View, some: Sequence[Balance], currency: str) -> list[Decimal]:
    ages = [sum(b.buckets[n] for b in some) for n in range(len(BUCKETS))]
    sums = [*ages, sum(b.credits - b.unapplied for b in some), sum(b.net for b in some)]
    return [view.money(minor, currency) for minor in sums]
