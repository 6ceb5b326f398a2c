"""Pass "month named": the memo names the month (7月货款), and the payment is exactly what that month came to.

Tied: the payer is the customer, the memo names one or several months and no number, and the payment equals, to the cent,
the deliveries of these months (of a book without deliveries: the charges, returns with their sign), all of them or those
up to the day of payment. Deliveries settle the orders they belong to, each as much as was delivered.

Refused, as a doubt: a part of the month is settled already, so that the whole month would fit but its rest does not; a
second payment of the same month and amount. Only proposed: the month's orders sum to the payment where the book's
deliveries do not. A month whose sum is another one is left alone.

    S1 甲公司 05-02 70; S2 甲公司 06-02 40; S3 甲公司 06-09 25; R9 甲公司 06-30 65 memo=6月货款    ->  R9>S2 40, R9>S3 25
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from ticktie.domain.evidence import NO_PARTY, billing_months
from ticktie.domain.items import DELIVERY, Int64, OpenItems
from ticktie.domain.links import Allocation, Because, Doubt, Findings, Link
from ticktie.domain.rules import Rules
from ticktie.matching.accounts import in_months, in_time
from ticktie.matching.ties import tie_deliveries

NAME = "month_named"
Months = tuple[tuple[int | None, int], ...]


def month_named(items: OpenItems, rules: Rules) -> Findings:
    """Settle what the named months came to."""
    named = _asking(items)
    if not len(named):
        return Findings()
    books = _Books(items)
    found: dict[tuple[int, ...], list[tuple[int, Link | Doubt]]] = defaultdict(list)
    for payment in in_time(items, named):
        made = _settle(items, books, payment)
        if made is not None:
            found[tuple(sorted(_others(made)))].append((payment, made))
    links: list[Link] = []
    doubts: list[Doubt] = []
    for charges, group in found.items():
        if len(group) > 1:
            doubts += [Doubt((p,), (charges,), Because("month_twice", {"candidates": charges}), NAME) for p, _ in group]
            continue
        made = group[0][1]
        if isinstance(made, Link):
            links.append(made)
        else:
            doubts.append(made)
    return Findings.of(links, doubts)


def _others(made: Link | Doubt) -> Iterable[int]:
    return (a.charge for a in made.allocations) if isinstance(made, Link) else made.candidates[0]


def _asking(items: OpenItems) -> Int64:
    """Receipts of known customers whose memo names a month and no number."""
    evidence, payments = items.evidence, items.payments
    free = ~(items.named | items.doubtful | evidence.hits)[payments] & (evidence.party[payments] != NO_PARTY)
    payments = payments[free & (items.residual[payments] > 0)]
    return np.asarray(payments[evidence.saying(payments, billing_months)])


class _Books:
    """Charges and deliveries of the customers, and which order each delivery belongs to."""

    def __init__(self, items: OpenItems):
        side, party, currency = items.sides, items.evidence.party, items.currencies
        self.charges: dict[tuple[int, str], list[int]] = defaultdict(list)
        self.deliveries: dict[tuple[int, str], list[int]] = defaultdict(list)
        for i in in_time(items, (i for i in range(len(side)) if items.active[i] and side[i] != "payment")):
            into = self.charges if side[i] == items.charge_side else self.deliveries if side[i] == DELIVERY else None
            if into is not None:
                into[int(party[i]), currency[i]].append(i)
        self.delivered: dict[int, list[tuple[int, int]]] = defaultdict(list)
        if any(self.deliveries.values()):
            for tie in tie_deliveries(items.frame, items.charge_side):
                self.delivered[tie.delivery].append((tie.order, tie.amount))


def _settle(items: OpenItems, books: _Books, payment: int) -> Link | Doubt | None:
    key = int(items.evidence.party[payment]), items.currencies[payment]
    months = _years(items, payment)
    charges = [c for c in books.charges[key] if in_months(items, c, months)]
    deliveries = [d for d in books.deliveries[key] if in_months(items, d, months)]
    for members in (deliveries, [d for d in deliveries if items.dates[d] <= items.dates[payment]]):
        made = _by_deliveries(items, books, payment, members)
        if made is not None:
            return made
    for members in (charges, [c for c in charges if items.dates[c] <= items.dates[payment]]):
        made = _by_charges(items, payment, members, sure=not books.deliveries[key])
        if made is not None:
            return made
    return None


def _years(items: OpenItems, payment: int) -> Months:
    """Months with their year: the last such month that is not after the payment's, where the memo says none."""
    year, month = items.month_of(payment)
    return tuple((y if y is not None else year if m <= month else year - 1, m) for y, m in items.evidence.months(payment))


def _by_charges(items: OpenItems, payment: int, charges: Sequence[int], sure: bool) -> Link | Doubt | None:
    amount, left = int(items.residual[payment]), items.residual
    open_ = [c for c in charges if left[c]]
    facts = {"charges": open_, "count": len(open_)}
    if open_ and sum(int(left[c]) for c in open_) == amount:
        unsure = any(items.unsure_number[c] for c in open_)
        code = "amount_of_unsure_number" if unsure else "month_named" if sure else "month_of_orders"
        return Link(tuple(Allocation(c, payment, int(left[c])) for c in open_), Because(code, facts), NAME, sure and not unsure)
    if open_ and sum(int(items.values("amount")[c]) for c in charges) == amount:
        return Doubt((payment,), (tuple(open_),), Because("month_partly_settled", {"candidates": tuple(open_)}), NAME)
    return None


def _by_deliveries(items: OpenItems, books: _Books, payment: int, deliveries: Sequence[int]) -> Link | Doubt | None:
    """The month's deliveries, put on the orders they belong to."""
    amount = int(items.residual[payment])
    if not deliveries or sum(int(items.values("amount")[d]) for d in deliveries) != amount:
        return None
    takes: dict[int, int] = defaultdict(int)
    for d in deliveries:
        for order, part in books.delivered[d]:
            takes[order] += part
    fits = all(_holds(int(items.residual[o]), part) for o, part in takes.items())
    if sum(takes.values()) != amount or not fits:
        candidates = tuple(takes) or tuple(deliveries)
        return Doubt((payment,), (candidates,), Because("month_partly_settled", {"candidates": candidates}), NAME)
    because = Because("month_named", {"charges": tuple(takes), "count": len(deliveries)})
    return Link(tuple(Allocation(o, payment, part) for o, part in takes.items() if part), because, NAME)


def _holds(residual: int, part: int) -> bool:
    return 0 <= part <= residual if part >= 0 else residual <= part
