"""The tab "Settings": every rule with its value, and how each sheet is read; a person edits the yellow cells.

A hidden column says what ticktie wrote into each yellow cell, so that reading the tab back (`edited`) tells a person's
own settings from values that were only shown. A value that a person set stays until it is emptied.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from ticktie.domain.outcome import Reading
from ticktie.domain.page import Column, Lines, Page, Spot, Table
from ticktie.domain.rules import Rules, rule_meta, rule_names
from ticktie.domain.wording import LANGUAGES, section
from ticktie.reports.heads import head
from ticktie.reports.overview import fields, kind_of
from ticktie.reports.view import View

SHEET_KINDS = ("order", "delivery", "payment", "check", "theirs", "ignore")
RULE, SHEET = "ticktie:rule", "ticktie:sheet"  # headings of the hidden columns
_EXACT = 1e15  # Excel keeps 15 digits of a number
_GRID = (24, 18, 14, 12, 30, 54, 4, 4)


@dataclass(frozen=True)
class SheetWish:
    """What a person says about one sheet, as typed; empty where nothing is said.

    kind: one of SHEET_KINDS. header_row: 1-based. columns: `D=bank_in, E=bank_out`, fields in code or in words.
    """

    kind: str = ""
    header_row: str = ""
    columns: str = ""


@dataclass(frozen=True)
class Wishes:
    """All that a person set in the workbook's Settings tab, as text; empty where nothing is set."""

    rules: Mapping[str, str] = field(default_factory=dict)
    as_of: str = ""
    language: str = ""
    sheets: Mapping[str, SheetWish] = field(default_factory=dict)

    def maps(self) -> list[str]:
        """The sheets' part as `--map` would say it: `收款=payment@5`, `收款!D=bank_in`."""
        said: list[str] = []
        for sheet, wish in self.sheets.items():
            if wish.kind or wish.header_row:
                said.append(f"{sheet}={wish.kind}" + (f"@{wish.header_row}" if wish.header_row else ""))
            said += [f"{sheet}!{letter}={name}" for letter, name in column_wishes(wish.columns).items()]
        return said


def settings_page(view: View, wishes: Wishes) -> Page:
    """General settings and rules in one table, then the sheets."""
    text = Lines([[Spot()], [Spot(view.say("report.settings.sheets"), "section", 0)], [Spot(view.say("report.settings.sheets_hint"), "subtitle", 0)]])
    top = head(view, "settings", view.say("report.settings.hint"))
    return Page("settings", view.titles["settings"], [top, _rules(view, wishes), text, _sheets(view, wishes)], grid=_GRID, tab_tone="input")


def _rules(view: View, wishes: Wishes) -> Table:
    columns = [
        view.column("rule", "wrap"), view.column("value", "input"), view.column("set_by", "wrap"), view.column("unit", "wrap"),
        view.column("allowed", "wrap"), view.column("explanation", "wrap"),
        Column(RULE, RULE, "hidden"), Column("written", "ticktie:written", "hidden"),
    ]  # fmt: skip
    rows = [
        _setting(view, "as_of", view.as_of, wishes.as_of, "", view.say("report.settings.date_form"), "run"),
        _setting(view, "language", view.language, wishes.language, "", " / ".join(LANGUAGES), "run"),
    ]
    for name in rule_names():
        meta = rule_meta(name)
        value = getattr(view.outcome.rules, name)
        unit = view.word("report.unit", meta["unit"]) if meta["unit"] else ""
        origin = "default" if value == getattr(Rules(), name) else "other"
        rows.append(_setting(view, name, value, wishes.rules.get(name, ""), unit, _allowed(meta), origin))
    return Table(columns, rows, name="rules")


def _setting(view: View, name: str, value: Any, own: str, unit: str, allowed: str, origin: str) -> list[Any]:
    """One line; origin: where the value comes from if not from this tab."""
    shown = value if isinstance(value, int | float) else str(value)
    return [
        name, shown, view.say(f"report.settings.by_{'workbook' if own else origin}"), unit, allowed, view.word("rule", name), name, "" if own else str(value)
    ]  # fmt: skip


def _allowed(meta: Mapping[str, Any]) -> str:
    if meta["choices"] or meta["form"]:
        return " / ".join(meta["choices"]) or str(meta["form"])
    return f"{meta['low']:,} – {meta['high']:,}" if meta["low"] is not None else ""


def _sheets(view: View, wishes: Wishes) -> Table:
    """How each sheet was read, and beside it what a person wants instead."""
    kinds = tuple(view.word("kind", k) for k in SHEET_KINDS)
    columns = [
        view.column("sheet", "wrap"), view.column("own_kind", "choice", choices=kinds, note=view.say("report.hint.kind")),
        view.column("own_header_row", "input", note=view.say("report.hint.header_row")), view.column("kind", "wrap"),
        view.column("own_columns", "input", note=view.say("report.hint.columns")), view.column("columns", "wrap"), Column(SHEET, SHEET, "hidden"),
    ]  # fmt: skip
    rows = [_sheet(view, r, wishes.sheets.get(r.sheet, SheetWish())) for r in view.outcome.ledger.readings]
    return Table(columns, rows, name="sheets")


def _sheet(view: View, reading: Reading, wish: SheetWish) -> list[Any]:
    row = f"{kind_of(view, reading)} · {reading.header_row}" if reading.header_row else kind_of(view, reading)
    own = view.word("kind", wish.kind) if wish.kind else None
    return [reading.sheet, own, wish.header_row or None, row, wish.columns or None, fields(view, reading), reading.sheet]


def edited(rows: Sequence[Sequence[Any]]) -> Wishes:
    """A person's settings from the tab's cells, in any language it was written in.

    A rule counts as the person's when its cell is not what ticktie wrote there, or was the person's before.
    """
    rules: dict[str, str] = {}
    sheets: dict[str, SheetWish] = {}
    table, at = "", -1
    for row in rows:
        marked = next((i for i, c in enumerate(row) if c in (RULE, SHEET)), None)
        if marked is not None:
            table, at = str(row[marked]), marked
        elif at >= 0 and at < len(row) and row[at]:
            if table == RULE and (value := _text(row[1])) and not _same(value, _text(row[at + 1]) if at + 1 < len(row) else ""):
                rules[str(row[at])] = value
            elif table == SHEET:
                wish = SheetWish(_kind(_text(row[1])), _text(row[2]), _text(row[4]))
                if wish != SheetWish():
                    sheets[str(row[at])] = wish
    return Wishes({k: v for k, v in rules.items() if k not in ("as_of", "language")}, rules.get("as_of", ""), rules.get("language", ""), sheets)


def _same(value: str, written: str) -> bool:
    """What stands in a cell is what ticktie wrote; 3 is 3.0."""
    try:
        return value == written or Decimal(value) == Decimal(written)
    except InvalidOperation:
        return False


def _text(cell: Any) -> str:
    """A cell as its person would say it: 5 for 5.0, 2026-06-30 for a date."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell)) if abs(cell) < _EXACT else repr(cell)  # an account number of 19 digits has lost its last
    if isinstance(cell, dt.datetime):
        return str(cell.date())
    return str(cell).strip()


def _kind(word: str) -> str:
    """The code of a kind said in any language; what is none is kept as typed."""
    for language in LANGUAGES:
        for code, said in section(language, "kind").items():
            if word and word.casefold() in (said.casefold(), code):
                return code
    return word


def column_wishes(text: str) -> dict[str, str]:
    """`D=bank_in, E=客户` as column letter -> field; a field in words of any language becomes its code."""
    found: dict[str, str] = {}
    for part in text.replace("，", ",").replace("；", ",").replace(";", ",").replace("＝", "=").split(","):
        letter, _, name = (p.strip() for p in part.partition("="))
        if letter and name:
            found[letter.upper()] = _field(name)
    return found


def _field(word: str) -> str:
    for language in LANGUAGES:
        for code, said in section(language, "field").items():
            if word.casefold() in (said.casefold(), code):
                return code
    return word


