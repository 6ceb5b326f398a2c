"""Who the salesperson of a row is: its own column, what stands above the table, the sheet's name, or the memo of a journal line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ticktie.domain.text import nfkc, party_key
from ticktie.domain.vocabulary import plain, word_order
from ticktie.intake.tables import Table

_ABOVE = re.compile(r"(?:业务员|業務員|销售员|銷售員|销售代表|经手人|經手人|经办人|姓名|负责人|SALESPERSON|SALES REP|NAME)[:：]\s*([^:：,，\s]{2,30})", re.IGNORECASE)
_PERIOD = re.compile(r"(?:20\d\d)?\s*[年.\-/_]?\s*(?:1[0-2]|0?[1-9])\s*月(?:份|度)?|20\d{2}[-_.]?\d{0,4}|\d{4,}")
_EDGES = re.compile(r"^[\s\-_·.,，。、:：+()（）\[\]【】]+|[\s\-_·.,，。、:：+]+$")
_EMPTY = re.compile(r"[(\[【]\s*[)\]】]")
_BRACKET = re.compile(r"\([^()]*\)$")
_LEAST = 2  # characters of a name that is looked for in a text


def named_by(title: str) -> str:
    """The name in a sheet's or file's title: 张三6月回款 -> 张三; "" where nothing is left."""
    text = without_period(title)
    for word in word_order("cashier_side", "around"):
        text = re.sub(re.escape(word), "", text, flags=re.IGNORECASE)
    return _EDGES.sub("", text)


def without_period(title: str) -> str:
    """A title without its month or year: 现金日记账2026年6月 -> 现金日记账."""
    return _EDGES.sub("", _EMPTY.sub("", _PERIOD.sub("", nfkc(title))))


def named_above(table: Table) -> str:
    """The salesperson that the lines above the table name."""
    return next((found[1] for text in table.preamble if (found := _ABOVE.search(nfkc(text)))), "")


@dataclass
class People:
    """The salespeople of a book. names: key -> name as written first. bearers: a bare name -> the keys of all who bear it."""

    names: dict[str, str] = field(default_factory=dict)
    bearers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, name: str) -> str:
        """The person's key; "" for no name."""
        key = party_key(name) if name else ""
        if key:
            self.names.setdefault(key, name)
            self.bearers[_bare(key)].add(key)
        return key

    @property
    def shared(self) -> frozenset[str]:
        """Bare names that several bear."""
        return frozenset(bare for bare, keys in self.bearers.items() if len(keys) > 1)

    def of(self, name: str) -> tuple[str, bool]:
        """Key of the person that a cell names, and whether several bear the name, so that none is known."""
        key = party_key(name) if name else ""
        if key in self.names and key not in self.shared:
            return key, False
        bearers = self.bearers.get(_bare(key), set())
        if key in bearers and key != _bare(key):
            return key, False
        if len(bearers) == 1 and (key == _bare(key) or key in bearers):
            return next(iter(bearers)), False
        return ("", True) if len(bearers) > 1 else ("", False)

    def in_text(self, text: str, customers: Sequence[str] = ()) -> tuple[str, bool]:
        """Key of the one person that a text names, outside the names of customers; and whether the name is shared by several."""
        word = party_key(text)
        for customer in customers:
            word = word.replace(customer, "|")
        found = self._whole(word) or self._bare_in(word)
        return (next(iter(found)), False) if len(found) == 1 else ("", len({_bare(k) for k in found}) == 1)

    def _whole(self, word: str) -> set[str]:
        """People whose name with its bracket stands in the text."""
        return {key for key in self.names if key != _bare(key) and key in word}

    def _bare_in(self, word: str) -> set[str]:
        """People whose bare name stands in the text; a name inside a longer one does not count."""
        found: set[str] = set()
        for bare, keys in self._by_length:
            if bare in word:
                found |= keys
                word = word.replace(bare, "|")
        return found

    @cached_property
    def _by_length(self) -> list[tuple[str, set[str]]]:
        return sorted(((b, k) for b, k in self.bearers.items() if len(b) >= _LEAST), key=lambda x: (-len(x[0]), x[0]))


def _bare(key: str) -> str:
    return _BRACKET.sub("", key) or key


def told_apart(names: Iterable[str], departments: Iterable[str]) -> dict[tuple[str, str], str]:
    """(name, department) -> the name to go by: with the department in brackets where one name stands with several."""
    pairs = dict.fromkeys(zip(names, departments, strict=True))
    several: Mapping[str, set[str]] = defaultdict(set)
    for name, department in pairs:
        several[party_key(name)].add(plain(department))
    return {(n, d): f"{n}({d})" if d and len(several[party_key(n)] - {""}) > 1 else n for n, d in pairs}
