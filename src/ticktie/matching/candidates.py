"""Which payments and documents are worth comparing: far fewer than all pairs, and none left out that could be likely.

A payment meets the documents of exactly its amount, whosever they are; those of its own customer; and those of
customers whose name resembles the payer's or stands in part in the memo. Of each kind only the nearest, by amount or
by date, so that the work grows with the rows and not with their square.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np

from ticktie.domain.evidence import NO_PARTY
from ticktie.domain.items import Int64
from ticktie.matching.likeness import AMOUNT, COMPARISONS, EQUAL, Field, is_round
from ticktie.matching.scoring import Chance, chance_of

_EQUAL, _OWN, _OTHER = 40, 30, 10  # documents taken of one amount, of the payer's customer, of a similar customer
_NAMES = 5  # similar customers
_SAMPLE = 6000  # pairs that show how pairs look by chance

Group = tuple[str, bool]  # currency, positive
Ranked = list[tuple[int, int]]  # what units are sorted by, and their number


def groups(field: Field) -> list[tuple[Int64, Int64]]:
    """Payments and units that could go together at all: those of one currency and one sign; either may be none."""
    sides: dict[Group, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    currency = field.items.currencies
    for n, p in enumerate(field.payments):
        sides[currency[p], bool(field.amounts[n] > 0)][0].append(n)
    for n, unit in enumerate(field.units):
        sides[currency[unit[0]], bool(field.values[n] > 0)][1].append(n)
    return [(np.array(p, dtype=np.int64), np.array(u, dtype=np.int64)) for _, (p, u) in sorted(sides.items())]


def candidates(field: Field) -> tuple[Int64, Int64]:
    """Pairs to compare, as numbers into payments and units."""
    pairs = {pair for payments, units in groups(field) for pair in _Group(field, units).pairs(payments)}
    made = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return made[:, 0], made[:, 1]


def by_chance(field: Field) -> Chance:
    """How pairs look that have nothing to do with each other: a sample spread evenly over all there are.

    Equal amounts are too rare among strangers for a sample; they are counted over all pairs.
    """
    fields = groups(field)
    total = sum(len(p) * len(u) for p, u in fields)
    spread = [_spread(p, u, _SAMPLE * len(p) * len(u) // total) for p, u in fields]
    left, right = (np.concatenate([s[side] for s in spread]) for side in (0, 1))
    chance = chance_of(COMPARISONS, field.levels(left, right), float(total))
    amount = chance.counts[COMPARISONS.index(AMOUNT)]
    amount *= total / amount.sum()
    amount[list(EQUAL)] = sum(_equal(field, p, u) for p, u in fields)
    return chance


def _equal(field: Field, payments: Int64, units: Int64) -> Int64:
    """Pairs of exactly one amount: odd ones, round ones."""
    paid, asked = Counter(field.amounts[payments].tolist()), Counter(field.values[units].tolist())
    found = np.zeros(2, dtype=np.int64)
    for amount, count in paid.items():
        found[int(is_round(amount))] += count * asked[amount]
    return found


def _spread(payments: Int64, units: Int64, size: int) -> tuple[Int64, Int64]:
    """All pairs where they are few, else `size` of them on an even lattice."""
    if len(payments) * len(units) <= size:
        return np.repeat(payments, len(units)), np.tile(units, len(payments))
    k = np.arange(size)
    golden = (k * 0.6180339887498949) % 1
    return payments[k * len(payments) // size], units[(golden * len(units)).astype(np.int64)]


class _Group:
    """The units of one currency and sign: those of one amount by date, those of one customer by amount."""

    def __init__(self, field: Field, units: Int64):
        self.field = field
        by_amount: dict[int, Ranked] = defaultdict(list)
        by_owner: dict[int, Ranked] = defaultdict(list)
        party, dates = field.items.evidence.party, field.items.dates
        for u in units.tolist():
            first, value = field.units[u][0], int(field.values[u])
            by_amount[value].append((int(dates[first]), u))
            if (owner := int(party[first])) != NO_PARTY:
                by_owner[owner].append((value, u))
        self.by_amount = {amount: sorted(ranked) for amount, ranked in by_amount.items()}
        self.by_owner = {owner: sorted(ranked) for owner, ranked in by_owner.items()}

    def pairs(self, payments: Int64) -> Iterator[tuple[int, int]]:
        for p in payments.tolist():
            yield from ((p, u) for u in self._of(p))

    def _of(self, p: int) -> Iterator[int]:
        field, item, amount = self.field, self.field.payments[p], int(self.field.amounts[p])
        yield from _nearest(self.by_amount.get(amount, []), int(field.items.dates[item]), _EQUAL)
        party = int(field.items.evidence.party[item])
        owners, most = ([party], _OWN) if party != NO_PARTY else (self._similar(p), _OTHER)
        for owner in owners:
            yield from _nearest(self.by_owner.get(owner, []), amount, most)

    def _similar(self, p: int) -> list[int]:
        """Customers that a payer who is none of them may be, or that the memo may mean."""
        field = self.field
        item, key = field.payments[p], field.payer_keys[p]
        found = list(field.items.evidence.like.get(item, ()))[:_NAMES]
        if key and field.items.evidence.payer.get(item) != "person":
            found += field.rare.like(key, _NAMES)
        return list(dict.fromkeys([*found, *sorted(field.rare.owners(field.memos[p]))[:_NAMES]]))


def _nearest(ranked: Ranked, target: int, most: int) -> list[int]:
    """The units whose rank is nearest to the target."""
    at = bisect_left(ranked, (target, -1))
    around = ranked[max(0, at - most) : at + most]
    return [u for _, u in sorted(around, key=lambda r: (abs(r[0] - target), r[1]))[:most]]
