"""Sheets of salespeople and journals of a cashier as people keep them, the bad ones among them."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cashier.notes import settled
from ticktie.commands.scenarios import SCENARIOS
from ticktie.domain.grid import Sheet
from ticktie.domain.problem import Refused
from ticktie.domain.rules import Rules
from ticktie.intake.cashier.customers import Customers
from ticktie.intake.cashier.people import People, named_by
from ticktie.intake.cashier.words import method_of, purpose_of
from ticktie.intake.sheets import SheetMap


def D(day: int, month: int = 6) -> dt.date:
    return dt.date(2026, month, day)


def sheet(name: str, *rows: list) -> Sheet:
    width = max(len(r) for r in rows)
    return Sheet(name, [[*r, *[None] * (width - len(r))] for r in rows], name)


def read(*sheets: Sheet, **more):
    return SCENARIOS["cashier"].read(list(sheets), Rules(), as_of=D(30), **more)


REPORT = ["日期", "客户", "收款金额", "付款金额", "收款方式"]
JOURNAL = ["日期", "凭证号", "摘要", "收入", "支出", "余额"]
ZHANG = sheet("张三", REPORT, [D(2), "甲公司", 100.0, None, "现金"], [D(3), "乙公司", 50.0, None, "现金"])
CASH = sheet("现金日记账", JOURNAL, [None, None, "期初余额", None, None, 10.0], [D(2), "1", "张三交甲公司", 100.0, None, 110.0], [D(3), "2", "张三交乙公司", 50.0, None, 160.0])


def rows(ledger) -> list[tuple]:
    i = ledger.items
    return list(zip(i["side"], i["party"], i["amount"], i["method"], strict=True))


def test_one_sheet_a_salesperson():
    assert rows(read(ZHANG, CASH)) == [
        ("reported", "张三", 10000, "cash"), ("reported", "张三", 5000, "cash"), ("payment", "张三", 10000, "cash"), ("payment", "张三", 5000, "cash"),
    ]  # fmt: skip


@pytest.mark.parametrize("title", ["张三", "张三6月收款明细", "业务员张三", "2026年6月张三回款表", "张三(6月)"])
def test_whose_sheet_it_is(title):
    assert set(read(Sheet(title, ZHANG.rows, title), CASH).items["party"]) == {"张三"}
    assert named_by(title) == "张三"


def test_debit_of_an_own_book_is_money_in():
    book = sheet("银行存款日记账", ["日期", "摘要", "借方", "贷方", "余额"], [D(2), "张三交甲公司", 100.0, None, 200.0], [D(3), "张三退乙公司", None, 30.0, 170.0], [D(4), "张三交乙公司", 50.0, None, 220.0])
    assert [r[2] for r in rows(read(ZHANG, book)) if r[0] == "payment"] == [10000, -3000, 5000]


def test_descending_journal_is_followed_from_its_end():
    down = sheet("现金日记账", JOURNAL, [D(9), "3", "张三交甲公司", 1.0, None, 161.0], [D(3), "2", "张三交乙公司", 50.0, None, 160.0], [D(2), "1", "张三交甲公司", 100.0, None, 110.0], [None, None, "期初余额", None, None, 10.0])
    ledger = read(ZHANG, down)
    journal = ledger.cashbook.journals[0]
    assert (journal.lines, journal.opening, journal.closing) == ((4, 3, 2), 1000, 16100)
    assert not [f for f in settled([ZHANG, down]).findings if f.kind.startswith("balance")]


def test_journal_without_a_balance():
    bare = sheet("现金日记账", JOURNAL[:5], [D(2), "1", "张三交甲公司", 100.0, None], [D(3), "2", "张三交乙公司", 50.0, None])
    outcome = settled([ZHANG, bare])
    assert {str(s) for s in outcome.state} == {"matched"}
    assert outcome.ledger.cashbook.journals[0].closing is None
    assert not outcome.findings


def test_totals_rows_are_no_money():
    more = Sheet("现金日记账", [*CASH.rows, [None, None, "本月合计", 150.0, None, 160.0], [None, None, "本年累计", 150.0, None, 160.0], [None, None, "过次页", 150.0, None, 160.0]], "现金日记账")
    ledger = read(ZHANG, more)
    assert len(ledger.items) == 4
    assert next(r for r in ledger.readings if r.kind == "recorded").left_out == {"opening_balance": [2], "totals": [5, 6, 7]}


def test_negative_opening_is_below_zero_from_the_first_line():
    low = sheet("现金日记账", JOURNAL, [None, None, "期初余额", None, None, -500.0], [D(2), "1", "张三交甲公司", 100.0, None, -400.0], [D(3), "2", "张三交乙公司", 50.0, None, -350.0])
    found = [(f.kind, f.items, f.amount) for f in settled([ZHANG, low]).findings]
    assert found == [("balance_below_zero", (2,), -40000)]


@pytest.mark.parametrize(("balances", "found"), [
    ([110.0, 160.0, 170.0], []),
    ([110.0, 190.0, 170.0], [("balance_broken", 3, 3000)]),
    ([110.0, 190.0, 200.0], [("balance_jump", 3, 3000)]),
    ([110.0, 160.0, 175.0], [("balance_jump", 4, 500)]),
])  # fmt: skip
def test_balances(balances, found):
    lines = [[D(2), "1", "张三交甲公司", 100.0, None], [D(3), "2", "张三交乙公司", 50.0, None], [D(4), "3", "张三交丙公司", 10.0, None]]
    zhang = Sheet("张三", [*ZHANG.rows, [D(4), "丙公司", 10.0, None, "现金"]], "张三")
    book = sheet("现金日记账", JOURNAL, [None, None, "期初余额", None, None, 10.0], *([*line, b] for line, b in zip(lines, balances, strict=True)))
    outcome = settled([zhang, book])
    assert [(f.kind, f.items[0], f.amount) for f in outcome.findings] == [(k, n + 1, a) for k, n, a in found]


def test_opening_is_the_last_closing():
    may = sheet("现金日记账5月", JOURNAL, [None, None, "期初余额", None, None, 15.0], [D(9, 5), "1", "购办公用品", None, 5.0, 10.0])
    assert not settled([ZHANG, may, CASH]).findings
    other = sheet("现金日记账5月", JOURNAL, [None, None, "期初余额", None, None, 15.0], [D(9, 5), "1", "购办公用品", None, 3.0, 12.0])
    assert [(f.kind, f.amount) for f in settled([ZHANG, other, CASH]).findings] == [("opening_differs", -200)]


def test_mixed_months_are_all_read():
    june = sheet("张三", REPORT, [D(28, 5), "丁公司", 7.0, None, "现金"], *ZHANG.rows[1:], [D(2, 7), "甲公司", 9.0, None, "现金"])
    outcome = settled([june, CASH])
    assert [str(s) for s in outcome.state[:4]] == ["open", "matched", "matched", "set_aside"]
    assert [f.kind for f in outcome.findings] == ["not_handed_in"]


def test_missing_method_is_told_once_and_compared_all_the_same():
    bare = sheet("张三", REPORT[:4], [D(2), "甲公司", 100.0, None], [D(3), "乙公司", 50.0, None])
    outcome = settled([bare, CASH])
    assert [(p.code, p.facts["rows"]) for p in outcome.ledger.problems] == [("method_missing", 2)]
    assert {str(s) for s in outcome.state} == {"matched"}


def test_salesperson_in_one_file_only():
    li = sheet("李四", REPORT, [D(5), "丙公司", 70.0, None, "现金"])
    wang = Sheet("现金日记账", [*CASH.rows, [D(6), "3", "王五交丁公司", 30.0, None, 190.0]], "现金日记账")
    assert [(f.kind, f.amount) for f in settled([ZHANG, li, wang]).findings] == [("not_handed_in", 7000), ("recorded_only", -3000)]


def test_two_of_one_name_are_kept_apart():
    head = ["日期", "业务员", "部门", "客户", "收款金额", "收款方式"]
    both = sheet("业务员收款", head, [D(2), "张伟", "一部", "甲公司", 100.0, "现金"], [D(2), "张伟", "二部", "乙公司", 50.0, "现金"])
    book = sheet("现金日记账", JOURNAL, [D(2), "1", "张伟(一部)交甲公司", 100.0, None, 100.0], [D(2), "2", "张伟交来货款", 50.0, None, 150.0])
    ledger = read(both, book)
    assert list(ledger.items["party"]) == ["张伟(一部)", "张伟(二部)", "张伟(一部)", ""]
    assert [(p.code, str(p.source)) for p in ledger.problems] == [("person_shared", "现金日记账!A3")]


def test_row_without_a_salesperson_is_named():
    head = ["日期", "业务员", "客户", "收款金额", "收款方式"]
    some = sheet("收款登记", head, *([D(n), "张三", "甲公司", float(n), "现金"] for n in range(1, 9)), [D(9), None, "乙公司", 50.0, "现金"])
    assert ("person_missing", "收款登记!B10") in [(p.code, str(p.source)) for p in read(some, CASH).problems]


def test_unsigned_amounts_get_their_sign_from_the_kind():
    kinds = sheet("张三", ["日期", "客户", "款项类型", "金额", "收款方式"], [D(2), "甲公司", "收款", 100.0, "现金"], [D(3), "甲公司", "退款", 20.0, "现金"], [D(3), "-", "费用", 5.0, "现金"])
    assert [r[2] for r in rows(read(kinds, CASH)) if r[0] == "reported"] == [10000, -2000, -500]


def test_ways_of_paying_in_columns_of_their_own():
    wide = sheet("张三", ["日期", "客户", "现金", "微信", "转账"], [D(2), "甲公司", 100.0, None, None], [D(3), "乙公司", None, 50.0, None], [D(4), "乙公司", 1.0, 2.0, None])
    assert [(r[2], r[3]) for r in rows(read(wide, CASH)) if r[0] == "reported"] == [(10000, "cash"), (5000, "wechat"), (300, "mixed")]


def test_own_money_takes_no_part_and_its_ends_are_tied():
    cash = Sheet("现金日记账", [*CASH.rows, [D(4), "3", "现金存入银行", None, 120.0, 40.0]], "现金日记账")
    bank = sheet("银行存款日记账", JOURNAL, [D(4), "1", "现金存入", 120.0, None, 120.0], [D(5), "2", "支付房租", None, 20.0, 100.0])
    ledger = read(ZHANG, cash, bank)
    assert list(ledger.items["set_aside"]) == ["", "", "", "", "not_customer", "not_customer", "not_customer"]
    assert [(t.out, t.into, t.amount) for t in ledger.transfers] == [(4, 5, 12000)]


def test_money_out_that_names_nobody_is_the_firm_s():
    cash = Sheet("现金日记账", [*CASH.rows, [D(4), "3", "付王记快修", None, 20.0, 140.0]], "现金日记账")
    assert list(read(ZHANG, cash).items["set_aside"])[-1] == "not_customer"


def test_what_a_salesperson_hands_over_reports_nothing():
    kinds = sheet("张三", [*REPORT, "备注"], [D(2), "甲公司", 100.0, None, "现金", None], [D(3), None, None, 100.0, "现金", "上交出纳"])
    assert list(read(kinds, CASH).items["set_aside"])[:2] == ["", "not_customer"]


def test_a_line_printed_twice_is_no_break_of_the_balance():
    outcome = settled([ZHANG, Sheet("现金日记账", [*CASH.rows, CASH.rows[-1]], "现金日记账")])
    assert list(outcome.items["set_aside"])[-1] == "duplicate"
    assert not outcome.findings


def test_equal_rows_have_keys_of_their_own():
    twice = Sheet("张三", [*ZHANG.rows, ZHANG.rows[-1]], "张三")
    keys = list(read(twice, CASH).items["key"])
    assert len(set(keys)) == len(keys)


def test_a_customer_s_balance_that_runs_stands_after_the_row():
    held = sheet("张三", [*REPORT, "客户余额"], [D(2), "甲公司", 100.0, None, "现金", 100.0], [D(3), "甲公司", None, 40.0, "现金", 60.0], [D(4), "甲公司", None, 60.0, "现金", 0.0], [D(5), "甲公司", None, 1.0, "现金", -1.0])
    ledger = read(held, CASH)
    assert list(ledger.items["limit"])[:4] == [0, 10000, 6000, 0]
    assert [f.items for f in settled([held, CASH]).findings if f.kind == "above_balance"] == [(3,)]


def test_refund_above_the_customer_s_balance():
    held = sheet("张三", [*REPORT, "客户余额"], [D(2), "甲公司", None, 30.0, "现金", 20.0], [D(3), "乙公司", None, 30.0, "现金", 30.0])
    assert [(f.kind, f.items) for f in settled([held, CASH]).findings if f.kind == "above_balance"] == [("above_balance", (0,))]


def test_bank_statement_is_named_and_left_alone():
    bank = sheet("交易明细", ["交易日期", "摘要", "收入金额", "支出金额", "余额", "对方户名", "对方账号", "交易流水号"], [D(2), "转账", 100.0, None, 100.0, "甲公司", "6222000011112222", "9000001"])
    ledger = read(ZHANG, CASH, bank)
    assert ledger.cashbook.statements == ("交易明细",)
    assert [p.code for p in ledger.problems] == ["bank_statement_aside"]
    assert len(ledger.items) == 4
    mapped = read(ZHANG, CASH, bank, maps={"交易明细": SheetMap("recorded")})
    assert len(mapped.items) == 5


def test_nothing_to_read_is_refused():
    with pytest.raises(Refused) as refused:
        read(sheet("备忘", ["a", "b"], ["c", "d"]))
    assert [p.code for p in refused.value.problems] == ["no_recognisable_sheet"]


def test_a_side_that_is_missing_is_told():
    assert [p.code for p in read(ZHANG).problems] == ["no_recorded"]
    assert [p.code for p in read(CASH).problems] == ["no_reported"]


def test_a_sheet_held_twice_is_refused():
    again = Sheet("张三(备份)", [*ZHANG.rows, [D(4), "丙公司", 5.0, None, "现金"]], "张三(备份)")
    three = Sheet("张三", again.rows, "张三")
    with pytest.raises(Refused) as refused:
        read(three, again, CASH)
    assert [p.code for p in refused.value.problems] == ["same_money"]


def test_customers_by_short_names():
    known = Customers(["上海华联商贸有限公司", "永辉超市", "华联电子有限公司"])
    assert known.in_text("张三交上海华联商贸货款") == ("上海华联商贸有限公司",)
    assert known.in_text("收永辉款") == ("永辉超市",)
    assert known.in_text("收华联款") == ("华联电子有限公司",)
    assert known.in_text("永辉超市、上海华联") == ("永辉超市", "上海华联商贸有限公司")
    assert known.of("上海华联") == "上海华联商贸有限公司"
    assert Customers(["华联商贸有限公司", "华联贸易有限公司"]).in_text("华联货款") == ()


def test_people_in_texts():
    people = People()
    for name in ("张伟", "张伟杰", "李四"):
        people.add(name)
    assert people.in_text("张伟杰交来货款") == ("张伟杰", False)
    assert people.in_text("张伟、李四交来") == ("", False)
    assert people.in_text("收张伟商贸货款", ["张伟商贸"]) == ("", False)


@pytest.mark.parametrize(("text", "code"), [("微信转账", "wechat"), ("转账支票", "bill"), ("现", "cash"), ("发现金额", "cash"), ("POS机刷卡", "transfer"), ("货款", "")])
def test_methods(text, code):
    assert method_of(text, whole=True) == code


@pytest.mark.parametrize(("text", "code"), [("退货款", "refund"), ("上交出纳", "hand_over"), ("预收定金", "advance"), ("差旅费", "expense"), ("货款", "collection"), ("", "")])
def test_purposes(text, code):
    assert purpose_of(text) == code
