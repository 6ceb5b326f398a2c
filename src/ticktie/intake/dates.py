"""The dates of one sheet: which habit its dates follow, years written last, and days in columns of their own."""

from __future__ import annotations

import re

from ticktie.domain.text import clean
from ticktie.intake import cells
from ticktie.intake.reading import Raw, Reader


def _date_columns(reader: Reader) -> list[int]:
    columns = {c for role in ("date", "due") for c in reader.layout.roles.get(role, [])}
    return sorted(columns | {c for c, title in reader.table.columns.items() if any(f.endswith("_date") for f in title.fields)})


def date_habits(reader: Reader) -> None:
    """Whether 03/04/2026 is the 3rd or the 4th month, and whether years are of the Republic, from all dates of the sheet."""
    columns = _date_columns(reader)
    first = second = 0
    for number in reader.table.numbers:
        row = reader.table.sheet.rows[number]
        for cell in (row[c] for c in columns if c < len(row)):
            if not isinstance(cell, str):
                continue
            text = clean(cell)
            if found := re.match(r"(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{4}", text):
                first, second = max(first, int(found[1])), max(second, int(found[2]))
            elif re.match(r"(?:民國|民国)?\s*1\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}", text):
                reader.roc = reader.out.roc = True
    reader.day_first = not (second > 12 >= first)


_YEARS_OF_A_SHEET = 5
_SHORT_YEAR = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{2})(?!\d)(.*)")


def long_years(reader: Reader, raw: Raw) -> None:
    """06/13/26: where the year stands last, it is written out; month first, unless only the day can stand there."""
    if reader.roc:
        return
    columns = _date_columns(reader)
    found = {(i, c): m for i, (_, row) in enumerate(raw) for c in columns if c < len(row)
             and isinstance(cell := row[c], str) and (m := _SHORT_YEAR.fullmatch(clean(cell)))}  # fmt: skip
    firsts, seconds, thirds = ([int(m[k]) for m in found.values()] for k in (1, 3, 4))
    if not found or not _year_last(firsts, thirds, reader.given.year):
        return
    day_first = max(firsts) > 12 >= max(seconds)
    for (i, c), m in found.items():
        one, two = (m[1], m[3]) if day_first else (m[3], m[1])
        raw[i][1][c] = f"20{m[4]}-{two}-{one}{m[5]}"


def _year_last(firsts: list[int], thirds: list[int], year: int | None) -> bool:
    """The last of three short numbers is the year: it hardly changes, and the first can be none."""
    if max(thirds) - min(thirds) > 1:
        return False
    if year is not None:
        near = range(year % 100 - 1, year % 100 + 2)
        return all(n in near for n in thirds) and not all(n in near for n in firsts)
    return min(thirds) > 12 and (max(firsts) <= 12 or max(firsts) - min(firsts) > _YEARS_OF_A_SHEET)


def split_days(reader: Reader) -> None:
    """Dates written in two columns under a year (2026年 over 月 | 日), the month only where it changes."""
    month, day = reader.layout.column("month"), reader.layout.column("day")
    if reader.layout.column("date") is not None or month is None or day is None:
        return
    named = re.search(r"(20\d\d)", reader.table.columns[month].text + " ".join(reader.table.preamble))
    year, current = int(named[1]) if named else reader.given.year, ""
    for number in reader.table.numbers:
        row = reader.table.sheet.rows[number]
        current = cells.ident(row[month])[0] or current
        written = cells.ident(row[day])[0]
        if year and current and written:
            reader.split_days[number] = cells.day(f"{year}-{current.rstrip('月')}-{written.rstrip('日')}")
