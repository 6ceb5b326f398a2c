"""The opening of a statement is what was last stated: what has been entered into that time since stands apart, with the answer beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reports.outcomes import outcome, text
from tests.reports.test_statement import books
from ticktie.domain.outcome import Outcome
from ticktie.domain.register import Balance, Entry, Register
from ticktie.domain.wording import LANGUAGES
from ticktie.reports.pages import pages
from ticktie.reports.statement.build import Statements
from ticktie.reports.statement.layouts import page_of
from ticktie.reports.statement.model import Part
from ticktie.reports.tie_out import violations
from ticktie.reports.view import View

BOOK = "S1 华联 04-20 100 no=SO1; S2 华联 05-10 50 no=SO2; S3 华联 06-05 7 no=SO3; R4 华联 06-06 30"


def stated(closing: str = "150.00", end: str = "2026-05-31", events: str = "sent", theirs: int | None = None, currency: str = "CNY") -> Register:
    sent = Entry(
        0, "2026-06-01", "王", "sent", f"ST-{end}", "华联", "华联", end[:8] + "01", end, "2026-06-08",
        (Balance(currency, 0, int(closing.replace(".", "")), theirs),), "T",
    )  # fmt: skip
    return Register().following([replace(sent, event=event) for event in events.split()])  # type: ignore[arg-type]


def of(register: Register, items: str = BOOK, **rules: str) -> tuple[Outcome, list[Part]]:
    made = replace(outcome(items, statement_customer="华联", **rules), register=register)
    return made, list(Statements(View(made, "zh-Hans")).of("华联").parts)


@pytest.mark.parametrize(("register", "opening", "changes"), [
    (Register(), 15000, 0),
    (stated(), 15000, 0),
    (stated("149.00"), 14900, 100),
    (stated("151.50"), 15150, -150),
    (stated("90.00", "2026-04-30"), 14000, 1000),  # 100 by then, so 10 came in since; May's 50 were never stated and are no change
    (stated("99.00", events="drafted"), 15000, 0),
    (stated("99.00", events="sent bounced"), 15000, 0),
    (stated("99.00", "2026-06-30"), 15000, 0),  # the period itself is not before it
])  # fmt: skip
def test_opening(register, opening, changes):
    made, (part,) = of(register)
    assert (part.opening, part.changes) == (opening, changes)
    assert list(part.broken()) == []
    assert violations(made, pages(made)) == []


@pytest.mark.parametrize(("register", "told"), [
    (stated(), "2026-05-31 已对账，客户未回复"),
    (stated(events="sent agreed"), "2026-05-31 已对账，客户确认相符"),
    (stated(events="sent differs", theirs=14000), "2026-05-31 已对账，客户差异 -10.00"),
    (stated(events="sent differs"), "2026-05-31 已对账，客户回复不符"),
])  # fmt: skip
def test_the_answer_stands_beside_the_opening(register, told):
    made, _ = of(register)
    assert told in text(next(p for p in pages(made) if p.key == "statement"))


@pytest.mark.parametrize("layout", ["detailed", "product"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_changes_are_a_line_of_their_own(language, layout):
    made, _ = of(stated("149.00"), statement_layout=layout)
    view = View(made, language)
    shown = text(page_of(view, Statements(view).of("华联"), layout))
    line = next(x for x in shown.splitlines() if view.say("report.statement.prior_changes") in x)
    assert "1.00" in line


def test_a_balance_that_was_stated_and_is_gone_is_told():
    """100 dollars were stated; nothing in dollars is left in the book."""
    made, parts = of(stated("100.00", currency="USD"))
    dollars = next(p for p in parts if p.currency == "USD")
    assert (dollars.opening, dollars.changes, dollars.closing) == (10000, -10000, 0)
    assert all(list(p.broken()) == [] for p in parts)
    assert violations(made, pages(made)) == []


@settings(max_examples=60, deadline=None)
@given(books(), st.lists(st.tuples(st.sampled_from(("CNY", "USD")), st.integers(-50_000, 50_000)), max_size=2, unique_by=lambda b: b[0]), st.sampled_from(("2026-03-31", "2026-05-31")))
def test_the_laws_hold_whatever_was_stated(book, balances, end):
    plain = outcome(*book)
    keys = Statements(View(plain, "zh-Hans")).keys
    lines = [Entry(0, "2026-06-01", "王", "sent", f"ST-{k}", k, k, "2026-03-01", end, "2026-06-08", tuple(Balance(c, 0, m) for c, m in balances), "T") for k in keys]
    made = replace(plain, register=Register().following(lines if balances else []))
    source = Statements(View(made, "zh-Hans"))
    for key in source.keys:
        for part in source.of(key).parts:
            assert list(part.broken()) == []
            before = next((p for p in Statements(View(plain, "zh-Hans"), [key]).of(key).parts if p.currency == part.currency), None)
            assert part.closing == (before.closing if before else 0), "what was stated changes no balance"
    assert violations(made, pages(made)) == []
