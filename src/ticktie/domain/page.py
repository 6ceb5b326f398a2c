"""A page to write: a frozen value that says what stands where; how it looks is decided at render.

Renderers (workbook/render.py for .xlsx; a text form for tests) read pages; reports make them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Kind = Literal["text", "wrap", "number", "exact", "money", "date", "percent", "link", "input", "choice", "hidden"]
Tone = Literal[
    "", "title", "subtitle", "section", "heading", "good", "warn", "bad", "muted", "total", "label", "figure", "input", "box", "sign", "cut"
]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    key: stable English name (a re-run finds a person's columns by it). title: what users see.
    kind: `money` values are Decimal or None; `exact` the same with as many decimals as they have; `date` datetime.date; `link` an
    address as text (`sheet!B5`) or LinkTo; `choice` and `input` are a person's.
    width: characters at least; most: characters at most, where the content may widen the column (0: fixed).
    choices: what a `choice` offers. note: said beside the cell when a person fills it in.
    span: columns of the page that it covers, for small tables under each other.
    """

    key: str
    title: str
    kind: Kind = "text"
    width: float = 12
    most: float = 0
    choices: tuple[str, ...] = ()
    note: str = ""
    span: int = 1


class LinkTo(NamedTuple):
    """A clickable address inside the workbook that shows another text: text, sheet and cell it leads to."""

    text: str
    sheet: str
    cell: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Style:
    """What a person chose for the looks of a cell, before those of its tone. size: points (0: the tone's); bold: None for the tone's;
    color, fill: #RRGGBB; align: left, center or right; each empty for the tone's."""

    size: float = 0
    bold: bool | None = None
    color: str = ""
    fill: str = ""
    align: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture to draw: a PNG without a resolution of its own, its pixels, and its size on the page in points."""

    png: bytes
    pixels: tuple[int, int]
    width: float
    height: float


@dataclass(frozen=True)
class Carry:
    """What is said where a table goes on on another page of paper: in column `at`, the sums so far and the two words for them.

    rows: for each row of the table what it leaves to carry.
    """

    at: int
    over: str
    brought: str
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Table:
    """Rows under headings; `main`: with filters and a frozen heading that repeats on every printed page.

    tones: 0-based row -> tone of the whole row. marks: (row, column) -> tone of one cell, before the row's.
    places: decimals of the money columns (by row if a list). repeat: the heading repeats in print, without filters.
    frozen: columns at the left that stay in sight. headless: only rows, as the foot of the table above.
    carry: for pages of paper only; a sheet has none. heading: what a person chose for the looks of the headings.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    tones: Mapping[int, Tone] = field(default_factory=dict)
    marks: Mapping[tuple[int, int], Tone] = field(default_factory=dict)
    main: bool = False
    places: int | Sequence[int] = 2
    name: str = ""
    repeat: bool = False
    frozen: int = 0
    headless: bool = False
    carry: Carry | None = None
    heading: Style | None = None

    def column(self, key: str) -> list[Any]:
        """The values of one column."""
        at = next(i for i, c in enumerate(self.columns) if c.key == key)
        return [row[at] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell of free lines: its value (a Picture is drawn), tone, how many columns of the page it covers (0: all that are left), and
    what a person chose for its looks."""

    value: Any = ""
    tone: Tone = ""
    span: int = 1
    style: Style | None = None


@dataclass(frozen=True)
class Lines:
    """Free lines of cells above, between or below tables; height: of each line in points (0: as the text needs).

    keep: stands on one page of paper with the block after it.
    """

    lines: Sequence[Sequence[Spot]]
    height: float = 0
    keep: bool = False


@dataclass(frozen=True)
class Chart:
    """A native chart over columns of the named table; categories and series are column keys.

    Categories must stand in visible cells: LibreOffice draws a chart over hidden ones empty. rows: its height in rows of
    the sheet. lines: how many rows of the table it shows, from the first (0: all). side: a `left` one has the `right` one that
    follows it beside it.
    """

    title: str
    table: str
    categories: str
    series: Sequence[str]
    kind: Literal["column", "bar", "stacked"] = "column"
    rows: int = 12
    lines: int = 0
    side: Literal["", "left", "right"] = ""


@dataclass(frozen=True)
class Break:
    """What follows stands on a new page of paper."""


Block = Table | Lines | Chart | Break


@dataclass(frozen=True)
class Page:
    """One tab. key: `overview`, `matched`, ...; title: the tab's name in the user's language.

    grid: widths of the page's columns where several blocks share them; else those of the first table.
    running: what stands at the top of every further page of paper.
    """

    key: str
    title: str
    blocks: Sequence[Block]
    landscape: bool = True
    tab_tone: Tone = ""
    grid: Sequence[float] = ()
    running: str = ""

    def table(self, name: str) -> Table:
        """The table of that name."""
        return next(b for b in self.blocks if isinstance(b, Table) and b.name == name)
