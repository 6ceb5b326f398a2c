"""How two days that should be one differ, as slips make them."""

from __future__ import annotations

import datetime as dt


def how_off(reported: dt.date, recorded: dt.date) -> str:
    """A code of the wording: date_swapped (day and month), date_month, date_year, date_before, date_late."""
    if (reported.year, reported.day, reported.month) == (recorded.year, recorded.month, recorded.day):
        return "date_swapped"
    if reported.day == recorded.day and reported != recorded:
        return "date_year" if reported.month == recorded.month else "date_month" if reported.year == recorded.year else "date_late"
    return "date_before" if recorded < reported else "date_late"
