"""Which known customer a journal's memo names: by its whole name, or by a short form that only one customer has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from ticktie.domain.text import party_key

_FORM = re.compile(r"(?:股份|集团|控股)?(?:有限公司|公司)$|(?:CO)?(?:LTD|LLC|INC)$")
_PLACE = re.compile(r"\([\u3400-\u9fff]{2,4}\)")
_TRADE = re.compile(r"(?:商贸|贸易|实业|科技|电子|食品|建材|五金|服饰|百货|超市|商行|经营部|批发部)$")
_LEAST_WHOLE, _LEAST_SHORT = 2, 2


class Customers:
    """The customers that salespeople name, to be found in texts."""

    def __init__(self, names: Iterable[str]):
        self.names: dict[str, str] = {}
        forms: dict[str, set[str]] = defaultdict(set)
        for name in names:
            key = party_key(name)
            if not key or key in self.names:
                continue
            self.names[key] = name
            for form in _forms(key):
                forms[form].add(key)
        self._forms = {form: next(iter(keys)) for form, keys in forms.items() if len(keys) == 1}
        self._starts: dict[str, list[str]] = defaultdict(list)
        for form in self._forms:
            self._starts[form[:2]].append(form)

    def of(self, cell: str) -> str:
        """Key of the customer that a cell of its own names; the cell's own key where it is none that is known."""
        key = party_key(cell)
        return key if not key or key in self.names else self._forms.get(key, key)

    def in_text(self, text: str) -> tuple[str, ...]:
        """Keys of the customers that a text names, in its order; a name inside a longer one does not count."""
        word = party_key(text)
        found: list[str] = []
        at = 0
        while at < len(word) - 1:
            form = max((f for f in self._starts.get(word[at : at + 2], ()) if word.startswith(f, at)), key=len, default="")
            if form and self._forms[form] not in found:
                found.append(self._forms[form])
            at += len(form) or 1
        return tuple(found)


def _forms(key: str) -> list[str]:
    """A name and how people shorten it: without the legal form, without the place in brackets, without the line of trade."""
    made = [key]
    bare = _FORM.sub("", _PLACE.sub("", key))
    made += [form for form in (bare, _TRADE.sub("", bare)) if len(form) >= _LEAST_SHORT and form not in made]
    return [form for form in made if len(form) >= _LEAST_WHOLE]
