"""What every reconciliation keeps, on drawn books: the laws of DESIGN, over all passes in their order."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.notation import frame
from ticktie.domain.evidence import gather
from ticktie.domain.items import OpenItems
from ticktie.domain.links import Findings
from ticktie.domain.outcome import Ledger, Outcome
from ticktie.domain.rates import Rates
from ticktie.domain.rules import Rules
from ticktie.matching import chance
from ticktie.matching.engine import match
from ticktie.matching.laws import check
from ticktie.matching.sequence import SCALES, SEQUENCE, WHOLE_BOOK, sequence
from ticktie.matching.settle import settle

PARTIES = ["甲有限公司", "乙有限公司", "甲有限公司东莞分公司", "李娜", "-"]
MEMOS = ["", "货款", "SO26001", "SO26002", "SO26001、SO26003", "SO26001/002", "定金", "尾款SO26002", "6月货款", "错账冲正", "SO26001扣手续费1元", "SO29999"]


@st.composite
def books(draw):
    amounts = st.sampled_from([100, 100, 200, 300, 150, 50, 99, 250.5, -100, -50])
    lines = []
    for i in range(draw(st.integers(1, 7))):
        number = draw(st.sampled_from(["SO26001", "SO26002", "SO26003", ""]))
        party = draw(st.sampled_from(PARTIES[:2]))
        flags = draw(st.sampled_from(["", "", "", "flags=number_unsure"]))
        aside = draw(st.sampled_from(["", "", "", "", "aside=cancelled"]))
        currency = draw(st.sampled_from(["CNY", "CNY", "CNY", "USD"]))
        lines.append(f"S{i} {party} 06-{draw(st.integers(1, 28)):02} {draw(amounts)} no={number} cur={currency} {flags} {aside}")
    for i in range(draw(st.integers(0, 7))):
        party, memo = draw(st.sampled_from(PARTIES)), draw(st.sampled_from(MEMOS))
        reference = draw(st.sampled_from(["", "", "", "SO26001", "SO26003"]))
        rate = draw(st.sampled_from(["", "", "rate=2", "rate=0.5"]))
        lines.append(f"R{i} {party} 06-{draw(st.integers(1, 28)):02} {draw(amounts)} memo={memo} ref={reference} {rate}")
    return "; ".join(lines)


RATES = Rates.of("CNY", [], "USD=1.5")
SHIPPED = Rules()


def reconciled(items: pd.DataFrame, rules: Rules = SHIPPED) -> Outcome:
    return match(Ledger(items, [], [], dt.date(2026, 6, 30), "order", "en", rates=RATES), rules)


def shown(outcome: Outcome) -> set[str]:
    """Links and doubts by the items' own ids, free of row numbers and order."""
    ids = outcome.items["id"].tolist()
    links = {
        f"{link.by} {link.sure} {sorted((ids[a.charge], ids[a.payment], a.amount) for a in link.allocations)} {link.difference and link.difference.amount}"
        for link in outcome.links
    }
    doubts = {f"? {sorted(ids[i] for i in d.items)} {sorted(sorted(ids[i] for i in c) for c in d.candidates)}" for d in outcome.doubts}
    return links | doubts


@settings(max_examples=300, deadline=None)
@given(books())
def test_everything_adds_up(text):
    outcome = reconciled(frame(text))
    check(outcome)
    aside = outcome.items["set_aside"] != ""
    assert (outcome.residual[aside] == outcome.items["amount"][aside]).all()


@settings(max_examples=200, deadline=None)
@given(books(), st.permutations([name for name, _ in SEQUENCE if name != "likely"]))
def test_everything_adds_up_in_any_order_of_the_passes(text, order):
    rules = replace(Rules(), pass_order=", ".join(order))
    assert [name for name, _ in sequence(rules)] == [*order, "likely"]
    check(reconciled(frame(text), rules))


@settings(max_examples=200, deadline=None)
@given(books(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(text, random):
    items = frame(text)
    shuffled = items.sample(frac=1, random_state=random.randrange(2**31)).reset_index(drop=True)
    assert shown(reconciled(items)) == shown(reconciled(shuffled))


class Frozen(chance.Odds):
    """Odds that no other customer's rows move."""

    def __init__(self, items: OpenItems):
        super().__init__({(c, n): 1e-4 for c in ("CNY", "USD") for n in range(chance.MOST_ZEROS + 1)}, 4.0, 1.0, {})

    def odds(self) -> chance.Odds:
        return self

    def weight(self, whole: int = 0, other: int = 0) -> float:
        return 0.8


@pytest.fixture
def frozen(monkeypatch):
    monkeypatch.setattr(chance, "_Count", Frozen)


def sure(outcome: Outcome) -> set[str]:
    """Settled links only: proposals weigh the whole book."""
    return {line for line in shown(outcome) if " True " in line}


IN_PLACE = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@IN_PLACE
@given(books())
def test_an_unrelated_customer_changes_nothing(frozen, text):
    more = f"{text}; S8 丙有限公司 06-02 77 no=XX77001; R8 丙有限公司 06-03 77"
    assert sure(reconciled(frame(text))) <= sure(reconciled(frame(more)))


@IN_PLACE
@given(books())
def test_relabelling_customers_changes_nothing(frozen, text):
    other = text.replace("甲有限公司", "丁有限公司").replace("乙有限公司", "丙有限公司")
    assert sure(reconciled(frame(text))) == sure(reconciled(frame(other)))


@IN_PLACE
@given(books())
def test_a_book_split_by_customer_gives_the_same_links(frozen, text):
    """Where all payers are known and numbers stay inside one customer."""
    lines = [line for line in text.split("; ") if "李娜" not in line and "分公司" not in line and " - " not in line]
    lines = [line.replace("SO26", "SO27") if "乙" in line else line for line in lines]
    parts = ["; ".join(line for line in lines if name in line) for name in ("甲", "乙")]
    assume(all("no=SO" in part for part in parts))  # what a number looks like is known of the whole book
    whole = sure(reconciled(frame("; ".join(lines)))) if lines else set()
    assert whole == {link for part in parts if part for link in sure(reconciled(frame(part)))}


@IN_PLACE
@given(books())
def test_ten_times_the_money_gives_the_same_links(frozen, text):
    """For passes without a chance or an absolute limit: what is stated in memos as an amount is left out."""
    if "1元" in text:
        return
    items = frame(text)
    more = items.assign(amount=items["amount"] * 10, document_amount=items["document_amount"] * 10)

    def named(outcome: Outcome) -> set[tuple[object, ...]]:
        ids = outcome.items["id"].tolist()
        return {
            (x.by, *sorted((ids[a.charge], ids[a.payment], a.amount * 10 // int(outcome.items["amount"].abs().max())) for a in x.allocations))
            for x in outcome.links if x.sure and x.probability is None
        }  # fmt: skip

    assert named(reconciled(items)) == named(reconciled(more))


def before(name: str, items: pd.DataFrame, among: Collection[str]) -> OpenItems:
    """What the passes of `among` that run before this one leave open."""
    state = OpenItems.start(items, "order", gather(items, "order", rates=RATES))
    for earlier, pass_ in SEQUENCE:
        if earlier == name:
            break
        if earlier in among:
            state = settle(state, pass_(state, Rules())).items
    return state


@pytest.mark.parametrize("name", sorted(SCALES))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(books())
def test_a_pass_that_scales_gives_the_same_links_for_ten_times_the_money(name, text):
    rules = replace(Rules(), oldest_first="confirm")

    def found(items: pd.DataFrame, times: int) -> list[tuple[object, ...]]:
        findings = dict(SEQUENCE)[name](before(name, items, SCALES), rules)
        return sorted((x.sure, *sorted((a.charge, a.payment, a.amount // times) for a in x.allocations)) for x in findings.links)

    items = frame(text)
    more = items.assign(amount=items["amount"] * 10, document_amount=items["document_amount"] * 10)
    assert found(items, 1) == found(more, 10)


@pytest.mark.parametrize("name", [name for name, _ in SEQUENCE if name not in WHOLE_BOOK])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(books())
def test_a_pass_that_weighs_no_book_is_not_moved_by_other_customers(name, text):
    def found(text: str) -> list[tuple[object, ...]]:
        items = frame(text)
        findings = dict(SEQUENCE)[name](before(name, items, set(dict(SEQUENCE)) - WHOLE_BOOK), replace(Rules(), oldest_first="confirm"))
        ids = items["id"].tolist()
        links = (sorted((ids[a.charge], ids[a.payment], a.amount) for a in x.allocations) for x in findings.links)
        return sorted(tuple(link) for link in links if ("S8", "R8", 7700) not in link)

    more = f"{text}; S8 丙有限公司 06-02 77 no=XX77001; R8 丙有限公司 06-03 78 memo=货款"
    assert found(text) == found(more)


@settings(max_examples=100, deadline=None)
@given(books())
def test_every_pass_links_only_what_is_open_and_settle_refuses_overdraft(text):
    items = frame(text)
    state = OpenItems.start(items, "order", gather(items, "order"))
    for _, pass_ in SEQUENCE:
        findings = pass_(state, Rules())
        for link in findings.links:
            for item in link.items():
                assert state.open[item]
        state = settle(state, findings).items
        assert (abs(state.residual) <= abs(items["amount"])).all()


@settings(max_examples=100, deadline=None)
@given(books())
def test_suggesting_settles_nothing(text):
    items = frame(text)
    state = OpenItems.start(items, "order", gather(items, "order"))
    for _, pass_ in SEQUENCE:
        assert (settle(state, pass_(state, Rules()), "suggest").items.residual == state.residual).all()
    assert settle(state, Findings()).links == []
