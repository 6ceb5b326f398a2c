"""An open workbook in memory, as far as xlwings' Book, Sheet and Range are asked by the functions in cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from ticktie.domain.grid import column_index

_PLACE = re.compile(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")
Rows = Sequence[Sequence[Any]]


class Sheets(list["Sheet"]):
    def __getitem__(self, at: Any) -> Any:
        return super().__getitem__(at) if isinstance(at, int) else next(s for s in self if s.name == at)


@dataclass
class Book:
    """asked: how often what was asked for, to see that it is not asked too often."""

    fullname: str = r"C:\books\june.xlsx"
    sheets: Sheets = field(default_factory=Sheets)
    asked: Counter[str] = field(default_factory=Counter)
    app: Any = field(default_factory=lambda: SimpleNamespace(engine=None))

    def add(self, name: str, rows: Rows, page: str = "", formulas: Mapping[str, str] | None = None) -> Sheet:
        self.sheets.append(Sheet(self, name, [list(row) for row in rows], page, dict(formulas or {})))
        return self.sheets[-1]


@dataclass
class Sheet:
    book: Book
    name: str
    rows: list[list[Any]]
    page: str = ""
    formulas: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[Any]:
        self.book.asked["names"] += 1
        told = [SimpleNamespace(name="Other", refers_to="=1")]
        return [*told, SimpleNamespace(name=f"'{self.name}'!_ticktie_page", refers_to=f'="{self.page}"')] if self.page else told

    @property
    def used_range(self) -> Any:
        return SimpleNamespace(last_cell=SimpleNamespace(row=max(1, len(self.rows)), column=max(map(len, self.rows), default=1)))

    def range(self, first: Any, last: Any = None) -> Cells:
        if isinstance(first, str):
            found = _PLACE.fullmatch(first)
            assert found
            left, top = column_index(found[1]) + 1, int(found[2])
            right, bottom = (column_index(found[3]) + 1, int(found[4])) if found[3] else (left, top)
            return Cells(self, top, left, bottom, right)
        return Cells(self, *first, *(last or first))


@dataclass
class Cells:
    sheet: Sheet
    row: int
    column: int
    bottom: int
    right: int

    @property
    def shape(self) -> tuple[int, int]:
        return self.bottom - self.row + 1, self.right - self.column + 1

    def options(self, **asked: Any) -> Cells:
        assert asked.get("ndim") == 2
        return self

    def _at(self, row: int, column: int) -> Any:
        rows = self.sheet.rows
        return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else None

    @property
    def value(self) -> Any:
        self.sheet.book.asked["cells"] += 1
        if self.shape == (1, 1):
            return self._at(self.row, self.column)
        return [[self._at(r, c) for c in range(self.column, self.right + 1)] for r in range(self.row, self.bottom + 1)]

    @property
    def formula(self) -> Any:
        """As Excel gives it: a text for one cell, else tuples of rows."""
        texts = tuple(
            tuple(self.sheet.formulas.get(f"{chr(64 + c)}{r}", str(self._at(r, c) or "")) for c in range(self.column, self.right + 1))
            for r in range(self.row, self.bottom + 1)
        )
        return texts[0][0] if self.shape == (1, 1) else texts
