"""Money as int64 minor units with a currency; never a float.

An amount is an integer count of the currency's smallest unit (fen, cent, yen). `Decimal` lives only
while one cell is read; rounding happens here and nowhere else, half-up, and tells what it took away.
"""

from __future__ import annotations

import tomllib
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files

MAX_MINOR = 2**62  # sums of two amounts must still fit int64


class MoneyError(ValueError):
    """A slip of our own code: two currencies added, or an amount that cannot be held."""


@cache
def _table() -> tuple[dict[str, int], dict[str, str]]:
    data = tomllib.loads(files("ticktie.domain.data").joinpath("currencies.toml").read_text("utf-8"))
    exponents = {code: int(entry.get("exponent", 2)) for code, entry in data.items()}
    words = {word.upper(): code for code, entry in data.items() for word in [code, *entry.get("words", [])]}
    return exponents, words


def exponent(currency: str) -> int:
    """Decimal places of `currency` (ISO 4217); 2 for a code that is not listed."""
    return _table()[0].get(currency, 2)


def currency_of(word: str) -> str | None:
    """The ISO code a cell or mark means (人民币元 -> CNY, US$ -> USD), or None."""
    return _table()[1].get(word.strip().upper())


def currency_words() -> list[str]:
    """Every word and mark that names a currency, longest first."""
    return sorted(_table()[1], key=len, reverse=True)


def to_minor(value: Decimal, currency: str) -> tuple[int, Decimal]:
    """`value` in minor units, half-up, and the rounded-away part (0 for an exact amount).

    Raises MoneyError when the amount does not fit 62 bits.
    """
    scale = Decimal(10) ** exponent(currency)
    minor = (value * scale).to_integral_value(ROUND_HALF_UP)
    if abs(minor) > MAX_MINOR:
        raise MoneyError(f"{value} {currency} does not fit")
    return int(minor), value - minor / scale


def to_decimal(minor: int, currency: str) -> Decimal:
    """The amount as a Decimal with exactly the currency's places."""
    return Decimal(int(minor)).scaleb(-exponent(currency))


def to_text(minor: int, currency: str) -> str:
    """The amount as the result file writes it: `1200.00`, `-3`, no separators."""
    return f"{to_decimal(minor, currency):f}"
