"""The result file `ticktie/result/1`: an outcome as plain data, for other programs and for checking."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np

from ticktie.domain.cashier import side_name
from ticktie.domain.links import Allocation, Link
from ticktie.domain.outcome import Outcome, Reading
from ticktie.domain.rates import shown
from ticktie.reports.cashier.data import cashier_data
from ticktie.reports.facts import facts_data
from ticktie.reports.gains import realised
from ticktie.reports.problems import said
from ticktie.reports.proof import ProofLine, proof
from ticktie.reports.register.data import register_data
from ticktie.reports.view import View

SCHEMA = "ticktie/result/1"


def result(outcome: Outcome, language: str = "") -> dict[str, Any]:
    """The contract's keys, then as_of, charge_side, transfers and readings, facts where a customer sent a list, statements where some were drawn up, and findings, summary and journals of a cashier's book. Sentences are in `language` (the book's where empty)."""
    view = View(outcome, language or outcome.ledger.language)
    return {
        "schema": SCHEMA,
        "as_of": str(view.as_of),
        "charge_side": view.charge_side,
        "items": _items(view),
        "links": [_link(view, n, link) for n, link in enumerate(outcome.links)],
        "ties": [{"order": view.ids[t.order], "delivery": view.ids[t.delivery], "amount": _money(view, t.amount, t.delivery)} for t in outcome.ties],
        "ambiguous": [
            {"items": [view.ids[i] for i in d.items], "candidates": [[view.ids[i] for i in c] for c in d.candidates], "why": view.because(d.because)}
            for d in outcome.doubts
        ],
        "problems": [
            {"where": str(p.source), "code": p.code, "level": p.level, "message": said(view, p, "message"), "mend": said(view, p, "mend")}
            for p in outcome.ledger.problems
        ],
        "proof": _proof(view),
        "transfers": [
            {"out": view.ids[t.out], "into": view.ids[t.into], "amount": _money(view, t.amount, t.into)} for t in outcome.ledger.transfers
        ],
        "readings": [_reading(r) for r in outcome.ledger.readings],
        **({"facts": facts_data(view)} if outcome.facts else {}),
        **({"statements": register_data(view)} if outcome.register else {}),
        **(cashier_data(view) if outcome.ledger.cashbook else {}),
    }  # fmt: skip


def _items(view: View) -> list[dict[str, Any]]:
    names = ("id", "side", "number", "party", "date", "amount", "currency", "residual", "state", "why")
    aside = view.texts("set_aside")
    columns: list[list[Any]] = [
        view.ids, [side_name(s, view.charge_side) for s in view.sides], [n or None for n in view.numbers], [p or None for p in view.parties], [str(d) if d else None for d in view.dates],
        _texts(view.amounts), view.currencies, _texts(view.residuals), view.states, [w or None for w in aside],
    ]  # fmt: skip
    items = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
    whole, sheets = view.outcome.items["document_amount"].to_numpy(), view.outcome.items["sheet"].to_numpy()
    part_paid = set(sheets[whole != view.amount])  # every row of a sheet that knows what was received before
    for i in np.flatnonzero([sheet in part_paid for sheet in sheets]).tolist():
        items[i]["document_amount"] = _money(view, int(whole[i]), i)
    return items


def _texts(amounts: list[Decimal]) -> list[str]:
    return [f"{a:f}" for a in amounts]


def _money(view: View, minor: int, item: int) -> str:
    return f"{view.money(minor, view.currencies[item]):f}"


def _link(view: View, n: int, link: Link) -> dict[str, Any]:
    told = link.difference
    gains = realised(view, link) if link.sure and view.meets_exchange else [None] * len(link.allocations)
    return {
        "id": view.link_ids[n],
        "pass": link.by,
        "decided_by": link.decided_by,
        "confirmed": link.sure,
        "because": view.because(link.because),
        "probability": link.probability,
        "allocations": [_allocation(view, a, gain) for a, gain in zip(link.allocations, gains, strict=True)],
        "difference": {"kind": told.kind, "order": view.ids[told.charge], "amount": _money(view, told.amount, told.charge)} if told else None,
    }  # fmt: skip


def _allocation(view: View, a: Allocation, gain: int | None) -> dict[str, Any]:
    """`rate`: units of the payment's currency for one unit of the charge's. `exchange_gain`: realised, in the book's own currency."""
    made = {"order": view.ids[a.charge], "payment": view.ids[a.payment], "amount": _money(view, a.amount, a.charge)}
    if a.exchange:
        made |= {"payment_amount": _money(view, a.paid, a.payment), "rate": shown(a.exchange.rate)}
    if gain is not None:
        base = view.outcome.ledger.rates.base
        made |= {"exchange_gain": f"{view.money(gain, base):f}"}
    return made


def _proof(view: View) -> dict[str, dict[str, Any]]:
    """Keyed by side, or by side and currency where the book has several; `allocated` holds the named differences, also told apart."""

    def key(line: ProofLine) -> str:
        side = side_name(line.side, view.charge_side)
        return f"{side}/{line.currency}" if view.several_currencies else side

    def text(line: ProofLine, minor: int) -> str:
        return f"{view.money(minor, line.currency):f}"

    return {
        key(line): {
            "input": text(line, line.input),
            "allocated": text(line, line.allocated + line.differences),
            "residual": text(line, line.residual),
            "differences": text(line, line.differences),
            "count": line.count,
        }
        for line in proof(view)
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "sheet": reading.sheet,
        "kind": reading.kind,
        "header_row": reading.header_row,
        "account": reading.account,
        "fields": {str(c): name for c, name in reading.fields.items()},
        "rows_taken": reading.rows_taken,
        "left_out": reading.left_out,
        "notes": list(reading.notes),
    }
