"""An outcome -> the statements of its customers."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from ticktie.domain.items import PAYMENT
from ticktie.domain.register import Confirmation
from ticktie.reports.accounts import Account, Entry, accounts, customers, period_start, quantity
from ticktie.reports.aging import Balance, balances, basis
from ticktie.reports.statement.model import Line, OpenItem, Part, Prior, Product, Seller, Statement
from ticktie.reports.statement.private import Guard
from ticktie.reports.statement.words import words
from ticktie.reports.view import View

_RETURNS = ("return", "discount")  # kinds of lines that lessen what was charged


class Statements:
    """The statements of one view; what all of them share is worked out once. keys: only these customers (None: all).

    mark: ten letters that only the firm's key makes of a text, for tokens. Without it a statement carries the token of the
    register where its figures are the registered ones, else none: so a tab is the same on every computer of a firm.
    """

    def __init__(self, view: View, keys: Collection[str] | None = None, mark: Callable[[str], str] | None = None):
        self.view = view
        self._mark = mark
        self.names = customers(view)
        self._accounts = accounts(view, self.names if keys is None else keys)
        self._balances = {(b.key, b.currency): b for b in balances(view)}
        self._guard = Guard(view)
        self._open = _open_by_customer(view, self.names)
        self._products, self._flags = view.texts("product"), view.texts("flags")
        self._salespeople = salespeople_of(view)
        self._contested = {(c.version.key, e.document) for c in view.outcome.register.confirmations.values() if c.state == "differs" for e in c.disputed}

    @property
    def keys(self) -> list[str]:
        """Customers with something to tell, by key: a customer all of whose documents are set aside has no account."""
        return sorted(key for key in self._accounts if key in self.names)

    def of(self, key: str) -> Statement:
        """The customer's statement; without parts where it has nothing to tell."""
        view, rules = self.view, self.view.outcome.rules
        prior = view.outcome.register.last_stated(key, period_start(view))
        parts = [self._part(key, account, prior) for account in self._with_stated(self._accounts.get(key, []), prior)]
        number = numbered("ST", view.as_of, key)
        told = figures(number, parts)
        seller = Seller(rules.seller_name, rules.seller_bank, rules.seller_account, rules.seller_contact)
        return Statement(
            key, self.names.get(key, key), seller, number, told, self._token(number, told), period_start(view), view.as_of,
            view.as_of + dt.timedelta(days=rules.reply_days), view.charge_side, self._salespeople.get(key, []), rules.auditor, parts,
        )  # fmt: skip

    def _token(self, number: str, told: str) -> str:
        if self._mark:
            return token(self._mark(told))
        known = self.view.outcome.register.confirmations.get(number)
        return known.version.token if known and known.version.figures == told else ""

    def _with_stated(self, found: Sequence[Account], prior: Confirmation | None) -> list[Account]:
        """The accounts, and an empty one for a currency in which a balance was stated and nothing is left."""
        stated = [b.currency for b in prior.version.balances if b.closing] if prior else []
        return [*found, *(Account(c) for c in stated if c not in {a.currency for a in found})]

    def _part(self, key: str, account: Account, stated: Confirmation | None) -> Part:
        view, currency = self.view, account.currency
        prior = _prior(stated, currency)
        changes = account.closing_on(prior.end) - prior.closing if prior else 0
        balance = self._balances.get((key, currency), Balance(key, "", currency))
        sums = _sums(view, account.lines)
        return Part(
            currency, account.opening - changes, list(self._lines(key, account)), sums["charges"], sums["returns"], sums["receipts"], sums["adjustments"],
            account.closing, words(view.money(account.closing, currency), currency, view.language), balance.buckets, balance.credits,
            balance.unapplied, [self._open_item(key, i) for i in self._open.get((key, currency), [])], self._sold(key, account), changes, prior,
        )  # fmt: skip

    def _lines(self, key: str, account: Account) -> Iterator[Line]:
        balance = account.opening
        for e in account.lines:
            balance += e.charge - e.receipt
            told = self._guard.clean(e.summary, key)
            yield Line(e.date, e.number, e.kind, told, e.quantity, e.charge, e.receipt, balance, e.paid, e.unapplied)

    def _open_item(self, key: str, item: int) -> OpenItem:
        view = self.view
        paid, amount, left = view.sides[item] == PAYMENT, int(view.amount[item]), int(view.outcome.residual[item])
        kind = ("receipt" if amount > 0 else "refund") if paid else "return" if amount < 0 else view.charge_side
        told = view.memos[item] if paid else self._products[item] or view.memos[item]
        sign, due = -1 if paid else 1, None if paid else basis(view, item)
        late = max(0, (view.as_of - due).days) if due and left > 0 else 0
        number = "" if paid else view.numbers[item]
        disputed = "disputed" in self._flags[item] or (key, number) in self._contested
        return OpenItem(item, view.dates[item], due, number, kind, self._guard.clean(told, key), sign * amount, sign * left, late, disputed)

    def _sold(self, key: str, account: Account) -> list[Product]:
        """Charges and returns of the period by product, as the documents name them; the largest first."""
        found: dict[str, list[int]] = defaultdict(list)
        for entry in account.lines:
            if entry.kind in (self.view.charge_side, "return"):
                for item in entry.items:
                    found[self._products[item]].append(item)
        made = [self._product(key, name, items) for name, items in found.items()]
        return sorted(made, key=lambda p: (-p.amount, p.name))

    def _product(self, key: str, name: str, items: Sequence[int]) -> Product:
        view = self.view
        documents = {(view.numbers[i], view.dates[i]) if view.numbers[i] else i for i in items}
        pieces = quantity([float(q) for q in view.outcome.items["quantity"].to_numpy()[list(items)]])
        return Product(self._guard.clean(name, key), len(documents), pieces, int(sum(view.amount[i] for i in items)))


def _prior(stated: Confirmation | None, currency: str) -> Prior | None:
    """What was last stated in a currency; a statement that did not name it stated nothing, which is 0."""
    if stated is None:
        return None
    balance, answer = stated.stated(currency), stated.answer.event if stated.answer else "none"
    theirs = stated.theirs(currency) if answer == "differs" else None
    return Prior(stated.number, dt.date.fromisoformat(stated.version.end), balance.closing if balance else 0, answer, theirs)


def _sums(view: View, lines: Iterable[Entry]) -> dict[str, int]:
    """What the period's lines come to, by where the roll-forward shows it."""
    sums = {"charges": 0, "returns": 0, "receipts": 0, "adjustments": 0}
    for e in lines:
        kind = "charges" if e.kind in (view.charge_side, "opening") else "returns" if e.kind in _RETURNS else "adjustments"
        sums[kind] += e.charge
        sums["receipts"] += e.receipt
    return sums


def _open_by_customer(view: View, names: Collection[str]) -> dict[tuple[str, str], list[int]]:
    """Customer and currency -> what is open of it, charges first, by due day."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i in np.flatnonzero(view.outcome.residual).tolist():
        if view.states[i] != "set_aside" and view.sides[i] in (view.charge_side, PAYMENT) and view.party_keys[i] in names:
            found[view.party_keys[i], view.currencies[i]].append(i)

    def place(item: int) -> tuple[Any, ...]:
        return view.sides[item] == PAYMENT, basis(view, item) or dt.date.min, view.numbers[item], view.keys[item]

    return {key: sorted(items, key=place) for key, items in found.items()}


def salespeople_of(view: View) -> dict[str, list[str]]:
    """Who the customer's documents name, by name."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, side, name, state in zip(view.party_keys, view.sides, view.texts("salesperson"), view.states, strict=True):
        if side == view.charge_side and name and state != "set_aside":
            found[key].add(name)
    return {key: sorted(names) for key, names in found.items()}


def numbered(letters: str, day: dt.date, key: str) -> str:
    """ST-20260630-ABCDEFGH: the same for a customer and day on every run and machine."""
    return f"{letters}-{day:%Y%m%d}-{_short(key, 8)}"


def figures(number: str, parts: Sequence[Part]) -> str:
    """A digest of the statement's figures; no secret."""
    told = [
        [p.currency, p.opening, p.changes, p.closing, [*p.ages, p.credits, p.unapplied], [[str(x.date), x.number, x.charge, x.receipt] for x in p.lines]]
        for p in parts
    ]  # fmt: skip
    return _short(json.dumps([number, told], ensure_ascii=False), 24)


def token(mark: str) -> str:
    """Ten letters as they are printed: ABCDE-FGHIJ."""
    return f"{mark[:5]}-{mark[5:10]}"


def _short(text: str, length: int) -> str:
    return base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()[:length]
