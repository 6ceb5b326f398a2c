"""Amounts of renminbi in words (大写), after two rule sets that differ in one place.

    pboc   支付结算办法 annex 1: 整 after 元; after 角 it is left out
    kj52   会计基础工作规范 art. 52: 整 after 元 and after 角

Zeros inside are written once; 零 stands where 元 or 万 ends in zero and something follows. A negative amount has 负 before it
(no official rule). tests/domain/test_rmb.py holds examples of both.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
MOST = Decimal(10) ** 16

RuleSet = Literal["pboc", "kj52"]


def in_words(amount: Decimal, rules: RuleSet = "pboc") -> str:
    """壹仟肆佰零玖元伍角 for 1409.50, half-up to the fen.

    Raises ValueError beyond 9,999 万亿.
    """
    cents = int((abs(amount) * 100).to_integral_value(ROUND_HALF_UP))
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    if yuan >= MOST:
        raise ValueError(f"{amount} is beyond what these words reach")
    if not cents:
        return "零元整"
    words = f"{_whole(yuan)}元" if yuan else ""
    words += _rest(yuan, jiao, fen, rules)
    return f"负{words}" if amount < 0 else words


def _rest(yuan: int, jiao: int, fen: int, rules: RuleSet) -> str:
    """角 and 分, with 零 where the digit before them is none, and 整 where the rules want it."""
    if not jiao and not fen:
        return "整"
    gap = "零" if yuan and (not jiao or yuan % 10 == 0) else ""
    told = f"{_DIGITS[jiao]}角" if jiao else ""
    told += f"{_DIGITS[fen]}分" if fen else ""
    return gap + told + ("整" if not fen and rules == "kj52" else "")


def _whole(yuan: int) -> str:
    """The yuan in groups of four digits; what stands above 亿 is a number of its own, which gives 万亿."""
    high, low = divmod(yuan, 10**8)
    words, filled = (f"{_whole(high)}亿", False) if high else ("", False)
    for unit, group in (("万", low // 10_000), ("", low % 10_000)):
        if group:
            skipped = words and (group < 1000 or (unit == "" and high and not filled))
            words += ("零" if skipped else "") + _group(group) + unit
            filled = True
    return words


def _group(value: int) -> str:
    """One to four digits: 1001 -> 壹仟零壹."""
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return words
