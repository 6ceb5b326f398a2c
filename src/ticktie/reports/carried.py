"""What goes over into next month's workbook: everything that is not settled, as rows of the template's sheets.

An order or delivery whose lines, deliveries or money are not all there yet goes over whole: its amount, and beside it what was received of
it so far, so that next month's book knows both. A receipt goes over with what of it is not allocated. What was dated after the cut-off goes over as it
stood. Settled and cancelled documents, copies and own transfers stay behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ticktie.domain.decision import NAMES, PARTY, PAYER, Decision, in_force
from ticktie.domain.items import DELIVERY, ORDER, PAYMENT
from ticktie.reports.view import View

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Carried:
    """rows: sheet of the template -> cells by column, in the order of date and number. items: sheet -> the item of each row."""

    rows: Mapping[str, Sequence[Row]]
    items: Mapping[str, Sequence[int]]


def carried(view: View) -> Carried:
    """The rows of an outcome that goes over."""
    made = _Rows(view)
    rows: dict[str, list[Row]] = {ORDER: [], DELIVERY: [], PAYMENT: []}
    items: dict[str, list[int]] = {ORDER: [], DELIVERY: [], PAYMENT: []}
    for i in sorted(_live(view), key=lambda i: (str(view.dates[i] or ""), view.order_of[i])):
        side = view.sides[i]
        rows[side].append(made.row(i))
        items[side].append(i)
    return Carried(rows, items)


def _live(view: View) -> set[int]:
    """Items that go over: open ones, and whatever is tied to an order or delivery that does."""
    aside = view.texts("set_aside")
    takes_part = [a == "" for a in aside]
    group = _Groups(len(aside))
    delivered: dict[int, int] = {}
    for tie in view.outcome.ties:
        group.join(tie.order, tie.delivery)
        delivered[tie.order] = delivered.get(tie.order, 0) + tie.amount
    goods = DELIVERY in view.sides
    whole = view.outcome.items["document_amount"].tolist()
    coming = [goods and s == ORDER and abs(delivered.get(i, 0)) < abs(whole[i]) for i, s in enumerate(view.sides)]
    open_ = {group.of(i) for i, ok in enumerate(takes_part) if ok and (view.outcome.residual[i] or coming[i])}
    return {i for i, ok in enumerate(takes_part) if ok and group.of(i) in open_} | {i for i, a in enumerate(aside) if a == "after_as_of"}


class _Groups:
    """Items that ties join, directly or over others."""

    def __init__(self, count: int):
        self.parent = list(range(count))

    def of(self, item: int) -> int:
        while self.parent[item] != item:
            self.parent[item] = item = self.parent[self.parent[item]]
        return item

    def join(self, one: int, two: int) -> None:
        self.parent[self.of(one)] = self.of(two)


class _Rows:
    """An item as a row of the template."""

    def __init__(self, view: View):
        self.view = view
        self.texts = {name: view.texts(name) for name in ("reference", "account", "serial", "flags", "related", "product", "line", "contract", "status", "salesperson")}
        self.whole, self.quantities = (view.outcome.items[name].tolist() for name in ("document_amount", "quantity"))

    def row(self, i: int) -> Row:
        made = self.payment(i) if self.view.sides[i] == PAYMENT else self.document(i)
        return {name: value for name, value in made.items() if value not in (None, "")}

    def payment(self, i: int) -> dict[str, Any]:
        view, texts = self.view, self.texts
        left = view.amounts[i] if view.states[i] == "set_aside" else view.residuals[i]
        return {
            "date": view.dates[i], "payer": view.parties[i], "amount": left, "currency": view.currencies[i], "memo": view.memos[i],
            "order": texts["reference"][i], "account": texts["account"][i], "serial": texts["serial"][i] or view.numbers[i],
        }  # fmt: skip

    def document(self, i: int) -> dict[str, Any]:
        """A document with what was received of it, where it is a charge; a balance from before by its word instead of a number."""
        view, texts, opening = self.view, self.texts, "opening" in self.texts["flags"][i]
        currency, whole, quantity = view.currencies[i], int(self.whole[i]), self.quantities[i]
        charge = view.sides[i] == view.charge_side and view.states[i] != "set_aside"
        received = whole - int(view.outcome.residual[i]) if charge else whole - int(view.amount[i])
        return {
            "number": "" if opening else view.numbers[i], "date": view.dates[i], "customer": view.parties[i],
            "amount": view.money(whole - received if opening else whole, currency),
            "received": view.money(received, currency) if received and not opening else None,
            "currency": currency, "due": view.dues[i], "salesperson": texts["salesperson"][i], "status": texts["status"][i],
            "order": texts["related"][i], "product": texts["product"][i], "quantity": None if quantity != quantity else quantity,
            "line": texts["line"][i], "contract": texts["contract"][i], "remark": view.say("template.opening") if opening else view.memos[i],
        }  # fmt: skip


def decisions_over(view: View, decisions: Sequence[Decision], new_key: Mapping[str, tuple[str, int]], aliases: Mapping[str, tuple[str, Decision]]) -> list[Decision]:
    """The decisions that still say something next month: about items that go over, and whose money somebody pays.

    new_key: key of an item -> its key and amount in the new book. aliases: payer's name -> customer's name and the decision that accepted it.
    """
    lines = [*_about_items(decisions, new_key), *_aliases(aliases)]
    return [replace(d, seq=n) for n, d in enumerate(sorted(lines, key=lambda d: d.seq), 1)]


def _about_items(decisions: Sequence[Decision], new_key: Mapping[str, tuple[str, int]]) -> Iterator[Decision]:
    standing = {id(d) for d in in_force(decisions)}
    notes = {d.about: d for d in decisions if d.action == "note"}
    for d in decisions:
        kept = id(d) in standing and d.action in ("reject", "unmatch", "dispute", "alias")
        if not (kept or (d.action == "note" and notes[d.about] is d)):
            continue
        named = [k for k in (*d.keys, *d.targets) if not k.startswith(NAMES)]
        if all(k in new_key for k in named):
            keys, targets = (tuple(k if k.startswith(NAMES) else new_key[k][0] for k in names) for names in (d.keys, d.targets))
            yield replace(d, keys=keys, targets=targets, amounts=tuple(new_key[k][1] for k in named), status="")


def _aliases(aliases: Mapping[str, tuple[str, Decision]]) -> Iterator[Decision]:
    """What followed from an accepted link is said outright, because the link stays behind."""
    for payer, (customer, d) in aliases.items():
        if d.action != "alias":
            yield Decision(d.seq, d.when, d.who, "alias", (PAYER + payer,), (PARTY + customer,), note=d.note)
