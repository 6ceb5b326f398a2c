"""Pass "reversal": a bank line that takes back an earlier one.

Tied: a later line of the same counterparty, account and currency with the exact opposite amount that carries a mark
of reversal (冲正, 退汇, 错账, the reversal column, or the original's serial). Paid, reversed and paid again leaves the
second payment free.

Refused: opposite amounts without a mark (a refund looks the same; see passes/likely), and a mark that could take back
one of several earlier lines that name different debts: a doubt with its candidates.

    R1 甲公司 06-02 70; R2 甲公司 06-03 -70 memo=错账冲正; R3 甲公司 06-04 70    ->  R1>R2 70
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from ticktie.domain.items import OpenItems
from ticktie.domain.links import Allocation, Because, Doubt, Findings, Link
from ticktie.domain.rules import Rules
from ticktie.domain.vocabulary import plain
from ticktie.matching.accounts import in_time

NAME = "reversal"


def reversal(items: OpenItems, rules: Rules) -> Findings:
    """Net every marked line against the one line it takes back."""
    amount, key, account = items.values("amount"), items.values("party_key"), items.values("account")
    has_mark = items.evidence.marked
    marked = in_time(items, items.payments[has_mark[items.payments]].tolist())
    earlier: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i in items.payments[np.isin(amount[items.payments], -amount[marked])].tolist():
        earlier[key[i], account[i], items.currencies[i], int(amount[i])].append(i)
    links: list[Link] = []
    doubts: list[Doubt] = []
    used: set[int] = set()
    for i in marked:
        group = earlier[key[i], account[i], items.currencies[i], -int(amount[i])]
        fits = [j for j in group if j not in used and items.order_of_time[j] < items.order_of_time[i] and not has_mark[j]]
        fits = _named_alike(items, i, fits)
        if not fits:
            continue
        if len({items.evidence.names(j).hits for j in fits}) > 1:
            doubts.append(Doubt((i,), tuple((j,) for j in fits), Because("reversal_of_several", {"candidates": fits}), NAME))
            continue
        original = max(fits, key=lambda j: items.order_of_time[j])
        used.add(original)
        back, receipt = (i, original) if amount[i] < 0 else (original, i)
        because = Because("reversal", {"payments": (original,), "mark": items.values("memo")[i] or items.values("mark")[i]})
        links.append(Link((Allocation(back, receipt, int(abs(amount[i]))),), because, NAME))
    return Findings.of(links, doubts)


def _named_alike(items: OpenItems, line: int, fits: list[int]) -> list[int]:
    """Of the lines that could be meant, those whose number or serial the reversal names, if it names any."""
    memo = plain(items.values("memo")[line])
    serials = items.values("serial")
    by_serial = [j for j in fits if len(serials[j]) >= 6 and plain(serials[j]) in memo]
    if by_serial:
        return by_serial
    hits = set(items.evidence.names(line).hits)
    by_number = [j for j in fits if hits & set(items.evidence.names(j).hits)]
    return by_number or ([] if hits and any(items.evidence.names(j).hits for j in fits) else fits)
