"""When something is due: a date and terms as people write them. Terms that can be meant in two ways are not read.

    n/30, 2/10 n/30, net 30, 30天      days after the date
    3个月                               the same day that many months later, at most the month's last
    月结, EOM                           the end of the month
    月结30天, net 30 EOM                that many days after the end of the month
    次月底 / 次月10日, 10th prox        in the next month: its end / that day, at most its last
    货到付款, COD, 现结                  the date itself
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from functools import cache, lru_cache

from ticktie.domain.vocabulary import plain, word_order, words

Due = Callable[[dt.date], dt.date]
MOST_DAYS = 3660
_TENS = re.compile(r"([一二三四五六七八九两]?)十([一二三四五六七八九]?)")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_NOISE = re.compile(r"[,、;。:_()\[\]【】内后前-]|\.(?!\d)")


def due_date(date: dt.date, terms: str) -> dt.date | None:
    """None for terms that are not understood."""
    due = _due(_form(terms))
    try:
        return due(date) if due else None
    except (OverflowError, ValueError):  # beyond the calendar
        return None


def _form(terms: str) -> str:
    """The terms as they are compared: no blanks or points, Chinese numerals up to 99 as digits."""
    text = _TENS.sub(lambda m: str(_DIGITS.get(m[1], 1) * 10 + _DIGITS.get(m[2], 0)), _NOISE.sub("", plain(terms)))
    return re.sub("[零一二三四五六七八九两](?=天|日|号|个月)", lambda m: str(_DIGITS[m[0]]), text)


@lru_cache(maxsize=4096)
def _due(text: str) -> Due | None:
    if text in words("terms", "at_once"):
        return lambda date: date
    if text in words("terms", "month_end"):
        return month_end
    for pattern, made in _patterns():
        if found := pattern.fullmatch(text):
            number = int(next((g for g in found.groups() if g), 0))
            return made(number) if number <= MOST_DAYS else None
    return None


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Callable[[int], Due | None]], ...]:
    names = ("day", "net", "after_month_end", "next_month", "months", "day_of_month", "its_end", "following", "tail")
    word = {name: f"(?:{'|'.join(map(re.escape, word_order('terms', name)))})" for name in names}
    discount = rf"\d+(?:\.\d+)?%?/\d+{word['day']}?"
    days = rf"(?:(?:{discount})?{word['net']})?(\d+){word['day']}?"
    told: tuple[tuple[str, Callable[[int], Due | None]], ...] = (
        (f"{days}{word['tail']}?", _after),
        (rf"{days}{word['after_month_end']}|{word['after_month_end']}{word['net']}?\+?(\d+){word['day']}?{word['tail']}?", _after_month),
        (rf"{word['net']}?(\d+){word['months']}{word['tail']}?", _months),
        (rf"{word['next_month']}(\d+){word['day_of_month']}{word['tail']}?|(\d+)(?:ST|ND|RD|TH)?{word['following']}", _next),
        (f"{word['next_month']}{word['its_end']}{word['tail']}?", lambda _: _next(31)),
    )
    return tuple((re.compile(pattern), made) for pattern, made in told)


def month_end(date: dt.date) -> dt.date:
    """The last day of the date's month."""
    return date.replace(day=calendar.monthrange(date.year, date.month)[1])


def _after(days: int) -> Due:
    return lambda date: date + dt.timedelta(days=days)


def _after_month(days: int) -> Due:
    return lambda date: month_end(date) + dt.timedelta(days=days)


def _months(count: int) -> Due:
    return lambda date: _day_of(date, count, date.day)


def _next(day: int) -> Due | None:
    return (lambda date: _day_of(date, 1, day)) if 1 <= day <= 31 else None


def _day_of(date: dt.date, months: int, day: int) -> dt.date:
    """A day of the month that comes that many months later, at most its last."""
    years, month = divmod(date.month - 1 + months, 12)
    year = date.year + years
    return dt.date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))
