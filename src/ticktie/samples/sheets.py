"""Neutral sheets: what the month writes, as values and looks, before any spreadsheet library sees them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

TEXT = "@"
MONEY = "#,##0.00"
DATE = "yyyy-mm-dd"
TIME = "yyyy-mm-dd hh:mm:ss"
WHOLE = "0"

RowLook = Literal["title", "preamble", "heading", "data", "total", "note", "blank"]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the value that Excel stored with it; an error code as value makes an error cell."""

    text: str
    value: Decimal | str


Value = str | int | float | Decimal | dt.date | dt.datetime | Formula | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, what it holds (a word for the truth), its number format and width."""

    title: str
    role: str = ""
    format: str = TEXT
    width: float = 12.0
    by_hand: bool = False  # added by the accountant beside an export; looks different


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of one row, from column A on, and how the row looks."""

    cells: tuple[Value, ...] = ()
    look: RowLook = "data"
    hidden: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet. kind: what it holds (order, delivery, payment; other for what is no part of the month)."""

    name: str
    kind: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()  # first row, first column, last row, last column; 0-based

    @property
    def heading_row(self) -> int | None:
        """0-based row of the heading; None where there is none."""
        return next((i for i, row in enumerate(self.rows) if row.look == "heading"), None)

    def column(self, role: str) -> int:
        """0-based column of a role."""
        return next(i for i, column in enumerate(self.columns) if column.role == role)


@dataclass(frozen=True)
class Month:
    """A month as sheets, and what is true of it in the form of the specimens (`ticktie/truth/1`)."""

    seed: int
    as_of: dt.date
    sheets: tuple[Sheet, ...]
    truth: dict[str, Any] = field(default_factory=dict)
