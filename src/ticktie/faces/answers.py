"""Customers' answers on the command line: replies into the register, and what is to be done about the rest."""

from __future__ import annotations

from collections.abc import Sequence

from ticktie.commands.confirm import Confirmed
from ticktie.domain.wording import say
from ticktie.reports.register.judge import Verdict


def show_confirmed(found: Confirmed, shown_done: Sequence[str]) -> list[str]:
    """A line a reply, then the counts."""
    language = found.language
    lines = [_told(v, language) for v in found.verdicts]
    facts = {"counted": found.counted, "to_check": found.to_check, "nothing": len(found.verdicts) - found.counted - found.to_check}
    return [*lines, say(language, "command.confirmed", facts), *shown_done]


def _told(v: Verdict, language: str) -> str:
    facts = {"file": v.reply.file, "number": v.number or "-", "customer": v.customer or "-", "detail": v.lines[-1].reason if v.lines else ""}
    if v.event in ("agreed", "differs", "bounced"):
        facts["event"] = say(language, f"register.event.{v.event}")
        answer = next(e for e in v.lines if e.event == v.event)
        facts["grade"] = say(language, f"register.grade.{answer.grade}") if answer.grade else "-"
        return say(language, "command.confirm_counts", facts)
    if v.event == "to_check":
        return say(language, "command.confirm_to_check", {**facts, "why": say(language, f"register.check.{v.code}")})
    return say(language, "command.confirm_nothing", {**facts, "why": say(language, f"command.confirm_{v.code}")})
