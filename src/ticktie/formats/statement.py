"""The one table that every format becomes: a few lines on top, a heading, a row an entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ticktie.domain.grid import Cell, Sheet

TITLES = (
    "Account", "Holder", "Booking date", "Direction", "Amount", "Currency", "Counterparty", "Counterparty account", "Details", "Reference",
    "Bank reference", "Type", "Status",
)  # fmt: skip


class FormatError(ValueError):
    """A file of a known format that cannot be read for sure; the text says where."""


@dataclass(frozen=True)
class Entry:
    """One booking. amount: as written, without a sign where `direction` (the format's own word) gives it."""

    date: dt.date | str
    amount: str
    currency: str = ""
    direction: str = ""
    party: str = ""
    counter_account: str = ""
    details: str = ""
    reference: str = ""
    serial: str = ""
    type: str = ""
    status: str = ""


@dataclass
class Statement:
    """The entries of one account and what the file states of them: `Opening balance`, `Entries`, ... -> value as text."""

    account: str = ""
    holder: str = ""
    entries: list[Entry] = field(default_factory=list)
    stated: dict[str, str] = field(default_factory=dict)

    def sheet(self, kind: str, name: str, number: int, encoding: str) -> Sheet:
        """The table; kind: the format's name, by which its layout knows it."""
        rows: list[list[Cell]] = [[f"Format: {kind}"]]
        rows += [[f"{label}:", value] for label, value in self.stated.items()]
        rows += [list(TITLES), *(self._row(e) for e in self.entries)]
        width = len(TITLES)
        return Sheet(name, [[*row, *[None] * (width - len(row))] for row in rows], f"{number}", text=number == 1, encoding=encoding)

    def _row(self, e: Entry) -> list[Cell]:
        values: Sequence[Cell] = (
            self.account, self.holder, e.date, e.direction, e.amount, e.currency, e.party, e.counter_account, e.details, e.reference, e.serial, e.type, e.status,
        )  # fmt: skip
        return [value or None for value in values]


def signed(amount: Decimal, negative: bool) -> str:
    """A balance as text."""
    return f"{-amount if negative else amount:f}"


def stated(**values: object) -> Mapping[str, str]:
    """What is stated, without what is not."""
    return {label.replace("_", " ").capitalize(): str(value) for label, value in values.items() if value not in (None, "")}
