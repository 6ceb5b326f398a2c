"""What stands on each tab, as text that a person can read."""

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.notation import table
from tests.reports.outcomes import outcome, text, view
from ticktie.domain.decision import Decision
from ticktie.domain.grid import Source
from ticktie.domain.links import Because
from ticktie.domain.outcome import Reading
from ticktie.domain.page import Page, Table
from ticktie.domain.problem import Problem
from ticktie.reports.aging import bucket
from ticktie.reports.overview import ranges
from ticktie.reports.pages import OPTIONAL, ORDER, pages, titles
from ticktie.reports.unmatched import nearest

GOLDEN = Path(__file__).parent / "golden"
BOOK = """
S1 华联 06-02 1200 no=SO1; S2 华联 06-10 500.50 no=SO2 due=06-20; S3 新星 04-01 300 no=SO3; S4 新星 06-20 -50 no=TH4;
S5 新星 06-25 88 no=SO5 aside=cancelled; R1 华联 06-05 1195 memo=SO1货款; R2 华联 06-15 200 memo=部分; R3 新星 06-18 300;
R4 - 06-29 14.37 memo=结息 aside=not_customer; R5 李娜 06-28 300.50
"""
LINKS = """
R1>S1 1195 +fee 5 by=memo_number why=number_with_fee; R2>S2 200 by=amount_differs why=number_partial p=0.995;
R5?S2 300.50 by=likely why=amount_only; R3!S3|S2 why=equal_amounts
"""
REASONS = "S3 no_payment R3; S5 set_aside_cancelled; R4 set_aside_not_customer"
PROBLEMS = [
    Problem("duplicate_line", Source("收款", 7, 2), {"first": "收款!6"}, "info"),
    Problem("amount_unreadable", Source("订单", 9, 3), {"value": "待定"}),
]
READINGS = [
    Reading("订单", "order", 1, "", {0: "订单号", 3: "金额"}, {0: "order_no", 3: "amount_inc_tax"}, 5, {"totals": [8], "blank": [9, 11, 12, 13]}),
    Reading("收款", "payment", 2, "6222", {2: "金额"}, {2: "signed_amount"}, 5, {}, ("balance_chain 4/4",)),
    Reading("说明", "other"),
]
DECISIONS = [Decision(1, "2026-07-01", "王", "match_with", ("R3",), ("S3",), 30000, "CNY", "电话确认", "applied")]


@pytest.fixture(scope="module")
def month() -> dict[str, Page]:
    made = outcome(BOOK, LINKS, reasons=REASONS, problems=PROBLEMS, readings=READINGS)
    return {page.key: page for page in pages(made, decisions=DECISIONS)}


ALWAYS = tuple(key for key in ORDER if key not in OPTIONAL)  # test_orders.py has the others


@pytest.mark.parametrize("key", ALWAYS)
def test_tab(month, key):
    """The goldens are in golden/; `TICKTIE_GOLDEN=write pytest tests/reports` rewrites them, and a person reads the diff."""
    told, path = text(month[key]) + "\n", GOLDEN / f"{key}.txt"
    if os.environ.get("TICKTIE_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(told, "utf-8")
    assert told.splitlines() == path.read_text("utf-8").splitlines()


def test_tabs_stand_in_the_contract_s_order(month):
    assert tuple(month) == ALWAYS


def test_a_title_that_the_user_has_is_left_to_the_user():
    assert titles("en", ["matched", "Sheet1"])["matched"] == "Matched (ticktie)"
    assert titles("zh-Hans", ["Matched"])["matched"] == "已匹配"


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_no_two_columns_of_a_table_have_one_title(language):
    """People's columns are found again by their titles."""
    made = outcome(BOOK + "; S9 星 06-01 5 cur=USD", LINKS, problems=PROBLEMS, readings=READINGS)
    for page in pages(made, language, decisions=DECISIONS):
        for block in page.blocks:
            if isinstance(block, Table):
                found = [c.title for c in block.columns]
                assert len(set(found)) == len(found), (page.key, found)


def test_a_book_of_nothing_makes_every_tab():
    assert [p.key for p in pages(outcome("", language="en"))] == list(ALWAYS)


def test_the_order_of_rows_does_not_change_the_tabs():
    """Only addresses differ when a user sorts the sheets."""
    one = outcome("S1 华联 06-02 10 no=A; S2 华联 06-02 10 no=B; S3 新星 06-01 5 no=C; R4 华联 06-05 10; R5 新星 06-05 5", "R4>S1 10; R5>S3 5")
    two = outcome("R5 新星 06-05 5; S3 新星 06-01 5 no=C; S2 华联 06-02 10 no=B; R4 华联 06-05 10; S1 华联 06-02 10 no=A", "R5>S3 5; R4>S1 10")
    for key in ("matched", "unmatched", "aging", "statement"):
        told = [[_without_addresses(p) for p in pages(made) if p.key == key] for made in (one, two)]
        assert told[0] == told[1]


def _without_addresses(page: Page) -> list[list[object]]:
    tables = [b for b in page.blocks if isinstance(b, Table)]
    return [[v for c, v in zip(t.columns, row, strict=True) if c.kind != "link"] for t in tables for row in t.rows]


# --- parts ---

AGES = """
case                  | item                          | bucket
due tomorrow          | S1 A 01-01 5 due=07-01        | 0
due today             | S1 A 01-01 5 due=06-30        | 0
a day late            | S1 A 01-01 5 due=06-29        | 1
30 days late          | S1 A 01-01 5 due=05-31        | 1
31 days late          | S1 A 01-01 5 due=05-30        | 2
60 and 61             | S1 A 01-01 5 due=05-01        | 2
61 days late          | S1 A 01-01 5 due=04-30        | 3
90 days late          | S1 A 01-01 5 due=04-01        | 3
91 days late          | S1 A 01-01 5 due=03-31        | 4
no due date: its own  | S1 A 06-29 5                  | 1
"""


@pytest.mark.parametrize(("item", "expected"), table(AGES))
def test_bucket(item, expected):
    assert bucket(view(outcome(item)), 0) == int(expected)


RANGES = """
case          | rows             | shown
one           | 5                | 5
a run         | 8 9 10           | 8-10
both          | 12 5 8 9 10 11   | 5, 8-12
twice         | 5 5 6            | 5-6
"""


@pytest.mark.parametrize(("rows", "shown"), table(RANGES))
def test_ranges(rows, shown):
    assert ranges([int(r) for r in rows.split()]) == shown


def test_ranges_stop_after_a_dozen():
    assert ranges(range(1, 100, 2)).endswith("23 …")


def test_items_are_named_by_number_or_by_place():
    made = view(outcome("S1 A 06-01 5 no=SO1; S2 A 06-01 6 no=SO1; S3 A 06-01 7 no=SO3; R4 A 06-01 8"))
    assert made.names([2, 3]) == "SO3、收款!5"
    assert made.names([0, 1]) == "SO1（订单!2）、SO1（订单!3）"
    assert made.names([0, 2, 2]) == "SO1、SO3"


def test_many_items_are_counted():
    made = view(outcome("; ".join(f"S{n} A 06-01 5 no=N{n}" for n in range(1, 10))), "en")
    assert made.names(range(9)) == "N1, N2, N3, N4, N5, N6 and others, 9 in all"


def test_a_reason_without_words_says_its_code():
    made = outcome("R1 A 06-01 5", reasons="R1 nobody_wrote_this")
    assert "nobody_wrote_this" in text(next(p for p in pages(made) if p.key == "unmatched"))


WHYS = """
case                    | code                | facts                              | said
a word for set aside    | number_set_aside    | candidates=0 why=cancelled         | 所指单据 SO1 已取消或不参与（已取消），这笔钱怎么办要由人决定。
numbers in a list       | number_not_in_book  | numbers=A,B                        | 附言写的单号 A、B 不在本账内。
a missing fact is empty | number_not_in_book  |                                    | 附言写的单号  不在本账内。
a name as it is         | payer_other         | payer={0}                          | 付款人「{0}」不是账上的客户。
groups of candidates    | equal_amounts       | candidates=0,1                     | 同额的单据与收款张数不等：SO1、SO2，不能断定付的是哪一张。
"""


@pytest.mark.parametrize(("code", "facts", "said"), table(WHYS))
def test_a_reason_is_a_sentence(code, facts, said):
    pairs = dict(f.split("=") for f in facts.split())
    told = {k: tuple(v.split(",")) if k == "numbers" else [(int(i),) for i in v.split(",")] if k == "candidates" else v for k, v in pairs.items()}
    assert view(outcome("S1 A 06-01 5 no=SO1; S2 A 06-01 5 no=SO2")).because(Because(code, told)) == said


def test_changes_since_the_last_run_are_listed():
    made = replace(outcome("S1 A 06-01 5"), changes=[{"change": "gone", "charge": "SO1", "payment": "收款!2", "because": "两种可能"}])
    assert "取消 | SO1 | 收款!2 | 两种可能" in text(pages(made)[0])


def test_notes_and_problems_without_words_say_their_code():
    made = outcome("S1 A 06-01 5", problems=[Problem("brand_new", Source("订单", 2))], readings=[Reading("订单", "order", 1, notes=("brand_new 3",))])
    by = {page.key: text(page) for page in pages(made)}
    assert "brand_new 3" in by["overview"]
    assert "错误 | brand_new | 订单!A2" in by["problems"]


def test_a_doubt_without_candidates_is_one_row():
    made = outcome("S1 A 06-01 5; R2 A 06-02 5", "R2!", language="en")
    (row,) = next(p for p in pages(made) if p.key == "to_confirm").table("to_confirm").rows
    assert row[-1] == '[["R2"],[]]'


def test_the_nearest_are_named_with_date_and_amount():
    made = view(outcome("S1 A 06-01 1200 no=SO1; S2 A 06-03 7; S3 - 05-31 5 flags=opening"), "en")
    assert nearest(made, [0, 1, 2]) == "SO1 06-01 1,200.00\n订单!3 06-03 7.00\n订单!4 5.00"


STATEMENTS = """
case                               | items                                                                    | links                        | customer | closing
charges less receipts              | S1 A 06-02 100 no=X; R2 A 06-05 40                                       | R2>S1 40                     |          | 60.00
money not matched counts too       | S1 A 06-02 100 no=X; R2 A 06-05 40                                       |                              |          | 60.00
a difference settles               | S1 A 06-02 100 no=X; R2 A 06-05 95                                       | R2>S1 95 +discount 5         | A        | 0.00
paid by another firm               | S1 A 06-02 100 no=X; R2 B 06-05 100; S3 B 06-01 9                        | R2>S1 100                    | A        | 0.00
paid for another firm              | S1 A 06-02 100 no=X; R2 B 06-05 100; S3 B 06-01 9                        | R2>S1 100                    | B        | 9.00
a proposal is nobody's yet         | S1 A 06-02 100 no=X; R2 李娜 06-05 100                                    | R2?S1 100                    | A        | 100.00
set aside takes no part            | S1 A 06-02 100 no=X; S2 A 06-03 7 aside=draft; R3 A 06-05 5 aside=duplicate |                           |          | 100.00
a return against its order         | S1 A 06-02 100 no=X; S2 A 06-03 -30 no=Y                                 | S2>S1 30                     |          | 70.00
money taken back by the bank       | S1 A 06-02 100 no=X; R2 A 06-03 50; R3 A 06-04 -50                       | R2>R3 50                     |          | 100.00
an opening balance                 | S1 A 05-31 500 flags=opening; S2 A 06-02 100 no=X                        |                              |          | 600.00
the customer named by rule         | S1 A 06-02 100 no=X; S2 B 06-02 7 no=Y                                   |                              | B        | 7.00
a name that is not in the book     | S1 A 06-02 100 no=X; S2 B 06-02 7 no=Y                                   |                              | C        | 100.00
nothing in the period              | S1 A 05-02 100 no=X; R2 A 05-05 40                                       |                              |          | 60.00
lines of one document are one line | S1 A 06-02 60 no=X; S2 A 06-02 40 no=X                                   |                              |          | 100.00
"""


@pytest.mark.parametrize(("items", "links", "customer", "closing"), table(STATEMENTS))
def test_statement_closes(items, links, customer, closing):
    made = outcome(items, links, statement_customer=customer)
    page = next(p for p in pages(made) if p.key == "statement")
    assert str(page.table("account_CNY").rows[-1][-1]) == closing


def test_a_statement_has_a_block_for_each_currency():
    page = next(p for p in pages(outcome("S1 A 06-02 100; S2 A 06-02 5 cur=USD; S3 A 06-03 7 cur=JPY"), "en") if p.key == "statement")
    assert [b.name for b in page.blocks if isinstance(b, Table)] == [f"{t}_{c}" for c in ("CNY", "JPY", "USD") for t in ("account", "roll", "ages")]


def test_a_currency_has_its_own_places():
    made = pages(outcome("S1 A 06-02 100; S2 A 06-02 5 cur=KWD; S3 A 06-03 7 cur=JPY"))
    unmatched = next(p for p in made if p.key == "unmatched").table("unmatched")
    assert [str(a) for a in unmatched.column("amount")] == ["100.00", "5.000", "7"]
    assert list(unmatched.places) == [2, 3, 0]


def test_days_count_to_the_cut_off():
    made = outcome("S1 A 06-02 100", as_of="2026-06-30")
    assert next(p for p in pages(made) if p.key == "unmatched").table("unmatched").column("days") == [(dt.date(2026, 6, 30) - dt.date(2026, 6, 2)).days]
