"""The made-up month: the same seed gives the same month, its evidence holds, its balances close, and it reads back whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest

from ticktie.domain.rules import Rules
from ticktie.intake.ledger import read_ledger
from ticktie.samples import accounts, month
from ticktie.samples.accounts import Account
from ticktie.samples.records import Claim, Customer, Scene
from ticktie.samples.scenes import MECHANISMS
from ticktie.samples.sheets import Month, Sheet
from ticktie.samples.world import World
from ticktie.workbook.read import read_file
from ticktie.workbook.sample_file import write_month

MONTHS = [(seed, difficulty, orders) for difficulty in ("easy", "middle", "hard") for seed, orders in ((1, 400), (2, 120), (3, 260))]
UNIQUE = {"exact_unique", "opening_exact", "usd_exact", "cancelled_decoy", "similar_name", "subset_unique", "all_open", "name_prefix", "name_suffix"}

made = cache(month.make)


def minor(text: str) -> int:
    return int(Decimal(text) * 100)


@pytest.fixture(params=MONTHS, ids=lambda m: "{1}-{0}-{2}".format(*m), scope="module")
def sample(request) -> Month:
    return made(*request.param)


def test_a_seed_is_a_month(tmp_path):
    one, two = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    write_month(month.make(5, "middle", 120), one)
    write_month(month.make(5, "middle", 120), two)
    assert one.read_bytes() == two.read_bytes()
    assert month.make(5, "middle", 120) == month.make(5, "middle", 120)
    assert month.make(6, "middle", 120).truth != month.make(5, "middle", 120).truth


def test_size(sample):
    wanted = next(orders for seed, difficulty, orders in MONTHS if made(seed, difficulty, orders) is sample)
    assert wanted <= len(sample.truth["orders"]) <= wanted + 8
    assert 0.4 * wanted < len(sample.truth["payments"]) < wanted
    assert len({c["id"].split("!")[0] for c in sample.truth["payments"]}) >= 3


# --- evidence ---


@pytest.mark.parametrize("difficulty", ["easy", "middle", "hard"])
def test_accounts_hold_at_the_end_as_when_each_scene_came(difficulty):
    world = World(Random(difficulty), difficulty, 12)
    month.fill(Random(difficulty), world, 200)
    equal = [group for s in world.scenes for group in s.equal]
    pairs = {(c.customer, c.currency) for s in world.scenes for c in (*s.charges, *s.claims)}
    assert len(pairs) > 12
    for customer, currency in pairs:
        account = Account()
        for scene in world.scenes:
            account = accounts.add(account, scene, customer, currency)
        assert accounts.holds(account, equal), customer


def test_a_scene_whose_evidence_another_sum_shares_is_refused():
    world = World(Random(1), "easy", 1)
    firm = Customer("甲有限公司", "", "工行")
    first = Scene(tuple(world.order(firm, a) for a in (10_000, 20_000)), customers=(firm,))
    assert world.accept(first)
    due = world.order(firm, 30_000)
    line = world.receipt(firm, 30_000, "货款", "amount", due.day)
    claim = Claim(firm.name, "CNY", 30_000, (frozenset({due.key}),))
    assert not world.accept(Scene((due,), (line,), claims=(claim,)))
    assert world.scenes == [first]


def test_unnamed_payments_have_no_second_meaning(sample):
    """The policy's proof in other words: over all subsets of what the customer has open, only the true one has the sum."""
    truth = sample.truth
    named: dict[str, list[int]] = defaultdict(lambda: [0, 0])  # order -> surely, perhaps
    for a in truth["allocations"]:
        if a["evidence"] in ("number", "month") and a["expect"] != "propose":
            named[a["order"]][a["expect"] == "optional"] += minor(a["amount"])
    for d in truth["differences"]:
        named[d["order"]][0] += minor(d["amount"])
    open_items: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for order in truth["orders"]:
        left = minor(order["amount"]) - named[order["id"]][0]
        if order["kind"] != "cancelled":
            amounts = {left, left - named[order["id"]][1]} - {0}
            open_items[order["party"], order["currency"]] += [(order["id"], amount) for amount in sorted(amounts)]
    meant: dict[str, set[str]] = defaultdict(set)
    for a in truth["allocations"]:
        if a["mechanism"] in UNIQUE and a["evidence"] == "amount":
            meant[a["payment"]].add(a["order"])
    payments = {p["id"]: p for p in truth["payments"]}
    assert meant
    for payment, orders in meant.items():
        line = payments[payment]
        assert subsets(open_items[line["party"], line["currency"]], minor(line["amount"])) == [orders], payment


def subsets(items: list[tuple[str, int]], target: int) -> list[set[str]]:
    assert len(items) <= 12
    bits = (np.arange(1 << len(items))[:, None] >> np.arange(len(items))) & 1
    hits = np.flatnonzero(bits @ np.array([amount for _, amount in items], dtype=np.int64) == target)
    return [{items[i][0] for i in np.flatnonzero(bits[hit])} for hit in hits if hit]


def test_named_months_are_all_that_was_delivered_in_them(sample):
    truth = sample.truth
    named = {a["payment"] for a in truth["allocations"] if a["mechanism"] == "month_named"}
    for line in (p for p in truth["payments"] if p["id"] in named):
        number = int(line["memo"].split("月")[0][-1])
        sent = [d for d in truth["deliveries"] if d["party"] == line["party"] and d["date"].startswith(f"2026-{number:02d}")]
        assert sum(minor(d["amount"]) for d in sent) == minor(line["amount"])


def test_deliveries_are_never_more_than_their_order(sample):
    sent: Counter[str] = Counter()
    for d in sample.truth["deliveries"]:
        sent[d["order"]] += minor(d["amount"])
        assert d["date"] <= "2026-06-30"
    amounts = {o["id"]: minor(o["amount"]) for o in sample.truth["orders"]}
    assert sent
    assert all(sent[i] == amounts[i] for i in sent)


def test_every_mechanism_is_in_a_whole_month():
    truth = made(1, "middle", 400).truth
    assert truth["dropped_scenes"] == {}
    seen = {x["mechanism"] for name in ("allocations", "must_not_confirm", "group_limits") for x in truth[name]}
    assert len(seen) >= len(MECHANISMS) - 8  # some makers share a mechanism, some make rows without links
    assert {"month_named", "trap_two_subsets", "trap_reversed", "subset_unique", "noise_transfer", "person_for_company"} <= seen


def test_difficulty_is_a_mix():
    def share(difficulty: str) -> float:
        traps = sum(not t["mechanism"].startswith("noise") for s in (1, 2) for t in made(s, difficulty, 400).truth["must_not_confirm"])
        return traps / sum(len(made(s, difficulty, 400).truth["payments"]) for s in (1, 2))

    assert share("easy") < share("middle") < share("hard")


# --- sheets ---


def test_every_row_of_the_truth_is_a_row_of_a_sheet(sample):
    sheets = {s.name: s for s in sample.sheets}
    rows = [r for name in ("orders", "deliveries", "payments") for r in sample.truth[name]]
    assert len({r["id"] for r in rows}) == len(rows)
    for row in rows:
        sheet, _, number = row["id"].rpartition("!")
        cells = sheets[sheet].rows[int(number) - 1]
        assert cells.look == "data"
        words = {str(c) for c in cells.cells}
        if row.get("bad") != "number_lost":
            assert {row.get("number"), row.get("memo")} & words
    data = sum(r.look == "data" for s in sample.sheets if s.kind != "other" for r in s.rows)
    assert data == len(rows) + ("现金日记账" in sheets)  # the balance brought forward


def test_the_mess_is_there():
    sample = made(1, "middle", 400)
    looks = Counter(row.look for s in sample.sheets for row in s.rows)
    assert looks["title"] >= 3
    assert looks["preamble"] >= 5
    assert looks["total"] >= 4
    assert looks["note"] >= 5
    assert any(row.hidden for s in sample.sheets for row in s.rows)
    orders = next(s for s in sample.sheets if s.kind == "order")
    kinds = Counter(type(row.cells[orders.column("amount")]).__name__ for row in orders.rows if row.look == "data")
    assert kinds["Formula"] > 50
    assert kinds["str"] > 3
    assert kinds["Decimal"] > 50


@pytest.mark.parametrize("name", ["工行流水", "建行流水", "现金日记账", "中行美元户"])
def test_balances_close(sample, name):
    sheet = next((s for s in sample.sheets if s.name == name), None)
    if sheet is None:
        pytest.skip("no lines in this account")
    true = {p["id"]: minor(p["amount"]) for p in sample.truth["payments"]}
    lines = [(f"{name}!{i}", row.cells) for i, row in enumerate(sheet.rows, 1) if f"{name}!{i}" in true]
    if name == "工行流水":
        lines.reverse()
    steps = list(pairwise(lines))
    for (_, before), (now, after) in steps:
        step = balance(sheet, after) - balance(sheet, before)
        assert step == (0 if after == before else true[now]), now
    assert steps or len(lines) == 1


def balance(sheet: Sheet, cells: tuple) -> int:
    return minor(str(cells[sheet.column("balance")]).replace(",", ""))


def test_reads_back_whole(sample, tmp_path):
    """Nothing lost, misread or invented between the generator and the ledger."""
    path = tmp_path / "book.xlsx"
    write_month(sample, path)
    ledger = read_ledger(read_file(path), Rules())
    read = {row.id: (row.side, int(row.amount), row.currency, str(row.date)[:10]) for row in ledger.items.itertuples()}
    told = {f"{p.source.sheet}!{p.source.row}" for p in ledger.problems}
    true = {
        row["id"]: (side, minor(row["amount"]), row["currency"], row["date"])
        for side, name in (("order", "orders"), ("delivery", "deliveries"), ("payment", "payments"))
        for row in sample.truth[name]
        if row["bad"] in ("", "number_twice", "number_lost")
    }
    bad = {e["where"].split("!")[0] + "!" + "".join(c for c in e["where"].split("!")[1] if c.isdigit()) for e in sample.truth["expected_problems"]}
    assert {i: read.get(i) for i in true} == true
    assert set(read) - set(true) <= bad
    assert bad <= told
    assert ledger.as_of == sample.as_of
    assert sum(amount for side, amount, *_ in read.values() if side == "payment") == sum(a for s, a, *_ in true.values() if s == "payment")


def test_path_is_not_part_of_the_bytes(tmp_path: Path):
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    write_month(made(2, "easy", 120), tmp_path / "x.xlsx")
    write_month(made(2, "easy", 120), deep / "y.xlsx")
    assert (tmp_path / "x.xlsx").read_bytes() == (deep / "y.xlsx").read_bytes()
