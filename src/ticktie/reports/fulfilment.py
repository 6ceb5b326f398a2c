"""What became of each order: how much of it was delivered and how much of it was paid, in money and, where known, in goods.

A document is the lines of one number, customer and currency; lines that are set aside are a document of their own, and so
are deliveries that belong to no order. A delivery belongs where it is tied; what is more than its order holds, and goods
that came back, belong to the order it names. So delivered + not ordered are all deliveries, to the cent. With deliveries
as the charges, what they were paid goes to their orders in the same parts.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import isnan

from ticktie.domain.deliveries import named_orders
from ticktie.domain.items import DELIVERY, ORDER, PAYMENT
from ticktie.domain.number_forms import canonical
from ticktie.reports.proof import flows
from ticktie.reports.view import View, flat

_NO_GAPS: Mapping[str, float] = {}
_EXACT = 6  # decimals that quantities are compared at
_NAMES_IT = ("number_set_aside", "number_already_settled")  # reasons of payments that name a document but cannot settle it


@dataclass(frozen=True, slots=True)
class Goods:
    """Quantities of one document; short, over: what was delivered less or more, by product as the order writes it."""

    ordered: float
    delivered: float
    short: Mapping[str, float]
    over: Mapping[str, float]


@dataclass(slots=True)
class Document:
    """One order, or a delivery that belongs to none (`order` False), in minor units.

    aside: why it takes no part. named: the order that deliveries without one give; known: orders carry that number, but
    which is not told. deliveries: items that belong to it. shared: one of them belongs to other orders too.
    extra: what was paid beyond it, or again, or though it takes no part; by payments.
    """

    order: bool
    currency: str
    aside: str = ""
    named: str = ""
    known: bool = False
    items: list[int] = field(default_factory=list)
    ordered: int = 0
    delivered: int = 0
    paid: int = 0
    differences: int = 0
    residual: int = 0
    deliveries: list[int] = field(default_factory=list)
    returned: int = 0
    shared: bool = False
    extra: int = 0
    payments: list[int] = field(default_factory=list)
    goods: Goods | None = None

    @property
    def delivery_state(self) -> str:
        """not_ordered | return | none | part | delivered | over; by goods where both sides count them, else by amount."""
        if not self.order:
            return "not_ordered"
        if not self.deliveries:
            return "return" if self.ordered < 0 else "none"
        if self.goods and self.ordered >= 0:
            return _level(self.goods)
        sign = -1 if self.ordered < 0 else 1
        ordered, delivered = sign * self.ordered, sign * self.delivered
        if delivered <= 0 < ordered:
            return "none"
        return "part" if delivered < ordered else "delivered" if delivered == ordered else "over"

    @property
    def payment_state(self) -> str:
        """unpaid | part | paid | over_paid, for returns not_refunded | part | refunded; empty where nothing is to be paid."""
        back = self.ordered < 0 or self.delivered < 0
        if self.aside or not (self.paid or self.differences or self.residual):
            return ""
        if not self.residual:
            return "refunded" if back else "over_paid" if self.extra else "paid"
        if self.paid or self.differences:
            return "part"
        return "not_refunded" if back else "unpaid"

    @property
    def paid_not_delivered(self) -> int:
        """What was paid for goods that are still to come."""
        waiting = self.order and not self.aside and self.delivery_state in ("none", "part")
        return max(self.paid - max(self.delivered, 0), 0) if waiting else 0

    @property
    def price_difference(self) -> int:
        """What the delivery comes to above (below: negative) the order, though all goods and no more were delivered."""
        whole = self.goods and not self.goods.short and not self.goods.over
        return self.delivered - self.ordered if self.order and whole else 0


def _level(goods: Goods) -> str:
    if goods.delivered <= 0:
        return "none"
    return "part" if goods.short else "over" if goods.over else "delivered"


def documents(view: View) -> list[Document]:
    """Every order by party, date and number, then the deliveries without one; nothing where the book lacks either side."""
    book = _Book(view)
    if not book.orders or not book.deliveries:
        return []
    book.take_orders()
    book.take_deliveries()
    book.take_payments()
    order = view.order_of
    for document in book.documents:
        document.items.sort(key=order.__getitem__)
        document.goods = book.goods(document)
    return sorted(book.documents, key=lambda d: (not d.order, order[d.items[0]]))


class _Book:
    """The book's columns, and the documents as they are made of them."""

    def __init__(self, view: View):
        self.view = view
        self.aside, self.flags, self.product, self.related = (view.texts(name) for name in ("set_aside", "flags", "product", "related"))
        self.whole: list[int] = view.outcome.items["document_amount"].tolist()
        self.orders = list(self._of(ORDER))
        self.deliveries = [i for i in self._of(DELIVERY) if not self.aside[i]]
        self.documents: list[Document] = []
        self.of: dict[int, Document] = {}  # item -> its document; a delivery's is the last it belongs to
        self._by_key: dict[Hashable, Document] = {}

    def _of(self, side: str) -> Iterator[int]:
        """Items of a side; an opening balance is money only, neither order nor delivery."""
        return (i for i, s in enumerate(self.view.sides) if s == side and "opening" not in self.flags[i])

    @cached_property
    def quantity(self) -> list[float | None]:
        """Quantities with the sign of the money; None where a row has none."""
        columns = zip(self.view.outcome.items["quantity"].tolist(), self.whole, strict=True)
        return [None if isnan(q) else -abs(q) if m < 0 else q for q, m in columns]

    @cached_property
    def settled(self) -> list[tuple[int, int, int]]:
        """Paid, written differences and residual of every charge; what a sheet says was received before is paid."""
        allocated, differences = flows(self.view)
        columns = zip(allocated.tolist(), differences.tolist(), self.view.outcome.residual.tolist(), self.view.amount.tolist(), self.whole, strict=True)
        return [(paid + whole - amount, difference, left) for paid, difference, left, amount, whole in columns]

    # --- documents ---

    def document(self, item: int, order: bool) -> Document:
        """The document the item is a line of, made where it is the first."""
        view = self.view
        number = "" if "number_unsure" in self.flags[item] else canonical(view.numbers[item])
        key = (order, number, view.party_keys[item], view.currencies[item], self.aside[item]) if number else item
        if key not in self._by_key:
            self._by_key[key] = Document(order, view.currencies[item], self.aside[item])
            self.documents.append(self._by_key[key])
        self._by_key[key].items.append(item)
        return self._by_key[key]

    def take_orders(self) -> None:
        for i in self.orders:
            found = self.of[i] = self.document(i, True)
            found.ordered += self.whole[i]
            if self.view.charge_side == ORDER and not self.aside[i]:
                _add(found, self.settled[i])

    def take_deliveries(self) -> None:
        parts = self._parts()
        for i in self.deliveries:
            mine = parts[i] if i in parts else [(self._without_order(i), self.whole[i])]
            self.of[i] = mine[-1][0]
            for found, amount in mine:
                found.delivered += amount
                found.deliveries.append(i)
                found.returned -= min(amount, 0) if found.order and found.ordered > 0 else 0
                found.shared = found.shared or len(mine) > 1
            if self.view.charge_side == DELIVERY:
                for (found, _), values in zip(mine, shares(self.settled[i], [a for _, a in mine]), strict=True):
                    _add(found, values)

    def _without_order(self, delivery: int) -> Document:
        found = self.document(delivery, False)
        if related := self.related[delivery]:
            found.named, found.known = related, canonical(related) in self.numbers
        return found

    @cached_property
    def numbers(self) -> set[str]:
        """The numbers that orders carry."""
        return {canonical(self.view.numbers[i]) for i in self.orders} - {""}

    def _parts(self) -> dict[int, list[tuple[Document, int]]]:
        """Deliveries that belong to orders: how much to which; what no tie holds goes with the last tie, else to the first named."""
        found: dict[int, list[tuple[Document, int]]] = {}
        several: dict[int, dict[int, int]] = {}  # delivery -> first line of a document -> amount
        for i, lines in named_orders(self.view.outcome.items).items():
            home = self.of[lines[0]]
            if len(lines) > 1 and any(self.of[line] is not home for line in lines):
                several[i] = {self.of[line].items[0]: 0 for line in lines}
            else:
                found[i] = [(home, self.whole[i])]
        for tie in self.view.outcome.ties:
            if tie.delivery not in found:
                amounts, at = several.setdefault(tie.delivery, {}), self.of[tie.order].items[0]
                amounts[at] = amounts.get(at, 0) + tie.amount
        for i, amounts in several.items():
            last = next((at for at in reversed(amounts) if amounts[at]), next(iter(amounts)))
            amounts[last] += self.whole[i] - sum(amounts.values())
            found[i] = [(self.of[at], amount) for at, amount in amounts.items() if amount or at == last]
        return found

    # --- money that is too much ---

    def take_payments(self) -> None:
        """Payments that left a rest on a document they settle, and those that name one which they cannot settle."""
        last: dict[int, Document] = {}
        for link in self.view.outcome.links:
            for a in link.allocations if link.sure else ():
                if self.view.sides[a.payment] == PAYMENT and a.charge in self.of:
                    last[a.payment] = self.of[a.charge]
        for payment, because in self.view.outcome.reasons.items():
            if because.code in _NAMES_IT and self.view.sides[payment] == PAYMENT:
                named = [self.of[i] for i in flat(because.facts.get("candidates", ())) if i in self.of]
                last |= {payment: named[0]} if named and payment not in last else {}
        for payment, document in last.items():
            rest = int(self.view.outcome.residual[payment])
            if rest > 0 and not document.residual:
                document.extra += rest
                document.payments.append(payment)

    # --- goods ---

    def goods(self, document: Document) -> Goods | None:
        """Quantities where every line of the order and every delivery has one; by product where they can be told."""
        ordered = self._counted(document.items) if document.order and not document.shared else None
        delivered = self._counted(document.deliveries) if ordered else None
        if ordered is None or delivered is None:
            return None
        if not delivered.keys() <= ordered.keys():
            ordered, delivered = {"": sum(ordered.values())}, {"": sum(delivered.values())}
        whole, came = round(sum(ordered.values()), _EXACT), round(sum(delivered.values()), _EXACT)
        gaps = {p: gap for p, count in ordered.items() if (gap := round(count - delivered.get(p, 0), _EXACT))}
        if not gaps:
            return Goods(whole, came, _NO_GAPS, _NO_GAPS)
        names = {_plain(self.product[i]): self.product[i] for i in reversed(document.items)}
        short = {names.get(p, ""): gap for p, gap in gaps.items() if gap > 0}
        return Goods(whole, came, short, {names.get(p, ""): -gap for p, gap in gaps.items() if gap < 0})

    def _counted(self, items: Sequence[int]) -> dict[str, float] | None:
        """Quantities by product; None where a row has none."""
        count: dict[str, float] = {}
        for i in items:
            quantity = self.quantity[i]
            if quantity is None:
                return None
            product = _plain(self.product[i])
            count[product] = count.get(product, 0) + quantity
        return count


@lru_cache(maxsize=4096)
def _plain(product: str) -> str:
    return "".join(product.split()).casefold()


def _add(document: Document, settled: tuple[int, int, int]) -> None:
    paid, difference, left = settled
    document.paid += paid
    document.differences += difference
    document.residual += left


def shares(values: tuple[int, int, int], sizes: Sequence[int]) -> list[tuple[int, int, int]]:
    """Values that together are the sizes' sum, over the sizes: each size is filled before the next, the last takes the rest."""
    if len(sizes) == 1:
        return [values]
    left = list(values)
    found: list[tuple[int, int, int]] = []
    for size in sizes[:-1]:
        taken = []
        for n, value in enumerate(left):
            part = min(value, size) if size > 0 else max(value, size) if size < 0 else 0
            taken.append(part)
            left[n] -= part
            size -= part
        found.append((taken[0], taken[1], taken[2]))
    return [*found, (left[0], left[1], left[2])]
