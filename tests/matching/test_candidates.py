"""Which pairs are compared at all: the nearest of each kind, none of them lost; and a sample of all pairs that is fair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.notation import items, table
from ticktie.matching import candidates as module
from ticktie.matching.candidates import _nearest, _spread, by_chance, candidates
from ticktie.matching.likeness import AMOUNT, COMPARISONS
from ticktie.matching.passes.likely import _field

FIRM = "合肥梧庭百货有限公司"
CASES = """
case                                 | items                                                                    | compared
one amount, another customer         | S1 甲公司 06-02 70; R9 丙公司 06-05 70                                       | R9S1
one fen is money in                  | S1 甲公司 06-02 0.01; R9 丙公司 06-05 0.01                                   | R9S1
money out is not for a document      | S1 甲公司 06-02 70; R9 甲公司 06-05 -70                                      |
money back for a credit note         | S1 甲公司 06-02 -70; R9 甲公司 06-05 -60                                     | R9S1
another currency                     | S1 甲公司 06-02 70; S2 甲公司 06-02 9 cur=USD; R9 丙公司 06-05 9; R8 丙公司 06-05 9 cur=USD | R8S2
documents of no customer by amount   | S1 - 06-02 70; S2 - 06-02 50; R9 丙公司 06-05 70                             | R9S1
all of the payer's own               | S1 甲公司 06-02 70; S2 甲公司 06-02 5; S3 乙公司 06-02 6; R9 甲公司 06-05 64  | R9S1 R9S2
a similar name                       | S1 合肥梧庭百货有限公司 06-02 70; S2 乙公司 06-02 5; R9 梧庭百货（合肥）有限公司 06-05 64 | R9S1
named in part in the memo            | S1 合肥梧庭百货有限公司 06-02 70; S2 乙公司 06-02 5; R9 - 06-05 64 memo=梧庭货款 | R9S1
a person is no firm of a like name   | S1 李娜娜百货有限公司 06-02 70; R9 李娜娜 06-05 64                             |
that person in a memo is             | S1 李娜娜百货有限公司 06-02 70; R9 王五 06-05 64 memo=李娜娜货款                | R9S1
"""


@pytest.mark.parametrize(("text", "compared"), table(CASES))
def test_what_is_compared(text, compared):
    field = _field(items(text))
    ids = field.items.values("id")
    pairs = zip(*candidates(field), strict=True)
    assert " ".join(sorted(f"{ids[field.payments[p]]}{ids[field.units[u][0]]}" for p, u in pairs)) == compared


@given(st.lists(st.integers(-9, 9), max_size=12), st.integers(-12, 12), st.integers(1, 5))
def test_the_nearest_are_taken(ranks, target, most):
    ranked = sorted((rank, unit) for unit, rank in enumerate(ranks))
    far = [abs(ranks[unit] - target) for unit in _nearest(ranked, target, most)]
    assert far == sorted(abs(rank - target) for rank in ranks)[:most]


def test_a_customer_of_many_documents_is_compared_with_those_of_nearly_the_amount():
    text = "; ".join(f"S{i} {FIRM} 06-02 {1000 + 3 * i}" for i in range(400))
    field = _field(items(f"{text}; R1 {FIRM} 06-05 1601; R2 - 06-05 1601 memo=梧庭货款"))
    left, right = candidates(field)
    gap = np.abs(field.values[right] - 160_100)
    for p, least in ((0, 20), (1, 5)):
        assert least <= np.count_nonzero(left == p) <= 60
        nearest = np.sort(np.abs(field.values - 160_100))[: np.count_nonzero(left == p)]
        assert sorted(gap[left == p]) == nearest.tolist()


@pytest.mark.parametrize(("payments", "units"), [(3, 4), (60, 100), (1, 1)])
def test_few_pairs_are_all_looked_at(payments, units):
    made = _spread(np.arange(payments), np.arange(units), payments * units)
    assert sorted(zip(*made, strict=True)) == [(p, u) for p in range(payments) for u in range(units)]


@pytest.mark.parametrize(("payments", "units", "size"), [(100, 100, 2_000), (30, 3_000, 6_000), (3_000, 30, 6_000), (997, 1_009, 6_000)])
def test_a_sample_is_spread_over_both_sides(payments, units, size):
    """Every tenth of the payments meets every tenth of the units about as often as any other."""
    p, u = _spread(np.arange(payments), np.arange(units), size)
    assert len(p) == size
    met = np.zeros((10, 10))
    np.add.at(met, (p * 10 // payments, u * 10 // units), 1)
    assert met.min() > 0.7 * size / 100
    assert met.max() < 1.3 * size / 100


def test_a_few_pairs_of_another_currency_beside_many(monkeypatch):
    """A sample of so many pairs may have none of them; their amounts are counted all the same."""
    monkeypatch.setattr(module, "_SAMPLE", 50)
    text = "; ".join(f"S{i} 甲公司 06-02 {i + 1}; R{i} 丙公司 06-05 {i + 500}" for i in range(30))
    chance = by_chance(_field(items(f"{text}; S99 甲公司 06-02 7.5 cur=USD; R99 丙公司 06-05 7.5 cur=USD")))
    assert chance.of == 30 * 30 + 1
    assert chance.counts[COMPARISONS.index(AMOUNT)][AMOUNT.number("equal")] == 1
