"""The laws between pages: what must agree before anything is written. Read from the pages themselves, against the outcome."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from ticktie.domain.items import PAYMENT
from ticktie.domain.outcome import Outcome
from ticktie.domain.page import Page, Table
from ticktie.reports.aging import BUCKETS
from ticktie.reports.proof import proof
from ticktie.reports.view import View

Sums = dict[str, Decimal]


def violations(outcome: Outcome, pages: Sequence[Page]) -> list[str]:
    """Every law that is broken, as a sentence for the log; nothing for a sound set of pages."""
    view = View(outcome, outcome.ledger.language)
    page = {p.key: p for p in pages}
    return [*_proof(view), *_matched(view, page["matched"]), *_unmatched(view, page["unmatched"]), *_aging(view, page["aging"]), *_statement(page["statement"])]


def _proof(view: View) -> Iterator[str]:
    """Per side and currency: input = allocated + differences + residual, also item by item."""
    for line in proof(view):
        if not line.holds:
            yield f"proof {line.side} {line.currency}: {line.input} != {line.allocated} + {line.differences} + {line.residual}, {line.broken} items"


def _matched(view: View, page: Page) -> Iterator[str]:
    """Matched shows every sure allocation and difference, to the cent."""
    differences: Sums = defaultdict(Decimal)
    for link in view.outcome.links:
        if link.sure and link.difference:
            currency = view.currency_of(link)
            differences[currency] += view.money(link.difference.amount, currency)
    table = page.table("matched")
    yield from _differ("matched allocated", defaultdict(Decimal, view.settled), _sums(view, table, "allocated"))
    yield from _differ("matched differences", differences, _sums(view, table, "difference"))


def _unmatched(view: View, page: Page) -> Iterator[str]:
    """Unmatched shows every open item and every set-aside item, with all that is left of it."""
    for name, aside in (("unmatched", False), ("set_aside", True)):
        left: Sums = defaultdict(Decimal)
        for i, state in enumerate(view.states):
            if state != "matched" and (state == "set_aside") is aside:
                left[view.currencies[i]] += view.residuals[i]
        tables = [b for b in page.blocks if isinstance(b, Table) and b.name == name]
        shown: Sums = defaultdict(Decimal)
        for table in tables:
            for currency, amount in _sums(view, table, "residual").items():
                shown[currency] += amount
        yield from _differ(f"{name} residual", left, shown)


def _aging(view: View, page: Page) -> Iterator[str]:
    """Aging holds the open charges, and the receipts that are not applied; its columns make its totals."""
    charges: Sums = defaultdict(Decimal)
    receipts: Sums = defaultdict(Decimal)
    for i, state in enumerate(view.states):
        if state != "set_aside" and view.sides[i] in (view.charge_side, PAYMENT):
            (receipts if view.sides[i] == PAYMENT else charges)[view.currencies[i]] += view.residuals[i]
    for name in ("aging", "aging_total"):
        table = page.table(name)
        yield from _differ(f"{name} open charges", charges, _sums(view, table, "open_charges"))
        yield from _differ(f"{name} unapplied receipts", receipts, _sums(view, table, "unapplied"))
        for row in _dicts(table):
            parts = sum((row[b] or Decimal(0) for b in (*BUCKETS, "credits")), Decimal(0))
            if parts != row["open_charges"] or row["net"] != parts - (row["unapplied"] or 0):
                yield f"{name} {row['customer']}: columns do not make the total"


def _statement(page: Page) -> Iterator[str]:
    """The closing balance is what all lines make, and what the ages below it add up to."""
    tables = {b.name: b for b in page.blocks if isinstance(b, Table)}
    for name, table in tables.items():
        if not name.startswith("account_"):
            continue
        lines = [row for row in _dicts(table) if row["line_no"] is not None]
        made = sum(((row["charge"] or Decimal(0)) - (row["receipt"] or Decimal(0)) for row in lines), Decimal(0))
        closing = table.rows[-1][-1]
        *ages, balance = tables[name.replace("account", "ages")].rows[0]
        if not made == closing == balance == sum(ages, Decimal(0)):
            yield f"statement {name}: lines {made}, closing {closing}, ages {ages}"


def _dicts(table: Table) -> Iterator[dict[str, Any]]:
    keys = [c.key for c in table.columns]
    return (dict(zip(keys, row, strict=True)) for row in table.rows)


def _sums(view: View, table: Table, key: str) -> Sums:
    """A money column's sums by currency."""
    several = any(c.key == "currency" for c in table.columns)
    currencies: Iterable[str] = table.column("currency") if several else [view.book_currencies[0]] * len(table.rows)
    sums: Sums = defaultdict(Decimal)
    for currency, amount in zip(currencies, table.column(key), strict=True):
        sums[currency] += amount or 0
    return sums


def _differ(what: str, book: Sums, page: Sums) -> Iterator[str]:
    for currency in sorted({*book, *page}):
        if book[currency] != page[currency]:
            yield f"{what} {currency}: {book[currency]} in the book, {page[currency]} on the page"
