"""Nothing of one customer on another's statement: texts that name another customer or another's document are withheld.

A memo may name the orders of two customers that one payment paid. Names and numbers are compared in NFKC and without case.
What stands inside a longer name or number does not count, so the firm 华联 is not found in 华联商贸, nor SO-1 in SO-10. Numbers shorter than
three characters, or of fewer than four digits and nothing else, name nobody: a 6 in a memo is a month.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from ticktie.domain.items import PAYMENT
from ticktie.domain.text import nfkc
from ticktie.reports.accounts import customers
from ticktie.reports.view import View

_FEW = re.compile(r"\d{0,3}|.{0,2}", re.DOTALL)


class Guard:
    """What a book's customers are called and what their documents are numbered."""

    def __init__(self, view: View):
        self._view = view
        self._known = set(customers(view))
        self._seen: dict[str, list[set[str]]] = {}

    def clean(self, text: str, key: str) -> str:
        """The text, or a neutral sentence where it names another customer than that of the key, or another's document."""
        return self._view.say("report.statement.withheld") if text and self.names_another(text, key) else text

    def names_another(self, text: str, key: str) -> bool:
        if text not in self._seen:  # products and memos repeat
            folded = _folded(text)
            self._seen[text] = [*_found(folded, self._names, False), *_found(folded, self._numbers, True)]
        return any(key not in owners for owners in self._seen[text])

    @cached_property
    def _names(self) -> Mapping[int, Mapping[str, set[str]]]:
        view = self._view
        return _by_length((name, key) for name, key in zip(view.parties, view.party_keys, strict=True) if key in self._known and len(name) > 1)

    @cached_property
    def _numbers(self) -> Mapping[int, Mapping[str, set[str]]]:
        view = self._view
        every = zip(view.numbers, view.party_keys, view.sides, strict=True)
        return _by_length((number, key) for number, key, side in every if side != PAYMENT and key and not _FEW.fullmatch(number))


def _folded(text: str) -> str:
    return nfkc(text).casefold()


def _by_length(told: Iterable[tuple[str, str]]) -> Mapping[int, Mapping[str, set[str]]]:
    """Length -> text -> whose it is; the longest first."""
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for text, key in set(told):
        folded = _folded(text)
        found[len(folded)][folded].add(key)
    return {length: found[length] for length in sorted(found, reverse=True)}


def _found(text: str, known: Mapping[int, Mapping[str, set[str]]], whole: bool) -> Iterator[set[str]]:
    """Owners of each text that is found and not inside a longer one; whole: no digit goes on at either end, nor letter beside letter."""
    covered: list[tuple[int, int]] = []
    for length, texts in known.items():
        for at in range(len(text) - length + 1):
            end = at + length
            owners = texts.get(text[at:end])
            if owners is None or any(a <= at and end <= b for a, b in covered) or (whole and (_goes_on(text, at) or _goes_on(text, end))):
                continue
            covered.append((at, end))
            yield owners


def _goes_on(text: str, at: int) -> bool:
    """The characters on both sides of the place belong to one number or one Latin word."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    return before.isascii() and after.isascii() and ((before.isdigit() and after.isdigit()) or (before.isalpha() and after.isalpha()))
