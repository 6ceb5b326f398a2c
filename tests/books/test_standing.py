"""Every book's result tabs, read back for the functions in cells: each item with its money and state, each balance as on Aging."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.books.catalogue import BOOKS, SLOW
from tests.reports.tabs import standing_of
from ticktie.commands.reconcile import Request, look
from ticktie.domain.problem import Refused
from ticktie.reports.aging import balances
from ticktie.reports.position import positions
from ticktie.reports.view import View


@pytest.mark.parametrize("name", [n for n in BOOKS if n not in SLOW])
def test_the_tabs_tell_every_item(name: str, tmp_path: Path):
    book = BOOKS[name](tmp_path)
    try:
        outcome = look(Request(book.main, tuple(book.more)))
    except Refused:
        return  # such a book has no result
    view = View(outcome, outcome.ledger.language)
    told = standing_of(outcome, view.language)
    keys = [k for k, side, state, amount in zip(view.keys, view.sides, view.states, view.amount.tolist(), strict=True)
            if amount and not (state == "matched" and side == "delivery" != view.charge_side)]  # fmt: skip
    at = {key: i for i, key in enumerate(view.keys)}
    numbers = [n if side != "payment" else "" for n, side in zip(view.numbers, view.sides, strict=True)]  # Matched has no column for a receipt's own
    wanted = {k: (view.sides[i := at[k]], numbers[i], view.currencies[i], view.dates[i], int(view.amount[i]), int(outcome.residual[i]), view.states[i]) for k in keys}
    found = {k: (i.side, i.number if i.side != "payment" else "", i.currency, i.date, i.amount, i.residual, i.state) for k in keys if (i := told.items.get(k))}
    assert found == wanted
    figures = {(b.key, b.currency): (b.buckets, b.credits, b.unapplied) for b in balances(view)}
    assert {k: (b.buckets, b.credits, b.unapplied) for k, b in positions(told, told.as_of).items()} == figures
