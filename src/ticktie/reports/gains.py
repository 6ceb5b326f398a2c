"""Realised exchange gains and losses: what a receipt was worth on its day, less what the charge it settles was booked at.

Both in the book's own currency, each rounded as books record it. A charge is booked at the rate of its row, else of the
rate sheet on its date; a receipt is worth its row's rate, else the rate sheet's. Where a rate is missing there is no
figure, never a guess.
"""

from __future__ import annotations

from fractions import Fraction

from ticktie.domain.items import PAYMENT
from ticktie.domain.links import Link
from ticktie.domain.rates import convert, for_one, half_up
from ticktie.reports.view import View


def realised(view: View, link: Link) -> list[int | None]:
    """The gain (a loss negative) of each allocation, minor units of the book's own currency; None where a rate is missing or nothing was exchanged."""
    return [_gain(view, link, n) for n in range(len(link.allocations))]


def _gain(view: View, link: Link, n: int) -> int | None:
    a, base = link.allocations[n], view.outcome.ledger.rates.base
    charge, payment = view.currencies[a.charge], view.currencies[a.payment]
    if charge == payment == base or view.sides[a.charge] == PAYMENT or view.sides[a.payment] != PAYMENT:
        return None
    booked, came = _rate(view, a.charge), _rate(view, a.payment)
    if booked is None or came is None:
        return None
    told = link.difference
    lost = told.amount if told and told.kind == "fx" and told.charge == a.charge and n == len(link.allocations) - 1 else 0
    return half_up(convert(a.paid, payment, base, came)) - half_up(convert(a.amount + lost, charge, base, booked))


def _rate(view: View, item: int) -> Fraction | None:
    rates, currency, day = view.outcome.ledger.rates, view.currencies[item], view.days[item]
    written = view.stated_rates[item]
    if currency != rates.base and written and Fraction(written) != 1:
        return for_one(Fraction(written), currency)
    return rates.on(currency, day)
