"""The tab "Unmatched": what is open, why, and what came nearest; at its end, apart, the items that take no part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from ticktie.domain.decision import Action
from ticktie.domain.items import PAYMENT
from ticktie.domain.page import Block, Column, Lines, Page, Spot, Table
from ticktie.reports.heads import head
from ticktie.reports.people import empty, keyed, people_columns, row_key
from ticktie.reports.view import View, flat

ACTIONS: tuple[Action, ...] = ("match_with", "write_off", "dispute", "move_to")
_NEAREST = 3


def unmatched_page(view: View) -> Page:
    """Payments first, then charges, then deliveries, each by party and date; set-aside items in a block of their own."""
    columns = keyed(view, _columns(view), ACTIONS)
    open_ = _ordered(view, [i for i, state in enumerate(view.states) if state not in ("matched", "set_aside")])
    aside = _ordered(view, [i for i, state in enumerate(view.states) if state == "set_aside"])
    table = Table(columns, _rows(view, open_), main=True, places=_places(view, open_), name="unmatched", frozen=2)
    blocks: list[Block] = [head(view, "unmatched", _summary(view, open_), view.say("report.unmatched.hint")), table]
    if aside:
        blocks += _set_aside(view, columns, aside)
    return Page("unmatched", view.titles["unmatched"], blocks, tab_tone="warn")


def _ordered(view: View, items: list[int]) -> list[int]:
    rank = {PAYMENT: 0, view.charge_side: 1}
    order = view.order_of
    return sorted(items, key=lambda i: (rank.get(view.sides[i], 2), order[i]))


def _places(view: View, items: list[int]) -> list[int]:
    return [view.places[i] for i in items]


def _summary(view: View, items: Sequence[int]) -> str:
    groups: dict[tuple[str, str], list[int]] = {}
    for i in items:
        groups.setdefault((view.sides[i], view.currencies[i]), []).append(i)
    said = [
        view.say("report.unmatched.total", side=view.side(side), count=len(members), currency=currency, amount=f"{_left(view, members):,}")
        for (side, currency), members in groups.items()
    ]
    return view.listed(said, 12)


def _left(view: View, items: Sequence[int]) -> Decimal:
    return sum((view.residuals[i] for i in items), Decimal(0))


def _columns(view: View) -> list[Column]:
    column = view.column
    currency = [column("currency", width=7)] if view.several_currencies else []
    due = [column("due_date", "date", 11)] if view.has_dues else []
    return [
        column("side", width=9, most=12), column("state", "wrap", 10, 12), column("party", "wrap", 12, 27), column("date", "date", 11), *due,
        column("number", "wrap", 12, 20), *currency, column("amount", "money", 11), column("residual", "money", 11),
        column("days", "number", 6), column("memo", "wrap", 14, 26), column("reason", "wrap", 28, 40),
        column("nearest", "wrap", 20, 34), *people_columns(view, ACTIONS, target=True), column("source", "link", 10, 18),
    ]  # fmt: skip


def _rows(view: View, items: list[int]) -> list[tuple[object, ...]]:
    reasons = view.outcome.reasons
    sides = {s: view.side(s) for s in set(view.sides)}
    states = {s: view.word("state", s) for s in set(view.states)}
    because = [reasons.get(i) for i in items]
    nothing = [None] * len(items)
    columns: list[Sequence[object]] = [
        [sides[view.sides[i]] for i in items],
        [states[view.states[i]] for i in items],
        [view.parties[i] for i in items],
        [view.dates[i] for i in items],
        *([[view.dues[i] for i in items]] if view.has_dues else []),
        [view.numbers[i] for i in items],
        *([[view.currencies[i] for i in items]] if view.several_currencies else []),
        [view.amounts[i] for i in items],
        [view.residuals[i] for i in items],
        [_since(view.dates[i], view.as_of) for i in items],
        [view.memos[i] for i in items],
        [view.because(b) if b else "" for b in because],
        [nearest(view, flat(b.facts.get("candidates", ()))) if b else "" for b in because],
        *[nothing] * len(empty(people_columns(view, ACTIONS, target=True))),
        [view.sources[i] for i in items],
        [row_key([view.keys[i]]) for i in items],
    ]
    return list(zip(*columns, strict=True))


def _since(date: dt.date | None, as_of: dt.date) -> int | None:
    return (as_of - date).days if date else None


def nearest(view: View, candidates: Sequence[int]) -> str:
    """`SO1 06-03 1,200.00` for each of the nearest candidates, a line each."""
    return "\n".join(
        f"{view.numbers[i] or view.ids[i]} {f'{date:%m-%d} ' if (date := view.dates[i]) else ''}{view.residuals[i]:,}"
        for i in candidates[:_NEAREST]
    )


def _set_aside(view: View, columns: list[Column], items: list[int]) -> list[Block]:
    title = Lines([
        [Spot()],
        [Spot(view.say("report.unmatched.set_aside", count=len(items)), "section", 0)],
        [Spot(view.say("report.unmatched.set_aside_hint"), "subtitle", 0)],
    ])  # fmt: skip
    rows = _rows(view, items)
    state = next(n for n, c in enumerate(columns) if c.key == "state")
    whys = list(view.outcome.items["set_aside"])
    told = [(*row[:state], view.word("set_aside", whys[i]), *row[state + 1 :]) for i, row in zip(items, rows, strict=True)]
    table = Table(columns, told, places=_places(view, items), name="set_aside")
    return [title, table, _subtotals(view, columns, items)]


def _subtotals(view: View, columns: list[Column], items: list[int]) -> Table:
    """One total per side and currency, under the block's columns."""
    groups: dict[tuple[str, str], list[int]] = {}
    for i in items:
        groups.setdefault((view.sides[i], view.currencies[i]), []).append(i)
    rows: list[list[object]] = []
    for (side, currency), members in groups.items():
        total = _left(view, members)
        known = {
            "side": view.say("report.total.subtotal"), "state": view.side(side), "number": view.say("report.total.count", count=len(members)),
            "currency": currency, "amount": total, "residual": total, "keys": "",
        }  # fmt: skip
        rows.append([known.get(c.key) for c in columns])
    places = [view.places[members[0]] for members in groups.values()]
    return Table(columns, rows, tones=dict.fromkeys(range(len(rows)), "total"), places=places, name="set_aside_total", headless=True)
