"""Pass "likely": what a person would want to see first; only ever proposals and doubts.

Proposed: a payment whose payer is no customer of the book (nobody named, a name cut off, a private payer, a stranger)
and whose amount equals exactly one open charge; a money-out line equal to an earlier receipt of the same party, without
a mark of reversal. Two or more charges of the amount are a doubt with its candidates.
"""

from __future__ import annotations

from collections import defaultdict

from ticktie.domain.evidence import NO_PARTY
from ticktie.domain.items import OpenItems
from ticktie.domain.links import Allocation, Because, Doubt, Findings, Link
from ticktie.domain.rules import Rules

NAME = "likely"


def likely(items: OpenItems, rules: Rules) -> Findings:
    """Propose what only the amount speaks for."""
    charges: dict[tuple[int, str], list[int]] = defaultdict(list)
    for i in items.charges.tolist():
        charges[int(items.residual[i]), items.currencies[i]].append(i)
    links: list[Link] = []
    doubts: list[Doubt] = []
    for p in items.payments.tolist():
        if items.named[p] or items.doubtful[p] or items.evidence.party[p] != NO_PARTY:
            continue
        fits = charges.get((int(items.residual[p]), items.currencies[p]), [])
        if items.evidence.payer.get(p) == "cut_off":
            fits = [c for c in fits if items.evidence.party[c] in items.evidence.like[p]]
        if len(fits) == 1:
            because = Because("amount_only", {"charges": fits, "payer": items.evidence.payer.get(p, "")})
            links.append(Link((Allocation(fits[0], p, int(items.residual[p])),), because, NAME, sure=False))
        elif fits:
            doubts.append(Doubt((p,), tuple((c,) for c in fits), Because("amount_of_several", {"candidates": fits}), NAME))
    links += _unmarked_reversals(items)
    return Findings.of(links, doubts)


def _unmarked_reversals(items: OpenItems) -> list[Link]:
    amount, key = items.values("amount"), items.values("party_key")
    receipts: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for p in items.payments.tolist():
        if amount[p] > 0 and key[p]:
            receipts[key[p], items.currencies[p], int(amount[p])].append(p)
    links: list[Link] = []
    for p in items.payments.tolist():
        if amount[p] >= 0 or not key[p] or items.named[p] or items.doubtful[p]:
            continue
        group = receipts.get((key[p], items.currencies[p], -int(amount[p])), [])
        earlier = [r for r in group if items.order_of_time[r] < items.order_of_time[p] and items.residual[r] == amount[r]]
        if len(earlier) == 1:
            links.append(Link((Allocation(p, earlier[0], int(amount[earlier[0]])),), Because("reversal_unmarked", {"payments": earlier}), NAME, sure=False))
    return links
