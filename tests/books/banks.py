"""Bank files: every layout of header_synonyms.json paying the same six orders.

The lines are one month of one account; each layout writes them its own way. Direction is what matters: a bank's 借 is
money out (FACTS §1.2). Wages, fees and interest are set aside as not_customer (DESIGN §3); a supplier is left to itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .builders import (
    OWN,
    OWN_ACCOUNT,
    Book,
    Sheet,
    book,
    further,
    joined,
    made,
    sheet,
    statement,
    txns,
    without,
)

ORDERS = """
订单号         | 下单日期   | 客户名称             | 订单金额 | 订单状态
SO202606010011 | 2026-06-01 | 上海华腾电子有限公司 | 12345.60 | 已发货   ## o1 12345.60 06-01 CNY n:SO202606010011
SO202606030012 | 2026-06-03 | 上海华腾电子有限公司 | 8200     | 已发货   ## o2 8200 06-03 CNY
SO202606050013 | 2026-06-05 | 宁波诚恒建材有限公司 | 45678.37 | 已完成   ## o3 45678.37 06-05 CNY
SO202606080014 | 2026-06-08 | 广州德顺纺织品有限公司 | 3999.95 | 已完成  ## o4 3999.95 06-08 CNY
SO202606100015 | 2026-06-10 | 青岛科海食品有限公司 | 61250    | 已审核   ## o5 61250 06-10 CNY
SO202606120016 | 2026-06-12 | 武汉帆祥汽车配件有限公司 | 717.05 | 已发货 ## o6 717.05 06-12 CNY
"""
LINES = """
06-03 09:15:02 | 上海华腾电子有限公司   | 12345.60  | 付货款SO202606010011    ## p1
06-05 10:20:30 | 宁波诚恒建材有限公司   | 45678.37  | 货款                    ## p2
06-05 14:01:12 |                        | -25.00    | 手续费                  ## p3 =not_customer
06-08 16:30:00 | 广州德顺纺织品有限公司 | 3999.95   | ＳＯ２０２６０６０８００１４货款 ## p4
06-15 11:11:11 | 青岛科海食品有限公司   | 30000.00  | SO202606100015部分货款  ## p5
06-20 15:00:00 | 江苏鸿泰钢铁有限公司   | -20000.00 | 采购货款                ## p6
06-21 00:00:05 |                        | 14.37     | 结息                    ## p7 =not_customer
06-25 17:00:00 |                        | -30000.00 | 代发工资                ## p8 =not_customer
"""
LINKS = "p1>o1 12345.60; p2>o3 45678.37; p4>o4 3999.95; p5>o5 30000"
SIX = txns(LINES)


def orders() -> Sheet:
    return sheet("订单", ORDERS)


def bank(folder: Path, name: str, *pages: Sheet, links: str = LINKS, **said: Any) -> Book:
    """The orders and the bank's pages in one workbook."""
    return made(folder, name, orders(), *pages, links=links, **said)


def bank_file(folder: Path, name: str, file: str, *pages: Sheet, how: dict[str, Any] | None = None, links: str = LINKS, **said: Any) -> Book:
    """The orders, and the bank's file beside them."""
    return made(folder, name, orders(), more=[further(folder / file, *pages, **(how or {}))], links=links, **said)


GBK = {"encoding": "gb18030"}


@book
def icbc_historydetail(folder: Path) -> Book:
    layout = """凭证号={serial} | 交易时间={d:%Y-%m-%d %H:%M:%S} | 对方单位={name} | 对方账号={acct} | 转入金额={i:,} | 转出金额={o:,}
        余额={bal:,} | 用途=转账 | 摘要=网转 | 附言={memo}"""
    return bank(folder, "icbc_historydetail", statement("HISTORYDETAIL", layout, SIX, "desc", pre="[HISTORYDETAIL]"))


@book
def icbc_debit_credit(folder: Path) -> Book:
    layout = "日期={d:%Y-%m-%d} | 对方户名={name} | 对方账号={acct} | 摘要={memo} | 借方发生额={o} | 贷方发生额={i} | 余额={bal}"
    return bank_file(folder, "icbc_debit_credit", "工行6月.csv", statement("csv", layout, SIX), how=GBK)


@book
def icbc_flag_reversed_in_the_day(folder: Path) -> Book:
    layout = """交易时间={d:%Y-%m-%d-%H.%M.%S} | 本方账号={own_acct} | 对方单位={name} | 对方账号={acct} | 摘要=转账 | 附言={memo} | 用途=
        借贷标志={way:贷/借} | 发生额={a:,} | 余额={bal:,}"""
    return bank(folder, "icbc_flag_reversed_in_the_day", statement("工行流水", layout, SIX, "day"))


@book
def icbc_out_before_in(folder: Path) -> Book:
    layout = """交易时间={d:%Y-%m-%d %H:%M:%S} | 本方账号={own_acct} | 对方单位={name} | 对方账号={acct} | 摘要=转账 | 附言={memo} | 用途=
        转出金额={o} | 转入金额={i} | 余额={bal}"""
    return bank_file(folder, "icbc_out_before_in", "historydetail2026.xls", statement("Sheet1", layout, SIX, "desc"))


@book
def icbc_personal_padded(folder: Path) -> Book:
    layout = """交易日期="{d:%Y-%m-%d}     \\t" | 摘要="{memo}                \\t" | 交易场所="{name}                  \\t"
        交易国家或地区简称="CHN                 \\t" | 钞/汇=钞        | 交易金额(收入)="-                   \\t" | 交易金额(支出)="-                   \\t"
        交易币种="-\\t" | 记账金额(收入)="{i:,-}            \\t" | 记账金额(支出)="{o:,-}            \\t" | 记账币种="人民币\\t" | 余额="{bal:,}       \\t" | 对方户名="{name}\\t\""""
    pre = '明细查询文件下载\n""\n卡号: 6222****9876 | 卡别名: 老板卡\n""\n子账户序号: 00000 | 子账户类别: 活期 | 子账户别名:\n'
    post = '" "\n人民币合计 | | | | | | | | "92,038.29          " | "50,025.00          " | | |'
    page = statement("csv", layout, SIX, "desc", pre, post)
    return bank_file(folder, "icbc_personal_padded", "hisdetail.csv", page, how={"encoding": "utf-8"})


@book
def ccb_stray_spaces_and_zeros(folder: Path) -> Book:
    layout = """账号={own_acct} | 账户名称={own} | "交易时间 "={d:%Y%m%d %H:%M:%S} | "借方发生额（支取）\\t"={o:0} | " 贷方发生额（收入）"={i:0}
        余额={bal} | 币种=人民币元 | 对方户名={name} | 对方账号={acct} | 对方开户机构=中国银行股份有限公司上海分行 | 记账日期={d:%Y%m%d} | 摘要=电子汇入
        备注={memo} | 账户明细编号-交易流水号=8561-{serial} | 企业流水号= | 凭证种类= | 凭证号= | 交易介质编号="""
    return bank_file(folder, "ccb_stray_spaces_and_zeros", "建行.csv", statement("csv", layout, SIX, "desc"), how=GBK)


@book
def ccb_real_xls(folder: Path) -> Book:
    layout = """账号="{own_acct}" | 账户名称={own} | 交易时间={d:%Y%m%d %H:%M:%S} | 借方发生额（支取）={o:0.00} | 贷方发生额（收入）={i:0.00} | 余额={bal}
        币种=人民币元 | 对方户名={name} | 对方账号="{acct}" | 对方开户机构= | 记账日期="{d:%Y%m%d}" | 摘要={memo} | 备注= | 账户明细编号-交易流水号="{serial}"
        企业流水号= | 凭证种类= | 凭证号= | 交易介质编号= | 个性化信息名称1="""
    return bank_file(folder, "ccb_real_xls", "活期账户明细.xls", statement("sheet1", layout, SIX, "asc", typed=True))


@book
def abc_corp_footers(folder: Path) -> Book:
    layout = """交易时间={d:%Y-%m-%d %H:%M:%S} | 收入金额={i} | 支出金额={o} | 账户余额={bal} | 交易行名=中国农业银行股份有限公司苏州分行 | 对方省市=江苏
        对方账号={acct} | 对方户名={name} | 交易用途={memo}"""
    pre = f"账户明细\n账号：{OWN_ACCOUNT} | 户名：{OWN}\n起始日期：2026-06-01 | 截止日期：2026-06-30"
    post = '""\n收入总笔数：5 | 收入总金额：92038.29 | 支出总笔数：3 | 支出总金额：50025.00\n汇总收入金额: | 92038.29 | 50025.00'
    return bank_file(folder, "abc_corp_footers", "农行.xlsx", statement("账户明细", layout, SIX, "desc", pre, post))


@book
def abc_corp_long(folder: Path) -> Book:
    layout = """交易时间={d:%Y-%m-%d %H:%M:%S} | 交易时间戳={d:%Y%m%d%H%M%S} | 收入金额={i} | 支出金额={o} | 账户余额={bal} | 本次余额={bal} | 手续费总额=0.00
        交易方式=网银 | 交易行名= | 交易类别=转账 | 对方省市= | 对方账号={acct} | 对方户名={name} | 交易用途=往来 | 交易说明= | 交易摘要=转存 | 交易附言={memo}"""
    return bank(folder, "abc_corp_long", statement("农行流水", layout, SIX, "day"))


BOC = """交易类型[ Transaction Type ]={way:来账/往账} | 业务类型[ Business type ]=大额支付 | 付款人开户行号[ Account holding bank number of payer ]=102100000030
    付款人开户行名[ Payer account bank ]=中国工商银行股份有限公司上海市分行 | 付款人账号[ Debit Account No. ]={payer_acct} | 付款人名称[ Payer's Name ]={payer}
    收款人开户行行号[ Account holding bank number of beneficiary ]=104305000017 | 收款人开户行名[ Beneficiary account bank ]=中国银行股份有限公司苏州分行
    收款人账号[ Payee's Account Number ]={payee_acct} | 收款人名称[ Payee's Name ]={payee} | 交易日期[ Transaction Date ]={d:%Y%m%d} | 交易时间[ Transaction time ]={d:%H:%M:%S}
    交易货币[ Trade Currency ]=CNY | 交易金额[ Trade Amount ]={s:+} | 交易后余额[ After-transaction balance ]={bal:+} | 起息日期[ Value Date ]={d:%Y%m%d}
    汇率[ Exchange rate ]= | 交易流水号[ Transaction reference number ]={serial} | 客户申请号[ Online Banking Transaction Ref.(Bank Ref.) ]=
    客户业务编号[ Customer Transaction Ref.(Customer Ref.) ]= | 凭证类型[ Voucher type ]= | 凭证号码[ Voucher number ]= | 记录标识号[ Record ID ]={serial}
    摘要[ Reference ]={memo} | 用途[ Purpose ]= | 交易附言[ Remark ]= | 备注[ Remarks ]= | 预留项1[ Reserve1 ]= | 预留项2[ Reserve2 ]= | 预留项3[ Reserve3 ]="""
BOC_LABELS = """
查询账号[ Inquirer account number ] | {account}
总笔数[ Total number ] | 8
借方发生总笔数[ Total number of debit ] | 3
借方发生总额[ Total amount of debit ] | 50025.00
贷方发生总笔数[ Total number of credit ] | 5
贷方发生总额[ Total amount of credit ] | 92038.29
查询时间范围[ Time range ] | 20260601-20260630
"""
SECOND = txns(
    """
06-11 09:00:00 | 武汉帆祥汽车配件有限公司 | 717.05 | SO202606120016预付款 ## p11
06-29 09:00:00 |                          | -60.00 | 账户管理费           ## p12 =not_customer
""",
    "500.00",
)


@book
def boc_gbk_comma(folder: Path) -> Book:
    page = statement("csv", BOC, SIX, "desc", pre=BOC_LABELS.format(account=OWN_ACCOUNT))
    return bank_file(folder, "boc_gbk_comma", "中行交易明细.csv", page, how={"encoding": "gbk"})


@book
def boc_utf16_tab_two_accounts(folder: Path) -> Book:
    first = statement("csv", BOC, SIX, "asc", pre=BOC_LABELS.format(account=OWN_ACCOUNT), post='""')
    second = statement("csv", BOC, SECOND, "asc", pre=BOC_LABELS.format(account="455512345678"))
    how = {"encoding": "utf-16-le", "sep": "\t"}
    return bank_file(folder, "boc_utf16_tab_two_accounts", "HISQRY.csv", joined("csv", first, second), how=how, links=LINKS + "; p11>o6 717.05")


@book
def boc_pipe(folder: Path) -> Book:
    page = statement("csv", BOC, SIX, "day", pre=BOC_LABELS.format(account=OWN_ACCOUNT))
    return bank_file(folder, "boc_pipe", "hisqry_pipe.csv", page, how={"encoding": "gb18030", "sep": "|"})


CMB = """账号={own_acct} | 账号名称={own} | 币种=人民币 | 交易日={d:%Y%m%d} | 交易时间={d:%H%M%S} | 起息日={d:%Y%m%d} | 交易类型=汇入 | 借方金额={o} | 贷方金额={i} | 余额={bal}
    摘要={memo} | 流水号={serial} | 流程实例号= | 业务名称=企业银行 | 用途= | 业务参考号= | 业务摘要= | 其它摘要= | 收(付)方分行名= | 收(付)方名称={name} | 收(付)方账号={acct}
    收(付)方开户行行号= | 收(付)方开户行名=招商银行股份有限公司深圳分行 | 收(付)方开户行地址= | 母(子)公司账号分行名= | 母(子)公司账号= | 母(子)公司名称= | 信息标志=
    有否附件信息=N | 冲账标志={mark} | 扩展摘要= | 交易分析码= | 票据号= | 商务支付订单号= | 内部编号= | 公司一卡通号="""


@book
def cmb_36_columns_reversal(folder: Path) -> Book:
    # 冲账标志 `*` = reversal, 借贷 opposite to the original (the bank's interface description); issue 3 point 3: netted by the mark
    again = """
06-26 10:00:00 | 武汉帆祥汽车配件有限公司 | 717.05  | SO202606120016货款     ## p9
06-26 10:05:00 | 武汉帆祥汽车配件有限公司 | -717.05 | SO202606120016货款 | * ## p10
"""
    return bank(folder, "cmb_36_columns_reversal", statement("招行", CMB, txns(LINES + again.lstrip())), links=LINKS + "; p9>p10 717.05")


@book
def cmbc_preamble(folder: Path) -> Book:
    layout = """交易时间={d:%Y-%m-%d %H:%M:%S} | 交易流水号={serial} | 借方发生额={o:,} | 贷方发生额={i:,} | 账户余额={bal:,} | 凭证号= | 客户附言={memo}
        对方账号={acct} | 对方账号名称={name} | 对方开户行=交通银行股份有限公司"""
    pre = f"账户名称: | {OWN}\n账号: | {OWN_ACCOUNT}\n币种: | 人民币\n"
    return bank_file(folder, "cmbc_preamble", "民生.csv", statement("csv", layout, SIX, "desc", pre), how={"encoding": "utf-8-sig"})


@book
def pingan_two_serials(folder: Path) -> Book:
    layout = """交易时间={d:%Y-%m-%d %H:%M:%S} | 账号={own_acct} | 收入={i:,} | 支出={o:,} | 账户余额={bal:,} | 对方户名={name} | 对方账号={acct} | 对方账号开户行=
        摘要=转账 | 交易流水号={serial} | 核心唯一流水号=KX{serial} | 交易用途={memo} | 币种=RMB"""
    return bank(folder, "pingan_two_serials", statement("平安银行", layout, SIX, "desc"))


@book
def spdb_zero_or_one(folder: Path) -> Book:
    # the column's heading is literally its legend (FACTS §1.3); 0 is money out, not an empty cell
    layout = """交易日期={d:%Y%m%d} | 调查户名={own} | 账号="{own_acct}" | 0(支出)/1（收入）={way:1/0} | 金额={a} | 余额={bal} | 对方户名={name} | 对方账号="{acct}"
        对方开户银行= | 开户银行=浦发银行苏州分行 | 摘要={memo}"""
    return bank(folder, "spdb_zero_or_one", statement("浦发流水", layout, SIX, typed=True))


@book
def treasury_wrong_dimension(folder: Path) -> Book:
    layout = """= | 交易时间={d:%Y-%m-%d %H:%M:%S} | 本方户名={own} | 本方账号={own_acct} | 收入={i} | 支出={o} | 账户余额={bal} | 对方户名={name} | 对方账号={acct}
        币种=人民币 | 交易备注={memo} | 交易类型=转账"""
    first = statement("资金", layout, SIX, pre=f"\n| 账号：{OWN_ACCOUNT} | 户名：{OWN}", post='""')
    second = statement("资金", layout, SECOND, pre=f"| 账号：455512345678 | 户名：{OWN}")
    file = further(folder / "资金平台.xlsx", joined("交易明细", first, second))
    without(file[0], r'<dimension ref="[^"]*"/>', '<dimension ref="A1:A1"/>')
    return made(folder, "treasury_wrong_dimension", orders(), more=[file], links=LINKS + "; p11>o6 717.05")


HANT_ORDERS = """
訂單編號     | 訂單日期  | 客戶名稱             | 應收金額
SO1150601011 | 115/06/01 | 台北華騰電子有限公司 | 12,345 ## o1 12345 06-01
SO1150605013 | 115/06/05 | 高雄誠恆建材股份有限公司 | 45,678 ## o3 45678 06-05
SO1150608014 | 115/06/08 | 台中德順紡織有限公司 | 3,999  ## o4 3999 06-08
合計         |           |                      | 62,022 ## -
"""
# p3: a part payment whose payer stands only in a remark: signing is not asked (`may`)
HANT_LINES = """
06-03 09:15:02 | 台北華騰電子有限公司 | 12345.00 | 貨款SO1150601011 ## p1
06-05 10:20:30 |                      | -15.00   | 手續費           ## p2 =not_customer
06-08 10:20:30 | 台中德順紡織有限公司 | 2000.00  | SO1150608014訂金 ## p3
"""


@book
def esun_roc_big5(folder: Path) -> Book:
    layout = "交易日期={d:roc} | 摘要={memo} | 支出金額={o:,} | 存入金額={i:,} | 餘額={bal:,} | 備註={name}"
    page = statement("csv", layout, txns(HANT_LINES), pre="玉山銀行 存款交易明細\n", post="合計 | | 15.00 | 14,345.00 | |")
    more = [further(folder / "玉山.csv", page, encoding="big5")]
    return made(folder, "esun_roc_big5", sheet("訂單", HANT_ORDERS), more=more, links="p1>o1 12345", may="p3>o4")


@book
def chunghwa_continuation_rows(folder: Path) -> Book:
    text = """
6個月內交易明細
交易日期 | 沖銷記號 | 摘要 | 提款金額 | 存款金額 | 備註
"\\t115/06/03" | "\\t" | "\\t轉帳存入" | "\\t" | "\\t12,345.00" | "\\tSO1150601011" ## p1 12345 06-03
"\\t" | "\\t" | "\\t續上一筆" | "\\t" | "\\t" | "\\t台北華騰電子有限公司" ## -
"\\t115/06/05" | "\\t" | "\\t手續費" | "\\t15.00" | "\\t" | "\\t" ## p2 -15 06-05 =not_customer
"\\t115/06/08" | "\\t" | "\\t跨行轉入" | "\\t" | "\\t2,000.00" | "\\tSO1150608014訂金" ## p3 2000 06-08
"\\t" | "\\t" | "\\t續上一筆" | "\\t" | "\\t" | "\\t末五碼12345" ## -
"""
    more = [further(folder / "郵局.csv", sheet("csv", text, typed=False), encoding="big5")]
    return made(folder, "chunghwa_continuation_rows", sheet("訂單", HANT_ORDERS), more=more, links="p1>o1 12345", may="p3>o4")


@book
def tw_bank_nine_columns(folder: Path) -> Book:
    layout = "日期={d:roc} | 摘要=轉帳 | 幣別=TWD | 支出金額={o:,} | 存入金額={i:,} | 餘額={bal:,} | 備註={memo} | 轉出入帳號={acct} | 註記={name}"
    page = statement("存摺明細", layout, txns(HANT_LINES), "desc")
    # currency: the orders have no column; the bank says TWD. Which one wins is left open, they must only not be two currencies
    return made(folder, "tw_bank_nine_columns", sheet("訂單", HANT_ORDERS.replace("應收金額", "應收金額(新台幣)")), page, links="p1>o1 12345", may="p3>o4")


@book
def hsbc_hk_dd_mm(folder: Path) -> Book:
    charges = sheet(
        "Orders",
        """
Order No  | Order Date | Customer               | Amount   | Currency
SO-2606-0101 | 2026-06-03 | Pacific Trading Ltd    | 12345.60 | HKD ## o1 12345.60 06-03 HKD
SO-2606-0102 | 2026-06-12 | Harbour Foods Co., Ltd | 8200     | HKD ## o2 8200 06-12 HKD
""",
    )
    lines = txns(
        """
06-07 00:00:00 | x | 12345.60 | SO-2606-0101 PACIFIC TRADING LTD ## p1
06-12 00:00:00 | x | -35.00   | BANK CHARGES                  ## p2 =not_customer
06-25 00:00:00 | x | 5000.00  | SO-2606-0102 DEPOSIT HARBOUR FOODS CO LTD ## p3
"""
    )
    layout = """Date={d:%d/%m/%Y} | Description={memo} | Billing amount="{s:,}\\t" | Billing currency=HKD | Balance="{bal:,}\\t" | Balance currency=HKD"""
    more = [further(folder / "HSBC.csv", statement("csv", layout, lines, "desc"), encoding="utf-8")]
    return made(folder, "hsbc_hk_dd_mm", charges, more=more, links="p1>o1 12345.60", may="p3>o2")


@book
def personal_cards(folder: Path) -> Book:
    """Five banks' personal exports, as small firms keep them: words for empty, signs, date and time apart."""

    def card(text: str) -> list[Any]:
        return txns(text, "1000.00")

    abc = """交易日期={d:%Y%m%d} | 交易时间={d:%H%M%S} | 交易摘要=转存 | 交易金额={s:+} | 本次余额={bal} | 对手信息={name} | 日 志 号={serial} | 交易渠道=电子商务 | 交易附言={memo}"""
    boc = """记账日期={d:%Y-%m-%d} | 记账时间={d:%H:%M:%S} | 币别=人民币 | 金额={s:,} | 余额={bal:,} | 交易名称=转账 | 渠道=手机银行 | 网点名称=-------------------
        附言={memo} | 对方账户名={name} | 对方卡号/账号=6226******5669 | 对方开户行=-------------------"""
    bocom = """序号={serial} | 交易日期={d:%Y-%m-%d} | 交易时间={d:%H:%M:%S} | 交易类型=网银转账 | 借贷={way:贷 Cr/借 Dr} | 交易金额={a} | 余额={bal} | 对方账号={acct} | 对方户名={name}
        交易地点= | 摘要={memo}"""
    spdb = """顺序号={serial} | 交易日期={d:%Y/%m/%d}  {d:%H:%M:%S} | 交易类型=汇款 | 存入金额={i} | 取出金额={o} | 余额={bal} | 交易对手名称={name} | 交易对手账号={acct} | 附言={memo}"""
    cmb = """记账日期={d:%Y-%m-%d} | 货币=人民币 | 交易金额={s} | 联机余额={bal} | 交易摘要=汇入汇款 | 对手信息={name} | 客户摘要={memo}"""
    pages = [
        statement("农行卡", abc, card("06-03 09:15:02 | 上海华腾电子有限公司 | 12345.60 | SO202606010011 ## p1\n06-04 09:15:02 | 王小明 | -10.00 | 午餐 ## p2")),
        statement("中行卡", boc, card("06-05 09:15:02 | 宁波诚恒建材有限公司 | 45678.37 | SO202606050013 ## p3\n06-06 10:00:00 | ---------- | -71.89 | ---------- ## p4"), "desc"),
        statement("交行卡", bocom, card("06-08 09:15:02 | 广州德顺纺织品有限公司 | 3999.95 | SO202606080014 ## p5\n06-09 10:00:00 | 京东 | -88.00 | 京东支付 ## p6")),
        statement("浦发卡", spdb, card("06-15 09:15:02 | 青岛科海食品有限公司 | 30000.00 | SO202606100015定金 ## p7\n06-16 10:00:00 | 中石化 | -300.00 | 消费 ## p8")),
        statement("招行卡", cmb, card("06-12 09:15:02 | 武汉帆祥汽车配件有限公司 | 717.05 | SO202606120016 ## p9\n06-13 10:00:00 | 美团 | -45.50 | 消费 ## p10"), "desc"),
    ]
    return bank(folder, "personal_cards", *pages, links="p1>o1 12345.60; p3>o3 45678.37; p5>o4 3999.95; p7>o5 30000; p9>o6 717.05")
