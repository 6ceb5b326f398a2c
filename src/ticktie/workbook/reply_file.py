"""The reply workbook: a statement that the customer fills in and sends back.

One sheet under protection without a password; open are only the cells in which the customer answers. Whether the rest was
altered is told by a digest when it comes back, not by the protection. The hidden first column says what each row is, so that
the file can be read back whatever it is called, whoever saved it, in whatever order its rows stand. Same input, same bytes.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from ticktie.domain import money
from ticktie.domain.wording import say
from ticktie.reports.statement.model import Line, Part, Statement
from ticktie.reports.statement.reply import (
    CHARGE,
    CURRENCY,
    DATE,
    FIGURE,
    KIND,
    MARK,
    NUMBER,
    REASON,
    RECEIPT,
    head,
)
from ticktie.workbook import look

TICK = "√"
EXTRA = 8  # rows for documents that the statement does not have
_WIDTHS = (0, 12, 22, 12, 9, 14, 14, 17, 40)
_CREATED = dt.datetime(2000, 1, 1)
_MOST = 1e13


def reply_name(statement: Statement, language: str) -> str:
    """ST-20260630-ABCDEFGH reply.xlsx: it names nobody."""
    return f"{statement.number} {say(language, 'reply.file')}.xlsx"


def write_reply(statement: Statement, language: str, path: Path) -> None:
    """Write the workbook of one statement."""
    book = Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"created": _CREATED, "title": statement.number})
    _Drawing(book, language).draw(statement)
    book.close()


class _Drawing:
    """The sheet being drawn, a row after the other."""

    def __init__(self, book: Workbook, language: str):
        self.book, self.row = book, 0
        self.say = partial(say, language)
        self.tab = book.add_worksheet(self.say("reply.sheet"))
        self.base = {"font_name": look.FONTS[language], "font_size": look.SIZE, "font_color": look.INK, "valign": "vcenter"}
        self.made: dict[str, Format] = {}

    def draw(self, statement: Statement) -> None:
        self._sheet()
        self._head(statement)
        self._section("answer")
        self._answer(statement)
        self._section("lines")
        self._lines(statement)
        self._section("extra")
        self._extra(statement)

    def _sheet(self) -> None:
        for i, width in enumerate(_WIDTHS):
            self.tab.set_column(i, i, width, None, {"hidden": True} if i == 0 else {})
        self.tab.hide_gridlines(2)
        self.tab.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
        self.tab.set_landscape()
        self.tab.set_paper(9)
        self.tab.fit_to_pages(1, 0)
        self.tab.set_footer("&R&P / &N")

    def _head(self, statement: Statement) -> None:
        self.tab.set_row(0, 28)
        self._text(DATE, self.say("reply.title"), "title")
        self.row += 1
        if statement.seller.name:
            self._text(DATE, statement.seller.name, "strong")
            self.row += 1
        for line in ("how", "how_seal"):
            self._text(DATE, self.say(f"reply.{line}"), "quiet")
            self.row += 1
        self.row += 1
        for name, value in head(statement):
            self._marked(name, NUMBER)
            self._text(DATE, self.say(f"reply.{name}"), "label")
            self._text(NUMBER, value, "value")
            self.row += 1

    def _section(self, name: str) -> None:
        self.row += 1
        for column in range(DATE, REASON + 1):
            self._text(column, self.say(f"reply.section_{name}") if column == DATE else "", "section")
        self.row += 1

    def _answer(self, statement: Statement) -> None:
        """What the customer says of the whole: one box of two, its own balances, why, who, when."""
        for name in ("agree", "differ"):
            self._input(name, {"validate": "list", "source": [TICK], "error_message": self.say("reply.wrong_tick")}, "tick", CURRENCY)
        for n, part in enumerate(statement.parts):
            self._text(DATE, self.say("reply.balance"), "label")
            self._text(CURRENCY, part.currency, "value")
            self.tab.write_number(self.row, CHARGE, _figure(part.closing, part), self._format("money", part))
            self._text(RECEIPT, self.say("reply.own_balance"), "label")
            self._marked(f"balance:{n}", FIGURE)
            self._open(FIGURE, "in_money", part)
            self._check(FIGURE, _amount(), "amount")
            self.row += 1
        for name in ("reason", "signer"):
            self._input(name, {"validate": "length", "criteria": "<=", "value": 500, "error_message": self.say("reply.wrong_text")}, "in", REASON)
        for name in ("day", "promise"):
            self._input(name, _day() | {"error_message": self.say("reply.wrong_day")}, "in_date", CHARGE)

    def _lines(self, statement: Statement) -> None:
        self._headings()
        n = 0
        for part in statement.parts:
            for line in part.lines:
                self._line(n, part, line)
                n += 1

    def _line(self, n: int, part: Part, line: Line) -> None:
        self._marked(f"line:{n}")
        if line.date:
            self.tab.write_datetime(self.row, DATE, dt.datetime.combine(line.date, dt.time()), self._format("date"))
        self._text(NUMBER, line.number.strip(), "value")
        self._text(KIND, self._kind(line.kind), "value")
        self._text(CURRENCY, part.currency, "value")
        for column, minor in ((CHARGE, line.charge), (RECEIPT, line.receipt)):
            if minor:
                self.tab.write_number(self.row, column, _figure(minor, part), self._format("money", part))
        self._contest(part)

    def _kind(self, kind: str) -> str:
        try:
            return self.say(f"report.entry.{kind}")
        except KeyError:
            return kind

    def _contest(self, part: Part | None) -> None:
        self._open(FIGURE, "in_money", part)
        self._check(FIGURE, _amount(), "amount")
        self._open(REASON, "in")
        self.row += 1

    def _extra(self, statement: Statement) -> None:
        """Documents that the customer has and the statement does not."""
        currencies = [p.currency for p in statement.parts]
        for column, name in ((DATE, "date"), (NUMBER, "document"), (CURRENCY, "currency"), (FIGURE, "figure"), (REASON, "why")):
            self._text(column, self.say(f"reply.column_{name}"), "heading")
        self.row += 1
        for n in range(EXTRA):
            self._marked(f"extra:{n}")
            self._open(DATE, "in_date")
            self._check(DATE, _day(), "day")
            self._open(NUMBER, "in")
            self._open(CURRENCY, "in")
            if currencies:
                self._check(CURRENCY, {"validate": "list", "source": currencies}, "currency")
            self._contest(statement.parts[0] if statement.parts else None)

    def _headings(self) -> None:
        for column, name in enumerate(("date", "document", "kind", "currency", "charge", "receipt", "figure", "why"), DATE):
            self._text(column, self.say(f"reply.column_{name}"), "heading")
        self.row += 1

    def _input(self, name: str, rule: dict[str, Any], style: str, last: int) -> None:
        """A row with a label and one open cell, as wide as what is written there."""
        self._text(DATE, self.say(f"reply.{name}"), "label")
        self._marked(name, CURRENCY)
        if last > CURRENCY:
            self.tab.merge_range(self.row, CURRENCY, self.row, last, "", self._format(style))
        else:
            self._open(CURRENCY, style)
        self.tab.data_validation(self.row, CURRENCY, self.row, CURRENCY, {"ignore_blank": True, **rule})
        self.row += 1

    def _open(self, column: int, style: str, part: Part | None = None) -> None:
        self.tab.write_blank(self.row, column, None, self._format(style, part))

    def _check(self, column: int, rule: dict[str, Any], error: str) -> None:
        self.tab.data_validation(self.row, column, self.row, column, {"ignore_blank": True, "error_message": self.say(f"reply.wrong_{error}"), **rule})

    def _marked(self, name: str, at: int | None = None) -> None:
        """The row says what it is; its cell also gets a name that formulas and people can use."""
        self.tab.write_string(self.row, 0, MARK + name)
        if at is not None:
            cell = f"${chr(65 + at)}${self.row + 1}"
            self.book.define_name(f"ticktie_{name.replace(':', '_')}", f"='{self.tab.get_name()}'!{cell}")

    def _text(self, column: int, text: str, style: str) -> None:
        self.tab.write_string(self.row, column, text, self._format(style))

    def _format(self, style: str, part: Part | None = None) -> Format:
        places = money.exponent(part.currency) if part else 2
        name = f"{style}{places}"
        if name not in self.made:
            self.made[name] = self.book.add_format(self.base | _style(style, places))
        return self.made[name]


def _style(style: str, places: int) -> dict[str, Any]:
    line = {"border": 1, "border_color": look.PAPER_LINE}
    answer = {"locked": False, "bg_color": look.INPUT, "border": 1, "border_color": look.INPUT_LINE}
    amount = {"num_format": look.money_format(places), "align": "right"}
    styles: dict[str, dict[str, Any]] = {
        "title": {"font_size": 16, "bold": True}, "strong": {"bold": True}, "quiet": {"font_color": "#4B5563"}, "label": {"font_color": "#4B5563"},
        "section": {"font_size": 12, "bold": True, "font_color": "#33507A", "bottom": 2, "bottom_color": "#33507A"},
        "heading": line | {"bold": True, "bg_color": look.HEAD, "align": "center", "text_wrap": True},
        "value": line | {"num_format": "@"}, "money": line | amount, "date": line | {"num_format": look.DATE, "align": "center"},
        "in": answer | {"num_format": "@", "text_wrap": True}, "tick": answer | {"align": "center", "bold": True},
        "in_money": answer | amount, "in_date": answer | {"num_format": look.DATE, "align": "left"},
    }  # fmt: skip
    return styles[style]


def _figure(minor: int, part: Part) -> float:
    """What the file format holds; read back it is the same minor units, for both are exact to 15 digits."""
    return float(money.to_decimal(minor, part.currency))


def _amount() -> dict[str, Any]:
    return {"validate": "decimal", "criteria": "between", "minimum": -_MOST, "maximum": _MOST}


def _day() -> dict[str, Any]:
    return {"validate": "date", "criteria": "between", "minimum": dt.date(2000, 1, 1), "maximum": dt.date(2099, 12, 31)}


