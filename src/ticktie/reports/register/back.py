"""The tab read back: the lines as they were recorded, and what a person typed beside a statement since."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from ticktie.domain.grid import Source
from ticktie.domain.money import MoneyError, to_minor
from ticktie.domain.problem import Problem
from ticktie.domain.register import Balance, Entry, Register
from ticktie.domain.text import nfkc
from ticktie.reports.register.page import ACTIONS, ANSWERS, LINE, TYPED


@dataclass(frozen=True)
class Answer:
    """What a person typed beside a statement: cells as read. action: of ACTIONS, "" for none, None for a word that was not offered."""

    row: int
    number: str
    currency: str
    action: str | None
    word: str
    figure: Any
    day: Any
    words: str


def read_register(rows: Iterable[Sequence[Any]]) -> Register:
    """The lines of a tab as they were written, in their order; what a person added or broke is left out."""
    found: list[Entry] = []
    at = -1
    for row in rows:
        if LINE in row:
            at = list(row).index(LINE)
        elif 0 <= at < len(row) and row[at] and (entry := _entry(str(row[at]))):
            found.append(entry)
    return Register(tuple(sorted(found, key=lambda e: e.seq)))


def _entry(text: str) -> Entry | None:
    try:
        return Entry.of_data(json.loads(text))
    except (ValueError, TypeError, AttributeError):
        return None


def typed(rows: Iterable[Sequence[Any]]) -> list[Answer]:
    """What stands in the person's cells; ticktie leaves them empty."""
    found: list[Answer] = []
    layout: _Layout | None = None
    for number, row in enumerate(rows, 1):
        if heading := _layout(row):
            layout = heading
        elif LINE in row:
            layout = None
        elif layout and (answer := _answer(row, layout, number)):
            found.append(answer)
    return found


@dataclass(frozen=True)
class _Layout:
    at: dict[str, int]
    choices: dict[str, str]
    keys: int


def _layout(row: Sequence[Any]) -> _Layout | None:
    at = next((i for i, c in enumerate(row) if isinstance(c, str) and c.startswith(ANSWERS + "{")), None)
    if at is None:
        return None
    told = json.loads(str(row[at])[len(ANSWERS) :])
    return _Layout({told["columns"][c]: i for i, c in enumerate(row) if isinstance(c, str) and c in told["columns"]}, told["choices"], at)


def _answer(row: Sequence[Any], layout: _Layout, number: int) -> Answer | None:
    try:
        statement, currency = json.loads(row[layout.keys])
    except (TypeError, ValueError, IndexError):
        return None
    cells = {name: row[layout.at[name]] if name in layout.at and layout.at[name] < len(row) else None for name in TYPED}
    if all(value in (None, "") for value in cells.values()):
        return None
    word = str(cells["answer"] or "").strip()
    action = layout.choices.get(word, word if word in ("", *ACTIONS) else None)
    return Answer(number, statement, currency, action, word, cells["figure"], cells["day"], str(cells["words"] or "").strip())


def recorded(answers: Sequence[Answer], register: Register, who: str, when: str, title: str) -> tuple[list[Entry], list[Problem]]:
    """The lines that follow from what was typed. What cannot be understood becomes a note, so that nothing typed is lost, and a problem.

    title: of the tab, to name its cells.
    """
    lines: list[Entry] = []
    problems: list[Problem] = []
    for answer in answers:
        made, code, value = _line(answer, register)
        if code:
            problems.append(Problem(code, Source(title, answer.row), {"value": value}, "warning"))
        if made:
            lines.append(replace(made, when=when, who=who))
    return lines, problems


def _line(answer: Answer, register: Register) -> tuple[Entry | None, str, str]:
    """The line, the code of what is wrong with it ("" for nothing), and the cell that is."""
    known = register.confirmations.get(answer.number)
    if known is None:
        return None, "register_unread", answer.number
    version = known.version
    base = Entry(0, "", "", "note", answer.number, version.key, version.customer, token=version.token, reason=answer.words)
    everything = " ".join(str(v) for v in (answer.word, answer.figure, answer.day, answer.words) if v not in (None, ""))
    lost = replace(base, reason=everything)
    if answer.action is None:
        return lost, "register_unread", answer.word
    if answer.action == "differs":
        minor = amount_of(answer.figure, answer.currency)
        if minor is None:
            return lost, "register_figure", str(answer.figure or "")
        return _differs(base, version.balances, answer.currency, minor), "", ""
    if answer.action == "promised":
        day = date_of(answer.day)
        return (replace(base, event="promised", day=day.isoformat()), "", "") if day else (lost, "register_day", str(answer.day or ""))
    if not answer.action:
        return lost, "", ""
    if answer.action == "closed" and not answer.words:
        return lost, "register_reason", answer.word
    graded = replace(base, event=answer.action, grade="typed") if answer.action == "agreed" else replace(base, event=answer.action)  # type: ignore[arg-type]
    if answer.action == "sent":  # handed over in another way
        graded = replace(graded, via="by_hand", start=version.start, end=version.end, reply_by=version.reply_by, balances=version.balances, layout=version.layout, bank=version.bank)
    return graded, "", ""


def _differs(base: Entry, balances: Sequence[Balance], currency: str, minor: int) -> Entry:
    theirs = tuple(replace(b, theirs=minor) for b in balances if b.currency == currency)
    return replace(base, event="differs", grade="typed", balances=theirs)


def amount_of(cell: Any, currency: str) -> int | None:
    """Minor units of what a person typed as an amount; None for none, and for more places than the currency has."""
    if isinstance(cell, bool) or cell in (None, ""):
        return None
    text = repr(cell) if isinstance(cell, float) else nfkc(str(cell)).replace(",", "").replace("¥", "").replace(currency, "").strip()
    try:
        minor, rest = to_minor(Decimal(text), currency)
    except (InvalidOperation, MoneyError, ValueError):
        return None
    return minor if not rest else None


def date_of(cell: Any) -> dt.date | None:
    """A day as a cell or as typed (2026-07-15, 2026/7/15)."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    parts = nfkc(str(cell or "")).replace("/", "-").replace(".", "-").split("-")
    try:
        return dt.date(*map(int, parts)) if len(parts) == 3 else None
    except ValueError:
        return None

