"""An outcome as the pages look at it: the items' columns as plain lists, sentences in one language, names of items.

Pages walk tens of thousands of rows; lists made once here are what keeps them fast.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from string import Formatter
from typing import Any

import numpy as np
import pandas as pd

from ticktie.domain import money
from ticktie.domain.grid import column_letter
from ticktie.domain.items import PAYMENT, Int64
from ticktie.domain.links import Because, Difference, Link
from ticktie.domain.outcome import Outcome
from ticktie.domain.page import Column, Kind
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
        """The sentence of the scenario where it has one of its own, else that of all."""
        if self._scenario:
            try:
                return say(self.language, self._scenario + key, facts)
            except KeyError:
                pass
        return say(self.language, key, facts)

    @cached_property
    def _scenario(self) -> str:
        """Where the wording of a scenario stands; customers' is the wording of all."""
        name = self.outcome.ledger.scenario
        return "" if name == "customer" else f"{name}."

    def word(self, section: str, code: str) -> str:
        """The word for a code, or the code itself where the wording has none."""
        try:
            return self.say(f"{section}.{code}")
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
        sentence, wanted = self._sentence(because.code)
        facts = because.facts
        if wanted:
            sentence = sentence.format(**{name: self._fact(name, facts[name]) if name in facts else "" for name in wanted})
        if parts := [p for p in facts.get("parts", ()) if isinstance(p, str)]:
            sentence = self.say("likeness.with_parts", sentence=sentence, parts=self.listed([self.word("likeness", p) for p in parts]))
        return self.say("because.alias", sentence=sentence, **facts["alias"]) if "alias" in facts else sentence

    def _sentence(self, code: str) -> tuple[str, tuple[str, ...]]:
        """A reason's sentence and the facts it asks for; tens of thousands of rows share a few."""
        if code not in self._sentences:
            sentence = self.word("because", code)
            self._sentences[code] = sentence, tuple(name for _, name, _, _ in Formatter().parse(sentence) if name)
        return self._sentences[code]

    @cached_property
    def _sentences(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        return {}

    def _fact(self, name: str, value: Any) -> Any:
        if name in _ITEM_FACTS:
            return self.names(flat(value))
        if name == "why":
            return self.word("set_aside", str(value))
        if name in ("by", "today"):
            return self.word("rate_by" if name == "by" else "stated_today", str(value))
        if isinstance(value, list | tuple | set | frozenset):
            return self.listed([str(v) for v in value])
        return value

    @cached_property
    def _comma(self) -> str:
        return self.say("report.list.comma")

    def listed(self, words: Sequence[str], most: int = _SHOWN) -> str:
        """Words joined as the language lists them; what is beyond `most` is counted."""
        if len(words) == 1:
            return words[0]
        shown = self._comma.join(words[:most])
        return self.say("report.list.more", shown=shown, count=len(words)) if len(words) > most else shown

    def names(self, items: Sequence[int]) -> str:
        """Document numbers, or `sheet!row` where there is none or where two would look the same."""
        if len(items) == 1:
            return self.numbers[items[0]] or self.ids[items[0]]
        items = list(dict.fromkeys(items))
        shown = Counter(self.numbers[i] for i in items)
        return self.listed([self.numbers[i] if shown[self.numbers[i]] == 1 and self.numbers[i] else self._place(i) for i in items])

    def _place(self, item: int) -> str:
        number = self.numbers[item]
        return self.say("report.list.number_at", number=number, place=self.ids[item]) if number else str(self.ids[item])

    # --- items ---

    def texts(self, name: str) -> list[str]:
        """A text column of the items."""
        return list(self.outcome.items[name].to_numpy(dtype=object).tolist())

    def texts_of(self, name: str) -> list[str]:
        """The same, kept: for columns that only one scenario has."""
        if name not in self._kept:
            self._kept[name] = self.texts(name)
        return self._kept[name]

    @cached_property
    def _kept(self) -> dict[str, list[str]]:
        return {}

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
        return list(self.outcome.state.tolist())

    @cached_property
    def dates(self) -> list[dt.date | None]:
        return _days(self.outcome.items["date"])

    @cached_property
    def days(self) -> list[int]:
        """Days since 1970-01-01 of every item's date."""
        return list(self.outcome.items["date"].to_numpy().astype("datetime64[D]").astype(np.int64).tolist())

    @cached_property
    def dues(self) -> list[dt.date | None]:
        return _days(self.outcome.items["due_date"])

    @cached_property
    def has_dues(self) -> bool:
        """Some document tells when it is due; else the tabs need no column for it."""
        return any(due is not None for due in self.dues)

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

    def decimals(self, minor: Int64) -> list[Decimal]:
        """Minor units in item order as amounts."""
        units = {c: unit(c) for c in set(self.currencies)}
        return [Decimal(m) * units[c] for m, c in zip(minor.tolist(), self.currencies, strict=True)]

    @cached_property
    def places(self) -> list[int]:
        """Decimal places of every item's currency."""
        of = {c: money.exponent(c) for c in set(self.currencies)}
        return [of[c] for c in self.currencies]

    @cached_property
    def sources(self) -> list[str]:
        """The address of every item's amount: `sheet!D5`."""
        items = self.outcome.items
        letters = {c: column_letter(c) for c in set(items["amount_column"].tolist())}
        return [
            f"{sheet}!{letters[c]}{row}"
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
        return Decimal(int(minor)) * unit(currency)

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
    def stated_rates(self) -> list[str]:
        """The exchange rate that each item's row states, as a Fraction writes it."""
        return self.texts("rate")

    @cached_property
    def meets_exchange(self) -> bool:
        """The book has items in another currency than its own, and rates for them."""
        rates = self.outcome.ledger.rates
        known = bool(rates.dated or rates.fixed) or any(r not in ("", "1") for r in self.stated_rates)
        return known and any(c != rates.base for c in self.book_currencies)

    @cached_property
    def book_sides(self) -> list[str]:
        """The charge side, then payments, then what else the book holds."""
        present = [s for s in ("order", "delivery") if s != self.charge_side and s in set(self.sides)]
        return [self.charge_side, "payment", *present]

    # --- links ---

    @cached_property
    def has_probability(self) -> bool:
        """Some link rests on a probability; else the tabs need no column for it."""
        return any(link.probability is not None for link in self.outcome.links)

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
        places = [
            min((order[a.charge], order[a.payment]) for a in link.allocations) if link.allocations else (order[link.first],) * 2
            for link in self.outcome.links
        ]
        return sorted(range(len(places)), key=places.__getitem__)

    def difference_of(self, told: Difference) -> str:
        """The word for a difference; a receipt that is written off is kept."""
        return self.word("report.difference", "kept" if self.sides[told.charge] == PAYMENT else told.kind)

    def amount_of(self, link: Link) -> Decimal:
        """What a link settles."""
        return self.money(sum(a.amount for a in link.allocations), self.currency_of(link))

    def currency_of(self, link: Link) -> str:
        return self.currencies[link.first]

    @cached_property
    def settled(self) -> dict[str, Decimal]:
        """What sure links settle, by currency."""
        totals: Counter[str] = Counter()
        for link in self.outcome.links:
            if link.sure:
                totals[self.currency_of(link)] += sum(a.amount for a in link.allocations)
        return {currency: self.money(totals[currency], currency) for currency in sorted(totals)}


@cache
def unit(currency: str) -> Decimal:
    """The smallest unit of a currency; what minor units times it are has the currency's places."""
    return Decimal(1).scaleb(-money.exponent(currency))


def flat(value: Any) -> list[int]:
    """Item numbers of a fact, groups of them opened."""
    if isinstance(value, list | tuple | set | frozenset):
        if len(value) == 1:
            return flat(next(iter(value)))
        return [i for part in value for i in flat(part)]
    return [int(value)]


def _days(column: pd.Series[Any]) -> list[dt.date | None]:
    return list(column.to_numpy().astype("datetime64[D]").tolist())
