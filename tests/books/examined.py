"""Sheets that an independent examiner saw misread: titles, units, currencies, statuses, two tables on one sheet, bad rows.

Each book is the smallest that shows it, with a row beside it that must stay as it is.
"""

from __future__ import annotations

from pathlib import Path

from .builders import Book, Sheet, book, made, sheet

ORDERS = "订单号 | 下单日期 | 客户名称 | 订单金额\n"
PAY = "收款日期 | 付款方 | 金额 | 摘要\n"


def orders(text: str, heads: str = ORDERS) -> Sheet:
    return sheet("订单", heads + text.lstrip("\n"))


def receipts(text: str, heads: str = PAY) -> Sheet:
    return sheet("收款", heads + text.lstrip("\n"))


@book
def bank_sheet_before_a_repeated_number(folder: Path) -> Book:
    """The bank comes first in the book: the rows of the repeated number are named, not those three further down."""
    charges = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20 !A:number_twice
SO26060002 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40 !A:number_twice
SO26060003 | 2026-06-04 | 青岛科海食品有限公司 | 715.30 ## o4 715.30
SO26060004 | 2026-06-05 | 武汉帆祥汽车配件有限公司 | 2040.80 ## o5 2040.80
SO26060005 | 2026-06-06 | 武汉帆祥汽车配件有限公司 | 1999.90 ## o6 1999.90
"""
    text = """
2026-06-10 | 上海华腾电子有限公司 | 1200.50 | SO26060001货款 ## p1 1200.50
2026-06-11 | 宁波诚恒建材有限公司 | 500 | SO26060002货款 ## p2 500
2026-06-12 | 武汉帆祥汽车配件有限公司 | 2000 | SO26060004货款 ## p3 2000
"""
    return made(folder, "bank_sheet_before_a_repeated_number", receipts(text), orders(charges), links="p1>o1 1200.50; p3>o5 2000", forbidden="p2")


@book
def lines_of_deliveries_behind_orders(folder: Path) -> Book:
    """Two lines of one delivery note are no number used twice, wherever the sheet stands."""
    charges = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40
"""
    notes = """
送货单号 | 送货日期 | 收货单位 | 订单编号 | 品名 | 数量 | 金额
SH601 | 2026-06-05 | 上海华腾电子有限公司 | SO26060001 | 法兰 | 3 | 700.50 ## d1 700.50 06-05 n:SH601
SH601 | 2026-06-05 | 上海华腾电子有限公司 | SO26060001 | 弯头 | 5 | 500 ## d2 500 06-05 n:SH601
SH602 | 2026-06-06 | 宁波诚恒建材有限公司 | SO26060002 | 法兰 | 2 | 460.20 ## d3 460.20
SH602 | 2026-06-06 | 宁波诚恒建材有限公司 | SO26060002 | 弯头 | 4 | 400 ## d4 400
"""
    text = "2026-06-10 | 上海华腾电子有限公司 | 1200.50 | SO26060001货款 ## p1 1200.50"
    return made(
        folder, "lines_of_deliveries_behind_orders", orders(charges), sheet("送货单", notes), receipts(text), links="p1>o1 1200.50",
        ties="o1 d1 700.50; o1 d2 500; o2 d3 460.20; o2 d4 400",
    )  # fmt: skip


@book
def amounts_in_wan_yuan(folder: Path) -> Book:
    """The title's bracket holds the unit; an amount that says 万 itself is not multiplied again."""
    heads = "合同编号 | 签订日期 | 客户 | 合同金额（万元） | 备注\n"
    charges = """
HT2026061 | 2026-06-01 | 上海华腾电子有限公司 | 1.85 | ## o1 18500 CNY
HT2026062 | 2026-06-02 | 宁波诚恒建材有限公司 | 0.7263 | ## o2 7263 CNY
HT2026063 | 2026-06-03 | 广州德顺纺织品有限公司 | 12.5万 | ## o3 125000
合计 | | | 15.0763 | ## -
"""
    text = """
2026-06-10 | 上海华腾电子有限公司 | 18500 | HT2026061 ## p1 18500
2026-06-11 | 宁波诚恒建材有限公司 | 7263 | 货款 ## p2 7263
2026-06-12 | 广州德顺纺织品有限公司 | 12.50 | HT2026063手续费补差 ## p3 12.50
"""
    # p3: no instalment that settles a contract of 12.5
    return made(folder, "amounts_in_wan_yuan", orders(charges, heads), receipts(text), links="p1>o1 18500; p2>o2 7263", may="p3>o3")


@book
def unit_above_the_table(folder: Path) -> Book:
    """单位：万元 above the orders, 单位：千元 above the receipts, 单位：元 above those of another bank."""
    above = """
六月销售订单 | | |
单位：万元 | | |
订单号 | 下单日期 | 客户名称 | 订单金额
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1.85 ## o1 18500
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 0.7263 ## o2 7263
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 0.06 ## o3 600
"""
    thousands = "六月收款 | | | 单位：千元\n" + PAY + "2026-06-10 | 上海华腾电子有限公司 | 18.5 | SO26060001 ## p1 18500\n2026-06-11 | 宁波诚恒建材有限公司 | 7.263 | 货款 ## p2 7263"
    plain = "现金收款 | | | 单位：元\n" + PAY + "2026-06-12 | 广州德顺纺织品有限公司 | 600 | SO26060003 ## p3 600"
    pages = [sheet("订单", above), sheet("工行收款", thousands), sheet("现金收款", plain)]
    return made(folder, "unit_above_the_table", *pages, links="p1>o1 18500; p2>o2 7263; p3>o3 600")


@book
def rmb_before_the_amount(folder: Path) -> Book:
    charges = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 人民币1850.60元 ## o1 1850.60 CNY
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 人民币：7,263.40 ## o2 7263.40 CNY
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 人民币 930元整 ## o3 930 CNY
"""
    text = """
2026-06-10 | 上海华腾电子有限公司 | 1850.60 | 货款 ## p1 1850.60
2026-06-11 | 宁波诚恒建材有限公司 | 7263.40 | 货款 ## p2 7263.40
"""
    return made(folder, "rmb_before_the_amount", orders(charges), receipts(text), links="p1>o1 1850.60; p2>o2 7263.40")


@book
def titles_that_end_in_no(folder: Path) -> Book:
    """`Invoice No.` and `Invoice #` are the number, `No.` and `#` beside them count the lines; equal amounts need it."""
    june = """
No. | Invoice No. | Date | Customer | Amount
1 | INV-26-0101 | 2026-06-02 | Acme Trading Co., Ltd. | 840.50 ## o1 840.50 n:INV-26-0101
2 | INV-26-0102 | 2026-06-03 | Acme Trading Co., Ltd. | 840.50 ## o2 840.50 n:INV-26-0102
3 | INV-26-0103 | 2026-06-04 | Cedar Foods Pte. Ltd. | 3100.20 ## o3 3100.20 n:INV-26-0103
"""
    may = """
# | Invoice # | Date | Customer | Amount
1 | INV-26-0091 | 2026-05-02 | Bolt Industries Limited | 515.10 ## o4 515.10 n:INV-26-0091
2 | INV-26-0092 | 2026-05-03 | Bolt Industries Limited | 515.10 ## o5 515.10 n:INV-26-0092
"""
    bank = """
Date | Payer | Description | Deposit | Withdrawal
2026-06-20 | Acme Trading Co., Ltd. | payment INV-26-0102 | 840.50 | ## p1 840.50
2026-06-21 | Cedar Foods Pte. Ltd. | INV-26-0103 first half | 1500 | ## p2 1500
2026-06-22 | Bolt Industries Limited | INV-26-0092 | 515.10 | ## p3 515.10
"""
    pages = [sheet("Invoices June", june), sheet("Invoices May", may), sheet("Bank", bank)]
    return made(folder, "titles_that_end_in_no", *pages, links="p1>o2 840.50; p2>o3 1500; p3>o5 515.10")


@book
def days_merged_over_receipts(folder: Path) -> Book:
    """A day merged over its receipts is the day of each of them."""
    charges = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40
"""
    text = """
收款日期 | 客户名称 | 收款金额 | 备注
2026-06-10 | 上海华腾电子有限公司 | 1200.50 | SO26060001 ## p1 1200.50 06-10
 | 宁波诚恒建材有限公司 | 860.20 | SO26060002 ## p2 860.20 06-10
2026-06-12 | 广州德顺纺织品有限公司 | 930.40 | SO26060003 ## p3 930.40 06-12
"""
    page = sheet("收款登记", text, merge="A2:A3")
    return made(folder, "days_merged_over_receipts", orders(charges), page, links="p1>o1 1200.50; p2>o2 860.20; p3>o3 930.40")


@book
def days_written_once_in_a_register(folder: Path) -> Book:
    """Blank dates are a habit of the first register; the one of the second was forgotten and is named."""
    charges = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40
SO26060004 | 2026-06-04 | 青岛科海食品有限公司 | 715.30 ## o4 715.30
SO26060005 | 2026-06-05 | 青岛科海食品有限公司 | 622.70 ## o5 622.70
"""
    habit = """
2026-06-10 | 上海华腾电子有限公司 | 1200.50 | SO26060001 ## p1 1200.50 06-10
 | 宁波诚恒建材有限公司 | 860.20 | SO26060002 ## p2 860.20 06-10
 | 广州德顺纺织品有限公司 | 930.40 | SO26060003 ## p3 930.40 06-10
"""
    slip = """
2026-06-11 | 青岛科海食品有限公司 | 715.30 | SO26060004 ## p4 715.30 06-11
 | 青岛科海食品有限公司 | 622.70 | SO26060005 ## !
"""
    pages = [orders(charges), receipts(habit), sheet("现金收款", PAY + slip.lstrip("\n"))]
    links = "p1>o1 1200.50; p2>o2 860.20; p3>o3 930.40; p4>o4 715.30"
    return made(folder, "days_written_once_in_a_register", *pages, links=links)


@book
def opening_rows_with_numbers(folder: Path) -> Book:
    """期初余额 per document: the rows keep their numbers, and payments may name them."""
    opening = """
单据编号 | 单据日期 | 客户 | 期初余额
SO26030007 | 2026-03-02 | 上海华腾电子有限公司 | 1200.50 ## o11 1200.50 n:SO26030007
SO26030008 | 2026-03-05 | 上海华腾电子有限公司 | 2860.20 ## o12 2860.20 n:SO26030008
"""
    charges = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20
"""
    text = """
2026-06-10 | 上海华腾电子有限公司 | 1200.50 | SO26030007货款 ## p1 1200.50
2026-06-11 | 上海华腾电子有限公司 | 900 | SO26030008部分货款 ## p2 900
"""
    return made(
        folder, "opening_rows_with_numbers", sheet("期初未收", opening), orders(charges), receipts(text),
        links="p1>o11 1200.50; p2>o12 900", earliest="o11 o12",
    )  # fmt: skip


@book
def currency_of_the_only_bank(folder: Path) -> Book:
    """Only the bank says USD, and nothing in the book says another: the orders are in USD too."""
    charges = "Order Number | Date | Customer | Total\nSO-0071 | 2026-06-02 | Acme Trading Co., Ltd. | 840.50 ## o1 840.50 USD\nSO-0072 | 2026-06-03 | Cedar Foods Pte. Ltd. | 3100.20 ## o2 3100.20 USD"
    bank = """
Account currency: USD | | | |
Date | Payer | Description | Deposits | Withdrawals
2026-06-20 | Acme Trading Co., Ltd. | SO-0071 | 840.50 | ## p1 840.50 USD
2026-06-21 | Cedar Foods Pte. Ltd. | payment | 3100.20 | ## p2 3100.20 USD
"""
    return made(folder, "currency_of_the_only_bank", sheet("Sales Orders", charges), sheet("Bank", bank), links="p1>o1 840.50; p2>o2 3100.20")


@book
def currency_of_the_only_order_sheet(folder: Path) -> Book:
    charges = """
訂單編號 | 訂單日期 | 客戶名稱 | 金額 | 交易幣別
SO1150602-01 | 115/06/02 | 台北華騰電子有限公司 | 12300 | TWD ## o1 12300 06-02 TWD
SO1150603-01 | 115/06/03 | 高雄誠恆建材股份有限公司 | 8450 | TWD ## o2 8450 06-03 TWD
"""
    bank = """
交易日期 | 摘要 | 支出金額 | 存入金額 | 餘額 | 備註 | 對方戶名
115/06/20 | 轉帳 | | 12,300 | 12,300 | SO1150602-01貨款 | 台北華騰電子有限公司 ## p1 12300 06-20 TWD
115/06/21 | 轉帳 | | 8,450 | 20,750 | 貨款 | 高雄誠恆建材股份有限公司 ## p2 8450 06-21 TWD
"""
    return made(folder, "currency_of_the_only_order_sheet", sheet("訂單", charges), sheet("玉山銀行", bank), links="p1>o1 12300; p2>o2 8450")


@book
def two_banks_of_two_currencies(folder: Path) -> Book:
    """Where the book names two currencies, a sheet that names none keeps the base currency."""
    charges = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50 CNY
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20 CNY
"""
    dollars = "币种：美元 | | |\n" + PAY + "2026-06-10 | 上海华腾电子有限公司 | 1200.50 | SO26060001 ## p1 1200.50 USD"
    yuan = "币种：人民币 | | |\n" + PAY + "2026-06-10 | 宁波诚恒建材有限公司 | 860.20 | SO26060002 ## p2 860.20 CNY"
    pages = [orders(charges), sheet("中行美元", dollars), sheet("中行人民币", yuan)]
    return made(folder, "two_banks_of_two_currencies", *pages, links="p2>o2 860.20", forbidden="p1")


@book
def a_column_for_each_currency(folder: Path) -> Book:
    """金额(CNY) and 金额(USD) side by side: the filled one is the amount; a row without either is named."""
    heads = "订单号 | 日期 | 客户 | 金额(CNY) | 金额(USD) | 状态\n"
    charges = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 | | 已完成 ## o1 1200.50 CNY
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | | 860.20 | 已完成 ## o2 860.20 USD
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | | | 已完成 ## !
"""
    text = """
收款日期 | 付款方 | 金额 | 币种 | 摘要
2026-06-10 | 上海华腾电子有限公司 | 1200.50 | CNY | 货款 ## p1 1200.50 CNY
2026-06-11 | 宁波诚恒建材有限公司 | 860.20 | USD | SO26060002货款 ## p2 860.20 USD
"""
    return made(folder, "a_column_for_each_currency", orders(charges, heads), sheet("收款", text), links="p1>o1 1200.50; p2>o2 860.20")


@book
def customer_in_the_sheet_name(folder: Path) -> Book:
    """A sheet of delivery notes per customer, named after him, without a column for him."""
    one = "送货对账单 | | | |\n日期 | 送货单号 | 品名 | 数量 | 金额\n2026-06-02 | SH601 | 法兰 | 3 | 1200.50 ## d1 1200.50 party:上海华腾电子有限公司\n2026-06-03 | SH602 | 弯头 | 5 | 860.20 ## d2 860.20 party:上海华腾电子有限公司"
    two = "送货对账单 | | | |\n日期 | 送货单号 | 品名 | 数量 | 金额\n2026-06-02 | SH603 | 法兰 | 2 | 930.40 ## d3 930.40 party:宁波诚恒建材有限公司"
    text = """
2026-06-10 | 上海华腾电子有限公司 | 860.20 | 货款 ## p1 860.20
2026-06-11 | 宁波诚恒建材有限公司 | 400 | SH603部分货款 ## p2 400
"""
    pages = [sheet("上海华腾电子有限公司", one), sheet("宁波诚恒建材有限公司", two), receipts(text)]
    return made(folder, "customer_in_the_sheet_name", *pages, links="p1>d2 860.20; p2>d3 400")
