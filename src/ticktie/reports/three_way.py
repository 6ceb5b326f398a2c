"""The tab "By customer": what each customer ordered, got and paid, side by side, and what is missing on each side.

Opening + ordered (where deliveries are the charges: delivered) = paid + differences + open, per row. Open less unapplied
receipts is the balance, the one on Aging. Columns that the book cannot fill, having no orders or no deliveries, are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from ticktie.domain.items import DELIVERY, ORDER, PAYMENT
from ticktie.domain.money import exponent
from ticktie.domain.page import Column, Page, Table, Tone
from ticktie.reports.aging import NOBODY, customers
from ticktie.reports.fulfilment import Document
from ticktie.reports.heads import head
from ticktie.reports.proof import flows
from ticktie.reports.view import View

AMOUNTS = (
    "opening", "ordered", "delivered", "returned", "to_deliver", "not_ordered", "paid", "differences", "residual", "paid_not_delivered",
    "delivered_not_paid", "unapplied", "net",
)  # fmt: skip
_BY_ORDERS = ("to_deliver", "not_ordered", "paid_not_delivered", "delivered_not_paid")  # known where the book has both sides
_IF_ANY = ("opening", "returned", "not_ordered", "differences")  # shown where some customer has it
_TITLES = {"residual": "open_charges"}
_WARN = ("to_deliver", "not_ordered", "paid_not_delivered")


@dataclass
class Sums:
    """One customer in one currency, in minor units; items that are set aside are in none of them.

    ordered, delivered: net of returns. returned: of it, goods that came back. to_deliver: ordered and still to come.
    not_ordered: delivered without an order, or for one that takes no part. paid: settled with money or returns. residual: open charges. paid_not_delivered:
    paid for goods still to come. delivered_not_paid: owed for goods that came. unapplied: receipts that settle nothing.
    """

    opening: int = 0
    ordered: int = 0
    delivered: int = 0
    returned: int = 0
    to_deliver: int = 0
    not_ordered: int = 0
    paid: int = 0
    differences: int = 0
    residual: int = 0
    paid_not_delivered: int = 0
    delivered_not_paid: int = 0
    unapplied: int = 0

    @property
    def net(self) -> int:
        return self.residual - self.unapplied


Book = dict[tuple[str, str], Sums]


def sums(view: View, documents: Sequence[Document]) -> Book:
    """(customer's key, currency) -> its sums, by currency and name; strangers' receipts under NOBODY, last."""
    names, key_of = customers(view)
    found: Book = {}

    def at(item: int) -> Sums:
        return found.setdefault((key_of(item), view.currencies[item]), Sums())

    _money(view, at)
    _goods(view, at, bool(documents))
    _of_documents(view, documents, at)
    rank = {currency: n for n, currency in enumerate(view.book_currencies)}
    return {k: found[k] for k in sorted(found, key=lambda k: (rank[k[1]], k[0] == NOBODY, names.get(k[0], ""), k[0]))}


def _money(view: View, at: Any) -> None:
    """What the charges are settled by, and receipts that settle nothing."""
    allocated, differences = flows(view)
    columns = zip(
        view.sides, view.states, view.texts("flags"), view.outcome.items["document_amount"].tolist(), view.amount.tolist(), allocated.tolist(),
        differences.tolist(), view.outcome.residual.tolist(), strict=True,
    )  # fmt: skip
    for i, (side, state, flags, whole, amount, paid, difference, left) in enumerate(columns):
        if state == "set_aside":
            continue
        if side == PAYMENT:
            at(i).unapplied += left
        elif side == view.charge_side:
            here = at(i)
            here.opening += whole if "opening" in flags else 0
            here.paid += paid + whole - amount
            here.differences += difference
            here.residual += left


def _goods(view: View, at: Any, both: bool) -> None:
    """Ordered and delivered under the name that each row has; what came back where there are no documents to tell it."""
    columns = zip(view.sides, view.states, view.texts("flags"), view.outcome.items["document_amount"].tolist(), strict=True)
    for i, (side, state, flags, whole) in enumerate(columns):
        if side == PAYMENT or state == "set_aside" or "opening" in flags:
            continue
        here = at(i)
        here.ordered += whole if side == ORDER else 0
        here.delivered += whole if side == DELIVERY else 0
        here.returned -= 0 if both else min(whole, 0)


def _of_documents(view: View, documents: Iterable[Document], at: Any) -> None:
    """What is missing on either side, under the order's customer."""
    whole = view.outcome.items["document_amount"].tolist()
    for d in documents:
        here = at(d.items[0])
        here.returned += _returned(d, whole)
        here.paid_not_delivered += d.paid_not_delivered
        here.delivered_not_paid += _delivered_not_paid(view, d)
        if d.aside or not d.order:
            here.not_ordered += d.delivered
        elif d.delivery_state in ("none", "part"):
            here.to_deliver += max(d.ordered - max(d.delivered, 0), 0)


def _returned(d: Document, whole: Sequence[int]) -> int:
    if not d.order:
        return -sum(min(whole[i], 0) for i in d.items)
    return max(d.returned, 0 if d.aside else -d.ordered, 0)


def _delivered_not_paid(view: View, d: Document) -> int:
    """What is owed for goods that came; where orders are the charges, no more than was ordered."""
    came = d.residual if view.charge_side == DELIVERY else d.delivered - d.paid - d.differences
    return max(min(came, d.residual), 0)


# --- the page ---


def three_way_page(view: View, documents: Sequence[Document]) -> Page:
    """A row for each customer and currency, and a total for each currency; documents: of books with orders and deliveries."""
    found = sums(view, documents)
    names, _ = customers(view)
    columns = _columns(view, found, bool(documents))
    rows = [_row(view, columns, names.get(key, "") or view.say("report.aging.nobody"), currency, s) for (key, currency), s in found.items()]
    at = {n: c.key for n, c in enumerate(columns) if c.key in _WARN}
    marks: dict[tuple[int, int], Tone] = {(r, n): "warn" for r, s in enumerate(found.values()) for n, key in at.items() if getattr(s, key)}
    places = [exponent(currency) for _, currency in found]
    table = Table(columns, rows, marks=marks, main=True, places=places, name="three_way", frozen=1)
    totals = [_row(view, columns, view.say("report.total.total", currency=c), c, _total(s for (_, of), s in found.items() if of == c)) for c in view.book_currencies]
    foot = Table(
        columns, totals, tones=dict.fromkeys(range(len(totals)), "total"), places=[exponent(c) for c in view.book_currencies], name="three_way_total", headless=True
    )  # fmt: skip
    known = "both" if documents else view.charge_side
    top = head(view, "three_way", view.say(f"report.three_way.basis_{known}"), view.say(f"report.three_way.law_{view.charge_side}"))
    return Page("three_way", view.titles["three_way"], [top, table, foot])


def _columns(view: View, found: Book, both: bool) -> list[Column]:
    gone = {key for key in _IF_ANY if not any(getattr(s, key) for s in found.values())} | (set() if both else set(_BY_ORDERS))
    gone |= {key for key, side in (("ordered", ORDER), ("delivered", DELIVERY)) if side != view.charge_side and side not in view.sides}
    currency = [view.column("currency", width=7)] if view.several_currencies else []
    return [view.column("customer", "wrap", 18, 34), *currency, *(view.column(key, "money", 12, title=_TITLES.get(key, "")) for key in AMOUNTS if key not in gone)]


def _row(view: View, columns: Sequence[Column], name: str, currency: str, s: Sums) -> list[Any]:
    always = {"ordered" if view.charge_side == ORDER else "delivered", "net"}
    cells: dict[str, Any] = {key: view.money(value, currency) if (value := getattr(s, key)) or key in always else None for key in AMOUNTS}
    cells |= {"customer": name, "currency": currency}
    return [cells[c.key] for c in columns]


def _total(members: Iterable[Sums]) -> Sums:
    total = Sums()
    for s in members:
        for field in fields(Sums):
            setattr(total, field.name, getattr(total, field.name) + getattr(s, field.name))
    return total
