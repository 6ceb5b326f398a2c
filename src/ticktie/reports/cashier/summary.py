"""The tab "Salespeople and cashier": the matrix, how each difference is explained, and what is missing by age."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from ticktie.domain.page import Block, Lines, Page, Spot, Table, Tone
from ticktie.reports.cashier.findings import customer
from ticktie.reports.cashier.matrix import Cell, Explained, Place, matrix, names_of
from ticktie.reports.heads import head
from ticktie.reports.view import View

AGES = (("age_week", 7), ("age_month", 30), ("age_quarter", 90), ("age_more", 10**6))  # up to so many days
MISSING = ("not_handed_in", "handed_in_less")
_SUMS = ("reported_in", "reported_out", "recorded_in", "recorded_out", "difference", "in_transit")


def summary_page(view: View) -> Page:
    cells = matrix(view)
    good = all(cell.rest == 0 for cell in cells.values())
    top = head(view, "cash_summary", view.say("report.cash_summary.law"), view.say("report.cash_summary.proved" if good else "report.cash_summary.not_proved"))
    blocks: list[Block] = [top, _matrix(view, cells), _title(view, "explained"), _explained(view, cells)]
    if late := _missing(view):
        blocks += [_title(view, "missing"), late]
    grid = (13, 10, 13, 13, 13, 13, 13, 13, 13, 13)
    return Page("cash_summary", view.titles["cash_summary"], blocks, grid=grid, tab_tone="good" if good else "bad")


def _title(view: View, name: str) -> Lines:
    return Lines([[Spot()], [Spot(view.say(f"report.cash_summary.{name}"), "section", 0)]])


def person(view: View, key: str) -> str:
    return names_of(view).get(key, key) or view.say("report.cash_summary.nobody")


def method(view: View, code: str) -> str:
    return view.word("method", code or "none")


def _matrix(view: View, cells: dict[Place, Cell]) -> Table:
    """A row for each salesperson and way of paying, a total for each salesperson with several, and for all."""
    columns = [
        view.column("salesperson"), view.column("method"), *(view.column(name, "money") for name in _SUMS), view.column("otherwise", "money"), view.column("check"),
    ]  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    tones: dict[int, Tone] = {}
    marks: dict[tuple[int, int], Tone] = {}
    currencies: list[str] = []

    def add(name: str, way: str, currency: str, members: Iterable[Cell], tone: Tone) -> None:
        every = list(members)
        sums = {n: sum(getattr(c, n) for c in every) for n in (*_SUMS, "rest")}
        holds = sums["rest"] == 0 and all(c.rest == 0 for c in every)
        otherwise = sums["difference"] - sums["in_transit"] - sums["rest"]
        if tone:
            tones[len(rows)] = tone
        marks[len(rows), 9] = "good" if holds else "bad"
        told = view.say("report.check.holds" if holds else "report.check.broken")
        rows.append((name, way, *(view.money(sums[n], currency) for n in _SUMS), view.money(otherwise, currency), told))
        currencies.append(currency)

    by_person: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in cells:
        by_person[place[0], place[2]].append(place)
    for (key, currency), places in by_person.items():
        for place in places:
            add(person(view, key), _way(view, place[1], currency), currency, [cells[place]], "")
        if len(places) > 1:
            add(person(view, key), view.say("report.cash_summary.subtotal"), currency, [cells[p] for p in places], "total")
    for currency in view.book_currencies:
        add(view.say("report.total.total", currency=currency), "", currency, [c for p, c in cells.items() if p[2] == currency], "total")
    return Table(columns, rows, tones=tones, marks=marks, places=[_exponent(view, c) for c in currencies], name="cash_summary")


def _way(view: View, code: str, currency: str) -> str:
    return f"{method(view, code)} {currency}" if view.several_currencies else method(view, code)


def _exponent(view: View, currency: str) -> int:
    return -int(view.money(0, currency).as_tuple().exponent)


def _explained(view: View, cells: dict[Place, Cell]) -> Table:
    """Every part of every difference; they add up to the matrix."""
    columns = [
        view.column("salesperson"), view.column("method"), view.column("explained_by", "wrap", span=2), view.column("customer_of_row", "wrap", span=2),
        view.column("date", "date"), view.column("days", "number"), view.column("explained_amount", "money"), view.column("source", "link"),
    ]  # fmt: skip
    rows, places = [], []
    for (key, way, currency), cell in cells.items():
        for e in cell.explained:
            first = e.items[0]
            age = (view.as_of - date).days if (date := view.dates[first]) else None
            rows.append((
                person(view, key), _way(view, way, currency), kind_of(view, e), customer(view, e.items), date, age, view.money(e.amount, currency), view.sources[first],
            ))  # fmt: skip
            places.append(_exponent(view, currency))
    return Table(columns, rows, places=places, name="cash_explained")


def kind_of(view: View, e: Explained) -> str:
    """The finding's name, or that of the move or the difference."""
    if e.finding is not None:
        return view.word("finding", e.kind)
    return view.word("explained", e.kind) if e.kind.startswith("moved_") else view.word("report.difference", e.kind)


def _missing(view: View) -> Table | None:
    """What is missing, by salesperson and age."""
    sums: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for f in view.outcome.findings:
        if f.kind in MISSING and f.amount > 0:
            age = next(name for name, most in AGES if (f.days or 0) <= most)
            sums[f.party, f.currency][age] += f.amount
            sums[f.party, f.currency]["total"] += f.amount
            sums[f.party, f.currency]["oldest"] = max(sums[f.party, f.currency]["oldest"], f.days or 0)
    if not sums:
        return None
    columns = [
        view.column("salesperson"), view.column("currency"), *(view.column(name, "money") for name, _ in AGES), view.column("total", "money"),
        view.column("oldest", "number"), view.column("responsible", span=2),
    ]  # fmt: skip
    rows = [
        (person(view, key), currency, *(view.money(found[name], currency) for name, _ in AGES), view.money(found["total"], currency), found["oldest"], person(view, key))
        for (key, currency), found in sorted(sums.items(), key=lambda s: (-s[1]["total"], s[0]))
    ]
    return Table(columns, rows, places=[_exponent(view, c) for _, c in sorted(sums, key=lambda s: (-sums[s]["total"], s))], name="cash_missing")
