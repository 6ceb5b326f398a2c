"""The closing balance in words: renminbi in China, also the dollars of Taiwan and Hong Kong in traditional Chinese.

Traditional words follow the usage of Taiwan and Hong Kong: 壹貳參肆伍陸柒捌玖, 萬, 億, and 整 after 元 and after 角. English statements have
figures only. Only currencies whose prefix the wording names have words.
"""

from __future__ import annotations

from decimal import Decimal

from ticktie.domain.rmb import in_words
from ticktie.domain.wording import section

_TRADITIONAL = str.maketrans("贰叁陆万亿负", "貳參陸萬億負")


def words(amount: Decimal, currency: str, language: str) -> str:
    """人民币壹仟元整; "" where the language or currency has no such words, or the amount is beyond them."""
    prefix = section(language, "words").get(currency, "")
    if not prefix:
        return ""
    try:
        told = in_words(amount, "kj52" if language == "zh-Hant" else "pboc")
    except ValueError:
        return ""
    told = f"{prefix}{told}"
    return told.translate(_TRADITIONAL) if language == "zh-Hant" else told
