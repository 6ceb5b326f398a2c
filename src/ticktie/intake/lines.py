"""Documents that stand on several rows: lines of one number, totals repeated on every line, numbers used twice."""

from __future__ import annotations

import itertools
from collections import defaultdict
from decimal import Decimal

import numpy as np
import pandas as pd

from ticktie.domain.grid import Source
from ticktie.domain.number_forms import canonical
from ticktie.domain.problem import Problem
from ticktie.intake import cells
from ticktie.intake.layouts import Layout
from ticktie.intake.tables import Table

COMMON = 0.1  # share of numbered rows that share their number from which a sheet counts as line-level


def with_line_amounts(table: Table, layout: Layout) -> Layout:
    """The layout reading the line's own amount where the first choice is the document's total repeated on each line.

    Proved per document: the first choice is the same on all its rows, and the other column sums to it.
    """
    number, chosen = layout.column("number"), layout.column("amount")
    spares = [*layout.roles.get("amount", [])[1:], *layout.roles.get("ex_tax", [])]
    if number is None or chosen is None or not spares:
        return layout
    groups = _groups(table, number)
    if not groups:
        return layout
    for spare in spares:
        good = 0
        for rows in groups:
            total = {_value(table, r, chosen) for r in rows}
            parts = [_value(table, r, spare) for r in rows]
            good += len(total) == 1 and None not in parts and sum(p for p in parts if p is not None) == next(iter(total))
        if good * 2 > len(groups):
            roles = {**layout.roles, "amount": [spare], "order_total": [chosen]}
            if layout.column("ex_tax") == spare:
                roles.pop("ex_tax")
                roles.pop("tax", None)
            return Layout(layout.kind, roles, {**layout.fields, chosen: "order_total"}, layout.score)
    return layout


_LEAST_PROOF = 2  # rows that prove which column is the whole of which


def whole_amount(table: Table, layout: Layout) -> Layout:
    """The layout reading what is owed where the first choice is a part of it, as the rows prove.

    The amount less the discount, or with the freight, stands in a column of its own; and a balance that runs on from row to row is
    nobody's outstanding amount.
    """
    layout = _without_running(table, layout)
    amount = layout.column("amount")
    if amount is None:
        return layout
    for name, sign in (("discount", -1), ("merchant_subsidy", -1), ("freight", 1)):
        beside = [c for c, h in table.columns.items() if name in h.fields]
        if len(beside) == 1 and (whole := _made_of(table, amount, beside[0], sign)) is not None:
            return _reading_from(layout, whole)
    return layout


def _made_of(table: Table, amount: int, beside: int, sign: int) -> int | None:
    """The column that is the amount with the other one added or taken off, on every row that has both."""
    rows = [(w, d, n) for n in table.numbers if (w := _value(table, n, amount)) is not None and (d := _value(table, n, beside))]
    if len(rows) < _LEAST_PROOF:
        return None
    others = (c for c in table.columns if c not in (amount, beside))
    return next((c for c in others if all(_value(table, n, c) == w + sign * abs(d) for w, d, n in rows)), None)


def _reading_from(layout: Layout, column: int) -> Layout:
    gone = {"ex_tax", "tax"} if layout.column("ex_tax") == column else set()
    roles = {role: kept for role, columns in layout.roles.items() if role not in gone and (kept := [c for c in columns if c != column])}
    return Layout(layout.kind, {**roles, "amount": [column]}, {**layout.fields, column: "amount_inc_tax"}, layout.score)


def _without_running(table: Table, layout: Layout) -> Layout:
    """The layout without an outstanding column in which each row adds its amount to the row above."""
    outstanding, amount, received = (layout.column(role) for role in ("outstanding", "amount", "received"))
    if outstanding is None or amount is None:
        return layout
    values = [(_value(table, n, outstanding), _value(table, n, amount), _value(table, n, received) if received is not None else None) for n in table.numbers]
    rows = [(left, whole or Decimal(0), paid or Decimal(0)) for left, whole, paid in values if left is not None and (whole is not None or paid is not None)]
    runs = sum(b[0] == a[0] + b[1] - b[2] for a, b in itertools.pairwise(rows))
    own = sum(left == whole - paid for left, whole, paid in rows[1:])
    if len(rows) <= _LEAST_PROOF or runs * 2 <= len(rows) or own >= runs:
        return layout
    roles = {role: columns for role, columns in layout.roles.items() if role != "outstanding"}
    fields = {c: name for c, name in layout.fields.items() if c != outstanding}
    return Layout(layout.kind, roles, fields, layout.score)


def _groups(table: Table, number: int) -> list[list[int]]:
    """Rows of every number that stands on more than one row, a blank number continuing the one above."""
    groups: dict[str, list[int]] = defaultdict(list)
    current = ""
    for row in table.numbers:
        text = cells.ident(table.sheet.rows[row][number])[0] if number < len(table.sheet.rows[row]) else ""
        current = text or current
        if current and any(isinstance(c, (int, float)) for c in table.sheet.rows[row]):
            groups[current].append(row)
    return [rows for rows in groups.values() if len(rows) > 1]


def _value(table: Table, row: int, column: int) -> Decimal | None:
    cells_ = table.sheet.rows[row]
    return cells.amount(cells_[column]).value if column < len(cells_) else None


def sort_out_numbers(frame: pd.DataFrame, number_columns: dict[str, int], has_detail: dict[str, bool]) -> tuple[pd.DataFrame, list[Problem]]:
    """Tell lines of one document from a number used twice.

    frame: the charges of one side. number_columns: sheet -> 0-based column of the number. has_detail: sheet -> it has
    a line number, product or quantity. Rows of a number used twice get the flag number_unsure and a problem each;
    lines get the flag `line`. A total repeated on every line is kept once.
    """
    problems: list[Problem] = []
    numbered = frame[(frame["number"] != "") & (frame["set_aside"] == "")]
    if numbered.empty or not numbered["number"].duplicated().any():
        return frame, problems
    frame = frame.copy()
    shared = numbered[numbered["number"].duplicated(keep=False)]
    line_level = {
        sheet: has_detail.get(sheet, False) and _is_line_level(rows, numbered[numbered["sheet"] == sheet])
        for sheet, rows in shared.groupby("sheet")
    }
    flags = frame["flags"].copy()
    for _, group in shared.groupby("number", sort=False):
        sheets = set(group["sheet"])
        one_party = group["party_key"].nunique() == 1
        one_date = group["date"].nunique() == 1
        negative = bool((group["amount"] < 0).any() and (group["amount"] > 0).any())
        if len(sheets) == 1 and one_party and ((line_level[next(iter(sheets))] and one_date) or negative):
            flags.loc[group.index] = [f"{f} line".strip() for f in flags.loc[group.index]]
            continue
        flags.loc[group.index] = [f"{f} number_unsure".strip() for f in flags.loc[group.index]]
        for row in group.itertuples():
            source = Source(str(row.sheet), int(row.row), number_columns.get(str(row.sheet)))
            others = [i for i in group["id"] if i != row.id]
            problems.append(Problem("number_twice", source, {"number": row.number, "others": ", ".join(others[:5])}, "warning"))
    frame["flags"] = flags
    gone, told = _repeated_totals(frame, shared, line_level)
    return frame.drop(index=gone), problems + told


def mark_lost_numbers(frame: pd.DataFrame, lost: list[tuple[str, str, int, int | None]]) -> tuple[pd.DataFrame, list[Problem]]:
    """Documents of which another row could not be read: nothing that names them can be settled by what is left.

    lost: number, sheet, 0-based row and column of the rows that were set aside.
    """
    keys = {canonical(number): (number, sheet, row, column) for number, sheet, row, column in lost}
    hit = [canonical(n) in keys for n in frame["number"]] if keys else []
    if not any(hit):
        return frame, []
    frame = frame.copy()
    frame.loc[hit, "flags"] = [f if "number_unsure" in f else f"{f} number_unsure".strip() for f in frame.loc[hit, "flags"]]
    problems = []
    for row in frame[hit].itertuples():
        number, sheet, at, column = keys[canonical(str(row.number))]
        facts = {"number": number, "others": str(row.id)}
        problems.append(Problem("number_twice", Source(sheet, at + 1, column), facts, "warning"))
    return frame, list({str(p.source): p for p in problems}.values())


def _is_line_level(shared: pd.DataFrame, numbered: pd.DataFrame) -> bool:
    whole = [g for _, g in shared.groupby("number") if g["party_key"].nunique() == 1 and g["date"].nunique() == 1 and len(g) > 1]
    rows = sum(len(g) for g in whole)
    share = rows / max(len(numbered), 1)
    return share >= COMMON and (len(whole) >= 2 or share >= 0.4)


def _repeated_totals(frame: pd.DataFrame, shared: pd.DataFrame, line_level: dict[str, bool]) -> tuple[list[int], list[Problem]]:
    """Rows that only repeat their document's total: the first keeps it, the others are named and left out."""
    gone: list[int] = []
    told: list[Problem] = []
    for sheet, rows in shared.groupby("sheet"):
        if not line_level.get(str(sheet)):
            continue
        groups = [g for _, g in rows.groupby("number", sort=False) if len(g) > 1]
        same = [g for g in groups if g["amount"].nunique() == 1]
        if sum(_lines_differ(g) for g in same) < 2 or len(same) < 0.8 * len(groups):
            continue
        for group in same:
            for row in group.iloc[1:].itertuples():
                gone.append(int(row.Index))
                source = Source(str(sheet), int(row.row), int(row.amount_column))
                told.append(Problem("total_repeated", source, {"number": row.number, "first": group["id"].iloc[0]}, "info"))
    return gone, told


def _lines_differ(group: pd.DataFrame) -> bool:
    """The lines are different goods or quantities, so that one amount on all of them is the document's."""
    quantity = np.asarray(group["quantity"], dtype=float)
    return bool(group["product"].nunique() > 1 or len(set(quantity[~np.isnan(quantity)])) > 1)
