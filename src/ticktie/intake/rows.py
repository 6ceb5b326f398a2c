"""A table with its layout to rows of money: columns as lists, and a problem for every cell that cannot be used.

A row with an error is named and set aside, the others go on; nothing is dropped.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
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
    raw = _Raw(_data_rows(reader))
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


class _Raw(list[tuple[int, list[Cell]]]):
    """The data rows: 0-based number and cells of each, with the account that its block of the sheet names."""

    def __init__(self, rows: Iterable[tuple[int, list[Cell], str]]):
        full = list(rows)
        super().__init__((number, row) for number, row, _ in full)
        self.accounts = [account for _, _, account in full]
        self.places = {number: i for i, (number, _, _) in enumerate(full)}


def _data_rows(reader: _Reader) -> Iterator[tuple[int, list[Cell], str]]:
    """Number, cells and account of every data row; the others are noted with their reason."""
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
        yield number, previous, reader.account


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


def _ids(reader: _Reader, raw: _Raw, role: str) -> list[str]:
    """One id per row; what lost its digits, or is an error value, is reported and left empty."""
    made = [""] * len(raw)
    for column in reader.layout.roles.get(role, []):
        for i, (number, row) in enumerate(raw):
            cell = row[column] if column < len(row) else None
            if cell is None or made[i]:
                continue
            made[i], code = _ident(cell)
            if code:
                _problem(reader, code, number, column, "warning")
        for number, at in reader.table.sheet.broken:
            if at == column and number in raw.places:
                _problem(reader, "number_error", number, column, "warning")
    return made


def _ident(cell: Cell) -> tuple[str, str]:
    return _ident_text(cell) if isinstance(cell, str) else cells.ident(cell)


@lru_cache(maxsize=65536)
def _ident_text(cell: str) -> tuple[str, str]:
    return cells.ident(cell)


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


_EMPTY: dict[str, Any] = {
    "number": "", "line": "", "related": "", "party": "", "due_date": None, "time": "", "memo": "", "reference": "",
    "serial": "", "account": "", "counter_account": "", "balance": NO_BALANCE, "salesperson": "", "contract": "",
    "product": "", "quantity": float("nan"), "status": "", "mark": "", "set_aside": "", "flags": "",
}  # fmt: skip


def _keep(reader: _Reader, raw: _Raw, kept: Sequence[int], **columns: Sequence[Any]) -> None:
    """Put the kept rows of full-length columns into the result, with nothing where a column is not given."""
    numbers = [raw[i][0] for i in kept]
    made: dict[str, list[Any]] = {"sheet": [reader.table.sheet.name] * len(kept), "row": [n + 1 for n in numbers], "rank": numbers}
    made |= {name: [nothing] * len(kept) for name, nothing in _EMPTY.items()}
    made |= {name: [column[i] for i in kept] for name, column in columns.items()}
    reader.out.columns = made


def _texts(reader: _Reader, raw: _Raw, role: str) -> list[str]:
    """One text per row: the first column of the role that says something."""
    made = [""] * len(raw)
    for column in reader.layout.roles.get(role, []):
        for i, (_, row) in enumerate(raw):
            if not made[i] and column < len(row) and row[column] is not None:
                made[i] = _said(row[column])
    return made


def _said(cell: Cell) -> str:
    return _said_text(cell) if isinstance(cell, str) else cells.text(cell)


@lru_cache(maxsize=65536)
def _said_text(cell: str) -> str:
    return cells.text(cell)


def _memos(reader: _Reader, raw: _Raw) -> list[str]:
    """All memo columns of each row, each text once."""
    parts: list[list[str]] = [[] for _ in range(len(raw))]
    for column in reader.layout.roles.get("memo", []):
        for i, (_, row) in enumerate(raw):
            if column < len(row) and row[column] is not None and (said := _said(row[column])) and said not in parts[i]:
                parts[i].append(said)
    return [" | ".join(p) for p in parts]


def _aside(reader: _Reader, statuses: list[str]) -> list[str]:
    """cancelled, draft or "" for each row's status."""
    column = reader.layout.column("status")
    flag = column is not None and "作废" in reader.table.columns[column].text
    return [_aside_word(status, flag) for status in statuses]


@lru_cache(maxsize=1024)
def _aside_word(status: str, flag: bool) -> str:
    word = plain(status)
    if word in words("status", "cancelled") or (flag and word in words("reversal", "flags")):
        return "cancelled"
    return "draft" if word in words("status", "draft") else ""


# --- charges: orders, deliveries, invoices ---------------------------------------------------------------------------


def _charges(reader: _Reader, raw: _Raw) -> None:
    layout, n = reader.layout, len(raw)
    _fill_down(reader, raw)
    numbers, statuses = _ids(reader, raw, "number"), _texts(reader, raw, "status")
    parties = [p or reader.customer for p in _texts(reader, raw, "party")]
    openings = [_is_opening(reader, row, number) for (_, row), number in zip(raw, numbers, strict=True)]
    dates: list[dt.date | None] = [None] * n
    times, columns, currencies = [""] * n, [0] * n, [""] * n
    amounts, documents = [0] * n, [0] * n
    kept: list[int] = []
    for i, (number, row) in enumerate(raw):
        found, date_column = _read_day(reader, number, row)
        read, column, whole = _charge_amount(reader, number, row, openings[i])
        bad = bool(found.code) and not openings[i]
        if read.code:
            _problem(reader, read.code, number, column)
        if bad:
            _problem(reader, found.code, number, date_column)
        currency = _read_currency(reader, number, row, read, column)
        if read.value is None or currency is None or bad:
            continue
        amount = _minor(reader, number, column, read.value, currency)
        document = _minor(reader, number, column, whole, currency) if whole is not None else amount
        if amount is None or document is None:
            continue
        if not parties[i] and layout.column("party") is not None:
            _problem(reader, "party_missing", number, layout.column("party"), "warning")
        dates[i], times[i], columns[i], currencies[i] = found.date, found.time, column or 0, currency
        amounts[i], documents[i] = amount, document
        kept.append(i)
    _keep(
        reader, raw, kept, amount_column=columns, number=["" if o else x for o, x in zip(openings, numbers, strict=True)],
        line=_texts(reader, raw, "line"), related=_ids(reader, raw, "related"), party=parties, date=dates, time=times,
        due_date=_due(reader, raw), amount=amounts, document_amount=documents, currency=currencies, memo=_memos(reader, raw),
        salesperson=_texts(reader, raw, "salesperson"), contract=_texts(reader, raw, "contract"),
        product=_texts(reader, raw, "product"), quantity=_quantities(reader, raw), status=statuses,
        set_aside=_aside(reader, statuses), flags=["opening" if o else "" for o in openings],
    )  # fmt: skip


def _due(reader: _Reader, raw: _Raw) -> list[dt.date | None]:
    column = reader.layout.column("due")
    if column is None:
        return [None] * len(raw)
    return [cells.day(_cell(row, column), day_first=reader.day_first, year=reader.given.year).date for _, row in raw]


def _quantities(reader: _Reader, raw: _Raw) -> list[float]:
    column = reader.layout.column("quantity")
    if column is None:
        return [float("nan")] * len(raw)
    values = (_cell(row, column) for _, row in raw)
    reads = (float(v) if isinstance(v, (int, float)) else cells.amount(v).value for v in values)
    return [float(v) if v is not None else float("nan") for v in reads]


def _is_opening(reader: _Reader, row: list[Cell], number: str) -> bool:
    """The row carries a balance from before: by its own column, or by its words where it has no number."""
    if reader.layout.column("opening") is not None and reader.layout.column("amount") is None:
        return True
    return not number and any(_says_opening(c) for c in row if isinstance(c, str) and len(c) <= 16)


@lru_cache(maxsize=4096)
def _says_opening(text: str) -> bool:
    word = plain(text)
    return any(word.startswith(w) for w in words("totals", "opening"))


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


def _fill_down(reader: _Reader, raw: _Raw) -> None:
    """Numbers, dates and names written once for several lines: merged cells, and blanks under a number with products."""
    layout, position = reader.layout, raw.places
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
    day_column: int | None = None
    value: Decimal | None = None
    read: cells.Amount = field(default_factory=lambda: cells.Amount(None, "amount_missing"))
    column: int | None = None
    balance: Decimal | None = None
    sign_from: str = ""
    neutral: bool = False
    account: str = ""
    text: str = ""


def _payments(reader: _Reader, raw: _Raw) -> None:
    accounts = [a or b for a, b in zip(_texts(reader, raw, "account"), raw.accounts, strict=True)]
    memos = [_with_type(t, m) for t, m in zip(_texts(reader, raw, "type"), _memos(reader, raw), strict=True)]
    statuses = _texts(reader, raw, "status")
    reader.out.own_names |= {party_key(name) for name in set(_texts(reader, raw, "account_name")) if len(name) > 1}
    reader.out.own_accounts |= set(accounts) - {""}
    balance = reader.layout.column("balance")
    lines = [_Line(number, row, *_read_day(reader, number, row)) for number, row in raw]
    for line, account, memo, status in zip(lines, accounts, memos, statuses, strict=True):
        line.account, line.text = account, memo + status
        if balance is not None:
            line.balance = cells.amount(_cell(line.row, balance)).value
    _signs(reader, lines)
    _chain(reader, lines)
    amounts, currencies, kept = _in_minor(reader, lines)
    balances = [
        money.to_minor(x.balance, c)[0] if x.balance is not None and c else NO_BALANCE
        for x, c in zip(lines, currencies, strict=True)
    ]  # fmt: skip
    aside = [a or ("not_customer" if x.neutral else "") for a, x in zip(_aside(reader, statuses), lines, strict=True)]
    times = _texts(reader, raw, "time")
    payees = _texts(reader, raw, "payee")
    parties = [_payer(reader, row, amount, payee) for (_, row), amount, payee in zip(raw, amounts, payees, strict=True)]
    _keep(
        reader, raw, kept, amount_column=[x.column or 0 for x in lines], number=_texts(reader, raw, "number"), party=parties,
        date=[x.day.date for x in lines], time=[x.day.time or t for x, t in zip(lines, times, strict=True)], amount=amounts,
        document_amount=amounts, currency=currencies, memo=memos, reference=_ids(reader, raw, "reference"),
        serial=_ids(reader, raw, "serial"), account=accounts, counter_account=_texts(reader, raw, "counter_account"),
        balance=balances, salesperson=_texts(reader, raw, "salesperson"), status=statuses, mark=_texts(reader, raw, "mark"),
        set_aside=aside, flags=["neutral" if x.neutral else "" for x in lines],
    )  # fmt: skip
    rank = {line.number: i for i, line in enumerate(_in_time(reader, lines))}
    reader.out.columns["rank"] = [rank[raw[i][0]] for i in kept]


def _in_minor(reader: _Reader, lines: list[_Line]) -> tuple[list[int], list[str], list[int]]:
    """Amounts in minor units, currencies, and the rows that can be used; what is wrong with the others is reported."""
    amounts, currencies, kept = [0] * len(lines), [""] * len(lines), list[int]()
    for i, line in enumerate(lines):
        if line.read.code:
            _problem(reader, line.read.code, line.number, line.column)
        if line.day.code:
            _problem(reader, line.day.code, line.number, line.day_column)
        currency = _read_currency(reader, line.number, line.row, line.read, line.column)
        if line.value is None or line.day.date is None or currency is None:
            continue
        amount = _minor(reader, line.number, line.column, line.value, currency)
        if amount is not None:
            amounts[i], currencies[i] = amount, currency
            kept.append(i)
    return amounts, currencies, kept


def _with_type(kind: str, memo: str) -> str:
    return f"{kind} | {memo}" if kind and memo and kind not in memo else memo or kind


def _payer(reader: _Reader, row: list[Cell], amount: int, payee: str) -> str:
    """Who stands on the other side: the payer of money in, the payee of money out; never ourselves."""
    names = [_said(_cell(row, c)) for c in _party_columns(reader)]
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
            line.neutral, line.value = True, _neutral(line)


def _neutral(line: _Line) -> Decimal | None:
    """Top-ups, withdrawals, closed trades: the platform calls them neither income nor expense."""
    text = plain(line.text)
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
