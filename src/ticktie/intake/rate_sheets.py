"""Sheets of exchange rates: a list (day, currency, rate) or a matrix (day, then a column for each currency).

Rates quoted for a hundred units, as banks do, are taken for one: where the sheet says so, or where a pound or a dollar
would otherwise cost a hundred units and more.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from ticktie.domain.grid import Cell, Sheet, Source
from ticktie.domain.money import currency_of, currency_words
from ticktie.domain.problem import Problem
from ticktie.domain.rates import MAJOR
from ticktie.domain.vocabulary import plain, word_order, words
from ticktie.intake import cells

_SEARCHED = 20  # rows in which the titles are looked for
_PAIR = re.compile(r"^(?P<units>100)?(?P<one>[A-Z]{3})[/兑](?P<other>[A-Z]{3})$")
_MONTH = re.compile(r"^(20\d\d)[-./年]?(1[0-2]|0?[1-9])月?$")
_EPOCH = dt.date(1970, 1, 1)


@dataclass
class RateSheet:
    """quotes: (currency, day since 1970-01-01 or None, base currency for one unit, 0-based row and column of the cell)."""

    header_row: int
    quotes: list[tuple[str, int | None, Fraction, int, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Titles:
    """Columns of a rate sheet: of the day, of the currency and its rate, or of each currency with units and direction."""

    row: int
    day: int | None
    currency: int | None = None
    rate: int | None = None
    each: tuple[tuple[int, str, int, bool], ...] = ()


def read_rates(sheet: Sheet, base: str, year: int | None = None) -> RateSheet | None:
    """The rates of a sheet; None where it is none. Cells that cannot be read, and two rates of one day, are problems."""
    titles = next((t for row in range(min(_SEARCHED, len(sheet.rows))) if (t := _titles(sheet, row, base))), None)
    if titles is None:
        return None
    found = RateSheet(titles.row + 1)
    for number in range(titles.row + 1, len(sheet.rows)):
        _read_row(sheet, titles, number, base, year, found)
    if not found.quotes and not found.problems:
        return None
    _for_one(sheet, base, found)
    _agree(sheet, found)
    return found


def _titles(sheet: Sheet, number: int, base: str) -> _Titles | None:
    texts = {c: plain(cell) for c, cell in enumerate(sheet.rows[number]) if isinstance(cell, str) and cell.strip()}
    day = next((c for c, t in texts.items() if t in words("rates", "day")), None)
    currency = next((c for c, t in texts.items() if t in words("rates", "currency")), None)
    rate = next((c for w in word_order("rates", "rate") for c, t in texts.items() if t == w), None)
    if currency is not None and rate is not None:
        strange = [t for c, t in texts.items() if c not in (day, currency, rate) and t not in words("rates", "beside")]
        return None if strange else _Titles(number, day, currency, rate)
    each = tuple((c, *pair) for c, t in texts.items() if (pair := _pair(t, base)))
    beside = sum(c != day and t in words("rates", "beside") for c, t in texts.items())
    if day is None or not each or len(each) + beside + 1 < len(texts) or not _speaks_of_rates(sheet, number):
        return None
    return _Titles(number, day, each=each)


def _speaks_of_rates(sheet: Sheet, number: int) -> bool:
    said = [plain(sheet.title or sheet.name), *(plain(c) for row in sheet.rows[: number + 1] for c in row if isinstance(c, str))]
    return any(w in text for text in said for w in words("rates", "said")) or any(_PAIR.match(t) for t in said)


def _pair(title: str, base: str) -> tuple[str, int, bool] | None:
    """Currency, units and whether the rate is the other way round, of a title: 美元, USD/CNY, 100日元, CNY/THB, 美元汇率."""
    bare = re.sub(r"(?:汇率|中间价|牌价|买入价|RATE)|[(（].*?[)）]", "", title)
    if told := _PAIR.match(_with_codes(bare)):
        if told["other"] == base:
            return told["one"], int(told["units"] or 1), False
        return (told["other"], 1, True) if told["one"] == base else None
    units = 100 if bare.startswith("100") else 1
    code = currency_of(bare.removeprefix("100"))
    return (code, units, False) if code and code != base else None


def _with_codes(text: str) -> str:
    """The same with words of currencies as ISO codes: 美元兑人民币 -> USD/CNY."""
    for word in currency_words():
        if len(word) > 1 and plain(word) in text:
            text = text.replace(plain(word), currency_of(word) or word)
    return text.replace("兑", "/").replace("对", "/")


def _read_row(sheet: Sheet, titles: _Titles, number: int, base: str, year: int | None, found: RateSheet) -> None:
    row = sheet.rows[number]
    day = _day(row[titles.day], year) if titles.day is not None else None
    if titles.currency is not None and titles.rate is not None:
        code = currency_of(cells.text(row[titles.currency])) or _code(cells.text(row[titles.currency]))
        if code and code != base:
            _read_cell(sheet, titles, number, titles.rate, (code, 1, False), day, found)
        return
    if day is None:  # notes and blank rows below a matrix
        return
    for column, *pair in titles.each:
        if not cells.blank(row[column]):
            _read_cell(sheet, titles, number, column, (pair[0], pair[1], pair[2]), day, found)  # type: ignore[arg-type]


def _read_cell(
    sheet: Sheet, titles: _Titles, number: int, column: int, pair: tuple[str, int, bool], day: int | None, found: RateSheet
) -> None:
    cell = sheet.rows[number][column]
    value, (code, units, inverse) = cells.amount(cell).value, pair
    if titles.day is not None and day is None:
        shown = sheet.rows[number][titles.day]
        found.problems.append(Problem("rate_unreadable", Source(sheet.name, number + 1, titles.day), {"value": "" if shown is None else str(shown)}, "warning"))
    elif value is None or value <= 0:
        found.problems.append(Problem("rate_unreadable", Source(sheet.name, number + 1, column), {"value": "" if cell is None else str(cell)}, "warning"))
    else:
        rate = Fraction(value) / units
        found.quotes.append((code, day, 1 / rate if inverse else rate, number, column))


def _code(text: str) -> str | None:
    return text.upper() if re.fullmatch(r"[A-Za-z]{3}", text) else None


def _day(cell: Cell, year: int | None) -> int | None:
    """A day, or the first of a month, since 1970-01-01."""
    if isinstance(cell, str) and (told := _MONTH.match(plain(cell))):
        return (dt.date(int(told[1]), int(told[2]), 1) - _EPOCH).days
    read = cells.day(cell, year=year)
    return (read.date - _EPOCH).days if read.date else None


def _for_one(sheet: Sheet, base: str, found: RateSheet) -> None:
    """Divide by a hundred what is quoted for a hundred units."""
    texts = [sheet.title or sheet.name, *(c for row in sheet.rows for c in row if isinstance(c, str))]
    told = any(w in plain(t) for t in texts for w in words("rates", "hundred"))
    dear = any(code in MAJOR and rate >= 100 for code, _, rate, _, _ in found.quotes)
    if base not in ("JPY", "KRW", "VND", "IDR") and (told or dear):
        found.quotes = [(code, day, rate / 100, number, column) for code, day, rate, number, column in found.quotes]


def _agree(sheet: Sheet, found: RateSheet) -> None:
    """Two rates of one currency and day are told, and neither is used."""
    rates: dict[tuple[str, int | None], set[Fraction]] = {}
    for code, day, rate, _, _ in found.quotes:
        rates.setdefault((code, day), set()).add(rate)
    several = {at for at, told in rates.items() if len(told) > 1}
    found.problems += _differing(sheet, found, several)
    found.quotes = [q for q in found.quotes if q[:2] not in several]


def _differing(sheet: Sheet, found: RateSheet, several: set[tuple[str, int | None]]) -> Iterator[Problem]:
    for code, day, _, number, column in found.quotes:
        if (code, day) in several:
            facts = {"value": str(sheet.rows[number][column]), "currency": code}
            yield Problem("rates_differ", Source(sheet.name, number + 1, column), facts, "warning")
