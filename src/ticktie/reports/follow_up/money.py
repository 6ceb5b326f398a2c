"""What a customer owes past its due day, as far as a letter may ask for it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from ticktie.domain.items import PAYMENT
from ticktie.reports.aging import basis, customers
from ticktie.reports.view import View


@dataclass(frozen=True)
class Late:
    """One document past its due day, minor units."""

    number: str
    due: dt.date
    left: int
    days: int


@dataclass
class Owed:
    """One customer in one currency. contested: documents that are not asked for, as they are disputed. less: credits and receipts not allocated."""

    key: str
    currency: str
    late: list[Late] = field(default_factory=list)
    contested: list[str] = field(default_factory=list)
    less: int = 0

    @property
    def amount(self) -> int:
        """What may be asked for: never more than is left when everything received is taken off."""
        return max(0, sum(x.left for x in self.late) - self.less)

    @property
    def since(self) -> dt.date:
        return min(x.due for x in self.late)


def owed(view: View) -> list[Owed]:
    """Every customer and currency with something overdue that is not contested, the largest amount first."""
    found: dict[tuple[str, str], Owed] = {}
    names, _ = customers(view)
    flags, contested = view.texts("flags"), contested_documents(view)
    for i in np.flatnonzero(view.outcome.residual).tolist():
        key, left = view.party_keys[i], int(view.outcome.residual[i])
        if view.states[i] == "set_aside" or view.sides[i] not in (view.charge_side, PAYMENT) or key not in names:
            continue
        at = found.setdefault((key, view.currencies[i]), Owed(key, view.currencies[i]))
        if view.sides[i] == PAYMENT:
            at.less += left
        elif left < 0:
            at.less -= left
        elif (due := basis(view, i)) and due < view.as_of:
            if "disputed" in flags[i] or view.numbers[i] in contested.get(key, ()):
                at.contested.append(view.numbers[i])
            else:
                at.late.append(Late(view.numbers[i], due, left, (view.as_of - due).days))
    for at in found.values():
        at.late.sort(key=lambda x: (x.due, x.number))
    return sorted((o for o in found.values() if o.late and o.amount), key=lambda o: (-o.amount, o.key, o.currency))


def contested_documents(view: View) -> dict[str, set[str]]:
    """Customer -> documents that its latest answers contest."""
    found: dict[str, set[str]] = defaultdict(set)
    for c in view.outcome.register.confirmations.values():
        if c.state == "differs":
            found[c.version.key] |= {e.document for e in c.disputed}
    return found
