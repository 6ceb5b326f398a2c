"""Orders and the deliveries that belong to them, by number; goods, not money, so nothing is settled here."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from ticktie.domain.documents import canonical
from ticktie.domain.items import DELIVERY, ORDER
from ticktie.domain.outcome import Tie


def tie_deliveries(frame: pd.DataFrame, charge_side: str) -> list[Tie]:
    """Tie each delivery to the order it names, lines of the same product first, never beyond the order's amount."""
    live = frame[frame["set_aside"] == ""]
    deliveries = live[live["side"] == DELIVERY]
    orders = live[(live["side"] == ORDER) & (live["number"] != "")]
    if deliveries.empty or orders.empty:
        return []
    by_number: dict[str, list[int]] = defaultdict(list)
    for number, item in zip(orders["number"], orders.index, strict=True):
        by_number[canonical(number)].append(int(item))
    left = frame["amount"].to_dict()
    product, currency, flags = frame["product"], frame["currency"], frame["flags"]
    ties: list[Tie] = []
    for item, related, number in zip(deliveries.index, deliveries["related"], deliveries["number"], strict=True):
        fits = by_number.get(canonical(related or number), [])
        fits = [o for o in fits if currency[o] == currency[item] and "number_unsure" not in flags[o]]
        for order in sorted(fits, key=lambda o: (product[o] != product[item], o)):
            size = min(abs(left[order]), abs(left[item]))
            if size and (left[order] > 0) == (left[item] > 0):
                amount = int(size if left[item] > 0 else -size)
                ties.append(Tie(order, int(item), amount))
                left[order] -= amount
                left[item] -= amount
    return ties
