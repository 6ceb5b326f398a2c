"""Which orders a delivery names: by its order column, by its own number, or by the only number in its remarks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from ticktie.domain.documents import NumberIndex
from ticktie.domain.items import DELIVERY, ORDER
from ticktie.domain.number_forms import canonical


def named_orders(frame: pd.DataFrame) -> dict[int, tuple[int, ...]]:
    """Delivery -> the order lines it names, in the order of the lines; only for deliveries that take part and name some.

    Lines that take part come before those set aside, which stand here only where no other line carries the number. A
    number that several orders carry (flag number_unsure) names one only if it is the delivery's customer's only one.
    """
    lines = _Lines(frame)
    if not lines.by_number:
        return {}
    side, aside = _values(frame, "side"), lines.aside
    columns = (_values(frame, name) for name in ("related", "number", "memo"))
    found: dict[int, tuple[int, ...]] = {}
    for item, (related, number, memo) in enumerate(zip(*columns, strict=True)):
        if side[item] == DELIVERY and not aside[item] and (named := lines.named(item, related, number, memo)):
            found[item] = named
    return found


class _Lines:
    """The order lines of a book by the numbers that they carry."""

    def __init__(self, frame: pd.DataFrame):
        numbers = _values(frame, "number")
        self.written = [(n, i) for i, (n, side) in enumerate(zip(numbers, _values(frame, "side"), strict=True)) if n and side == ORDER]
        self.by_number: dict[str, list[int]] = defaultdict(list)
        for number, item in self.written:
            self.by_number[canonical(number)].append(item)
        self.by_number.pop("", None)
        self.currency, self.party = _values(frame, "currency"), _values(frame, "party_key")
        self.aside, self.keys, self.lines = _values(frame, "set_aside"), _values(frame, "key"), _values(frame, "line")
        self.unsure = ["number_unsure" in f for f in _values(frame, "flags")]

    @cached_property
    def index(self) -> NumberIndex:
        """Reads numbers out of texts; most books do not need it."""
        return NumberIndex(self.written)

    def named(self, delivery: int, related: str, number: str, memo: str) -> tuple[int, ...]:
        """The first evidence that names an order of the book decides."""
        return (
            tuple(self._of(delivery, self._written(related)))
            or tuple(self._of(delivery, (canonical(number),)))
            or self._remarked(delivery, memo)
        )

    def _written(self, related: str) -> Sequence[str]:
        """The numbers in the order column: the whole cell, or several."""
        key = canonical(related)
        return (key,) if not key or key in self.by_number else self.index.read_reference(related).hits

    def _remarked(self, delivery: int, memo: str) -> tuple[int, ...]:
        hits = self.index.read_memo(memo).hits if memo else ()
        found = tuple(self._of(delivery, hits)) if len(hits) == 1 else ()
        return found if all(self.party[i] == self.party[delivery] for i in found) else ()

    def _of(self, delivery: int, numbers: Sequence[str]) -> Iterator[int]:
        for number in numbers:
            same = [i for i in self.by_number.get(number, ()) if self.currency[i] == self.currency[delivery]]
            found = [i for i in same if not self.aside[i]] or same
            if any(self.unsure[i] for i in found):
                mine = [i for i in found if self.party[i] == self.party[delivery]]
                found = mine if len(mine) == 1 else []
            yield from sorted(found, key=lambda i: (self.lines[i], self.keys[i], i)) if len(found) > 1 else found


def _values(frame: pd.DataFrame, name: str) -> list[Any]:
    return list(frame[name].to_numpy(dtype=object).tolist())
