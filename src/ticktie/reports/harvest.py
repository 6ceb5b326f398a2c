"""What people typed into result tabs, taken before the tabs are rewritten, and put back afterwards.

    harvest   one tab's cells as read -> decisions and notes that are new, and the columns a person added
    decide    those as lines to append to Decisions
    put_back  new pages, decisions, harvests -> pages with the decisions, notes and columns at their items

Everything hangs on item keys (people.py), never on a row: tabs may be sorted, filtered, translated or moved in between.
An item that went to another row or tab takes its note and its person's cells along; a decision is only shown where
both of its items stand together, because elsewhere it would say something else. What finds no place is handed back.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from ticktie.domain.decision import ACTIONS, Action, Decision, takes_back
from ticktie.domain.page import Column, Page, Table
from ticktie.reports.people import KEYS, MARK, PEOPLE, RowKey, is_keyed, parse_row_key

Keys = frozenset[str]


@dataclass(frozen=True)
class Mark:
    """What a person changed on one row. target: as typed; row: 1-based row of the tab, to name it in a problem."""

    action: Action
    keys: tuple[str, ...]
    targets: tuple[str, ...]
    target: str
    note: str
    row: int


@dataclass(frozen=True)
class Added:
    """A column that a person added: its title and its cells by the items of their rows."""

    title: str
    cells: dict[Keys, Any]


@dataclass(frozen=True)
class Harvest:
    """One tab's catch. unread: rows whose decision is no word that was offered (row, what stands there)."""

    page: str
    marks: tuple[Mark, ...] = ()
    added: tuple[Added, ...] = ()
    unread: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class _Layout:
    """Where a tab's columns stand: ours by key, a person's by place; words of its decisions."""

    ours: dict[str, int]
    theirs: dict[int, str]
    choices: dict[str, str]
    keys: int


def harvest(page: str, rows: Sequence[Sequence[Any]]) -> Harvest:
    """Read one result tab back; rows: its cells from row 1 on."""
    marks: list[Mark] = []
    cells: dict[int, dict[Keys, Any]] = defaultdict(dict)
    titles: dict[int, str] = {}
    unread: list[tuple[int, str]] = []
    layout: _Layout | None = None
    for number, row in enumerate(rows, 1):
        if heading := _layout(row):
            layout = heading
            titles |= {c: title for c, title in layout.theirs.items() if title or c not in titles}
            continue
        at = parse_row_key(_cell(row, layout.keys)) if layout else None
        if layout is None or at is None:
            continue
        mark, word = _mark(row, layout, at, number)
        marks += [mark] if mark else []
        unread += [(number, word)] if word else []
        for column in layout.theirs:
            if (value := _cell(row, column)) not in (None, ""):
                cells[column][at.all] = value
    added = tuple(Added(titles[c], cells.get(c, {})) for c in sorted(titles) if titles[c] or c in cells)
    return Harvest(page, tuple(marks), added, tuple(unread))


def _layout(row: Sequence[Any]) -> _Layout | None:
    """The layout told by the hidden heading, or None for a row that is no heading."""
    at = next((i for i, c in enumerate(row) if isinstance(c, str) and c.startswith(MARK + "{")), None)
    if at is None:
        return None
    told = json.loads(str(row[at])[len(MARK) :])
    ours: dict[str, int] = {}
    theirs: dict[int, str] = {}
    for i, cell in enumerate(row):
        key = told["columns"].get(cell) if isinstance(cell, str) else None
        if key and key not in ours:
            ours[key] = i
        elif i != at:
            theirs[i] = "" if cell is None else str(cell)
    return _Layout(ours, theirs, told["choices"], at)


def _cell(row: Sequence[Any], at: int | None) -> Any:
    return row[at] if at is not None and at < len(row) else None


def _typed(row: Sequence[Any], layout: _Layout, key: str) -> str:
    value = _cell(row, layout.ours.get(key))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _mark(row: Sequence[Any], layout: _Layout, at: RowKey, number: int) -> tuple[Mark | None, str]:
    """The row's change against what ticktie had written there, and a decision that cannot be read."""
    word, target, note = (_typed(row, layout, key) for key in PEOPLE)
    code = layout.choices.get(word, word if word in ACTIONS else "")
    was = at.written
    unread = word if word and not code else ""
    action = _action(code, target, note, was) if not unread else "note"
    if unread and unread not in note:
        note = f"{unread} {note}".strip()
    if action is None:
        return None, unread
    return Mark(action, at.keys, at.targets, target, note, number), unread


def _action(code: str, target: str, note: str, was: Mapping[str, str]) -> Action | None:
    """What a change of the cells means; None for no change."""
    if code and (code != was.get("decision", "") or target != was.get("target", "")):
        return next(a for a in ACTIONS if a == code)
    if not code and was.get("decision"):
        return "withdraw"
    return "note" if note != was.get("note", "") else None


def decide(
    harvests: Iterable[Harvest], before: Sequence[Decision], *, who: str, when: str, find: Callable[[str, Action], tuple[str, ...]]
) -> list[Decision]:
    """Lines to append to Decisions for what was harvested.

    find: the keys of the items that a typed number or `sheet!row` names, or for `move_to` the customer; empty for none, then the line says so.
    """
    seq = max((d.seq for d in before), default=0)
    lines: list[Decision] = []
    for mark in (m for h in harvests for m in h.marks):
        seq += 1
        named = find(mark.target, mark.action) if mark.target else ()
        lost = mark.action in ("match_with", "move_to") and not named
        note = f"{mark.target} {mark.note}".strip() if lost else mark.note
        status = "target_unknown" if lost else ""
        lines.append(Decision(seq, when, who, mark.action, mark.keys, mark.targets or named, note=note, status=status))
    return lines


@dataclass(frozen=True)
class Said:
    """What a person last said about a group of items, as the decisions tell it."""

    keys: tuple[str, ...]
    targets: tuple[str, ...]
    decision: Action | Literal[""] = ""
    note: str = ""


def standing(decisions: Iterable[Decision]) -> dict[Keys, Said]:
    """The last word on each group of items; a withdrawn decision leaves the note that came with its withdrawal."""
    found: dict[Keys, Said] = {}
    for d in sorted(decisions, key=lambda d: d.seq):
        at = frozenset(d.keys + d.targets)
        for other, words in found.items():
            if words.decision and takes_back(d, Decision(0, "", "", words.decision, words.keys, words.targets)):
                found[other] = replace(words, decision="")
        old = found.get(at, Said(d.keys, d.targets))
        decision = old.decision if d.action == "note" else "" if d.action == "withdraw" else d.action
        found[at] = Said(d.keys, d.targets, decision, d.note)
    return found


@dataclass(frozen=True)
class PutBack:
    """The pages as they are to be written, and what a person typed into added columns that found no row: (title, keys, value)."""

    pages: list[Page]
    left_over: list[tuple[str, Keys, Any]]


At = tuple[int, int, int]  # page, block of the page, row of the table


def put_back(pages: Sequence[Page], decisions: Sequence[Decision], harvests: Sequence[Harvest] = ()) -> PutBack:
    """Pages with people's cells; a person's own columns stand right of ticktie's, on every tab that needs them."""
    said = standing(decisions)
    added = [(h.page, column) for h in harvests for column in h.added]
    if not said and not added:
        return PutBack(list(pages), [])
    places = _Places(pages)
    writes = _spoken(places, said)
    sheets = _Added(places)
    for page, column in added:
        sheets.place(next((n for n, p in enumerate(pages) if p.key == page), None), column)
    filled = [
        replace(page, blocks=[
            _table(block, sheets.titles[p], writes, sheets.values, (p, b)) if isinstance(block, Table) and is_keyed(block) else block
            for b, block in enumerate(page.blocks)
        ])
        for p, page in enumerate(pages)
    ]  # fmt: skip
    return PutBack(filled, sheets.left_over)


class _Places:
    """Where the items of keyed tables stand in new pages."""

    def __init__(self, pages: Sequence[Page]):
        self.keys: dict[At, RowKey] = {}
        self.exact: dict[Keys, list[At]] = defaultdict(list)
        self.by_key: dict[str, list[At]] = defaultdict(list)
        for p, page in enumerate(pages):
            for b, block in enumerate(page.blocks):
                if isinstance(block, Table) and is_keyed(block):
                    self._index(p, b, block)

    def _index(self, page: int, block: int, table: Table) -> None:
        for r, cell in enumerate(table.column(KEYS)):
            if key := parse_row_key(cell):
                at = page, block, r
                self.keys[at] = key
                self.exact[key.all].append(at)
                for one in key.all:
                    self.by_key[one].append(at)

    def exactly(self, items: Keys, first: Sequence[str] = ()) -> list[At]:
        """Rows of these items; else rows of the first of them alone."""
        return self.exact.get(items) or self.exact.get(frozenset(first)) or []

    def near(self, items: Keys) -> list[At]:
        """Rows that the items went to, alone or with others."""
        rows = [at for one in sorted(items) for at in self.by_key.get(one, [])]
        return [at for at in dict.fromkeys(rows) if self.keys[at].all < items or self.keys[at].all > items]


def _spoken(places: _Places, said: Mapping[Keys, Said]) -> dict[At, dict[str, str]]:
    """The person's cells of every row that has any: what was said of exactly its items before a note that came along."""
    writes: dict[At, dict[str, str]] = {}
    for items, words in said.items():
        for at in places.exactly(items, words.keys):
            shown = " ".join(t.partition(":")[2] or t for t in words.targets) if not places.keys[at].targets else ""
            writes[at] = {"decision": words.decision, "note": words.note, "target": shown}
    for items, words in said.items():
        if words.note and not places.exactly(items, words.keys):
            for at in places.near(items):
                writes.setdefault(at, {"note": words.note})
    return writes


class _Added:
    """Columns that people added, laid out on new pages."""

    def __init__(self, places: _Places):
        self.places = places
        self.titles: dict[int, list[str]] = defaultdict(list)  # page -> titles
        self.values: dict[At, dict[int, Any]] = defaultdict(dict)  # row -> place among the added columns -> value
        self.left_over: list[tuple[str, Keys, Any]] = []

    def place(self, home: int | None, column: Added) -> None:
        """Put the cells at their rows; the column's own tab keeps it even where no cell is left on it."""
        slots: dict[int, int] = {} if home is None else {home: self._slot(home, column.title)}
        for items, value in column.cells.items():
            rows = self.places.exactly(items) or self.places.near(items)
            for at in [at for at in rows if at[0] == home] or rows[:1]:
                if at[0] not in slots:
                    slots[at[0]] = self._slot(at[0], column.title)
                self.values[at][slots[at[0]]] = value
            if not rows:
                self.left_over.append((column.title, items, value))

    def _slot(self, page: int, title: str) -> int:
        self.titles[page].append(title)
        return len(self.titles[page]) - 1


def _table(
    table: Table, added: Sequence[str], writes: Mapping[At, Mapping[str, str]], values: Mapping[At, Mapping[int, Any]], here: tuple[int, int]
) -> Table:  # fmt: skip
    """The table with a person's cells filled in, the hidden cell saying what was written."""
    at = {c.key: i for i, c in enumerate(table.columns)}
    words = _offered(table)
    rows: list[Sequence[Any]] = [*table.rows]
    for (*where, r), cells in writes.items():
        if tuple(where) == here:
            rows[r] = _written(list(rows[r]), at, words, cells)
    if added:
        rows = [[*row, *(values.get((*here, r), {}).get(c) for c in range(len(added)))] for r, row in enumerate(rows)]
    extra = [Column(f"added_{n}", title, "input", 14) for n, title in enumerate(added, 1)]
    return replace(table, rows=rows, columns=[*table.columns, *extra])


def _offered(table: Table) -> dict[str, str]:
    """The decisions a person can take on this tab: code -> word, as the hidden heading tells them."""
    heading = next(c.title for c in table.columns if c.key == KEYS)
    return {code: word for word, code in json.loads(heading[len(MARK) :])["choices"].items()}


def _written(row: list[Any], at: Mapping[str, int], words: Mapping[str, str], cells: Mapping[str, str]) -> list[Any]:
    key = parse_row_key(row[at[KEYS]])
    assert key is not None  # only rows with items are written to
    shown = {name: text for name in PEOPLE if name in at and (text := cells.get(name, "")) and (name != "decision" or text in words)}
    for name, text in shown.items():
        row[at[name]] = words[text] if name == "decision" else text
    row[at[KEYS]] = str(replace(key, written=shown))
    return row
