"""Scenes in which the payer names the debt: by number or by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from random import Random

from ticktie.samples import memos, names
from ticktie.samples.paying import by_number, settled
from ticktie.samples.records import USD, Allocation, Charge, Customer, Difference, Limit, Scene
from ticktie.samples.world import AS_OF, BALANCED, BOC, CASH, FIRST, WECHAT, World


def ref_column(rng: Random, world: World) -> Scene:
    """The number stands in a column of its own: the bill's merchant number, the journal's order column."""
    customer = world.customer()
    charge = world.order(customer)
    return by_number(
        rng, world, "ref_column", customer, charge, memos.bare(rng), account=rng.choice((WECHAT, CASH)), reference=charge.number
    )


def memo_number(rng: Random, world: World) -> Scene:
    """The memo holds the number."""
    customer = world.customer()
    return by_number(rng, world, "memo_number", customer, world.order(customer))


def opening_named(rng: Random, world: World) -> Scene:
    """The order is of an older month."""
    customer = world.customer()
    return by_number(rng, world, "opening_named", customer, world.order(customer, day=world.older_day()))


def prepaid_named(rng: Random, world: World) -> Scene:
    """Paid before the order was written; the number was agreed before."""
    customer = world.customer()
    charge = world.order(customer, day=world.day(dt.date(2026, 6, 12), dt.date(2026, 6, 28)))
    return by_number(rng, world, "prepaid_named", customer, charge, day=charge.day - dt.timedelta(days=rng.randint(1, 9)))


def memo_full_width(rng: Random, world: World) -> Scene:
    """ＳＯ２０２６…"""
    customer = world.customer(firm=True)
    charge = world.order(customer)
    return by_number(rng, world, "memo_full_width", customer, charge, memos.wide(charge.number) + "货款")


def memo_lower(rng: Random, world: World) -> Scene:
    """so2026…"""
    customer = world.customer()
    charge = world.order(customer)
    return by_number(rng, world, "memo_lower", customer, charge, "付款" + memos.lower(charge.number))


def memo_regrouped(rng: Random, world: World) -> Scene:
    """SO-20260603-0012"""
    customer = world.customer()
    charge = world.order(customer)
    return by_number(rng, world, "memo_regrouped", customer, charge, "货款" + memos.regrouped(rng, charge.number))


def many_sum(rng: Random, world: World) -> Scene:
    """Several numbers; the payment is their sum."""
    return _many(rng, world, "many_sum", rng.randint(2, 4), lambda charges: memos.several(rng, [c.number for c in charges]) + rng.choice(("货款", "")))


def many_amounts(rng: Random, world: World) -> Scene:
    """Several numbers, each with its amount."""
    form = rng.choice(("{n}货款{a}元", "{n}:{a}元,", "{n} {a}；"))
    return _many(rng, world, "many_amounts", 2, lambda charges: "付" + "".join(form.format(n=c.number, a=memos.money(rng, c.amount)) for c in charges).rstrip(",；"))


def many_short_form(rng: Random, world: World) -> Scene:
    """SO202606080096/0098: the later numbers by their end; orders of one day."""
    day = world.order_day()
    return _many(rng, world, "many_short_form", 2, lambda charges: memos.short_form([c.number for c in charges]) + "货款", day)


def _many(
    rng: Random, world: World, mechanism: str, count: int, memo: Callable[[list[Charge]], str], day: dt.date | None = None
) -> Scene:
    customer = world.customer(firm=True)
    charges = [world.order(customer, day=day) for _ in range(count)]
    receipt = world.receipt(customer, sum(c.amount for c in charges), memo(charges), "number", world.after(charges))
    return Scene(tuple(charges), (receipt,), settled(charges, receipt, mechanism, "number"), customers=(customer,))


def deposit_final(rng: Random, world: World) -> Scene:
    """Deposit and balance, both naming the order."""
    customer = world.customer()
    charge = world.order(customer, world.amount(least=400_000), day=world.day(FIRST, dt.date(2026, 6, 14)))
    first = charge.amount * rng.choice((20, 30, 50)) // 100
    when = world.day(charge.day, dt.date(2026, 6, 18))
    one = by_number(rng, world, "deposit_final", customer, charge, f"定金{charge.number}", amount=first, day=when)
    two = by_number(
        rng, world, "deposit_final", customer, charge, memos.around(rng, f"{charge.number}尾款"), amount=charge.amount - first,
        day=world.day(when + dt.timedelta(days=1)),
    )  # fmt: skip
    return _both(one, two)


def _both(one: Scene, two: Scene) -> Scene:
    charges = {c.key: c for c in (*one.charges, *two.charges)}
    return replace(one, charges=tuple(charges.values()), receipts=one.receipts + two.receipts, allocations=one.allocations + two.allocations)


def partial_named(rng: Random, world: World) -> Scene:
    """Part of an order; the rest stays open."""
    customer = world.customer()
    charge = world.order(customer, world.amount(least=300_000))
    part = charge.amount * rng.choice((40, 50, 60, 80)) // 100
    return by_number(rng, world, "partial_named", customer, charge, f"付{charge.number}部分货款", amount=part)


def over_named(rng: Random, world: World) -> Scene:
    """More than the order; the rest stays on account."""
    customer = world.customer()
    charge = world.order(customer)
    return by_number(rng, world, "over_named", customer, charge, f"货款{charge.number}", amount=charge.amount + rng.choice((10_000, 50_000, 123_400)))


def fee_in_memo(rng: Random, world: World) -> Scene:
    """The memo says which fee was taken off."""
    return _less(rng, world, "fee_in_memo", rng.choice((500, 1_000, 1_500, 2_000)), ("fee",), "{n}货款扣手续费{a}元")


def rounding_in_memo(rng: Random, world: World) -> Scene:
    """The memo says which odd sum is waived."""
    return _less(rng, world, "rounding_in_memo", rng.choice((100, 300, 800, 2_000)), ("rounding", "discount", "write_off"), "{n}货款，零头{a}元抹零免收")


def _less(rng: Random, world: World, mechanism: str, gap: int, kinds: tuple[str, ...], memo: str) -> Scene:
    customer = world.customer(firm=True)
    charge = world.order(customer, world.amount(least=300_000))
    text = memo.format(n=charge.number, a=memos.plain_money(gap))
    scene = by_number(rng, world, mechanism, customer, charge, text, amount=charge.amount - gap)
    return replace(scene, differences=(Difference(charge.key, scene.receipts[0].key, gap, kinds, mechanism),))


def fee_silent_named(rng: Random, world: World) -> Scene:
    """A few yuan short as after a bank's fee; nobody says why."""
    return _silent(rng, world, "fee_silent_named", rng.choice((500, 1_000, 2_500)))


def rounding_silent_named(rng: Random, world: World) -> Scene:
    """The odd sum is missing; nobody says why."""
    return _silent(rng, world, "rounding_silent_named", rng.choice((100, 200, 600)))


def _silent(rng: Random, world: World, mechanism: str, gap: int) -> Scene:
    customer = world.customer(firm=True)
    charge = world.order(customer, world.amount(least=300_000))
    scene = by_number(rng, world, mechanism, customer, charge, f"货款{charge.number}", amount=charge.amount - gap)
    return replace(scene, no_write_off=((charge.key, scene.receipts[0].key, mechanism),))


def return_netted(rng: Random, world: World) -> Scene:
    """One payment for an order less a return, both named."""
    customer = world.customer(firm=True)
    charge, back = _returned(rng, world, customer)
    memo = f"付{charge.number}减退货单{back.number}"
    receipt = world.receipt(customer, charge.amount + back.amount, memo, "number", world.after([charge, back]))
    return Scene((charge, back), (receipt,), settled((charge, back), receipt, "return_netted", "number"), customers=(customer,))


def refund_of_return(rng: Random, world: World) -> Scene:
    """The order is paid; later goods come back and the money is paid back, naming the return."""
    customer = world.customer(firm=True)
    charge, back = _returned(rng, world, customer)
    paid = by_number(rng, world, "refund_of_return", customer, charge, day=world.day(charge.day, max(back.day, FIRST)))
    refund = by_number(rng, world, "refund_of_return", customer, back, f"退款{back.number}", day=world.day(max(back.day, FIRST)))
    return _both(paid, replace(refund, allocations=settled((back,), refund.receipts[0], "refund_of_return", "number")))


def _returned(rng: Random, world: World, customer: Customer) -> tuple[Charge, Charge]:
    charge = world.order(customer, world.amount(least=300_000), day=world.day(FIRST, dt.date(2026, 6, 12)))
    back = world.order(customer, -(charge.amount * rng.randint(15, 60) // 10_000 * 100), day=charge.day + dt.timedelta(days=rng.randint(3, 10)), kind="return")
    return charge, back


def refund_of_order(rng: Random, world: World) -> Scene:
    """A part of the payment goes back, naming the order; there is no credit note yet."""
    customer = world.customer(firm=True)
    charge = world.order(customer, world.amount(least=300_000), day=world.day(FIRST, dt.date(2026, 6, 12)))
    paid = by_number(rng, world, "refund_of_order", customer, charge, day=world.day(charge.day, dt.date(2026, 6, 18)))
    size = charge.amount * rng.randint(15, 40) // 10_000 * 100
    refund = world.receipt(customer, -size, f"退货款{charge.number}", "number", world.day(dt.date(2026, 6, 20)))
    optional = Allocation(charge.key, refund.key, -size, "refund_of_order", "number", "optional")
    return replace(paid, receipts=(*paid.receipts, refund), allocations=(*paid.allocations, optional))


def cancelled_paid_named(rng: Random, world: World) -> Scene:
    """Money for a cancelled order: clearly meant for it, but what becomes of it is a decision."""
    customer = world.customer()
    return by_number(rng, world, "cancelled_paid_named", customer, world.order(customer, kind="cancelled"), expect="optional")


def person_for_company(rng: Random, world: World) -> Scene:
    """A private payer names company and number."""
    customer = world.customer(firm=True)
    charge = world.order(customer)
    return by_number(rng, world, "person_for_company", customer, charge, f"{customer.name}货款{charge.number}", payer=rng.choice(names.PERSONS))


def person_number_only(rng: Random, world: World) -> Scene:
    """A private payer names the number only."""
    customer = world.customer(firm=True)
    return by_number(rng, world, "person_number_only", customer, world.order(customer), expect="optional", payer=rng.choice(names.PERSONS))


def no_payer_number(rng: Random, world: World) -> Scene:
    """The bank gives no name."""
    customer = world.customer(firm=True)
    return by_number(rng, world, "no_payer_number", customer, world.order(customer), payer="")


def name_truncated_named(rng: Random, world: World) -> Scene:
    """The bank cuts the name off."""
    customer = world.customer(firm=True)
    return by_number(rng, world, "name_truncated_named", customer, world.order(customer), payer=customer.name[:-3])


def usd_named(rng: Random, world: World) -> Scene:
    """An order in dollars, paid in dollars."""
    customer = world.customer(firm=True)
    return by_number(rng, world, "usd_named", customer, world.order(customer, currency=USD), account=BOC, currency=USD)


def named_beats_amount(rng: Random, world: World) -> Scene:
    """Names one order, pays the amount of another: a slip of the pen is possible."""
    customer = world.customer(2, firm=True)
    one, two = sorted((world.order(customer), world.order(customer)), key=lambda c: -c.amount)
    scene = by_number(rng, world, "named_beats_amount", customer, one, amount=two.amount, expect="optional")
    return replace(scene, charges=(one, two))


def true_duplicate(rng: Random, world: World) -> Scene:
    """The same bank line twice."""
    customer = world.customer(firm=True)
    scene = by_number(rng, world, "true_duplicate", customer, world.order(customer), account=rng.choice(BALANCED))
    line = scene.receipts[0]
    copy = replace(line, key=world.key(), copy_of=line.key)
    return replace(scene, receipts=(line, copy), limits=(Limit((line.key, copy.key), line.amount, "trap_true_duplicate"),), equal=((line.key, copy.key),))


def reversal_repaid(rng: Random, world: World) -> Scene:
    """Paid, reversed by the bank, paid again."""
    customer = world.customer(firm=True)
    scene = by_number(rng, world, "reversal_repaid", customer, world.order(customer, day=world.day(FIRST, dt.date(2026, 6, 20))))
    last = replace(scene.receipts[0], day=max(scene.receipts[0].day, dt.date(2026, 6, 4)))
    early = last.day - dt.timedelta(days=1)
    first = replace(last, key=world.key(), day=early, at=34_000)
    back = replace(last, key=world.key(), day=early, at=34_000 + rng.randint(60, 3_000), amount=-last.amount, memo="错账冲正")
    limit = Limit((first.key, back.key, last.key), last.amount, "trap_reversal_repaid")
    return replace(scene, receipts=(first, back, last), limits=(limit,), equal=((first.key, last.key),))


def month_named(rng: Random, world: World) -> Scene:
    """The memo names a month and the payment is all that was delivered in it."""
    customer = world.fresh()
    month, last = rng.choice(((FIRST, dt.date(2026, 6, 24)), (dt.date(2026, 5, 4), dt.date(2026, 5, 28))))
    charges = [world.order(customer, day=world.day(month, last), last=_end(month)) for _ in range(rng.randint(3, 5))]
    charges = [replace(c, deliveries=c.deliveries or ((c.day, c.amount),)) for c in charges]
    other = world.order(customer, day=world.day(dt.date(2026, 4, 2), dt.date(2026, 4, 20)), last=dt.date(2026, 4, 30))
    memo = memos.around(rng, rng.choice(("{m}月货款", "支付{m}月货款", "2026年{m}月货款")).format(m=month.month))
    day = world.day(dt.date(2026, 6, 26) if month == FIRST else dt.date(2026, 6, 5))
    receipt = world.receipt(customer, sum(c.amount for c in charges), memo, "month", day)
    return Scene(
        (*charges, other), (receipt,), settled(charges, receipt, "month_named", "month"), customers=(customer,), locked=(customer.name,)
    )


def _end(month: dt.date) -> dt.date:
    return AS_OF if month.month == 6 else dt.date(2026, 5, 31)
