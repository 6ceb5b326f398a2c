"""Document numbers: which the book holds, and which a reference or memo names.

People write SO20240001 as so2024-0001, ＳＯ２０２４０００１, `SO 2024 0001`, 付货款SO20240001尾款500元, or name a second
one by its end (SO20240031/0032). A number counts only whole: not inside a longer one, not with a digit lost.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import numpy as np
import pandas as pd

from ticktie.domain.items import Int64
from ticktie.domain.text import nfkc

_STRIP = re.compile(r"[^0-9A-Z\u3400-\u9fff]+")
_PREFIXED = re.compile(r"([A-Z\u3400-\u9fff]+)(\d+)")
_GROUP = re.compile(r"([ \-_./#:]{0,2})(\d+)")
_SHORT = re.compile(r"\s*(?:[/、,;&+]|和|及|与)\s*(\d{2,})(?![\d.]|\s*[元年月日万%])")
_MONEY = re.compile(r"(?<![\d.])(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2})?(?![\d%年月日期号笔]|\.\d)")
_DIGITS = re.compile(r"(?<![0-9A-Z.,¥$])\d{3,}(?:[ \-/]\d+)*(?![0-9]|\.\d|\s*元)")
_MONEY_TAIL = re.compile(r"\s*[元万]|[.,]\d")
_LEAST_DIGITS = 3  # of a prefixed number; fewer would be found in any text
_LEAST_PLAIN = 5  # of a number without letters
_LEAST_BARE = 8  # digits that name a prefixed number without its prefix
_SHAPES = 60


@lru_cache(maxsize=262144)
def canonical(number: str) -> str:
    """A document number without case, width and separators: `so-2024_0001` -> `SO20240001`."""
    return _STRIP.sub("", nfkc(number).upper())


@dataclass(frozen=True, slots=True)
class Naming:
    """What a text names.

    hits: canonical numbers of the book, in the order of the text, each once. amounts: the amount beside each hit, or None.
    unknown: numbers made like the book's that the book does not hold. short: a hit was named by its end only.
    """

    hits: tuple[str, ...] = ()
    amounts: tuple[Decimal | None, ...] = ()
    unknown: tuple[str, ...] = ()
    short: bool = False


NOTHING = Naming()


class NumberIndex:
    """The document numbers of one book and the items that carry them."""

    def __init__(self, numbers: Sequence[tuple[str, int]]):
        """numbers: (number as written, item number)."""
        found: dict[str, list[int]] = defaultdict(list)
        for written, item in numbers:
            key = canonical(written)
            if key and item not in found[key]:
                found[key].append(item)
        self._items = {key: tuple(items) for key, items in found.items() if items}
        prefixes: set[str] = set()
        shapes: set[str] = set()
        self._plain_heads: set[tuple[int, str]] = set()
        bare: dict[str, list[str]] = defaultdict(list)
        for key in self._items:
            if made := _PREFIXED.fullmatch(key):
                if len(made[2]) >= _LEAST_DIGITS:
                    prefixes.add(made[1])
                    bare[made[2]].append(key)
            elif key.isdigit():
                self._plain_heads.add((len(key), key[:4]))
            elif len(shapes) < _SHAPES and len(key) >= 5:
                shapes.add(_shape(key))
        self._bare = {digits: keys[0] for digits, keys in bare.items() if len(keys) == 1 and len(digits) >= _LEAST_BARE}
        self._prefix = _either(prefixes, r"(?<![A-Z])(?:{})(?=[ \-_./#:]{{0,2}}\d)")
        self._mixed = _either(shapes, r"(?<![0-9A-Z])(?:{})(?![0-9A-Z])", escape=False)

    def items(self, key: str) -> tuple[int, ...]:
        """Items that carry the canonical number."""
        return self._items.get(key, ())

    def read_reference(self, text: str) -> Naming:
        """What a reference column names: the whole cell, or several numbers in it."""
        if not text:
            return NOTHING
        key = canonical(text)
        if key in self._items:
            return Naming((key,), (None,))
        parts = [p for p in re.split(r"[,;、/\s|+&]+|和", nfkc(text)) if p]
        keys = [canonical(p) for p in parts]
        if len(parts) > 1 and all(k in self._items for k in keys):
            once = tuple(dict.fromkeys(keys))
            return Naming(once, (None,) * len(once))
        found = self.read_memo(text)
        if found.hits or found.unknown:
            return found
        return Naming(unknown=(text,)) if any(c.isdigit() for c in text) else NOTHING

    def read_memo(self, memo: str) -> Naming:
        """What a free text names, with the amounts beside the numbers."""
        if not memo or not self._items:
            return NOTHING
        return self._read(nfkc(memo).upper())

    def _read(self, text: str) -> Naming:
        spans: list[tuple[int, int, str | None, str]] = []  # start, end, number of the book, what stands there
        short = False
        for start, end, key, shown, more in self._prefixed(text):
            spans.append((start, end, key, shown))
            spans += more
            short = short or bool(more)
        for found in self._mixed.finditer(text) if self._mixed else ():
            key = canonical(found[0])
            spans.append((found.start(), found.end(), key if key in self._items else None, found[0]))
        covered = [(s, e) for s, e, _, _ in spans]
        for found in _DIGITS.finditer(text):
            if any(s < found.end() and found.start() < e for s, e in covered):
                continue
            plain = self._plain(found[0])
            if plain:
                spans.append((found.start(), found.end(), plain[0], plain[1]))
        spans.sort()
        return _naming(text, spans, short)

    def _prefixed(self, text: str) -> Iterable[tuple[int, int, str | None, str, list[tuple[int, int, str | None, str]]]]:
        if not self._prefix:
            return
        position = 0
        while found := self._prefix.search(text, position):
            groups = _groups(text, found.end())
            position = found.end() + 1
            if not groups:
                continue
            key, end = self._longest(found[0], groups, text)
            if key is None:
                digits = groups[0][0]
                if len(digits) >= 4:
                    yield found.start(), groups[0][1], None, found[0] + digits, []
                    position = groups[0][1]
                continue
            more, end_more = self._short_forms(text, key, end)
            yield found.start(), end, key, text[found.start() : end], more
            position = end_more

    def _longest(self, prefix: str, groups: list[tuple[str, int]], text: str) -> tuple[str | None, int]:
        """The longest run of digit groups that makes a number of the book; a shorter one may be followed by others."""
        for count in range(len(groups), 0, -1):
            if count > 1 and _MONEY_TAIL.match(text, groups[count - 1][1]):
                continue
            key = prefix + "".join(digits for digits, _ in groups[:count])
            if key in self._items:
                return key, groups[count - 1][1]
        return None, 0

    def _short_forms(self, text: str, key: str, end: int) -> tuple[list[tuple[int, int, str | None, str]], int]:
        """Numbers named by their end after a whole one: SO20240031/0032、0035."""
        more: list[tuple[int, int, str | None, str]] = []
        while found := _SHORT.match(text, end):
            tail = found[1]
            other = key[: -len(tail)] + tail if len(tail) < len(key) else ""
            if other not in self._items or other == key:
                break
            more.append((found.start(1), found.end(), other, tail))
            end = found.end()
        return more, end

    def _plain(self, written: str) -> tuple[str | None, str] | None:
        parts = re.split(r"[ \-/]", written)
        for count in range(len(parts), 0, -1):
            key = "".join(parts[:count])
            if key in self._items and len(key) >= _LEAST_PLAIN:
                return key, written
            if key in self._bare:
                return self._bare[key], written
        if (len(parts[0]), parts[0][:4]) in self._plain_heads:
            return None, written
        return None


def _shape(key: str) -> str:
    parts = re.findall(r"\d+|[^\d]+", key)
    made = [rf"\d(?:[ \-/.]?\d){{{len(p) - 1}}}" if p.isdigit() else re.escape(p) for p in parts]
    return r"[ \-_/.#]{0,2}".join(made)


def _either(words: set[str], frame: str, escape: bool = True) -> re.Pattern[str] | None:
    if not words:
        return None
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return re.compile(frame.format("|".join(re.escape(w) if escape else w for w in ordered)))


def _groups(text: str, start: int) -> list[tuple[str, int]]:
    """Digit groups after a prefix, with the place each ends: `2024-0001` -> [(2024, ..), (0001, ..)]."""
    groups: list[tuple[str, int]] = []
    while len(groups) < 5 and (found := _GROUP.match(text, start)):
        groups.append((found[2], found.end()))
        start = found.end()
    return groups


def _naming(text: str, spans: list[tuple[int, int, str | None, str]], short: bool) -> Naming:
    hits: list[str] = []
    amounts: list[Decimal | None] = []
    unknown: list[str] = []
    for i, (_, end, key, shown) in enumerate(spans):
        if key is None:
            unknown.append(shown)
            continue
        if key in hits:
            continue
        until = spans[i + 1][0] if i + 1 < len(spans) else len(text)
        hits.append(key)
        amounts.append(first_money(text[end:until]))
    return Naming(tuple(hits), tuple(amounts), tuple(unknown), short)


def first_money(text: str) -> Decimal | None:
    """The first amount in a piece of text, or None; years, days and percents are none."""
    for found in _MONEY.finditer(text):
        after_letter = found.start() > 0 and "A" <= text[found.start() - 1] <= "Z"
        if found[2] or not after_letter:  # DUE31895.50 is an amount, A4 is paper
            return Decimal(found[1].replace(",", "") + (found[2] or ""))
    return None


def index_of(frame: pd.DataFrame, charge_side: str) -> NumberIndex:
    """The numbers by which payments can name charges: their own, and those of deliveries that name an order."""
    charges = frame[frame["side"] == charge_side]
    pairs = [(n, i) for n, i in zip(charges["number"], charges.index, strict=True) if n]
    pairs += [(n, i) for n, i in zip(charges["related"], charges.index, strict=True) if n]
    other = frame[(frame["side"] != charge_side) & (frame["side"] != "payment") & (frame["related"] != "")]
    if len(other):
        by_number: dict[str, list[int]] = defaultdict(list)
        for number, item in zip(charges["number"], charges.index, strict=True):
            by_number[canonical(number)].append(item)
        pairs += [
            (number, item)
            for number, related in zip(other["number"], other["related"], strict=True) if number
            for item in by_number.get(canonical(related), [])
        ]  # fmt: skip
    return NumberIndex(pairs)


def named_documents(frame: pd.DataFrame, payments: Int64) -> set[int]:
    """The payments that name any document of the book (orders or deliveries)."""
    index = NumberIndex([
        (n, i) for n, i, side in zip(frame["number"], frame.index, frame["side"], strict=True) if n and side != "payment"
    ])  # fmt: skip
    memo, reference = frame["memo"].to_numpy(), frame["reference"].to_numpy()
    return {int(i) for i in np.asarray(payments) if index.read_memo(memo[i]).hits or index.read_reference(reference[i]).hits}
