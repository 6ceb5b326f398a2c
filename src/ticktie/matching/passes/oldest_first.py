"""Pass "oldest first": what the firm agreed with a customer - money that names nothing pays the earliest due first.

Tied, only for customers with the rule `oldest_first` (off for all others): what is left of a payment without a name, over
the customer's open documents in the order of their due dates; what goes beyond them stays on account. The agreement comes
before the order of the law (Civil Code 560), never before a number or a month that the customer names.

Refused: payments in doubt, deposits, payments that name a month. `suggest` only proposes.

With oldest_first=confirm:

    S1 甲公司 05-02 70; S2 甲公司 06-02 40; R9 甲公司 06-30 90    ->  R9>S1 70, R9>S2 20
"""

from __future__ import annotations

from ticktie.domain.items import OpenItems
from ticktie.domain.links import Allocation, Because, Findings, Link
from ticktie.domain.rules import Rules
from ticktie.matching.accounts import Account, accounts

NAME = "oldest_first"


def oldest_first(items: OpenItems, rules: Rules) -> Findings:
    """Spread the unnamed payments of customers that agreed to it."""
    if rules.oldest_first == "off" and not any(name == "oldest_first" for _, name, _ in rules.customers):
        return Findings()
    links: list[Link] = []
    for account in accounts(items):
        party = items.evidence.keys[int(items.evidence.party[account.units[0][0]])]
        mode = rules.of(party).oldest_first
        if mode != "off":
            links += _spread(items, account, sure=mode == "confirm")
    return Findings.of(links)


def _spread(items: OpenItems, account: Account, sure: bool) -> list[Link]:
    charges = [c for unit in account.units for c in unit if items.residual[c] > 0]
    charges.sort(key=lambda c: (items.due[c], items.order_of_time[c]))
    left = {c: int(items.residual[c]) for c in charges}
    links: list[Link] = []
    for payment in account.payments:
        if items.evidence.is_advance(payment) or items.evidence.months(payment):
            continue
        rest, made = int(items.residual[payment]), list[Allocation]()
        for c in charges:
            part = min(rest, left[c])
            if part > 0:
                made.append(Allocation(c, payment, part))
                left[c] -= part
                rest -= part
        if made:
            links.append(Link(tuple(made), Because("oldest_first_agreed", {"charges": [a.charge for a in made]}), NAME, sure))
    return links
