"""Rows of bank statements, journals, registers and bills: the signed amount of each line and who stands on the other side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from ticktie.domain import money
from ticktie.domain.grid import Cell
from ticktie.domain.items import NO_BALANCE
from ticktie.domain.text import party_key
from ticktie.domain.vocabulary import plain, words
from ticktie.intake import cells
from ticktie.intake.balances import Line, in_time, prove
from ticktie.intake.layouts import direction_of, says
from ticktie.intake.reading import Raw, Reader, cell_at, fill_merged, said

_COMMON = 0.15  # share of the rows from which blank dates are a habit and no omission
_TRAILING_ACCOUNT = re.compile(r"[\s/_-]*[\d*]{6,}$")


def read_payments(reader: Reader, raw: Raw) -> None:
    _whose_names(reader, raw)
    fill_merged(reader, raw)
    _dates_from_above(reader, raw)
    accounts = [a or b for a, b in zip(reader.texts(raw, "account"), raw.accounts, strict=True)]
    memos = [_with_type(t, m) for t, m in zip(reader.texts(raw, "type"), reader.memos(raw), strict=True)]
    statuses = reader.texts(raw, "status")
    reader.out.own_names |= {party_key(name) for name in set(reader.texts(raw, "account_name")) if len(name) > 1}
    reader.out.own_accounts |= set(accounts) - {""}
    balance = reader.layout.column("balance")
    lines = [Line(number, row, *reader.day(number, row)) for number, row in raw]
    for line, account, memo, status in zip(lines, accounts, memos, statuses, strict=True):
        line.account, line.text = account, memo + status
        if balance is not None:
            line.balance = reader.amount(line.number, line.row, balance).value
    _signs(reader, lines)
    prove(reader, lines)
    amounts, currencies, kept = _minor_lines(reader, lines)
    balances = [
        money.to_minor(x.balance, c)[0] if x.balance is not None and c else NO_BALANCE
        for x, c in zip(lines, currencies, strict=True)
    ]  # fmt: skip
    said_aside = ["" if a in ("refunded", "red") else a for a in reader.aside(raw)]  # the money came; the line that takes it back is its own
    aside = [a or ("not_customer" if x.neutral else "") for a, x in zip(said_aside, lines, strict=True)]
    times = reader.texts(raw, "time")
    payees = reader.texts(raw, "payee")
    parties = [_payer(reader, row, amount, payee) for (_, row), amount, payee in zip(raw, amounts, payees, strict=True)]
    reader.keep(
        raw, kept, amount_column=[x.column or 0 for x in lines], number=reader.texts(raw, "number"), party=parties,
        date=[x.day.date for x in lines], time=[x.day.time or t for x, t in zip(lines, times, strict=True)], amount=amounts,
        document_amount=amounts, currency=currencies, memo=memos, reference=reader.ids(raw, "reference"),
        serial=reader.ids(raw, "serial"), account=accounts, counter_account=reader.texts(raw, "counter_account"),
        balance=balances, rate=reader.rates(raw, amounts, currencies), salesperson=reader.texts(raw, "salesperson"), status=statuses, mark=reader.texts(raw, "mark"),
        set_aside=aside, flags=["neutral" if x.neutral else "" for x in lines],
    )  # fmt: skip
    rank = {line.number: i for i, line in enumerate(in_time(reader, lines))}
    reader.out.columns["rank"] = [rank[raw[i][0]] for i in kept]


def _whose_names(reader: Reader, raw: Raw) -> None:
    """A column titled as our own name that holds many names holds the other side's."""
    column = reader.layout.column("account_name")
    names = {party_key(name) for name in reader.texts(raw, "account_name")} - {""}
    if column is not None and len(names) > max(3, _COMMON * len(raw)):
        reader.layout.roles["party"] = [*reader.layout.roles.get("party", []), column]
        del reader.layout.roles["account_name"]


def _dates_from_above(reader: Reader, raw: Raw) -> None:
    """A register kept by hand writes a day once for all of its lines; a single missing date stays missing."""
    column = reader.layout.column("date")
    texts = [c for role in ("party", "memo") for c in reader.layout.roles.get(role, [])]
    if column is None or "balance" in reader.layout.roles:
        return
    bare = [i for i, (_, row) in enumerate(raw) if cells.blank(cell_at(row, column))]
    if len(bare) < max(2, _COMMON * len(raw)):
        return
    for i in bare:
        row = raw[i][1]
        if i and any(not cells.blank(cell_at(row, c)) for c in texts):
            row[column] = cell_at(raw[i - 1][1], column)


def _minor_lines(reader: Reader, lines: list[Line]) -> tuple[list[int], list[str], list[int]]:
    """Amounts in minor units, currencies, and the rows that can be used; what is wrong with the others is reported."""
    amounts, currencies, kept = [0] * len(lines), [""] * len(lines), list[int]()
    for i, line in enumerate(lines):
        if line.read.code:
            reader.problem(line.read.code, line.number, line.column)
        if line.day.code:
            reader.problem(line.day.code, line.number, line.day_column)
        currency = reader.currency_of(line.number, line.row, line.read, line.column)
        if line.value is None or line.day.date is None or currency is None:
            continue
        amount = reader.minor(line.number, line.column, line.value, currency)
        if amount is not None:
            amounts[i], currencies[i] = amount, currency
            kept.append(i)
    return amounts, currencies, kept


def _with_type(kind: str, memo: str) -> str:
    return f"{kind} | {memo}" if kind and memo and kind not in memo else memo or kind


def _payer(reader: Reader, row: list[Cell], amount: int, payee: str) -> str:
    """Who stands on the other side: the payer of money in, the payee of money out; never ourselves."""
    names = [said(cell_at(row, c)) for c in _party_columns(reader)]
    if payee and amount < 0:
        names = [payee]
    for name in names:
        if name and party_key(name) not in reader.out.own_names:
            return _TRAILING_ACCOUNT.sub("", name) or name
    return next((n for n in names if n), reader.customer if reader.table.of_customer else "")


def _party_columns(reader: Reader) -> list[int]:
    """A register's own customer column speaks before the payer column."""
    columns = reader.layout.roles.get("party", [])
    own = [c for c in columns if reader.table.columns[c].fields == frozenset({"customer_name"})] if len(columns) > 1 else []
    return [*own, *(c for c in columns if c not in own)]


def _signs(reader: Reader, lines: list[Line]) -> None:
    """The signed amount of every line: money in positive, money out negative."""
    layout = reader.layout
    if layout.column("in") is not None and layout.column("out") is not None:
        _two_columns(reader, lines)
        return
    direction, column = layout.column("direction"), layout.column("amount")
    if column is None:
        column = layout.column("out") if layout.column("out") is not None else layout.column("in")
    refund = layout.column("refund")
    if column is None:
        column, refund = refund, None
    assert column is not None
    reads = [reader.amount(line.number, line.row, column) for line in lines]
    outflow = layout.column("amount") is None and layout.column("out") is not None
    outflow = outflow or (_gives_back(reader, column) and not any(r.value and r.value < 0 for r in reads))
    minus_out = _mostly_negative(
        r.value for r, line in zip(reads, lines, strict=True)
        if direction is not None and direction_of(cell_at(line.row, direction)) in ("out", "debit") and r.value
    )  # fmt: skip
    for line, read in zip(lines, reads, strict=True):
        line.read, line.column, line.value = read, column, read.value
        if refund is not None and not read.value:
            back = reader.amount(line.number, line.row, refund)
            if back.value:
                line.read, line.column, line.value = back, refund, -abs(back.value)
                continue
        if line.value is None:
            continue
        if outflow:
            line.value = -line.value
        if direction is None:
            continue
        said = direction_of(cell_at(line.row, direction))
        if said in ("debit", "credit"):
            line.sign_from, said = said, "in" if (said == "debit") == reader.journal else "out"
        if said == "out":
            line.value = line.value if minus_out and line.value < 0 else -line.value
        elif said == "neutral":
            line.neutral, line.value = True, _neutral(line)


def _gives_back(reader: Reader, column: int) -> bool:
    """The sheet lists refunds: by the title of its amount, or by its own name where that names no receipts too."""
    if "refund_amount" in reader.table.columns[column].fields:
        return True
    receipts = words("kind", "payment") - words("kind", "refund") - {"REFUNDS"}
    name = plain(reader.table.sheet.title or reader.table.sheet.name)
    return reader.layout.column("direction") is None and says(reader.table, "refund") and not any(w in name for w in receipts)


def _neutral(line: Line) -> Decimal | None:
    """Top-ups, withdrawals, closed trades: the platform calls them neither income nor expense."""
    text = plain(line.text)
    back = any(w in text for w in ("退款", "转入", "充值", "赎回", "卖出", "来自"))
    return line.value if back or line.value is None else -abs(line.value)


def _mostly_negative(values: Iterable[Decimal | None]) -> bool:
    signs = Counter(v < 0 for v in values if v)
    return signs[True] > signs[False]


def _two_columns(reader: Reader, lines: list[Line]) -> None:
    in_, out = reader.layout.column("in"), reader.layout.column("out")
    assert in_ is not None
    assert out is not None
    debit = _is_debit(reader, in_), _is_debit(reader, out)
    swapped = reader.journal and debit == (False, True)
    if swapped:
        in_, out = out, in_
    ins = [reader.amount(line.number, line.row, in_) for line in lines]
    outs = [reader.amount(line.number, line.row, out) for line in lines]
    minus = _mostly_negative(r.value for r in outs)
    zeros = sum(0 in (a.value, b.value) for a, b in zip(ins, outs, strict=True)) * 2 > len(lines)  # the empty side is written as 0
    for line, came, went in zip(lines, ins, outs, strict=True):
        line.sign_from = "debit/credit" if True in debit else ""
        bad = next(((r, c) for r, c in ((came, in_), (went, out)) if r.code not in ("", "amount_missing")), None)
        if bad:
            line.read, line.column = bad
        elif came.value is None and (went.value is None or (zeros and not went.value)):
            line.read, line.column = came, in_
        elif zeros and went.value is None and not came.value:
            line.read, line.column = went, out
        else:
            gone = went.value or Decimal(0)
            line.value = (came.value or Decimal(0)) - (-gone if minus else gone)
            line.read, line.column = (came, in_) if came.value else (went, out)
            if not line.read.code and line.read.value is None:
                line.read = cells.Amount(Decimal(0))
            if line.read.code:
                line.read = cells.Amount(line.value)


def _is_debit(reader: Reader, column: int) -> bool:
    """The title says 借/debit or 贷/credit and no more, so that its meaning hangs on whose book it is."""
    names = reader.table.columns[column].fields
    return {"bank_out", "journal_in"} <= names
