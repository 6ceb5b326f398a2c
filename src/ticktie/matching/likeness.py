"""How a payment and a document are compared when nothing names the one in the other: the comparisons of passes/likely.

The shipped figures of every level are (m, u): how often it is seen where a payment that all other passes left open does
pay the document, and how often with any other document. They are what a book is taken for until it shows its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from rapidfuzz import fuzz

from ticktie.domain.evidence import NO_PARTY
from ticktie.domain.items import Int64, OpenItems
from ticktie.domain.number_forms import canonical
from ticktie.domain.vocabulary import plain
from ticktie.matching.accounts import Unit
from ticktie.matching.chance import zeros
from ticktie.matching.names_alike import RareWords, core
from ticktie.matching.scoring import Comparison, Levels

NAME = Comparison("name", {
    "equal": (0.42, 0.02), "starts": (0.08, 0.004), "high": (0.08, 0.004), "medium": (0.05, 0.01), "low": (0.04, 0.03),
    "person": (0.08, 0.08), "none": (0.12, 0.12), "stranger": (0.08, 0.50), "other": (0.0002, 0.25),
})  # fmt: skip
AMOUNT = Comparison("amount", {
    "equal": (0.48, 0.004), "round": (0.08, 0.02), "fee": (0.08, 0.004), "near": (0.06, 0.04), "share": (0.06, 0.03),
    "less": (0.12, 0.25), "more": (0.03, 0.12), "far": (0.002, 0.53),
})  # fmt: skip
DAYS = Comparison("days", {
    "before": (0.10, 0.40), "month": (0.48, 0.25), "two_months": (0.22, 0.15), "quarter": (0.13, 0.10), "later": (0.05, 0.08),
    "unknown": (0.02, 0.02),
})  # fmt: skip
NUMBER = Comparison("number", {"slip": (0.05, 0.001), "end": (0.04, 0.004), "another": (0.02, 0.08), "none": (0.89, 0.915)})
FIRM = Comparison("firm", {"whole": (0.05, 0.001), "part": (0.08, 0.01), "none": (0.87, 0.989)})
PRODUCT = Comparison("product", {"said": (0.04, 0.01), "none": (0.96, 0.99)})
COMPARISONS = (NAME, AMOUNT, DAYS, NUMBER, FIRM, PRODUCT)
EQUAL = (AMOUNT.number("equal"), AMOUNT.number("round"))

_ROUND = 5  # trailing zeros in minor units: 1,000.00
_FEE, _FEE_SHARE = 5000, 0.02  # a transfer fee is at most 50.00, and no great part of the payment
_NEAR, _MORE, _LESS = 0.05, 1.5, 0.1
_SHARES = 10  # a part payment is often a tenth or several
_HIGH, _MEDIUM, _LOW = 85, 60, 75  # likeness of names; low holds without a rare word in common, medium with one
_LEAST = 4  # characters of a name that starts another; digits of a number named by its end: one fewer
_DIGITS = re.compile(r"[A-Z]*\d{3,}")
_NO_DATE = -(10**7)


@dataclass(frozen=True)
class Field:
    """The payments and units that are compared, each side in the order of time."""

    items: OpenItems
    payments: Sequence[int]
    units: Sequence[Unit]
    values: Int64

    @cached_property
    def first(self) -> Int64:
        """The first item of every unit."""
        return np.array([unit[0] for unit in self.units], dtype=np.int64)

    @cached_property
    def amounts(self) -> Int64:
        return self.items.residual[np.array(self.payments, dtype=np.int64)]

    @cached_property
    def payer_keys(self) -> list[str]:
        keys = self.items.values("party_key")
        return [str(keys[p]) for p in self.payments]

    @cached_property
    def memos(self) -> list[str]:
        return [plain(self.items.evidence.memos[p]) for p in self.payments]

    @cached_property
    def rare(self) -> RareWords:
        """What tells the customers of the whole book apart."""
        return RareWords(self.items.evidence.keys)

    def levels(self, left: Int64, right: Int64) -> list[Levels]:
        """Every comparison of these pairs of payment and unit, as numbers into the two sides."""
        pairs = list(zip(left.tolist(), right.tolist(), strict=True))
        words = _Words(self)
        said = (
            [NAME.number(words.name(p, u)) for p, u in pairs], self._amount(left, right), self._days(left, right),
            [NUMBER.number(words.number(p, u)) for p, u in pairs], [FIRM.number(words.firm(p, u)) for p, u in pairs],
            [PRODUCT.number(words.product(p, u)) for p, u in pairs],
        )  # fmt: skip
        return [np.asarray(level, dtype=np.int16) for level in said]

    def _amount(self, left: Int64, right: Int64) -> Levels:
        paid, asked = np.abs(self.amounts[left]), np.abs(self.values[right])
        gap, ratio = asked - paid, paid / asked
        round_ = np.array([is_round(int(a)) for a in self.amounts], dtype=bool)[left]
        share = (paid * _SHARES % asked == 0) & (paid < asked)
        fee = (gap > 0) & (gap <= np.minimum(_FEE, asked * _FEE_SHARE))
        tests = [(gap == 0) & ~round_, gap == 0, fee, np.abs(ratio - 1) <= _NEAR, share, (ratio < 1) & (ratio >= _LESS), (ratio > 1) & (ratio <= _MORE)]
        return np.asarray(np.select(tests, range(len(tests)), default=len(tests)), dtype=np.int16)

    def _days(self, left: Int64, right: Int64) -> Levels:
        paid, charged = self.items.dates[np.array(self.payments, dtype=np.int64)][left], self.items.dates[self.first[right]]
        unknown = (paid < _NO_DATE) | (charged < _NO_DATE)
        lag = np.where(unknown, 0, paid - np.where(unknown, 0, charged))
        tests = [unknown, lag < 0, lag <= 31, lag <= 62, lag <= 124]
        return np.asarray(np.select(tests, [5, 0, 1, 2, 3], default=4), dtype=np.int16)


class _Words:
    """The comparisons of words, each pair of texts compared once."""

    def __init__(self, field: Field):
        self.field = field
        evidence, number, product = field.items.evidence, field.items.values("number"), field.items.values("product")
        self.party = [int(evidence.party[p]) for p in field.payments]
        self.owner = [int(evidence.party[u[0]]) for u in field.units]
        self.kind = [evidence.payer.get(p, "other") for p in field.payments]
        self.numbers = [canonical(str(number[u[0]])) for u in field.units]
        self.products = [frozenset(w for i in u if len(w := plain(str(product[i]))) > 1) for u in field.units]
        self.digits = [tuple(canonical(d) for d in _DIGITS.findall(m)) for m in field.memos]
        self.unknown = [bool(evidence.names(p).unknown) for p in field.payments]
        self._names: dict[tuple[str, int], str] = {}
        self._firms: dict[tuple[str, int], str] = {}

    def name(self, p: int, u: int) -> str:
        """Level of NAME."""
        owner, key = self.owner[u], self.field.payer_keys[p]
        if owner == NO_PARTY or (self.party[p] == NO_PARTY and not key):
            return "none"
        if self.party[p] != NO_PARTY:
            return "equal" if self.party[p] == owner else "other"
        if (key, owner) not in self._names:
            self._names[key, owner] = self._alike(key, owner, self.kind[p])
        return self._names[key, owner]

    def _alike(self, key: str, owner: int, kind: str) -> str:
        customer = self.field.items.evidence.keys[owner]
        shorter, longer = sorted((key, customer), key=len)
        if kind == "person":
            return "person"
        if owner in self.field.rare.starting(key) or (len(shorter) >= _LEAST and longer.startswith(shorter)):
            return "starts"
        ratio = fuzz.ratio(core(key), core(customer))
        rare = self.field.rare.shared(key, owner)
        if ratio >= _HIGH:
            return "high"
        return "medium" if rare and ratio >= _MEDIUM else "low" if rare or ratio >= _LOW else "stranger"

    def number(self, p: int, u: int) -> str:
        """Level of NUMBER."""
        number = self.numbers[u]
        if number and self.digits[p]:
            if any(slip(said, number) for said in self.digits[p]):
                return "slip"
            if any(len(said) >= _LEAST - 1 and len(said) < len(number) and number.endswith(said) for said in self.digits[p]):
                return "end"
        return "another" if self.unknown[p] else "none"

    def firm(self, p: int, u: int) -> str:
        """Level of FIRM."""
        memo, owner = self.field.memos[p], self.owner[u]
        if owner == NO_PARTY or not memo:
            return "none"
        if (memo, owner) not in self._firms:
            whole = self.field.items.evidence.says_company(self.field.payments[p], owner)
            self._firms[memo, owner] = "whole" if whole else "part" if self.field.rare.shared(memo, owner) else "none"
        return self._firms[memo, owner]

    def product(self, p: int, u: int) -> str:
        """Level of PRODUCT."""
        memo = self.field.memos[p]
        return "said" if memo and any(word in memo for word in self.products[u]) else "none"


def is_round(amount: int) -> bool:
    """A whole thousand: many a payment has nothing else in common with a document."""
    return zeros(amount) >= _ROUND


@lru_cache(maxsize=65536)
def slip(said: str, number: str) -> bool:
    """The number with one digit wrong, lost, doubled or two exchanged; the prefix may be missing."""
    if said == number or len(said) < _LEAST or not _both_numbers(said, number):
        return False
    wanted = number if said[0].isalpha() else number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if abs(len(said) - len(wanted)) > 1 or len(wanted) <= _LEAST:
        return False
    if len(said) == len(wanted):
        wrong = [i for i, (a, b) in enumerate(zip(said, wanted, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and said[wrong[0]] == wanted[wrong[1]] and said[wrong[1]] == wanted[wrong[0]]
        return len(wrong) == 1 or swapped
    shorter, longer = sorted((said, wanted), key=len)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _both_numbers(*texts: str) -> bool:
    return all(any(c.isdigit() for c in text) for text in texts)


def parts(levels: Iterable[int]) -> list[str]:
    """What spoke for or against a pair, as words `comparison.level`; comparisons that found nothing are left out."""
    words = (f"{c.name}.{c.words[level]}" for c, level in zip(COMPARISONS, levels, strict=True))
    return [w for w in words if not w.endswith(".none")]
