"""The running balance of a bill: whether previous + amount = next, in which order of the rows, and with which signs.

Files run up, run down, or run up by day and down inside a day; a batch of a pay roll shows one balance on each of its lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ticktie.domain.bill import Chain, Line

LEAST = 2  # steps that must close, all of them, before the balance overrules a layout's word


@dataclass(frozen=True)
class Ordered:
    """The lines from first to last, and what the balance says of them."""

    lines: list[Line]
    chain: Chain


def ordered(lines: Sequence[Line]) -> Ordered:
    """The lines in the order in which most steps close; accounts and currencies apart, one after the other."""
    if not lines:
        return Ordered([], Chain())
    key = lambda line: (line.account, line.currency)  # noqa: E731
    parts = [_of_one(list(part)) for _, part in groupby(sorted(lines, key=key), key)]
    chains = [part.chain for part in parts]
    breaks = tuple(row for chain in chains for row in chain.breaks)
    turned = any(c.turned for c in chains)
    return Ordered([x for part in parts for x in part.lines], Chain(sum(c.good for c in chains), sum(c.steps for c in chains), breaks, turned))


def _of_one(lines: list[Line]) -> Ordered:
    up, down = _closed(lines, 1), _closed(lines, -1)
    if down.chain.closes and down.chain.steps >= LEAST and up.chain.good * 2 < up.chain.steps:
        return Ordered(down.lines, Chain(down.chain.good, down.chain.steps, (), True))
    return up


def _closed(lines: list[Line], sign: int) -> Ordered:
    best: Ordered | None = None
    for order in _orders(lines):
        made = Ordered(order, _steps(order, sign))
        if best is None or made.chain.good > best.chain.good:
            best = made
        if best.chain.closes:
            break
    assert best is not None
    return best


def _orders(lines: list[Line]) -> list[list[Line]]:
    """How files run: as they stand, backwards, by day, by day backwards inside, by time; the likeliest first."""
    back = lines[::-1]
    down = lines[0].date > lines[-1].date
    first, second = (back, lines) if down else (lines, back)
    by_day = [sorted(order, key=lambda x: x.date) for order in (first, second)]
    orders = [first, second, *by_day]
    if all(line.time for line in lines):
        orders.append(sorted(first, key=lambda x: (x.date, x.time)))
    if not any(line.balance is not None for line in lines):
        return [orders[-1] if len(orders) == 5 else by_day[0]]
    return orders


def _steps(lines: Sequence[Line], sign: int) -> Chain:
    good = steps = at = 0
    breaks: list[int] = []
    previous: int | None = None
    while at < len(lines):
        line = lines[at]
        total, end = line.amount, at + 1
        while end < len(lines) and line.balance is not None and _same_batch(line, lines[end]):
            total += lines[end].amount
            end += 1
        if previous is not None and line.balance is not None:
            steps += 1
            if previous + sign * total == line.balance:
                good += 1
            else:
                breaks.append(line.row)
        previous = line.balance
        at = end
    return Chain(good, steps, tuple(breaks))


def _same_batch(line: Line, following: Line) -> bool:
    return line.balance == following.balance and line.date == following.date and (line.amount > 0) == (following.amount > 0)
