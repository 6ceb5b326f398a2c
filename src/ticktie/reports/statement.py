"""The tab "Statement": one customer's account on paper, with room for seals and a slip for the answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from ticktie.domain import money
from ticktie.domain.page import Block, Column, Lines, Page, Spot, Table, Tone
from ticktie.reports.accounts import Account, Entry, accounts, chosen_customer, name_of, period_start
from ticktie.reports.aging import BUCKETS, Balance, balances
from ticktie.reports.view import View

_GRID = (6, 11, 18, 9, 14, 13, 14, 14, 15)
_BOX_HEIGHT = 62


def statement_page(view: View) -> Page:
    """The statement of `rules.statement_customer`, else of the customer that owes most."""
    balance = balances(view)
    key = chosen_customer(view, balance)
    found = accounts(view, key)
    blocks: list[Block] = [_head(view, key)]
    if not found:
        blocks.append(Lines([[Spot(view.say("report.statement.nothing"), "subtitle", 0)]]))
    for account in found:
        mine = next((b for b in balance if (b.key, b.currency) == (key, account.currency)), Balance(key, "", account.currency))
        blocks += _account(view, account, mine, only=len(found) == 1)
    blocks += [_bank(view), *_slip(view, key, found)]
    return Page("statement", view.titles["statement"], blocks, landscape=False, grid=_GRID)


def _head(view: View, key: str) -> Lines:
    say = view.say
    return Lines([
        [Spot(say("report.statement.title"), "sign", 0)],
        [Spot(say("report.statement.to"), "label", 2), Spot(name_of(view, key), "figure", 4), Spot(say("report.statement.as_of"), "label"), Spot(view.as_of, "", 0)],
        [
            Spot(say("report.statement.period"), "label", 2), Spot(say("report.statement.from_to", start=period_start(view), end=view.as_of), "", 4),
            Spot(say("report.statement.basis"), "label"), Spot(view.side(view.charge_side), "", 0),
        ],
        [Spot()],
    ])  # fmt: skip


def _account(view: View, account: Account, balance: Balance, only: bool) -> list[Block]:
    title = [] if only else [[Spot(account.currency, "section", 0)]]
    head = [*title, [Spot(view.say("report.statement.in_currency", currency=account.currency), "muted", 0)]]
    return [Lines(head), _lines(view, account, only), Lines([[Spot()]]), _ages(view, account, balance), Lines([[Spot()]])]


def _columns(view: View) -> list[Column]:
    return [
        view.column("line_no", "number"), view.column("date", "date"), view.column("document", "wrap"), view.column("line_kind", "wrap"),
        view.column("summary", "wrap", span=2), view.column("charge", "money"), view.column("receipt", "money"), view.column("balance", "money"),
    ]  # fmt: skip


def _lines(view: View, account: Account, only: bool) -> Table:
    """Earlier lines, the opening balance they make, the period's lines, their sums, the closing balance."""
    rows: list[list[Any]] = []
    tones: dict[int, Tone] = {}
    balance = 0
    for n, entry in enumerate([*account.earlier, *account.lines], 1):
        if n == len(account.earlier) + 1:
            _add(rows, tones, _opening(view, account))
        balance += entry.charge - entry.receipt
        rows.append(_row(view, n, entry, balance, account.currency))
    if not account.lines:
        _add(rows, tones, _opening(view, account))
    _add(rows, tones, _sum(view, "period_total", account, account.charges, account.receipts, None))
    _add(rows, tones, _sum(view, "closing", account, None, None, account.closing))
    return Table(_columns(view), rows, tones, places=money.exponent(account.currency), name=f"account_{account.currency}", repeat=only)


def _add(rows: list[list[Any]], tones: dict[int, Tone], row: list[Any]) -> None:
    tones[len(rows)] = "total"
    rows.append(row)


def _opening(view: View, account: Account) -> list[Any]:
    day = period_start(view) - dt.timedelta(days=1)
    return _sum(view, "opening", account, None, None, account.opening, day)


def _sum(view: View, name: str, account: Account, charge: int | None, receipt: int | None, balance: int | None, day: dt.date | None = None) -> list[Any]:
    amounts = [None if m is None else view.money(m, account.currency) for m in (charge, receipt, balance)]
    return [None, day, None, None, view.say(f"report.statement.{name}"), *amounts]


def _row(view: View, n: int, entry: Entry, balance: int, currency: str) -> list[Any]:
    kind = view.say(f"report.entry.{entry.kind}")
    charge, receipt = (view.money(m, currency) if m else None for m in (entry.charge, entry.receipt))
    return [n, entry.date, entry.number, kind, entry.summary, charge, receipt, view.money(balance, currency)]


def _ages(view: View, account: Account, found: Balance) -> Table:
    """What of the closing balance is how old; money on account apart."""
    values = [*found.buckets, found.credits - found.unapplied, found.net]
    spans = (2, 1, 2, 1, 1, 1, 1)
    titles = [*BUCKETS, "on_account", "balance"]
    columns = [view.column(title, "money", span=span) for title, span in zip(titles, spans, strict=True)]
    return Table(columns, [[view.money(v, account.currency) for v in values]], places=money.exponent(account.currency), name=f"ages_{account.currency}")


def _bank(view: View) -> Lines:
    say = view.say
    parts = [(say("report.statement.bank_name"), 3), (say("report.statement.bank"), 3), (say("report.statement.bank_account"), 0)]
    return Lines([
        [Spot(say("report.statement.pay_to"), "section", 0)],
        [Spot(text, "box", span) for text, span in parts],
        [Spot(say("report.statement.bank_hint"), "muted", 0)],
    ])  # fmt: skip


def _slip(view: View, key: str, found: Sequence[Account]) -> list[Block]:
    """The part the customer sends back: agreed or not, the amount in its books, seal and date."""
    say = view.say
    amounts = view.listed([f"{a.currency} {view.money(a.closing, a.currency):,}" for a in found]) or "-"
    letter = say("report.statement.reply", as_of=view.as_of, amounts=amounts)
    return [
        Lines([[Spot()], [Spot(say("report.statement.cut"), "cut", 0)], [Spot(say("report.statement.slip"), "section", 0)], [Spot(letter, "", 0)]]),
        Lines([[Spot(say("report.statement.agreed"), "box", 0)], [Spot(say("report.statement.not_agreed"), "box", 0)]], height=24),
        Lines([[Spot(say("report.statement.our_seal"), "box", 4), Spot(say("report.statement.your_seal", customer=name_of(view, key)), "box", 0)]], height=_BOX_HEIGHT),
    ]  # fmt: skip
