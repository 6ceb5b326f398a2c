"""Names of firms that resemble each other: what a name says without its legal form, and the pieces that tell customers apart.

杭州达祥贸易有限公司 and 杭州宏远贸易有限公司 have most characters in common and nothing that matters. A piece (two Han
characters, or four letters) is rare when hardly any other customer of the book has it; rare pieces find similar names
without comparing all with all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from ticktie.domain.text import party_key

_FORM = re.compile(r"(?:股份)?有限(?:责任)?公?司?|公司|集团|(?:CO)?LTD|LIMITED|INC|CORP|LLC|GMBH|[()*]")
_RARE_SHARE, _RARE_MOST = 50, 5  # a piece may belong to one customer, and one more for each 50, up to 5
_LIKE = 50  # likeness from which a name is a candidate
_LEAST = 4


@lru_cache(maxsize=65536)
def core(key: str) -> str:
    """A name's key without its legal form; the key where nothing else is left."""
    return _FORM.sub("", key) or key


def _pieces(text: str) -> Iterator[str]:
    size = 4 if text.isascii() else 2
    return (text[i : i + size] for i in range(len(text) - size + 1))


class RareWords:
    """The rare pieces of a book's customers."""

    def __init__(self, keys: Sequence[str]):
        self._keys = keys
        owners: dict[str, list[int]] = defaultdict(list)
        for code, key in enumerate(keys):
            for piece in set(_pieces(core(key))):
                owners[piece].append(code)
        most = min(1 + len(keys) // _RARE_SHARE, _RARE_MOST)
        self._owners = {piece: codes for piece, codes in owners.items() if len(codes) <= most}
        self._found: dict[str, frozenset[int]] = {}

    def shared(self, text: str, code: int) -> bool:
        """The text holds a rare piece of the customer's name."""
        return code in self.owners(text)

    def owners(self, text: str) -> frozenset[int]:
        """Customers with a rare piece of their name in the text."""
        if text not in self._found:
            bare = core(party_key(text))
            self._found[text] = frozenset(code for piece in {*_pieces(bare), *_quads(bare)} for code in self._owners.get(piece, ()))
        return self._found[text]

    def starting(self, key: str) -> frozenset[int]:
        """Customers whose name starts with the key."""
        if len(key) < _LEAST:
            return frozenset()
        start = end = bisect_left(self._keys, key)
        while end < len(self._keys) and self._keys[end].startswith(key):
            end += 1
        return frozenset(range(start, end))

    def like(self, key: str, most: int) -> list[int]:
        """The customers whose names come nearest, best first."""
        found = self.owners(key) | self.starting(key)
        ranked = sorted((-fuzz.ratio(core(key), core(self._keys[c])), c) for c in found)
        near = [c for likeness, c in ranked if likeness <= -_LIKE or c in self.starting(key)]
        return near[:most]


def _quads(text: str) -> Iterator[str]:
    """Pieces of four letters, also inside a text that has Han characters."""
    return (text[i : i + 4] for i in range(len(text) - 3))
