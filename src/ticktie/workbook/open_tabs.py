"""The result tabs of a workbook that is open, read back for the functions in cells: once for each run, not for each cell.

book: an xlwings Book, of Excel or of `calc_engine`. What was read is kept while the hidden heading of the Matched tab,
which differs with every other result, stands where it stood. That is looked at anew at most five times a second: Excel
asks for thousands of cells in one go, and between two runs lies more than that.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ticktie.reports.standing import READ, Rows, Standing, read_standing, stamp
from ticktie.workbook.live import MARK

_COPY = "copy of "
_PAUSE = 0.2  # seconds
_BOOKS = 16  # kept at once


@dataclass
class _Kept:
    """What was read of one book; place: sheet, row and column of the heading that says of which run it is."""

    standing: Standing
    stamp: str
    place: tuple[str, int, int]
    looked: float


class OpenTabs:
    """clock: seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._kept: dict[str, _Kept] = {}

    def standing(self, book: Any) -> Standing | None:
        """What the book's result tabs say; None where it has none that can be read back."""
        name = str(book.fullname)
        kept = self._kept.get(name)
        now = self._clock()
        if kept and (now - kept.looked < _PAUSE or _still(book, kept)):
            kept.looked = now if now - kept.looked >= _PAUSE else kept.looked
            return kept.standing
        self._kept.pop(name, None)
        fresh = _read(book, now)
        if fresh is None:
            return None
        while len(self._kept) >= _BOOKS:
            self._kept.pop(next(iter(self._kept)))
        self._kept[name] = fresh
        return fresh.standing

    def forget(self) -> None:
        """Read everything anew."""
        self._kept.clear()


def _still(book: Any, kept: _Kept) -> bool:
    title, row, column = kept.place
    try:
        return bool(book.sheets[title].range((row, column)).value == kept.stamp)
    except Exception:  # the tab is gone; every engine says so in its own way
        return False


def _read(book: Any, now: float) -> _Kept | None:
    titles = own_sheets(book)
    tabs = {page: cells(book.sheets[title]) for page, title in titles.items() if page.partition(":")[0] in READ}
    standing = read_standing(tabs)
    if standing is None:
        return None
    place, told = next(
        ((titles[page], r + 1, row.index(told) + 1), told)
        for page, rows in tabs.items() if page.partition(":")[0] == "matched" for r, row in enumerate(rows) if (told := stamp(row))
    )  # fmt: skip
    return _Kept(standing, told, place, now)


def own_sheets(book: Any) -> dict[str, str]:
    """Key of a page -> title of the sheet that shows it, by its hidden name; of a tab and a person's copy the shorter title."""
    found: dict[str, str] = {}
    for sheet in book.sheets:
        page = _page(sheet)
        if page and (page not in found or len(sheet.name) < len(found[page])):
            found[page] = str(sheet.name)
    return found


def _page(sheet: Any) -> str:
    for name in sheet.names:
        if str(name.name).rpartition("!")[2] == MARK:
            page = str(name.refers_to).lstrip("=").strip('"')
            return "" if page.startswith(_COPY) else page
    return ""


def cells(sheet: Any) -> Rows:
    """The sheet's values from A1 to its last cell, a list a row."""
    used = sheet.used_range
    rows: Rows = sheet.range((1, 1), (used.last_cell.row, used.last_cell.column)).options(ndim=2).value
    return rows
