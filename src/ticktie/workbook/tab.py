"""A worksheet of XlsxWriter whose rows and internal links ticktie writes itself, as they are asked for.

XlsxWriter keeps all it does beside cells (widths, filters, validation, print set-up, charts). Rows come from an iterator
while the sheet is assembled, so that a tab of a million rows is never held in memory. Two of its methods are replaced;
tests/workbook/test_render.py reads the result back with other libraries and fails when a new XlsxWriter moves them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from xml.sax.saxutils import quoteattr

from xlsxwriter.worksheet import Worksheet

from ticktie.domain.page import LinkTo
from ticktie.workbook import cells

MOST_LINKS = 60_000  # Excel keeps 65,530 a sheet
_BATCH = 500


class Tab(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A sheet that is told where its rows come from."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Callable[[], Iterable[str]] = list
        self.links: list[str] = []
        self.can_link: Callable[[str], bool] = lambda sheet: True

    def will_have(self, rows: Callable[[], Iterable[str]], count: int, columns: int) -> None:
        """rows: makes the sheet's rows as XML, in order; count and columns: their extent."""
        self.rows = rows
        self._check_dimensions(0, 0)
        self._check_dimensions(max(count, 1) - 1, max(columns, 1) - 1)

    def link(self, ref: str, style: int, plain: int, value: LinkTo | str) -> str:
        """A cell that leads to another; plain text where the sheet has its full number of links or the goal is not there."""
        if isinstance(value, str):
            text = value
            sheet, _, cell = value.rpartition("!")
        else:
            text, sheet, cell = value
        if len(self.links) >= MOST_LINKS or not self.can_link(sheet):
            return cells.text(ref, plain, text)
        goal = quoteattr(f"{quoted(sheet)}!{cell}")
        self.links.append(f'<hyperlink ref="{ref}" location={goal} display={quoteattr(text)}/>')
        return cells.text(ref, style, text)

    def _write_sheet_data(self) -> None:
        self.fh.write("<sheetData>")
        for batch in _batches(self.rows()):
            self.fh.write(batch)
        self.fh.write("</sheetData>")

    def _write_hyperlinks(self) -> None:
        if self.links:
            self.fh.write(f"<hyperlinks>{''.join(self.links)}</hyperlinks>")


def quoted(sheet: str) -> str:
    """A sheet's name as formulas and links write it."""
    return "'" + sheet.replace("'", "''") + "'"


def _batches(rows: Iterable[str]) -> Iterator[str]:
    batch: list[str] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield "".join(batch)
            batch.clear()
    yield "".join(batch)
