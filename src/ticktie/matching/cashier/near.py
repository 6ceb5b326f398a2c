"""Pass "near": rows and lines that belong together although something in them is wrong. Only ever proposals.

Looked for, the strongest first: the same customer and amount under another salesperson; the same salesperson and customer (or, where
the line names none, the same day and way of paying) with an amount that a slip of the pen explains; the same customer with less
or more, each the other's nearest in amount; the open rows of one day handed in with less or more. Each must be the only choice from both sides.

    S1 张三 甲公司 06-02 1350 cash; R9 张三 甲公司 06-02 1530 cash    ->  R9?S1 1350
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ticktie.domain.evidence import NO_PARTY
from ticktie.domain.items import OpenItems
from ticktie.domain.links import Allocation, Because, Findings, Link
from ticktie.domain.rules import Rules
from ticktie.matching.cashier.pool import Pool
from ticktie.matching.cashier.slips import slip
from ticktie.matching.cashier.sums import Candidates
from ticktie.matching.chance import zeros

NAME = "near"
_BEFORE = 3
_SHARE = 0.4  # of what was reported that may be missing or too much, for lines that name no customer
_ROUND = 4  # zeros in minor units from which an equal amount under another salesperson says nothing: 100.00


@dataclass(frozen=True)
class Near:
    """Rows and the line that answers them, and how they differ: a slip, `less`, `more` or `person`."""

    rows: tuple[int, ...]
    line: int
    how: str


def near(items: OpenItems, rules: Rules) -> Findings:
    """Propose what a person should look at."""
    return Findings.of(_link(items, one) for one in nearest(items, rules) if one.how != "sign")


def _link(items: OpenItems, one: Near) -> Link:
    left = abs(int(items.residual[one.line]))
    made: list[Allocation] = []
    for row in one.rows:
        amount = min(left, abs(int(items.residual[row])))
        left -= amount
        if amount:
            made.append(Allocation(row, one.line, amount if items.residual[row] > 0 else -amount))
    facts = {"charges": one.rows, "payments": (one.line,)}
    return Link(tuple(made), Because(f"near_{one.how}", facts), NAME, sure=False)


def nearest(items: OpenItems, rules: Rules) -> list[Near]:
    """Every pair that is the only choice from both sides, each row and line at most once."""
    pool = Pool(items)
    found: list[Near] = []
    used = _again(pool)
    for step in (_other_person, _slips, _same_customer, _short_days):
        made = [n for n in _forced(step(pool, rules, used)) if not used & {*n.rows, n.line}]
        found += made
        used |= {i for n in made for i in (*n.rows, n.line)}
    return found


def _again(pool: Pool) -> set[int]:
    """Lines that repeat an earlier one for the same customer: what they are near to, the first one answers."""
    seen: set[tuple[int, ...]] = set()
    again: set[int] = set()
    for line in pool.recorded.tolist():
        key = (int(pool.people[line]), int(pool.customer[line]), int(pool.method[line]), int(pool.left[line]))
        if pool.customer[line] >= 0 and key in seen:
            again.add(line)
        seen.add(key)
    return again


def _forced(choices: Iterable[Near]) -> Iterator[Near]:
    """Choices of which no row and no line has another."""
    every = list(dict.fromkeys(choices))
    rows: dict[int, int] = defaultdict(int)
    lines: dict[int, int] = defaultdict(int)
    for one in every:
        lines[one.line] += 1
        for row in one.rows:
            rows[row] += 1
    return (n for n in every if lines[n.line] == 1 and all(rows[r] == 1 for r in n.rows))


def _pairs(pool: Pool, key: Callable[[int], object], used: set[int]) -> Iterator[tuple[int, int]]:
    """Open rows and lines with one key that is not None."""
    lines: dict[object, list[int]] = defaultdict(list)
    for i in pool.recorded.tolist():
        if i not in used and (k := key(i)) is not None:
            lines[k].append(i)
    for row in pool.reported.tolist():
        if row not in used and (k := key(row)) is not None:
            yield from ((row, line) for line in lines.get(k, ()))


def _lag(pool: Pool, row: int, line: int) -> int:
    return int(pool.days[line] - pool.days[row])


def _other_person(pool: Pool, rules: Rules, used: set[int]) -> Iterator[Near]:
    """The same amount for the same customer; without a customer the same day, way of paying and an amount that is not round."""

    def named(i: int) -> object:
        return (int(pool.left[i]), pool.items.currencies[i], int(pool.customer[i])) if pool.customer[i] >= 0 else None

    def unnamed(i: int) -> object:
        return (int(pool.left[i]), pool.items.currencies[i], int(pool.days[i]), int(pool.method[i])) if zeros(int(pool.left[i])) < _ROUND else None

    for key in (named, unnamed):
        for row, line in _pairs(pool, key, used):
            differ = pool.people[row] != pool.people[line] and pool.items.values("party_key")[line] and pool.people[row] != NO_PARTY
            unlike = pool.customer[row] >= 0 and pool.customer[line] >= 0 and pool.customer[row] != pool.customer[line]
            if differ and not unlike and -_BEFORE <= _lag(pool, row, line) <= rules.transit_days:
                yield Near((row,), line, "person")


def _slips(pool: Pool, rules: Rules, used: set[int]) -> Iterator[Near]:
    """One salesperson; the customer the same, or the day and the way of paying where the line names no customer."""
    for row, line in _pairs(pool, lambda i: _owner(pool, i), used):
        lag = _lag(pool, row, line)
        if not -_BEFORE <= lag <= rules.transit_days:
            continue
        same = pool.customer[row] >= 0 and pool.customer[row] == pool.customer[line]
        alike = pool.customer[line] < 0 and lag in (0, 1) and pool.one_way(row, line)
        how = slip(int(pool.left[row]), int(pool.left[line])) if same or alike else ""
        if how and (same or how != "digit"):
            yield Near((row,), line, how)


def _owner(pool: Pool, item: int) -> object:
    return (int(pool.people[item]), pool.items.currencies[item]) if pool.people[item] != NO_PARTY else None


def _same_customer(pool: Pool, rules: Rules, used: set[int]) -> Iterator[Near]:
    """One salesperson, customer and sign; each is the other's nearest in amount."""

    def key(i: int) -> object:
        return (_owner(pool, i), int(pool.customer[i]), bool(pool.left[i] > 0)) if pool.customer[i] >= 0 and _owner(pool, i) else None

    pairs = [(r, i) for r, i in _pairs(pool, key, used) if -_BEFORE <= _lag(pool, r, i) <= rules.transit_days]
    gaps: dict[int, int] = {}
    for row, line in pairs:
        gap = abs(int(pool.left[row] - pool.left[line]))
        for i in (row, line):
            gaps[i] = min(gap, gaps.get(i, gap))
    for row, line in pairs:
        gap = abs(int(pool.left[row] - pool.left[line]))
        if gap == gaps[row] == gaps[line]:
            yield Near((row,), line, "less" if abs(pool.left[line]) < abs(pool.left[row]) else "more")


def _short_days(pool: Pool, rules: Rules, used: set[int]) -> Iterator[Near]:
    """A line without a customer that is somewhat less or more than the open rows of the last day before it, of one way of paying."""
    candidates = Candidates(pool.items, rules)
    for line in pool.recorded.tolist():
        if line in used or _owner(pool, line) is None or pool.customer[line] >= 0:
            continue
        rows = [r for r in candidates.near(line).tolist() if r not in used]
        last = max((int(pool.days[r]) for r in rows), default=0)
        run = tuple(r for r in rows if pool.days[r] == last)
        came, wanted = int(pool.left[line]), sum(int(pool.left[r]) for r in run)
        if run and abs(wanted - came) <= _SHARE * abs(wanted):
            yield Near(run, line, slip(wanted, came) or ("less" if abs(came) < abs(wanted) else "more"))
