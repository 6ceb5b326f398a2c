"""The laws between pages: what must agree before anything is written. Read from the pages themselves, against the outcome."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np

from ticktie.domain.items import DELIVERY, ORDER, PAYMENT
from ticktie.domain.outcome import Outcome
from ticktie.domain.page import Page, Table
from ticktie.reports.aging import BUCKETS
from ticktie.reports.orders import AMOUNTS
from ticktie.reports.proof import flows, proof
from ticktie.reports.view import View

Sums = dict[str, Decimal]


def violations(outcome: Outcome, pages: Sequence[Page]) -> list[str]:
    """Every law that is broken, as a sentence for the log; nothing for a sound set of pages."""
    view = View(outcome, outcome.ledger.language)
    page = {p.key: p for p in pages}
    if outcome.ledger.cashbook:
        return [*_proof(view), *_matched(view, page["matched"]), *_unmatched(view, page["unmatched"]), *_cash(view, page["cash_summary"])]
    orders = _orders(view, page["orders"]) if "orders" in page else ()
    facts = _facts(view, page["facts"]) if "facts" in page else ()
    customers = _three_way(view, page["three_way"], page["aging"], page.get("orders"))
    laws = [_proof(view), _matched(view, page["matched"]), _unmatched(view, page["unmatched"]), _aging(view, page["aging"]), customers, orders, facts, _statement(page["statement"])]
    return [broken for law in laws for broken in law]


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


def _cash(view: View, page: Page) -> Iterator[str]:
    """The matrix holds all money that takes part, and what explains its differences adds up to them in every cell."""
    book: Sums = defaultdict(Decimal)
    for i, state in enumerate(view.states):
        if state != "set_aside":
            book[view.currencies[i]] += view.amounts[i] if view.sides[i] != PAYMENT else -view.amounts[i]
    explained: dict[tuple[Any, Any], Decimal] = defaultdict(Decimal)
    for row in _dicts(page.table("cash_explained")):
        explained[row["salesperson"], row["method"]] += row["explained_amount"]
    differences: dict[tuple[Any, Any], Decimal] = defaultdict(Decimal)
    table = page.table("cash_summary")
    for n, row in enumerate(_dicts(table)):
        net = row["reported_in"] + row["reported_out"] - row["recorded_in"] - row["recorded_out"]
        if net != row["difference"]:
            yield f"cash summary {row['salesperson']} {row['method']}: {net} != {row['difference']}"
        if n not in table.tones:
            differences[row["salesperson"], row["method"]] += row["difference"]
    for cell in sorted({*explained, *differences}):
        if explained[cell] != differences[cell]:
            yield f"cash summary {cell}: difference {differences[cell]}, explained {explained[cell]}"
    if sum(differences.values(), Decimal(0)) != sum(book.values(), Decimal(0)):
        yield f"cash summary: {sum(differences.values(), Decimal(0))} on the page, {sum(book.values(), Decimal(0))} in the book"


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


def _orders(view: View, page: Page) -> Iterator[str]:
    """Order status shows all that was ordered and delivered, and all that is paid, written off and open of the charges."""
    book, table = _fulfilled(view), page.table("orders")
    for key in AMOUNTS:
        yield from _differ(f"orders {key}", book[key], _sums(view, table, key))
        yield from _differ(f"orders_total {key}", book[key], _sums(view, page.table("orders_total"), key))
    for row in _dicts(table):
        charged = row["ordered" if view.charge_side == ORDER else "delivered"]
        if row["paid"] is not None and charged != row["paid"] + (row["differences"] or 0) + row["residual"]:
            yield f"orders {row['number']}: {charged} != {row['paid']} + {row['differences']} + {row['residual']}"


def _fulfilled(view: View, orders_aside: bool = True) -> dict[str, Sums]:
    """What the orders and deliveries of the book come to, and apart opening balances and receipts that settle nothing.

    What is set aside was only ordered, and counts as ordered only with orders_aside. An opening balance is no order, so it is
    in paid, differences and residual only without orders_aside, beside `opening`.
    """
    book: dict[str, Sums] = {key: defaultdict(Decimal) for key in (*AMOUNTS, "opening", "unapplied")}
    allocated, differences = (view.decimals(minor) for minor in flows(view))
    whole = view.decimals(np.asarray(view.outcome.items["document_amount"], dtype=np.int64))
    for i, (side, flags) in enumerate(zip(view.sides, view.texts("flags"), strict=True)):
        currency, opening, aside = view.currencies[i], "opening" in flags, view.states[i] == "set_aside"
        if side == PAYMENT:
            book["unapplied"][currency] += 0 if aside else view.residuals[i]
            continue
        if (opening and orders_aside) or (aside and not orders_aside):
            continue
        book["opening"][currency] += whole[i] if opening and side == view.charge_side else 0
        book["ordered"][currency] += whole[i] if side == ORDER and not opening else 0
        if aside:
            continue
        book["delivered"][currency] += whole[i] if side == DELIVERY and not opening else 0
        if side == view.charge_side:
            paid = allocated[i] + whole[i] - view.amounts[i]
            for key, amount in (("paid", paid), ("differences", differences[i]), ("residual", view.residuals[i])):
                book[key][currency] += amount
    return book


def _three_way(view: View, page: Page, aging: Page, orders: Page | None) -> Iterator[str]:
    """By customer: each row adds up, the sums are those of the items and of Order status, the balances those of Aging."""
    book, table = _fulfilled(view, orders_aside=False), page.table("three_way")
    keys, charged = {c.key for c in table.columns}, "ordered" if view.charge_side == ORDER else "delivered"
    for key in [k for k in ("opening", *AMOUNTS, "unapplied") if k in keys]:
        for one in (table, page.table("three_way_total")):
            yield from _differ(f"{one.name} {key}", book[key], _sums(view, one, key))
    for row in _dicts(table):
        value = {key: row.get(key) or Decimal(0) for key in (*AMOUNTS, "opening", "unapplied", "net")}
        if value["opening"] + value[charged] != value["paid"] + value["differences"] + value["residual"] or value["net"] != value["residual"] - value["unapplied"]:
            yield f"three_way {row['customer']}: columns do not make the total"
    nets = [{(r["customer"], r.get("currency")): r["net"] for r in _dicts(t) if r["net"]} for t in (table, aging.table("aging"))]
    if nets[0] != nets[1]:
        yield f"three_way net: {len(nets[0])} customers with a balance, {len(nets[1])} on the aging"
    if orders is not None:
        coming = [view.say(f"report.orders.delivery.{state}") for state in ("none", "part")]
        lines: Sums = defaultdict(Decimal)
        for row in _dicts(orders.table("orders")):
            if row["delivery_state"] in coming:
                lines[row.get("currency") or view.book_currencies[0]] += max(row["ordered"] - max(row["delivered"], Decimal(0)), Decimal(0))
        yield from _differ("three_way to_deliver", lines, _sums(view, table, "to_deliver"))


def _facts(view: View, page: Page) -> Iterator[str]:
    """The customer's list shows all of ours, all of theirs, each once, and what the states come to."""
    facts, sent = view.outcome.facts, view.outcome.ledger.theirs
    assert facts is not None
    assert sent is not None
    whole, sides, aside = view.outcome.items["document_amount"].tolist(), view.sides, view.texts("set_aside")
    charged = [i for i, k in enumerate(view.party_keys) if k and k in facts.names and sides[i] == facts.side and aside[i] in ("", "after_as_of")]
    ours: Sums = defaultdict(Decimal)
    for i in charged:
        ours[view.currencies[i]] += view.money(whole[i], view.currencies[i])
    theirs: Sums = defaultdict(Decimal)
    for minor, currency in zip(sent.items["document_amount"].tolist(), sent.items["currency"].tolist(), strict=True):
        theirs[currency] += view.money(minor, currency)
    last = [view.say(f"report.facts.state.{state}") for state in ("total", "outside")]
    sums = page.table("facts_sums")
    foot = replace(sums, rows=[row for row, state in zip(sums.rows, sums.column("facts_state"), strict=True) if state in last])
    for key, book in (("amount_ours", ours), ("amount_theirs", theirs)):
        for table in (page.table("facts"), foot):
            yield from _differ(f"{table.name} {key}", book, _sums(view, table, key))
    for name, found, wanted in (("ours", [i for f in facts.found for i in f.ours], charged), ("theirs", [i for f in facts.found for i in f.theirs], range(len(sent.items)))):
        if sorted(found) != list(wanted):
            yield f"facts {name}: {len(found)} in facts, {len(wanted)} in all, or one of them twice"


def _statement(page: Page) -> Iterator[str]:
    """In every currency all tables tell one closing balance, and each table adds up to it."""
    closings: dict[str, set[Decimal]] = defaultdict(set)
    for table in (b for b in page.blocks if isinstance(b, Table)):
        kind, _, currency = table.name.partition("_")
        if kind in _MADE:
            made, closing = _MADE[kind](table)
            closings[currency].add(closing)
            if made != closing:
                yield f"statement {table.name}: adds up to {made}, closing {closing}"
    for currency, told in closings.items():
        if len(told) > 1:
            yield f"statement {currency}: closings {sorted(told)}"


def _account(table: Table) -> tuple[Decimal, Decimal]:
    """The opening balance and all lines; the balance of the last row. A line's own balance is held too."""
    opening, *rows = _dicts(table)
    made = opening["balance"]
    for n, row in enumerate(rows, 1):
        if table.tones.get(n, "") == "":  # a line, not what is told of it nor a sum
            made += (row["charge"] or 0) - (row["receipt"] or 0)
            if row["balance"] != made:
                return made, row["balance"]
    return made, rows[-1]["balance"]


def _rolled(table: Table) -> tuple[Decimal, Decimal]:
    row = next(_dicts(table))
    return row["opening"] + row.get("changes", 0) + row["charges"] + row["returns"] - row["receipts"] + row["adjustments"], row["closing"]


def _column_above(key: str) -> Callable[[Table], tuple[Decimal, Decimal]]:
    def made(table: Table) -> tuple[Decimal, Decimal]:
        *parts, closing = table.column(key)
        return sum(parts, Decimal(0)), closing

    return made


def _ages(table: Table) -> tuple[Decimal, Decimal]:
    row = next(_dicts(table))
    closing = row.pop("balance")
    return sum(row.values(), Decimal(0)), closing


_MADE = {"account": _account, "roll": _rolled, "ages": _ages, "open": _column_above("residual"), "product": _column_above("amount")}


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
