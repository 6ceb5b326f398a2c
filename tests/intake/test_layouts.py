"""Which kind of sheet a table is and what sign its money has: sheets that stand beside the orders in real books."""

from __future__ import annotations

import pytest

from ticktie.domain.grid import Sheet
from ticktie.domain.problem import Refused
from ticktie.domain.rules import Rules
from ticktie.intake.ledger import read_ledger

ORDERS = Sheet("订单", [["订单号", "日期", "客户", "金额"], ["SO26060001", "2026-06-01", "杭州宏达贸易有限公司", 12345.67]])
RECEIPTS = Sheet("收款", [["日期", "付款方", "金额", "摘要"], ["2026-06-05", "杭州宏达贸易有限公司", 12345.67, "SO26060001"]])


@pytest.mark.parametrize(("name", "headings", "row", "side", "amount"), [
    ("退款", "日期|客户|金额|摘要", ["2026-06-12", "杭州宏达", 500.0, "退货"], "payment", -50000),
    ("退款", "日期|客户|金额|摘要", ["2026-06-12", "杭州宏达", -500.0, "退货"], "payment", -50000),
    ("收款及退款", "日期|客户|金额|摘要", ["2026-06-12", "杭州宏达", 500.0, "货款"], "payment", 50000),
    ("Refunds", "Date|Customer|Amount|Memo", ["2026-06-12", "杭州宏达", 500.0, ""], "payment", -50000),
    ("退款记录", "退款日期|客户|退款金额|原因", ["2026-06-12", "杭州宏达", 500.0, "退货"], "payment", -50000),
    ("退货单", "退货单号|日期|客户|金额", ["TH001", "2026-06-12", "杭州宏达", 500.0], "order", -50000),
    ("退货单", "退货单号|日期|客户|金额", ["TH001", "2026-06-12", "杭州宏达", -500.0], "order", -50000),
    ("销售退货", "单号|日期|客户|退货金额", ["TH001", "2026-06-12", "杭州宏达", 500.0], "order", -50000),
    ("Credit Notes", "Credit Note No|Date|Customer|Amount", ["CN1", "2026-06-12", "杭州宏达", 500.0], "order", -50000),
    ("订单2", "订单号|日期|客户|金额|优惠金额|优惠后金额", ["SO9", "2026-06-12", "杭州宏达", 505.0, 5.0, 500.0], "order", 50000),
    ("Sheet3", "单据日期|单据编号|客户|预计交货日期|数量|含税金额", ["2026-06-12", "SO9", "杭州宏达", "2026-07-10", 10, 500.0], "order", 50000),
    ("发货", "发货单号|发货日期|客户|金额", ["FH1", "2026-06-12", "杭州宏达", 500.0], "delivery", 50000),
    ("付款", "付款日期|收款单位|付款金额|用途", ["2026-06-12", "杭州宏达", 500.0, "退货款"], "payment", -50000),
])  # fmt: skip
def test_sheets_that_count(name, headings, row, side, amount):
    ledger = read_ledger([ORDERS, RECEIPTS, Sheet(name, [headings.split("|"), row])], Rules())
    line = ledger.items[ledger.items["sheet"] == name].iloc[0]
    assert (line["side"], line["amount"], line["party"]) == (side, amount, "杭州宏达")
    assert str(line["date"])[:10] == "2026-06-12"


@pytest.mark.parametrize(("name", "headings", "row"), [
    ("采购订单", "订单号|日期|供应商|金额", ["PO001", "2026-06-02", "上海某某供应有限公司", 5000.0]),
    ("Sheet3", "单号|日期|供应商|金额", ["PO001", "2026-06-02", "上海某某供应有限公司", 5000.0]),
    ("Sheet3", "订单号|订单日期|供应商|品名|数量|单价|金额|税额|价税合计|状态|备注",
     ["PO001", "2026-06-02", "上海某某供应有限公司", "螺丝", 10, 442.48, 4424.78, 575.22, 5000.0, "已入库", ""]),
    ("应付账款", "单号|日期|单位名称|金额", ["YF001", "2026-06-02", "上海某某供应有限公司", 5000.0]),
    ("付款申请", "申请日期|收款单位|付款金额|用途", ["2026-06-02", "上海某某供应有限公司", 5000.0, "货款"]),
    ("报价单", "报价单号|日期|客户|金额", ["BJ001", "2026-06-02", "杭州宏达", 9999.0]),
    ("合同台账", "合同编号|签订日期|客户名称|合同金额", ["HT202601", "2026-01-02", "杭州宏达", 500000.0]),
    ("催款记录", "日期|客户|欠款金额", ["2026-06-02", "杭州宏达", 9999.0]),
])  # fmt: skip
def test_sheets_that_do_not_count_beside_orders(name, headings, row):
    ledger = read_ledger([ORDERS, RECEIPTS, Sheet(name, [headings.split("|"), row])], Rules())
    assert set(ledger.items["sheet"]) == {"订单", "收款"}


def test_contracts_alone_are_the_charges():
    contracts = Sheet("合同台账", [["合同编号", "签订日期", "客户名称", "合同金额"], ["HT202601", "2026-01-02", "杭州宏达", 500000.0]])
    ledger = read_ledger([contracts, RECEIPTS], Rules())
    assert list(ledger.items["side"]) == ["order", "payment"]


def test_a_ledger_of_receivables_is_no_bank_book():
    rows = [["日期", "凭证号", "客户", "摘要", "借方", "贷方", "余额"],
            ["2026-06-01", "记-1", "杭州宏达", "销售", 100.0, None, 100.0], ["2026-06-05", "记-2", "杭州宏达", "收款", None, 100.0, 0.0]]  # fmt: skip
    ledger = read_ledger([ORDERS, RECEIPTS, Sheet("应收账款明细账", rows)], Rules())
    assert "receivables_ledger" in {p.code for p in ledger.problems}
    assert set(ledger.items["sheet"]) == {"订单", "收款"}
    split = read_ledger([Sheet("往来明细", rows)], Rules())
    assert list(split.items["side"]) == ["order", "payment"]
    alone = read_ledger([ORDERS, Sheet("银行存款日记账", rows)], Rules())
    assert list(alone.items.loc[alone.items["side"] == "payment", "amount"]) == [10000, -10000]


@pytest.mark.parametrize(("days", "column", "refused"), [
    (0, "业务员", True), (1, "业务员", True), (3, "业务员", True), (4, "业务员", False), (1, "备注", False),
])  # fmt: skip
def test_receipts_that_salespeople_report_again(days, column, refused):
    bank = [["交易日期", "对方户名", "收入", "支出", "余额", "摘要"],
            *([f"2026-06-{5 + n:02}", "杭州宏达", 1000.25 + 137 * n, None, None, "转账"] for n in range(4))]  # fmt: skip
    listed = [["日期", column, "客户", "回款金额"], *([f"2026-06-{5 + n + days:02}", "张三", "杭州宏达", 1000.25 + 137 * n] for n in range(4))]
    sheets = [ORDERS, Sheet("银行流水", bank), Sheet("业务员回款", listed)]
    if refused:
        with pytest.raises(Refused) as caught:
            read_ledger(sheets, Rules())
        assert {p.code for p in caught.value.problems} == {"same_money"}
    else:
        assert len(read_ledger(sheets, Rules()).items) == 9


def test_the_customer_above_a_statement_keeps_his_whole_english_name():
    rows = [["Customer: ABC Trading Co., Ltd  Date: 2026-06-30"], ["Date", "Invoice No", "Description", "Debit", "Credit", "Balance"],
            ["2026-06-02", "INV001", "Sales", 100.0, None, 100.0], ["2026-06-05", None, "Payment", None, 100.0, 0.0]]  # fmt: skip
    ledger = read_ledger([Sheet("Statement of Account", rows)], Rules())
    assert set(ledger.items["party"]) == {"ABC Trading Co., Ltd"}
