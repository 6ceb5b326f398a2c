"""An outcome as the pages look at it: the items' columns as plain lists, sentences in one language, names of items.

Pages walk tens of thousands of rows; lists made once here are what keeps them fast.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from ticktie.domain import money
from ticktie.domain.grid import column_letter
from ticktie.domain.items import Int64
from ticktie.domain.links import Because, Link
from ticktie.domain.outcome import Outcome
from ticktie.domain.page import Column, Kind, LinkTo
from ticktie.domain.wording import say

_ITEM_FACTS = ("charges", "payments", "candidates", "items")  # facts that hold item numbers
_SHOWN = 6  # items named in one sentence; more are counted


@dataclass(frozen=True)
class View:
    """One outcome in one language. titles: page key -> title of its tab."""

    outcome: Outcome
    language: str
    titles: Mapping[str, str] = field(default_factory=dict)

    # --- words ---

    def say(self, key: str, **facts: Any) -> str:
        return say(self.language, key, facts)

    def word(self, section: str, code: str) -> str:
        """The word for a code, or the code itself where the wording has none."""
        try:
            return say(self.language, f"{section}.{code}")
        except KeyError:
            return code

    def column(
        self, key: str, kind: Kind = "text", width: float = 12, most: float = 0, *, span: int = 1, title: str = "",
        choices: tuple[str, ...] = (), note: str = "",
    ) -> Column:  # fmt: skip
        """A column with its title in the user's language; title: a key of the wording that differs from `key`."""
        return Column(key, self.say(f"column.{title or key}"), kind, width, most, choices, note, span)

    def side(self, side: str) -> str:
        """The side's name: orders, deliveries, payments."""
        return self.say(f"side.{side}")

    def because(self, because: Because) -> str:
        """The reason as a sentence; its bare code where the wording does not know it."""
        facts = {name: self._fact(name, value) for name, value in because.facts.items()}
        try:
            return say(self.language, f"because.{because.code}", facts)
        except KeyError:
            return because.code

    def _fact(self, name: str, value: Any) -> Any:
        if name in _ITEM_FACTS:
            return self.names(flat(value))
        if name == "why":
            return self.word("set_aside", str(value))
        if isinstance(value, list | tuple | set | frozenset):
            return self.listed([str(v) for v in value])
        return value

    def listed(self, words: Sequence[str], most: int = _SHOWN) -> str:
        """Words joined as the language lists them; what is beyond `most` is counted."""
        shown = self.say("report.list.comma").join(words[:most])
        return self.say("report.list.more", shown=shown, count=len(words)) if len(words) > most else shown

    def names(self, items: Iterable[int]) -> str:
        """Document numbers, or `sheet!row` where there is none or where two would look the same."""
        items = list(dict.fromkeys(items))
        shown = Counter(self.numbers[i] for i in items)
        return self.listed([self.numbers[i] if shown[self.numbers[i]] == 1 and self.numbers[i] else self._place(i) for i in items])

    def _place(self, item: int) -> str:
        number = self.numbers[item]
        return self.say("report.list.number_at", number=number, place=self.ids[item]) if number else str(self.ids[item])

    # --- items ---

    def texts(self, name: str) -> list[str]:
        """A text column of the items."""
        return list(self.outcome.items[name])

    @cached_property
    def ids(self) -> list[str]:
        return self.texts("id")

    @cached_property
    def sides(self) -> list[str]:
        return self.texts("side")

    @cached_property
    def numbers(self) -> list[str]:
        return self.texts("number")

    @cached_property
    def parties(self) -> list[str]:
        return self.texts("party")

    @cached_property
    def party_keys(self) -> list[str]:
        return self.texts("party_key")

    @cached_property
    def memos(self) -> list[str]:
        return self.texts("memo")

    @cached_property
    def currencies(self) -> list[str]:
        return self.texts("currency")

    @cached_property
    def keys(self) -> list[str]:
        return self.texts("key")

    @cached_property
    def states(self) -> list[str]:
        return list(self.outcome.state)

    @cached_property
    def dates(self) -> list[dt.date | None]:
        return _days(self.outcome.items["date"])

    @cached_property
    def dues(self) -> list[dt.date | None]:
        return _days(self.outcome.items["due_date"])

    @cached_property
    def amount(self) -> Int64:
        """Minor units of every item."""
        return np.asarray(self.outcome.items["amount"].to_numpy(dtype=np.int64))

    @cached_property
    def amounts(self) -> list[Decimal]:
        return self.decimals(self.amount)

    @cached_property
    def residuals(self) -> list[Decimal]:
        return self.decimals(self.outcome.residual)

    def decimals(self, minor: Iterable[int]) -> list[Decimal]:
        """Minor units in item order as amounts."""
        scales = [-places for places in self.places]
        return [Decimal(int(m)).scaleb(s) for m, s in zip(minor, scales, strict=True)]

    @cached_property
    def places(self) -> list[int]:
        """Decimal places of every item's currency."""
        of = {c: money.exponent(c) for c in set(self.currencies)}
        return [of[c] for c in self.currencies]

    @cached_property
    def sources(self) -> list[LinkTo]:
        """The cell of every item's amount."""
        items = self.outcome.items
        letters = {c: column_letter(c) for c in set(items["amount_column"].tolist())}
        return [
            LinkTo(f"{sheet}!{letters[c]}{row}", sheet, f"{letters[c]}{row}")
            for sheet, row, c in zip(items["sheet"], items["row"].tolist(), items["amount_column"].tolist(), strict=True)
        ]

    @cached_property
    def order_of(self) -> list[tuple[str, dt.date, str, str]]:
        """What items are sorted by on every tab: party, date, number, key."""
        first = dt.date.min
        return [
            (party, date or first, number, key)
            for party, date, number, key in zip(self.party_keys, self.dates, self.numbers, self.keys, strict=True)
        ]

    def money(self, minor: int, currency: str) -> Decimal:
        return money.to_decimal(minor, currency)

    # --- the book ---

    @property
    def charge_side(self) -> str:
        return self.outcome.ledger.charge_side

    @property
    def as_of(self) -> dt.date:
        return self.outcome.ledger.as_of

    @cached_property
    def book_currencies(self) -> list[str]:
        """Currencies of the book, the most used first; the rules' own where the book has no items."""
        count = Counter(self.currencies)
        return sorted(count, key=lambda c: (-count[c], c)) or [self.outcome.rules.base_currency]

    @property
    def several_currencies(self) -> bool:
        return len(self.book_currencies) > 1

    @cached_property
    def book_sides(self) -> list[str]:
        """The charge side, then payments, then what else the book holds."""
        present = [s for s in ("order", "delivery") if s != self.charge_side and s in set(self.sides)]
        return [self.charge_side, "payment", *present]

    # --- links ---

    @cached_property
    def link_ids(self) -> list[str]:
        """The number of every link, in the outcome's order: M for links, P for proposals, counted as the tabs list them."""
        ids = [""] * len(self.outcome.links)
        count: Counter[str] = Counter()
        for n in self.links_in_order:
            letter = "M" if self.outcome.links[n].sure else "P"
            count[letter] += 1
            ids[n] = f"{letter}{count[letter]:04d}"
        return ids

    @cached_property
    def links_in_order(self) -> list[int]:
        """Places of the links as the tabs list them: by their first item's party, date, number and key."""
        order = self.order_of
        first = [min(order[a.charge] for a in link.allocations) for link in self.outcome.links]
        then = [min(order[a.payment] for a in link.allocations) for link in self.outcome.links]
        return sorted(range(len(first)), key=lambda n: (first[n], then[n]))

    def amount_of(self, link: Link) -> Decimal:
        """What a link settles."""
        first = link.allocations[0].charge
        return money.to_decimal(sum(a.amount for a in link.allocations), self.currencies[first])


def flat(value: Any) -> list[int]:
    """Item numbers of a fact, groups of them opened."""
    if isinstance(value, list | tuple | set | frozenset):
        return [i for part in value for i in flat(part)]
    return [int(value)]


def _days(column: pd.Series[Any]) -> list[dt.date | None]:
    return list(column.to_numpy().astype("datetime64[D]").tolist())
