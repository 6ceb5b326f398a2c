"""Customers' answers on the command line: replies into the register, and what is to be done about the rest."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from ticktie.commands.confirm import CLAIMS, Confirmed
from ticktie.commands.confirm import confirm as run_confirm
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
from ticktie.reports.register.judge import Verdict


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
