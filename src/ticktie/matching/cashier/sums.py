"""Passes of sums: several collections handed in as one (N:1), and one collection recorded in parts (1:N).

`day_sums`: the line is what one run of days came to, all rows of these days that went the same way. `row_sums`: the only rows
with its sum. `parts`: the only lines that make up a row. `wallet_fee`: a row, or a run of days, less what the wallet keeps at
a rate of the rules, the fee a named difference.

Looked at are rows of the same salesperson, at most `transit_days` before the line, of the same way of paying where the line says
one, and only of the customers whom its memo names. Refused, as a doubt: two runs or two sets of rows with the sum, an improbable sum.

    S1 张三 甲公司 06-02 1200 cash; S2 张三 乙公司 06-02 300.5 cash; R9 张三 06-03 1500.5 cash    ->  R9>S1 1200, R9>S2 300.5
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from ticktie.domain.cashier import WALLETS
from ticktie.domain.evidence import NO_PARTY
from ticktie.domain.items import OpenItems
from ticktie.domain.links import Allocation, Because, Difference, Doubt, Findings, Link
from ticktie.domain.rules import Rules
from ticktie.matching.cashier.pool import Pool
from ticktie.matching.chance import hits, odds
from ticktie.matching.subsets import HALVED, Halves

Owner = tuple[int, int]


@dataclass(frozen=True)
class Near:
    """The reported rows that a recorded line could be the sum of, by day; named: its memo says whose money it is."""

    line: int
    rows: list[int]
    named: bool


class Candidates:
    """Open rows and lines by salesperson and currency."""

    def __init__(self, items: OpenItems, rules: Rules):
        self.pool, self.days = Pool(items), rules.transit_days
        self.rows = self._by_owner(self.pool.reported)
        self.lines = self._by_owner(self.pool.recorded)
        self.customers = items.values("customer_key")

    def _by_owner(self, members: np.ndarray) -> dict[Owner, list[int]]:
        found: dict[Owner, list[int]] = defaultdict(list)
        for i in members.tolist():
            if self.pool.people[i] != NO_PARTY:
                found[int(self.pool.people[i]), int(self.pool.items.currency_codes[0][i])].append(i)
        return found

    def of_lines(self) -> Iterator[Near]:
        """Every open line with the rows that could be in it; only lines with two rows or more."""
        for owner, lines in self.lines.items():
            rows = self.rows.get(owner, [])
            days = np.array([self.pool.days[i] for i in rows])
            for line in lines:
                day = int(self.pool.days[line])
                first, last = np.searchsorted(days, [day - self.days, day + 1])
                yield Near(line, [r for r in rows[first:last] if self.fits(r, line)], self.pool.customer[line] >= 0)

    def fits(self, row: int, line: int) -> bool:
        """Of one sign, and nothing that both say differs."""
        pool = self.pool
        same = (pool.left[row] > 0) == (pool.left[line] > 0)
        return bool(same and pool.one_way(row, line) and _agree(pool.customer[row], pool.customer[line]))


def _agree(one: int, two: int) -> bool:
    return one == two or one < 0 or two < 0


def runs(pool: Pool, rows: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """All rows of one day, of two days that follow each other in the list, of three ..."""
    by_day = [tuple(group) for _, group in itertools.groupby(rows, key=lambda r: int(pool.days[r]))]
    for first in range(len(by_day)):
        members: tuple[int, ...] = ()
        for day in by_day[first:]:
            members += day
            yield members


def day_sums(items: OpenItems, rules: Rules) -> Findings:
    """Settle lines that are what one run of days came to."""
    candidates = Candidates(items, rules)
    links: list[Link] = []
    doubts: list[Doubt] = []
    for near in candidates.of_lines():
        fits = [run for run in runs(candidates.pool, near.rows) if len(run) > 1 and _sum(items, run) == int(items.residual[near.line])]
        if len(fits) > 1:
            doubts.append(Doubt((near.line,), tuple(fits), Because("several_sums", {"candidates": fits}), "day_sums"))
        elif fits:
            groups = len({int(items.dates[r]) for r in near.rows})
            p = odds(items).group(int(items.residual[near.line]), items.currencies[near.line], groups * (groups + 1) // 2)
            links.append(_sum_link(items, near, fits[0], "day_sum", "day_sums", p, rules))
    return Findings.of(links, doubts)


def row_sums(items: OpenItems, rules: Rules) -> Findings:
    """Settle lines that are the sum of the only rows that have it."""
    links: list[Link] = []
    doubts: list[Doubt] = []
    for near in Candidates(items, rules).of_lines():
        if not 2 <= len(near.rows) <= HALVED:
            continue
        halves, amount = Halves([int(items.residual[r]) for r in near.rows]), int(items.residual[near.line])
        found = [tuple(near.rows[at] for at in places) for places in halves.find(amount, 3)]
        several = [f for f in found if len(f) > 1]
        if len(found) > 1:
            doubts.append(Doubt((near.line,), tuple(found), Because("several_sums", {"candidates": found}), "row_sums"))
        elif several:
            chance = odds(items)
            p = chance.sum(hits(halves, amount), amount, items.currencies[near.line], len(near.rows), chance.weight())
            links.append(_sum_link(items, near, several[0], "row_sum", "row_sums", p, rules))
    return Findings.of(links, doubts)


def _sum(items: OpenItems, members: Sequence[int]) -> int:
    return int(items.residual[list(members)].sum())


def _sum_link(items: OpenItems, near: Near, rows: tuple[int, ...], code: str, name: str, p: float, rules: Rules) -> Link:
    made = tuple(Allocation(row, near.line, int(items.residual[row])) for row in rows)
    because = Because(code, {"charges": rows, "count": len(rows)})
    return Link(made, because, name, near.named or p >= rules.probability_limit, probability=None if near.named else p)


def parts(items: OpenItems, rules: Rules) -> Findings:
    """Settle rows that the cashier recorded in parts."""
    candidates = Candidates(items, rules)
    pool = candidates.pool
    links: list[Link] = []
    doubts: list[Doubt] = []
    for owner, rows in candidates.rows.items():
        lines = candidates.lines.get(owner, [])
        days = np.array([pool.days[i] for i in lines])
        for row in rows:
            day, amount = int(pool.days[row]), int(pool.left[row])
            first, last = np.searchsorted(days, [day, day + 2 * candidates.days + 1])
            near = [i for i in lines[first:last] if candidates.fits(row, i) and abs(int(pool.left[i])) < abs(amount)]
            made = _in_parts(items, rules, row, near)
            links += [made] if isinstance(made, Link) else []
            doubts += [made] if isinstance(made, Doubt) else []
    return Findings.of(links, doubts)


def _in_parts(items: OpenItems, rules: Rules, row: int, lines: list[int]) -> Link | Doubt | None:
    if not 2 <= len(lines) <= HALVED:
        return None
    halves, amount = Halves([int(items.residual[i]) for i in lines]), int(items.residual[row])
    found = [tuple(lines[at] for at in places) for places in halves.find(amount, 3)]
    if not found:
        return None
    customer = items.values("customer_key")
    if len(found) > 1:
        named = [f for f in found if all(customer[i] and customer[i] == customer[row] for i in f)]
        if len(named) != 1:
            return Doubt((row,), tuple(found), Because("several_parts", {"candidates": found}), "parts")
        found = named
    said = all(customer[i] and customer[i] == customer[row] for i in found[0])
    chance = odds(items)
    p = chance.sum(hits(halves, amount), amount, items.currencies[row], len(lines), chance.weight())
    made = tuple(Allocation(row, i, int(items.residual[i])) for i in found[0])
    because = Because("in_parts", {"payments": found[0], "count": len(found[0])})
    return Link(made, because, "parts", said or p >= rules.probability_limit, probability=None if said else p)


def wallet_fee(items: OpenItems, rules: Rules) -> Findings:
    """Settle what a wallet paid out less its fee: a row, or all of a run of days."""
    rates = [Decimal(part.strip().rstrip("%")) / 100 for part in rules.wallet_fees.replace("，", ",").split(",") if part.strip()]
    candidates = Candidates(items, rules)
    method = items.values("method")
    links: list[Link] = []
    doubts: list[Doubt] = []
    for near in candidates.of_lines() if rates else ():
        rows = [r for r in near.rows if method[r] in WALLETS]
        amount, fits = int(items.residual[near.line]), list[tuple[tuple[int, ...], int]]()
        if amount <= 0:
            continue
        for run in {*runs(candidates.pool, rows), *((r,) for r in rows)}:
            fits += [(run, fee) for fee in {fee for rate in rates for fee in _fees(items, run, rate)} if fee and _sum(items, run) - fee == amount]
        if len(fits) > 1:
            groups = tuple(sorted(run for run, _ in fits))
            doubts.append(Doubt((near.line,), groups, Because("several_sums", {"candidates": groups}), "wallet_fee"))
        elif fits:
            links.append(_less_fee(items, near.line, *fits[0]))
    return Findings.of(links, doubts)


def _fees(items: OpenItems, rows: Sequence[int], rate: Decimal) -> set[int]:
    """The fee of the sum, and the sum of the fees."""
    return {_rounded(_sum(items, rows) * rate), sum(_rounded(int(items.residual[r]) * rate) for r in rows)}


def _rounded(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_UP))


def _less_fee(items: OpenItems, line: int, rows: tuple[int, ...], fee: int) -> Link:
    """The fee is taken off the largest row."""
    largest = max(rows, key=lambda r: (int(items.residual[r]), -r))
    made = tuple(Allocation(r, line, int(items.residual[r]) - (fee if r == largest else 0)) for r in rows)
    facts = {"charges": rows, "fee": fee}
    return Link(made, Because("less_fee", facts), "wallet_fee", difference=Difference("fee", largest, fee))


