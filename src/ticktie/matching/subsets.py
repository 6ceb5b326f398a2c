"""How many subsets of some amounts have a given sum: the proof that a match is the only one.

Counts up to a limit, exactly, over subsets of every size. Small sets are halved and joined (meet in the middle);
larger ones run a bit set of reachable sums, one for "at least one way" and one for "at least two". A set beyond the
budget is not counted: the answer is None, never a guess.
"""

from __future__ import annotations

from functools import reduce
from math import gcd

import numpy as np
import numpy.typing as npt

HALVED = 30  # items up to which two halves of 2**15 sums are joined


def count(values: list[int], target: int, limit: int = 2, budget: int = 2_000_000_000) -> int | None:
    """Number of non-empty subsets of `values` with sum `target`, at most `limit`; None when over budget.

    values: minor units, any sign, not 0. budget: bit operations the bit set may take (items x reachable sums).
    """
    unit = reduce(gcd, values, 0)
    if not values or target == 0 or target % unit:
        return 0
    values, target = [v // unit for v in values], target // unit
    below = sum(v for v in values if v < 0)
    sizes = sorted((abs(v) for v in values), reverse=True)
    goal = target - below  # choosing a negative item means leaving its size out
    whole = sum(sizes)
    if goal < 0 or goal > whole:
        return 0
    goal = min(goal, whole - goal)  # a subset and what it leaves are counted alike
    sizes = [s for s in sizes if s <= goal]
    empty = int(goal == 0)
    if len(sizes) <= HALVED:
        return min(limit, _joined(sizes, goal) if goal else empty)
    if limit > 2 or len(sizes) * (goal + 1) > budget:
        return None
    return min(limit, _bits(sizes, goal))


def _sums(sizes: list[int]) -> npt.NDArray[np.int64]:
    sums = np.zeros(1, dtype=np.int64)
    for size in sizes:
        sums = np.concatenate((sums, sums + size))
    return sums


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
