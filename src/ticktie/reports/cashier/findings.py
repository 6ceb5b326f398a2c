"""The tab "Findings": what a person must look into, each with who is to answer, how much, how old, why, and what mends it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from ticktie.domain.cashier import KINDS, OF_JOURNALS, Finding
from ticktie.domain.items import PAYMENT
from ticktie.domain.page import Column, Page, Table, Tone
from ticktie.reports.cashier.matrix import names_of
from ticktie.reports.heads import head
from ticktie.reports.people import keyed, row_key
from ticktie.reports.view import View

_TONES: dict[str, Tone] = {"not_handed_in": "bad", "handed_in_less": "bad", "refund_twice": "bad", "balance_below_zero": "bad", "in_transit": "muted"}


def findings_page(view: View) -> Page:
    """By kind, the gravest first; inside a kind by salesperson and date."""
    found = in_order(view)
    columns = keyed(view, _columns(view), ())
    rows = [_row(view, n, f) for n, f in enumerate(found, 1)]
    marks = {(n, 1): _TONES.get(f.kind, "warn") for n, f in enumerate(found)}
    places = [view.places[f.items[0]] for f in found]
    top = head(view, "findings", _counted(view) or view.say("report.findings.none"), view.say("report.findings.hint"))
    return Page("findings", view.titles["findings"], [top, Table(columns, rows, marks=marks, main=True, places=places, name="findings", frozen=2)], tab_tone="bad")


def told_in_short(view: View) -> list[str]:
    """How many of each kind, in one line; no line where there are none."""
    said = _counted(view)
    return [view.say("command.findings", findings=said)] if said else []


def _counted(view: View) -> str:
    count = Counter(f.kind for f in view.outcome.findings)
    return view.listed([view.say("report.findings.count", kind=view.word("finding", k), count=count[k]) for k in KINDS if count[k]], 20)


def in_order(view: View) -> list[Finding]:
    order = view.order_of
    return sorted(view.outcome.findings, key=lambda f: (KINDS.index(f.kind), order[f.items[0]], f.items))


def _columns(view: View) -> list[Column]:
    column = view.column
    currency = [column("currency", width=7)] if view.several_currencies else []
    return [
        column("finding_no", width=6), column("finding", "wrap", 12, 16), column("salesperson", "wrap", 9, 14), column("answers", "wrap", 9, 12),
        column("customer_of_row", "wrap", 12, 24), column("date", "date", 11), column("method", "wrap", 8, 10), *currency,
        column("reported_amount", "money", 11), column("recorded_amount", "money", 11), column("gap_amount", "money", 11), column("days", "number", 6),
        column("because", "wrap", 30, 44), column("mend", "wrap", 26, 36), column("note", "input", 18, note=view.say("report.hint.note")),
        column("reported_source", "link", 10, 18), column("recorded_source", "link", 10, 18),
    ]  # fmt: skip


def _row(view: View, number: int, f: Finding) -> tuple[Any, ...]:
    rows, lines = split(view, f.items)
    first = f.items[0]
    journal = f.kind in OF_JOURNALS
    currency = [f.currency] if view.several_currencies else []
    return (
        f"F{number:04d}", view.word("finding", f.kind), names_of(view).get(f.party, f.party), view.word("answers", answers(f)),
        "" if journal else customer(view, f.items), view.dates[first], view.word("method", view.texts_of("method")[first] or "none"), *currency,
        None if journal else _sum(view, rows), None if journal else _sum(view, lines), view.money(f.amount, f.currency), f.days,
        view.because(f.because), view.word("finding_mend", f.kind), None,
        view.sources[rows[0]] if rows else None, view.sources[lines[0]] if lines else None,
        row_key([view.keys[i] for i in lines or rows], [view.keys[i] for i in rows] if lines else []),
    )  # fmt: skip


def split(view: View, items: Sequence[int]) -> tuple[list[int], list[int]]:
    """Reported rows and recorded lines."""
    return [i for i in items if view.sides[i] != PAYMENT], [i for i in items if view.sides[i] == PAYMENT]


def _sum(view: View, items: Sequence[int]) -> Any:
    return sum((view.amounts[i] for i in items[1:]), view.amounts[items[0]]) if items else None


def customer(view: View, items: Sequence[int]) -> str:
    names = view.texts_of("customer")
    return view.listed(list(dict.fromkeys(names[i] for i in items if names[i])), 3)


def answers(f: Finding) -> str:
    """Who is to explain it: the salesperson, the cashier, or both."""
    if f.kind in ("not_handed_in", "reported_twice", "above_balance", "in_transit"):
        return "both" if f.because.code == "not_paid_out" else "salesperson"
    if f.kind in ("recorded_twice", "refund_twice", "other_person", "wrong_method") or f.kind in OF_JOURNALS:
        return "cashier"
    return "both"
