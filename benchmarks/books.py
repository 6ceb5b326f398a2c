"""A seeded book of any size for measurements: one sheet of orders, one bank statement, as a Chinese wholesaler keeps them.

Of the payments 60 % name the order in their memo, 25 % pay one order of their customer to the fen without naming it,
5 % pay two orders at once, 5 % pay a part of one, and 5 % pay for nothing in the book.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from random import Random

from xlsxwriter.workbook import Workbook

from ticktie.domain.grid import Cell, Sheet

ORDERS = ("订单号", "订单日期", "客户名称", "业务员", "价税合计", "备注")
PAYMENTS = ("交易日期", "交易流水号", "对方户名", "对方账号", "收入金额", "支出金额", "摘要")
NAMED, EXACT, PAIRS, PARTS = 0.60, 0.25, 0.05, 0.05  # shares of the payments; the rest pays for nothing
ORDERS_OF_A_CUSTOMER = 13
_FIRST_DAY = dt.date(2026, 4, 1)
_DAYS = 85
_CITIES = ("杭州", "宁波", "温州", "嘉兴", "苏州", "无锡", "南京", "合肥", "上海", "武汉", "长沙", "厦门", "广州", "佛山", "济南", "成都")
_FIRST = "岚沐槿澈朔禾笙砚桦葵霖汐珩梧翎煦筱榆霁岑"
_SECOND = "丰恒川远桥原屿洲野舟溪岭泽帆棠林庭穗邑陌"
_TRADES = ("食品", "建材", "电子", "纺织品", "服饰", "五金制品", "家居用品", "包装材料", "汽车配件", "日用百货", "文具用品", "化工")
_SELLERS = ("李红", "张伟", "沈洁", "顾明", "陆瑶")


@dataclass(frozen=True)
class Order:
    number: str
    day: dt.date
    customer: str
    amount: int  # fen


@dataclass(frozen=True)
class Payment:
    day: dt.date
    customer: str
    amount: int  # fen
    memo: str


def write_book(path: Path, rows: int, seed: int = 20260630) -> None:
    """A book of `rows` orders and about as many payments."""
    rng = Random(seed)
    orders = _orders(rng, rows)
    payments = _payments(rng, orders)
    book = Workbook(str(path))
    day, money = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "#,##0.00"})
    sheet = book.add_worksheet("订单")
    sheet.write_row(0, 0, ORDERS)
    for r, order in enumerate(orders, 1):
        sheet.write_string(r, 0, order.number)
        sheet.write_datetime(r, 1, dt.datetime.combine(order.day, dt.time()), day)
        sheet.write_string(r, 2, order.customer)
        sheet.write_string(r, 3, rng.choice(_SELLERS))
        sheet.write_number(r, 4, order.amount / 100, money)
    sheet = book.add_worksheet("银行流水")
    sheet.write_row(0, 0, PAYMENTS)
    for r, payment in enumerate(payments, 1):
        sheet.write_datetime(r, 0, dt.datetime.combine(payment.day, dt.time()), day)
        sheet.write_string(r, 1, f"2026{r:012d}")
        sheet.write_string(r, 2, payment.customer)
        sheet.write_string(r, 3, f"62{abs(hash_of(payment.customer)) % 10**14:014d}")
        sheet.write_number(r, 4, payment.amount / 100, money)
        sheet.write_string(r, 6, payment.memo)
    book.close()


def hash_of(text: str) -> int:
    """A number for a text that is the same in every process."""
    return int.from_bytes(text.encode("utf-8")[:16], "big") * 2_654_435_761


def matching_sheets(rows: int, per_customer: int = ORDERS_OF_A_CUSTOMER, seed: int = 20260630) -> list[Sheet]:
    """Sheets as read of `rows` payments: 60 % name their order, 25 % have its amount, 10 % pay two orders, 5 % pay for nothing.

    As many orders as that takes, and 5 % that nobody pays.
    """
    rng = Random(seed)
    paid_twice = round(rows * 0.10)
    orders = _orders(rng, round(rows * 0.90) + 2 * paid_twice, per_customer)
    pairs = _pairs(rng, orders, paid_twice)
    paired = {order.number for pair in pairs for order in pair}
    single = [order for order in orders if order.number not in paired]
    rng.shuffle(single)
    named, exact = round(rows * NAMED), round(rows * EXACT)
    made = [_pays(rng, [o], o.amount, f"货款{o.number}") for o in single[:named]]
    made += [_pays(rng, [o], o.amount, "货款") for o in single[named : named + exact]]
    made += [_pays(rng, pair, sum(o.amount for o in pair), "货款") for pair in pairs]
    made += [_pays(rng, [rng.choice(orders)], rng.randrange(30_000, 9_000_000), "往来款") for _ in range(rows - len(made))]
    asked: list[list[Cell]] = [[o.number, o.day, o.customer, rng.choice(_SELLERS), o.amount / 100, None] for o in orders]
    paid: list[list[Cell]] = [
        [p.day, f"2026{r:012d}", p.customer, f"62{abs(hash_of(p.customer)) % 10**14:014d}", p.amount / 100, None, p.memo]
        for r, p in enumerate(sorted(made, key=lambda p: p.day), 1)
    ]
    return [Sheet("订单", [list(ORDERS), *asked], "订单"), Sheet("银行流水", [list(PAYMENTS), *paid], "银行流水")]


def _orders(rng: Random, rows: int, per_customer: int = ORDERS_OF_A_CUSTOMER) -> list[Order]:
    customers = _customers(rng, max(1, rows // per_customer))
    made = []
    for n in range(rows):
        day = _FIRST_DAY + dt.timedelta(days=rng.randrange(_DAYS))
        amount = int(min(9_000_000, max(20_000, rng.lognormvariate(13.6, 0.9))))
        made.append(Order(f"SO{day:%Y%m}{n + 1:06d}", day, rng.choice(customers), amount))
    return made


def _customers(rng: Random, count: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < count:
        own = rng.choice(_FIRST) + rng.choice(_SECOND)
        names[f"{rng.choice(_CITIES)}{own}{rng.choice(_TRADES)}有限公司"] = None
    return list(names)


def _payments(rng: Random, orders: list[Order]) -> list[Payment]:
    """Every order is paid at most once, so that the shares hold whatever was drawn before."""
    count = len(orders)
    pairs = _pairs(rng, orders, round(count * PAIRS))
    paired = {order.number for pair in pairs for order in pair}
    single = [order for order in orders if order.number not in paired]
    rng.shuffle(single)
    named, exact = round(count * NAMED), round(count * EXACT)
    made = [_pays(rng, [o], o.amount, f"货款{o.number}") for o in single[:named]]
    made += [_pays(rng, [o], o.amount, "货款") for o in single[named : named + exact]]
    made += [_pays(rng, pair, sum(o.amount for o in pair), "货款") for pair in pairs]
    made += [_pays(rng, [o], o.amount * rng.randrange(20, 80) // 100, "货款") for o in single[named + exact :][: round(count * PARTS)]]
    made += [_pays(rng, [rng.choice(orders)], rng.randrange(30_000, 9_000_000), "往来款") for _ in range(count - len(made))]
    return sorted(made, key=lambda p: p.day)


def _pairs(rng: Random, orders: list[Order], count: int) -> list[tuple[Order, Order]]:
    """Pairs of orders of one customer, no order in two of them."""
    last: dict[str, Order] = {}
    found: list[tuple[Order, Order]] = []
    for order in orders:
        if first := last.pop(order.customer, None):
            found.append((first, order))
        else:
            last[order.customer] = order
    return rng.sample(found, min(count, len(found)))


def _pays(rng: Random, orders: list[Order] | tuple[Order, ...], amount: int, memo: str) -> Payment:
    day = max(o.day for o in orders) + dt.timedelta(days=rng.randrange(5))
    return Payment(day, orders[0].customer, amount, memo)
