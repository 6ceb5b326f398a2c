"""How probable it is that two things belong together: a Fellegi-Sunter model that learns from the pairs at hand.

A pair is compared in several ways (name, amount, days ...), each with a level as its outcome. A level speaks for the
pair by m / u: how often it is seen where two belong together against how often it is met by chance. m, u and the share
of things that have a partner at all are estimated from the pairs themselves by EM; the shipped values of a comparison
count as so many pairs seen before, so that a small book keeps to them and a large one has its own way.

A thing has one partner at most. So a pair does not only stand or fall by itself: what speaks for one candidate speaks
against the others of both its ends. The probabilities are those of a random matching in which each pair weighs
odds x m/u, found by passing messages between the ends of each pair until they agree (exact where candidates make no
circle, close otherwise).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ticktie.domain.items import Int64

Floats = npt.NDArray[np.float64]
Levels = npt.NDArray[np.int16]

_SHIPPED = 30.0  # pairs that the shipped values count for, among those that belong together
_SHIPPED_CHANCE = 200.0  # and among those that meet by chance
_SHARE, _SHARE_SEEN = 0.5, 4.0  # share of things with a partner before any is seen, and how many that counts for
_ROUNDS, _MESSAGES = 12, 6  # of EM; of messages within each
_STILL = 1e-4  # share of partners that a round may move when the estimate has settled


@dataclass(frozen=True)
class Comparison:
    """One way to compare: its levels, each with the shipped (m, u)."""

    name: str
    levels: Mapping[str, tuple[float, float]]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The levels' names, by number."""
        return tuple(self.levels)

    def number(self, level: str) -> int:
        return self.words.index(level)

    @cached_property
    def shipped(self) -> tuple[Floats, Floats]:
        """m and u of every level, each adding up to 1."""
        m, u = (np.array(column) for column in zip(*self.levels.values(), strict=True))
        return m / m.sum(), u / u.sum()


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs: the number of each end, and the level of each comparison. lefts, rights: how many ends there are."""

    left: Int64
    right: Int64
    levels: Sequence[Levels]
    lefts: int
    rights: int

    def __len__(self) -> int:
        return len(self.left)

    def only(self, kept: npt.NDArray[np.bool_]) -> Pairs:
        """Some of the pairs."""
        return Pairs(self.left[kept], self.right[kept], [level[kept] for level in self.levels], self.lefts, self.rights)


@dataclass(frozen=True)
class Chance:
    """Levels of pairs as chance makes them. counts: pairs by level, per comparison, of those looked at. of: pairs there are."""

    counts: Sequence[Floats]
    of: float


@dataclass(frozen=True)
class Model:
    """m and u per comparison and level, and the odds of a pair of which nothing is known."""

    m: Sequence[Floats]
    u: Sequence[Floats]
    odds: float

    def gains(self, pairs: Pairs) -> Floats:
        """Log odds of every pair, taken alone."""
        total = np.full(len(pairs), np.log(self.odds))
        for m, u, level in zip(self.m, self.u, pairs.levels, strict=True):
            total += np.log(m / u)[level]
        return total


@dataclass(frozen=True)
class Scores:
    """What the model says of its pairs. gain: log odds taken alone. probability: against all other candidates."""

    model: Model
    gain: Floats
    probability: Floats


def chance_of(comparisons: Sequence[Comparison], levels: Sequence[Levels], of: float | None = None) -> Chance:
    """Chance as these pairs show it; of: how many pairs they stand for, where they are a part."""
    counts = [np.bincount(level, minlength=len(c.words)).astype(float) for c, level in zip(comparisons, levels, strict=True)]
    return Chance(counts, of or float(len(levels[0])))


def score(comparisons: Sequence[Comparison], pairs: Pairs, chance: Chance | None = None) -> Scores:
    """Estimate the model from the pairs and score them. chance: None where the pairs themselves are mostly accidents."""
    chance = chance or chance_of(comparisons, pairs.levels)
    flow, matched, before = _Flow(pairs), np.zeros(len(pairs)), -1.0
    expected = _SHARE * min(pairs.lefts, pairs.rights)
    for _ in range(_ROUNDS):
        model = _model(comparisons, pairs, chance, matched, expected)
        gain = model.gains(pairs) + _less_itself(comparisons, pairs, model, matched)
        matched = flow.probability(gain, _MESSAGES)
        expected = float(matched.sum())
        if abs(expected - before) <= _STILL * min(pairs.lefts, pairs.rights):
            break
        before = expected
    return Scores(model, gain, flow.probability(gain, _MESSAGES * 4))


def _model(comparisons: Sequence[Comparison], pairs: Pairs, chance: Chance, matched: Floats, expected: float) -> Model:
    """The weights that these probabilities of the pairs bear out."""
    m = [_share(_count(c, level, matched), c.shipped[0], _SHIPPED) for c, level in zip(comparisons, pairs.levels, strict=True)]
    return Model(m, _by_chance(comparisons, pairs, chance, matched), _odds(pairs, chance, expected))


def _less_itself(comparisons: Sequence[Comparison], pairs: Pairs, model: Model, matched: Floats) -> Floats:
    """What each gain owes to the pair's own part in m: none may testify for itself, or whatever is rare would look typical."""
    total = float(matched.sum()) + _SHIPPED
    change = np.full(len(pairs), 0.0)
    for m, level in zip(model.m, pairs.levels, strict=True):
        seen = m[level] * total
        change += np.log(np.maximum(seen - matched, 1e-9) / seen * (total / (total - matched)))
    return change


def _count(comparison: Comparison, level: Levels, weight: Floats) -> Floats:
    return np.asarray(np.bincount(level, weights=weight, minlength=len(comparison.words)), dtype=np.float64)


def _share(counts: Floats, shipped: Floats, weight: float) -> Floats:
    """Shares of the levels, with the shipped ones counting for `weight` pairs."""
    return np.asarray((counts + weight * shipped) / (counts.sum() + weight))


def _by_chance(comparisons: Sequence[Comparison], pairs: Pairs, chance: Chance, matched: Floats) -> list[Floats]:
    """u: the levels of chance less what belongs together."""
    return [
        _share(np.maximum(counts - counts.sum() / chance.of * _count(c, level, matched), 0.0), c.shipped[1], _SHIPPED_CHANCE)
        for c, level, counts in zip(comparisons, pairs.levels, chance.counts, strict=True)
    ]


def _odds(pairs: Pairs, chance: Chance, matched: float) -> float:
    """What a pair of which nothing is known weighs, so that about `matched` of them belong together."""
    fewer = min(pairs.lefts, pairs.rights)
    share = (matched + _SHARE_SEEN * _SHARE) / (fewer + _SHARE_SEEN)
    partners = share * fewer
    return partners / chance.of / ((1 - partners / pairs.lefts) * (1 - partners / pairs.rights))


class _Flow:
    """Messages between the ends of pairs: how likely each end would be free, were it not for this pair."""

    def __init__(self, pairs: Pairs):
        self.pairs = pairs
        self.free_left, self.free_right = np.ones(len(pairs)), np.ones(len(pairs))

    def probability(self, gain: Floats, rounds: int) -> Floats:
        """Of every pair, that its ends belong together."""
        weight = np.exp(np.minimum(gain, 100.0))
        for _ in range(rounds):
            self.free_left = self._free(self.pairs.left, self.pairs.lefts, weight * self.free_right)
            self.free_right = self._free(self.pairs.right, self.pairs.rights, weight * self.free_left)
        both = weight * self.free_left * self.free_right
        return np.asarray(both / (1 + both))

    @staticmethod
    def _free(end: Int64, ends: int, pull: Floats) -> Floats:
        others = np.bincount(end, weights=pull, minlength=ends)[end] - pull
        return np.asarray(1 / (1 + np.maximum(others, 0.0)))
