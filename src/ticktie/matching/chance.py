"""How likely an amount that fits is no accident.

A payment that names nothing and equals an item, or a sum of items, is right with

    p = w / (w + (1 - w) * hits)

w: how often payments of this book settle whole items; hits: how many fits a payment that has nothing to do with these
items would find by accident. Both are measured on the book itself, smoothed by what simulation gives for small ones.
A foreign payment is one as round as this one: 50,000.00 meets many sums, 49,873.26 hardly any.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ticktie.domain.evidence import NO_PARTY, NOTHING_PLAIN
from ticktie.domain.items import Bool, Int64, OpenItems, codes
from ticktie.matching.accounts import units
from ticktie.matching.subsets import Halves

MOST_ZEROS = 6  # 10,000.00 and anything rounder are equally round
_ROUND = 5  # zeros from which a payment may be a round sum on account: 1,000.00
_PAIRS = 200.0  # weight, in pairs of foreign payment and item, of the prior rate of accidental equality
_PEAK = 0.35  # density of amounts at their median, in medians (lognormal, sigma 1)
_WHOLE, _OTHER = 4.0, 1.0  # payments that a book without any evidence is taken to have seen
_MOST_HITS = 1e6
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
        return w / (w + (1 - w) * min(hits, _MOST_HITS))

    def single(self, amount: int, currency: str, open_: int, party: int) -> tuple[float, bool]:
        """p for the only item of exactly this amount among `open_`; and whether the customer's habit makes it a question."""
        hits = open_ * self.rates.get((currency, zeros(amount)), 0.0)
        habit = self.habitual.get(party)
        if habit and zeros(amount) >= _ROUND:
            return self.right(hits, (habit[0] + 1) / (habit[1] + 2)), True
        return self.right(hits), False

    def has_habit(self, amounts: Int64, parties: Int64) -> Bool:
        """Where `single` is a question of the customer's habit."""
        return np.isin(parties, list(self.habitual)) & (all_zeros(amounts) >= _ROUND)

    def singles(self, amounts: Int64, currencies: tuple[Int64, list[str]], open_: Int64) -> npt.NDArray[np.float64]:
        """p of `single` for many fits, where no habit makes it a question. currencies: codes, and what they stand for."""
        currency, names = currencies
        rates = np.array([[self.rates.get((name, n), 0.0) for n in range(MOST_ZEROS + 1)] for name in names])
        w = self.weight()
        hits = np.minimum(open_ * rates[currency, all_zeros(amounts)], _MOST_HITS)
        return np.asarray(w / (w + (1 - w) * hits), dtype=np.float64)

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


def all_zeros(amounts: Int64) -> Int64:
    """`zeros` of every amount; none is 0."""
    return np.asarray(sum((amounts % 10**n == 0).astype(np.int64) for n in range(1, MOST_ZEROS + 1)), dtype=np.int64)


def hits(halves: Halves, target: int) -> float:
    """How many subsets of any size a foreign payment as large and as round as `target` would equal."""
    reach = int(abs(target) * _AROUND)
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
        self.amounts, party = np.asarray(items.values("amount"), dtype=np.int64), items.evidence.party
        firsts, self.values = self._documents(np.flatnonzero(items.active & items.is_charge & (self.amounts != 0)))
        payments = np.flatnonzero(items.active & items.is_payment & (self.amounts > 0) & (party != NO_PARTY))
        self.named, self.unnamed = payments[items.evidence.hits[payments]], payments[~items.evidence.hits[payments]]
        both = np.concatenate((firsts, self.unnamed))
        self.currencies, self.owners = items.currency_codes[0][both], items.owners[both]
        worth = codes(np.concatenate((self.values, self.amounts[self.unnamed])))
        self.equal, self.hits = self._alike(self.currencies, worth), self._alike(self.owners, worth)
        self.zeros = all_zeros(self.amounts[self.unnamed])

    def _documents(self, charges: Int64) -> tuple[Int64, Int64]:
        """The first charge of every document, and what the document comes to."""
        if not self.items.is_line[charges].any():
            return charges, self.amounts[charges]
        every = units(self.items, charges.tolist())
        return np.array([unit[0] for unit in every]), np.array([sum(self.amounts[i] for i in unit) for unit in every])

    def _alike(self, *columns: Int64) -> Int64:
        """For every unnamed payment, how many documents agree with it in these columns, which hold documents, then these payments."""
        found, documents = codes(*columns), len(self.values)
        counts = np.bincount(found[:documents], minlength=found.max(initial=-1) + 1)
        return np.asarray(counts[found[documents:]], dtype=np.int64)

    def odds(self) -> Odds:
        whole, other = self._seen()
        return Odds(self._rates(), _WHOLE + whole, _OTHER + other, self._habits())

    def _rates(self) -> dict[tuple[str, int], float]:
        """Unnamed payments against the documents of all other customers."""
        names, kinds = self.items.currency_codes[1], MOST_ZEROS + 1
        round_ = self.currencies[len(self.values) :] * kinds + self.zeros

        def summed(weights: Int64) -> list[float]:
            return list(np.bincount(round_, weights, len(names) * kinds).tolist())

        equal = summed(self.equal - self.hits)
        pairs = summed(self._alike(self.currencies) - self._alike(self.owners))
        rates: dict[tuple[str, int], float] = {}
        of = self.currencies[: len(self.values)]
        for code in np.flatnonzero(np.bincount(of)).tolist():
            size = float(np.median(np.abs(self.values[of == code])))
            for n in range(kinds):
                prior = min(0.05, _PEAK * 10**n / size)
                rates[names[code], n] = (equal[code * kinds + n] + _PAIRS * prior) / (pairs[code * kinds + n] + _PAIRS)
        return rates

    def _seen(self) -> tuple[int, int]:
        """Payments that settle a whole document, and payments that name one and bring another amount."""
        evidence = self.items.evidence
        whole = int((self.hits > 0).sum())
        plain = self.named[evidence.plain[self.named] != NOTHING_PLAIN]
        fits = int((self.amounts[evidence.plain[plain]] == self.amounts[plain]).sum())
        for i in np.setdiff1d(self.named, plain, assume_unique=True).tolist():
            charges = {c for key in evidence.names(i).hits for c in evidence.index.items(key)}
            fits += int(sum(self.amounts[c] for c in charges) == self.amounts[i])
        return whole + fits, len(self.named) - fits

    def _habits(self) -> dict[int, tuple[int, int]]:
        """Customers with two or more round payments that are no document of theirs."""
        seen: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
        round_ = self.zeros >= _ROUND
        parties = self.items.evidence.party[self.unnamed[round_]]
        for party, hits in zip(parties.tolist(), self.hits[round_].tolist(), strict=True):
            hit, all_ = seen[party]
            seen[party] = hit + (hits > 0), all_ + 1
        return {party: (hit, all_) for party, (hit, all_) in seen.items() if all_ - hit >= 2}
