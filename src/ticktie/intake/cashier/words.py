"""Ways of paying and purposes as people write them, as codes (domain.cashier)."""

from __future__ import annotations

from functools import lru_cache

from ticktie.domain.vocabulary import plain, word_order, words

_METHODS = ("wechat", "alipay", "bill", "cash", "transfer")
_PURPOSES = ("hand_over", "fee", "refund", "advance", "expense", "collection")
_SHORT = 2  # characters below which a word counts only as the whole cell


@lru_cache(maxsize=65536)
def method_of(text: str, *, whole: bool = False) -> str:
    """The way of paying that a text names, "" for none. whole: the text is a cell or a title of its own, so that short words count."""
    return _code(text, "method", _METHODS, whole)


@lru_cache(maxsize=65536)
def purpose_of(text: str, *, whole: bool = False) -> str:
    """What money is for, `hand_over` among it (a salesperson's own line that he gave it to the cashier); "" for none."""
    return _code(text, "money_kind", _PURPOSES, whole)


def says(text: str, section: str, name: str) -> bool:
    """One of the words stands in the text."""
    word = plain(text)
    return any(w in word for w in words(section, name))


def _code(text: str, section: str, codes: tuple[str, ...], whole: bool) -> str:
    word = plain(text)
    if not word:
        return ""
    if whole and (exact := next((c for c in codes if word in words(section, c)), "")):
        return exact
    found = [(len(w), -n, c) for n, c in enumerate(codes) for w in word_order(section, c)[:] if len(w) >= _SHORT and w in word]
    return max(found)[2] if found else ""
