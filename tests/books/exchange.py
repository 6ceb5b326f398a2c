"""Books in several currencies: documents in one, money in another, and what joins them (rate columns, memos, rate sheets)."""

from __future__ import annotations

from pathlib import Path

from .builders import Book, book, made, sheet


@book
def exchange_original_and_own_amounts(folder: Path) -> Book:
    """The ERP's three columns, original amount, rate and amount in the own currency: the original is the charge."""
    orders = """
订单号 | 客户名称 | 订单日期 | 币别 | 原币金额 | 汇率 | 本位币金额
SO26001 | 远航贸易有限公司 | 2026-06-01 | 美元 | 1000 | 7.2 | 7200 ## o1 1000.00 06-01 USD
SO26002 | 远航贸易有限公司 | 2026-06-02 | 人民币 | 500 | 1 | 500 ## o2 500.00 06-02 CNY
SO26003 | 海天实业有限公司 | 2026-06-03 | USD | 2000.50 | 7.2 | 14403.60 ## o3 2000.50 06-03 USD
SO26004 | 海天实业有限公司 | 2026-06-03 | HKD | 3000 | 0.92 | 2760 ## o4 3000.00 06-03 HKD
SO26005 | 海天实业有限公司 | 2026-06-04 | USD | 800 | 7.2 | 5760 ## o5 800.00 06-04 USD
"""
    receipts = """
收款日期 | 付款单位 | 币别 | 原币金额 | 汇率 | 本位币金额 | 备注
2026-06-10 | 远航贸易有限公司 | 人民币 | 7100 | 1 | 7100 | SO26001 USD1000@7.1 ## p1 7100.00 06-10 CNY
2026-06-10 | 远航贸易有限公司 | 人民币 | 500 | 1 | 500 | SO26002 ## p2 500.00 06-10 CNY
2026-06-11 | 海天实业有限公司 | USD | 2000.50 | 7.15 | 14303.58 | SO26003 ## p3 2000.50 06-11 USD
2026-06-12 | 海天实业有限公司 | 人民币 | 2754 | 1 | 2754 | SO26004 ## p4 2754.00 06-12 CNY
2026-06-12 | 海天实业有限公司 | 人民币 | 5700 | 1 | 5700 | SO26005 ## p5 5700.00 06-12 CNY
"""
    rates = """
日期 | 币种 | 汇率
2026-06-01 | 美元 | 7.11
2026-06-01 | 港币 | 0.918
2026-06-10 | 美元 | 7.12
"""
    return made(
        folder, "exchange_original_and_own_amounts", sheet("销售订单", orders), sheet("收款单", receipts), sheet("汇率表", rates),
        links="p1>o1 1000; p2>o2 500; p3>o3 2000.50; p4>o4 3000", forbidden="p5",
    )  # fmt: skip


@book
def exchange_bank_without_a_currency(folder: Path) -> Book:
    """The documents' title says dollars, the bank says nothing, and rates stand beside them: the bank's money is the own currency's."""
    orders = """
订单号 | 客户名称 | 订单日期 | 金额(美元)
SO26001 | 远航贸易有限公司 | 2026-06-01 | 1000 ## o1 1000.00 06-01 USD
SO26002 | 远航贸易有限公司 | 2026-06-02 | 500 ## o2 500.00 06-02 USD
SO26003 | 海天实业有限公司 | 2026-06-02 | 900 ## o3 900.00 06-02 USD
"""
    bank = """
交易日期 | 对方户名 | 收入 | 支出 | 余额 | 摘要
2026-06-10 | 远航贸易有限公司 | 7100 | | 17100 | 货款SO26001 ## p1 7100.00 06-10 CNY
2026-06-11 | 远航贸易有限公司 | 3555 | | 20655 | 货款SO26002 汇率7.11 ## p2 3555.00 06-11 CNY
2026-06-12 | 海天实业有限公司 | 900 | | 21555 | 货款SO26003 ## p3 900.00 06-12 CNY
"""
    rates = """
日期 | 美元 | 港币 | 100日元
2026-06-09 | 710.00 | 91.5 | 4.82
2026-06-11 | 711.00 | 91.4 | 4.80
每100外币兑人民币中间价 | | |
"""
    return made(
        folder, "exchange_bank_without_a_currency", sheet("销售订单", orders), sheet("银行流水", bank), sheet("中间价", rates),
        links="p1>o1 1000; p2>o2 500", forbidden="p3",
    )  # fmt: skip


@book
def exchange_no_rate_anywhere(folder: Path) -> Book:
    """Equal figures in two currencies, named and all: without a rate nothing is settled."""
    orders = """
订单号 | 客户名称 | 订单日期 | 币种 | 金额
SO26001 | 远航贸易有限公司 | 2026-06-01 | USD | 1000 ## o1 1000.00 06-01 USD
SO26002 | 远航贸易有限公司 | 2026-06-01 | CNY | 700 ## o2 700.00 06-01 CNY
"""
    receipts = """
收款日期 | 付款单位 | 币种 | 金额 | 备注
2026-06-10 | 远航贸易有限公司 | CNY | 1000 | SO26001 ## p1 1000.00 06-10 CNY
2026-06-11 | 远航贸易有限公司 | CNY | 700 | SO26001 ## p2 700.00 06-11 CNY
"""
    return made(folder, "exchange_no_rate_anywhere", sheet("销售订单", orders), sheet("收款", receipts), forbidden="p1; p2")


@book
def exchange_bad_rates(folder: Path) -> Book:
    """A rate that is no number and two rates for one day are named at their cells; the other rates work."""
    orders = """
订单号 | 客户名称 | 订单日期 | 币种 | 金额
SO26001 | 远航贸易有限公司 | 2026-06-01 | USD | 1000 ## o1 1000.00 06-01 USD
SO26002 | 远航贸易有限公司 | 2026-06-01 | EUR | 100 ## o2 100.00 06-01 EUR
"""
    receipts = """
收款日期 | 付款单位 | 币种 | 金额 | 备注
2026-06-10 | 远航贸易有限公司 | CNY | 7100 | SO26001 ## p1 7100.00 06-10 CNY
2026-06-11 | 远航贸易有限公司 | CNY | 780 | SO26002 ## p2 780.00 06-11 CNY
"""
    rates = """
日期 | 币种 | 汇率
2026-06-01 | USD | 7.10
2026-06-02 | USD | 七块一 ## !C
2026-06-05 | EUR | 7.80 ## !C
2026-06-05 | EUR | 7.81 ## !C
"""
    return made(
        folder, "exchange_bad_rates", sheet("订单", orders), sheet("收款", receipts), sheet("汇率", rates), links="p1>o1 1000", forbidden="p2",
    )  # fmt: skip
