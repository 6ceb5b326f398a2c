"""The tab "Customer list": what a customer's own list says against our charges, before anybody argues about money.

A row for each document of ours and what their list says of it, what differs first. Below: for each customer and currency what every
state comes to, with the totals of ours and theirs, and apart what we have on days that the list does not cover.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ticktie.domain.facts import STATES, Fact, Note
from ticktie.domain.grid import column_letter
from ticktie.domain.money import exponent
from ticktie.domain.page import Block, Column, Page, Table, Tone
from ticktie.reports.heads import head
from ticktie.reports.view import View

_TONES: dict[str, Tone] = {"amount_differs": "bad", "only_ours": "warn", "only_theirs": "warn", "ambiguous": "warn", "date_differs": "warn", "outside": "muted"}
_MOST = 3  # documents named in one cell; more are counted
_MOST_TOLD = 4  # customers whose sums stand above the table too


def facts_page(view: View) -> Page:
    """The comparison of an outcome that has one."""
    lists = Lists(view)
    few = len(lists.facts.names) <= _MOST_TOLD
    told = [*(summary(view) if few else ()), view.say("report.facts.basis", side=view.side(lists.facts.side)), *(lists.periods() if few else ())]
    columns = _columns(lists)
    blocks: list[Block] = [head(view, "facts", *told, view.say("report.facts.hint")), _table(lists, columns), _sums(lists, columns)]
    return Page("facts", view.titles["facts"], blocks, tab_tone="heading")


def summary(view: View) -> list[str]:
    """A line for each customer and currency; none where no list was given."""
    if view.outcome.facts is None:
        return []
    lists = Lists(view)
    lines = []
    for (customer, currency), states in lists.sums().items():
        told = [f"{view.say(f'report.facts.state.{state}')} {states[state].count}" for state in STATES if states[state].count]
        ours, theirs = (sum(getattr(s, side) for s in states.values()) for side in ("ours", "theirs"))
        outside = states["outside"].ours
        facts = {"ours": f"{view.money(ours - outside, currency):,}", "theirs": f"{view.money(theirs, currency):,}", "states": view.listed(told, len(STATES))}
        name = f"{lists.name(customer)} {currency}" if lists.several_currencies else lists.name(customer)
        lines.append(view.say("command.facts", customer=name, **facts))
    return lines


def facts_data(view: View) -> list[dict[str, Any]]:
    """Every fact as plain data: customer, state, ids of both sides, their amounts, how they were brought together."""
    lists = Lists(view)

    def text(minor: int, fact: Fact) -> str:
        return f"{view.money(minor, fact.currency):f}"

    return [
        {
            "customer": lists.name(f.customer), "currency": f.currency, "state": f.state, "how": f.how or None,
            "ours": [view.ids[i] for i in f.ours], "theirs": [lists.values["id"][i] for i in f.theirs],
            "amount_ours": text(f.amount_ours, f), "amount_theirs": text(f.amount_theirs, f), "notes": [lists.note(n) for n in f.notes],
        }
        for f in lists.in_order()
    ]  # fmt: skip


@dataclass
class Sum:
    """What the facts of one state come to, in minor units."""

    count: int = 0
    ours: int = 0
    theirs: int = 0


class Lists:
    """The facts of one outcome with the names and places of both sides."""

    def __init__(self, view: View):
        assert view.outcome.facts is not None
        assert view.outcome.ledger.theirs is not None
        self.view, self.facts = view, view.outcome.facts
        frame = view.outcome.ledger.theirs.items
        self.values: dict[str, list[Any]] = {n: frame[n].tolist() for n in ("id", "number", "related", "memo", "salesperson")}
        self.values["date"] = frame["date"].to_numpy().astype("datetime64[D]").tolist()
        self.values["source"] = [f"{s}!{column_letter(int(c))}{r}" for s, r, c in zip(frame["sheet"], frame["row"], frame["amount_column"], strict=True)]

    @property
    def several_currencies(self) -> bool:
        """Of the book and the lists together."""
        return len({f.currency for f in self.facts.found} | set(self.view.book_currencies)) > 1

    def name(self, customer: str) -> str:
        return self.facts.names.get(customer) or self.view.say("report.facts.nobody")

    def in_order(self) -> list[Fact]:
        """By customer and currency, what differs first, then by day and number."""
        names = list(self.facts.names)

        def place(f: Fact) -> tuple[Any, ...]:
            days = [str(self.view.dates[i]) for i in f.ours] or [str(self.values["date"][i]) for i in f.theirs]
            keys = [self.view.keys[i] for i in f.ours] or [self.values["id"][i] for i in f.theirs]
            return names.index(f.customer), self.view.book_currencies.index(f.currency) if f.currency in self.view.book_currencies else 99, STATES.index(f.state), min(days), min(keys)

        return sorted(self.facts.found, key=place)

    def sums(self) -> dict[tuple[str, str], dict[str, Sum]]:
        """(customer, currency) -> state -> what its facts come to; customers whose list agrees with nothing have all states at 0."""
        found: dict[tuple[str, str], dict[str, Sum]] = {}
        for f in self.in_order():
            states = found.setdefault((f.customer, f.currency), {state: Sum() for state in STATES})
            states[f.state].count += 1
            states[f.state].ours += f.amount_ours
            states[f.state].theirs += f.amount_theirs
        return found

    def periods(self) -> Iterator[str]:
        for customer, (first, last) in self.facts.periods.items():
            yield self.view.say("report.facts.period", customer=self.name(customer), first=first, last=last)

    def note(self, note: Note) -> str:
        """The note as a sentence."""
        facts = dict(note.facts)
        if "items" in facts:
            facts["items"] = self.view.names(facts["items"])
        if "rows" in facts:
            facts["rows"] = self.view.listed(facts["rows"])
        if "why" in facts:
            facts["why"] = self.view.word("set_aside", facts["why"])
        return self.view.say(f"report.facts.note.{note.code}", **facts)

    def numbers(self, rows: Sequence[int]) -> str | None:
        """The numbers of theirs as they write them; the remark where there is none."""
        told = [self.values["number"][i] or self.values["related"][i] or self.values["memo"][i] for i in rows]
        return self.view.listed(list(dict.fromkeys(t for t in told if t)) or [""], _MOST) or None

    @cached_property
    def has_salespeople(self) -> tuple[bool, bool]:
        """Ours, theirs."""
        return any(self.view.texts("salesperson")), any(self.values["salesperson"])


# --- the tables ---


def _sums(lists: Lists, columns: Sequence[Column]) -> Table:
    """The foot: for each customer and currency what is there of each state, and the totals."""
    view = lists.view
    rows: list[list[Any]] = []
    tones: dict[int, Tone] = {}
    places: list[int] = []
    for (customer, currency), states in lists.sums().items():
        for state, s in _lines(states):
            if tone := "total" if state == "total" else _TONES.get(state):
                tones[len(rows)] = tone
            cells = {
                "customer": lists.name(customer), "currency": currency, "facts_state": view.say(f"report.facts.state.{state}"),
                "number_ours": view.say("report.total.count", count=s.count), "amount_ours": view.money(s.ours, currency),
                "amount_theirs": view.money(s.theirs, currency), "amount_gap": view.money(s.ours - s.theirs, currency),
            }  # fmt: skip
            rows.append([cells.get(c.key) for c in columns])
            places.append(exponent(currency))
    return Table(columns, rows, tones=tones, places=places, name="facts_sums", headless=True)


def _lines(states: Mapping[str, Sum]) -> Iterator[tuple[str, Sum]]:
    """What is there of each state, their total, and below it what the list's months do not cover."""
    inside = [(state, states[state]) for state in STATES if states[state].count and state != "outside"]
    yield from inside
    yield "total", Sum(sum(s.count for _, s in inside), sum(s.ours for _, s in inside), sum(s.theirs for _, s in inside))
    if states["outside"].count:
        yield "outside", states["outside"]


def _table(lists: Lists, columns: Sequence[Column]) -> Table:
    facts = lists.in_order()
    rows = [_row(lists, columns, f) for f in facts]
    at = next(n for n, c in enumerate(columns) if c.key == "facts_state")
    marks = {(n, at): tone for n, f in enumerate(facts) if (tone := _TONES.get(f.state))}
    return Table(columns, rows, marks=marks, main=True, places=[exponent(f.currency) for f in facts], name="facts", frozen=2)


def _columns(lists: Lists) -> list[Column]:
    column, (ours, theirs) = lists.view.column, lists.has_salespeople
    return [
        column("customer", "wrap", 14, 27), *([column("currency", width=7)] if lists.several_currencies else []),
        column("facts_state", "wrap", 13, 16), column("number_ours", "wrap", 14, 22), column("number_theirs", "wrap", 14, 22),
        column("date_ours", "date", 11), column("date_theirs", "date", 11), column("amount_ours", "money", 13), column("amount_theirs", "money", 13),
        column("amount_gap", "money", 12), *([column("salesperson_ours", "wrap", 11, 14)] if ours else []),
        *([column("salesperson_theirs", "wrap", 11, 14)] if theirs else []), column("facts_how", "wrap", 12, 18), column("facts_note", "wrap", 16, 44),
        column("source_ours", "link", 10, 18), column("source_theirs", "link", 10, 18),
    ]  # fmt: skip


def _row(lists: Lists, columns: Sequence[Column], f: Fact) -> list[Any]:
    view, theirs = lists.view, lists.values
    people = view.texts("salesperson") if lists.has_salespeople[0] else []
    cells: dict[str, Any] = {
        "customer": lists.name(f.customer), "currency": f.currency, "facts_state": view.say(f"report.facts.state.{f.state}"),
        "number_ours": view.listed(list(dict.fromkeys(view.numbers[i] or view.ids[i] for i in f.ours)), _MOST) if f.ours else None,
        "number_theirs": lists.numbers(f.theirs) if f.theirs else None,
        "date_ours": min((d for i in f.ours if (d := view.dates[i])), default=None), "date_theirs": min((theirs["date"][i] for i in f.theirs), default=None),
        "amount_ours": view.money(f.amount_ours, f.currency) if f.ours else None,
        "amount_theirs": view.money(f.amount_theirs, f.currency) if f.theirs else None,
        "amount_gap": view.money(f.amount_ours - f.amount_theirs, f.currency) if f.amount_ours != f.amount_theirs else None,
        "salesperson_ours": view.listed(list(dict.fromkeys(people[i] for i in f.ours if people and people[i])) or [""], _MOST) or None,
        "salesperson_theirs": view.listed(list(dict.fromkeys(s for i in f.theirs if (s := theirs["salesperson"][i]))) or [""], _MOST) or None,
        "facts_how": view.say(f"report.facts.how.{f.how}") if f.how else None,
        "facts_note": view.say("report.list.semicolon").join(lists.note(n) for n in f.notes) or None,
        "source_ours": view.sources[f.ours[0]] if f.ours else None, "source_theirs": theirs["source"][f.theirs[0]] if f.theirs else None,
    }  # fmt: skip
    return [cells[c.key] for c in columns]
