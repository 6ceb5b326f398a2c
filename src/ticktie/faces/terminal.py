"""What every command of the command line shares: its options, who and when, and how what was done or refused is told."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import sys
from typing import Annotated

import typer

from ticktie.commands.reconcile import Done
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.wording import LANGUAGES, say

Lang = Annotated[str | None, typer.Option("--lang", help="zh-Hans, zh-Hant or en")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="print nothing but errors")]
Sets = Annotated[list[str] | None, typer.Option("--set", help="rule=value, may be repeated")]
Maps = Annotated[list[str] | None, typer.Option("--map", help="SHEET=order|delivery|payment|check|theirs|ignore, SHEET=payment@5 (heading in row 5), SHEET!D=bank_in")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="cut-off day, 2026-06-30")]


def user_language(given: str | None) -> str:
    """The language for messages before a book tells its own: given, else the system's, else zh-Hans."""
    if given:
        return given
    system = next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "")
    if system.startswith(("zh_TW", "zh_HK", "zh_MO")):
        return "zh-Hant"
    return "en" if system.startswith("en") else "zh-Hans"


def language_of(value: str | None) -> str | None:
    if value is not None and value not in LANGUAGES:
        raise typer.BadParameter(f"{value}: {', '.join(LANGUAGES)}", param_hint="--lang")
    return value


def day_of(value: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if value else None
    except ValueError:
        raise typer.BadParameter(f"{value}: 2026-06-30", param_hint="--as-of") from None


def user() -> str:
    """Who decides, as the Decisions tab names them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def sentence(problem: Problem, language: str) -> tuple[str, str]:
    """The problem's message and its remedy in the user's words."""
    facts = {k: ", ".join(map(str, v)) if isinstance(v, (list, tuple)) else v for k, v in problem.facts.items()}
    return say(language, f"problem.{problem.code}.message", facts), say(language, f"problem.{problem.code}.mend", facts)


def show_refusal(refused: Refused, language: str) -> int:
    lines = [say(language, "command.failed")]
    for problem in refused.problems:
        message, mend = sentence(problem, language)
        lines += [f"  {message}", f"    {say(language, 'command.mend')}{mend}"]
    sys.stderr.write("\n".join(lines) + "\n")
    return 1


def show_done(done: Done) -> None:
    lines = [*done.summary(), say(done.language, "command.written", {"file": done.written})]
    if done.backup:
        lines.append(say(done.language, "command.backup", {"file": done.backup}))
    if done.json:
        lines.append(say(done.language, "command.json_written", {"file": done.json}))
    print("\n".join(lines))
