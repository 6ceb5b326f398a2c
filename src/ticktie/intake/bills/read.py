"""A table with its layout to a bill: every row becomes a line, a named skip, or a problem with its cell."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ticktie.domain import money
from ticktie.domain.bill import Bill, Line
from ticktie.domain.grid import Cell, Sheet, Source
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.vocabulary import plain, words
from ticktie.intake import cells
from ticktie.intake.bills.chain import ordered
from ticktie.intake.bills.keys import with_keys
from ticktie.intake.bills.recognise import Fit, titles_of
from ticktie.intake.bills.signs import Signed, Signs
from ticktie.intake.bills.stated import COUNTS, SUMS, compared, numbers, stated
from ticktie.intake.row_kinds import is_totals

_PARTY_ACCOUNT = re.compile(r"^(.*?\D)\s*(\d{6,}|\d{4,6}\*+\d{2,4})$")
_DAY_IN_NUMBER = re.compile(r"(\d{6})-")
_IN_DAY = re.compile(r"\d{4,6}")
_ROUNDED = Decimal("1e-7")  # what a float of Excel may be off


@dataclass
class _Table:
    """One table being read."""

    sheet: Sheet
    fit: Fit
    bill: Bill
    account: str
    holder: str = ""
    currency: str = "CNY"
    said: dict[str, str] = field(default_factory=dict)
    others: dict[str, list[Decimal]] = field(default_factory=lambda: defaultdict(list))
    blocks: int = 0
    days: list[dt.date] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.signs = Signs(self.fit)
        self.at = {role: self.fit.columns(role) for role in self.fit.layout.columns}
        self.shape = set(titles_of(self.sheet.rows[self.fit.row]))
        self.amounts = [c for role in ("in", "out", "amount", "amount_out") for c in self.at.get(role, ())[:1]]

    def add(self, said: Mapping[str, str]) -> None:
        """What a block states of itself; the counts and sums of several blocks are added up, balances are of one account only."""
        if self.blocks:
            more = numbers(said)
            self.said |= {k: f"{v + numbers(self.said).get(k, 0):f}" for k, v in more.items() if k in COUNTS or k in SUMS}
            self.said = {k: v for k, v in self.said.items() if k not in ("opening", "closing")}
        else:
            self.said |= said
        self.blocks += 1

    def text(self, row: Sequence[Cell], role: str) -> str:
        """What the first column of the role that says something says."""
        return next((t for c in self.at.get(role, ()) if c < len(row) and (t := cells.text(row[c]))), "")

    def problem(self, code: str, number: int, column: int | None, level: str = "error", **facts: object) -> None:
        cell = self.sheet.rows[number][column] if column is not None and column < len(self.sheet.rows[number]) else None
        facts.setdefault("value", "" if cell is None else str(cell)[:80])
        self.bill.problems.append(Problem(code, Source(self.bill.sheet, number + 1, column), facts, level))  # type: ignore[arg-type]

    def skip(self, reason: str, number: int) -> None:
        self.bill.skipped.setdefault(reason, []).append(number + 1)


def read_bill(sheet: Sheet, fit: Fit, *, file: str, digest: str, account: str = "") -> Bill:
    """The bill of one table.

    account: a person's own name for the account, else what the file says, else the layout's name. Raises Refused
    (import_sign_unknown) where nothing decides which lines are money out.
    """
    layout = fit.layout
    bill = Bill(file, digest, sheet.name, fit.recognised(), sheet.encoding)
    table = _Table(sheet, fit, bill, account or layout.account or layout.title, currency=layout.currency)
    _block(table, sheet.rows[: fit.row], given=account)
    _rows(table, account)
    _prove(table)
    return bill


def _block(table: _Table, rows: Sequence[Sequence[Cell]], given: str) -> None:
    """What stands above a table, or above a further block of it: another account, its own totals."""
    said = stated(rows, table.fit.layout.says)
    table.add(said)
    if not given and (account := said.get("account")):
        table.account = account
    table.holder = said.get("holder", table.holder).strip()
    if (word := said.get("currency")) and (code := money.currency_of(word)):
        table.currency = code


def _rows(table: _Table, given: str) -> None:
    layout, rows = table.fit.layout, table.sheet.rows
    loose: list[int] = []  # rows that are no data since the last line: the foot, or the head of a further block
    number = table.fit.row + 1
    while number < len(rows):
        row = rows[number]
        if _day(table, row).date is not None:
            _line(table, number, row)
            loose = []
        elif len(table.shape & titles_of(row).keys()) >= max(2, len(table.shape) * 0.7):
            table.skip("repeated_heading", number)
            _block(table, [rows[n] for n in loose], given)
            loose = []
        elif layout.titled and _titled(table, number):
            number += 1
            table.skip("totals", number)
        elif reason := _not_data(table, number, row):
            table.skip(reason, number)
            loose += [] if reason == "blank" else [number]
        else:
            _line(table, number, row)
            loose = []
        number += 1
    table.said |= {k: v for k, v in stated([rows[n] for n in loose], layout.says).items() if k not in table.said}


def _titled(table: _Table, number: int) -> bool:
    """The row names totals and the next one holds them: taken, and the row of names is skipped."""
    rows, titled = table.sheet.rows, table.fit.layout.titled
    titles = titles_of(rows[number])
    hit = titles.keys() & titled.keys()
    if len(hit) < 2 or number + 1 >= len(rows):
        return False
    for title in hit:
        column = titles[title]
        value = cells.amount(rows[number + 1][column]).value if column < len(rows[number + 1]) else None
        if value is not None:
            table.said.setdefault(titled[title], f"{value:f}")
    table.skip("totals", number)
    return True


def _not_data(table: _Table, number: int, row: Sequence[Cell]) -> str:
    """Why a row is no line of money; "" when it is one, or should be."""
    layout = table.fit.layout
    filled = [c for c in row if not cells.blank(c)]
    if not filled:
        return "blank"
    first = next((plain(c) for c in row if isinstance(c, str) and c.strip()), "")
    if layout.continues and first.startswith(layout.continues) and table.bill.lines:
        more = " ".join(cells.text(c) for c in filled if not plain(str(c)).startswith(layout.continues))
        table.bill.lines[-1].memo = " | ".join(x for x in (table.bill.lines[-1].memo, more) if x)
        return "continuation"
    if layout.totals and first.startswith(layout.totals):
        _column_totals(table, row)
        return "totals"
    if layout.ends and first.startswith(layout.ends):
        return "totals"
    if _day(table, row).date is not None:
        return ""
    texts = [c for c in row if isinstance(c, str) and not cells.blank(c)]
    if any(is_totals(t) for t in texts[:3]):
        return "totals"
    if first.startswith("#") or all(cells.blank(row[c]) for c in table.amounts if c < len(row)):
        return "note"
    return ""


def _column_totals(table: _Table, row: Sequence[Cell]) -> None:
    for role, name in (("in", "in_sum"), ("out", "out_sum"), ("amount", "net_sum")):
        for column in table.at.get(role, ())[:1]:
            if column < len(row) and (value := cells.amount(row[column]).value) is not None:
                table.said.setdefault(name, f"{value:f}")


def _day(table: _Table, row: Sequence[Cell]) -> cells.Day:
    found = cells.Day(None, code="date_missing")
    for column in table.at["date"]:
        if column < len(row):
            found = cells.day(row[column], day_first=table.fit.layout.day_first, roc=table.fit.layout.roc)
            if found.date is not None:
                return found
    if table.fit.layout.day_in_number and (hit := _DAY_IN_NUMBER.match(table.text(row, "reference"))):
        return cells.day(f"20{hit[1]}")
    return found


def _line(table: _Table, number: int, row: Sequence[Cell]) -> None:
    day, signed = _day(table, row), table.signs.read(row)
    if day.date is None:
        table.problem(day.code, number, table.at["date"][0])
        return
    if table.sheet.cut and number == len(table.sheet.rows) - 1:
        table.problem("import_cut_off", number, None)
        return
    table.days.append(day.date)
    if broken := next((c for c in table.amounts if (number, c) in table.sheet.broken), None):
        table.problem("amount_error", number, broken)
        return
    reason = table.signs.skipped(row)
    if not reason and signed.code == "amount_missing" and not table.text(row, "direction"):
        opening = any(plain(t).startswith(tuple(words("totals", "opening"))) for c in row[:6] if (t := cells.text(c)))
        reason = "opening_balance" if opening else "no_amount"
    if not reason and signed.code:
        table.problem(signed.code, number, signed.column)
        return
    neutral = signed.said == "neutral" and not table.signs._ruled(row)
    if reason or neutral or not signed.value:
        table.skip(reason or ("neutral" if neutral else "zero"), number)
        table.others[signed.said or "none"].append(signed.value or Decimal(0))
        return
    _money(table, number, row, day, signed)


def _money(table: _Table, number: int, row: Sequence[Cell], day: cells.Day, signed: Signed) -> None:
    assert day.date is not None
    assert signed.value is not None
    currency = _currency(table, row, signed)
    if currency is None:
        table.problem("currency_unknown", number, table.at["currency"][0])
        return
    try:
        amount, rest = money.to_minor(signed.value, currency)
    except money.MoneyError:
        table.problem("amount_unreadable", number, signed.column)
        return
    if abs(rest) > _ROUNDED:
        table.problem("import_too_fine", number, signed.column)
        return
    if "已退款" in str(row[signed.column] or ""):
        table.problem("import_partly_refunded", number, signed.column, "warning")
    line = Line(number + 1, day.date, _time(day, table.text(row, "time")), amount, currency, signed.column, signed.said)
    _facts(table, line, row)
    table.bill.lines.append(line)


def _currency(table: _Table, row: Sequence[Cell], signed: Signed) -> str | None:
    word = table.text(row, "currency")
    if not word:
        return signed.currency or table.currency
    return money.currency_of(word) or (word.upper() if re.fullmatch(r"[A-Za-z]{3}", word) else None)


def _facts(table: _Table, line: Line, row: Sequence[Cell]) -> None:
    side = "in" if line.amount > 0 else "out"
    line.account = table.account
    line.party = table.text(row, "party") or table.text(row, f"party_{side}")
    line.counter_account = table.text(row, "counter_account") or table.text(row, f"counter_account_{side}")
    if line.party and not line.counter_account and (both := _PARTY_ACCOUNT.match(line.party)):
        line.party, line.counter_account = both[1].strip(), both[2]
    line.holder = table.text(row, "holder") or table.holder
    line.account = table.text(row, "account") or line.account
    line.type, line.status = table.text(row, "type"), table.text(row, "status")
    line.memo = " | ".join(dict.fromkeys(t for c in table.at.get("memo", ()) if c < len(row) and (t := cells.text(row[c]))))
    line.product, line.store = table.text(row, "product"), table.text(row, "store")
    line.reference, line.serial, line.line = (_ident(table, row, role, line.row - 1) for role in ("reference", "serial", "line"))
    for prefix in table.fit.layout.drops:
        line.reference = line.reference.removeprefix(prefix)
    for column in table.at.get("fee", ())[:1]:
        line.fee = cells.amount(row[column]).value if column < len(row) else None
    for column in table.at.get("quantity", ())[:1]:
        line.quantity = cells.amount(row[column]).value if column < len(row) else None
    for column in table.at.get("balance", ())[:1]:
        read = cells.amount(row[column]) if column < len(row) else cells.Amount(None)
        if read.value is not None and read.value == read.value.quantize(Decimal(10) ** -money.exponent(line.currency)):
            line.balance = money.to_minor(read.value, line.currency)[0]


def _ident(table: _Table, row: Sequence[Cell], role: str, number: int) -> str:
    for column in table.at.get(role, ()):
        made, code = cells.ident(row[column]) if column < len(row) else ("", "")
        if code:
            table.problem(code, number, column, "warning")
        if made:
            return made
    return ""


def _time(day: cells.Day, text: str) -> str:
    """The time of day as HH:MM:SS where it can be told; 93005 and 093005 are half past nine."""
    made = day.time or (text.rpartition(" ")[2] if ":" in text else text)
    if _IN_DAY.fullmatch(made):
        made = made.zfill(6 if len(made) > 4 else 4)
        made = ":".join(made[i : i + 2] for i in range(0, len(made), 2))
    return made[:8]


def _prove(table: _Table) -> None:
    """The order, the balances, what the file states, and the keys."""
    bill, layout = table.bill, table.fit.layout
    made = ordered(bill.lines)
    bill.lines, bill.chain = made.lines, made.chain
    if bill.chain.turned:
        for line in bill.lines:
            line.amount = -line.amount
            line.said = {"in": "out", "out": "in"}.get(line.said, line.said)
    elif _unproved_minus(table) or _unproved_words(table):
        raise Refused([Problem("import_sign_unknown", Source(bill.sheet, bill.lines[0].row, bill.lines[0].column), {"file": bill.file, "layout": layout.title})])
    days = table.days
    bill.first, bill.last = (min(days), max(days)) if days else (None, None)
    for name, edge in (("from", min), ("to", max)):
        if (day := cells.day(table.said.get(name), roc=layout.roc).date) and bill.first and bill.last:
            bill.first, bill.last = (edge(bill.first, day), bill.last) if name == "from" else (bill.first, edge(bill.last, day))
    bill.compared = compared(numbers(table.said), bill.lines, table.others)
    with_keys(bill, unique=layout.unique_serial)


def _unproved_words(table: _Table) -> bool:
    """The direction is told in words that mean the opposite in a firm's own books, and the balance does not close."""
    proved = table.fit.layout.proved
    if not proved or not table.bill.lines or table.bill.chain.closes:
        return False
    if "" in proved:
        return True
    rows = table.sheet.rows
    return any(plain(cells.text(rows[line.row - 1][c])) in proved for line in table.bill.lines for c in table.at.get("direction", ())[:1] if c < len(rows[line.row - 1]))


def _unproved_minus(table: _Table) -> bool:
    """Every amount in the column of money out has a minus, and neither the layout nor a balance says what it means."""
    if table.fit.layout.by != "columns" or table.fit.layout.minus == "restates" or table.bill.chain.closes:
        return False
    out = [line.amount for line in table.bill.lines if line.said == "out"]
    return len(out) > 1 and all(amount > 0 for amount in out)

