"""How likely an amount that fits is no accident.

A payment that names nothing and equals an item, or a sum of items, is right with

    p = w / (w + (1 - w) * hits)

w: how often payments of this book settle whole items; hits: how many fits a payment that has nothing to do with these
items would find by accident. Both are measured on the book itself, smoothed by what simulation gives for small ones.
A foreign payment is one as round as this one: 50,000.00 meets many sums, 49,873.26 hardly any.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import NamedTuple

import numpy as np

from ticktie.domain.evidence import NO_PARTY
from ticktie.domain.items import OpenItems
from ticktie.matching.accounts import units
from ticktie.matching.subsets import Halves

MOST_ZEROS = 6  # 10,000.00 and anything rounder are equally round
_ROUND = 5  # zeros from which a payment may be a round sum on account: 1,000.00
_PAIRS = 200.0  # weight, in pairs of foreign payment and item, of the prior rate of accidental equality
_PEAK = 0.35  # density of amounts at their median, in medians (lognormal, sigma 1)
_WHOLE, _OTHER = 4.0, 1.0  # payments that a book without any evidence is taken to have seen
_AROUND = 0.25  # sums within this share of the target tell how dense sums are


@dataclass(frozen=True)
class Odds:
    """What one book says. rates: (currency, zeros) -> accidental equality with one item. whole, other: payments seen.

    habitual: customers that pay round sums on account, with the (payments that hit an item, all round payments).
    """

    rates: dict[tuple[str, int], float]
    whole: float
    other: float
    habitual: dict[int, tuple[int, int]]

    def weight(self, whole: int = 0, other: int = 0) -> float:
        """w, with further payments that were seen to settle whole items or not."""
        return (self.whole + whole) / (self.whole + whole + self.other + other)

    def right(self, hits: float, weight: float | None = None) -> float:
        """p for a fit that a foreign payment would find `hits` times."""
        w = self.weight() if weight is None else weight
        return w / (w + (1 - w) * min(hits, 1e6))

    def single(self, amount: int, currency: str, open_: int, party: int) -> tuple[float, bool]:
        """p for the only item of exactly this amount among `open_`; and whether the customer's habit makes it a question."""
        hits = open_ * self.rates.get((currency, zeros(amount)), 0.0)
        habit = self.habitual.get(party)
        if habit and zeros(amount) >= _ROUND:
            return self.right(hits, (habit[0] + 1) / (habit[1] + 2)), True
        return self.right(hits), False

    def sum(self, accidents: float, amount: int, currency: str, open_: int, weight: float) -> float:
        """p for the only sum of several of `open_` items; accidents: how many other sums a foreign payment would meet."""
        return self.right(accidents + open_ * self.rates.get((currency, zeros(amount)), 0.0), weight)

    def group(self, amount: int, currency: str, groups: int) -> float:
        """p for one of `groups` natural groups (all open, the oldest up to a day) that has exactly this sum."""
        return self.right(groups * self.rates.get((currency, zeros(amount)), 0.0))


def zeros(amount: int) -> int:
    """How round an amount is: its trailing zeros in minor units, at most MOST_ZEROS."""
    digits = str(abs(amount))
    return min(len(digits) - len(digits.rstrip("0")), MOST_ZEROS)


def hits(halves: Halves, target: int) -> float:
    """How many subsets of any size a foreign payment as large and as round as `target` would equal."""
    reach = max(int(abs(target) * _AROUND), 1)
    others = max(halves.within(target - reach, target + reach) - 1, 0)  # all but the one that was found
    step = 10 ** zeros(target)
    return float(others * halves.share(step) * step / (2 * reach + 1))


def odds(items: OpenItems) -> Odds:
    """The odds of a book; from its rows alone, so that they are the same for every pass."""
    if "odds" not in items.shared:
        items.shared["odds"] = _Count(items).odds()
    found = items.shared["odds"]
    assert isinstance(found, Odds)
    return found


class _Count:
    """One look over a book: documents and payments of every customer, by customer and currency (`items.owners`)."""

    def __init__(self, items: OpenItems):
        self.items = items
        amount, party = np.asarray(items.values("amount"), dtype=np.int64), items.evidence.party
        charges = np.flatnonzero(items.active & items.is_charge & (amount != 0)).tolist()
        self.totals: dict[str, Counter[int]] = defaultdict(Counter)  # currency -> document amounts
        self.owned: dict[int, Counter[int]] = defaultdict(Counter)  # customer and currency -> document amounts
        amounts, owners, currencies = amount.tolist(), items.owners.tolist(), items.currencies
        for unit in units(items, charges):
            value = sum(amounts[i] for i in unit)
            self.totals[currencies[unit[0]]][value] += 1
            self.owned[owners[unit[0]]][value] += 1
        paid = np.flatnonzero(items.active & items.is_payment & (amount > 0) & (party != NO_PARTY)).tolist()
        self.payments = [_Paid(i, amounts[i], currencies[i], self.owned[owners[i]], items.evidence.names(i).hits) for i in paid]
        self.amounts = amounts

    @cached_property
    def unnamed(self) -> list[_Paid]:
        return [p for p in self.payments if not p.named]

    def odds(self) -> Odds:
        whole, other = self._seen()
        return Odds(self._rates(), _WHOLE + whole, _OTHER + other, self._habits())

    def _rates(self) -> dict[tuple[str, int], float]:
        """Foreign payments against the documents of all other customers."""
        documents = {currency: totals.total() for currency, totals in self.totals.items()}
        equal: dict[tuple[str, int], float] = defaultdict(float)
        pairs: dict[tuple[str, int], float] = defaultdict(float)
        for p in self.unnamed:
            key = p.currency, zeros(p.amount)
            equal[key] += self.totals[p.currency][p.amount] - p.own[p.amount]
            pairs[key] += documents.get(p.currency, 0) - p.own.total()
        rates: dict[tuple[str, int], float] = {}
        for currency, totals in self.totals.items():
            if not totals:
                continue
            size = median(abs(v) for v in totals.elements())
            for n in range(MOST_ZEROS + 1):
                prior = min(0.05, _PEAK * 10**n / size)
                rates[currency, n] = (equal[currency, n] + _PAIRS * prior) / (pairs[currency, n] + _PAIRS)
        return rates

    def _seen(self) -> tuple[int, int]:
        """Payments that settle a whole document, and payments that name one and bring another amount."""
        index = self.items.evidence.index
        whole = other = 0
        for p in self.payments:
            if not p.named:
                whole += p.own[p.amount] > 0
            else:
                charges = {c for key in p.named for c in index.items(key)}
                fits = sum(self.amounts[c] for c in charges) == p.amount
                whole, other = whole + fits, other + (not fits)
        return whole, other

    def _habits(self) -> dict[int, tuple[int, int]]:
        """Customers with two or more round payments that are no document of theirs."""
        seen: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for p in self.unnamed:
            if zeros(p.amount) >= _ROUND:
                party = int(self.items.evidence.party[p.item])
                hit, all_ = seen[party]
                seen[party] = hit + (p.own[p.amount] > 0), all_ + 1
        return {party: (hit, all_) for party, (hit, all_) in seen.items() if all_ - hit >= 2}


class _Paid(NamedTuple):
    """A receipt of a customer. own: amounts of the customer's documents. named: numbers of the book that it names."""

    item: int
    amount: int
    currency: str
    own: Counter[int]
    named: tuple[str, ...]
