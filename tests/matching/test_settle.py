"""Settle does the arithmetic: what is left after links, what is refused, and what is contested."""

from fractions import Fraction

import pytest

from tests.notation import arrows, items, table
from ticktie.domain.items import OpenItems
from ticktie.domain.links import Allocation, Because, Difference, Doubt, Exchange, Findings, Link
from ticktie.matching.settle import LawBroken, settle

BOOK = (
    "S1 甲公司 06-01 100; S2 甲公司 06-02 60; S3 甲公司 06-03 -20; S4 甲公司 06-03 50 cur=USD; S5 甲公司 06-03 5 aside=cancelled;"
    "R1 甲公司 06-05 100; R2 甲公司 06-06 80; R3 甲公司 06-07 -100; R4 甲公司 06-07 50 cur=USD"
)
WHY = Because("test")


def link(text: str) -> Link:
    """`R1>S1 100, R1>S2 5 +fee 3@S1`; `?` for a proposal."""
    body, _, told = text.partition(" +")
    parts = [part.replace("?", ">").split() for part in body.split(",")]
    made = tuple(Allocation(AT[p.split(">")[1]], AT[p.split(">")[0]], int(amount) * 100) for p, amount in parts)
    difference = None
    if told:
        kind, _, rest = told.partition(" ")
        amount, _, charge = rest.partition("@")
        difference = Difference(kind, AT[charge], int(amount) * 100)  # type: ignore[arg-type]
    return Link(made, WHY, "test", sure="?" not in text, difference=difference)


AT = {name: i for i, name in enumerate(items(BOOK).frame["id"])}


def left(state: OpenItems) -> str:
    """What changed: `S1 0; R1 20`."""
    amount = state.values("amount")
    return "; ".join(f"{name} {state.residual[i] / 100:g}" for name, i in AT.items() if state.residual[i] != amount[i])


SETTLED = """
case                                | links                          | left
one settles one                     | R1>S1 100                      | S1 0; R1 0
a part                              | R1>S1 30                       | S1 70; R1 70
one over two                        | R2>S1 30, R2>S2 50             | S1 70; S2 10; R2 0
two links of one charge             | R1>S1 40; R2>S1 60             | S1 0; R1 60; R2 20
a difference settles its charge     | R2>S1 80 +fee 20@S1            | S1 0; R2 0
a difference leaves a rest          | R2>S1 80 +fee 5@S1             | S1 15; R2 0
a return counts with its sign       | R2>S1 100, R2>S3 -20           | S1 0; S3 0; R2 0
a reversal takes back its receipt   | R1>R3 100                      | R1 0; R3 0
a return against its order          | S3>S1 20                       | S1 80; S3 0
money that comes and goes           | R2>S2 20, R2>S3 -20            | S2 40; S3 0
the same of money that went         | R3>S1 20, R3>S3 -20            | S1 80; S3 0
a proposal takes nothing            | R1?S1 100                      |
in its own currency                 | R4>S4 50                       | S4 0; R4 0
"""


@pytest.mark.parametrize(("links", "after"), table(SETTLED))
def test_what_is_left(links, after):
    settled = settle(items(BOOK), Findings.of([link(x) for x in links.split(";")]))
    assert left(settled.items) == after
    assert len(settled.links) == len(links.split(";"))
    assert not settled.doubts


CONTESTED = """
case                              | links                                | left        | doubts
two want all of one charge        | R1>S1 100; R2>S1 80                  |             | R1!S1; R2!S1
a third is not touched            | R1>S1 100; R2>S1 20; R4>S4 50        | S4 0; R4 0  | R1!S1; R2!S1
one payment twice                 | R1>S1 100; R1>S2 60                  |             | R1!S1; R1!S2
a difference too much             | R2>S2 60 +fee 1@S2                   |             | R2!S2
more than is there                | R1>S2 61                             |             | R1!S2
the other sign                    | R2>S1 -5                             |             | R2!S1
a return and its order both       | S3>S1 20; R1>S1 100                  |             | S1+S3!; R1!S1
"""


@pytest.mark.parametrize(("links", "after", "doubts"), table(CONTESTED))
def test_what_is_contested(links, after, doubts):
    state = items(BOOK)
    settled = settle(state, Findings.of([link(x) for x in links.split(";")]))
    assert left(settled.items) == after
    assert arrows(Findings.of(doubts=settled.doubts), state) == "; ".join(sorted(doubts.split("; ")))
    assert [i for i in range(len(AT)) if settled.items.doubtful[i]] == sorted({i for d in settled.doubts for i in d.items})


def test_a_fen_of_the_other_sign_is_contested():
    one = Link((Allocation(AT["S3"], AT["R2"], 1),), WHY, "test")
    assert settle(items(BOOK), Findings.of([one])).doubts


def test_a_contested_link_names_what_is_asked_for_twice():
    doubts = settle(items(BOOK), Findings.of([link("R1>S1 100"), link("R2>S1 80")])).doubts
    assert [d.because.facts for d in doubts] == [{"candidates": (AT["S1"],), "items": (AT["S1"],)}] * 2


BROKEN = """
case                          | link                   | says
two currencies                | R1>S4 50               | two currencies
an item that is set aside     | R1>S5 5                | set aside
a payment in a charge's place | S1>R1 5                | place of a charge
"""


@pytest.mark.parametrize(("text", "says"), table(BROKEN))
def test_what_no_book_allows(text, says):
    with pytest.raises(LawBroken, match=says):
        settle(items(BOOK), Findings.of([link(text)]))


def test_what_is_not_open():
    state = settle(items(BOOK), Findings.of([link("R1>S1 100")])).items
    with pytest.raises(LawBroken, match="not open"):
        settle(state, Findings.of([link("R2>S1 80")]))
    assert settle(state, Findings.of([link("R2?S1 80")])).links  # a proposal may come too late; the engine drops it


def test_suggesting_turns_links_into_proposals():
    settled = settle(items(BOOK), Findings.of([link("R2>S1 80 +fee 20@S1")], named=[AT["R2"]]), "suggest")
    assert left(settled.items) == ""
    assert [(x.sure, x.difference is not None) for x in settled.links] == [(False, True)]
    assert settled.items.named[AT["R2"]]


def test_doubts_and_names_are_remembered_and_add_up():
    state = items(BOOK)
    first = settle(state, Findings.of(doubts=[Doubt((AT["R1"],), ((AT["S1"],),), WHY)], named=[AT["R2"]])).items
    second = settle(first, Findings.of(doubts=[Doubt((AT["R4"],), (), WHY)])).items
    third = settle(second, Findings()).items
    assert [name for name, i in AT.items() if third.doubtful[i]] == ["R1", "R4"]
    assert [name for name, i in AT.items() if third.named[i]] == ["R2"]
    assert not state.doubtful.any()
    assert not state.named.any()


def test_the_other_facts_of_a_link_stay():
    one = Link((Allocation(AT["S1"], AT["R1"], 100),), WHY, "by", decided_by="person", probability=0.5)
    assert settle(items(BOOK), Findings.of([one])).links == [one]
    suggested = settle(items(BOOK), Findings.of([one]), "suggest").links[0]
    assert (suggested.by, suggested.because, suggested.decided_by, suggested.probability, suggested.sure) == ("by", WHY, "person", 0.5, False)


EXCHANGED = """
case                            | charge | payment | amount | paid   | rate | holds
at its rate                     | S4     | R1      | 1400   | 9940   | 7.1  | yes
two cents beside the rate       | S4     | R1      | 10     | 7      | 0.5  | yes
three cents beside it           | S4     | R1      | 10     | 8      | 0.5  | no
the rounding of a dear currency | S4     | R1      | 1000   | 7107   | 7.1  | yes
more than that rounding         | S4     | R1      | 1000   | 7108   | 7.1  | no
no rate                         | S4     | R1      | 2      | 0      | 0    | no
one currency needs none         | S1     | R1      | 1000   | 1000   | 1    | no
inside one side                 | S4     | S3      | 20     | 20     | 1    | no
inside the other                | R3     | R4      | 20     | 20     | 1    | no
"""


@pytest.mark.parametrize(("charge", "payment", "amount", "paid", "rate", "holds"), table(EXCHANGED))
def test_two_currencies_are_joined_only_at_their_rate(charge, payment, amount, paid, rate, holds):
    made = Allocation(AT[charge], AT[payment], int(amount), Exchange(int(paid), Fraction(rate)))
    state = items(BOOK)
    if holds == "no":
        with pytest.raises(LawBroken, match="two currencies"):
            settle(state, Findings.of([Link((made,), WHY, "test")]))
        return
    after = settle(state, Findings.of([Link((made,), WHY, "test")])).items
    assert after.residual[AT[charge]] == state.residual[AT[charge]] - int(amount)
    assert after.residual[AT[payment]] == state.residual[AT[payment]] - int(paid)
