"""The tab "To confirm": what the program would settle but must not without a person, the best candidate first.

A proposal is one row. A doubt is one row for each of its candidates, so that accepting one row says which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ticktie.domain.decision import Action
from ticktie.domain.links import Because, Doubt, Link
from ticktie.domain.page import Column, Page, Table
from ticktie.reports.heads import head
from ticktie.reports.people import empty, keyed, people_columns, row_key
from ticktie.reports.view import View

ACTIONS: tuple[Action, ...] = ("accept", "reject")


@dataclass(frozen=True)
class _Choice:
    """One thing to say yes or no to: these items (usually a payment) belong to those (usually charges)."""

    id: str
    kind: str  # proposal | doubt
    items: tuple[int, ...]
    others: tuple[int, ...]
    because: Because
    by: str
    amount: Decimal | None = None
    probability: float | None = None
    rank: str = ""


def to_confirm_page(view: View) -> Page:
    """The best first: proposals that name their document, then by how probable they are, then doubts; among equals by party and date."""
    choices = _choices(view)
    columns = keyed(view, _columns(view), ACTIONS)
    rows = [_row(view, c) for c in choices]
    places = [view.places[c.items[0]] for c in choices]
    table = Table(columns, rows, main=True, places=places, name="to_confirm", frozen=1)
    proposals = sum(c.kind == "proposal" for c in choices)
    doubts = len({c.id for c in choices if c.kind == "doubt"})
    said = view.say("report.to_confirm.summary", proposals=proposals, doubts=doubts)
    return Page("to_confirm", view.titles["to_confirm"], [head(view, "to_confirm", said, view.say("report.to_confirm.hint")), table], tab_tone="warn")


def _choices(view: View) -> list[_Choice]:
    groups = [(_first(view, {a.payment for a in link.allocations}), [_proposal(view, n, link)]) for n, link in enumerate(view.outcome.links) if not link.sure]
    doubts = sorted(view.outcome.doubts, key=lambda d: _first(view, d.items))
    groups += [(_first(view, doubt.items), _doubt(view, f"D{n:04d}", doubt)) for n, doubt in enumerate(doubts, 1)]
    return [choice for _, group in sorted(groups, key=lambda g: (_worth(g[1][0]), g[0], g[1][0].id)) for choice in group]


def _worth(choice: _Choice) -> tuple[bool, float]:
    return choice.kind == "doubt", -(1.0 if choice.probability is None else choice.probability)


def _first(view: View, items: Iterable[int]) -> tuple[Any, ...]:
    return min(view.order_of[i] for i in items)


def _proposal(view: View, n: int, link: Link) -> _Choice:
    payments = tuple(dict.fromkeys(a.payment for a in link.allocations))
    charges = tuple(dict.fromkeys(a.charge for a in link.allocations))
    return _Choice(
        view.link_ids[n], "proposal", payments, charges, link.because, link.by, view.amount_of(link), link.probability, "1/1"
    )  # fmt: skip


def _doubt(view: View, id_: str, doubt: Doubt) -> list[_Choice]:
    """One choice for each candidate: nearest in amount first, then the earliest."""
    here = _sum(view, doubt.items)
    ranked = sorted(doubt.candidates, key=lambda c: (abs(here - _sum(view, c)), _first(view, c)))
    if not ranked:
        return [_Choice(id_, "doubt", doubt.items, (), doubt.because, doubt.by)]
    return [
        _Choice(id_, "doubt", doubt.items, tuple(others), doubt.because, doubt.by, rank=f"{n}/{len(ranked)}")
        for n, others in enumerate(ranked, 1)
    ]


def _sum(view: View, items: Iterable[int]) -> Decimal:
    return sum((view.residuals[i] for i in items), Decimal(0))


def _columns(view: View) -> list[Column]:
    column = view.column
    currency = [column("currency", width=7)] if view.several_currencies else []
    certain = [column("probability", "percent", 7)] if view.has_probability else []
    return [
        column("choice", width=9), column("choice_kind", "wrap", 9, 10), column("payment_date", "date", 11),
        column("payer", "wrap", 12, 27), column("memo", "wrap", 14, 26), *currency, column("payment_open", "money", 11),
        column("rank", width=7, most=10), column("candidate_number", "wrap", 14, 20), column("candidate_date", "date", 11),
        column("candidate_party", "wrap", 12, 27), column("candidate_open", "money", 11), column("proposed", "money", 11),
        column("gap", "money", 10), column("because", "wrap", 26, 40), column("pass", "wrap", 10, 13),
        *certain, *people_columns(view, ACTIONS), column("payment_source", "link", 10, 18),
        column("candidate_source", "link", 10, 18),
    ]  # fmt: skip


def _row(view: View, c: _Choice) -> list[Any]:
    here, there = _sum(view, c.items), _sum(view, c.others)
    cells: list[Any] = [
        c.id, view.say(f"report.to_confirm.{c.kind}"), _date(view, c.items), _parties(view, c.items),
        view.listed(list(dict.fromkeys(view.memos[i] for i in c.items if view.memos[i])), 3),
    ]  # fmt: skip
    if view.several_currencies:
        cells.append(view.currencies[c.items[0]])
    cells += [here, c.rank]
    if c.others:
        cells += [view.names(c.others), _date(view, c.others), _parties(view, c.others), there, c.amount, here - there]
    else:
        cells += [None] * 6
    cells += [view.because(c.because), view.word("pass", c.by), *([c.probability] if view.has_probability else [])]
    cells += [*empty(people_columns(view, ACTIONS)), view.sources[c.items[0]], view.sources[c.others[0]] if c.others else None]
    return [*cells, row_key([view.keys[i] for i in c.items], [view.keys[i] for i in c.others])]


def _date(view: View, items: Sequence[int]) -> Any:
    return min((d for i in items if (d := view.dates[i])), default=None)


def _parties(view: View, items: Sequence[int]) -> str:
    return view.listed(list(dict.fromkeys(view.parties[i] for i in items if view.parties[i])), 3)
