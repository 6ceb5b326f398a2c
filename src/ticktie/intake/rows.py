"""A table with its layout to rows of money: columns as lists, and a problem for every cell that cannot be used.

A row with an error is named and set aside, the others go on; nothing is dropped.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ticktie.domain import money
from ticktie.domain.grid import MAX_ROWS, Cell, Source
from ticktie.domain.items import NO_BALANCE
from ticktie.domain.problem import Level, Problem
from ticktie.domain.text import clean, party_key
from ticktie.domain.vocabulary import plain, words
from ticktie.intake import cells
from ticktie.intake.layouts import Layout, direction_of, is_journal
from ticktie.intake.tables import Table, row_reason

_AMOUNT_ROLES = ("amount", "in", "out", "ex_tax", "tax", "order_total", "outstanding", "received", "opening", "refund")
_CONTINUES = ("续上一笔", "接上笔", "承上笔")
_ACCOUNT = re.compile(
    r"(?:本方账号|账号|账户|卡号|查询账号|ACCOUNT(?:NO|NUMBER)?)(?:\[[^\]]*\])?[:：]?\[?([0-9A-Z*.@_-]{4,})\]?", re.IGNORECASE
)
_OWN_NAME = re.compile(r"(?:户名|账户名称|单位名称|公司名称|账号名称)[:：]\s*\[?([^\]:：,，\s]{2,60})")
_CURRENCY = re.compile(r"(?:币种|币别|货币|CURRENCY)[:：]\s*\[?([^\]:：,，\s]{1,12})", re.IGNORECASE)
_CUSTOMER = re.compile(r"(?:客户|客户名称|购货单位|收货单位|往来单位|CUSTOMER|BILL TO)[:：]\s*([^:：,，\s]{2,60})", re.IGNORECASE)
_TRAILING_ACCOUNT = re.compile(r"[\s/_-]*[\d*]{6,}$")


@dataclass
class Rows:
    """What one sheet gave: item columns (domain.items.COLUMNS without id, key, side), problems, and what was left out."""

    kind: str
    columns: dict[str, list[Any]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    left_out: dict[str, list[int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    account: str = ""
    own_names: set[str] = field(default_factory=set)
    own_accounts: set[str] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.columns.get("row", ()))


@dataclass(frozen=True)
class Given:
    """What the book says for all of its sheets: the year of dates without one, the currency of plain amounts."""

    year: int | None = None
    currency: str = "CNY"


@dataclass
class _Reader:
    table: Table
    layout: Layout
    given: Given
    out: Rows
    currency: str
    account: str
    customer: str
    day_first: bool = True
    roc: bool = False
    journal: bool = False
    unsigned_out: bool = False
    sheet_amount_currency: dict[int, str] = field(default_factory=dict)


def read_rows(table: Table, layout: Layout, given: Given) -> Rows:
    """Every data row of the table as columns; see the module for what happens to bad ones."""
    out = Rows(layout.kind)
    reader = _reader(table, layout, given, out)
    raw = list(_data_rows(reader))
    if layout.kind in ("payment",) or (layout.kind == "check" and "balance" in layout.roles):
        _payments(reader, raw)
    else:
        _charges(reader, raw)
    if len(table.sheet.rows) >= MAX_ROWS:
        out.problems.append(Problem("sheet_full", Source(table.sheet.name, MAX_ROWS), level="warning"))
    if not len(out) and not out.problems:
        out.problems.append(Problem("sheet_empty", Source(table.sheet.name, table.top + 1), level="info"))
    return out


def _reader(table: Table, layout: Layout, given: Given, out: Rows) -> _Reader:
    top = " \n".join(table.preamble)
    currency, account = given.currency, ""
    if found := _CURRENCY.search(top):
        currency = money.currency_of(found[1]) or currency
    compact = [re.sub(r"\s", "", t) for t in table.preamble]
    if found := next((m for t in compact if (m := _ACCOUNT.search(t))), None):
        account = found[1]
    if found := _OWN_NAME.search(top):
        out.own_names.add(party_key(found[1]))
    customer = found[1] if (found := _CUSTOMER.search(top)) else ""
    reader = _Reader(table, layout, given, out, currency, account, customer, journal=is_journal(table))
    for column, title in table.columns.items():
        if title.currency:
            reader.sheet_amount_currency[column] = title.currency
    _date_habits(reader)
    return reader


def _date_habits(reader: _Reader) -> None:
    """Whether 03/04/2026 is the 3rd or the 4th month, and whether years are of the Republic, from the whole column."""
    column = reader.layout.column("date")
    if column is None:
        return
    first = second = 0
    for row in reader.table.sheet.rows[reader.table.start :]:
        cell = row[column] if column < len(row) else None
        if not isinstance(cell, str):
            continue
        text = clean(cell)
        if found := re.match(r"(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{4}", text):
            first, second = max(first, int(found[1])), max(second, int(found[2]))
        elif re.match(r"(?:民國|民国)?\s*1\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}", text):
            reader.roc = True
    reader.day_first = not (second > 12 >= first)


def _data_rows(reader: _Reader) -> Iterator[tuple[int, list[Cell]]]:
    """0-based number and cells of every data row; the others are noted with their reason."""
    table, layout, out = reader.table, reader.layout, reader.out
    keys = [c for role in ("number", "date", "related", "serial") for c in layout.roles.get(role, [])[:1]]
    amounts = [c for role in _AMOUNT_ROLES for c in layout.roles.get(role, [])]
    previous: list[Cell] | None = None
    charge = layout.kind != "payment"
    for number in range(table.start, len(table.sheet.rows)):
        row = table.sheet.rows[number]
        reason = "" if _plainly_data(row, keys, amounts) else row_reason(row, table, keys, amounts)
        if reason == "note" and any((number, c) in table.sheet.broken for c in amounts):
            reason = ""
        first = next((plain(c) for c in row if isinstance(c, str) and c.strip()), "")
        if first.startswith(_CONTINUES) and previous is not None:
            _continue(reader, previous, row)
            out.left_out.setdefault("continuation", []).append(number + 1)
            continue
        if reason == "opening_balance" and charge and any(not cells.blank(row[c]) for c in amounts if c < len(row)):
            reason = ""
        if reason:
            if reason not in ("blank",):
                _block_facts(reader, row)
            out.left_out.setdefault(reason, []).append(number + 1)
            continue
        previous = list(row)
        yield number, previous


def _plainly_data(row: list[Cell], keys: list[int], amounts: list[int]) -> bool:
    """A quick yes for the usual row: a real date or a key with digits in its place, and a number as amount."""
    if not keys or not any(isinstance(row[c], float) for c in amounts if c < len(row)):
        return False
    cell = row[keys[0]]
    return isinstance(cell, dt.date) or (isinstance(cell, str) and len(cell) > 3 and cell[-1].isdigit())


def _continue(reader: _Reader, previous: list[Cell], row: list[Cell]) -> None:
    """A continuation line carries the rest of the memo or payer of the line above it."""
    for role in ("memo", "party"):
        for column in reader.layout.roles.get(role, []):
            more = cells.text(row[column]) if column < len(row) else ""
            if more and not plain(more).startswith(_CONTINUES):
                old = cells.text(previous[column])
                previous[column] = f"{old} {more}" if old else more


def _block_facts(reader: _Reader, row: list[Cell]) -> None:
    """A second block of the sheet may name another account (several accounts in one export)."""
    joined = re.sub(r"\s", "", "".join(str(c) for c in row if c is not None))
    if found := _ACCOUNT.search(joined):
        reader.account = found[1]


def _problem(reader: _Reader, code: str, number: int, column: int | None, level: Level = "error", **facts: Any) -> None:
    if column is not None:
        cell = reader.table.sheet.rows[number][column]
        facts.setdefault("value", "" if cell is None else str(cell))
    source = Source(reader.table.sheet.name, number + 1, column)
    reader.out.problems.append(Problem(code, source, facts, level))


def _cell(row: list[Cell], column: int | None) -> Cell:
    return None if column is None or column >= len(row) else row[column]


def _read_amount(reader: _Reader, number: int, row: list[Cell], column: int) -> cells.Amount:
    """The amount in a cell; a broken cell (#N/A, a formula without a value) has its own code."""
    mark = reader.table.sheet.broken.get((number, column))
    if mark == "=":
        return cells.Amount(None, "formula_without_value")
    if mark:
        return cells.Amount(None, "amount_error")
    return cells.amount(_cell(row, column))


def _read_day(reader: _Reader, number: int, row: list[Cell]) -> tuple[cells.Day, int | None]:
    """The row's date from the first date column that has one."""
    columns = reader.layout.roles.get("date", [])
    first: cells.Day | None = None
    for column in columns:
        found = cells.day(_cell(row, column), day_first=reader.day_first, year=reader.given.year, roc=reader.roc)
        if found.date is not None:
            return found, column
        if found.code != "date_missing":
            return found, column
        first = first or found
    return first or cells.Day(None, code="date_missing"), columns[0] if columns else None


def _read_id(reader: _Reader, number: int, row: list[Cell], role: str) -> str:
    for column in reader.layout.roles.get(role, []):
        text, code = cells.ident(_cell(row, column))
        if code:
            _problem(reader, code, number, column, "warning")
            return ""
        if (number, column) in reader.table.sheet.broken:
            _problem(reader, "number_error", number, column, "warning")
        if text:
            return text
    return ""


def _read_currency(reader: _Reader, number: int, row: list[Cell], read: cells.Amount, column: int | None) -> str | None:
    """The row's ISO code; None when the currency column says something unknown (already reported)."""
    at = reader.layout.column("currency")
    text = cells.text(_cell(row, at))
    if text:
        code = money.currency_of(text) or (text.upper() if re.fullmatch(r"[A-Za-z]{3}", text) else None)
        if code is None:
            _problem(reader, "currency_unknown", number, at)
        return code
    home = reader.sheet_amount_currency.get(column if column is not None else -1, reader.currency)
    if read.currency and read.currency != home:
        _problem(reader, "currency_mixed", number, column, "warning", currency=read.currency, home=home)
        return read.currency
    return home


def _minor(reader: _Reader, number: int, column: int | None, value: Decimal, currency: str) -> int | None:
    """Minor units; what is finer is rounded half-up and listed. None (reported) for an amount too large to be money."""
    try:
        minor, rest = money.to_minor(value, currency)
    except money.MoneyError:
        _problem(reader, "amount_unreadable", number, column)
        return None
    if rest and abs(rest) > Decimal("1e-7"):
        _problem(reader, "amount_rounded", number, column, "info", rest=f"{rest.normalize():f}", rounded=money.to_text(minor, currency))
    return minor


def _put(reader: _Reader, at: int, **values: Any) -> None:
    columns = reader.out.columns
    base: dict[str, Any] = {
        "sheet": reader.table.sheet.name, "row": at + 1, "amount_column": 0, "number": "", "line": "", "related": "",
        "party": "", "date": None, "due_date": None, "time": "", "amount": 0, "document_amount": 0, "currency": "",
        "memo": "", "reference": "", "serial": "", "account": "", "counter_account": "", "balance": NO_BALANCE,
        "salesperson": "", "contract": "", "product": "", "quantity": float("nan"), "status": "", "mark": "",
        "set_aside": "", "flags": "", "rank": at,
    }  # fmt: skip
    base.update(values)
    for name, value in base.items():
        columns.setdefault(name, []).append(value)


def _text(reader: _Reader, row: list[Cell], role: str) -> str:
    for column in reader.layout.roles.get(role, []):
        if found := cells.text(_cell(row, column)):
            return found
    return ""


def _memo(reader: _Reader, row: list[Cell]) -> str:
    parts: list[str] = []
    for column in reader.layout.roles.get("memo", []):
        found = cells.text(_cell(row, column))
        if found and found not in parts:
            parts.append(found)
    return " | ".join(parts)


def _set_aside_by_status(reader: _Reader, row: list[Cell], status: str) -> str:
    word = plain(status)
    if not word:
        return ""
    if word in words("status", "cancelled"):
        return "cancelled"
    column = reader.layout.column("status")
    if column is not None and "作废" in reader.table.columns[column].text and word in words("reversal", "flags"):
        return "cancelled"
    return "draft" if word in words("status", "draft") else ""


# --- charges: orders, deliveries, invoices ---------------------------------------------------------------------------


def _charges(reader: _Reader, raw: list[tuple[int, list[Cell]]]) -> None:
    layout = reader.layout
    _fill_down(reader, raw)
    due = layout.column("due")
    for number, row in raw:
        found, date_column = _read_day(reader, number, row)
        opening = _is_opening(reader, row)
        read, column, whole = _charge_amount(reader, number, row, opening)
        if read.code:
            _problem(reader, read.code, number, column)
        if found.code and not opening:
            _problem(reader, found.code, number, date_column)
        currency = _read_currency(reader, number, row, read, column)
        identity = "" if opening else _read_id(reader, number, row, "number")
        if read.value is None or currency is None or (found.code and not opening):
            continue
        amount = _minor(reader, number, column, read.value, currency)
        document = _minor(reader, number, column, whole, currency) if whole is not None else amount
        if amount is None or document is None:
            continue
        party = _text(reader, row, "party") or reader.customer
        if not party and layout.column("party") is not None:
            _problem(reader, "party_missing", number, layout.column("party"), "warning")
        due_day = cells.day(_cell(row, due), day_first=reader.day_first, year=reader.given.year) if due is not None else None
        status = _text(reader, row, "status")
        quantity = cells.amount(_cell(row, layout.column("quantity"))).value
        _put(
            reader, number, amount_column=column or 0, number=identity, line=_text(reader, row, "line"),
            related=_read_id(reader, number, row, "related"), party=party, date=found.date, time=found.time,
            due_date=due_day.date if due_day else None, amount=amount, document_amount=document, currency=currency,
            memo=_memo(reader, row), salesperson=_text(reader, row, "salesperson"), contract=_text(reader, row, "contract"),
            product=_text(reader, row, "product"), quantity=float(quantity) if quantity is not None else float("nan"),
            status=status, set_aside=_set_aside_by_status(reader, row, status), flags="opening" if opening else "",
        )  # fmt: skip


def _is_opening(reader: _Reader, row: list[Cell]) -> bool:
    if reader.layout.column("opening") is not None and reader.layout.column("amount") is None:
        return True
    texts = [plain(c) for c in row if isinstance(c, str) and len(c) <= 16]
    return any(t.startswith(w) for t in texts for w in words("totals", "opening"))


def _charge_amount(
    reader: _Reader, number: int, row: list[Cell], opening: bool
) -> tuple[cells.Amount, int | None, Decimal | None]:
    """What the row claims, the column it stands in, and the whole document's amount where that differs."""
    column_of, read = reader.layout.column, lambda c: _read_amount(reader, number, row, c)
    outstanding, received = column_of("outstanding"), column_of("received")
    if opening and (at := column_of("opening")) is not None and not read(at).code:
        return read(at), at, None
    column = column_of("amount")
    whole = _whole(reader, number, row)
    if outstanding is None and received is None:
        return whole, column if column is not None else _first_amount(reader), None
    left = read(outstanding) if outstanding is not None else cells.Amount(None, "amount_missing")
    paid = read(received) if received is not None else cells.Amount(None, "amount_missing")
    if left.value is None and left.code != "amount_missing":
        return left, outstanding, None
    if left.value is None:
        if whole.value is None or paid.code not in ("", "amount_missing"):
            return (whole, column, None) if whole.value is None else (paid, received, None)
        return cells.Amount(whole.value - (paid.value or 0), currency=whole.currency), column, whole.value
    if whole.value is not None and whole.value - (paid.value or Decimal(0)) != left.value and received is not None:
        _problem(
            reader, "document_does_not_add_up", number, outstanding, "warning",
            document=f"{whole.value:f}", received=f"{paid.value or 0:f}", outstanding=f"{left.value:f}",
        )  # fmt: skip
    return left, outstanding, whole.value


def _first_amount(reader: _Reader) -> int | None:
    return next((c for role in _AMOUNT_ROLES for c in reader.layout.roles.get(role, [])), None)


def _whole(reader: _Reader, number: int, row: list[Cell]) -> cells.Amount:
    """The charge of the row: 价税合计, or 金额 + 税额, or quantity x price where the sheet has no amount at all."""
    column_of, read = reader.layout.column, lambda c: _read_amount(reader, number, row, c)
    amount, net, tax = column_of("amount"), column_of("ex_tax"), column_of("tax")
    without = read(net) if net is not None else None
    levy = read(tax) if tax is not None else None
    if amount is not None:
        found = read(amount)
        if found.value is None and found.code == "amount_missing" and without and without.value is not None and levy and levy.value is not None:
            return cells.Amount(without.value + levy.value, currency=without.currency)
        parts = without is not None and levy is not None and without.value is not None and levy.value is not None
        if parts and found.value is not None and without and levy and without.value + levy.value != found.value:  # type: ignore[operator]
            _problem(
                reader, "tax_does_not_add_up", number, amount, "warning",
                net=f"{without.value:f}", tax=f"{levy.value:f}", total=f"{found.value:f}",
            )  # fmt: skip
        return found
    if without is not None:
        if without.value is not None and levy is not None and levy.value is not None:
            return cells.Amount(without.value + levy.value, currency=without.currency)
        return without
    if (total := column_of("order_total")) is not None:
        return read(total)
    quantity, price = column_of("quantity"), column_of("price")
    if quantity is not None and price is not None:
        number_of, each = read(quantity), read(price)
        if number_of.value is not None and each.value is not None:
            return cells.Amount(number_of.value * each.value, currency=each.currency)
        return number_of if number_of.value is None else each
    return cells.Amount(Decimal(0)) if quantity is not None else cells.Amount(None, "amount_missing")


def _fill_down(reader: _Reader, raw: list[tuple[int, list[Cell]]]) -> None:
    """Numbers, dates and names written once for several lines: merged cells, and blanks under a number with products."""
    layout, position = reader.layout, {number: i for i, (number, _) in enumerate(raw)}
    for first, left, last, right in reader.table.sheet.merged:
        if last > first and left == right and first in position:
            value = raw[position[first]][1][left]
            for number in range(first + 1, last + 1):
                if number in position and raw[position[number]][1][left] is None:
                    raw[position[number]][1][left] = value
    column = layout.column("number")
    detail = [c for role in ("product", "quantity", "line") if (c := layout.column(role)) is not None]
    if column is None or not detail:
        return
    carried = [c for role in ("number", "related", "date", "party", "status", "salesperson", "currency", "due")
               for c in layout.roles.get(role, [])]  # fmt: skip
    keys = [c for role in ("number", "date", "party") if (c := layout.column(role)) is not None]
    blanks = sum(all(cells.blank(_cell(row, c)) for c in keys) for _, row in raw)
    if not blanks:
        return
    previous: list[Cell] | None = None
    for _, row in raw:
        if previous and all(cells.blank(_cell(row, c)) for c in keys) and any(not cells.blank(_cell(row, c)) for c in detail):
            for c in carried:
                if cells.blank(_cell(row, c)):
                    row[c] = previous[c]
        if not cells.blank(_cell(row, column)):
            previous = row


# --- payments: bank statements, journals, registers -------------------------------------------------------------------


@dataclass
class _Line:
    number: int
    row: list[Cell]
    day: cells.Day
    value: Decimal | None = None
    read: cells.Amount = field(default_factory=lambda: cells.Amount(None, "amount_missing"))
    column: int | None = None
    balance: Decimal | None = None
    sign_from: str = ""
    neutral: bool = False
    account: str = ""


def _payments(reader: _Reader, raw: list[tuple[int, list[Cell]]]) -> None:
    lines = [_line(reader, number, row) for number, row in raw]
    _signs(reader, lines)
    _chain(reader, lines)
    rank = {id(line): i for i, line in enumerate(_in_time(reader, lines))}
    layout = reader.layout
    for line in lines:
        number, row = line.number, line.row
        if line.read.code:
            _problem(reader, line.read.code, number, line.column)
        if line.day.code:
            column = _read_day(reader, number, row)[1]
            _problem(reader, line.day.code, number, column)
        currency = _read_currency(reader, number, row, line.read, line.column)
        reference = _read_id(reader, number, row, "reference")
        serial = _read_id(reader, number, row, "serial")
        if line.value is None or line.day.date is None or currency is None:
            continue
        amount = _minor(reader, number, line.column, line.value, currency)
        if amount is None:
            continue
        balance = money.to_minor(line.balance, currency)[0] if line.balance is not None else NO_BALANCE
        status, account = _text(reader, row, "status"), line.account
        aside = _set_aside_by_status(reader, row, status) or ("not_customer" if line.neutral else "")
        name = _text(reader, row, "account_name")
        if name and len(name) > 1:
            reader.out.own_names.add(party_key(name))
        if account:
            reader.out.own_accounts.add(account)
        _put(
            reader, number, amount_column=line.column or 0, number=_text(reader, row, "number"), party=_payer(reader, row, amount),
            date=line.day.date, time=line.day.time or _text(reader, row, "time"), amount=amount, document_amount=amount,
            currency=currency, memo=_payment_memo(reader, row), reference=reference, serial=serial, account=account,
            counter_account=_text(reader, row, "counter_account"), balance=balance, salesperson=_text(reader, row, "salesperson"),
            status=status, mark=_text(reader, row, "mark"), set_aside=aside, rank=rank[id(line)],
            flags="neutral" if line.neutral else "",
        )  # fmt: skip


def _payment_memo(reader: _Reader, row: list[Cell]) -> str:
    memo, kind = _memo(reader, row), _text(reader, row, "type")
    return f"{kind} | {memo}" if kind and memo and kind not in memo else memo or kind


def _line(reader: _Reader, number: int, row: list[Cell]) -> _Line:
    line = _Line(number, row, _read_day(reader, number, row)[0])
    line.account = _text(reader, row, "account") or reader.account
    if (column := reader.layout.column("balance")) is not None:
        line.balance = cells.amount(_cell(row, column)).value
    return line


def _payer(reader: _Reader, row: list[Cell], amount: int) -> str:
    """Who stands on the other side: the payer of money in, the payee of money out; never ourselves."""
    names = [cells.text(_cell(row, c)) for c in _party_columns(reader)]
    payee = _text(reader, row, "payee")
    if payee and "party" in reader.layout.roles:
        names = names if amount >= 0 else [payee]
    for name in names:
        if name and party_key(name) not in reader.out.own_names:
            return _TRAILING_ACCOUNT.sub("", name) or name
    return next((n for n in names if n), "")


def _party_columns(reader: _Reader) -> list[int]:
    """A register's own customer column speaks before the payer column."""
    columns = reader.layout.roles.get("party", [])
    own = [c for c in columns if reader.table.columns[c].fields == frozenset({"customer_name"})] if len(columns) > 1 else []
    return [*own, *(c for c in columns if c not in own)]


def _signs(reader: _Reader, lines: list[_Line]) -> None:
    """The signed amount of every line: money in positive, money out negative."""
    layout = reader.layout
    if layout.column("in") is not None and layout.column("out") is not None:
        _two_columns(reader, lines)
        return
    direction, column = layout.column("direction"), layout.column("amount")
    if column is None:
        column = layout.column("out") if layout.column("out") is not None else layout.column("in")
    refund = layout.column("refund")
    outflow = layout.column("amount") is None and layout.column("out") is not None
    assert column is not None
    reads = [_read_amount(reader, line.number, line.row, column) for line in lines]
    minus_out = _mostly_negative(
        r.value for r, line in zip(reads, lines, strict=True)
        if direction is not None and direction_of(_cell(line.row, direction)) in ("out", "debit") and r.value
    )  # fmt: skip
    for line, read in zip(lines, reads, strict=True):
        line.read, line.column, line.value = read, column, read.value
        if refund is not None and not read.value:
            back = _read_amount(reader, line.number, line.row, refund)
            if back.value:
                line.read, line.column, line.value = back, refund, -abs(back.value)
                continue
        if line.value is None:
            continue
        if outflow:
            line.value = -line.value
        if direction is None:
            continue
        said = direction_of(_cell(line.row, direction))
        if said in ("debit", "credit"):
            line.sign_from, said = said, "in" if (said == "debit") == reader.journal else "out"
        if said == "out":
            line.value = line.value if minus_out and line.value < 0 else -line.value
        elif said == "neutral":
            line.neutral, line.value = True, _neutral(line, reader)


def _neutral(line: _Line, reader: _Reader) -> Decimal | None:
    """Top-ups, withdrawals, closed trades: the platform calls them neither income nor expense."""
    text = plain(_payment_memo(reader, line.row) + _text(reader, line.row, "status"))
    back = any(w in text for w in ("退款", "转入", "充值", "赎回", "卖出", "来自"))
    return line.value if back or line.value is None else -abs(line.value)


def _mostly_negative(values: Iterator[Decimal | None]) -> bool:
    signs = Counter(v < 0 for v in values if v)
    return signs[True] > signs[False]


def _two_columns(reader: _Reader, lines: list[_Line]) -> None:
    in_, out = reader.layout.column("in"), reader.layout.column("out")
    assert in_ is not None and out is not None
    debit = _is_debit(reader, in_), _is_debit(reader, out)
    swapped = reader.journal and debit == (False, True)
    if swapped:
        in_, out = out, in_
    ins = [_read_amount(reader, line.number, line.row, in_) for line in lines]
    outs = [_read_amount(reader, line.number, line.row, out) for line in lines]
    minus = _mostly_negative(r.value for r in outs)
    for line, came, went in zip(lines, ins, outs, strict=True):
        line.sign_from = "debit/credit" if True in debit else ""
        bad = next(((r, c) for r, c in ((came, in_), (went, out)) if r.code not in ("", "amount_missing")), None)
        if bad:
            line.read, line.column = bad
        elif came.value is None and went.value is None:
            line.read, line.column = came, in_
        else:
            gone = went.value or Decimal(0)
            line.value = (came.value or Decimal(0)) - (-gone if minus else gone)
            line.read, line.column = (came, in_) if came.value else (went, out)
            if not line.read.code and line.read.value is None:
                line.read = cells.Amount(Decimal(0))
            if line.read.code:
                line.read = cells.Amount(line.value)


def _is_debit(reader: _Reader, column: int) -> bool:
    """The title says 借/debit or 贷/credit and no more, so that its meaning hangs on whose book it is."""
    names = reader.table.columns[column].fields
    return {"bank_out", "journal_in"} <= names


def _chain(reader: _Reader, lines: list[_Line]) -> None:
    """Prove signs by the balances: previous + amount = next. Debit and credit are turned when only that closes it."""
    with_balance = [x for x in lines if x.balance is not None and x.value is not None]
    if len(with_balance) < 3:
        return
    ordered = _in_time(reader, lines)
    good, all_ = _closing(ordered, 1)
    sides = [x for x in lines if x.sign_from]
    if sides and good * 2 < all_:
        turned, _ = _closing(_in_time(reader, lines, -1), -1)
        if turned > good and turned * 2 > all_:
            for line in sides:
                line.value = -line.value if line.value is not None else None
            reader.out.notes.append("debit_credit_turned")
            good = turned
    if reader.layout.column("direction") is None and reader.layout.column("in") is None and all((x.value or 0) >= 0 for x in lines):
        good = _signs_by_balance(ordered, good)
    if all_:
        reader.out.notes.append(f"balance_chain {good}/{all_}")


def _signs_by_balance(ordered: list[_Line], good: int) -> int:
    """An unsigned amount column: a line is money out where only that closes the balance."""
    previous: _Line | None = None
    for line in ordered:
        if previous is not None and previous.balance is not None and line.balance is not None and line.value:
            step = line.balance - previous.balance
            if step == -line.value:
                line.value = -line.value
                good += 1
        previous = line
    return good


def _closing(ordered: list[_Line], sign: int) -> tuple[int, int]:
    """How many neighbouring lines close the balance, of how many that could."""
    good = count = 0
    last: dict[str, _Line] = {}
    for line in ordered:
        previous = last.get(line.account)
        if previous is not None and line.balance is not None and previous.balance is not None and line.value is not None:
            count += 1
            good += previous.balance + sign * line.value == line.balance
        last[line.account] = line
    return good, count


def _in_time(reader: _Reader, lines: list[_Line], sign: int = 1) -> list[_Line]:
    """The lines from first to last: by date, and inside a day as the balances (else times, else the sheet's order) say."""
    dates = [x.day.date or dt.date.min for x in lines]
    real = [d for d in dates if d != dt.date.min]
    down = sum(a > b for a, b in zip(real, real[1:], strict=False)) > sum(a < b for a, b in zip(real, real[1:], strict=False))
    forward = list(lines)
    backward = list(reversed(lines))
    day_of = lambda x: x.day.date or dt.date.min  # noqa: E731
    orders = [forward, backward] if not down else [backward, forward]
    orders += [sorted(o, key=day_of) for o in orders]
    times = [x.day.time for x in lines]
    if all(times):
        orders.append(sorted(orders[0], key=lambda x: (day_of(x), x.day.time)))
    if not any(x.balance is not None for x in lines):
        return orders[-1] if all(times) else sorted(orders[0], key=day_of)
    return max(orders, key=lambda o: _closing(o, sign)[0])
