"""Which rows of a table are no data, and why: blanks, titles again, totals, balances carried forward, notes."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from ticktie.domain.grid import Cell
from ticktie.domain.text import clean, heading
from ticktie.domain.vocabulary import plain, words
from ticktie.intake.cells import blank
from ticktie.intake.tables import Table

_DIGIT = re.compile(r"\d")


def row_reason(row: list[Cell], table: Table, key_columns: list[int], amount_columns: list[int]) -> str:
    """Why a row is no data: blank, repeated_heading, totals, opening_balance, note; "" when it is data.

    key_columns: where number and date stand; a row with its own number or date is no totals row.
    """
    texts = [clean(c) for c in row if isinstance(c, str) and clean(c)]
    others = any(c is not None and not isinstance(c, str) for c in row)
    if not texts and not others:
        return "blank"
    if texts and not others and sum(heading(t) in table.shape for t in texts) >= max(2, len(texts) * 0.7):
        return "repeated_heading"
    if texts and len(texts) <= 3 and texts[0].startswith("#"):
        return "note"
    keyed = any(_is_key(row[c]) for c in key_columns if c < len(row))
    for text in texts[:3]:
        word = plain(text).rstrip(":：")
        if _starts(word, "starts") and (len(word) <= 6 or not any(_is_key(row[c]) and clean(str(row[c])) != text for c in key_columns if c < len(row))):
            return "totals"
        if _starts(word, "opening") and len(word) <= 12:
            return "opening_balance"
    if not keyed and any(_ends(plain(t)) or _GROUP_END.search(t) for t in texts):
        return "totals"
    if keyed and _is_group_end(row, key_columns):
        return "totals"
    filled = [c for c in row if c is not None and c != ""]
    if not keyed and not others and _labels(texts) and not any(_DIGIT.search(t) for t in texts):
        return "note"  # 签字： and 日期： wherever they stand
    moneyed = any(not blank(row[c]) for c in amount_columns if c < len(row))
    if not moneyed and not keyed and (len(filled) <= 2 or _labels(texts)):
        return "note"
    return ""


@lru_cache(maxsize=65536)
def is_totals(text: str) -> bool:
    """The text is a word of totals or balances carried forward, so that its row may be no data."""
    word = plain(text).rstrip(":：")
    return _starts(word, "starts") or _starts(word, "opening") or _ends(word)


_GROUP_END = re.compile(r"\S\s+(?:汇总|彙總|小计|小計|合计|合計|总计|總計|计数|平均值|TOTAL)$", re.IGNORECASE)  # as Excel names its subtotals


def _is_group_end(row: list[Cell], key_columns: list[int]) -> bool:
    """The only key of the row is the group's value with Excel's word for its subtotal (2026-06-01 汇总)."""
    keys = [row[c] for c in key_columns if c < len(row) and not blank(row[c])]
    return len(keys) == 1 and isinstance(keys[0], str) and bool(_GROUP_END.search(clean(keys[0])))


def _is_key(cell: Cell) -> bool:
    if isinstance(cell, (dt.date, int, float)) and not isinstance(cell, bool):
        return True
    return isinstance(cell, str) and bool(_DIGIT.search(cell)) and not _MONTH_ONLY.fullmatch(plain(cell))


_MONTH_ONLY = re.compile(r"(?:20\d\d年)?\d{1,2}月(?:份)?(?:小计|合计|总计|累计)?")  # 5月份 and 6月小计 begin and end a group


def _starts(word: str, name: str) -> bool:
    return any(word.startswith(w) for w in words("totals", name))


def _ends(word: str) -> bool:
    return len(word) <= 40 and any(word.endswith(w) for w in words("totals", "ends"))


_LABEL = re.compile(r"(制表|审核|复核|主管|会计|出纳|经办|签字|盖章|日期|备注|说明|注|打印|导出|PREPARED|CHECKED|APPROVED|NOTE)[^:：]{0,8}[:：]")


def _labels(texts: list[str]) -> bool:
    return bool(texts) and sum(bool(_LABEL.search(plain(t))) for t in texts) * 2 >= len(texts)
