"""What persons decide is done first and to the letter, or told as unfit: nothing of a decision that no longer fits is applied."""

import pytest

from tests.notation import arrows, frame, items, table
from ticktie.domain.decision import Decision
from ticktie.domain.links import Allocation, Because, Link
from ticktie.matching.by_hand import Hand, by_hand, read_hand, told_aliases, with_status, write_offs

WHO = "李会计"


def decided(text: str) -> list[Decision]:
    """`accept R1 S1+S2; reject R2 S3 amounts=70,30`: action, keys, targets, and the money in yuan when it was decided."""
    made = []
    for seq, part in enumerate(text.split(";"), 1):
        action, *rest = part.split()
        amounts = next((tuple(int(n) * 100 for n in r[8:].split(",")) for r in rest if r.startswith("amounts=")), ())
        keys, targets, *_ = [tuple(r.split("+")) for r in rest if not r.startswith("amounts=")] + [(), ()]
        made.append(Decision(seq, "2026-06-30", WHO, action, keys, targets, note="电话", amounts=amounts))  # type: ignore[arg-type]
    return made


TIED = """
case                             | items                                                                       | decisions                     | found
an accepted pair                 | S1 甲公司 06-01 100; R1 丙公司 06-05 100                                      | accept R1 S1                  | R1>S1 100
as much as both hold             | S1 甲公司 06-01 100; R1 甲公司 06-05 70                                       | match_with R1 S1              | R1>S1 70
no more than is owed             | S1 甲公司 06-01 100; R1 甲公司 06-05 170                                      | match_with R1 S1              | R1>S1 100
the charge due first             | S1 甲公司 06-01 100 due=07-30; S2 甲公司 06-02 50 due=07-01; R1 甲公司 06-05 70 | match_with R1 S1+S2           | R1>S2 50, R1>S1 20
the older payment first          | S1 甲公司 06-01 100; R1 甲公司 06-06 70; R2 甲公司 06-05 70                   | match_with R1+R2 S1           | R2>S1 70, R1>S1 30
a return with its sign           | S1 甲公司 06-01 100; S2 甲公司 06-02 -30; R1 甲公司 06-05 70                  | accept R1 S1+S2               | R1>S1 100, R1>S2 -30
one fen                          | S1 甲公司 06-01 0.01; R1 甲公司 06-05 5                                       | accept R1 S1                  | R1>S1 0.01
money back for a return          | S1 甲公司 06-01 -30; R1 甲公司 06-05 -20                                      | accept R1 S1                  | R1>S1 -20
signs that do not go together    | S1 甲公司 06-01 30; R1 甲公司 06-05 -20                                       | accept R1 S1                  |
a receipt and its reversal       | R1 甲公司 06-05 70; R2 甲公司 06-06 -70                                       | accept R2 R1                  | R1>R2 70
a part of it went back           | R1 甲公司 06-05 70; R2 甲公司 06-06 -20; R3 甲公司 06-07 -10                  | accept R2+R3 R1               | R1>R2 20, R1>R3 10
a return against its order       | S1 甲公司 06-01 70; S2 甲公司 06-06 -20                                       | accept S2 S1                  | S2>S1 20
a return against two orders      | S1 甲公司 06-01 70; S2 甲公司 06-02 30; S3 甲公司 06-06 -80                   | accept S3 S1+S2               | S3>S1 70, S3>S2 10
one after the other              | S1 甲公司 06-01 100; R1 甲公司 06-05 70; R2 甲公司 06-06 70                   | accept R1 S1; accept R2 S1    | R1>S1 70; R2>S1 30
nothing is left for the second   | S1 甲公司 06-01 100; R1 甲公司 06-05 100; R2 甲公司 06-06 100                 | accept R1 S1; accept R2 S1    | R1>S1 100
a reversal takes the money away  | S1 甲公司 06-01 100; R1 甲公司 06-05 100; R2 甲公司 06-06 -60                 | accept R2 R1; accept R1 S1    | R1>R2 60; R1>S1 40
a return leaves less to pay      | S1 甲公司 06-01 100; S2 甲公司 06-02 -60; R1 甲公司 06-05 100                 | accept S2 S1; accept R1 S1    | R1>S1 40; S2>S1 60
taken back                       | S1 甲公司 06-01 100; R1 甲公司 06-05 100                                      | accept R1 S1; withdraw R1 S1  |
rejected ties nothing            | S1 甲公司 06-01 100; R1 甲公司 06-05 100                                      | reject R1 S1                  |
without a target                 | S1 甲公司 06-01 100; R1 甲公司 06-05 100                                      | accept R1                     |
the money is as it was           | S1 甲公司 06-01 100; R1 甲公司 06-05 100                                      | accept R1 S1 amounts=100,100  | R1>S1 100
after one that does not fit      | S1 甲公司 06-01 100; R1 甲公司 06-05 100                                      | accept R9 S1; accept R1 S1    | R1>S1 100
"""


@pytest.mark.parametrize(("text", "decisions", "found"), table(TIED))
def test_what_is_tied(text, decisions, found):
    open_items = items(text)
    assert arrows(by_hand(open_items, read_hand(decided(decisions), open_items.frame, "order")), open_items) == found


UNFIT = """
case                          | items                                                         | decision                     | why        | place
an item is gone               | S1 甲公司 06-01 100; R1 甲公司 06-05 100                        | accept R9 S1                 | gone       | S!A2
all are gone                  | S1 甲公司 06-01 100; R1 甲公司 06-05 100                        | accept R9 S9                 | gone       | Decisions!A1
the money has changed         | S1 甲公司 06-01 100; R1 甲公司 06-05 100                        | accept R1 S1 amounts=90,100  | changed    | R!A3
an item is set aside          | S1 甲公司 06-01 100 aside=cancelled; R1 甲公司 06-05 100        | accept R1 S1                 | aside      | R!A3
two currencies                | S1 甲公司 06-01 100 cur=USD; R1 甲公司 06-05 100                | accept R1 S1                 | currencies | R!A3
a payment is no claim         | S1 甲公司 06-01 100; R1 甲公司 06-05 100                        | dispute R1                   | no_claim   | R!A3
"""


@pytest.mark.parametrize(("text", "decision", "why", "place"), table(UNFIT))
def test_what_no_longer_fits_is_told_and_not_applied(text, decision, why, place):
    open_items = items(text)
    hand = read_hand(decided(decision), open_items.frame, "order")
    assert [(p.facts["why"], str(p.source), p.facts["decision"], p.level) for p in hand.problems] == [(why, place, 1, "warning")]
    assert hand.problems[0].facts["keys"] == ", ".join(k for part in decision.split()[1:3] if "=" not in part for k in part.split("+"))
    assert hand.status == {1: "unfit"}
    assert not by_hand(open_items, hand).links


def test_what_belongs_apart_may_be_set_aside_and_in_two_currencies():
    book = frame("S1 甲公司 06-01 100 cur=USD aside=cancelled; R1 甲公司 06-05 100")
    hand = read_hand(decided("reject R1 S1; unmatch R1 S1+R1"), book, "order")
    assert not hand.problems
    assert hand.rejected == (frozenset({0, 1}),)  # the later one has the same items: the last word holds


def test_what_became_of_every_decision():
    book = frame("S1 甲公司 06-01 100; S2 甲公司 06-01 100; R1 甲公司 06-05 100")
    decisions = decided("note R1; accept R1 S1; accept R1 S1; reject R1 S2; accept R9 S1")
    hand = read_hand(decisions, book, "order")
    assert hand.status == {1: "applied", 2: "superseded", 3: "applied", 4: "applied", 5: "unfit"}
    assert [d.status for d in with_status(decisions, hand)] == ["applied", "superseded", "applied", "applied", "unfit"]
    assert with_status(decisions, Hand()) == decisions


def test_a_write_off_takes_what_is_left_of_charges_and_of_money_that_is_kept():
    open_items = items("S1 甲公司 06-01 100; S2 甲公司 06-02 -0.30; D1 甲公司 06-03 9; R1 甲公司 06-05 70")
    made = write_offs(open_items, read_hand(decided("write_off S1+S2; write_off D1; write_off R1"), open_items.frame, "order"))
    assert arrows(made, open_items) == " +write_off -0.30;  +write_off 100;  +write_off 70"
    assert all(x.because == Because("by_hand", {"who": WHO, "note": "电话"}) and x.decided_by == "person" for x in made.links)


ALIASES = """
case                        | items                                                              | decisions       | aliases
another payer               | S1 甲公司 06-01 100; R1 丙公司 06-05 100                             | accept R1 S1    | 丙公司=甲公司
the customer himself        | S1 甲公司 06-01 100; R1 甲公司 06-05 100                             | accept R1 S1    |
another customer            | S1 甲公司 06-01 100; S2 乙公司 06-01 5; R1 乙公司 06-05 100          | accept R1 S1    |
nobody named                | S1 甲公司 06-01 100; R1 - 06-05 100                                  | accept R1 S1    |
for two customers           | S1 甲公司 06-01 100; S2 乙公司 06-01 5; R1 丙公司 06-05 105          | accept R1 S1+S2 |
beside a charge of nobody   | S1 甲公司 06-01 100; S2 - 06-01 5; R1 丙公司 06-05 105               | accept R1 S1+S2 | 丙公司=甲公司
"""


@pytest.mark.parametrize(("text", "decisions", "aliases"), table(ALIASES))
def test_payers_that_were_accepted(text, decisions, aliases):
    hand = read_hand(decided(decisions), frame(text), "order")
    assert ";".join(f"{payer}={customer}" for payer, customer in hand.aliases.items()) == aliases
    assert set(hand.accepted_by) == set(hand.aliases)


def test_links_of_an_accepted_payer_say_who_accepted_him():
    book = frame("S1 甲公司 06-01 100; S2 甲公司 06-02 30; R1 丙公司 06-05 100; R2 丙公司 06-06 30; R3 甲公司 06-07 9")
    hand = read_hand(decided("accept R1 S1"), book, "order")
    links = [Link((Allocation(1, n, 1),), Because("x", {"a": 1}), by) for n, by in ((3, "exact_amount"), (4, "exact_amount"), (2, "by_hand"))]
    one, two, three = told_aliases(links, book, hand)
    assert one.because == Because("x", {"a": 1, "alias": {"payer": "丙公司", "who": WHO, "when": "2026-06-30"}})
    assert [two, three] == links[1:]
    assert told_aliases(links, book, Hand()) == links


ALIASES = """
case                         | decisions                                                            | aliases
named for a customer          | alias payer:张三 party:甲公司                                          | 张三=甲公司
of a customer not in the book | alias payer:张三 party:丁公司                                          |
a customer is no other's      | alias payer:甲公司 party:乙公司                                        |
the last word holds           | alias payer:张三 party:甲公司; alias payer:张三 party:乙公司            | 张三=乙公司
taken back                   | alias payer:张三 party:甲公司; withdraw payer:张三                      |
"""


@pytest.mark.parametrize(("decisions", "aliases"), table(ALIASES))
def test_payers_named_for_a_customer(decisions, aliases):
    made = frame("S1 甲公司 06-01 100; S2 乙公司 06-01 30; R1 张三 06-05 100")
    hand = read_hand(decided(decisions), made, "order")
    assert ", ".join(f"{p}={c}" for p, c in hand.aliases.items()) == aliases
    assert set(hand.status.values()) <= {"applied", "superseded"}
    assert hand.problems == ()
