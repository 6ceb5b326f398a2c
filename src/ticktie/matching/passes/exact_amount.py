"""Pass "exact amount": one customer, one open item of exactly this amount, and no other way to reach it.

Tied: the payer is the customer, nothing is named, exactly one open charge has the amount, no other unnamed payment of
the customer has it, and no other subset of the customer's open items, of any size, sums to it.

Refused, as a doubt: two charges or two payments of the amount in unequal numbers, another subset with the sum, a proof
that would cost more than the budget. Only proposed: a charge dated after the payment, a memo that speaks of a deposit
or of another month. Equal numbers of equal items are left to passes/equal_items.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from ticktie.domain.evidence import NO_PARTY
from ticktie.domain.items import OpenItems
from ticktie.domain.links import Allocation, Because, Doubt, Findings, Link
from ticktie.domain.rules import Rules
from ticktie.matching import subsets

NAME = "exact_amount"


@dataclass
class Account:
    """One customer's open items in one currency: charges, and payments that name nothing."""

    charges: list[int] = field(default_factory=list)
    payments: list[int] = field(default_factory=list)


def accounts(items: OpenItems) -> list[Account]:
    """Open items by customer and currency; only those with both sides."""
    found: dict[tuple[int, str], Account] = defaultdict(Account)
    party, currency = items.evidence.party, items.currencies
    for i in items.payments.tolist():
        if party[i] != NO_PARTY and not items.named[i] and not items.doubtful[i]:
            found[int(party[i]), currency[i]].payments.append(i)
    for i in items.charges.tolist():
        account = found.get((int(party[i]), currency[i]))
        if account is not None:
            account.charges.append(i)
    return [found[key] for key in sorted(found) if found[key].charges]


def by_amount(items: OpenItems, members: list[int]) -> dict[int, list[int]]:
    """Members by what is left of them, each list in the order of time."""
    groups: dict[int, list[int]] = defaultdict(list)
    for i in sorted(members, key=lambda i: items.order_of_time[i]):
        groups[int(items.residual[i])].append(i)
    return groups


def exact_amount(items: OpenItems, rules: Rules) -> Findings:
    """Settle single items whose amount leaves no other choice."""
    links: list[Link] = []
    doubts: list[Doubt] = []
    for account in accounts(items):
        charges = by_amount(items, account.charges)
        values = [int(items.residual[i]) for i in account.charges]
        for amount, payments in by_amount(items, account.payments).items():
            fits = charges.get(amount, [])
            if not fits or (len(fits) == len(payments) and len(fits) > 1):
                continue
            if len(fits) != len(payments):
                because = Because("equal_amounts", {"candidates": fits, "payments": payments})
                doubts += [Doubt((p,), tuple((c,) for c in fits), because, NAME) for p in payments]
                continue
            ways = subsets.count(values, amount, 2, rules.subset_budget * 1000)
            if ways != 1:
                code = "other_subsets" if ways else "proof_too_long"
                doubts.append(Doubt((payments[0],), ((fits[0],),), Because(code, {"candidates": fits}), NAME))
                continue
            links.append(_link(items, account, fits[0], payments[0]))
    return Findings.of(links, doubts)


def _link(items: OpenItems, account: Account, charge: int, payment: int) -> Link:
    allocation = (Allocation(charge, payment, int(items.residual[charge])),)
    code = _against(items, account, charge, payment)
    return Link(allocation, Because(code or "amount_unique", {"charges": (charge,), "open": len(account.charges)}), NAME, not code)


def _against(items: OpenItems, account: Account, charge: int, payment: int) -> str:
    """What speaks against a match whose amount is unique; "" when nothing does."""
    evidence = items.evidence
    if items.dates[charge] > items.dates[payment]:
        return "amount_before_charge"
    untouched = items.residual[charge] == items.values("document_amount")[charge]
    if evidence.is_advance(payment) or (evidence.is_final(payment) and untouched):
        return "amount_says_part"
    month = evidence.month(payment)
    if month:
        inside = [c for c in account.charges if items.month_of(c)[1] == month[1] and month[0] in (None, items.month_of(c)[0])]
        if inside != [charge]:
            return "amount_of_other_month"
    if "possible_copy" in items.values("flags")[payment]:
        return "amount_of_possible_copy"
    if items.unsure_number[charge]:
        return "amount_of_unsure_number"
    return ""
