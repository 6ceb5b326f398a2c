"""Cells as the XML of a sheet. Text is written as text: it never becomes a formula or a link, whatever it says.

XlsxWriter writes a cell in 5 microseconds; a tab of 20,000 x 20 cells needs one. The rest of a sheet stays XlsxWriter's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

MOST_TEXT = 32_767  # UTF-16 units a cell can hold
Write = Callable[[str, Any], str]

_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_EDGES = frozenset(" \t\n\r")
_EPOCH = {False: dt.date(1899, 12, 30).toordinal(), True: dt.date(1904, 1, 1).toordinal()}
_FIRST = {False: dt.date(1900, 3, 1).toordinal(), True: dt.date(1904, 1, 1).toordinal()}  # before it Excel counts otherwise


def escape(text: str) -> str:
    """Text for the inside of an element; control characters as Excel writes them (_x0007_)."""
    return _SPECIAL.sub(_escaped, text) if _SPECIAL.search(text) else text


def _escaped(found: re.Match[str]) -> str:
    part = found[0]
    if part in _NAMED:
        return _NAMED[part]
    return f"_x005F{part}" if len(part) > 1 else f"_x{ord(part):04X}_"


def _fitting(text: str) -> str:
    """Cut to what a cell holds, not inside a character."""
    return text.encode("utf-16-le", "surrogatepass")[: MOST_TEXT * 2].decode("utf-16-le", "ignore")


def text(ref: str, style: int, value: str) -> str:
    """A cell of text, kept in the sheet itself (no shared strings, so that sheets can be joined into any workbook)."""
    if not value:
        return blank(ref, style)
    if len(value) > MOST_TEXT // 2:
        value = _fitting(value)
    space = ' xml:space="preserve"' if value[0] in _EDGES or value[-1] in _EDGES or "\n" in value else ""
    return f'<c r="{ref}" s="{style}" t="inlineStr"><is><t{space}>{escape(value)}</t></is></c>'


def blank(ref: str, style: int) -> str:
    return f'<c r="{ref}" s="{style}"/>'


def number(ref: str, style: int, value: int | float | Decimal) -> str:
    return f'<c r="{ref}" s="{style}"><v>{value}</v></c>'


def date(ref: str, style: int, value: dt.date, date1904: bool = False) -> str:
    """A day; as text where Excel's calendar has none for it."""
    day = value.toordinal()
    if day < _FIRST[date1904]:
        return text(ref, style, f"{value:%Y-%m-%d}")
    return f'<c r="{ref}" s="{style}"><v>{day - _EPOCH[date1904]}</v></c>'


def anything(ref: str, style: int, value: Any, date1904: bool = False) -> str:
    """A cell by the type of its value; what has no type of its own is shown as text."""
    if value is None or value == "":
        return blank(ref, style)
    if isinstance(value, bool):
        return f'<c r="{ref}" s="{style}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float | Decimal):
        return number(ref, style, value)
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return text(ref, style, f"{value:%Y-%m-%d %H:%M:%S}")
    if isinstance(value, dt.date):
        return date(ref, style, value, date1904)
    return text(ref, style, str(value))


def writer(kind: str, style: int, date1904: bool) -> Write:
    """The quickest writer for a column of one kind: (address, value) -> cell."""
    if kind in ("money", "number", "exact", "percent"):
        return lambda ref, value: blank(ref, style) if value is None else number(ref, style, value)
    if kind == "date":
        return lambda ref, value: blank(ref, style) if value is None else date(ref, style, value, date1904)
    if kind in ("text", "wrap", "hidden"):
        return lambda ref, value: text(ref, style, str(value)) if value is not None else blank(ref, style)
    return lambda ref, value: anything(ref, style, value, date1904)
