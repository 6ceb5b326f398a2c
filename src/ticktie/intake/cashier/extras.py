"""The columns that rows of this scenario have beside the usual ones: method, purpose, and what the customer's account held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ticktie.domain import money
from ticktie.domain.cashier import THROUGH_BANK
from ticktie.domain.grid import Cell
from ticktie.domain.items import NO_BALANCE
from ticktie.domain.text import bare_heading
from ticktie.domain.vocabulary import words
from ticktie.intake import cells
from ticktie.intake.cashier.words import method_of, purpose_of
from ticktie.intake.reading import cell_at
from ticktie.intake.sheets import SheetRead


def cells_of(read: SheetRead, role: str) -> list[Cell]:
    """What stands in the role's columns beside each row that was taken, the first that says something; a merged cell counts for all its rows."""
    assert read.table is not None
    assert read.rows is not None
    rows = [int(n) - 1 for n in read.rows.columns.get("row", ())]
    made: list[Cell] = [None] * len(rows)
    for column in read.layout.roles.get(role, []):
        over = {n: first for first, left, last, right in read.table.sheet.merged if left <= column <= right for n in range(first, last + 1)}
        for i, n in enumerate(rows):
            if cells.blank(made[i]):
                made[i] = cell_at(read.table.sheet.rows[over.get(n, n)], column)
    return made


def texts_of(read: SheetRead, role: str) -> list[str]:
    return [cells.text(c) if not cells.blank(c) else "" for c in cells_of(read, role)]


def methods(read: SheetRead) -> list[str]:
    """The way of paying of each row: its column, the column that its amount stands in, its account, its memo, what the sheet is called."""
    assert read.rows is not None
    of_sheet = _of_sheet(read)
    accounts, memos = read.rows.columns["account"], read.rows.columns["memo"]
    by_column = _by_column(read)
    journal = read.layout.kind == "recorded"
    made = []
    for said, column, account, memo in zip(texts_of(read, "method"), by_column, accounts, memos, strict=True):
        own = method_of(said, whole=True) or column or method_of(account, whole=True)
        by_words = method_of(memo)
        if journal and of_sheet and not (of_sheet == "transfer" and by_words in THROUGH_BANK):
            by_words = ""  # a cash journal holds cash, whatever its memos speak of; money of wallets and cheques comes through the bank
        made.append(own or by_words or of_sheet)
    return made


def _of_sheet(read: SheetRead) -> str:
    """What the sheet's name, the lines above it and its file say of all its rows."""
    assert read.table is not None
    sheet = read.sheet
    texts = [sheet.title or sheet.name, *(t for t in read.table.preamble[:6] if len(t) <= 40), Path(sheet.path).stem if sheet.path else ""]
    return next((m for t in texts if (m := method_of(t))), "")


def _by_column(read: SheetRead) -> list[str]:
    """Where ways of paying have columns of their own, the one that is filled in; `mixed` where several are."""
    assert read.table is not None
    assert read.rows is not None
    ways = {c: method_of(t[-1], whole=True) for c, t in read.table.titles.items() if bare_heading(t[-1]) in words("amount_parts", "methods")}
    amounts = read.rows.columns["amount_column"]
    grid = read.sheet.rows  # as given: the table has the columns joined
    made = []
    for row, at in zip(read.rows.columns["row"], amounts, strict=True):
        filled = {ways[c] for c in ways if cells.amount(cell_at(grid[int(row) - 1], c)).value}
        made.append(ways.get(at, "") if len(filled) < 2 and at in ways else "mixed" if len(filled) > 1 else next(iter(filled), ""))
    return made


def purposes(read: SheetRead) -> list[str]:
    """What each row's money is for, `hand_over` among it; where nothing says it, in is a collection on a salesperson's sheet."""
    assert read.rows is not None
    amounts, memos = read.rows.columns["amount"], read.rows.columns["memo"]
    made = []
    for said, memo, amount in zip(texts_of(read, "kind"), memos, amounts, strict=True):
        code = purpose_of(said, whole=True) or purpose_of(memo)
        if code == "refund" and amount > 0 and not said:
            code = "collection"  # 退款后补款: the words are about something else
        made.append(code or ("collection" if amount > 0 and read.layout.kind == "reported" else ""))
    return made


def turn_outgoing(read: SheetRead) -> None:
    """A sheet with one unsigned amount column and a column of purposes: refunds, advances paid and expenses went out."""
    assert read.rows is not None
    roles = read.layout.roles
    if not {"in", "out", "direction", "refund"}.isdisjoint(roles) or "kind" not in roles:
        return
    columns = read.rows.columns
    if any(a < 0 for a in columns["amount"]):
        return
    out = [purpose_of(t, whole=True) in ("refund", "expense", "hand_over", "fee") for t in texts_of(read, "kind")]
    for name in ("amount", "document_amount"):
        columns[name] = [-a if o else a for a, o in zip(columns[name], out, strict=True)]


@dataclass(frozen=True)
class _Held:
    customer: str
    amount: int
    shown: int


def limits(read: SheetRead, customers: Sequence[str]) -> list[int]:
    """What each customer's account held before the row, in minor units; NO_BALANCE where the sheet does not tell.

    A balance that follows from the customer's row before and this amount is one after the row.
    """
    assert read.rows is not None
    columns = read.rows.columns
    shown = [_minor(c, cur) for c, cur in zip(cells_of(read, "limit"), columns["currency"], strict=True)]
    rows = [_Held(c, a, s) for c, a, s in zip(customers, columns["amount"], shown, strict=True)]
    last: dict[str, _Held] = {}
    follows = count = 0
    for row in rows:
        if row.customer and row.shown != NO_BALANCE:
            before = last.get(row.customer)
            if before:
                count += 1
                follows += before.shown + row.amount == row.shown
            last[row.customer] = row
    after = follows * 2 > count > 0
    return [NO_BALANCE if r.shown == NO_BALANCE else r.shown - r.amount if after else r.shown for r in rows]


def _minor(cell: Cell, currency: str) -> int:
    value = cells.amount(cell).value
    return NO_BALANCE if value is None or not currency else money.to_minor(value, currency)[0]
