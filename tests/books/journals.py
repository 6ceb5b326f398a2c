"""Cash and bank journals, and the direction trap: own books 借 = in, the bank's 借 = out (FACTS §1.2)."""

from __future__ import annotations

from pathlib import Path

from .banks import LINES, LINKS, SIX, bank, orders
from .builders import Book, book, made, sheet, statement, txns

RECEIPTS = """
订单号         | 下单日期   | 客户名称             | 订单金额
SO202606010011 | 2026-06-01 | 上海华腾电子有限公司 | 1200.00 ## o1 1200 06-01
SO202606030012 | 2026-06-03 | 宁波诚恒建材有限公司 | 860.50  ## o2 860.50 06-03
SO202606050013 | 2026-06-05 | 广州德顺纺织品有限公司 | 3300  ## o3 3300 06-05
"""


@book
def cash_journal_three_columns(folder: Path) -> Book:
    """期初余额, 承前页/过次页, 本月合计 and 本年累计 between the lines; the balance chain is right."""
    text = """
现金日记账 | | | | | | |
单位：苏州明达商贸有限公司 | | | | 2026年6月 | | | 单位：元
日期 | 凭证号 | 摘要 | 收入 | 支出 | 余额 | 对方科目 | 备注
2026-06-01 | | 期初余额 | | | 5000 | | ## -
2026-06-02 | 记-1 | 收上海华腾电子有限公司货款SO202606010011 | 1200 | | 6200 | 应收账款 | ## p1 1200 06-02
2026-06-03 | 记-2 | 报销差旅费 | | 300 | 5900 | 管理费用 | ## p2 -300 06-03 =not_customer
 | | 过次页 | 1200 | 300 | 5900 | | ## -
 | | 承前页 | 1200 | 300 | 5900 | | ## -
2026-06-08 | 记-3 | 收宁波诚恒建材有限公司SO202606030012货款 | 860.5 | | 6760.5 | 应收账款 | ## p3 860.50 06-08
2026-06-20 | 记-4 | 支付房租 | | 2000 | 4760.5 | 管理费用 | ## p4 -2000 06-20 =not_customer
2026-06-30 | | 本月合计 | 2060.5 | 2300 | 4760.5 | | ## -
 | | 本年累计 | 15060.5 | 12300 | 4760.5 | | ## -

 | 会计主管： | | 记账： | | 出纳：李红 | |
"""
    return made(folder, "cash_journal_three_columns", sheet("订单", RECEIPTS), sheet("现金日记账", text, merge="A1:H1"), links="p1>o1 1200; p3>o2 860.50")


@book
def cash_journal_month_and_day_columns(folder: Path) -> Book:
    """The printed form of every stationer: 2026年 over 月 | 日, the month written once. (Not in FACTS; from use.)"""
    text = """
库存现金日记账 | | | | | | |
2026年 | | 凭证号 | 摘要 | 收入（借方） | 支出（贷方） | 借或贷 | 结余
月 | 日 | | | | | |
6 | 1 | | 上月结转 | | | 借 | 5000 ## -
 | 2 | 记1 | 收上海华腾电子有限公司货款SO202606010011 | 1200 | | 借 | 6200 ## p1 1200 06-02
 | 3 | 记2 | 购办公用品 | | 300 | 借 | 5900 ## p2 -300 06-03
 | 8 | 记3 | 收宁波诚恒建材有限公司SO202606030012货款 | 860.5 | | 借 | 6760.5 ## p3 860.50 06-08
 | 30 | | 本月合计 | 2060.5 | 300 | 借 | 6760.5 ## -
"""
    page = sheet("现金", text, merge="A1:H1 A2:B2 C2:C3 D2:D3 E2:E3 F2:F3 G2:G3 H2:H3")
    return made(folder, "cash_journal_month_and_day_columns", sheet("订单", RECEIPTS), page, links="p1>o1 1200; p3>o2 860.50")


OWN_BOOKS = """
银行存款日记账 | | | | | | | | |
日期 | 凭证号 | 摘要 | 对方科目 | 借方金额 | 贷方金额 | 借或贷 | 余额 | 记账人 | 审核人
2026-06-01 | | 期初余额 | | | | 借 | 50000 | | ## -
2026-06-02 | 银收-1 | 收上海华腾电子有限公司货款SO202606010011 | 应收账款 | 1200 | | 借 | 51200 | 李红 | 王平 ## p1 1200 06-02
2026-06-03 | 银付-1 | 付江苏鸿泰钢铁有限公司材料款 | 应付账款 | | 8000 | 借 | 43200 | 李红 | 王平 ## p2 -8000 06-03
2026-06-09 | 银收-2 | 收宁波诚恒建材有限公司货款SO202606030012 | 应收账款 | 860.5 | | 借 | 44060.5 | 李红 | 王平 ## p3 860.50 06-09
2026-06-10 | 银付-2 | 付银行手续费 | 财务费用 | | 12 | 借 | 44048.5 | 李红 | 王平 ## p4 -12 06-10 =not_customer
2026-06-30 | | 本月合计 | | 2060.5 | 8012 | 借 | 44048.5 | | ## -
"""


@book
def bank_journal_own_books(folder: Path) -> Book:
    """借方 of our own account is money in; 借或贷 says on which side the balance stands, not the line."""
    return made(folder, "bank_journal_own_books", sheet("订单", RECEIPTS), sheet("银行日记账", OWN_BOOKS, merge="A1:J1"), links="p1>o1 1200; p3>o2 860.50")


@book
def bank_journal_without_balance(folder: Path) -> Book:
    """No balance to prove it: 对方科目, 凭证号 and 记账人 say that these are own books."""
    text = """
日期 | 凭证号 | 摘要 | 对方科目 | 借方金额 | 贷方金额 | 记账人
2026-06-02 | 银收-1 | 收上海华腾电子有限公司货款SO202606010011 | 应收账款 | 1200 | | 李红 ## p1 1200 06-02
2026-06-03 | 银付-1 | 付江苏鸿泰钢铁有限公司材料款 | 应付账款 | | 8000 | 李红 ## p2 -8000 06-03
2026-06-09 | 银收-2 | 收宁波诚恒建材有限公司货款SO202606030012 | 应收账款 | 860.5 | | 李红 ## p3 860.50 06-09
"""
    return made(folder, "bank_journal_without_balance", sheet("订单", RECEIPTS), sheet("银行存款日记账", text), links="p1>o1 1200; p3>o2 860.50")


@book
def bank_statement_without_balance(folder: Path) -> Book:
    """The same two words at a bank: 对方户名 and 流水号 say whose view it is."""
    layout = "交易日期={d:%Y-%m-%d} | 借方金额={o} | 贷方金额={i} | 对方户名={name} | 对方账号={acct} | 摘要={memo} | 交易流水号={serial}"
    return bank(folder, "bank_statement_without_balance", statement("银行对账单", layout, SIX))


@book
def only_the_balance_tells(folder: Path) -> Book:
    """Equal headings, neutral names: in one sheet the chain says 借 = in, in the other 借 = out."""
    ours = "日期={d:%Y-%m-%d} | 摘要={name}{memo} | 借方={i} | 贷方={o} | 余额={bal}"
    theirs = "日期={d:%Y-%m-%d} | 摘要={name}{memo} | 借方={o} | 贷方={i} | 余额={bal}"
    first = txns("\n".join(LINES.strip().split("\n")[:4]))
    second = txns("\n".join(LINES.strip().split("\n")[4:]), "70000")
    links = "p1>o1 12345.60; p4>o4 3999.95; p5>o5 30000"
    # p2: the payer stands only inside the memo, nothing is named: signing is not asked
    return made(folder, "only_the_balance_tells", orders(), statement("甲", ours, first, typed=True), statement("乙", theirs, second, typed=True), links=links, may="p2>o3")


@book
def one_signed_column(folder: Path) -> Book:
    layout = "交易日期={d:%Y-%m-%d} | 交易金额={s} | 账户余额={bal} | 对方户名={name} | 摘要={memo}"
    return bank(folder, "one_signed_column", statement("流水", layout, SIX, "desc", typed=True))


@book
def direction_words(folder: Path) -> Book:
    """One amount and a word, each sheet with its own words: 收/付, D/C, 转入/转出, 来账/往账 with signs, +/-."""

    def page(name: str, lines: str, words: str, heading: str, signed: str = "a") -> object:
        layout = f"日期={{d:%Y-%m-%d}} | 对方户名={{name}} | {heading}={{way:{words}}} | 交易金额={{{signed}}} | 摘要={{memo}}"
        return statement(name, layout, txns(lines), typed=True)

    pages = [
        page("甲行", "06-03 09:00:00 | 上海华腾电子有限公司 | 12345.60 | SO202606010011 ## p1\n06-04 09:00:00 | 江苏鸿泰钢铁有限公司 | -800 | 材料 ## p2", "收/付", "收/付"),
        page("乙行", "06-05 09:00:00 | 宁波诚恒建材有限公司 | 45678.37 | SO202606050013 ## p3\n06-06 09:00:00 | 江苏鸿泰钢铁有限公司 | -900 | 材料 ## p4", "C/D", "借贷标志"),
        page("丙行", "06-08 09:00:00 | 广州德顺纺织品有限公司 | 3999.95 | SO202606080014 ## p5\n06-09 09:00:00 | 江苏鸿泰钢铁有限公司 | -700 | 材料 ## p6", "转入/转出", "交易方向"),
        page("丁行", "06-15 09:00:00 | 青岛科海食品有限公司 | 30000 | SO202606100015部分货款 ## p7\n06-16 09:00:00 | 江苏鸿泰钢铁有限公司 | -600 | 材料 ## p8", "来账/往账", "交易类型", "s"),
        page("戊行", "06-17 09:00:00 | 武汉帆祥汽车配件有限公司 | 717.05 | SO202606120016 ## p9\n06-18 09:00:00 | 江苏鸿泰钢铁有限公司 | -500 | 材料 ## p10", "+/-", "收支标志"),
    ]
    return bank(folder, "direction_words", *pages, links="p1>o1 12345.60; p3>o3 45678.37; p5>o4 3999.95; p7>o5 30000; p9>o6 717.05")


@book
def payroll_repeats_one_balance(folder: Path) -> Book:
    """Every line of a payroll batch shows the balance after the batch (FACTS §1.3): the chain must not turn directions."""
    text = """
交易时间 | 借方发生额 | 贷方发生额 | 账户余额 | 对方户名 | 摘要
2026-06-03 09:15:02 | | 12345.60 | 112345.60 | 上海华腾电子有限公司 | 付货款SO202606010011 ## p1 12345.60 06-03
2026-06-10 10:00:00 | 5000.00 | | 98345.60 | 张三 | 代发工资 ## p2 -5000 06-10 =not_customer
2026-06-10 10:00:00 | 5000.00 | | 98345.60 | 李四 | 代发工资 ## p3 -5000 06-10 =not_customer
2026-06-10 10:00:00 | 4000.00 | | 98345.60 | 王五 | 代发工资 ## p4 -4000 06-10 =not_customer
2026-06-15 11:00:00 | | 717.05 | 99062.65 | 武汉帆祥汽车配件有限公司 | SO202606120016 ## p5 717.05 06-15
"""
    return bank(folder, "payroll_repeats_one_balance", sheet("民生流水", text), links="p1>o1 12345.60; p5>o6 717.05")


@book
def red_lines_in_a_journal(folder: Path) -> Book:
    """A negative 支出 is money that comes back (the balance rises), a negative 收入 money that goes."""
    text = """
日期 | 凭证号 | 摘要 | 收入 | 支出 | 余额
2026-06-01 | | 上月结转 | | | 5000 ## -
2026-06-02 | 记-1 | 收上海华腾电子有限公司货款SO202606010011 | 1200 | | 6200 ## p1 1200 06-02
2026-06-03 | 记-2 | 付运费 | | 300 | 5900 ## p2 -300 06-03
2026-06-04 | 记-3 | 冲销记-2运费 | | -300 | 6200 ## p3 300 06-04
2026-06-05 | 记-4 | 退宁波诚恒建材有限公司多付款 | -139.5 | | 6060.5 ## p4 -139.50 06-05
"""
    return made(folder, "red_lines_in_a_journal", sheet("订单", RECEIPTS), sheet("现金日记账", text), links="p1>o1 1200", may="p2>p3")


@book
def statement_of_text_amounts(folder: Path) -> Book:
    """Out before in, no time, a tab behind every amount, days ascending with the order reversed inside the day."""
    layout = """记账日期={d:%Y/%m/%d} | 支取="{o:,}\\t" | 存入="{i:,}\\t" | 结存="{bal:,}\\t" | 对方名称={name} | 附言={memo}"""
    return bank(folder, "statement_of_text_amounts", statement("存款明细", layout, SIX, "day"), links=LINKS)
