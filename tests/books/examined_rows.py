"""Rows an independent examiner saw misread: set aside, negative, counted twice, unreadable; and two tables on one sheet."""

from __future__ import annotations

from pathlib import Path

from .builders import Book, book, made, refused, sheet, xlsx
from .examined import ORDERS, orders, receipts

BESIDE = """
订单号 | 下单日期 | 客户名称 | 订单金额 | | 收款日期 | 付款方 | 收款金额 | 摘要
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 | | 2026-06-10 | 上海华腾电子有限公司 | 1200.50 | SO26060001货款
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 | | 2026-06-11 | 广州德顺纺织品有限公司 | 930.40 | 货款
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 | | | | |
"""


@book
def two_tables_below_each_other(folder: Path) -> Book:
    """一、订单 and 二、收款 on one sheet: each is read under its own headings."""
    text = """
一、订单 | | |
订单号 | 下单日期 | 客户名称 | 订单金额
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50 06-01
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20 06-02
合计 | | | 2060.70 ## -

二、收款 | | | ## -
收款日期 | 付款方 | 金额 | 摘要 ## -
2026-06-10 | 上海华腾电子有限公司 | 1200.50 | SO26060001货款 ## p1 1200.50 06-10
2026-06-11 | 宁波诚恒建材有限公司 | 860.20 | 货款 ## p2 860.20 06-11
合计 | | 2060.70 | ## -
"""
    return made(folder, "two_tables_below_each_other", sheet("6月", text), links="p1>o1 1200.50; p2>o2 860.20")


@book
def tables_side_by_side(folder: Path) -> Book:
    """Nothing else is in the book: it says that two tables stand beside each other, and does nothing."""
    return refused(folder, "tables_side_by_side", xlsx(folder / "6月.xlsx", [sheet("6月", BESIDE)]), "并排", "单独的工作表")


@book
def tables_side_by_side_and_good_sheets(folder: Path) -> Book:
    """The sheet with two tables is named and left out; the others are read."""
    charges = "SO26070001 | 2026-06-05 | 青岛科海食品有限公司 | 715.30 ## o1 715.30"
    text = "2026-06-12 | 青岛科海食品有限公司 | 715.30 | 货款 ## p1 715.30"
    return made(
        folder, "tables_side_by_side_and_good_sheets", sheet("6月", BESIDE), orders(charges), receipts(text),
        links="p1>o1 715.30", problems=[(("6月!1", "6月!A1"), "tables_side_by_side")],
    )  # fmt: skip


@book
def statuses_that_void(folder: Path) -> Book:
    """Words that hold 取消, 作废, 退款 or 驳回 set aside; 部分退款 and 未作废 do not."""
    charges = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 | 已退款 ## o1 1200.50 =cancelled
SO26060002 | 2026-06-01 | 宁波诚恒建材有限公司 | 860.20 | 取消订单 ## o2 860.20 =cancelled
SO26060003 | 2026-06-01 | 广州德顺纺织品有限公司 | 930.40 | 作废单 ## o3 930.40 =cancelled
SO26060004 | 2026-06-01 | 青岛科海食品有限公司 | 715.30 | 已驳回 ## o4 715.30 =cancelled
SO26060005 | 2026-06-01 | 武汉帆祥汽车配件有限公司 | 2040.80 | 全额退款 ## o5 2040.80 =cancelled
SO26060006 | 2026-06-01 | 东莞嘉鑫贸易有限公司 | 622.70 | 已红冲 ## o6 622.70 =cancelled
SO26060007 | 2026-06-01 | 东莞嘉鑫贸易有限公司 | 1711.10 | 待审批 ## o7 1711.10 =draft
SO26060008 | 2026-06-01 | 西安腾泰贸易有限公司 | 8300.60 | 部分退款 ## o8 8300.60
SO26060009 | 2026-06-01 | 厦门顺泰电子有限公司 | 1920.20 | 未作废 ## o9 1920.20
"""
    text = """
2026-06-10 | 上海华腾电子有限公司 | 1200.50 | 货款 ## p1 1200.50
2026-06-11 | 宁波诚恒建材有限公司 | 860.20 | 货款 ## p2 860.20
2026-06-12 | 广州德顺纺织品有限公司 | 930.40 | 货款 ## p3 930.40
2026-06-13 | 青岛科海食品有限公司 | 715.30 | 货款 ## p4 715.30
2026-06-14 | 武汉帆祥汽车配件有限公司 | 2040.80 | 货款 ## p5 2040.80
2026-06-15 | 西安腾泰贸易有限公司 | 8300.60 | SO26060008 ## p6 8300.60
2026-06-16 | 厦门顺泰电子有限公司 | 1920.20 | SO26060009 ## p7 1920.20
"""
    page = orders(charges, ORDERS.rstrip() + " | 订单状态\n")
    return made(folder, "statuses_that_void", page, receipts(text), links="p6>o8 8300.60; p7>o9 1920.20", forbidden="p1; p2; p3; p4; p5")


@book
def returns_told_by_their_type(folder: Path) -> Book:
    """销售退货单 with a positive amount takes back; on a sheet that prints minus signs they are believed."""
    june = """
单据类型 | 单据编号 | 单据日期 | 客户 | 金额
销售订单 | SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
销售退货单 | TH26060002 | 2026-06-05 | 上海华腾电子有限公司 | 300.20 ## o2 -300.20
销售订单 | SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40
"""
    may = """
单据类型 | 单据编号 | 单据日期 | 客户 | 金额
销售订单 | SO26050001 | 2026-05-01 | 宁波诚恒建材有限公司 | 860.20 ## o4 860.20
销售退货单 | TH26050002 | 2026-05-05 | 宁波诚恒建材有限公司 | -160.10 ## o5 -160.10
"""
    text = """
2026-06-10 | 上海华腾电子有限公司 | 900.30 | 付SO26060001减退货单TH26060002 ## p1 900.30
2026-06-11 | 广州德顺纺织品有限公司 | 930.40 | 货款 ## p2 930.40
2026-06-12 | 宁波诚恒建材有限公司 | 700.10 | 付SO26050001减退货单TH26050002 ## p3 700.10
"""
    links = "p1>o1 1200.50; p1>o2 -300.20; p2>o3 930.40; p3>o4 860.20; p3>o5 -160.10"
    return made(folder, "returns_told_by_their_type", sheet("6月单据", june), sheet("5月单据", may), receipts(text), links=links)


@book
def total_repeated_on_equal_lines(folder: Path) -> Book:
    """订单总金额 on every line; the two lines of the last document are the same goods, and it still counts once."""
    heads = "订单号 | 日期 | 客户 | 品名 | 数量 | 订单总金额\n"
    charges = """
DH2606001 | 2026-06-01 | 上海华腾电子有限公司 | 法兰 | 1 | 1200.50 ## o1? ~
DH2606001 | 2026-06-01 | 上海华腾电子有限公司 | 弯头 | 2 | 1200.50 ## o2? ~
DH2606002 | 2026-06-02 | 宁波诚恒建材有限公司 | 法兰 | 3 | 860.20 ## o3? ~
DH2606002 | 2026-06-02 | 宁波诚恒建材有限公司 | 弯头 | 4 | 860.20 ## o4? ~
DH2606003 | 2026-06-03 | 广州德顺纺织品有限公司 | 法兰 | 50 | 930.40 ## o5? ~
DH2606003 | 2026-06-03 | 广州德顺纺织品有限公司 | 法兰 | 50 | 930.40 ## o6? ~
"""
    text = """
2026-06-10 | 上海华腾电子有限公司 | 1200.50 | DH2606001货款 ## p1 1200.50
2026-06-11 | 宁波诚恒建材有限公司 | 860.20 | DH2606002货款 ## p2 860.20
2026-06-12 | 广州德顺纺织品有限公司 | 930.40 | DH2606003货款 ## p3 930.40
"""
    return made(
        folder, "total_repeated_on_equal_lines", orders(charges, heads), receipts(text), sums="o1+o2 1200.50; o3+o4 860.20; o5+o6 930.40",
        links="p1>o1+o2 1200.50; p2>o3+o4 860.20; p3>o5+o6 930.40",
    )  # fmt: skip


@book
def exports_that_overlap_by_two_days(folder: Path) -> Book:
    """Two exports of one account without serials: the same line with the same balance counts once."""
    charges = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40
SO26060004 | 2026-06-04 | 青岛科海食品有限公司 | 100 ## o4 100
SO26060005 | 2026-06-04 | 青岛科海食品有限公司 | 100 ## o5 100
"""
    heads = "账号：6222001234567890 | | | | |\n日期 | 对方户名 | 摘要 | 借方发生额 | 贷方发生额 | 余额\n"
    first = """
2026-06-09 | 广州德顺纺织品有限公司 | 货款 | | 930.40 | 1930.40 ## p1 930.40
2026-06-10 | 青岛科海食品有限公司 | 货款 | | 100 | 2030.40 ## p2 100
2026-06-10 | 青岛科海食品有限公司 | 货款 | | 100 | 2130.40 ## p3 100
2026-06-14 | 上海华腾电子有限公司 | SO26060001部分货款 | | 400 | 2530.40 ## p4 400
2026-06-15 | 宁波诚恒建材有限公司 | SO26060002货款 | | 860.20 | 3390.60 ## p5 860.20
"""
    second = """
2026-06-14 | 上海华腾电子有限公司 | SO26060001部分货款 | | 400 | 2530.40 ## p6 400
2026-06-15 | 宁波诚恒建材有限公司 | SO26060002货款 | | 860.20 | 3390.60 ## p7 860.20
2026-06-16 | 长沙龙盛建材有限公司 | 往来款 | | 1.50 | 3392.10 ## p8 1.50
2026-06-17 | 长沙龙盛建材有限公司 | 往来款 | | 2.50 | 3394.60 ## p9 2.50
2026-06-18 | 长沙龙盛建材有限公司 | 往来款 | | 3.50 | 3398.10 ## p10 3.50
"""
    pages = [orders(charges), sheet("工行上半月", heads + first.lstrip("\n")), sheet("工行下半月", heads + second.lstrip("\n"))]
    return made(
        folder, "exports_that_overlap_by_two_days", *pages, one_duplicate="p4 p6; p5 p7", codes={"duplicate_line"},
        links="p1>o3 930.40; p2+p3>o4+o5 200; p4+p6>o1 400; p5+p7>o2 860.20",
    )  # fmt: skip


@book
def number_of_a_row_that_cannot_be_read(folder: Path) -> Book:
    """A row with a bad amount still holds its number: what names it names two rows, or a document nobody can settle."""
    charges = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
SO26060001 | 2026-06-02 | 宁波诚恒建材有限公司 | 待定 ## !D
SO26060002 | 2026-06-03 | 广州德顺纺织品有限公司 | 3210.90 ## o2 3210.90
TH26060003 | 2026-06-09 | 广州德顺纺织品有限公司 | #N/A ## !D
SO26060004 | 2026-06-04 | 青岛科海食品有限公司 | 715.30 ## o3 715.30
"""
    text = """
2026-06-10 | 上海华腾电子有限公司 | 500 | SO26060001货款 ## p1 500
2026-06-11 | 广州德顺纺织品有限公司 | 3000 | 付SO26060002减退货单TH26060003 ## p2 3000
2026-06-12 | 青岛科海食品有限公司 | 300 | SO26060004货款 ## p3 300
"""
    return made(folder, "number_of_a_row_that_cannot_be_read", orders(charges), receipts(text), links="p3>o3 300", forbidden="p1; p2")


@book
def empty_side_beside_a_zero(folder: Path) -> Book:
    """A bank that writes 0 on the empty side: blank and 0 is a lost amount on either side, not a line of 0.00."""
    charges = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40
"""
    bank = """
交易时间 | 借方发生额（支取） | 贷方发生额（收入） | 余额 | 对方户名 | 备注
20260610 10:00:00 | 0 | 1200.50 | 1200.50 | 上海华腾电子有限公司 | SO26060001货款 ## p1 1200.50 06-10
20260611 10:00:00 | 0 | | 2060.70 | 宁波诚恒建材有限公司 | 货款 ## !
20260612 10:00:00 | 50.00 | 0 | 2010.70 | | 手续费 ## p2 -50 06-12 =not_customer
20260613 10:00:00 | | 0 | 1980.70 | | 短信费 ## !
20260614 10:00:00 | 0 | 930.40 | 2911.10 | 广州德顺纺织品有限公司 | SO26060003 ## p3 930.40
20260615 10:00:00 | 0 | 0.01 | 2911.11 | 长沙龙盛建材有限公司 | 账户验证 ## p4 0.01
"""
    return made(folder, "empty_side_beside_a_zero", orders(charges), sheet("建行", bank), links="p1>o1 1200.50; p3>o3 930.40")
