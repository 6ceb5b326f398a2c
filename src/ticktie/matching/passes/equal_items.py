"""Pass "equal items": as many equal payments as equal documents of one customer.

Tied: n payments and n documents of the same amount, where no other subset of the customer's open documents sums to it.
Every pairing leaves the same books, so the document due first goes with the oldest payment, and the link says that it was
paired by date. Refused, as a doubt: another subset with the sum. Only proposed: lines that may be copies, documents of
an unsure number. Unequal numbers are doubts of passes/exact_amount.

    S1 甲公司 06-03 70; S2 甲公司 06-02 70; R8 甲公司 06-05 70; R9 甲公司 06-04 70    ->  R9>S2 70; R8>S1 70
"""

from __future__ import annotations

from ticktie.domain.items import OpenItems
from ticktie.domain.links import Because, Doubt, Findings, Link
from ticktie.domain.rules import Rules
from ticktie.matching import subsets
from ticktie.matching.accounts import Unit, accounts, by_amount, whole
from ticktie.matching.alike import Alike
from ticktie.matching.chance import odds

NAME = "equal_items"


def equal_items(items: OpenItems, rules: Rules) -> Findings:
    """Pair equal items by date."""
    links: list[Link] = []
    doubts: list[Doubt] = []
    alike = Alike.of(items)
    asked = alike.in_lines | ((alike.paid > 1) & (alike.paid == alike.owed))
    for account in accounts(items, alike.payments[asked]):
        for amount, payments in by_amount(items, account.payments).items():
            fits = [unit for unit, value in zip(account.units, account.values, strict=True) if value == amount]
            if len(fits) < 2 or len(fits) != len(payments):
                continue
            ways = subsets.count(account.values, amount, len(fits) + 1, rules.subset_budget * 1000)
            if ways != len(fits):
                because = Because("other_subsets" if ways else "proof_too_long", {"candidates": fits})
                doubts += [Doubt((p,), tuple(fits), because, NAME) for p in payments]
                continue
            p, _ = odds(items).single(amount, items.currencies[payments[0]], len(account.units), int(items.evidence.party[payments[0]]))
            links += _pairs(items, fits, payments, p)
    return Findings.of(links, doubts)


def _pairs(items: OpenItems, fits: list[Unit], payments: list[int], p: float) -> list[Link]:
    charges = [c for unit in fits for c in unit]
    differ = len({(items.values("salesperson")[c], items.values("contract")[c]) for c in charges}) > 1
    copies = any("possible_copy" in items.values("flags")[i] for i in payments)
    unsure = copies or any(items.unsure_number[c] for c in charges)
    code = "equal_possible_copies" if copies else "equal_by_date_differ" if differ else "equal_by_date"
    by_due = sorted(fits, key=lambda unit: (items.due[unit[0]], items.order_of_time[unit[0]]))
    return [
        Link(whole(items, unit, payment), Because(code, {"charges": unit, "count": len(fits)}), NAME, not unsure, probability=p)
        for unit, payment in zip(by_due, payments, strict=True)
    ]
