"""A form: what stands where on a statement before the figures are in. Shipped ones are made in `shipped.py`; a person's is read from Excel.

A cell is text with `{places}` that are filled in. Some cells have a name: those that a statement cannot do without, those that stand there
only when they apply (what is overdue, the hint to fill in the bank), and the heads of tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ticktie.domain.page import Picture, Style, Tone
from ticktie.reports.statement.columns import COLUMNS

Area = Literal["", "currency_block", "slip"]
AREAS = ("currency_block", "slip")  # rows that come once for each currency; rows that stay on one sheet of paper
PLACES = (  # of the whole statement
    "seller", "contact", "bank", "account", "auditor", "customer", "number", "token", "start", "as_of", "reply_by", "basis", "salespeople", "amounts", "overdue",
)  # fmt: skip
BLOCK_PLACES = ("currency", "closing", "words", "disputed")  # of one currency
VALUES = ("seller", "contact", "customer", "number", "token", "as_of", "basis", "salespeople", "reply_by", "currency", "closing", "words")  # cells that have the name of their place
SENTENCES = ("title", "nothing", "demand", "demand_less", "bank_hint", "disputed", "not_a_demand", "logo")
TABLES = {
    "detailed": ("account", "roll", "ages", "disputed"), "open": ("open", "roll", "ages", "disputed"), "product": ("product", "ages", "disputed"),
    "confirmation": ("letter",),
}  # fmt: skip
MUST_NAMES = {
    **dict.fromkeys(("detailed", "open", "product"), ("title", "customer", "number", "token", "as_of", "closing", "currency_block")),
    "confirmation": ("title", "customer", "number", "not_a_demand"),
}
PER_CURRENCY = tuple(name for name in COLUMNS if name != "letter")  # tables that stand in the block of a currency


def names_of(layout: str) -> set[str]:
    """Every name that a template of the layout may have."""
    heads = {f"{table}_{shape.key}" for table in TABLES[layout] for shape in COLUMNS[table]}
    return {*VALUES, *SENTENCES, *AREAS, *heads}


@dataclass(frozen=True)
class Cell:
    """One cell: text with {places}, its name if it has one, how it looks, and how many columns it covers (0: all that are left)."""

    text: str = ""
    name: str = ""
    tone: Tone = ""
    span: int = 1
    style: Style | None = None
    picture: Picture | None = None


@dataclass(frozen=True)
class Row:
    """Cells beside each other. height: in points at least (0: as the text needs)."""

    cells: Sequence[Cell]
    height: float = 0
    area: Area = ""


@dataclass(frozen=True)
class Heading:
    """A column of a table: which, what its heading says, and how many columns of the page it covers."""

    key: str
    title: str
    span: int = 1


@dataclass(frozen=True)
class TableRow:
    """Where a table stands and which columns it has, in order."""

    table: str
    headings: Sequence[Heading]
    area: Area = ""
    style: Style | None = None


@dataclass(frozen=True)
class Form:
    """A whole layout. grid: widths of the page's columns."""

    layout: str
    grid: Sequence[float]
    rows: Sequence[Row | TableRow]
