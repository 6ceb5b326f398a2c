"""What is to be done, one thing a line: replies to check, statements that came back, contest or have no answer, money that is overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from ticktie.domain.register import Confirmation, Entry
from ticktie.reports.accounts import customers
from ticktie.reports.follow_up.money import Owed, owed
from ticktie.reports.register.page import day_of
from ticktie.reports.statement.build import salespeople_of
from ticktie.reports.view import View

Kind = Literal["check", "bounced", "contested", "broken", "unanswered", "overdue", "promised"]
KINDS: tuple[Kind, ...] = get_args(Kind)  # the most urgent first
Tone = Literal["friendly", "firm", "final"]
TONES: tuple[Tone, ...] = get_args(Tone)
APART = 7  # days between two reminders of one thing


@dataclass(frozen=True)
class Task:
    """One thing to do. number: of the statement, "" for money. amount: minor units; None for none. since: from when on it waits.

    told: what to know of it. reminders: how many went out before. tone: of the next, "" where none is due yet.
    """

    kind: Kind
    people: tuple[str, ...]
    key: str
    customer: str
    number: str = ""
    currency: str = ""
    amount: int | None = None
    since: dt.date | None = None
    days: int = 0
    told: str = ""
    reminders: int = 0
    tone: Tone | Literal[""] = ""


def tone(before: int, days: int) -> Tone:
    """By the reminders that went before; who is very late is not asked softly."""
    step = before + (days > 60 if before else days > 30)
    return TONES[min(step, len(TONES) - 1)]


def tasks(view: View) -> list[Task]:
    """By salesperson, the most urgent first."""
    found = [*_statements(view), *_unknown(view), *_money(view)]
    return sorted(found, key=lambda t: (t.people or ("\uffff",), KINDS.index(t.kind), -t.days, t.customer, t.number, t.currency))


def demanded(view: View, key: str) -> list[Entry]:
    """The reminders that asked a customer for money."""
    return [e for e in view.outcome.register.entries if e.event == "reminded" and not e.number and e.key == key]


def next_tone(view: View, sent: Sequence[Entry], days: int) -> Tone | Literal[""]:
    """The tone of the reminder that is due on the day of the view; "" while the last one is still fresh. One of this very day is that reminder."""
    today = view.as_of.isoformat()
    before = [e for e in sent if e.end != today]
    last = max((e.end for e in before), default="")
    if last and last > (view.as_of - dt.timedelta(days=APART)).isoformat():
        return ""
    return tone(len(before), days)


def _statements(view: View) -> Iterator[Task]:
    people = salespeople_of(view)
    for c in view.outcome.register.confirmations.values():
        if c.version.layout != "confirmation":  # an audit letter is the auditor's to follow up
            yield from _of(view, c, tuple(people.get(c.version.key, ())))


def _of(view: View, c: Confirmation, people: tuple[str, ...]) -> Iterator[Task]:
    version = c.version
    base = Task("check", people, version.key, version.customer, c.number, reminders=len(c.reminders))
    for e in c.to_check:
        yield _made(view, base, "check", day_of(e.when[:10]), view.say(f"register.check.{e.code}"))
    if c.state == "bounced":
        last = next(e for e in reversed(c.entries) if e.event == "bounced")
        yield _made(view, base, "bounced", day_of(last.when[:10]), "; ".join(t for t in (last.to, last.reason) if t))
    elif c.state == "differs" and c.answer:
        yield from _contested(view, base, c)
    elif c.overdue(view.as_of) and not c.to_check:
        since = dt.date.fromisoformat(version.reply_by)
        stated = view.listed([f"{b.currency} {view.money(b.closing, b.currency):,}" for b in version.balances])
        task = _made(view, base, "unanswered", since, stated)
        yield replace(task, tone=next_tone(view, c.reminders, task.days))


def _contested(view: View, base: Task, c: Confirmation) -> Iterator[Task]:
    assert c.answer is not None
    documents = [view.say("register.disputed", numbers=view.listed([e.document for e in c.disputed]))] if c.disputed else []
    told = "; ".join(t for t in (*documents, c.answer.reason) if t)
    given: list[tuple[str, int | None]] = [(b.currency, theirs - b.closing) for b in c.version.balances if (theirs := c.theirs(b.currency)) is not None]
    for currency, by in given or [("", None)]:
        task = _made(view, base, "contested", day_of(c.answer.when[:10]), told)
        yield replace(task, currency=currency, amount=by)


def _made(view: View, base: Task, kind: Kind, since: object, told: str) -> Task:
    day = since if isinstance(since, dt.date) else None
    return replace(base, kind=kind, since=day, days=max(0, (view.as_of - day).days) if day else 0, told=told)


def _unknown(view: View) -> Iterator[Task]:
    """Replies that name no statement of the register, until the same file has been judged."""
    register = view.outcome.register
    judged = {e.digest for e in register.entries if e.event in ("agreed", "differs", "bounced")}
    for e in register.entries:
        if e.event == "to_check" and e.number not in register.confirmations and e.digest not in judged:
            told = "; ".join(t for t in (view.say(f"register.check.{e.code}"), e.file, e.to) if t)
            yield _made(view, Task("check", (), e.key, e.customer, e.number), "check", day_of(e.when[:10]), told)


def _money(view: View) -> Iterator[Task]:
    people, names = salespeople_of(view), customers(view)
    promises = {e.key: e for e in view.outcome.register.entries if e.event == "promised" and e.key}  # the last one stays
    for o in owed(view):
        sent = demanded(view, o.key)
        base = Task("overdue", tuple(people.get(o.key, ())), o.key, names.get(o.key, o.key), "", o.currency, o.amount, reminders=len(sent))
        promise = promises.get(o.key)
        kind = _kept(view, o, promise)
        told = view.say("register.promised", day=promise.day) if promise and kind != "overdue" else _documents(view, o)
        task = _made(view, base, kind, o.since, told)
        yield task if kind == "promised" else replace(task, tone=next_tone(view, sent, task.days))


def _kept(view: View, o: Owed, promise: Entry | None) -> Kind:
    """A promise counts for what was due when it was given."""
    if promise is None or o.since.isoformat() > promise.when[:10]:
        return "overdue"
    return "promised" if promise.day >= view.as_of.isoformat() else "broken"


def _documents(view: View, o: Owed) -> str:
    return view.listed([x.number or x.due.isoformat() for x in o.late], 4)

