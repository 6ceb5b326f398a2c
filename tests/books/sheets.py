"""Order sheets as people lay them out: titles, headings, totals, notes, hidden rows, other sheets, amounts, dates."""

from __future__ import annotations

from pathlib import Path

from .builders import Book, book, made, sheet

PAID = """
收款日期 | 付款方 | 金额 | 摘要
2026-06-10 | 上海华腾电子有限公司 | 12345.60 | SO202606010011 ## p1 12345.60 06-10
2026-06-12 | 宁波诚恒建材有限公司 | 45678.37 | SO202606050013 ## p2 45678.37 06-12
"""
LINKS = "p1>o1 12345.60; p2>o3 45678.37"
PLAIN = """
订单号         | 下单日期   | 客户名称             | 订单金额
SO202606010011 | 2026-06-01 | 上海华腾电子有限公司 | 12345.60 ## o1 12345.60 06-01
SO202606030012 | 2026-06-03 | 上海华腾电子有限公司 | 8200     ## o2 8200 06-03
SO202606050013 | 2026-06-05 | 宁波诚恒建材有限公司 | 45678.37 ## o3 45678.37 06-05
"""


def paid() -> object:
    return sheet("收款", PAID)


@book
def heading_on_row_twelve(folder: Path) -> Book:
    """Company, title, period and notes above; the notes hold numbers, dates and words of headings."""
    text = """
苏州明达商贸有限公司 | | | | |
销售订单明细表 | | | | |
期间：2026年6月1日至2026年6月30日 | | | | | 单位：元

说明：
1. 订单金额含税，税率13%；
2. 客户名称以合同为准，6月货款按发货结算；
3. 上月合计 128,000.00 元已结清。
制表日期：2026-07-01 | | 制表人：李红 | | |
打印时间： | 2026-07-01 09:00:00 | | | |

序号 | 订单号 | 下单日期 | 客户名称 | 订单金额 | 备注
1 | SO202606010011 | 2026-06-01 | 上海华腾电子有限公司 | 12345.60 | ## o1 12345.60 06-01 n:SO202606010011
2 | SO202606030012 | 2026-06-03 | 上海华腾电子有限公司 | 8200 | 急 ## o2 8200 06-03
3 | SO202606050013 | 2026-06-05 | 宁波诚恒建材有限公司 | 45678.37 | ## o3 45678.37 06-05
合计 | | | | 66223.97 | ## -
"""
    return made(folder, "heading_on_row_twelve", sheet("6月", text, merge="A1:F1 A2:F2"), paid(), links=LINKS)


@book
def two_line_headings_merged_groups(folder: Path) -> Book:
    """金额 over 不含税 | 税额 | 价税合计: the charge is 价税合计 (issue 3 point 2)."""
    text = """
销售订单 | | | | | | |
订单信息 | | 客户 | 数量 | 金额（元） | | | 备注
编号 | 日期 | | | 不含税 | 税额 | 价税合计 |
SO202606010011 | 2026-06-01 | 上海华腾电子有限公司 | 10 | 10925.31 | 1420.29 | 12345.60 | ## o1 12345.60 06-01 n:SO202606010011
SO202606030012 | 2026-06-03 | 上海华腾电子有限公司 | 5 | 7256.64 | 943.36 | 8200 | ## o2 8200 06-03
SO202606050013 | 2026-06-05 | 宁波诚恒建材有限公司 | 8 | 40423.34 | 5255.03 | 45678.37 | ## o3 45678.37 06-05
合计 | | | 23 | 58605.29 | 7618.68 | 66223.97 | ## -
"""
    page = sheet("订单", text, merge="A1:H1 A2:B2 C2:C3 D2:D3 E2:G2 H2:H3")
    return made(folder, "two_line_headings_merged_groups", page, paid(), links=LINKS)


@book
def subtotals_per_customer_merged_names(folder: Path) -> Book:
    """The customer is merged over its orders, 小计 follows in the same column, 总计 and 大写 close the sheet."""
    text = """
客户名称 | 订单号 | 下单日期 | 订单金额
上海华腾电子有限公司 | SO202606010011 | 2026-06-01 | 12345.60 ## o1 12345.60 06-01 party:上海华腾电子有限公司
 | SO202606030012 | 2026-06-03 | 8200 ## o2 8200 06-03 party:上海华腾电子有限公司
上海华腾电子有限公司 小计 | | | 20545.60 ## -
宁波诚恒建材有限公司 | SO202606050013 | 2026-06-05 | 45678.37 ## o3 45678.37 06-05
 | SO202606060020 | 2026-06-06 | 100.10 ## o4 100.10 06-06 party:宁波诚恒建材有限公司
小计 | | | =SUM(D5:D6) -> 45778.47 ## -
总计 | | | 66324.07 ## -
合计（大写）：陆万陆仟叁佰贰拾肆元零柒分 | | | ## -
"""
    page = sheet("订单汇总", text, merge="A2:A3 A5:A6")
    return made(folder, "subtotals_per_customer_merged_names", page, paid(), links=LINKS)


@book
def page_noise(folder: Path) -> Book:
    """A printed list kept as a sheet: heading again on each page, 本页小计, 承上页, 第1页, blank rows."""
    text = """
订单号 | 下单日期 | 客户名称 | 订单金额
SO202606010011 | 2026-06-01 | 上海华腾电子有限公司 | 12,345.60 ## o1 12345.60 06-01
SO202606030012 | 2026-06-03 | 上海华腾电子有限公司 | 8,200.00 ## o2 8200 06-03
本页小计 | | | 20,545.60 ## -
转下页 | | | 20,545.60 ## -
第1页 共2页 | | 打印时间：2026-07-01 | ## -

订单号 | 下单日期 | 客户名称 | 订单金额 ## -
承上页 | | | 20,545.60 ## -
SO202606050013 | 2026-06-05 | 宁波诚恒建材有限公司 | 45,678.37 ## o3 45678.37 06-05


SO202606090014 | 2026-06-09 | 合计包装材料有限公司 | 500.00 ## o4 500 06-09 party:合计包装材料有限公司
本页小计 | | | 46,178.37 ## -
算术合计 | | | 66,723.97 ## -
第2页 共2页 | | | ## -
"""
    return made(folder, "page_noise", sheet("订单", text), paid(), links=LINKS)


@book
def notes_and_signatures_below(folder: Path) -> Book:
    text = """
订单号 | 下单日期 | 客户名称 | 订单金额 | 备注
SO202606010011 | 2026-06-01 | 上海华腾电子有限公司 | 12345.60 | ## o1 12345.60 06-01
SO202606030012 | 2026-06-03 | 上海华腾电子有限公司 | 8200 | 合计两车，分批发货 ## o2 8200 06-03
SO202606050013 | 2026-06-05 | 宁波诚恒建材有限公司 | 45678.37 | ## o3 45678.37 06-05
合　计 | | | 66223.97 | ## -

备注：以上金额为含税价，2026-07-10前付清。 ## -
1、开户行：工商银行苏州分行 | | 账号：1102020209000123456 | ## -
制表人：李红 | | 审核：王平 | 2026-07-01 | ## -
 | | 客户签章： | | 日期：2026年7月1日 ## -
"""
    return made(folder, "notes_and_signatures_below", sheet("订单", text), paid(), links=LINKS)


@book
def hidden_rows_and_columns(folder: Path) -> Book:
    """Hidden and filtered rows count (DESIGN §3); so does a hidden column."""
    text = """
订单号 | 下单日期 | 内部编码 | 客户名称 | 成本金额 | 订单金额
SO202606010011 | 2026-06-01 | 001 | 上海华腾电子有限公司 | 9000 | 12345.60 ## o1 12345.60 06-01
SO202606030012 | 2026-06-03 | 002 | 上海华腾电子有限公司 | 7000 | 8200 ## o2 8200 06-03
SO202606050013 | 2026-06-05 | 003 | 宁波诚恒建材有限公司 | 40000 | 45678.37 ## o3 45678.37 06-05
"""
    page = sheet("订单", text, hide_rows="3 4", hide_cols="C D")
    return made(folder, "hidden_rows_and_columns", page, sheet("收款", PAID, hide_rows="2", hide_cols="B"), links=LINKS)


@book
def unrelated_sheets(folder: Path) -> Book:
    """说明, 客户通讯录, 商品价目表, 工资表, a summary by customer, a blank sheet: none of them holds a charge or a payment."""
    note = """
使用说明
1. 订单SO开头为国内，6月货款按发货结算。
2. 收款请填 收款日期、付款方、金额。
3. 上月合计 128,000.00 元已结清，SO202605010001 已付 5,000.00 元。
"""
    contacts = """
客户编号 | 客户名称 | 联系人 | 电话 | 开户日期 | 信用额度
K001 | 上海华腾电子有限公司 | 李红 | 13812345678 | 2020-01-05 | 500000
K002 | 宁波诚恒建材有限公司 | 王平 | 13912345678 | 2021-03-05 | 300000
"""
    prices = """
商品编码 | 商品名称 | 规格 | 单位 | 单价 | 含税价 | 更新日期
P001 | 不锈钢管 | DN50 | 根 | 88.50 | 100.00 | 2026-05-01
P002 | 法兰 | DN50 | 个 | 8.85 | 10.00 | 2026-05-01
"""
    wages = """
2026年6月工资表 | | | | | |
序号 | 姓名 | 部门 | 基本工资 | 扣款 | 实发金额 | 发放日期
1 | 张三 | 销售部 | 6000 | 500 | 5500 | 2026-06-10
2 | 李四 | 财务部 | 7000 | 600 | 6400 | 2026-06-10
合计 | | | 13000 | 1100 | 11900 |
"""
    pivot = """
行标签 | 求和项:订单金额 | 计数项:订单号
上海华腾电子有限公司 | 20545.60 | 2
宁波诚恒建材有限公司 | 45678.37 | 1
总计 | 66223.97 | 3
"""
    pages = [sheet("说明", note), sheet("客户通讯录", contacts), sheet("商品价目表", prices), sheet("订单", PLAIN)]
    pages += [sheet("工资表", wages, merge="A1:G1"), sheet("按客户汇总", pivot), paid(), sheet("Sheet3", "")]
    return made(folder, "unrelated_sheets", *pages, links=LINKS)


@book
def amounts_as_people_write_them(folder: Path) -> Book:
    text = """
订单号 | 下单日期 | 客户名称 | 订单金额
SO202606010001 | 2026-06-01 | 甲一贸易有限公司 | ¥1,234.50 ## o1 1234.50
SO202606010002 | 2026-06-01 | 甲一贸易有限公司 | ￥ 2,345.60 ## o2 2345.60
SO202606010003 | 2026-06-01 | 甲一贸易有限公司 | １，２３４．５６ ## o3 1234.56
SO202606010004 | 2026-06-01 | 甲一贸易有限公司 | (100.00) ## o4 -100
SO202606010005 | 2026-06-01 | 甲一贸易有限公司 | 100.10- ## o5 -100.10
SO202606010006 | 2026-06-01 | 甲一贸易有限公司 | 1,200元 ## o6 1200
SO202606010007 | 2026-06-01 | 甲一贸易有限公司 | "'3,300.00" ## o7 3300
SO202606010008 | 2026-06-01 | 甲一贸易有限公司 | "4,400.00\\t" ## o8 4400
SO202606010009 | 2026-06-01 | 甲一贸易有限公司 | "\\t4,411.00" ## o9 4411
SO202606010010 | 2026-06-01 | 甲一贸易有限公司 | `5,500.00 ## o10 5500
SO202606010011 | 2026-06-01 | 甲一贸易有限公司 | "=\\q6,600.00\\q" ## o11 6600
SO202606010012 | 2026-06-01 | 甲一贸易有限公司 | 1.2万 ## o12 12000
SO202606010013 | 2026-06-01 | 甲一贸易有限公司 | +267.10 ## o13 267.10
SO202606010014 | 2026-06-01 | 甲一贸易有限公司 | CNY 123.18 ## o14 123.18 CNY
SO202606010015 | 2026-06-01 | 甲一贸易有限公司 | CNY13.50 ## o15 13.50 CNY
SO202606010016 | 2026-06-01 | 甲一贸易有限公司 | （88.00） ## o16 -88
SO202606010017 | 2026-06-01 | 甲一贸易有限公司 | " 1 234.70 " ## o17? 1234.70
SO202606010018 | 2026-06-01 | 甲一贸易有限公司 | 人民币2,000.00元整 ## o18? 2000
SO202606010019 | 2026-06-01 | 甲一贸易有限公司 | -¥50.00 ## o19 -50
SO202606010020 | 2026-06-01 | 甲一贸易有限公司 | 1234567.89 ## o20 1234567.89
"""
    page = sheet("订单", text)
    pay = """
收款日期 | 付款方 | 金额 | 摘要
2026-06-10 | 甲一贸易有限公司 | ￥12,000.00 | SO202606010012 ## p1 12000
2026-06-11 | 甲一贸易有限公司 | ５，５００．００元 | SO202606010010 ## p2 5500
"""
    return made(folder, "amounts_as_people_write_them", page, sheet("收款", pay), links="p1>o12 12000; p2>o10 5500")


@book
def dates_as_people_write_them(folder: Path) -> Book:
    text = """
订单号 | 下单日期 | 客户名称 | 订单金额
SO202606010001 | 2026/6/3 | 甲一贸易有限公司 | 101 ## o1 101 06-03
SO202606010002 | 20260604 | 甲一贸易有限公司 | 102 ## o2 102 06-04
SO202606010003 | "20260605" | 甲一贸易有限公司 | 103 ## o3 103 06-05
SO202606010004 | 2026年6月6日 | 甲一贸易有限公司 | 104 ## o4 104 06-06
SO202606010005 | 20260607 17:07:09 | 甲一贸易有限公司 | 105 ## o5 105 06-07
SO202606010006 | 2026-06-08  09:05:00 | 甲一贸易有限公司 | 106 ## o6 106 06-08
SO202606010007 | 46203 | 甲一贸易有限公司 | 107 ## o7 107 06-30
SO202606010008 | 2026.6.9 | 甲一贸易有限公司 | 108 ## o8 108 06-09
SO202606010009 | "2026-06-10\\t" | 甲一贸易有限公司 | 109 ## o9 109 06-10
SO202606010010 | ２０２６－０６－１１ | 甲一贸易有限公司 | 110 ## o10 110 06-11
SO202606010011 | 民國115年6月12日 | 甲一贸易有限公司 | 111 ## o11 111 06-12
SO202606010012 | 2026-06-13T10:00:00 | 甲一贸易有限公司 | 112 ## o12 112 06-13
SO202606010013 | 2026-06-14 10:11:12 | 甲一贸易有限公司 | 113 ## o13 113 06-14
SO202606010014 | 2026-02-30 | 甲一贸易有限公司 | 114 ## o14? 114 !B
SO202606010015 | 2026/13/05 | 甲一贸易有限公司 | 115 ## o15? 115 !B
SO202606010016 | 待定 | 甲一贸易有限公司 | 116 ## o16? 116 !B
"""
    return made(folder, "dates_as_people_write_them", sheet("订单", text), sheet("收款", "收款日期 | 付款方 | 金额 | 摘要\n2026年6月20日 | 甲一贸易有限公司 | 101 | SO202606010001 ## p1 101 06-20"), links="p1>o1 101")


@book
def dates_of_1904(folder: Path) -> Book:
    return made(folder, "dates_of_1904", sheet("订单", PLAIN), paid(), links=LINKS, date_1904=True)


@book
def tax_proved_per_row(folder: Path) -> Book:
    """金额 + 税额 = 价税合计; one row does not add up and is named; the bare 金额 is not the charge here."""
    text = """
单据编号 | 日期 | 客户 | 金额 | 税额 | 价税合计
XS20260601001 | 2026-06-01 | 上海华腾电子有限公司 | 1000 | 130 | 1130 ## o1 1130 06-01
XS20260602002 | 2026-06-02 | 宁波诚恒建材有限公司 | 2000 | 260 | 2360 ## o2? 2360 06-02 !
XS20260603003 | 2026-06-03 | 广州德顺纺织品有限公司 | 3000 | 390 | 3390 ## o3 3390 06-03
合计 | | | 6000 | 780 | 6880 ## -
"""
    pay = "收款日期 | 付款方 | 金额 | 摘要\n2026-06-10 | 上海华腾电子有限公司 | 1130 | XS20260601001 ## p1 1130\n2026-06-11 | 广州德顺纺织品有限公司 | 3000 | XS20260603003 ## p2 3000"
    return made(folder, "tax_proved_per_row", sheet("销售单", text), sheet("收款", pay), links="p1>o1 1130; p2>o3 3000")


@book
def ar_detail_half_paid(folder: Path) -> Book:
    """单据金额 - 已收金额 = 未收金额; the item is 未收 and keeps document_amount (issue 3 point 2)."""
    text = """
应收明细表 | | | | | | |
导出时间：2026-07-01 10:00:00 | | | | | | |

单据日期 | 单据编号 | 客户名称 | 单据金额 | 已收金额 | 未收金额 | 到期日 | 状态
2026-05-01 | XS2026050001 | 上海华腾电子有限公司 | 10000 | 4000 | 6000 | 2026-06-30 | 部分收款 ## o1 6000 05-01 doc:10000
2026-05-08 | XS2026050002 | 宁波诚恒建材有限公司 | 5000 | 0 | 5000 | 2026-07-07 | 未收款 ## o2 5000 05-08 doc:5000
2026-05-10 | XS2026050003 | 广州德顺纺织品有限公司 | 8000 | 8000 | 0 | 2026-06-09 | 已结清 ## o3? 0 05-10
2026-05-12 | XS2026050004 | 青岛科海食品有限公司 | 7000 | 2000 | 4000 | 2026-06-11 | 部分收款 ## o4? 4000 05-12 !
2026-05-15 | XS2026050005 | 青岛科海食品有限公司 | -600 | 0 | -600 | 2026-06-14 | 退货 ## o5 -600 05-15
合计 | | | 29400 | 14000 | 14400 | | ## -
"""
    pay = "收款日期 | 付款方 | 金额 | 摘要\n2026-06-10 | 上海华腾电子有限公司 | 6000 | 余款XS2026050001 ## p1 6000 06-10\n2026-06-12 | 宁波诚恒建材有限公司 | 2000 | XS2026050002 ## p2 2000 06-12"
    return made(folder, "ar_detail_half_paid", sheet("应收明细", text, merge="A1:H1"), sheet("收款", pay), links="p1>o1 6000; p2>o2 2000")


@book
def opening_balances(folder: Path) -> Book:
    """期初余额 per customer: one item each, dated before all (issue 3 point 2); zero is no debt."""
    opening = """
客户期初余额表 | |
截止日期：2026-05-31 | |
客户名称 | 期初余额 | 备注
上海华腾电子有限公司 | 9870.20 | ## o11 9870.20
宁波诚恒建材有限公司 | 3500 | ## o12 3500
武汉帆祥汽车配件有限公司 | 0 | ## o13? 0
合计 | 13370.20 | ## -
"""
    pay = PAID + "2026-06-15 | 上海华腾电子有限公司 | 9870.20 | 期初欠款 ## p3 9870.20 06-15\n"
    pages = [sheet("期初余额", opening, merge="A1:C1"), sheet("订单", PLAIN), sheet("收款", pay)]
    return made(folder, "opening_balances", *pages, links=LINKS + "; p3>o11 9870.20", earliest="o11 o12 o13")


@book
def three_months(folder: Path) -> Book:
    """1月, 2月, 3月: all are read; each month's numbers start anew but carry the month."""
    heads = "订单编号 | 日期 | 客户 | 金额 | 备注\n"
    months = [
        "DD2601001 | 2026-01-05 | 上海华腾电子有限公司 | 1010.10 | ## o11 1010.10 01-05\nDD2601002 | 2026-01-15 | 宁波诚恒建材有限公司 | 1500 | ## o12 1500 01-15\n合计 | | | 2510.10 | ## -",
        "DD2602001 | 2026-02-05 | 上海华腾电子有限公司 | 2020.20 | ## o21 2020.20 02-05\nDD2602002 | 2026-02-15 | 宁波诚恒建材有限公司 | 1500 | ## o22 1500 02-15\n合计 | | | 3520.20 | ## -",
        "DD2603001 | 2026-03-05 | 上海华腾电子有限公司 | 3030.30 | ## o31 3030.30 03-05\nDD2603002 | 2026-03-15 | 宁波诚恒建材有限公司 | 1500 | ## o32 1500 03-15\n合计 | | | 4530.30 | ## -",
    ]
    pay = """
收款日期 | 付款方 | 金额 | 摘要
2026-02-10 | 上海华腾电子有限公司 | 1010.10 | 付DD2601001 ## p1 1010.10
2026-03-10 | 上海华腾电子有限公司 | 5050.50 | DD2602001,DD2603001合计 ## p2 5050.50
2026-03-11 | 宁波诚恒建材有限公司 | 1500 | DD2602002 ## p3 1500
"""
    pages = [sheet(f"{i}月", heads + text) for i, text in enumerate(months, 1)]
    links = "p1>o11 1010.10; p2>o21 2020.20; p2>o31 3030.30; p3>o22 1500"
    return made(folder, "three_months", *pages, sheet("收款", pay), links=links, args=("--as-of", "2026-03-31"))


@book
def english_book(folder: Path) -> Book:
    orders = """
Sales Orders - June 2026 | | | | |
Order No | Order Date | Customer Name | Amount | Status | Remarks
SO-2606-0001 | 2026-06-01 | Acme Trading Co., Ltd. | 12345.60 | Shipped | ## o1 12345.60 06-01
SO-2606-0002 | 2026-06-03 | Bolt Industries Limited | 8200 | Cancelled | ## o2 8200 06-03 =cancelled
SO-2606-0003 | 2026-06-05 | Bolt Industries Limited | 4567.89 | Draft | ## o3 4567.89 06-05 =draft
SO-2606-0004 | 2026-06-08 | Cedar Foods Pte. Ltd. | 3999.95 | Shipped | ## o4 3999.95 06-08
Total | | | 29113.44 | | ## -
Prepared By: Li Hong | | Approved By: | | | ## -
"""
    bank = """
Date | Description | Debit | Credit | Balance
2026-06-01 | Opening Balance | | | 1,000.00 ## -
2026-06-10 | ACME TRADING CO LTD SO-2606-0001 | | 12,345.60 | 13,345.60 ## p1 12345.60 06-10
2026-06-11 | Bank charges | 30.00 | | 13,315.60 ## p2 -30 06-11 =not_customer
2026-06-12 | CEDAR FOODS so26060004 part payment | | 2,000.00 | 15,315.60 ## p3 2000 06-12
2026-06-30 | Closing Balance | | | 15,315.60 ## -
"""
    pages = [sheet("Orders", orders, merge="A1:F1"), sheet("Bank Statement", bank)]
    return made(folder, "english_book", *pages, links="p1>o1 12345.60", may="p3>o4")  # p3: a part, and the payer only in the text


@book
def hant_book(folder: Path) -> Book:
    orders = """
訂單明細表 | | | | |
訂單單號 | 訂單日期 | 客戶名稱 | 含稅金額 | 狀態 | 備註
SO1150601001 | 115/06/01 | 台北華騰電子有限公司 | 12,345 | 已出貨 | ## o1 12345 06-01
SO1150603002 | 民國115年6月3日 | 台北華騰電子有限公司 | 8,200 | 已取消 | ## o2 8200 06-03 =cancelled
SO1150605003 | 2026/6/5 | 高雄誠恆建材股份有限公司 | 45,678 | 已出貨 | ## o3 45678 06-05
小計 | | | 66,223 | | ## -
總計 | | | 66,223 | | ## -
"""
    pay = """
收款單號 | 收款日期 | 客戶 | 收款金額 | 備註
RC001 | 115/06/10 | 台北华腾电子有限公司 | 12,345 | 貨款ＳＯ１１５０６０１００１ ## p1 12345 06-10
RC002 | 115/06/12 | 高雄誠恆建材(股)公司 | 20,000 | SO1150605003訂金 ## p2 20000 06-12
合計 | | | 32,345 | ## -
"""
    # (股)公司: another spelling of the customer's legal form; with number but a part amount, signing is not asked
    return made(folder, "hant_book", sheet("訂單", orders, merge="A1:F1"), sheet("收款", pay), links="p1>o1 12345", may="p2>o3")


@book
def statuses(folder: Path) -> Book:
    """Cancelled and draft orders are set aside; 未作废 is not 作废, and a paid one is still a charge."""
    text = """
订单编号 | 订单日期 | 客户名称 | 订单金额 | 单据状态 | 作废状态
SO202606010001 | 2026-06-01 | 上海华腾电子有限公司 | 1000 | 已审核 | 未作废 ## o1 1000
SO202606010002 | 2026-06-02 | 上海华腾电子有限公司 | 2000 | 已取消 | 未作废 ## o2 2000 =cancelled
SO202606010003 | 2026-06-03 | 上海华腾电子有限公司 | 3000 | 草稿 | 未作废 ## o3 3000 =draft
SO202606010004 | 2026-06-04 | 上海华腾电子有限公司 | 4000 | 已审核 | 已作废 ## o4 4000 =cancelled
SO202606010005 | 2026-06-05 | 上海华腾电子有限公司 | 5000 | 未审核 | 未作废 ## o5 5000 =draft
SO202606010006 | 2026-06-06 | 上海华腾电子有限公司 | 6000 | 交易关闭 | 未作废 ## o6 6000 =cancelled
SO202606010007 | 2026-06-07 | 上海华腾电子有限公司 | 7000 | 已完成 | 未作废 ## o7 7000
SO202606010008 | 2026-07-03 | 上海华腾电子有限公司 | 8000 | 已审核 | 未作废 ## o8 8000 =after_as_of
"""
    pay = """
收款日期 | 付款方 | 金额 | 摘要 | 状态
2026-06-10 | 上海华腾电子有限公司 | 1000 | SO202606010001 | 已审核 ## p1 1000
2026-06-11 | 上海华腾电子有限公司 | 6000 | 货款 | 已审核 ## p2 6000
2026-07-02 | 上海华腾电子有限公司 | 7000 | SO202606010007 | 已审核 ## p3 7000 =after_as_of
2026-06-12 | 上海华腾电子有限公司 | 50 | 录错 | 已作废 ## p4 50 =cancelled
"""
    # p2: only a cancelled order fits (README, trap_cancelled_unnamed)
    return made(folder, "statuses", sheet("订单", text), sheet("收款", pay), links="p1>o1 1000", forbidden="p2; p3; p4")


@book
def as_of_from_the_title(folder: Path) -> Book:
    """No --as-of: the book names 2026年6月, though July has more payments (DESIGN §3, as-of)."""
    title = "2026年6月订单汇总表 | | |\n" + PLAIN.strip()
    pay = PAID.strip() + "".join(f"\n2026-07-0{d} | 上海华腾电子有限公司 | {d}00 | 货款 ## p{d + 3} {d}00 07-0{d} =after_as_of" for d in range(1, 5))
    return made(folder, "as_of_from_the_title", sheet("订单", title, merge="A1:D1"), sheet("收款", pay), links=LINKS, args=())


@book
def as_of_from_most_payments(folder: Path) -> Book:
    """No --as-of and no month named: the end of the month with most payments."""
    pay = PAID + "2026-07-03 | 上海华腾电子有限公司 | 8200 | SO202606030012 ## p3 8200 07-03 =after_as_of"
    return made(folder, "as_of_from_most_payments", sheet("订单", PLAIN), sheet("收款", pay), links=LINKS, forbidden="p3", args=())


@book
def bad_cells(folder: Path) -> Book:
    """待定, blank, #N/A, #REF!, 30 February, a dash, text: each named at its cell, the rest goes on."""
    text = """
订单号 | 下单日期 | 客户名称 | 订单金额
SO202606010011 | 2026-06-01 | 上海华腾电子有限公司 | 12345.60 ## o1 12345.60 06-01
SO202606010012 | 2026-06-02 | 上海华腾电子有限公司 | 待定 ## o2? ~ !D
SO202606010013 | 2026-06-02 | 上海华腾电子有限公司 | | ## o4? ~ !D
SO202606010014 | 2026-06-02 | 上海华腾电子有限公司 | #N/A ## o5? ~ !D
SO202606010015 | 2026-06-02 | 上海华腾电子有限公司 | #REF! ## o6? ~ !D
SO202606010016 | 2026-02-30 | 上海华腾电子有限公司 | 300 ## o7? 300 !B
SO202606010017 | 2026-06-02 | 上海华腾电子有限公司 | - ## o8? ~ !D
SO202606010018 | 2026-06-02 | 上海华腾电子有限公司 | 3OO.00 ## o9? ~ !D
SO202606010019 | #N/A | 上海华腾电子有限公司 | 301 ## o10? 301 !B
SO202606050013 | 2026-06-05 | 宁波诚恒建材有限公司 | 45678.37 ## o3 45678.37 06-05
"""
    pay = """
收款日期 | 付款方 | 金额 | 摘要
2026-06-10 | 上海华腾电子有限公司 | 12345.60 | SO202606010011 ## p1 12345.60 06-10
2026-06-31 | 上海华腾电子有限公司 | 20 | 货款 ## p3? 20 !A
2026-06-11 | 上海华腾电子有限公司 | 待确认 | 货款 ## p4? ~ !C
2026-06-11 | 上海华腾电子有限公司 | #VALUE! | 货款 ## p5? ~ !C
 | 上海华腾电子有限公司 | 21 | 货款 ## p6? 21 !A
2026-06-12 | 宁波诚恒建材有限公司 | 45678.37 | SO202606050013 ## p2 45678.37 06-12
"""
    return made(folder, "bad_cells", sheet("订单", text), sheet("收款", pay), links=LINKS)


@book
def formulas(folder: Path) -> Book:
    """With a stored value it is a number (float noise and all), without one a problem at the cell."""
    text = """
订单号 | 下单日期 | 客户名称 | 数量 | 单价 | 金额
SO202606010011 | 2026-06-01 | 上海华腾电子有限公司 | 2 | 6172.80 | =D2*E2 -> 12345.600000000002 ## o1 12345.60 06-01
SO202606010012 | 2026-06-02 | 上海华腾电子有限公司 | 3 | 100 | =D3*E3 -> ? ## o2? ~ !F
SO202606050013 | =B2+4 -> 46178 | 宁波诚恒建材有限公司 | 1 | 45678.37 | =D4*E4 -> 45678.369999999995 ## o3 45678.37 06-05
SO202606050014 | 2026-06-05 | ="宁波"&"诚恒" -> 宁波诚恒建材有限公司 | 1 | 5 | 5 ## o4 5 06-05 party:宁波诚恒建材有限公司
合计 | | | | | =SUM(F2:F5) -> ? ## -
"""
    return made(folder, "formulas", sheet("订单", text), paid(), links=LINKS)


@book
def finer_than_a_fen(folder: Path) -> Book:
    """Rounded half-up from the decimal that is written, and said so; float noise is no deviation (issue 3 point 2)."""
    text = """
订单号 | 下单日期 | 客户名称 | 订单金额
SO202606010001 | 2026-06-01 | 上海华腾电子有限公司 | 100.005 ## o1 100.01 !D
SO202606010002 | 2026-06-02 | 上海华腾电子有限公司 | 200.004 ## o2 200.00 !D
SO202606010003 | 2026-06-03 | 上海华腾电子有限公司 | -0.125 ## o3 -0.13 !D
SO202606010004 | 2026-06-04 | 上海华腾电子有限公司 | 1.12500 ## o4 1.13 !D
SO202606010005 | 2026-06-05 | 上海华腾电子有限公司 | "300.0050" ## o5 300.01 !D
SO202606010006 | 2026-06-06 | 上海华腾电子有限公司 | =0.1+0.2 -> 0.30000000000000004 ## o6 0.30
SO202606010007 | 2026-06-07 | 上海华腾电子有限公司 | 1.10 ## o7 1.10
"""
    pay = "收款日期 | 付款方 | 金额 | 摘要\n2026-06-10 | 上海华腾电子有限公司 | 100.01 | SO202606010001 ## p1 100.01"
    # half-up of -0.125: away from zero, as accountants round a red figure like its black one
    return made(folder, "finer_than_a_fen", sheet("订单", text), sheet("收款", pay), links="p1>o1 100.01")


@book
def ids_that_lost_digits(folder: Path) -> Book:
    """A 20-digit number cell is a problem, not a value; a 12-digit one is fine. Two serials equal only by the loss are no copy."""
    text = """
订单号 | 下单日期 | 客户名称 | 订单金额
202606010001 | 2026-06-01 | 上海华腾电子有限公司 | 1100.10 ## o1 1100.10 n:202606010001
202606010002 | 2026-06-02 | 宁波诚恒建材有限公司 | 2200.20 ## o2 2200.20 n:202606010002
20260601000312345678 | 2026-06-03 | 广州德顺纺织品有限公司 | 3300.30 ## o3? 3300.30 !A
1.23457E+19 | 2026-06-04 | 青岛科海食品有限公司 | 4400.40 ## o4? 4400.40 !A
"20260601000512345678" | 2026-06-05 | 武汉帆祥汽车配件有限公司 | 5500.50 ## o5 5500.50 n:20260601000512345678
"""
    pay = """
收款日期 | 付款方 | 金额 | 摘要 | 流水号
2026-06-10 | 上海华腾电子有限公司 | 1100.10 | 付202606010001 | 26060112345678901234 ## p1? 1100.10 !E
2026-06-10 | 宁波诚恒建材有限公司 | 2200.20 | 付202606010002 | 26060112345678901567 ## p2? 2200.20 !E
2026-06-11 | 武汉帆祥汽车配件有限公司 | 5500.50 | 20260601000512345678货款 | "26060112345678901999" ## p3 5500.50
"""
    # whether a row whose *serial* is lost may still be settled by its order number is left open (`may`)
    return made(folder, "ids_that_lost_digits", sheet("订单", text), sheet("收款", pay), links="p3>o5 5500.50", may="p1>o1; p2>o2")


@book
def number_on_two_orders(folder: Path) -> Book:
    """The sheet has one row per number, but one number stands twice with two amounts: named, and a payment naming it waits."""
    text = PLAIN + (
        "SO202606100015 | 2026-06-10 | 青岛科海食品有限公司 | 6100 ## o5? 6100\n"
        "SO202606100015 | 2026-06-11 | 青岛科海食品有限公司 | 7300 ## o6? 7300\n"
        "SO202606120016 | 2026-06-12 | 武汉帆祥汽车配件有限公司 | 717.05 ## o7 717.05 06-12\n"
    )
    pay = PAID + "2026-06-20 | 青岛科海食品有限公司 | 6000 | SO202606100015货款 ## p3 6000\n"
    place = [(("订单!A5", "订单!A6"), None)]
    return made(folder, "number_on_two_orders", sheet("订单", text), sheet("收款", pay), links=LINKS, forbidden="p3", problems=place)


@book
def no_rows(folder: Path) -> Book:
    """A heading and nothing below: said, and the other sheet goes on (issue 3, Bad input)."""
    pay = PAID.replace("SO", "DD")
    return made(folder, "no_rows", sheet("订单", "订单号 | 下单日期 | 客户名称 | 订单金额"), sheet("收款", pay), problems=[(("订单!",), None)])


@book
def only_payments(folder: Path) -> Book:
    return made(folder, "only_payments", paid(), codes={"no_charges"})


@book
def returns_and_red_documents(folder: Path) -> Book:
    """Returns are negative lines; a net payment names both; money paid back for a return uses it up."""
    text = """
单据编号 | 单据类型 | 日期 | 客户 | 价税合计 | 备注
XS20260601001 | 销售 | 2026-06-01 | 上海华腾电子有限公司 | 10000 | ## o1 10000
TH20260605001 | 销售退货 | 2026-06-05 | 上海华腾电子有限公司 | -1655.40 | 退XS20260601001 ## o2 -1655.40
XS20260602002 | 销售 | 2026-06-02 | 宁波诚恒建材有限公司 | 5000 | ## o3 5000
TH20260610002 | 销售退货 | 2026-06-10 | 宁波诚恒建材有限公司 | -820.15 | ## o4 -820.15
XS20260603003 | 销售 | 2026-06-03 | 广州德顺纺织品有限公司 | 3000 | ## o5 3000
XS20260603003-红 | 红字销售 | 2026-06-12 | 广州德顺纺织品有限公司 | -3000 | 红冲XS20260603003 ## o6 -3000
"""
    pay = """
收款日期 | 付款方 | 金额 | 摘要
2026-06-08 | 上海华腾电子有限公司 | 8344.60 | XS20260601001货款扣退货TH20260605001 ## p1 8344.60
2026-06-09 | 宁波诚恒建材有限公司 | 5000 | XS20260602002 ## p2 5000
2026-06-15 | 宁波诚恒建材有限公司 | -820.15 | 退货款TH20260610002 ## p3 -820.15
"""
    # README: return_netted and refund_of_return are confirmed, netting inside one side counts as the flows it stands for;
    # o5/o6: a red document that names its original may be netted
    return made(
        folder, "returns_and_red_documents", sheet("销售单", text), sheet("收款", pay), settled="o1 o2 o3 o4 p1 p2 p3",
        may="p1>o1+o2; p2>o3; p3>o4; o1>o2; o5>o6; o3>o4; p2>p3",
    )  # fmt: skip
