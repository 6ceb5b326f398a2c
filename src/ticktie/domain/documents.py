"""Document numbers: which the book holds, and which a reference or memo names.

People write SO20240001 as so2024-0001, ＳＯ２０２４０００１, `SO 2024 0001`, 付货款SO20240001尾款500元, or name a second
one by its end (SO20240031/0032). A number counts only whole: not inside a longer one, not with a digit lost.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from ticktie.domain.items import Int64
from ticktie.domain.naming import NOTHING, Naming, Span, naming_of
from ticktie.domain.number_forms import (
    CLOSE,
    OPEN,
    canonical,
    digit_groups,
    either_of,
    in_capitals,
    is_date,
    prefix_pattern,
    shape_of,
    worked_shape,
)
from ticktie.domain.text import nfkc

_PREFIXED = re.compile(r"([A-Z\u3400-\u9fff]+)(\d+)")
_BREAK = re.compile(r"[\r\n]")
_SHORT = re.compile(r"\s*(?:[/、,;&+~-]|和|及|与|至|到)\s*-?(\d+)(?![\d.]|\s*[元年月日万%]|(?<!\d\d\d)[期台笔批个件次])")
_ONE_DIGIT = re.compile(r"[\-_./#]\d$")
_COUNTED = re.compile(r"\s*(?:[月期台笔批个件次]|/\d)")  # what makes digits before it a count or a month, no number's end
_SUFFIX = re.compile(rf"\s?{OPEN}\s*(?:[补補改增退换換续續追加重红紅附副新旧舊]{{1,2}}[单單]?\d?|[A-Z]\d?|(\d{{1,2}})|[一二三四五六七八九甲乙丙丁])\s*{CLOSE}")
_RANGE = re.compile(r"\s*(?:-|~|至|到)\s*")
_RUN = re.compile(r"\d+")
_JOINT = re.compile(r"[ \-/.]{1,2}")
_JOINT_OR_BREAK = re.compile(r"[ \-/.]{1,2}|[ \-/.]?[\r\n]{1,2}")
_NO_START = re.compile(r"[A-Z.¥$]$")
_MONEY_TAIL = re.compile(r"\s*[元万]|\.\d{1,2}(?!\d)|,\d{3}(?!\d)")
_LEAST_DIGITS = 3  # of a prefixed number; fewer would be found in any text
_LEAST_PLAIN = 5  # of a number without letters
_LEAST_BARE = 8  # digits that name a prefixed number without its prefix
_SHAPES = 60
_LOST = -1
_MOST_IN_RANGE = 60


class NumberIndex:
    """The document numbers of one book and the items that carry them."""

    def __init__(self, numbers: Sequence[tuple[str, int]], lost: Sequence[str] = ()):
        """numbers: (number as written, item number). lost: numbers that are known by their form only."""
        found: dict[str, list[int]] = defaultdict(list)
        prefixes: dict[str, str] = {}
        shapes: set[str] = set()
        worked: set[str] = set()
        bare: dict[str, list[str]] = defaultdict(list)
        self._lengths: dict[str, set[int]] = defaultdict(set)  # prefix -> how many digits follow
        self._heads: set[tuple[int, str]] = set()
        self._groups: set[tuple[int, ...]] = set()  # how digits without letters are grouped
        for written, item in [*numbers, *((n, _LOST) for n in lost)]:
            key = canonical(written)
            if not key or item in found[key]:
                continue
            found[key].append(item)
            if len(found[key]) > 1:
                continue
            if written != key and len(worked) < _SHAPES and (shape := worked_shape(written)):
                worked.add(shape)
            if made := _PREFIXED.fullmatch(key):
                if len(made[2]) >= _LEAST_DIGITS or len(made[1]) > 1:
                    if made[1] not in prefixes:
                        prefixes[made[1]] = prefix_pattern(written, made[1])
                    self._lengths[made[1]].add(len(made[2]))
                    bare[made[2]].append(key)
            elif key.isdigit():
                self._heads.add((len(key), key[:4] if key[0] != "0" else "0"))
                if len(groups := tuple(map(len, _RUN.findall(nfkc(written))))) > 1:
                    self._groups.add(groups)
            elif len(shapes) < _SHAPES and len(key) >= 5:
                shapes.add(shape_of(key))
        self._memos: dict[str, Naming] = {}
        self._items = {key: real for key, items in found.items() if (real := tuple(i for i in items if i != _LOST))}
        self._bare = {digits: keys[0] for digits, keys in bare.items() if len(keys) == 1 and keys[0] in self._items and len(digits) >= _LEAST_BARE}
        self._without_zeros = _without_zeros(found)
        self._prefix = either_of(prefixes.values(), r"(?<![A-Z])(?:{})(?=(?:[ \-_./#:]{{0,2}}|[\r\n]{{1,2}})\d)")
        self._worked = either_of(worked, r"(?<![0-9A-Z])(?:{})")
        self._mixed = either_of(shapes, r"(?<![0-9A-Z])(?:{})(?![0-9A-Z])")

    def items(self, key: str) -> tuple[int, ...]:
        """Items that carry the canonical number."""
        return self._items.get(key, ())

    def read_reference(self, text: str) -> Naming:
        """What a reference column names: the whole cell, or several numbers in it."""
        if not text:
            return NOTHING
        key = self._whole(text)
        if key in self._items:
            return Naming((key,), (None,))
        parts = [p for p in re.split(r"[,;、/\s|+&]+|和", nfkc(text)) if p]
        keys = [self._whole(p) for p in parts]
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
        if memo not in self._memos:
            self._memos[memo] = self._read(in_capitals(memo))
        return self._memos[memo]

    def _whole(self, text: str) -> str:
        """A whole cell as a number; leading zeros do not count where no two numbers of the book differ by them only."""
        key = canonical(text)
        return self._without_zeros.get(key.lstrip("0"), key) if key.isdigit() and key not in self._items else key

    def _read(self, text: str) -> Naming:
        spans: list[Span] = []
        short = False
        shorter: list[Span] = []
        worked = self._worked_in(text)
        for start, end, key, shown, more in self._prefixed(text, worked):
            spans += [(start, end, key, shown), *more]
            short = short or bool(more)
            shorter += self._read_shorter(text, start, end, key) if not more else []
        for start, end, key, shown in worked:
            more = self._short_forms(text, key, end)[0] if key else []
            shorter += self._read_shorter(text, start, end, key) if not more else []
            spans += [(start, end, key, shown), *more]
            short = short or bool(more)
        for found in self._mixed.finditer(text) if self._mixed else ():
            key = canonical(found[0])
            if not any(s < found.end() and found.start() < e for s, e, _, _ in worked):
                spans.append((found.start(), found.end(), key if key in self._items else None, found[0]))
        spans = _longest_spans(spans)
        for start, end, plain, shown, more in self._plain(text, [(s, e) for s, e, _, _ in spans]):
            spans += [(start, end, plain, shown), *more]
            short = short or bool(more)
            shorter += self._read_shorter(text, start, end, plain) if not more else []
        read = self._with_suffixes(text, spans)
        stems = tuple(dict.fromkeys(old[2] for old, new in zip(spans, read, strict=True) if old[2] and not new[2]))
        spans = [*read, *shorter]
        spans.sort(key=lambda s: s[:2])
        spans, ranged = self._with_ranges(text, spans)
        return naming_of(text, spans, short or ranged, bool(shorter), stems)

    def _worked_in(self, text: str) -> list[Span]:
        """Numbers that signs like brackets, * or + are part of, SO0031(补); only whole ones of the book, or made like them."""
        made: list[Span] = []
        for found in self._worked.finditer(text) if self._worked else ():
            key = canonical(found[0])
            if key in self._items:
                made.append((found.start(), found.end(), key, found[0]))
            elif re.search(OPEN, found[0]):
                made.append((found.start(), found.end(), None, found[0]))
        return made

    def _read_shorter(self, text: str, start: int, end: int, key: str | None) -> list[Span]:
        """The other number, where a last group before 月, 期, 台 ... may be none of the number's own."""
        cut = re.search(r"[ \-_./#:*+]{1,2}(\d{1,3})$", text[start:end]) if key and _COUNTED.match(text, end) else None
        shorter = canonical(text[start : start + cut.start()]) if cut else ""
        shorter = self._bare.get(shorter, shorter)
        if not cut or shorter not in self._items or shorter == key:
            return []
        return [(start, start + cut.start(), shorter, text[start : start + cut.start()])]

    def _with_suffixes(self, text: str, spans: list[Span]) -> list[Span]:
        """A number with a suffix in brackets that no number of the book carries, SO0031(补), is another one, unknown."""
        made: list[Span] = []
        for start, end, key, shown in spans:
            found = _SUFFIX.match(text, end) if key else None
            listed = found and found[1] and re.search(rf"{OPEN}{int(found[1]) - 1}{CLOSE}", text[:start])  # (1)SO0031(2)SO0032
            if found and (whole := canonical(text[start : found.end()])) in self._items and not whole[-1].isdigit():
                made.append((start, found.end(), whole, text[start : found.end()]))
            elif found and not listed:
                made.append((start, found.end(), None, text[start : found.end()]))
            else:
                made.append((start, end, key, shown))
        return made

    def _prefixed(self, text: str, worked: list[Span]) -> Iterable[tuple[int, int, str | None, str, list[Span]]]:
        if not self._prefix:
            return
        position = 0
        while found := self._prefix.search(text, position):
            if within := [e for s, e, _, _ in worked if s <= found.start() < e]:
                position = within[0]
                continue
            groups = digit_groups(text, found.end())
            position = found.end() + 1
            if not groups:
                continue
            prefix = canonical(found[0])
            key, end = self._longest(prefix, groups, text)
            if key is None:
                unknown = self._like(prefix, groups, text)
                if unknown:
                    yield found.start(), unknown, None, text[found.start() : unknown], []
                    position = unknown
                continue
            more, end_more = self._short_forms(text, key, end)
            yield found.start(), end, key, text[found.start() : end], more
            position = end_more

    def _like(self, prefix: str, groups: list[tuple[str, int]], text: str) -> int:
        """Where digits end that are made like the book's after this prefix; 0 for none."""
        lengths = self._lengths[prefix]
        digits = ""
        for group, end in groups:
            if digits and (_MONEY_TAIL.match(text, end) or _BREAK.match(text, end - len(group) - 1)):
                break
            digits += group
            if len(digits) in lengths:
                return end
        near = len(prefix) > 1 or any(abs(len(groups[0][0]) - n) <= 1 for n in lengths)
        return groups[0][1] if near or len(groups[0][0]) >= 4 else 0

    def _longest(self, prefix: str, groups: list[tuple[str, int]], text: str) -> tuple[str | None, int]:
        """The longest run of digit groups that makes a number of the book; a shorter one may be followed by others."""
        for count in range(len(groups), 0, -1):
            last, end = groups[count - 1]
            key = prefix + "".join(digits for digits, _ in groups[:count])
            money = count > 1 and last[0] != "0" and _MONEY_TAIL.match(text, end)
            if money and not (key in self._items and self._short_forms(text, key, end)[0]):
                continue
            if key in self._items and not self._broken_before(prefix, groups[:count], text):
                return key, end
            if text[end : end + 1] == "月":  # SO2026052501906月货款: the month stands right behind the number
                cut = next((n for n in (1, 2) if key[:-n] in self._items and 1 <= int(key[-n:]) <= 12), 0)
                if cut:
                    return key[:-cut], end - cut
        return None, 0

    def _broken_before(self, prefix: str, groups: list[tuple[str, int]], text: str) -> bool:
        """A line ends inside these groups, and what stands before it is a number of the book itself."""
        return any(
            _BREAK.match(text, end) and prefix + "".join(digits for digits, _ in groups[: n + 1]) in self._items
            for n, (_, end) in enumerate(groups[:-1])
        )  # fmt: skip

    def _short_forms(self, text: str, key: str, end: int) -> tuple[list[Span], int]:
        """Numbers named by their end after a whole one: SO20240031/0032、0035, or as a range SO20240031-33."""
        more: list[Span] = []
        least = 1 if _ONE_DIGIT.search(text[max(0, end - 2) : end]) else 2
        while (found := _SHORT.match(text, end)) and len(found[1]) >= least:
            tail = found[1]
            other = key[: -len(tail)] + tail if len(tail) < len(key) else ""
            if other not in self._items or other == key:
                break
            more.append((found.start(1), found.end(), other, tail))
            end = found.end()
        return more, end

    def _plain(self, text: str, covered: list[tuple[int, int]]) -> Iterable[tuple[int, int, str | None, str, list[Span]]]:
        """Numbers without letters, whole or in groups, one after the other; and prefixed ones without their prefix."""
        if not (self._heads or self._bare):
            return
        runs = [(m.start(), m.end()) for m in _RUN.finditer(text)]
        at = 0
        while at < len(runs):
            start, end = runs[at]
            at += 1
            if any(s < end and start < e for s, e in covered):
                continue
            thousands = text[max(0, start - 2) : start][-1:] == "," and end - start == 3 and text[start - 2 : start - 1].isdigit()
            if _NO_START.search(text[:start][-1:]) or thousands:
                continue
            joined = _joined(text, runs[at - 1 : at + 4])
            hit = next(((key, stop, n) for n, key, stop in reversed(joined) if self._known(key)), None)
            if not hit:  # the end of a line inside a number
                broken = _joined(text, runs[at - 1 : at + 4], _JOINT_OR_BREAK)
                hit = next(((key, stop, n) for n, key, stop in reversed(broken) if self._known(key)), None)
            if hit and not re.match(r"\.\d|\s*元", text[hit[1] :]):
                key = hit[0] if hit[0] in self._items else self._bare[hit[0]]
                more, stop = self._short_forms(text, key, hit[1])
                yield start, hit[1], key, text[start : hit[1]], more
                at += sum(s < stop for s, _ in runs[at:])
            elif unknown := self._unknown(text, joined, runs[at - 1 : at + 4]):
                yield start, unknown, None, text[start:unknown], []
                at += sum(s < unknown for s, _ in runs[at:])

    def _known(self, key: str) -> bool:
        return (key in self._items and len(key) >= _LEAST_PLAIN) or key in self._bare

    def _unknown(self, text: str, joined: list[tuple[int, str, int]], runs: list[tuple[int, int]]) -> int:
        """Where digits end that are made like the book's own; 0 for none. A date is none."""
        _, first, end = joined[0]
        if re.match(r"\.\d|\s*元|,\d{3}", text[end:]):
            return 0
        if len(first) >= _LEAST_PLAIN and (len(first), first[:4] if first[0] != "0" else "0") in self._heads:
            return end
        for count, key, stop in joined[1:]:
            sizes = tuple(e - s for s, e in runs[:count])
            alike = any(len(g) == count and all(a == b or max(a, b) <= 3 for a, b in zip(g, sizes, strict=True)) for g in self._groups)
            if alike and not (sizes[0] == 4 and count == 3 and is_date(text[runs[0][0] : stop])):
                return stop
            if (len(key), key[:4] if key[0] != "0" else "0") in self._heads and not is_date(text[runs[0][0] : stop]):
                return stop
        return 0

    def _with_ranges(self, text: str, spans: list[Span]) -> tuple[list[Span], bool]:
        """Numbers between two that a range joins (SO001-003, SO001至SO003); and whether any text joins two so."""
        made: list[Span] = []
        ranged = False
        for span in spans:
            before = made[-1] if made else None
            if before and span[2] and before[2] and before[1] <= span[0] and _RANGE.fullmatch(text[before[1] : span[0]]):
                ranged = True
                made += [(before[1], before[1], key, key) for key in self._between(before[2], span[2])]
            made.append(span)
        return made, ranged

    def _between(self, first: str, last: str) -> list[str]:
        one, two = re.fullmatch(r"(.*?)(\d+)", first), re.fullmatch(r"(.*?)(\d+)", last)
        if not one or not two or one[1] != two[1] or len(one[2]) != len(two[2]) or not 1 < int(two[2]) - int(one[2]) <= _MOST_IN_RANGE:
            return []
        inner = (f"{one[1]}{n:0{len(one[2])}d}" for n in range(int(one[2]) + 1, int(two[2])))
        return [key for key in inner if key in self._items]


def _joined(text: str, runs: list[tuple[int, int]], joint: re.Pattern[str] = _JOINT) -> list[tuple[int, str, int]]:
    """(groups, digits, end) for the first run of digits alone and with those that separators join to it."""
    found: list[tuple[int, str, int]] = []
    digits = ""
    for n, (start, end) in enumerate(runs, 1):
        if n > 1 and not joint.fullmatch(text[runs[n - 2][1] : start]):
            break
        digits += text[start:end]
        found.append((n, digits, end))
    return found


def _longest_spans(spans: list[Span]) -> list[Span]:
    """Without the numbers of the book that are only a part of a longer one that stands there."""
    whole = [(s, e) for s, e, key, _ in spans if key]
    return [x for x in spans if not any(s <= x[0] and x[1] <= e and e - s > x[1] - x[0] for s, e in whole)]


def _without_zeros(found: dict[str, list[int]]) -> dict[str, str]:
    """Numbers of digits only by what they are without leading zeros; none at all where two become equal."""
    made: dict[str, str] = {}
    for key in found:
        if key.isdigit() and (bare := key.lstrip("0")):
            if bare in made and found[made[bare]] != found[key]:
                return {}
            made[bare] = key
    return made


def index_of(frame: pd.DataFrame, charge_side: str, lost: Sequence[str] = ()) -> NumberIndex:
    """The numbers by which payments can name charges: their own, and those of deliveries that name an order.

    lost: numbers of rows that could not be read; naming one names something that the book cannot settle.
    """
    charges = frame.loc[frame["side"] == charge_side, ["number", "related"]]
    pairs = [(n, i) for n, i in zip(charges["number"], charges.index, strict=True) if n]
    pairs += [(n, i) for n, i in zip(charges["related"], charges.index, strict=True) if n]
    other = frame.loc[(frame["side"] != charge_side) & (frame["side"] != "payment") & (frame["related"] != ""), ["number", "related"]]
    if len(other):
        by_number: dict[str, list[int]] = defaultdict(list)
        for number, item in zip(charges["number"], charges.index, strict=True):
            by_number[canonical(number)].append(item)
        pairs += [
            (number, item)
            for number, related in zip(other["number"], other["related"], strict=True) if number
            for item in by_number.get(canonical(related), [])
        ]  # fmt: skip
    return NumberIndex(pairs, lost)


def named_documents(frame: pd.DataFrame, payments: Int64) -> set[int]:
    """The payments that name any document of the book (orders or deliveries)."""
    index = NumberIndex([
        (n, i) for n, i, side in zip(frame["number"], frame.index, frame["side"], strict=True) if n and side != "payment"
    ])  # fmt: skip
    memo, reference = frame["memo"].to_numpy(), frame["reference"].to_numpy()
    return {int(i) for i in np.asarray(payments) if index.read_memo(memo[i]).hits or index.read_reference(reference[i]).hits}
