"""Result tabs as cells, as a workbook would give them back: the tables of an outcome's pages under their headings."""

from __future__ import annotations

from typing import Any

from ticktie.domain.outcome import Outcome
from ticktie.domain.page import Table
from ticktie.reports.pages import pages
from ticktie.reports.standing import Standing, read_standing


def tabs_of(outcome: Outcome, language: str = "zh-Hans") -> dict[str, list[list[Any]]]:
    """Key of a page -> its rows, with two lines above each table as they stand above it in a sheet.

    The notation's short keys get their side before them, as every key of a book has: `order:S1`.
    """
    items = outcome.items
    items["key"] = [k if ":" in k else f"{side}:{k}" for k, side in zip(items["key"], items["side"], strict=True)]
    found: dict[str, list[list[Any]]] = {}
    for page in pages(outcome, language):
        rows = found.setdefault(page.key, [])
        for block in page.blocks:
            if isinstance(block, Table):
                heading = [] if block.headless else [["", None], [None], [c.title for c in block.columns]]
                rows += [*heading, *([str(c) if isinstance(c, tuple) else c for c in row] for row in block.rows)]
    return found


def standing_of(outcome: Outcome, language: str = "zh-Hans") -> Standing:
    made = read_standing(tabs_of(outcome, language))
    assert made is not None
    return made
