"""The workbook templates: empty sheets with headings that intake knows, drawn from data; the same words give the same bytes.

Sheets and columns: `domain/data/templates/<kind>.toml`; their words: `template.<kind>` of the wording.
"""

from __future__ import annotations

import datetime as dt
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ticktie.domain.wording import say, section
from ticktie.workbook import look

Row = Mapping[str, Any]
KINDS = ("customer", "cashier")
_CREATED = dt.datetime(2000, 1, 1)
_ROWS = 5_000  # rows that are checked while somebody types
_GUIDE = 78  # width of the sentences' column
_NUMBERS = {"text": "@", "date": look.DATE, "money": look.money_format(2), "number": "General", "currency": "@", "status": "@", "method": "@", "purpose": "@", "yes_no": "@"}
_DARK, _LIGHT = {"bg_color": "#33507A", "font_color": "#FFFFFF"}, {"bg_color": look.HEAD, "font_color": look.INK}


@dataclass(frozen=True)
class Column:
    """A column of a template. kind: text, date, money, number, currency, status, method, purpose or yes_no; must: it has to be filled in.

    carried: it is there only where a row brought from last month's workbook fills it.
    """

    name: str
    kind: str
    width: float
    must: bool = False
    carried: bool = False


@cache
def _template(kind: str) -> dict[str, Any]:
    path = files("ticktie.domain.data").joinpath("templates", f"{kind}.toml")
    return tomllib.loads(path.read_text("utf-8"))


def columns_of(kind: str, sheet: str, rows: Sequence[Row] = ()) -> list[Column]:
    """The columns of one sheet of a template that holds these rows, in order."""
    filled = {name for row in rows for name in row}
    every = (Column(**column) for column in _template(kind)[sheet]["columns"])
    return [column for column in every if not column.carried or column.name in filled]


def write_template(kind: str, language: str, path: Path, rows: Mapping[str, Sequence[Row]] | None = None) -> None:
    """Write the template of a kind in a language. rows: sheet -> its first rows, cells by the column's name."""
    book = Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"created": _CREATED, "title": say(language, f"template.{kind}.title")})
    drawing = _Drawing(book, kind, language)
    drawing.guide()
    for sheet in _template(kind)["sheets"]:
        drawing.sheet(sheet, (rows or {}).get(sheet, ()))
    book.close()


class _Drawing:
    """One template being drawn."""

    def __init__(self, book: Workbook, kind: str, language: str):
        self.book, self.kind, self.language = book, kind, language

    def format(self, **properties: Any) -> Format:
        base = {"font_name": look.FONTS[self.language], "font_size": look.SIZE, "font_color": look.INK, "valign": "vcenter"}
        return self.book.add_format(base | properties)

    def guide(self) -> None:
        """The first sheet: how to fill in the others, a sentence a row."""
        tab = self.book.add_worksheet(say(self.language, f"template.{self.kind}.guide"))
        tab.hide_gridlines(2)
        tab.set_column(0, 0, _GUIDE)
        tab.set_row(0, 30)
        tab.write_string(0, 0, say(self.language, f"template.{self.kind}.title"), self.format(font_size=16, bold=True))
        wrapped = self.format(text_wrap=True)
        for row, text in enumerate(section(self.language, f"template.{self.kind}.line").values(), 2):
            tab.set_row(row, look.LINE * math.ceil(_units(text) / (_GUIDE - 4)) + 6)
            tab.write_string(row, 0, text, wrapped)
        tab.set_paper(9)
        tab.set_margins(left=0.5, right=0.5)
        tab.fit_to_pages(1, 0)

    def sheet(self, name: str, rows: Sequence[Row]) -> None:
        """A sheet: headings, formats, checks while typing, frozen and filtered; empty but for the rows."""
        tab = self.book.add_worksheet(say(self.language, f"template.{self.kind}.{name}.title"))
        columns = columns_of(self.kind, name, rows)
        words = section(self.language, f"template.{self.kind}.{name}.column")
        tab.set_row(0, 24)
        for i, column in enumerate(columns):
            right = {"align": "right"} if column.kind in ("money", "number") else {}
            shown = self.format(num_format=_NUMBERS[column.kind], **right)
            tab.set_column(i, i, column.width, shown)
            tab.write_string(0, i, words[column.name], self._heading(column))
            self._check(tab, i, column)
            for n, row in enumerate(rows, 1):
                if column.name in row:
                    _put(tab, n, i, row[column.name], shown)
        tab.freeze_panes(1, 0)
        tab.autofilter(0, 0, _ROWS, len(columns) - 1)
        tab.set_landscape()
        tab.set_paper(9)
        tab.fit_to_pages(1, 0)
        tab.repeat_rows(0)

    def _heading(self, column: Column) -> Format:
        return self.format(bold=True, border=1, border_color=look.PAPER_LINE, align="center", **(_DARK if column.must else _LIGHT))

    def _check(self, tab: Worksheet, at: int, column: Column) -> None:
        """Warn while typing what cannot be read later; nothing is forbidden."""
        rule = self._rule(column.kind)
        if rule:
            warning = {"ignore_blank": True, "error_type": "warning", "error_title": say(self.language, "template.check")}
            tab.data_validation(1, at, _ROWS, at, rule | warning)

    def _rule(self, kind: str) -> dict[str, Any]:
        if kind == "date":
            days = {"minimum": dt.date(2000, 1, 1), "maximum": dt.date(2099, 12, 31)}
            return {"validate": "date", "criteria": "between", **days, "error_message": say(self.language, "template.date_wrong")}
        if kind == "money":
            sums = {"minimum": -1e12, "maximum": 1e12}
            return {"validate": "decimal", "criteria": "between", **sums, "error_message": say(self.language, "template.amount_wrong")}
        if kind in ("currency", "status", "method", "purpose", "yes_no"):
            choices = _template(self.kind)["currencies"] if kind == "currency" else list(section(self.language, f"template.{self.kind}.{kind}").values())
            return {"validate": "list", "source": choices, "error_message": say(self.language, "template.choose")}
        return {}


def _put(tab: Worksheet, row: int, column: int, value: Any, shown: Format) -> None:
    """A cell; what is text stays text, whatever it looks like."""
    if isinstance(value, dt.date):
        tab.write_datetime(row, column, value, shown)
    elif isinstance(value, (Decimal, int, float)):
        tab.write_number(row, column, float(value), shown)
    else:
        tab.write_string(row, column, str(value), shown)


def _units(text: str) -> int:
    """How wide a text is, in widths of a digit."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)
