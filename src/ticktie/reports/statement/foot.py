"""The foot of a statement: what is asked for, where to pay, and the part that the customer sends back."""

from __future__ import annotations

from collections.abc import Sequence

from ticktie.domain.page import Block, Lines, Spot
from ticktie.reports.statement.frame import pair, said
from ticktie.reports.statement.model import Part, Statement
from ticktie.reports.view import View

BOX_HEIGHT = 62


def legal(view: View, statement: Statement) -> Lines:
    """The request to check and to pay. It asks for what is overdue; silence is not said to be consent, for it is none by law."""
    late = [p for p in statement.parts if p.due_now]
    lines = [view.say("report.statement.check", reply_by=statement.reply_by)]
    if late:
        asked = view.listed([f"{p.currency} {said(view, p, p.due_now)}" for p in late])
        less = any(p.due_now != p.overdue for p in late)
        lines.append(view.say("report.statement.demand_less" if less else "report.statement.demand", amounts=asked))
    return Lines([[Spot(text, "", 0)] for text in lines])


def bank(view: View, statement: Statement) -> Lines:
    """The account to pay to; the hint to fill it in only where the rules do not give it."""
    say, seller = view.say, statement.seller
    parts = [("bank_name", seller.name, 4), ("bank", seller.bank, 4), ("bank_account", seller.account, 0)]
    boxes = [Spot(f"{say(f'report.statement.{name}')} {value}".strip(), "box", span) for name, value, span in parts]
    known = seller.name and seller.bank and seller.account
    hint = [] if known else [[Spot(say("report.statement.bank_hint"), "muted", 0)]]
    return Lines([[Spot(say("report.statement.pay_to"), "section", 0)], boxes, *hint])


def slip(view: View, statement: Statement) -> list[Block]:
    """The part the customer sends back: agreed or not, the amount in its books, why, seal and date."""
    say = view.say
    asked = say("report.statement.reply", as_of=statement.end, amounts=amounts(view, statement.parts) or "-")
    numbers = pair(view, "number", Spot(statement.number, "", 5), "token", statement.token)
    seals = [Spot(say("report.statement.our_seal"), "box", 5), Spot(say("report.statement.your_seal", customer=statement.customer), "box", 0)]
    return [
        Lines([[Spot()], [Spot(say("report.statement.cut"), "cut", 0)], [Spot(say("report.statement.slip"), "section", 0)], numbers, [Spot(asked, "", 0)]], keep=True),
        Lines([[Spot(say(f"report.statement.{name}"), "box", 0)] for name in ("agreed", "not_agreed")], height=24, keep=True),
        Lines([seals], height=BOX_HEIGHT),
    ]  # fmt: skip


def amounts(view: View, parts: Sequence[Part]) -> str:
    return view.listed([f"{p.currency} {said(view, p, p.closing)}" for p in parts])
