"""Statements of the own accounts as banks export them, a wallet's bill and the cash journal; all balances close."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from random import Random

from ticktie.samples import names
from ticktie.samples.draft import Draft, comma, stamp, yuan
from ticktie.samples.order_sheets import spoil
from ticktie.samples.records import Receipt
from ticktie.samples.sheets import DATE, MONEY, TEXT, Column, Value
from ticktie.samples.world import BOC, CASH, CCB, ICBC, WECHAT

OWN_ACCOUNTS = {ICBC: "1202021309900088776", CCB: "33050161738800001234", BOC: "379868012345", WECHAT: "1609988776", CASH: ""}
SERIALS = {CCB, BOC, WECHAT}  # whose lines carry a serial
_PAGE = 12  # lines on a page of the journal


def in_time(lines: Sequence[Receipt]) -> list[Receipt]:
    """Oldest first; a copy right after its original."""
    return sorted(lines, key=lambda r: (r.day, r.at, r.copy_of or r.key, r.key))


def balances(rng: Random, lines: Sequence[Receipt]) -> tuple[int, list[int]]:
    """The opening balance and the balance after each line; a copied line moves nothing."""
    running, total = [], 0
    for line in lines:
        total += 0 if line.copy_of is not None else line.amount
        running.append(total)
    opening = rng.randint(40_000, 900_000) * 100 - min([0, *running]) // 100 * 100
    return opening, [opening + b for b in running]


def serial(line: Receipt) -> str:
    """The bank's own number of a line; a copy has that of its original."""
    if line.account not in SERIALS:
        return ""
    return f"{line.day:%y%m%d}{line.at:05d}{line.copy_of or line.key:06d}"


def account_of(payer: str, partner: str = "") -> str:
    """The account a payer pays from: one of our own, or one made from its name."""
    if partner:
        return OWN_ACCOUNTS[partner]
    return f"6217{zlib.crc32(payer.encode()):012d}" if payer else ""


def icbc(rng: Random, lines: Sequence[Receipt]) -> Draft:
    """In and out columns as text, newest first; no serial."""
    draft = Draft("工行流水", "payment", (
        Column("凭证号", "voucher", TEXT, 8), Column("交易时间", "date", TEXT, 20), Column("对方单位", "payer", TEXT, 30),
        Column("对方账号", "counter", TEXT, 20), Column("转入金额", "in", TEXT, 14), Column("转出金额", "out", TEXT, 14),
        Column("余额", "balance", TEXT, 16), Column("用途", "purpose", TEXT, 12), Column("摘要", "summary", TEXT, 12), Column("附言", "memo", TEXT, 36),
    ))  # fmt: skip
    draft.line("preamble", "[HISTORYDETAIL]")
    draft.heading()
    ordered = in_time(lines)
    _, after = balances(rng, ordered)
    for line, balance in reversed(list(zip(ordered, after, strict=True))):
        way = rng.choice(("网银来账", "跨行汇款", "转账")) if line.amount > 0 else "转账支出"
        cells: dict[str, Value] = {
            "date": stamp(line.day, line.at, "%Y-%m-%d %H:%M:%S"), "payer": line.payer or None,
            "counter": account_of(line.payer, line.partner) or None, "in": comma(line.amount) if line.amount > 0 else None,
            "out": comma(-line.amount) if line.amount < 0 else None, "balance": comma(balance), "purpose": way, "summary": way, "memo": line.memo,
        }  # fmt: skip
        spoil(cells, line.bad, "in")
        draft.document(line.key, cells)
    _same_words(draft, ordered)
    return draft


def _same_words(draft: Draft, lines: Sequence[Receipt]) -> None:
    """A copied line repeats its original in every cell."""
    for line in lines:
        if line.copy_of is not None:
            draft.rows[draft.at[line.key] - 1] = draft.rows[draft.at[line.copy_of] - 1]


def ccb(rng: Random, lines: Sequence[Receipt]) -> Draft:
    """Debit is out and credit is in, as the bank sees it; 0 on the empty side, dates as text, oldest first."""
    draft = Draft("建行流水", "payment", (
        Column("账号", "account", TEXT, 22), Column("账户名称", "holder", TEXT, 22), Column("交易时间", "date", TEXT, 19),
        Column("借方发生额（支取）", "out", MONEY, 16), Column("贷方发生额（收入）", "in", MONEY, 16), Column("余额", "balance", MONEY, 16),
        Column("币种", "currency", TEXT, 9), Column("对方户名", "payer", TEXT, 30), Column("对方账号", "counter", TEXT, 20),
        Column("对方开户机构", "bank", TEXT, 22), Column("记账日期", "posted", TEXT, 10), Column("摘要", "summary", TEXT, 12),
        Column("备注", "memo", TEXT, 36), Column("账户明细编号-交易流水号", "serial", TEXT, 22),
    ))  # fmt: skip
    draft.heading()
    ordered = in_time(lines)
    _, after = balances(rng, ordered)
    for line, balance in zip(ordered, after, strict=True):
        draft.document(line.key, {
            "account": OWN_ACCOUNTS[CCB], "holder": names.OWN_NAME, "date": stamp(line.day, line.at, "%Y%m%d %H:%M:%S"),
            "out": yuan(max(0, -line.amount)), "in": yuan(max(0, line.amount)), "balance": yuan(balance), "currency": "人民币元",
            "payer": line.payer or None, "counter": account_of(line.payer, line.partner) or None,
            "bank": "中国建设银行" if line.payer else None, "posted": f"{line.day:%Y%m%d}", "summary": "电子汇入" if line.amount > 0 else "电子汇出",
            "memo": line.memo, "serial": serial(line),
        })  # fmt: skip
    draft.line("blank")
    draft.line("note", f"导出笔数：{len(ordered)}，仅供参考，以银行对账单为准")
    return draft


def boc(rng: Random, lines: Sequence[Receipt]) -> Draft:
    """A dollar account: bilingual titles, signed amounts, payer and payee in columns of their own."""
    draft = Draft("中行美元户", "payment", (
        Column("交易类型[ Transaction Type ]", "way", TEXT, 14), Column("付款人名称[ Payer's Name ]", "payer", TEXT, 30),
        Column("收款人名称[ Payee's Name ]", "payee", TEXT, 30), Column("交易日期[ Transaction Date ]", "date", TEXT, 12),
        Column("交易时间[ Transaction time ]", "time", TEXT, 10), Column("交易货币[ Trade Currency ]", "currency", TEXT, 8),
        Column("交易金额[ Trade Amount ]", "signed", MONEY, 16), Column("交易后余额[ After-transaction balance ]", "balance", MONEY, 16),
        Column("交易流水号[ Transaction reference number ]", "serial", TEXT, 22), Column("摘要[ Reference ]", "summary", TEXT, 12),
        Column("交易附言[ Remark ]", "memo", TEXT, 36),
    ))  # fmt: skip
    draft.line("preamble", "查询账号[ Inquirer account number ]", OWN_ACCOUNTS[BOC])
    draft.line("preamble", "账户名称[ Account name ]", names.OWN_NAME)
    draft.line("blank")
    draft.heading()
    ordered = in_time(lines)
    _, after = balances(rng, ordered)
    for line, balance in zip(ordered, after, strict=True):
        came = line.amount > 0
        draft.document(line.key, {
            "way": "来账" if came else "往账", "payer": line.payer if came else names.OWN_NAME, "payee": names.OWN_NAME if came else line.payer,
            "date": f"{line.day:%Y%m%d}", "time": stamp(line.day, line.at, "%H:%M:%S"), "currency": line.currency,
            "signed": yuan(line.amount), "balance": yuan(balance), "serial": serial(line), "summary": "国际汇款" if came else "结汇", "memo": line.memo,
        })  # fmt: skip
    return draft


def wechat(rng: Random, lines: Sequence[Receipt]) -> Draft:
    """A wallet's bill: the direction in words, amounts as ¥ text, the order number in the merchant's column."""
    draft = Draft("微信账单", "payment", (
        Column("交易时间", "date", TEXT, 20), Column("交易类型", "type", TEXT, 12), Column("交易对方", "payer", TEXT, 28), Column("商品", "goods", TEXT, 16),
        Column("收/支", "direction", TEXT, 6), Column("金额(元)", "amount", TEXT, 12), Column("支付方式", "by", TEXT, 10),
        Column("当前状态", "status", TEXT, 12), Column("交易单号", "serial", TEXT, 24), Column("商户单号", "ref", TEXT, 20), Column("备注", "memo", TEXT, 34),
    ))  # fmt: skip
    draft.title("微信支付账单明细")
    for text in (f"微信昵称：[{names.OWN_NAME}]", "起始时间：[2026-06-01 00:00:00] 终止时间：[2026-07-05 23:59:59]", "导出类型：[全部]"):
        draft.line("preamble", text)
    draft.line("blank")
    draft.line("preamble", "----------------------微信支付账单明细列表--------------------")
    draft.heading()
    for line in reversed(in_time(lines)):
        came = line.amount > 0
        draft.document(line.key, {
            "date": stamp(line.day, line.at, "%Y-%m-%d %H:%M:%S"), "type": "转账" if came else "零钱提现" if line.partner else "扫二维码付款",
            "payer": line.payer or "/", "goods": "/", "direction": "收入" if came else "支出", "amount": f"¥{yuan(abs(line.amount))}",
            "by": "零钱", "status": "已存入零钱" if came else "支付成功", "serial": f"10000{serial(line)}", "ref": line.reference or "/", "memo": line.memo,
        })  # fmt: skip
    return draft


def cash(rng: Random, lines: Sequence[Receipt]) -> Draft:
    """The cash journal, page by page: carried over, subtotals, a month's total; the order column is the accountant's."""
    draft = Draft("现金日记账", "payment", (
        Column("日期", "date", DATE, 12), Column("凭证号", "voucher", TEXT, 10), Column("摘要", "memo", TEXT, 34), Column("往来单位", "payer", TEXT, 28),
        Column("收入", "in", MONEY, 13), Column("支出", "out", MONEY, 13), Column("余额", "balance", MONEY, 14),
        Column("订单号", "ref", TEXT, 18, by_hand=True), Column("备注", "remark", TEXT, 14),
    ))  # fmt: skip
    ordered = in_time(lines)
    opening, after = balances(rng, ordered)
    draft.title("现 金 日 记 账")
    draft.line("preamble", "2026年6月", None, None, None, "单位：元", None, "第 1 页")
    draft.heading()
    draft.line("data", None, None, "上月结转", None, None, None, yuan(opening))
    for i, (line, balance) in enumerate(zip(ordered, after, strict=True)):
        if i and i % _PAGE == 0:
            page = ordered[i - _PAGE : i]
            draft.total("本页小计", {"in": _came(page), "out": _left(page), "balance": yuan(after[i - 1])})
            draft.total("承上页", {"balance": yuan(after[i - 1])})
        draft.document(line.key, _journal_cells(rng, line, balance, i + 1))
    draft.total("本月合计", {"in": _came(ordered), "out": _left(ordered), "balance": yuan(after[-1] if after else opening)})
    draft.line("note", "出纳：曹颖　　复核：财务部")
    return draft


def _journal_cells(rng: Random, line: Receipt, balance: int, number: int) -> dict[str, Value]:
    amount: Value = yuan(line.amount)
    if rng.random() < 0.1:
        amount = rng.choice((f"￥{comma(line.amount)}", "".join(chr(ord(c) + 0xFEE0) for c in comma(abs(line.amount)))))
    cells: dict[str, Value] = {
        "date": line.day, "voucher": f"现{'收' if line.amount > 0 else '付'}-{number:03d}", "memo": line.memo, "payer": line.payer or None,
        "in": amount if line.amount > 0 else None, "out": yuan(-line.amount) if line.amount < 0 else None, "balance": yuan(balance),
        "ref": line.reference or None,
    }  # fmt: skip
    spoil(cells, line.bad, "in")
    return cells


def _came(lines: Sequence[Receipt]) -> Value:
    return yuan(sum(max(0, r.amount) for r in lines))


def _left(lines: Sequence[Receipt]) -> Value:
    return yuan(sum(max(0, -r.amount) for r in lines))


LAYOUTS: dict[str, Callable[[Random, Sequence[Receipt]], Draft]] = {ICBC: icbc, CCB: ccb, WECHAT: wechat, CASH: cash, BOC: boc}
