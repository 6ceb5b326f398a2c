"""The laws between pages hold for every outcome, and each broken page is found out."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from tests.notation import table
from tests.reports.outcomes import outcome, view
from ticktie.domain.page import Page, Table
from ticktie.reports.pages import pages
from ticktie.reports.proof import proof
from ticktie.reports.tie_out import violations

BOOKS = """
case                    | items                                                                         | links                            | ties
nothing                 |                                                                               |                                  |
one to one              | S1 A 06-02 100; R2 A 06-05 100                                                | R2>S1 100                        |
partly, two currencies  | S1 A 06-02 100; S3 A 06-02 9 cur=USD; R2 A 06-05 60; R4 B 06-06 9 cur=USD     | R2>S1 60; R4>S3 9                |
a difference            | S1 A 06-02 100; R2 A 06-05 95                                                 | R2>S1 95 +fee 5                  |
one for several         | S1 A 06-02 100; S3 A 06-04 50; R2 A 06-05 150                                 | R2>S1 100, R2>S3 50              |
a return netted         | S1 A 06-02 100; S3 A 06-04 -30; R2 A 06-05 70                                 | S3>S1 30; R2>S1 70               |
a reversal              | R1 A 06-02 100; R2 A 06-03 -100; R3 A 06-05 100; S4 A 06-01 100               | R1>R2 100; R3>S4 100             |
a refund                | S1 A 06-02 -30; R2 A 06-03 -30                                                | R2>S1 -30                        |
proposals and doubts    | S1 A 06-02 100; S2 A 06-02 100; R3 - 06-05 100; R4 B 06-06 9; S5 B 06-01 9    | R3!S1|S2; R4?S5 9                |
set aside               | S1 A 06-02 100 aside=draft; R2 A 07-05 100 aside=after_as_of                  |                                  |
deliveries in one only  | S1 A 06-02 100; D2 A 06-03 40; S3 A 06-04 9 cur=USD                           |                                  | S1=D2 40
deliveries beside       | S1 A 06-02 100; D2 A 06-03 40; D3 A 06-04 9; R4 A 06-09 100                   | R4>S1 100                        | S1=D2 40
"""


@pytest.mark.parametrize(("items", "links", "ties"), table(BOOKS))
def test_laws_hold(items, links, ties):
    made = outcome(items, links, ties=ties)
    assert violations(made, pages(made)) == []


PROOF = """
case                    | items                                                            | links                | ties     | proof
empty book              |                                                                  |                      |          | order CNY 0=0+0+0; payment CNY 0=0+0+0
netting adds nothing    | R1 A 06-02 100; R2 A 06-03 -100                                  | R1>R2 100            |          | order CNY 0=0+0+0; payment CNY 0=0+0+0
a difference apart      | S1 A 06-02 100; R2 A 06-05 90                                    | R2>S1 90 +fee 4      |          | order CNY 10000=9000+400+600; payment CNY 9000=9000+0+0
deliveries by ties      | S1 A 06-02 100; D2 A 06-03 40; D3 A 06-04 9                      |                      | S1=D2 40 | order CNY 10000=0+0+10000; payment CNY 0=0+0+0; delivery CNY 4900=4000+0+900
set aside is residual   | S1 A 06-02 100 aside=draft                                       |                      |          | order CNY 10000=0+0+10000; payment CNY 0=0+0+0
"""


@pytest.mark.parametrize(("items", "links", "ties", "expected"), table(PROOF))
def test_proof(items, links, ties, expected):
    lines = proof(view(outcome(items, links, ties=ties)))
    assert "; ".join(f"{n.side} {n.currency} {n.input}={n.allocated}+{n.differences}+{n.residual}" for n in lines) == expected
    assert all(n.holds for n in lines)


def test_a_residual_that_does_not_add_up_is_found_even_where_sums_agree():
    made = outcome("S1 A 06-02 100; S2 A 06-02 100")
    wrong = replace(made, residual=np.array([9000, 11000], dtype=np.int64))
    assert [v for v in violations(wrong, pages(wrong)) if v.startswith("proof")] == ["proof order CNY: 20000 != 0 + 0 + 20000, 2 items"]


BREAKS = """
case                            | tab       | table         | column       | found
an allocation                   | matched   | matched       | allocated    | matched allocated
a difference                    | matched   | matched       | difference   | matched differences
an open residual                | unmatched | unmatched     | residual     | unmatched residual
a set-aside residual            | unmatched | set_aside     | residual     | set_aside residual
a customer's open charges       | aging     | aging         | open_charges | aging open charges
its unapplied receipts          | aging     | aging         | unapplied    | aging unapplied receipts
a bucket                        | aging     | aging         | days_30      | columns do not make the total
the total of the aging          | aging     | aging_total   | net          | columns do not make the total
a line of the statement         | statement | account_CNY   | charge       | statement account_CNY
a balance beside a line         | statement | account_CNY   | balance      | statement account_CNY
the ages below it               | statement | ages_CNY      | days_30      | statement ages_CNY
the roll-forward                | statement | roll_CNY      | receipts     | statement roll_CNY
"""
SOUND = outcome(
    "S1 A 06-02 100 no=X; S2 A 06-03 50; S3 A 06-03 7 aside=draft; R4 A 06-04 95; R5 A 06-05 11", "R4>S1 95 +fee 5"
)  # fmt: skip


@pytest.mark.parametrize(("key", "name", "column", "found"), table(BREAKS))
def test_a_broken_page_is_found(key, name, column, found):
    broken = [_broken(page, name, column) if page.key == key else page for page in pages(SOUND)]
    told = violations(SOUND, broken)
    assert told
    assert found in " ".join(told)


def _broken(page: Page, name: str, column: str) -> Page:
    """The page with a cent more in the first amount of a column."""
    old = page.table(name)
    at = next(i for i, c in enumerate(old.columns) if c.key == column)
    rows = [list(row) for row in old.rows]
    row = next(row for row in rows if isinstance(row[at], Decimal))
    row[at] += Decimal("0.01")
    return replace(page, blocks=[replace(b, rows=rows) if isinstance(b, Table) and b.name == name else b for b in page.blocks])
