"""Whose sheet a table is: a salesperson's, the cashier's journal, a bank's statement, or none of these; and how it is laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ticktie.domain.grid import Sheet, Source
from ticktie.domain.problem import Problem
from ticktie.domain.text import is_person, party_key
from ticktie.domain.vocabulary import plain, word_order
from ticktie.intake.cashier.people import named_by
from ticktie.intake.layouts import OF_CASHIER, Layout, choose
from ticktie.intake.parts import joined
from ticktie.intake.reading import Given
from ticktie.intake.rows import read_rows
from ticktie.intake.sheets import SheetMap, SheetRead, table_of
from ticktie.intake.tables import Table, tables_below

STATEMENT = "statement"
_WORTH = {"title": 6.0, "line": 4.0, "file": 3.0}  # of a word in the sheet's name, above the table, in the file's name
_PERSON = 5.0  # a sheet that bears a person's name is his
_BANK = frozenset({"counterparty_account", "counterparty_bank", "bank_serial", "platform_txn_id"})
_LEAST = 3.0


def read_sheet(sheet: Sheet, how: SheetMap, given: Given) -> Iterator[SheetRead]:
    """The sheet's tables as what salespeople reported or the cashier recorded."""
    table = table_of(sheet, how, given)
    if isinstance(table, SheetRead):
        yield table
        return
    below = [] if how.header_row or how.fields else [t for t in tables_below(table) if _laid_out(joined(t), how)[0].kind in OF_CASHIER]
    first = replace(table, last=below[0].top) if below else table
    for one in (first, *below):
        whole = one if how.fields else joined(one)
        layout, problems = _laid_out(whole, how)
        rows = read_rows(whole, layout, given) if layout.kind in OF_CASHIER else None
        yield SheetRead(sheet, whole, layout, rows, problems)


def _laid_out(table: Table, how: SheetMap) -> tuple[Layout, list[Problem]]:
    layouts = {kind: choose(table, kind, how.fields) for kind in OF_CASHIER if how.kind not in OF_CASHIER or how.kind == kind}
    side = how.kind if how.kind in OF_CASHIER else side_of(table, layouts)
    if side in OF_CASHIER:
        layout = layouts[side]
        return (layout, []) if layout.kind in OF_CASHIER else (Layout("other", missing=layout.missing), [])
    if side == STATEMENT:
        count = sum(any(isinstance(c, float | int) for c in table.sheet.rows[n]) for n in table.numbers)
        return Layout(STATEMENT), [Problem("bank_statement_aside", Source(table.sheet.name, table.top + 1), {"rows": count}, "info")]
    return Layout("other"), []


def side_of(table: Table, layouts: Mapping[str, Layout]) -> str:
    """reported, recorded, statement or "", by what the sheet is called, what stands above it, and its columns. layouts: of either side."""
    points = dict.fromkeys((*OF_CASHIER, STATEMENT), 0.0)
    for text, worth in _texts(table):
        if side := _said(text):
            points[side] += worth
            break
    names = {name for h in table.columns.values() for name in h.fields}
    for kind, layout in layouts.items():
        points[kind] += layout.score if layout.kind == kind else -99.0
    if not names & {"voucher_no", "contra_account"} and is_person(party_key(named_by(table.sheet.title))):
        points["reported"] += _PERSON
    if len(names & _BANK) > 1 and not names & {"voucher_no", "contra_account", "salesperson"}:
        points[STATEMENT] += max(points["recorded"], points["reported"]) + _LEAST
    best = max(points, key=lambda side: points[side])
    return best if points[best] >= _LEAST and any(layout.kind in OF_CASHIER for layout in layouts.values()) else ""


def _texts(table: Table) -> Iterator[tuple[str, float]]:
    sheet = table.sheet
    yield sheet.title or sheet.name, _WORTH["title"]
    for text in table.preamble[:6]:
        if len(text) <= 40:
            yield text, _WORTH["line"]
    yield Path(sheet.path).stem if sheet.path else sheet.name, _WORTH["file"]


def _said(text: str) -> str:
    """The side whose longest word stands in the text."""
    word = plain(text)
    hits = {side: next((len(w) for w in word_order("cashier_side", side) if w in word), 0) for side in ("recorded", "reported", STATEMENT)}
    best = max(hits, key=lambda side: hits[side])
    return best if hits[best] else ""
