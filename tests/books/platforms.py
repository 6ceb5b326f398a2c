"""WeChat and Alipay: merchant and personal bills. Gross is the payment, fees are lines of their own (FACTS §1.4)."""

from __future__ import annotations

from pathlib import Path

from .builders import Book, book, further, made, sheet

SHOP_ORDERS = """
订单编号       | 订单创建时间        | 客户名称 | 订单金额 | 订单状态
WX202606030001 | 2026-06-03 10:00:00 | 李雷     | 100.00   | 已发货 ## o1 100 06-03 CNY
WX202606040002 | 2026-06-04 11:00:00 | 韩梅梅   | 268.50   | 已发货 ## o2 268.50 06-04 CNY
WX202606050003 | 2026-06-05 12:00:00 | 王芳     | 88.88    | 已完成 ## o3 88.88 06-05 CNY
"""
PERSONAL_WECHAT = """
微信支付账单明细 | | | | | | | | | |
微信昵称：[明达商贸] | | | | | | | | | |
起始时间：[2026-06-01 00:00:00] 终止时间：[2026-06-30 23:59:59] | | | | | | | | | |
导出类型：[全部] | | | | | | | | | |
导出时间：[2026-07-01 16:05:22] | | | | | | | | | |

共5笔记录 | | | | | | | | | |
收入：2笔 368.50元 | | | | | | | | | |
支出：2笔 42.28元 | | | | | | | | | |
中性交易：1笔 300.00元 | | | | | | | | | |
注： | | | | | | | | | |
1. 充值/提现/理财通购买/零钱通存取/信用卡还款等交易，将计入中性交易 | | | | | | | | | |
2. 本明细仅展示当前账单中的交易，不包括已删除的记录 | | | | | | | | | |
3. 本明细仅供个人对账使用 | | | | | | | | | |

----------------------微信支付账单明细列表-------------------- | | | | | | | | | |
交易时间 | 交易类型 | 交易对方 | 商品 | 收/支 | 金额(元) | 支付方式 | 当前状态 | 交易单号 | 商户单号 | 备注
2026-06-20 09:00:00 | 零钱提现 | 工商银行(1234) | / | / | ¥300.00 | 工商银行(1234) | 提现已到账 | "4200000005\\t" | "/\\t" | 服务费¥0.30 ## p5 ±300 06-20 =not_customer
2026-06-18 12:45:27 | 商户消费 | 云膳过桥米线 | 总共消费:28.16 | 支出 | ¥28.16 | 中国银行(1234) | 支付成功 | "4200000004\\t" | "129847129\\t" | / ## p4 -28.16 06-18
2026-06-12 08:03:35 | 扫二维码付款 | 快递站 | 收款方备注:二维码收款 | 支出 | ¥14.12 | 零钱 | 已转账 | "4200000003\\t" | "10001\\t" | / ## p3 -14.12 06-12
2026-06-04 11:10:11 | 转账 | 韩梅梅 | 转账备注:WX202606040002货款 | 收入 | ¥268.50 | / | 已存入零钱 | "4200000002\\t" | "/\\t" | / ## p2 268.50 06-04
2026-06-03 10:10:11 | 二维码收款 | 李雷 | 收款方备注:WX202606030001 | 收入 | ¥100.00 | / | 已收钱 | "4200000001\\t" | "/\\t" | / ## p1 100 06-03
"""


@book
def wechat_personal_csv(folder: Path) -> Book:
    page = sheet("csv", PERSONAL_WECHAT, typed=False)
    return made(folder, "wechat_personal_csv", sheet("订单", SHOP_ORDERS), more=[further(folder / "微信支付账单.csv", page, encoding="utf-8")], links="p1>o1 100; p2>o2 268.50")


@book
def wechat_personal_xlsx(folder: Path) -> Book:
    """Numbers instead of ¥, a blank first heading line, the preamble merged A..K."""
    text = "Column1 | Column2 | Column3 | Column4 | Column5 | Column6 | Column7 | Column8 | Column9 | Column10 | Column11\n" + PERSONAL_WECHAT.strip().replace("¥300.00", "300").replace("¥", "")
    page = sheet("Sheet1", text.replace("服务费0.30", "服务费¥0.30"), merge=" ".join(f"A{r}:K{r}" for r in range(2, 7)))
    return made(folder, "wechat_personal_xlsx", sheet("订单", SHOP_ORDERS), more=[further(folder / "微信支付账单.xlsx", page)], links="p1>o1 100; p2>o2 268.50")


@book
def wechat_merchant_trades(folder: Path) -> Book:
    """A backtick before every value; a refund row has 应结订单金额 0.00 and a fee below zero; the last two lines are totals."""
    heads = """交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"""
    line = "`{t}|`wx8888888888888888|`1900000109|`0|`|`{id}|`{order}|`oUpF8uMuAJO|`JSAPI|`{state}|`OTHERS|`CNY|`{due}|`0.00|`{rid}|`{rno}|`{back}|`0.00|`{kind}|`{done}|`茶叶|`|`{fee}|`0.60%|`{gross}|`{ask}|`"
    sale = {"state": "SUCCESS", "rid": "0", "rno": "0", "back": "0.00", "kind": "", "done": "", "ask": "0.00"}
    refund = {"state": "REFUND", "due": "0.00", "gross": "0.00", "kind": "ORIGINAL", "done": "SUCCESS"}
    rows = [
        line.format(t="2026-06-03 10:01:02", id="4200002001202606031111111111", order="WX202606030001", due="100.00", fee="0.60000", gross="100.00", **sale) + " ## p1 100 06-03 CNY",
        line.format(t="2026-06-04 11:01:02", id="4200002002202606042222222222", order="WX202606040002", due="268.50", fee="1.61100", gross="268.50", **sale) + " ## p2 268.50 06-04 CNY",
        line.format(t="2026-06-06 09:00:00", id="4200002002202606042222222222", order="WX202606040002", rid="50000001", rno="TK1", back="68.50", fee="-0.41100", ask="68.50", **refund) + " ## p3 -68.50 06-06 CNY",
        line.format(t="2026-06-07 09:00:00", id="4200002003202606053333333333", order="WX202606050003", due="88.88", fee="0.53328", gross="88.88", **sale) + " ## p4 88.88 06-07 CNY",
    ]
    totals = "总交易单数|应结订单总金额|退款总金额|充值券退款总金额|手续费总金额|订单总金额|申请退款总金额\n`4|`457.38|`68.50|`0.00|`2.33328|`457.38|`68.50 ## -"
    text = "\n".join(["`" + heads.replace(",", "|`"), *rows, totals]).replace("|", " | ")
    page = sheet("csv", text, typed=False)
    # the refund may stand against its receipt or on the order (specimens README: refund_of_order, optional;
    # netting inside one side counts as the flows it stands for)
    return made(
        folder, "wechat_merchant_trades", sheet("订单", SHOP_ORDERS), more=[further(folder / "1900000109All2026-06.csv", page, encoding="utf-8-sig")],
        links="p1>o1 100; p2>o2 268.50|200; p4>o3 88.88", may="p2+p3>o2; p2>p3",
    )  # fmt: skip


@book
def wechat_fund_flow(folder: Path) -> Book:
    text = """
记账时间 | 微信支付业务单号 | 资金流水单号 | 业务名称 | 业务类型 | 收支类型 | 收支金额(元) | 账户结余(元) | 资金变更提交申请人 | 备注 | 业务凭证号
`2026-06-03 10:01:02 | `4200002001202606031111111111 | `1000001 | `交易 | `交易 | `收入 | `100.00 | `1100.00 | `system | `WX202606030001 | `WX202606030001 ## p1 100 06-03
`2026-06-03 10:01:02 | `4200002001202606031111111111 | `1000002 | `交易 | `扣除交易手续费 | `支出 | `0.60 | `1099.40 | `system | `结算手续费 | ` ## p2 -0.60 06-03 =not_customer
`2026-06-04 11:01:02 | `4200002002202606042222222222 | `1000003 | `交易 | `交易 | `收入 | `268.50 | `1367.90 | `system | `WX202606040002 | `WX202606040002 ## p3 268.50 06-04
`2026-06-06 09:00:00 | `4200002002202606042222222222 | `1000004 | `退款 | `退款 | `支出 | `68.50 | `1299.40 | `1900000109API | `退款总金额68.50元;含手续费0.00元 | `TK1 ## p4 -68.50 06-06
`2026-06-10 09:00:00 | `1000000000202606101111111111 | `1000005 | `提现/手动提现 | `提现 | `支出 | `1000.00 | `299.40 | `1900000109 | `提现 | ` ## p5 -1000 06-10 =not_customer
资金流水总笔数 | 收入笔数 | 收入金额 | 支出笔数 | 支出金额 ## -
`5 | `2 | `368.50 | `3 | `1069.10 ## -
"""
    page = sheet("csv", text, typed=False)
    more = [further(folder / "资金账单.csv", page, encoding="utf-8-sig")]
    return made(folder, "wechat_fund_flow", sheet("订单", SHOP_ORDERS), more=more, links="p1>o1 100; p3>o2 268.50|200", may="p3+p4>o2; p3>p4")


@book
def alipay_personal_ignored_rows(folder: Path) -> Book:
    """Header on row 24, padded headings; 交易关闭 rows carry money that never moved, 不计收支 is neither in nor out."""
    pre = """
------------------------------------------------------------------------------------
导出信息：
姓名：明达
支付宝账户：xx@gmail.com
起始时间：[2026-06-01 00:00:00]    终止时间：[2026-06-30 23:59:59]
导出交易类型：[全部]
导出时间：[2026-07-01 09:12:52]
共5笔记录
收入：2笔 368.50元
支出：1笔 49.74元
不计收支：2笔 582.00元

特别提示：
1.本回单内容可表明支付宝受理了相应支付交易申请；
2.请勿将本回单作为收款方发货的凭据使用；
3.支付宝快捷支付等非余额支付方式可能既产生支付宝交易也同步产生银行交易；
4.本回单如经任何涂改、编造，均立即失去效力；
5.部分账单如：充值提现、账户转存等不计入为收入或者支出，记为不计收支类；
6.因统计逻辑不同，明细金额直接累加后，可能会和下方统计金额不一致；
7.禁止将本回单用于非法用途；
8.本明细仅展示当前账单中的交易；
9.本明细仅供个人对账使用。

------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------
"""
    text = (
        pre.strip("\n")
        + """
"交易时间            " | "交易分类                " | "交易对方                " | "对方账号                " | "商品说明                " | "收/支                 " | "金额                  " | "收/付款方式             " | "交易状态             " | "交易订单号                 " | "商家订单号                 " | "备注                  " |
2026-06-20 10:00:00 | 转账红包 | 支付宝提现 | / | 提现-实时提现 | 不计收支 | 500.00 | 工商银行(1234) | 交易成功 | "20260620001\\t" | "\\t" | | ## p5 ±500 06-20 =not_customer
2026-06-10 13:10:16 | 收入 | 王芳 | wf***@163.com | WX202606050003 | 不计收支 | 82.00 | | 交易关闭 | "20260610001\\t" | "\\t" | | ## p4? ±82 06-10
2026-06-08 21:32:14 | 办公用品 | 文具店 | / | 打印纸 | 支出 | 49.74 | 余额 | 交易成功 | "20260608001\\t" | "\\t" | | ## p3 -49.74 06-08
2026-06-04 11:22:28 | 收入 | 韩梅梅 | han***@qq.com | WX202606040002货款 | 收入 | 268.50 | 余额 | 交易成功 | "20260604001\\t" | "\\t" | | ## p2 268.50 06-04
2026-06-03 10:17:29 | 转账红包 | 李雷 | lil***@163.com | 转账WX202606030001 | 收入 | 100.00 | 余额 | 交易成功 | "20260603001\\t" | "\\t" | | ## p1 100 06-03
"""
    )
    page = sheet("csv", text, typed=False)
    more = [further(folder / "alipay_record.csv", page, encoding="gb18030")]
    # 交易关闭: excluded (FACTS §1.6), but the row must not vanish (DESIGN §3: an item or a problem)
    return made(folder, "alipay_personal_ignored_rows", sheet("订单", SHOP_ORDERS), more=more, links="p1>o1 100; p2>o2 268.50", forbidden="p4; p5")


@book
def alipay_account_detail_minus(folder: Path) -> Book:
    """支出金额（-元） is printed below zero and still means out; fee rows 收费; # lines around; summary lines below."""
    text = """
#支付宝账务明细查询
#账号：[20888888888880156]
#起始日期：[2026年06月01日 00:00:00]   终止日期：[2026年07月01日 00:00:00]
#-----------------------------------------账务明细列表----------------------------------------
账务流水号 | 业务流水号 | 商户订单号 | 商品名称 | 发生时间 | 对方账号 | 收入金额（+元） | 支出金额（-元） | 账户余额（元） | 交易渠道 | 业务类型 | 备注
"310001\\t" | "2026060322001\\t" | "WX202606030001\\t" | 茶叶 | 2026-06-03 10:00:10 | 李雷(lil***@163.com) | 100.00 | 0.00 | 1100.00 | 支付宝 | 在线支付 | "\\t" ## p1 100 06-03
"310002\\t" | "2026060322001\\t" | "WX202606030001\\t" | 茶叶 | 2026-06-03 10:00:10 | 支付宝 | 0.00 | -0.60 | 1099.40 | 支付宝 | 收费 | "服务费\\t" ## p2 -0.60 06-03 =not_customer
"310003\\t" | "2026060422002\\t" | "WX202606040002\\t" | 茶具 | 2026-06-04 11:00:10 | 韩梅梅(han***@qq.com) | 268.50 | 0.00 | 1367.90 | 支付宝 | 在线支付 | "\\t" ## p3 268.50 06-04
"310004\\t" | "2026060422002\\t" | "WX202606040002\\t" | 茶具 | 2026-06-07 11:00:10 | 韩梅梅(han***@qq.com) | 0.00 | -68.50 | 1299.40 | 支付宝 | 交易退款 | "\\t" ## p4 -68.50 06-07
"310005\\t" | "2026061022003\\t" | "\\t" | 提现 | 2026-06-10 11:00:10 | 工商银行 | 0.00 | -1000.00 | 299.40 | 支付宝 | 提现 | "\\t" ## p5 -1000 06-10 =not_customer
#-----------------------------------------账务明细列表结束------------------------------------ ## -
#支出合计：3笔，共-1069.10元 ## -
#收入合计：2笔，共368.50元 ## -
#导出时间：[2026年07月01日 12:51:06] ## -
"""
    page = sheet("csv", text, typed=False)
    more = [further(folder / "20888_账务明细.csv", page, encoding="gb18030")]
    return made(folder, "alipay_account_detail_minus", sheet("订单", SHOP_ORDERS), more=more, links="p1>o1 100; p3>o2 268.50|200", may="p3+p4>o2; p3>p4")


@book
def alipay_business_detail(folder: Path) -> Book:
    """A refund is a row of its own with the SAME trade number as the sale: never a copy of it."""
    heads = "支付宝交易号|商户订单号|业务类型|商品名称|创建时间|完成时间|门店编号|门店名称|操作员|终端号|对方账户|订单金额（元）|商家实收（元）|支付宝红包（元）|集分宝（元）|支付宝优惠（元）|商家优惠（元）|券核销金额（元）|券名称|商家红包消费金额（元）|卡消费金额（元）|退款批次号/请求号|服务费（元）|分润（元）|备注"
    line = '"{id}\\t"|"{order}\\t"|{kind}|茶叶|{t}|{t}|||||{who}|{x}|{x}|0.00|0.00|0.00|0.00|0.00||0.00|0.00|"{batch}\\t"|{fee}|0.00|"\\t"'
    rows = [
        line.format(id="2026060322001", order="WX202606030001", kind="交易", t="2026-06-03 10:00:10", who="*雷(156******89)", x="100.00", fee="-0.60", batch="") + " ## p1 100 06-03",
        line.format(id="2026060422002", order="WX202606040002", kind="交易", t="2026-06-04 11:00:10", who="*梅梅(138******01)", x="268.50", fee="-1.61", batch="") + " ## p2 268.50 06-04",
        line.format(id="2026060422002", order="WX202606040002", kind="退款", t="2026-06-07 11:00:10", who="*梅梅(138******01)", x="-268.50", fee="1.61", batch="TK9") + " ## p3 -268.50 06-07",
    ]
    pre = ["#支付宝业务明细查询", "#账号：[20888888888880156]", "#起始日期：[2026年06月01日 00:00:00]   终止日期：[2026年07月01日 00:00:00]", "#-----------业务明细列表-----------"]
    post = ["#-----------业务明细列表结束----------- ## -", "#交易合计：2笔，商家实收共368.50元，商家优惠共0.00元 ## -", "#退款合计：1笔，商家实收退款共-268.50元 ## -", "#导出时间：[2026年07月01日 12:51:06] ## -"]
    text = "\n".join([*pre, *(row.replace("|", " | ") for row in (heads, *rows)), *post])
    more = [further(folder / "20888_业务明细.csv", sheet("csv", text, typed=False), encoding="gbk")]
    # masked payers and a number: the number and the exact amount are named (specimens README: no_payer_number)
    return made(
        folder, "alipay_business_detail", sheet("订单", SHOP_ORDERS), more=more,
        links="p1>o1 100; p2>o2 268.50|200", may="p2+p3>o2; p2>p3", forbidden="p3>o1; p3>o3",
    )  # fmt: skip
