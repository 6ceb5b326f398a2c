"""likely proposes what the evidence as a whole speaks for, and shows a choice where nothing stands out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notation import arrows, frame, items, table
from ticktie.domain.evidence import gather
from ticktie.domain.items import OpenItems
from ticktie.domain.rules import Rules, with_rule
from ticktie.domain.wording import LANGUAGES, say, section
from ticktie.matching.candidates import by_chance, candidates
from ticktie.matching.likeness import AMOUNT, COMPARISONS, DAYS, Field, slip
from ticktie.matching.names_alike import RareWords, core
from ticktie.matching.passes.likely import _field, _percent, likely

CASES = """
case                               | items                                                                                            | found
a branch                           | S1 合肥梧庭百货有限公司 06-02 136.87; R9 合肥梧庭百货有限公司厦门分公司 06-05 136.87                    | R9?S1 136.87
words in another order             | S1 合肥梧庭百货有限公司 06-02 136.87; S2 合肥珩棠建材有限公司 06-02 50; R9 梧庭百货（合肥）有限公司 06-05 136.87 | R9?S1 136.87
the number with one digit wrong    | S1 甲公司 06-02 700.50 no=SO26060321; S2 甲公司 06-02 3000 no=SO26060477; R9 甲公司 06-05 701 memo=SO26060322 | R9?S1 700.50
less by a fee                      | S1 甲公司 06-02 8000; S2 甲公司 06-02 3210; R9 甲公司 06-05 7985                                    | R9?S1 7985
a part of the only document        | S1 甲公司 06-02 8000; R9 甲公司 06-05 2400                                                        | R9?S1 2400
the lines of a document            | S1 甲公司 06-02 50 no=SO26060321 flags=line; S2 甲公司 06-02 70 no=SO26060321 flags=line; R9 丙公司 06-05 120 | R9?S1 50, R9?S2 70
the memo names the firm in part    | S1 合肥梧庭百货有限公司 06-02 136.87; S2 合肥珩棠建材有限公司 06-02 136.87; R9 - 06-05 136.87 memo=梧庭货款 | R9?S1 136.87
one document, two could pay it     | S1 甲公司 06-02 70; R8 丙公司 06-05 70; R9 丁公司 06-05 70                                          | R8!S1; R9!S1
two of two, nothing stands out     | S1 甲公司 06-02 70; S2 乙公司 06-02 70; R8 - 06-05 70; R9 - 06-05 70                                | R8!S1|S2; R9!S1|S2
another currency                   | S1 甲公司 06-02 70 cur=USD; R9 丙公司 06-05 70                                                     |
money out is no receipt            | S1 甲公司 06-02 70; R9 丙公司 06-05 -70                                                           |
a stranger's other amount          | S1 甲公司 06-02 70; R9 丙公司 06-05 64                                                            |
much more than is owed             | S1 甲公司 06-02 70; R9 甲公司 06-05 6400                                                          |
equal: judged by a pass before     | S1 甲公司 06-02 70; R9 甲公司 06-05 70                                                            |
a run near another document       | S1 甲公司 06-02 800; S2 甲公司 06-03 30; R9 甲公司 06-05 830                                         |
more than the only document        | S1 甲公司 06-02 8000; R9 甲公司 01-05 9000                                                        | R9?S1 8000
money back is not for a document   | S1 甲公司 06-02 70; R9 甲公司 06-05 -68                                                           |
a similar name and a fee           | S1 合肥梧庭百货有限公司 06-02 8000; S2 合肥珩棠建材有限公司 06-02 50; R9 梧庭百货（合肥）有限公司 06-05 7985 | R9?S1 7985
named in part, less a fee          | S1 合肥梧庭百货有限公司 06-02 8000; S2 合肥珩棠建材有限公司 06-02 50; R9 - 06-05 7985 memo=梧庭货款    | R9?S1 7985
the weaker of two is left alone    | S1 合肥梧庭百货有限公司 01-02 70; R8 合肥梧庭百货有限公司厦门分公司 06-05 70; R9 - 01-05 70              | R8?S1 70
a run: judged by a pass before     | S1 甲公司 06-02 70; S2 甲公司 06-03 50; S3 甲公司 06-04 9; R9 甲公司 06-05 120                        |
names a document of the book       | S1 甲公司 06-02 70 no=SO26060321; S2 甲公司 06-02 70; R9 丙公司 06-05 70 memo=SO26060321             |
"""


def run(text: str, rules: Rules | None = None) -> str:
    open_items = items(text)
    return arrows(likely(open_items, rules or Rules()), open_items)


@pytest.mark.parametrize(("text", "found"), table(CASES))
def test_likely(text, found):
    assert run(text) == found


@pytest.mark.parametrize("doubtful", [0, 1])
def test_what_is_a_doubt_already_is_left_alone(doubtful):
    open_items = items("S1 甲公司 06-02 70; R9 丙公司 06-05 70")
    marked = open_items.after(open_items.residual, np.arange(2) == doubtful)
    assert arrows(likely(marked, Rules()), marked) == ""


def test_the_threshold_is_a_rule():
    text = "S1 甲公司 06-02 70; R9 丙公司 06-05 70"
    assert run(text, with_rule(Rules(), "likely_threshold", "1")) == ""


def test_the_margin_is_a_rule():
    text = "S1 甲公司 06-02 70; S2 乙公司 01-02 70; R9 - 06-05 70"
    assert run(text, with_rule(Rules(), "likely_margin", "1")) == "R9?S1 70"
    assert run(text, with_rule(Rules(), "likely_margin", "1000")) == "R9!S1|S2"


def test_a_proposal_carries_its_probability_and_its_parts():
    (link,) = likely(items("S1 甲公司 06-02 8000; R9 甲公司 06-05 7985"), Rules()).links
    assert 0.5 < link.probability < 1
    assert link.because.facts["parts"] == ["name.equal", "amount.fee", "days.month"]
    assert link.because.facts["p"] == f"{int(link.probability * 100)}%"


def test_candidates_of_a_doubt_stand_best_first():
    (doubt,) = likely(items("S1 甲公司 01-02 70; S2 乙公司 06-02 70; R9 - 06-05 70"), Rules()).doubts
    assert doubt.candidates == ((1,), (0,))


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_have_words(language):
    codes = ("amount_only", "amount_of_several", *(f"likely_{what}" for what in ("name", "number", "fee", "near", "part", "several", "payments")))
    assert set(codes) <= set(section(language, "because"))
    assert say(language, "because.likely_fee", {"charges": "SO1", "p": "97%"}).count("97%") == 1


PARTIES = ["甲有限公司", "甲有限公司东莞分公司", "乙有限公司", "李娜", "-", "丙商行"]
LINES = st.lists(st.tuples(st.sampled_from(PARTIES), st.integers(1, 28), st.sampled_from([50, 70, 70, 100, 99.5, 300, -70])), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(LINES, LINES, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(charges, payments, random):
    lines = [f"S{i} {p} 06-{d:02} {a}" for i, (p, d, a) in enumerate(charges) if p != "-"]
    lines += [f"R{i} {p} 06-{d:02} {a}" for i, (p, d, a) in enumerate(payments)]
    made = frame("; ".join(lines))
    turned = made.sample(frac=1, random_state=random.randrange(2**31)).reset_index(drop=True)
    one, two = (OpenItems.start(f, "order", gather(f, "order")) for f in (made, turned))
    assert arrows(likely(one, Rules()), one) == arrows(likely(two, Rules()), two)


SLIPS = """
case                  | said          | number     | found
one digit wrong       | SO26060322    | SO26060321 | yes
one digit lost        | SO2606032     | SO26060321 | yes
one digit too many    | SO260603211   | SO26060321 | yes
two exchanged         | SO26060312    | SO26060321 | yes
without the prefix    | 26060322      | SO26060321 | yes
the number itself     | SO26060321    | SO26060321 | no
two digits wrong      | SO26060399    | SO26060321 | no
too short to tell     | 321           | 3211       | no
"""


@pytest.mark.parametrize(("said", "number", "found"), table(SLIPS))
def test_slips_of_the_pen(said, number, found):
    assert slip(said, number) == (found == "yes")


def test_names_without_their_form():
    assert core("杭州达祥贸易有限公司") == "杭州达祥贸易"
    assert core("有限公司") == "有限公司"


def test_rare_words_tell_customers_apart():
    rare = RareWords(("杭州宏远贸易有限公司", "杭州达祥贸易有限公司"))
    assert rare.owners("付达祥货款") == {1}
    assert rare.owners("杭州贸易") == set()
    assert rare.like("达祥贸易杭州有限公司", 5) == [1]
    assert rare.like("达祥国际物流供应链管理股份有限公司", 5) == []
    assert rare.starting("杭州达祥") == {1}


AMOUNTS = """
case              | paid     | asked    | level
to the cent       | 70.01    | 70.01    | equal
a round sum       | 3000     | 3000     | round
a fee             | 7985     | 8000     | fee
too much for a fee | 90      | 100      | share
near, above       | 8010     | 8000     | near
near, below       | 7700.01  | 8000     | near
three tenths      | 2400     | 8000     | share
a part            | 2411     | 8000     | less
more              | 9999     | 8000     | more
far more          | 99999    | 8000     | far
far less          | 79.9     | 8000     | far
"""


@pytest.mark.parametrize(("paid", "asked", "level"), table(AMOUNTS))
def test_levels_of_amounts(paid, asked, level):
    assert _level(f"S1 甲公司 06-02 {asked}; R9 乙公司 06-05 {paid}", AMOUNT) == level


@pytest.mark.parametrize(("day", "level"), [("06-01", "before"), ("06-02", "month"), ("07-03", "month"), ("07-04", "two_months"), ("08-04", "quarter"), ("12-31", "later")])
def test_levels_of_days(day, level):
    assert _level(f"S1 甲公司 06-02 8; R9 乙公司 {day} 9", DAYS) == level


def _level(text, comparison):
    open_items = items(text)
    pair = np.zeros(1, dtype=np.int64)
    field = Field(open_items, [1], [(0,)], open_items.residual[:1])
    return comparison.words[int(field.levels(pair, pair)[COMPARISONS.index(comparison)][0])]


def test_candidates_grow_with_the_rows_and_not_with_their_square():
    text = "; ".join([*(f"S{i} 甲公司 06-02 70" for i in range(300)), *(f"R{i} 丙公司 06-05 70" for i in range(300))])
    field = _field(items(text))
    left, right = candidates(field)
    assert len(left) == len(right) == 300 * 40
    chance = by_chance(field)
    assert chance.of == chance.counts[COMPARISONS.index(AMOUNT)].sum() == 300 * 300
    assert chance.counts[COMPARISONS.index(DAYS)].sum() == 6000


def test_equal_amounts_are_counted_over_all_pairs():
    text = "; ".join([*(f"S{i} 甲公司 06-02 {i + 1}" for i in range(200)), *(f"R{i} 丙公司 06-05 {i + 150}" for i in range(100))])
    counts = by_chance(_field(items(text))).counts[COMPARISONS.index(AMOUNT)]
    assert counts[AMOUNT.number("equal")] == 51
    assert counts.sum() == pytest.approx(200 * 100, rel=0.01)


REVERSALS = """
case                             | items                                                                     | found
money back of an earlier receipt | R1 丁公司 06-05 70; R2 丁公司 06-06 -70                                       | R1?R2 70
after other lines                | R1 丁公司 06-05 70; R3 - 06-05 -9; R4 丁公司 06-05 8; R2 丁公司 06-06 -70        | R1?R2 70
one fen                          | R1 丁公司 06-05 0.01; R2 丁公司 06-06 -0.01                                   | R1?R2 0.01
two go back                      | R1 丁公司 06-05 70; R2 丁公司 06-06 -70; R3 戊公司 06-05 8; R4 戊公司 06-06 -8   | R1?R2 70; R3?R4 8
before the receipt               | R1 丁公司 06-05 70; R2 丁公司 06-04 -70                                       |
another amount                   | R1 丁公司 06-05 70; R2 丁公司 06-06 -69                                       |
another party                    | R1 丁公司 06-05 70; R2 戊公司 06-06 -70                                       |
nobody's                         | R1 - 06-05 70; R2 - 06-06 -70                                             |
nobody's receipt                 | R1 - 06-05 70; R2 丁公司 06-06 -70                                          |
another currency                 | R1 丁公司 06-05 70 cur=USD; R2 丁公司 06-06 -70                               |
two receipts it could be         | R1 丁公司 06-05 70; R3 丁公司 06-05 70; R2 丁公司 06-06 -70                     |
only one of them is earlier      | R1 丁公司 06-05 70; R3 丁公司 06-07 70; R2 丁公司 06-06 -70                     | R1?R2 70
"""


@pytest.mark.parametrize(("text", "found"), table(REVERSALS))
def test_money_back_without_a_mark(text, found):
    assert run(text) == found


@pytest.mark.parametrize(("used", "doubtful", "named", "found"), [
    ((), (), (), "R1?R2 70"),
    ((0,), (), (), ""),  # a part of the receipt has gone elsewhere
    ((), (1,), (), ""),
    ((), (), (1,), ""),
])  # fmt: skip
def test_money_back_that_another_pass_has_judged(used, doubtful, named, found):
    state = items("R1 丁公司 06-05 70; R2 丁公司 06-06 -70")
    left = state.residual.copy()
    left[list(used)] -= 1
    marked = state.after(left, np.isin(np.arange(2), doubtful), np.isin(np.arange(2), named))
    assert arrows(likely(marked, Rules()), marked) == found


@pytest.mark.parametrize(("share", "said"), [(1.0, "99%"), (0.9999, "99%"), (0.897, "89%"), (0.5, "50%"), (0.0, "0%")])
def test_a_proposal_is_never_told_as_certain(share, said):
    assert _percent(share) == said
