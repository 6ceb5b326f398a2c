"""Scenes in which nothing is named and the amount alone proves what was paid, or nearly."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

from ticktie.samples import memos, names
from ticktie.samples.paying import by_number, by_sum, only
from ticktie.samples.records import USD, Allocation, Customer, Scene
from ticktie.samples.world import BALANCED, BOC, FIRST, World


def exact_unique(rng: Random, world: World) -> Scene:
    """One open order has the amount."""
    customer = world.customer()
    return by_sum(rng, world, "exact_unique", customer, [world.order(customer)])


def opening_exact(rng: Random, world: World) -> Scene:
    """The same for an order of an older month."""
    customer = world.customer()
    return by_sum(rng, world, "opening_exact", customer, [world.order(customer, day=world.older_day())])


def usd_exact(rng: Random, world: World) -> Scene:
    """The same in dollars."""
    customer = world.customer(firm=True)
    return by_sum(rng, world, "usd_exact", customer, [world.order(customer, currency=USD)], account=BOC)


def cancelled_decoy(rng: Random, world: World) -> Scene:
    """Of two orders with the amount one is cancelled."""
    customer = world.customer(firm=True)
    charge = world.order(customer)
    decoy = world.order(customer, charge.amount, kind="cancelled")
    scene = by_sum(rng, world, "cancelled_decoy", customer, [charge])
    return replace(scene, charges=(charge, decoy))


def similar_name(rng: Random, world: World) -> Scene:
    """Another customer whose name is nearly the same owes the same amount; the payer's own name is exact."""
    customer = world.fresh()
    other = world.fresh(name=_similar(rng, customer.name))
    charge = world.order(customer)
    decoy = world.order(other, charge.amount)
    scene = by_sum(rng, world, "similar_name", customer, [charge])
    return replace(scene, charges=(charge, decoy), customers=(customer, other))


def _similar(rng: Random, name: str) -> str:
    at = name.find("有限")
    return name[:at] + rng.choice(("贸易", "科技", "实业")) + name[at:] if at > 0 else name[:2] + "新" + name[2:]


def subset_unique(rng: Random, world: World) -> Scene:
    """Two to five orders; no other open items have the sum."""
    count = rng.choices((2, 3, 4, 5), (5, 3, 1, 1))[0]
    customer = world.customer(count, firm=True)
    return by_sum(rng, world, "subset_unique", customer, [world.order(customer) for _ in range(count)])


def all_open(rng: Random, world: World) -> Scene:
    """Everything the customer owes; its balance becomes zero."""
    customer = world.fresh()
    charges = [world.order(customer) for _ in range(rng.randint(6, 8))]
    scene = by_sum(rng, world, "all_open", customer, charges)
    return replace(scene, locked=(customer.name,))


def deposit_final_unnamed(rng: Random, world: World) -> Scene:
    """Deposit and balance without a number; neither fits anything alone, together they are one order."""
    customer = world.customer(firm=True)
    charge = world.order(customer, world.amount(least=400_000), day=world.day(FIRST, dt.date(2026, 6, 12)))
    first = charge.amount * rng.choice((20, 30, 40)) // 100
    when = world.day(charge.day, dt.date(2026, 6, 16))
    parts = ((first, "定金", when), (charge.amount - first, "尾款", world.day(when + dt.timedelta(days=2))))
    receipts = tuple(world.receipt(customer, a, memos.around(rng, memo), "amount", day) for a, memo, day in parts)
    allocations = tuple(Allocation(charge.key, r.key, r.amount, "deposit_final_unnamed", "amount") for r in receipts)
    claims = (only(customer, charge.amount, [[charge]]), *(only(customer, r.amount, []) for r in receipts))
    return Scene((charge,), receipts, allocations, claims=claims, customers=(customer,))


def equal_set(rng: Random, world: World) -> Scene:
    """As many equal payments as equal orders: every pairing leaves the same books."""
    return _equals(rng, world, "equal_set", rng.randint(2, 3), same_day=False)


def identical_real(rng: Random, world: World) -> Scene:
    """Two payments of one day that look the same but for their serial or balance."""
    return _equals(rng, world, "identical_real", 2, same_day=True)


def _equals(rng: Random, world: World, mechanism: str, count: int, *, same_day: bool) -> Scene:
    customer = world.customer(count, firm=True)
    amount = world.amount()
    charges = tuple(world.order(customer, amount) for _ in range(count))
    day, memo = world.after(charges), memos.bare(rng)
    receipts = tuple(
        world.receipt(customer, amount, memo if same_day else memos.bare(rng), "amount", day if same_day else world.after(charges), rng.choice(BALANCED))
        for _ in range(count)
    )  # fmt: skip
    if same_day:
        receipts = tuple(replace(r, account=receipts[0].account) for r in receipts)
    allocations = tuple(Allocation(c.key, r.key, amount, mechanism, "amount") for c, r in zip(charges, receipts, strict=True))
    equal = (tuple(c.key for c in charges), tuple(r.key for r in receipts))
    return Scene(charges, receipts, allocations, equal=equal, claims=(only(customer, amount, [[c] for c in charges]),), customers=(customer,))


def strong_first(rng: Random, world: World) -> Scene:
    """Two equal orders; the later payment names one of them, so the earlier is for the other."""
    customer = world.customer(2, firm=True)
    one = world.order(customer, day=world.day(FIRST, dt.date(2026, 6, 10)))
    two = world.order(customer, one.amount, day=world.day(FIRST, dt.date(2026, 6, 10)))
    plain = by_sum(rng, world, "strong_first", customer, [one], day=world.day(dt.date(2026, 6, 10), dt.date(2026, 6, 18)))
    named = by_number(rng, world, "strong_first", customer, two, day=world.day(dt.date(2026, 6, 19)))
    return replace(plain, charges=(one, two), receipts=plain.receipts + named.receipts, allocations=plain.allocations + named.allocations)


def equal_shortage(rng: Random, world: World) -> Scene:
    """One payment, three equal orders: oldest first is lawful, waiting is prudent."""
    customer = world.customer(3, firm=True)
    amount = world.amount()
    charges = tuple(world.order(customer, amount) for _ in range(3))
    receipt = world.receipt(customer, amount, memos.bare(rng), "amount", world.after(charges))
    allocation = Allocation(charges[0].key, receipt.key, amount, "equal_shortage", "amount", "optional")
    claim = only(customer, amount, [[c] for c in charges])
    return Scene(charges, (receipt,), (allocation,), equal=(tuple(c.key for c in charges),), claims=(claim,), customers=(customer,))


def prepaid_unnamed(rng: Random, world: World) -> Scene:
    """The amount of an order that was written only later."""
    customer = world.customer(firm=True)
    charge = world.order(customer, day=world.day(dt.date(2026, 6, 12), dt.date(2026, 6, 28)))
    day = charge.day - dt.timedelta(days=rng.randint(2, 9))
    return by_sum(rng, world, "prepaid_unnamed", customer, [charge], expect="optional", day=day)


def partial_only_order(rng: Random, world: World) -> Scene:
    """The customer owes one order and pays less."""
    customer = world.fresh()
    charge = world.order(customer, world.amount(least=300_000))
    part = charge.amount * rng.choice((40, 50, 70)) // 100
    receipt = world.receipt(customer, part, memos.bare(rng), "amount", world.after([charge]))
    allocation = Allocation(charge.key, receipt.key, part, "partial_only_order", "amount", "optional")
    return Scene((charge,), (receipt,), (allocation,), customers=(customer,), locked=(customer.name,))


def name_truncated(rng: Random, world: World) -> Scene:
    """The name is cut off and nothing is named."""
    customer = world.customer(firm=True)
    return by_sum(rng, world, "name_truncated", customer, [world.order(customer)], expect="optional", payer=customer.name[:-3])


def name_suffix(rng: Random, world: World) -> Scene:
    """有限责任公司 for 有限公司."""
    name = names.company(rng)
    customer = world.fresh(name=name if "股份" not in name else name.replace("股份", ""))
    return _renamed(rng, world, "name_suffix", customer, names.other_form(customer.name))


def name_prefix(rng: Random, world: World) -> Scene:
    """支付宝-名称, 1/名称."""
    customer = world.customer(firm=True)
    return _renamed(rng, world, "name_prefix", customer, rng.choice(("支付宝-", "财付通-", "1/")) + customer.name)


def name_other_script(rng: Random, world: World) -> Scene:
    """The bank writes traditional characters."""
    customer = world.customer(firm=True)
    return _renamed(rng, world, "name_other_script", customer, names.traditional(customer.name))


def name_brackets(rng: Random, world: World) -> Scene:
    """(宁波) for （宁波）."""
    customer = world.fresh(name=f"{names.stem(rng)}{rng.choice(names.TRADES)}（{rng.choice(names.CITIES)}）有限公司")
    return _renamed(rng, world, "name_brackets", customer, names.narrow_brackets(customer.name))


def name_full_width(rng: Random, world: World) -> Scene:
    """ＶＲ for VR."""
    customer = world.fresh(name=f"{rng.choice(names.CITIES)}{rng.choice(('VR', 'KD', 'M8'))}{names.stem(rng)}{rng.choice(names.TRADES)}有限公司")
    return _renamed(rng, world, "name_full_width", customer, names.full_width(customer.name))


def _renamed(rng: Random, world: World, mechanism: str, customer: Customer, payer: str) -> Scene:
    return by_sum(rng, world, mechanism, customer, [world.order(customer)], payer=payer)
