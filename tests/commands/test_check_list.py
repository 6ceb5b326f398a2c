"""`ticktie check-list`: a file that a customer sent, in his own layout, against ours; and what is said when it cannot be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.commands.books import workbook
from tests.notation import table
from ticktie.commands.reconcile import Request, reconcile
from ticktie.domain.problem import Refused
from ticktie.faces.cli import main

HUALIAN, XINXING = "华联商贸有限公司", "新星超市有限公司"
BOOK = {
    "订单": [
        ("订单编号", "日期", "客户", "金额", "业务员"),
        ("SO260001", "2026-05-20", HUALIAN, 50, "王芳"), ("SO260002", "2026-06-02", HUALIAN, 800.5, "王芳"),
        ("SO260003", "2026-06-03", HUALIAN, 300, "李强"), ("SO260004", "2026-06-04", HUALIAN, 45.2, "李强"),
        ("SO260005", "2026-06-05", HUALIAN, 1200, "王芳"), ("SO260006", "2026-06-09", XINXING, 10, "王芳"),
    ],
    "收款": [("收款日期", "付款方", "金额", "摘要", "流水号"), ("2026-06-10", HUALIAN, 1200, "SO260005货款", "T0000001")],
}  # fmt: skip
LIST = [
    ("六月采购对账明细",), ("单位：", HUALIAN), (),
    ("序号", "入库日期", "供应商单号", "品名", "价税合计", "备注"),
    (1, "2026-06-02", "so-260002", "杯", 800.5, None), (2, "2026/6/3", "0003", "杯", 300, None),
    (3, "2026年6月6日", None, "杯", 45.2, "送货见SO260004"), (4, "2026-06-05", "SO260005", "杯", 1250, None),
    (5, "2026-06-22", None, "盒", "待定", None), ("合计", None, None, None, 2395.7, None),
]  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return workbook(tmp_path / "六月.xlsx", **BOOK)


def data(book: Path, *lists: Path, **asked: Any) -> dict[str, Any]:
    out = book.with_suffix(".json")
    reconcile(Request(book, json=out, theirs=lists, **asked))
    found: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return found


def told(found: dict[str, Any]) -> list[str]:
    return [f"{'+'.join(f['ours'])}={'+'.join(f['theirs'])} {f['state']} {f['how']}" for f in found["facts"]]


ANSWER = [
    "订单!6=来表/明细!8 amount_differs number", "订单!5=来表/明细!7 date_differs number", "订单!3=来表/明细!5 equal number",
    "订单!4=来表/明细!6 equal number_end", "订单!2= outside None",
]  # fmt: skip


def test_a_list_in_the_customer_s_own_layout(book, tmp_path):
    found = data(book, workbook(tmp_path / "来表.xlsx", 明细=LIST))
    assert told(found) == ANSWER
    assert [(p["where"], p["code"]) for p in found["problems"] if p["where"].startswith("来表")] == [
        ("来表/明细!A1", "used_as_theirs"), ("来表/明细!E9", "amount_unreadable"),
    ]  # fmt: skip


def test_the_list_changes_nothing_else(book, tmp_path):
    """Items, links, proof and all that the contract names are those of a run without it."""
    with_list = data(book, workbook(tmp_path / "来表.xlsx", 明细=LIST))
    without = data(workbook(tmp_path / "七月.xlsx", **BOOK))
    keys = ("items", "links", "ties", "ambiguous", "proof", "as_of", "charge_side", "transfers")
    assert {k: with_list[k] for k in keys} == {k: without[k] for k in keys}
    assert "facts" not in without


def test_the_list_says_nothing_about_the_book(book, tmp_path):
    """Neither its language, nor the month it names, nor its money."""
    rows = [("2026年8月對賬單 單位：華聯商貿有限公司",), ("訂單編號", "採購日期", "金額(美元)", "備註說明與經辦人員")]
    rows += [(f"SO26000{n}", "2026-06-02", 1, "請與貴公司業務員確認後再開發票") for n in range(1, 6)]
    sent = workbook(tmp_path / "來表.xlsx", 對賬明細=rows)
    found, without = data(book, sent, customer=HUALIAN), data(workbook(tmp_path / "七月.xlsx", **BOOK))
    assert [found[k] for k in ("as_of", "items", "proof")] == [without[k] for k in ("as_of", "items", "proof")]
    assert "客户清单核对" in openpyxl.load_workbook(book).sheetnames
    assert {f["currency"] for f in found["facts"] if f["theirs"]} == {"USD"}


def test_a_total_repeated_on_each_line_counts_once(book, tmp_path):
    rows = [("单位：", HUALIAN), ("订单编号", "日期", "品名", "价税合计", "金额")]
    rows += [("SO260002", "2026-06-02", f"杯{n}", 800.5, part) for n, part in enumerate((500.5, 300))]
    rows += [("SO260005", "2026-06-05", f"盒{n}", 1200, part) for n, part in enumerate((700, 500))]
    assert [t for t in told(data(book, workbook(tmp_path / "来表.xlsx", 明细=rows))) if "equal" in t] == [
        "订单!3=来表/明细!3+来表/明细!4 equal number", "订单!6=来表/明细!5+来表/明细!6 equal number",
    ]  # fmt: skip


def test_a_row_that_cannot_be_read_is_named_beside_ours(book, tmp_path):
    rows = [*LIST[:-1], (6, "2026-06-03", "SO260001", "杯", "壹佰几", None)]
    found = data(book, workbook(tmp_path / "来表.xlsx", 明细=rows))
    assert next((f["state"], f["notes"]) for f in found["facts"] if f["ours"] == ["订单!2"]) == (
        "only_ours", ["客户清单里这个单号的行无法读取：来表/明细!C10"],
    )  # fmt: skip


def test_the_tab_and_the_summary(book, tmp_path, capsys):
    sent = workbook(tmp_path / "来表.xlsx", 明细=LIST)
    assert main(["check-list", str(book), str(sent), "--lang", "zh-Hans"]) == 0
    said = capsys.readouterr().out
    assert f"{HUALIAN}：我方 2,345.70，客户清单 2,395.70；金额不符 1、日期不符 1、一致 2、不在清单月份内 1" in said
    rows = [list(row) for row in openpyxl.load_workbook(book)["客户清单核对"].iter_rows(values_only=True)]
    assert any(row[:2] == [HUALIAN, "金额不符"] for row in rows)
    assert main(["reconcile", str(book), "--quiet"]) == 0
    assert "客户清单核对" not in openpyxl.load_workbook(book).sheetnames


def test_a_sheet_of_the_book_stays_with_the_book(book):
    made = openpyxl.load_workbook(book)
    page = made.create_sheet("客户来表")
    for row in LIST:
        page.append(row)
    made.save(book)
    assert [t.replace("来表/明细", "客户来表") for t in ANSWER] == told(data(book, maps=("客户来表=theirs",)))


def test_only_the_sheets_that_hold_a_list(book, tmp_path):
    """A cover is named and left out; a sheet that a person ignores is not read."""
    sent = workbook(tmp_path / "来表.xlsx", 封面=[("对账函",), ("请核对",)], 明细=LIST, 旧=LIST)
    found = data(book, sent, maps=("来表/旧=ignore",))
    assert told(found) == ANSWER
    assert ("来表/封面!A1", "list_unreadable", "info") in [(p["where"], p["code"], p["level"]) for p in found["problems"]]


def test_columns_that_a_person_names(book, tmp_path):
    odd = [("甲", "乙", "丙"), ("so-260002", "2026-06-02", 800.5), ("SO260003", "2026-06-03", 300)]
    sent = workbook(tmp_path / "来表.xlsx", 明细=odd)
    found = data(book, sent, maps=("来表/明细=theirs@1", "来表/明细!A=order_no", "来表/明细!B=order_date", "来表/明细!C=amount_inc_tax"))
    assert "订单!3=来表/明细!2 equal number" in told(found)


REFUSED = """
case                     | rows                                     | customer | code
no table at all          | 对账函; 请核对                           |          | list_unreadable
nobody is named          | 日期,金额; 2026-06-02,800.5              |          | list_customer
an unknown customer      | 日期,金额; 2026-06-02,800.5              | 大华     | list_customer_unknown
"""


@pytest.mark.parametrize(("rows", "customer", "code"), table(REFUSED))
def test_what_cannot_be_compared_changes_nothing(book, tmp_path, rows, customer, code):
    sent = workbook(tmp_path / "来表.xlsx", 明细=[tuple(cell.strip() for cell in row.split(",")) for row in rows.split(";")])
    before = book.read_bytes()
    with pytest.raises(Refused) as refused:
        reconcile(Request(book, theirs=(sent,), customer=customer))
    assert [p.code for p in refused.value.problems] == [code]
    assert book.read_bytes() == before


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_a_refusal_says_what_to_do(book, tmp_path, language, capsys):
    sent = workbook(tmp_path / "来表.xlsx", 明细=[("日期", "金额"), ("2026-06-02", 800.5)])
    assert main(["check-list", str(book), str(sent), "--lang", language]) == 1
    assert "--customer" in capsys.readouterr().err
