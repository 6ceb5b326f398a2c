"""A sheet being written: rows are added one by one, and the place of every document is remembered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ticktie.samples.sheets import Column, Row, RowLook, Sheet, Value


@dataclass
class Draft:
    """One sheet and where its documents stand (1-based rows)."""

    name: str
    kind: str
    columns: tuple[Column, ...]
    rows: list[Row] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    at: dict[Hashable, int] = field(default_factory=dict)

    def title(self, text: str) -> None:
        """A title over all columns."""
        self.merged.append((len(self.rows), 0, len(self.rows), len(self.columns) - 1))
        self.rows.append(Row((text,), "title"))

    def line(self, look: RowLook, *cells: Value) -> None:
        """A row that is no document."""
        self.rows.append(Row(tuple(cells), look))

    def heading(self) -> None:
        """The row of column titles."""
        self.line("heading", *(c.title for c in self.columns))

    def document(self, key: Hashable, cells: dict[str, Value], *, hidden: bool = False) -> None:
        """A row of the document `key`; cells by role."""
        self.rows.append(Row(tuple(cells.get(c.role) for c in self.columns), "data", hidden))
        self.at[key] = len(self.rows)

    def total(self, label: str, cells: dict[str, Value]) -> None:
        """A totals row; the label stands in the first column."""
        row = [cells.get(c.role) for c in self.columns]
        self.line("total", label, *row[1:])

    def sheet(self) -> Sheet:
        """The finished sheet."""
        return Sheet(self.name, self.kind, self.columns, tuple(self.rows), tuple(self.merged))

    def letters(self) -> dict[str, str]:
        """Role -> letter of its column."""
        return {c.role: chr(65 + i) for i, c in enumerate(self.columns) if c.role}

    def row_id(self, key: Hashable) -> str:
        """`<sheet>!<row>`"""
        return f"{self.name}!{self.at[key]}"

    def cell_id(self, key: Hashable, role: str) -> str:
        """`<sheet>!<cell>`"""
        return f"{self.name}!{self.letters()[role]}{self.at[key]}"


def yuan(amount: int) -> Decimal:
    """Fen as yuan."""
    return Decimal(amount).scaleb(-2)


def comma(amount: int) -> str:
    """1,234.50"""
    return f"{yuan(amount):,.2f}"


def stamp(day: dt.date, at: int, form: str) -> str:
    """A day and second of the day as text."""
    moment = dt.datetime.combine(day, dt.time()) + dt.timedelta(seconds=at)
    return moment.strftime(form)


def letter_range(draft: Draft, role: str, keys: Sequence[Hashable]) -> str:
    """A1 range of a role's column over the rows of these documents, which stand one below the other."""
    letter = draft.letters()[role]
    return f"{letter}{draft.at[keys[0]]}:{letter}{draft.at[keys[-1]]}"
