"""What the selected row of an open workbook is: a row of the user's, or a row of a result tab with items behind it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ticktie.reports.people import MARK, parse_row_key

_ADDRESS = re.compile(r"(?P<sheet>.+)!\$?[A-Z]{1,3}\$?(?P<row>\d+)")
_SOURCES = "source"  # how the keys of columns end that say where an item stands


@dataclass(frozen=True)
class Selected:
    """A row of a result tab. sources: `sheet!row` of its items. decision: the column for it, from 1; choices: action -> its word."""

    sources: tuple[str, ...]
    decision: int | None
    choices: Mapping[str, str]


def selected(rows: Sequence[Sequence[Any]], row: int) -> Selected | None:
    """The row (from 1) of a result tab, by the hidden heading above it; None where it holds no items."""
    if not 1 <= row <= len(rows):
        return None
    heading = next((r for r in reversed(rows[: row - 1]) if _layout(r) is not None), None)
    layout = _layout(heading) if heading is not None else None
    if heading is None or layout is None:
        return None
    at = {key: i for i, cell in enumerate(heading) if isinstance(cell, str) and (key := layout["columns"].get(cell))}
    hidden = next(i for i, cell in enumerate(heading) if _is_mark(cell))
    if parse_row_key(rows[row - 1][hidden]) is None:
        return None
    found = [_ADDRESS.fullmatch(str(rows[row - 1][i])) for key, i in at.items() if key.endswith(_SOURCES)]
    sources = tuple(dict.fromkeys(f"{m['sheet']}!{m['row']}" for m in found if m))
    decision = at.get("decision")
    return Selected(sources, None if decision is None else decision + 1, {code: word for word, code in layout["choices"].items()})


def _is_mark(cell: Any) -> bool:
    return isinstance(cell, str) and cell.startswith(MARK + "{")


def _layout(row: Sequence[Any]) -> dict[str, dict[str, str]] | None:
    told = next((cell for cell in row if _is_mark(cell)), None)
    layout: dict[str, dict[str, str]] | None = json.loads(told[len(MARK) :]) if told else None
    return layout
