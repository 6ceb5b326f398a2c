"""Which subsets of some amounts have a given sum, and the proof that there is no other.

Subsets of every size count, the single item and the whole set among them; values may have any sign. Up to HALVED items
the sums of two halves are sorted once and joined for every target (meet in the middle); a few are written down. Beyond, `count` runs a bit set of
reachable sums, one for "at least one way" and one for "at least two", and `small` looks for pairs to fours. What is beyond
the budget is not counted: the answer is None, never a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from math import gcd

import numpy as np
import numpy.typing as npt

Sums = npt.NDArray[np.int64]
HALVED = 30  # items up to which two halves of 2**15 sums are joined
LISTED = 7  # items up to which all sums are written down sooner than halves are joined

TOGETHER = 12  # items up to which all sums of many sets are written down together
_SUMS = 1 << 18  # sums that are written down at a time


class Halves:
    """The sums of one set of at most HALVED values, ready for many targets."""

    def __init__(self, values: Sequence[int]):
        self.values = list(values)
        self._cut = len(self.values) // 2
        one, two = _sums(self.values[: self._cut]), _sums(self.values[self._cut :])
        self._order = np.argsort(one, kind="stable")
        self._one, self._two = one[self._order], two

    def find(self, target: int, limit: int = 2) -> list[tuple[int, ...]]:
        """At most `limit` non-empty subsets with the sum `target`, as positions in `values`."""
        rest = target - self._two
        first, last = np.searchsorted(self._one, rest, "left"), np.searchsorted(self._one, rest, "right")
        found: list[tuple[int, ...]] = []
        for two in np.flatnonzero(last > first).tolist():
            for at in range(int(first[two]), int(last[two])):
                members = self._members(int(self._order[at]), two)
                if members:
                    found.append(members)
                    if len(found) == limit:
                        return found
        return found

    def _members(self, one: int, two: int) -> tuple[int, ...]:
        return tuple(i for i in range(len(self.values)) if (one >> i if i < self._cut else two >> (i - self._cut)) & 1)

    def within(self, low: int, high: int) -> int:
        """How many subsets have a sum in [low, high]; the empty one counts where 0 is in it."""
        first = np.searchsorted(self._one, low - self._two, "left")
        last = np.searchsorted(self._one, high - self._two, "right")
        return int((last - first).sum())

    def share(self, step: int) -> float:
        """The share of all subsets whose sum is a multiple of `step`."""
        if step == 1:
            return 1.0
        residues, counts = np.unique(self._one % step, return_counts=True)
        wanted, times = np.unique(-self._two % step, return_counts=True)
        _, mine, theirs = np.intersect1d(residues, wanted, assume_unique=True, return_indices=True)
        return float((counts[mine] * times[theirs]).sum() / (len(self._one) * len(self._two)))


def _sums(values: Sequence[int]) -> Sums:
    sums = np.zeros(1, dtype=np.int64)
    for value in values:
        sums = np.concatenate((sums, sums + value))
    return sums


def count(values: Sequence[int], target: int, limit: int = 2, budget: int = 2_000_000_000) -> int | None:
    """Number of non-empty subsets of `values` with sum `target`, at most `limit`; None when over budget.

    values: minor units, any sign, not 0. budget: bit operations the bit set may take (items x reachable sums).
    """
    if not values or target == 0:
        return 0
    below = sum(v for v in values if v < 0)
    sizes = [abs(v) for v in values]
    goal = target - below  # choosing a negative item means leaving its size out
    whole = sum(sizes)
    if goal < 0 or goal > whole:
        return 0
    goal = min(goal, whole - goal)  # a subset and what it leaves are counted alike
    if goal == 0:
        return 1
    fitting = sorted((s for s in sizes if s <= goal), reverse=True)
    if len(fitting) <= HALVED:
        return min(limit, _listed(fitting, goal) if len(fitting) <= LISTED else _joined(fitting, goal))
    unit = reduce(gcd, values)
    if target % unit:
        return 0
    if limit > 2 or len(fitting) * (goal // unit + 1) > budget:
        return None
    return min(limit, _bits([s // unit for s in fitting], goal // unit))


def are_single(values: Sums, first: Sums, last: Sums, targets: Sums, budget: int = 2_000_000_000) -> npt.NDArray[np.bool_]:
    """For every n whether `count` finds exactly one subset of values[first[n]:last[n]] with the sum targets[n].

    No target is 0. Small sets are counted together, large ones one by one.
    """
    lengths = last - first
    of = np.repeat(np.arange(len(targets)), lengths)
    sizes = values[np.arange(len(of)) - np.repeat(np.cumsum(lengths) - lengths - first, lengths)]
    above, below = (np.concatenate(([0], np.cumsum(part))) for part in (np.maximum(values, 0), np.minimum(values, 0)))
    goals = np.minimum(targets - (below[last] - below[first]), above[last] - above[first] - targets)  # see `count`
    sizes = np.abs(sizes)
    fitting = sizes <= goals[of]
    of, sizes = of[fitting], sizes[fitting]
    many = np.bincount(of, minlength=len(targets))
    start = np.cumsum(many) - many
    single = goals == 0
    for n in np.unique(many[goals > 0]).tolist():
        these = np.flatnonzero((many == n) & (goals > 0))
        if n <= TOGETHER:
            for some in np.array_split(these, (len(these) << n) // _SUMS + 1):
                sums = _sums_of_rows(sizes[start[some][:, None] + np.arange(n)])
                single[some] = (sums == goals[some][:, None]).sum(axis=1) == 1
        else:
            single[these] = [count(values[first[i] : last[i]].tolist(), int(targets[i]), 2, budget) == 1 for i in these.tolist()]
    return np.asarray(single, dtype=np.bool_)


def _sums_of_rows(rows: Sums) -> Sums:
    sums = np.zeros((len(rows), 1), dtype=np.int64)
    for column in rows.T:
        sums = np.concatenate((sums, sums + column[:, None]), axis=1)
    return sums


def _listed(sizes: list[int], goal: int) -> int:
    sums = [0]
    for size in sizes:
        sums += [s + size for s in sums if s + size <= goal]
    return sums.count(goal)


def _joined(sizes: list[int], goal: int) -> int:
    half = len(sizes) // 2
    one, two = np.sort(_sums(sizes[:half])), goal - _sums(sizes[half:])
    return int((np.searchsorted(one, two, "right") - np.searchsorted(one, two, "left")).sum())


def _bits(sizes: list[int], goal: int) -> int:
    mask = (1 << (goal + 1)) - 1
    once, twice = 1, 0
    for size in sizes:
        twice |= ((twice << size) | (once & (once << size))) & mask
        once |= (once << size) & mask
        if twice >> goal & 1:
            return 2
    return once >> goal & 1


def small(values: Sequence[int], target: int, limit: int = 2) -> list[tuple[int, ...]]:
    """At most `limit` subsets of two to four values with the sum `target`, as positions; for sets beyond HALVED."""
    n = len(values)
    v = np.asarray(values, dtype=np.int64)
    left, right = np.triu_indices(n, 1)
    pairs = v[left] + v[right]
    found: dict[tuple[int, ...], None] = {}
    for at in np.flatnonzero(pairs == target).tolist():
        found[int(left[at]), int(right[at])] = None
    order = np.argsort(pairs, kind="stable")
    ranked = pairs[order]
    for rest, mine in ((target - v, [(i,) for i in range(n)]), (target - pairs, list(zip(left.tolist(), right.tolist(), strict=True)))):
        first, last = np.searchsorted(ranked, rest, "left"), np.searchsorted(ranked, rest, "right")
        for at in np.flatnonzero(last > first).tolist():
            for other in order[int(first[at]) : int(last[at])].tolist():
                members = {*mine[at], int(left[other]), int(right[other])}
                if len(members) == len(mine[at]) + 2:
                    found[tuple(sorted(members))] = None
                if len(found) >= limit:
                    return list(found)[:limit]
    return list(found)[:limit]
