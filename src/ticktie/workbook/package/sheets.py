"""The donor's parts made fit for the user's workbook: styles renumbered, shared strings put into the cells, namespaces.

The parts are XlsxWriter's, so their form is known: no prefixes, double quotes, `r` before `s` before `t` in a cell, and
neither `<` nor `>` bare in text, which is why a pattern that takes in one of them cannot match inside a text. A sheet of
360,000 cells is cut at the numbers and joined again; a call of Python for each cell would take twice the time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_CELL_STYLE = re.compile(rb'" s="([0-9]+)(?="(?: t="[A-Za-z]+")?/?>)')
_LINE_STYLE = re.compile(rb'(<(?:row|col) [^>]*? s(?:tyle)?=")([0-9]+)(?=")')
_SHARED = re.compile(rb' t="s"><v>([0-9]+)</v>')
_CONDITION = re.compile(rb'(<[^<>]*?[dD]xfId=")([0-9]+)(?=")')
_ITEM = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
_SELECTED = re.compile(rb'(<sheetView\b[^>]*?) tabSelected="1"')
_NAMESPACED = re.compile(rb"<[^<>]*http://schemas\.openxmlformats\.org/[^<>]*>")
_TABLE = re.compile(rb'(<table\b[^>]*? id=")[0-9]+(?=")')
_STRICT = tuple(
    (b"http://schemas.openxmlformats.org/" + old, b"http://purl.oclc.org/ooxml/" + new)
    for old, new in (
        (b"spreadsheetml/2006/main", b"spreadsheetml/main"),
        (b"officeDocument/2006/relationships", b"officeDocument/relationships"),
        (b"drawingml/2006/", b"drawingml/"),
    )
)


def shared_strings(data: bytes) -> dict[bytes, bytes]:
    """Number of a shared string -> what stands in a cell that holds it itself."""
    items = _ITEM.findall(data)
    return {b"%d" % n: b' t="inlineStr"><is>' + item + b"</is>" for n, item in enumerate(items)}


def joined_sheet(
    data: bytes,
    strings: Mapping[bytes, bytes],
    cells: Sequence[int],
    conditions: Sequence[int],
    *,
    selected: bool,
    strict: bool,
) -> bytes:
    """A sheet of the donor as a sheet of the user's workbook.

    cells, conditions: the donor's style numbers -> the user's. selected: it is the tab that shows when the file opens;
    two selected tabs would be a group, in which what is typed into one changes the other.
    """
    start = max(data.find(b"<sheetData"), 0)
    end = max(data.rfind(b"</sheetData>"), start)
    head, body, tail = data[:start], data[start:end], data[end:]
    head = _SELECTED.sub(rb"\1", head)
    if selected:
        head = head.replace(b"<sheetView ", b'<sheetView tabSelected="1" ', 1)
    body = _exchanged(_CELL_STYLE, body, {b"%d" % n: b'" s="%d' % to for n, to in enumerate(cells)})
    head = _with_line_styles(head, cells)
    if b' customFormat="1"' in body:  # rows with a style are rare, and the look is long
        body = _with_line_styles(body, cells)
    if strings:
        body = _exchanged(_SHARED, body, strings)
    tail = _with_conditions(tail, conditions)
    return strict_form(head) + body + strict_form(tail) if strict else head + body + tail


def joined_table(data: bytes, number: int, conditions: Sequence[int]) -> bytes:
    """A table of the donor, with a number that no table of the user has."""
    return _with_conditions(_TABLE.sub(rb"\g<1>%d" % number, data, count=1), conditions)


def strict_form(data: bytes) -> bytes:
    """The part with the namespaces of the strict form; only inside tags, never in what people wrote."""

    def renamed(tag: re.Match[bytes]) -> bytes:
        text = tag[0]
        for old, new in _STRICT:
            text = text.replace(old, new)
        return text

    return _NAMESPACED.sub(renamed, data)


def _with_line_styles(data: bytes, cells: Sequence[int]) -> bytes:
    """Styles of whole rows and columns."""
    return _LINE_STYLE.sub(lambda found: found[1] + b"%d" % cells[int(found[2])], data)


def _with_conditions(data: bytes, conditions: Sequence[int]) -> bytes:
    return _CONDITION.sub(lambda found: found[1] + b"%d" % conditions[int(found[2])], data)


def _exchanged(pattern: re.Pattern[bytes], data: bytes, new: Mapping[bytes, bytes]) -> bytes:
    """All that the pattern finds exchanged for what is given for its number."""
    pieces = pattern.split(data)
    pieces[1::2] = map(new.__getitem__, pieces[1::2])
    return b"".join(pieces)
