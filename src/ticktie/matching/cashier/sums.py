"""Passes of sums: several collections handed in as one (N:1), and one collection recorded in parts (1:N).

`day_sums`: the line is what one run of days came to, all rows of these days that went the same way. `row_sums`: the only rows
with its sum. `parts`: the only lines that make up a row. `wallet_fee`: a row, or a run of days, less what the wallet keeps at
a rate of the rules, the fee a named difference.

Looked at are rows of the same salesperson, at most `transit_days` before the line, of the same way of paying where the line says
one, and only of the customers whom its memo names. Refused, as a doubt: two runs or two sets of rows with the sum, an improbable sum.

    S1 张三 甲公司 06-02 1200 cash; S2 张三 乙公司 06-02 300.5 cash; R9 张三 06-03 1500.5 cash    ->  R9>S1 1200, R9>S2 300.5
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from ticktie.domain.cashier import WALLETS
from ticktie.domain.evidence import NO_PARTY
from ticktie.domain.items import Bool, Int64, OpenItems
from ticktie.domain.links import Allocation, Because, Difference, Doubt, Findings, Link
from ticktie.domain.rules import Rules
from ticktie.matching.cashier.pool import Pool
from ticktie.matching.chance import hits, odds
from ticktie.matching.subsets import HALVED, Halves

Fee = tuple[int, int]  # a rate as numerator and denominator


@dataclass(frozen=True)
class Near:
    """The reported rows that a recorded line could be the sum of, in the order of time; named: its memo says whose money it is."""

    line: int
    rows: Int64
    named: bool


class Candidates:
    """Open rows and lines by salesperson and currency."""

    def __init__(self, items: OpenItems, rules: Rules):
        self.pool, self.days = Pool(items), rules.transit_days
        self.rows = self._by_owner(self.pool.reported)
        self.lines = self._by_owner(self.pool.recorded)

    def _by_owner(self, members: Int64) -> dict[int, Int64]:
        known = members[self.pool.people[members] != NO_PARTY]
        owners = self.pool.items.owners[known]
        found, starts = np.unique(owners[(order := np.argsort(owners, kind="stable"))], return_index=True)
        ends = [*starts.tolist(), len(known)][1:]
        return {int(o): known[order[a:b]] for o, a, b in zip(found, starts, ends, strict=True)}

    def of_lines(self) -> Iterator[Near]:
        """Every open line with the rows that could be in it."""
        for owner, lines in self.lines.items():
            rows = self.rows.get(owner)
            if rows is None:
                continue
            days = self.pool.days[rows]
            first = np.searchsorted(days, self.pool.days[lines] - self.days, "left")
            last = np.searchsorted(days, self.pool.days[lines], "right")
            for line, a, b in zip(lines.tolist(), first.tolist(), last.tolist(), strict=True):
                if a < b:
                    inside = rows[a:b]
                    yield Near(line, inside[self.fit(inside, line)], bool(self.pool.customer[line] >= 0))

    def near(self, line: int) -> Int64:
        """The rows that could be in one line."""
        rows = self.rows.get(int(self.pool.items.owners[line]), np.zeros(0, dtype=np.int64))
        day = int(self.pool.days[line])
        first, last = np.searchsorted(self.pool.days[rows], [day - self.days, day + 1])
        inside = rows[first:last]
        return inside[self.fit(inside, line)]

    def fit(self, those: Int64, item: int) -> Bool:
        """Which are of the item's sign and differ in nothing that both say."""
        pool = self.pool
        same = (pool.left[those] > 0) == (pool.left[item] > 0)
        customers, mine = pool.customer[those], pool.customer[item]
        agree = np.ones(len(those), dtype=bool) if mine < 0 else (customers == mine) | (customers < 0)
        return np.asarray(same & agree & pool.one_way_each(those, item), dtype=bool)


def _runs(days: Int64) -> list[tuple[int, int]]:
    """Where each run of whole days begins and ends: one day, two that follow each other in the list, three ..."""
    cuts = [0, *(np.flatnonzero(np.diff(days)) + 1).tolist(), len(days)]
    return [(a, b) for n, a in enumerate(cuts[:-1]) for b in cuts[n + 1 :]]


def day_sums(items: OpenItems, rules: Rules) -> Findings:
    """Settle lines that are what one run of days came to."""
    candidates = Candidates(items, rules)
    links: list[Link] = []
    doubts: list[Doubt] = []
    for near in candidates.of_lines():
        amount, before = int(items.residual[near.line]), np.concatenate(([0], np.cumsum(items.residual[near.rows])))
        runs = [(a, b) for a, b in _runs(items.dates[near.rows]) if b - a > 1 and before[b] - before[a] == amount]
        fits = [tuple(near.rows[a:b].tolist()) for a, b in runs]
        if len(fits) > 1:
            doubts.append(Doubt((near.line,), tuple(fits), Because("several_sums", {"candidates": fits}), "day_sums"))
        elif fits:
            days = len(np.unique(items.dates[near.rows]))
            p = odds(items).group(amount, items.currencies[near.line], days * (days + 1) // 2)
            links.append(_sum_link(items, near, fits[0], "day_sum", "day_sums", p, rules))
    return Findings.of(links, doubts)


def row_sums(items: OpenItems, rules: Rules) -> Findings:
    """Settle lines that are the sum of the only rows that have it."""
    links: list[Link] = []
    doubts: list[Doubt] = []
    for near in Candidates(items, rules).of_lines():
        if not 2 <= len(near.rows) <= HALVED:
            continue
        halves, amount = Halves(items.residual[near.rows].tolist()), int(items.residual[near.line])
        found = [tuple(int(near.rows[at]) for at in places) for places in halves.find(amount, 3)]
        several = [f for f in found if len(f) > 1]
        if len(found) > 1:
            doubts.append(Doubt((near.line,), tuple(found), Because("several_sums", {"candidates": found}), "row_sums"))
        elif several:
            chance = odds(items)
            p = chance.sum(hits(halves, amount), amount, items.currencies[near.line], len(near.rows), chance.weight())
            links.append(_sum_link(items, near, several[0], "row_sum", "row_sums", p, rules))
    return Findings.of(links, doubts)


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
        lines = candidates.lines.get(owner)
        if lines is None:
            continue
        days = pool.days[lines]
        first = np.searchsorted(days, pool.days[rows], "left")
        last = np.searchsorted(days, pool.days[rows] + 2 * candidates.days, "right")
        for row, a, b in zip(rows.tolist(), first.tolist(), last.tolist(), strict=True):
            inside = lines[a:b]
            inside = inside[np.abs(pool.left[inside]) < abs(int(pool.left[row]))]
            made = _in_parts(items, rules, row, inside[candidates.fit(inside, row)].tolist()) if len(inside) > 1 else None
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
    rates = [(Decimal(part.strip().rstrip("%")) / 100).as_integer_ratio() for part in rules.wallet_fees.replace("，", ",").split(",") if part.strip()]
    wallets = np.isin(items.values("method"), WALLETS)
    links: list[Link] = []
    doubts: list[Doubt] = []
    for near in Candidates(items, rules).of_lines() if rates else ():
        rows, amount = near.rows[wallets[near.rows]], int(items.residual[near.line])
        fits = sorted({(run, fee) for rate in rates for run, fee in _with_fee(items, rows, amount, rate)}) if amount > 0 and len(rows) else []
        if len(fits) > 1:
            groups = tuple(run for run, _ in fits)
            doubts.append(Doubt((near.line,), groups, Because("several_sums", {"candidates": groups}), "wallet_fee"))
        elif fits:
            links.append(_less_fee(items, near.line, *fits[0]))
    return Findings.of(links, doubts)


def _with_fee(items: OpenItems, rows: Int64, amount: int, rate: Fee) -> Iterator[tuple[tuple[int, ...], int]]:
    """Single rows and runs of days that come to the amount less their fee, with it: the fee of the sum, or the sum of the fees."""
    left = items.residual[rows]
    fees = _fees(left, rate)
    for at in np.flatnonzero((left - fees == amount) & (fees > 0)).tolist():
        yield (int(rows[at]),), int(fees[at])
    sums, kept = (np.concatenate(([0], np.cumsum(values))) for values in (left, fees))
    for a, b in _runs(items.dates[rows]):
        whole = int(sums[b] - sums[a])
        for fee in {int(kept[b] - kept[a]), int(_fees(np.array([whole]), rate)[0])}:
            if fee and whole - fee == amount and b - a > 1:
                yield tuple(rows[a:b].tolist()), fee


def _fees(amounts: Int64, rate: Fee) -> Int64:
    """Half-up, in minor units; amounts are money in."""
    over, under = rate
    return np.asarray((2 * amounts * over + under) // (2 * under), dtype=np.int64)


def _less_fee(items: OpenItems, line: int, rows: tuple[int, ...], fee: int) -> Link:
    """The fee is taken off the largest row."""
    largest = max(rows, key=lambda r: (int(items.residual[r]), -r))
    made = tuple(Allocation(r, line, int(items.residual[r]) - (fee if r == largest else 0)) for r in rows)
    facts = {"charges": rows, "fee": fee}
    return Link(made, Because("less_fee", facts), "wallet_fee", difference=Difference("fee", largest, fee))


