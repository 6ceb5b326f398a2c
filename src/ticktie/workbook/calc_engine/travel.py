"""Where Ctrl and an arrow key lead."""

from __future__ import annotations

from typing import Any

from ticktie.workbook.calc_engine.place import LAST_COLUMN, LAST_ROW, Place

CONTENT = 1 | 2 | 4 | 16  # numbers, dates, text, formulas


def end(sheet: Any, place: Place, direction: str) -> Place:
    """From the block's first cell to the last of its filled stretch, or over the gap to the next, or to the sheet's edge."""
    down, forward = direction[0] in "du", direction[0] in "dr"
    row, column = place[:2]
    line = Place(0, column, LAST_ROW, column) if down else Place(row, 0, row, LAST_COLUMN)
    full, at = _stretches(sheet, line, down), row if down else column
    here = next((each for each in full if each[0] <= at <= each[1]), (at, at))
    if forward:
        ahead = [first for first, _ in full if first > at] + [LAST_ROW if down else LAST_COLUMN]
        goal = here[1] if at < here[1] else ahead[0]
    else:
        behind = [last for _, last in full if last < at]
        goal = here[0] if at > here[0] else ([0, *behind])[-1]
    return Place(goal, column, goal, column) if down else Place(row, goal, row, goal)


def _stretches(sheet: Any, line: Place, down: bool) -> list[tuple[int, int]]:
    """The filled stretches of a row or column, in order, those that touch joined."""
    cells = sheet.getCellRangeByPosition(line.left, line.top, line.right, line.bottom)
    found: list[tuple[int, int]] = []
    for each in cells.queryContentCells(CONTENT).getRangeAddresses():
        on_the_line = each.StartColumn == line.left if down else each.StartRow == line.top
        if on_the_line:  # an empty column can be answered with another
            found.append((each.StartRow, each.EndRow) if down else (each.StartColumn, each.EndColumn))
    joined: list[tuple[int, int]] = []
    for first, last in sorted(found):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined
