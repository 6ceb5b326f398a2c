"""The proof of a book: per side and currency, what came in = what was allocated + named differences + what is left.

Recomputed from links and ties alone; the residuals of the outcome must agree item by item.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ticktie.domain.items import DELIVERY, PAYMENT, Int64
from ticktie.reports.view import View


@dataclass(frozen=True)
class ProofLine:
    """One side in one currency, in minor units.

    differences: of `allocated` the named differences are not a part. residual holds set_aside, the items that take no
    part. broken: items whose own sum does not add up.
    """

    side: str
    currency: str
    count: int
    input: int
    allocated: int
    differences: int
    residual: int
    set_aside: int
    broken: int

    @property
    def holds(self) -> bool:
        return not self.broken and self.input == self.allocated + self.differences + self.residual


def proof(view: View) -> list[ProofLine]:
    """Charges and payments always have a line, in every currency of the book; other sides where they have items."""
    allocated, differences = flows(view)
    amount, residual = view.amount, view.outcome.residual
    sides, currencies = np.array(view.sides, dtype=object), np.array(view.currencies, dtype=object)
    aside = np.array(view.states, dtype=object) == "set_aside"
    bad = allocated + differences + residual != amount
    lines = []
    for side in view.book_sides:
        for currency in view.book_currencies:
            here = (sides == side) & (currencies == currency)
            if here.any() or side in (view.charge_side, PAYMENT):
                lines.append(ProofLine(
                    side, currency, int(here.sum()), _sum(amount, here), _sum(allocated, here), _sum(differences, here),
                    _sum(residual, here), _sum(residual, here & aside), int((bad & here).sum()),
                ))  # fmt: skip
    return lines


def flows(view: View) -> tuple[Int64, Int64]:
    """What links (for deliveries beside orders: ties) took from every item, and what named differences took."""
    allocated = np.zeros(len(view.sides), dtype=np.int64)
    differences = np.zeros(len(view.sides), dtype=np.int64)
    side = view.sides
    for link in view.outcome.links:
        if not link.sure:
            continue
        for a in link.allocations:
            one, two = side[a.charge] == PAYMENT, side[a.payment] == PAYMENT
            allocated[a.charge] += -a.amount if one and two else a.amount
            allocated[a.payment] += -a.amount if not one and not two else a.paid
        if link.difference:
            differences[link.difference.charge] += link.difference.amount
    if view.charge_side != DELIVERY:
        for tie in view.outcome.ties:
            allocated[tie.delivery] += tie.amount
    return allocated, differences


def _sum(values: Int64, where: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> int:
    return int(values[where].sum())
