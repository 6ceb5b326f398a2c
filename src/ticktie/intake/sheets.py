"""Every sheet of a book read for itself, and what the others change about it: currencies, the order of days, money held twice."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ticktie.domain.grid import Sheet, Source
from ticktie.domain.problem import Problem
from ticktie.domain.rules import Rules
from ticktie.domain.vocabulary import plain
from ticktie.intake import customer_account, lines, period
from ticktie.intake.contact_sheets import ContactSheet, read_contacts
from ticktie.intake.layouts import Layout, choose, says
from ticktie.intake.parts import joined
from ticktie.intake.rate_sheets import RateSheet, read_rates
from ticktie.intake.reading import Given, Rows
from ticktie.intake.rows import read_rows
from ticktie.intake.tables import Table, find_table, side_by_side, table_at, tables_below
from ticktie.intake.theirs import THEIRS

_OF_THE_REPUBLIC = "TWD"  # the currency of books whose years are of the Republic


@dataclass(frozen=True)
class SheetMap:
    """A person's own words on how a sheet is read; each part may be missing.

    kind: order | delivery | payment | check | theirs | ignore. header_row: 1-based. fields: 0-based column -> field or role.
    """

    kind: str | None = None
    header_row: int | None = None
    fields: Mapping[int, str] = field(default_factory=dict)


@dataclass
class SheetRead:
    """One table of a sheet: how it is laid out, its rows where it is used, and what is wrong with it as a whole."""

    sheet: Sheet
    table: Table | None
    layout: Layout
    rows: Rows | None = None
    problems: list[Problem] = field(default_factory=list)
    rates: RateSheet | None = None
    contacts: ContactSheet | None = None


ReadSheet = Callable[[Sheet, SheetMap, Given], Iterator["SheetRead"]]


def read_all(sheets: Sequence[Sheet], rules: Rules, maps: Mapping[str, SheetMap], read_sheet: ReadSheet | None = None) -> list[SheetRead]:
    """Every sheet, by `read_sheet` where a scenario has kinds of its own; where the book names one currency only, sheets that name none are in it too, and what one sheet's dates say holds for those that say nothing."""
    first = given = Given(_year(sheets), rules.base_currency, rules.base_currency)
    one = read_sheet or _read_sheet
    reads = _read_given(sheets, given, maps, one)
    ours = [r for r in reads if r.layout.kind != THEIRS]
    named = {c for r in ours if r.rows for c in r.rows.currencies}
    if not named and any(r.rows.roc for r in ours if r.rows):
        named = {_OF_THE_REPUBLIC}
    exchanged = any(r.rates for r in ours) or any(r.rows and _speaks_of_rates(r.rows) for r in ours)
    if len(named) == 1 and named != {given.currency} and not exchanged and rules.base_currency == Rules().base_currency:
        only = named.pop()
        given = replace(given, currency=only, base=only)
    said = {r.rows.day_first for r in ours if r.rows} - {None}
    if len(said) == 1 and any(r.rows.day_open for r in reads if r.rows):
        given = replace(given, day_first=said.pop())
    return reads if given == first else _read_given(sheets, given, maps, one)


def _speaks_of_rates(rows: Rows) -> bool:
    """Money of two currencies meets here, so that a sheet that names none is in the book's own."""
    return any("汇率" in plain(m) or "EXCHANGERATE" in plain(m) for m in rows.columns.get("memo", ())) or any(
        r not in ("", "1") for r in rows.columns.get("rate", ())
    )


def _read_given(sheets: Sequence[Sheet], given: Given, maps: Mapping[str, SheetMap], one: ReadSheet) -> list[SheetRead]:
    reads = [read for sheet in sheets for read in one(sheet, maps.get(sheet.name) or maps.get(sheet.title) or SheetMap(), given)]
    reads = _returns(_invoices(_accounts(reads)))
    return _contacts(reads, maps) if one is _read_sheet else reads


def _contacts(reads: list[SheetRead], maps: Mapping[str, SheetMap]) -> list[SheetRead]:
    """Lists of addresses among the sheets that hold nothing else and of which no person said what they are."""
    for read in reads:
        sheet = read.sheet
        if read.layout.kind == "other" and not read.problems and not (sheet.name in maps or sheet.title in maps) and (found := read_contacts(sheet)):
            read.layout, read.contacts = Layout("contact"), found
    return reads


def table_of(sheet: Sheet, how: SheetMap, given: Given) -> Table | SheetRead:
    """The sheet's first table; the sheet as read where it is left out, holds rates, or has no table that can be taken."""
    if how.kind == "ignore":
        return SheetRead(sheet, None, Layout("ignored"))
    if how == SheetMap() and (rates := read_rates(sheet, given.base, given.year)) is not None:
        return SheetRead(sheet, None, Layout("rate"), problems=rates.problems, rates=rates)
    table = table_at(sheet, how.header_row - 1) if how.header_row else find_table(sheet)
    if table is None:
        return SheetRead(sheet, None, Layout("other"))
    if not how.fields and side_by_side(table):
        return SheetRead(sheet, table, Layout("other"), problems=[Problem("tables_side_by_side", Source(sheet.name, table.top + 1))])
    return table


def _read_sheet(sheet: Sheet, how: SheetMap, given: Given) -> Iterator[SheetRead]:
    """The sheet's table, and further tables below it that hold something else."""
    table = table_of(sheet, how, given)
    if isinstance(table, SheetRead):
        yield table
        return
    lower = [] if how.header_row or how.kind else [joined(t) for t in tables_below(table)]
    below = [(t, layout) for t in lower if (layout := choose(t)).kind in ("order", "delivery", "payment")]
    first = replace(table, last=below[0][0].top) if below else table
    first = first if how.fields else joined(first)
    if not (how.kind or how.fields or below) and (found := customer_account.sides(first)):
        for n, (side, chosen) in enumerate(found[0]):
            yield SheetRead(sheet, side, chosen, read_rows(side, chosen, given), [] if n else found[1])
        return
    layout = choose(first, how.kind, how.fields)
    if below and layout.kind not in ("order", "delivery", "payment"):
        first = table if how.fields else joined(table)
        layout, below = choose(first, how.kind, how.fields), []
    for one, chosen in ((first, layout), *below):
        if chosen.kind in ("order", "delivery", "invoice", THEIRS):
            chosen = lines.whole_amount(one, lines.with_line_amounts(one, chosen))
        yield SheetRead(sheet, one, chosen, read_rows(one, chosen, given) if chosen.kind not in ("other", "ignored") else None)


def _accounts(reads: list[SheetRead]) -> list[SheetRead]:
    """A side of customers' accounts is read only where no other sheet holds it; else the money would count twice.

    Accounts of which the other sheets hold something else on that side are not read at all.
    """
    accounts = [r for r in reads if r.table is not None and r.table.of_customer and r.rows is not None]
    others = [r for r in reads if r.rows is not None and r not in accounts and r.layout.kind not in ("other", "check", THEIRS) and not only_openings(r)]
    held = {"payment" if r.layout.kind == "payment" else "order" for r in others}
    twice = [r for r in accounts if r.layout.kind in held]
    if not twice:
        return reads
    amounts = Counter(a for r in others if r.rows for a in r.rows.columns.get("amount", ()))
    again = Counter(a for r in twice if r.rows for a in r.rows.columns.get("amount", ()))
    known = len(held) == 1 and again <= amounts
    code, kept = ("side_held_elsewhere", [r for r in accounts if r not in twice]) if known else ("receivables_ledger", [])
    made: list[SheetRead] = []
    for read in reads:
        if read not in accounts or read in kept:
            made.append(read)
        elif read in twice:
            assert read.table is not None
            told = Problem(code, Source(read.sheet.name, read.table.top + 1), {"rows": len(read.rows or ())}, "info" if known else "error")
            made.append(SheetRead(read.sheet, read.table, Layout("other"), problems=[told]))
    return made


def _invoices(reads: list[SheetRead]) -> list[SheetRead]:
    """Invoices are the charges only where the book has no orders and no deliveries; else they would count twice."""
    charges = any(r.layout.kind in ("order", "delivery") for r in reads)
    for read in reads:
        if read.layout.kind == "invoice":
            if charges:
                read.rows = None
            else:
                read.layout = replace(read.layout, kind="order")
    return reads


def _returns(reads: list[SheetRead]) -> list[SheetRead]:
    """A sheet of returns stands on the side of the charges it takes back."""
    back = [r for r in reads if r.table is not None and r.rows is not None and r.layout.kind in ("order", "delivery") and says(r.table, "return")]
    kinds = {r.layout.kind for r in reads if r not in back and r.rows is not None}
    for read in back:
        read.layout = replace(read.layout, kind="delivery" if "delivery" in kinds and "order" not in kinds else "order")
    return reads


def _year(sheets: Sequence[Sheet]) -> int | None:
    dates = (c for s in sheets for row in s.rows[:200] for c in row if isinstance(c, dt.date))
    texts = [t for s in sheets for t in [s.title or s.name, *(c for row in s.rows[:40] for c in row if isinstance(c, str))]]
    return period.year_of(texts, dates)


def only_openings(read: SheetRead) -> bool:
    return read.rows is not None and len(read.rows) > 0 and all("opening" in f for f in read.rows.columns["flags"])
