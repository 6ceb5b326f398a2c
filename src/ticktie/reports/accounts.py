"""One customer's account as a statement tells it: what came before the period, each document and receipt, what is left.

A receipt counts for the customer whose charge it settles; what is not settled counts for the customer that paid. So the
closing balance is the customer's open charges less its money on account, whatever has been matched so far.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from ticktie.domain.items import PAYMENT
from ticktie.domain.rates import shown
from ticktie.domain.text import party_key
from ticktie.reports.aging import Balance
from ticktie.reports.view import View

_ELSEWHERE = ""  # no customer's: money that settled a charge in another currency stands there with its rate


class Paid(NamedTuple):
    """What a receipt paid of one document, in minor units of the document's currency."""

    number: str
    date: dt.date | None
    amount: int


@dataclass(frozen=True)
class Entry:
    """One line: kind is a key of the wording (charge side, return, opening, receipt, refund, a kind of difference).

    items: the items it is made of. quantity: of one product; None where there is none or several. paid: the documents that
    a receipt went to. unapplied: what is left of the receipt.
    """

    date: dt.date | None
    number: str
    kind: str
    summary: str
    charge: int
    receipt: int
    rank: tuple[int, str]
    items: tuple[int, ...] = ()
    quantity: Decimal | None = None
    paid: tuple[Paid, ...] = ()
    unapplied: int = 0


Told = tuple[str, str, Entry]  # customer's key, currency, line


@dataclass
class Account:
    """One currency of one customer, in minor units; earlier: the lines before the period."""

    currency: str
    earlier: list[Entry] = field(default_factory=list)
    lines: list[Entry] = field(default_factory=list)

    @property
    def opening(self) -> int:
        return sum(e.charge - e.receipt for e in self.earlier)

    def closing_on(self, day: dt.date) -> int:
        """The balance at the end of a day before the period."""
        return sum(e.charge - e.receipt for e in self.earlier if e.kind == "opening" or e.date is None or e.date <= day)

    @property
    def charges(self) -> int:
        return sum(e.charge for e in self.lines)

    @property
    def receipts(self) -> int:
        return sum(e.receipt for e in self.lines)

    @property
    def closing(self) -> int:
        return self.opening + self.charges - self.receipts


def chosen_customer(view: View, found: Sequence[Balance]) -> str:
    """The key of the rules' statement customer; of the largest balance where none is named or it is not in the book."""
    wanted, known = party_key(view.outcome.rules.statement_customer), customers(view)
    if wanted in known:
        return wanted
    return next((b.key for b in found if b.key), min(known, default=""))


def customers(view: View) -> dict[str, str]:
    """Every customer that has charges: key -> name as the book's earliest document writes it."""
    charged = {key for key, side in zip(view.party_keys, view.sides, strict=True) if side == view.charge_side and key}
    first: dict[str, int] = {}
    for i, (key, side) in enumerate(zip(view.party_keys, view.sides, strict=True)):
        if side != PAYMENT and key in charged and (key not in first or view.order_of[i] < view.order_of[first[key]]):
            first[key] = i
    return {key: view.parties[first[key]] for key in sorted(first)}


def period_start(view: View) -> dt.date:
    return view.as_of.replace(day=1)


def accounts(view: View, keys: Collection[str] | None = None) -> dict[str, list[Account]]:
    """Customer's key -> its account in each currency it has lines in; keys: only these customers (None: all)."""
    wanted = set(view.party_keys if keys is None else keys) - {""}  # a book may have no customers
    found: dict[tuple[str, str], Account] = {}
    start = period_start(view)
    for key, currency, entry in sorted(_entries(view, wanted), key=lambda e: (e[2].date or dt.date.min, e[2].rank, e[2].number)):
        account = found.setdefault((key, currency), Account(currency))
        before = entry.kind == "opening" or entry.date is None or entry.date < start
        (account.earlier if before else account.lines).append(entry)
    listed: dict[str, list[Account]] = defaultdict(list)
    rank = {currency: n for n, currency in enumerate(view.book_currencies)}
    for key, currency in sorted(found, key=lambda k: rank[k[1]]):
        listed[key].append(found[key, currency])
    return dict(listed)


def _entries(view: View, wanted: set[str]) -> Iterator[Told]:
    yield from _charges(view, wanted)
    yield from _receipts(view, wanted)
    yield from _exchanged(view, wanted)
    yield from _differences(view, wanted)
    yield from _moved(view, wanted)
    yield from _offsets(view, wanted)


def _charges(view: View, wanted: set[str]) -> Iterator[Told]:
    """The customers' documents; the lines of one document are one entry."""
    documents: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, (party, side, state) in enumerate(zip(view.party_keys, view.sides, view.states, strict=True)):
        if party in wanted and side == view.charge_side and state != "set_aside":
            number = view.numbers[i]
            same = (number, view.dates[i], view.amount[i] > 0) if number else (view.keys[i],)
            documents[(party, view.currencies[i], *same)].append(i)
    flags, products = view.texts("flags"), view.texts("product")
    quantities = view.outcome.items["quantity"].tolist()
    for items in documents.values():
        first, total = items[0], int(sum(view.amount[i] for i in items))
        opening = "opening" in flags[first]
        kind = "opening" if opening else view.charge_side if total >= 0 else "return"
        told = view.listed([t for t in dict.fromkeys(products[i] or view.memos[i] for i in items) if t], 2)
        pieces = quantity([quantities[i] for i in items]) if len({products[i] for i in items}) == 1 else None
        entry = Entry(view.dates[first], view.numbers[first], kind, told, total, 0, (0, view.keys[first]), tuple(items), pieces)
        yield view.party_keys[first], view.currencies[first], entry


def quantity(values: Sequence[float | None]) -> Decimal | None:
    """The sum of quantities as they were written; None where one is missing."""
    if any(v is None or v != v for v in values):
        return None
    return sum((Decimal(repr(v)) for v in values), Decimal(0))


def _receipts(view: View, wanted: set[str]) -> Iterator[Told]:
    """A customer's own money less what went elsewhere, and others' money that settled its charges."""
    given, paid = _given(view)
    known = customers(view)
    for i, (party, side, state) in enumerate(zip(view.party_keys, view.sides, view.states, strict=True)):
        if side != PAYMENT or state == "set_aside":
            continue
        away = {key: amount for key, amount in given[i].items() if key != party} if i in given else {}
        left = int(view.outcome.residual[i])
        if party in wanted and (amount := int(view.amount[i]) - sum(away.values())):
            yield party, view.currencies[i], _receipt(view, i, view.memos[i], amount, paid.get((i, party), []), left)
        for key in wanted & {k for k, amount in away.items() if amount}:
            other = party in known  # another customer's name is not this one's to read
            told = view.say("report.statement.paid_by_other") if other else view.say("report.statement.paid_by", payer=view.parties[i] or "-")
            yield key, view.currencies[i], _receipt(view, i, told, away[key], paid[i, key], 0)


def _receipt(view: View, item: int, told: str, amount: int, paid: Sequence[Paid], left: int) -> Entry:
    kind = "receipt" if amount > 0 else "refund"
    return Entry(view.dates[item], "", kind, told, 0, amount, (1, view.keys[item]), (item,), None, tuple(paid), left)


def _given(view: View) -> tuple[dict[int, dict[str, int]], dict[tuple[int, str], list[Paid]]]:
    """Payment -> what it gave to each customer's charges, and the documents; what went into another currency under no customer."""
    given: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    paid: dict[tuple[int, str], list[Paid]] = defaultdict(list)
    for link in view.outcome.links:
        for a in link.allocations if link.sure else ():
            if view.sides[a.charge] == PAYMENT or view.sides[a.payment] != PAYMENT:
                continue
            key = _ELSEWHERE if a.exchange else view.party_keys[a.charge]
            given[a.payment][key] += a.paid
            if not a.exchange:
                paid[a.payment, key].append(Paid(view.numbers[a.charge], view.dates[a.charge], a.amount))
    return given, paid


def _exchanged(view: View, wanted: set[str]) -> Iterator[Told]:
    """Money that settled a charge in another currency is a receipt of that currency's account, with what came and the rate."""
    for link in view.outcome.links:
        for a in link.allocations if link.sure else ():
            key = view.party_keys[a.charge]
            if a.exchange and key in wanted:
                came = view.currencies[a.payment]
                told = view.say("report.statement.exchanged", currency=came, amount=f"{view.money(a.paid, came):,}", rate=shown(a.exchange.rate))
                paid = [Paid(view.numbers[a.charge], view.dates[a.charge], a.amount)]
                yield key, view.currencies[a.charge], _receipt(view, a.payment, told, a.amount, paid, 0)


def _differences(view: View, wanted: set[str]) -> Iterator[Told]:
    for link in view.outcome.links:
        told = link.difference
        if link.sure and told and view.party_keys[told.charge] in wanted:
            date = max((d for a in link.allocations if (d := view.dates[a.payment])), default=view.dates[told.charge])  # with no receipt: its own day
            number, currency, kept = view.numbers[told.charge], view.currencies[told.charge], view.sides[told.charge] == PAYMENT
            kind, amount = ("kept", told.amount) if kept else (told.kind, -told.amount)
            entry = Entry(date, number, kind, view.because(link.because), amount, 0, (2, view.keys[told.charge]), (told.charge,))
            yield view.party_keys[told.charge], currency, entry


def _moved(view: View, wanted: set[str]) -> Iterator[Told]:
    """A document that was moved to another customer stays on the account it was on, and leaves it on the day of the decision."""
    for move in view.outcome.ledger.moves:
        i = move.item
        if move.from_key not in wanted or view.states[i] == "set_aside":
            continue
        day, amount, key, currency = dt.date.fromisoformat(move.when[:10]), int(view.amount[i]), move.from_key, view.currencies[i]
        told = view.say("report.statement.moved")
        yield key, currency, Entry(view.dates[i], view.numbers[i], view.charge_side, view.memos[i], amount, 0, (0, view.keys[i]), (i,))
        yield key, currency, Entry(max(day, view.dates[i] or day), view.numbers[i], "moved", told, -amount, 0, (2, view.keys[i]), (i,))


def _offsets(view: View, wanted: set[str]) -> Iterator[Told]:
    """What a person set off between two customers: it lessens the one's debt and the other's credit."""
    for link in view.outcome.links:
        for a in link.allocations if link.sure else ():
            inside = view.sides[a.charge] == view.sides[a.payment] == view.charge_side
            if not inside or view.party_keys[a.charge] == view.party_keys[a.payment]:
                continue
            day = max((d for d in (view.dates[a.charge], view.dates[a.payment]) if d), default=None)
            for mine, amount in ((a.charge, -a.amount), (a.payment, a.amount)):
                if view.party_keys[mine] in wanted:
                    told = view.say("report.statement.offset")
                    yield view.party_keys[mine], view.currencies[mine], Entry(day, view.numbers[mine], "offset", told, amount, 0, (2, view.keys[mine]), (mine,))
