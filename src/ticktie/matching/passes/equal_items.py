"""Pass "equal items": as many equal payments as equal charges of one customer.

Tied: n payments and n charges of the same amount, where no other subset of the customer's open items sums to it. Every
pairing leaves the same books, so the charge due first goes with the oldest payment, and the link says that it was
paired by date. Refused, as a doubt: another subset with the sum. Only proposed: lines that may be copies.
Unequal numbers are doubts of passes/exact_amount.
"""

from __future__ import annotations

from ticktie.domain.items import OpenItems
from ticktie.domain.links import Allocation, Because, Doubt, Findings, Link
from ticktie.domain.rules import Rules
from ticktie.matching import subsets
from ticktie.matching.passes.exact_amount import accounts, by_amount

NAME = "equal_items"


def equal_items(items: OpenItems, rules: Rules) -> Findings:
    """Pair equal items by date."""
    links: list[Link] = []
    doubts: list[Doubt] = []
    frame = items.frame
    for account in accounts(items):
        charges = by_amount(items, account.charges)
        values = [int(items.residual[i]) for i in account.charges]
        for amount, payments in by_amount(items, account.payments).items():
            fits = charges.get(amount, [])
            if len(fits) < 2 or len(fits) != len(payments):
                continue
            ways = subsets.count(values, amount, len(fits) + 1, rules.subset_budget * 1000)
            if ways != len(fits):
                because = Because("other_subsets" if ways else "proof_too_long", {"candidates": fits})
                doubts += [Doubt((p,), tuple((c,) for c in fits), because, NAME) for p in payments]
                continue
            fits.sort(key=lambda c: (items.due[c], items.order_of_time[c]))
            differ = frame.loc[fits, ["salesperson", "contract"]].drop_duplicates().shape[0] > 1
            copies = any("possible_copy" in items.values("flags")[p] for p in payments)
            unsure = copies or any(items.unsure_number[c] for c in fits)
            code = "equal_possible_copies" if copies else "equal_by_date_differ" if differ else "equal_by_date"
            links += [
                Link((Allocation(c, p, amount),), Because(code, {"charges": (c,), "count": len(fits)}), NAME, not unsure)
                for c, p in zip(fits, payments, strict=True)
            ]
    return Findings.of(links, doubts)
