"""Scenes in which confirming anything would be a guess."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from ticktie.samples import memos, names
from ticktie.samples.paying import by_sum, only, trap
from ticktie.samples.records import USD, Charge, Customer, Limit, Scene
from ticktie.samples.world import AS_OF, BALANCED, FIRST, World


def two_subsets(rng: Random, world: World) -> Scene:
    """Two different pairs of open orders have the sum."""
    customer = world.customer(4, firm=True)
    a, b, c = (world.order(customer) for _ in range(3))
    d = world.order(customer, max(10_000, a.amount + b.amount - c.amount))
    return _unsaid(rng, world, "two_subsets", "two different pairs of open orders have this sum", customer, [a, b, c, d], a.amount + b.amount, [[a, b], [c, d]])


def partial_unnamed(rng: Random, world: World) -> Scene:
    """Less than any order."""
    customer = world.customer(2, firm=True)
    charges = [world.order(customer, world.amount(least=300_000)) for _ in range(2)]
    amount = min(c.amount for c in charges) * rng.choice((40, 50, 60)) // 100
    return _unsaid(rng, world, "partial_unnamed", "no number, several open orders, no sum fits", customer, charges, amount, [], [[c] for c in charges])


def over_unnamed(rng: Random, world: World) -> Scene:
    """More than one order, less than two."""
    customer = world.customer(2, firm=True)
    charges = [world.order(customer, world.amount(least=300_000)) for _ in range(2)]
    amount = max(c.amount for c in charges) + min(c.amount for c in charges) // 3
    return _unsaid(rng, world, "over_unnamed", "more than one order, less than both, nothing named", customer, charges, amount, [], [[c] for c in charges])


def fee_silent(rng: Random, world: World) -> Scene:
    """Short of an order by what a bank might take."""
    return _near(rng, world, "fee_silent", rng.choice((500, 1_000, 1_500, 2_500)))


def rounding_silent(rng: Random, world: World) -> Scene:
    """Near an order by a few yuan."""
    return _near(rng, world, "rounding_silent", rng.choice((30, 100, 270, 800, -30)))


def _near(rng: Random, world: World, kind: str, gap: int) -> Scene:
    customer = world.customer(firm=True)
    charge = world.order(customer, world.amount(least=300_000))
    return _unsaid(rng, world, kind, "near one order but not equal, and nobody says why", customer, [charge], charge.amount - gap, [], [[charge]])


def cancelled_unnamed(rng: Random, world: World) -> Scene:
    """Only a cancelled order has the amount."""
    customer = world.customer(firm=True)
    charge = world.order(customer, kind="cancelled")
    return _unsaid(rng, world, "cancelled_unnamed", "only a cancelled order has this amount", customer, [charge], charge.amount, [], [[charge]])


def other_currency(rng: Random, world: World) -> Scene:
    """The figure of a dollar order, paid in yuan."""
    customer = world.customer(firm=True)
    charge = world.order(customer, currency=USD)
    return _unsaid(rng, world, "other_currency", "same figure in another currency", customer, [charge], charge.amount, [], [[charge]])


def month_short(rng: Random, world: World) -> Scene:
    """The month is named, but the sum is not the month's."""
    customer = world.fresh()
    charges = [world.order(customer, day=world.day(FIRST, dt.date(2026, 6, 22))) for _ in range(3)]
    amount = sum(c.amount for c in charges) - rng.choice((100, 800, 12_300))
    scene = _unsaid(
        rng, world, "month_short", "the month is named but the sum is not the month's", customer, charges, amount, [], [[c] for c in charges],
        memo=rng.choice(("6月货款", "支付6月货款")), day=world.day(dt.date(2026, 6, 25)),
    )  # fmt: skip
    return replace(scene, locked=(customer.name,))


def _unsaid(
    rng: Random, world: World, kind: str, why: str, customer: Customer, charges: Sequence[Charge], amount: int, sets: list[list[Charge]],
    candidates: list[list[Charge]] | None = None, *, memo: str = "", day: dt.date | None = None,
) -> Scene:  # fmt: skip
    """A receipt without a number whose amount is the sum of exactly `sets` of the customer's open items."""
    receipt = world.receipt(customer, amount, memo or memos.bare(rng), "amount", day or world.after(charges))
    claim = only(customer, amount, sets)
    traps = (trap(receipt, f"trap_{kind}", why, *(candidates or sets)),)
    return Scene(tuple(charges), (receipt,), traps=traps, claims=(claim,), customers=(customer,))


# --- a number that is not one ---


def partial_number(rng: Random, world: World) -> Scene:
    """The last digit is lost; two open orders share the rest."""
    customer = world.customer(2, firm=True)
    day, tail = world.order_day(), rng.randint(10, 980) * 10
    one, two = (world.order(customer, day=day, number=world.number("SO", day, tail + i)) for i in (rng.randint(0, 4), rng.randint(5, 9)))
    amount = one.amount + two.amount // 3 // 100 * 100
    memo = f"{one.number[:-1]}{rng.choice('?*×')}货款"
    return _unsaid(rng, world, "partial_number", "the last character of the number is lost", customer, [one, two], amount, [], [[one], [two]], memo=memo)


def longer_number(rng: Random, world: World) -> Scene:
    """The digits of an order inside a longer number."""
    customer = world.customer(2, firm=True)
    one, two = world.order(customer), world.order(customer)
    amount = one.amount + two.amount // 3 // 100 * 100
    memo = f"{one.number}{rng.randint(2, 9)}货款"
    why = "the digits are part of a longer number, not this order's number"
    return _unsaid(rng, world, "longer_number", why, customer, [one, two], amount, [], [[one], [two]], memo=memo)


def number_twice(rng: Random, world: World) -> Scene:
    """Two orders carry the number with different amounts."""
    customer = world.fresh()
    one = world.order(customer, day=world.day(FIRST, dt.date(2026, 6, 20)), bad="number_twice")
    two = world.order(customer, day=one.day, number=one.number, bad="number_twice")
    scene = _only_trap(rng, world, "number_twice", "two orders carry this number with different amounts", customer, [one, two], one, memo=f"{one.number}货款")
    return replace(scene, locked=(customer.name,))


def number_of_other(rng: Random, world: World) -> Scene:
    """The payer is one customer, the number another's."""
    customer, other = world.customer(firm=True), world.customer(firm=True)
    mine, theirs = world.order(customer), world.order(other)
    if other == customer:
        return Scene()
    scene = _only_trap(rng, world, "number_of_other_party", "the payer is one customer, the number belongs to another", customer, [mine, theirs], mine, memo=f"{theirs.number}货款")
    return replace(scene, customers=(customer, other), traps=(replace(scene.traps[0], candidates=((mine.key,), (theirs.key,))),))


def number_not_in_book(rng: Random, world: World) -> Scene:
    """The number is of no order in the book; only the amount agrees."""
    customer = world.customer(firm=True)
    charge = world.order(customer)
    number = world.number("SO", world.day(dt.date(2026, 1, 5), dt.date(2026, 2, 20)))
    return _only_trap(rng, world, "number_not_in_book", "the memo names an order that is not in the book", customer, [charge], charge, memo=memos.naming(rng, number, charge.amount))


def after_cutoff(rng: Random, world: World) -> Scene:
    """Dated after the cut-off."""
    customer = world.customer()
    charge = world.order(customer)
    day = AS_OF + dt.timedelta(days=rng.randint(1, 5))
    return _only_trap(rng, world, "after_cutoff", "dated after the cut-off", customer, [charge], charge, memo=memos.naming(rng, charge.number, charge.amount), day=day)


# --- a payer who is not the customer ---


def branch(rng: Random, world: World) -> Scene:
    """A branch office of the customer."""
    customer = world.customer(firm=True)
    payer = customer.name + rng.choice(names.CITIES) + "分公司"
    return _stranger(rng, world, "branch", "the payer is a branch office, not the customer in the book", customer, payer)


def region_moved(rng: Random, world: World) -> Scene:
    """The same words in another order."""
    city, stem, trade = rng.choice(names.CITIES), names.stem(rng), rng.choice(names.TRADES)
    customer = world.fresh(name=f"{city}{stem}{trade}有限公司")
    return _stranger(rng, world, "region_moved", "same words in another order may be another firm", customer, f"{stem}{trade}（{city}）有限公司")


def truncated_two(rng: Random, world: World) -> Scene:
    """A cut-off name that starts two customers."""
    start = rng.choice(names.CITIES) + names.stem(rng)
    one, two = (world.fresh(name=f"{start}{trade}有限公司") for trade in rng.sample(names.TRADES, 2))
    charge = world.order(one)
    decoy = world.order(two, charge.amount)
    scene = _stranger(rng, world, "truncated_two", "the cut-off name is the start of two customers' names", one, start, charge)
    return replace(scene, charges=(charge, decoy), customers=(one, two), traps=(replace(scene.traps[0], candidates=((charge.key,), (decoy.key,))),))


def person_silent(rng: Random, world: World) -> Scene:
    """A private payer who says nothing."""
    customer = world.customer()
    return _stranger(rng, world, "person_silent", "a private payer, no number, no company: only the amount agrees", customer, rng.choice(names.PERSONS))


def unknown_customer(rng: Random, world: World) -> Scene:
    """A payer who is not in the book."""
    customer = world.customer(firm=True)
    return _stranger(rng, world, "unknown_customer", "the payer is not in the book; only the amount agrees", customer, world.fresh().name)


def no_payer_equal(rng: Random, world: World) -> Scene:
    """No payer; two customers owe the amount."""
    one, two = world.customer(firm=True), world.fresh()
    charge = world.order(one)
    decoy = world.order(two, charge.amount)
    scene = _stranger(rng, world, "no_payer_equal", "no payer, two customers with this amount open", one, "", charge)
    return replace(scene, charges=(charge, decoy), customers=(one, two), traps=(replace(scene.traps[0], candidates=((charge.key,), (decoy.key,))),))


def _stranger(rng: Random, world: World, kind: str, why: str, customer: Customer, payer: str, charge: Charge | None = None) -> Scene:
    due = charge or world.order(customer)
    return _only_trap(rng, world, kind, why, customer, [due], due, memo=memos.bare(rng), payer=payer, party="")


def _only_trap(
    rng: Random, world: World, kind: str, why: str, customer: Customer, charges: Sequence[Charge], candidate: Charge, *, memo: str,
    day: dt.date | None = None, **more: Any,
) -> Scene:  # fmt: skip
    """A receipt of the candidate's amount whose words speak against it."""
    receipt = world.receipt(customer, candidate.amount, memo, "none", day or world.after(charges), **more)
    return Scene(tuple(charges), (receipt,), traps=(trap(receipt, f"trap_{kind}", why, [candidate]),), customers=(customer,))


# --- money that did not come ---


def reversed_payment(rng: Random, world: World) -> Scene:
    """Paid and taken back."""
    customer = world.customer(firm=True)
    charge = world.order(customer, day=world.day(FIRST, dt.date(2026, 6, 18)))
    line = world.receipt(customer, charge.amount, f"{charge.number}货款", "none", world.after([charge]), rng.choice(BALANCED))
    back = replace(line, key=world.key(), at=line.at + rng.randint(300, 5_000), amount=-line.amount, memo=rng.choice(("冲正", "退汇", "错账冲正")))
    return Scene((charge,), (line, back), limits=(Limit((line.key, back.key), 0, "trap_reversed"),), customers=(customer,))


def duplicate_unnamed(rng: Random, world: World) -> Scene:
    """The same bank line twice without a number: the second line pays nothing."""
    customer = world.customer(2, firm=True)
    one = world.order(customer)
    scene = by_sum(rng, world, "true_duplicate", customer, [one], account=rng.choice(BALANCED))
    line = scene.receipts[0]
    copy = replace(line, key=world.key(), copy_of=line.key)
    other = world.order(customer)
    equal = (line.key, copy.key)
    return replace(scene, charges=(one, other), receipts=(line, copy), limits=(Limit(equal, line.amount, "trap_true_duplicate"),), equal=(equal,))


