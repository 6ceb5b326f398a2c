"""The set of bank transfers with known partners: 22,662 lines sent, 22,662 received, each with one partner.

No names and no numbers: amounts (fees and exchange change most of them), dates (money arrives later) and memos (cut off,
parts missing). The comparisons below are made for it; the model that weighs them and the choice are the product's own
(matching/scoring.py, matching/assignment.py). Nothing is learned from the truth: windows are wide and then narrowed to
where the model finds partners in a part of the lines; weights are estimated on all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ticktie.matching.assignment import choose
from ticktie.matching.scoring import Comparison, Pairs, Scores, chance_of, score

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "transactions"
Ints = npt.NDArray[np.int64]

_WIDE_AMOUNT, _WIDE_DAYS = 0.25, (-5, 40)  # how far amounts and dates of partners may lie apart, before anything is known
_STEP = 0.01  # width of a band of amounts
_BANDS = int(np.ceil(-np.log(1 - _WIDE_AMOUNT) / _STEP))  # on either side of equal
_LETTERS = 24  # of a memo that are compared
_FREQUENCY = 15  # bands of how many memos start alike: 1, 2-3, 4-7 ...
_EVERY = 15  # lines of which one shows where to look
_SEEN = 0.5  # partners that a band must have shown to be kept
_HOPELESS = -16.0  # log odds below which a pair is left out
_CHUNK = 2000


@dataclass(frozen=True)
class Lines:
    """One side: minor units, days, memos, and the truth, which is only for scoring."""

    amount: Ints
    day: Ints
    memo: list[str]
    truth: Ints

    def __len__(self) -> int:
        return len(self.amount)


def load(folder: Path = FOLDER, most: int | None = None) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Both sides, their rows shuffled and their ids replaced, so that no order tells; None where the set is not there."""
    paths = [folder / f"{name}.parquet" for name in ("origin", "destination")]
    if not all(p.exists() for p in paths):
        return None
    sides = [pd.read_parquet(p) for p in paths]
    if most is not None:
        kept = np.sort(sides[0]["ground_truth"].unique())[:most]
        sides = [s[s["ground_truth"].isin(kept)] for s in sides]
    shuffled = [s.sample(frac=1, random_state=seed).reset_index(drop=True) for seed, s in enumerate(sides)]
    return tuple(s.assign(unique_id=np.arange(len(s)), transaction_date=s["transaction_date"].astype(str)) for s in shuffled)  # type: ignore[return-value]


def lines(side: pd.DataFrame) -> Lines:
    """A side as columns of numbers."""
    days = pd.to_datetime(side["transaction_date"]).to_numpy().astype("datetime64[D]").astype(np.int64)
    amount = np.round(side["amount"].to_numpy() * 100).astype(np.int64)
    return Lines(amount, days, [" ".join(str(m).split()) for m in side["memo"]], side["ground_truth"].to_numpy())


def match(sent: Lines, received: Lines, threshold: float = 0.5) -> tuple[Ints, Ints]:
    """The partners chosen: numbers of lines sent and received."""
    compare = _Compare(sent, received)
    some = np.arange(0, len(sent), min(_EVERY, max(1, len(sent) // 200)))
    left, right = compare.pairs(some, 1 - _WIDE_AMOUNT, 1 / (1 - _WIDE_AMOUNT), *_WIDE_DAYS)
    first = Pairs(np.searchsorted(some, left), right, compare.levels(left, right), len(some), len(received))
    learned = score(compare.comparisons, first)
    left, right = compare.pairs(np.arange(len(sent)), *compare.window(first, learned))
    levels = compare.levels(left, right)
    every = Pairs(left, right, levels, len(sent), len(received))
    worth = every.only(learned.model.gains(every) > _HOPELESS)
    scores = score(compare.comparisons, worth, chance_of(compare.comparisons, levels))
    chosen = choose(worth.left, worth.right, scores.gain).chosen & (scores.probability >= threshold)
    return worth.left[chosen], worth.right[chosen]


def _expected(name: str, likelier: npt.NDArray[np.float64]) -> Comparison:
    """A comparison that starts from what anybody would expect of partners; how chance looks is seen from the pairs."""
    return Comparison(name, {str(n): (float(m), 1.0) for n, m in enumerate(likelier)})


def _comparisons() -> tuple[Comparison, Comparison, Comparison]:
    """Partners have equal or near amounts, arrive soon and not before, and their memos start alike."""
    bands, lag = np.abs(np.arange(2 * _BANDS + 2) - _BANDS - 1), np.arange(_WIDE_DAYS[0], _WIDE_DAYS[1] + 1)
    amount = np.append(10.0, np.exp(-bands / 5))
    days = np.where(lag < 0, 0.01, np.exp(-np.maximum(lag, 0) / 7))
    memo = np.exp(-np.repeat(np.arange(_FREQUENCY + 1), 4) / 3) * np.tile([3.0, 3.0, 2.0, 1.0], _FREQUENCY + 1)
    return _expected("amount", amount), _expected("days", days), _expected("memo", memo)


class _Compare:
    """Candidates of two sides and the levels of their comparisons."""

    def __init__(self, sent: Lines, received: Lines):
        self.sent, self.received = sent, received
        self.by_amount = np.argsort(received.amount, kind="stable")
        self.sorted = received.amount[self.by_amount]
        self.memos = _Memos([*sent.memo, *received.memo])
        self.comparisons = _comparisons()

    def pairs(self, some: Ints, low: float, high: float, early: int, late: int) -> tuple[Ints, Ints]:
        """Pairs whose amounts and dates are so near: received / sent within low..high, received early..late days after."""
        made = [self._pairs(some[at : at + _CHUNK], low, high, early, late) for at in range(0, len(some), _CHUNK)]
        return np.concatenate([left for left, _ in made]), np.concatenate([right for _, right in made])

    def _pairs(self, some: Ints, low: float, high: float, early: int, late: int) -> tuple[Ints, Ints]:
        first = np.searchsorted(self.sorted, self.sent.amount[some] * low)
        counts = np.searchsorted(self.sorted, self.sent.amount[some] * high, side="right") - first
        left = np.repeat(some, counts)
        place = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
        right = self.by_amount[place]
        lag = self.received.day[right] - self.sent.day[left]
        near = (lag >= early) & (lag <= late)
        return left[near], right[near]

    def levels(self, left: Ints, right: Ints) -> list[npt.NDArray[np.int16]]:
        """Equal amounts or a band of their ratio; days between; how the memos agree."""
        ratio = np.log(self.received.amount[right] / self.sent.amount[left])
        band = np.clip(np.floor(ratio / _STEP).astype(np.int64) + _BANDS + 1, 0, 2 * _BANDS + 1) + 1
        amount = np.where(ratio == 0, 0, band)
        days = self.received.day[right] - self.sent.day[left] - _WIDE_DAYS[0]
        return [level.astype(np.int16) for level in (amount, days, self.memos.level(left, right + len(self.sent)))]

    def window(self, pairs: Pairs, scores: Scores) -> tuple[float, float, int, int]:
        """Where partners were found: the bands of amounts and the days, as arguments of `pairs`."""
        seen = [
            np.flatnonzero(np.bincount(level, weights=scores.probability, minlength=len(c.words)) >= _SEEN)
            for c, level in zip(self.comparisons[:2], pairs.levels[:2], strict=True)
        ]
        bands = np.append(seen[0][seen[0] > 0], _BANDS + 2) - _BANDS - 2
        low, high = np.exp(bands.min() * _STEP), np.exp((bands.max() + 1) * _STEP)
        return float(low), float(high), int(seen[1].min()) + _WIDE_DAYS[0], int(seen[1].max()) + _WIDE_DAYS[0]


class _Memos:
    """Memos as letters: what two of them have in common from the start, and how rare that is."""

    def __init__(self, memos: list[str]):
        texts = pd.Series(memos)
        self.letters = np.zeros((len(memos), _LETTERS), dtype=np.uint32)
        for n, memo in enumerate(memos):
            self.letters[n, : len(memo[:_LETTERS])] = [ord(c) for c in memo[:_LETTERS]]
        self.length = np.minimum(texts.str.len().to_numpy(dtype=np.int64), _LETTERS)
        self.alike = np.full((len(memos), _LETTERS + 1), len(memos), dtype=np.int32)  # memos that start with so many letters
        for size in range(1, _LETTERS + 1):
            codes, _ = pd.factorize(texts.str[:size])
            self.alike[:, size] = np.bincount(codes)[codes]
        self.last, _ = pd.factorize(texts.str.split(" ").str[-1])

    def level(self, one: Ints, two: Ints) -> npt.NDArray[Any]:
        """How many memos start as these two do, in bands; and how they end: alike, one cut off, the last word alike, apart."""
        common = np.zeros(len(one), dtype=np.int64)
        for at in range(0, len(one), 500_000):
            part = slice(at, at + 500_000)
            same = self.letters[one[part]] == self.letters[two[part]]
            common[part] = np.where(same.all(axis=1), _LETTERS, np.argmin(same, axis=1))
        shorter = np.minimum(self.length[one], self.length[two])
        common = np.minimum(common, shorter)
        band = np.minimum(np.floor(np.log2(self.alike[one, common])), _FREQUENCY).astype(np.int64)
        whole, equal = common == shorter, self.length[one] == self.length[two]
        return band * 4 + np.where(whole, np.where(equal, 0, 1), np.where(self.last[one] == self.last[two], 2, 3))
