"""The tab "Order status": a row for each order with what was delivered and paid of it; deliveries without an order at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from ticktie.domain.items import DELIVERY
from ticktie.domain.money import exponent
from ticktie.domain.page import Column, Page, Table, Tone
from ticktie.domain.wording import say
from ticktie.reports.fulfilment import Document
from ticktie.reports.heads import head
from ticktie.reports.view import View

COUNTS = ("none", "part", "paid_not_delivered", "not_ordered")
AMOUNTS = ("ordered", "delivered", "paid", "differences", "residual")
_MOST_NOTES = 2  # delivery notes named in one cell; more are counted


def orders_page(view: View, documents: Sequence[Document]) -> Page:
    """Orders by party, date and number; totals stand below, those of orders that take no part apart."""
    columns = _columns(view, documents)
    cells = [_cells(view, d) for d in documents]
    rows = [[_cell(row, c) for c in columns] for row in cells]
    at = next(n for n, c in enumerate(columns) if c.key == "flags")
    table = Table(
        columns, rows, main=True, places=[exponent(d.currency) for d in documents], name="orders", frozen=1,
        tones={n: "muted" for n, d in enumerate(documents) if d.aside}, marks={(n, at): _tone(d) for n, d in enumerate(documents) if cells[n]["flags"]},
    )  # fmt: skip
    top = head(view, "orders", _summary(view, documents), view.say(f"report.orders.hint_{view.charge_side}"))
    return Page("orders", view.titles["orders"], [top, table, _totals(view, columns, documents)], tab_tone="heading")


def counts(documents: Sequence[Document]) -> dict[str, int]:
    """How many orders wait for goods, or were delivered without an order; orders that take no part do not count."""
    live = [d for d in documents if not d.aside]
    states = [d.delivery_state for d in live]
    return {name: sum(bool(d.paid_not_delivered) for d in live) if name == "paid_not_delivered" else states.count(name) for name in COUNTS}


def count_title(view: View, name: str) -> str:
    """What one of the counts is called."""
    return view.say(f"report.orders.{'count' if name == 'paid_not_delivered' else 'delivery'}.{name}")


def counts_table(view: View, documents: Sequence[Document]) -> Table:
    """The counts as a small table, for the Overview."""
    told = counts(documents)
    columns = [Column(name, count_title(view, name), "number", span=2) for name in COUNTS]
    return Table([Column("orders", view.side("order"), "number"), *columns], [[sum(d.order for d in documents), *told.values()]], name="order_counts")


def _summary(view: View, documents: Sequence[Document]) -> str:
    told = view.listed([f"{count_title(view, name)} {count}" for name, count in counts(documents).items()])
    return view.say("report.orders.summary", orders=sum(d.order for d in documents), counts=told)


def _columns(view: View, documents: Sequence[Document]) -> list[Column]:
    column = view.column
    currency = [column("currency", width=7)] if view.several_currencies else []
    goods = [d.goods for d in documents if d.goods and d.deliveries]
    kind: Any = "number" if all(n.is_integer() for g in goods for n in (g.ordered, g.delivered)) else "money"
    quantities = [column("ordered_quantity", kind, 9), column("delivered_quantity", kind, 9)] if goods else []
    return [
        column("number", "wrap", 14, 20), column("date", "date", 11), column("customer", "wrap", 14, 27), *currency,
        column("ordered", "money", 12), column("delivered", "money", 12), column("paid", "money", 12), column("differences", "money", 9),
        column("residual", "money", 12), *quantities, column("delivery_state", "wrap", 11, 13), column("payment_state", "wrap", 11, 13),
        column("flags", "wrap", 16, 40), column("notes", "wrap", 14, 34), column("source", "link", 10, 18),
    ]  # fmt: skip


def _cell(cells: Mapping[str, Any], column: Column) -> Any:
    value = cells.get(column.key)
    if isinstance(value, float):
        return Decimal(str(value)) if column.kind == "money" else int(value)
    return value


def _cells(view: View, d: Document) -> dict[str, Any]:
    first = d.items[0]
    return {
        "number": view.numbers[first], "date": view.dates[first], "customer": view.parties[first], "currency": d.currency,
        **_amounts(view, d, charged=_charged(view, d)),
        "ordered_quantity": d.goods.ordered if d.goods else None, "delivered_quantity": d.goods.delivered if d.goods else None,
        "delivery_state": _word(view.language, "set_aside", d.aside) if d.aside else _word(view.language, "report.orders.delivery", d.delivery_state),
        "payment_state": _word(view.language, "report.orders.payment", d.payment_state) if d.payment_state else None,
        "flags": view.say("report.list.semicolon").join(flags) if (flags := list(_flags(view, d))) else None,
        "notes": _notes(view, d), "source": view.sources[first],
    }  # fmt: skip


@cache
def _word(language: str, section: str, code: str) -> str:
    return say(language, f"{section}.{code}")


def _charged(view: View, d: Document) -> bool:
    """Something of it is a charge: the order, or the deliveries, also those of an order that takes no part."""
    if view.charge_side == DELIVERY:
        return not d.aside or bool(d.deliveries)
    return d.order and not d.aside


def _amounts(view: View, d: Document, charged: bool) -> dict[str, Decimal | None]:
    """Money of the row; paid and open only where something is charged, a difference only where there is one."""
    shown = {"ordered": d.order, "delivered": True, "paid": charged, "differences": bool(d.differences), "residual": charged}
    return {key: view.money(getattr(d, key), d.currency) if shown[key] else None for key in AMOUNTS}


def _notes(view: View, d: Document) -> str | None:
    """The delivery notes of an order, each number once."""
    if not d.order or not d.deliveries:
        return None
    return view.listed(list(dict.fromkeys(view.numbers[i] or view.ids[i] for i in d.deliveries)), _MOST_NOTES)


# --- flags ---


def _flags(view: View, d: Document) -> Iterator[str]:
    """What an accountant must look at, the gravest first."""

    def said(code: str, minor: int = 0, **facts: Any) -> str:
        return view.say(f"report.orders.flag.{code}", amount=f"{view.money(minor, d.currency):,}", **facts)

    payments = view.names(d.payments) if d.payments else ""
    if d.aside and d.extra:
        yield said("aside_paid", d.extra, why=view.word("set_aside", d.aside), payments=payments)
    if d.aside and d.deliveries:
        yield said("aside_delivered", d.delivered, why=view.word("set_aside", d.aside))
    if d.aside:
        return
    if d.extra:
        yield said("over_paid", d.extra, payments=payments)
    if not d.order:
        yield said(("several_orders" if d.known else "unknown_order") if d.named else "no_order", number=d.named)
    if d.paid_not_delivered:
        yield said("paid_not_delivered", d.paid_not_delivered)
    if d.order and d.deliveries:
        yield from _delivery_flags(view, d, said)


def _delivery_flags(view: View, d: Document, said: Any) -> Iterator[str]:
    if d.returned:
        yield said("returned", d.returned)
    for code, gaps in (("short", d.goods.short), ("over", d.goods.over)) if d.goods else ():
        if gaps:
            yield said(code, goods=_goods(view, gaps))
    if d.price_difference:
        yield said("price_higher" if d.price_difference > 0 else "price_lower", abs(d.price_difference))
    if not d.goods and d.delivery_state == "over":
        yield said("over_amount", abs(d.delivered - d.ordered))


def _goods(view: View, gaps: Mapping[str, float]) -> str:
    """`cups 2, boxes 1`; only the quantity where the order has a single product."""
    if len(gaps) == 1:
        return next(f"{product} {count:,g}".strip() for product, count in gaps.items())
    return view.listed([f"{product} {count:,g}".strip() for product, count in gaps.items()], _MOST_NOTES)


def _tone(d: Document) -> Tone:
    """Goods or money for an order that is off is the worst that can be."""
    return "bad" if d.aside else "warn"


# --- totals ---


def _totals(view: View, columns: Sequence[Column], documents: Sequence[Document]) -> Table:
    """Per currency: the orders, what was delivered without one, and apart the orders that take no part."""
    groups: dict[tuple[int, int], list[Document]] = {}
    for d in documents:
        kind = 2 if d.aside else 0 if d.order else 1
        groups.setdefault((view.book_currencies.index(d.currency), kind), []).append(d)
    rows, tones = [], dict[int, Tone]()
    for n, ((_, kind), members) in enumerate(sorted(groups.items())):
        rows.append(_total(view, columns, members, ("total", "total_not_ordered", "total_aside")[kind]))
        tones[n] = "muted" if kind == 2 else "total"
    places = [exponent(members[0].currency) for _, members in sorted(groups.items())]
    return Table(columns, rows, tones=tones, places=places, name="orders_total", headless=True)


def _total(view: View, columns: Sequence[Column], members: Sequence[Document], name: str) -> list[Any]:
    currency = members[0].currency
    sums: dict[str, Any] = {key: view.money(sum(getattr(d, key) for d in members), currency) for key in AMOUNTS}
    if name != "total":
        sums |= {key: None for key in AMOUNTS if not sums[key]}
    known = sums | {
        "number": view.say(f"report.orders.{name}", currency=currency), "customer": view.say("report.total.count", count=len(members)), "currency": currency,
    }  # fmt: skip
    return [known.get(c.key) for c in columns]
