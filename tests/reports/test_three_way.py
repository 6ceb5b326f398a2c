"""The tab "By customer": ordered, delivered and paid of each customer, and what is missing on each side."""

from __future__ import annotations

import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notation import table
from tests.reports.outcomes import outcome, text
from tests.reports.test_orders import LINKS, MONTH, REASONS, book, tab
from ticktie.domain.page import Page, Table
from ticktie.reports.pages import pages
from ticktie.reports.tie_out import violations

GOLDEN = Path(__file__).parent / "golden" / "three_way_goods.txt"


def told(page: Page) -> str:
    """`A ordered 100 paid 60`: what each row says, nothing where a cell is empty; `A USD` where there are several currencies."""
    shown = page.table("three_way")
    rows = []
    for row in shown.rows:
        cells = {c.key: v for c, v in zip(shown.columns, row, strict=True) if v is not None}
        name = " ".join(cells.pop(k) for k in ("customer", "currency") if k in cells)
        rows.append(f"{name} " + " ".join(f"{k} {f'{v:f}'.removesuffix('.00')}" for k, v in cells.items()))
    return "; ".join(rows)


GOODS = """
case                          | items                                                                             | links             | told
all came, all paid            | S1 A 06-02 100 no=SO1; D2 A 06-03 100 rel=SO1; R3 A 06-05 100                     | R3>S1 100         | A ordered 100 delivered 100 paid 100 net 0
nothing came, paid            | S1 A 06-02 100 no=SO1; S4 A 06-02 9 no=SO4; D5 A 06-03 9 rel=SO4; R3 A 06-05 100  | R3>S1 100         | A ordered 109 delivered 9 to_deliver 100 paid 100 residual 9 paid_not_delivered 100 delivered_not_paid 9 net 9
a part came, a part paid      | S1 A 06-02 100 no=SO1; D2 A 06-03 40 rel=SO1; R3 A 06-05 70                       | R3>S1 70          | A ordered 100 delivered 40 to_deliver 60 paid 70 residual 30 paid_not_delivered 30 net 30
more came than was paid       | S1 A 06-02 100 no=SO1; D2 A 06-03 90 rel=SO1; R3 A 06-05 70                       | R3>S1 70          | A ordered 100 delivered 90 to_deliver 10 paid 70 residual 30 delivered_not_paid 20 net 30
more came than was ordered    | S1 A 06-02 100 no=SO1; D2 A 06-03 130 rel=SO1                                     |                   | A ordered 100 delivered 130 residual 100 delivered_not_paid 100 net 100
some came back                | S1 A 06-02 100 no=SO1; D2 A 06-03 100 rel=SO1; D3 A 06-04 -30 rel=SO1             |                   | A ordered 100 delivered 70 returned 30 to_deliver 30 residual 100 delivered_not_paid 70 net 100
all came back                 | S1 A 06-02 100 no=SO1; D2 A 06-03 100 rel=SO1; D3 A 06-04 -120 rel=SO1            |                   | A ordered 100 delivered -20 returned 120 to_deliver 100 residual 100 net 100
a return without goods        | S1 A 06-02 -30 no=TH1; S2 A 06-02 9 no=SO2; D3 A 06-03 9 rel=SO2                  |                   | A ordered -21 delivered 9 returned 30 residual -21 delivered_not_paid 9 net -21
a return and its goods        | S1 A 06-02 -30 no=TH1; D2 A 06-03 -30 rel=TH1                                     |                   | A ordered -30 delivered -30 returned 30 residual -30 net -30
cheaper, all goods came       | S1 A 06-02 100 no=SO1 quantity=10; D2 A 06-03 95 rel=SO1 quantity=10              |                   | A ordered 100 delivered 95 residual 100 delivered_not_paid 95 net 100
delivered without an order    | S1 A 06-02 100 no=SO1; D2 A 06-03 70 no=CK2                                       |                   | A ordered 100 delivered 70 to_deliver 100 not_ordered 70 residual 100 net 100
returned without an order     | S1 A 06-02 100 no=SO1; D2 A 06-03 -70 no=CK2                                      |                   | A ordered 100 delivered -70 returned 70 to_deliver 100 not_ordered -70 residual 100 net 100
cancelled, yet delivered      | S1 A 06-02 100 no=SO1 aside=cancelled; D2 A 06-03 70 rel=SO1                      |                   | A ordered 0 delivered 70 not_ordered 70 net 0
cancelled, some came back     | S1 A 06-02 100 no=SO1 aside=cancelled; D2 A 06-03 70 rel=SO1; D3 A 06-03 -30 rel=SO1 |                | A ordered 0 delivered 40 returned 30 not_ordered 40 net 0
a cancelled return            | S1 A 06-02 -30 no=TH1 aside=cancelled; S2 A 06-02 9 no=SO2; D3 A 06-03 9 rel=SO2  |                   | A ordered 9 delivered 9 residual 9 delivered_not_paid 9 net 9
a part came, less a fee       | S1 A 06-02 100 no=SO1; D2 A 06-03 90 rel=SO1; R3 A 06-05 70                       | R3>S1 70 +fee 5   | A ordered 100 delivered 90 to_deliver 10 paid 70 differences 5 residual 25 delivered_not_paid 15 net 25
a draft of a delivery         | S1 A 06-02 100 no=SO1; D2 A 06-03 70 rel=SO1; D3 A 06-03 30 rel=SO1 aside=draft   |                   | A ordered 100 delivered 70 to_deliver 30 residual 100 delivered_not_paid 70 net 100
paid on account               | S1 A 06-02 100 no=SO1; D2 A 06-03 100 rel=SO1; R3 A 06-05 130                     | R3>S1 100         | A ordered 100 delivered 100 paid 100 unapplied 30 net -30
paid less a fee               | S1 A 06-02 100 no=SO1; D2 A 06-03 100 rel=SO1; R3 A 06-05 95                      | R3>S1 95 +fee 5   | A ordered 100 delivered 100 paid 95 differences 5 net 0
brought forward               | S1 A 05-31 40 flags=opening; S2 A 06-02 100 no=SO1; D3 A 06-03 100 rel=SO1        |                   | A opening 40 ordered 100 delivered 100 residual 140 delivered_not_paid 100 net 140
two customers, and a stranger | S1 A 06-02 100 no=SO1; D2 A 06-03 100 rel=SO1; S3 B 06-02 9 no=SO3; R4 X 06-05 7  |                   | A ordered 100 delivered 100 residual 100 delivered_not_paid 100 net 100; B ordered 9 to_deliver 9 residual 9 net 9; （付款人不是账上的客户） ordered 0 unapplied 7 net -7
two currencies                | S1 A 06-02 100 no=SO1; D2 A 06-03 100 rel=SO1; S3 A 06-02 9 no=SO3 cur=USD        |                   | A CNY ordered 100 delivered 100 residual 100 delivered_not_paid 100 net 100; A USD ordered 9 to_deliver 9 residual 9 net 9
"""


@pytest.mark.parametrize(("items", "links", "expected"), table(GOODS))
def test_three_ways(items, links, expected):
    made = book(items, links)
    assert told(tab(made, "three_way")) == expected
    assert violations(made, pages(made)) == []


BY_DELIVERIES = """
case                          | items                                                                             | links             | told
one note of two is paid       | S1 A 06-02 100 no=SO1; D2 A 06-03 60 no=CK2 rel=SO1; D3 A 06-04 30 no=CK3 rel=SO1; R4 A 06-09 60 | R4>D2 60 | A ordered 100 delivered 90 to_deliver 10 paid 60 residual 30 delivered_not_paid 30 net 30
a note without an order       | S1 A 06-02 100 no=SO1; D2 A 06-03 60 no=CK2                                       |                   | A ordered 100 delivered 60 to_deliver 100 not_ordered 60 residual 60 delivered_not_paid 60 net 60
"""


@pytest.mark.parametrize(("items", "links", "expected"), table(BY_DELIVERIES))
def test_deliveries_as_the_charges(items, links, expected):
    made = book(items, links, charge_side="delivery")
    assert told(tab(made, "three_way")) == expected
    assert violations(made, pages(made)) == []


ONE_SIDE = """
case                          | side     | items                                                           | links     | told
orders only                   | order    | S1 A 06-02 100; S2 A 06-03 -30; R3 A 06-05 60                   | R3>S1 60  | A ordered 70 returned 30 paid 60 residual 10 net 10
deliveries only               | delivery | D1 A 06-02 100; D2 A 06-03 -30; R3 A 06-05 60                   | R3>D1 60  | A delivered 70 returned 30 paid 60 residual 10 net 10
only what is brought forward  | order    | S1 A 05-31 40 flags=opening; R3 A 06-05 40                      | R3>S1 40  | A opening 40 ordered 0 paid 40 net 0
payments only                 | order    | R3 A 06-05 60                                                   |           | （付款人不是账上的客户） ordered 0 unapplied 60 net -60
all set aside                 | order    | S1 A 06-02 100 aside=draft; R2 A 07-05 9 aside=after_as_of      |           |
"""


@pytest.mark.parametrize(("side", "items", "links", "expected"), table(ONE_SIDE))
def test_a_book_without_the_other_side_says_what_it_can(side, items, links, expected):
    made = outcome(items, links, charge_side=side)
    assert told(tab(made, "three_way")) == expected
    assert violations(made, pages(made)) == []


def test_part_paid_documents_are_shown_whole():
    """What a sheet says was received before is paid; also of what is brought forward."""
    made = outcome("S1 A 05-31 40 flags=opening; S2 A 06-02 100 no=SO1; R3 A 06-05 60", "R3>S2 60")
    made.items["document_amount"] = [5000, 13000, 6000]
    assert told(tab(made, "three_way")) == "A opening 50 ordered 130 paid 100 residual 80 net 80"
    assert violations(made, pages(made)) == []


def test_tab():
    """`TICKTIE_GOLDEN=write pytest tests/reports` rewrites it, and a person reads the diff."""
    said = text(tab(book(MONTH, LINKS, reasons=REASONS), "three_way")) + "\n"
    if os.environ.get("TICKTIE_GOLDEN") == "write":
        GOLDEN.write_text(said, "utf-8")
    assert said.splitlines() == GOLDEN.read_text("utf-8").splitlines()


BREAKS = """
case                | table           | column              | found
brought forward     | three_way       | opening             | three_way opening
ordered             | three_way       | ordered             | three_way ordered
delivered           | three_way       | delivered           | three_way delivered
still to deliver    | three_way       | to_deliver          | three_way to_deliver
paid                | three_way       | paid                | three_way paid
differences         | three_way       | differences         | three_way differences
open charges        | three_way       | residual            | three_way residual
unapplied           | three_way       | unapplied           | three_way unapplied
net                 | three_way       | net                 | three_way net
a row               | three_way       | net                 | columns do not make the total
a total             | three_way_total | ordered             | three_way_total ordered
a total of receipts | three_way_total | unapplied           | three_way_total unapplied
"""


@pytest.mark.parametrize(("name", "column", "found"), table(BREAKS))
def test_a_cent_too_much_is_found(name, column, found):
    made = book(MONTH, LINKS, reasons=REASONS)
    broken = [_broken(p, name, column) if p.key == "three_way" else p for p in pages(made)]
    assert found in " ".join(violations(made, broken))


def _broken(page: Page, name: str, column: str) -> Page:
    old = page.table(name)
    at = next(i for i, c in enumerate(old.columns) if c.key == column)
    rows: list[list[Any]] = [list(row) for row in old.rows]
    row = next(row for row in rows if isinstance(row[at], Decimal))
    row[at] += Decimal("0.01")
    return replace(page, blocks=[replace(b, rows=rows) if isinstance(b, Table) and b.name == name else b for b in page.blocks])


_ORDER = st.tuples(st.sampled_from("AB"), st.sampled_from([100, 100, 60, -30, 0]), st.sampled_from(["SO1", "SO2", "SO3", ""]), st.sampled_from(["", "", "", "cancelled", "draft"]))
_DELIVERY = st.tuples(st.sampled_from("AB"), st.sampled_from([100, 40, 60, -30, -120]), st.sampled_from(["SO1", "SO2", "SO3", "SO9", ""]), st.sampled_from(["", "", "", "draft"]))


@settings(max_examples=100, deadline=None)
@given(orders=st.lists(_ORDER, max_size=6), deliveries=st.lists(_DELIVERY, max_size=6), side=st.sampled_from(["order", "delivery"]))
def test_every_book_ties_out(orders, deliveries, side):
    said = [f"S{n} {p} 06-02 {m}" + (f" no={no}" if no else "") + (f" aside={a}" if a else "") for n, (p, m, no, a) in enumerate(orders)]
    said += [f"D{n} {p} 06-03 {m}" + (f" rel={no}" if no else "") + (f" aside={a}" if a else "") for n, (p, m, no, a) in enumerate(deliveries, len(orders))]
    if not said:
        return
    made = book("; ".join([*said, "R90 A 06-05 44"]), charge_side=side)
    assert violations(made, pages(made)) == []
