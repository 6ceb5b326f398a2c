"""What one customer owes in one currency, and the payments that name nothing: the field of all passes by amount.

A unit is what a customer would pay as one: an item, or all open lines of one document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ticktie.domain.evidence import NO_PARTY, billing_months, says_advance, says_final
from ticktie.domain.items import Bool, Int64, OpenItems
from ticktie.domain.links import Allocation
from ticktie.domain.number_forms import canonical
from ticktie.matching.subsets import HALVED, Halves

Unit = tuple[int, ...]


@dataclass
class Account:
    """Open units of one customer and currency, oldest first, with what is left of each; and its unnamed payments."""

    units: list[Unit] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    payments: list[int] = field(default_factory=list)

    @cached_property
    def halves(self) -> Halves | None:
        """The sums of all units; None where there are too many to join halves."""
        return Halves(self.values) if len(self.values) <= HALVED else None

    def items(self, positions: Iterable[int]) -> tuple[int, ...]:
        """The charges of the units at these positions."""
        return tuple(i for at in positions for i in self.units[at])


def accounts(items: OpenItems, payments: Int64 | None = None) -> list[Account]:
    """Open items by customer and currency; only those with both sides.

    payments: those of the unnamed payments that are looked at; all of them where none are given.
    """
    paid = dict(_by_owner(items, free_payments(items) if payments is None else payments))
    charges = items.charges
    made: list[Account] = []
    for owner, members in _by_owner(items, charges[np.isin(items.owners[charges], list(paid))]):
        every = units(items, members)
        worth = [(unit, value) for unit, value in zip(every, left(items, every), strict=True) if value]
        if worth:
            made.append(Account([u for u, _ in worth], [v for _, v in worth], paid[owner]))
    return made


def free_payments(items: OpenItems) -> Int64:
    """Open payments of known customers that name nothing and are no doubt, in sheet order."""
    payments = items.payments
    return np.asarray(payments[(items.evidence.party[payments] != NO_PARTY) & ~(items.named | items.doubtful)[payments]])


def _by_owner(items: OpenItems, members: Int64) -> Iterator[tuple[int, list[int]]]:
    """The members of every customer and currency, each list in the order of time; by customer, then currency."""
    ordered = in_order(items, members)
    owners, starts = np.unique(items.owners[ordered], return_index=True)
    every, cuts = ordered.tolist(), [*starts.tolist(), len(ordered)]
    for n, owner in enumerate(owners.tolist()):
        yield owner, every[cuts[n] : cuts[n + 1]]


def in_order(items: OpenItems, members: Int64) -> Int64:
    """The members by customer and currency, each in the order of time."""
    return np.asarray(members[np.argsort(items.owners[members] * len(items.residual) + items.order_of_time[members])])


def in_time(items: OpenItems, members: Iterable[int]) -> list[int]:
    """The members in the order of time."""
    found = np.fromiter(members, dtype=np.int64)
    return list(found[np.argsort(items.order_of_time[found])].tolist())


def units(items: OpenItems, charges: Sequence[int]) -> list[Unit]:
    """Lines of one document together, in sheet order; other charges alone."""
    lines = items.is_line
    if not any(lines[i] for i in charges):
        return [(i,) for i in charges]
    number, sheet, row = (items.values(name) for name in ("number", "sheet", "row"))
    groups: dict[object, list[int]] = {}
    for i in charges:
        groups.setdefault((sheet[i], canonical(number[i])) if lines[i] else i, []).append(i)
    return [tuple(sorted(group, key=lambda i: row[i])) for group in groups.values()]


def left(items: OpenItems, every: Iterable[Unit]) -> list[int]:
    """What is left of each unit."""
    residual = items.residual
    return [int(residual[unit[0]]) if len(unit) == 1 else sum(int(residual[i]) for i in unit) for unit in every]


def by_amount(items: OpenItems, payments: Iterable[int]) -> dict[int, list[int]]:
    """Payments by what is left of them, each list in the order of time."""
    groups: dict[int, list[int]] = defaultdict(list)
    for i in payments:
        groups[int(items.residual[i])].append(i)
    return groups


def whole(items: OpenItems, charges: Iterable[int], payment: int) -> tuple[Allocation, ...]:
    """Allocations that settle all that is left of the charges."""
    return tuple(Allocation(i, payment, int(items.residual[i])) for i in charges)


def against(items: OpenItems, account: Account, charges: Sequence[int], payment: int) -> str:
    """What speaks against settling these charges by an amount that fits; "" when nothing does."""
    evidence = items.evidence
    if any(items.dates[c] > items.dates[payment] for c in charges):
        return "amount_before_charge"
    if evidence.is_advance(payment) or (evidence.is_final(payment) and _untouched(items, charges)):
        return "amount_says_part"
    months = evidence.months(payment)
    if months:
        inside = {c for c in account.items(range(len(account.units))) if in_months(items, c, months)}
        if inside != set(charges):
            return "amount_of_other_month"
    if "possible_copy" in items.values("flags")[payment]:
        return "amount_of_possible_copy"
    if any(items.unsure_number[c] for c in charges):
        return "amount_of_unsure_number"
    return ""


def nothing_against(items: OpenItems, charges: Int64, payments: Int64) -> Bool:
    """Which pairs of a charge and a payment have nothing at all that `against` would have to weigh."""
    evidence = items.evidence
    said = evidence.saying(payments, says_advance, says_final, billing_months)
    late = items.dates[charges] > items.dates[payments]
    return np.asarray(~(said | late | items.possible_copy[payments] | items.unsure_number[charges]), dtype=bool)


def _untouched(items: OpenItems, charges: Iterable[int]) -> bool:
    """Nothing of the documents was paid yet."""
    whole = items.values("document_amount")
    return all(items.residual[c] == whole[c] for c in charges)


def in_months(items: OpenItems, charge: int, months: Iterable[tuple[int | None, int]]) -> bool:
    """The charge is dated in one of the months (year or None, month)."""
    year, month = items.month_of(charge)
    return any(month == m and y in (None, year) for y, m in months)
