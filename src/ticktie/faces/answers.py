"""Customers' answers on the command line: replies into the register, and what is to be done about the rest."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from ticktie.commands.confirm import CLAIMS, Confirmed
from ticktie.commands.confirm import confirm as run_confirm
from ticktie.commands.follow_up import Followed
from ticktie.commands.follow_up import follow_up as run_follow_up
from ticktie.commands.reconcile import Request
from ticktie.domain.wording import say
from ticktie.faces.progress import Progress
from ticktie.faces.terminal import (
    AsOf,
    Lang,
    Maps,
    Quiet,
    Sets,
    day_of,
    language_of,
    show_done,
    user,
    user_language,
)
from ticktie.reports.follow_up.page import next_step, summary
from ticktie.reports.follow_up.tasks import Task
from ticktie.reports.register.judge import Verdict
from ticktie.reports.view import View


def confirm(
    book: Path,
    replies: Annotated[list[Path], typer.Argument(help="what customers sent back: mails (.eml), reply workbooks, zips, or folders of them")],
    grade: Annotated[str, typer.Option("--grade", help="what you say of the replies: seal (a sealed scan is attached) or e_signature")] = "",
    who: Annotated[str, typer.Option("--who", help="who hands them in")] = "",
    more: Annotated[list[Path] | None, typer.Option("--with", help="further files")] = None,
    as_of: AsOf = None, sets: Sets = None, maps: Maps = None, lang: Lang = None, quiet: Quiet = False,
) -> int:  # fmt: skip
    """Take customers' REPLIES to statements into BOOK's register; only the register changes, and what does not count stands there to check."""
    claim = next((c for c in CLAIMS if c == grade.replace("-", "_")), None) if grade else ""
    if claim is None:
        raise typer.BadParameter(f"{grade}: {', '.join(CLAIMS)}", param_hint="--grade")
    language = language_of(lang)
    request = Request(book, tuple(more or ()), None, None, day_of(as_of), tuple(sets or ()), tuple(maps or ()), language, who or user(), dt.date.today())
    with Progress(quiet, user_language(language)) as told:
        found = run_confirm(request, replies, claim, told)
    if not quiet:
        print("\n".join(_confirmed(found)))
        if found.done:
            show_done(found.done)
    return 0


def follow_up(
    book: Path,
    eml: Annotated[Path | None, typer.Option("--eml", help="folder for drafts of reminders")] = None,
    silence: Annotated[bool, typer.Option("--silence", help="no answer in time counts as agreed where the customer's contract says so")] = False,
    who: Annotated[str, typer.Option("--who", help="who follows up")] = "",
    more: Annotated[list[Path] | None, typer.Option("--with", help="further files")] = None,
    as_of: AsOf = None, sets: Sets = None, maps: Maps = None, lang: Lang = None, quiet: Quiet = False,
) -> int:  # fmt: skip
    """Say what is to be done about statements and overdue money, write the tab Follow-up, and draft reminders."""
    language = language_of(lang)
    request = Request(book, tuple(more or ()), None, None, day_of(as_of), tuple(sets or ()), tuple(maps or ()), language, who or user(), dt.date.today())
    with Progress(quiet, user_language(language)) as told:
        found = run_follow_up(request, eml, silence, told)
    if not quiet:
        print("\n".join(_followed(found, eml)))
        show_done(found.done)
    return 0


def _followed(found: Followed, folder: Path | None) -> list[str]:
    """The work list by salesperson, then what was drafted and what could not be."""
    view, language = found.view, found.view.language
    lines = [say(language, "command.followed", {"tasks": len(found.tasks), "summary": summary(view, found.tasks)})]
    people: tuple[str, ...] | None = None
    for task in found.tasks:
        if task.people != people:
            people = task.people
            lines.append(f"  {view.listed(list(people)) if people else '-'}")
        lines.append(_line(view, task))
    if view.outcome.register and not any(c.overdue(view.as_of) for c in view.outcome.register.confirmations.values()):
        lines.append(say(language, "command.followed_early", {"as_of": view.as_of}))
    told = {"followed_silent": {"numbers": ", ".join(found.silent)}, "followed_addressless": {"customers": ", ".join(found.addressless)}}
    lines += [say(language, f"command.{name}", facts) for name, facts in told.items() if any(facts.values())]
    return [*lines, *([say(language, "command.followed_drafts", {"count": len(found.drafts), "folder": folder})] if folder else [])]


def _line(view: View, t: Task) -> str:
    since = say(view.language, "command.followed_since", {"since": t.since, "days": t.days}) if t.since else ""
    facts = {
        "customer": t.customer or "-", "kind": view.say(f"follow_up.kind.{t.kind}"), "number": f" {t.number}" if t.number else "", "since": since,
        "amount": f" {t.currency} {view.money(t.amount, t.currency):,}" if t.amount is not None else "", "next": next_step(view, t).rstrip(".。"),
    }  # fmt: skip
    return say(view.language, "command.followed_line", facts)


def _confirmed(found: Confirmed) -> list[str]:
    """A line a reply, then the counts."""
    facts = {"counted": found.counted, "to_check": found.to_check, "nothing": len(found.verdicts) - found.counted - found.to_check}
    return [*(_told(v, found.language) for v in found.verdicts), say(found.language, "command.confirmed", facts)]


def _told(v: Verdict, language: str) -> str:
    line = next((e for e in v.lines if e.event == v.event), None)
    facts = {"file": v.reply.file, "number": v.number or "-", "customer": v.customer or "-"}
    if line is None:
        return say(language, "command.confirm_nothing", {**facts, "why": say(language, f"command.confirm_{v.code}")})
    if v.event == "to_check":
        why = say(language, f"register.check.{v.code}")
        return say(language, "command.confirm_to_check", {**facts, "why": f"{why}: {line.reason}" if line.reason.strip("-") else why})
    grade = say(language, f"register.grade.{line.grade}") if line.grade else "-"
    return say(language, "command.confirm_counts", {**facts, "event": say(language, f"register.event.{v.event}"), "grade": grade})
