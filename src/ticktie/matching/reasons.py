"""Why an item stayed open, and what came nearest: one sentence per open item, as code and facts."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ticktie.domain.evidence import NO_PARTY
from ticktie.domain.items import PAYMENT, OpenItems
from ticktie.domain.links import Because, Doubt, Link

NEAREST = 3  # candidates named for an open item


def reasons(
    items: OpenItems, links: Sequence[Link], doubts: Sequence[Doubt], state: npt.NDArray[np.object_]
) -> dict[int, Because]:
    """Item number -> why it is not settled."""
    found: dict[int, Because] = {}
    for doubt in doubts:
        for i in doubt.items:
            found.setdefault(i, doubt.because)
    for link in links:
        if not link.sure:
            for i in link.items():
                found.setdefault(i, link.because)
    near = _Nearest(items)
    for i in np.flatnonzero(items.open).tolist():
        if i not in found:
            found[i] = _payment(items, i, near) if items.sides[i] == PAYMENT else _charge(items, i, near)
    for i in np.flatnonzero(~items.active).tolist():
        found[i] = Because("set_aside_" + items.values("set_aside")[i])
    return {i: found[i] for i in sorted(found) if state[i] != "matched"}


class _Nearest:
    """Open items of the other side by customer and currency, sorted by amount."""

    def __init__(self, items: OpenItems):
        self.items = items
        party, currency = items.evidence.party, items.currencies
        self._sides: dict[tuple[bool, int, str], list[tuple[int, int]]] = defaultdict(list)
        for i in np.flatnonzero(items.open).tolist():
            if items.sides[i] in (PAYMENT, items.charge_side):
                key = (items.sides[i] == PAYMENT, int(party[i]), currency[i])
                self._sides[key].append((int(items.residual[i]), i))
        for members in self._sides.values():
            members.sort()

    def to(self, item: int) -> list[int]:
        """The open items of the other side and the same customer whose amounts come nearest."""
        items = self.items
        party = int(items.evidence.party[item])
        if party == NO_PARTY:
            return []
        members = self._sides.get((items.sides[item] != PAYMENT, party, items.currencies[item]), [])
        value = int(items.residual[item])
        at = bisect_left(members, (value, -1))
        around = members[max(0, at - NEAREST) : at + NEAREST]
        return [i for _, i in sorted(around, key=lambda m: (abs(m[0] - value), m[1]))[:NEAREST]]


def _payment(items: OpenItems, i: int, near: _Nearest) -> Because:
    naming, payer = items.evidence.names(i), items.evidence.payer.get(i, "")
    part = items.residual[i] != items.values("amount")[i]
    if part:
        return Because("on_account", {"candidates": near.to(i)})
    if naming.unknown and not naming.hits:
        return Because("number_not_in_book", {"numbers": naming.unknown, "candidates": near.to(i)})
    if naming.hits:
        items_ = [c for key in naming.hits for c in items.evidence.index.items(key)]
        other = items_ and all(items.currencies[c] != items.currencies[i] for c in items_)
        code = "number_other_currency" if other and any(items.open[c] for c in items_) else "number_already_settled"
        return Because(code, {"numbers": naming.hits, "candidates": items_[:NEAREST]})
    if payer != "customer":
        return Because(f"payer_{payer or 'none'}", {"payer": items.values("party")[i]})
    nearest = near.to(i)
    if not nearest:
        return Because("customer_owes_nothing")
    return Because("no_amount_fits", {"candidates": nearest})


def _charge(items: OpenItems, i: int, near: _Nearest) -> Because:
    part = items.residual[i] != items.values("amount")[i]
    return Because("rest_open" if part else "no_payment", {"candidates": near.to(i)})
