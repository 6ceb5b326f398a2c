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
    if amount % 10:
        return 0
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
    """One look over a book: documents and payments of every customer and currency (`items.owners`)."""

    def __init__(self, items: OpenItems):
        self.items = items
        amount, party = np.asarray(items.values("amount"), dtype=np.int64), items.evidence.party
        self.amounts, self.owners, self.currencies = amount.tolist(), items.owners.tolist(), items.currencies.tolist()
        charges = np.flatnonzero(items.active & items.is_charge & (amount != 0)).tolist()
        documents = units(items, charges)
        firsts, values = [unit[0] for unit in documents], [sum(self.amounts[i] for i in unit) for unit in documents]
        self.all = Counter(zip((self.currencies[i] for i in firsts), values, strict=True))
        self.own = Counter(zip((self.owners[i] for i in firsts), values, strict=True))
        self.owned = Counter(self.owners[i] for i in firsts)
        self.payments = np.flatnonzero(items.active & items.is_payment & (amount > 0) & (party != NO_PARTY)).tolist()

    @cached_property
    def unnamed(self) -> list[int]:
        return [i for i in self.payments if not self.items.evidence.names(i).hits]

    def odds(self) -> Odds:
        whole, other = self._seen()
        return Odds(self._rates(), _WHOLE + whole, _OTHER + other, self._habits())

    def _hit(self, payment: int) -> int:
        """How many documents of the customer have the payment's amount."""
        return self.own[self.owners[payment], self.amounts[payment]]

    def _rates(self) -> dict[tuple[str, int], float]:
        """Foreign payments against the documents of all other customers."""
        documents: Counter[str] = Counter()
        for (currency, _), count in self.all.items():
            documents[currency] += count
        equal: dict[tuple[str, int], float] = defaultdict(float)
        pairs: dict[tuple[str, int], float] = defaultdict(float)
        for i in self.unnamed:
            value, currency = self.amounts[i], self.currencies[i]
            key = currency, zeros(value)
            equal[key] += self.all[currency, value] - self._hit(i)
            pairs[key] += documents[currency] - self.owned[self.owners[i]]
        rates: dict[tuple[str, int], float] = {}
        for currency in documents:
            size = median(abs(value) for of, value in self.all.elements() if of == currency)
            for n in range(MOST_ZEROS + 1):
                prior = min(0.05, _PEAK * 10**n / size)
                rates[currency, n] = (equal[currency, n] + _PAIRS * prior) / (pairs[currency, n] + _PAIRS)
        return rates

    def _seen(self) -> tuple[int, int]:
        """Payments that settle a whole document, and payments that name one and bring another amount."""
        evidence = self.items.evidence
        whole = other = 0
        for i in self.payments:
            named = evidence.names(i).hits
            if not named:
                whole += self._hit(i) > 0
            else:
                charges = {c for key in named for c in evidence.index.items(key)}
                fits = sum(self.amounts[c] for c in charges) == self.amounts[i]
                whole, other = whole + fits, other + (not fits)
        return whole, other

    def _habits(self) -> dict[int, tuple[int, int]]:
        """Customers with two or more round payments that are no document of theirs."""
        seen: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for i in self.unnamed:
            if zeros(self.amounts[i]) >= _ROUND:
                party = int(self.items.evidence.party[i])
                hit, all_ = seen[party]
                seen[party] = hit + (self._hit(i) > 0), all_ + 1
        return {party: (hit, all_) for party, (hit, all_) in seen.items() if all_ - hit >= 2}
