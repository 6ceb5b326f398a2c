"""Sheets that a second examiner saw misread: dates as people write them, titles with digits, customers above their orders.

Each book is the smallest that shows it, with a row beside it that must stay as it is.
"""

from __future__ import annotations

from pathlib import Path

from .builders import Book, Sheet, book, made, sheet
from .examined import orders, receipts

PAID = """
2026-06-15 | 上海华腾电子有限公司 | 1200.50 | SO26060001货款 ## p1 1200.50
2026-06-16 | 宁波诚恒建材有限公司 | 860.20 | 货款 ## p2 860.20
"""


def paid() -> Sheet:
    return receipts(PAID)


@book
def titles_with_digits(folder: Path) -> Book:
    """Many 自定义项 and month columns do not hide the heading row."""
    extra = " | ".join([f"自定义项{n}" for n in range(1, 13)] + ["2026年5月", "2026年6月"])
    heads = f"订单号 | 下单日期 | 客户名称 | 订单金额 | {extra}\n"
    charges = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50 06-01 n:SO26060001 party:上海华腾电子有限公司
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20 06-02 n:SO26060002 party:宁波诚恒建材有限公司
"""
    return made(folder, "titles_with_digits", orders(charges, heads), paid(), links="p1>o1 1200.50; p2>o2 860.20")


@book
def month_first_by_the_due_date(folder: Path) -> Book:
    """The due dates say that the month stands first; the dates of the orders alone would not."""
    heads = "Order No | Order Date | Due Date | Customer | Amount\n"
    charges = """
SO26060001 | 06/01/2026 | 07/28/2026 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50 06-01
SO26060002 | 06/02/2026 | 07/29/2026 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20 06-02
"""
    return made(folder, "month_first_by_the_due_date", orders(charges, heads), paid(), links="p1>o1 1200.50; p2>o2 860.20")


@book
def day_first_by_the_due_date(folder: Path) -> Book:
    heads = "Order No | Order Date | Due Date | Customer | Amount\n"
    charges = """
SO26060001 | 01/06/2026 | 28/07/2026 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50 06-01
SO26060002 | 02/06/2026 | 29/07/2026 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20 06-02
"""
    return made(folder, "day_first_by_the_due_date", orders(charges, heads), paid(), links="p1>o1 1200.50; p2>o2 860.20")


@book
def two_digit_years_last(folder: Path) -> Book:
    """06/01/26 is of 2026, and so is 13/06/26 on the sheet where the day stands first; 26/06/16 keeps its year in front."""
    charges = """
SO26060001 | 06/01/26 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50 06-01
SO26060002 | 06/13/26 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20 06-13
"""
    more = """
SO26060003 | 13/06/26 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40 06-13
SO26060004 | 22/06/26 | 青岛科海食品有限公司 | 715.30 ## o4 715.30 06-22
"""
    text = """
26/06/15 | 上海华腾电子有限公司 | 1200.50 | SO26060001货款 ## p1 1200.50 06-15
26/06/16 | 宁波诚恒建材有限公司 | 860.20 | 货款 ## p2 860.20 06-16
26/06/23 | 青岛科海食品有限公司 | 700 | SO26060004部分货款 ## p3 700 06-23
"""
    heads = "订单号 | 下单日期 | 客户名称 | 订单金额\n"
    pages = [orders(charges), sheet("订单2", heads + more.lstrip("\n")), receipts(text)]
    return made(folder, "two_digit_years_last", *pages, links="p1>o1 1200.50; p2>o2 860.20; p3>o4 700")


@book
def dates_in_chinese_numerals(folder: Path) -> Book:
    charges = """
SO26060001 | 二〇二六年六月一日 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50 06-01
SO26060002 | 二〇二六年六月十三日 星期六 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20 06-13
SO26060003 | Saturday, June 20, 2026 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40 06-20
SO26060004 | 二〇二六年六月三十一日 | 青岛科海食品有限公司 | 715.30 ## !B
"""
    text = """
周一 2026-06-15 | 上海华腾电子有限公司 | 1200.50 | SO26060001货款 ## p1 1200.50 06-15
20260616090000 | 宁波诚恒建材有限公司 | 860.20 | 货款 ## p2 860.20 06-16
2026-06-22 | 广州德顺纺织品有限公司 | 930.40 | 货款 ## p3 930.40 06-22
"""
    return made(folder, "dates_in_chinese_numerals", orders(charges), receipts(text), links="p1>o1 1200.50; p2>o2 860.20; p3>o3 930.40")


@book
def customers_above_their_orders(folder: Path) -> Book:
    """A row with a customer's name and no more speaks for the orders below it, over the 小计, until the next name."""
    text = """
订单号 | 日期 | 金额 | 备注
上海华腾电子有限公司 ## -
SO26060001 | 2026-06-01 | 1200.50 | ## o1 1200.50 party:上海华腾电子有限公司
SO26060005 | 2026-06-05 | 622.70 | ## o5 622.70 party:上海华腾电子有限公司
小计 | | 1823.20 ## -
宁波诚恒建材有限公司 ## -
SO26060002 | 2026-06-02 | 860.20 | ## o2 860.20 party:宁波诚恒建材有限公司
小计 | | 860.20 ## -
"""
    return made(folder, "customers_above_their_orders", sheet("订单", text), paid(), links="p1>o1 1200.50; p2>o2 860.20")


@book
def customers_above_with_a_label(folder: Path) -> Book:
    """客户：甲 in the customer's column; a row that names its own customer keeps him."""
    text = """
订单号 | 日期 | 客户 | 金额
 | | 客户：上海华腾电子有限公司 | ## -
SO26060001 | 2026-06-01 | | 1200.50 ## o1 1200.50 party:上海华腾电子有限公司
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40 party:广州德顺纺织品有限公司
 | | 客户：宁波诚恒建材有限公司 | ## -
SO26060002 | 2026-06-02 | | 860.20 ## o2 860.20 party:宁波诚恒建材有限公司
"""
    return made(folder, "customers_above_with_a_label", sheet("订单", text), paid(), links="p1>o1 1200.50; p2>o2 860.20")


@book
def own_title_between_the_orders(folder: Path) -> Book:
    """One and the same firm above each page is the seller, and no customer."""
    text = """
订单号 | 日期 | 客户 | 金额
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
苏州启明五金有限公司 ## -
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20
苏州启明五金有限公司 ## -
SO26060003 | 2026-06-03 | | 930.40 ## o3 930.40 !C:party_missing
"""
    return made(folder, "own_title_between_the_orders", sheet("订单", text), paid(), links="p1>o1 1200.50; p2>o2 860.20")


@book
def customers_on_their_first_rows(folder: Path) -> Book:
    """Each customer is written once, and his orders run from the first to the last day; nothing is carried over a 小计."""
    text = """
客户 | 订单号 | 日期 | 金额
上海华腾电子有限公司 | SO26060001 | 2026-06-01 | 1200.50 ## o1 1200.50 party:上海华腾电子有限公司
 | SO26060005 | 2026-06-05 | 622.70 ## o5 622.70 party:上海华腾电子有限公司
宁波诚恒建材有限公司 | SO26060002 | 2026-06-02 | 860.20 ## o2 860.20 party:宁波诚恒建材有限公司
 | SO26060004 | 2026-06-04 | 715.30 ## o4 715.30 party:宁波诚恒建材有限公司
小计 | | | 3398.70 ## -
 | SO26060006 | 2026-06-06 | 411.90 ## o6 411.90 !A:party_missing
"""
    return made(folder, "customers_on_their_first_rows", sheet("订单", text), paid(), links="p1>o1 1200.50; p2>o2 860.20")


@book
def customers_left_out_by_mistake(folder: Path) -> Book:
    """A list in the order of its days has the names of two orders left out: nobody knows whose they are."""
    charges = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
SO26060002 | 2026-06-02 | | 622.70 ## o2 622.70 !C:party_missing
SO26060003 | 2026-06-03 | 宁波诚恒建材有限公司 | 860.20 ## o3 860.20
SO26060004 | 2026-06-04 | | 715.30 ## o4 715.30 !C:party_missing
SO26060005 | 2026-06-05 | 广州德顺纺织品有限公司 | 930.40 ## o5 930.40
"""
    return made(folder, "customers_left_out_by_mistake", orders(charges), paid(), links="p1>o1 1200.50; p2>o3 860.20")


@book
def subtotals_by_day(folder: Path) -> Book:
    """Excel's own subtotals: the value of the group with 汇总 behind it."""
    heads = "日期 | 订单号 | 客户 | 金额\n"
    charges = """
2026-06-01 | SO26060001 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
2026-06-01 汇总 | | | 1200.50 ## -
2026-06-02 | SO26060002 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20
2026-06-02 汇总 | | | 860.20 ## -
总计 | | | 2060.70 ## -
"""
    return made(folder, "subtotals_by_day", orders(charges, heads), paid(), links="p1>o1 1200.50; p2>o2 860.20")


@book
def opening_in_place_of_the_number(folder: Path) -> Book:
    charges = """
期初余额 | | 宁波诚恒建材有限公司 | 860.20 ## o11 860.20
期初余额 | | 广州德顺纺织品有限公司 | -300 ## o12 -300
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
"""
    return made(folder, "opening_in_place_of_the_number", orders(charges), paid(), links="p1>o1 1200.50; p2>o11 860.20", earliest="o11 o12")


@book
def groups_of_titles(folder: Path) -> Book:
    """名称 under 客户信息 is the customer, 编码 his code and no document; 户名 under 对方信息 is the payer."""
    charges = """
销售订单 | | 客户信息 | | 金额 | |
单号 | 日期 | 名称 | 编码 | 不含税 | 税额 | 价税合计
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | C1 | 1062.39 | 138.11 | 1200.50 ## o1 1200.50 n:SO26060001 party:上海华腾电子有限公司
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | C1 | 761.24 | 98.96 | 860.20 ## o2 860.20 n:SO26060002 party:宁波诚恒建材有限公司
"""
    text = """
日期 | 对方信息 | | 收入 | 支出 | 摘要
 | 户名 | 账号 | | |
2026-06-15 | 上海华腾电子有限公司 | "62220000" | 1200.50 | | SO26060001货款 ## p1 1200.50 party:上海华腾电子有限公司
2026-06-16 | 宁波诚恒建材有限公司 | "62220001" | 860.20 | | 货款 ## p2 860.20 party:宁波诚恒建材有限公司
"""
    pages = [sheet("订单", charges, merge="A1:B1 C1:D1 E1:G1"), sheet("收款", text, merge="B1:C1")]
    return made(folder, "groups_of_titles", *pages, links="p1>o1 1200.50; p2>o2 860.20")


@book
def days_under_a_month(folder: Path) -> Book:
    """2026年6月 above the table and 5 or 5日 in it; what is no day is told."""
    charges = """
2026年6月销售订单 | | |
订单号 | 日期 | 客户名称 | 订单金额
SO26060001 | 1日 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50 06-01
SO26060002 | 2日 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20 06-02
SO26060003 | 3日 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40 06-03
SO26060004 | 31日 | 青岛科海食品有限公司 | 715.30 ## !B:date_impossible
"""
    text = """
2026年6月收款 | | |
日 | 付款方 | 金额 | 摘要
15 | 上海华腾电子有限公司 | 1200.50 | 货款 ## p1 1200.50 06-15
16 | 宁波诚恒建材有限公司 | 860.20 | 货款 ## p2 860.20 06-16
"""
    return made(folder, "days_under_a_month", sheet("销售", charges), sheet("收款", text), links="p1>o1 1200.50; p2>o2 860.20")


@book
def days_where_two_months_are_named(folder: Path) -> Book:
    """5月 and 6月 in the titles: which one a day belongs to is not guessed."""
    charges = """
2026年5月至2026年6月订单 | | |
订单号 | 日期 | 客户名称 | 订单金额
SO26060001 | 1日 | 上海华腾电子有限公司 | 1200.50 ## !B:date_unreadable
SO26060002 | 2日 | 宁波诚恒建材有限公司 | 860.20 ## !B:date_unreadable
"""
    return made(folder, "days_where_two_months_are_named", sheet("订单", charges), receipts(PAID))


@book
def dates_of_six_digits_and_month_dot_day(folder: Path) -> Book:
    """260605 as a number or text, 6.13 as a number; 6.1 may be the 10th and is told."""
    charges = """
SO26060001 | 260601 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50 06-01
SO26060002 | "260602" | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20 06-02
SO26060003 | 260603 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40 06-03
SO26060004 | 待定 | 广州德顺纺织品有限公司 | 55.10 ## !B:date_unreadable
"""
    text = """
6.15 | 上海华腾电子有限公司 | 1200.50 | 货款 ## p1 1200.50 06-15
6.5 | 宁波诚恒建材有限公司 | 860.20 | 货款 ## p2 860.20 06-05
6.1 | 广州德顺纺织品有限公司 | 930.40 | 货款 ## !A:date_unreadable
"""
    more = sheet("工行", "账号：6222001234567890 | | | |\n日期 | 对方户名 | 收入 | 支出 | 余额\n2026-06-20 | 长沙龙盛建材有限公司 | 1.50 | | 1.50 ## p4 1.50 06-20\n")
    return made(folder, "dates_of_six_digits_and_month_dot_day", orders(charges), receipts(text), more, links="p1>o1 1200.50; p2>o2 860.20")


@book
def month_first_by_another_sheet(folder: Path) -> Book:
    """The receipts can only be month first, so the orders are too."""
    charges = """
SO26060001 | 06/01/2026 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50 06-01
SO26060002 | 06/02/2026 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20 06-02
"""
    text = """
06/15/2026 | 上海华腾电子有限公司 | 1200.50 | 货款 ## p1 1200.50 06-15
06/16/2026 | 宁波诚恒建材有限公司 | 860.20 | 货款 ## p2 860.20 06-16
"""
    return made(folder, "month_first_by_another_sheet", orders(charges), receipts(text), links="p1>o1 1200.50; p2>o2 860.20")


@book
def nothing_says_which_stands_first(folder: Path) -> Book:
    """03/06/2026 is read with the day first, and that this is a habit is told once for the sheet."""
    charges = """
SO26060001 | 01/06/2026 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50 06-01 !B:day_order_assumed
SO26060002 | 02/06/2026 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20 06-02
"""
    return made(folder, "nothing_says_which_stands_first", orders(charges), paid(), links="p1>o1 1200.50; p2>o2 860.20")


@book
def a_year_long_ago(folder: Path) -> Book:
    """2006 instead of 2026 is used and named; a debt of two years is nothing strange."""
    charges = """
SO26060001 | 2006-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50 2006-06-01 !B:date_far
SO26060002 | 2024-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20 2024-06-02
"""
    return made(folder, "a_year_long_ago", orders(charges), paid(), links="p1>o1 1200.50; p2>o2 860.20")


@book
def payers_on_the_first_row_only(folder: Path) -> Book:
    """A register grouped by payer: days start again below each name, so the blanks below belong to it."""
    charges = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20
SO26060003 | 2026-06-03 | 上海华腾电子有限公司 | 930.40 ## o3 930.40
SO26060004 | 2026-06-04 | 宁波诚恒建材有限公司 | 715.30 ## o4 715.30
"""
    heads = "付款方 | 收款日期 | 金额 | 摘要\n"
    text = """
上海华腾电子有限公司 | 2026-06-10 | 1200.50 | 货款 ## p1 1200.50
 | 2026-06-20 | 930.40 | 货款 ## p2 930.40 party:上海华腾电子有限公司
宁波诚恒建材有限公司 | 2026-06-11 | 860.20 | 货款 ## p3 860.20
 | 2026-06-21 | 715.30 | 货款 ## p4 715.30 party:宁波诚恒建材有限公司
"""
    links = "p1>o1 1200.50; p2>o3 930.40; p3>o2 860.20; p4>o4 715.30"
    return made(folder, "payers_on_the_first_row_only", orders(charges), receipts(text, heads), links=links)
