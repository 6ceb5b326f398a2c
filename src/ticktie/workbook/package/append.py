"""Rows that go on in a sheet that is there: only the end of its rows changes, and what tells how far they go.

Notes, colours, formulas, widths, filters and the order that a person gave the rows stay as they are. A new cell takes the
style that most cells of its column have. Formulas elsewhere that read the sheet are calculated when Excel opens the file.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ticktie.domain.grid import column_letter
from ticktie.workbook import cells
from ticktie.workbook.package import calculation, listing
from ticktie.workbook.package.archive import open_zip, replacing
from ticktie.workbook.package.book import IMPORT, Book
from ticktie.workbook.package.join import Changes, write_package
from ticktie.workbook.package.parts import Package
from ticktie.workbook.package.xml_spans import Edits

Row = Mapping[int, Any]  # 0-based column -> value

_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^>]*?(/?)>")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br=["'](\d+)["'][^>]*>""")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)/?>")
_REF = re.compile(rb"""\br=["']([A-Z]+)(\d+)["']""")
_STYLE = re.compile(rb"""\bs=["'](\d+)["']""")
_AREA = re.compile(rb"""(<(?:\w+:)?(?:dimension|autoFilter)\b[^>]*?\bref=["'][A-Z]+\d+(?::[A-Z]+)?)(\d*)(?=["'])""")
_EMPTY_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br=["'](\d+)["'][^>]*?(?:/>|>.*?</(?:\w+:)?row>)""", re.DOTALL)
_TAG = re.compile(r"<(/?)(?=[a-z])")
_ROWS_LOOKED_AT = 200


def append_rows(user: Path, out: Path, rows: Mapping[str, tuple[int, Sequence[Row]]]) -> None:
    """Write to `out` the user's workbook with rows put below the last one of some sheets. `out` may be `user`.

    rows: title of a sheet -> its 1-based heading row and the new rows. Raises PackageError, OSError; `out` is then as it was.
    """
    with replacing(Path(out), like=Path(user)) as file, open_zip(Path(user)) as theirs:
        write_package(file, theirs, Path(user), _changes(Book(Package(theirs), IMPORT), rows))


def _changes(book: Book, rows: Mapping[str, tuple[int, Sequence[Row]]]) -> Changes:
    package, changes = book.package, Changes()
    edits = Edits(book.data)
    grown = {title: (heading, more) for title, (heading, more) in rows.items() if more}
    for place, sheet in enumerate(book.sheets):
        if sheet.title not in grown:
            continue
        part = str(sheet.relation.part)
        data, last = _appended(package.read(part), *grown[sheet.title], book.date1904)
        changes.replaced[str(package.name(part))] = data
        for name in book.names:
            if name.attributes.get("name") == "_xlnm._FilterDatabase" and name.number("localSheetId", -1) == place:
                edits.replace(name.opened, name.closing, re.sub(r"\d+$", str(last), name.text))
    kept = [s.relation for s in book.sheets if s.relation.kind == "worksheet"]
    if grown and calculation.reads(book, (r.part for r in kept if r.part and package.name(r.part)), set(grown)):
        listing.mark_for_calculation(edits, book)
    if (changed := edits.result()) != book.data:
        changes.replaced[str(package.name(book.part))] = changed
    return changes


def _appended(data: bytes, heading: int, rows: Sequence[Row], date1904: bool) -> tuple[bytes, int]:
    """The sheet with the rows, and the 1-based number of its last one."""
    found = _DATA.search(data)
    if found is None:
        raise RuntimeError("a sheet without a place for rows")
    prefix = found[1].decode()
    if found[2]:
        head, inside, tail = data[: found.start()] + f"<{prefix}sheetData>".encode(), b"", f"</{prefix}sheetData>".encode() + data[found.end() :]
    else:
        end = data.rfind(f"</{prefix}sheetData>".encode())
        head, inside, tail = data[: found.end()], data[found.end() : end], data[end:]
    written = inside.rfind(f"</{prefix}c>".encode())
    cut = inside.find(f"</{prefix}row>".encode(), max(written, 0)) + len(f"</{prefix}row>") if written >= 0 else 0
    old = max((int(m[1]) for m in _ROW.finditer(inside, max(inside.rfind(b"row ", 0, cut) - 1 - len(prefix), 0), cut)), default=0)
    styles = _usual_styles(inside[:cut], heading)
    made = "".join(_row(old + n, row, styles, date1904) for n, row in enumerate(rows, 1))
    last = old + len(rows)
    below = b"".join(m[0] for m in _EMPTY_ROW.finditer(inside, cut) if int(m[1]) > last)
    new = (_TAG.sub(rf"<\1{prefix}", made) if prefix else made).encode()
    return _to(head, old, last) + inside[:cut] + new + below + _to(tail, old, last), last


def _to(data: bytes, old: int, last: int) -> bytes:
    """The areas that ended at the last row end at the new one."""
    return _AREA.sub(lambda m: m[1] + (str(last).encode() if m[2] and int(m[2]) >= old else m[2]), data)


def _usual_styles(rows: bytes, heading: int) -> dict[str, int]:
    """Column -> the style that most of its cells below the heading have."""
    seen: dict[str, Counter[int]] = defaultdict(Counter)
    for cell in _CELL.finditer(rows):
        ref, style = _REF.search(cell[1]), _STYLE.search(cell[1])
        if ref is None or int(ref[2]) <= heading:
            continue
        if int(ref[2]) > heading + _ROWS_LOOKED_AT:
            break
        seen[ref[1].decode()][int(style[1]) if style else 0] += 1
    return {letters: counted.most_common(1)[0][0] for letters, counted in seen.items()}


def _row(number: int, row: Row, styles: Mapping[str, int], date1904: bool) -> str:
    parts = []
    for column in sorted(row):
        letters = column_letter(column)
        parts.append(cells.anything(f"{letters}{number}", styles.get(letters, 0), row[column], date1904))
    return f'<row r="{number}">{"".join(parts)}</row>'
