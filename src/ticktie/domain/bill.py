"""A bill of a bank or platform as it was read: its lines, what was left out and why, what it says of itself, and the proof."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ticktie.domain.problem import Problem


@dataclass(slots=True)
class Line:
    """One line of a bill. amount, balance: minor units of the currency; money in is positive.

    row: 1-based row of the file's table. column: 0-based, of the amount. said: in, out or neutral, as the file itself calls the
    line, by which its own totals count. Of an order `amount` is what it asks for, `reference` its number, `line` that of a part of it. fee: exact, also finer than the currency's smallest unit. key: what an import knows it by.
    """

    row: int
    date: dt.date
    time: str
    amount: int
    currency: str
    column: int = 0
    said: str = "in"
    balance: int | None = None
    account: str = ""
    holder: str = ""
    party: str = ""
    counter_account: str = ""
    memo: str = ""
    reference: str = ""
    serial: str = ""
    type: str = ""
    status: str = ""
    product: str = ""
    line: str = ""
    store: str = ""
    quantity: Decimal | None = None
    fee: Decimal | None = None
    key: str = ""


@dataclass(frozen=True)
class Compared:
    """A count or sum that the file states, beside what its lines give; both as text of a number."""

    name: str
    stated: Decimal
    read: Decimal

    @property
    def agrees(self) -> bool:
        return self.stated == self.read


@dataclass(frozen=True)
class Chain:
    """Steps of the running balance that close, of how many, and the rows at which it breaks.

    turned: the signs are the opposite of what the layout says, because only so the balance closes.
    """

    good: int = 0
    steps: int = 0
    breaks: tuple[int, ...] = ()
    turned: bool = False

    @property
    def closes(self) -> bool:
        return self.steps > 0 and self.good == self.steps


@dataclass(frozen=True)
class Recognised:
    """Why a table was taken for a layout.

    layout: its name; title: as people call it; origin: "real export" or "description". row: 1-based heading row. columns: role -> titles. signs: what
    showed it. extra: titles that the layout does not know.
    """

    layout: str
    title: str
    origin: str
    kind: str
    row: int
    columns: Mapping[str, Sequence[str]]
    signs: Sequence[str]
    extra: Sequence[str] = ()


@dataclass
class Bill:
    """One table of one file. skipped: reason -> 1-based rows; every row of the table is a line, skipped or in problems."""

    file: str
    digest: str
    sheet: str
    recognised: Recognised
    encoding: str = ""
    lines: list[Line] = field(default_factory=list)
    skipped: dict[str, list[int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    compared: list[Compared] = field(default_factory=list)
    chain: Chain = field(default_factory=Chain)
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def rows(self) -> int:
        """Rows of the table that are not blank: lines, named skips and rows with an error."""
        return len(self.lines) + sum(len(r) for why, r in self.skipped.items() if why != "blank") + len(self.bad_rows)

    @property
    def bad_rows(self) -> set[int]:
        """Rows that could not be read."""
        return {p.source.row for p in self.problems if p.level == "error" and p.source.row is not None}

    def sums(self) -> list[tuple[str, int, int]]:
        """Currency, money in, money out (both positive minor units)."""
        return sums(self.lines)


def sums(lines: Iterable[Line]) -> list[tuple[str, int, int]]:
    """Currency, money in, money out (both positive minor units) of some lines."""
    came, went = Counter[str](), Counter[str]()
    for line in lines:
        (came if line.amount >= 0 else went)[line.currency] += abs(line.amount)
    return [(currency, came[currency], went[currency]) for currency in sorted({*came, *went})]
