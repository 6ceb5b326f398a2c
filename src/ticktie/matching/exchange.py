"""Which rate joins a payment and a charge in another currency, and who says so.

    row       the payment's row states the rate, or the memo does (汇率7.1052, USD1000@7.1052)
    amount    the memo states the amount in the charge's currency (USD 1,000.00)
    book      a rate sheet or the rule `rates` has one for the payment's day

What the row and the memo say is a fact of the payment. A rate of the book is what somebody expected: the bank's differs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Literal

from ticktie.domain.items import Int64, OpenItems
from ticktie.domain.links import Allocation, Exchange
from ticktie.domain.money import currency_of, currency_words, to_minor
from ticktie.domain.rates import MAJOR, Rates, convert, half_up
from ticktie.domain.text import nfkc, simplified
from ticktie.domain.vocabulary import plain

_RATE = re.compile(r"(?:汇率|汇价|EXCHANGERATE|EX\.?RATE|RATE|@)[:=为按]?(\d{1,4}(?:\.\d{1,8})?)(?![\d.,]|%)")
_AMOUNT = r"(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)(?![\d.])"


@dataclass(frozen=True, slots=True)
class Quote:
    """rate: units of the payment's currency for one unit of the charge's. by: see the module."""

    rate: Fraction
    by: Literal["row", "amount", "book"]

    def paid_for(self, items: OpenItems, payment: int, charge: int, amount: int) -> Fraction:
        """What `amount` of the charge's currency is in minor units of the payment's, exact."""
        return convert(amount, items.currencies[charge], items.currencies[payment], self.rate)

    def settles(self, items: OpenItems, payment: int, charge: int, paid: int) -> int:
        """What `paid` of the payment's currency settles of the charge, in its minor units."""
        return half_up(convert(paid, items.currencies[payment], items.currencies[charge], 1 / self.rate))


def quote(items: OpenItems, payment: int, charge: int, open_: int) -> Quote | None:
    """The rate for this payment. open_: what the payment would settle in full, minor units of the charge's currency."""
    ours, theirs = items.currencies[payment], items.currencies[charge]
    rates, day = items.evidence.rates, int(items.dates[payment])
    memo = str(items.evidence.memos[payment])
    if (told := _stated(str(items.values("rate")[payment]), memo)) is not None and rates.base in (ours, theirs):
        return _as_meant(items, payment, charge, open_, told if ours == rates.base else 1 / told)
    if open_ in _amounts(memo, theirs):
        whole = convert(open_, theirs, ours, Fraction(1))
        return Quote(Fraction(int(items.residual[payment])) / whole, "amount")
    return _of_the_book(rates, ours, theirs, day)


def has_rate(rates: Rates, row: Mapping[str, Any], theirs: str) -> bool:
    """Something could join this payment (its columns) and a charge in the currency `theirs`."""
    ours, memo = row["currency"], row["memo"]
    day = int(row["date"].to_datetime64().astype("datetime64[D]").astype("int64"))
    told = rates.base in (ours, theirs) and _stated(row["rate"], memo) is not None
    return told or bool(_amounts(memo, theirs)) or _of_the_book(rates, ours, theirs, day) is not None


def _as_meant(items: OpenItems, payment: int, charge: int, open_: int, rate: Fraction) -> Quote:
    """A rate may be written for one unit, for a hundred, or the other way round: as it makes the amounts equal, else for one.

    A dollar that costs 7.1 is read in no other way.
    """
    usual = items.currencies[charge] in MAJOR and 1 <= rate < 100
    readings = [Quote(r, "row") for r in ((rate,) if usual else (rate, rate / 100, 1 / rate))]
    paid = int(items.residual[payment])
    return next((q for q in readings if abs(q.paid_for(items, payment, charge, open_) - paid) < 1), readings[0])


def _of_the_book(rates: Rates, ours: str, theirs: str, day: int) -> Quote | None:
    one, two = rates.on(theirs, day), rates.on(ours, day)
    return Quote(one / two, "book") if one and two else None


def _stated(written: str, memo: str) -> Fraction | None:
    """Units of the book's currency for one unit of the other, as row or memo say; a rate of 1 says nothing."""
    rate = Fraction(written) if written else None
    if rate in (None, 1) and len(found := set(_RATE.findall(plain(memo)))) == 1:
        rate = Fraction(found.pop())
    return rate if rate not in (None, 0, 1) else None


def _amounts(memo: str, currency: str) -> set[int]:
    """Amounts in a currency that a memo states before or behind its word, in minor units."""
    text = simplified(nfkc(memo)).upper()
    found = (written for pattern in _patterns(currency) for written in pattern.findall(text))
    return {to_minor(Decimal(written.replace(",", "")), currency)[0] for written in found}


@cache
def _patterns(currency: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    own = [re.escape(plain(w)) for w in currency_words() if currency_of(w) == currency and not w.isdigit()]
    words = "|".join(sorted(own, key=len, reverse=True))
    return re.compile(rf"(?<![A-Z])(?:{words})[\s:]*{_AMOUNT}"), re.compile(rf"(?<![\w.,]){_AMOUNT}\s*(?:{words})(?![A-Z])")


def as_much(items: OpenItems, payment: int, charge: int, left: Int64) -> Allocation | None:
    """As much of the charge as the payment settles at its rate, where both are receivables and money in; None without a rate."""
    open_, paid = int(left[charge]), int(left[payment])
    rate = quote(items, payment, charge, open_) if open_ > 0 < paid else None
    if rate is None:
        return None
    wanted = rate.paid_for(items, payment, charge, open_)
    if paid >= wanted - 1:
        return exchanged(items, payment, (charge,), (open_,), paid if abs(paid - wanted) < 1 else half_up(wanted), rate)[0]
    part = rate.settles(items, payment, charge, paid)
    return exchanged(items, payment, (charge,), (part,), paid, rate)[0] if part else None


def exchanged(items: OpenItems, payment: int, charges: tuple[int, ...], amounts: tuple[int, ...], paid: int, rate: Quote) -> tuple[Allocation, ...]:
    """Allocations of `amounts` to `charges` that take `paid` of the payment together, each its share at the rate."""
    made: list[Allocation] = []
    done = taken = 0
    for n, (charge, amount) in enumerate(zip(charges, amounts, strict=True), 1):
        done += amount
        upto = paid if n == len(charges) else half_up(rate.paid_for(items, payment, charge, done))
        made.append(Allocation(charge, payment, amount, Exchange(upto - taken, rate.rate)))
        taken = upto
    return tuple(made)
