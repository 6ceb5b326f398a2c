"""One customer's account as a statement tells it: what came before the period, each document and receipt, what is left.

A receipt counts for the customer whose charge it settles; what is not settled counts for the customer that paid. So the
closing balance is the customer's open charges less its money on account, whatever has been matched so far.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ticktie.domain.items import PAYMENT
from ticktie.domain.rates import shown
from ticktie.domain.text import party_key
from ticktie.reports.aging import Balance
from ticktie.reports.view import View


@dataclass(frozen=True)
class Entry:
    """One line: kind is a key of the wording (charge side, return, opening, receipt, refund, a kind of difference)."""

    date: dt.date | None
    number: str
    kind: str
    summary: str
    charge: int
    receipt: int
    rank: tuple[int, str]


@dataclass
class Account:
    """One currency of one customer, in minor units; earlier: the lines before the period."""

    currency: str
    earlier: list[Entry] = field(default_factory=list)
    lines: list[Entry] = field(default_factory=list)

    @property
    def opening(self) -> int:
        return sum(e.charge - e.receipt for e in self.earlier)

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
    wanted = party_key(view.outcome.rules.statement_customer)
    customers = {key for key, side in zip(view.party_keys, view.sides, strict=True) if side == view.charge_side and key}
    if wanted in customers:
        return wanted
    return next((b.key for b in found if b.key), min(customers, default=""))


def name_of(view: View, key: str) -> str:
    """The customer's name as the book's earliest document writes it."""
    documents = (i for i, (k, side) in enumerate(zip(view.party_keys, view.sides, strict=True)) if k == key and side != PAYMENT)
    return min(((view.order_of[i], view.parties[i]) for i in documents), default=((), key))[1]


def period_start(view: View) -> dt.date:
    return view.as_of.replace(day=1)


def accounts(view: View, key: str) -> list[Account]:
    """The customer's account in each currency it has lines in."""
    if not key:  # a book without customers
        return []
    found: dict[str, Account] = {}
    start = period_start(view)
    for currency, entry in sorted(_entries(view, key), key=lambda e: (e[1].date or dt.date.min, e[1].rank, e[1].number)):
        account = found.setdefault(currency, Account(currency))
        before = entry.kind == "opening" or entry.date is None or entry.date < start
        (account.earlier if before else account.lines).append(entry)
    return [found[c] for c in view.book_currencies if c in found]


def _entries(view: View, key: str) -> Iterator[tuple[str, Entry]]:
    yield from _charges(view, key)
    yield from _receipts(view, key)
    yield from _differences(view, key)
    yield from _moved(view, key)
    yield from _offsets(view, key)


def _charges(view: View, key: str) -> Iterator[tuple[str, Entry]]:
    """The customer's documents; the lines of one document are one entry."""
    documents: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, (party, side, state) in enumerate(zip(view.party_keys, view.sides, view.states, strict=True)):
        if party == key and side == view.charge_side and state != "set_aside":
            number = view.numbers[i]
            same = (number, view.dates[i], view.amount[i] > 0) if number else (view.keys[i],)
            documents[(view.currencies[i], *same)].append(i)
    flags, products = view.texts("flags"), view.texts("product")
    for items in documents.values():
        first, total = items[0], int(sum(view.amount[i] for i in items))
        opening = "opening" in flags[first]
        kind = "opening" if opening else view.charge_side if total >= 0 else "return"
        told = view.listed([t for t in dict.fromkeys(products[i] or view.memos[i] for i in items) if t], 2)
        yield view.currencies[first], Entry(view.dates[first], view.numbers[first], kind, told, total, 0, (0, view.keys[first]))


def _receipts(view: View, key: str) -> Iterator[tuple[str, Entry]]:
    """The customer's own money less what went elsewhere, and others' money that settled its charges.

    Money that settled a charge in another currency is a receipt of that currency's account, with what came and the rate.
    """
    mine, others = _given(view, key)
    yield from _exchanged(view, key)
    for i, (party, side, state) in enumerate(zip(view.party_keys, view.sides, view.states, strict=True)):
        if side != PAYMENT or state == "set_aside":
            continue
        amount = int(view.amount[i]) - others[i] if party == key else mine[i]
        if amount:
            told = view.memos[i] if party == key else view.say("report.statement.paid_by", payer=view.parties[i] or "-")
            kind = "receipt" if amount > 0 else "refund"
            yield view.currencies[i], Entry(view.dates[i], "", kind, told, 0, amount, (1, view.keys[i]))


def _given(view: View, key: str) -> tuple[dict[int, int], dict[int, int]]:
    """What every payment gave to this customer's charges of its currency, and to others' or in other currencies."""
    mine: dict[int, int] = defaultdict(int)
    others: dict[int, int] = defaultdict(int)
    for link in view.outcome.links:
        if link.sure:
            for a in link.allocations:
                if view.sides[a.charge] != PAYMENT and view.sides[a.payment] == PAYMENT:
                    here = view.party_keys[a.charge] == key and not a.exchange
                    (mine if here else others)[a.payment] += a.paid
    return mine, others


def _exchanged(view: View, key: str) -> Iterator[tuple[str, Entry]]:
    for link in view.outcome.links:
        for a in link.allocations if link.sure else ():
            if a.exchange and view.party_keys[a.charge] == key:
                came = view.currencies[a.payment]
                told = view.say("report.statement.exchanged", currency=came, amount=f"{view.money(a.paid, came):,}", rate=shown(a.exchange.rate))
                yield view.currencies[a.charge], Entry(view.dates[a.payment], "", "receipt", told, 0, a.amount, (1, view.keys[a.payment]))


def _differences(view: View, key: str) -> Iterator[tuple[str, Entry]]:
    for link in view.outcome.links:
        told = link.difference
        if link.sure and told and view.party_keys[told.charge] == key:
            date = max((d for a in link.allocations if (d := view.dates[a.payment])), default=None)
            number, currency, kept = view.numbers[told.charge], view.currencies[told.charge], view.sides[told.charge] == PAYMENT
            kind, amount = ("kept", told.amount) if kept else (told.kind, -told.amount)
            yield currency, Entry(date, number, kind, view.because(link.because), amount, 0, (2, view.keys[told.charge]))


def _moved(view: View, key: str) -> Iterator[tuple[str, Entry]]:
    """A document that was moved to another customer stays on the account it was on, and leaves it on the day of the decision."""
    for move in view.outcome.ledger.moves:
        i = move.item
        if move.from_key != key or view.states[i] == "set_aside":
            continue
        day, amount = dt.date.fromisoformat(move.when[:10]), int(view.amount[i])
        told = view.say("report.statement.moved", customer=move.to_name)
        yield view.currencies[i], Entry(view.dates[i], view.numbers[i], view.charge_side, view.memos[i], amount, 0, (0, view.keys[i]))
        yield view.currencies[i], Entry(max(day, view.dates[i] or day), view.numbers[i], "moved", told, -amount, 0, (2, view.keys[i]))


def _offsets(view: View, key: str) -> Iterator[tuple[str, Entry]]:
    """What a person set off between two customers: it lessens the one's debt and the other's credit."""
    for link in view.outcome.links:
        for a in link.allocations if link.sure else ():
            owner, other = view.party_keys[a.charge], view.party_keys[a.payment]
            inside = view.sides[a.charge] == view.sides[a.payment] == view.charge_side
            if not inside or owner == other or key not in (owner, other):
                continue
            mine, theirs, amount = (a.charge, a.payment, -a.amount) if key == owner else (a.payment, a.charge, a.amount)
            told = view.say("report.statement.offset", customer=view.parties[theirs], number=view.numbers[theirs])
            day = max((d for d in (view.dates[mine], view.dates[theirs]) if d), default=None)
            yield view.currencies[mine], Entry(day, view.numbers[mine], "offset", told, amount, 0, (2, view.keys[mine]))
