"""Which layout a table has: by the titles in its heading row and what stands above, never by the file's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ticktie.domain.bill import Recognised
from ticktie.domain.grid import Cell, Sheet
from ticktie.domain.text import clean, heading
from ticktie.intake.bills.layouts import BillLayout, squeezed

SEARCHED = 120  # rows in which a heading is looked for


@dataclass(frozen=True)
class Fit:
    """A layout that fits a table. row: 0-based heading row; places: title -> 0-based column, the first of equal titles."""

    layout: BillLayout
    row: int
    places: dict[str, int]
    signs: tuple[str, ...]
    extra: tuple[str, ...]

    def columns(self, role: str) -> list[int]:
        """The columns of a role that are there, in the layout's order."""
        return [self.places[t] for t in self.layout.columns.get(role, ()) if t in self.places]

    def recognised(self) -> Recognised:
        layout = self.layout
        shown = {role: [layout.shown[t] for t in titles if t in self.places] for role, titles in layout.columns.items()}
        columns = {role: titles if role == "memo" else titles[:1] for role, titles in shown.items() if titles}
        return Recognised(layout.name, layout.title, layout.origin, layout.kind, self.row + 1, columns, self.signs, self.extra)


@dataclass(frozen=True)
class Nearest:
    """The layout that comes nearest to a table that none fits, and the titles that it would need."""

    layout: BillLayout
    row: int
    missing: tuple[str, ...]


def recognise(sheet: Sheet, layouts: Sequence[BillLayout]) -> list[Fit]:
    """The layouts that fit best; several only where they fit equally well."""
    fits = [fit for row, titles in _heading_rows(sheet) for layout in layouts if (fit := _fit(sheet, row, titles, layout))]
    if not fits:
        return []
    best = max(map(_rank, fits))
    return [fit for fit in fits if _rank(fit) == best]


def _rank(fit: Fit) -> tuple[int, int, int]:
    """A text above is the surest sign; then the more titles are known, the better; an earlier row before a later one."""
    known = sum(title in fit.layout.titles for title in fit.places)
    return known + 3 * bool(fit.layout.above), -len(fit.extra), -fit.row


def nearest(sheet: Sheet, layouts: Sequence[BillLayout]) -> Nearest | None:
    """What a person may have meant: the layout with the largest share of its titles in one row, at least half of them."""
    best: tuple[float, int, Nearest] | None = None
    for row, titles in _heading_rows(sheet):
        for layout in layouts:
            missing = tuple(layout.shown[min(group)] for group in layout.know if not group & titles.keys())
            share = 1 - len(missing) / len(layout.know)
            if share >= 0.5 and (best is None or (share, len(layout.know)) > best[:2]):
                best = share, len(layout.know), Nearest(layout, row, missing)
    return best[2] if best else None


def _heading_rows(sheet: Sheet) -> Iterator[tuple[int, dict[str, int]]]:
    for number, row in enumerate(sheet.rows[:SEARCHED]):
        titles = titles_of(row)
        if len(titles) >= 2:
            yield number, titles


def titles_of(row: Sequence[Cell]) -> dict[str, int]:
    """The titles of a row in `heading` form -> 0-based column, the first of equal ones."""
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        if isinstance(cell, str) and len(cell) <= 120 and (title := heading(cell)):
            found.setdefault(title, column)
    return found


def _fit(sheet: Sheet, row: int, titles: dict[str, int], layout: BillLayout) -> Fit | None:
    if layout.without & titles.keys() or not all(group & titles.keys() for group in layout.know):
        return None
    found = next((t for t in layout.above if t in _above(sheet, row)), "")
    if layout.above and not found:
        return None
    signs = tuple(layout.shown.get(t, t) for group in layout.know for t in group & titles.keys())
    written = {heading(c): clean(c) for c in sheet.rows[row] if isinstance(c, str)}
    extra = tuple(written[t] for t in titles if t not in layout.titles)
    return Fit(layout, row, titles, (found, *signs) if found else signs, extra)


def _above(sheet: Sheet, row: int) -> str:
    return "|".join(squeezed(c[:200]) for above in sheet.rows[:row] for c in above if isinstance(c, str))
