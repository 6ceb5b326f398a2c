"""The tab "Decisions": what persons decided, one line each, only ever added to; it travels with the book.

The hidden columns at its end carry each line in code, so that the tab can be read back in any language.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from ticktie.domain import money
from ticktie.domain.decision import Decision
from ticktie.domain.page import Column, Page, Table
from ticktie.reports.heads import head
from ticktie.reports.view import View

LINE = "ticktie:decision"  # heading of the hidden column


def decisions_page(view: View, decisions: Sequence[Decision]) -> Page:
    """Every decision in the order it was taken."""
    columns = [
        view.column("seq", "number", 6), view.column("when", width=12, most=20), view.column("who", width=10, most=18),
        view.column("decision", width=10, most=14), view.column("about", "wrap", 24, 40), view.column("target", "wrap", 24, 40),
        view.column("amount", "money", 12), view.column("currency", width=6), view.column("note", "wrap", 24, 44),
        view.column("status", "wrap", 12, 24), Column(LINE, LINE, "hidden"),
    ]  # fmt: skip
    named = dict(zip(view.keys, view.ids, strict=True))
    rows = [_row(view, d, named) for d in decisions]
    places = [money.exponent(d.currency) for d in decisions]
    table = Table(columns, rows, main=True, places=places, name="decisions")
    top = head(view, "decisions", view.say("report.decisions.count", count=len(decisions)), view.say("report.decisions.hint"))
    return Page("decisions", view.titles["decisions"], [top, table])


def _row(view: View, d: Decision, named: dict[str, str]) -> list[Any]:
    amount: Decimal | None = None if d.amount is None else view.money(d.amount, d.currency)
    return [
        d.seq, d.when, d.who, view.word("decision.action", d.action), _items(view, d.keys, named), _items(view, d.targets, named), amount,
        d.currency, d.note, view.word("decision.status", d.status) if d.status else "", json.dumps(asdict(d), ensure_ascii=False),
    ]  # fmt: skip


def _items(view: View, keys: Sequence[str], named: dict[str, str]) -> str:
    """The items by what stands in their key, and where they stand today."""
    return view.listed([f"{_plain(key)} ({named[key]})" if key in named else _plain(key) for key in keys])


def _plain(key: str) -> str:
    return key.partition(":")[2].lstrip(":") or key


def read_decisions(rows: Iterable[Sequence[Any]]) -> list[Decision]:
    """The decisions of a tab as it was written; lines that a person added or broke are left out."""
    found: list[Decision] = []
    at = -1
    for row in rows:
        if LINE in row:
            at = list(row).index(LINE)
        elif 0 <= at < len(row) and row[at] and (decision := _parse(str(row[at]))):
            found.append(decision)
    return sorted(found, key=lambda d: d.seq)


def _parse(text: str) -> Decision | None:
    try:
        line = json.loads(text)
        lists = {name: tuple(line.get(name, ())) for name in ("keys", "targets", "amounts")}
        return Decision(**{**line, **lists})
    except (ValueError, TypeError, KeyError):
        return None
