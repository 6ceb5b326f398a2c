"""Layouts as accountants make them: groups by month, merged amounts, titles in three rows, accounts as Kingdee and Guanjiapo print them."""

from __future__ import annotations

from pathlib import Path

from .builders import Book, book, made, sheet
from .examined import orders, receipts

CHARGES = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
SO26060002 | 2026-06-02 | 上海华腾电子有限公司 | 860.20 ## o2 860.20
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40
"""
PAID = """
2026-06-10 | 上海华腾电子有限公司 | 1200.50 | 货款 ## p1 1200.50
2026-06-12 | 广州德顺纺织品有限公司 | 930.40 | 货款 ## p3 930.40
"""


@book
def months_as_groups(folder: Path) -> Book:
    """5月份 above its orders is no second row of titles, and 6月小计 is no order."""
    text = """
订单号 | 日期 | 客户 | 金额
5月份 | | | ## -
SO26050001 | 2026-05-02 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50 05-02 n:SO26050001
5月小计 | | | 1200.50 ## -
6月份 | | | ## -
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40 06-03
6月小计 | | | 930.40 ## -
总计 | | | 2130.90 ## -
"""
    return made(folder, "months_as_groups", sheet("台账", text), receipts(PAID), links="p1>o1 1200.50; p3>o3 930.40")


@book
def received_amount_merged_over_orders(folder: Path) -> Book:
    """One receipt of 2,060.70 beside two orders counts once: it was taken off each of them, and both turned negative."""
    text = """
订单号 | 日期 | 客户 | 金额 | 已收金额
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 | 2060.70 ## o1 1200.50 !E:amount_over_rows
SO26060002 | 2026-06-02 | | 860.20 | ## o2 860.20 party:上海华腾电子有限公司
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 | 430.40 ## o3 500
"""
    return made(folder, "received_amount_merged_over_orders", sheet("销售台账", text, merge="C2:C3 E2:E3"))


@book
def charge_merged_over_orders(folder: Path) -> Book:
    """One amount for two orders is not the amount of each."""
    text = """
订单号 | 日期 | 客户 | 金额
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 2060.70 ## o1 2060.70 !D:amount_over_rows
SO26060002 | 2026-06-02 | 上海华腾电子有限公司 | ## !D:amount_missing
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40
"""
    return made(folder, "charge_merged_over_orders", sheet("订单", text, merge="D2:D3"))


@book
def receipt_merged_over_the_numbers_it_paid(folder: Path) -> Book:
    """The rows below a merged receipt name more of what it paid for."""
    text = """
收款日期 | 付款方 | 收款金额 | 订单号
2026-06-10 | 上海华腾电子有限公司 | 2060.70 | SO26060001 ## p1 2060.70
 | | | SO26060002 ## -
2026-06-12 | 广州德顺纺织品有限公司 | 930.40 | SO26060003 ## p2 930.40
"""
    page = sheet("收款", text, merge="A2:A3 B2:B3 C2:C3")
    return made(folder, "receipt_merged_over_the_numbers_it_paid", orders(CHARGES), page, links="p1>o1 1200.50; p1>o2 860.20; p2>o3 930.40")


@book
def titles_in_three_rows(folder: Path) -> Book:
    """收款情况 over 银行 over 工行 and 建行: every column of money counts."""
    text = """
2026年6月收款登记表 | | | | | |
收款日期 | 客户 | 收款情况 | | | | 备注
 | | 银行 | | 现金 | 微信 |
 | | 工行 | 建行 | | |
2026-06-10 | 上海华腾电子有限公司 | 1200.50 | | | | ## p1 1200.50
2026-06-11 | 上海华腾电子有限公司 | | 800 | 60.20 | | ## p2 860.20
2026-06-12 | 广州德顺纺织品有限公司 | | | | 930.40 | ## p3 930.40
"""
    page = sheet("收款", text, merge="C2:F2 C3:D3 A2:A4 B2:B4 E3:E4 F3:F4 G2:G4")
    return made(folder, "titles_in_three_rows", orders(CHARGES), page, links="p1>o1 1200.50; p2>o2 860.20; p3>o3 930.40")


@book
def kingdee_account_of_a_customer(folder: Path) -> Book:
    """核算项目 names the customer behind a code; 本期应收 | 本期实收 | 期末余额."""
    text = """
应收账款明细账 | | | | | |
核算项目：客户/001 上海华腾电子有限公司 | | | | | |
日期 | 凭证字号 | 摘要 | 业务编号 | 本期应收 | 本期实收 | 期末余额
 | | 期初余额 | | | | 300.30 ## o1 300.30 party:上海华腾电子有限公司
2026-06-02 | 转-1 | 销售出库 | XS001 | 1200.50 | | 1500.80 ## o2 1200.50 party:上海华腾电子有限公司
2026-06-05 | 收-1 | 收款 | SK001 | | 1200.50 | 300.30 ## p1 1200.50 party:上海华腾电子有限公司
 | | 本期合计 | | 1200.50 | 1200.50 | 300.30 ## -
"""
    return made(folder, "kingdee_account_of_a_customer", sheet("Sheet1", text), links="p1>o2 1200.50")


@book
def guanjiapo_account_of_a_customer(folder: Path) -> Book:
    """应收增加 | 应收减少 | 应收余额: the balance runs on and is nobody's outstanding amount; 单位名称 is the customer, not us."""
    text = """
往来单位对账表 | | | | | |
单位名称：宁波诚恒建材有限公司 | | | | | |
日期 | 单据类型 | 单据编号 | 摘要 | 应收增加 | 应收减少 | 应收余额
2026-06-01 | 期初 | | 期初应收 | | | 100 ## o1 100 party:宁波诚恒建材有限公司
2026-06-02 | 销售单 | XS-001 | | 860.20 | | 960.20 ## o2 860.20 party:宁波诚恒建材有限公司
2026-06-09 | 收款单 | SK-001 | | | 860.20 | 100 ## p1 860.20 party:宁波诚恒建材有限公司
2026-06-11 | 销售退货单 | XT-001 | | | 60.20 | 39.80 ## o3 -60.20
合计 | | | | 860.20 | 920.40 | 39.80 ## -
"""
    return made(folder, "guanjiapo_account_of_a_customer", sheet("单位对账", text), links="p1>o2 860.20")


@book
def balance_that_runs_on(folder: Path) -> Book:
    """欠款 that grows from row to row is the customer's balance, so the row's own amount is the charge."""
    text = """
订单号 | 日期 | 客户 | 金额 | 欠款
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 | 1200.50 ## o1 1200.50
SO26060002 | 2026-06-02 | 上海华腾电子有限公司 | 860.20 | 2060.70 ## o2 860.20
SO26060003 | 2026-06-03 | 上海华腾电子有限公司 | 930.40 | 2991.10 ## o3 930.40
"""
    return made(folder, "balance_that_runs_on", sheet("订单", text))


@book
def freight_in_the_total(folder: Path) -> Book:
    """货款 with 运费 makes 合计 on every row, so 合计 is owed; without such a column the freight is named."""
    text = """
订单号 | 日期 | 客户 | 货款 | 运费 | 合计
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1180.50 | 20 | 1200.50 ## o1 1200.50
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 920.40 | 10 | 930.40 ## o3 930.40
"""
    more = """
订单号 | 日期 | 客户 | 货款 | 运费
SO26070001 | 2026-06-01 | 青岛科海食品有限公司 | 715.30 | 20 ## o4 715.30 !E:amount_beside
"""
    return made(folder, "freight_in_the_total", sheet("订单", text), sheet("补单", more), receipts(PAID), links="p1>o1 1200.50; p3>o3 930.40")


@book
def statement_of_an_english_customer(folder: Path) -> Book:
    """Customer: ABC Trading Ltd is the whole name; Balance B/F is the opening, the credit note takes back."""
    text = """
STATEMENT OF ACCOUNT | | | | |
Customer: ABC Trading Ltd | | | | |
Date | Invoice No | Description | Debit | Credit | Balance
2026-06-01 | | Balance B/F | | | 500 ## o1 500
2026-06-02 | INV001 | Sales | 1200.50 | | 1700.50 ## o2 1200.50
2026-06-15 | | Payment received - thank you | | 1200.50 | 500 ## p1 1200.50
2026-06-20 | CN001 | Credit note | | 100 | 400 ## o3 -100
"""
    return made(folder, "statement_of_an_english_customer", sheet("Statement", text), links="p1>o2 1200.50")


@book
def account_grouped_by_customer(folder: Path) -> Book:
    """A ledger in which each customer's rows stand under his name: the receipts are his too."""
    text = """
日期 | 凭证号 | 摘要 | 借方金额 | 贷方金额 | 余额
客户：上海华腾电子有限公司 | | | | | ## -
 | | 上期结余 | | | 100 ## o1 100 party:上海华腾电子有限公司
2026-06-02 | 记-1 | 销售 | 1200.50 | | 1300.50 ## o2 1200.50 party:上海华腾电子有限公司
2026-06-05 | 记-2 | 收款 | | 1200.50 | 100 ## p1 1200.50 party:上海华腾电子有限公司
客户：宁波诚恒建材有限公司 | | | | | ## -
2026-06-03 | 记-3 | 销售 | 860.20 | | 860.20 ## o3 860.20 party:宁波诚恒建材有限公司
2026-06-15 | 记-4 | 收款 | | 860.20 | 0 ## p2 860.20 party:宁波诚恒建材有限公司
签字： | | | 日期： | | ## -
"""
    return made(folder, "account_grouped_by_customer", sheet("应收账款明细账", text), links="p1>o2 1200.50; p2>o3 860.20")


@book
def account_with_one_amount_and_a_type(folder: Path) -> Book:
    """销售 and 收款 in the type of each row, all in one column: receipts are no orders, whichever sign they carry."""
    text = """
日期 | 客户 | 业务类型 | 单号 | 金额
2026-06-01 | 上海华腾电子有限公司 | 销售 | XS001 | 1200.50 ## o1 1200.50
2026-06-02 | 宁波诚恒建材有限公司 | 销售 | XS002 | 860.20 ## o2 860.20
2026-06-05 | 宁波诚恒建材有限公司 | 销售退货 | TH001 | 60.20 ## o3 -60.20
2026-06-10 | 上海华腾电子有限公司 | 收款 | SK001 | 1300.50 ## p1 1300.50
2026-06-12 | 上海华腾电子有限公司 | 退款 | TK001 | 100 ## p2 -100
"""
    return made(folder, "account_with_one_amount_and_a_type", sheet("往来明细", text), may="p1>o1 1200.50; p2>p1 100")


@book
def account_that_prints_receipts_with_a_minus(folder: Path) -> Book:
    text = """
Date | Transaction Type | Num | Customer | Amount
2026-06-01 | Invoice | INV001 | ABC Trading Ltd | 1200.50 ## o1 1200.50
2026-06-10 | Payment | 77 | ABC Trading Ltd | -1200.50 ## p1 1200.50
"""
    return made(folder, "account_that_prints_receipts_with_a_minus", sheet("Sheet1", text), links="p1>o1 1200.50")


@book
def what_was_asked_and_what_came(folder: Path) -> Book:
    """应收金额 beside 实收金额 on a register of receipts: what came is the receipt; 退款 in a column of its own went back."""
    text = """
收款日期 | 客户 | 应收金额 | 手续费 | 实收金额 | 退款 | 订单号
2026-06-10 | 上海华腾电子有限公司 | 1200.50 | 6 | 1194.50 | | SO26060001 ## p1 1194.50
2026-06-12 | 广州德顺纺织品有限公司 | 930.40 | | 930.40 | | SO26060003 ## p2 930.40
2026-06-20 | 广州德顺纺织品有限公司 | | | | 30.40 | ## p3 -30.40
"""
    return made(folder, "what_was_asked_and_what_came", orders(CHARGES), sheet("收款", text), links="p1>o1 1194.50; p2>o3 930.40")


@book
def platform_orders_with_a_shop_discount(folder: Path) -> Book:
    """无售后或售后取消 cancels nothing, and what the buyer paid is the goods less the shop's discount."""
    text = """
商品 | 订单号 | 订单状态 | 商品总价(元) | 店铺优惠折扣(元) | 用户实付金额(元) | 订单成交时间 | 售后状态
螺丝 | 260601-1234567890 | 已收货 | 100 | 5 | 95 | 2026-06-01 10:00:00 | 无售后或售后取消 ## o1 95
螺丝 | 260601-1234567891 | 已收货 | 60 | 8 | 52 | 2026-06-01 11:00:00 | 无售后或售后取消 ## o2 52
螺丝 | 260601-1234567892 | 已取消 | 50 | 0 | 50 | 2026-06-01 12:00:00 | 退款成功 ## o3 50 =cancelled
"""
    bill = """
2026-06-03 | 买家 | 95 | 260601-1234567890 ## p1 95
2026-06-03 | 买家 | 52 | 260601-1234567891 ## p2 52
"""
    return made(folder, "platform_orders_with_a_shop_discount", sheet("orders_export", text), receipts(bill), links="p1>o1 95; p2>o2 52")


@book
def instalments_beside_the_contract(folder: Path) -> Book:
    """第一次收款金额 and 第二次收款金额 are not counted, and that is said of each."""
    text = """
合同号 | 签订日期 | 客户 | 合同金额 | 第一次收款日期 | 第一次收款金额 | 第二次收款金额
HT001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 | 2026-06-10 | 600 | 600.50 ## o1 1200.50
HT003 | 2026-06-02 | 广州德顺纺织品有限公司 | 930.40 | 2026-06-11 | 300 | ## o3 930.40
"""
    where = [(("销售台账!F1",), "money_not_used"), (("销售台账!G1",), "money_not_used")]
    return made(folder, "instalments_beside_the_contract", sheet("销售台账", text), receipts(PAID), links="p1>o1 1200.50; p3>o3 930.40", problems=where)


@book
def codes_in_front_of_every_name(folder: Path) -> Book:
    """C001 上海华腾 on every row is code and name; where other rows carry no code it stays a part of the name."""
    text = """
订单号 | 日期 | 客户 | 金额
SO26060001 | 2026-06-01 | C001 上海华腾电子有限公司 | 1200.50 ## o1 1200.50 party:上海华腾电子有限公司
SO26060003 | 2026-06-03 | C002-广州德顺纺织品有限公司 | 930.40 ## o3 930.40 party:广州德顺纺织品有限公司
"""
    more = """
订单号 | 日期 | 客户 | 金额
SO26070001 | 2026-06-01 | A10 青岛科海食品有限公司 | 715.30 ## o4 715.30 n:SO26070001
SO26070002 | 2026-06-01 | 宁波诚恒建材有限公司 | 860.20 ## o5 860.20
"""
    late = "2026-06-20 | 青岛科海食品有限公司 | 715.30 | 货款 ## p4 715.30"
    return made(folder, "codes_in_front_of_every_name", sheet("订单", text), sheet("补单", more), receipts(PAID + late), links="p1>o1 1200.50; p3>o3 930.40", forbidden="p4")
