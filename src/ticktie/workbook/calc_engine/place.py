"""Where a block of cells is: zero-based, both ends included, and its address in words."""

from __future__ import annotations

import re
from typing import NamedTuple

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
_REF = re.compile(r"\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?(?::\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?)?")


class Place(NamedTuple):
    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> int:
        return self.bottom - self.top + 1

    @property
    def columns(self) -> int:
        return self.right - self.left + 1

    @property
    def on_the_sheet(self) -> bool:
        return 0 <= self.top <= self.bottom <= LAST_ROW and 0 <= self.left <= self.right <= LAST_COLUMN

    def around(self, other: Place) -> Place:
        """The smallest block that holds both."""
        mins, maxs = map(min, self[:2], other[:2]), map(max, self[2:], other[2:])
        return Place(*mins, *maxs)

    def within(self, other: Place) -> Place:
        """The part of it that lies in the other, at least its first cell."""
        bottom, right = max(self.top, min(self.bottom, other.bottom)), max(self.left, min(self.right, other.right))
        return Place(self.top, self.left, bottom, right)

    def words(self, rows_fixed: bool = True, columns_fixed: bool = True) -> str:
        """As Excel writes it: $A$1:$B$2, $A:$A, $1:$2."""
        row, column = "$" * bool(rows_fixed), "$" * bool(columns_fixed)
        first = (f"{column}{letters(self.left)}", f"{row}{self.top + 1}")
        last = (f"{column}{letters(self.right)}", f"{row}{self.bottom + 1}")
        if self.rows > LAST_ROW and self.columns <= LAST_COLUMN:
            return f"{first[0]}:{last[0]}"
        if self.columns > LAST_COLUMN:
            return f"{first[1]}:{last[1]}"
        one_cell = self.rows == self.columns == 1
        return "".join(first) if one_cell else f"{''.join(first)}:{''.join(last)}"


def parse(ref: str) -> Place | None:
    """A1, $A$1:B2, A:C, 1:3; None for anything else."""
    found = _REF.fullmatch(ref)
    if found is None:
        return None
    left, top, right, bottom = found.groups()
    if ":" not in ref:
        return _place(left, top, left, top) if left and top else None
    whole = (left, right) if left and right and not top and not bottom else (top, bottom) if not left and not right else ()
    if all(found.groups()) or (whole and all(whole)):
        return _place(left, top, right, bottom)
    return None


def _place(left: str | None, top: str | None, right: str | None, bottom: str | None) -> Place | None:
    columns = sorted((_column(left) if left else 0, _column(right) if right else LAST_COLUMN))
    rows = sorted((int(top) - 1 if top else 0, int(bottom) - 1 if bottom else LAST_ROW))
    place = Place(rows[0], columns[0], rows[1], columns[1])
    return place if place.on_the_sheet else None


def letters(column: int) -> str:
    """0 is A, 26 is AA."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def _column(name: str) -> int:
    """A is 0."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def quoted(sheet: str) -> str:
    """A sheet's name as a formula writes it."""
    plain = re.fullmatch(r"[^\W\d][\w.]*", sheet) and parse(sheet) is None
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"
