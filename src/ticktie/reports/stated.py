"""Which links customers have been told: written into a hidden column of Matched when a statement is sent, and read back from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ticktie.domain.items import PAYMENT
from ticktie.domain.outcome import Outcome
from ticktie.domain.register import Entry
from ticktie.domain.stated import Key, Stated
from ticktie.reports.standing import Pair, Rows, Standing, read_standing


def stated_before(tabs: Mapping[str, Rows]) -> list[Stated]:
    """The stated links of a workbook's Matched tab. tabs: key of the page -> its cells."""
    matched = {key: rows for key, rows in tabs.items() if key.partition(":")[0] == "matched"}
    standing = read_standing(matched)
    if standing is None:
        return []
    links: dict[str, list[Pair]] = defaultdict(list)
    for pair in standing.pairs:
        if pair.payment:
            links[pair.link].append(pair)
    return [_stated(standing, pairs) for pairs in links.values() if pairs[0].stated]


def _stated(standing: Standing, pairs: Sequence[Pair]) -> Stated:
    parts = tuple(((p.payment, p.charge, p.amount), p.paid) for p in pairs)
    amounts = {key: standing.items[key].amount for p in pairs for key in (p.payment, p.charge)}
    named: Any = next(((p.kind, p.charge, p.difference) for p in pairs if p.difference and p.kind), None)
    return Stated(pairs[0].stated, parts, amounts, named)


def told_by(outcome: Outcome, lines: Iterable[Entry]) -> dict[Key, str]:
    """The links that the statements of these lines, as far as they were sent, tell: the customer's, with money of days up to its last."""
    sent = [(e.key, e.end, e.number) for e in lines if e.event == "sent" and e.key and e.end]
    if not sent:
        return {}
    frame = outcome.items
    keys, owner, side, day = (frame[n].tolist() for n in ("key", "party_key", "side", "date"))
    found: dict[Key, str] = {}
    for link in outcome.links:
        for a in link.allocations if link.sure else ():
            last = max((str(d)[:10] for d in (day[a.payment], day[a.charge]) if d == d and d is not None), default="")
            mine = {owner[i] for i in (a.charge, a.payment) if side[i] != PAYMENT or side[a.charge] == PAYMENT}
            for key, end, number in sent:
                if key in mine and last <= end:
                    found.setdefault((keys[a.payment], keys[a.charge], a.amount), number)
    return found
