"""The Settings and Decisions tabs are read back as they were written, with what a person changed."""

import datetime as dt
from typing import Any

import pytest

from tests.notation import table
from tests.reports.outcomes import outcome
from ticktie.domain.decision import Decision
from ticktie.domain.outcome import Reading
from ticktie.domain.page import Page, Table
from ticktie.domain.rules import RuleError, Rules, with_rule
from ticktie.domain.wording import LANGUAGES
from ticktie.reports.decisions import read_decisions
from ticktie.reports.pages import pages
from ticktie.reports.settings import SheetWish, Wishes, column_wishes, edited

READINGS = [Reading("收款", "payment", 2, "", {2: "金额"}, {2: "signed_amount"}, 5), Reading("说明", "other")]


def cells(key: str, language: str = "zh-Hans", *, wishes: Wishes | None = None, decisions: list[Decision] | None = None, **rules: Any) -> list[list[Any]]:
    """A tab's cells as they are read back: numbers as floats."""
    made = pages(outcome("S1 A 06-02 5", readings=READINGS, **rules), language, wishes=wishes, decisions=decisions or [])
    page: Page = next(p for p in made if p.key == key)
    rows: list[list[Any]] = [["title"]]
    for block in page.blocks:
        if isinstance(block, Table):
            rows += [[c.title for c in block.columns], *(list(r) for r in block.rows), [None]]
    return [[float(c) if isinstance(c, int) else c for c in row] for row in rows]


def write(rows: list[list[Any]], name: str, column: int, value: Any) -> list[list[Any]]:
    row = next(r for r in rows if r[0] == name and len(r) > 5)
    row[column] = value
    return rows


@pytest.mark.parametrize("language", LANGUAGES)
def test_untouched_settings_say_nothing(language):
    assert edited(cells("settings", language)) == Wishes()
    assert edited(cells("settings", language, subset_items=12, statement_customer="A")) == Wishes()


EDITS = """
case                   | rule               | typed                 | read
a number               | subset_items       | 12.0                  | 12
a share                | same_money_share   | 0.75                  | 0.75
a word                 | pass_exact_amount  | suggest               | suggest
a customer             | statement_customer | 华联商贸有限公司        | 华联商贸有限公司
"""


@pytest.mark.parametrize(("rule", "typed", "read"), table(EDITS))
def test_an_edited_rule_is_read(rule, typed, read):
    value = float(typed) if typed[0].isdigit() else typed
    assert edited(write(cells("settings"), rule, 1, value)) == Wishes({rule: read})


def test_an_account_number_keeps_its_last_digit():
    """Typed as text it is told from one that differs in the nineteenth digit; typed as a number it has lost digits, and is refused later."""
    tab = cells("settings", seller_account="6222021234567890123")
    assert edited(write(tab, "seller_account", 1, "6222021234567890124")) == Wishes({"seller_account": "6222021234567890124"})
    lost = edited(write(tab, "seller_account", 1, 6222021234567890124.0)).rules["seller_account"]
    with pytest.raises(RuleError):
        with_rule(Rules(), "seller_account", lost)


def test_a_set_rule_stays_until_it_is_emptied():
    mine = Wishes({"subset_items": "12"}, "2026-05-31", "en")
    rows = cells("settings", wishes=mine, subset_items=12, as_of="2026-05-31")
    assert edited(rows) == Wishes({"subset_items": "12"}, "2026-05-31", "zh-Hans")
    assert edited(write(rows, "subset_items", 1, None)).rules == {}


def test_a_cut_off_typed_as_a_date_is_read():
    assert edited(write(cells("settings"), "as_of", 1, dt.datetime(2026, 5, 31))).as_of == "2026-05-31"


def test_wishes_for_sheets_are_read_and_said_as_maps():
    rows = write(write(write(cells("settings", "en"), "收款", 1, "Payments"), "收款", 2, 5.0), "收款", 4, "D=Money in; e=summary")
    wishes = edited(rows)
    assert wishes == Wishes(sheets={"收款": SheetWish("payment", "5", "D=Money in; e=summary")})
    assert wishes.maps() == ["收款=payment@5", "收款!D=bank_in", "收款!E=summary"]
    assert edited(cells("settings", "zh-Hant", wishes=wishes)) == wishes


def test_a_header_row_alone_is_a_map_too():
    assert Wishes(sheets={"收款": SheetWish(header_row="5")}).maps() == ["收款=@5"]
    assert Wishes(sheets={"收款": SheetWish(columns="C=bank_in")}).maps() == ["收款!C=bank_in"]


COLUMNS = """
case              | typed                  | read
codes             | D=bank_in, E=summary   | D bank_in E summary
words             | d=收入金额；E＝摘要      | D bank_in E summary
neither           | D=谁知道               | D 谁知道
broken            | D, =x                  |
"""


@pytest.mark.parametrize(("typed", "read"), table(COLUMNS))
def test_column_wishes(typed, read):
    assert " ".join(f"{k} {v}" for k, v in column_wishes(typed).items()) == read


LINES = [
    Decision(1, "2026-07-01", "王", "match_with", ("payment:9|,[\"x", "R2"), ("S1",), 12345, "CNY", "第一行\n第二行", "applied"),
    Decision(2, "2026-07-02", "李", "note", ("S1",)),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_decisions_come_back_as_they_were(language):
    rows = cells("decisions", language, decisions=LINES)
    assert read_decisions(rows) == LINES


def test_lines_that_a_person_broke_are_left_out():
    rows = cells("decisions", decisions=LINES)
    rows += [["3", "x"], [*[None] * 10, "{}"], [*[None] * 10, "no"]]
    assert read_decisions(rows) == LINES
    assert read_decisions([["nothing", "here"]]) == []
