"""What a sheet is once it has been read: a grid of cells with names for its places."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None

MAX_ROWS = 1_048_576  # rows an .xlsx sheet can hold


def column_letter(index: int) -> str:
    """Excel's name of the 0-based column: 0 -> A, 26 -> AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_index(letters: str) -> int:
    """The 0-based column of Excel's name: A -> 0, AA -> 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


@dataclass(frozen=True, slots=True)
class Source:
    """A place in the user's workbook: the sheet, its 1-based row and 0-based column (None: the row)."""

    sheet: str
    row: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        if self.row is None:
            return f"{self.sheet}!A1"
        return f"{self.sheet}!{column_letter(self.column or 0)}{self.row}"


@dataclass(frozen=True)
class Sheet:
    """One sheet as read.

    rows: row 1 of the sheet first, every row the same length, empty cells None; text as typed.
    broken: (0-based row, 0-based column) -> `#N/A` and its like, or `=` for a formula without a value.
    merged: (first row, first column, last row, last column), 0-based.
    text: it is a whole text file (csv), which has no sheets. encoding: that of a text file;
    cut: it ends inside a line, in which cells are missing.
    title: the sheet's own name; `name` is what ids carry (`<file stem>/<sheet>` in further files).
    """

    name: str
    rows: list[list[Cell]]
    title: str = ""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: bool = False
    path: str = ""
    text: bool = False
    encoding: str = ""
    cut: bool = False
