"""The order sheet, the delivery sheet, and sheets that hold nothing of the month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from ticktie.samples import names
from ticktie.samples.draft import Draft, comma, letter_range, yuan
from ticktie.samples.records import CNY, Charge, Customer
from ticktie.samples.sheets import DATE, MONEY, TEXT, WHOLE, Column, Formula, Value

CURRENCY_WORDS = {"CNY": "人民币", "USD": "美元"}
IMPOSSIBLE = "2026-02-30"
PENDING = "待定"
_GOODS = ("不锈钢保温杯", "陶瓷餐具", "LED灯管", "纸箱", "棉质工装", "五金套件", "塑料周转箱", "办公文具", "线材", "收纳盒")
_UNITS = ("件", "箱", "套", "包")


@dataclass(frozen=True)
class Delivery:
    """One delivery note: a part of an order."""

    number: str
    charge: Charge
    day: dt.date
    amount: int


def deliveries_of(rng: Random, charges: Sequence[Charge]) -> list[Delivery]:
    """All delivery notes in the order of their days, numbered as they went out."""
    parts = sorted(((day, c.key, i, amount, c) for c in charges for i, (day, amount) in enumerate(c.deliveries)), key=lambda p: p[:3])
    number = rng.randint(2_000, 6_000)
    notes: list[Delivery] = []
    for day, _, _, amount, charge in parts:
        number += 1
        notes.append(Delivery(f"CK{day:%y%m}-{number}", charge, day, amount))
    return notes


def order_sheet(rng: Random, charges: Sequence[Charge], customers: Mapping[str, Customer], sold: Mapping[int, str]) -> Draft:
    """Orders of this month and what is still open of older ones, in the order of their days.

    sold: key of a return -> number of the order whose goods came back.
    """
    draft = Draft("6月订单", "order", (
        Column("下单日期", "date", DATE, 12), Column("订单号", "number", TEXT, 18), Column("客户名称", "party", TEXT, 30),
        Column("业务员", "salesperson", TEXT, 9), Column("品名规格", "product", TEXT, 16), Column("数量", "quantity", WHOLE, 8),
        Column("单价", "price", MONEY, 12), Column("订单金额", "amount", MONEY, 14), Column("币种", "currency", TEXT, 8),
        Column("订单状态", "status", TEXT, 10), Column("备注", "remark", TEXT, 22),
    ))  # fmt: skip
    draft.title(f"{names.OWN_NAME} 2026年6月销售订单汇总")
    draft.line("preamble", "制表：财务部", None, "单位：元", None, None, None, None, "含以前月份未收清订单")
    draft.heading()
    ordered = sorted(charges, key=lambda c: (c.day, c.number, c.key))
    for charge in ordered:
        cells = _order_cells(rng, draft, charge, customers[charge.customer])
        if charge.key in sold:
            cells["remark"] = f"退{sold[charge.key]}"
        draft.document(charge.key, cells, hidden=rng.random() < 0.02)
    draft.line("blank")
    keys = [c.key for c in ordered]
    draft.total("合计（人民币）", {"amount": _total(draft, ordered, keys)})
    draft.line("note", "注：本表按下单日期排列，退货以负数列示；未审核及已取消订单不作应收。")
    return draft


def _order_cells(rng: Random, draft: Draft, charge: Charge, customer: Customer) -> dict[str, Value]:
    row = len(draft.rows) + 1
    quantity = _quantity(rng, charge.amount)
    cells: dict[str, Value] = {
        "date": _date(rng, charge.day), "number": charge.number, "party": charge.customer, "salesperson": customer.salesperson,
        "product": rng.choice(_GOODS), "quantity": quantity, "price": abs(yuan(charge.amount // quantity)),
        "amount": Formula(f"=F{row}*G{row}", yuan(charge.amount)) if rng.random() < 0.6 else _money(rng, charge.amount),
        "currency": CURRENCY_WORDS[charge.currency], "status": _status(rng, charge), "remark": "次月结算" if rng.random() < 0.04 else None,
    }  # fmt: skip
    spoil(cells, charge.bad)
    return cells


def _quantity(rng: Random, amount: int) -> int:
    """A count that divides the amount into a price of whole fen; negative for goods that come back."""
    sign = -1 if amount < 0 else 1
    return sign * next((q for q in rng.sample((2, 4, 5, 6, 8, 10, 12, 20, 24, 50), 6) if amount % q == 0), 1)


def _date(rng: Random, day: dt.date) -> Value:
    """Mostly a date, sometimes one typed as text."""
    if rng.random() < 0.92:
        return day
    return rng.choice((f"{day.year}/{day.month}/{day.day}", f"{day:%Y.%m.%d}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}"))


def _money(rng: Random, amount: int) -> Value:
    """Mostly a number, sometimes text as people type it."""
    if rng.random() < 0.93 or amount < 0:
        return yuan(amount)
    return rng.choice((f"¥{comma(amount)}", comma(amount), f"{yuan(amount)}元", "".join(chr(ord(c) + 0xFEE0) for c in comma(amount))))


def _status(rng: Random, charge: Charge) -> str:
    if charge.kind == "cancelled":
        return "已取消"
    if charge.kind == "draft":
        return "待审核"
    return rng.choice(("已完成", "已完成", "已发货", "已审核"))


def spoil(cells: dict[str, Value], bad: str, money: str = "amount") -> None:
    """Put what cannot be read into the cell that `bad` names."""
    if bad == "amount_text":
        cells[money] = PENDING
    elif bad == "amount_missing":
        cells[money] = None
    elif bad == "amount_na":
        cells[money] = Formula("=NA()", "#N/A")
    elif bad == "date_impossible":
        cells["date"] = IMPOSSIBLE
    elif bad == "number_lost":
        cells["number"] = 1.23457e19


def _total(draft: Draft, charges: Sequence[Charge], keys: Sequence[Hashable]) -> Formula:
    """The sum Excel shows: numbers in yuan; text and errors are left out."""
    at, currency = draft.columns.index(next(c for c in draft.columns if c.role == "amount")), CURRENCY_WORDS[CNY]
    total = Decimal(0)
    for charge in charges:
        value = draft.rows[draft.at[charge.key] - 1].cells[at]
        value = value.value if isinstance(value, Formula) else value
        total += value if isinstance(value, Decimal) and charge.currency == CNY else 0
    amounts, words = letter_range(draft, "amount", keys), letter_range(draft, "currency", keys)
    return Formula(f'=SUMIFS({amounts},{words},"{currency}",{amounts},"<9E+15")', total)


def delivery_sheet(rng: Random, notes: Sequence[Delivery]) -> Draft:
    """Delivery notes, each naming its order."""
    draft = Draft("送货明细", "delivery", (
        Column("送货日期", "date", DATE, 12), Column("送货单号", "number", TEXT, 14), Column("收货单位", "party", TEXT, 30),
        Column("对应订单号", "related", TEXT, 18), Column("品名", "product", TEXT, 16), Column("单位", "unit", TEXT, 6),
        Column("送货金额", "amount", MONEY, 14), Column("币种", "currency", TEXT, 8), Column("签收人", "signed", TEXT, 10),
    ))  # fmt: skip
    draft.title("2026年6月送货明细表")
    draft.heading()
    for note in notes:
        draft.document(note.number, {
            "date": note.day, "number": note.number, "party": note.charge.customer, "related": note.charge.number,
            "product": rng.choice(_GOODS), "unit": rng.choice(_UNITS), "amount": yuan(note.amount),
            "currency": CURRENCY_WORDS[note.charge.currency], "signed": rng.choice(names.PERSONS)[0] + "某",
        })  # fmt: skip
    draft.line("total", "合计", f"{len(notes)} 张")
    return draft


def contacts(rng: Random, customers: Sequence[Customer]) -> Draft:
    """A list of telephones: not part of the month."""
    draft = Draft("通讯录", "other", (Column("单位", "", TEXT, 30), Column("联系人", "", TEXT, 10), Column("手机", "", TEXT, 14), Column("备注", "", TEXT, 16)))
    draft.heading()
    for customer in customers[:25]:
        draft.line("data", customer.name, rng.choice(names.PERSONS), f"13{rng.randint(10**8, 10**9 - 1)}", rng.choice((None, "月结30天", "月结60天")))
    return draft


def remarks() -> Draft:
    """Notes to the reader of the book: not part of the month."""
    draft = Draft("说明", "other", (Column("说明", "", TEXT, 60),))
    for text in (
        "1. 本簿由财务部按月整理，银行流水为网银导出原样。", "2. SO 开头为销售订单，TH 开头为退货单。",
        "3. 上月应收合计 1,286,400.00 元已另行对账。", "4. 疑问请找财务部。",
    ):  # fmt: skip
        draft.line("note", text)
    return draft
