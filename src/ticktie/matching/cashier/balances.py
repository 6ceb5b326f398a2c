"""What the balances of the cashier's journals show: breaks, jumps, less than nothing, and months that do not go on where the last ended."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from ticktie.domain.cashier import Finding, Journal
from ticktie.domain.items import NO_BALANCE, PAYMENT
from ticktie.domain.links import Because
from ticktie.domain.outcome import Ledger


@dataclass(frozen=True)
class _Line:
    item: int
    amount: int
    printed: int | None
    party: str


def balance_findings(ledger: Ledger) -> list[Finding]:
    """Every finding of every journal, in the order of the journals."""
    if ledger.cashbook is None:
        return []
    lines = _lines(ledger.items)
    found: list[Finding] = []
    ends: dict[tuple[str, str], list[tuple[Journal, _Line, int | None]]] = defaultdict(list)
    for journal in ledger.cashbook.journals:
        mine = [lines[journal.sheet, row] for row in journal.lines if (journal.sheet, row) in lines]
        if mine:
            closing, told = _followed(journal, mine)
            found += told
            ends[journal.name, journal.currency].append((journal, mine[0], closing))
    for months in ends.values():
        found += _openings(months)
    return found


def _lines(items: pd.DataFrame) -> dict[tuple[str, int], _Line]:
    """The journals' lines by place; those that are set aside as copies stand in no balance."""
    columns = ("sheet", "row", "side", "set_aside", "amount", "balance", "party_key")
    return {
        (sheet, int(row)): _Line(i, int(amount), None if int(balance) == NO_BALANCE else int(balance), party)
        for i, (sheet, row, side, aside, amount, balance, party) in enumerate(zip(*(items[c] for c in columns), strict=True))
        if side == PAYMENT and aside != "duplicate"
    }


def _followed(journal: Journal, lines: Sequence[_Line]) -> tuple[int | None, list[Finding]]:
    """The balance after the last line, as far as it is known, and what is wrong on the way."""
    found: list[Finding] = []
    held = journal.opening
    below = False
    for line, after in itertools.zip_longest(lines, lines[1:]):
        expected = None if held is None else held + line.amount
        one_balance = after is not None and line.printed is not None and after.printed == line.printed and after.amount
        if line.printed is None or expected is None or (one_balance and line.printed != expected):
            held = line.printed if expected is None else expected  # lines of one batch share the balance after the last
        elif line.printed == expected:
            held = expected
        elif after is not None and after.printed == expected + after.amount:
            found.append(_finding("balance_broken", journal, line, line.printed - expected, expected, line.printed))
            held = expected
        else:
            found.append(_finding("balance_jump", journal, line, line.printed - expected, expected, line.printed))
            held = line.printed
        if held is not None and held < 0 and not below and not one_balance:
            found.append(_finding("balance_below_zero", journal, line, held, None, held))
        below = held is not None and held < 0
    return held, found


def _finding(kind: str, journal: Journal, line: _Line, amount: int, expected: int | None, printed: int) -> Finding:
    facts = {"account": journal.name, "expected": expected, "printed": printed}
    return Finding(kind, (line.item,), line.party, amount, journal.currency, Because(kind, facts))  # type: ignore[arg-type]


def _openings(months: Sequence[tuple[Journal, _Line, int | None]]) -> Iterator[Finding]:
    """Each month against the one before it, by their first days."""
    ordered = sorted(months, key=lambda m: (m[0].first is not None, m[0].first, m[0].sheet))
    for (before, _, closing), (journal, line, _) in itertools.pairwise(ordered):
        if journal.opening is not None and closing is not None and journal.opening != closing:
            facts = {"account": journal.name, "expected": closing, "printed": journal.opening, "before": before.sheet}
            yield Finding("opening_differs", (line.item,), "", journal.opening - closing, journal.currency, Because("opening_differs", facts))
