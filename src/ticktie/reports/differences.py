"""What was settled without money, by name: each kind of difference with its own total, and realised exchange gains and losses."""

from __future__ import annotations

from collections import defaultdict

from ticktie.domain import money
from ticktie.domain.page import Table
from ticktie.reports.gains import realised
from ticktie.reports.view import View


def differences_table(view: View) -> Table | None:
    """A line for each kind, currency and who decided; None for a book that has none. Losses are negative."""
    found: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for link in view.outcome.links:
        if link.sure and (told := link.difference):
            _add(found, (view.difference_of(told), view.currencies[told.charge], link.decided_by), told.amount)
    for key, amount in _exchange(view):
        _add(found, key, amount)
    if not found:
        return None
    columns = [
        view.column("difference_kind", "wrap", span=2), view.column("currency"), view.column("count", "number"), view.column("difference", "money"),
        view.column("decided_by"), view.column("signed_off", span=2),
    ]  # fmt: skip
    order = sorted(found)
    rows = [[kind, currency, *_counted(view, found[kind, currency, who], currency), view.say(f"decision.by.{who}"), None] for kind, currency, who in order]
    return Table(columns, rows, places=[money.exponent(currency) for _, currency, _ in order], name="differences")


def _add(found: dict[tuple[str, str, str], list[int]], key: tuple[str, str, str], amount: int) -> None:
    found[key][0] += 1
    found[key][1] += amount


def _counted(view: View, sums: list[int], currency: str) -> tuple[int, object]:
    return sums[0], view.money(sums[1], currency)


def _exchange(view: View) -> list[tuple[tuple[str, str, str], int]]:
    """Gains and losses of every sure allocation that met a rate."""
    if not view.meets_exchange:
        return []
    base = view.outcome.ledger.rates.base
    made: list[tuple[tuple[str, str, str], int]] = []
    for link in view.outcome.links:
        for gain in realised(view, link) if link.sure else ():
            if gain:
                kind = view.say("report.overview.exchange_gain" if gain > 0 else "report.overview.exchange_loss")
                made.append(((kind, base, link.decided_by), gain))
    return made
