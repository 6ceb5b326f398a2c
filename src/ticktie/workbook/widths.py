"""How wide columns and how high rows must be for what stands in them; Han characters take two columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from ticktie.domain.page import Column, Page, Table
from ticktie.workbook.look import LINE

_SAMPLE = 400  # rows looked at to fit a text column
_PAD = 3.0
_INSIDE = 2.0  # of a cell's width that text cannot use: the indent and the lines
_TIGHT = 0.95  # of a column's unit that a letter takes: widths count letters of the workbook's 11 points, ours have 10
_LATIN = 0.85  # of it that a letter of running Latin text takes on average
_TOKEN = re.compile(r"[!-~]+(?:[、，；：。][!-~]+)*\s?|.")  # LibreOffice keeps SO1、SO2 on one line
_FILTER = 3.0  # room for the filter's button beside a heading


def page_widths(page: Page) -> list[float]:
    """Widths of the page's columns: its grid, else what its first table needs."""
    tables = [b for b in page.blocks if isinstance(b, Table)]
    if page.grid:
        return list(page.grid)
    if not tables:
        return [100.0]
    same = [t for t in tables if len(t.columns) == len(tables[0].columns)]
    return [max(column_width(t.columns[i], [row[i] for row in t.rows]) for t in same) for i in range(len(tables[0].columns))]


def column_width(column: Column, values: Sequence[Any]) -> float:
    """Enough for every amount; for text, what the first rows need between the column's least and most."""
    if column.kind == "money":
        return max(column.width, _amount_width(values))
    if column.kind == "date":
        return max(column.width, 11)
    most = column.most or column.width
    widest = max((_widest(v) for v in values[:_SAMPLE] if v is not None), default=0)
    return float(min(max(column.width, widest + _PAD), most))


def _widest(value: Any) -> int:
    return max((text_width(line) for line in str(value).splitlines()), default=0)


def text_width(text: str) -> int:
    """Columns the text takes: GB 18030 has two bytes for what is drawn twice as wide. Quick, for every cell of a tab."""
    return len(text) if text.isascii() else len(text.encode("gb18030", "replace"))


def _amount_width(values: Iterable[Decimal | None]) -> float:
    amounts = [v for v in values if v is not None]
    if not amounts:
        return 0
    return max(len(f"{v:,}") for v in (max(amounts), min(amounts))) + _PAD


def lines_of(text: str, width: float) -> int:
    """How many lines the text takes in a cell of this width: Han breaks anywhere, a number or word only where it must."""
    room = (width - _INSIDE) / (_LATIN if text.isascii() else _TIGHT)
    if text_width(text) <= room and "\n" not in text:
        return 1
    return sum(_wrapped(part, max(room, 2)) for part in text.split("\n"))


def _wrapped(text: str, room: float) -> int:
    lines, used = 1, 0.0
    for token in _TOKEN.findall(text):
        size = text_width(token)
        if used + size > room and used:
            lines, used = lines + 1, 0.0
        lines += int(size // room) if size > room else 0
        used = used + size if size <= room else size % room
    return lines


def height_of(texts: Iterable[tuple[str, float]], least: float = LINE) -> float:
    """The height of a row in points for texts in cells of their widths."""
    return max([least, *(lines_of(text, width) * LINE for text, width in texts)])


def heading_height(columns: Sequence[Column], widths: Sequence[float], filters: bool) -> float:
    """The height of a heading row; hidden columns do not count."""
    room = _FILTER if filters else 0
    return height_of((c.title, w - room) for c, w in zip(columns, widths, strict=True) if c.kind != "hidden") + 3
