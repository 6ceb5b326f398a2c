"""Two ranges with headings reconciled where they stand: what belongs together, and what stays open.

Columns are found by their headings as everywhere. Nothing of a workbook's result tabs, settings or decisions is used: the
answer hangs on the two ranges and the cut-off alone. A row of a range is named as the row that it is there, its heading
being row 1. An answer begins with its own headings.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd

from ticktie.commands.frames import reconcile
from ticktie.commands.functions.answer import Book, No, error_in, shown, wrong
from ticktie.domain.grid import Cell
from ticktie.domain.outcome import Outcome
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.wording import say
from ticktie.intake.cells import blank, day
from ticktie.reports.problems import said
from ticktie.reports.view import View

Table = list[list[Any]]
_OWN = ("charge_row", "payment_row", "row")  # headings that no tab has


def match(book: Book, orders: Any, payments: Any, as_of: Cell = None) -> Table | No:
    """What pays what: order, customer, payment, date, allocated, difference, reason; a row for each allocation."""
    view = _view(book, orders, payments, as_of)
    if isinstance(view, No):
        return view
    columns = ("number", "charge_row", "customer", "payment_row", "payment_date", "allocated", "difference", "because")
    rows = [row for n in view.links_in_order for row in _link(view, n)]
    return [_heading(view, columns), *rows] if rows else No("nothing_matched")


def unmatched(book: Book, orders: Any, payments: Any, as_of: Cell = None) -> Table | No:
    """What is not settled, and every row that could not be read: side, row, number, party, date, amount, residual, state, reason."""
    view = _view(book, orders, payments, as_of)
    if isinstance(view, No):
        return view
    columns = ("side", "row", "number", "party", "date", "amount", "residual", "state", "reason")
    open_ = sorted((i for i, state in enumerate(view.states) if state != "matched"), key=lambda i: (view.sides[i] == "payment", view.order_of[i]))
    rows = [_item(view, i) for i in open_] + _unread(view)
    return [_heading(view, columns), *rows] if rows else No("nothing_open")


def _view(book: Book, orders: Any, payments: Any, as_of: Cell) -> View | No:
    """The outcome of the two ranges in the language of their headings."""
    if no := next((no for v in (orders, payments, as_of) if (no := error_in(v))), None):
        return no
    cut_off = None if blank(as_of) else day(as_of).date or wrong("date_unreadable", shown(as_of))
    if isinstance(cut_off, No):
        return cut_off
    charges, receipts = _frame(orders), _frame(payments)
    if charges is None or receipts is None:
        return wrong("no_table")
    outcome = _reconciled(book, charges, receipts, cut_off)
    return outcome if isinstance(outcome, No) else View(outcome, outcome.ledger.language)


def _reconciled(book: Book, orders: pd.DataFrame, payments: pd.DataFrame, as_of: dt.date | None) -> Outcome | No:
    try:
        return reconcile(orders, payments, as_of=as_of).outcome
    except Refused as refused:
        return wrong("refused", " ".join(_told(p, book.language) for p in refused.problems))


def _told(problem: Problem, language: str) -> str:
    facts = {k: ", ".join(map(str, v)) if isinstance(v, list | tuple) else v for k, v in problem.facts.items()}
    return say(language, f"problem.{problem.code}.message", facts)


def _frame(grid: Any) -> pd.DataFrame | None:
    """The range with its first row as headings, without the blank rows at its end; None for what is no table."""
    rows: list[list[Any]] = [list(row) for row in grid] if isinstance(grid, list | tuple) else []
    while rows and all(cell in (None, "") for cell in rows[-1]):
        rows.pop()
    if len(rows) < 2:
        return None
    return pd.DataFrame(rows[1:], columns=["" if c is None else str(c) for c in rows[0]], dtype=object)


def _heading(view: View, columns: tuple[str, ...]) -> list[Any]:
    return [say(view.language, f"function.column.{name}" if name in _OWN else f"column.{name}") for name in columns]


def _link(view: View, n: int) -> Table:
    """A row for each allocation of a confirmed link; a proposal is none, it needs a person."""
    link = view.outcome.links[n]
    told = link.difference
    rows: list[list[Any]] = []
    for a in link.allocations if link.sure else ():
        mine = told if told and told.charge == a.charge else None
        rows.append([
            view.numbers[a.charge], _row(view, a.charge), view.parties[a.charge], _row(view, a.payment), _cell_day(view.dates[a.payment]),
            _amount(view.money(a.amount, view.currencies[a.charge])), _amount(view.money(mine.amount, view.currencies[a.charge])) if mine else "",
            view.because(link.because),
        ])  # fmt: skip
        told = None if mine else told
    return rows


def _item(view: View, i: int) -> list[Any]:
    reason = view.outcome.reasons.get(i)
    aside = view.states[i] == "set_aside"
    why = view.word("set_aside", str(view.outcome.items["set_aside"].iat[i])) if aside else view.because(reason) if reason else ""
    return [
        view.side(view.sides[i]), _row(view, i), view.numbers[i], view.parties[i], _cell_day(view.dates[i]), _amount(view.amounts[i]),
        _amount(view.residuals[i]), view.word("state", view.states[i]), why,
    ]  # fmt: skip


def _unread(view: View) -> Table:
    """Rows that are no items, because something in them cannot be read."""
    found: dict[tuple[str, int], list[Problem]] = {}
    for problem in view.outcome.ledger.problems:
        place = problem.source
        if problem.level == "error" and place.row is not None:  # the row is set aside
            found.setdefault((place.sheet, place.row), []).append(problem)
    word = say(view.language, "function.unread")
    side = {"orders": view.side(view.charge_side), "payments": view.side("payment")}
    return [[side[sheet], row, "", "", "", "", "", word, " ".join(said(view, p, "message") for p in told)] for (sheet, row), told in found.items()]


def _row(view: View, item: int) -> int:
    return int(view.ids[item].rpartition("!")[2])


def _cell_day(date: dt.date | None) -> dt.datetime | str:
    return dt.datetime.combine(date, dt.time()) if date else ""


def _amount(value: Decimal) -> float:
    return float(value)
