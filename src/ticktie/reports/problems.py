"""The tab "Problems": what in the user's data a person should look at, each with the cell, what it means and what mends it."""

from __future__ import annotations

from collections import Counter

from ticktie.domain.page import Page, Table, Tone
from ticktie.domain.problem import Level, Problem
from ticktie.reports.heads import head
from ticktie.reports.view import View

_LEVELS: tuple[Level, ...] = ("error", "warning", "info")
_TONES: dict[str, Tone] = {"error": "bad", "warning": "warn", "info": "muted"}


def problems_page(view: View) -> Page:
    """Errors before warnings before notes; inside a level by sheet and row."""
    problems = in_order(view)
    columns = [
        view.column("level", width=8), view.column("problem", "wrap", 14, 20), view.column("where", "link", 12, 24),
        view.column("stands", "wrap", 14, 26), view.column("message", "wrap", 40, 56), view.column("mend", "wrap", 40, 56),
    ]  # fmt: skip
    rows = [
        (view.say(f"level.{p.level}"), said(view, p, "title"), str(p.source), str(p.facts.get("value", "")), said(view, p, "message"), said(view, p, "mend"))
        for p in problems
    ]
    marks = {(n, 0): _TONES[p.level] for n, p in enumerate(problems)}
    count = Counter(p.level for p in problems)
    told = [view.say("report.problems.count", level=view.say(f"level.{level}"), count=count[level]) for level in _LEVELS if count[level]]
    summary = view.listed(told) if told else view.say("report.problems.none")
    table = Table(columns, rows, marks=marks, main=True, name="problems", frozen=1)
    return Page("problems", view.titles["problems"], [head(view, "problems", summary, view.say("report.problems.hint")), table], tab_tone="bad")


def in_order(view: View) -> list[Problem]:
    """The ledger's problems by level; it lists them by sheet and row already."""
    return sorted(view.outcome.ledger.problems, key=lambda p: _LEVELS.index(p.level))


def said(view: View, problem: Problem, part: str) -> str:
    """The problem's title, message or mend; its code where the wording does not know it."""
    try:
        return view.say(f"problem.{problem.code}.{part}", **problem.facts)
    except KeyError:
        return problem.code if part == "title" else ""
