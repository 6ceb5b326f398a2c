"""What Excel remembers of its formulas: the order of calculation, and formulas of the user that read our sheets."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from xml.sax.saxutils import escape

from ticktie.workbook.package.book import Book

_ENTRY = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>\s*</(?:\w+:)?c>)")
_SHEET = re.compile(rb"""\bi\s*=\s*["'](\d+)["']""")


def without_sheets(chain: bytes, gone: Collection[int]) -> bytes | None:
    """calcChain.xml without the entries of some sheets (by sheetId); None when no entry is left.

    An entry that does not name its sheet is of the same sheet as the one before it, so it goes or stays with that one.
    """
    pieces: list[bytes] = []
    at = kept = sheet = 0
    for entry in _ENTRY.finditer(chain):
        named = _SHEET.search(entry[1])
        sheet = int(named[1]) if named else sheet
        if sheet in gone:
            pieces.append(chain[at : entry.start()])
            at = entry.end()
        else:
            kept += 1
    return b"".join([*pieces, chain[at:]]) if kept else None


def reads(book: Book, parts: Iterable[str], titles: Collection[str]) -> bool:
    """Whether a formula in some sheets, or a name that is the user's, reads a sheet of one of the titles."""
    said = {escape(title.replace("'", "''")) for title in titles}
    own = {i for i, sheet in enumerate(book.sheets) if sheet.own}
    names = [n.text for n in book.names if n.number("localSheetId", -1) not in own]
    if any(
        title.replace("'", "''") + mark in name for name in names for title in titles for mark in ("!", "'!")
    ):
        return True
    words = [re.escape(title.encode()) for title in sorted(said)]
    formula = re.compile(rb"<(?:\w+:)?f[^<]*?(?:" + b"|".join(words) + rb")'?!")
    return any(_mentions(book.package.read(part), said, formula) for part in parts)


def _mentions(sheet: bytes, titles: Collection[str], formula: re.Pattern[bytes]) -> bool:
    """The quick look first: a title before an exclamation mark anywhere."""
    near = (title.encode() + mark for title in titles for mark in (b"!", b"'!"))
    return any(word in sheet for word in near) and formula.search(sheet) is not None
