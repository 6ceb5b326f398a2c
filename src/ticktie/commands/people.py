"""What persons left in the workbook's result tabs: read before anything is rewritten, applied, and put back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from ticktie.domain.decision import NAMES, PARTY, PAYER, Action, Decision, in_force, taken_back
from ticktie.domain.grid import Sheet, Source
from ticktie.domain.items import PAYMENT
from ticktie.domain.number_forms import canonical
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.register import Register
from ticktie.domain.text import party_key
from ticktie.reports.decisions import read_decisions
from ticktie.reports.harvest import Harvest, decide, harvest
from ticktie.reports.register.back import Answer, read_register, typed
from ticktie.reports.settings import Wishes, edited


@dataclass(frozen=True)
class Typed:
    """A decision given as text: the item and its targets by number or `sheet!row`."""

    action: Action
    item: str
    target: str = ""
    note: str = ""


KEYED = ("matched", "unmatched", "to_confirm", "findings")
Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Brought:
    """What a new workbook takes over from last month's instead of reading it from tabs that it does not have yet."""

    wishes: Wishes
    decisions: Sequence[Decision] = ()
    register: Register = field(default_factory=Register)


@dataclass(frozen=True)
class Left:
    """One workbook's result tabs as people left them. tabs: key of the page -> its cells."""

    tabs: Mapping[str, Rows] = field(default_factory=dict)
    brought: Brought | None = None

    @property
    def wishes(self) -> Wishes:
        return self.brought.wishes if self.brought else edited(self.tabs.get("settings", ()))

    @property
    def decisions(self) -> list[Decision]:
        return list(self.brought.decisions) if self.brought else read_decisions(self.tabs.get("decisions", ()))

    @property
    def register(self) -> Register:
        return self.brought.register if self.brought else read_register(self.tabs.get("register", ()))

    @property
    def answers(self) -> list[Answer]:
        """What was typed beside statements."""
        return typed(self.tabs.get("register", ()))

    def harvests(self) -> list[Harvest]:
        return [harvest(key.partition(":")[0], rows) for key, rows in self.tabs.items() if key.partition(":")[0] in KEYED]


def left_in(sheets: Sequence[Sheet], own: Mapping[str, str]) -> Left:
    """The result tabs among sheets; own: key of the page -> title."""
    by_title = {s.title: s.rows for s in sheets}
    return Left({key: by_title[title] for key, title in own.items() if title in by_title})


def appended(
    left: Left, harvests: Sequence[Harvest], frame: pd.DataFrame, who: str, when: str, typed: Sequence[Typed] = (), undo: bool = False
) -> list[Decision]:
    """The decisions of the Decisions tab and, after them, what is new; each new one with its items' money.

    undo: the tab's last decision in force is taken back, before what is new. Raises Refused naming every item that a typed
    decision does not find, or (nothing_to_undo).
    """
    before, find = left.decisions, finder(frame)
    undone = [_undone(before, when, who)] if undo else []
    new = undone + decide(harvests, [*before, *undone], who=who, when=when, find=find)
    amount = dict(zip(frame["key"], frame["amount"].tolist(), strict=True))
    seq = max((d.seq for d in (*before, *new)), default=0)
    asked = [(_about(t, before, find), find(t.target, t.action) if t.target else ()) for t in typed]
    lost = [text for t, found in zip(typed, asked, strict=True) for text, items in zip((t.item, t.target), found, strict=True) if text and not items]
    if lost:
        raise Refused([Problem("item_unknown", Source(""), {"value": text}) for text in lost])
    new += [Decision(seq + n, when, who, t.action, *found, note=t.note) for n, (t, found) in enumerate(zip(typed, asked, strict=True), 1)]
    return [*before, *(replace(d, amounts=_amounts(d, amount)) for d in new)]


def _about(typed: Typed, before: Sequence[Decision], find: Callable[[str, Action], tuple[str, ...]]) -> tuple[str, ...]:
    """What a typed decision is about: items, or a payer by name for an alias and for taking one back."""
    payer = PAYER + typed.item.strip()
    named = [d.keys[0] for d in in_force(before) if d.action == "alias" and party_key(d.keys[0].removeprefix(PAYER)) == party_key(typed.item)]
    if typed.action == "alias":
        return (named[0] if named else payer,)
    return find(typed.item, "note") or (tuple(named[:1]) if typed.action == "withdraw" else ())


def _undone(before: Sequence[Decision], when: str, who: str) -> Decision:
    line = taken_back(before, when, who)
    if line is None:
        raise Refused([Problem("nothing_to_undo", Source(""), {})])
    return line


def _amounts(decision: Decision, amount: Mapping[str, int]) -> tuple[int, ...]:
    keys = [k for k in (*decision.keys, *decision.targets) if not k.startswith(NAMES)]
    return tuple(amount[k] for k in keys) if all(k in amount for k in keys) else ()


def finder(frame: pd.DataFrame) -> Callable[[str, Action], tuple[str, ...]]:
    """Keys of what a person typed: numbers, serials of the bank or `sheet!row`, several separated by commas; for `move_to` and `alias` a customer's name."""
    by_number: dict[str, list[str]] = defaultdict(list)
    for number, key in zip(frame["number"], frame["key"], strict=True):
        if number:
            by_number[canonical(number)].append(key)
    for serial, key in zip(frame["serial"], frame["key"], strict=True):
        if serial and key not in by_number[canonical(serial)]:
            by_number[canonical(serial)].append(key)
    by_id = {i: [key] for i, key in zip(frame["id"], frame["key"], strict=True)}

    customers = set(frame["party_key"][frame["side"] != PAYMENT]) - {""}

    def find(text: str, action: Action) -> tuple[str, ...]:
        if action in ("move_to", "alias"):
            return (PARTY + text.strip(),) if party_key(text) in customers else ()
        found: list[str] = []
        for part in text.replace("，", ",").replace("、", ",").replace("；", ",").replace(";", ",").split(","):
            word = part.strip()
            keys = (by_id.get(word) or by_number.get(canonical(word), [])) if word else []
            if word and not keys:
                return ()
            found += keys
        return tuple(dict.fromkeys(found))

    return find


def unread(harvests: Sequence[Harvest], titles: Mapping[str, str]) -> list[Problem]:
    """Decisions in words that were not offered."""
    return [Problem("decision_unread", Source(titles.get(h.page, h.page), row), {"value": word}, "warning") for h in harvests for row, word in h.unread]
