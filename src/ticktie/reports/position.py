"""What each customer owed on a day, of the items that the result tabs tell: the Aging tab's figures for any day.

An allocation counts from the day on which both its items are there, so money paid before its order is, until the order
comes, money that is not applied. A named difference counts from the day of its link's last payment; a write-off without
a payment always. A receivable that was moved counts for its new customer on every day. Items after the book's cut-off count whole on days after it: they are there, but nothing is matched yet.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping

from ticktie.domain.items import PAYMENT
from ticktie.domain.text import party_key
from ticktie.reports.aging import LAST_DAYS, NOBODY, Balance
from ticktie.reports.standing import Item, Pair, Standing

Positions = Mapping[tuple[str, str], Balance]


def positions(standing: Standing, day: dt.date) -> Positions:
    """(customer's key, currency) -> its balance on that day, in minor units; customers with nothing open are not in it."""
    if ("positions", day) not in standing.kept:
        standing.kept["positions", day] = _positions(standing, day)
    found: Positions = standing.kept["positions", day]
    return found


def _positions(standing: Standing, day: dt.date) -> dict[tuple[str, str], Balance]:
    taken = _taken(standing, day)
    found: dict[tuple[str, str], Balance] = {}
    for item in standing.items.values():
        left = item.amount - taken.get(item.key, 0)
        if not left or not _there(item.date, day) or not counts(standing, item):
            continue
        key = party_key(item.party)
        key = key if key in standing.customers else NOBODY
        at = found.setdefault((key, item.currency), Balance(key, item.party, item.currency))
        if item.side == PAYMENT:
            at.unapplied += left
        elif left < 0:
            at.credits += left
        else:
            at.buckets[_bucket(item, day)] += left
    return found


def counts(standing: Standing, item: Item) -> bool:
    """The item takes part, today or, where it is after the cut-off, later."""
    return item.side in (standing.charge_side, PAYMENT) and (item.state != "set_aside" or item.aside == "after_as_of")


def _bucket(item: Item, day: dt.date) -> int:
    basis = item.due or item.date
    return bisect_left(LAST_DAYS, (day - basis).days if basis else 0)


def _taken(standing: Standing, day: dt.date) -> dict[str, int]:
    """What had been settled of every item by that day; the signs are those of `matching.settle`."""
    taken: dict[str, int] = defaultdict(int)
    told = _last_payments(standing)
    for pair in standing.pairs:
        charge, payment = standing.items[pair.charge], standing.items.get(pair.payment)
        if pair.difference and _there(told.get(pair.link), day) and _there(charge.date, day):
            taken[charge.key] += pair.difference
        if payment and _there(charge.date, day) and _there(payment.date, day):
            taken[charge.key] += -pair.amount if charge.side == PAYMENT else pair.amount
            taken[payment.key] += pair.paid if payment.side == PAYMENT else -pair.amount
    return taken


def _last_payments(standing: Standing) -> dict[str, dt.date]:
    """Link -> the day of its last payment."""
    found: dict[str, dt.date] = {}
    for pair in standing.pairs:
        date = _paid(standing, pair)
        if date and (pair.link not in found or date > found[pair.link]):
            found[pair.link] = date
    return found


def _paid(standing: Standing, pair: Pair) -> dt.date | None:
    return standing.items[pair.payment].date if pair.payment else None


def _there(date: dt.date | None, day: dt.date) -> bool:
    return date is None or date <= day
