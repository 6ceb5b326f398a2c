"""The engine: all passes in their order, what persons rejected left out, no more guesses than the rules allow, one state an item."""

import datetime as dt

import pytest

from tests.matching.test_by_hand import decided
from tests.notation import arrows, frame, table
from ticktie.domain.links import Findings
from ticktie.domain.outcome import Ledger, Outcome
from ticktie.domain.rules import Rules, with_rule
from ticktie.matching.by_hand import read_hand
from ticktie.matching.engine import match
from ticktie.matching.sequence import SEQUENCE


def matched(text: str, decisions: str = "", rules: Rules | None = None, said=lambda stage: None) -> Outcome:
    made = frame(text)
    ledger = Ledger(made, [], [], dt.date(2026, 6, 30), "order", "en")
    return match(ledger, rules or Rules(), read_hand(decided(decisions) if decisions else [], made, "order"), said)


def told(outcome: Outcome) -> str:
    ids, left = outcome.items["id"], outcome.residual
    return "; ".join(f"{i} {s} {n / 100:g}" for i, s, n in zip(ids, outcome.state, left, strict=True))


def shown(outcome: Outcome) -> str:
    class Items:
        currencies = outcome.items["currency"].to_numpy()

        @staticmethod
        def values(name: str):
            return outcome.items[name].to_numpy()

    return arrows(Findings.of(outcome.links, outcome.doubts), Items)  # type: ignore[arg-type]


STATES = """
case                         | items                                                                                   | states
settled                      | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 500 memo=SO26001                           | S1 matched 0; R1 matched 0
in part                      | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 300 memo=SO26001                           | S1 partly 200; R1 matched 0
open                         | S1 甲公司 06-01 500.13; R1 乙公司 06-05 -77.31                                             | S1 open 500.13; R1 open -77.31
proposed                     | S1 甲公司 06-01 500 no=SO26001; R1 丙公司 06-05 500 memo=SO26001                           | S1 to_confirm 500; R1 to_confirm 500
in doubt                     | S1 甲公司 06-02 70; S2 甲公司 06-03 70; R1 甲公司 06-05 70                                  | S1 open 70; S2 open 70; R1 ambiguous 70
set aside                    | S1 甲公司 06-01 500 aside=cancelled; R1 甲公司 06-05 77.31                                 | S1 set_aside 500; R1 open 77.31
a delivery of an order       | S1 甲公司 06-01 500 no=SO26001; D1 甲公司 06-03 500 rel=SO26001; D2 甲公司 06-03 9          | S1 open 500; D1 matched 0; D2 open 9
a proposal that came too late | S1 甲公司 06-01 500 no=SO26001; R1 丙公司 06-05 500 memo=SO26001; R2 甲公司 06-06 500 memo=SO26001 | S1 matched 0; R1 open 500; R2 matched 0
"""


@pytest.mark.parametrize(("text", "states"), table(STATES))
def test_states(text, states):
    assert told(matched(text)) == states


REJECTED = """
case                          | items                                                                   | decisions                 | found
a link                        | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 500 memo=SO26001           | reject R1 S1              |
of one, not of another        | S1 甲公司 06-01 500 no=SO26001; S2 乙公司 06-01 7 no=SO26002; R1 甲公司 06-05 500 memo=SO26001; R2 乙公司 06-05 7 memo=SO26002 | reject R1 S1 | R2>S2 7
one of three candidates       | S1 甲公司 06-02 70; S2 甲公司 06-03 70; S3 甲公司 06-03 70; R1 甲公司 06-05 70 | reject R1 S1           | R1!S2|S3
every candidate               | S1 甲公司 06-02 70; S2 甲公司 06-03 70; R1 甲公司 06-05 70                  | reject R1 S1; reject R1 S2 |
of another payment            | S1 甲公司 06-02 70; S2 甲公司 06-03 70; R1 甲公司 06-05 70; R2 乙公司 06-05 3 | reject R2 S1             | R1!S1|S2
a decision comes first        | S1 甲公司 06-01 500 no=SO26001; S2 甲公司 06-01 500 no=SO26002; R1 甲公司 06-05 500 memo=SO26001 | match_with R1 S2 | R1>S2 500
"""


@pytest.mark.parametrize(("text", "decisions", "found"), table(REJECTED))
def test_what_a_person_rejected_is_not_made_again(text, decisions, found):
    assert shown(matched(text, decisions)) == found


MODES = """
case                    | rule                        | found
as shipped              | pass_by_hand=confirm        | +write_off 9; R1>S1 300; R2>S2 30
decisions only proposed | pass_by_hand=suggest        | R1>S1 300; R2?S2 30
decisions off           | pass_by_hand=off            | R1>S1 300
a pass only proposes    | pass_amount_differs=suggest | +write_off 9; R1?S1 300; R2>S2 30
a pass is off           | pass_amount_differs=off     | +write_off 9; R2>S2 30
"""


@pytest.mark.parametrize(("rule", "found"), table(MODES))
def test_modes(rule, found):
    name, _, value = rule.partition("=")
    text = "S1 甲公司 06-01 500 no=SO26001; S2 乙公司 06-02 70; S3 乙公司 06-03 9; R1 甲公司 06-05 300 memo=SO26001; R2 - 06-06 30"
    assert shown(matched(text, "accept R2 S2; write_off S3", with_rule(Rules(), name, value))).strip() == found


def test_every_pass_is_named_before_it_runs_and_those_that_are_off_are_not():
    said: list[str] = []
    matched("S1 甲公司 06-01 500; R1 甲公司 06-05 7", rules=with_rule(Rules(), "pass_reversal", "off"), said=said.append)
    assert said == [name for name, _ in SEQUENCE if name != "reversal"]


GUESSES = "; ".join(f"S{n} 客户{n}公司 06-01 {500 + 31 * n}00; R{n} 客户{n}公司 06-05 {500 + 31 * n}00" for n in range(6))


def test_no_more_guesses_than_the_rules_allow_and_the_weakest_go_first():
    free = matched(GUESSES, rules=with_rule(Rules(), "probability_limit", "0.5"))
    sure = [x for x in free.links if x.sure]
    assert len(sure) == 6
    errors = sum(1 - x.probability for x in sure)
    strict = matched(GUESSES, rules=with_rule(with_rule(Rules(), "probability_limit", "0.5"), "expected_errors", f"{errors * 0.6:.9f}"))
    kept, gone = ([x for x in strict.links if x.sure is s] for s in (True, False))
    assert kept
    assert gone
    assert sum(1 - x.probability for x in kept) <= errors * 0.6
    assert {x.because.code for x in gone} == {"too_many_guesses"}
    assert {frozenset(x.items()) for x in kept} < {frozenset(x.items()) for x in sure}
    assert min(x.probability for x in kept) >= max(x.probability for x in gone)


SUGGESTED = """
case                            | rule                        | items                                                                              | found
a number stays a proposal       | pass_memo_number=suggest    | S1 甲公司 06-01 500.17 no=SO26001; R1 甲公司 06-05 500.17 memo=SO26001              | R1?S1 500.17
an amount stays a proposal      | pass_exact_amount=suggest   | S1 甲公司 06-01 500.17 no=SO26001; S2 甲公司 06-01 9.31; R1 甲公司 06-05 500.17     | R1?S1 500.17
"""


@pytest.mark.parametrize(("rule", "text", "found"), table(SUGGESTED))
def test_what_a_pass_only_suggests_no_later_pass_settles(rule, text, found):
    assert shown(matched(text, rules=with_rule(Rules(), *rule.split("=")))) == found
