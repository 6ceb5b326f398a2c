"""Blocks of a page as rows of a sheet: where each stands, and its rows as XML when they are asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from ticktie.domain.grid import column_letter
from ticktie.domain.page import Column, Kind, Lines, LinkTo, Picture, Spot, Table, Tone
from ticktie.workbook import cells
from ticktie.workbook.look import LINE, SIZE, Look
from ticktie.workbook.tab import Tab
from ticktie.workbook.widths import heading_height, height_of, lines_of

_HEIGHTS: dict[str, float] = {"title": 26, "sign": 32, "section": 20, "figure": 21}
_WRAPPED = ("wrap", "input")  # kinds whose text goes on in the next line
_AROUND = 3.0  # points above and below a picture, together
_PIXELS_A_POINT = 96 / 72
_FRAMED = ("section", "box", "sign", "cut")  # tones that are drawn across all the columns they cover


@dataclass(frozen=True)
class Band:
    """What all blocks of one sheet share. merge_all: lines that cover columns are merged (pages with a grid)."""

    tab: Tab
    look: Look
    widths: Sequence[float]
    date1904: bool
    merge_all: bool


@dataclass(frozen=True)
class Drawn:
    """A block in its place: its last row, its rows, and of a table the row of its first data and the columns' places."""

    last: int
    rows: Callable[[], Iterator[str]]
    table: Table = field(default_factory=lambda: Table((), ()))
    first: int = 0
    starts: tuple[int, ...] = ()


# --- tables ---


def draw_table(band: Band, table: Table, row: int) -> Drawn:
    """A table at the 0-based row."""
    spans = [c.span for c in table.columns]
    starts = tuple(sum(spans[:n]) for n in range(len(spans)))
    first = row if table.headless else row + 1
    merged = any(span > 1 for span in spans)
    if merged:
        _merge_spans(band, spans, starts, range(row, first + len(table.rows)))
    plan = _TablePlan(band, table, starts)

    def rows() -> Iterator[str]:
        if not table.headless:
            yield plan.heading(row)
        yield from (plan.spread(first) if merged else plan.plain(first))

    return Drawn(first + len(table.rows) - 1, rows, table, first, starts)


def _merge_spans(band: Band, spans: Sequence[int], starts: Sequence[int], rows: range) -> None:
    for row in rows:
        for span, at in zip(spans, starts, strict=True):
            if span > 1:
                band.tab.merge_range(row, at, row, at + span - 1, "")


class _TablePlan:
    """How the rows of one table are written; the writers of each tone and number of places are made once."""

    def __init__(self, band: Band, table: Table, starts: tuple[int, ...]):
        self.band, self.table, self.starts = band, table, starts
        self.letters = [column_letter(at) for at in starts]
        self.widths = [sum(band.widths[at : at + c.span]) for c, at in zip(table.columns, starts, strict=True)]
        self._writers: dict[tuple[Tone, int], list[cells.Write]] = {}
        self.marked: dict[int, list[tuple[int, Tone]]] = {}
        for (r, c), tone in table.marks.items():
            self.marked.setdefault(r, []).append((c, tone))

    def heading(self, row: int) -> str:
        number = row + 1
        style = {c.kind: self.band.look.cell(c.kind, "heading", style=self.table.heading) for c in self.table.columns}
        parts: list[str] = []
        for column, at in zip(self.table.columns, self.starts, strict=True):
            parts.append(cells.text(f"{column_letter(at)}{number}", style[column.kind], column.title))
            parts += [cells.blank(f"{column_letter(at + n)}{number}", style[column.kind]) for n in range(1, column.span)]
        height = heading_height(self.table.columns, self.widths, self.table.main)
        return _row(number, parts, height)

    def plain(self, first: int) -> Iterator[str]:
        """Rows of a table whose columns are the sheet's. Their heights are a start: Excel fits them anew on every edit."""
        places, tones, letters = self.table.places, self.table.tones, self.letters
        usual = self.writers("", places) if isinstance(places, int) and not tones and not self.marked else None
        wrapped = [(i, w) for i, (c, w) in enumerate(zip(self.table.columns, self.widths, strict=True)) if c.kind in _WRAPPED]
        for n, values in enumerate(self.table.rows):
            number = str(first + n + 1)
            write = usual or self._of_row(n)
            body = "".join([w(letter + number, value) for w, letter, value in zip(write, letters, values, strict=True)])
            lines = max([lines_of(text, w) for i, w in wrapped if isinstance(text := values[i], str)], default=1)
            height = f' ht="{lines * LINE:g}"' if lines > 1 else ""
            yield f'<row r="{number}"{height}>{body}</row>'

    def spread(self, first: int) -> Iterator[str]:
        """Rows whose columns cover several of the sheet: merged cells do not fit their height, so it is told."""
        for n, values in enumerate(self.table.rows):
            number = first + n + 1
            parts: list[str] = []
            for write, column, at, value in zip(self._of_row(n), self.table.columns, self.starts, values, strict=True):
                parts.append(write(f"{column_letter(at)}{number}", value))
                parts += [write(f"{column_letter(at + more)}{number}", None) for more in range(1, column.span)]
            texts = [(str(v), w) for v, w, c in zip(values, self.widths, self.table.columns, strict=True) if c.kind in _WRAPPED and v]
            yield _row(number, parts, height_of(texts))

    def _of_row(self, n: int) -> list[cells.Write]:
        places = self.table.places if isinstance(self.table.places, int) else self.table.places[n]
        write = self.writers(self.table.tones.get(n, ""), places)
        if n in self.marked:
            write = list(write)
            for c, tone in self.marked[n]:
                write[c] = self.writers(tone, places)[c]
        return write

    def writers(self, tone: Tone, places: int) -> list[cells.Write]:
        """One writer a column."""
        if (tone, places) not in self._writers:
            self._writers[tone, places] = [self._writer(c, tone, places) for c in self.table.columns]
        return self._writers[tone, places]

    def _writer(self, column: Column, tone: Tone, places: int) -> cells.Write:
        look, tab = self.band.look, self.band.tab
        style = look.cell(column.kind, tone, places)
        if column.kind != "link":
            return cells.writer(column.kind, style, self.band.date1904)
        plain = look.cell("text", tone)
        return lambda ref, value: cells.blank(ref, plain) if value is None else tab.link(ref, style, plain, value)


# --- free lines ---


def draw_lines(band: Band, lines: Lines, row: int) -> Drawn:
    """Free lines at the 0-based row."""
    made = [_line(band, spots, row + n, lines.height) for n, spots in enumerate(lines.lines)]
    return Drawn(row + len(made) - 1, lambda: (line() for line in made))


def _line(band: Band, spots: Sequence[Spot], row: int, height: float) -> Callable[[], str]:
    """Merge what must be merged now; write the cells later."""
    placed: list[tuple[Spot, int, int]] = []
    at = 0
    for spot in spots:
        last = len(band.widths) - 1 if spot.span == 0 else min(at + spot.span, len(band.widths)) - 1
        placed.append((spot, at, last))
        if last > at and (band.merge_all or spot.tone in ("box", "sign")):
            band.tab.merge_range(row, at, row, last, "")
        at = last + 1
    texts = [(str(s.value), sum(band.widths[a : b + 1])) for s, a, b in placed if isinstance(s.value, str) and band.merge_all]
    least = max((_least(s) for s in spots), default=LINE)
    high = max(height, height_of(texts, least))
    for spot, at, _ in placed:
        if isinstance(spot.value, Picture):
            _picture(band, row, at, high, spot.value)
    return lambda: _row(row + 1, [part for spot in placed for part in _spot(band, row + 1, *spot, wrap=high > least)], high)


def _picture(band: Band, row: int, at: int, high: float, picture: Picture) -> None:
    band.tab.set_row(row, high)  # XlsxWriter does not write our rows, but reckons with their heights where the picture ends
    wide, high = picture.pixels
    scale = {"x_scale": picture.width * _PIXELS_A_POINT / wide, "y_scale": picture.height * _PIXELS_A_POINT / high}
    band.tab.insert_image(row, at, "logo.png", {"image_data": BytesIO(picture.png), "object_position": 1, "y_offset": 1, "description": "", **scale})


def _least(spot: Spot) -> float:
    """The height that one line of the cell needs, or its picture."""
    if isinstance(spot.value, Picture):
        return spot.value.height + _AROUND
    return least_height(spot.tone, spot.style.size if spot.style else 0)


def least_height(tone: Tone, size: float = 0) -> float:
    """The height of one line in a tone; size: of the font in points where a person chose it."""
    return max(_HEIGHTS.get(tone, LINE), size * LINE / SIZE)


def _spot(band: Band, number: int, spot: Spot, at: int, last: int, *, wrap: bool) -> Iterator[str]:
    kind: Kind = "link" if isinstance(spot.value, LinkTo) else "wrap" if wrap and last > at else "text"
    value = str(spot.value) if isinstance(spot.value, dt.date) else spot.value
    style = band.look.cell(kind, spot.tone, boxed=False, style=spot.style)
    ref = f"{column_letter(at)}{number}"
    if isinstance(spot.value, Picture):
        value = None
    if isinstance(spot.value, LinkTo):
        yield band.tab.link(ref, style, band.look.cell("text", spot.tone, boxed=False), spot.value)
    else:
        yield cells.anything(ref, style, value, band.date1904)
    if spot.tone in _FRAMED:
        yield from (cells.blank(f"{column_letter(n)}{number}", style) for n in range(at + 1, last + 1))


def _row(number: int, parts: Sequence[str], height: float) -> str:
    return f'<row r="{number}" ht="{height:g}" customHeight="1">{"".join(parts)}</row>'
