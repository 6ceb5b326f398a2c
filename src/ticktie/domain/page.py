"""A page to write: a frozen value that says what stands where; how it looks is decided at render.

Renderers (workbook/render.py for .xlsx; a text form for tests) read pages; reports make them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["text", "wrap", "number", "money", "date", "percent", "link", "input", "choice", "hidden"]
Tone = Literal["", "title", "subtitle", "heading", "good", "warn", "bad", "muted", "total", "label", "input"]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    key: stable English name (a re-run finds a person's columns by it). title: what users see.
    kind: `money` values are Decimal or None; `date` datetime.date; `link` LinkTo; `choice` has `choices`.
    width: characters.
    """

    key: str
    title: str
    kind: Kind = "text"
    width: float = 12
    choices: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class LinkTo:
    """A clickable address inside the workbook: text shown, sheet and cell it leads to."""

    text: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class Table:
    """Rows under headings, with filters and a frozen heading when `main`.

    tones: 0-based row -> tone of the whole row. currency_places: decimals of money columns (by row if a list).
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    tones: dict[int, Tone] = field(default_factory=dict)
    main: bool = False
    places: int | Sequence[int] = 2
    name: str = ""


@dataclass(frozen=True)
class Lines:
    """Free lines of cells above or between tables: each line a list of (value, tone) pairs.

    merge: the first cell of the line spans the page's columns.
    """

    lines: Sequence[Sequence[tuple[Any, Tone]]]
    merge: bool = False


@dataclass(frozen=True)
class Chart:
    """A native column or bar chart over columns of the named table."""

    title: str
    table: str
    categories: str
    series: Sequence[str]
    kind: Literal["column", "bar", "stacked"] = "column"


Block = Table | Lines | Chart


@dataclass(frozen=True)
class Page:
    """One tab. key: `overview`, `matched`, ...; title: the tab's name in the user's language."""

    key: str
    title: str
    blocks: Sequence[Block]
    landscape: bool = True
    fit_width: bool = True
    repeat_heading: bool = True
    paper: Literal["A4"] = "A4"
    footer: str = ""
    tab_tone: Tone = ""
    meta: dict[str, str] = field(default_factory=dict)
