"""The tools with which one table is read: cells of a row by role, whole columns of texts and ids, and reported problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ticktie.domain import money
from ticktie.domain.grid import Cell, Source
from ticktie.domain.items import NO_BALANCE
from ticktie.domain.problem import Level, Problem
from ticktie.domain.vocabulary import plain, words
from ticktie.intake import cells
from ticktie.intake.layouts import Layout
from ticktie.intake.tables import Table

AMOUNT_ROLES = ("amount", "in", "out", "ex_tax", "tax", "order_total", "outstanding", "received", "opening", "refund")


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
    lost_numbers: list[tuple[str, int, int | None]] = field(default_factory=list)  # number, 0-based row, column
    base: str = "CNY"  # the book's own currency
    currencies: set[str] = field(default_factory=set)  # that the sheet itself names
    roc: bool = False  # its years are of the Republic
    day_first: bool | None = None  # what its own dates say of 03/04/2026
    day_open: bool = False  # it has such dates, and none that says

    def __len__(self) -> int:
        return len(self.columns.get("row", ()))


@dataclass(frozen=True)
class Given:
    """What the book says for all of its sheets.

    The year of dates without one, the currency of plain amounts, its own currency, whether the day stands first.
    """

    year: int | None = None
    currency: str = "CNY"
    base: str = "CNY"
    day_first: bool | None = None


@dataclass
class Reader:
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
    scales: dict[int, int] = field(default_factory=dict)
    sheet_amount_currency: dict[int, str] = field(default_factory=dict)
    split_days: dict[int, cells.Day] = field(default_factory=dict)

    def problem(self, code: str, number: int, column: int | None, level: Level = "error", **facts: Any) -> None:
        if column is not None:
            cell = self.table.sheet.rows[number][column]
            facts.setdefault("value", "" if cell is None else str(cell))
            column = self.table.moved.get((number, column), column)
        source = Source(self.table.sheet.name, number + 1, column)
        self.out.problems.append(Problem(code, source, facts, level))

    def amount(self, number: int, row: list[Cell], column: int) -> cells.Amount:
        """The amount in a cell; a broken cell (#N/A, a formula without a value) has its own code."""
        mark = self.table.sheet.broken.get((number, column))
        if mark == "=":
            return cells.Amount(None, "formula_without_value")
        if mark:
            return cells.Amount(None, "amount_error")
        cell = cell_at(row, column)
        found, scale = cells.amount(cell), self.scales.get(column, 1)
        if scale == 1 or found.value is None or (isinstance(cell, str) and cell.rstrip().endswith(("元", "万", "千"))):
            return found
        return replace(found, value=found.value * scale)

    def day(self, number: int, row: list[Cell]) -> tuple[cells.Day, int | None]:
        """The row's date from the first date column that has one."""
        columns = self.layout.roles.get("date", [])
        if not columns:
            return self.split_days.get(number, cells.Day(None, code="date_missing")), self.layout.column("day")
        first: cells.Day | None = None
        for column in columns:
            found = cells.day(cell_at(row, column), day_first=self.day_first, year=self.given.year, roc=self.roc)
            if found.date is not None:
                return found, column
            if found.code != "date_missing":
                return found, column
            first = first or found
        return first or cells.Day(None, code="date_missing"), columns[0] if columns else None

    def ids(self, raw: Raw, role: str) -> list[str]:
        """One id per row; what lost its digits, or is an error value, is reported and left empty."""
        made = [""] * len(raw)
        for column in self.layout.roles.get(role, []):
            for i, (number, row) in enumerate(raw):
                cell = row[column] if column < len(row) else None
                if cell is None or made[i]:
                    continue
                made[i], code = _ident(cell)
                if code:
                    self.problem(code, number, column, "warning")
            for number, at in self.table.sheet.broken:
                if at == column and number in raw.places:
                    self.problem("number_error", number, column, "warning")
        return made

    def currency_of(self, number: int, row: list[Cell], read: cells.Amount, column: int | None) -> str | None:
        """The row's ISO code; None when the currency column says something unknown (already reported)."""
        if column is not None and self.layout.fields.get(column) == "base_amount":
            return self.given.base
        at = self.layout.column("currency")
        text = cells.text(cell_at(row, at))
        if text:
            code = money.currency_of(text) or (text.upper() if re.fullmatch(r"[A-Za-z]{3}", text) else None)
            if code is None:
                self.problem("currency_unknown", number, at)
            else:
                self.out.currencies.add(code)
            return code
        home = self.sheet_amount_currency.get(column if column is not None else -1, self.currency)
        if read.currency and read.currency != home:
            self.problem("currency_mixed", number, column, "warning", currency=read.currency, home=home)
            return read.currency
        return home

    def minor(self, number: int, column: int | None, value: Decimal, currency: str) -> int | None:
        """Minor units; what is finer is rounded half-up and listed. None (reported) for an amount too large to be money."""
        try:
            minor, rest = money.to_minor(value, currency)
        except money.MoneyError:
            self.problem("amount_unreadable", number, column)
            return None
        if rest and abs(rest) > Decimal("1e-7"):
            self.problem("amount_rounded", number, column, "info", rest=f"{rest.normalize():f}", rounded=money.to_text(minor, currency))
        return minor

    def keep(self, raw: Raw, kept: Sequence[int], **columns: Sequence[Any]) -> None:
        """Put the kept rows of full-length columns into the result, with nothing where a column is not given."""
        numbers = [raw[i][0] for i in kept]
        made: dict[str, list[Any]] = {"sheet": [self.table.sheet.name] * len(kept), "row": [n + 1 for n in numbers], "rank": numbers}
        made |= {name: [nothing] * len(kept) for name, nothing in _EMPTY.items()}
        made |= {name: [column[i] for i in kept] for name, column in columns.items()}
        moved = self.table.moved
        made["amount_column"] = [moved.get((n, c), c) for n, c in zip(numbers, made["amount_column"], strict=True)]
        self.out.columns = made

    def rates(self, raw: Raw, amounts: Sequence[int], currencies: Sequence[str]) -> list[str]:
        """The rate that each row states, as a Fraction writes it; from the amount in the book's own currency where it states none."""
        rate, own = self.layout.column("rate"), self.layout.column("base_amount")
        made = [""] * len(raw)
        for i, (number, row) in enumerate(raw):
            if rate is not None and not cells.blank(cell_at(row, rate)):
                value = self.amount(number, row, rate).value
                if value is None or value <= 0:
                    self.problem("rate_unreadable", number, rate, "warning")
                else:
                    made[i] = str(Fraction(value))
            elif own is not None and amounts[i] and currencies[i] not in ("", self.given.base):
                value = self.amount(number, row, own).value
                if value and (value > 0) == (amounts[i] > 0):
                    made[i] = str(Fraction(value) / Fraction(money.to_decimal(amounts[i], currencies[i])))
        return made

    def texts(self, raw: Raw, role: str) -> list[str]:
        """One text per row: the first column of the role that says something."""
        made = [""] * len(raw)
        for column in self.layout.roles.get(role, []):
            for i, (_, row) in enumerate(raw):
                if not made[i] and column < len(row) and row[column] is not None:
                    made[i] = said(row[column])
        return made

    def memos(self, raw: Raw) -> list[str]:
        """All memo columns of each row, each text once."""
        parts: list[list[str]] = [[] for _ in range(len(raw))]
        for column in self.layout.roles.get("memo", []):
            for i, (_, row) in enumerate(raw):
                if column < len(row) and row[column] is not None and (more := said(row[column])) and more not in parts[i]:
                    parts[i].append(more)
        return [" | ".join(p) for p in parts]

    def aside(self, raw: Raw) -> list[str]:
        """cancelled, draft, refunded, red or "" for each row, from all of its status columns."""
        made = [""] * len(raw)
        for column in self.layout.roles.get("status", []):
            flag = "作废" in self.table.columns[column].text
            for i, (_, row) in enumerate(raw):
                if column < len(row) and row[column] is not None and made[i] != "cancelled":
                    made[i] = _aside_word(said(row[column]), flag) or made[i]
        return made


class Raw(list[tuple[int, list[Cell]]]):
    """The data rows: 0-based number and cells of each, with the account that its block of the sheet names."""

    def __init__(self, rows: Iterable[tuple[int, list[Cell], str]]):
        full = list(rows)
        super().__init__((number, row) for number, row, _ in full)
        self.accounts = [account for _, _, account in full]
        self.places = {number: i for i, (number, _, _) in enumerate(full)}


def fill_merged(reader: Reader, raw: Raw) -> None:
    """What stands in a cell merged over several rows counts for each of them, except an amount of several documents: it is one amount."""
    position = raw.places
    money = {c for role in AMOUNT_ROLES for c in reader.layout.roles.get(role, [])}
    for first, left, last, right in reader.table.sheet.merged:
        if last > first and left == right and first in position:
            value = raw[position[first]][1][left]
            if left in money and _several_documents(reader, raw, range(first, last + 1)):
                _one_amount(reader, raw, first, left)
                continue
            for number in range(first + 1, last + 1):
                if number in position and raw[position[number]][1][left] is None:
                    raw[position[number]][1][left] = value


def _several_documents(reader: Reader, raw: Raw, numbers: range) -> bool:
    """The rows carry numbers or days of their own."""
    for role in ("number", "date"):
        column = reader.layout.column(role)
        values = [cell_at(raw[raw.places[n]][1], column) for n in numbers if n in raw.places]
        if len({str(v) for v in values if not cells.blank(v)}) > 1:
            return True
    return False


def _one_amount(reader: Reader, raw: Raw, number: int, column: int) -> None:
    """One amount for several documents: it is told; what they have received together is taken off none of them."""
    if any(p.code == "amount_over_rows" and p.source.row == number + 1 and p.source.column == column for p in reader.out.problems):
        return
    reader.problem("amount_over_rows", number, column, "warning")
    if column in [c for role in ("received", "outstanding") for c in reader.layout.roles.get(role, [])]:
        raw[raw.places[number]][1][column] = None


def cell_at(row: list[Cell], column: int | None) -> Cell:
    return None if column is None or column >= len(row) else row[column]


def says_anything(row: list[Cell], columns: list[int]) -> bool:
    return any(not cells.blank(row[c]) for c in columns if c < len(row))


def _ident(cell: Cell) -> tuple[str, str]:
    return _ident_text(cell) if isinstance(cell, str) else cells.ident(cell)


@lru_cache(maxsize=65536)
def _ident_text(cell: str) -> tuple[str, str]:
    return cells.ident(cell)


_EMPTY: dict[str, Any] = {
    "number": "", "line": "", "related": "", "party": "", "due_date": None, "time": "", "memo": "", "reference": "",
    "serial": "", "account": "", "counter_account": "", "balance": NO_BALANCE, "salesperson": "", "contract": "",
    "product": "", "quantity": float("nan"), "rate": "", "status": "", "mark": "", "set_aside": "", "flags": "",
}  # fmt: skip


def said(cell: Cell) -> str:
    return _said_text(cell) if isinstance(cell, str) else cells.text(cell)


@lru_cache(maxsize=65536)
def _said_text(cell: str) -> str:
    return cells.text(cell)


@lru_cache(maxsize=1024)
def _aside_word(status: str, flag: bool) -> str:
    """What a status makes of its row: cancelled, refunded, red (reversed by a red document), draft, or ""."""
    word = plain(status)
    if flag and word in words("reversal", "flags"):
        return "cancelled"
    if word in words("status", "exactly"):
        return "cancelled" if word == "关闭" else "draft"
    if len(word) > 16 or any(w in word for w in words("status", "not")):
        return ""
    for code in ("cancelled", "refunded", "red", "draft"):
        if any(w in word for w in words("status", code)):
            return code
    return ""
