"""Rates by day, rates written by hand, and conversions that lose nothing."""

from fractions import Fraction

import pytest

from tests.notation import table
from ticktie.domain.rates import Rates, convert, for_one, half_up, read_fixed, shown

FIXED = """
case                 | text                    | rates
one                  | USD=7.10                | USD=71/10
several              | USD=7.1, hkd = 0.918    | USD=71/10 HKD=459/500
for a hundred        | 100JPY=4.85             | JPY=97/2000
Chinese signs        | USD 7；EUR=8            | USD=7 EUR=8
none                 |                         |
"""


@pytest.mark.parametrize(("text", "rates"), table(FIXED))
def test_rates_written_by_hand(text, rates):
    assert read_fixed(text) == {c: Fraction(r) for c, r in (part.split("=") for part in rates.split())}


@pytest.mark.parametrize("text", ["USD", "7.1", "USD=", "USD=-7", "USD=0", "US=7", "0JPY=4", "USD=7=8"])
def test_what_is_no_rate_is_refused(text):
    with pytest.raises(ValueError, match=text[:1]):
        read_fixed(text)


DAYS = """
case                       | currency | day   | rate
the day itself             | USD      | 100   | 7
until the next             | USD      | 109   | 7
the next                   | USD      | 110   | 8
a month at most            | USD      | 141   | 8
older than that            | USD      | 142   | None
before the first           | USD      | 99    | None
its own                    | CNY      | 5     | 1
for any day                | HKD      | 5     | 9/10
dated before fixed         | EUR      | 100   | 8
fixed where none is dated  | EUR      | 99    | 10
unknown                    | CHF      | 100   | None
"""


@pytest.mark.parametrize(("currency", "day", "rate"), table(DAYS))
def test_the_rate_of_a_day(currency, day, rate):
    quotes = [("USD", 110, Fraction(8)), ("USD", 100, Fraction(7)), ("EUR", 100, Fraction(8)), ("HKD", None, Fraction("0.9"))]
    assert Rates.of("CNY", quotes, "EUR=10").on(currency, int(day)) == (None if rate == "None" else Fraction(rate))


def test_a_rule_comes_before_a_sheet_without_days():
    assert Rates.of("CNY", [("HKD", None, Fraction("0.9"))], "HKD=0.8").on("HKD", 1) == Fraction("0.8")


def test_conversions_know_the_places_of_currencies():
    assert convert(100_000, "JPY", "CNY", Fraction("0.0485")) == 485_000
    assert convert(485_000, "CNY", "JPY", 1 / Fraction("0.0485")) == 100_000


@pytest.mark.parametrize(("value", "whole"), [("1/2", 1), ("-1/2", -1), ("3/2", 2), ("149/100", 1), ("-149/100", -1), ("-3/2", -2), ("0", 0)])
def test_halves_go_away_from_zero(value, whole):
    assert half_up(Fraction(value)) == whole


@pytest.mark.parametrize(("rate", "text"), [("71/10", "7.1"), ("7", "7"), ("1/3", "0.3333333333"), ("100", "100")])
def test_a_rate_as_people_write_it(rate, text):
    assert shown(Fraction(rate)) == text


@pytest.mark.parametrize(("rate", "currency", "one"), [("710", "USD", "7.1"), ("7.1", "USD", "7.1"), ("4.8", "JPY", "0.048"), ("0.048", "JPY", "0.048"), ("150", "XYZ", "150")])
def test_a_rate_for_a_hundred_is_known_by_its_size(rate, currency, one):
    assert for_one(Fraction(rate), currency) == Fraction(one)
