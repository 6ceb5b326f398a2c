"""QIF: letters at the beginnings of lines, `^` behind each entry. It names no currency and no serial, and its days may be read two ways.

There is no kept library for it; the form has no more to it than this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ticktie.formats.statement import Entry, FormatError, Statement

_TYPE = re.compile(r"^!Type:\s*(Bank|Cash|CCard|Oth A|Oth L)\s*$", re.IGNORECASE | re.MULTILINE)
_DAY = re.compile(r"(\d{1,4})[/.\-' ]+(\d{1,2})[/.\-' ]+(\d{1,4})$")


def is_qif(text: str) -> bool:
    """The text says its type as such files do."""
    return bool(_TYPE.search(text[:4000]))


def statements(text: str) -> Iterator[tuple[str, Statement]]:
    """The one statement of the file. Raises FormatError for a list of another kind, and for days that can be read two ways."""
    made = Statement()
    records: list[dict[str, str]] = []
    record: dict[str, str] = {}
    heading, counts = "", True
    for line in text.splitlines():
        mark, value = line[:1].upper(), line[1:].strip()
        if mark == "!":
            heading = value.lower()
            counts = bool(_TYPE.match(line.strip()))
            record = {}
        elif mark == "^":
            if heading == "account":
                made.account = record.get("N", made.account)
            elif counts and record:
                records.append(record)
            record = {}
        elif mark and mark not in ("S", "E", "$", "%"):  # parts of a split: their sum is the entry
            record[mark] = f"{record[mark]} {value}" if mark == "A" and mark in record else value
    if record and counts and heading != "account":
        raise FormatError("^")
    day_first = _day_first([r.get("D", "") for r in records])
    for one in records:
        made.entries.append(Entry(
            _iso(one.get("D", ""), day_first), one.get("T") or one.get("U", ""), "", "", one.get("P", ""), "", one.get("M", ""), "",
            "" if one.get("N", "").isalpha() else one.get("N", ""), one.get("L", ""),
        ))  # fmt: skip
    yield "QIF", made


def _day_first(days: list[str]) -> bool:
    """Whether the day stands before the month, as a day beyond the 12th shows. Raises FormatError where none does."""
    found = [m for d in days if (m := _DAY.match(d)) and len(m[1]) < 4]
    first, second = any(int(m[1]) > 12 for m in found), any(int(m[2]) > 12 for m in found)
    if (found and first == second) and any(m[1] != m[2] for m in found):
        raise FormatError(f"D {found[0][0]}: dd/mm, mm/dd")
    return first


def _iso(text: str, day_first: bool) -> str:
    found = _DAY.match(text)
    if found is None:
        return text
    if len(found[1]) == 4:
        return f"{found[1]}-{found[2]}-{found[3]}"
    day, month = (found[1], found[2]) if day_first else (found[2], found[1])
    year = found[3] if len(found[3]) == 4 else f"{'19' if int(found[3]) >= 70 and chr(39) not in text else '20'}{found[3].zfill(2)}"
    return f"{year}-{month}-{day}"
