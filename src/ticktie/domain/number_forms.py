"""How document numbers are written: one form in which they are compared, and the patterns that find them in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ticktie.domain.text import nfkc

_STRIP = re.compile(r"[^0-9A-Z\u3400-\u9fff]+")
_WRITTEN_PREFIX = re.compile(r"(?:[A-Z\u3400-\u9fff]+[ \-_./#]{0,2})+(?=\d)")
_SEPARATOR = r"[ \-_./#]{0,2}"
_GROUP = re.compile(r"([ \-_./#:]{0,2}|[ \-_./#]?[\r\n]{1,2})(\d+)")
UNSEEN = re.compile("[\u200b-\u200d\u2060\ufeff\xad]")
OPEN, CLOSE = r"[(\[【{]", r"[)\]】}]"
_WORKED_IN = re.compile(r"[()\[\]【】{}*+:&]")  # signs inside a number that are no separators, so that they tell numbers apart
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))


@lru_cache(maxsize=262144)
def canonical(number: str) -> str:
    """A document number without case, width and separators: `so-2024_0001` -> `SO20240001`."""
    if number.isascii() and number.isalnum():
        return number.upper()
    return _STRIP.sub("", nfkc(number).upper())


def in_capitals(text: str) -> str:
    """The text as numbers are looked for in it: no unseen characters, plain width, upper case, one kind of dash."""
    return text.upper() if text.isascii() else nfkc(UNSEEN.sub("", text)).upper().translate(DASHES)


def is_date(text: str) -> bool:
    found = re.fullmatch(r"(?:19|20)\d\d[ \-/.](\d{1,2})[ \-/.](\d{1,2})", text)
    return bool(found) and 1 <= int(found[1]) <= 12 and 1 <= int(found[2]) <= 31  # type: ignore[index]


def prefix_pattern(written: str, prefix: str) -> str:
    """The prefix as people write it: with separators between its parts where the book has them (CG-GZ-0226)."""
    found = _WRITTEN_PREFIX.match(nfkc(written).upper().translate(DASHES))
    parts = re.findall(r"[A-Z\u3400-\u9fff]+", found[0]) if found else [prefix]
    return _SEPARATOR.join(map(re.escape, parts)) if "".join(parts) == prefix else re.escape(prefix)


def shape_of(key: str) -> str:
    parts = re.findall(r"\d+|[^\d]+", key)
    made = [_digits_like(p) if p.isdigit() else re.escape(p) for p in parts]
    return _SEPARATOR.join(made)


def worked_shape(written: str) -> str:
    """The shape of a number with signs inside that tell numbers apart, SO0031(补) or SO0031*2; "" for others."""
    text = in_capitals(written).strip()
    if not _WORKED_IN.search(text[1:]):
        return ""
    made = ""
    for part in re.findall(r"\d+|[A-Z\u3400-\u9fff]+|[^0-9A-Z\u3400-\u9fff]+", text):
        if part.isdigit():
            made += rf"\d{{{len(part)}}}" if made else _digits_like(part)
        elif part[0].isalpha():
            made += re.escape(part)
        elif signs := _WORKED_IN.findall(part):
            made += r"\s?" + r"\s?".join(OPEN if re.match(OPEN, s) else CLOSE if re.match(CLOSE, s) else re.escape(s) for s in signs) + r"\s?"
        else:
            made += _SEPARATOR
    if text[-1].isdigit():
        return made + r"(?!\d)"
    return made.removesuffix(r"\s?") if _WORKED_IN.match(text[-1]) else made


def _digits_like(part: str) -> str:
    """As many digits, maybe grouped; a short count may grow (第9号, 第10号)."""
    return r"\d{1,3}" if len(part) <= 2 else rf"\d(?:[ \-/.]?\d){{{len(part) - 1}}}"


def either_of(patterns: Iterable[str], frame: str) -> re.Pattern[str] | None:
    ordered = sorted(set(patterns), key=lambda w: (-len(w), w))
    return re.compile(frame.format("|".join(ordered))) if ordered else None


def digit_groups(text: str, start: int) -> list[tuple[str, int]]:
    """Digit groups after a prefix, with the place each ends: `2024-0001` -> [(2024, ..), (0001, ..)]."""
    groups: list[tuple[str, int]] = []
    while len(groups) < 5 and (found := _GROUP.match(text, start)):
        groups.append((found[2], found.end()))
        start = found.end()
    return groups
