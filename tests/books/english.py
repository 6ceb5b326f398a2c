"""Lists as programs export them in English, and in their Chinese editions: SAP, Odoo, Xero, NetSuite; each on a sheet without a telling name."""

from __future__ import annotations

from pathlib import Path

from .builders import Book, book, made, sheet
from .examined import receipts

PAID = """
2026-06-15 | 上海华腾电子有限公司 | 1200.50 | SO26060001货款 ## p1 1200.50
2026-06-16 | 宁波诚恒建材有限公司 | 860.20 | 货款 ## p2 860.20
"""
LINKS = "p1>o1 1200.50; p2>o2 860.20"


def listed(folder: Path, name: str, text: str) -> Book:
    return made(folder, name, sheet("Sheet1", text), receipts(PAID), links=LINKS)


@book
def sap_va05(folder: Path) -> Book:
    text = """
SD Document | Doc. Date | Sold-To Pt | Name 1 | Net Value | Document Currency | Sales Document Type | PO Number
SO26060001 | 2026-06-01 | 100001 | 上海华腾电子有限公司 | 1200.50 | CNY | OR | PO77 ## o1 1200.50 06-01 CNY party:上海华腾电子有限公司
SO26060002 | 2026-06-02 | 100002 | 宁波诚恒建材有限公司 | 860.20 | CNY | OR | PO78 ## o2 860.20 06-02 party:宁波诚恒建材有限公司
"""
    return listed(folder, "sap_va05", text)


@book
def sap_va05_in_chinese(folder: Path) -> Book:
    text = """
销售凭证 | 凭证日期 | 售达方 | 售达方名称 | 净值 | 凭证货币 | 创建者
SO26060001 | 2026-06-01 | 100001 | 上海华腾电子有限公司 | 1200.50 | CNY | LIU ## o1 1200.50 06-01 n:SO26060001 party:上海华腾电子有限公司
SO26060002 | 2026-06-02 | 100002 | 宁波诚恒建材有限公司 | 860.20 | CNY | LIU ## o2 860.20 06-02
"""
    return listed(folder, "sap_va05_in_chinese", text)


@book
def sap_fbl5n(folder: Path) -> Book:
    """Customer is a code beside the name, and receipts name the reference, not SAP's own document."""
    text = """
Customer | Name 1 | Document Number | Assignment | Document Type | Document Date | Posting Date | Net due date | Amount in doc. curr. | Document currency | Reference
100001 | 上海华腾电子有限公司 | 180000000 | | RV | 2026-06-01 | 2026-06-01 | | 1200.50 | CNY | SO26060001 ## o1 1200.50 06-01 party:上海华腾电子有限公司
100002 | 宁波诚恒建材有限公司 | 180000001 | | RV | 2026-06-02 | 2026-06-02 | | 860.20 | CNY | SO26060002 ## o2 860.20 06-02 party:宁波诚恒建材有限公司
100001 | 上海华腾电子有限公司 | 180000002 | | RV | 2026-06-03 | 2026-06-03 | | 1200.50 | CNY | SO26060003 ## o3 1200.50 06-03
"""
    return listed(folder, "sap_fbl5n", text)


@book
def odoo_invoices(folder: Path) -> Book:
    text = """
Number | Invoice Partner Display Name | Invoice/Bill Date | Due Date | Untaxed Amount Signed | Total Signed | Payment State | State
SO26060001 | 上海华腾电子有限公司 | 2026-06-01 | 2026-07-31 | 1062.39 | 1200.50 | Not Paid | Posted ## o1 1200.50 06-01 party:上海华腾电子有限公司
SO26060002 | 宁波诚恒建材有限公司 | 2026-06-02 | 2026-07-31 | 761.24 | 860.20 | Not Paid | Posted ## o2 860.20 06-02
"""
    return listed(folder, "odoo_invoices", text)


@book
def xero_receivables(folder: Path) -> Book:
    """Due is what is owed, not a day; Paid is taken off already."""
    text = """
Invoice Number | Contact | Date | Due Date | Paid | Due | Status
SO26060001 | 上海华腾电子有限公司 | 01 Jun 2026 | 31 Jul 2026 | 100 | 1200.50 | Awaiting Payment ## o1 1200.50 06-01 party:上海华腾电子有限公司
SO26060002 | 宁波诚恒建材有限公司 | 02 Jun 2026 | 31 Jul 2026 | 0 | 860.20 | Awaiting Payment ## o2 860.20 06-02
"""
    return listed(folder, "xero_receivables", text)


@book
def netsuite_register(folder: Path) -> Book:
    text = """
Internal ID | Document Number | Date | Name | Status | Amount | Amount Remaining | Currency | Memo
1000 | SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | Open | 1500 | 1200.50 | CNY | ## o1 1200.50 06-01 doc:1500.00 party:上海华腾电子有限公司
1001 | SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | Open | 860.20 | 860.20 | CNY | ## o2 860.20 06-02
"""
    return listed(folder, "netsuite_register", text)


@book
def orders_that_promise_a_day(folder: Path) -> Book:
    """交货日期 weeks after the document's own day is a promise: the list holds orders, on their own day."""
    text = """
日期 | 单号 | 客户 | 交货日期 | 品名 | 数量 | 金额
2026-06-01 | SO26060001 | 上海华腾电子有限公司 | 2026-07-10 | 螺丝 | 10 | 1200.50 ## o1 1200.50 06-01
2026-06-02 | SO26060002 | 宁波诚恒建材有限公司 | 2026-07-12 | 螺丝 | 10 | 860.20 ## o2 860.20 06-02
"""
    return listed(folder, "orders_that_promise_a_day", text)


@book
def platform_bill_beside_orders(folder: Path) -> Book:
    """A bill with order number, order time, settled amount, fee and settlement day is money, not a second list of orders."""
    charges = """
订单号 | 日期 | 客户 | 金额
202606010000000 | 2026-06-01 | 买家甲 | 128.50 ## o1 128.50
202606010001001 | 2026-06-02 | 买家乙 | 66 ## o2 66
202606010002002 | 2026-06-03 | 买家丙 | 300 ## o3 300
202606010003003 | 2026-06-04 | 买家丁 | 45.90 ## o4 45.90
"""
    bill = """
门店名称 | 订单号 | 下单时间 | 账单日期 | 订单状态 | 结算状态 | 商家应收款 | 商品总价 | 平台服务费 | 用户线上支付金额
一店 | 202606010000000 | 2026-06-01 10:00:00 | 2026-06-01 | 已完成 | 已结算 | 102.80 | 128.50 | -25.70 | 128.50 ## p1 128.50
一店 | 202606010001001 | 2026-06-02 10:00:00 | 2026-06-02 | 已完成 | 已结算 | 52.80 | 66 | -13.20 | 66 ## p2 66
一店 | 202606010002002 | 2026-06-03 10:00:00 | 2026-06-03 | 已完成 | 已结算 | 240 | 300 | -60 | 300 ## p3 300
"""
    return made(folder, "platform_bill_beside_orders", sheet("订单", charges), sheet("账单", bill), links="p1>o1 128.50; p2>o2 66; p3>o3 300")


@book
def discount_without_what_remains(folder: Path) -> Book:
    """金额 and 优惠金额, and nothing says which is owed: the amount is used and the discount is named, once."""
    text = """
单据日期 | 单据编号 | 往来单位 | 金额 | 优惠金额
2026-06-01 | SO26060001 | 上海华腾电子有限公司 | 1200.50 | 5 ## o1 1200.50 !E:amount_beside
2026-06-02 | SO26060002 | 宁波诚恒建材有限公司 | 860.20 | 3 ## o2 860.20
"""
    return listed(folder, "discount_without_what_remains", text)


@book
def discount_with_what_remains(folder: Path) -> Book:
    """A column that is the amount less the discount on every row is what is owed, whatever its title."""
    text = """
Date | Order No | Customer | Amount | Discount | Net Amount
2026-06-01 | SO26060001 | 上海华腾电子有限公司 | 1205.50 | 5 | 1200.50 ## o1 1200.50
2026-06-02 | SO26060002 | 宁波诚恒建材有限公司 | 863.20 | 3 | 860.20 ## o2 860.20
"""
    return listed(folder, "discount_with_what_remains", text)


@book
def a_sheet_with_numbers_left_out(folder: Path) -> Book:
    """A list that is none of the three is named with its titles; a short one is not."""
    charges = """
订单号 | 日期 | 客户 | 金额
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20
"""
    stock = "仓位 | 入库 | 出库 | 结存数\n" + "\n".join(f"A{n} | {n} | {n + 1} | {n + 2}" for n in range(1, 7))
    few = "仓位 | 入库 | 出库 | 结存数\nA1 | 1 | 2 | 3"
    where = [(("库存!1", "库存!A1"), "sheet_left_out")]
    return made(folder, "a_sheet_with_numbers_left_out", sheet("订单", charges), receipts(PAID), sheet("库存", stock), sheet("仓库", few), links=LINKS, problems=where)
