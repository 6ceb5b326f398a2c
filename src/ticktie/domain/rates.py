"""Exchange rates: what one unit of a currency is worth in the book's own currency, by day, and conversions without loss.

A rate is a Fraction, so that a conversion is exact until someone rounds it. Days count from 1970-01-01.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from ticktie.domain.money import exponent

MAJOR = ("USD", "EUR", "GBP", "CHF", "CAD", "AUD", "SGD")  # none of them costs 100 units of a currency with cents
_VALID = 31  # days that a dated rate holds: book rates are set for a month
_FIXED = re.compile(r"(?P<units>\d+)?\s*(?P<currency>[A-Za-z]{3})\s*[=:\s]\s*(?P<rate>\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Rates:
    """Units of `base` for one unit of another currency.

    dated: currency -> (day, rate) by day; each holds from its day until the next, at most 31 days. fixed: currency ->
    rate, where no dated one holds.
    """

    base: str = "CNY"
    dated: Mapping[str, tuple[tuple[int, Fraction], ...]] = field(default_factory=dict)
    fixed: Mapping[str, Fraction] = field(default_factory=dict)

    @classmethod
    def of(cls, base: str, quotes: Iterable[tuple[str, int | None, Fraction]], fixed: str = "") -> Rates:
        """quotes: (currency, day or None for any day, rate). fixed: as the rule `rates` writes them; it comes before quotes without a day.

        Raises ValueError as `read_fixed`.
        """
        dated: dict[str, dict[int, Fraction]] = {}
        any_day: dict[str, Fraction] = {}
        for currency, day, rate in quotes:
            if day is None:
                any_day[currency] = rate
            else:
                dated.setdefault(currency, {})[day] = rate
        return cls(base, {c: tuple(sorted(days.items())) for c, days in dated.items()}, any_day | read_fixed(fixed))

    def on(self, currency: str, day: int) -> Fraction | None:
        """The rate of a day; None where nobody gave one."""
        if currency == self.base:
            return Fraction(1)
        quotes = self.dated.get(currency, ())
        at = bisect_right(quotes, day, key=lambda q: q[0]) - 1
        if at >= 0 and day - quotes[at][0] <= _VALID:
            return quotes[at][1]
        return self.fixed.get(currency)


def read_fixed(text: str) -> dict[str, Fraction]:
    """`USD=7.10, 100JPY=4.85` as rates of one unit. Raises ValueError for anything else."""
    found: dict[str, Fraction] = {}
    for part in (p.strip() for p in re.split(r"[,;，；]", text) if p.strip()):
        told = _FIXED.fullmatch(part)
        if not told or not Fraction(told["rate"]) or told["units"] == "0":
            raise ValueError(part)
        found[told["currency"].upper()] = Fraction(told["rate"]) / int(told["units"] or 1)
    return found


def for_one(rate: Fraction, currency: str) -> Fraction:
    """A rate for one unit, where it may be quoted for a hundred, as banks do: a dollar for 710, 100 yen for 4.8."""
    hundred = rate >= 100 if currency in MAJOR else exponent(currency) == 0 and rate > 1
    return rate / 100 if hundred else rate


def convert(minor: int, source: str, target: str, rate: Fraction) -> Fraction:
    """Minor units of `source` in minor units of `target`, exact. rate: units of target for one unit of source."""
    return minor * rate * Fraction(10) ** (exponent(target) - exponent(source))


def half_up(value: Fraction) -> int:
    """To the nearest whole minor unit, halves away from zero."""
    return int(value + Fraction(1, 2)) if value >= 0 else -int(-value + Fraction(1, 2))


def shown(rate: Fraction) -> str:
    """A rate as people write it: exact where it ends within ten places, else rounded to ten."""
    return f"{Decimal(round(rate * 10**10)).scaleb(-10).normalize():f}"
