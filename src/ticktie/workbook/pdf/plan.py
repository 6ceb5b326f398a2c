"""A page as marks on sheets of A4: blocks from top to bottom, rows kept whole, headings and carried sums on every sheet.

The looks follow workbook/look.py: what stands in a tone there has the same weight, colour and relative size here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ticktie.domain.page import Block, Column, Lines, Page, Picture, Spot, Style, Table, Tone
from ticktie.workbook import look as looks
from ticktie.workbook.pdf.fonts import Fonts
from ticktie.workbook.pdf.marks import Box, Image, Mark, Rule, Text, longest_word, wrap

WIDTH, HEIGHT = 595.28, 841.89  # A4
LEFT, TOP, BOTTOM = 40.0, 40.0, 48.0
SIZE = 8.0
_RATIO = SIZE / looks.SIZE
_LINE = 1.45  # line height in sizes
_PAD = 3.0
_SQUEEZED = 1.4  # a word so much longer than its cell is made smaller; a longer one is broken
_MOST_LINES = 40  # of one row on one sheet
_RED, _TOTAL, _GREY = "#C00000", "#EEF1F5", "#6B7280"
_SIZES = {"sign": 18.0, "title": 16.0, "figure": 13.0, "section": 12.0}  # of a tone, beside looks.SIZE
_BOLD = ("sign", "title", "figure", "section", "heading", "total", "good", "warn", "bad")
_COLORS = {
    "muted": _GREY, "cut": _GREY, "label": "#4B5563", "subtitle": "#4B5563", "section": "#33507A", "good": "#1E6B3A", "warn": "#8A5A00", "bad": "#A31515",
}  # fmt: skip


def said(value: Any, column: Column | None = None, places: int = 2) -> str:
    """A value as the tab shows it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:,.{places}f}"
    if column is not None and column.kind == "number":
        return f"{value:,}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def texts(page: Page) -> Iterator[str]:
    """Everything that may be drawn of a page, to know its characters."""
    yield page.running
    for block in page.blocks:
        if isinstance(block, Table):
            yield from (c.title for c in block.columns)
            yield from (v for row in block.rows for v in row if isinstance(v, str))
            yield from (block.carry.over, block.carry.brought) if block.carry else ()
        elif isinstance(block, Lines):
            yield from (s.value for spots in block.lines for s in spots if isinstance(s.value, str))


def plan(page: Page, fonts: Fonts) -> list[list[Mark]]:
    """The sheets of a page. Charts are not drawn on paper."""
    paper = _Paper(page, fonts)
    blocks = [b for b in page.blocks if isinstance(b, Table | Lines)]
    for n, block in enumerate(blocks):
        if n == 0 or not _keeps(blocks[n - 1]):
            paper.need(sum(paper.height(b) for b in _group(blocks[n:])))
        if isinstance(block, Lines):
            paper.lines(block)
        else:
            paper.table(block)
    return paper.finished()


def _keeps(block: Block) -> bool:
    return isinstance(block, Lines) and block.keep


def _group(blocks: Sequence[Table | Lines]) -> Iterable[Table | Lines]:
    """The blocks that stand on one sheet: those that keep with the next, and the first that does not."""
    for block in blocks:
        yield block
        if not _keeps(block):
            return


@dataclass
class _Cell:
    """Text of one cell in lines. align: left, center or right."""

    x: float
    width: float
    lines: list[str]
    size: float
    bold: bool
    color: str
    align: str
    fill: str = ""
    frame: str = ""
    picture: Picture | None = None


@dataclass
class _Paper:
    page: Page
    fonts: Fonts
    sheets: list[list[Mark]] = field(default_factory=lambda: [[]])
    y: float = TOP

    def __post_init__(self) -> None:
        unit = (WIDTH - 2 * LEFT) / sum(self.page.grid)
        edges = [LEFT]
        for width in self.page.grid:
            edges.append(edges[-1] + width * unit)
        self.edges = edges

    # --- sheets ---

    def need(self, height: float) -> bool:
        """Go on on a new sheet unless so much room is left; says whether it did. What fits on no sheet starts where it is."""
        if self.y + height <= HEIGHT - BOTTOM or self.y == TOP or height > HEIGHT - TOP - BOTTOM:
            return False
        self.sheets.append([])
        self.y = TOP
        return True

    def finished(self) -> list[list[Mark]]:
        """The sheets with what stands above and below each."""
        many = len(self.sheets)
        for n, marks in enumerate(self.sheets, 1):
            number = f"{n} / {many}"
            width = self.fonts.regular.width(number, SIZE)
            marks.append(Text((WIDTH - width) / 2, HEIGHT - BOTTOM + 24, SIZE, False, _GREY, number))
            if n > 1:
                marks.append(Text(LEFT, TOP - 14, SIZE, False, _GREY, self._fitted(self.page.running, WIDTH - 2 * LEFT)))
                marks.append(Rule(LEFT, TOP - 9, WIDTH - 2 * LEFT, 0.5, looks.PAPER_LINE))
        return self.sheets

    def _fitted(self, text: str, room: float) -> str:
        text = self.fonts.shown(text)
        return wrap(text, room, lambda t: self.fonts.regular.width(t, SIZE))[0]

    def height(self, block: Table | Lines) -> float:
        """What a block needs to start: free lines whole, of a table its heading and first rows."""
        if isinstance(block, Lines):
            return sum(self._line(spots, block.height)[1] for spots in block.lines)
        rows = [self._heading(block), *(self._cells(block, n) for n in range(min(2, len(block.rows))))]
        return sum(map(_row_height, rows))

    # --- free lines ---

    def lines(self, block: Lines) -> None:
        for spots in block.lines:
            cells, height = self._line(spots, block.height)
            self.need(height)
            self._put(cells, height)
            for spot, cell in zip(spots, cells, strict=True):
                if spot.tone == "section":
                    self._mark(Rule(cell.x, self.y - 1, cell.width, 1.2, _COLORS["section"]))
                if spot.tone == "cut":
                    self._mark(Rule(cell.x, self.y - height + 1, cell.width, 0.6, looks.HEAD_LINE, True))

    def _line(self, spots: Sequence[Spot], height: float) -> tuple[list[_Cell], float]:
        cells: list[_Cell] = []
        at = 0
        for spot in spots:
            last = len(self.edges) - 1 if spot.span == 0 else min(at + spot.span, len(self.edges) - 1)
            cells.append(self._spot(spot, self.edges[at], self.edges[last] - self.edges[at]))
            at = last
        return cells, max([height * _RATIO, *(_cell_height(c) for c in cells)])

    def _spot(self, spot: Spot, x: float, width: float) -> _Cell:
        if isinstance(spot.value, Picture):
            return _Cell(x, width, [], SIZE, False, "", "left", picture=spot.value)
        align = "center" if spot.tone in ("sign", "cut") else "left"
        frame = looks.HEAD_LINE if spot.tone == "box" else ""
        size = _SIZES.get(spot.tone, looks.SIZE) * _RATIO
        return self._cell(said(spot.value), x, width, spot.tone, align, size=size, frame=frame, style=spot.style)

    # --- tables ---

    def table(self, table: Table) -> None:
        heading = [] if table.headless else self._heading(table)
        if heading:
            self._put(heading, _row_height(heading))
        for n in range(len(table.rows)):
            cells = self._cells(table, n)
            over = self._carried(table, n - 1, "over") if n else []
            for piece in _pieces(cells):
                room = _row_height(piece) + (_row_height(over) if n < len(table.rows) - 1 else 0)
                if self.y + room > HEIGHT - BOTTOM and self.y > TOP:
                    self._turn(table, n, heading, over)
                self._put(piece, _row_height(piece))

    def _turn(self, table: Table, n: int, heading: list[_Cell], over: list[_Cell]) -> None:
        """Go on on a new sheet, with what is carried on both."""
        if over:
            self._put(over, _row_height(over))
        self.sheets.append([])
        self.y = TOP
        for row in (heading, self._carried(table, n - 1, "brought") if n else []):
            if row:
                self._put(row, _row_height(row))

    def _heading(self, table: Table) -> list[_Cell]:
        return [
            self._cell(c.title, x, width, "heading", "center", fill=looks.HEAD, frame=looks.PAPER_LINE, style=table.heading) for c, x, width in self._places(table)
        ]  # fmt: skip

    def _places(self, table: Table) -> Iterator[tuple[Column, float, float]]:
        at = 0
        for column in table.columns:
            yield column, self.edges[at], self.edges[at + column.span] - self.edges[at]
            at += column.span

    def _cells(self, table: Table, n: int) -> list[_Cell]:
        return self._row(table, table.rows[n], table.tones.get(n, ""), table.places if isinstance(table.places, int) else table.places[n])

    def _carried(self, table: Table, n: int, name: str) -> list[_Cell]:
        if table.carry is None:
            return []
        row = list(table.carry.rows[n])
        row[table.carry.at] = getattr(table.carry, name)
        return self._row(table, row, "total", table.places if isinstance(table.places, int) else table.places[n])

    def _row(self, table: Table, row: Sequence[Any], tone: Tone, places: int) -> list[_Cell]:
        cells = []
        for value, (column, x, width) in zip(row, self._places(table), strict=True):
            align = "right" if column.kind in ("money", "number", "percent") or column.key == "quantity" else "center" if column.kind == "date" else "left"
            cell = self._cell(said(value, column, places), x, width, tone, align, fill=_TOTAL if tone == "total" else "", frame=looks.PAPER_LINE,
                              whole=column.kind in ("money", "number", "date"))  # fmt: skip
            cell.color = _RED if isinstance(value, Decimal) and value < 0 else cell.color
            cells.append(cell)
        return cells

    # --- cells ---

    def _cell(self, text: str, x: float, width: float, tone: Tone, align: str, *, size: float = SIZE, fill: str = "", frame: str = "", whole: bool = False,
              style: Style | None = None) -> _Cell:  # fmt: skip
        """whole: a text that does not fit is made smaller, never broken or cut; of others, a word that is a little too long. style: a person's, before the tone's."""
        style = style or Style()
        bold = tone in _BOLD if style.bold is None else style.bold
        size, align, fill = style.size * _RATIO or size, style.align or align, style.fill or fill
        font, text, room = self.fonts.bold if bold else self.fonts.regular, self.fonts.shown(text), width - 2 * _PAD
        if whole and text:
            size = min(size, size * room / max(font.width(text, size), 0.1))
        elif room < (longest := font.width(longest_word(text), size)) <= room * _SQUEEZED:
            size *= room / longest
        lines = [text] if whole else wrap(text, room, lambda t: font.width(t, size))
        return _Cell(x, width, lines, size, bold, style.color or _COLORS.get(tone, looks.INK), align, fill, frame)

    def _put(self, cells: Sequence[_Cell], height: float) -> None:
        """Draw a row of cells here and go below it."""
        for cell in cells:
            if cell.fill or cell.frame:
                self._mark(Box(cell.x, self.y, cell.width, height, cell.fill, cell.frame))
            if cell.picture:
                self._mark(Image(cell.x, self.y, cell.picture.width * _RATIO, cell.picture.height * _RATIO, cell.picture.png))
            font = self.fonts.bold if cell.bold else self.fonts.regular
            top = self.y + (height - len(cell.lines) * cell.size * _LINE) / 2
            for n, line in enumerate(cell.lines):
                spare = cell.width - 2 * _PAD - font.width(line, cell.size)
                x = cell.x + _PAD + {"left": 0.0, "center": spare / 2, "right": spare}[cell.align]
                if line.strip():
                    self._mark(Text(x, top + n * cell.size * _LINE + cell.size * 1.08, cell.size, cell.bold, cell.color, line))
        self.y += height

    def _mark(self, mark: Mark) -> None:
        self.sheets[-1].append(mark)


def _cell_height(cell: _Cell) -> float:
    if cell.picture:
        return cell.picture.height * _RATIO + 3
    return max(len(cell.lines), 1) * cell.size * _LINE + 3


def _row_height(cells: Sequence[_Cell]) -> float:
    return max((_cell_height(c) for c in cells), default=0.0) + (1 if cells else 0)


def _pieces(cells: list[_Cell]) -> Iterator[list[_Cell]]:
    """The row, or parts of it where a text has more lines than a sheet takes."""
    most = max((len(c.lines) for c in cells), default=0)
    if most <= _MOST_LINES:
        yield cells
        return
    for start in range(0, most, _MOST_LINES):
        yield [_Cell(c.x, c.width, c.lines[start : start + _MOST_LINES], c.size, c.bold, c.color, c.align, c.fill, c.frame) for c in cells]
