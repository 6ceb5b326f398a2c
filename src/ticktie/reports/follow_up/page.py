"""The tab "Follow-up": the work list of each salesperson."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from ticktie.domain import money
from ticktie.domain.page import Page, Table, Tone
from ticktie.reports.follow_up.tasks import KINDS, Task, tasks
from ticktie.reports.heads import head
from ticktie.reports.view import View

_TONES: dict[str, Tone] = {"bounced": "bad", "broken": "bad", "check": "warn", "contested": "warn", "promised": "muted"}


def follow_up_page(view: View) -> Page:
    """A line a task, by salesperson, the most urgent first."""
    found = tasks(view)
    columns = [
        view.column("salesperson", "wrap", 12, 18), view.column("task", "wrap", 16, 22), view.column("customer", "wrap", 18, 30),
        view.column("statement_no", width=24, most=28), view.column("currency", width=6), view.column("task_amount", "money", 13), view.column("task_since", "date"),
        view.column("task_days", "number", 8), view.column("reminders", "number", 8), view.column("told", "wrap", 20, 40),
        view.column("next_step", "wrap", 28, 44), view.column("contact_at", "wrap", 18, 30),
    ]  # fmt: skip
    tones = {n: t for n, task in enumerate(found) if (t := _TONES.get(task.kind))}
    places = [money.exponent(t.currency) if t.currency else 2 for t in found]
    table = Table(columns, [_row(view, t) for t in found], tones, main=True, places=places, name="follow_up")
    return Page("follow_up", view.titles["follow_up"], [head(view, "follow_up", summary(view, found), view.say("report.follow_up.hint")), table], tab_tone="heading")


def summary(view: View, found: Sequence[Task]) -> str:
    """How many things of each kind there are."""
    count = Counter(t.kind for t in found)
    told = [f"{view.say(f'follow_up.kind.{k}')} {count[k]}" for k in KINDS if count[k]]
    return view.listed(told, len(KINDS)) or view.say("follow_up.nothing")


def next_step(view: View, task: Task) -> str:
    """What to do about it; the tone of the next reminder where one is due."""
    if task.kind in ("unanswered", "overdue", "broken"):
        name = task.kind if task.tone else "wait"
        return view.say(f"follow_up.next.{name}", tone=view.say(f"follow_up.tone.{task.tone}") if task.tone else "")
    return view.say(f"follow_up.next.{task.kind}")


def contact_of(view: View, task: Task) -> str:
    """Where to reach the customer: person, telephone, addresses."""
    known = view.outcome.ledger.contacts.get(task.key)
    return "; ".join(t for t in (known.person, known.phone, *known.emails) if t) if known else ""


def _row(view: View, t: Task) -> list[Any]:
    cash = None if t.amount is None or not t.currency else view.money(t.amount, t.currency)
    people = view.listed(list(t.people)) if t.people else "-"
    return [
        people, view.say(f"follow_up.kind.{t.kind}"), t.customer or "-", t.number, t.currency, cash, t.since, t.days or None, t.reminders or None,
        t.told, next_step(view, t), contact_of(view, t),
    ]  # fmt: skip
