"""What every reconciliation keeps, checked before anything is written; a broken law writes nothing and says so."""

from __future__ import annotations

import numpy as np

from ticktie.domain.items import PAYMENT
from ticktie.domain.outcome import Outcome
from ticktie.matching.settle import LawBroken, exchanged


def check(outcome: Outcome) -> None:
    """Raise LawBroken unless every item's allocations, differences and residual make up its amount.

    Recomputed from the links alone: allocated + difference + residual = amount for charges, allocated + residual =
    amount for payments; no residual beyond its amount or of the other sign; one currency per allocation or a
    rate between two; proposals take nothing.
    """
    items = outcome.items
    amount, side = items["amount"].to_numpy(dtype=np.int64), items["side"].to_numpy()
    currency, aside = items["currency"].to_numpy(), items["set_aside"].to_numpy()
    used = np.zeros(len(items), dtype=np.int64)
    for link in outcome.links:
        if not link.sure:
            continue
        for a in link.allocations:
            one, two = side[a.charge] == PAYMENT, side[a.payment] == PAYMENT
            used[a.charge] += -a.amount if one and two else a.amount
            used[a.payment] += -a.amount if not one and not two else a.paid
            if not exchanged(a, currency[a.charge], currency[a.payment]):
                raise LawBroken(f"two currencies in {a}")
            if aside[a.charge] or aside[a.payment]:
                raise LawBroken(f"a set-aside item in {a}")
        if link.difference:
            used[link.difference.charge] += link.difference.amount
    compared = (side == PAYMENT) | (side == outcome.ledger.charge_side)
    broken = np.flatnonzero(compared & (used + outcome.residual != amount))
    if broken.size:
        raise LawBroken(f"does not add up: {items['id'].iloc[broken[0]]}")
    wrong = (np.abs(outcome.residual) > np.abs(amount)) | (outcome.residual * np.sign(amount) < 0)
    if wrong.any():
        raise LawBroken(f"residual beyond its amount: {items['id'].iloc[int(np.flatnonzero(wrong)[0])]}")
