"""The tab "Aging": what each customer owes, by how long it is overdue, and what of its money is not yet applied.

Days count from the due date, or from the document's date where the book gives no due date (the head says how many of
each). Open-item basis: a part payment leaves the rest in the bucket of its own document.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ticktie.domain.items import PAYMENT
from ticktie.domain.page import Column, Page, Table, Tone
from ticktie.reports.heads import head
from ticktie.reports.view import View

BUCKETS = ("not_due", "days_30", "days_60", "days_90", "days_more")
LAST_DAYS = (0, 30, 60, 90)
NOBODY = ""  # the party of receipts whose payer is no customer of the book


@dataclass
class Balance:
    """One customer in one currency, in minor units. credits: open returns and credit notes, shown apart."""

    key: str
    party: str
    currency: str
    buckets: list[int] = field(default_factory=lambda: [0] * len(BUCKETS))
    credits: int = 0
    unapplied: int = 0

    @property
    def charges(self) -> int:
        return sum(self.buckets) + self.credits

    @property
    def net(self) -> int:
        return self.charges - self.unapplied


def balances(view: View) -> list[Balance]:
    """Every customer with something open: by currency, the largest net balance first; strangers' receipts last."""
    found: dict[tuple[str, str], Balance] = {}
    names, key_of = customers(view)
    for i in np.flatnonzero(view.outcome.residual).tolist():
        if view.states[i] == "set_aside" or view.sides[i] not in (view.charge_side, PAYMENT):
            continue
        left, key = int(view.outcome.residual[i]), key_of(i)
        at = found.setdefault((view.currencies[i], key), Balance(key, names.get(key, ""), view.currencies[i]))
        if view.sides[i] == PAYMENT:
            at.unapplied += left
        elif left < 0:
            at.credits += left
        else:
            at.buckets[bucket(view, i)] += left
    rank = {currency: n for n, currency in enumerate(view.book_currencies)}
    order = sorted(found, key=lambda k: (rank[k[0]], k[1] == NOBODY, -found[k].net, k[1]))
    return [found[k] for k in order]


def customers(view: View) -> tuple[dict[str, str], Any]:
    """Names of the customers by key, as the earliest document writes them; and the key an item counts under."""
    first: dict[str, int] = {}
    for i, (key, side) in enumerate(zip(view.party_keys, view.sides, strict=True)):
        if side != PAYMENT and key and (key not in first or view.order_of[i] < view.order_of[first[key]]):
            first[key] = i
    names = {key: view.parties[i] for key, i in first.items()}

    def key_of(item: int) -> str:
        key = view.party_keys[item]
        return key if key in names else NOBODY

    return names, key_of


def bucket(view: View, item: int) -> int:
    """Which of BUCKETS an open charge stands in."""
    day = basis(view, item)
    late = (view.as_of - day).days if day else 0
    return bisect_left(LAST_DAYS, late)


def basis(view: View, item: int) -> dt.date | None:
    """The day from which an item ages."""
    return view.dues[item] or view.dates[item]


def aging_page(view: View) -> Page:
    """One row a customer and currency, and a total for each currency."""
    found = balances(view)
    columns = _columns(view)
    rows = [_row(view, columns, b) for b in found]
    oldest = next(n for n, c in enumerate(columns) if c.key == BUCKETS[-1])
    marks: dict[tuple[int, int], Tone] = {(n, oldest): "warn" for n, b in enumerate(found) if b.buckets[-1]}
    table = Table(columns, rows, marks=marks, main=True, places=_places(view, found), name="aging", frozen=1)
    totals = [_total(currency, [b for b in found if b.currency == currency]) for currency in view.book_currencies]
    sums = [_row(view, columns, t, view.say("report.total.total", currency=t.currency)) for t in totals]
    foot = Table(
        columns, sums, tones=dict.fromkeys(range(len(sums)), "total"), places=_places(view, totals), name="aging_total", headless=True
    )  # fmt: skip
    return Page("aging", view.titles["aging"], [head(view, "aging", said_basis(view), view.say("report.aging.hint")), table, foot])


def said_basis(view: View) -> str:
    """How many open charges age by their due date and how many by their own date."""
    open_ = [i for i, s in enumerate(view.states) if s != "set_aside" and view.sides[i] == view.charge_side and view.outcome.residual[i]]
    due = sum(view.dues[i] is not None for i in open_)
    return view.say("report.aging.basis", due=due, dated=len(open_) - due)


def _columns(view: View) -> list[Column]:
    currency = [view.column("currency", width=7)] if view.several_currencies else []
    return [
        view.column("customer", "wrap", 18, 34), *currency, *(view.column(name, "money", 12) for name in BUCKETS),
        view.column("credits", "money", 12), view.column("open_charges", "money", 13), view.column("unapplied", "money", 13),
        view.column("net", "money", 13),
    ]  # fmt: skip


def _places(view: View, found: Iterable[Balance]) -> list[int]:
    of = dict(zip(view.currencies, view.places, strict=True))
    return [of.get(b.currency, 2) for b in found]


def _row(view: View, columns: list[Column], b: Balance, name: str = "") -> list[Any]:
    values: dict[str, int] = dict(zip(BUCKETS, b.buckets, strict=True))
    values |= {"credits": b.credits, "open_charges": b.charges, "unapplied": b.unapplied, "net": b.net}
    cells: dict[str, Any] = {key: view.money(value, b.currency) if value or key in ("open_charges", "net") else None for key, value in values.items()}
    cells |= {"customer": name or b.party or view.say("report.aging.nobody"), "currency": b.currency}
    return [cells[c.key] for c in columns]


def _total(currency: str, members: list[Balance]) -> Balance:
    buckets = [sum(b.buckets[n] for b in members) for n in range(len(BUCKETS))]
    return Balance(NOBODY, "", currency, buckets, sum(b.credits for b in members), sum(b.unapplied for b in members))
