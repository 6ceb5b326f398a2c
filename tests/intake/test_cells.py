"""One cell to an amount, a date or an id."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.notation import table
from ticktie.intake import cells

AMOUNTS = """
case                      | cell               | value
plain                     | 1200               | 1200
separators                | 1,234.50           | 1234.50
yen sign                  | ¥1,234.50          | 1234.50
full-width yen            | ￥28.16             | 28.16
full width                | １，２３４．５０       | 1234.50
brackets                  | (100.00)           | -100.00
minus behind              | 100.00-            | -100.00
plus                      | +267.10            | 267.10
minus                     | -2,600.00          | -2600.00
yuan                      | 1,200.00元          | 1200.00
wan                       | 1.2万               | 12000.0
code in front             | CNY 123.18         | 123.18
code without blank        | CNY13.50           | 13.50
apostrophe                | '1200              | 1200
backtick                  | `1200.00           | 1200.00
formula text              | ="1200"            | 1200
a code's number is money   | 840.00             | 840.00
so is China's             | 156                | 156
said to be out            | 88.00(支出)          | -88.00
said to be in             | 88.00(存入)          | 88.00
partly refunded           | 131.77(已退款89.84)  | 131.77
tab behind                | 12.5\t             | 12.5
dollar                    | US$1,200           | 1200
letters in it             | 3OO.00             | amount_unreadable
waiting                   | 待定                | amount_unreadable
percent                   | 15.0%              | amount_unreadable
two points                | 1.200.00           | amount_unreadable
groups of two             | 12,34              | amount_unreadable
nothing                   | -                  | amount_missing
slash                     | /                  | amount_missing
dashes                    | -----              | amount_missing
error                     | #N/A               | amount_error
"""


@pytest.mark.parametrize(("cell", "value"), table(AMOUNTS))
def test_amount(cell, value):
    found = cells.amount(cell.replace("\\t", "\t"))
    assert (found.code or str(found.value)) == value


def test_amounts_that_are_numbers():
    assert cells.amount(0.1 + 0.2).value == Decimal("0.3")
    assert cells.amount(62000.005).value == Decimal("62000.005")
    assert cells.amount(1e17).code == "amount_unreadable"
    assert cells.amount(True).code == "amount_unreadable"
    assert cells.amount(None).code == "amount_missing"


def test_currency_of_a_cell():
    assert [cells.amount(c).currency for c in ("US$5", "HK$5", "5 USD", "NT$5", "5美元", "5元")] == ["USD", "HKD", "USD", "TWD", "USD", None]


DATES = """
case                 | cell                  | date
iso                  | 2026-06-30            | 2026-06-30
slashes              | 2026/6/30             | 2026-06-30
points               | 2026.6.30             | 2026-06-30
compact              | 20260630              | 2026-06-30
compact with time    | 20260630 17:07:09     | 2026-06-30
Chinese              | 2026年6月30日          | 2026-06-30
two blanks           | 2025/12/03  14:06:51  | 2025-12-03
month only           | 2026年6月              | 2026-06-30
Republic             | 115/06/30             | 2026-06-30
Republic in words    | 民國115年6月30日        | 2026-06-30
Republic compact     | 1150630               | 2026-06-30
day first            | 30/06/2026            | 2026-06-30
day first unclear    | 03/04/2026            | 2026-04-03
English              | 30 Jun 2026           | 2026-06-30
English short year   | 30-Jun-26             | 2026-06-30
American             | Jun 30, 2026          | 2026-06-30
without a year       | 6月30日                | 2026-06-30
serial as text       | 46203                 | 2026-06-30
bracket protection   | ="2026-06-30"         | 2026-06-30
full numerals        | 二〇二六年六月三十日     | 2026-06-30
numerals with a zero | 二零二六年十二月三日     | 2026-12-03
numerals, tens       | 二○二六年十月二十日      | 2026-10-20
numerals, no year    | 六月十三日              | 2026-06-13
numerals, twenty     | 十月廿一日              | 2026-10-21
weekday behind       | 2026-06-30 星期二       | 2026-06-30
weekday before       | 星期二 2026-06-30       | 2026-06-30
weekday in brackets  | 2026年6月30日(周二)     | 2026-06-30
weekday, then time   | 2026-06-30 週二 09:12   | 2026-06-30
weekday of numerals  | 二〇二六年六月三十日星期二 | 2026-06-30
English weekday      | Tuesday, June 30, 2026 | 2026-06-30
English month        | June 30, 2026         | 2026-06-30
short weekday        | Tue 30 Jun 2026       | 2026-06-30
weekday at the end   | 06/30/2026 Tue        | date_impossible
fourteen digits      | 20260630090000        | 2026-06-30
no year, with time   | 06-30 09:12           | 2026-06-30
no year, with words  | 6月30日 09:12:30       | 2026-06-30
impossible           | 2026-02-30            | date_impossible
impossible numerals  | 二〇二六年二月三十日     | date_impossible
week alone           | 周六                   | date_unreadable
six digits           | 260613                | date_unreadable
nonsense             | 下周                   | date_unreadable
nothing              | /                     | date_missing
"""


@pytest.mark.parametrize(("cell", "date"), table(DATES))
def test_day(cell, date):
    found = cells.day(cell, year=2026)
    assert (found.code or found.date.isoformat()) == date


def test_days_that_are_no_text():
    assert cells.day(46203.0).date == dt.date(2026, 6, 30)
    assert cells.day(20260630).date == dt.date(2026, 6, 30)
    assert cells.day(20260630170709.0) == cells.Day(dt.date(2026, 6, 30), "170709")
    assert cells.day(6.13, year=2026).code == "date_unreadable"
    assert cells.day("06-30 09:12", year=2026).time == "09:12"
    assert cells.day(dt.datetime(2026, 6, 30, 17, 7, 9)).time == "17:07:09"
    assert cells.day("03/04/2026", day_first=False).date == dt.date(2026, 3, 4)
    assert cells.day(3.0).code == "date_unreadable"


@pytest.mark.parametrize(("cell", "found"), [
    ("SO1\t", ("SO1", "")), ('="0012"', ("0012", "")), (202606010001.0, ("202606010001", "")), (1.23457e19, ("", "number_lost")),
    ("1.23457E+19", ("", "number_lost")), (12.5, ("12.5", "")), ("-", ("", "")), (None, ("", "")), ("`123", ("123", "")),
    ("期初余额", ("", "")), ("Opening balance", ("", "")), ("期初2026", ("期初2026", "")),
])  # fmt: skip
def test_ident(cell, found):
    assert cells.ident(cell) == found
