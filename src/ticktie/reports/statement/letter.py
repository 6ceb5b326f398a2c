"""The audit confirmation letter (企业询证函): the auditor sends it and gets the answer, and it says that it is not a demand."""

from __future__ import annotations

from ticktie.domain import money
from ticktie.domain.page import Block, Lines, Spot, Table
from ticktie.reports.statement.build import numbered
from ticktie.reports.statement.foot import BOX_HEIGHT
from ticktie.reports.statement.frame import cash, gap
from ticktie.reports.statement.model import Statement
from ticktie.reports.view import View

_BLANK = "____________________"


def letter(view: View, statement: Statement) -> list[Block]:
    """Number, reason and request, the balances, the purpose, the sender's seal, and the two conclusions to choose from."""
    say = view.say
    auditor, seller = statement.auditor or _BLANK, statement.seller.name or _BLANK
    number = numbered("CL", statement.end, statement.key)
    top = [
        [Spot(say("report.statement.title_confirmation"), "sign", 0)],
        [Spot(say("report.statement.number"), "label", 2), Spot(number, "", 0)],
        [Spot()],
        [Spot(say("report.statement.letter_to", customer=statement.customer), "figure", 0)],
        [Spot(say("report.statement.letter_reason", auditor=auditor), "", 0)],
        [Spot(say("report.statement.letter_back", auditor=auditor), "", 0)],
        [Spot()],
    ]
    purpose = [[Spot()], [Spot(say("report.statement.not_a_demand"), "", 0)], [Spot(say("report.statement.letter_thanks"), "", 0)], [Spot()]]
    seal = Lines([[Spot(say("report.statement.letter_seal", seller=seller), "box", 0)]], height=BOX_HEIGHT)
    balances = _balances(view, statement) if statement.parts else Lines([[Spot(say("report.statement.nothing"), "subtitle", 0)]])
    return [Lines(top), balances, Lines(purpose, keep=True), seal, gap(), *_conclusions(view)]


def _balances(view: View, statement: Statement) -> Table:
    """What each side owes the other on the day, a row for each currency; in words too where there are words."""
    columns = [
        view.column("cut_off", "date", span=2), view.column("currency", "text"), view.column("owed_to_us", "money", span=3),
        view.column("owed_by_us", "money", span=2), view.column("remark", "wrap", span=3),
    ]  # fmt: skip
    rows = [[statement.end, p.currency, *(cash(view, p, max(m, 0)) for m in (p.closing, -p.closing)), p.words] for p in statement.parts]
    return Table(columns, rows, places=[money.exponent(p.currency) for p in statement.parts], name="letter")


def _conclusions(view: View) -> list[Block]:
    say = view.say
    return [
        Lines([[Spot(say("report.statement.conclusion"), "section", 0)]], keep=True),
        Lines([[Spot(say(f"report.statement.conclude_{name}"), "box", 0)] for name in ("agree", "differ")], height=BOX_HEIGHT + 20),
    ]
