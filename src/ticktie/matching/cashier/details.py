"""Pass "same details": one reported row and one recorded line that say the same of whose money it is, how much, how and when.

Tied, the strongest first: the same salesperson, customer, amount, way of paying and day; then some days of lag; then another way
of paying; then lines that name no customer; lines that name no salesperson but his customer; at last, only proposed, the same customer and
amount on a far day. In each step only what holds in every way of pairing the equal rows is tied (windows.py).

Refused, as a doubt: a line that could answer two rows which differ in customer or day; a round amount on another day, where the line
names no customer and other rows together come to it too. Lines that name another customer than
the row are never tied to it.

    S1 张三 甲公司 06-02 1200 cash; R9 张三 甲公司 06-03 1200 cash    ->  R9>S1 1200
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ticktie.domain.evidence import NO_PARTY
from ticktie.domain.items import Int64, OpenItems
from ticktie.domain.links import Allocation, Because, Doubt, Findings, Link
from ticktie.domain.rules import Rules
from ticktie.matching.cashier.pool import Pool
from ticktie.matching.cashier.sums import Candidates
from ticktie.matching.cashier.windows import pair
from ticktie.matching.chance import odds, zeros
from ticktie.matching.subsets import HALVED, Halves

NAME = "same_details"
_FAR = 400  # days within which an amount of one customer may stand under a wrong date
_ROUND = 4  # zeros in minor units from which an amount says little: 100.00
_BEFORE = 3  # days that a record may come before the report: one of the two days is wrong


@dataclass(frozen=True)
class _Step:
    """What must be the same. customer: `both` name it, the `line` names none, the `row` names none. person: the line names him."""

    code: str
    customer: str
    method: bool
    early: int
    late: int
    person: bool = True
    doubts: bool = False


def _steps(days: int) -> tuple[_Step, ...]:
    return (
        _Step("same_all", "both", True, 0, 0),
        _Step("same_customer", "both", True, 0, days),
        _Step("same_customer_method", "both", False, 0, days),
        _Step("same_day_method", "line", True, 0, 0),
        _Step("same_method", "line", True, 0, days),
        _Step("same_amount", "line", False, 0, days, doubts=True),
        _Step("same_method", "row", True, 0, days),
        _Step("same_amount", "row", False, 0, days, doubts=True),
        _Step("customer_only", "both", False, 0, days, person=False, doubts=True),
        _Step("same_customer_early", "both", False, _BEFORE, days),
        _Step("far_date", "both", False, _FAR, _FAR),
    )


def same_details(items: OpenItems, rules: Rules) -> Findings:
    """Settle single rows that the cashier recorded as they were reported."""
    pool, others = Pool(items), Candidates(items, rules)
    links: list[Link] = []
    doubts: list[Doubt] = []
    used = np.zeros(len(items.residual), dtype=bool)
    for step in _steps(rules.transit_days):
        for claims, answers in _alike(pool, step, used):
            made, told = _proved(others, step, *_paired(pool, step, claims, answers, rules))
            links += made
            doubts += told
            used[[i for link in made for i in link.items()] + [i for d in told for i in d.items]] = True
    return Findings.of(links, doubts)


def _alike(pool: Pool, step: _Step, used: np.ndarray) -> Iterator[tuple[list[int], list[int]]]:
    """Rows and lines that agree in all that the step asks for, each in the order of time; only groups with both."""
    reported, recorded = pool.reported[~used[pool.reported]], pool.recorded[~used[pool.recorded]]
    reported, recorded = reported[pool.people[reported] != NO_PARTY], recorded[(pool.people[recorded] != NO_PARTY) == step.person]
    if step.customer == "both":
        reported, recorded = reported[pool.customer[reported] >= 0], recorded[pool.customer[recorded] >= 0]
    elif step.customer == "line":
        recorded = recorded[pool.customer[recorded] < 0]
    else:
        reported = reported[pool.customer[reported] < 0]
    if step.method:
        reported, recorded = reported[pool.method[reported] >= 0], recorded[pool.method[recorded] >= 0]
    both = np.concatenate((reported, recorded))
    columns = [pool.items.currency_codes[0][both], pool.left[both]]
    columns += [pool.people[both]] if step.person else []
    columns += [pool.customer[both]] if step.customer == "both" else []
    columns += [pool.method[both]] if step.method else []
    columns += [pool.days[both]] if step.early == step.late == 0 else []
    yield from _groups(columns, both, len(reported))


def _groups(columns: list[Int64], both: Int64, cut: int) -> Iterator[tuple[list[int], list[int]]]:
    """Items that agree in all columns; the first `cut` of `both` are one side."""
    if cut in (0, len(both)):
        return
    codes = pd.DataFrame(dict(enumerate(columns))).groupby(list(range(len(columns))), sort=False).ngroup().to_numpy()
    claims = np.bincount(codes[:cut], minlength=codes.max() + 1)
    answers = np.bincount(codes[cut:], minlength=codes.max() + 1)
    wanted = np.flatnonzero((claims > 0) & (answers > 0))
    place = np.full(codes.max() + 1, -1)
    place[wanted] = np.arange(len(wanted))
    found: list[tuple[list[int], list[int]]] = [([], []) for _ in wanted]
    for at in np.flatnonzero(place[codes] >= 0).tolist():
        found[place[codes[at]]][int(at >= cut)].append(int(both[at]))
    yield from found


def _paired(pool: Pool, step: _Step, claims: list[int], answers: list[int], rules: Rules) -> tuple[list[Link], list[Doubt]]:
    made = pair([int(pool.days[i]) for i in claims], [int(pool.days[i]) for i in answers], step.early, step.late)
    links = [_link(pool, step, claims[c], answers[a], len(claims), rules) for c, a in made.sure]
    doubts: list[Doubt] = []
    named = step.customer == "both"
    for c, a in made.spare_answers:
        if named or _one_day(pool, answers):
            links.append(_link(pool, step, claims[c], answers[a], len(claims), rules))
    for open_claims, open_answers in made.open_:
        rows, lines = [claims[c] for c in open_claims], [answers[a] for a in open_answers]
        if _same(pool, rows):
            links += [_link(pool, step, row, line, len(claims), rules) for row, line in zip(rows, lines, strict=False)]
        elif named or step.doubts:
            candidates = tuple((row,) for row in rows)
            doubts += [Doubt((line,), candidates, Because("several_rows", {"candidates": candidates, "count": len(lines)}), NAME) for line in lines]
    if not step.person and len({int(pool.people[i]) for i in claims}) > 1:
        return [], [Doubt((line,), tuple((i,) for i in claims), Because("several_people", {"candidates": claims}), NAME) for line in answers]
    return links, doubts


def _proved(others: Candidates, step: _Step, links: list[Link], doubts: list[Doubt]) -> tuple[list[Link], list[Doubt]]:
    """The links less those whose amount is no evidence: round, another day, no customer, and other rows come to it too."""
    if step.customer == "both" or step.late == 0:
        return links, doubts
    kept: list[Link] = []
    for link in links:
        row, line = link.allocations[0].charge, link.allocations[0].payment
        several = _other_ways(others, row, line) if zeros(link.allocations[0].amount) >= _ROUND and others.pool.days[row] != others.pool.days[line] else ()
        if several:
            doubts.append(Doubt((line,), ((row,), *several), Because("several_sums", {"candidates": ((row,), *several)}), NAME))
        elif several is None:
            kept.append(replace(link, sure=False))
        else:
            kept.append(link)
    return kept, doubts


def _other_ways(others: Candidates, row: int, line: int) -> tuple[tuple[int, ...], ...] | None:
    """Sets of other rows that come to the line; None where there are too many rows to tell."""
    rows = others.near(line)
    rows = rows[rows != row]
    if len(rows) > HALVED:
        return None
    left = others.pool.left
    return tuple(tuple(int(rows[at]) for at in places) for places in Halves(left[rows].tolist()).find(int(left[line]), 2) if len(places) > 1)


def _same(pool: Pool, rows: list[int]) -> bool:
    """Rows of one person, customer and day: it is all one which of them stays open."""
    return len({(int(pool.people[i]), int(pool.customer[i]), int(pool.days[i]), int(pool.method[i])) for i in rows}) == 1


def _one_day(pool: Pool, lines: list[int]) -> bool:
    return len({int(pool.days[i]) for i in lines}) == 1


def _link(pool: Pool, step: _Step, claim: int, answer: int, alike: int, rules: Rules) -> Link:
    amount, lag = int(pool.left[claim]), int(pool.days[answer] - pool.days[claim])
    facts = {"charges": (claim,), "days": abs(lag)}
    allocation = (Allocation(claim, answer, amount),)
    if step.customer == "both":
        return Link(allocation, Because(step.code, facts), NAME, step.code != "far_date")
    p, _ = odds(pool.items).single(amount, pool.items.currencies[claim], alike, NO_PARTY)
    sure = p >= rules.probability_limit
    return Link(allocation, Because(step.code, facts), NAME, sure, probability=p)
