"""One cell in, one value out; a range in, the same shape out. Several arguments go together as Excel lets them.

Each argument is a value or a grid. Where one is a grid, every other must be a single value, have its height and width, or
be one row or one column beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ticktie.commands.functions.answer import Grid, error_in, wrong

Answer = Any  # a value, a No, or a grid of them


def each(run: Callable[..., Any], *arguments: Any) -> Answer:
    """`run` for every cell. Its answer is a value, a No, or a tuple, which takes as many columns beside each other."""
    if not any(isinstance(a, list | tuple) for a in arguments):
        return _row(_one(run, arguments))
    grids = [a if isinstance(a, list | tuple) else [[a]] for a in arguments]
    height, width = max(map(len, grids)), max(len(g[0]) for g in grids)
    if any(len(g) not in (1, height) or len(g[0]) not in (1, width) for g in grids):
        return wrong("shapes")
    rows = [[_one(run, tuple(_at(g, r, c) for g in grids)) for c in range(width)] for r in range(height)]
    if not any(isinstance(cell, tuple) for row in rows for cell in row):
        return rows[0][0] if height == width == 1 else rows
    return _beside(rows) if width == 1 else wrong("one_column")


def _one(run: Callable[..., Any], values: tuple[Any, ...]) -> Any:
    broken = next((no for v in values if (no := error_in(v))), None)
    return broken or run(*values)


def _at(grid: Grid, row: int, column: int) -> Any:
    line = grid[row if len(grid) > 1 else 0]
    return line[column if len(line) > 1 else 0]


def _row(answer: Any) -> Answer:
    return [list(answer)] if isinstance(answer, tuple) else answer


def _beside(rows: list[list[Any]]) -> Answer:
    """Answers of several columns below each other; an error or a blank fills its row."""
    width = max(len(cell) for (cell,) in rows if isinstance(cell, tuple))
    return [list(cell) if isinstance(cell, tuple) else [cell] * width for (cell,) in rows]
