"""The result tabs read back as items: what stands in a workbook of each document and receipt, for the functions in cells.

Columns are found by the hidden heading, never by title or place, so it does not matter in which language the tabs were
written, how they are sorted or which columns were moved. Amounts are int minor units; what a tab does not tell is empty.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from string import ascii_uppercase
from typing import Any

from ticktie.domain.documents import NumberIndex
from ticktie.domain.items import PAYMENT
from ticktie.domain.money import to_minor
from ticktie.domain.number_forms import canonical
from ticktie.domain.text import party_key
from ticktie.domain.wording import section
from ticktie.reports.people import MARK, RowKey, parse_row_key

Rows = Sequence[Sequence[Any]]
READ = ("matched", "unmatched", "to_confirm")
_AGAIN, _HASH = re.compile(r"#\d+$"), re.compile(r"[0-9a-f]{16}")  # in a key: which of several equals; an item without a number
_FACTS = ("language", "as_of", "currency", "charge_side", "run")


@dataclass(frozen=True, slots=True)
class Item:
    """One document or receipt. state: as in the result file; aside: why it takes no part. place: `sheet!D5` of its amount."""

    key: str
    side: str
    number: str
    party: str
    currency: str
    date: dt.date | None
    due: dt.date | None
    amount: int
    residual: int = 0
    state: str = "matched"
    aside: str = ""
    reason: str = ""
    nearest: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of Matched. payment: "" for a write-off. paid: what it takes of the payment, in the payment's own currency.

    difference: signed like the charge, kind: its code. by: the method, as the tab says it. stated: the sent statement that tells it.
    """

    link: str
    charge: str
    payment: str
    amount: int
    paid: int
    difference: int
    by: str
    because: str
    kind: str = ""
    stated: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One row of To confirm: these items may belong to those."""

    items: tuple[str, ...]
    others: tuple[str, ...]
    kind: str
    because: str


@dataclass(frozen=True)
class Standing:
    """One workbook's result. items: key -> item."""

    language: str
    as_of: dt.date
    currency: str
    charge_side: str
    items: Mapping[str, Item]
    pairs: Sequence[Pair] = ()
    choices: Sequence[Choice] = ()
    kept: dict[Any, Any] = field(default_factory=dict, compare=False)  # what was worked out of it once

    @cached_property
    def by_number(self) -> dict[str, list[Item]]:
        """Canonical number -> the charges of that number. Deliveries beside orders are told by the order they belong to."""
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.items.values():
            if item.number and item.side == self.charge_side:
                found[canonical(item.number)].append(item)
        return found

    @cached_property
    def numbers(self) -> NumberIndex:
        """The numbers of the book's charges, to find them in texts."""
        return NumberIndex([(item.number, n) for n, item in enumerate(self.items.values()) if item.side == self.charge_side and item.number])

    @cached_property
    def pairs_of(self) -> dict[str, list[Pair]]:
        """Key of an item -> the rows of Matched that it stands in."""
        found: dict[str, list[Pair]] = defaultdict(list)
        for pair in self.pairs:
            for key in (pair.charge, pair.payment):
                found[key].append(pair)
        return found

    @cached_property
    def choices_of(self) -> dict[str, list[Choice]]:
        """Key of an item -> the rows of To confirm that it stands in."""
        found: dict[str, list[Choice]] = defaultdict(list)
        for choice in self.choices:
            for key in dict.fromkeys(choice.items + choice.others):
                found[key].append(choice)
        return found

    @cached_property
    def by_place(self) -> dict[str, list[Item]]:
        """`sheet!row` -> its item; number or serial of a payment -> its items."""
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.items.values():
            sheet, _, cell = item.place.rpartition("!")
            found[f"{sheet}!{cell.lstrip(ascii_uppercase)}"].append(item)
            if item.side == PAYMENT:
                for name in {canonical(item.number), canonical(item.key.rpartition(":")[2])} - {""}:
                    found[name].append(item)
        return found

    @cached_property
    def customers(self) -> dict[str, str]:
        """Key of a customer -> its name; who has documents, not who only paid."""
        return {party_key(i.party): i.party for i in self.items.values() if i.side != PAYMENT and i.party}


def stamp(row: Sequence[Any]) -> str:
    """The hidden heading of a row, which differs when the run that wrote the tab found anything else; "" for no heading."""
    return next((c for c in row if isinstance(c, str) and c.startswith(MARK + "{")), "")


def read_standing(tabs: Mapping[str, Rows]) -> Standing | None:
    """tabs: key of the page (`matched`, `matched:2`) -> its cells from row 1 on. None where they tell no result, or an older one."""
    pages = {name: [rows for key, rows in tabs.items() if key.partition(":")[0] == name] for name in READ}
    facts = next((f for rows in pages["matched"] if (f := _facts(rows))), None)
    if facts is None:
        return None
    reader = _Reader(facts)
    for rows in pages["unmatched"]:
        reader.unmatched(rows)
    for rows in pages["matched"]:
        reader.matched(rows)
    for rows in pages["to_confirm"]:
        reader.to_confirm(rows)
    return Standing(
        facts["language"], dt.date.fromisoformat(facts["as_of"]), facts["currency"], facts["charge_side"], reader.items, reader.pairs, reader.choices
    )  # fmt: skip


def _facts(rows: Rows) -> dict[str, str] | None:
    told = next((s for row in rows if (s := stamp(row))), "")
    facts = json.loads(told[len(MARK) :]).get("facts", {}) if told else {}
    return facts if all(name in facts for name in _FACTS) else None


def _keyed(rows: Rows) -> Iterator[tuple[RowKey, dict[str, Any]]]:
    """The rows of items: their hidden key, and their cells by the key of the column."""
    at: dict[str, int] = {}
    hidden = -1
    for row in rows:
        if told := stamp(row):
            columns = json.loads(told[len(MARK) :])["columns"]
            places = [(columns[c], i) for i, c in enumerate(row) if isinstance(c, str) and c in columns]
            at, hidden = dict(reversed(places)), row.index(told)  # the first of two equal titles is ours
        elif 0 <= hidden < len(row) and isinstance(row[hidden], str) and (key := parse_row_key(row[hidden])):
            yield key, {name: row[i] for name, i in at.items() if i < len(row)}


class _Reader:
    """Items, pairs and choices as the tabs are gone through: Unmatched first, because it tells what is left."""

    def __init__(self, facts: Mapping[str, str]):
        language = facts["language"]
        self.facts = facts
        self.sides = {word: code for code, word in section(language, "side").items()}
        self.states = {word: code for code, word in section(language, "state").items()}
        self.asides = {word: code for code, word in section(language, "set_aside").items()}
        self.kinds = {word: code for code, word in section(language, "report.difference").items()}
        self.items: dict[str, Item] = {}
        self.pairs: list[Pair] = []
        self.choices: list[Choice] = []

    def unmatched(self, rows: Rows) -> None:
        for key, cells in _keyed(rows):
            state = _text(cells.get("state"))
            currency = self.currency(cells)
            side = self.sides.get(_text(cells.get("side"))) or self.side(key.keys[0])
            self.items[key.keys[0]] = Item(
                key.keys[0], side, _text(cells.get("number")), _text(cells.get("party")), currency, _day(cells.get("date")), _day(cells.get("due_date")),
                _minor(cells.get("amount"), currency), _minor(cells.get("residual"), currency), self.states.get(state, "set_aside"),
                self.asides.get(state, ""), _text(cells.get("reason")), _text(cells.get("nearest")), _text(cells.get("source")),
            )  # fmt: skip

    def matched(self, rows: Rows) -> None:
        for key, cells in _keyed(rows):
            charge, payment = (key.targets[0], key.keys[0]) if key.targets else (key.keys[0], "")
            currency = self.currency(cells)
            self.add(charge, "number", "customer", "charge_date", "charge_amount", "charge_source", cells, currency, _day(cells.get("due_date")))
            theirs = _text(cells.get("payment_currency")) or currency
            if payment:
                self.add(payment, "", "payer", "payment_date", "payment_amount", "payment_source", cells, theirs)
            amount, paid = _minor(cells.get("allocated"), currency), cells.get("paid_in_exchange")
            self.pairs.append(Pair(
                _text(cells.get("link")), charge, payment, amount, amount if theirs == currency else _minor(paid, theirs),
                _minor(cells.get("difference"), currency), _text(cells.get("pass")), _text(cells.get("because")),
                self.kinds.get(_text(cells.get("difference_kind")), ""), _text(cells.get("stated_in")),
            ))  # fmt: skip

    def add(
        self, key: str, number: str, party: str, date: str, amount: str, source: str, cells: Mapping[str, Any], currency: str, due: dt.date | None = None
    ) -> None:  # fmt: skip
        """An item of Matched; one that Unmatched does not list is settled."""
        if key not in self.items:
            side = self.side(key)
            self.items[key] = Item(
                key, side, _text(cells.get(number)) if number or side == PAYMENT else _number_in(key), _text(cells.get(party)), currency, _day(cells.get(date)), due,
                _minor(cells.get(amount), currency), place=_text(cells.get(source)),
            )  # fmt: skip

    def to_confirm(self, rows: Rows) -> None:
        for key, cells in _keyed(rows):
            self.choices.append(Choice(key.keys, key.targets, _text(cells.get("choice_kind")), _text(cells.get("because"))))

    def side(self, key: str) -> str:
        """A key begins with its side; that of an opening balance is a charge."""
        side = key.partition(":")[0]
        return self.facts["charge_side"] if side == "opening" else side

    def currency(self, cells: Mapping[str, Any]) -> str:
        return _text(cells.get("currency")) or self.facts["currency"]


def _number_in(key: str) -> str:
    """The number of a return that stands in a payment's place, where the tab has no column for it: `order:SO7:1#2` -> SO7."""
    told = _AGAIN.sub("", key.partition(":")[2])
    number = told.rpartition(":")[0] or told
    return "" if _HASH.fullmatch(number) and not number.isdigit() else number


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell)


def _minor(cell: Any, currency: str) -> int:
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        return 0
    return to_minor(Decimal(f"{cell:.15g}"), currency)[0]


def _day(cell: Any) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, str) and cell:
        return dt.date.fromisoformat(cell)
    return cell if isinstance(cell, dt.date) else None
