"""The tab "Customer list": what stands on it, and that it shows all of ours and all of theirs."""

from __future__ import annotations

import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests import notation
from tests.notation import table
from tests.reports.outcomes import outcome, text, view
from ticktie.domain.facts import Theirs
from ticktie.domain.grid import Source
from ticktie.domain.outcome import Outcome
from ticktie.domain.page import Page, Table
from ticktie.matching.facts import compare
from ticktie.reports.facts import summary
from ticktie.reports.pages import ORDER, pages
from ticktie.reports.result_json import result
from ticktie.reports.tie_out import violations

GOLDEN = Path(__file__).parent / "golden" / "facts.txt"
OURS = """
S1 华联 06-02 800 no=SO1001 person=王芳; S2 华联 06-03 300 no=SO1002 person=李强; S3 华联 06-05 1200 no=SO1003 person=王芳;
S4 华联 06-09 77 no=SO1004; S5 华联 06-16 77 no=SO1005; S6 华联 06-20 55 no=SO1006; S7 华联 05-20 40 no=SO1007; S8 华联 06-21 66 no=SO1008;
S9 新星 06-02 9 no=SO2001; S10 华联 06-08 5 no=SO1009 aside=cancelled; S11 华联 06-22 12 no=SO1010; R1 华联 06-10 1200 memo=SO1003
"""
THEIRS = """
T1 华联 06-02 800 no=so-1001; T2 华联 06-03 310 no=SO1002 person=赵敏; T3 华联 06-06 1200 no=SO1003; T4 华联 06-12 77; T5 华联 06-30 15 memo=装卸费;
T6 华联 06-21 33 no=SO1008; T7 华联 06-21 33 no=SO1008; T8 华联 06-08 5 no=SO1009; T9 华联 06-02 9 no=SO2001; T10 华联 06-25 19 no=SO1099;
T11 华联 06-20 56 no=SO1006; T12 华联 06-20 56 no=SO1006
"""


def compared(ours: str, theirs: str, lost: str = "") -> Outcome:
    """An outcome with its facts; their rows stand on the sheet 来表."""
    made, rows = outcome(ours), notation.frame(theirs)
    rows["sheet"], rows["amount_column"] = "来表", 4
    rows["id"] = [f"来表!{r}" for r in rows["row"]]
    sent = Theirs(rows, {lost: Source("来表", 30, 4)} if lost else {}, {"来表": ()})
    ledger = replace(made.ledger, theirs=sent)
    return replace(made, ledger=ledger, facts=compare(ledger))


@pytest.fixture(scope="module")
def month() -> Outcome:
    return compared(OURS, THEIRS, lost="SO1010")


def tab(made: Outcome) -> Page:
    return next(p for p in pages(made) if p.key == "facts")


def test_tab(month):
    """`TICKTIE_GOLDEN=write pytest tests/reports` rewrites it, and a person reads the diff."""
    said = text(tab(month)) + "\n"
    if os.environ.get("TICKTIE_GOLDEN") == "write":
        GOLDEN.write_text(said, "utf-8")
    assert said.splitlines() == GOLDEN.read_text("utf-8").splitlines()


def test_it_stands_behind_what_it_is_about(month):
    assert [p.key for p in pages(month)] == [key for key in ORDER if key not in ("orders", "register", "follow_up")]
    assert "facts" not in [p.key for p in pages(outcome(OURS))]


def test_the_summary_has_a_line_a_customer(month):
    assert summary(view(month)) == ["华联：我方 2,587.00，客户清单 2,613.00；金额不符 2、仅我方有 1、仅客户有 4、多个候选 1、日期不符 1、一致 2、不在清单月份内 1"]
    assert summary(view(outcome(OURS))) == []


BOOKS = """
case                     | ours                                                        | theirs
one month                | S1 A 06-02 9 no=SO1001                                      | T1 A 06-02 9 no=SO1001
two customers            | S1 A 06-02 9 no=SO1001; S2 B 06-02 8 no=SO1002              | T1 A 06-02 9 no=SO1001; T2 B 06-02 7 no=SO1002
two currencies           | S1 A 06-02 9 no=SO1001; S2 A 06-02 8 cur=USD no=SO1002      | T1 A 06-02 9 no=SO1001; T2 A 06-02 7 cur=USD no=SO1002
a currency we lack       | S1 A 06-02 9 no=SO1001                                      | T1 A 06-02 9 cur=USD no=SO1001
the book's lesser money  | S1 A 06-02 9 cur=USD no=SO1001; S2 B 06-02 8; S3 B 06-03 8  | T1 A 06-02 9 cur=USD no=SO1001
nothing in common        | S1 A 06-02 9 no=SO1001; S2 A 04-02 9                        | T1 A 06-03 5
what is set aside        | S1 A 06-02 9 no=SO1001 aside=draft; S2 A 07-02 9 aside=after_as_of | T1 A 06-03 9 no=SO1001
compared with deliveries | S1 A 06-02 9 no=SO1001; D1 A 06-02 9 no=CK1001 rel=SO1001   | T1 A 06-03 9 no=CK1001
"""


@pytest.mark.parametrize(("ours", "theirs"), table(BOOKS))
def test_laws_hold(ours, theirs):
    made = compared(ours, theirs)
    assert [v for v in violations(made, pages(made)) if v.startswith("facts")] == []


@pytest.mark.parametrize("name", ["facts", "facts_sums"])
@pytest.mark.parametrize("key", ["amount_ours", "amount_theirs"])
def test_a_cent_too_much_is_found(month, name, key):
    broken = []
    for page in pages(month):
        blocks = [_broken(b, key) if isinstance(b, Table) and b.name == name else b for b in page.blocks]
        broken.append(replace(page, blocks=blocks) if page.key == "facts" else page)
    assert any(v.startswith(f"{name} {key}") for v in violations(month, broken))


def _broken(old: Table, key: str) -> Table:
    """A cent more in the last row."""
    at = next(i for i, c in enumerate(old.columns) if c.key == key)
    rows = [list(row) for row in old.rows]
    row = next(row for row in reversed(rows) if isinstance(row[at], Decimal))
    row[at] += Decimal("0.01")
    return replace(old, rows=rows)


def test_a_fact_told_twice_is_found(month):
    facts = replace(month.facts, found=(*month.facts.found[:-1], month.facts.found[0]))
    broken = replace(month, facts=facts)
    assert any(v.startswith("facts theirs") for v in violations(broken, pages(broken)))


def test_the_data_names_both_sides(month):
    found = result(month)["facts"]
    assert found[0] == {
        "customer": "华联", "currency": "CNY", "state": "amount_differs", "how": "number", "ours": ["订单!3"], "theirs": ["来表!3"],
        "amount_ours": "300.00", "amount_theirs": "310.00", "notes": [],
    }  # fmt: skip
    assert "facts" not in result(outcome(OURS))
