"""Several accounts, own transfers, costs, copies of lines, the same money twice, currencies."""

from __future__ import annotations

from pathlib import Path

from .builders import OWN, Book, book, further, made, refused, sheet, xlsx
from .sheets import LINKS, PAID, PLAIN

CHARGES = """
订单号         | 下单日期   | 客户名称             | 订单金额
SO202606010011 | 2026-06-01 | 上海华腾电子有限公司 | 12345.60 ## o1 12345.60
SO202606050013 | 2026-06-05 | 宁波诚恒建材有限公司 | 50000    ## o3 50000
SO202606080014 | 2026-06-08 | 广州德顺纺织品有限公司 | 1000   ## o4 1000
SO202606090015 | 2026-06-09 | 韩梅梅               | 268.50   ## o5 268.50
SO202606100016 | 2026-06-10 | 李雷                 | 100      ## o6 100
"""
ICBC = f"""
账号：1102020209000123456 | 户名：{OWN} | | | | |
交易时间 | 对方单位 | 对方账号 | 转入金额 | 转出金额 | 余额 | 摘要
2026-06-03 09:00:00 | 上海华腾电子有限公司 | "31050161393600001234" | 12345.60 | | 112345.60 | SO202606010011 ## p1 12345.60 06-03
2026-06-10 10:00:00 | {OWN} | "32201988888800005678" | | 50000 | 62345.60 | 内部转账 ## p2 -50000 06-10 =not_customer
2026-06-20 11:00:00 | 支付宝（中国）网络技术有限公司 | "2088000000000156" | 800 | | 63145.60 | 提现 ## p3 800 06-20 =not_customer
"""
CCB = f"""
账号：32201988888800005678 | 户名：{OWN} | | | | |
交易时间 | 对方户名 | 对方账号 | 借方发生额 | 贷方发生额 | 余额 | 摘要
20260610 10:00:05 | {OWN} | "1102020209000123456" | 0 | 50000 | 70000 | 内部转账 ## p11 50000 06-10 =not_customer
20260610 15:00:00 | 宁波诚恒建材有限公司 | "33050161393600009999" | 0 | 50000 | 120000 | SO202606050013 ## p12 50000 06-10
20260618 09:30:00 | 财付通支付科技有限公司 | "243300133" | 0 | 1000 | 121000 | 微信提现 ## p13 1000 06-18 =not_customer
"""
WECHAT = """
记账时间 | 微信支付业务单号 | 资金流水单号 | 业务名称 | 业务类型 | 收支类型 | 收支金额(元) | 账户结余(元) | 备注
2026-06-12 10:01:02 | "4200002001" | "1000001" | 交易 | 交易 | 收入 | 268.50 | 1268.50 | 韩梅梅SO202606090015 ## p21 268.50 06-12
2026-06-18 09:00:00 | "1000000000" | "1000005" | 提现 | 提现 | 支出 | 1000 | 268.50 | 提现到建设银行 ## p22 -1000 06-18 =not_customer
"""
ALIPAY = """
账务流水号 | 商户订单号 | 发生时间 | 对方账号 | 收入金额（+元） | 支出金额（-元） | 账户余额（元） | 业务类型 | 备注
"310001" | "SO202606100016" | 2026-06-13 10:00:10 | 李雷(lil***@163.com) | 100 | 0 | 1100 | 在线支付 | ## p31 100 06-13
"310005" | | 2026-06-20 10:59:10 | 工商银行 | 0 | -800 | 300 | 提现 | 余额提现 ## p32 -800 06-20 =not_customer
"""
TRANSFERS = "p1>o1 12345.60; p12>o3 50000; p21>o5 268.50; p31>o6 100"
# own transfers are set aside as not_customer (DESIGN §3); o4 has the amount of a withdrawal and must stay open


@book
def four_accounts_one_book(folder: Path) -> Book:
    pages = [sheet("订单", CHARGES), sheet("工行", ICBC), sheet("建行", CCB), sheet("微信", WECHAT), sheet("支付宝", ALIPAY)]
    return made(folder, "four_accounts_one_book", *pages, links=TRANSFERS, forbidden="p2; p3; p11; p13; p22; p32")


@book
def four_accounts_as_files(folder: Path) -> Book:
    more = [
        further(folder / "工行.csv", sheet("csv", ICBC, typed=False), encoding="gb18030"),
        further(folder / "建行.csv", sheet("csv", CCB, typed=False), encoding="gb18030"),
        further(folder / "微信.csv", sheet("csv", WECHAT, typed=False), encoding="utf-8-sig"),
        further(folder / "支付宝.csv", sheet("csv", ALIPAY, typed=False), encoding="gb18030"),
    ]
    return made(folder, "four_accounts_as_files", sheet("订单", CHARGES), more=more, links=TRANSFERS, forbidden="p2; p3; p11; p13; p22; p32")


@book
def costs_interest_wages_taxes(folder: Path) -> Book:
    """Own costs are set aside; a customer whose memo says 服务费 or 租金 stays a customer."""
    charges = PLAIN + "SO202606110020 | 2026-06-11 | 苏州园区物业管理有限公司 | 1500 ## o4 1500 06-11\nSO202606120021 | 2026-06-12 | 青岛利息宝软件有限公司 | 2718.28 ## o5 2718.28 06-12\n"
    text = """
交易日期 | 借方发生额 | 贷方发生额 | 余额 | 对方户名 | 摘要
2026-06-01 | 12.00 | | 99988.00 | | 账户管理费 ## p1 -12 =not_customer
2026-06-02 | 30000.00 | | 69988.00 | | 代发工资 ## p2 -30000 =not_customer
2026-06-03 | 5231.20 | | 64756.80 | 国家金库苏州市中心支库 | 增值税扣款 ## p3 -5231.20 =not_customer
2026-06-04 | 8800.00 | | 55956.80 | 苏州市社会保险基金管理中心 | 社保 ## p4 -8800 =not_customer
2026-06-05 | 6000.00 | | 49956.80 | 苏州园区物业管理有限公司 | 6月房租 ## p5 -6000
2026-06-10 | | 12345.60 | 62302.40 | 上海华腾电子有限公司 | SO202606010011服务费 ## p6 12345.60
2026-06-12 | | 1500.00 | 63802.40 | 苏州园区物业管理有限公司 | SO202606110020 ## p7 1500
2026-06-15 | | 2718.28 | 66520.68 | 青岛利息宝软件有限公司 | SO202606120021 ## p8 2718.28
2026-06-21 | | 14.37 | 66535.05 | | 季度结息 ## p9 14.37 =not_customer
2026-06-22 | 0.50 | | 66534.55 | | 短信服务费 ## p10 -0.50 =not_customer
2026-06-25 | 2000.00 | | 64534.55 | 李红 | 备用金 ## p11 -2000 =not_customer
"""
    return made(folder, "costs_interest_wages_taxes", sheet("订单", charges), sheet("银行流水", text), links="p6>o1 12345.60; p7>o4 1500; p8>o5 2718.28", forbidden="p5")


@book
def same_line_twice(folder: Path) -> Book:
    """A copy repeats its serial, or every column with the chain closing only without it; else flagged and kept (issue 3 point 3)."""
    charges = PLAIN + (
        "SO202606100015 | 2026-06-10 | 青岛科海食品有限公司 | 717.05 ## o5 717.05\n"
        "SO202606110016 | 2026-06-11 | 青岛科海食品有限公司 | 717.05 ## o6 717.05\n"
        "SO202606120017 | 2026-06-12 | 武汉帆祥汽车配件有限公司 | 910.20 ## o7 910.20\n"
    )
    serial = """
交易时间 | 交易流水号 | 对方户名 | 贷方发生额 | 借方发生额 | 摘要
2026-06-10 09:00:00 | "8811000001" | 上海华腾电子有限公司 | 12345.60 | | SO202606010011 ## p1 12345.60
2026-06-10 09:00:00 | "8811000001" | 上海华腾电子有限公司 | 12345.60 | | SO202606010011 ## p2 12345.60
2026-06-11 09:00:00 | "8811000003" | 江苏鸿泰钢铁有限公司 | | 10 | 材料 ## p3 -10
"""
    chain = """
交易时间 | 对方户名 | 贷方发生额 | 借方发生额 | 余额 | 摘要
2026-06-12 09:00:00 | 宁波诚恒建材有限公司 | 45678.37 | | 50678.37 | SO202606050013 ## p11 45678.37
2026-06-12 09:00:00 | 宁波诚恒建材有限公司 | 45678.37 | | 50678.37 | SO202606050013 ## p12 45678.37
2026-06-13 10:00:00 | 江苏鸿泰钢铁有限公司 | | 678.37 | 50000.00 | 材料 ## p13 -678.37
2026-06-14 10:00:00 | 青岛科海食品有限公司 | 717.05 | | 50717.05 | 货款 ## p14 717.05
2026-06-14 10:00:00 | 青岛科海食品有限公司 | 717.05 | | 51434.10 | 货款 ## p15 717.05
"""
    bare = """
收款日期 | 付款方 | 金额 | 摘要
2026-06-15 | 武汉帆祥汽车配件有限公司 | 910.20 | SO202606120017 ## p21 910.20
2026-06-15 | 武汉帆祥汽车配件有限公司 | 910.20 | SO202606120017 ## p22 910.20
"""
    pages = [sheet("订单", charges), sheet("工行", serial), sheet("建行", chain), sheet("现金收款", bare)]
    return made(
        folder, "same_line_twice", *pages, one_duplicate="p1 p2; p11 p12", links="p1+p2>o1 12345.60; p11+p12>o3 45678.37; p14+p15>o5+o6 1434.10",
        may="p21+p22>o7", problems=[(("现金收款!2", "现金收款!3"), None)],
    )  # fmt: skip


@book
def register_beside_the_statement(folder: Path) -> Book:
    """The cashier's register and the bank statement hold the same receipts: refused, both named (issue 3, Bad input)."""
    bank = """
交易时间 | 对方户名 | 贷方发生额 | 借方发生额 | 余额 | 摘要
2026-06-10 09:00:00 | 上海华腾电子有限公司 | 12345.60 | | 22345.60 | SO202606010011
2026-06-11 09:00:00 | 江苏鸿泰钢铁有限公司 | | 345.60 | 22000.00 | 材料
2026-06-12 09:00:00 | 宁波诚恒建材有限公司 | 45678.37 | | 67678.37 | SO202606050013
2026-06-15 09:00:00 | 上海华腾电子有限公司 | 8200.00 | | 75878.37 | SO202606030012
"""
    register = PAID + "2026-06-15 | 上海华腾电子有限公司 | 8200 | SO202606030012\n"
    main = xlsx(folder / "same_money.xlsx", [sheet("订单", PLAIN), sheet("收款登记", register), sheet("银行流水", bank)])
    return refused(folder, "register_beside_the_statement", main, "收款登记", "银行流水")


@book
def copied_order_sheet(folder: Path) -> Book:
    main = xlsx(folder / "copied.xlsx", [sheet("订单", PLAIN), sheet("订单 (2)", PLAIN), sheet("收款", PAID)])
    return refused(folder, "copied_order_sheet", main, r"订单 \(2\)")


@book
def statement_given_twice(folder: Path) -> Book:
    """The same export as a sheet and as a further file."""
    main = xlsx(folder / "twice.xlsx", [sheet("订单", PLAIN), sheet("收款", PAID)])
    more, _ = further(folder / "收款导出.csv", sheet("csv", PAID), encoding="gb18030")
    return refused(folder, "statement_given_twice", main, "收款导出", more=[more])


@book
def currency_column(folder: Path) -> Book:
    """USD, JPY (no decimals) and KWD (three) beside CNY; the same figure in another currency is no match."""
    text = """
Order No | Order Date | Customer | Amount | Currency
SO-2606-0001 | 2026-06-01 | Acme Trading Co., Ltd. | 12345.60 | USD ## o1 12345.60 06-01 USD
SO-2606-0002 | 2026-06-02 | Nippon Shoji K.K. | 150000 | JPY ## o2 150000 06-02 JPY
SO-2606-0003 | 2026-06-03 | Kuwait Stores W.L.L. | 1234.567 | KWD ## o3 1234.567 06-03 KWD
SO-2606-0004 | 2026-06-04 | 上海华腾电子有限公司 | 8200 | 人民币 ## o4 8200 06-04 CNY
SO-2606-0005 | 2026-06-05 | Acme Trading Co., Ltd. | 5000.01 | 美元 ## o5 5000.01 06-05 USD
SO-2606-0006 | 2026-06-06 | Nippon Shoji K.K. | 1200.5 | JPY ## o6 1201 06-06 JPY !D
"""
    pay = """
Receipt Date | Payer | Amount | CCY | Details
2026-06-10 | Acme Trading Co., Ltd. | 12345.60 | USD | SO-2606-0001 ## p1 12345.60 06-10 USD
2026-06-11 | Nippon Shoji K.K. | 150000 | JPY | SO-2606-0002 ## p2 150000 06-11 JPY
2026-06-12 | Kuwait Stores W.L.L. | 1234.567 | KWD | SO-2606-0003 ## p3 1234.567 06-12 KWD
2026-06-13 | 上海华腾电子有限公司 | 8200 | RMB | SO-2606-0004 ## p4 8200 06-13 CNY
2026-06-14 | Acme Trading Co., Ltd. | 5000.01 | CNY | deposit ## p5 5000.01 06-14 CNY
"""
    return made(
        folder, "currency_column", sheet("Orders", text), sheet("Receipts", pay), forbidden="p5",
        links="p1>o1 12345.60; p2>o2 150000; p3>o3 1234.567; p4>o4 8200",
    )  # fmt: skip


@book
def currency_in_the_heading(folder: Path) -> Book:
    usd = """
订单号 | 下单日期 | 客户名称 | 金额(美元)
WM2606001 | 2026-06-01 | Acme Trading Co., Ltd. | 1200 ## o1 1200 06-01 USD
WM2606002 | 2026-06-02 | Bolt Industries Limited | 860.50 ## o2 860.50 06-02 USD
"""
    cny = """
订单号 | 下单日期 | 客户名称 | 金额（元）
NM2606001 | 2026-06-01 | 上海华腾电子有限公司 | 1200 ## o3 1200 06-01 CNY
"""
    bank = """
账号：4555-USD | 币种：USD | | |
交易日期 | 对方户名 | 收入（美元） | 支出（美元） | 摘要
2026-06-10 | Acme Trading Co., Ltd. | 1200 | | WM2606001 ## p1 1200 06-10 USD
2026-06-11 | | | 15 | 手续费 ## p2 -15 06-11 USD =not_customer
"""
    pay = "收款日期 | 付款方 | 金额（元） | 摘要\n2026-06-12 | 上海华腾电子有限公司 | 1200 | NM2606001 ## p3 1200 06-12 CNY"
    pages = [sheet("外销订单", usd), sheet("内销订单", cny), sheet("美元户", bank), sheet("人民币收款", pay)]
    return made(folder, "currency_in_the_heading", *pages, links="p1>o1 1200; p3>o3 1200")


@book
def currencies_mixed_without_a_column(folder: Path) -> Book:
    """USD written into single cells of a yuan column: named, and never settled by yuan (issue 3, Bad input)."""
    text = PLAIN + "SO202606100015 | 2026-06-10 | 青岛科海食品有限公司 | USD 1,200.00 ## o5? 1200 ~ USD !D\nSO202606110016 | 2026-06-11 | 青岛科海食品有限公司 | $880.00 ## o6? 880 !D\n"
    pay = PAID + "2026-06-20 | 青岛科海食品有限公司 | 1200 | SO202606100015 ## p3 1200 06-20 CNY\n"
    return made(folder, "currencies_mixed_without_a_column", sheet("订单", text), sheet("收款", pay), links=LINKS, forbidden="p3")
