"""What every layout of a statement shares: the columns of its page, its head, and cells of money."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from ticktie.domain.page import Lines, Spot
from ticktie.reports.statement.model import Part, Statement
from ticktie.reports.view import View

GRID = (5, 11, 16, 9, 5, 12, 9, 9, 13, 13, 14)  # the tables under each other cover one or more of these


def head(view: View, statement: Statement, title: str) -> Lines:
    """Who states what to whom, as of when, and the numbers that an answer must carry."""
    say = view.say
    ours = [[Spot(statement.seller.name, "figure", 0)]] if statement.seller.name else []
    contact = [[Spot(say("report.statement.contact"), "label", 2), Spot(statement.seller.contact, "", 0)]] if statement.seller.contact else []
    return Lines([
        *ours,
        [Spot(say(f"report.statement.{title}"), "sign", 0)],
        pair(view, "to", Spot(statement.customer, "figure", 5), "number", statement.number),
        pair(view, "period", Spot(say("report.statement.from_to", start=statement.start, end=statement.end), "", 5), "as_of", statement.end),
        pair(view, "basis", Spot(view.side(statement.basis), "", 5), "token", statement.token),
        pair(view, "salespeople", Spot(view.listed(list(statement.salespeople)) or "-", "", 5), "reply_by", statement.reply_by),
        *contact,
        [Spot()],
    ])  # fmt: skip


def pair(view: View, left: str, value: Spot, right: str, told: str | dt.date) -> list[Spot]:
    """Two labelled values side by side."""
    return [Spot(view.say(f"report.statement.{left}"), "label", 2), value, Spot(view.say(f"report.statement.{right}"), "label", 2), Spot(str(told), "", 0)]


def gap() -> Lines:
    return Lines([[Spot()]])


def cash(view: View, part: Part, minor: int | None) -> Decimal | None:
    return None if minor is None else view.money(minor, part.currency)


def said(view: View, part: Part, minor: int) -> str:
    """1,200.00 in a sentence."""
    return f"{view.money(minor, part.currency):,}"


def pieces(quantity: Decimal | None) -> str | None:
    """A quantity as written: 2.5, 1,000."""
    if quantity is None:
        return None
    told = f"{quantity:,f}"
    return told.rstrip("0").rstrip(".") if "." in told else told
