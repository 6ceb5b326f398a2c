"""The lines above every table: what the tab is, as of when, what its figures are, what a person can do here."""

from __future__ import annotations

from ticktie.domain.page import Lines, Spot
from ticktie.reports.view import View


def head(view: View, page: str, *said: str) -> Lines:
    """Title with the cut-off date, then one line each."""
    title = view.say("report.head", title=view.say(f"report.{page}.title"), as_of=view.as_of)
    return Lines([[Spot(title, "title", 0)], *([Spot(text, "subtitle", 0)] for text in said if text)])
