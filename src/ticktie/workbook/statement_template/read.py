"""A person's template -> a form; or every reason why it cannot be one.

The sheet is read from top to bottom: a row is a row of the page, cells that are merged are one, a text without merged cells beside it
takes the empty ones at its right. A row with the names of a table's columns is the table; the row above it has the headings.
"""

from __future__ import annotations

import datetime as dt
import itertools
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from ticktie.domain.grid import Source
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.wording import LANGUAGES, section
from ticktie.reports.statement.form import BLOCK_PLACES, PLACES, Area, Cell, Form, Heading, Row, TableRow
from ticktie.reports.statement.shipped import shipped
from ticktie.workbook.blocks import least_height
from ticktie.workbook.package.archive import check_zip
from ticktie.workbook.package.errors import PackageError
from ticktie.workbook.statement_template.looks import Looks
from ticktie.workbook.statement_template.names import names_in
from ticktie.workbook.statement_template.pictures import pictures, unfit_pictures
from ticktie.workbook.statement_template.words import meant, places
from ticktie.workbook.widths import height_of

_PADDED = 0.7109375  # what a file adds to the width of a column that Excel shows
_USUAL = 8.43
_FITTED = 3.0  # points by which a row may be higher than its text without a person having wanted it
_MOST_ROWS, _MOST_COLUMNS = 500, 60


def read_template(path: Path, layout: str, language: str) -> Form:
    """The form in the file. Raises Refused with every problem at once."""
    book = _opened(path)
    reading = _Reading(path, book, layout, language)
    form = reading.form()
    if reading.problems:
        raise Refused(reading.problems)
    return form


def _opened(path: Path) -> Any:
    """The workbook as openpyxl has it. Raises Refused; a picture that is gone is told as such."""
    try:
        check_zip(path)
        return load_workbook(path, data_only=True)
    except (PackageError, OSError, InvalidFileException, zipfile.BadZipFile, ValueError, KeyError, TypeError) as error:
        problems = unfit_pictures(path) if isinstance(error, KeyError) else []
        told = {"file": path.name, "error": str(error) or type(error).__name__}
        raise Refused(problems or [Problem("template_unreadable", Source(path.name), told)]) from None


class _Reading:
    """One template being read; problems are collected."""

    def __init__(self, path: Path, book: Any, layout: str, language: str):
        self.layout, self.language = layout, language
        self.names, self.problems = names_in(book, layout, path.name, _purposes(layout, language))
        self.sheet = book[self.names.sheet]
        self.where = f"{path.name}/{self.names.sheet}"
        self.looks = Looks(book)
        self.pictures, unfit = pictures(path, self.names.sheet, self.where)
        self.problems += unfit
        self.merged = {(m.min_row - 1, m.min_col - 1): m.max_col - m.min_col + 1 for m in self.sheet.merged_cells.ranges}
        self.covered = {(r - 1, c - 1) for m in self.sheet.merged_cells.ranges for r in range(m.min_row, m.max_row + 1) for c in range(m.min_col, m.max_col + 1)}
        self.width = self._used(1)
        self.grid = tuple(_widths(self.sheet, self.width))
        self.tables = {next(iter(columns.values()))[0]: table for table, columns in self.names.tables.items() if columns}

    def _used(self, axis: int) -> int:
        """Rows (0) or columns (1) up to the last that holds anything."""
        places = [(c.row - 1, c.column - 1) for row in self.sheet.iter_rows() for c in row if c.value not in (None, "")]
        places += [*self.covered, *self.names.cells, *self.pictures]
        return min(max((int(place[axis]) for place in places), default=0) + 1, (_MOST_ROWS, _MOST_COLUMNS)[axis])

    def form(self) -> Form:
        rows = [row for at in range(self._used(0)) for row in self._at(at)]
        while rows and isinstance(rows[-1], Row) and not rows[-1].cells:
            rows.pop()
        return Form(self.layout, self.grid, tuple(rows))

    def _at(self, at: int) -> Iterator[Row | TableRow]:
        """What a row of the sheet is: hidden ones nothing, headings part of their table."""
        area = cast(Area, self.names.area(at))
        if self.sheet.row_dimensions[at + 1].hidden or at + 1 in self.tables:
            return
        if at in self.tables:
            yield self._table(at, area)
        else:
            cells = tuple(self._cells(at))
            yield Row(cells, self._height(at, cells), area)

    # --- cells ---

    def _cells(self, at: int) -> Iterator[Cell]:
        """The cells of a row; empty ones at its end are left out."""
        made: list[Cell] = []
        column = 0
        while column < self.width:
            span = self._span(at, column)
            made.append(self._cell(at, column, span))
            column += span
        if made:
            made[-1] = replace(made[-1], span=0)
        while made and made[-1] == Cell(span=made[-1].span):
            made.pop()
        yield from made

    def _span(self, at: int, column: int) -> int:
        """Merged cells, else the cell with the empty ones after it."""
        if (at, column) in self.merged:
            return min(int(self.merged[at, column]), self.width - column)
        last = column + 1
        while last < self.width and self._empty(at, last):
            last += 1
        return last - column

    def _empty(self, at: int, column: int) -> bool:
        cell = self.sheet.cell(at + 1, column + 1)
        taken = (at, column) in self.covered or (at, column) in self.names.cells or (at, column) in self.pictures
        return not taken and cell.value in (None, "") and self.looks.bare(cell)

    def _cell(self, at: int, column: int, span: int) -> Cell:
        cell = self.sheet.cell(at + 1, column + 1)
        name = self.names.cells.get((at, column), "")
        picture = next((p for (r, c), p in self.pictures.items() if r == at and column <= c < column + span), None)
        text = self._text(cell, at, column)
        if not (text or name or picture) and self.looks.bare(cell):
            return Cell(span=span)
        tone, style = self.looks.of(cell)
        return Cell(text, name, tone, span, style, picture)

    def _text(self, cell: Any, at: int, column: int) -> str:
        source = Source(self.where, at + 1, column)
        if cell.data_type == "e":
            self.problems.append(Problem("template_cell_error", source, {"value": str(cell.value)}))
            return ""
        text, found = meant(_said(cell.value), self.language)
        inside = self.names.area(at) == "currency_block"
        usable = (*PLACES, *(BLOCK_PLACES if inside else ()))
        for place in (p for p in found if p not in usable):
            known = ", ".join(f"{{{told}}}" for name, told in places(self.language).items() if name in usable)
            self.problems.append(Problem("template_place_unknown", source, {"place": f"{{{places(self.language).get(place, place)}}}", "known": known}))
        if self.layout != "confirmation":
            self._no_demand(text, source)
        return text

    def _no_demand(self, text: str, source: Source) -> None:
        """What asks for payment never says that it does not."""
        for said in (told for language in LANGUAGES for told in section(language, "template.statement.no_demand").values()):
            if said in text.casefold():
                self.problems.append(Problem("template_no_demand", source, {"said": said}))
                return

    def _height(self, at: int, cells: tuple[Cell, ...]) -> float:
        """The height a person gave the row; 0 where it is what the text needs anyway."""
        told = self.sheet.row_dimensions[at + 1].height or 0
        edges = [*(sum(c.span for c in cells[:n]) for n in range(len(cells))), self.width]
        texts = [(_said(self.sheet.cell(at + 1, a + 1).value), sum(self.grid[a:b])) for a, b in itertools.pairwise(edges)]
        pictured = max((c.picture.height + _FITTED for c in cells if c.picture), default=0)
        least = max((least_height(c.tone, c.style.size if c.style else 0) for c in cells), default=least_height(""))
        return float(told) if told > max(pictured, height_of(texts, least)) + _FITTED else 0

    # --- tables ---

    def _table(self, at: int, area: Area) -> TableRow:
        """The columns as the row below the headings names them; an unnamed one without a heading belongs to the one before it."""
        table = self.tables[at]
        keys = {column: key for key, (_, column) in self.names.tables[table].items()}
        starts = sorted(keys)
        headings: list[Heading] = []
        for n, start in enumerate(starts):
            first = 0 if n == 0 else start
            last = starts[n + 1] if n + 1 < len(starts) else start + self.merged.get((at, start), 1)
            title = self._title(at, start)
            self._unnamed(at, start + 1, last)
            headings.append(Heading(keys[start], title, last - first))
        if starts:
            self._unnamed(at, 0, starts[0])
            self._unnamed(at, sum(h.span for h in headings), self.width)
        return TableRow(table, tuple(headings), area, self.looks.heading(self.sheet.cell(at, starts[0] + 1)) if at else None)

    def _title(self, at: int, column: int) -> str:
        return _said(self.sheet.cell(at, column + 1).value) if at else ""

    def _unnamed(self, at: int, first: int, last: int) -> None:
        for column in range(first, last):
            if told := self._title(at, column):
                self.problems.append(Problem("template_heading_unnamed", Source(self.where, at, column), {"heading": told}))


def _said(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def _widths(sheet: Any, count: int) -> Iterator[float]:
    """Widths of the first columns as Excel shows them; a file tells neighbours of one width together."""
    told = {n: d.width for d in sheet.column_dimensions.values() if d.width for n in range(d.min or 0, (d.max or 0) + 1)}
    usual = sheet.sheet_format.defaultColWidth or _USUAL
    for n in range(1, count + 1):
        yield max(1.0, round(told[n] - _PADDED, 2)) if n in told else float(usual)


def _purposes(layout: str, language: str) -> dict[str, str]:
    """Name -> what it is for, in a person's words."""
    heads = {f"{row.table}_{h.key}": h.title for row in shipped(layout, language).rows if isinstance(row, TableRow) for h in row.headings}
    return {**heads, **places(language), **section(language, "template.statement.use")}
