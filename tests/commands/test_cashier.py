"""A small month of two salespeople and a cashier, from the workbook to the tabs."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.commands.books import workbook
from ticktie.commands.reconcile import Request, look, reconcile
from ticktie.domain.page import Table
from ticktie.reports.pages import pages
from ticktie.reports.tie_out import violations

D = dt.date
HEADS = ["日期", "客户", "收款金额", "退款金额", "收款方式", "备注"]
SHEETS: dict[str, list[list[Any]]] = {
    "张三": [
        ["业务员张三 2026年6月收款明细"], HEADS,
        [D(2026, 6, 2), "华联商贸有限公司", 1200.0, None, "现金", None],
        [D(2026, 6, 3), "永辉超市有限公司", 800.0, None, "微信", "货款"],
        [D(2026, 6, 5), "永辉超市有限公司", None, 50.0, "现金", "退款"],
        [D(2026, 6, 6), "大润发商贸有限公司", 1350.0, None, "现金", None],
        [D(2026, 6, 8), "沃尔玛商贸有限公司", 333.33, None, "现金", None],
        [D(2026, 6, 8), "华联商贸有限公司", 210.10, None, "现金", None],
        [D(2026, 6, 10), "永辉超市有限公司", 5000.0, None, "转账", None],
        [D(2026, 6, 30), "永辉超市有限公司", 777.0, None, "现金", None],
        [D(2026, 6, 12), "华联商贸有限公司", 480.0, None, "现金", None],
        [D(2026, 6, 15), "好又多有限公司", 1000.0, None, "现金", None],
    ],
    "李四": [
        ["业务员：李四"], HEADS,
        [D(2026, 6, 4), "天虹商场有限公司", 960.0, None, "支付宝", None],
        [D(2026, 6, 9), "天虹商场有限公司", 640.5, None, "现金", None],
    ],
    "现金日记账": [
        ["现金日记账"], ["日期", "凭证号", "摘要", "收入", "支出", "余额"],
        [None, None, "期初余额", None, None, 1000.0],
        [D(2026, 6, 2), "记1", "张三交华联货款", 1200.0, None, 2200.0],
        [D(2026, 6, 5), "记2", "张三退永辉退款", None, 50.0, 2150.0],
        [D(2026, 6, 6), "记3", "现金存入银行", None, 2000.0, 150.0],
        [D(2026, 6, 6), "记4", "张三交大润发货款", 1530.0, None, 1680.0],
        [D(2026, 6, 9), "记5", "张三交来货款", 543.43, None, 2223.43],
        [D(2026, 6, 9), "记6", "张三交天虹货款", 640.5, None, 2863.93],
        [D(2026, 6, 13), "记7", "张三交华联货款", 400.0, None, 3263.93],
        [D(2026, 6, 14), "记8", "张三交华联货款", 400.0, None, 3663.93],
        [None, None, "本月合计", 4313.93, 2050.0, 3663.93],
    ],
    "银行存款日记账": [
        ["银行存款日记账"], ["日期", "摘要", "收入", "支出", "余额"],
        [None, "期初余额", None, None, 50000.0],
        [D(2026, 6, 4), "微信到账 张三 永辉", 795.2, None, 50795.2],
        [D(2026, 6, 4), "支付宝到账李四 天虹", 960.0, None, 51755.2],
        [D(2026, 6, 11), "张三 永辉超市转账", 5000.0, None, 56755.2],
        [D(2026, 6, 20), "支付房租", None, 3000.0, 53755.2],
    ],
}  # fmt: skip
FINDINGS = {
    ("wrong_amount", "slip_transposed", "张三!6 现金日记账!7", "-180.00"),
    ("wrong_amount", "slip_digit", "张三!11 现金日记账!10", "80.00"),
    ("in_transit", "transit_recent", "张三!10", "777.00"),
    ("not_handed_in", "not_handed_in", "张三!12", "1000.00"),
    ("other_person", "other_person", "李四!4 现金日记账!9", "640.50"),
    ("recorded_twice", "recorded_twice", "现金日记账!11 现金日记账!10", "-400.00"),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    return workbook(tmp_path_factory.mktemp("cashier") / "六月.xlsx", **SHEETS)


def run(book: Path, folder: Path, **more: Any) -> dict[str, Any]:
    reconcile(Request(book, out=folder / "out.xlsx", json=folder / "out.json", kind="cashier", **more))
    return dict(json.loads((folder / "out.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def result(book, tmp_path_factory) -> dict[str, Any]:
    return run(book, tmp_path_factory.mktemp("result"))


def test_findings(result):
    assert {(f["kind"], f["code"], " ".join(f["items"]), f["amount"]) for f in result["findings"]} == FINDINGS


def test_sides_have_the_scenario_s_words(result):
    assert {i["side"] for i in result["items"]} == {"reported", "recorded"}
    assert set(result["proof"]) == {"reported", "recorded"}
    assert {i["party"] for i in result["items"] if i["side"] == "reported"} == {"张三", "李四"}


def test_proof_and_matrix_add_up(result):
    for side in result["proof"].values():
        assert Decimal(side["input"]) == Decimal(side["allocated"]) + Decimal(side["residual"])
    for cell in result["summary"]:
        assert Decimal(cell["difference"]) == sum((Decimal(e["amount"]) for e in cell["explained"]), Decimal(0))
        assert Decimal(cell["rest"]) == 0


def test_a_wallet_s_fee_is_a_named_difference(result):
    link = next(x for x in result["links"] if x["pass"] == "wallet_fee")
    assert link["difference"] == {"kind": "fee", "order": "张三!4", "amount": "4.80"}


def test_every_row_is_an_item_or_left_out_by_name(result):
    taken = {i["id"] for i in result["items"]}
    for reading in result["readings"]:
        rows = {n for rows in reading["left_out"].values() for n in rows}
        data = range(3, len(SHEETS[reading["sheet"]]) + 1)
        assert {n for n in data if f"{reading['sheet']}!{n}" not in taken} <= rows


def test_tabs(book, tmp_path):
    run(book, tmp_path)
    made = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert made.sheetnames[:4] == list(SHEETS)
    assert made.sheetnames[4:] == ["总览", "业务员与出纳", "查出的问题", "交款单", "已匹配", "未匹配", "待确认", "问题", "决定", "设置"]


def test_a_second_run_knows_the_scenario_and_keeps_a_note(book, tmp_path):
    run(book, tmp_path)
    first = tmp_path / "out.xlsx"
    made = openpyxl.load_workbook(first)
    tab = made["查出的问题"]
    heads = next(row for row in tab.iter_rows() if any(c.value == "问题类型" for c in row))
    at = {c.value: c.column for c in heads}
    row = next(r for r in range(heads[0].row + 1, tab.max_row + 1) if tab.cell(r, at["问题类型"]).value == "未交款")
    tab.cell(row, at["备注"], "已约7月2日补交")
    made.save(first)
    done = reconcile(Request(first, json=tmp_path / "again.json"))
    assert done.outcome.ledger.scenario == "cashier"
    assert [d.note for d in done.decisions] == ["已约7月2日补交"]
    again = openpyxl.load_workbook(first)["查出的问题"]
    assert "已约7月2日补交" in {c.value for r in again.iter_rows() for c in r}


def test_two_runs_write_the_same(book, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        run(book, tmp_path / name)
    assert (tmp_path / "one/out.xlsx").read_bytes() == (tmp_path / "two/out.xlsx").read_bytes()


def test_an_accepted_proposal_is_settled_and_its_rest_is_found(book, tmp_path):
    from ticktie.commands.people import Typed

    result = run(book, tmp_path, typed=(Typed("match_with", "张三!6", "现金日记账!7"),))
    found = {(f["kind"], " ".join(f["items"]), f["amount"]) for f in result["findings"]}
    assert ("handed_in_more", "现金日记账!7 张三!6", "-180.00") in found
    assert not any(f["kind"] == "wrong_amount" and "张三!6" in f["items"] for f in result["findings"])


def test_every_salesperson_has_a_page_of_paper(book, tmp_path):
    run(book, tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["交款单"]
    starts = [c.row for row in sheet.iter_rows() for c in row if c.value == "业务员交款对账单"]
    assert len(starts) == 2
    assert [b.id for b in sheet.row_breaks.brk] == [starts[1] - 1]
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "壹仟元整" in {c.value for row in sheet.iter_rows() for c in row}


def test_a_difference_that_is_not_explained_is_a_broken_law(book):
    outcome = look(Request(book, kind="cashier"))
    made = pages(outcome)
    assert not violations(outcome, made)
    summary = next(p for p in made if p.key == "cash_summary")
    blocks = [replace(b, rows=b.rows[1:]) if isinstance(b, Table) and b.name == "cash_explained" else b for b in summary.blocks]
    broken = [replace(summary, blocks=blocks) if p is summary else p for p in made]
    assert any(text.startswith("cash summary ('张三', '现金')") for text in violations(outcome, broken))
