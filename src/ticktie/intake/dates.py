"""The dates of one sheet: which habit its dates follow, years written last, and days in columns of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ticktie.domain.grid import Cell
from ticktie.domain.text import clean, nfkc
from ticktie.intake import cells
from ticktie.intake.reading import Raw, Reader, cell_at


def _date_columns(reader: Reader) -> list[int]:
    columns = {c for role in ("date", "due") for c in reader.layout.roles.get(role, [])}
    return sorted(columns | {c for c, title in reader.table.columns.items() if any(f.endswith("_date") for f in title.fields)})


def date_habits(reader: Reader) -> None:
    """Whether 03/04/2026 is the 3rd or the 4th month, and whether years are of the Republic, from all dates of the sheet.

    Where no date of the sheet decides, another sheet of the book does; where none does the day stands first, and it is told.
    """
    columns = _date_columns(reader)
    first = second = 0
    either: tuple[int, int] | None = None
    for number in reader.table.numbers:
        row = reader.table.sheet.rows[number]
        for column in (c for c in columns if c < len(row)):
            cell = row[column]
            if not isinstance(cell, str):
                continue
            text = clean(cell)
            if found := re.match(r"(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{4}", text):
                one, two = int(found[1]), int(found[2])
                first, second = max(first, one), max(second, two)
                if either is None and one != two and one <= 12 and two <= 12:
                    either = number, column
            elif re.match(r"(?:民國|民国)?\s*1\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}", text):
                reader.roc = reader.out.roc = True
    if max(first, second) > 12:
        reader.day_first = reader.out.day_first = not (second > 12 >= first)
    elif either is not None:
        reader.out.day_open = True
        reader.day_first = reader.given.day_first is not False
        if reader.given.day_first is None:
            reader.problem("day_order_assumed", *either, "warning")


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


_DAY = re.compile(r"(\d{1,2})\s*[日号號]?")
_MONTH = re.compile(r"(?:(20\d\d)\s*[年./-]?\s*)?(?<!\d)(1[0-2]|0?[1-9])\s*月(?!\s*\d{1,2}\s*[日号號])")
_SHORT = re.compile(r"(\d\d)(0[1-9]|1[0-2])(\d\d)")
_FLOAT = re.compile(r"(\d{1,2})\.(\d{1,2})")
_MOST = 0.75  # share of a column's dates that must be of one short form


def short_dates(reader: Reader, raw: Raw) -> None:
    """Dates of which the whole column leaves something out: 5日 under a title that names the month, 260605, 6.13 as a number.

    Written out where nearly every filled cell of the column is made so; the others are told. 6.1 may be the 1st or the 10th and stays as it is.
    """
    for column in _date_columns(reader):
        cells_ = [row[column] for _, row in raw if column < len(row) and not cells.blank(row[column])]
        texts = [_digits(c) for c in cells_]
        if not cells_ or texts.count(None) > len(texts) * (1 - _MOST):
            continue
        for write in (_of_the_month(reader), _six_digits(reader.given.year, texts), _month_and_day(reader.given.year)):
            made = {t: write(t) for t in texts if t is not None} if write else {}
            if sum(bool(made.get(t)) for t in texts if t) >= _MOST * len(texts):
                _write_out(raw, column, made)
                break


def _write_out(raw: Raw, column: int, made: dict[str, str]) -> None:
    for _, row in raw:
        text = _digits(row[column]) if column < len(row) else None
        if text and made.get(text, text) not in ("", text):
            row[column] = made[text]


def _digits(cell: Cell) -> str | None:
    """The cell as text if it may be a short date; None for real dates and anything longer."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        text = f"{cell:.15g}"
    elif isinstance(cell, str):
        text = clean(cell)
    else:
        return None
    return text if len(text) <= 6 else None


def _named_month(reader: Reader) -> tuple[int, int] | None:
    """The one month that the sheet's name and titles name, with its year; None where they name several or none."""
    titles = [h.text for c, h in reader.table.columns.items() if c in (*_date_columns(reader), reader.layout.column("day"))]
    texts = [reader.table.sheet.title or reader.table.sheet.name, *reader.table.preamble, *titles]
    found = {(int(y) if y else reader.given.year, int(m)) for t in texts for y, m in _MONTH.findall(nfkc(t))}
    months = {(y, m) for y, m in found if y is not None}
    return months.pop() if len(months) == 1 else None


def _of_the_month(reader: Reader) -> Callable[[str], str] | None:
    named = _named_month(reader)
    if named is None:
        return None
    year, month = named
    return lambda t: f"{year}-{month}-{found[1]}" if (found := _DAY.fullmatch(t)) and 1 <= int(found[1]) <= 31 else ""


def _six_digits(year: int | None, texts: Sequence[str | None]) -> Callable[[str], str] | None:
    """yymmdd of the book's year or the one beside it."""
    found = [m for t in texts if t and (m := _SHORT.fullmatch(t))]
    years = {2000 + int(m[1]) for m in found}
    if not found or len(years) > 2 or (year is not None and any(abs(y - year) > 1 for y in years)):
        return None
    return lambda t: f"20{t[:2]}-{t[2:4]}-{t[4:]}" if _SHORT.fullmatch(t) else ""


def _month_and_day(year: int | None) -> Callable[[str], str] | None:
    """6.13 as 13 June; 6.1 is given back as it is, since the number 6.10 looks the same."""

    def written(text: str) -> str:
        found = _FLOAT.fullmatch(text)
        if not found or not 1 <= int(found[1]) <= 12 or int(found[2]) > 31:
            return ""
        return text if len(found[2]) == 1 and found[2] in "123" else f"{year}-{found[1]}-{found[2]}"

    return written if year is not None else None


def split_days(reader: Reader) -> None:
    """Dates written in two columns under a year (2026年 over 月 | 日), the month only where it changes; or days of the one month named."""
    month, day = reader.layout.column("month"), reader.layout.column("day")
    if reader.layout.column("date") is not None or day is None:
        return
    if month is None:
        _days_of_the_month(reader, day)
        return
    named = re.search(r"(20\d\d)", reader.table.columns[month].text + " ".join(reader.table.preamble))
    year, current = int(named[1]) if named else reader.given.year, ""
    for number in reader.table.numbers:
        row = reader.table.sheet.rows[number]
        current = cells.ident(row[month])[0] or current
        written = cells.ident(row[day])[0]
        if year and current and written:
            reader.split_days[number] = cells.day(f"{year}-{current.rstrip('月')}-{written.rstrip('日')}")


def _days_of_the_month(reader: Reader, day: int) -> None:
    named = _named_month(reader)
    for number in reader.table.numbers if named else ():
        written = cells.ident(cell_at(reader.table.sheet.rows[number], day))[0]
        if named and (found := _DAY.fullmatch(written)):
            reader.split_days[number] = cells.day(f"{named[0]}-{named[1]}-{found[1]}")
