"""What is tied, what stays a doubt, and what is found: a row of notes for each rule."""

from __future__ import annotations

import itertools
import random

import pytest

from tests.cashier.notes import book, findings, links, settled
from ticktie.matching.cashier.days import how_off
from ticktie.matching.cashier.slips import slip
from ticktie.matching.cashier.windows import pair

LINKS = """
all agree                          | 张三 甲公司 06-02 1200 cash                                       | 张三 甲公司 06-02 1200 cash                              | R1>S1 1200.00
a week later                       | 张三 甲公司 06-02 1200 cash                                       | 张三 甲公司 06-09 1200 cash                              | R1>S1 1200.00
eight days later is only proposed  | 张三 甲公司 06-02 1200 cash                                       | 张三 甲公司 06-10 1200 cash                              | R1?S1 1200.00
another way of paying              | 张三 甲公司 06-02 1200 cash                                       | 张三 甲公司 06-02 1200 transfer                          | R1>S1 1200.00
no way told                        | 张三 甲公司 06-02 1200 -                                          | 张三 甲公司 06-02 1200 cash                              | R1>S1 1200.00
the line names no customer         | 张三 甲公司 06-02 1213.1 cash                                     | 张三 - 06-03 1213.1 cash                                 | R1>S1 1213.10
the line names no salesperson      | 张三 甲公司 06-02 1200 cash                                       | - 甲公司 06-03 1200 cash                                 | R1>S1 1200.00
nobody named, customer of two      | 张三 甲公司 06-02 1200 cash; 李四 甲公司 06-02 1200 cash          | - 甲公司 06-03 1200 cash                                 | R1!S1|S2
nobody named, two of two           | 张三 甲公司 06-02 1200 cash; 李四 甲公司 06-02 1200 cash          | - 甲公司 06-03 1200 cash; - 甲公司 06-03 1200 cash       | R1!S1|S2, R2!S1|S2
a sum of another customer's rows   | 张三 甲公司 06-02 700.5 cash; 张三 乙公司 06-02 300.2 cash        | 张三 甲公司 06-03 1000.7 cash                            | R1?S1 700.50
two runs of days                   | 张三 甲公司 06-02 60.5 cash; 张三 乙公司 06-02 40.2 cash; 张三 丙公司 06-03 70.3 cash; 张三 丁公司 06-03 30.4 cash | 张三 - 06-04 100.7 cash | R1!S1 S2|S3 S4
each the nearest in amount         | 张三 甲公司 06-02 1200 cash; 张三 甲公司 06-02 5000 cash          | 张三 甲公司 06-03 1111.1 cash; 张三 甲公司 06-03 5111.1 cash | R1?S1 1111.10, R2?S2 5000.00
another's, and another customer    | 张三 甲公司 06-02 1213.1 cash; 张三 乙公司 06-20 99 cash          | 李四 乙公司 06-02 1213.1 cash                            |
another customer is no answer      | 张三 甲公司 06-02 1200 cash; 张三 乙公司 06-20 99 cash            | 张三 乙公司 06-02 1200 cash                              |
two rows of two customers          | 张三 甲公司 06-02 1200 cash; 张三 乙公司 06-02 1200 cash          | 张三 - 06-02 1200 cash                                   | R1!S1|S2
equal rows of one day              | 张三 甲公司 06-02 1200 cash; 张三 甲公司 06-02 1200 cash          | 张三 甲公司 06-02 1200 cash                              | R1>S1 1200.00
two days, one line after the first | 张三 甲公司 06-02 1200 cash; 张三 甲公司 06-20 1200 cash          | 张三 甲公司 06-03 1200 cash                              | R1>S1 1200.00
two days, one line after both      | 张三 甲公司 06-02 1200 cash; 张三 甲公司 06-04 1200 cash          | 张三 甲公司 06-05 1200 cash                              | R1!S1|S2
what two days came to              | 张三 甲公司 06-02 1200.5 cash; 张三 乙公司 06-03 311.2 cash       | 张三 - 06-03 1511.7 cash                                 | R1>S1 1200.50, R1>S2 311.20
cash sums take no transfers        | 张三 甲公司 06-02 1200.5 cash; 张三 乙公司 06-03 311.2 transfer   | 张三 - 06-03 1511.7 cash                                 | R1?S1 1200.50
some rows of some days             | 张三 甲公司 06-02 1200.5 cash; 张三 乙公司 06-02 71.3 cash; 张三 丙公司 06-03 311.2 cash | 张三 - 06-03 1511.7 cash          | R1>S1 1200.50, R1>S3 311.20
two sums                           | 张三 甲公司 06-02 100 cash; 张三 乙公司 06-02 200 cash; 张三 丙公司 06-02 150 cash; 张三 丁公司 06-02 150 cash | 张三 - 06-03 300 cash | R1!S1 S2|S3 S4
recorded in parts                  | 张三 甲公司 06-02 1200 cash                                       | 张三 甲公司 06-02 700 cash; 张三 甲公司 06-05 500 cash    | R1>S1 700.00, R2>S1 500.00
a wallet keeps its fee             | 张三 甲公司 06-02 1000 wechat                                     | 张三 甲公司 06-03 994 transfer                           | R1>S1 994.00, fee S1 6.00
fee of two rows                    | 张三 甲公司 06-02 1000 wechat; 张三 乙公司 06-02 500 wechat       | 张三 - 06-03 1491 transfer                               | R1>S1 994.00, R1>S2 497.00
no fee on cash                     | 张三 甲公司 06-02 1000 cash                                       | 张三 甲公司 06-03 994 cash                               | R1?S1 994.00
a refund                           | 张三 甲公司 06-02 -50 cash                                        | 张三 甲公司 06-03 -50 cash                               | R1>S1 -50.00
round, another day, and two others | 张三 甲公司 06-12 7800 cash; 张三 乙公司 06-18 1100 cash; 张三 丙公司 06-19 6700 cash | 张三 - 06-19 7800 cash               | R1!S1|S2 S3
""".replace("R1>S1 994.00, R1>S2 497.00", "R1>S1 991.00, R1>S2 500.00, fee S1 9.00")  # the fee is taken off the largest row


def table(text: str) -> list[tuple[str, ...]]:
    """Cells apart; the last column may hold `|` itself."""
    return [tuple(cell.strip() for cell in line.split("|", 3)) for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize(("case", "reported", "recorded", "expected"), table(LINKS), ids=[row[0] for row in table(LINKS)])
def test_links(case, reported, recorded, expected):
    assert links(settled(book(reported, recorded))) == {x.strip() for x in expected.split(", ") if x.strip()}


def test_a_round_amount_among_too_many_rows_is_only_proposed():
    many = "; ".join(f"张三 丙公司 06-1{n % 6} {n + 2}.37 cash" for n in range(32))
    found = links(settled(book(f"张三 甲公司 06-12 7800 cash; {many}", "张三 - 06-17 7800 cash")))
    assert found == {"R1?S1 7800.00"}


FINDINGS = """
not handed in            | 张三 甲公司 06-02 1200 cash  | 张三 乙公司 06-01 5 cash       | not_handed_in S1 1200.00
not paid out             | 张三 甲公司 06-02 -120 cash  | 张三 乙公司 06-01 5 cash       | not_handed_in S1 -120.00
less                     | 张三 甲公司 06-02 1200 cash  | 张三 甲公司 06-03 1111.1 cash  | handed_in_less S1 R1 88.90
more                     | 张三 甲公司 06-02 1200 cash  | 张三 甲公司 06-03 1311.1 cash  | handed_in_more S1 R1 -111.10
another salesperson      | 张三 甲公司 06-02 1200 cash; 李四 丙公司 06-02 7 cash | 李四 甲公司 06-03 1200 cash; 李四 丙公司 06-02 7 cash | other_person S1 R1 1200.00
twice                    | 张三 甲公司 06-02 1200 cash  | 张三 甲公司 06-03 1200 cash; 张三 甲公司 06-05 1200 cash | recorded_twice R2 R1 -1200.00
a refund twice           | 张三 甲公司 06-02 -120 cash  | 张三 甲公司 06-03 -120 cash; 张三 甲公司 06-05 -120 cash | refund_twice R2 R1 120.00
reported twice           | 张三 甲公司 06-02 1200 cash; 张三 甲公司 06-02 1200 cash | 张三 甲公司 06-02 1200 cash | reported_twice S2 S1 1200.00
the same again weeks later | 张三 甲公司 06-02 1200 cash; 张三 甲公司 06-20 1200 cash | 张三 甲公司 06-02 1200 cash | not_handed_in S2 1200.00
recorded only            | 张三 甲公司 06-20 1200 cash; 张三 乙公司 06-03 9 cash | 张三 甲公司 06-20 1200 cash; 张三 乙公司 06-03 9 cash; 张三 丁公司 06-04 77 cash | recorded_only R3 -77.00
digits changed places    | 张三 甲公司 06-02 1350 cash  | 张三 甲公司 06-02 1530 cash    | wrong_amount S1 R1 -180.00
a decimal place          | 张三 甲公司 06-02 1350 cash  | 张三 甲公司 06-02 135 cash     | wrong_amount S1 R1 1215.00
the sign                 | 张三 甲公司 06-02 1350 cash  | 张三 甲公司 06-02 -1350 cash   | wrong_amount S1 R1 2700.00
another month            | 张三 甲公司 05-12 1350 cash  | 张三 甲公司 06-12 1350 cash    | wrong_date S1 R1 0.00
dated beyond the cut-off | 张三 甲公司 12-06 1350 cash  | 张三 甲公司 06-12 1350 cash    | wrong_date R1 S1 -1350.00
recorded before          | 张三 甲公司 06-12 1350 cash  | 张三 甲公司 06-10 1350 cash    | wrong_date S1 R1 0.00
another way of paying    | 张三 甲公司 06-12 1350 cash  | 张三 甲公司 06-12 1350 transfer | wrong_method S1 R1 0.00
through the bank is none | 张三 甲公司 06-12 1350 wechat | 张三 甲公司 06-12 1350 transfer |
arrived after            | 张三 甲公司 06-29 1350 cash  | 张三 甲公司 07-02 1350 cash; 张三 乙公司 07-20 5 cash | in_transit S1 R1 1350.00
recorded long after      | 张三 甲公司 06-01 1350 cash  | 张三 甲公司 07-20 1350 cash    | wrong_date S1 R1 1350.00
the journal ends         | 张三 甲公司 06-29 1350 cash  | 张三 乙公司 06-01 5 cash       | in_transit S1 1350.00
a week and a day old     | 张三 甲公司 06-22 1350 cash  | 张三 乙公司 06-01 5 cash       | not_handed_in S1 1350.00
the journal goes on      | 张三 甲公司 06-29 1350 cash  | 张三 乙公司 07-20 5 cash       | not_handed_in S1 1350.00
the rest came after      | 张三 甲公司 06-29 1350 cash  | 张三 甲公司 06-30 1000 cash; 张三 甲公司 07-02 350 cash; 张三 乙公司 07-20 5 cash | in_transit S1 R1 R2 350.00
two ways                 | 张三 甲公司 06-02 1200 cash; 张三 乙公司 06-02 1200 cash | 张三 - 06-02 1200 cash | unclear R1 S1 S2 1200.00
"""


@pytest.mark.parametrize(("case", "reported", "recorded", "expected"), table(FINDINGS), ids=[row[0] for row in table(FINDINGS)])
def test_findings(case, reported, recorded, expected):
    found = findings(settled(book(reported, recorded)))
    noise = {f for f in found if f.startswith("recorded_only") and f.endswith(" -5.00")}  # a line that only tells how far the journal goes
    assert found - noise == {x.strip() for x in expected.split(", ") if x.strip()}


@pytest.mark.parametrize(("reported", "recorded"), [(row[1], row[2]) for row in table(FINDINGS + LINKS)])
def test_row_order_changes_nothing(reported, recorded):
    one = book(reported, recorded)
    two = [type(s)(s.name, [*s.rows[:2], *reversed(s.rows[2:])], s.title) for s in one]
    first, second = settled(one), settled(two)

    def told(outcome):
        keys = list(outcome.items["key"])
        equal = [k.partition("#")[0] for k in keys]
        return sorted((f.kind, f.amount, sorted(equal[i] for i in f.items)) for f in outcome.findings)

    assert told(first) == told(second)


def test_every_open_item_has_one_finding_of_money():
    for row in table(FINDINGS + LINKS):
        outcome = settled(book(row[1], row[2]))
        open_ = {i for i, (left, state) in enumerate(zip(outcome.residual, outcome.state, strict=True)) if left and state != "set_aside"}
        held = [i for f in outcome.findings for i in f.items if i in open_ and f.kind not in ("balance_jump", "balance_broken")]
        assert open_ <= set(held)


@pytest.mark.parametrize(("one", "two", "how"), [
    (135000, 153000, "transposed"), (135000, 13500, "decimal"), (135000, -135000, "sign"), (135000, 135700, "digit"), (135000, 135000, ""),
    (135000, 125100, ""), (12, 21, ""), (135000, 531000, ""), (-135000, -153000, "transposed"), (135000, -153000, ""), (0, 0, ""), (100, 1000000, ""),
])  # fmt: skip
def test_slips(one, two, how):
    assert slip(one, two) == how == slip(two, one)


@pytest.mark.parametrize(("one", "two", "how"), [
    ("2026-06-05", "2026-05-06", "date_swapped"), ("2026-05-12", "2026-06-12", "date_month"), ("2025-06-12", "2026-06-12", "date_year"),
    ("2026-06-12", "2026-06-10", "date_before"), ("2026-06-01", "2026-06-28", "date_late"),
])  # fmt: skip
def test_days(one, two, how):
    import datetime as dt

    assert how_off(dt.date.fromisoformat(one), dt.date.fromisoformat(two)) == how


def best_pairings(claims, answers, early, late):
    """All largest sets of pairs, by trying every one."""
    fits = [(c, a) for c, one in enumerate(claims) for a, two in enumerate(answers) if -early <= two - one <= late]
    found, size = [], 0
    for n in range(min(len(claims), len(answers)), 0, -1):
        found = [s for s in itertools.combinations(fits, n) if len({c for c, _ in s}) == len({a for _, a in s}) == n]
        if found:
            return found, n
    return [], size


def test_pairing_is_the_largest_and_tells_what_is_open():
    rng = random.Random(5)
    for _ in range(400):
        claims = sorted(rng.randrange(9) for _ in range(rng.randrange(1, 5)))
        answers = sorted(rng.randrange(9) for _ in range(rng.randrange(1, 5)))
        early, late = rng.choice(((0, 0), (0, 2), (1, 3)))
        made = pair(claims, answers, early, late)
        every, size = best_pairings(claims, answers, early, late)
        paired = [*made.sure, *made.spare_answers]
        assert len(paired) + sum(len(a) for _, a in made.open_) == size
        always = set.intersection(*({c for c, _ in s} for s in every)) if every else set()
        can_stay = {c for c in range(len(claims)) if any(-early <= a - claims[c] <= late for a in answers)} - always
        assert can_stay <= {c for cs, _ in made.open_ for c in cs}
        assert {c for c, _ in paired} <= always
        assert all(-early <= answers[a] - claims[c] <= late for c, a in paired)
