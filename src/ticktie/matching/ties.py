"""Orders and the deliveries that belong to them, by number; goods, not money, so nothing is settled here.

Inside the orders that a delivery names (domain/deliveries.py) lines of the same product come first, then of the same
amount, then of the same quantity, then what is left: SO1 of cups 300 and boxes 200, delivered as boxes 200 and cups 300,
are two whole ties. Never tied: beyond the order's amount or the delivery's, across currencies, a return to an order.
"""

from __future__ import annotations

import pandas as pd

from ticktie.domain.deliveries import named_orders
from ticktie.domain.outcome import Tie


def tie_deliveries(frame: pd.DataFrame, charge_side: str) -> list[Tie]:
    """Tie each delivery to the order it names, the lines most like it first, never beyond the order's amount."""
    named = named_orders(frame)
    if not named:
        return []
    left: list[int] = [int(m) for m in frame["amount"].tolist()]
    ties: list[Tie] = []
    for order, delivery in _pairs(frame, named):
        size = min(abs(left[order]), abs(left[delivery]))
        if size and (left[order] > 0) == (left[delivery] > 0):
            amount = size if left[delivery] > 0 else -size
            ties.append(Tie(order, delivery, amount))
            left[order] -= amount
            left[delivery] -= amount
    return sorted(ties, key=lambda t: (t.delivery, t.order))


def _pairs(frame: pd.DataFrame, named: dict[int, tuple[int, ...]]) -> list[tuple[int, int]]:
    """Order lines and the deliveries that name them, the most alike first, then the earliest; rows' order tells nothing."""
    product, amount, quantity = (frame[name].tolist() for name in ("product", "amount", "quantity"))
    aside, number, key = (frame[name].tolist() for name in ("set_aside", "number", "key"))
    date = frame["date"].to_numpy().astype("datetime64[D]").astype("int64").tolist()
    ranked = [
        (product[o] != product[d], amount[o] != amount[d], quantity[o] != quantity[d], date[d], number[d], key[d], place, o, d)
        for d, orders in named.items()
        for place, o in enumerate(orders)
        if not aside[o]
    ]
    return [(o, d) for *_, o, d in sorted(ranked)]
