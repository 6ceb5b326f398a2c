"""The probability shown beside a link is what simulation finds: foreign payments against sets of open items."""

import numpy as np
import pytest

from tests.notation import items
from ticktie.matching.chance import hits, odds, zeros
from ticktie.matching.subsets import Halves

MEDIAN = 500_000  # 5,000.00


def orders(rng: np.random.Generator, count: int, step: int) -> list[int]:
    """Lognormal amounts (sigma 1) as round as `step`."""
    return [max(step, round(float(v) / step) * step) for v in rng.lognormal(np.log(MEDIAN), 1, count)]


def foreign(rng: np.random.Generator, step: int) -> int:
    """A payment that has nothing to do with the open items: as large as one order, or as three."""
    return sum(orders(rng, int(rng.choice([1, 3])), step))


@pytest.mark.parametrize(("step", "count"), [(1, 18), (100, 12), (100, 18), (1000, 8), (1000, 12), (10_000, 8), (10_000, 12)])
def test_accidental_sums_are_as_many_as_foretold(step, count):
    rng = np.random.default_rng([step, count])
    found = foretold = 0.0
    for _ in range(80):
        halves = Halves(orders(rng, count, step))
        for _ in range(60):
            payment = foreign(rng, step)
            found += len(halves.find(payment, 100))
            foretold += hits(halves, payment)
    assert 0.5 < foretold / found < 2


def test_a_foretold_sum_comes_true_as_often_as_said():
    """Calibration: of payments that are told to meet a sum once in ten times, about one in ten does."""
    rng = np.random.default_rng(7)
    told: list[float] = []
    met: list[bool] = []
    for _ in range(300):
        halves = Halves(orders(rng, 12, 100))
        for _ in range(30):
            payment = foreign(rng, 100)
            told.append(hits(halves, payment))
            met.append(bool(halves.find(payment, 1)))
    for low, high in ((0.01, 0.03), (0.03, 0.1), (0.1, 0.3)):
        inside = [i for i, t in enumerate(told) if low <= t < high]
        assert len(inside) > 100
        said, seen = np.mean([told[i] for i in inside]), np.mean([met[i] for i in inside])
        assert 0.5 < said / seen < 2


@pytest.mark.parametrize(("amount", "count"), [(123_456, 0), (123_450, 1), (100, 2), (50_000_00, 6), (-1_000, 3), (100_000_000_000, 6)])
def test_zeros(amount, count):
    assert zeros(amount) == count


BOOK = "; ".join(f"S{i} 客户{i % 7}公司 06-{i % 28 + 1:02} {1000 + 137 * i}.{i % 90 + 10}" for i in range(60))


def test_a_book_whose_payments_settle_whole_items_is_trusted_more():
    whole = "; ".join(f"R{i} 客户{i % 7}公司 06-28 {1000 + 137 * i}.{i % 90 + 10}" for i in range(20))
    parts = "; ".join(f"R{i} 客户{i % 7}公司 06-28 {500 + i}.11 memo=SO{1000 + i}" for i in range(20))
    numbered = "; ".join(f"{part} no=SO{1000 + i}" for i, part in enumerate(BOOK.split("; ")))
    trusted, unknown, doubted = (odds(items(text)) for text in (f"{BOOK}; {whole}", BOOK, f"{numbered}; {parts}"))
    assert trusted.weight() > unknown.weight() > doubted.weight()
    assert unknown.weight(whole=5) > unknown.weight() > unknown.weight(other=5)


def test_a_round_amount_is_weaker_evidence():
    found = odds(items(f"{BOOK}; R1 客户1公司 06-28 5000"))
    party = 1
    p = [found.single(amount, "CNY", 9, party)[0] for amount in (498_726, 498_700, 500_000)]
    assert p == sorted(p, reverse=True)
    assert p[0] > 0.9999 > p[2]


def test_a_habit_of_round_sums_is_seen():
    habit = "R1 客户1公司 06-03 5000; R2 客户1公司 06-13 8000; R3 客户1公司 06-23 6000"
    book = items(f"{BOOK}; S99 客户1公司 06-02 6000; {habit}")
    party = int(book.evidence.party[-1])
    p, question = odds(book).single(600_000, "CNY", 9, party)
    assert question
    assert p < 0.99
    assert not odds(book).single(612_345, "CNY", 9, party)[1]
