"""Amounts that stand in several columns: ways of paying, and digits in boxes of their own as printed forms have them."""

from __future__ import annotations

from pathlib import Path

from .builders import Book, book, made, sheet
from .examined import orders, receipts

CHARGES = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40
SO26060004 | 2026-06-04 | 青岛科海食品有限公司 | 715.30 ## o4 715.30
"""
LINKS = "p1>o1 1200.50; p2>o2 860.20; p3>o3 930.40"


@book
def ways_of_paying_under_one_title(folder: Path) -> Book:
    """收款金额 over 现金, 微信 and 银行: the filled ones of a row are one receipt; a bad cell is named where it stands."""
    text = """
收款日期 | 付款方 | 收款金额 | | | 摘要
 | | 现金 | 微信 | 银行存款 |
2026-06-10 | 上海华腾电子有限公司 | 1000 | 200.50 | | 货款 ## p1 1200.50 06-10
2026-06-11 | 宁波诚恒建材有限公司 | | | 860.20 | 货款 ## p2 860.20 06-11
2026-06-12 | 广州德顺纺织品有限公司 | 0 | 930.40 | - | 货款 ## p3 930.40
2026-06-13 | 青岛科海食品有限公司 | 600 | 1l5.30 | | 货款 ## !D:amount_unreadable
2026-06-14 | 青岛科海食品有限公司 | 600 | | #N/A | 货款 ## !E:amount_error
2026-06-15 | 青岛科海食品有限公司 | | | | 货款 ## !C:amount_missing
合计 | | 2200 | 1130.90 | 860.20 | ## -
"""
    page = sheet("收款", text, merge="C1:E1 A1:A2 B1:B2 F1:F2")
    return made(folder, "ways_of_paying_under_one_title", orders(CHARGES), page, links=LINKS, forbidden="p1>o4; p2>o4; p3>o4")


@book
def ways_of_paying_without_a_title(folder: Path) -> Book:
    """现金 | 刷卡 | 对公转账 beside the payer, on a sheet whose name says nothing: a receipt each row."""
    text = """
日期 | 客户 | 现金 | 刷卡 | 对公转账 | 备注
2026-06-10 | 上海华腾电子有限公司 | | 1200.50 | | 货款 ## p1 1200.50
2026-06-11 | 宁波诚恒建材有限公司 | 60.20 | | 800 | 货款 ## p2 860.20
2026-06-12 | 广州德顺纺织品有限公司 | | | 930.40 | 货款 ## p3 930.40
"""
    return made(folder, "ways_of_paying_without_a_title", orders(CHARGES), sheet("Sheet2", text), links=LINKS)


@book
def ways_of_paying_with_their_total(folder: Path) -> Book:
    """合计 beside the ways of paying is the receipt; where they do not make it up it is told, where it is blank it is made of them."""
    text = """
收款日期 | 付款方 | 现金 | 微信 | 支付宝 | 合计 | 摘要
2026-06-10 | 上海华腾电子有限公司 | 1000 | 200.50 | | 1200.50 | 货款 ## p1 1200.50
2026-06-11 | 宁波诚恒建材有限公司 | | | 860.20 | 860.20 | 货款 ## p2 860.20
2026-06-12 | 广州德顺纺织品有限公司 | 900 | 30.40 | | | 货款 ## p3 930.40 !F:amount_computed
2026-06-13 | 青岛科海食品有限公司 | 700 | | | 715.30 | 货款 ## p4 715.30 !F:parts_do_not_add_up
"""
    return made(folder, "ways_of_paying_with_their_total", orders(CHARGES), sheet("收款", text), links=LINKS + "; p4>o4 715.30")


@book
def received_in_several_ways_on_the_order(folder: Path) -> Book:
    """已收 over 现金 and 转账 on an order list: their sum is what the order has received."""
    text = """
订单号 | 下单日期 | 客户名称 | 订单金额 | 已收金额 |
 | | | | 现金 | 转账
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 | 100 | 100.50 ## o1 1000 doc:1200.50
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 | | 60.20 ## o2 800 doc:860.20
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 | | ## o3 930.40
"""
    pay = """
2026-06-10 | 上海华腾电子有限公司 | 1000 | SO26060001 ## p1 1000
2026-06-11 | 宁波诚恒建材有限公司 | 800 | SO26060002 ## p2 800
"""
    page = sheet("订单", text, merge="E1:F1")
    return made(folder, "received_in_several_ways_on_the_order", page, receipts(pay), links="p1>o1 1000; p2>o2 800")


@book
def columns_of_money_that_nothing_explains(folder: Path) -> Book:
    """本月 and 累计 under one title are no parts of one amount: the first is read, and the second is named as not used."""
    text = """
收款日期 | 付款方 | 收款金额 | | 摘要
 | | 本月 | 累计 |
2026-06-10 | 上海华腾电子有限公司 | 1200.50 | 1200.50 | 货款 ## p1 1200.50
2026-06-11 | 宁波诚恒建材有限公司 | 860.20 | 2060.70 | 货款 ## p2 860.20
"""
    page = sheet("收款", text, merge="C1:D1")
    links = "p1>o1 1200.50; p2>o2 860.20"
    return made(folder, "columns_of_money_that_nothing_explains", orders(CHARGES), page, links=links, problems=[(("收款!D2",), "money_not_used")])


@book
def digits_under_one_title(folder: Path) -> Book:
    """金额 over 十万 … 分, a digit a column: leading blanks are none, a blank between digits is told."""
    text = """
收款日期 | 付款方 | 金额 | | | | | | 摘要
 | | 万 | 千 | 百 | 十 | 元 | 角 | 分 |
2026-06-10 | 上海华腾电子有限公司 | | 1 | 2 | 0 | 0 | 5 | 0 | 货款 ## p1 1200.50
2026-06-11 | 宁波诚恒建材有限公司 | | ¥ | 8 | 6 | 0 | 2 | 0 | 货款 ## p2 860.20
2026-06-12 | 广州德顺纺织品有限公司 | | | 9 | 3 | 0 | 4 | | 货款 ## p3 930.40
2026-06-13 | 青岛科海食品有限公司 | | | 7 | | 5 | 3 | 0 | 货款 ## !F:amount_unreadable
2026-06-14 | 青岛科海食品有限公司 | | | 7 | 15 | 0 | 3 | 0 | 货款 ## !F:amount_unreadable
"""
    text = text.replace("金额 | | | | | | 摘要", "金额 | | | | | | | 摘要")
    return made(folder, "digits_under_one_title", orders(CHARGES), sheet("收款", text, merge="C1:I1"), links=LINKS)


@book
def digits_without_a_title(folder: Path) -> Book:
    """元 | 角 | 分 as the amount of an order list; the column of 元 holds whole numbers."""
    text = """
订单号 | 下单日期 | 客户名称 | 元 | 角 | 分
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200 | 5 | 0 ## o1 1200.50
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860 | 2 | 0 ## o2 860.20
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 930 | 4 | ## o3 930.40
SO26060004 | 2026-06-04 | 青岛科海食品有限公司 | 71S | 3 | 0 ## !D:amount_unreadable
"""
    pay = """
2026-06-10 | 上海华腾电子有限公司 | 1200.50 | SO26060001 ## p1 1200.50
2026-06-11 | 宁波诚恒建材有限公司 | 860.20 | 货款 ## p2 860.20
2026-06-12 | 广州德顺纺织品有限公司 | 930.40 | 货款 ## p3 930.40
"""
    return made(folder, "digits_without_a_title", sheet("订单", text), receipts(pay), links=LINKS)
