"""A form as a workbook that an accountant can change: what stands where, named cells for what is filled in, and a sheet that explains it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell as cell_of
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ticktie.domain.page import Kind
from ticktie.domain.wording import say, section
from ticktie.reports.statement.columns import COLUMNS, MUST
from ticktie.reports.statement.form import (
    AREAS,
    BLOCK_PLACES,
    MUST_NAMES,
    PLACES,
    TABLES,
    Form,
    Row,
    TableRow,
)
from ticktie.reports.statement.shipped import shipped
from ticktie.workbook import look as looks
from ticktie.workbook.blocks import least_height
from ticktie.workbook.look import Look
from ticktie.workbook.statement_template.words import PREFIX, places, shown
from ticktie.workbook.widths import height_of

_CREATED = dt.datetime(2000, 1, 1)
_GUIDE = (26, 26, 60)  # widths of the columns of the sheet that explains
_SAMPLES: dict[Kind, str] = {"number": "1", "date": "2026-06-30", "money": "0.00"}


def write_statement_template(layout: str, language: str, path: Path) -> None:
    """The shipped template of a layout; the same words give the same bytes."""
    book = Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    title = say(language, f"template.statement.file.{layout}")
    book.set_properties({"created": _CREATED, "title": title})
    drawing = _Drawing(book, shipped(layout, language), language, title[:31])
    drawing.form()
    drawing.guide()
    book.close()


class _Drawing:
    """One template being drawn."""

    def __init__(self, book: Workbook, form: Form, language: str, title: str):
        self.book, self._form, self.language, self.title = book, form, language, title
        self.look = Look(book, language)
        self.tab: Worksheet = book.add_worksheet(title)
        self.areas: dict[str, list[int]] = {}

    def form(self) -> None:
        for i, width in enumerate(self._form.grid):
            self.tab.set_column(i, i, width)
        at = 0
        for row in self._form.rows:
            height = 2 if isinstance(row, TableRow) else 1
            self.areas.setdefault(row.area, []).extend((at, at + height - 1))
            if isinstance(row, TableRow):
                self._table(row, at)
            else:
                self._row(row, at)
            at += height
        last = len(self._form.grid) - 1
        for area in AREAS:
            if area in self.areas:
                self._name(area, min(self.areas[area]), 0, max(self.areas[area]), last)
        self.tab.hide_gridlines(2)
        self.tab.set_paper(9)
        self.tab.fit_to_pages(1, 0)
        self.tab.set_margins(**looks.MARGINS)

    def _row(self, row: Row, at: int) -> None:
        first = 0
        texts: list[tuple[str, float]] = []
        for cell in row.cells:
            last = len(self._form.grid) - 1 if cell.span == 0 else first + cell.span - 1
            text = shown(cell.text, self.language)
            self._write(at, first, last, text, self.look.format("wrap", cell.tone, boxed=False))
            if cell.name:
                self._name(cell.name, at, first)
            texts.append((text, sum(self._form.grid[first : last + 1])))
            first = last + 1
        needed = height_of(texts, max((least_height(c.tone) for c in row.cells), default=looks.LINE))
        if row.height or needed > looks.LINE:
            self.tab.set_row(at, max(row.height, needed))

    def _table(self, row: TableRow, at: int) -> None:
        """The headings, and below them the cells that are filled, once for each line."""
        kinds = {shape.key: shape.kind for shape in COLUMNS[row.table]}
        first = 0
        for heading in row.headings:
            last, kind = first + heading.span - 1, kinds[heading.key]
            self._write(at, first, last, heading.title, self.look.format(kind, "heading"))
            self._write(at + 1, first, last, _SAMPLES.get(kind, "…"), self.look.format(kind, "muted"))
            self._name(f"{row.table}_{heading.key}", at + 1, first)
            first = last + 1
        self.tab.set_row(at, 2 * looks.LINE + 3)

    def _write(self, row: int, first: int, last: int, text: str, style: Format) -> None:
        if last > first:
            self.tab.merge_range(row, first, row, last, text, style)
        else:
            self.tab.write_string(row, first, text, style)

    def _name(self, name: str, row: int, column: int, last_row: int | None = None, last_column: int | None = None) -> None:
        end = "" if last_row is None or last_column is None else f":{cell_of(last_row, last_column, True, True)}"
        self.book.define_name(f"{PREFIX}{name}", f"={_quoted(self.title)}!{cell_of(row, column, True, True)}{end}")

    # --- the sheet that explains ---

    def guide(self) -> None:
        """How to change it, a sentence a row; then every name and every place with what it is for."""
        tab = self.book.add_worksheet(self._word("guide"))
        tab.hide_gridlines(2)
        for i, width in enumerate(_GUIDE):
            tab.set_column(i, i, width)
        tab.write_string(0, 0, self._word("title"), self.look.format("text", "title", boxed=False))
        wrapped = self.look.format("wrap", boxed=False)
        row = 2
        for text in section(self.language, "template.statement.line").values():
            tab.merge_range(row, 0, row, 2, text, wrapped)
            tab.set_row(row, height_of([(text, sum(_GUIDE))]) + 4)
            row += 1
        tab.write_row(row + 1, 0, [self._word("column_name"), self._word("column_place"), self._word("column_use")], self.look.format("text", "heading"))
        for n, told in enumerate(self._explained(), row + 2):
            tab.write_row(n, 0, told, self.look.format("wrap"))
        tab.set_paper(9)
        tab.fit_to_pages(1, 0)

    def _word(self, key: str) -> str:
        return say(self.language, f"template.statement.{key}")

    def _explained(self) -> Iterator[Sequence[str]]:
        """Name, place, use of everything in this layout; what must stay is said."""
        layout, words = self._form.layout, places(self.language)
        must = self._word("must")
        named = [c.name for row in self._form.rows if isinstance(row, Row) for c in row.cells if c.name]
        use = section(self.language, "template.statement.use")
        for name in dict.fromkeys([*named, *(a for a in AREAS if a in self.areas), *PLACES, *(BLOCK_PLACES if "currency_block" in self.areas else ())]):
            told = [use.get(name, words.get(name, "")), must if name in MUST_NAMES[layout] else ""]
            yield [PREFIX + name if name in named or name in AREAS else "", f"{{{words[name]}}}" if name in words else "", "  ".join(filter(None, told))]
        for table in (row for row in self._form.rows if isinstance(row, TableRow)):
            for heading in table.headings:
                needed = heading.key in MUST[table.table] and table.table == TABLES[layout][0]
                yield [f"{PREFIX}{table.table}_{heading.key}", "", heading.title + (f"  {must}" if needed else "")]


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"
