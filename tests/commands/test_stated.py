"""What a customer has been told stays until a person decides, through whole runs on a workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from tests.commands.books import workbook
from ticktie.commands.people import Typed
from ticktie.commands.reconcile import Done, Request, reconcile, settled, written
from ticktie.domain.register import Balance, Entry
from ticktie.reports.result_json import result

HEAD = ("订单编号", "日期", "客户", "金额")
ORDERS = [("SO26001", "2026-06-01", "华联商贸", 1200), ("SO26002", "2026-06-20", "新星超市", 800.5), ("SO26003", "2026-06-03", "新星超市", 55)]
PAYMENTS = [("收款日期", "付款方", "金额", "摘要", "流水号"), ("2026-06-10", "华联商贸", 1200, "货款", "T1"), ("2026-06-12", "新星超市", 55, "货款", "T2")]
DAY = dt.date(2026, 6, 30)
TWIN = ("SO26009", "2026-05-02", "华联商贸", 1200)  # came in late: which of the two was paid cannot be told


def book(path: Path, *more: tuple[object, ...]) -> Path:
    return workbook(path, 订单=[HEAD, *ORDERS, *more], 收款=PAYMENTS)


def sent(number: str, key: str, end: str = "2026-06-30") -> Entry:
    return Entry(0, "2026-07-01", "王", "sent", number, key, key, "2026-06-01", end, "2026-07-07", (Balance("CNY", 0, 0),), "T", via="smtp")


def again(path: Path, *rows: tuple[object, ...], drop: int = 0) -> Done:
    """The book after a person added orders (or dropped the row `drop`) and ran again."""
    made = openpyxl.load_workbook(path)
    for row in rows:
        made["订单"].append(row)
    if drop:
        made["订单"].delete_rows(drop)
    made.save(path)
    return reconcile(Request(path, as_of=DAY, today=DAY))


def links(done: Done) -> dict[str, tuple[str, bool, str]]:
    """Payment -> method, sure, decided by."""
    told = result(done.outcome, "zh-Hans")
    return {a["payment"]: (x["pass"], x["confirmed"], x["decided_by"]) for x in told["links"] for a in x["allocations"]}


def codes(done: Done) -> list[str]:
    return [p.code for p in done.outcome.ledger.problems if p.code.startswith("stated")]


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """A book whose customer 华联 has its statement of June."""
    path = book(tmp_path / "六月.xlsx")
    made = settled(Request(path, as_of=DAY, today=DAY))
    written(made.with_lines([sent("ST-HL", "华联商贸")]))
    return path


def test_without_a_statement_nothing_is_kept(tmp_path):
    path = book(tmp_path / "六月.xlsx")
    assert links(reconcile(Request(path, as_of=DAY, today=DAY)))["收款!2"][1]
    done = again(path, TWIN)
    assert "收款!2" not in links(done)
    assert codes(done) == []


def test_what_would_be_ambiguous_stays_and_says_so(told):
    done = again(told, TWIN)
    assert links(done)["收款!2"] == ("stated", True, "system")
    assert codes(done) == ["stated_ambiguous"]
    (problem,) = [p for p in done.outcome.ledger.problems if p.code == "stated_ambiguous"]
    assert (str(problem.source), problem.facts) == ("收款!C2", {"number": "ST-HL", "documents": "SO26001"})


def test_it_stays_over_further_runs(told):
    again(told, TWIN)
    first = told.read_bytes()
    done = reconcile(Request(told, as_of=DAY, today=DAY))
    assert links(done)["收款!2"][0] == "stated"
    assert told.read_bytes() == first, "a run that changes nothing writes the same"


def test_a_link_that_would_be_made_again_is_not_touched(told):
    done = again(told, ("SO26010", "2026-06-05", "华联商贸", 77))
    assert links(done)["收款!2"][0] == "exact_amount"
    assert codes(done) == []


def test_other_customers_are_not_bound(told):
    done = again(told, ("SO26011", "2026-05-02", "新星超市", 55))
    assert "收款!3" not in links(done)


@pytest.mark.parametrize(("end", "kept"), [("2026-06-10", True), ("2026-06-09", False)])
def test_only_what_is_dated_up_to_the_statement_s_day_was_told(tmp_path, end, kept):
    path = book(tmp_path / "六月.xlsx")
    written(settled(Request(path, as_of=DAY, today=DAY)).with_lines([sent("ST-HL", "华联商贸", end)]))
    assert ("收款!2" in links(again(path, TWIN))) is kept


def test_a_person_keeps_it(told):
    again(told, TWIN)
    done = reconcile(Request(told, as_of=DAY, today=DAY, who="王", typed=(Typed("accept", "T1", "SO26001"),)))
    assert links(done)["收款!2"] == ("by_hand", True, "person")
    assert codes(done) == []


def test_a_person_lets_it_go(told):
    again(told, TWIN)
    done = reconcile(Request(told, as_of=DAY, today=DAY, who="王", typed=(Typed("unmatch", "T1", "SO26001"),)))
    assert links(done).get("收款!2", ("", False, ""))[0] != "stated"
    assert codes(done) == []


def test_what_is_gone_cannot_be_kept(told):
    done = again(told, drop=2)
    assert "收款!2" not in links(done)
    assert codes(done) == []


def test_an_amount_that_changed_is_not_kept(told):
    made = openpyxl.load_workbook(told)
    made["订单"]["D2"] = 1300
    made.save(told)
    done = reconcile(Request(told, as_of=DAY, today=DAY))
    assert links(done).get("收款!2", ("", False, ""))[0] != "stated"
