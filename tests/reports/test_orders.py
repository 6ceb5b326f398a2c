"""The tab "Order status": every state an order can be in, what is to be looked at, and what the amounts come to."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from tests.notation import table
from tests.reports.outcomes import frame, outcome, text, view
from ticktie.commands.reconcile import Request, reconcile
from ticktie.domain.deliveries import named_orders
from ticktie.domain.money import to_text
from ticktie.domain.outcome import Outcome
from ticktie.domain.page import Page
from ticktie.matching.ties import tie_deliveries
from ticktie.reports.fulfilment import documents, shares
from ticktie.reports.orders import counts
from ticktie.reports.pages import ORDER, pages
from ticktie.reports.tie_out import violations
from ticktie.samples.month import make
from ticktie.workbook.sample_file import write_month

GOLDEN = Path(__file__).parent / "golden" / "orders.txt"


def book(items: str, links: str = "", **more: Any) -> Outcome:
    """An outcome whose deliveries are tied as the engine ties them."""
    made = frame(items)
    said = [f"{made['key'][t.order]}={made['key'][t.delivery]} {to_text(t.amount, made['currency'][t.order])}" for t in tie_deliveries(made, "order")]
    return outcome(items, links, ties="; ".join(said), **more)


def tab(made: Outcome, key: str = "orders") -> Page:
    return next(p for p in pages(made) if p.key == key)


def told(made: Outcome) -> list[dict[str, Any]]:
    orders = tab(made).table("orders")
    return [dict(zip((c.key for c in orders.columns), row, strict=True)) for row in orders.rows]


# --- every state, one row each ---

DELIVERED = """
case                           | items                                                                                            | links       | state    | flags
nothing came                   | S1 A 06-02 100 no=SO1; S2 A 06-02 9 no=SO2; D3 A 06-03 9 rel=SO2                                 |             | 未送货   |
a part came                    | S1 A 06-02 100 no=SO1; D2 A 06-03 40 rel=SO1                                                     |             | 部分送货 |
in two parts                   | S1 A 06-02 100 no=SO1; D2 A 06-03 40 rel=SO1; D3 A 06-04 60 rel=SO1                              |             | 已送齐   |
all came                       | S1 A 06-02 100 no=SO1; D2 A 06-03 100 rel=SO1                                                    |             | 已送齐   |
more than ordered, one note    | S1 A 06-02 100 no=SO1; D2 A 06-03 120 rel=SO1                                                    |             | 超量送货 | 多送 20.00
more than ordered, a note more | S1 A 06-02 100 no=SO1; D2 A 06-03 100 rel=SO1; D3 A 06-04 20 rel=SO1                             |             | 超量送货 | 多送 20.00
some came back                 | S1 A 06-02 100 no=SO1; D2 A 06-03 100 rel=SO1; D3 A 06-04 -30 rel=SO1                            |             | 部分送货 | 退货 30.00
all came back                  | S1 A 06-02 100 no=SO1; D2 A 06-03 100 rel=SO1; D3 A 06-04 -100 rel=SO1                           |             | 未送货   | 退货 100.00
short in quantity              | S1 A 06-02 100 no=SO1 quantity=10; D2 A 06-03 80 rel=SO1 quantity=8                              |             | 部分送货 | 少送 2
beyond in quantity             | S1 A 06-02 100 no=SO1 quantity=10; D2 A 06-03 100 rel=SO1 quantity=11                            |             | 超量送货 | 多送 1
short by a fraction            | S1 A 06-02 100 no=SO1 quantity=0.3; D2 A 06-03 90 rel=SO1 quantity=0.1; D3 A 06-03 9 rel=SO1 quantity=0.1 |    | 部分送货 | 少送 0.1
fractions that are the whole   | S1 A 06-02 100 no=SO1 quantity=0.3; D2 A 06-03 90 rel=SO1 quantity=0.1; D3 A 06-03 10 rel=SO1 quantity=0.2 |   | 已送齐   |
same quantity, cheaper         | S1 A 06-02 100 no=SO1 quantity=10; D2 A 06-03 95 rel=SO1 quantity=10                             |             | 已送齐   | 数量相同，价格少 5.00
same quantity, dearer          | S1 A 06-02 100 no=SO1 quantity=10; D2 A 06-03 105 rel=SO1 quantity=10                            |             | 已送齐   | 数量相同，价格多 5.00
one quantity is missing        | S1 A 06-02 100 no=SO1 quantity=10; D2 A 06-03 95 rel=SO1                                         |             | 部分送货 |
goods short, others beyond     | S1 A 06-02 60 no=SO1 product=杯 quantity=6; S2 A 06-02 40 no=SO1 product=盒 quantity=4; D3 A 06-03 50 rel=SO1 product=杯 quantity=5; D4 A 06-03 50 rel=SO1 product=盒 quantity=5 |  | 部分送货 | 少送 杯 1；多送 盒 1
goods under other names        | S1 A 06-02 60 no=SO1 product=杯 quantity=6; D3 A 06-03 50 rel=SO1 product=保温杯 quantity=6      |             | 已送齐   | 数量相同，价格少 10.00
returned goods count back      | S1 A 06-02 100 no=SO1 quantity=10; D2 A 06-03 100 rel=SO1 quantity=10; D3 A 06-04 -30 rel=SO1 quantity=3 |     | 部分送货 | 退货 30.00；少送 3
all goods came back            | S1 A 06-02 100 no=SO1 quantity=10; D2 A 06-03 100 rel=SO1 quantity=10; D3 A 06-04 -100 rel=SO1 quantity=10 |    | 未送货   | 退货 100.00；少送 10
a sample for nothing           | S1 A 06-02 0 no=SO1 quantity=1; D2 A 06-03 0 rel=SO1 quantity=1                                  |             | 已送齐   |
goods taken back               | S1 A 06-02 -30 no=TH1; S2 A 06-02 9 no=SO2; D3 A 06-03 9 rel=SO2                                 |             | 退货     |
goods taken back, and received | S1 A 06-02 -30 no=TH1; D2 A 06-03 -30 rel=TH1                                                    |             | 已送齐   |
goods taken back in part       | S1 A 06-02 -30 no=TH1; D2 A 06-03 -10 rel=TH1                                                    |             | 部分送货 |
lines of one number            | S1 A 06-02 60 no=SO1; S2 A 06-02 40 no=SO1; D3 A 06-03 100 rel=SO1                               |             | 已送齐   |
the delivery has the number    | S1 A 06-02 100 no=SO1; D2 A 06-03 100 no=so-1                                                    |             | 已送齐   |
one note for two orders        | S1 A 06-02 100 no=SO1001; S2 A 06-03 50 no=SO1002; D3 A 06-03 150 rel=SO1001/SO1002              |             | 已送齐   |
cancelled                      | S1 A 06-02 100 no=SO1 aside=cancelled; S2 A 06-02 9 no=SO2; D3 A 06-03 9 rel=SO2                 |             | 已取消   |
cancelled, yet delivered       | S1 A 06-02 100 no=SO1 aside=cancelled; D2 A 06-03 70 rel=SO1                                     |             | 已取消   | 已取消，但已送货 70.00
only a draft                   | S1 A 06-02 100 no=SO1 aside=draft; S2 A 06-02 9 no=SO2; D3 A 06-03 9 rel=SO2                     |             | 草稿     |
delivered, names nothing       | D1 A 06-02 70 no=CK1; S2 B 06-02 9 no=SO2; D3 A 06-03 9 rel=SO2                                  |             | 送货无订单 | 没有写订单号
delivered, names another       | D1 A 06-02 70 no=CK1 rel=SO7; S2 B 06-02 9 no=SO2; D3 A 06-03 9 rel=SO2                          |             | 送货无订单 | 账内没有所写的订单 SO7
delivered, names one of two    | D1 A 06-02 70 no=CK1 rel=SO2; S2 B 06-02 9 no=SO2 flags=number_unsure; S3 C 06-02 9 no=SO2 flags=number_unsure |  | 送货无订单 | 所写的订单号 SO2 不止一张订单在用
paid, nothing came             | S1 A 06-02 100 no=SO1; R1 A 06-02 100; S2 B 06-02 9 no=SO2; D3 A 06-03 9 rel=SO2                 | R1>S1 100   | 未送货   | 已收未送 100.00
deposit, nothing came          | S1 A 06-02 100 no=SO1; R1 A 06-02 30; S2 B 06-02 9 no=SO2; D3 A 06-03 9 rel=SO2                  | R1>S1 30    | 未送货   | 已收未送 30.00
paid, a part came              | S1 A 06-02 100 no=SO1; R1 A 06-02 100; D3 A 06-03 60 rel=SO1                                     | R1>S1 100   | 部分送货 | 已收未送 40.00
paid for what came             | S1 A 06-02 100 no=SO1; R1 A 06-02 60; D3 A 06-03 60 rel=SO1                                      | R1>S1 60    | 部分送货 |
"""


@pytest.mark.parametrize(("items", "links", "state", "flags"), table(DELIVERED))
def test_what_was_delivered(items, links, state, flags):
    made = book(items, links)
    rows = told(made)
    row = next((r for r in rows if r["number"] in ("SO1", "SO1001", "TH1", "CK1")), rows[0])
    assert (row["delivery_state"], row["flags"] or "") == (state, flags)
    assert violations(made, pages(made)) == []


PAID = """
case                          | items                                                                    | links                      | reasons                        | state    | paid   | flags
unpaid                        | S1 A 06-02 100 no=SO1                                                    |                            |                                | 未收款   | 0.00   |
part                          | S1 A 06-02 100 no=SO1; R2 A 06-05 60                                     | R2>S1 60                   |                                | 部分收款 | 60.00  |
paid                          | S1 A 06-02 100 no=SO1; R2 A 06-05 100                                    | R2>S1 100                  |                                | 已收清   | 100.00 |
paid less a fee               | S1 A 06-02 100 no=SO1; R2 A 06-05 95                                     | R2>S1 95 +fee 5            |                                | 已收清   | 95.00  |
paid too much                 | S1 A 06-02 100 no=SO1; R2 A 06-05 130                                    | R2>S1 100                  | R2 on_account                  | 多收款   | 100.00 | 多收 30.00（收款!3）
paid too much, several orders | S1 A 06-02 100 no=SO1; S3 A 06-02 20 no=SO0; R2 A 06-05 130              | R2>S3 20, R2>S1 100        | R2 on_account                  | 多收款   | 100.00 | 多收 10.00（收款!4）
paid twice                    | S1 A 06-02 100 no=SO1; R2 A 06-05 100; R3 A 06-08 100                    | R2>S1 100                  | R3 number_already_settled S1   | 多收款   | 100.00 | 多收 100.00（收款!4）
a part with a rest elsewhere  | S1 A 06-02 100 no=SO1; R2 A 06-05 130                                    | R2>S1 60                   |                                | 部分收款 | 60.00  |
only proposed                 | S1 A 06-02 100 no=SO1; R2 A 06-05 100                                    | R2?S1 100                  |                                | 未收款   | 0.00   |
set off by a return           | S1 A 06-02 100 no=SO1; S2 A 06-04 -30 no=TH2; R3 A 06-05 70              | S2>S1 30; R3>S1 70         |                                | 已收清   | 100.00 |
cancelled but paid            | S1 A 06-02 100 no=SO1 aside=cancelled; R2 A 06-05 100                    | R2!S1 why=number_set_aside |                                |          |        | 已取消，但已收款 100.00（收款!3）
a refund                      | S1 A 06-02 -30 no=SO1; R2 A 06-05 -30                                    | R2>S1 -30                  |                                | 已退冲   | -30.00 |
a refund to come              | S1 A 06-02 -30 no=SO1                                                    |                            |                                | 未退冲   | 0.00   |
nothing to be paid            | S1 A 06-02 0 no=SO1                                                      |                            |                                |          | 0.00   |
"""
OTHER = "; S9 Z 06-02 9 no=SO9; D9 Z 06-03 9 rel=SO9"
GOODS = "; D8 A 06-03 100 rel=SO1"


@pytest.mark.parametrize(("items", "links", "reasons", "state", "paid", "flags"), table(PAID))
def test_what_was_paid(items, links, reasons, state, paid, flags):
    goods = GOODS if "S1 A 06-02 100 no=SO1;" in items + ";" else OTHER
    made = book(items + goods, links, reasons=reasons)
    row = next(r for r in told(made) if r["number"] == "SO1")
    shown = row["payment_state"] or "", str(row["paid"]) if row["paid"] is not None else "", row["flags"] or ""
    assert shown == (state, paid, flags)
    assert violations(made, pages(made)) == []


BY_DELIVERIES = """
case                         | items                                                                                        | links                | rows
two notes, one is paid       | S1 A 06-02 100 no=SO1; D2 A 06-03 60 no=CK2 rel=SO1; D3 A 06-04 40 no=CK3 rel=SO1; R4 A 06-09 60 | R4>D2 60         | SO1 已送齐 部分收款 60.00 40.00
all that came is paid        | S1 A 06-02 100 no=SO1; D2 A 06-03 60 no=CK2 rel=SO1; R4 A 06-09 60                           | R4>D2 60             | SO1 部分送货 已收清 60.00 0.00
nothing came, nothing due    | S1 A 06-02 100 no=SO1; S5 A 06-02 9 no=SO5; D2 A 06-03 9 no=CK2 rel=SO5                      |                      | SO1 未送货 - 0.00 0.00, SO5 已送齐 未收款 0.00 9.00
one note for two orders      | S1 A 06-02 100 no=SO1001; S2 A 06-03 50 no=SO1002; D3 A 06-03 150 rel=SO1001、SO1002; R4 A 06-09 120 | R4>D3 120    | SO1001 已送齐 已收清 100.00 0.00, SO1002 已送齐 部分收款 20.00 30.00
a note of a cancelled order  | S1 A 06-02 100 no=SO1 aside=cancelled; D2 A 06-03 60 no=CK2 rel=SO1; R4 A 06-09 50          | R4>D2 50             | SO1 已取消 - 50.00 10.00
a note without an order      | S1 A 06-02 100 no=SO1; D2 A 06-03 60 no=CK2; R4 A 06-09 50                                   | R4>D2 50 +discount 10 | SO1 未送货 - 0.00 0.00, CK2 送货无订单 已收清 50.00 0.00
"""


@pytest.mark.parametrize(("items", "links", "rows"), table(BY_DELIVERIES))
def test_deliveries_as_the_charges(items, links, rows):
    made = book(items, links, charge_side="delivery")
    shown = [f"{r['number']} {r['delivery_state']} {r['payment_state'] or '-'} {r['paid']} {r['residual']}" for r in told(made)]
    assert ", ".join(shown) == rows
    assert violations(made, pages(made)) == []


# --- ties ---

TIES = """
case                                | items                                                                                                                     | ties
named in the order column           | S1 A 06-01 300 no=SO1; D2 A 06-02 200 no=CK1 rel=SO1                                                                      | S1=D2 200
by the same document number         | S1 A 06-01 300 no=SO1; D2 A 06-02 200 no=so-1                                                                             | S1=D2 200
the order column names none of ours | S1 A 06-01 300 no=SO1; D2 A 06-02 200 no=SO1 rel=PO77                                                                     | S1=D2 200
only the remark names it            | S1 A 06-01 300 no=SO1001; D2 A 06-02 200 no=CK1 memo=订单SO1001                                                           | S1=D2 200
the remark, another customer        | S1 A 06-01 300 no=SO1001; D2 B 06-02 200 no=CK1 memo=订单SO1001                                                           |
the remark names two                | S1 A 06-01 300 no=SO1001; S2 A 06-01 9 no=SO1002; D3 A 06-02 200 memo=SO1001改SO1002                                      |
several orders on one note          | S1 A 06-01 300 no=SO1001; S2 A 06-01 100 no=SO1002; D3 A 06-02 400 rel=SO1001/SO1002                                      | S1=D3 300; S2=D3 100
never beyond the order              | S1 A 06-01 300 no=SO1; D2 A 06-02 400 rel=SO1                                                                             | S1=D2 300
never beyond, two notes             | S1 A 06-01 300 no=SO1; D2 A 06-03 200 rel=SO1; D3 A 06-02 200 rel=SO1                                                     | S1=D2 100; S1=D3 200
lines by product                    | S1 A 06-01 300 no=SO1 product=杯; S2 A 06-01 200 no=SO1 product=盒; D3 A 06-02 200 rel=SO1 product=盒; D4 A 06-02 300 rel=SO1 product=水杯 | S2=D3 200; S1=D4 300
a part of one product               | S1 A 06-01 300 no=SO1 product=杯; S2 A 06-01 200 no=SO1 product=盒; D3 A 06-02 150 rel=SO1 product=盒                      | S2=D3 150
lines by amount                     | S1 A 06-01 300 no=SO1; S2 A 06-01 200 no=SO1; D3 A 06-02 200 rel=SO1; D4 A 06-02 300 rel=SO1                              | S2=D3 200; S1=D4 300
lines by quantity                   | S1 A 06-01 300 no=SO1 quantity=6; S2 A 06-01 200 no=SO1 quantity=4; D3 A 06-02 190 rel=SO1 quantity=4                     | S2=D3 190
another currency                    | S1 A 06-01 300 no=SO1 cur=USD; D2 A 06-02 200 rel=SO1                                                                     |
a return is not a delivery          | S1 A 06-01 300 no=SO1; D2 A 06-02 -200 rel=SO1                                                                            |
a return to a return                | S1 A 06-01 -300 no=TH1; D2 A 06-02 -200 rel=TH1                                                                           | S1=D2 -200
cancelled                           | S1 A 06-01 300 no=SO1 aside=cancelled; D2 A 06-02 200 rel=SO1                                                             |
a line of it cancelled              | S1 A 06-01 300 no=SO1 aside=cancelled; S3 A 06-01 90 no=SO1; D2 A 06-02 200 rel=SO1                                       | S3=D2 90
a number used twice                 | S1 A 06-01 300 no=SO1 flags=number_unsure; S2 A 06-05 90 no=SO1 flags=number_unsure; D3 A 06-02 90 rel=SO1                |
used twice, one is this customer's  | S1 A 06-01 300 no=SO1 flags=number_unsure; S2 B 06-05 90 no=SO1 flags=number_unsure; D3 B 06-02 90 rel=SO1                | S2=D3 90
no orders                           | D3 B 06-02 90 rel=SO1                                                                                                     |
"""


@pytest.mark.parametrize(("items", "expected"), table(TIES))
def test_ties(items, expected):
    made = frame(items)
    said = [f"{made['key'][t.order]}={made['key'][t.delivery]} {to_text(t.amount, 'CNY').removesuffix('.00')}" for t in tie_deliveries(made, "order")]
    assert "; ".join(said) == expected


def test_the_order_of_rows_does_not_change_ties():
    parts = [
        "S1 A 06-01 300 no=SO1", "S2 A 06-01 200 no=SO1 line=2", "D3 A 06-04 200 rel=SO1 no=CK3", "D4 A 06-02 250 rel=SO1 no=CK4", "D5 A 06-02 250 rel=SO1 no=CK5",
    ]  # fmt: skip
    found = set()
    for turned in (parts, parts[::-1], parts[2:] + parts[:2]):
        made = frame("; ".join(turned))
        found.add(frozenset((made["key"][t.order], made["key"][t.delivery], t.amount) for t in tie_deliveries(made, "order")))
    assert len(found) == 1


def test_live_lines_are_named_before_those_set_aside():
    made = frame("S1 A 06-01 5 no=SO1 aside=cancelled; D2 A 06-02 5 rel=SO1")
    assert named_orders(made) == {1: (0,)}
    made = frame("S1 A 06-01 5 no=SO1 aside=cancelled; D2 A 06-02 5 rel=SO1; S3 A 06-01 5 no=SO1")
    assert named_orders(made) == {1: (2,)}


SHARES = """
case                   | values     | sizes    | parts
one part               | 5 1 2      | 8        | 5 1 2
paid goes first        | 50 5 20    | 60 15    | 50 5 5, 0 0 15
more than the first    | 70 0 5     | 60 15    | 60 0 0, 10 0 5
negative               | -70 0 -5   | -60 -15  | -60 0 0, -10 0 -5
three                  | 3 3 3      | 2 2 5    | 2 0 0, 1 1 0, 0 2 3
"""


@pytest.mark.parametrize(("values", "sizes", "parts"), table(SHARES))
def test_shares(values, sizes, parts):
    one, two, three = (int(v) for v in values.split())
    found = shares((one, two, three), [int(s) for s in sizes.split()])
    assert ", ".join(" ".join(map(str, part)) for part in found) == parts


# --- the page ---

MONTH = """
S1 华联 06-02 1200 no=SO1 product=保温杯 quantity=12; S2 华联 06-10 500.50 no=SO2; S3 新星 06-01 300 no=SO3 product=杯 quantity=3;
S4 新星 06-01 200 no=SO3 product=盒 quantity=4; S5 新星 06-20 -50 no=TH5; S6 新星 06-25 88 no=SO6 aside=cancelled; S7 华联 05-31 40 flags=opening;
S8 外贸 06-12 90 no=SO8 cur=USD; D1 华联 06-03 1150 no=CK1 rel=SO1 quantity=12; D2 新星 06-05 300 no=CK2 rel=SO3 product=杯 quantity=3;
D3 新星 06-07 100 no=CK3 rel=SO3 product=盒 quantity=2; D4 华联 06-08 66 no=CK4 rel=SO99; D5 外贸 06-13 45 no=CK5 rel=SO8 cur=USD;
D6 华联 06-14 9 no=CK6 aside=draft; R1 华联 06-05 1195; R2 华联 06-15 700; R3 新星 06-18 300; R4 新星 06-26 88
"""
LINKS = "R1>S1 1195 +fee 5; R2>S2 500.50; R3>S3 250; S5>S3 50; R4!S6 why=number_set_aside"
REASONS = "R2 on_account"


@pytest.fixture(scope="module")
def month() -> Outcome:
    return book(MONTH, LINKS, reasons=REASONS)


def test_tab(month):
    """`TICKTIE_GOLDEN=write pytest tests/reports` rewrites it, and a person reads the diff."""
    said = text(tab(month)) + "\n"
    if os.environ.get("TICKTIE_GOLDEN") == "write":
        GOLDEN.write_text(said, "utf-8")
    assert said.splitlines() == GOLDEN.read_text("utf-8").splitlines()


def test_all_is_accounted_for(month):
    assert violations(month, pages(month)) == []


def test_every_tab_stands_in_the_contract_s_order(month):
    assert tuple(p.key for p in pages(month)) == tuple(key for key in ORDER if key not in ("facts", "register", "follow_up"))


@pytest.mark.parametrize("items", [
    "S1 A 06-01 5 no=SO1", "D1 A 06-01 5 no=CK1", "S1 A 06-01 5 no=SO1; D2 A 06-02 5 aside=draft", "S1 A 05-31 5 flags=opening; D2 A 06-02 5", "",
])  # fmt: skip
def test_without_both_sides_there_is_no_tab(items):
    made = book(items)
    assert "orders" not in [p.key for p in pages(made)]
    assert "订单与送货" not in text(tab(made, "overview"))


def test_the_overview_counts(month):
    assert counts(documents(view(month))) == {"none": 1, "part": 2, "paid_not_delivered": 1, "not_ordered": 1}
    assert "订单与送货\n订单 | 未送货 | 部分送货 | 已收未送 | 送货无订单\n6 | 1 | 2 | 1 | 1\n" in text(tab(month, "overview"))


def test_quantities_are_shown_only_where_both_sides_have_them():
    assert "ordered_quantity" not in told(book("S1 A 06-02 100 no=SO1 quantity=10; D2 A 06-03 95 rel=SO1"))[0]
    row = told(book("S1 A 06-02 100 no=SO1 quantity=10; D2 A 06-03 95 rel=SO1 quantity=9.5"))[0]
    assert (str(row["ordered_quantity"]), str(row["delivered_quantity"])) == ("10.0", "9.5")
    row = told(book("S1 A 06-02 100 no=SO1 quantity=10; D2 A 06-03 95 rel=SO1 quantity=9"))[0]
    assert (row["ordered_quantity"], row["delivered_quantity"]) == (10, 9)


def test_part_paid_documents_are_shown_whole():
    """A sheet that gives what is left of each order also says what it was."""
    made = book("S1 A 06-02 60 no=SO1; D2 A 06-03 100 rel=SO1; R3 A 06-09 60", "R3>S1 60")
    items = made.items.copy()
    items.loc[0, "document_amount"] = 10000
    made = replace(made, ledger=replace(made.ledger, items=items))
    row = told(made)[0]
    assert [str(row[k]) for k in ("ordered", "delivered", "paid", "residual", "delivery_state")] == ["100.00", "100.00", "100.00", "0.00", "已送齐"]
    assert violations(made, pages(made)) == []


@pytest.mark.parametrize("key", ["ordered", "delivered", "paid", "differences", "residual"])
def test_a_cent_too_much_is_found(month, key):
    made = pages(month)
    page = next(p for p in made if p.key == "orders")
    orders = page.table("orders")
    at = next(n for n, c in enumerate(orders.columns) if c.key == key)
    rows = [list(row) for row in orders.rows]
    row = next(row for row in rows if row[at] is not None)
    row[at] += Decimal("0.01")
    broken = replace(page, blocks=[replace(b, rows=rows) if b is orders else b for b in page.blocks])
    assert any(v.startswith(f"orders {key}") for v in violations(month, [broken if p is page else p for p in made]))


def test_twenty_thousand_orders_are_quick():
    count = 20_000
    small = frame("S1 A 06-02 100 no=SO1; D2 A 06-03 100 no=CK1 rel=SO1")
    items = pd.concat([small] * count, ignore_index=True)
    numbers = [f"SO{n:06}" for n in range(count) for _ in range(2)]
    items["number"] = [n if side == "order" else n.replace("SO", "CK") for n, side in zip(numbers, items["side"], strict=True)]
    items["related"] = ["" if side == "order" else n for n, side in zip(numbers, items["side"], strict=True)]
    items["key"] = items["id"] = [f"{n}" for n in range(2 * count)]
    ties = tie_deliveries(items, "order")
    assert len(ties) == count
    base = outcome("S1 A 06-02 100; D2 A 06-03 100")
    made = view(replace(base, ledger=replace(base.ledger, items=items), residual=items["amount"].to_numpy(), ties=ties))
    _ = made.order_of, made.states
    start = time.process_time()
    assert len(documents(made)) == count
    assert time.process_time() - start < 2  # 0.4 s on one core of a small machine; processor time, so that a busy one does not matter


# --- a real book ---


def test_a_book_with_deliveries_gets_the_tab(tmp_path):
    path = tmp_path / "book.xlsx"
    write_month(make(7, "easy", 40), path)
    done = reconcile(Request(path, json=tmp_path / "result.json"))
    sheet = load_workbook(path, data_only=True)["订单跟踪"]
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    heading = next(n for n, row in enumerate(rows) if row[0] == "单号")
    numbers = {row[0] for row in rows[heading + 1 :]}
    orders = [i for i in json.loads((tmp_path / "result.json").read_text("utf-8"))["items"] if i["side"] == "order" and i["number"]]
    assert orders
    assert {i["number"] for i in orders} <= numbers
    assert done.outcome.ties
