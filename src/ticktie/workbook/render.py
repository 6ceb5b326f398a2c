"""Pages to an .xlsx file of their own (the donor whose sheets are joined into the user's workbook).

A page becomes a sheet; a table that is longer than a sheet goes on in `title (2)`. Nothing here depends on a clock, so
that the same pages give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from xlsxwriter.workbook import Workbook

from ticktie.domain.page import Block, Break, Chart, Lines, Page, Table
from ticktie.workbook import look as looks
from ticktie.workbook.blocks import Band, Drawn, draw_lines, draw_table
from ticktie.workbook.look import Look
from ticktie.workbook.tab import Tab
from ticktie.workbook.widths import page_widths

MOST_ROWS = 1_048_000  # of tables on one sheet; Excel holds 1,048,576 rows with headings and lines between
_CREATED = dt.datetime(2000, 1, 1)
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")
_WIDEST = 10  # pixels a digit may take where the font is replaced by a wider one
_PIXELS = 20  # of a row without a height of its own


def render(
    pages: Sequence[Page], path: Path, *, language: str, date1904: bool = False, sheets: Collection[str] | None = None
) -> dict[str, str]:
    """Write the pages; gives title of the sheet -> key of its page (`matched:2` where it goes on in a second sheet).

    date1904: the workbook they go to counts its days from 1904. sheets: titles of the user's sheets that links may lead
    to (None: any title that Excel allows); other addresses stay plain text.
    """
    book = Workbook(str(path), {"date_1904": date1904, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _CREATED})
    look = Look(book, language)
    written: dict[str, str] = {}
    parts = [part for page in pages for part in split(page)]
    own = {part.title for part in parts}
    for part in parts:
        tab = book.add_worksheet(part.title, Tab)
        tab.can_link = lambda title: title in own or (_allowed(title) if sheets is None else title in sheets)
        _draw(book, tab, look, part, date1904)
        written[part.title] = part.key if part.key not in written.values() else f"{part.key}:{len(written)}"
    book.close()
    return written


def _allowed(title: str) -> bool:
    return 0 < len(title) <= 31 and not _NO_TITLE.search(title)


def split(page: Page, most: int = MOST_ROWS) -> Iterator[Page]:
    """The page, or parts of it where its tables are longer than a sheet; a table that is cut has its heading again."""
    parts: list[list[Block]] = [[]]
    room = most
    for block in page.blocks:
        rows = len(block.rows) if isinstance(block, Table) else 0
        start = 0
        while isinstance(block, Table) and rows - start > room:
            if room:
                parts[-1].append(_piece(block, start, room))
            parts.append([])
            start, room = start + room, most
        parts[-1].append(_piece(block, start, rows - start) if isinstance(block, Table) and start else block)
        room -= rows - start
    for number, blocks in enumerate(parts, 1):
        title, key = (page.title, page.key) if number == 1 else (f"{page.title} ({number})", f"{page.key}:{number}")
        yield replace(page, title=title, key=key, blocks=blocks)


def _piece(table: Table, start: int, count: int) -> Table:
    inside = range(start, start + count)
    return replace(
        table, rows=table.rows[inside.start : inside.stop],
        tones={r - start: tone for r, tone in table.tones.items() if r in inside},
        marks={(r - start, c): tone for (r, c), tone in table.marks.items() if r in inside},
        places=table.places if isinstance(table.places, int) else table.places[inside.start : inside.stop],
    )  # fmt: skip


def _draw(book: Workbook, tab: Tab, look: Look, page: Page, date1904: bool) -> None:
    """Lay the blocks out from top to bottom, then set up the sheet around them."""
    widths = page_widths(page)
    band = Band(tab, look, widths, date1904, merge_all=bool(page.grid))
    drawn: dict[str, Drawn] = {}
    done: list[Drawn] = []
    row = 0
    breaks: list[int] = []
    for block in page.blocks:
        if isinstance(block, Break):
            breaks.append(row)
            continue
        if isinstance(block, Chart):
            _chart(book, tab, look, block, drawn[block.table], row, widths)
            row += 0 if block.side == "left" else block.rows + 1
            continue
        piece = draw_lines(band, block, row) if isinstance(block, Lines) else draw_table(band, block, row)
        done.append(piece)
        row = piece.last + 1
        if isinstance(block, Table):
            drawn[block.name] = piece
            _around(tab, block, piece)
    tab.will_have(lambda: (xml for piece in done for xml in piece.rows()), row, len(widths))
    _columns(tab, widths, done)
    _paper(tab, page)
    if breaks:
        _on_pages(tab, breaks, widths, page.landscape)


def _on_pages(tab: Tab, breaks: Sequence[int], widths: Sequence[float], landscape: bool) -> None:
    """Breaks hold only where the sheet is not fitted to pages, so the scale that makes it as wide as the paper is told instead."""
    inches = sum(w * _WIDEST + 5 for w in widths) / 96
    room = (looks.A4[1] if landscape else looks.A4[0]) - looks.MARGINS["left"] - looks.MARGINS["right"]
    tab.fit_page = 0
    tab.set_print_scale(max(10, min(100, int(room / inches * 100))))
    tab.set_h_pagebreaks(list(breaks))


def _columns(tab: Tab, widths: Sequence[float], drawn: Sequence[Drawn]) -> None:
    """Set the widths; the columns of keys are hidden, and the columns after the last that is read on paper are not printed."""
    hidden = {at for d in drawn for c, at in zip(d.table.columns, d.starts, strict=True) if c.kind == "hidden"}
    for i, width in enumerate(widths):
        tab.set_column(i, i, width, None, {"hidden": True} if i in hidden else {})
    main = next((d for d in drawn if d.table.main), None)
    if main and main.table.columns[-1].kind == "hidden":
        last = max(i for i, c in enumerate(main.table.columns) if c.kind not in ("link", "hidden"))
        tab.print_area(0, 0, max(d.last for d in drawn), last)


def _around(tab: Tab, table: Table, piece: Drawn) -> None:
    """Filters, frozen heading, print titles and what may be chosen in a table's cells."""
    last = piece.first + max(len(table.rows), 1) - 1
    if table.main:
        tab.freeze_panes(piece.first, table.frozen)
        tab.autofilter(piece.first - 1, 0, last, len(table.columns) - 1)
    if table.main or table.repeat:
        tab.repeat_rows(piece.first - 1)
    for column, at in zip(table.columns, piece.starts, strict=True):
        if table.rows and column.kind in ("choice", "input") and (column.choices or column.note):
            told = {"input_message": column.note, "error_message": column.note} if column.note else {}
            what = {"validate": "list", "source": list(column.choices)} if column.choices else {"validate": "any"}
            tab.data_validation(piece.first, at, last, at, {**what, **told})


def _paper(tab: Tab, page: Page) -> None:
    tab.set_paper(9)  # A4
    if page.landscape:
        tab.set_landscape()
    tab.fit_to_pages(1, 0)
    tab.set_margins(**looks.MARGINS)
    tab.set_footer("&L&A&R&P / &N")
    tab.set_tab_color(looks.TABS.get(page.tab_tone, looks.TABS[""]))
    tab.hide_gridlines(2)
    tab.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _chart(book: Workbook, tab: Tab, look: Look, block: Chart, table: Drawn, row: int, widths: Sequence[float]) -> None:
    """A native chart whose categories stand in visible cells; the values are also stored in it, for viewers that do not calculate."""
    kind = {"column": {"type": "column"}, "bar": {"type": "bar"}, "stacked": {"type": "bar", "subtype": "stacked"}}[block.kind]
    chart = book.add_chart(kind)
    first, last = table.first, table.first + (block.lines or len(table.table.rows)) - 1
    shown = last - first + 1
    keys = [c.key for c in table.table.columns]

    def cells(key: str) -> list[object]:
        at = table.starts[keys.index(key)]
        return [tab.name, first, at, last, at]

    for n, key in enumerate(block.series):
        values, at = table.table.column(key)[:shown], keys.index(key)
        chart.add_series({  # LibreOffice shows another cell's text for a series whose name is no cell
            "name": [tab.name, first - 1, table.starts[at]], "name_data": [table.table.columns[at].title], "categories": cells(block.categories), "values": cells(key),
            "categories_data": table.table.column(block.categories)[:shown], "values_data": [float(v) for v in values],
            "fill": {"color": looks.CHART[n % len(looks.CHART)]}, "border": {"color": "#FFFFFF"}, "gap": 60,
        })  # fmt: skip
    font = {"name": look.font, "size": 9}
    chart.set_title({"name": block.title, "name_font": {"name": look.font, "size": 11, "bold": True}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": font} if len(block.series) > 1 else {"none": True})
    chart.set_x_axis({"num_font": font, "num_format": "#,##0", "label_position": "high", "major_gridlines": {"visible": True, "line": {"color": looks.PAPER_LINE}}})
    chart.set_y_axis({"num_font": font, "reverse": block.kind != "column", "interval_unit": 1})
    whole = int(sum(w * 7 + 5 for w in widths))
    chart.set_size({"width": whole // 2 if block.side else whole, "height": block.rows * _PIXELS})
    tab.insert_chart(row, 0, chart, {"object_position": 2, "x_offset": whole // 2 if block.side == "right" else 0})
