"""The cut-off day of a run: given, else named by the book, else the month with most payments; never the clock."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ticktie.domain.text import nfkc
from ticktie.intake.cells import day, month_end

_MONTH = re.compile(r"(20\d\d)\s*[年./-]\s*(1[0-2]|0?[1-9])\s*月(?!\s*\d{1,2}\s*日)")
_CUT = re.compile(r"截[止至]\s*(?:日期|时间|到)?\s*[:：]?\s*(20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2})")
_ENGLISH = re.compile(r"\b(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*\.?\s+(20\d\d)\b")
LEAST = 0.2  # share of the payments that must lie before the end of a month that a title names
_YEAR = re.compile(r"(20\d\d)\s*年")
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]


def cut_off(given: dt.date | None, texts: Iterable[str], payments: Sequence[dt.date], charges: Sequence[dt.date]) -> dt.date:
    """The as-of day.

    texts: sheet names and titles. A month that the texts name holds only if some of the payments lie before its end:
    a title left over from last month must not set a whole month's money aside.
    """
    if given:
        return given
    days = list(payments) or list(charges)
    named = [d for t in texts for d in _named(nfkc(t))]
    for candidate in sorted(set(named), reverse=True):
        if not days or sum(d <= candidate for d in days) >= len(days) * LEAST:
            return candidate
    if not days:
        return dt.date(1970, 1, 31)
    months = Counter((d.year, d.month) for d in days)
    year, month = max(months, key=lambda m: (months[m], m))
    return month_end(year, month)


def _named(text: str) -> list[dt.date]:
    found = [month_end(int(y), int(m)) for y, m in _MONTH.findall(text)]
    found += [month_end(int(y), _MONTHS.index(m) + 1) for m, y in _ENGLISH.findall(text.upper())]
    found += [d for c in _CUT.findall(text) if (d := day(c).date)]
    return found


def year_of(texts: Iterable[str], dates: Iterable[object]) -> int | None:
    """The year that dates without one belong to: the year most often in real dates, else the one titles name."""
    years = Counter(d.year for d in dates if isinstance(d, dt.date) and 1990 < d.year < 2100)
    if years:
        return years.most_common(1)[0][0]
    named = Counter(int(y) for t in texts for y in _YEAR.findall(nfkc(t)))
    return named.most_common(1)[0][0] if named else None
