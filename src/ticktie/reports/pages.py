"""All result tabs of one outcome, in the order they stand in the workbook."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ticktie.domain.decision import Decision
from ticktie.domain.outcome import Outcome
from ticktie.domain.page import Page
from ticktie.domain.wording import say
from ticktie.reports.aging import aging_page
from ticktie.reports.cashier.findings import findings_page
from ticktie.reports.cashier.slips import slips_page
from ticktie.reports.cashier.summary import summary_page
from ticktie.reports.decisions import decisions_page
from ticktie.reports.facts import facts_page
from ticktie.reports.follow_up.page import follow_up_page
from ticktie.reports.fulfilment import documents
from ticktie.reports.matched import matched_page
from ticktie.reports.orders import orders_page
from ticktie.reports.overview import overview_page
from ticktie.reports.problems import problems_page
from ticktie.reports.register.page import register_page
from ticktie.reports.settings import Wishes, settings_page
from ticktie.reports.statement.form import Form
from ticktie.reports.statement.layouts import statement_page
from ticktie.reports.three_way import three_way_page
from ticktie.reports.to_confirm import to_confirm_page
from ticktie.reports.unmatched import unmatched_page
from ticktie.reports.view import View

ORDER = (
    "overview", "matched", "unmatched", "to_confirm", "problems", "aging", "three_way", "orders", "facts", "statement", "register", "follow_up", "decisions",
    "settings",
)  # fmt: skip
CASHIER = ("overview", "cash_summary", "findings", "slips", "matched", "unmatched", "to_confirm", "problems", "decisions", "settings")
OPTIONAL = frozenset({"orders", "facts", "register", "follow_up"})  # written only where the book has what they show


def pages(
    outcome: Outcome, language: str = "", *, decisions: Sequence[Decision] = (), wishes: Wishes | None = None, taken: Collection[str] = (), form: Form | None = None,
) -> list[Page]:  # fmt: skip
    """Every tab that the book has something for, without people's cells (`harvest.put_back` adds them).

    language: of the book where empty. wishes: what a person set in Settings. taken: titles of the user's own sheets. form: a person's
    own form of the statement, for the layout of the rules.
    """
    language = language or outcome.ledger.language
    view = View(outcome, language, titles(language, taken))
    if outcome.ledger.cashbook:
        return _of_cashier(view, decisions, wishes or Wishes())
    orders = documents(view)
    return [
        overview_page(view, orders),
        matched_page(view),
        unmatched_page(view),
        to_confirm_page(view),
        problems_page(view),
        aging_page(view),
        three_way_page(view, orders),
        *([orders_page(view, orders)] if orders else []),
        *([facts_page(view)] if outcome.facts else []),
        statement_page(view, form),
        *([register_page(view), follow_up_page(view)] if outcome.register else []),
        decisions_page(view, decisions),
        settings_page(view, wishes or Wishes()),
    ]


def _of_cashier(view: View, decisions: Sequence[Decision], wishes: Wishes) -> list[Page]:
    return [
        overview_page(view),
        summary_page(view),
        findings_page(view),
        slips_page(view),
        matched_page(view),
        unmatched_page(view),
        to_confirm_page(view),
        problems_page(view),
        decisions_page(view, decisions),
        settings_page(view, wishes),
    ]


def titles(language: str, taken: Collection[str] = ()) -> dict[str, str]:
    """Page key -> title of its tab; a title that one of the user's sheets has gets ` (ticktie)` after it."""
    used = {title.casefold() for title in taken}
    found: dict[str, str] = {}
    for key in dict.fromkeys((*ORDER, *CASHIER)):
        title = say(language, f"tab.{key}")
        found[key] = f"{title} (ticktie)" if title.casefold() in used else title
    return found
