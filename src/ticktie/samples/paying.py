"""What scenes are put together from: a receipt that settles charges, and the claims that prove it."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from ticktie.samples import memos
from ticktie.samples.records import (
    Allocation,
    Charge,
    Claim,
    Customer,
    Evidence,
    Expect,
    Receipt,
    Scene,
    Trap,
)
from ticktie.samples.world import World


def settled(charges: Sequence[Charge], receipt: Receipt, mechanism: str, evidence: Evidence, expect: Expect = "confirm") -> tuple[Allocation, ...]:
    """The receipt settles all of every charge."""
    return tuple(Allocation(c.key, receipt.key, c.amount, mechanism, evidence, expect) for c in charges)


def by_number(
    rng: Random, world: World, mechanism: str, customer: Customer, charge: Charge, memo: str = "", *, amount: int | None = None,
    expect: Expect = "confirm", **more: Any,
) -> Scene:  # fmt: skip
    """One receipt names one charge; it pays `amount` of it, or all."""
    paid = charge.amount if amount is None else amount
    text = memo or memos.naming(rng, charge.number, paid)
    receipt = world.receipt(customer, paid, text, "number", more.pop("day", world.after([charge])), **more)
    allocation = Allocation(charge.key, receipt.key, min(paid, charge.amount), mechanism, "number", expect)
    return Scene((charge,), (receipt,), (allocation,), customers=(customer,))


def by_sum(
    rng: Random, world: World, mechanism: str, customer: Customer, charges: Sequence[Charge], *, expect: Expect = "confirm", **more: Any
) -> Scene:
    """One receipt that names nothing settles all the charges; no other open items have that sum."""
    total = sum(c.amount for c in charges)
    memo = more.pop("memo", "") or memos.bare(rng)
    receipt = world.receipt(customer, total, memo, "amount", more.pop("day", world.after(charges)), currency=charges[0].currency, **more)
    claim = only(customer, total, [charges], currency=charges[0].currency, sparse=len(charges) > 1)
    return Scene(
        tuple(charges), (receipt,), settled(charges, receipt, mechanism, "amount", expect), claims=(claim,), customers=(customer,)
    )


def only(customer: Customer, target: int, sets: Sequence[Sequence[Charge]], *, currency: str = "CNY", sparse: bool = False) -> Claim:
    """The open items with this sum are exactly these sets."""
    return Claim(customer.name, currency, target, tuple(frozenset(c.key for c in s) for s in sets), sparse)


def trap(receipt: Receipt, mechanism: str, why: str, *candidates: Sequence[Charge]) -> Trap:
    """Nothing may be confirmed for the receipt, however tempting the candidates."""
    return Trap(receipt.key, mechanism, why, tuple(tuple(c.key for c in s) for s in candidates))
