"""Scenes that are no customer's money, rows that cannot be read, and orders that nobody has paid yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

from ticktie.samples import memos, names
from ticktie.samples.paying import trap
from ticktie.samples.records import Receipt, Scene
from ticktie.samples.world import BOC, CASH, CCB, ICBC, WECHAT, World

BAD_CELLS = ("amount_text", "amount_missing", "amount_na", "date_impossible", "number_lost", "number_twice")
BAD_LINES = ("amount_text", "amount_missing", "amount_na", "date_impossible")


def unpaid(rng: Random, world: World) -> Scene:
    """An order that nobody has paid yet."""
    customer = world.customer()
    return Scene((world.order(customer),), customers=(customer,))


def cancelled(rng: Random, world: World) -> Scene:
    """A cancelled or draft order without money."""
    customer = world.customer()
    return Scene((world.order(customer, kind=rng.choice(("cancelled", "draft"))),), customers=(customer,))


def own_cost(rng: Random, world: World) -> Scene:
    """Wages, rent, power, tax, charges of the bank."""
    memo, least, most, accounts = rng.choice(_COSTS)
    amount = -rng.randint(least, most)
    return _noise(_line(rng, world, rng.choice(accounts), amount, memo), "noise_out", "a cost of our own, no customer")


_COSTS = (
    ("代发工资", 8_000_000, 19_000_000, (ICBC,)), ("房租", 1_200_000, 1_200_001, (ICBC, CCB)), ("6月电费", 80_000, 400_000, (CCB,)),
    ("对公账户手续费", 500, 8_000, (ICBC, CCB)), ("缴税", 300_000, 2_500_000, (ICBC,)), ("快递费", 2_000, 60_000, (CASH, WECHAT)),
    ("办公用品", 3_000, 90_000, (CASH,)), ("报销差旅", 20_000, 350_000, (CASH,)), ("社保公积金", 900_000, 2_200_000, (CCB,)),
)  # fmt: skip


def supplier(rng: Random, world: World) -> Scene:
    """Goods that we buy ourselves."""
    payer = world.fresh().name
    line = _line(rng, world, rng.choice((ICBC, CCB)), -world.amount(), rng.choice(("采购款", "货款", "付材料款")), payer=payer)
    return _noise(line, "noise_out", "a payment to a supplier")


def interest(rng: Random, world: World) -> Scene:
    """Interest on the account."""
    return _noise(_line(rng, world, rng.choice((ICBC, CCB)), rng.randint(120, 9_000), "结息"), "noise_in", "bank interest")


def own_transfer(rng: Random, world: World) -> Scene:
    """Money moved between our own accounts: out of one, into the other on the same day."""
    out, into, memo = rng.choice(((ICBC, CCB, "资金调拨"), (CCB, ICBC, "内部转账"), (WECHAT, ICBC, "提现")))
    amount = rng.randint(5, 80) * 100_000
    day = world.day()
    at = rng.randint(32_000, 50_000)
    left = replace(_line(rng, world, out, -amount, memo, names.OWN_NAME), day=day, at=at, partner=into)
    right = replace(_line(rng, world, into, amount, memo, names.OWN_NAME), day=day, at=at + rng.randint(5, 900), partner=out)
    return Scene(receipts=(left, right), traps=tuple(trap(r, "noise_transfer", "money between own accounts") for r in (left, right)))


def dollar_sale(rng: Random, world: World) -> Scene:
    """Dollars sold to the bank."""
    line = _line(rng, world, BOC, -rng.randint(2, 9) * 100_000, "结汇", payer=names.OWN_NAME)
    return _noise(replace(line, currency="USD"), "noise_out", "dollars sold to the bank")


def _line(rng: Random, world: World, account: str, amount: int, memo: str, payer: str = "") -> Receipt:
    return Receipt(world.key(), account, world.day(), rng.randint(30_000, 60_000), amount, payer, "", memo, "none")


def _noise(line: Receipt, mechanism: str, why: str) -> Scene:
    return Scene(receipts=(line,), traps=(trap(line, mechanism, why),))


def bad_order(rng: Random, world: World, kind: str) -> Scene:
    """An order with a spoilt cell; nothing hangs on it."""
    customer = world.fresh()
    charge = world.order(customer, bad=kind)
    charges = (charge, world.order(customer, day=charge.day, number=charge.number, bad=kind)) if kind == "number_twice" else (charge,)
    return Scene(charges, customers=(customer,), locked=(customer.name,))


def bad_line(rng: Random, world: World, kind: str) -> Scene:
    """A payment line with a spoilt cell; nothing hangs on it."""
    customer = world.fresh()
    charge = world.order(customer, day=world.day(dt.date(2026, 5, 5), dt.date(2026, 5, 30)))
    account = rng.choice((ICBC, CASH))
    line = world.receipt(customer, world.amount(), memos.bare(rng), "none", world.day(), account, bad=kind)
    return Scene((charge,), (line,), customers=(customer,), locked=(customer.name,))
