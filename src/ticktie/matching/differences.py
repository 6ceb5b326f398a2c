"""What of a named document a payment leaves out, and why: always a named line, never a silent tolerance.

    stated    the memo says the amount or the percentage: 扣手续费5元, 零头50元抹零, 扣2%折扣, 扣质保金5%
    fees      what the payer's bank or platform keeps (rule `fees`, for all, one payer or one customer)
    retention what the customer withholds until the warranty ends (rule `retention`)
    terms     the cash discount agreed with the customer, taken in time (rule `terms`), of the amount with VAT, or without
              it where the rule `discount_vat` gives the rate
    write-off short by no more than the firm allows for this customer (rule `write_off_limit`, none by default)

The difference must be what is missing to the cent. It falls on the last of the documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ticktie.domain.items import Int64, OpenItems
from ticktie.domain.links import Allocation, Difference, DifferenceKind
from ticktie.domain.money import to_decimal, to_minor
from ticktie.domain.rates import half_up
from ticktie.domain.rules import Rules
from ticktie.domain.vocabulary import plain

_AMOUNT = r"(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)(?![\d.]|%)"
_PERCENT = r"(\d{1,2}(?:\.\d{1,3})?)%"
_WORDS: tuple[tuple[DifferenceKind, str], ...] = (
    ("fee", r"(?:手续费|汇费|汇款费|邮电费|服务费|BANKCHARGES?|FEES?|CHARGES?)"),
    ("rounding", r"(?:抹零|零头|尾差|抹去|去零)"),
    ("discount", r"(?:折扣|优惠|折让|减免|返利|DISCOUNT)"),
    ("retention", r"(?:质保金|保修金|保固款|RETENTION)"),
)
_BEHIND = re.compile(rf"{_AMOUNT}元?(?:零头)?(?:抹零|免收|抹去|不收)")
_STATED = tuple((kind, re.compile(rf"{word}\D{{0,4}}{_AMOUNT}"), re.compile(rf"(?:{word}\D{{0,4}}{_PERCENT}|{_PERCENT}\D{{0,2}}{word})")) for kind, word in _WORDS)


@dataclass(frozen=True)
class Named:
    """A difference with the allocations around it, the code of its reason and the facts that fill the sentence."""

    allocations: tuple[Allocation, ...]
    difference: Difference
    code: str
    facts: dict[str, Any]


def difference(items: OpenItems, rules: Rules, payment: int, charges: Sequence[int], gap: int, left: Int64) -> Named | None:
    """Why `gap` of these charges is not paid; None where nobody says so. gap: minor units, positive."""
    if gap > left[charges[-1]]:
        return None
    rest = left.copy()
    rest[charges[-1]] -= gap
    allocations = tuple(Allocation(i, payment, int(rest[i])) for i in charges if rest[i])
    for kind, code, facts in _reasons(items, rules, payment, charges, gap, left):
        return Named(allocations, Difference(kind, charges[-1], gap), code, facts)
    return None


def _reasons(
    items: OpenItems, rules: Rules, payment: int, charges: Sequence[int], gap: int, left: Int64
) -> Iterator[tuple[DifferenceKind, str, dict[str, Any]]]:
    currency = items.currencies[payment]
    whole = sum(int(left[c]) for c in charges)
    for kind, minor in _said(plain(items.evidence.memos[payment]), whole, currency):
        if minor == gap:
            yield kind, f"number_with_{kind}", {}
    key = items.values("party_key")
    own = rules.of(str(key[charges[0]]))
    if rate := _fee(rules.of(str(key[payment])).fee_rates() or own.fee_rates(), whole, gap, currency):
        yield "fee", "number_with_agreed_fee", {"rate": rate}
    if own.retention and _part(whole, own.retention) == gap:
        yield "retention", "number_with_agreed_retention", {"percent": f"{own.retention:f}"}
    untouched = all(left[c] == items.values("document_amount")[c] for c in charges)
    if untouched and (terms := own.discount()):
        percent, days = terms
        in_time = all(items.dates[payment] - items.dates[c] <= days for c in charges)
        if in_time and _part(whole, Fraction(percent) / (1 + Fraction(own.discount_vat) / 100)) == gap:
            yield "discount", "number_with_terms", {"percent": f"{percent:f}", "days": days}
    if gap <= to_minor(own.write_off_limit, currency)[0]:
        yield "write_off", "number_with_write_off", {"short": f"{to_decimal(gap, currency)}", "limit": f"{own.write_off_limit}"}


def _said(text: str, whole: int, currency: str) -> Iterator[tuple[DifferenceKind, int]]:
    """Differences that a memo states, in minor units."""
    for kind, amounts, percents in _STATED:
        for written in amounts.findall(text):
            yield kind, to_minor(Decimal(written.replace(",", "")), currency)[0]
        for one, two in percents.findall(text):
            yield kind, _part(whole, Decimal(one or two))
    for written in _BEHIND.findall(text):
        yield "rounding", to_minor(Decimal(written.replace(",", "")), currency)[0]


def _fee(rates: Sequence[tuple[Decimal, bool]], whole: int, gap: int, currency: str) -> str:
    """The agreed fee that is exactly the gap, as it is written; "" for none."""
    for number, percentage in rates:
        if gap == (_part(whole, number) if percentage else to_minor(number, currency)[0]):
            return f"{number:f}{'%' if percentage else ''}"
    return ""


def _part(whole: int, percent: Decimal | Fraction) -> int:
    """A percentage of an amount in minor units, half-up."""
    return half_up(whole * Fraction(percent) / 100)
