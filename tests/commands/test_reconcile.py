"""The main job as its user sees it: run, decide in the tabs, run again; and what a failed run leaves behind."""

from __future__ import annotations

import errno
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.commands.books import workbook
from ticktie.commands import reconcile as command
from ticktie.commands.reconcile import Done, Request, reconcile
from ticktie.domain.problem import Refused
from ticktie.faces.cli import main

ORDERS = [
    ("订单编号", "日期", "客户", "金额"),
    ("SO26001", "2026-06-01", "华联商贸有限公司", 1200),
    ("SO26002", "2026-06-02", "华联商贸有限公司", 800.5),
    ("SO26003", "2026-06-03", "新星超市有限公司", 300),
    ("SO26004", "2026-06-04", "新星超市有限公司", 45.2),
]
PAYMENTS = [
    ("收款日期", "付款方", "金额", "摘要", "流水号"),
    ("2026-06-10", "华联商贸有限公司", 1200, "SO26001货款", "T0000001"),
    ("2026-06-11", "李娜", 300, "货款", "T0000002"),
    ("2026-06-12", "新星超市有限公司", 45, "SO26004", "T0000003"),
    ("2026-06-13", "华联商贸有限公司", 800.5, "货款", "T0000004"),
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return workbook(tmp_path / "六月.xlsx", 订单=ORDERS, 收款=PAYMENTS)


def run(book: Path, **asked: Any) -> Done:
    return reconcile(Request(book, who="王会计", **asked))


def data(book: Path, **asked: Any) -> dict[str, Any]:
    out = book.with_suffix(".json")
    run(book, json=out, **asked)
    found: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return found


def pairs(found: dict[str, Any]) -> set[tuple[str, str, str, str]]:
    """Confirmed allocations: payment, charge, amount, who decided."""
    return {(a["payment"], a["order"], a["amount"], x["decided_by"]) for x in found["links"] if x["confirmed"] for a in x["allocations"]}


def titles(page: Worksheet) -> tuple[int, list[Any]]:
    """Row of the heading that people's columns have, and its titles."""
    return next((row[0].row, [c.value for c in row]) for row in page.iter_rows() if any(c.value == "备注" for c in row))


def type_in(book: Path, tab: str, where: Callable[[list[Any]], bool], **cells: Any) -> None:
    """Type into the first row of a tab that fits, as a person does, and save with another program."""
    made = openpyxl.load_workbook(book)
    page = made[tab]
    heading, names = titles(page)
    row = next(r for r in range(heading + 1, page.max_row + 1) if where([page.cell(r, c).value for c in range(1, len(names) + 1)]))
    for title, value in cells.items():
        if title not in names:
            page.cell(heading, len(names) + 1).value = title
            names.append(title)
        page.cell(row, names.index(title) + 1).value = value
    made.save(book)


def values(book: Path, tab: str) -> list[list[Any]]:
    return [list(row) for row in openpyxl.load_workbook(book)[tab].iter_rows(values_only=True)]


def parts(book: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(book) as package:
        return {name: package.read(name) for name in package.namelist()}


# --- running again ---


def test_a_second_run_writes_the_same_bytes(book):
    run(book)
    first = book.read_bytes()
    run(book)
    assert book.read_bytes() == first


def test_an_accepted_proposal_is_settled_by_a_person_from_then_on(book):
    assert ("收款!3", "订单!4", "300.00", "person") not in pairs(data(book))
    type_in(book, "待确认", lambda row: "李娜" in row, 决定="接受", 备注="电话确认")
    for _ in range(3):
        found = data(book)
        assert ("收款!3", "订单!4", "300.00", "person") in pairs(found)
        assert "电话确认" in next(x["because"] for x in found["links"] if x["decided_by"] == "person")
    decisions = [row for row in values(book, "决定") if row[0] == 1]
    assert [row[2:4] for row in decisions] == [["王会计", "接受"]]


def test_a_rejected_proposal_does_not_come_back(book):
    run(book)
    type_in(book, "待确认", lambda row: "李娜" in row, 决定="拒绝")
    for _ in range(2):
        found = data(book)
        assert not [x for x in found["links"] if any(a["payment"] == "收款!3" for a in x["allocations"])]


def test_a_link_taken_apart_stays_apart(book):
    run(book)
    type_in(book, "已匹配", lambda row: "SO26002" in row, 决定="取消匹配")
    for _ in range(2):
        assert not {p for p in pairs(data(book)) if p[1] == "订单!3"}


def test_a_match_by_number_from_the_unmatched_tab(book):
    run(book)
    type_in(book, "未匹配", lambda row: "李娜" in row, 决定="匹配到", 匹配到="so-26003")
    assert ("收款!3", "订单!4", "300.00", "person") in pairs(data(book))


def test_a_number_that_is_nowhere_is_told_and_nothing_is_applied(book):
    run(book)
    type_in(book, "未匹配", lambda row: "李娜" in row, 决定="匹配到", 匹配到="SO99999")
    assert not {p for p in pairs(data(book)) if p[3] == "person"}
    assert any("SO99999" in str(row) and "找不到" in str(row) for row in values(book, "决定"))


def test_a_write_off_is_a_named_difference_and_the_proof_holds(book):
    assert next(i["residual"] for i in data(book)["items"] if i["number"] == "SO26004") == "0.20"
    type_in(book, "未匹配", lambda row: "SO26004" in row, 决定="尾差处理", 备注="主管同意")
    found = data(book)
    item = next(i for i in found["items"] if i["number"] == "SO26004")
    assert (item["residual"], item["state"]) == ("0.00", "matched")
    assert [x["difference"] for x in found["links"] if x["difference"]] == [{"kind": "write_off", "order": "订单!5", "amount": "0.20"}]
    assert found["proof"]["order"]["differences"] == "0.20"


def test_a_withdrawn_decision_is_not_applied(book):
    run(book)
    type_in(book, "待确认", lambda row: "李娜" in row, 决定="接受")
    run(book)
    type_in(book, "已匹配", lambda row: "李娜" in row, 决定=None)
    assert not {p for p in pairs(data(book)) if p[3] == "person"}


def test_a_decision_whose_money_changed_is_kept_reported_and_not_applied(book):
    run(book)
    type_in(book, "待确认", lambda row: "李娜" in row, 决定="接受")
    run(book)
    made = openpyxl.load_workbook(book)
    made["订单"]["D4"].value = 350
    made.save(book)
    found = data(book)
    assert not {p for p in pairs(found) if p[3] == "person"}
    assert "decision_unfit" in {p["code"] for p in found["problems"]}
    assert any(row[0] == 1 for row in values(book, "决定"))


def test_notes_and_added_columns_follow_their_item(book):
    run(book)
    type_in(book, "未匹配", lambda row: "SO26004" in row, 备注="已催", 催款人="张三")
    for _ in range(2):
        run(book)
        heading = next(row for row in values(book, "未匹配") if "备注" in row)
        row = next(r for r in values(book, "未匹配") if "SO26004" in r)
        assert row[heading.index("备注")] == "已催"
        assert row[heading.index("催款人")] == "张三"


def test_what_changed_since_the_last_run_is_listed_until_the_next_change(book):
    run(book)
    made = openpyxl.load_workbook(book)
    made["收款"]["D2"].value = "SO26002货款"
    made.save(book)
    run(book)
    told = [row for row in values(book, "总览") if row[0] in ("新增", "取消", "改配")]
    assert told
    first = book.read_bytes()
    run(book)
    assert book.read_bytes() == first


def test_settings_of_the_tab_hold_and_are_checked(book):
    run(book)
    made = openpyxl.load_workbook(book)
    page = made["设置"]
    cells = {row[0].value: row[1] for row in page.iter_rows()}
    cells["pass_exact_amount"].value = "suggest"
    made.save(book)
    assert not {p for p in pairs(data(book)) if p[1] == "订单!3"}
    made = openpyxl.load_workbook(book)
    cells = {row[0].value: row[1] for row in made["设置"].iter_rows()}
    cells["pass_exact_amount"].value = "perhaps"
    cells["as_of"].value = "next week"
    made.save(book)
    with pytest.raises(Refused) as refused:
        run(book)
    assert {p.code for p in refused.value.problems} == {"rule_value", "bad_date"}


def test_another_language_renames_the_tabs_and_keeps_what_people_said(book):
    run(book)
    type_in(book, "待确认", lambda row: "李娜" in row, 决定="接受", 备注="电话确认")
    run(book, language="en")
    names = openpyxl.load_workbook(book).sheetnames
    assert "Matched" in names
    assert "已匹配" not in names
    assert ("收款!3", "订单!4", "300.00", "person") in pairs(data(book))


def test_a_copy_written_with_out_keeps_its_decisions(book):
    out = book.with_name("结果.xlsx")
    before = book.read_bytes()
    run(book, out=out)
    type_in(out, "待确认", lambda row: "李娜" in row, 决定="接受")
    assert ("收款!3", "订单!4", "300.00", "person") in pairs(data(book, out=out))
    assert book.read_bytes() == before


# --- where results go ---


def test_input_sheets_stay_as_they_are(book):
    before = parts(book)
    run(book)
    after = parts(book)
    sheets = [name for name in before if name.startswith("xl/worksheets/")]
    assert sheets
    assert all(after[name] == before[name] for name in sheets)


def test_backups_are_kept_as_many_as_the_rule_says(book):
    for _ in range(4):
        run(book, sets=("backups=2",))
    assert len(list(book.parent.glob("六月.backup-*.xlsx"))) == 2
    for old in book.parent.glob("六月.backup-*.xlsx"):
        old.unlink()
    assert run(book, sets=("backups=0",)).backup is None


def test_a_text_file_gets_a_workbook_beside_it(tmp_path):
    source = tmp_path / "订单.csv"
    source.write_text("\n".join(",".join(map(str, row)) for row in ORDERS), "gb18030")
    more = tmp_path / "收款.csv"
    more.write_text("\n".join(",".join(map(str, row)) for row in PAYMENTS), "utf-8")
    done = reconcile(Request(source, (more,)))
    assert done.written == tmp_path / "订单.ticktie.xlsx"
    names = openpyxl.load_workbook(done.written).sheetnames
    assert names[:2] == ["订单", "总览"]
    first = done.written.read_bytes()
    type_in(done.written, "待确认", lambda row: "李娜" in row, 决定="接受")
    assert any(x.decided_by == "person" for x in reconcile(Request(source, (more,))).outcome.links)
    assert first != done.written.read_bytes()


def test_a_title_the_user_has_taken(book):
    made = openpyxl.load_workbook(book)
    made.create_sheet("总览")["A1"] = "我的总览"
    made.save(book)
    run(book)
    names = openpyxl.load_workbook(book).sheetnames
    assert "总览" in names
    assert "总览 (ticktie)" in names
    run(book)
    assert openpyxl.load_workbook(book).sheetnames == names


# --- nothing half done ---


def untouched(book: Path, request: Request) -> Refused:
    """The run is refused, and leaves no trace."""
    before, listed = book.read_bytes(), set(book.parent.iterdir())
    with pytest.raises(Refused) as refused:
        reconcile(request)
    assert book.read_bytes() == before
    assert set(book.parent.iterdir()) == listed
    return refused.value


def test_a_full_disk_while_joining(book, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(command, "join", full)
    refused = untouched(book, Request(book, json=book.with_suffix(".json")))
    assert [p.code for p in refused.problems] == ["disk_full"]


def test_an_interrupt_while_joining_leaves_no_backup(book, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "join", interrupted)
    before, listed = book.read_bytes(), set(book.parent.iterdir())
    with pytest.raises(KeyboardInterrupt):
        reconcile(Request(book, json=book.with_suffix(".json")))
    assert book.read_bytes() == before
    assert set(book.parent.iterdir()) == listed


def test_results_that_break_a_law_are_not_written(book, monkeypatch):
    monkeypatch.setattr(command, "violations", lambda *_: ["matched allocated CNY: 5 in the book, 6 on the page"])
    assert [p.code for p in untouched(book, Request(book)).problems] == ["law_broken"]


def test_a_result_that_cannot_stand_where_it_is_asked_for(book):
    asked = Request(book, out=book.with_name("结果.csv"), json=book.parent / "nowhere" / "x.json")
    assert {p.code for p in untouched(book, asked).problems} == {"out_suffix", "not_found"}


def test_a_folder_that_is_not_there(book):
    assert [p.code for p in untouched(book, Request(book, out=book.parent / "nowhere" / "x.xlsx")).problems] == ["not_found"]


def test_wrong_rules_and_maps_are_told_all_at_once(book):
    refused = untouched(book, Request(book, sets=("pass_exact_amout=off", "backups=-1"), maps=("订单!D=nonsense", "没有=order")))
    assert [p.code for p in refused.problems] == ["rule_unknown", "rule_value", "map_unknown", "map_unknown"]
    assert refused.problems[0].facts["near"] == "pass_exact_amount"


def test_exit_codes(book, capsys):
    assert main(["reconcile", str(book), "-q"]) == 0
    assert main(["reconcile", str(book.with_name("nothing.xlsx")), "-q"]) == 1
    assert "nothing.xlsx" in capsys.readouterr().err
    assert main(["reconcile", str(book), "--as-of", "yesterday"]) == 2
    assert main(["reconcile"]) == 2
    made = openpyxl.load_workbook(book)
    made["订单"]["D5"].value = "待定"
    made.save(book)
    assert main(["reconcile", str(book), "-q", "--strict"]) == 3



# --- explaining and deciding from the command line ---


def test_explain_says_why_and_writes_nothing(book, capsys):
    before = book.read_bytes()
    assert main(["explain", str(book), "收款!2"]) == 0
    assert "指名单号 SO26001" in capsys.readouterr().out
    assert main(["explain", str(book), "T0000003"]) == 0
    assert "SO26004" in capsys.readouterr().out
    assert main(["explain", str(book), "SO26003"]) == 0
    assert "付款人不能确定" in capsys.readouterr().out
    assert main(["explain", str(book), "SO77777"]) == 1
    assert "SO77777" in capsys.readouterr().err
    assert book.read_bytes() == before


FOREIGN = (
    [("订单编号", "日期", "客户", "币种", "金额"), ("SO26001", "2026-06-01", "华联商贸有限公司", "USD", 1000)],
    [("收款日期", "付款方", "币种", "金额", "摘要", "流水号"), ("2026-06-10", "远东国际有限公司", "CNY", 3550, "货款", "T0000001")],
)


@pytest.mark.parametrize(("rates", "allocated", "unfit"), [("USD=7.1", ("500.00", "3550.00"), 0), ("", None, 1)])
def test_a_person_joins_two_currencies_only_at_a_rate(tmp_path, rates, allocated, unfit):
    path = workbook(tmp_path / "外币.xlsx", 订单=FOREIGN[0], 收款=FOREIGN[1])
    assert main(["decide", str(path), "收款!2", "match_with", "SO26001", "--who", "王会计", "-q"]) == 0
    found = data(path, sets=(f"rates={rates}",))
    taken = [(a["amount"], a["payment_amount"]) for x in found["links"] if x["confirmed"] for a in x["allocations"]]
    assert taken == ([allocated] if allocated else [])
    assert sum(p["code"] == "decision_currencies" for p in found["problems"]) == unfit


def test_decide_records_who_when_and_why(book):
    assert main(["decide", str(book), "收款!3", "accept", "SO26003", "--who", "王会计", "--note", "客户来电", "-q"]) == 0
    assert ("收款!3", "订单!4", "300.00", "person") in pairs(data(book))
    line = next(row for row in values(book, "决定") if row[0] == 1)
    assert (line[2], line[3], line[8]) == ("王会计", "接受", "客户来电")


def test_decide_refuses_what_is_nowhere(book):
    before = book.read_bytes()
    assert main(["decide", str(book), "收款!3", "accept", "SO77777", "-q"]) == 1
    assert main(["decide", str(book), "收款!3", "perhaps"]) == 2
    assert main(["decide", str(book), "收款!3", "accept"]) == 2
    assert book.read_bytes() == before


# --- payers learned ---


def payer_book(book: Path, *more: tuple[Any, ...]) -> None:
    made = openpyxl.load_workbook(book)
    for row in more:
        made["收款"].append(row)
    made.save(book)


def test_an_accepted_payer_is_the_customer_from_then_on(book):
    payer_book(book, ("2026-06-20", "李娜", 0.2, "SO26004尾款", "T0000005"))
    assert not {p for p in pairs(data(book)) if p[0] == "收款!6"}
    type_in(book, "待确认", lambda row: "李娜" in row and 300 in row, 决定="接受")
    found = data(book)
    assert ("收款!6", "订单!5", "0.20", "system") in pairs(found)
    told = next(x["because"] for x in found["links"] if any(a["payment"] == "收款!6" for a in x["allocations"]))
    assert "李娜" in told
    assert "王会计" in told
    assert {p["where"] for p in found["problems"] if p["code"] == "third_party_payment"} == {"收款!C3", "收款!C6"}


def test_an_acceptance_that_a_memo_contradicts_is_reported(book):
    payer_book(book, ("2026-06-20", "李娜", 800.5, "SO26002", "T0000005"))
    type_in_first = data(book)
    assert "alias_contradicted" not in {p["code"] for p in type_in_first["problems"]}
    type_in(book, "待确认", lambda row: "李娜" in row and 300 in row, 决定="接受")
    found = data(book)
    assert {p["where"] for p in found["problems"] if p["code"] == "alias_contradicted"} == {"收款!C6"}
    assert not {p for p in pairs(found) if p[0] == "收款!6"}


def test_a_withdrawn_acceptance_takes_the_payer_back(book):
    payer_book(book, ("2026-06-20", "李娜", 0.2, "SO26004尾款", "T0000005"))
    run(book)
    type_in(book, "待确认", lambda row: "李娜" in row and 300 in row, 决定="接受")
    run(book)
    type_in(book, "已匹配", lambda row: "李娜" in row and 300 in row, 决定=None)
    assert not {p for p in pairs(data(book)) if p[0] == "收款!6"}


# --- rules for one customer ---


def test_a_write_off_limit_for_one_customer(book):
    assert next(i for i in data(book)["items"] if i["number"] == "SO26004")["residual"] == "0.20"
    found = data(book, sets=("write_off_limit@新星超市有限公司=1",))
    assert next(i for i in found["items"] if i["number"] == "SO26004")["residual"] == "0.00"
    found = data(book, sets=("write_off_limit@华联商贸有限公司=1",))
    assert next(i for i in found["items"] if i["number"] == "SO26004")["residual"] == "0.20"


# --- disputes, receivables that change hands, and offsets ---

CONTESTED = (
    [("订单编号", "日期", "客户", "金额"), ("SO26001", "2026-06-01", "甲商贸有限公司", 1200), ("SO26002", "2026-06-02", "甲商贸有限公司", 800),
     ("SO26003", "2026-06-03", "乙商贸有限公司", 300), ("TH26004", "2026-06-04", "甲商贸有限公司", -50)],
    [("收款日期", "付款方", "金额", "摘要", "流水号"), ("2026-06-10", "甲商贸有限公司", 1150, "货款", "T0000001"), ("2026-06-11", "乙商贸有限公司", 800, "SO26002", "T0000002")],
)  # fmt: skip


@pytest.fixture
def contested(tmp_path: Path) -> Path:
    return workbook(tmp_path / "争议.xlsx", 订单=CONTESTED[0], 收款=CONTESTED[1])


def decided(book: Path, item: str, *what: str) -> dict[str, Any]:
    assert main(["decide", str(book), item, *what, "--who", "王会计", "-q"]) == 0
    return data(book)


def lines(book: Path, customer: str) -> list[tuple[Any, ...]]:
    """Number, kind, charge, receipt of the customer's statement."""
    run(book, sets=(f"statement_customer={customer}",))
    return [tuple(row[2:4]) + tuple(row[8:10]) for row in values(book, "客户对账单") if isinstance(row[0], int)]


def test_what_is_disputed_is_settled_only_by_a_payment_that_names_it(contested):
    assert ("收款!2", "订单!2", "1200.00", "system") in pairs(data(contested))  # less the return: all that is open of these two
    found = decided(contested, "SO26001", "dispute", "--note", "货不对板")
    assert not any(order == "订单!2" for _, order, _, _ in pairs(found))
    item = next(i for i in found["items"] if i["id"] == "订单!2")
    assert item["state"] == "open"
    why = next(row for row in values(contested, "未匹配") if "SO26001" in row)
    assert any("有异议" in str(c) and "货不对板" in str(c) for c in why)
    again = decided(contested, "SO26001", "withdraw")
    assert ("收款!2", "订单!2", "1200.00", "system") in pairs(again)


def test_a_receivable_moves_to_another_customer_with_both_accounts_told(contested):
    before = data(contested)
    assert not any(order == "订单!3" for _, order, _, _ in pairs(before))
    found = decided(contested, "SO26002", "move_to", "乙商贸有限公司")
    assert ("收款!3", "订单!3", "800.00", "system") in pairs(found)
    assert next(i["party"] for i in found["items"] if i["id"] == "订单!3") == "乙商贸有限公司"
    assert ("SO26002", "转让", -800, None) in lines(contested, "甲商贸有限公司")
    assert ("SO26002", "订单", 800, None) in lines(contested, "乙商贸有限公司")


def test_a_move_can_be_taken_back_and_a_stranger_gets_nothing(contested):
    decided(contested, "SO26002", "move_to", "乙商贸有限公司")
    assert not any(order == "订单!3" for _, order, _, _ in pairs(decided(contested, "SO26002", "withdraw")))
    assert main(["decide", str(contested), "SO26002", "move_to", "丙商贸有限公司", "-q"]) == 1


def test_customers_are_set_off_only_by_a_named_decision_and_both_accounts_tell_it(contested):
    found = decided(contested, "TH26004", "match_with", "SO26003")
    assert ("订单!5", "订单!4", "50.00", "person") in pairs(found)
    assert ("SO26003", "抵账", -50, None) in lines(contested, "乙商贸有限公司")
    assert ("TH26004", "抵账", 50, None) in lines(contested, "甲商贸有限公司")


def test_a_dispute_and_a_move_are_chosen_on_the_tab(contested):
    run(contested)
    type_in(contested, "未匹配", lambda row: "SO26002" in row and 800 in row and "甲商贸有限公司" in row, 决定="转给客户", 匹配到="乙商贸有限公司")
    assert ("收款!3", "订单!3", "800.00", "system") in pairs(data(contested))
    run(contested)
    assert sum(row[0] == 1 for row in values(contested, "决定")) == 1


@pytest.mark.parametrize("what", [("dispute",), ("move_to", "甲商贸有限公司")])
def test_a_receipt_is_neither_disputed_nor_moved(contested, what):
    found = decided(contested, "收款!3", *what)
    assert any(p["code"] == "decision_no_claim" and p["where"].startswith("收款!") for p in found["problems"])


def test_a_forfeited_deposit_is_kept_by_decision_and_leaves_the_account(contested):
    found = decided(contested, "收款!3", "write_off", "--note", "定金没收")
    item = next(i for i in found["items"] if i["id"] == "收款!3")
    assert (item["residual"], item["state"]) == ("0.00", "matched")
    assert found["proof"]["payment"]["differences"] == "800.00"
    assert (None, "没收/转收入", 800, None) in lines(contested, "乙商贸有限公司")
    assert "800.00" not in [row[-1] for row in values(contested, "账龄")]


def test_money_far_from_its_document_is_only_proposed_where_a_window_is_set(contested):
    assert ("收款!2", "订单!2", "1200.00", "system") in pairs(data(contested, sets=("window_days=9",)))
    narrow = data(contested, sets=("window_days=8",))
    assert not any(order == "订单!2" for _, order, _, _ in pairs(narrow))
    assert any(not x["confirmed"] and "相隔" in x["because"] for x in narrow["links"])
    assert ("收款!2", "订单!2", "1200.00", "system") in pairs(data(contested, sets=("window_days=8", "window_days@甲商贸有限公司=9")))
