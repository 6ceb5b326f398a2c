"""Line-level lists: one row per product. Lines of one number, customer and date are items each, and a payment that names
the number is allocated over them in sheet order; a header total repeated on every line counts once (issue 3 point 2)."""

from __future__ import annotations

from pathlib import Path

from .builders import Book, book, made, sheet

PAY = """
收款日期 | 付款方 | 金额 | 摘要
2026-06-10 | 上海华腾电子有限公司 | 6500 | XSDD0001货款 ## p1 6500 06-10
2026-06-12 | 宁波诚恒建材有限公司 | 4000 | XSDD0002部分货款 ## p2 4000 06-12
"""
LINKS = "p1>o1 3000; p1>o2 2000; p1>o3 1500; p2>o4 3200; p2>o5 800"


@book
def erp_number_on_every_line(folder: Path) -> Book:
    text = """
单据编号 | 日期 | 客户 | 行号 | 物料编码 | 物料名称 | 销售数量 | 含税单价 | 价税合计
XSDD0001 | 2026-06-01 | 上海华腾电子有限公司 | 1 | M001 | 不锈钢管 | 30 | 100 | 3000 ## o1 3000 06-01 n:XSDD0001
XSDD0001 | 2026-06-01 | 上海华腾电子有限公司 | 2 | M002 | 法兰 | 20 | 100 | 2000 ## o2 2000 06-01 n:XSDD0001
XSDD0001 | 2026-06-01 | 上海华腾电子有限公司 | 3 | M003 | 弯头 | 15 | 100 | 1500 ## o3 1500 06-01
XSDD0002 | 2026-06-03 | 宁波诚恒建材有限公司 | 1 | M001 | 不锈钢管 | 32 | 100 | 3200 ## o4 3200 06-03
XSDD0002 | 2026-06-03 | 宁波诚恒建材有限公司 | 2 | M003 | 弯头 | 18 | 100 | 1800 ## o5 1800 06-03
XSDD0003 | 2026-06-05 | 广州德顺纺织品有限公司 | 1 | M002 | 法兰 | 5 | 100 | 500 ## o6 500 06-05
"""
    return made(folder, "erp_number_on_every_line", sheet("销售订单列表", text), sheet("收款单", PAY), links=LINKS)


@book
def erp_number_on_the_first_line(folder: Path) -> Book:
    """The number is merged over its lines in one document and left blank below in the others; 合计 at the end."""
    text = """
销售订单明细 | | | | | | |
单据编号 | 日期 | 客户 | 物料名称 | 数量 | 含税单价 | 金额 | 备注
XSDD0001 | 2026-06-01 | 上海华腾电子有限公司 | 不锈钢管 | 30 | 100 | 3000 | ## o1 3000 06-01 n:XSDD0001 party:上海华腾电子有限公司
 | | | 法兰 | 20 | 100 | 2000 | ## o2 2000 06-01 n:XSDD0001 party:上海华腾电子有限公司
 | | | 弯头 | 15 | 100 | 1500 | ## o3 1500 06-01 n:XSDD0001 party:上海华腾电子有限公司
XSDD0002 | 2026-06-03 | 宁波诚恒建材有限公司 | 不锈钢管 | 32 | 100 | 3200 | ## o4 3200 06-03
 | | | 弯头 | 18 | 100 | 1800 | ## o5 1800 06-03 n:XSDD0002
XSDD0003 | 2026-06-05 | 广州德顺纺织品有限公司 | 法兰 | 5 | 100 | 500 | ## o6 500 06-05
合计 | | | | 120 | | 12000 | ## -
"""
    page = sheet("销售明细", text, merge="A1:H1 A3:A5 B3:B5 C3:C5")
    return made(folder, "erp_number_on_the_first_line", page, sheet("收款单", PAY), links=LINKS)


@book
def erp_header_total_on_every_line(folder: Path) -> Book:
    """Only the document's total is there, on each of its lines: it counts once, whatever the lines are called."""
    text = """
单据编号 | 单据日期 | 客户名称 | 品名规格 | 数量 | 单据金额
XSDD0001 | 2026-06-01 | 上海华腾电子有限公司 | 不锈钢管 | 30 | 6500 ## o1? ~
XSDD0001 | 2026-06-01 | 上海华腾电子有限公司 | 法兰 | 20 | 6500 ## o2? ~
XSDD0001 | 2026-06-01 | 上海华腾电子有限公司 | 弯头 | 15 | 6500 ## o3? ~
XSDD0002 | 2026-06-03 | 宁波诚恒建材有限公司 | 不锈钢管 | 32 | 5000 ## o4? ~
XSDD0002 | 2026-06-03 | 宁波诚恒建材有限公司 | 弯头 | 18 | 5000 ## o5? ~
XSDD0003 | 2026-06-05 | 广州德顺纺织品有限公司 | 法兰 | 5 | 500 ## o6 500
"""
    return made(
        folder, "erp_header_total_on_every_line", sheet("销售订单", text), sheet("收款单", PAY),
        links="p1>o1+o2+o3 6500; p2>o4+o5 4000", sums="o1+o2+o3 6500; o4+o5 5000",
    )  # fmt: skip


@book
def erp_line_amount_beside_header_total(folder: Path) -> Book:
    """金额 of the line and 整单金额 of the document side by side: whichever is read, a document's lines make its total."""
    text = """
单据编号 | 单据日期 | 客户名称 | 品名 | 数量 | 单价 | 金额 | 总金额
XSDD0001 | 2026-06-01 | 上海华腾电子有限公司 | 不锈钢管 | 30 | 100 | 3000 | 6500 ## o1? ~
XSDD0001 | 2026-06-01 | 上海华腾电子有限公司 | 法兰 | 20 | 100 | 2000 | 6500 ## o2? ~
XSDD0001 | 2026-06-01 | 上海华腾电子有限公司 | 弯头 | 15 | 100 | 1500 | 6500 ## o3? ~
XSDD0002 | 2026-06-03 | 宁波诚恒建材有限公司 | 不锈钢管 | 32 | 100 | 3200 | 5000 ## o4? ~
XSDD0002 | 2026-06-03 | 宁波诚恒建材有限公司 | 弯头 | 18 | 100 | 1800 | 5000 ## o5? ~
"""
    return made(
        folder, "erp_line_amount_beside_header_total", sheet("销售订单", text), sheet("收款单", PAY),
        links="p1>o1+o2+o3 6500; p2>o4+o5 4000", sums="o1+o2+o3 6500; o4+o5 5000",
    )  # fmt: skip


@book
def delivery_notes_only(folder: Path) -> Book:
    """A small firm's 送货单, one row per product, no orders: the deliveries are the charges (DESIGN §3)."""
    text = """
送货单明细 | | | | | | | |
送货单号 | 日期 | 收货单位 | 品名规格 | 单位 | 数量 | 单价 | 金额 | 备注
SH0601001 | 2026-06-01 | 上海华腾电子有限公司 | A4纸 | 箱 | 10 | 120 | 1200 | ## d1 1200 06-01 n:SH0601001
SH0601001 | 2026-06-01 | 上海华腾电子有限公司 | 墨盒 | 个 | 4 | 85.5 | 342 | ## d2 342 06-01
SH0603002 | 2026-06-03 | 宁波诚恒建材有限公司 | A4纸 | 箱 | 20 | 118 | 2360 | ## d3 2360 06-03
SH0605003 | 2026-06-05 | 上海华腾电子有限公司 | 文件夹 | 个 | 50 | 3.33 | 166.5 | ## d4 166.50 06-05
合计 | | | | | 84 | | 4068.5 | ## -
收货人签字： | | | | 送货人： | | | | ## -
"""
    pay = """
日期 | 付款单位 | 金额 | 备注
2026-06-10 | 上海华腾电子有限公司 | 1542 | 送货单SH0601001 ## p1 1542 06-10
2026-06-12 | 宁波诚恒建材有限公司 | 2360 | 货款 ## p2 2360 06-12
"""
    return made(folder, "delivery_notes_only", sheet("送货单", text, merge="A1:I1"), sheet("收款登记", pay), links="p1>d1 1200; p1>d2 342; p2>d3 2360")


@book
def orders_and_deliveries(folder: Path) -> Book:
    """With orders in the book deliveries are items of their own and tie to orders (DESIGN §3)."""
    orders = """
订单号 | 下单日期 | 客户名称 | 订单金额
SO202606010011 | 2026-06-01 | 上海华腾电子有限公司 | 12345.60 ## o1 12345.60 06-01
SO202606030012 | 2026-06-03 | 上海华腾电子有限公司 | 8200 ## o2 8200 06-03
SO202606050013 | 2026-06-05 | 宁波诚恒建材有限公司 | 45678.37 ## o3 45678.37 06-05
"""
    deliveries = """
出库单号 | 出库日期 | 订单编号 | 收货单位 | 出库金额
CK202606040001 | 2026-06-04 | SO202606010011 | 上海华腾电子有限公司 | 12345.60 ## d1 12345.60 06-04
CK202606080002 | 2026-06-08 | SO202606050013 | 宁波诚恒建材有限公司 | 45678.37 ## d2 45678.37 06-08
CK202606090003 | 2026-06-09 | SO202606030012 | 上海华腾电子有限公司 | 8200 ## d3 8200 06-09
合计 | | | | 66223.97 ## -
"""
    pay = """
收款日期 | 付款方 | 金额 | 摘要
2026-06-10 | 上海华腾电子有限公司 | 12345.60 | SO202606010011 ## p1 12345.60
2026-06-12 | 宁波诚恒建材有限公司 | 45678.37 | 货款 ## p2 45678.37
"""
    return made(
        folder, "orders_and_deliveries", sheet("订单", orders), sheet("出库单", deliveries), sheet("收款", pay),
        links="p1>o1 12345.60; p2>o3 45678.37", ties="o1 d1 12345.60; o3 d2 45678.37; o2 d3 8200",
    )  # fmt: skip


@book
def taiwan_erp_sales(folder: Path) -> Book:
    """銷貨單 of a Taiwanese ERP: 單別 + 單號 + 序號, one row per product, ROC dates, 本頁小計."""
    text = """
銷貨單明細表 | | | | | | | | | | | |
銷貨單別 | 銷貨單號 | 銷貨序號 | 銷貨日期 | 客戶名稱 | 品號 | 品名 | 規格 | 單位 | 數量 | 單價 | 金額 | 交易幣別 | 業務員名稱
2301 | "11506010001" | "0001" | 115/06/01 | 台北華騰電子有限公司 | A-100 | 螺絲 | M3 | PCS | 1000 | 1.5 | 1500 | NTD | 陳小姐 ## d1 1500 06-01 TWD
2301 | "11506010001" | "0002" | 115/06/01 | 台北華騰電子有限公司 | A-200 | 螺帽 | M3 | PCS | 1000 | 0.8 | 800 | NTD | 陳小姐 ## d2 800 06-01 TWD
2301 | "11506050002" | "0001" | 115/06/05 | 高雄誠恆建材股份有限公司 | B-100 | 鋼板 | 3mm | 片 | 10 | 2000 | 20000 | NTD | 林先生 ## d3 20000 06-05 TWD
本頁小計 | | | | | | | | | | | 22300 | | ## -
總計 | | | | | | | | | | | 22300 | | ## -
製表：林小姐 | | | 審核： | | | | | | | | | | ## -
"""
    pay = """
收款日期 | 付款人 | 收款金額 | 幣別 | 備註
115/06/10 | 台北華騰電子有限公司 | 2300 | NTD | 銷貨單11506010001 ## p1 2300 06-10 TWD
115/06/12 | 高雄誠恆建材股份有限公司 | 20000 | NTD | 11506050002貨款 ## p2 20000 06-12 TWD
"""
    return made(folder, "taiwan_erp_sales", sheet("銷貨明細", text, merge="A1:N1"), sheet("收款", pay), links="p1>d1 1500; p1>d2 800; p2>d3 20000")
