"""The tables of a statement: the account, its open items, its products, the roll-forward, the ages, what is disputed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from ticktie.domain import money
from ticktie.domain.page import Block, Carry, Column, Lines, Spot, Table, Tone
from ticktie.reports.aging import BUCKETS
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
    return Table(_columns(view), rows, tones, places=_places(part), name=f"account_{part.currency}", repeat=only, carry=carry)


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


def _columns(view: View) -> list[Column]:
    return [
        view.column("line_no", "number"), view.column("date", "date"), view.column("document", "wrap"), view.column("line_kind", "wrap"),
        view.column("summary", "wrap", span=3), view.column("quantity", "text"), view.column("charge", "money"), view.column("receipt", "money"),
        view.column("balance", "money"),
    ]  # fmt: skip


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
    columns = [
        view.column("line_no", "number"), view.column("date", "date"), view.column("document", "wrap"), view.column("line_kind", "wrap"),
        view.column("summary", "wrap", span=3), view.column("days", "text", title="days_late"), view.column("due_date", "date"),
        view.column("amount", "money"), view.column("residual", "money"),
    ]  # fmt: skip
    rows = [_open(view, part, n, o) for n, o in enumerate(part.open, 1)]
    left, carried = 0, []
    for item in part.open:
        left += item.left
        carried.append([*[None] * 8, cash(view, part, left)])
    rows.append([None, None, None, None, view.say("report.statement.closing"), None, None, None, cash(view, part, part.closing)])
    carry = Carry(4, view.say("report.statement.carry_over"), view.say("report.statement.brought"), [*carried, rows[-1]])
    return Table(columns, rows, {len(rows) - 1: "total"}, places=_places(part), name=f"open_{part.currency}", repeat=only, carry=carry)


def _open(view: View, part: Part, n: int, item: OpenItem) -> Row:
    kind = view.say(f"report.entry.{item.kind}")
    late = str(item.late) if item.late else None
    return [n, item.date, item.number, kind, item.summary, late, item.due, cash(view, part, item.amount), cash(view, part, item.left)]


def by_product(view: View, statement: Statement, part: Part, only: bool) -> Table:
    """Opening balance, the period's charges and returns by product, what else moved the balance, closing balance."""
    columns = [
        view.column("line_no", "number"), view.column("product", "wrap", span=4), view.column("documents", "number"),
        view.column("quantity", "text", span=2), view.column("amount", "money", span=3),
    ]  # fmt: skip
    rows: list[Row] = [_plain(view, part, "opening", part.opening)]
    for n, p in enumerate(part.products, 1):
        rows.append([n, p.name or view.say("report.statement.no_product"), p.documents, pieces(p.quantity), cash(view, part, p.amount)])
    other = part.charges + part.returns - sum(p.amount for p in part.products)  # discounts and opening documents
    for name, amount in (("prior_changes", part.changes), ("other_charges", other), ("receipts_less", -part.receipts), ("adjustments", part.adjustments)):
        rows += [_plain(view, part, name, amount)] if amount else []
    rows.append(_plain(view, part, "closing", part.closing))
    totals = [n for n, row in enumerate(rows) if row[0] is None]
    return Table(columns, rows, dict.fromkeys(totals, "total"), places=_places(part), name=f"product_{part.currency}", repeat=only)


def _plain(view: View, part: Part, name: str, amount: int) -> Row:
    return [None, view.say(f"report.statement.{name}"), None, None, cash(view, part, amount)]


def in_words(view: View, part: Part) -> Lines:
    """The closing balance in figures and, where the language and currency have them, in words."""
    label = Spot(view.say("report.statement.closing_is"), "label", 2)
    figures = Spot(f"{part.currency} {said(view, part, part.closing)}", "figure", 5 if part.words else 0)
    return Lines([[label, figures, *([Spot(part.words, "", 0)] if part.words else [])]])


def rolled(view: View, part: Part) -> Table:
    """opening + prior-period changes + charges + returns and allowances - receipts + adjustments = closing."""
    told = {
        "opening": part.opening, "changes": part.changes, "charges": part.charges, "returns": part.returns, "receipts": part.receipts,
        "adjustments": part.adjustments, "closing": part.closing,
    }  # fmt: skip
    spans = [2, 1, 3, 2, 1, 1, 1]
    if not part.changes:
        del told["changes"]
        spans = [2, 1, 3, 2, 2, 1]
    columns = [view.column(name, "money", span=span, title=f"roll_{name}") for name, span in zip(told, spans, strict=True)]
    return Table(columns, [[cash(view, part, amount) for amount in told.values()]], places=_places(part), name=f"roll_{part.currency}")


def ages(view: View, part: Part) -> Table:
    """What of the closing balance is how old; open credits and receipts that are not allocated apart."""
    values = [*part.ages, part.credits, -part.unapplied, part.closing]
    names, spans = [*BUCKETS, "credits", "unapplied", "balance"], (2, 1, 2, 1, 2, 1, 1, 1)
    columns = [view.column(name, "money", span=span) for name, span in zip(names, spans, strict=True)]
    return Table(columns, [[cash(view, part, v) for v in values]], places=_places(part), name=f"ages_{part.currency}")


def disputed(view: View, part: Part) -> Sequence[Block]:
    """What the customer contests, apart; nothing where there is none."""
    if not part.disputed:
        return []
    total = said(view, part, sum(o.left for o in part.disputed))
    columns = [
        view.column("line_no", "number"), view.column("date", "date"), view.column("document", "wrap"), view.column("summary", "wrap", span=5),
        view.column("amount", "money", span=2), view.column("residual", "money"),
    ]  # fmt: skip
    rows = [[n, o.date, o.number, o.summary, cash(view, part, o.amount), cash(view, part, o.left)] for n, o in enumerate(part.disputed, 1)]
    title = Lines([[Spot()], [Spot(view.say("report.statement.disputed", amount=total), "section", 0)]], keep=True)
    return [title, Table(columns, rows, places=_places(part), name=f"disputed_{part.currency}")]
