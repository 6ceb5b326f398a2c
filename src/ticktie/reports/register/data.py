"""The register as plain data, for the result file."""

from __future__ import annotations

from typing import Any

from ticktie.domain import money
from ticktie.domain.register import Confirmation
from ticktie.reports.register.page import shown_state
from ticktie.reports.view import View


def register_data(view: View) -> list[dict[str, Any]]:
    """Every statement as it stands; amounts are decimal strings, theirs null where the customer said none."""
    return [_data(view, c) for c in view.outcome.register.confirmations.values()]


def _data(view: View, c: Confirmation) -> dict[str, Any]:
    version = c.version
    return {
        "number": version.number, "customer": version.customer, "start": version.start, "end": version.end, "reply_by": version.reply_by or None,
        "token": version.token, "state": shown_state(view, c), "sent_to": c.sent.to or None if c.sent else None,
        "balances": [
            {"currency": b.currency, "stated": money.to_text(b.closing, b.currency), "theirs": _text(c.theirs(b.currency), b.currency)}
            for b in version.balances
        ],
        "evidence": (c.answer.grade or None) if c.answer else None, "disputed": [e.document for e in c.disputed], "reminders": len(c.reminders),
        "promised": c.promised.day if c.promised else None, "to_check": [e.code for e in c.to_check],
    }  # fmt: skip


def _text(minor: int | None, currency: str) -> str | None:
    return None if minor is None else money.to_text(minor, currency)
