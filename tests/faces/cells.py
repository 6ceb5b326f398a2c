"""What stands in our tabs, so that two ways to the same tabs can be compared."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from ticktie.domain.wording import say
from ticktie.faces.selected import selected
from ticktie.workbook.package import package_facts
from ticktie.workbook.read import read_file


def plain(cell: object) -> object:
    """A cell, without what a detour over LibreOffice takes from it: whole numbers are floats, days are moments."""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date()
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return round(float(cell), 9)
    return None if cell == "" else cell


def tabs(file: Path) -> dict[str, list[list[object]]]:
    """The cells of our tabs by page, empty rows and columns at the end left out."""
    facts = package_facts(file)
    pages = {title: page for page, title in facts.own.items()}
    found: dict[str, list[list[object]]] = {}
    for sheet in read_file(file):
        if page := pages.get(sheet.title):
            rows = [[plain(c) for c in row] for row in sheet.rows]
            trimmed = [row[: max((i for i, c in enumerate(row, 1) if c is not None), default=0)] for row in rows]
            while trimmed and not trimmed[-1]:
                trimmed.pop()
            found[page] = trimmed
    return found


def first_proposal(file: Path, language: str = "zh-Hans") -> tuple[str, int, str, str]:
    """Title and row of the first proposal (not a doubt) on "To confirm", and its two items as `sheet!row`."""
    title, word = say(language, "tab.to_confirm"), say(language, "report.to_confirm.proposal")
    rows = next(s.rows for s in read_file(file) if s.title == title)
    row = next(n for n, r in enumerate(rows, 1) if word in r)
    found = selected(rows, row)
    assert found is not None
    item, target = found.sources
    return title, row, item, target
