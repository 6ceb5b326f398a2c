"""One cell to an amount, a date or an id: what people and banks write, and a code for what cannot be read."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from ticktie.domain.grid import Cell
from ticktie.domain.money import currency_of, currency_words
from ticktie.domain.text import clean, nfkc
from ticktie.domain.vocabulary import plain, words

EPOCH = dt.date(1899, 12, 30)  # day 0 of Excel's 1900 calendar for every date after 1900-02-28


@dataclass(frozen=True, slots=True)
class Amount:
    """value: the signed amount, None when `code` says why not. currency: ISO code when the cell names one.

    signed: the cell itself carries a sign (minus, brackets, 支出).
    """

    value: Decimal | None
    code: str = ""
    currency: str | None = None
    signed: bool = False


_MISSING = Amount(None, "amount_missing")
_BAD = Amount(None, "amount_unreadable")
_NUMBER = re.compile(r"(?:\d{1,3}(?:[,' ]\d{3})+|\d+)(?:\.\d*)?|\.\d+")
_TAIL = re.compile(r"\((支出|存入|收入|已退款[^)]*|大写[^)]*|含税)\)$")
_FOREIGN = tuple("美日港台欧韩加澳圆币")  # characters before 元 that make it another currency
_SCALES = (("亿元", 100_000_000), ("亿", 100_000_000), ("万元", 10_000), ("万", 10_000), ("千元", 1_000))


def blank(cell: Cell) -> bool:
    """The cell says nothing: empty, or one of the marks used for nothing (-, /, 无)."""
    if cell is None or cell == "":
        return True
    if not isinstance(cell, str) or cell[-1].isdigit():  # no mark of nothing ends in a digit; most ids do
        return False
    text = clean(cell)
    return text == "" or plain(text) in words("cells", "empty") or (len(text) > 2 and not text.strip("-—_ "))


def amount(cell: Cell) -> Amount:
    """The amount a cell means.

    Codes: amount_missing, amount_unreadable, amount_error (an Excel error value).
    """
    if isinstance(cell, float):
        # Excel keeps 15 digits; what a float shows beyond them is noise of its arithmetic.
        return Amount(Decimal(f"{cell:.15g}")) if abs(cell) < 1e15 else _BAD
    if isinstance(cell, bool):
        return _BAD
    if isinstance(cell, int):
        return Amount(Decimal(cell)) if abs(cell) < 10**15 else _BAD
    if isinstance(cell, str):
        return _amount_text(cell)
    return _MISSING if cell is None else _BAD


@lru_cache(maxsize=65536)
def _amount_text(raw: str) -> Amount:
    if blank(raw):
        return _MISSING
    text = nfkc(clean(raw)).replace("−", "-").replace("–", "-").replace("—", "-").upper().strip()
    if text.startswith("#"):
        return Amount(None, "amount_error")
    if _NUMBER.fullmatch(text):
        return Amount(Decimal(re.sub("[,' ]", "", text)))
    negative = signed = False
    if tail := _TAIL.search(text):
        if tail[1] in ("支出", "存入", "收入"):
            signed, negative = True, tail[1] == "支出"
        text = text[: tail.start()].strip()
    text, currency = _without_currency(text)
    if text.startswith("(") and text.endswith(")"):
        text, negative, signed = text[1:-1].strip(), True, True
        text, inner = _without_currency(text)
        currency = currency or inner
    if text.endswith("-"):
        text, negative, signed = text[:-1].strip(), not negative, True
    if text[:1] in "+-":
        negative, signed, text = negative != (text[:1] == "-"), True, text[1:].strip()
        text, inner = _without_currency(text)
        currency = currency or inner
    scale = 1
    for word, factor in _SCALES:
        if text.endswith(word):
            text, scale = text[: -len(word)].strip(), factor
            break
    if not _NUMBER.fullmatch(text):
        return _BAD
    try:
        value = Decimal(re.sub("[,' ]", "", text)) * scale
    except InvalidOperation:
        return _BAD
    return Amount(-value if negative else value, currency=currency, signed=signed)


def _without_currency(text: str) -> tuple[str, str | None]:
    for mark in ("元整", "圆整", "元", "圆", "圓"):
        if text.endswith(mark) and text[-1 - len(mark) : -len(mark)] not in _FOREIGN:
            text = text[: -len(mark)].strip()
            break
    for word in currency_words():
        if word.isdigit():  # ISO's numbers (156, 840) are only meant in a currency column
            continue
        if text.startswith(word) and not text[len(word) : len(word) + 1].isalpha():
            return text[len(word) :].strip().lstrip(":").strip(), currency_of(word)
        if text.endswith(word):
            return text[: -len(word)].strip(), currency_of(word)
    return text, None


@dataclass(frozen=True, slots=True)
class Day:
    """A date, with the time of day as text where the cell has one, or the code of what is wrong."""

    date: dt.date | None
    time: str = ""
    code: str = ""
    month_only: bool = False


_YMD = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*(?:日|号)?[T\s]*(.*)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})[T\s]*(\d{1,2}:?\d{2}:?\d{0,2}.*)?")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(?:份)?")
_ROC = re.compile(r"(?:民国|民國|ROC)?\s*(\d{2,3})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*(\d{1,2}:.*)?")
_LAST = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})[T\s]*(.*)")
_MD = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*(?:日|号)?(?:\s+(\d{1,2}:\d{2}.*))?")
_WEEKDAY = re.compile(
    r"[(,，]?\s*(?:(?:星期|礼拜|禮拜|周|週)[一二三四五六日天]|\b(?:MON|TUE|TUES|WED|WEDNES|THU|THUR|THURS|FRI|SAT|SATUR|SUN)(?:DAY)?\b\.?)\s*[),，]?"
)
_HAN_NUMBER = re.compile(r"[〇○零一二三四五六七八九十廿]+")
_HAN_DIGITS = {c: i for i, digits in enumerate(["〇○零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]) for c in digits}
_NAMED = re.compile(r"(?:(\d{1,2})[\s\-/.]*([A-Z]{3})[A-Z]*[\s\-/.,]*(\d{2,4})|([A-Z]{3})[A-Z]*[\s.\-]*(\d{1,2})[,\s]+(\d{4}))\s*(.*)")
_MONTHS = {m: i for i, m in enumerate(["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], 1)}
_SERIALS = range(25_569, 73_051)  # 1970-01-01 .. 2099-12-31


def day(cell: Cell, *, day_first: bool = True, year: int | None = None, roc: bool = False) -> Day:
    """The date a cell means.

    day_first: how 03/04/2026 is meant. year: the year of 6月30日 and 6/30. roc: three-digit years, and two-digit
    ones, are of the Republic (115 = 2026). Codes: date_missing, date_unreadable, date_impossible.
    """
    if isinstance(cell, dt.datetime):
        time = cell.time()
        return Day(cell.date(), "" if time == dt.time() else time.strftime("%H:%M:%S"))
    if isinstance(cell, dt.date):
        return Day(cell)
    if isinstance(cell, (dt.time, dt.timedelta, bool)):
        return Day(None, code="date_unreadable")
    if isinstance(cell, (int, float)):
        if int(cell) in _SERIALS:
            return Day(EPOCH + dt.timedelta(days=int(cell)))
        if cell == int(cell) and len(str(int(cell))) in (7, 8, 14):
            cell = str(int(cell))
        else:
            return Day(None, code="date_unreadable")
    return _day_text(cell or "", day_first, year, roc)


@lru_cache(maxsize=65536)
def _day_text(raw: str, day_first: bool, year: int | None, roc: bool) -> Day:
    if blank(raw):
        return Day(None, code="date_missing")
    text = _plain_day(nfkc(clean(raw)).upper().strip())
    if found := _YMD.fullmatch(text):
        return _made(found[1], found[2], found[3], found[4])
    if found := _COMPACT.fullmatch(text):
        return _made(found[1], found[2], found[3], found[4])
    if found := _MONTH.fullmatch(text):
        first = _made(found[1], found[2], "1")
        return Day(_month_end(first.date), month_only=True) if first.date else first
    if found := _LAST.fullmatch(text):
        one, two = (found[1], found[2]) if day_first else (found[2], found[1])
        return _made(found[3], two, one, found[4])
    if found := _ROC.fullmatch(text):
        if len(found[1]) == 3 or roc or "国" in text or "國" in text:
            return _made(str(int(found[1]) + 1911), found[2], found[3], found[4])
        return _made("20" + found[1], found[2], found[3], found[4])
    if re.fullmatch(r"\d{7}", text) and text[0] == "1":  # 1150630
        return _made(str(int(text[:3]) + 1911), text[3:5], text[5:])
    if found := _NAMED.fullmatch(text):
        d, m, y = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
        if m in _MONTHS:
            return _made(y if len(y) == 4 else "20" + y, str(_MONTHS[m]), d, found[7])
    if (found := _MD.fullmatch(text)) and year:
        return _made(str(year), found[1], found[2], found[3])
    if text.isdigit() and int(text) in _SERIALS:
        return Day(EPOCH + dt.timedelta(days=int(text)))
    return Day(None, code="date_unreadable")


def _plain_day(text: str) -> str:
    """The day without its weekday, its Chinese numerals as digits: 二〇二六年六月十三日 星期六 -> 2026年6月13日."""
    if not text.isascii() or "," in text or text[:1].isalpha() or text[-1:].isalpha():
        text = _WEEKDAY.sub(" ", text).strip()
    return _HAN_NUMBER.sub(_han_number, text) if "月" in text else text


def _han_number(found: re.Match[str]) -> str:
    tens, ten, ones = found[0].replace("廿", "二十").partition("十")
    digits = ["".join(str(_HAN_DIGITS[c]) for c in part if c in _HAN_DIGITS) for part in (tens, ones)]
    return (digits[0] or "1") + (digits[1] or "0") if ten else digits[0]


def _made(year: str, month: str, day_: str, time: str | None = "") -> Day:
    try:
        return Day(dt.date(int(year), int(month), int(day_)), (time or "").strip())
    except ValueError:
        return Day(None, code="date_impossible")


def _month_end(first: dt.date) -> dt.date:
    return (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return _month_end(dt.date(year, month, 1))


_LOST = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)


def _opening(text: str) -> bool:
    """A word such as 期初余额 where the number would stand."""
    return len(text) <= 16 and not any(c.isdigit() for c in text) and plain(text).startswith(tuple(words("totals", "opening")))


def ident(cell: Cell) -> tuple[str, str]:
    """An id as text, and `number_lost` when digits are gone (a number beyond 15 digits, 1.23E+19)."""
    if cell is None:
        return "", ""
    if isinstance(cell, str):
        text = nfkc(clean(cell)) if not cell.isascii() else clean(cell)
        if _LOST.fullmatch(text):
            return "", "number_lost"
        return ("" if blank(text) or _opening(text) else text), ""
    if isinstance(cell, float):
        if abs(cell) >= 1e15:
            return "", "number_lost"
        return (str(int(cell)) if cell == int(cell) else repr(cell)), ""
    if isinstance(cell, int):
        return str(cell), ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat(), ""
    return str(cell), ""


def text(cell: Cell) -> str:
    """What a cell says as text; "" for nothing and for the marks of nothing."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return "" if blank(cell) else clean(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return ident(cell)[0] if isinstance(cell, float) else str(cell)
