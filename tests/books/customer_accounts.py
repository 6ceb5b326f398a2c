"""Charges and receipts of a customer on one sheet, in columns of their own: statements and ledgers of receivables."""

from __future__ import annotations

from pathlib import Path

from .builders import Book, book, made, sheet
from .examined import receipts

STATEMENT = """
单据日期 | 单据号 | 类型 | 应收 | 收款 | 余额
2026-06-01 | XS26060001 | 销售 | 1200.50 | | 1200.50 ## o1 1200.50 06-01 party:上海华腾电子有限公司
2026-06-03 | XS26060002 | 销售 | 860.20 | | 2060.70 ## o2 860.20 06-03
2026-06-10 | SK26060001 | 收款 | | 1200.50 | 860.20 ## {p1}
2026-06-12 | XS26060003 | 销售 | 930.40 | 0 | 1790.60 ## o3 930.40
"""


@book
def statement_with_charges_and_receipts(folder: Path) -> Book:
    """应收 | 收款 on alternate rows of a customer's sheet: charges and receipts, both his."""
    text = STATEMENT.format(p1="p1 1200.50 06-10 party:上海华腾电子有限公司")
    return made(folder, "statement_with_charges_and_receipts", sheet("上海华腾电子有限公司", text), links="p1>o1 1200.50")


@book
def ledger_of_receivables_alone(folder: Path) -> Book:
    """借方 are charges and 贷方 receipts; openings count once, 本月合计 not at all, a return takes back, a refund gives back."""
    text = """
应收账款明细账 | | | | | | |
2026-06-01 至 2026-06-30 | | | | | | |
日期 | 凭证字号 | 客户 | 摘要 | 借方 | 贷方 | 方向 | 余额
| | 上海华腾电子有限公司 | 期初余额 | | | 借 | 500.30 ## o1 500.30 party:上海华腾电子有限公司
2026-06-02 | 记-1 | 上海华腾电子有限公司 | 销售 XS26060001 | 1200.50 | | 借 | 1700.80 ## o2 1200.50 06-02
2026-06-05 | 记-4 | 上海华腾电子有限公司 | 收回货款 XS26060001 | | 1200.50 | 借 | 500.30 ## p1 1200.50 06-05 party:上海华腾电子有限公司
2026-06-06 | 记-5 | 上海华腾电子有限公司 | 销售退货 | | 100.10 | 借 | 400.20 ## o3 -100.10 06-06
| | | 本月合计 | 1200.50 | 1300.60 | 借 | 400.20 ## -
| | | 本年累计 | 5200.50 | 4900.60 | 借 | 400.20 ## -
| | 宁波诚恒建材有限公司 | 期初余额 | | | 平 | 0 ## -
2026-06-03 | 记-2 | 宁波诚恒建材有限公司 | 销售 XS26060002 | 860.20 | | 借 | 860.20 ## o4 860.20
2026-06-08 | 记-6 | 宁波诚恒建材有限公司 | 收款 | | 960.20 | 贷 | 100 ## p2 960.20
2026-06-09 | 记-7 | 宁波诚恒建材有限公司 | 退款，多付 | 100 | | 平 | 0 ## p3 -100
2026-06-20 | 记-9 | 宁波诚恒建材有限公司 | 销售并收款 | 50 | 50 | 平 | 0 ## !F:both_sides_filled
2026-06-21 | 记-10 | 宁波诚恒建材有限公司 | 销售 | 7O.5 | | 借 | 70.50 ## !E:amount_unreadable
"""
    return made(folder, "ledger_of_receivables_alone", sheet("往来账", text), links="p1>o2 1200.50", forbidden="p1>o1")


@book
def opening_in_credit_on_an_account(folder: Path) -> Book:
    """A customer who had paid ahead: the opening balance is money of his, so it takes from the charges."""
    text = """
客户名称：上海华腾电子有限公司 | | | | |
日期 | 摘要 | 借方 | 贷方 | 方向 | 余额
2026-06-01 | 上月结转 | | | 贷 | 300.10 ## o1 -300.10 party:上海华腾电子有限公司
2026-06-02 | 销售 | 1200.50 | | 借 | 900.40 ## o2 1200.50 party:上海华腾电子有限公司
2026-06-20 | 收款 | | 900.40 | 平 | 0 ## p1 900.40 party:上海华腾电子有限公司
"""
    return made(folder, "opening_in_credit_on_an_account", sheet("应收账款", text), links="p1>o1 -300.10; p1>o2 1200.50")


@book
def receipts_of_an_account_that_the_bank_has_too(folder: Path) -> Book:
    """The sheet of receipts holds what the account says was received: the account gives the charges only."""
    pay = """
2026-06-10 | 上海华腾电子有限公司 | 1200.50 | 货款 ## p1 1200.50
2026-06-11 | 宁波诚恒建材有限公司 | 55.10 | 货款 ## p2 55.10
"""
    page = sheet("上海华腾电子有限公司", STATEMENT.format(p1="-"))
    where = [(("上海华腾电子有限公司!1", "上海华腾电子有限公司!A1"), "side_held_elsewhere")]
    return made(folder, "receipts_of_an_account_that_the_bank_has_too", page, receipts(pay), links="p1>o1 1200.50", problems=where)


@book
def an_account_beside_other_receipts(folder: Path) -> Book:
    """Where the receipts of the account are not among the others nobody can say which count: it is not read and named."""
    pay = "2026-06-10 | 上海华腾电子有限公司 | 1200.60 | 货款 ## p1 1200.60"
    text = "\n".join(line.partition(" ## ")[0] for line in STATEMENT.strip().split("\n")) + "\n"
    where = [(("上海华腾电子有限公司!1", "上海华腾电子有限公司!A1"), "receivables_ledger")]
    return made(folder, "an_account_beside_other_receipts", sheet("上海华腾电子有限公司", text), receipts(pay), problems=where)
