"""The balance chain: previous + amount = next. It proves the order of lines, the signs, and what debit and credit mean."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, field
from decimal import Decimal

from ticktie.domain.grid import Cell
from ticktie.intake import cells
from ticktie.intake.reading import Reader


@dataclass
class Line:
    number: int
    row: list[Cell]
    day: cells.Day
    day_column: int | None = None
    value: Decimal | None = None
    read: cells.Amount = field(default_factory=lambda: cells.Amount(None, "amount_missing"))
    column: int | None = None
    balance: Decimal | None = None
    sign_from: str = ""
    neutral: bool = False
    account: str = ""
    text: str = ""


def prove(reader: Reader, lines: list[Line]) -> None:
    """Prove signs by the balances: previous + amount = next. Debit and credit are turned when only that closes it."""
    with_balance = [x for x in lines if x.balance is not None and x.value is not None]
    if len(with_balance) < 3:
        return
    ordered = in_time(reader, lines)
    good, all_ = closing(ordered, 1)
    sides = [x for x in lines if x.sign_from]
    if sides and good * 2 < all_:
        turned, _ = closing(in_time(reader, lines, -1), -1)
        if turned > good and turned * 2 > all_:
            for line in sides:
                line.value = -line.value if line.value is not None else None
            reader.out.notes.append("debit_credit_turned")
            good = turned
    if reader.layout.column("direction") is None and reader.layout.column("in") is None and all((x.value or 0) >= 0 for x in lines):
        good = _signs_by_balance(ordered, good)
    if all_:
        reader.out.notes.append(f"balance_chain {good}/{all_}")


def _signs_by_balance(ordered: list[Line], good: int) -> int:
    """An unsigned amount column: a line is money out where only that closes the balance."""
    previous: Line | None = None
    for line in ordered:
        if previous is not None and previous.balance is not None and line.balance is not None and line.value:
            step = line.balance - previous.balance
            if step == -line.value:
                line.value = -line.value
                good += 1
        previous = line
    return good


def closing(ordered: list[Line], sign: int) -> tuple[int, int]:
    """How many neighbouring lines close the balance, of how many that could."""
    good = count = 0
    last: dict[str, Line] = {}
    for line in ordered:
        previous = last.get(line.account)
        if previous is not None and line.balance is not None and previous.balance is not None and line.value is not None:
            count += 1
            good += previous.balance + sign * line.value == line.balance
        last[line.account] = line
    return good, count


def _day_of(line: Line) -> dt.date:
    return line.day.date or dt.date.min


def in_time(reader: Reader, lines: list[Line], sign: int = 1) -> list[Line]:
    """The lines from first to last: by date, and inside a day as the balances (else times, else the sheet's order) say."""
    dates = [x.day.date or dt.date.min for x in lines]
    real = [d for d in dates if d != dt.date.min]
    down = sum(a > b for a, b in itertools.pairwise(real)) > sum(a < b for a, b in itertools.pairwise(real))
    forward = list(lines)
    backward = list(reversed(lines))
    orders = [forward, backward] if not down else [backward, forward]
    orders += [sorted(o, key=_day_of) for o in orders]
    times = [x.day.time for x in lines]
    if all(times):
        orders.append(sorted(orders[0], key=lambda x: (_day_of(x), x.day.time)))
    if not any(x.balance is not None for x in lines):
        return orders[-1] if all(times) else sorted(orders[0], key=_day_of)
    return max(orders, key=lambda o: closing(o, sign)[0])
