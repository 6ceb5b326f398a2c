"""A cashier's book in the result file: findings, the summary with its explanations, and the journals."""

from __future__ import annotations

from typing import Any

from ticktie.reports.cashier.matrix import Cell, Place, matrix, names_of
from ticktie.reports.view import View


def cashier_data(view: View) -> dict[str, Any]:
    """The keys that only this scenario has."""
    return {"findings": _findings(view), "summary": [_cell(view, place, cell) for place, cell in matrix(view).items()], "journals": _journals(view)}


def _findings(view: View) -> list[dict[str, Any]]:
    names = names_of(view)
    return [
        {
            "kind": f.kind, "items": [view.ids[i] for i in f.items], "salesperson": names.get(f.party, f.party) or None, "amount": _money(view, f.amount, f.currency),
            "currency": f.currency, "days": f.days, "code": f.because.code, "because": view.because(f.because),
        }
        for f in view.outcome.findings
    ]  # fmt: skip


def _cell(view: View, place: Place, cell: Cell) -> dict[str, Any]:
    party, method, currency = place
    names = ("reported_in", "reported_out", "recorded_in", "recorded_out", "in_transit", "difference", "rest")
    return {
        "salesperson": names_of(view).get(party, party) or None, "method": method or None, "currency": currency,
        **{name: _money(view, getattr(cell, name), currency) for name in names},
        "explained": [{"kind": e.kind, "items": [view.ids[i] for i in e.items], "amount": _money(view, e.amount, currency)} for e in cell.explained],
    }  # fmt: skip


def _journals(view: View) -> list[dict[str, Any]]:
    book = view.outcome.ledger.cashbook
    return [
        {
            "sheet": j.sheet, "account": j.account or None, "name": j.name, "method": j.method or None, "currency": j.currency, "lines": len(j.lines),
            "opening": None if j.opening is None else _money(view, j.opening, j.currency), "closing": None if j.closing is None else _money(view, j.closing, j.currency),
            "first": str(j.first), "last": str(j.last),
        }
        for j in (book.journals if book else ())
    ]  # fmt: skip


def _money(view: View, minor: int, currency: str) -> str:
    return f"{view.money(minor, currency):f}"
