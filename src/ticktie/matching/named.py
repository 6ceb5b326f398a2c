"""What a payment that names numbers may settle: shared by the passes on references, memos and other amounts.

A number settles a debt only if it is whole, carried by one document of the book, and the payer may pay for that
customer (specimens policy): the customer himself always; nobody named, a name cut off by the bank, or a private payer
whose memo names the firm only with the exact amount; anyone else is only proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ticktie.domain.evidence import NO_PARTY
from ticktie.domain.items import Int64, OpenItems
from ticktie.domain.links import Allocation

Fit = Literal["yes", "exact", "propose"]


@dataclass(frozen=True, slots=True)
class Named:
    """The charges that a payment's numbers stand for.

    groups: open charges per number, in sheet order; charges: the same in one row. gone: charges that are set aside or
    settled. unsure: a number is carried by several documents.
    """

    groups: tuple[tuple[int, ...], ...]
    charges: tuple[int, ...]
    gone: tuple[int, ...]
    unsure: bool


def charges_of(items: OpenItems, payment: int, left: Int64, currency: str = "") -> Named:
    """The charges that the payment's numbers stand for; `left` is what is left of every item now.

    currency: of the charges; the payment's own where none is given.
    """
    currency = currency or items.currencies[payment]
    groups: list[tuple[int, ...]] = []
    gone: list[int] = []
    unsure = False
    active, currencies, unsure_number = items.active, items.currencies, items.unsure_number
    for key in items.evidence.names(payment).hits:
        open_: list[int] = []
        for i in _in_sheets(items, items.evidence.index.items(key)):
            live = active[i] and currencies[i] == currency
            unsure = unsure or bool(live and unsure_number[i])
            (open_ if live and left[i] != 0 else gone).append(i)
        if open_:
            groups.append(tuple(open_))
    charges = groups[0] if len(groups) == 1 else tuple(i for group in groups for i in group)
    return Named(tuple(groups), charges, tuple(gone), unsure)


def _in_sheets(items: OpenItems, every: tuple[int, ...]) -> Sequence[int]:
    """The items as they stand in their sheets."""
    if len(every) == 1:
        return every
    sheet, row = items.values("sheet"), items.values("row")
    return sorted(every, key=lambda i: (sheet[i], row[i]))


def fit(items: OpenItems, payment: int, charges: Iterable[int]) -> Fit:
    """Whether the payer may settle these charges."""
    evidence = items.evidence
    parties = {int(evidence.party[i]) for i in charges}
    if len(parties) != 1:
        return "propose"
    party = parties.pop()
    payer = evidence.payer.get(payment, "other")
    if payer == "customer":
        return "yes" if party == evidence.party[payment] or party == NO_PARTY else "propose"
    if party == NO_PARTY or payer == "none":
        return "exact"
    if payer == "cut_off":
        return "exact" if party in evidence.like[payment] else "propose"
    if payer == "person" and evidence.says_company(payment, party):
        return "exact"
    return "propose"


def whole(groups: Iterable[tuple[int, ...]], payment: int, left: Int64) -> tuple[Allocation, ...]:
    """Allocations that settle everything left of the groups."""
    return tuple(Allocation(i, payment, int(left[i])) for group in groups for i in group)


def spread(group: Iterable[int], payment: int, amount: int, left: Int64) -> tuple[Allocation, ...]:
    """`amount` over the open lines of one document in sheet order; as much as they hold."""
    made: list[Allocation] = []
    for i in group:
        if not amount:
            break
        part = min(amount, int(left[i])) if amount > 0 else max(amount, int(left[i]))
        made.append(Allocation(i, payment, part))
        amount -= part
    return tuple(made)
