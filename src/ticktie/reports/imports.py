"""The tabs of imported bills: the payments in one fixed layout, the orders, and the log; and what stands in them already.

A tab is found by its hidden name, its columns by their titles in any language, a line by the key in its hidden column. A
person may sort it, write beside it and add columns; a removed row comes back with the next import of its bill.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from ticktie.domain import money
from ticktie.domain.bill import Bill, Line
from ticktie.domain.grid import Source
from ticktie.domain.page import Column, Kind, Page, Table
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.text import clean
from ticktie.domain.wording import LANGUAGES, say

KEY = "ticktie:import"  # heading of the hidden column
PAYMENTS, ORDERS, LOG = "payments", "orders", "log"
_COLUMNS: Mapping[str, Sequence[tuple[str, Kind, float]]] = {
    PAYMENTS: (
        ("date", "date", 12), ("time", "text", 10), ("account", "text", 22), ("party", "text", 26), ("counter_account", "text", 20),
        ("in", "money", 14), ("out", "money", 14), ("balance", "money", 14), ("currency", "text", 8), ("memo", "text", 36), ("reference", "text", 24),
        ("serial", "text", 26), ("type", "text", 14), ("status", "text", 12), ("fee", "exact", 11), ("holder", "text", 20), ("source", "text", 24), ("file", "text", 24),
    ),
    ORDERS: (
        ("number", "text", 24), ("line", "text", 24), ("date", "date", 12), ("party", "text", 22), ("product", "text", 30), ("quantity", "exact", 8),
        ("amount", "money", 14), ("currency", "text", 8), ("status", "text", 14), ("store", "text", 20), ("memo", "text", 24), ("source", "text", 24), ("file", "text", 24),
    ),
    LOG: (
        ("number", "number", 6), ("file", "text", 30), ("layout", "text", 26), ("origin", "text", 14), ("account", "text", 22), ("from", "date", 12),
        ("to", "date", 12), ("rows", "number", 8), ("new", "number", 8), ("known", "number", 8), ("skipped", "number", 8), ("problems", "number", 8),
        ("why", "wrap", 34), ("currency", "text", 8), ("in", "money", 15), ("out", "money", 15), ("stated", "wrap", 36), ("balance", "wrap", 28), ("digest", "text", 20),
    ),
}  # fmt: skip


def columns_of(page: str, language: str) -> list[Column]:
    """The columns of a tab, the hidden key last."""
    made = [Column(key, say(language, f"imports.{page}.{key}"), kind, width) for key, kind, width in _COLUMNS[page]]
    return [*made, Column("key", KEY, "hidden", 4)]


def page_of(page: str, language: str, rows: Sequence[Mapping[str, Any]], taken: Iterable[str]) -> Page:
    """A new tab with its first rows. taken: titles that other sheets have."""
    columns = columns_of(page, language)
    values = [[row.get(column.key) for column in columns] for row in rows]
    title, used = say(language, f"imports.{page}.title"), {t.casefold() for t in taken}
    if title.casefold() in used:
        title = f"{title} (ticktie)"
    return Page(page, title, [Table(columns, values, main=True, name=page, frozen=1, places=[_places(row) for row in rows])], tab_tone="input")


def _places(row: Mapping[str, Any]) -> int:
    return money.exponent(str(row.get("currency") or "CNY"))


@dataclass(frozen=True)
class Standing:
    """A tab as it stands. heading: its 1-based heading row; places: key of a column -> 0-based place; keys: of the lines in it; states: key of an
    order -> its amount and state as they stand there."""

    heading: int
    places: Mapping[str, int]
    keys: frozenset[str]
    rows: int
    states: Mapping[str, str] = field(default_factory=dict)

    def cells(self, row: Mapping[str, Any]) -> dict[int, Any]:
        """A row by place."""
        return {at: row.get(key) for key, at in self.places.items()}


def standing(page: str, title: str, rows: Sequence[Sequence[Any]]) -> Standing:
    """What stands in a tab. Raises Refused (import_tab_changed) where a column that money or keys hang on is gone."""
    heading = next((i for i, row in enumerate(rows) if KEY in row), None)
    places = _places_of(page, rows[heading]) if heading is not None else {}
    must = {key for key, _, _ in _COLUMNS[page] if key in ("date", "in", "out", "amount", "account", "currency", "number")} | {"key"}
    if missing := must - places.keys():
        names = [KEY if key == "key" else say(LANGUAGES[0], f"imports.{page}.{key}") for key in sorted(missing)]
        raise Refused([Problem("import_tab_changed", Source(title, (heading or 0) + 1), {"tab": title, "columns": ", ".join(names)})])
    assert heading is not None
    at, below = places["key"], rows[heading + 1 :]
    keys = frozenset(str(row[at]) for row in below if at < len(row) and row[at])
    states = {str(row[at]): _state(row, places) for row in below if at < len(row) and row[at]} if page == ORDERS else {}
    return Standing(heading + 1, places, keys, len(below), states)


def _state(row: Sequence[Any], places: Mapping[str, int]) -> str:
    status, amount = (row[places[k]] if k in places and places[k] < len(row) else "" for k in ("status", "amount"))
    return f"{status or ''} {Decimal(str(amount)).normalize():f}" if isinstance(amount, (int, float)) else f"{status or ''} {amount}"


def state_of(line: Line) -> str:
    """The state of an order as it stands in a file, comparable with what the tab says."""
    return f"{line.status} {money.to_decimal(line.amount, line.currency).normalize():f}"


def _places_of(page: str, row: Sequence[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        key = _titles(page).get(clean(cell)) if isinstance(cell, str) else None
        if key:
            found.setdefault(key, column)
    return found


@cache
def _titles(page: str) -> dict[str, str]:
    """Title in any language -> key of the column."""
    return {column.title: column.key for language in LANGUAGES for column in columns_of(page, language)}


def payment_row(line: Line, bill: Bill) -> dict[str, Any]:
    """A line as a row of the payments; both amounts are written without a sign, so that a red line reads as what it does."""
    amount = money.to_decimal(abs(line.amount), line.currency)
    balance = money.to_decimal(line.balance, line.currency) if line.balance is not None else None
    return {
        "date": line.date, "time": line.time, "account": line.account, "party": line.party, "counter_account": line.counter_account,
        "in": amount if line.amount > 0 else None, "out": amount if line.amount < 0 else None, "balance": balance, "currency": line.currency,
        "memo": line.memo, "reference": line.reference, "serial": line.serial, "type": line.type, "status": line.status, "fee": line.fee,
        "holder": line.holder, "source": bill.recognised.title, "file": bill.file, "key": line.key,
    }  # fmt: skip


def order_row(line: Line, bill: Bill) -> dict[str, Any]:
    """A line as a row of the orders."""
    return {
        "number": line.reference, "line": line.line, "date": line.date, "party": line.party, "product": line.product, "quantity": line.quantity,
        "amount": money.to_decimal(line.amount, line.currency), "currency": line.currency, "status": line.status, "store": line.store, "memo": line.memo,
        "source": bill.recognised.title, "file": bill.file, "key": line.key,
    }  # fmt: skip


def log_row(number: int, bill: Bill, new: Sequence[Line], language: str) -> dict[str, Any]:
    """What is kept of one table of a file: where it came from, its rows by what became of them, its sums and what they were held against."""
    skipped = {why: rows for why, rows in bill.skipped.items() if why != "blank"}
    totals = bill.sums()
    currency, came, went = totals[0] if len(totals) == 1 else ("", 0, 0)
    several = "; ".join(f"{c} +{money.to_text(a, c)} -{money.to_text(b, c)}" for c, a, b in totals) if len(totals) > 1 else ""
    why = "; ".join(f"{say(language, f'skipped.{reason}')} {len(rows)}" for reason, rows in skipped.items())
    return {
        "number": number, "file": bill.file, "layout": bill.recognised.title, "origin": say(language, f"imports.origin.{origin_key(bill.recognised.origin)}"),
        "account": ", ".join(dict.fromkeys(line.account for line in bill.lines)), "from": bill.first, "to": bill.last, "rows": bill.rows,
        "new": len(new), "known": len(bill.lines) - len(new), "skipped": sum(map(len, skipped.values())), "problems": len(bill.bad_rows),
        "why": "; ".join(x for x in (why, several) if x), "currency": currency, "in": money.to_decimal(came, currency) if currency else None,
        "out": money.to_decimal(went, currency) if currency else None, "stated": stated_text(bill, language), "balance": balance_text(bill, language),
        "digest": bill.digest, "key": f"{bill.digest}:{bill.sheet}",
    }  # fmt: skip


def origin_key(origin: str) -> str:
    return origin.replace(" ", "_")


def stated_text(bill: Bill, language: str) -> str:
    """Each count and sum that the file states, and whether the lines give it."""
    if not bill.compared:
        return say(language, "imports.nothing_stated")
    parts = []
    for one in bill.compared:
        facts = {"name": say(language, f"imports.says.{one.name}"), "stated": _shown(one.stated), "read": _shown(one.read)}
        parts.append(say(language, "imports.agrees" if one.agrees else "imports.differs", facts))
    return "; ".join(parts)


def balance_text(bill: Bill, language: str) -> str:
    """How many steps of the running balance close."""
    chain = bill.chain
    if not chain.steps:
        return say(language, "imports.no_balance")
    facts = {"good": chain.good, "steps": chain.steps, "rows": ", ".join(map(str, chain.breaks[:8]))}
    return say(language, "imports.balance_turned" if chain.turned else "imports.balance_closes" if chain.closes else "imports.balance_breaks", facts)


def _shown(value: Decimal) -> str:
    return f"{value:,f}"
