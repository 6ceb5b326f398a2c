"""The tab as a page: a row for each statement and currency as it stands, with a person's cells; below, every line in order."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from ticktie.domain import money
from ticktie.domain.page import Block, Chart, Column, Lines, Page, Spot, Table, Tone
from ticktie.domain.register import Balance, Confirmation, Entry
from ticktie.reports.heads import head
from ticktie.reports.view import View

LINE = "ticktie:register"  # heading of the hidden column of the lines
ANSWERS = "ticktie:answers"  # how the heading of the hidden column of the statements begins
ACTIONS = ("approved", "sent", "delivered", "agreed", "differs", "promised", "closed", "note")  # what a person may say on the tab
TYPED = ("answer", "figure", "day", "words")  # the person's cells

_TONES: dict[str, Tone] = {"closed": "muted", "differs": "bad", "bounced": "bad"}


def register_page(view: View) -> Page:
    """The register of an outcome that has one."""
    standing = list(view.outcome.register.confirmations.values())
    told = [view.say("register.count", count=len(standing)), progress(view), view.say("register.hint")]
    title = Lines([[Spot()], [Spot(view.say("register.lines"), "section", 0)]])
    return Page("register", view.titles["register"], [head(view, "register", *told), _standing(view, standing), title, _lines(view)], tab_tone="heading")


def counts(view: View) -> dict[str, int]:
    """How many statements stand where, overdue ones apart from those that still wait; in the order of the way they go."""
    found: dict[str, int] = {}
    for c in view.outcome.register.confirmations.values():
        name = shown_state(view, c)
        found[name] = found.get(name, 0) + 1
    order = ("draft", "approved", "sent", "delivered", "overdue", "bounced", "to_check", "agreed", "differs", "closed")
    return {name: found[name] for name in order if name in found}


def progress(view: View) -> str:
    """What `counts` says, in a sentence; "" for an empty register."""
    return view.listed([f"{view.say(f'register.state.{name}')} {n}" for name, n in counts(view).items()], 10)


def progress_chart(view: View) -> list[Block]:
    """How many statements stand where, as a table with a chart on it; for the Overview."""
    rows = [[view.say(f"register.state.{name}"), n] for name, n in counts(view).items()]
    table = Table([view.column("standing", span=3), view.column("statements", "number", span=2)], rows, name="confirmation_progress")
    return [table, Chart(view.say("report.overview.chart_confirmations"), "confirmation_progress", "standing", ["statements"], "bar", rows=9)]


def shown_state(view: View, c: Confirmation) -> str:
    """Where a statement stands; what has to be done about it goes first."""
    return "to_check" if c.to_check else "overdue" if c.overdue(view.as_of) else c.state


def _standing(view: View, standing: Sequence[Confirmation]) -> Table:
    words = {view.say(f"register.action.{a}"): a for a in ACTIONS}
    columns = [
        view.column("statement_no", width=24, most=28), view.column("customer", "wrap", 18, 30), view.column("until", "date"),
        view.column("currency", width=6), view.column("stated", "money", 13), view.column("standing", "wrap", 10, 16),
        view.column("reply_by", "date"), view.column("sent_to", "wrap", 18, 30), view.column("theirs", "money", 13),
        view.column("differs_by", "money", 12), view.column("evidence", "wrap", 10, 16), view.column("told", "wrap", 20, 40),
        view.column("answer", "choice", 12, choices=tuple(words), note=view.say("register.hint_answer")),
        view.column("figure", "input", 13, note=view.say("register.hint_figure")), view.column("day", "input", 11, note=view.say("register.hint_day")),
        view.column("words", "input", 20),
    ]  # fmt: skip
    layout = {"columns": {c.title: c.key for c in columns if c.key in TYPED}, "choices": words}
    rows: list[list[Any]] = []
    tones: dict[int, Tone] = {}
    places: list[int] = []
    for c in standing:
        for balance in c.version.balances:
            if tone := _TONES.get(shown_state(view, c), "warn" if c.to_check or c.overdue(view.as_of) else ""):
                tones[len(rows)] = tone
            rows.append(_row(view, c, balance))
            places.append(money.exponent(balance.currency))
    hidden = Column("statement", ANSWERS + json.dumps(layout, ensure_ascii=False), "hidden")
    return Table([*columns, hidden], rows, tones, main=True, places=places, name="confirmations")


def _row(view: View, c: Confirmation, balance: Balance) -> list[Any]:
    version, theirs = c.version, c.theirs(balance.currency)
    sent_to = (c.sent.to or view.word("register.via", c.sent.via)) if c.sent else version.to
    grade = view.word("register.grade", c.answer.grade) if c.answer and c.answer.grade else ""
    key = json.dumps([version.number, balance.currency], ensure_ascii=False)
    return [
        version.number, version.customer, day_of(version.end), balance.currency, view.money(balance.closing, balance.currency),
        view.say(f"register.state.{shown_state(view, c)}"), day_of(version.reply_by), sent_to, _cash(view, theirs, balance.currency),
        _cash(view, None if theirs is None else theirs - balance.closing, balance.currency), grade, "; ".join(_told(view, c)),
        None, None, None, None, key,
    ]  # fmt: skip


def _told(view: View, c: Confirmation) -> Iterator[str]:
    """What to know of it beside where it stands."""
    yield from (view.say(f"register.check.{e.code}") for e in c.to_check)
    if c.answer and c.answer.reason:
        yield c.answer.reason
    if c.disputed:
        yield view.say("register.disputed", numbers=view.listed([e.document for e in c.disputed]))
    if c.promised:
        yield view.say("register.promised", day=c.promised.day)
    if c.reminders:
        yield view.say("register.reminders", count=len(c.reminders))


def _lines(view: View) -> Table:
    """Under the columns of the table above: its hidden column stands under the other's."""
    columns = [
        view.column("statement_no", "wrap"), view.column("customer", "wrap"), view.column("when", span=2), view.column("event", "wrap"),
        view.column("who", "wrap"), view.column("details", "wrap", span=9), view.column("seq", "number"), Column(LINE, LINE, "hidden"),
    ]  # fmt: skip
    rows = [[e.number, e.customer, e.when, view.word("register.event", e.event), e.who, detail(view, e), e.seq, _code(e)] for e in view.outcome.register.entries]
    return Table(columns, rows, name="register")


def detail(view: View, e: Entry) -> str:
    """What a line says beside its event, in a sentence."""
    sums = [f"{b.currency} {view.money(b.closing, b.currency):,}" for b in e.balances if e.event in ("drafted", "sent")]
    theirs = [f"{b.currency} {view.money(b.theirs, b.currency):,}" for b in e.balances if b.theirs is not None]
    contested = [f"{e.document} {e.currency} {view.money(e.amount, e.currency):,}"] if e.amount is not None else [e.document]
    check = [view.say(f"register.check.{e.code}")] if e.event == "to_check" else []
    tone = [view.word("follow_up.tone", e.code)] if e.event == "reminded" else []
    grade = [view.word("register.grade", e.grade)] if e.grade else []
    via = [view.word("register.via", e.via)] if e.via else []
    return "; ".join(t for t in (*check, *tone, *sums, *theirs, *contested, *via, e.to, *grade, e.file, e.day, e.reason) if t)


def _code(entry: Entry) -> str:
    """The line as data, without what is empty; it can be read back in any language."""
    return json.dumps({name: value for name, value in asdict(entry).items() if value not in ("", (), None)}, ensure_ascii=False)


def _cash(view: View, minor: int | None, currency: str) -> Decimal | None:
    return None if minor is None else view.money(minor, currency)


def day_of(text: str) -> Any:
    """A day that was kept as text; the text itself where it is none."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return text
