"""Money on its way at the cut-off: reported by then, recorded after it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ticktie.domain.cashier import REPORTED
from ticktie.domain.items import PAYMENT, OpenItems
from ticktie.domain.links import Link
from ticktie.domain.outcome import Outcome
from ticktie.domain.rules import Rules
from ticktie.matching.cashier.sequence import BY_DETAILS
from ticktie.matching.settle import settle


def arrived(outcome: Outcome, items: OpenItems, rules: Rules) -> dict[int, int]:
    """Reported row -> the line after the cut-off that surely answers it. items: those of the outcome, for what they say of themselves."""
    frame = outcome.items
    aside = frame["set_aside"].to_numpy()
    later = (frame["side"].to_numpy() == PAYMENT) & (aside == "after_as_of")
    rows = (frame["side"].to_numpy() == REPORTED) & (aside == "") & (outcome.residual != 0)
    if not later.any() or not rows.any():
        return {}
    only = frame.assign(set_aside=np.where(later | rows, "", "cancelled"))
    open_ = replace(OpenItems.start(only, outcome.ledger.charge_side, items.evidence), residual=outcome.residual.copy())
    links: list[Link] = []
    for _, pass_ in BY_DETAILS:
        settled = settle(open_, pass_(open_, rules))
        open_ = settled.items
        links += [link for link in settled.links if link.sure]
    return {a.charge: a.payment for link in links for a in link.allocations}
