"""The sheets of a text or .xls file as a workbook, so that result tabs have something to stand beside and to lead to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ticktie.domain.grid import Cell, Sheet

_CREATED = dt.datetime(2000, 1, 1)
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_LONGEST = 31
_LONGEST_TEXT = 32_767
_EXACT = 10**15  # integers beyond lose digits in a cell, so they stay text


def write_copies(sheets: Sequence[Sheet], path: Path) -> dict[str, str]:
    """Write the cells as they were read, text as text; gives title of the sheet read -> title written."""
    book = Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"created": _CREATED})
    looks: dict[type, Format] = {dt.date: book.add_format({"num_format": "yyyy-mm-dd"}), dt.datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})}
    titles: dict[str, str] = {}
    for sheet in sheets:
        titles[sheet.title] = title = _free(sheet.title, titles.values())
        page = book.add_worksheet(title)
        page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        for r, row in enumerate(sheet.rows):
            for c, cell in enumerate(row):
                _put(page, r, c, cell, looks)
    book.close()
    return titles


def _free(title: str, taken: Iterable[str]) -> str:
    used = {t.casefold() for t in taken}
    plain = _NOT_IN_TITLES.sub("_", title).strip("'")[:_LONGEST] or "Sheet"
    free, number = plain, 2
    while free.casefold() in used:
        end = f" ({number})"
        free, number = plain[: _LONGEST - len(end)] + end, number + 1
    return free


def _put(page: Worksheet, r: int, c: int, cell: Cell, looks: Mapping[type, Format]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        page.write_boolean(r, c, cell)
    elif isinstance(cell, int | float) and abs(cell) < _EXACT:
        page.write_number(r, c, cell)
    elif isinstance(cell, dt.datetime):
        page.write_datetime(r, c, cell, looks[dt.datetime if cell.time() != dt.time() else dt.date])
    elif isinstance(cell, dt.date):
        page.write_datetime(r, c, dt.datetime.combine(cell, dt.time()), looks[dt.date])
    else:
        page.write_string(r, c, str(cell)[:_LONGEST_TEXT])
