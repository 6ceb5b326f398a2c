"""The columns that belong to people: Decision, Match with, Note, and the hidden column that ties them to items.

A result tab is rewritten on every run, so what a person typed must find its items again. The hidden column at the end
holds the item keys of each row and what ticktie itself had written into the person's cells there; its heading holds
how the tab was laid out (which title was which column, which word which decision). So a tab can be read back after
sorting, filtering, moved columns, another language or another version, without knowing how it was made.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from typing import Any

from ticktie.domain.decision import Action
from ticktie.domain.page import Column, Table
from ticktie.reports.view import View

KEYS = "keys"
MARK = "ticktie:"  # how the hidden column's heading begins
PEOPLE = ("decision", "target", "note")  # columns whose cells are a person's

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class RowKey:
    """What one row of a tab is about: items, the items they are shown with, and the person's cells as last written."""

    keys: tuple[str, ...]
    targets: tuple[str, ...] = ()
    written: dict[str, str] = field(default_factory=dict)

    @property
    def all(self) -> frozenset[str]:
        return frozenset(self.keys + self.targets)

    def __str__(self) -> str:
        return _encode([self.keys, self.targets, self.written] if self.written else [self.keys, self.targets])


def row_key(keys: Sequence[str], targets: Sequence[str] = ()) -> str:
    """The hidden cell of a row that nobody has written on."""
    return f"[[{','.join(map(encode_basestring, keys))}],[{','.join(map(encode_basestring, targets))}]]"


def parse_row_key(text: Any) -> RowKey | None:
    """The hidden cell read back; None for what is none (a row that a person added)."""
    try:
        parts = json.loads(text)
        return RowKey(tuple(parts[0]), tuple(parts[1]), dict(parts[2]) if len(parts) > 2 else {})
    except (TypeError, ValueError, IndexError):
        return None


def people_columns(view: View, actions: Sequence[Action], target: bool = False) -> list[Column]:
    """Decision with its choices, where asked for the other items' numbers, and Note."""
    words = tuple(view.say(f"decision.action.{a}") for a in actions)
    hint = view.say("report.hint.decision")
    columns = [view.column("decision", "choice", 11, choices=words, note=hint)]
    if target:
        columns.append(view.column("target", "input", 16, note=view.say("report.hint.target")))
    return [*columns, view.column("note", "input", 20, note=view.say("report.hint.note"))]


def empty(columns: Sequence[Column]) -> list[None]:
    """Empty cells for a person's columns."""
    return [None for c in columns if c.key in PEOPLE]


def keyed(view: View, columns: Sequence[Column], actions: Sequence[Action]) -> list[Column]:
    """The columns with the hidden one at their end."""
    layout = {
        "columns": {c.title: c.key for c in columns},
        "choices": {view.say(f"decision.action.{a}"): a for a in actions},
        "facts": book_facts(view),
    }
    return [*columns, Column(KEYS, MARK + _encode(layout), "hidden", 4)]


def book_facts(view: View) -> dict[str, str]:
    """What the functions in cells need to read the tabs back (standing.py); run differs when what the tabs say differs."""
    return {
        "language": view.language, "as_of": view.as_of.isoformat(), "currency": view.book_currencies[0],
        "charge_side": view.charge_side, "run": view.outcome.stamp,
    }  # fmt: skip


def is_keyed(table: Table) -> bool:
    return any(c.key == KEYS for c in table.columns)


