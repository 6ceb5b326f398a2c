"""What is to be done about statements and overdue money: the tab Follow-up, and drafts of reminders."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ticktie.commands.reconcile import Done, Request, Settled, Told, settled, written
from ticktie.commands.statement import safe
from ticktie.domain.register import Entry
from ticktie.mail.message import Letter, draft
from ticktie.reports.follow_up.letters import Reminder, demand, unanswered
from ticktie.reports.follow_up.money import Owed, owed
from ticktie.reports.follow_up.tasks import Task, tasks
from ticktie.reports.pages import titles
from ticktie.reports.statement.build import numbered
from ticktie.reports.view import View
from ticktie.workbook.files import refused, whole


@dataclass(frozen=True)
class Followed:
    """The tasks as they stand; drafts: files of reminders; addressless: customers that would be reminded and have no address; silent: numbers
    of statements that count as agreed by contract."""

    view: View
    tasks: Sequence[Task]
    drafts: Sequence[Path]
    addressless: Sequence[str]
    silent: Sequence[str]
    done: Done


def follow_up(request: Request, drafts: Path | None = None, silence: bool = False, told: Told = lambda *what: None) -> Followed:
    """drafts: the folder for reminders, None for none. silence: overdue statements of customers whose contract says so count as agreed.

    A reminder is drafted once a day of the view and thing; a second call makes the same files and records nothing anew.
    """
    made = settled(request, told)
    when = (request.today or made.outcome.ledger.as_of).isoformat()
    silent = [replace(e, who=request.who, when=when) for e in _silent(made)] if silence else []
    made = made.with_lines(silent)
    view = _view(made)
    found = tasks(view)
    files: list[Path] = []
    missing: list[str] = []
    if drafts is not None:
        letters = list(_letters(view, found, missing))
        files = [_put(drafts, letter) for letter in letters]
        lines = [_recorded(letter, file, request.who, when) for letter, file in zip(letters, files, strict=True)]
        made = made.with_lines([e for e in lines if not _known(made, e)])
        view = _view(made)
        found = tasks(view)
    return Followed(view, found, files, missing, [e.number for e in silent], written(made, told))


def _view(made: Settled) -> View:
    language = made.outcome.ledger.language
    return View(made.outcome, language, titles(language))


def _silent(made: Settled) -> Iterator[Entry]:
    """Silence is agreement only where the customer's contract says so, after the day to answer, and while nothing waits to be checked."""
    outcome = made.outcome
    for c in outcome.register.confirmations.values():
        contact = outcome.ledger.contacts.get(c.version.key)
        if contact and contact.silence and c.overdue(outcome.ledger.as_of) and not c.to_check and c.version.layout != "confirmation":
            yield Entry(0, "", "", "agreed", c.number, c.version.key, c.version.customer, token=c.version.token, grade="silence")


def _letters(view: View, found: Sequence[Task], missing: list[str]) -> Iterator[Reminder]:
    """What is due to be reminded of, for customers with an address; the others' names go into `missing`."""
    contacts = view.outcome.ledger.contacts
    owing: dict[str, list[Owed]] = {}
    for o in owed(view):
        owing.setdefault(o.key, []).append(o)
    asked: set[str] = set()
    for task in found:
        if not task.tone or (not task.number and task.key in asked):
            continue
        contact = contacts.get(task.key)
        if contact is None or not contact.emails:
            missing += [task.customer] if task.customer not in missing else []
        elif task.number:
            name = f"{numbered('RM', view.as_of, task.key)} {task.number}"
            yield unanswered(view, view.outcome.register.confirmations[task.number], contact, task.tone, name)
        else:
            asked.add(task.key)
            mine = [t for t in found if t.key == task.key and not t.number and t.tone]
            broken = _promise(view, task.key) if any(t.kind == "broken" for t in mine) else ""
            firmest = max((t for t in mine), key=lambda t: (("friendly", "firm", "final").index(t.tone or "friendly"))).tone or task.tone
            yield demand(view, [o for o in owing[task.key] if any(t.currency == o.currency for t in mine)], task.customer, contact, firmest, broken, numbered("DM", view.as_of, task.key))


def _promise(view: View, key: str) -> str:
    return next((e.day for e in reversed(view.outcome.register.entries) if e.event == "promised" and e.key == key), "")


def _put(folder: Path, letter: Reminder) -> Path:
    """The file of a draft; one that stands there already with the same content is left alone."""
    path = folder / f"{letter.name} {safe(letter.line.customer)}.eml"
    content = draft(Letter(letter.contact.emails, letter.subject, letter.body, letter.language, letter.name))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            with whole(path) as temporary:
                temporary.write_bytes(content)
    except OSError as error:
        raise refused(error, path) from None
    return path


def _recorded(letter: Reminder, file: Path, who: str, when: str) -> Entry:
    return replace(letter.line, who=who, when=when, file=file.name, digest=hashlib.sha256(file.read_bytes()).hexdigest())


def _known(made: Settled, line: Entry) -> bool:
    """This thing was reminded of on this day already."""
    return any(e.event == "reminded" and (e.number, e.key, e.end) == (line.number, line.key, line.end) for e in made.outcome.register.entries)
