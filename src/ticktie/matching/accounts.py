"""What one customer owes in one currency, and the payments that name nothing: the field of all passes by amount.

A unit is what a customer would pay as one: an item, or all open lines of one document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ticktie.domain.evidence import NO_PARTY
from ticktie.domain.items import OpenItems
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


def accounts(items: OpenItems) -> list[Account]:
    """Open items by customer and currency; only those with both sides."""
    found: dict[tuple[int, str], Account] = defaultdict(Account)
    party, currency = items.evidence.party, items.currencies
    for i in in_time(items, items.payments.tolist()):
        if party[i] != NO_PARTY and not items.named[i] and not items.doubtful[i]:
            found[int(party[i]), currency[i]].payments.append(i)
    charges: dict[tuple[int, str], list[int]] = defaultdict(list)
    for i in in_time(items, items.charges.tolist()):
        if (int(party[i]), currency[i]) in found:
            charges[int(party[i]), currency[i]].append(i)
    made: list[Account] = []
    for key in sorted(charges):
        account = found[key]
        for unit in units(items, charges[key]):
            if value := sum(int(items.residual[i]) for i in unit):
                account.units.append(unit)
                account.values.append(value)
        if account.units:
            made.append(account)
    return made


def in_time(items: OpenItems, members: Iterable[int]) -> list[int]:
    return sorted(members, key=lambda i: items.order_of_time[i])


def units(items: OpenItems, charges: Sequence[int]) -> list[Unit]:
    """Lines of one document together, in sheet order; other charges alone."""
    flags, number, sheet, row = (items.values(name) for name in ("flags", "number", "sheet", "row"))
    groups: dict[object, list[int]] = {}
    for i in charges:
        line = number[i] and "line" in flags[i].split()
        groups.setdefault((sheet[i], canonical(number[i])) if line else i, []).append(i)
    return [tuple(sorted(group, key=lambda i: row[i])) for group in groups.values()]


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
    untouched = all(items.residual[c] == items.values("document_amount")[c] for c in charges)
    if evidence.is_advance(payment) or (evidence.is_final(payment) and untouched):
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


def in_months(items: OpenItems, charge: int, months: Iterable[tuple[int | None, int]]) -> bool:
    """The charge is dated in one of the months (year or None, month)."""
    year, month = items.month_of(charge)
    return any(month == m and y in (None, year) for y, m in months)
