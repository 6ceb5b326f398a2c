"""The tables of a statement: the account, its open items, its products, the roll-forward, the ages, what is disputed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ticktie.domain import money
from ticktie.domain.page import Carry, Table, Tone
from ticktie.reports.statement.columns import columns
from ticktie.reports.statement.frame import cash, pieces, said
from ticktie.reports.statement.model import Line, OpenItem, Part, Prior, Statement
from ticktie.reports.view import View

Row = list[Any]


def account(view: View, statement: Statement, part: Part, only: bool) -> Table:
    """Opening balance, the period's lines with what each receipt paid, their sums, closing balance; with what is carried between pages."""
    rows = _opening(view, statement, part)
    tones: dict[int, Tone] = {0: "total"}
    carried = [_carried(view, part, 0, 0, part.opening), *[_carried(view, part, 0, 0, part.opening + part.changes)] * (len(rows) - 1)]
    charges = receipts = 0
    for n, line in enumerate(part.lines, 1):
        charges, receipts = charges + line.charge, receipts + line.receipt
        rows.append(_row(view, part, n, line))
        details = list(_allocated(view, part, line))
        tones |= dict.fromkeys(range(len(rows), len(rows) + len(details)), "muted")
        rows += details
        carried += [_carried(view, part, charges, receipts, line.balance)] * (1 + len(details))
    for name, amounts in (("period_total", (charges, receipts, None)), ("closing", (None, None, part.closing))):
        tones[len(rows)] = "total"
        rows.append(_sum(view, name, part, *amounts))
        carried.append(_carried(view, part, charges, receipts, part.closing))
    carry = Carry(4, view.say("report.statement.carry_over"), view.say("report.statement.brought"), carried)
    return Table(columns(view.say, "account"), rows, tones, places=_places(part), name=f"account_{part.currency}", repeat=only, carry=carry)


def _opening(view: View, statement: Statement, part: Part) -> list[Row]:
    """The opening balance with what was answered to it, and apart what has been entered into the time before since it was stated."""
    first = _sum(view, "opening", part, None, None, part.opening, statement.start - dt.timedelta(days=1))
    if part.prior is None:
        return [first]
    first[4] = f"{first[4]} ({answered(view, part, part.prior)})"
    later = _sum(view, "prior_changes", part, None, None, part.opening + part.changes, part.prior.end)
    later[6] = cash(view, part, part.changes)
    return [first, later] if part.changes else [first]


def answered(view: View, part: Part, prior: Prior) -> str:
    """What the customer said to its last statement: agreed, differs by how much, or nothing."""
    by = "" if prior.theirs is None else said(view, part, prior.theirs - prior.closing)
    answer = view.say(f"report.statement.answer_{'differs_by' if by else prior.answer}", by=by)
    return view.say("report.statement.as_stated", end=prior.end, answer=answer)


def _places(part: Part) -> int:
    return money.exponent(part.currency)


def _sum(view: View, name: str, part: Part, charge: int | None, receipt: int | None, balance: int | None, day: dt.date | None = None) -> Row:
    amounts = [cash(view, part, m) for m in (charge, receipt, balance)]
    return [None, day, None, None, view.say(f"report.statement.{name}"), None, *amounts]


def _carried(view: View, part: Part, charges: int, receipts: int, balance: int) -> Row:
    return [None, None, None, None, None, None, *(cash(view, part, m) for m in (charges, receipts, balance))]


def _row(view: View, part: Part, n: int, line: Line) -> Row:
    charge, receipt = (cash(view, part, m or None) for m in (line.charge, line.receipt))
    kind = view.say(f"report.entry.{line.kind}")
    return [n, line.date, line.number, kind, line.summary, pieces(line.quantity), charge, receipt, cash(view, part, line.balance)]


def _allocated(view: View, part: Part, line: Line) -> Iterator[Row]:
    """Which documents a receipt paid, a row each, and what of it is not allocated yet."""
    told = [(p.number or str(p.date or ""), view.say("report.statement.paid_document", amount=said(view, part, p.amount))) for p in line.paid]
    if line.unapplied:
        told.append(("", view.say("report.statement.not_applied", amount=said(view, part, line.unapplied))))
    for number, text in told:
        yield [None, None, number or None, None, text, None, None, None, None]


def open_items(view: View, statement: Statement, part: Part, only: bool) -> Table:
    """Every document that is not settled with what is left of it, receipts that are not allocated, and their sum."""
    rows = [_open(view, part, n, o) for n, o in enumerate(part.open, 1)]
    left, carried = 0, []
    for item in part.open:
        left += item.left
        carried.append([*[None] * 8, cash(view, part, left)])
    rows.append([None, None, None, None, view.say("report.statement.closing"), None, None, None, cash(view, part, part.closing)])
    carry = Carry(4, view.say("report.statement.carry_over"), view.say("report.statement.brought"), [*carried, rows[-1]])
    return Table(columns(view.say, "open"), rows, {len(rows) - 1: "total"}, places=_places(part), name=f"open_{part.currency}", repeat=only, carry=carry)


def _open(view: View, part: Part, n: int, item: OpenItem) -> Row:
    kind = view.say(f"report.entry.{item.kind}")
    late = str(item.late) if item.late else None
    return [n, item.date, item.number, kind, item.summary, late, item.due, cash(view, part, item.amount), cash(view, part, item.left)]


def by_product(view: View, statement: Statement, part: Part, only: bool) -> Table:
    """Opening balance, the period's charges and returns by product, what else moved the balance, closing balance."""
    rows: list[Row] = [_plain(view, part, "opening", part.opening)]
    for n, p in enumerate(part.products, 1):
        rows.append([n, p.name or view.say("report.statement.no_product"), p.documents, pieces(p.quantity), cash(view, part, p.amount)])
    other = part.charges + part.returns - sum(p.amount for p in part.products)  # discounts and opening documents
    for name, amount in (("prior_changes", part.changes), ("other_charges", other), ("receipts_less", -part.receipts), ("adjustments", part.adjustments)):
        rows += [_plain(view, part, name, amount)] if amount else []
    rows.append(_plain(view, part, "closing", part.closing))
    totals = [n for n, row in enumerate(rows) if row[0] is None]
    return Table(columns(view.say, "product"), rows, dict.fromkeys(totals, "total"), places=_places(part), name=f"product_{part.currency}", repeat=only)


def _plain(view: View, part: Part, name: str, amount: int) -> Row:
    return [None, view.say(f"report.statement.{name}"), None, None, cash(view, part, amount)]


def rolled(view: View, statement: Statement, part: Part, only: bool) -> Table:
    """opening + prior-period changes + charges + returns and allowances - receipts + adjustments = closing; changes only where there are some."""
    told = {
        "opening": part.opening, "changes": part.changes, "charges": part.charges, "returns": part.returns, "receipts": part.receipts,
        "adjustments": part.adjustments, "closing": part.closing,
    }  # fmt: skip
    shown = [c for c in columns(view.say, "roll") if c.key != "changes" or part.changes]
    return Table(shown, [[cash(view, part, told[c.key]) for c in shown]], places=_places(part), name=f"roll_{part.currency}")


def ages(view: View, statement: Statement, part: Part, only: bool) -> Table:
    """What of the closing balance is how old; open credits and receipts that are not allocated apart."""
    values = [*part.ages, part.credits, -part.unapplied, part.closing]
    return Table(columns(view.say, "ages"), [[cash(view, part, v) for v in values]], places=_places(part), name=f"ages_{part.currency}")


def disputed(view: View, statement: Statement, part: Part, only: bool) -> Table:
    """What the customer contests; it is part of the closing balance and listed apart."""
    rows = [[n, o.date, o.number, o.summary, cash(view, part, o.amount), cash(view, part, o.left)] for n, o in enumerate(part.disputed, 1)]
    return Table(columns(view.say, "disputed"), rows, places=_places(part), name=f"disputed_{part.currency}")


def letter(view: View, statement: Statement) -> Table:
    """What each side owes the other on the day, a row for each currency; in words too where there are words."""
    rows = [[statement.end, p.currency, *(cash(view, p, max(m, 0)) for m in (p.closing, -p.closing)), p.words] for p in statement.parts]
    return Table(columns(view.say, "letter"), rows, places=[money.exponent(p.currency) for p in statement.parts], name="letter")
