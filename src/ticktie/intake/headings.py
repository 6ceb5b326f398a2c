"""One column title to the fields it may mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ticktie.domain.money import currency_of
from ticktie.domain.text import bare_heading, heading
from ticktie.domain.vocabulary import heading_fields

_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]+)[)\]】]")
_NOT_AMOUNT_TAIL = re.compile(r"(日期|时间|单号|编号|名称|户名|账号|流水号|数量|单价|DATE|NO\.?|NUMBER|NAME)$")
_BARE_TAILS = ("NO", "NUMBER", "DATE", "NAME")  # say nothing of what they are the number or name of
_SCALES = {"元": 1, "千元": 1_000, "万元": 10_000, "万": 10_000, "百万元": 1_000_000, "亿元": 100_000_000, "THOUSANDS": 1_000, "INTHOUSANDS": 1_000}
_NUMERIC = re.compile(r"^[\d\s.,:/\\%¥$-]+$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A title as written, the fields it may mean (empty: unknown), the currency and the unit its bracket names.

    scale: 10,000 for 万元, 1 for 元, 0 where no unit is named.
    """

    text: str
    fields: frozenset[str]
    currency: str | None = None
    sure: bool = True
    scale: int = 0


NOTHING = Heading("", frozenset())


def unit_of(text: str) -> int:
    """How many of the currency one in the column is: 10,000 for 万元 or 人民币万元; 0 for a text that is no unit."""
    word = heading(text)
    for currency in ("人民币", "RMB", "CNY"):
        word = word.removeprefix(currency)
    return _SCALES.get(word, 0)


@lru_cache(maxsize=8192)
def read_heading(raw: str) -> Heading:
    """A title with its unit."""
    found = _look_up(raw)
    bracket = _BRACKET.search(heading(found.text)) if found.fields else None
    return replace(found, scale=unit_of(bracket[1])) if bracket else found


def _look_up(raw: str) -> Heading:
    """Look a title up: whole, without its bracket, line by line, then by the word it ends in."""
    text = raw.strip()
    if not text or _NUMERIC.match(text) or len(text) > 60:
        return Heading(text, frozenset())
    table, currency = heading_fields(), None
    full = heading(text)
    if bracket := _BRACKET.search(full):
        inside = bracket[1]
        currency = currency_of(inside)
        if inside in ("含税", "价税合计", "INCLTAX", "INCLVAT", "INCVAT"):
            return Heading(text, frozenset({"amount_inc_tax"}), currency)
        if inside in ("不含税", "未税", "EXCLTAX", "EXCLVAT"):
            return Heading(text, frozenset({"amount_ex_tax"}), currency)
    bare = bare_heading(text).removesuffix("/元")
    for form in (full, bare, *(heading(part) for part in re.split(r"[\n\r|]+", text) if part.strip())):
        if form in table:
            return Heading(text, table[form], currency, sure=form not in _BARE_TAILS)
    for word in ("外币", "本位币", "原币", "人民币", "美元", "本币", "USD", "RMB", "CNY"):
        if bare.startswith(word) and bare[len(word) :] in table:
            return Heading(text, table[bare[len(word) :]], currency or currency_of(word))
    han = re.sub(r"[A-Z0-9 .,'/#&_-]+", "", bare)
    if han and han != bare and han in table:
        return Heading(text, table[han], currency)
    if len(bare) <= 14 and _NOT_AMOUNT_TAIL.search(bare):
        for start in range(1, len(bare) - 1):
            if bare[start:] in table and bare[start:] not in _BARE_TAILS:
                return Heading(text, table[bare[start:]], currency, sure=False)
    return Heading(text, frozenset(), currency)
