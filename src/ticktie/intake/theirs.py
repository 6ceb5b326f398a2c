"""Customers' own lists of what they bought: sheets that a person named as such. They are compared with ours, never counted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ticktie.domain.facts import Theirs
from ticktie.domain.grid import Sheet, Source
from ticktie.domain.items import COLUMNS
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.text import party_key
from ticktie.intake.columns import series
from ticktie.intake.layouts import Layout
from ticktie.intake.reading import Rows
from ticktie.intake.tables import Table

THEIRS = "theirs"  # the word for such a sheet in --map and in Settings
_MOST_LINES = 8


class List(NamedTuple):
    """One sheet that a customer sent; rows None where it could not be read as a list of charges."""

    sheet: Sheet
    table: Table | None
    rows: Rows | None
    layout: Layout


def theirs_of(found: Sequence[List]) -> tuple[Theirs | None, list[Problem]]:
    """All lists as one frame of rows, and what in them could not be read; None where the book has no list.

    Raises Refused where lists were named and none of them can be read.
    """
    if not found:
        return None, []
    bad = [one for one in found if one.rows is None]
    if len(bad) == len(found):
        raise Refused(_unreadable(one, "error") for one in bad)
    problems = [_unreadable(one, "info") for one in bad]
    parts: list[pd.DataFrame] = []
    lost: dict[str, Source] = {}
    for sheet, _, rows, _ in found:
        if rows is None:
            continue
        problems += [Problem("used_as_theirs", Source(sheet.name), {"rows": len(rows)}, "info"), *rows.problems]
        lost |= {number: Source(sheet.name, row + 1, column) for number, row, column in rows.lost_numbers}
        if len(rows):
            parts.append(_frame(rows))
    frame = pd.concat(parts, ignore_index=True) if parts else _frame(Rows(THEIRS))
    return Theirs(frame, lost, {one.sheet.name: _texts(one) for one in found if one.rows is not None}), problems


def _unreadable(one: List, level: str) -> Problem:
    columns = " | ".join(h.text for h in one.table.columns.values())[:120] if one.table else "-"
    return Problem("list_unreadable", Source(one.sheet.name), {"sheet": one.sheet.name, "seen": columns, "missing": ", ".join(one.layout.missing) or "-"}, level)  # type: ignore[arg-type]


def _texts(one: List) -> tuple[str, ...]:
    """Where a list says whose it is: its file's name, its own, and the lines above the table."""
    top = one.table.preamble[:_MOST_LINES] if one.table else ()
    return tuple(t for t in (Path(one.sheet.path).stem, one.sheet.title, *top) if t)


def _frame(rows: Rows) -> pd.DataFrame:
    """The rows with every column of items; nothing hangs on their keys."""
    made = pd.DataFrame({name: series(name, values) for name, values in rows.columns.items()})
    for name in COLUMNS:
        if name not in made:
            made[name] = series(name, [""] * len(made) if COLUMNS[name].startswith("text") else [])
    made["side"], made["key"] = THEIRS, ""
    made["id"] = pd.Series([f"{s}!{r}" for s, r in zip(made["sheet"], made["row"], strict=True)], dtype=object)
    made["party_key"] = pd.Series([party_key(p) for p in made["party"]], dtype=object)
    return made[list(COLUMNS)]
