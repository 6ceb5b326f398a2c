"""Customers' own lists against our charges: what is the same, what differs, and what cannot be told."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notation import frame, table
from ticktie.domain.facts import STATES, Facts, Theirs
from ticktie.domain.grid import Source
from ticktie.domain.outcome import Ledger
from ticktie.domain.problem import Refused
from ticktie.matching.facts import compare


def ledger(items: str, theirs: str, *, charge_side: str = "order", lost: str = "", texts: str = "") -> Ledger:
    """lost: a number of theirs whose row could not be read. texts: what stands above their table."""
    made, ours = frame(theirs), frame(items)
    ours["set_aside"] = ours["set_aside"].str.replace(" ", "_")
    sent = Theirs(made, {lost: Source("T", 9, 3)} if lost else {}, {"T": tuple(texts.split("|"))})
    return Ledger(ours, [], [], dt.date(2026, 6, 30), charge_side, "en", theirs=sent)


def told(facts: Facts | None, book: Ledger) -> str:
    """`S1=T1 equal number`, sorted."""
    assert facts is not None
    assert book.theirs is not None
    ours, theirs = book.items["id"], book.theirs.items["id"]
    said = [f"{'+'.join(ours[i] for i in sorted(f.ours))}={'+'.join(theirs[i] for i in sorted(f.theirs))} {f.state} {f.how}".strip() for f in facts.found]
    return "; ".join(sorted(said))


def found(items: str, theirs: str, **more: Any) -> Facts:
    made = compare(ledger(items, theirs, **more))
    assert made is not None
    return made


NUMBERS = """
case                            | ours                                                         | theirs                                                       | told
the same                        | S1 A 06-02 100 no=SO1001                                     | T1 A 06-02 100 no=SO1001                                     | S1=T1 equal number
another hyphen                  | S1 A 06-02 100 no=SO-1001                                    | T1 A 06-02 100 no=so_1001                                    | S1=T1 equal number
in a remark                     | S1 A 06-02 100 no=SO1001                                     | T1 A 06-02 100 no=PO7 memo=SO1001货款                        | S1=T1 equal number
in the other number column      | S1 A 06-02 100 no=SO1001                                     | T1 A 06-02 100 no=PO7 rel=SO1001                             | S1=T1 equal number
without its prefix              | S1 A 06-02 100 no=SO20260001                                 | T1 A 06-02 100 no=20260001                                   | S1=T1 equal number
its end, amount agrees          | S1 A 06-02 100 no=SO26001; S2 A 06-02 100 no=SO26002         | T1 A 06-09 100 no=002                                        | S1= only_ours; S2=T1 date_differs number_end
its end, day agrees             | S1 A 06-02 100 no=SO26001                                    | T1 A 06-02 90 no=001                                         | S1=T1 amount_differs number_end
its end, neither agrees         | S1 A 06-02 100 no=SO26001                                    | T1 A 06-03 90 no=001                                         | =T1 only_theirs; S1= only_ours
its end, of two                 | S1 A 06-02 100 no=SO26001; S2 A 06-03 100 no=TO26001         | T1 A 06-02 90 no=001                                         | =T1 only_theirs; S1= only_ours; S2= only_ours
its end, twice                  | S1 A 06-02 100 no=SO26001                                    | T1 A 06-02 90 no=001; T2 A 06-02 80 no=001                   | =T1 only_theirs; =T2 only_theirs; S1= only_ours
two digits name nothing         | S1 A 06-02 100 no=SO26001                                    | T1 A 06-02 90 no=01                                          | =T1 only_theirs; S1= only_ours
amount differs                  | S1 A 06-02 100 no=SO1001                                     | T1 A 06-02 120 no=SO1001                                     | S1=T1 amount_differs number
date differs                    | S1 A 06-02 100 no=SO1001                                     | T1 A 06-03 100 no=SO1001                                     | S1=T1 date_differs number
lines of one number             | S1 A 06-02 60 no=SO1001; S2 A 06-02 40 no=SO1001             | T1 A 06-02 100 no=SO1001                                     | S1+S2=T1 equal number
rows of one number              | S1 A 06-02 100 no=SO1001                                     | T1 A 06-02 60 no=SO1001; T2 A 06-02 40 no=SO1001             | S1=T1+T2 equal number
a row for two                   | S1 A 06-02 60 no=SO1001; S2 A 06-02 40 no=SO1002             | T1 A 06-02 100 memo=SO1001,SO1002                            | S1+S2=T1 equal number
rows that chain                 | S1 A 06-02 60 no=SO1001; S2 A 06-02 40 no=SO1002             | T1 A 06-02 60 no=SO1001; T2 A 06-02 30 no=SO1002; T3 A 06-02 10 memo=SO1001,SO1002 | S1+S2=T1+T2+T3 equal number
twice on their list             | S1 A 06-02 100 no=SO1001                                     | T1 A 06-02 100 no=SO1001; T2 A 06-02 100 no=SO1001           | S1=T1+T2 amount_differs number
a number we lack                | S1 A 06-02 100 no=SO1001; S2 A 06-02 9 no=SO1002             | T1 A 06-02 100 no=SO1009; T2 A 06-02 9 no=SO1002             | =T1 only_theirs; S1= only_ours; S2=T2 equal number
numbers of their own, like ours | S1 A 06-02 100 no=SO1001                                     | T1 A 06-02 100 no=SO9001                                     | S1=T1 equal amount_and_day
freight for the number          | S1 A 06-02 100 no=SO1001                                     | T1 A 06-02 20 memo=SO1001运费                                | =T1 only_theirs; S1= only_ours
another customer's              | S1 A 06-02 100 no=SO1001; S2 B 06-02 100 no=SO1002           | T1 A 06-02 100 no=SO1002                                     | =T1 only_theirs; S1= only_ours
cancelled with us               | S1 A 06-02 100 no=SO1001 aside=cancelled; S2 A 06-02 100 no=SO1002 | T1 A 06-02 100 no=SO1001                               | =T1 only_theirs; S2= only_ours
after our cut-off               | S1 A 06-02 100 no=SO1001 aside=after_as_of                   | T1 A 06-02 100 no=SO1001                                     | S1=T1 equal number
in another currency             | S1 A 06-02 100 no=SO1001 cur=USD                             | T1 A 06-02 100 no=SO1001                                     | =T1 only_theirs; S1= only_ours
another number of two           | S1 A 06-02 100 no=SO1001 flags=number_unsure; S2 A 06-03 70 no=SO1001 flags=number_unsure | T1 A 06-02 100 no=SO1001        | S1+S2=T1 ambiguous number
both of one number              | S1 A 06-02 100 no=SO1001 flags=number_unsure; S2 A 06-03 70 no=SO1001 flags=number_unsure | T1 A 06-02 100 no=SO1001; T2 A 06-03 70 no=SO1001 | S1+S2=T1+T2 equal number
one text, two readings          | S1 A 06-02 100 no=SO0031-6; S2 A 06-02 90 no=SO0031          | T1 A 06-05 100 memo=SO0031-6月                               | S1=T1 date_differs amount; S2= only_ours
its end, found before           | S1 A 06-02 100 no=SO26001                                    | T1 A 06-02 100 no=SO26001; T2 A 06-02 100 no=001             | =T2 only_theirs; S1=T1 equal number
rows of one number, later days  | S1 A 06-02 100 no=SO1001                                     | T1 A 06-02 60 no=SO1001; T2 A 06-05 40 no=SO1001             | S1=T1+T2 equal number
a return                        | S1 A 06-02 -30 no=TH1001                                     | T1 A 06-02 -30 no=TH1001                                     | S1=T1 equal number
"""


@pytest.mark.parametrize(("ours", "theirs", "expected"), table(NUMBERS))
def test_by_number(ours, theirs, expected):
    book = ledger(ours, theirs)
    assert told(compare(book), book) == expected


AMOUNTS = """
case                            | ours                                                         | theirs                                                       | told
the same day                    | S1 A 06-02 100 no=SO1001                                     | T1 A 06-02 100                                               | S1=T1 equal amount_and_day
a number of their own           | S1 A 06-02 100 no=SO1001                                     | T1 A 06-02 100 no=PO7788                                     | S1=T1 equal amount_and_day
another day                     | S1 A 06-02 100 no=SO1001                                     | T1 A 06-05 100                                               | S1=T1 date_differs amount
31 days off                     | S1 A 06-01 100 no=SO1001                                     | T1 A 07-02 100                                               | S1=T1 date_differs amount
32 days off                     | S1 A 06-01 100 no=SO1001                                     | T1 A 07-03 100                                               | =T1 only_theirs; S1= outside
one fen less                    | S1 A 06-02 100 no=SO1001                                     | T1 A 06-02 99.99                                             | =T1 only_theirs; S1= only_ours
another currency                | S1 A 06-02 100 no=SO1001 cur=USD                             | T1 A 06-02 100                                               | =T1 only_theirs; S1= only_ours
two of ours fit, no day         | S1 A 06-02 100 no=SO1001; S2 A 06-09 100 no=SO1002           | T1 A 06-03 100                                               | S1+S2=T1 ambiguous amount
two of ours fit, one that day   | S1 A 06-02 100 no=SO1001; S2 A 06-09 100 no=SO1002           | T1 A 06-09 100                                               | S1= only_ours; S2=T1 equal amount_and_day
two of ours on that day         | S1 A 06-02 100 no=SO1001; S2 A 06-02 100 no=SO1002           | T1 A 06-02 100                                               | S1+S2=T1 ambiguous amount_and_day
as many on that day             | S1 A 06-02 100 no=SO1001; S2 A 06-02 100 no=SO1002           | T1 A 06-02 100; T2 A 06-02 100                               | S1+S2=T1+T2 equal amount_and_day
two of theirs fit               | S1 A 06-02 100 no=SO1001                                     | T1 A 06-03 100; T2 A 06-05 100                               | S1=T1+T2 ambiguous amount
as many, each the nearest       | S1 A 06-02 100 no=SO1001; S2 A 06-09 100 no=SO1002           | T1 A 06-03 100; T2 A 06-10 100                               | S1=T1 date_differs amount; S2=T2 date_differs amount
as many, equally near           | S1 A 06-02 100 no=SO1001; S2 A 06-04 100 no=SO1002           | T1 A 06-03 100; T2 A 06-05 100                               | S1+S2=T1+T2 ambiguous amount
one of theirs between two       | S1 A 06-01 100 no=SO1001; S2 A 06-05 100 no=SO1002           | T1 A 06-03 100; T2 A 06-06 100                               | S1+S2=T1+T2 ambiguous amount
only they carry one over        | S1 A 06-01 70 no=SO1001; S2 A 06-02 100 no=SO1002            | T1 A 06-01 70 flags=opening; T2 A 06-02 100 no=SO1002        | =T1 only_theirs; S1= only_ours; S2=T2 equal number
an opening covers no month      | S1 A 05-20 70 no=SO1001                                      | T1 A 05-31 90 flags=opening; T2 A 06-02 100                  | =T1 only_theirs; =T2 only_theirs; S1= outside
the number goes before the sum  | S1 A 06-02 100 no=SO1001; S2 A 06-03 100 no=SO1002           | T1 A 06-03 100 no=SO1001; T2 A 06-02 100                     | S1=T1 date_differs number; S2=T2 date_differs amount
opening balances                | S1 A 05-31 70 flags=opening; S2 A 06-02 100 no=SO1001        | T1 A 06-01 70 flags=opening; T2 A 06-02 100 no=SO1001        | S1=T1 equal opening; S2=T2 equal number
opening balances differ         | S1 A 05-31 70 flags=opening                                  | T1 A 06-01 80 flags=opening                                  | S1=T1 amount_differs opening
only we carry one over          | S1 A 05-31 70 flags=opening; S2 A 06-02 100 no=SO1001        | T2 A 06-02 100 no=SO1001                                     | S1= only_ours; S2=T2 equal number
a payment is no charge          | S1 A 06-02 100 no=SO1001; R2 A 06-05 60                      | T1 A 06-05 60                                                | =T1 only_theirs; S1= only_ours
another month of ours           | S1 A 05-31 100 no=SO1001; S2 A 06-02 9 no=SO1002; S3 A 07-01 7 no=SO1003 | T1 A 06-15 9 no=SO1002                           | S1= outside; S2=T1 date_differs number; S3= outside
ends of the month               | S1 A 06-01 100 no=SO1001; S2 A 06-30 9 no=SO1002             | T1 A 06-15 5                                                 | =T1 only_theirs; S1= only_ours; S2= only_ours
another month, by its number    | S1 A 05-31 100 no=SO1001                                     | T1 A 06-01 100 no=SO1001                                     | S1=T1 date_differs number
other customers do not count    | S1 A 06-02 100 no=SO1001; S2 B 06-02 100 no=SO1002           | T1 A 06-02 100                                               | S1=T1 equal amount_and_day
"""


@pytest.mark.parametrize(("ours", "theirs", "expected"), table(AMOUNTS))
def test_by_amount(ours, theirs, expected):
    book = ledger(ours, theirs)
    assert told(compare(book), book) == expected


DELIVERED = """
case                         | ours                                                                              | theirs                                             | told
they name our notes          | S1 A 06-01 100 no=SO1001; D1 A 06-02 60 no=CK501 rel=SO1001; D2 A 06-03 40 no=CK502 rel=SO1001 | T1 A 06-02 60 no=CK501; T2 A 06-03 40 no=CK502 | D1=T1 equal number; D2=T2 equal number
they name our orders         | S1 A 06-01 100 no=SO1001; D1 A 06-02 60 no=CK501 rel=SO1001                       | T1 A 06-01 100 no=SO1001                           | S1=T1 equal number
they name neither            | S1 A 06-01 100 no=SO1001; D1 A 06-02 60 no=CK501 rel=SO1001                       | T1 A 06-02 60                                      | =T1 only_theirs; S1= only_ours
a note, where orders are more | S1 A 06-01 60 no=SO1001; S2 A 06-01 9 no=SO1002; S3 A 06-01 8 no=SO1003; D1 A 06-02 60 no=CK501 rel=SO1001 | T1 A 06-01 60 no=CK501; T2 A 06-01 9 no=SO1002; T3 A 06-01 8 no=SO1003 | S1=T1 equal number; S2=T2 equal number; S3=T3 equal number
"""


@pytest.mark.parametrize(("ours", "theirs", "expected"), table(DELIVERED))
def test_orders_or_deliveries(ours, theirs, expected):
    book = ledger(ours, theirs)
    assert told(compare(book), book) == expected


NOTES = """
case                        | ours                                                    | theirs                                                  | notes
nothing to say              | S1 A 06-02 100 no=SO1001                                | T1 A 06-02 100 no=SO1001                                |
listed twice                | S1 A 06-02 100 no=SO1001                                | T1 A 06-02 100 no=SO1001; T2 A 06-02 100 no=SO1001      | twice
two products, one price     | S1 A 06-02 90 no=SO1001                                 | T1 A 06-02 50 no=SO1001 product=杯; T2 A 06-02 50 no=SO1001 product=盒 |
two products, all agrees    | S1 A 06-02 100 no=SO1001                                | T1 A 06-02 50 no=SO1001; T2 A 06-02 50 no=SO1001        |
listed twice, we lack it    | S1 A 06-02 9 no=SO1001                                  | T1 A 06-02 50; T2 A 06-02 50                            | twice, twice
both differ                 | S1 A 06-02 100 no=SO1001                                | T1 A 06-03 90 no=SO1001                                 | date_too
another customer's          | S1 A 06-02 9 no=SO1001; S2 B 06-02 100 no=SO1002        | T1 A 06-02 100 no=SO1002                                | other_customer
cancelled with us           | S1 A 06-02 9 no=SO1001; S2 A 06-02 100 no=SO1002 aside=cancelled | T1 A 06-02 100 no=SO1002                       | set_aside
in another currency         | S1 A 06-02 9 no=SO1001; S2 A 06-02 100 no=SO1002 cur=USD | T1 A 06-02 100 no=SO1002                               | other_currency
we lack it                  | S1 A 06-02 9 no=SO1001                                  | T1 A 06-02 9 no=SO1001; T2 A 06-02 100 no=SO1009        | not_in_book
we lack it, another fits    | S1 A 06-02 9 no=SO1001; S2 A 06-02 100 no=SO1002        | T1 A 06-02 9 no=SO1001; T2 A 06-02 100 no=SO1009        | equal_amount, not_in_book
"""


@pytest.mark.parametrize(("ours", "theirs", "expected"), table(NOTES))
def test_what_is_said_of_it(ours, theirs, expected):
    assert ", ".join(sorted(n.code for f in found(ours, theirs).found for n in f.notes)) == expected


def test_a_row_that_could_not_be_read_is_named_where_ours_has_its_number():
    made = found("S1 A 05-02 100 no=SO1001; S2 A 06-02 9 no=SO1002", "T1 A 06-02 9 no=SO1002", lost="SO-1001")
    fact = next(f for f in made.found if not f.theirs)
    assert (fact.state, [(n.code, n.facts["where"]) for n in fact.notes]) == ("only_ours", [("theirs_unreadable", "T!D9")])


def test_amounts_are_those_of_the_whole_documents():
    """What a sheet says was received before is no part of the facts."""
    book = ledger("S1 A 06-02 40 no=SO1001", "T1 A 06-02 60 no=SO1001")
    book.items["document_amount"] = 10000
    book.theirs.items["document_amount"] = 10000
    assert told(compare(book), book) == "S1=T1 equal number"


# --- whose list it is ---

WHOSE = """
case                        | ours                                                                          | theirs                                            | texts             | customer | names
its rows name him           | S1 华联商贸有限公司 06-02 9; S2 新星超市 06-02 9                              | T1 华联商贸有限公司 06-02 9                       |                   |          | 华联商贸有限公司
some rows name nobody       | S1 华联商贸有限公司 06-02 9; S2 新星超市 06-02 9                              | T1 华联商贸有限公司 06-02 9; T2 - 06-02 9; T3 某仓 06-02 9 |          |          | 华联商贸有限公司
the file's name             | S1 华联 06-02 9; S2 新星超市 06-02 9                                          | T1 - 06-02 9                                      | 六月对账单_华联   |          | 华联
a name inside a longer one  | S1 华联 06-02 9; S2 华联商贸 06-02 9                                          | T1 - 06-02 9                                      | 华联商贸6月       |          | 华联商贸
the documents it names      | S1 华联 06-02 9 no=SO1001; S2 新星 06-02 9 no=SO1002                          | T1 - 06-02 9 no=SO1002; T2 - 06-03 5              | 采购              |          | 新星
as a person says            | S1 华联 06-02 9 no=SO1001; S2 新星超市 06-02 9 no=SO1002                      | T1 华联 06-02 9 no=SO1002                         |                   | 新星     | 新星超市
the whole name goes first   | S1 华联 06-02 9; S2 华联商贸 06-02 9                                          | T1 - 06-02 9                                      |                   | 华联     | 华联
several in one list         | S1 华联 06-02 9 no=SO1001; S2 新星 06-02 9 no=SO1002                          | T1 华联 06-02 9 no=SO1001; T2 新星 06-02 9; T3 - 06-02 9 no=SO1002; T4 外人 06-02 9 |  |  | 华联, 外人, 新星
"""


@pytest.mark.parametrize(("ours", "theirs", "texts", "customer", "names"), table(WHOSE))
def test_whose_list(ours, theirs, texts, customer, names):
    made = compare(ledger(ours, theirs, texts=texts), customer)
    assert made is not None
    assert ", ".join(sorted(made.names.values())) == names


NOBODY = """
case                        | ours                                                   | theirs                                                | texts     | customer | code
nothing tells               | S1 华联 06-02 9 no=SO1001                              | T1 - 06-02 9                                          | 采购      |          | list_customer
two names above it          | S1 华联 06-02 9; S2 新星 06-02 9                       | T1 - 06-02 9                                          | 华联致新星 |         | list_customer
documents of two            | S1 华联 06-02 9 no=SO1001; S2 新星 06-02 9 no=SO1002   | T1 - 06-02 9 no=SO1002; T2 - 06-03 5 no=SO1001        | 采购      |          | list_customer
a person names nobody       | S1 华联 06-02 9                                        | T1 - 06-02 9                                          | 采购      | 大华     | list_customer_unknown
a person names two          | S1 华联甲 06-02 9; S2 华联乙 06-02 9                   | T1 - 06-02 9                                          | 采购      | 华联     | list_customer_unknown
"""


@pytest.mark.parametrize(("ours", "theirs", "texts", "customer", "code"), table(NOBODY))
def test_a_list_of_nobody_is_refused(ours, theirs, texts, customer, code):
    with pytest.raises(Refused) as refused:
        compare(ledger(ours, theirs, texts=texts), customer)
    assert [p.code for p in refused.value.problems] == [code]


def test_a_book_without_a_list_has_no_facts():
    assert compare(Ledger(frame("S1 A 06-02 9"), [], [], dt.date(2026, 6, 30), "order", "en")) is None


# --- laws ---

_NUMBER = st.sampled_from(["", "SO1001", "SO1002", "SO1003", "so-1001", "001", "SO1009", "PO55"])
_ROW = st.tuples(st.sampled_from("AAB"), st.integers(1, 62), st.sampled_from([100, 100, 70, -30, 5]), _NUMBER, st.sampled_from(["CNY", "CNY", "USD"]))
_ASIDE = st.sampled_from(["", "", "", "cancelled", "after_as_of"])


def _written(letter: str, rows: list[Any], asides: list[str]) -> str:
    said = []
    for n, ((party, day, amount, number, currency), aside) in enumerate(zip(rows, asides, strict=False)):
        date = dt.date(2026, 5, 31) + dt.timedelta(day)
        said.append(f"{letter}{n} {party} {date:%m-%d} {amount} cur={currency}" + (f" no={number}" if number else "") + (f" aside={aside}" if aside else ""))
    return "; ".join(said)


@settings(max_examples=150, deadline=None)
@given(ours=st.lists(_ROW, min_size=1, max_size=12), theirs=st.lists(_ROW, min_size=1, max_size=12), asides=st.lists(_ASIDE, min_size=12, max_size=12))
def test_nothing_is_lost_and_nothing_counts_twice(ours, theirs, asides):
    """Per customer and currency all states together are all of ours, and all of theirs; every item is in one fact."""
    items = _written("S", ours, asides) + "; S98 A 04-01 9; S99 B 04-01 9"
    book = ledger(items, _written("T", theirs, [""] * 12))
    made = compare(book)
    assert made is not None
    assert book.theirs is not None
    taking = {i for i, (k, aside) in enumerate(zip(book.items["party_key"], book.items["set_aside"], strict=True)) if k in made.names and aside != "cancelled"}
    assert Counter(i for f in made.found for i in f.ours) == Counter(taking)
    assert Counter(i for f in made.found for i in f.theirs) == Counter(range(len(theirs)))
    for side, rows in (("ours", book.items), ("theirs", book.theirs.items)):
        wanted: dict[tuple[str, str], int] = defaultdict(int)
        for i in taking if side == "ours" else range(len(theirs)):
            wanted[rows["party_key"][i], rows["currency"][i]] += int(rows["amount"][i])
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for f in made.found:
            sums[f.customer, f.currency] += getattr(f, f"amount_{side}")
        assert {k: v for k, v in sums.items() if v} == {k: v for k, v in wanted.items() if v}
    for f in made.found:
        assert f.state in STATES
        assert (f.state in ("equal", "date_differs")) <= (f.amount_ours == f.amount_theirs and bool(f.ours and f.theirs))
        assert (f.state == "amount_differs") <= (f.amount_ours != f.amount_theirs and bool(f.ours and f.theirs))


@settings(max_examples=60, deadline=None)
@given(theirs=st.lists(_ROW, min_size=1, max_size=10), data=st.data())
def test_the_order_of_rows_does_not_matter(theirs, data):
    items = "; ".join(f"S{n} {p} 06-0{n + 1} {m} no=SO100{n}" for n, (p, m) in enumerate((p, m) for p in "AB" for m in (100, 100, 70)))
    rows = _written("T", theirs, [""] * 10).split("; ")
    other = data.draw(st.permutations(rows))
    one, two = ledger(items, "; ".join(rows)), ledger(items, "; ".join(other))
    assert _as_named(one) == _as_named(two)


def _as_named(book: Ledger) -> list[tuple[Any, ...]]:
    made = compare(book)
    assert made is not None
    assert book.theirs is not None
    ours, theirs = book.items["id"], book.theirs.items["id"]
    return sorted((f.state, f.how, tuple(sorted(ours[i] for i in f.ours)), tuple(sorted(theirs[i] for i in f.theirs))) for f in made.found)
