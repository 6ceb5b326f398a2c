"""Amounts in words: examples of both rule sets, the shared vectors where they are at hand, and a reading back."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.notation import table
from ticktie.domain.rmb import in_words

VECTORS = Path(__file__).parents[3] / "shared" / "domain" / "rmb_vectors.csv"
EXAMPLES = """
case                     | amount           | pboc                          | kj52
a zero inside            | 1409.50          | 壹仟肆佰零玖元伍角               | 壹仟肆佰零玖元伍角整
two zeros                | 6007.14          | 陆仟零柒元壹角肆分               | 陆仟零柒元壹角肆分
no jiao                  | 325.04           | 叁佰贰拾伍元零肆分               | 叁佰贰拾伍元零肆分
yuan ends in zero        | 1680.32          | 壹仟陆佰捌拾元零叁角贰分          | 壹仟陆佰捌拾元零叁角贰分
wan ends in zero         | 107000.53        | 壹拾万柒仟元零伍角叁分            | 壹拾万柒仟元零伍角叁分
whole                    | 532.00           | 伍佰叁拾贰元整                  | 伍佰叁拾贰元整
ten is one ten           | 15               | 壹拾伍元整                     | 壹拾伍元整
a gap over wan           | 100020003        | 壹亿零贰万零叁元整               | 壹亿零贰万零叁元整
yi, nothing, then wan    | 100010000        | 壹亿零壹万元整                  | 壹亿零壹万元整
yi, no wan, thousands    | 100005000        | 壹亿零伍仟元整                  | 壹亿零伍仟元整
above yi                 | 1000000000000    | 壹万亿元整                     | 壹万亿元整
fen only                 | 0.01             | 壹分                          | 壹分
jiao only                | 0.50             | 伍角                          | 伍角整
nothing                  | 0                | 零元整                        | 零元整
half up                  | 1.005            | 壹元零壹分                     | 壹元零壹分
carries                  | 999999.995       | 壹佰万元整                     | 壹佰万元整
red                      | -100             | 负壹佰元整                     | 负壹佰元整
no sign on nothing       | -0.004           | 零元整                        | 零元整
"""


@pytest.mark.parametrize(("amount", "pboc", "kj52"), table(EXAMPLES))
def test_examples(amount, pboc, kj52):
    assert (in_words(Decimal(amount)), in_words(Decimal(amount), "kj52")) == (pboc, kj52)


@pytest.mark.skipif(not VECTORS.is_file(), reason="the shared vectors are not beside the project")
def test_shared_vectors():
    with VECTORS.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 68
    for row in rows:
        for rules in ("pboc", "kj52"):
            assert in_words(Decimal(row["amount"]), rules) == row[f"upper_{rules}"], row["amount"]


DIGIT = {d: n for n, d in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNIT = {"拾": 10, "佰": 100, "仟": 1000}


def read_back(words: str) -> int:
    """The fen that the words say, read independently: digit and place by place."""
    yuan, _, rest = words.rpartition("元")
    total = high = group = digit = 0
    for sign in yuan:
        if sign in DIGIT:
            digit = DIGIT[sign]
        elif sign in UNIT:
            group, digit = group + digit * UNIT[sign], 0
        elif sign == "万":
            total, group, digit = total + (group + digit) * 10_000, 0, 0
        elif sign == "亿":
            high, total, group, digit = (total + group + digit) * 10**8, 0, 0, 0
    fen = 0
    for sign in rest:
        digit, fen = (DIGIT[sign], fen) if sign in DIGIT else (digit, fen + digit * {"角": 10, "分": 1, "整": 0}[sign])
    return (high + total + group + (DIGIT.get(yuan[-1], 0) if yuan else 0)) * 100 + fen


@given(st.integers(1, 10**17 - 1))
def test_words_say_the_amount(fen):
    assert read_back(in_words(Decimal(fen) / 100)) == fen


def test_beyond_reach():
    with pytest.raises(ValueError, match="beyond"):
        in_words(Decimal(10) ** 16)
