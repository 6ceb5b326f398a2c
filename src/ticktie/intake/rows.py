"""A table with its layout to rows of money: which rows are data, and what the table's top says for all of them.

A row with an error is named and set aside, the others go on; nothing is dropped.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ticktie.domain import money
from ticktie.domain.grid import MAX_ROWS, Cell, Source
from ticktie.domain.problem import Problem
from ticktie.domain.text import looks_whole, nfkc, party_key, simplified
from ticktie.domain.vocabulary import plain
from ticktie.intake import cells, dates, parties
from ticktie.intake.charges import read_charges
from ticktie.intake.headings import unit_of
from ticktie.intake.layouts import MONEY, Layout, is_journal
from ticktie.intake.parts import check_totals, unused
from ticktie.intake.payments import read_payments
from ticktie.intake.reading import AMOUNT_ROLES, Given, Raw, Reader, Rows, says_anything
from ticktie.intake.row_kinds import is_totals, row_reason
from ticktie.intake.tables import Table

_CONTINUES = ("续上一笔", "接上笔", "承上笔")
_ACCOUNT = re.compile(
    r"(?:本方账号|账号|账户|卡号|查询账号|ACCOUNT(?:NO|NUMBER)?)(?:\[[^\]]*\])?[:：]?\[?([0-9A-Z*.@_-]{4,})\]?", re.IGNORECASE
)
_OWN_NAME = re.compile(r"(?:[户戶]名|[账帳][户戶]名[称稱]|[单單]位名[称稱]|公司名[称稱]|[账帳][号號]名[称稱])[:：]\s*\[?([^\]:：,，\s]{2,60})")
_CURRENCY = re.compile(r"(?:币种|币别|货币|CURRENCY)[:：]\s*\[?([^\]:：,，\s]{1,12})", re.IGNORECASE)
_UNIT = re.compile(r"(?:金额)?单位[:：]\s*([^\s:：,，;；()（）]{1,8})")


def read_rows(table: Table, layout: Layout, given: Given) -> Rows:
    """Every data row of the table as columns; see the module for what happens to bad ones."""
    out = Rows(layout.kind, base=given.base)
    reader = _reader(table, layout, given, out)
    dates.split_days(reader)
    raw = Raw(_data_rows(reader))
    dates.long_years(reader, raw)
    dates.short_dates(reader, raw)
    check_totals(reader, raw)
    parties.without_codes(reader, raw)
    if layout.kind in MONEY or (layout.kind == "check" and "balance" in layout.roles):
        unnamed = table.of_customer and parties.names_from_groups(reader, raw)
        if "balance" not in layout.roles:
            parties.names_from_first_rows(reader, raw)
        read_payments(reader, raw)
    else:
        unnamed = parties.names_from_groups(reader, raw)
        parties.names_from_first_rows(reader, raw)
        read_charges(reader, raw)
    if unnamed:
        del layout.roles["party"]
    for column in unused(table, layout):
        reader.problem("money_not_used", table.start - 1, column, "warning", value=table.columns[column].text)
    if len(table.sheet.rows) >= MAX_ROWS:
        out.problems.append(Problem("sheet_full", Source(table.sheet.name, MAX_ROWS), level="warning"))
    if not len(out) and not out.problems:
        out.problems.append(Problem("sheet_empty", Source(table.sheet.name, table.top + 1), level="info"))
    return out


def _reader(table: Table, layout: Layout, given: Given, out: Rows) -> Reader:
    top = " \n".join(table.preamble)
    plainly = simplified(nfkc(top))
    currency, account = given.currency, ""
    if (found := _CURRENCY.search(plainly)) and (code := money.currency_of(found[1])):
        currency = code
        out.currencies.add(code)
    compact = [re.sub(r"\s", "", t) for t in table.preamble]
    if found := next((m for t in compact if (m := _ACCOUNT.search(t))), None):
        account = found[1]
    if (found := _OWN_NAME.search(top)) and not table.of_customer:
        out.own_names.add(party_key(found[1]))
    label = parties.ACCOUNT_OF if table.of_customer else parties.CUSTOMER
    customer = found[1] if (found := label.search(top)) else _named_by_sheet(table, layout)
    out.notes += table.notes
    reader = Reader(table, layout, given, out, currency, account, customer, journal=layout.kind == "recorded" or is_journal(table))
    for column, title in table.columns.items():
        if title.currency:
            reader.sheet_amount_currency[column] = title.currency
            out.currencies.add(title.currency)
    _units(reader)
    dates.date_habits(reader)
    return reader


def _named_by_sheet(table: Table, layout: Layout) -> str:
    """A sheet for each customer carries the name as its title."""
    title = table.sheet.title
    if (layout.kind in MONEY and not table.of_customer) or "party" in layout.roles:
        return ""
    return title if looks_whole(party_key(title)) and len(title) >= parties.LEAST_NAME else ""


def _units(reader: Reader) -> None:
    """Amounts in 万元 or 千元, as a title's bracket or the lines above the table say."""
    above = next((unit for t in reader.table.preamble if (found := _UNIT.search(t)) and (unit := unit_of(found[1]))), 1)
    for role in (*AMOUNT_ROLES, "balance"):
        for column in reader.layout.roles.get(role, []):
            title = reader.table.columns.get(column)
            scale = (title.scale if title else 0) or above
            if scale > 1:
                reader.scales[column] = scale
    if reader.scales:
        reader.out.notes.append(f"unit {max(reader.scales.values()):,}")


def _data_rows(reader: Reader) -> Iterator[tuple[int, list[Cell], str]]:
    """Number, cells and account of every data row; the others are noted with their reason."""
    table, layout, out = reader.table, reader.layout, reader.out
    keys = [c for role in ("number", "date", "day", "related", "serial") for c in layout.roles.get(role, [])[:1]]
    amounts = [c for role in AMOUNT_ROLES for c in layout.roles.get(role, [])]
    named = layout.roles.get("party", [])
    previous: list[Cell] | None = None
    charge = layout.kind not in MONEY
    under = set() if charge else _under_one_amount(reader, amounts)
    for number in table.numbers:
        row = table.sheet.rows[number]
        reason = "" if _plainly_data(row, keys, amounts) else row_reason(row, table, keys, amounts)
        if reason == "note" and any((number, c) in table.sheet.broken for c in amounts):
            reason = ""
        if previous is not None and (_continues(row) or number in under):
            _continue(reader, previous, row)
            out.left_out.setdefault("continuation", []).append(number + 1)
            continue
        if reason == "opening_balance" and (charge or named) and all(says_anything(row, c) for c in (amounts, [] if charge else named) if c):
            reason = ""
        if reason:
            if reason not in ("blank",):
                _block_facts(reader, row)
            out.left_out.setdefault(reason, []).append(number + 1)
            continue
        previous = list(row)
        yield number, previous, reader.account


def _continues(row: list[Cell]) -> bool:
    """The row's first text says that the row goes on with the line above."""
    first = next((c for c in row if isinstance(c, str) and c.strip()), "")
    return not first.isascii() and plain(first).startswith(_CONTINUES)


def _plainly_data(row: list[Cell], keys: list[int], amounts: list[int]) -> bool:
    """A quick yes for the usual row: a real date or a key with digits in its place, and a number as amount."""
    if not keys or not any(isinstance(row[c], float) for c in amounts if c < len(row)):
        return False
    if any(isinstance(c, str) and len(c) <= 12 and is_totals(c) for c in row):
        return False
    cell = row[keys[0]]
    return isinstance(cell, dt.date) or (isinstance(cell, str) and len(cell) > 3 and cell[-1].isdigit())


def _continue(reader: Reader, previous: list[Cell], row: list[Cell]) -> None:
    """A continuation line carries the rest of the memo or payer of the line above it."""
    for role in ("memo", "party", "reference"):
        for column in reader.layout.roles.get(role, []):
            more = cells.text(row[column]) if column < len(row) else ""
            if more and not plain(more).startswith(_CONTINUES):
                old = cells.text(previous[column])
                previous[column] = f"{old} {more}" if old else more


def _under_one_amount(reader: Reader, amounts: list[int]) -> set[int]:
    """Rows that a receipt's amount is merged over and that have none of their own: they name more of what it paid for."""
    spans = [(first, last, left) for first, left, last, right in reader.table.sheet.merged if last > first and left == right and left in amounts]
    return {n for first, last, _ in spans for n in range(first + 1, last + 1) if n < len(reader.table.sheet.rows) and not says_anything(reader.table.sheet.rows[n], amounts)}


def _block_facts(reader: Reader, row: list[Cell]) -> None:
    """A second block of the sheet may name another account (several accounts in one export)."""
    joined = re.sub(r"\s", "", "".join(str(c) for c in row if c is not None))
    if found := _ACCOUNT.search(joined):
        reader.account = found[1]
