"""A customer's account on one sheet: charges in one column and receipts in another, each on rows of its own (应收 | 收款, 借方 | 贷方).

The sheet is read twice, once for its charges and once for its receipts. Returns and bad debts written in the column of receipts are
charges taken back, refunds in the column of charges are money that went back. A row with both is told and not read: its two
amounts cannot be one item. What an opening row says in the balance is the opening charge; other balances are not read.
"""

from __future__ import annotations

from dataclasses import replace

from ticktie.domain.grid import Cell, Source
from ticktie.domain.problem import Problem
from ticktie.domain.text import clean
from ticktie.domain.vocabulary import plain, words
from ticktie.intake import cells
from ticktie.intake.layouts import Layout, choose, direction_of, says
from ticktie.intake.reading import cell_at
from ticktie.intake.row_kinds import row_reason
from ticktie.intake.tables import Table

_CHARGE = frozenset({"amount_inc_tax"})
_RECEIPT = frozenset({"received_amount", "bank_in", "journal_in"})
_RUNNING = frozenset({"balance", "outstanding_amount"})
_SHORT = 40
_MOST_BOTH = 10  # one row in so many may hold both amounts where the titles do not say debit and credit


def sides(table: Table) -> tuple[list[tuple[Table, Layout]], list[Problem]] | None:
    """The sheet's charges and its receipts as tables of their own, and the rows that hold both; None for any other sheet."""
    columns = _columns(table)
    if columns is None:
        by_type = _by_type(table)
        return (_laid_out(*by_type), []) if by_type else None
    charge, receipt = columns
    charges, receipts = _split(table, charge, receipt)
    layouts = _laid_out(charges, receipts)
    if any(layout.kind not in ("order", "payment") for _, layout in layouts):
        return None
    both = [n for n in _data(table) if _says(table, n, charge) and _says(table, n, receipt)]
    return layouts, [Problem("both_sides_filled", Source(table.sheet.name, n + 1, receipt)) for n in both]


def _laid_out(charges: Table, receipts: Table) -> list[tuple[Table, Layout]]:
    return [(t, choose(t, kind)) for t, kind in ((charges, "order"), (receipts, "payment"))]


def _by_type(table: Table) -> tuple[Table, Table] | None:
    """One column of amounts, and a type that says of every row whether it is a sale or a receipt."""
    types = [c for c, h in table.columns.items() if h.fields & {"doc_type", "txn_type"}]
    amounts = [c for c, h in table.columns.items() if h.sure and h.fields & {"signed_amount", "amount_inc_tax"}]
    if len(types) != 1 or not amounts or not _names_receipts(table, types[0]):
        return None
    numbers = _data(table)
    said = {n: plain(clean(str(cell_at(table.sheet.rows[n], types[0]) or ""))) for n in numbers}
    back = {n for n in numbers if said[n] in words("account", "receipt") or any(w in said[n] for w in words("kind", "refund"))}
    sales = [n for n in numbers if n not in back and any(w in said[n] for w in words("account", "charge"))]
    if not sales or not any(said[n] in words("account", "receipt") for n in back):
        return None
    one, two = list(table.sheet.rows), list(table.sheet.rows)
    received = [cells.amount(cell_at(two[n], amounts[0])).value for n in back if said[n] in words("account", "receipt")]
    minus = all(v is None or v <= 0 for v in received)  # a receipt is printed as what it takes from the account
    for number in numbers:
        nothing: list[Cell] = [None] * len(one[number])
        if number not in back:
            two[number] = nothing
            continue
        refund = said[number] not in words("account", "receipt")
        if minus or (refund and (cells.amount(cell_at(two[number], amounts[0])).value or 0) > 0):
            two[number] = _with(two[number], amounts[0], _negative(cell_at(two[number], amounts[0])))
        one[number] = nothing
    kept = {c: h for c, h in table.columns.items() if not h.fields & (_RUNNING | {"direction"})}
    made = replace(table, sheet=replace(table.sheet, rows=one), columns=kept, of_customer=True)
    return made, replace(made, sheet=replace(table.sheet, rows=two))


def _names_receipts(table: Table, column: int) -> bool:
    said = {str(cell_at(table.sheet.rows[n], column) or "") for n in table.numbers}
    return any(plain(clean(s)) in words("account", "receipt") for s in said)


def _columns(table: Table) -> tuple[int, int] | None:
    """Where charges and receipts stand: debit and credit of a ledger of customers, or two columns of which each row fills one."""
    debit = [c for c, h in table.columns.items() if {"bank_out", "journal_in"} <= h.fields]
    credit = [c for c, h in table.columns.items() if {"bank_in", "journal_out"} <= h.fields]
    if debit and credit and says(table, "ledger"):
        return debit[0], credit[0]
    if debit or credit:
        return None
    receipts = [c for c, h in table.columns.items() if h.sure and h.fields & _RECEIPT and not h.fields & _CHARGE]
    charges = [c for c, h in table.columns.items() if h.sure and h.fields & _CHARGE and not h.fields & _RECEIPT]
    pairs = [(a, b) for a in charges for b in receipts if _each_row_fills_one(table, a, b)]
    return pairs[0] if len(pairs) == 1 else None


def _each_row_fills_one(table: Table, charge: int, receipt: int) -> bool:
    if not any(_says(table, n, receipt) and not _says(table, n, charge) for n in table.numbers):
        return False
    filled = [(_says(table, n, charge), _says(table, n, receipt)) for n in _data(table)]
    both = filled.count((True, True))
    return filled.count((False, True)) > 0 < filled.count((True, False)) and both * _MOST_BOTH <= len(filled)


def _data(table: Table) -> list[int]:
    keys = [c for c, h in table.columns.items() if any(f.endswith("_date") or f in ("order_no", "doc_no") for f in h.fields)]
    return [n for n in table.numbers if not row_reason(table.sheet.rows[n], table, keys, [])]


def _says(table: Table, number: int, column: int) -> bool:
    """The cell says an amount or something that is none; 0 is no amount here."""
    cell = cell_at(table.sheet.rows[number], column)
    return (number, column) in table.sheet.broken or (not cells.blank(cell) and cells.amount(cell).value != 0)


def _split(table: Table, charge: int, receipt: int) -> tuple[Table, Table]:
    """Both tables: the rows of the other side are blank in each, so that every row keeps its place."""
    kept = {c: h for c, h in table.columns.items() if c not in (charge, receipt) and not h.fields & (_RUNNING | {"direction"})}
    of_charges = {**kept, charge: replace(table.columns[charge], fields=_CHARGE)}
    of_receipts = {**kept, receipt: replace(table.columns[receipt], fields=frozenset({"received_amount"}))}
    one, two = list(table.sheet.rows), list(table.sheet.rows)
    moved_one, moved_two = dict(table.moved), dict(table.moved)
    data = set(_data(table))
    for number in table.numbers:
        row: list[Cell] = one[number]
        nothing: list[Cell] = [None] * len(row)
        charged, received = _says(table, number, charge), _says(table, number, receipt)
        if number not in data:
            if (at := _opening(table, row)) is not None and not charged:
                one[number], moved_one[number, charge] = _with(row, charge, _signed(table, row, at)), at
        elif charged and received:
            one[number] = two[number] = nothing
        elif received and _takes_back(table, row):
            one[number], two[number], moved_one[number, charge] = _with(row, charge, _negative(row[receipt])), nothing, receipt
        elif received:
            one[number] = nothing
        elif charged and _gives_back(table, row):
            one[number], two[number], moved_two[number, receipt] = nothing, _with(row, receipt, _negative(row[charge])), charge
        else:
            two[number] = nothing
    made = replace(table, sheet=replace(table.sheet, rows=one), columns=of_charges, moved=moved_one, of_customer=True)
    return made, replace(made, sheet=replace(table.sheet, rows=two), columns=of_receipts, moved=moved_two)


def _with(row: list[Cell], column: int, cell: Cell) -> list[Cell]:
    return [*row[:column], cell, *row[column + 1 :]]


def _opening(table: Table, row: list[Cell]) -> int | None:
    """The column of the balance with which an opening row begins; None for other rows and for nothing."""
    if row_reason(row, table, [], []) != "opening_balance":
        return None
    running = (c for c, h in table.columns.items() if h.fields & _RUNNING)
    return next((c for c in running if cells.amount(cell_at(row, c)).value), None)


def _signed(table: Table, row: list[Cell], column: int) -> Cell:
    """The opening balance; negative where the column of directions says credit."""
    directions = [c for c, h in table.columns.items() if "direction" in h.fields]
    credit = any(direction_of(cell_at(row, c)) == "credit" for c in directions)
    return _negative(row[column]) if credit else row[column]


def _negative(cell: Cell) -> Cell:
    value = cells.amount(cell).value
    return cell if value is None else float(-value) if len(value.as_tuple().digits) <= 15 else f"{-value:f}"


def _texts(table: Table, row: list[Cell]) -> list[str]:
    names = [c for c, h in table.columns.items() if "customer_name" in h.fields]
    return [plain(clean(c)) for i, c in enumerate(row) if isinstance(c, str) and len(c) <= _SHORT and i not in names]


def _takes_back(table: Table, row: list[Cell]) -> bool:
    """A return, a credit note or a bad debt, not money."""
    marks = [*words("kind", "return"), *words("reversal", "red_types"), "坏账"]
    return any(w in t for t in _texts(table, row) for w in marks)


def _gives_back(table: Table, row: list[Cell]) -> bool:
    """Money paid back to the customer."""
    return any(w in t for t in _texts(table, row) for w in words("kind", "refund"))
