"""The probability shown beside a link is what simulation finds: foreign payments against sets of open items."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notation import items
from ticktie.domain.evidence import NO_PARTY
from ticktie.domain.items import OpenItems
from ticktie.domain.number_forms import canonical
from ticktie.matching import chance
from ticktie.matching.chance import MOST_ZEROS, Odds, all_zeros, hits, odds, zeros
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


AMOUNTS = [0, 0.01, 0.02, 70, 70, 70, 123.45, 500, 1000, 1000, 2000, 3000, 40_000, 500_000, -70]
FIRMS = ["甲有限公司", "甲有限公司", "乙有限公司", "丙有限公司"]


@st.composite
def books(draw):
    """Books in which amounts meet often, with lines of documents, set-aside rows and two currencies."""
    pick = lambda values: draw(st.sampled_from(values))  # noqa: E731
    lines = []
    for i in range(draw(st.integers(1, 10))):
        number = f"SO2600{pick([i, i, 4, 5])} flags=line" if draw(st.booleans()) else f"SO2610{i}"
        party = FIRMS[2] if number.endswith("line") else pick([*FIRMS, "-"])
        aside = pick(["", "", "", "aside=cancelled"]) if not number.endswith("line") else ""
        lines.append(f"S{i} {party} 06-{i + 1:02} {pick(AMOUNTS)} no={number} cur={pick(['CNY', 'CNY', 'USD']) if 'line' not in number else 'CNY'} {aside}")
    for i in range(draw(st.integers(0, 12))):
        memo = pick(["", "", "memo=SO26100", "memo=SO26101,SO26102", "memo=SO26004", "memo=SO26005"])
        aside = pick(["", "", "", "aside=not_customer"])
        lines.append(f"R{i} {pick([*FIRMS, '李娜'])} 06-2{i % 9} {pick(AMOUNTS)} {memo} cur={pick(['CNY', 'CNY', 'USD'])} {aside}")
    return "; ".join(lines)


Seen = tuple[int, str, int]  # customer, currency, amount


def seen(book: OpenItems) -> tuple[list[Seen], list[bool], list[Seen]]:
    """Documents; of the payments that name one whether they bring all of it; payments that name nothing."""
    frame, evidence = book.frame, book.evidence
    whole: dict[object, list[int]] = {}
    asked: Counter[str] = Counter()
    for i, row in frame.iterrows():
        if row["side"] == "order":
            asked[canonical(row["number"])] += row["amount"]
            if row["amount"] and not row["set_aside"]:
                whole.setdefault(canonical(row["number"]) if "line" in row["flags"] else i, []).append(i)
    documents = [(int(evidence.party[of[0]]), frame["currency"][of[0]], int(frame["amount"][of].sum())) for of in whole.values()]
    named: list[bool] = []
    unnamed: list[Seen] = []
    for i, row in frame.iterrows():
        if row["side"] != "payment" or row["set_aside"] or row["amount"] <= 0 or evidence.party[i] == NO_PARTY:
            continue
        numbers = [n for n in (canonical(word) for word in row["memo"].split(",")) if n in asked]
        if numbers:
            named.append(sum(asked[n] for n in numbers) == row["amount"])
        else:
            unnamed.append((int(evidence.party[i]), row["currency"], int(row["amount"])))
    return documents, named, unnamed


def test_what_a_book_has_seen_is_counted_from_what_a_book_without_evidence_is_taken_for():
    """Per customer and currency, row by row, as the sentences of the module say it."""

    @settings(max_examples=150, deadline=None)
    @given(books())
    def check(text):
        book = items(text)
        found, nothing, (documents, named, unnamed) = odds(book), odds(items("S1 甲公司 06-01 1")), seen(book)
        whole = sum(any(doc == payment for doc in documents) for payment in unnamed) + sum(named)
        assert found.whole - nothing.whole == whole
        assert found.other - nothing.other == len(named) - sum(named)
        round_ = [p for p in unnamed if p[2] % 100_000 == 0]
        habits = {party: [p in documents for p in round_ if p[0] == party] for party, _, _ in round_}
        assert found.habitual == {party: (sum(met), len(met)) for party, met in habits.items() if met.count(False) >= 2}
        assert found.weight() == pytest.approx(found.whole / (found.whole + found.other))

    check()


def test_accidental_equality_is_the_share_of_strangers_documents_of_the_same_amount(monkeypatch):
    """The prior aside, which another test looks at."""
    monkeypatch.setattr(chance, "_PAIRS", 1e-9)

    @settings(max_examples=150, deadline=None)
    @given(books())
    def check(text):
        book = items(text)
        documents, _, unnamed = seen(book)
        rates = odds(book).rates
        assert {currency for currency, _ in rates} == {currency for _, currency, _ in documents}
        for currency, n in rates:
            strangers = [
                p[2] == d[2] for p in unnamed for d in documents if p[1] == d[1] == currency and p[0] != d[0] and zeros(p[2]) == n
            ]  # fmt: skip
            if strangers:
                assert rates[currency, n] == pytest.approx(np.mean(strangers), abs=1e-6)

    check()


@pytest.mark.parametrize(("step", "median_"), [(1, 500_000), (100, 500_000), (10_000, 5_000_000), (1_000_000, 200_000_000)])
def test_a_book_that_shows_nothing_is_taken_for_one_whose_amounts_scatter(step, median_):
    """Two amounts as round as `step` that have nothing to do with each other are equal as often as simulated ones."""
    rng = np.random.default_rng(step)
    one, two = (np.maximum(np.round(rng.lognormal(np.log(median_), 1, 40_000) / step), 1) for _ in range(2))
    drawn, counts = np.unique(one, return_counts=True)
    of = dict(zip(drawn.tolist(), counts.tolist(), strict=True))
    met = sum(of.get(v, 0) for v in two.tolist()) / (len(one) * len(two))
    taken = odds(items(f"S1 甲公司 06-01 {median_ // 100}")).rates["CNY", zeros(step)]
    assert 0.67 < taken / met < 1.5


@pytest.mark.parametrize(("w", "hits_"), [(0.5, 0.2), (0.8, 0.6), (0.95, 0.05), (0.3, 0.9)])
def test_a_fit_is_right_as_often_as_told(w, hits_):
    """Of payments that fit, those that were meant: drawn, of which a foreign one fits `hits_` times."""
    rng = np.random.default_rng(3)
    meant = rng.random(200_000) < w
    fits = meant | (rng.random(200_000) < hits_)
    assert Odds({}, 0, 0, {}).right(hits_, w) == pytest.approx(meant[fits].mean(), abs=0.01)


@pytest.mark.parametrize(("hit", "seen_"), [(0, 2), (2, 5), (1, 9), (30, 40)])
def test_how_often_a_customer_with_the_habit_means_the_item(hit, seen_):
    """Every share of round sums that are meant for one item is taken for equally likely; of these, those that show what was seen."""
    rng = np.random.default_rng(11)
    share = rng.random(400_000)
    shown = share[rng.binomial(seen_, share) == hit]
    found = Odds({("CNY", 5): 1.0}, 4, 1, {7: (hit, seen_)})
    p, question = found.single(100_000, "CNY", 1, 7)  # one that is not meant fits for certain, so that p is the share
    assert question
    assert p == pytest.approx(shown.mean(), abs=0.01)


ROUND = [10**n * digit for n in range(MOST_ZEROS + 3) for digit in (1, 7, 13)]


def test_many_at_once_are_judged_as_one_by_one():
    found = odds(items(f"{BOOK}; S60 客户1公司 06-02 5.5 cur=USD; R1 客户1公司 06-03 5000; R2 客户1公司 06-13 8000; R3 客户1公司 06-23 6000"))
    assert list(found.habitual) == [1]
    names = ["CNY", "EUR", "USD"]  # nothing is known of EUR
    cases = [(amount, code, open_, party) for amount in ROUND for code in range(3) for open_ in (1, 9, 10_000_000) for party in (1, 2)]
    amounts, codes, opens, parties = (np.array(column) for column in zip(*cases, strict=True))
    single = [found.single(a, names[code], n, party) for a, code, n, party in cases]
    assert found.has_habit(amounts, parties).tolist() == [question for _, question in single]
    plain = np.array([not question for _, question in single])
    assert found.singles(amounts, (codes, names), opens)[plain] == pytest.approx([p for p, question in single if not question])
    assert all_zeros(amounts).tolist() == [zeros(a) for a in amounts.tolist()]


def test_groups_and_sums_that_nothing_else_meets_are_as_likely_as_single_items():
    found = odds(items(BOOK))
    for amount in (498_726, 498_700, 500_000):
        p = found.single(amount, "CNY", 9, 1)[0]
        assert found.group(amount, "CNY", 9) == pytest.approx(p)
        assert found.sum(0, amount, "CNY", 9, found.weight()) == pytest.approx(p)
        assert found.sum(0.2, amount, "CNY", 9, found.weight()) < p
        assert found.sum(0.2, amount, "CNY", 0, found.weight()) == pytest.approx(found.right(0.2))


def test_a_further_payment_counts_as_one_and_none_as_none():
    found = Odds({}, 6, 2, {})
    assert [found.weight(), found.weight(whole=2), found.weight(other=2)] == pytest.approx([6 / 8, 8 / 10, 6 / 10])


def test_the_sum_that_was_found_is_no_accident():
    assert hits(Halves([100_000]), 100_000) == 0
    assert hits(Halves([100_000, 110_000]), 100_000) > 0
    assert hits(Halves([4, 5]), 4) == pytest.approx(1 / 3)  # one other among the three amounts around


def test_a_book_without_money():
    assert odds(items("D1 甲公司 06-01 5")).rates == {}
