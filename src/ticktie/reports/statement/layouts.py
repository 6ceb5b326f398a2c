"""A statement as a page: detailed, open items only, by product line, or the letter that an auditor has sent (询证函)."""

from __future__ import annotations

from collections.abc import Sequence

from ticktie.domain.page import Block, Page, Table
from ticktie.reports.accounts import chosen_customer
from ticktie.reports.aging import balances
from ticktie.reports.statement.build import Statements
from ticktie.reports.statement.fill import filled, number_of, running
from ticktie.reports.statement.form import Form
from ticktie.reports.statement.model import Statement
from ticktie.reports.statement.shipped import LAYOUTS, shipped
from ticktie.reports.view import View

__all__ = ["LAYOUTS", "number_of", "page_of", "statement_page"]
_LEAST = 2  # characters of a column of amounts beside the amount


def statement_page(view: View, form: Form | None = None) -> Page:
    """The tab: the statement of `rules.statement_customer`, else of the customer that owes most. form: a person's, for the layout of the rules."""
    key = chosen_customer(view, balances(view))
    return page_of(view, Statements(view, [key]).of(key), view.outcome.rules.statement_layout, form)


def page_of(view: View, statement: Statement, layout: str, form: Form | None = None) -> Page:
    """The statement laid out. layout: one of LAYOUTS; form: a person's own for it, else the shipped one."""
    form = form or shipped(layout, view.language)
    blocks = filled(view, statement, form)
    title = view.titles.get("statement", view.say("tab.statement"))
    return Page("statement", title, blocks, landscape=False, grid=_grid(form.grid, blocks), running=running(view, statement, form))


def _grid(grid: Sequence[float], blocks: Sequence[Block]) -> tuple[float, ...]:
    """Widths of the columns; one with longer amounts than it has room for is widened, since a sheet shows #### otherwise."""
    widths = list(grid)
    for table in (b for b in blocks if isinstance(b, Table)):
        at = 0
        for n, column in enumerate(table.columns):
            if column.kind == "money":
                needed = max((len(f"{row[n]:,}") for row in table.rows if row[n] is not None), default=0) + _LEAST
                widths[at + column.span - 1] += max(0.0, needed - sum(widths[at : at + column.span]))
            at += column.span
    return tuple(widths)
