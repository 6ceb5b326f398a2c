"""Links in columns are the links that would have been made one by one, and settle as these do."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.books import matching_sheets
from tests.notation import frame, items, table
from ticktie.domain.evidence import NOTHING_PLAIN, gather
from ticktie.domain.items import OpenItems
from ticktie.domain.links import Allocation, Because, Doubt, Findings, Link, Pairs
from ticktie.domain.rules import Rules
from ticktie.intake.ledger import read_ledger
from ticktie.matching.alike import Alike
from ticktie.matching.passes.exact_amount import exact_amount
from ticktie.matching.sequence import SEQUENCE
from ticktie.matching.settle import LawBroken, settle

AMOUNTS = [100, 110.01, 123.45, 200, 220, 333.33, 50, 70.7, -100, 1000, 5000]
MEMOS = ["", "", "货款", "SO26001", "SO26002", "SO26003、SO26004", "SO26001(补)", "SO26002运费", "定金", "尾款", "6月货款", "错账冲正"]


@st.composite
def books(draw):
    """Books in which much is plain: numbers of one row, amounts that seldom meet."""
    amounts, lines = st.sampled_from(AMOUNTS), []
    for i in range(draw(st.integers(1, 9))):
        number = draw(st.sampled_from([f"SO2600{i + 1}"] * 4 + ["SO26001", ""]))
        flags = draw(st.sampled_from([""] * 5 + ["flags=number_unsure", "flags=line", "flags=disputed"]))
        aside = draw(st.sampled_from([""] * 9 + ["aside=cancelled"]))
        currency = draw(st.sampled_from(["CNY"] * 5 + ["USD"]))
        lines.append(f"S{i} {draw(st.sampled_from(['甲有限公司', '乙有限公司', '-']))} 06-{draw(st.integers(1, 20)):02} {draw(amounts)} no={number} cur={currency} {flags} {aside}")
    for i in range(draw(st.integers(1, 9))):
        party, memo = draw(st.sampled_from(["甲有限公司", "甲有限公司", "乙有限公司", "李娜", "-"])), draw(st.sampled_from(MEMOS))
        rest = f"ref={draw(st.sampled_from([''] * 4 + ['SO26001', 'SO26003']))} flags={draw(st.sampled_from([''] * 6 + ['possible_copy']))}"
        lines.append(f"R{i} {party} 06-{draw(st.integers(5, 28)):02} {draw(amounts)} memo={memo} {rest}")
    return "; ".join(lines)


@pytest.fixture
def one_by_one(monkeypatch):
    """A switch for the passes by amount: no payment is plain to them."""

    def switched(off: bool) -> None:
        monkeypatch.undo()
        if off:
            monkeypatch.setattr(Alike, "in_lines", property(lambda alike: np.ones(len(alike.payments), dtype=bool)))

    return switched


def told(items: pd.DataFrame, charge_side: str, plain: bool, mode: str = "confirm") -> tuple[list[object], int]:
    """Everything that every pass found and settle made of it; and how many links stood in columns."""
    evidence = gather(items, charge_side)
    if not plain:
        evidence = replace(evidence, plain=np.full(len(items), NOTHING_PLAIN))
    state, seen, pairs = OpenItems.start(items, charge_side, evidence), list[object](), 0
    for _, pass_ in SEQUENCE:
        findings = pass_(state, Rules())
        pairs += 0 if findings.pairs is None else len(findings.pairs.payments)
        settled = settle(state, findings, mode)
        seen += [findings.links, findings.doubts, sorted(findings.named.tolist()), settled.links, settled.doubts]
        state = settled.items
        seen += [state.residual.tolist(), state.doubtful.tolist(), state.named.tolist()]
    return seen, pairs


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(books(), st.sampled_from(["confirm", "confirm", "suggest"]))
def test_columns_find_what_is_found_one_by_one(one_by_one, text, mode):
    book = frame(text)
    one_by_one(False)
    columns, _ = told(book, "order", plain=True, mode=mode)
    one_by_one(True)
    single, pairs = told(book, "order", plain=False, mode=mode)
    assert pairs == 0
    assert columns == single


def test_most_links_of_a_large_book_stand_in_columns(one_by_one):
    ledger = read_ledger(matching_sheets(400), Rules(), as_of=dt.date(2026, 6, 30))
    columns, pairs = told(ledger.items, ledger.charge_side, plain=True)
    one_by_one(True)
    assert columns == told(ledger.items, ledger.charge_side, plain=False)[0]
    assert pairs >= 0.8 * 400


BOOK = (
    "S1 甲公司 06-01 100; S2 甲公司 06-02 60; S3 甲公司 06-03 80; S4 甲公司 06-03 60 cur=USD; S5 甲公司 06-03 60 aside=cancelled;"
    "R1 甲公司 06-05 100; R2 甲公司 06-06 60; R3 甲公司 06-07 80; R4 甲公司 06-08 60; S6 甲公司 06-09 60"
)
AT = {name: i for i, name in enumerate(items(BOOK).frame["id"])}
WHY = Because("test")


def pairs(text: str, at: list[int]) -> Pairs:
    """`R1>S1 100, R2>S2 60`."""
    parts = [(*part.split()[0].split(">"), int(part.split()[1]) * 100) for part in text.split(",")]
    paid, asked, amounts = zip(*parts, strict=True)
    columns = (np.array([AT[p] for p in paid]), np.array([AT[c] for c in asked]), np.array(amounts), np.array(at))
    return Pairs("test", *columns, lambda n: WHY, np.array([0.5] * len(at)))


def single(text: str, sure: bool = True) -> Link:
    names, amount = text.split()
    payment, charge = names.split(">")
    return Link((Allocation(AT[charge], AT[payment], int(amount) * 100),), WHY, "test", sure)


def names(links: object) -> str:
    name = {i: n for n, i in AT.items()}
    return " ".join(f"{name[a.payment]}{name[a.charge]}" for x in links for a in x.allocations)  # type: ignore[attr-defined]


def test_pairs_stand_at_their_places_among_other_links():
    findings = Findings.of([single("R2>S2 60"), single("R4>S4 60")], pairs=pairs("R1>S1 100, R3>S3 80", [1, 1]))
    assert names(findings.links) == "R2S2 R1S1 R3S3 R4S4"
    assert findings.links[1] == Link((Allocation(AT["S1"], AT["R1"], 10000),), WHY, "test", probability=0.5)
    assert names(findings.with_links(findings.links[:1]).links) == "R2S2"


def test_places_hold_where_links_fall_away_or_are_proposals():
    made = [single("R4>S2 30"), single("R2>S2 60"), single("R4>S2 1", sure=False)]
    settled = settle(items(BOOK), Findings.of(made, pairs=pairs("R1>S1 100, R3>S3 80", [1, 2])))
    assert [d.items for d in settled.doubts] == [(AT["R4"],), (AT["R2"],)]
    assert names(settled.links) == "R1S1 R3S3 R4S2"
    more = Findings.of([single("R2>S2 20"), single("R4>S2 1", sure=False), single("R4>S2 40")], pairs=pairs("R1>S1 100, R3>S3 80", [2, 3]))
    assert names(settle(items(BOOK), more).links) == "R2S2 R1S1 R4S2 R3S3 R4S2"


LAWFUL = """
case                             | pairs                      | left in columns
two pairs                        | R1>S1 100, R2>S2 60        | yes
one charge twice                 | R2>S2 60, R4>S2 60         | no
one payment twice                | R2>S2 60, R2>S2 60         | no
a part of the charge             | R2>S1 60                   | no
a part of the payment            | R1>S2 60                   | no
less than either holds           | R1>S1 99                   | no
two payments                     | R2>R4 60                   | no
two charges                      | S2>S6 60                   | no
"""


@pytest.mark.parametrize(("text", "columns"), table(LAWFUL))
def test_pairs_settle_as_their_links_do(text, columns):
    state, found = items(BOOK), Findings.of(pairs=pairs(text, [0] * len(text.split(","))))
    settled, single_ = settle(state, found), settle(state, Findings.of(found.links))
    assert (settled.kept.pairs is not None) == (columns == "yes")
    assert (settled.links, settled.doubts) == (single_.links, single_.doubts)
    assert settled.items.residual.tolist() == single_.items.residual.tolist()
    assert settled.items.doubtful.tolist() == single_.items.doubtful.tolist()


@pytest.mark.parametrize("other", [single("R4>S2 60"), single("R2>S1 60")])
def test_a_pair_and_another_link_that_ask_for_one_item_are_contested(other):
    settled = settle(items(BOOK), Findings.of([other], pairs=pairs("R2>S2 60", [0])))
    assert settled.links == []
    assert len(settled.doubts) == 2


def test_a_proposal_beside_a_pair_takes_nothing():
    assert names(settle(items(BOOK), Findings.of([single("R4>S2 60", sure=False)], pairs=pairs("R2>S2 60", [1]))).links) == "R2S2 R4S2"


@pytest.mark.parametrize(("text", "says"), [("R2>S4 60", "two currencies"), ("R2>S5 60", "set aside"), ("S2>R2 60", "place of a charge")])
def test_what_no_book_allows(text, says):
    with pytest.raises(LawBroken, match=says):
        settle(items(BOOK), Findings.of(pairs=pairs(text, [0])))


def test_a_pair_that_is_not_open():
    state = settle(items(BOOK), Findings.of([single("R2>S2 60")])).items
    with pytest.raises(LawBroken, match="not open"):
        settle(state, Findings.of(pairs=pairs("R2>S2 60", [0])))


def test_suggested_pairs_are_proposals_and_wait():
    settled = settle(items(BOOK), Findings.of(pairs=pairs("R2>S2 60", [0])), "suggest")
    assert [(x.sure, x.probability) for x in settled.links] == [(False, 0.5)]
    assert np.flatnonzero(settled.items.doubtful).tolist() == [AT["R2"]]


ALONE = """
case                        | more                                        | pairs
alone                       |                                             | 1
a second charge of it       | S8 甲公司 06-02 70                            | 0
a second payment of it      | R8 甲公司 06-06 70                            | 0
another customer's          | S8 乙公司 06-02 70; R8 乙公司 06-06 80          | 1
two charges that make it    | S8 甲公司 06-02 30; S9 甲公司 06-02 40          | 0
a doubtful memo             | R8 甲公司 06-06 12 memo=定金; S8 甲公司 06-02 12 | 1
an odd other payment        | R8 甲公司 06-06 12.34; S8 甲公司 06-01 12.34    | 2
"""


@pytest.mark.parametrize(("more", "count"), table(ALONE))
def test_which_amounts_stand_in_columns(more, count):
    found = exact_amount(items(f"S1 甲公司 06-01 70; R1 甲公司 06-05 70; {more}"), Rules()).pairs
    assert (0 if found is None else len(found.payments)) == int(count)


def test_doubts_of_others_are_kept_beside_pairs():
    doubt = Doubt((AT["R4"],), ((AT["S2"],),), WHY)
    settled = settle(items(BOOK), Findings.of(doubts=[doubt], named=[AT["R4"]], pairs=pairs("R1>S1 100", [0])))
    assert (settled.doubts, names(settled.links)) == ([doubt], "R1S1")
    assert (settled.items.doubtful[AT["R4"]], settled.items.named[AT["R4"]]) == (True, True)
