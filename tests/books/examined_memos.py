"""Memos an independent examiner saw misread: numbers in lists, ranges and rarer shapes, and money that was sent back."""

from __future__ import annotations

from pathlib import Path

from .builders import Book, book, made, sheet
from .examined import orders, receipts


@book
def lines_paid_in_part(folder: Path) -> Book:
    """A part of a document fills its lines in sheet order and stops; deposit and balance settle another."""
    heads = "订单号 | 日期 | 客户 | 品名 | 数量 | 金额\n"
    charges = """
DH2606001 | 2026-06-01 | 上海华腾电子有限公司 | 法兰 | 1 | 620 ## o1 620
DH2606001 | 2026-06-01 | 上海华腾电子有限公司 | 弯头 | 2 | 910 ## o2 910
DH2606001 | 2026-06-01 | 上海华腾电子有限公司 | 钢管 | 2 | 530 ## o3 530
DH2606002 | 2026-06-02 | 宁波诚恒建材有限公司 | 法兰 | 1 | 1150 ## o4 1150
DH2606002 | 2026-06-02 | 宁波诚恒建材有限公司 | 弯头 | 5 | 430 ## o5 430
DH2606003 | 2026-06-03 | 广州德顺纺织品有限公司 | 法兰 | 1 | 300 ## o6 300
DH2606003 | 2026-06-03 | 广州德顺纺织品有限公司 | 弯头 | 5 | 315 ## o7 315
"""
    text = """
2026-06-10 | 上海华腾电子有限公司 | 750 | DH2606001部分货款 ## p1 750
2026-06-11 | 宁波诚恒建材有限公司 | 1000 | DH2606002定金 ## p2 1000
2026-06-20 | 宁波诚恒建材有限公司 | 580 | DH2606002尾款 ## p3 580
"""
    links = "p1>o1 620; p1>o2 130; p2>o4 1000; p3>o4 150; p3>o5 430"
    return made(folder, "lines_paid_in_part", orders(charges, heads), receipts(text), links=links)


@book
def contracts_of_three_digits(folder: Path) -> Book:
    """HT-007 is made like the contracts of the book and not one of them: the money is for something else."""
    heads = "合同编号 | 签订日期 | 客户名称 | 合同金额\n"
    charges = """
HT-241 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
HT-242 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20
HT-243 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40
"""
    text = """
2026-06-10 | 上海华腾电子有限公司 | 1200.50 | 货款HT-007 ## p1 1200.50
2026-06-11 | 宁波诚恒建材有限公司 | 860.20 | 付HT-009合同款 ## p2 860.20
2026-06-12 | 广州德顺纺织品有限公司 | 930.40 | HT-243货款 ## p3 930.40
"""
    return made(folder, "contracts_of_three_digits", sheet("合同台账", heads + charges.lstrip("\n")), receipts(text), links="p3>o3 930.40", forbidden="p1; p2")


@book
def numbers_of_rarer_shapes(folder: Path) -> Book:
    """Digits in groups, a prefix in two parts, leading zeros: like the book's but not in it; the last one is."""
    charges = """
2026-06/0218 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
2026-06/0219 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20
CG-GZ-0226 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40
20260611-145 | 2026-06-04 | 青岛科海食品有限公司 | 715.30 ## o4 715.30
00066 | 2026-06-05 | 武汉帆祥汽车配件有限公司 | 2040.80 ## o5 2040.80
"""
    text = """
2026-06-10 | 上海华腾电子有限公司 | 1200.50 | 单号2026-01/0010货款 ## p1 1200.50
2026-06-11 | 广州德顺纺织品有限公司 | 930.40 | 付订单CG-GZ-0014 ## p2 930.40
2026-06-12 | 青岛科海食品有限公司 | 715.30 | 20260131-10 ## p3 715.30
2026-06-13 | 武汉帆祥汽车配件有限公司 | 2040.80 | 00010货款 ## p4 2040.80
2026-06-14 | 宁波诚恒建材有限公司 | 400 | 单号2026-06/0219部分货款 ## p5 400
"""
    return made(folder, "numbers_of_rarer_shapes", orders(charges), receipts(text), links="p5>o2 400", forbidden="p1; p2; p3; p4")


@book
def digits_listed_in_memos(folder: Path) -> Book:
    """Numbers without letters, joined by comma, slash, blank, or the second one by its end."""
    charges = """
"202606000011" | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
"202606000012" | 2026-06-01 | 上海华腾电子有限公司 | 2311.70 ## o2 2311.70
"202606000013" | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o3 860.20
"202606000014" | 2026-06-02 | 宁波诚恒建材有限公司 | 222.20 ## o4 222.20
"202606000015" | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o5 930.40
"202606000016" | 2026-06-03 | 广州德顺纺织品有限公司 | 3210.90 ## o6 3210.90
"202606000017" | 2026-06-04 | 青岛科海食品有限公司 | 715.30 ## o7 715.30
"202606000018" | 2026-06-04 | 青岛科海食品有限公司 | 654.60 ## o8 654.60
"""
    text = """
2026-06-10 | 上海华腾电子有限公司 | 3512.20 | 付202606000011,202606000012货款 ## p1 3512.20
2026-06-11 | 宁波诚恒建材有限公司 | 1082.40 | 202606000013/202606000014 ## p2 1082.40
2026-06-12 | 广州德顺纺织品有限公司 | 4141.30 | 202606000015/0016货款 ## p3 4141.30
2026-06-13 | 青岛科海食品有限公司 | 1369.90 | 202606000017 202606000018 ## p4 1369.90
"""
    links = "p1>o1 1200.50; p1>o2 2311.70; p2>o3 860.20; p2>o4 222.20; p3>o5 930.40; p3>o6 3210.90; p4>o7 715.30; p4>o8 654.60"
    return made(folder, "digits_listed_in_memos", orders(charges), receipts(text), links=links)


@book
def short_form_behind_a_comma(folder: Path) -> Book:
    """`INV-26-1192,1193` and `SO260522-175,176` name two invoices each, `INV-26-1194 1,250.00` one and an amount."""
    heads = "Invoice No | Date | Customer | Amount\n"
    charges = """
INV-26-1192 | 2026-06-02 | Acme Trading Co., Ltd. | 840.50 ## o1 840.50
INV-26-1193 | 2026-06-03 | Acme Trading Co., Ltd. | 3100.20 ## o2 3100.20
INV-26-1194 | 2026-06-04 | Cedar Foods Pte. Ltd. | 2500 ## o3 2500
SO260522-175 | 2026-06-05 | Bolt Industries Limited | 615.10 ## o4 615.10
SO260522-176 | 2026-06-06 | Bolt Industries Limited | 720.30 ## o5 720.30
"""
    bank = """
Date | Payer | Description | Deposit | Withdrawal
2026-06-20 | Acme Trading Co., Ltd. | payment INV-26-1192,1193 | 3940.70 | ## p1 3940.70
2026-06-21 | Cedar Foods Pte. Ltd. | part of INV-26-1194 1,250.00 | 1250 | ## p2 1250
2026-06-22 | Bolt Industries Limited | SO260522-175,176 | 1335.40 | ## p3 1335.40
"""
    pages = [sheet("Invoices", heads + charges.lstrip("\n")), sheet("Bank", bank)]
    return made(folder, "short_form_behind_a_comma", *pages, links="p1>o1 840.50; p1>o2 3100.20; p2>o3 1250; p3>o4 615.10; p3>o5 720.30")


@book
def dashes_of_every_length(folder: Path) -> Book:
    """An em dash, an en dash and a non-breaking hyphen inside the number; the parts paid show that it was read."""
    charges = """
SO202606010001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
SO202606020002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20
SO202606030003 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40
"""
    text = """
2026-06-10 | 上海华腾电子有限公司 | 500 | SO20260601—0001货款 ## p1 500
2026-06-11 | 宁波诚恒建材有限公司 | 400 | SO20260602–0002 ## p2 400
2026-06-12 | 广州德顺纺织品有限公司 | 300 | SO20260603‑0003 ## p3 300
"""
    return made(folder, "dashes_of_every_length", orders(charges), receipts(text), links="p1>o1 500; p2>o2 400; p3>o3 300")


@book
def ranges_of_numbers(folder: Path) -> Book:
    """0001-0003 and 0011至0013 name three orders each that make up the money; a range that does not add up waits."""
    charges = """
SO202606010001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
SO202606010002 | 2026-06-01 | 上海华腾电子有限公司 | 2311.70 ## o2 2311.70
SO202606010003 | 2026-06-01 | 上海华腾电子有限公司 | 300.60 ## o3 300.60
SO202606010004 | 2026-06-01 | 上海华腾电子有限公司 | 55.50 ## o4 55.50
SO202606010011 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o5 860.20
SO202606010012 | 2026-06-02 | 宁波诚恒建材有限公司 | 222.20 ## o6 222.20
SO202606010013 | 2026-06-02 | 宁波诚恒建材有限公司 | 641.90 ## o7 641.90
SO202606010021 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o8 930.40
SO202606010025 | 2026-06-03 | 广州德顺纺织品有限公司 | 715.30 ## o9 715.30
"""
    text = """
2026-06-10 | 上海华腾电子有限公司 | 3812.80 | SO202606010001-0003货款 ## p1 3812.80
2026-06-11 | 宁波诚恒建材有限公司 | 1724.30 | SO202606010011至SO202606010013 ## p2 1724.30
2026-06-12 | 广州德顺纺织品有限公司 | 4000 | SO202606010021~SO202606010025货款 ## p3 4000
"""
    links = "p1>o1 1200.50; p1>o2 2311.70; p1>o3 300.60; p2>o5 860.20; p2>o6 222.20; p2>o7 641.90"
    return made(folder, "ranges_of_numbers", orders(charges), receipts(text), links=links, forbidden="p3")


@book
def money_that_was_sent_back(folder: Path) -> Book:
    """退回, 冲回 and 汇款退回 take the line before back; the orders stay open. Goods sent back (退货) are no such line."""
    charges = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
SO26060002 | 2026-06-02 | 宁波诚恒建材有限公司 | 860.20 ## o2 860.20
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40
SO26060004 | 2026-06-04 | 青岛科海食品有限公司 | 715.30 ## o4 715.30
TH26060005 | 2026-06-20 | 青岛科海食品有限公司 | -715.30 ## o5 -715.30
"""
    bank = """
日期 | 对方户名 | 摘要 | 收入 | 支出 | 余额
2026-06-10 | 上海华腾电子有限公司 | SO26060001货款 | 1200.50 | | 1200.50 ## p1 1200.50
2026-06-11 | 上海华腾电子有限公司 | 对方账号户名不符退回 | | 1200.50 | 0 ## p2 -1200.50
2026-06-12 | 宁波诚恒建材有限公司 | SO26060002货款 | 860.20 | | 860.20 ## p3 860.20
2026-06-13 | 宁波诚恒建材有限公司 | 冲回 | | 860.20 | 0 ## p4 -860.20
2026-06-14 | 广州德顺纺织品有限公司 | SO26060003 | 930.40 | | 930.40 ## p5 930.40
2026-06-15 | 广州德顺纺织品有限公司 | 汇款退回 | | 930.40 | 0 ## p6 -930.40
2026-06-16 | 青岛科海食品有限公司 | SO26060004货款 | 715.30 | | 715.30 ## p7 715.30
2026-06-22 | 青岛科海食品有限公司 | 退货款退回 | | 715.30 | 0 ## p8 -715.30
"""
    return made(
        folder, "money_that_was_sent_back", orders(charges), sheet("工行", bank),
        links="p1>p2 1200.50; p3>p4 860.20; p5>p6 930.40; p7>o4 715.30", may="p8>o5", forbidden="p7>p8",
    )  # fmt: skip


@book
def a_known_number_beside_an_unknown_suffix(folder: Path) -> Book:
    """SO…01、SO…02(补) with the exact amount of the first: the second may have been paid in part, so nothing is settled."""
    charges = """
SO26060001 | 2026-06-01 | 上海华腾电子有限公司 | 1200.50 ## o1 1200.50
SO26060002 | 2026-06-02 | 上海华腾电子有限公司 | 860.20 ## o2 860.20
SO26060003 | 2026-06-03 | 广州德顺纺织品有限公司 | 930.40 ## o3 930.40
"""
    text = """
2026-06-10 | 上海华腾电子有限公司 | 1200.50 | 付SO26060001、SO26060002(补) ## p1 1200.50
2026-06-11 | 广州德顺纺织品有限公司 | 930.40 | SO26060003 ## p2 930.40
"""
    return made(folder, "a_known_number_beside_an_unknown_suffix", orders(charges), receipts(text), links="p2>o3 930.40", forbidden="p1")
