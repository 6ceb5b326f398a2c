"""The tab "Hand-in slips": for every salesperson a page of paper with the month's comparison, what is open, and the slip that both sign."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from ticktie.domain.cashier import OF_JOURNALS, Finding
from ticktie.domain.page import Block, Break, Column, Lines, Page, Spot, Table
from ticktie.domain.rmb import in_words
from ticktie.reports.cashier.findings import customer, in_order
from ticktie.reports.cashier.matrix import Cell, Place, matrix
from ticktie.reports.cashier.summary import MISSING, method, person
from ticktie.reports.view import View

GRID = (12, 13, 13, 13, 13, 13, 13)
BOX_HEIGHT = 54


def slips_page(view: View) -> Page:
    """One page of paper a salesperson that reports; in each currency that he has."""
    cells = matrix(view)
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for f in in_order(view):
        if f.kind not in OF_JOURNALS:
            found[f.party, f.currency].append(f)
    blocks: list[Block] = []
    for key, currency in dict.fromkeys((p[0], p[2]) for p in cells if p[0]):
        mine = {p: c for p, c in cells.items() if (p[0], p[2]) == (key, currency)}
        blocks += [Break()] if blocks else []
        blocks += _slip(view, key, currency, mine, found[key, currency])
    return Page("slips", view.titles["slips"], blocks or [Lines([[Spot(view.say("report.slips.none"))]])], landscape=False, grid=GRID)


def _slip(view: View, key: str, currency: str, cells: dict[Place, Cell], found: list[Finding]) -> list[Block]:
    say = view.say
    name = person(view, key)
    top = Lines([
        [Spot(say("report.slips.title"), "sign", 0)],
        [Spot(say("report.slips.person"), "label", 1), Spot(name, "figure", 3), Spot(say("report.slips.as_of"), "label", 1), Spot(str(view.as_of), "", 0)],
        [Spot()],
    ])  # fmt: skip
    blocks: list[Block] = [top, _sums(view, key, currency, cells)]
    if found:
        blocks += [Lines([[Spot()], [Spot(say("report.slips.open"), "section", 0)]]), _open(view, key, currency, found)]
    return [*blocks, *_hand_in(view, name, currency, found), _signatures(view, name)]


def _sums(view: View, key: str, currency: str, cells: dict[Place, Cell]) -> Table:
    names = ("reported_in", "reported_out", "recorded_in", "recorded_out", "in_transit", "difference")
    columns = [view.column("method"), *(view.column(n, "money") for n in names)]
    rows: list[list[Any]] = [[method(view, p[1]), *(view.money(getattr(c, n), currency) for n in names)] for p, c in cells.items()]
    rows.append([view.say("report.total.subtotal"), *(view.money(sum(getattr(c, n) for c in cells.values()), currency) for n in names)])
    return Table(columns, rows, tones={len(rows) - 1: "total"}, places=_exponent(view, currency), name=f"slip:{key}:{currency}")


def _open(view: View, key: str, currency: str, found: list[Finding]) -> Table:
    columns = [view.column("date", "date"), view.column("finding", "wrap", span=2), view.column("customer_of_row", "wrap", span=2), view.column("gap_amount", "money"), view.column("days", "number")]
    rows = [
        (view.dates[f.items[0]], view.word("finding", f.kind), customer(view, f.items), view.money(f.amount, currency), f.days)
        for f in found
    ]  # fmt: skip
    return Table(columns, rows, places=_exponent(view, currency), name=f"slip_open:{key}:{currency}")


def _hand_in(view: View, name: str, currency: str, found: list[Finding]) -> list[Block]:
    """What is still to be handed in, by way of paying; blank lines to write on where that is nothing."""
    say = view.say
    owed: dict[str, Decimal] = defaultdict(Decimal)
    for f in found:
        if f.kind in MISSING and f.amount > 0:
            owed[view.texts_of("method")[f.items[0]]] += view.money(f.amount, currency)
    total = sum(owed.values(), view.money(0, currency))
    columns = [Column("method", say("column.method"), span=2), Column("amount", say("report.slips.amount"), "money", span=2), Column("handed", say("report.slips.handed"), "text", span=3)]
    rows: list[list[Any]] = [[method(view, code), amount, ""] for code, amount in owed.items()] or [["", None, ""], ["", None, ""]]
    rows.append([say("report.total.subtotal"), total if owed else None, ""])
    words = in_words(total) if currency == "CNY" and owed and view.language != "en" else ""
    lines = [
        [Spot()], [Spot(say("report.slips.cut"), "cut", 0)], [Spot(say("report.slips.slip", name=name), "section", 0)],
    ]  # fmt: skip
    foot = [[Spot(say("report.slips.words"), "label", 2), Spot(words, "", 0)]] if view.language != "en" else []
    return [
        Lines(lines, keep=True),
        Table(columns, rows, tones={len(rows) - 1: "total"}, places=_exponent(view, currency), name="slip_hand_in"),
        *([Lines(foot, keep=True)] if foot else []),
    ]  # fmt: skip


def _signatures(view: View, name: str) -> Lines:
    say = view.say
    boxes = [Spot(say("report.slips.salesperson_signs", name=name), "box", 2), Spot(say("report.slips.cashier_signs"), "box", 2), Spot(say("report.slips.checker_signs"), "box", 0)]
    return Lines([boxes], height=BOX_HEIGHT)


def _exponent(view: View, currency: str) -> int:
    return -int(view.money(0, currency).as_tuple().exponent)
