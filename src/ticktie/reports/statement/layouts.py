"""A statement as a page: detailed, open items only, by product line, or the letter that an auditor has sent (询证函)."""

from __future__ import annotations

from collections.abc import Callable

from ticktie.domain.page import Block, Lines, Page, Spot
from ticktie.reports.accounts import chosen_customer
from ticktie.reports.aging import balances
from ticktie.reports.statement.build import Statements, numbered
from ticktie.reports.statement.foot import bank, legal, slip
from ticktie.reports.statement.frame import GRID, gap, head
from ticktie.reports.statement.letter import letter
from ticktie.reports.statement.model import Part, Statement
from ticktie.reports.statement.tables import account, ages, by_product, disputed, in_words, open_items, rolled
from ticktie.reports.view import View

LAYOUTS = ("detailed", "open", "product", "confirmation")


def statement_page(view: View) -> Page:
    """The tab: the statement of `rules.statement_customer`, else of the customer that owes most."""
    key = chosen_customer(view, balances(view))
    return page_of(view, Statements(view, [key]).of(key), view.outcome.rules.statement_layout)


def page_of(view: View, statement: Statement, layout: str) -> Page:
    """The statement laid out. layout: one of LAYOUTS."""
    blocks = letter(view, statement) if layout == "confirmation" else _collection(view, statement, layout)
    running = f"{view.say(f'report.statement.{_TITLES[layout]}')}  {number_of(statement, layout)}  {statement.customer}"
    return Page("statement", view.titles.get("statement", view.say("tab.statement")), blocks, landscape=False, grid=GRID, running=running)


def number_of(statement: Statement, layout: str) -> str:
    """The statement's number; a letter to be confirmed has one of its own."""
    return numbered("CL", statement.end, statement.key) if layout == "confirmation" else statement.number


_TITLES = {"detailed": "title", "open": "title_open", "product": "title_product", "confirmation": "title_confirmation"}


def _collection(view: View, statement: Statement, layout: str) -> list[Block]:
    """A statement that is also a demand; it never says that it is none."""
    blocks: list[Block] = [head(view, statement, _TITLES[layout])]
    if not statement.parts:
        blocks.append(Lines([[Spot(view.say("report.statement.nothing"), "subtitle", 0)]]))
    for part in statement.parts:
        blocks += _part(view, statement, part, layout)
    return [*blocks, legal(view, statement), bank(view, statement), *slip(view, statement)]


def _part(view: View, statement: Statement, part: Part, layout: str) -> list[Block]:
    only = len(statement.parts) == 1
    title = [] if only else [[Spot(part.currency, "section", 0)]]
    top = Lines([*title, [Spot(view.say("report.statement.in_currency", currency=part.currency), "muted", 0)]], keep=True)
    table: Callable[..., Block] = {"detailed": account, "open": open_items, "product": by_product}[layout]
    main = table(view, statement, part, only)
    middle: list[Block] = [] if layout == "product" else [gap(), rolled(view, part)]
    return [top, main, in_words(view, part), *middle, gap(), ages(view, part), *disputed(view, part), gap()]
