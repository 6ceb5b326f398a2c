"""Customers with more open items than all subsets of can be listed: what is still proved, and what is told to be too long."""

import pytest

from tests.matching.test_why import PASSES, said
from tests.notation import arrows, items, table
from ticktie.domain.rules import Rules, with_rule

# Others: documents of whole tens, from 110 on; amounts with fen are the only ones that make up others with fen.
CASES = """
case                              | pass         | others | budget  | items                                                                          | codes
one document                      | exact_amount | 32     | 2000000 | S1 甲公司 05-02 1200.07; R9 甲公司 06-30 1200.07                                 | R9>amount_unique
one document, beyond the budget   | exact_amount | 32     | 1000    | S1 甲公司 05-02 1200.07; R9 甲公司 06-30 1200.07                                 | R9!proof_too_long
one document, and a sum           | exact_amount | 32     | 2000000 | S1 甲公司 05-02 1200.07; S2 甲公司 05-02 300.03; S3 甲公司 05-02 900.04; R9 甲公司 06-30 1200.07 | R9!other_subsets
equal documents                   | equal_items  | 32     | 2000000 | S1 甲公司 05-02 1200.07; S2 甲公司 05-02 1200.07; R8 甲公司 06-30 1200.07; R9 甲公司 06-30 1200.07 | R8!proof_too_long; R9!proof_too_long
the oldest ones                   | open_to_date | 32     | 2000000 | S1 甲公司 01-02 600.03; S2 甲公司 01-03 600.04; R9 甲公司 06-30 1200.07           | R9>oldest_first
the oldest, beyond the budget     | open_to_date | 32     | 1000    | S1 甲公司 01-02 600.03; S2 甲公司 01-03 600.04; R9 甲公司 06-30 1200.07           | R9!run_too_long
a sum of two                      | one_to_many  | 32     | 2000000 | S1 甲公司 05-02 600.03; S2 甲公司 05-03 600.04; R9 甲公司 06-30 1200.07           | R9!improbable
a sum of two, beyond the budget   | one_to_many  | 32     | 1000    | S1 甲公司 05-02 600.03; S2 甲公司 05-03 600.04; R9 甲公司 06-30 1200.07           | R9!sum_too_long
a sum of two, and one of five     | one_to_many  | 32     | 2000000 | S1 甲公司 05-02 600.03; S2 甲公司 05-03 600.04; S3 甲公司 05-03 200.01; S4 甲公司 05-03 200.01; S5 甲公司 05-03 200.01; S6 甲公司 05-03 200.02; S7 甲公司 05-03 400.02; R9 甲公司 06-30 1200.07 | R9!several_sums
two sums of two                   | one_to_many  | 32     | 2000000 | S1 甲公司 05-02 600.03; S2 甲公司 05-03 600.04; S3 甲公司 05-03 500.05; S4 甲公司 05-03 700.02; R9 甲公司 06-30 1200.07 | R9!several_sums
a sum of five only                | one_to_many  | 32     | 2000000 | S3 甲公司 05-03 200.01; S4 甲公司 05-03 200.01; S5 甲公司 05-03 200.01; S6 甲公司 05-03 200.02; S7 甲公司 05-03 400.02; R9 甲公司 06-30 1200.07 |
forty documents are searched      | one_to_many  | 38     | 2000000 | S1 甲公司 05-02 600.03; S2 甲公司 05-03 600.04; R9 甲公司 06-30 1200.07           | R9!improbable
forty-one are not                 | one_to_many  | 39     | 2000000 | S1 甲公司 05-02 600.03; S2 甲公司 05-03 600.04; R9 甲公司 06-30 1200.07           |
two parts of one document         | many_to_one  | 32     | 2000000 | S1 甲公司 05-02 1200.07; R8 甲公司 06-30 900.04 memo=定金; R9 甲公司 06-30 300.03 memo=尾款 | R8>instalments
two parts, beyond the budget      | many_to_one  | 32     | 1000    | S1 甲公司 05-02 1200.07; R8 甲公司 06-30 900.04 memo=定金; R9 甲公司 06-30 300.03 memo=尾款 | R8!instalments_several
"""


def others(count: int) -> str:
    return "; ".join(f"S{100 + n} 甲公司 03-{n % 28 + 1:02} {110 + 10 * n}" for n in range(count))


@pytest.mark.parametrize(("name", "count", "budget", "text", "codes"), table(CASES))
def test_many_open(name, count, budget, text, codes):
    open_items = items(f"{others(int(count))}; {text}")
    assert said(PASSES[name](open_items, with_rule(Rules(), "subset_budget", budget)), open_items) == codes


@pytest.mark.parametrize("payments", [30, 31])
def test_parts_are_looked_for_among_thirty_payments(payments):
    rest = "; ".join(f"R{n} 甲公司 06-01 {1000 + 10 * n}" for n in range(10, 10 + payments - 2))
    open_items = items(f"S1 甲公司 05-02 120.07; R98 甲公司 06-02 90.04; R99 甲公司 06-03 30.03; {rest}")
    assert arrows(PASSES["many_to_one"](open_items, Rules()), open_items).startswith("R98>S1 90.04, R99>S1 30.03" if payments == 30 else "")
    assert bool(PASSES["many_to_one"](open_items, Rules()).links) == (payments == 30)


def test_four_of_many_sums_are_shown():
    pairs = "; ".join(f"S{n} 甲公司 05-02 {40 + n}.{n}0; S{n + 5} 甲公司 05-02 {60 - n - 1}.{10 - n}0" for n in range(1, 6))
    open_items = items(f"{pairs}; S99 甲公司 05-01 7.77; R9 甲公司 06-30 100")
    (doubt,) = PASSES["one_to_many"](open_items, Rules()).doubts
    assert len(doubt.candidates) == 4
