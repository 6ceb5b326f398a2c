"""A made-up month to an .xlsx file of its own; the same month gives the same bytes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ticktie.samples.sheets import Formula, Month, Row, Sheet, Value

_CREATED = dt.datetime(2026, 7, 6)
_FONT = {"font_name": "宋体", "font_size": 10}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_size": 14, "bold": True, "align": "center"},
    "preamble": {"font_color": "#555555"},
    "heading": {"bold": True, "border": 1, "bg_color": "#D9E1F2", "align": "center", "text_wrap": True},
    "data": {"border": 1, "border_color": "#BFBFBF"},
    "total": {"bold": True, "top": 1},
    "note": {"italic": True, "font_color": "#555555"},
    "blank": {},
}
_BY_HAND = {"bg_color": "#FFF2CC"}


def write_month(month: Month, path: Path) -> None:
    """Write the sheets of the month, in their order."""
    book = Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"created": _CREATED})
    formats = _Formats(book)
    for sheet in month.sheets:
        _write_sheet(book.add_worksheet(sheet.name), sheet, formats)
    book.close()


class _Formats:
    """Each format made once."""

    def __init__(self, book: Workbook):
        self._book = book
        self._made: dict[tuple[str, str, bool], Format] = {}

    def of(self, look: str, number: str = "", by_hand: bool = False) -> Format:
        key = (look, number, by_hand)
        if key not in self._made:
            extra = {"num_format": number} if number else {}
            self._made[key] = self._book.add_format(_FONT | _LOOKS[look] | extra | (_BY_HAND if by_hand else {}))
        return self._made[key]


def _write_sheet(tab: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    for i, column in enumerate(sheet.columns):
        tab.set_column(i, i, column.width)
    for number, row in enumerate(sheet.rows):
        _write_row(tab, number, row, sheet, formats)
        if row.hidden:
            tab.set_row(number, None, None, {"hidden": True})
    for top, left, bottom, right in sheet.merged:
        tab.merge_range(top, left, bottom, right, sheet.rows[top].cells[left] or "", formats.of(sheet.rows[top].look))
    if sheet.heading_row is not None:
        tab.freeze_panes(sheet.heading_row + 1, 0)


def _write_row(tab: Worksheet, number: int, row: Row, sheet: Sheet, formats: _Formats) -> None:
    for i, value in enumerate(row.cells):
        column = sheet.columns[i] if i < len(sheet.columns) else None
        table = row.look in ("data", "total")
        look = formats.of(row.look, column.format if column and table else "", bool(column and column.by_hand and table))
        _write_cell(tab, number, i, value, look)


def _write_cell(tab: Worksheet, row: int, column: int, value: Value, look: Format) -> None:
    if value is None:
        tab.write_blank(row, column, None, look)
    elif isinstance(value, Formula):
        stored = value.value if isinstance(value.value, str) else float(value.value)
        tab.write_formula(row, column, value.text, look, stored)
    elif isinstance(value, (dt.date, dt.datetime)):
        tab.write_datetime(row, column, value, look)
    elif isinstance(value, (int, float, Decimal)):
        tab.write_number(row, column, float(value), look)
    else:
        tab.write_string(row, column, value, look)
