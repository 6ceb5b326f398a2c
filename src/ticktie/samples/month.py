"""A month of a Hangzhou wholesaler: scenes are drawn until the order book is full, then written as sheets with their truth."""

from __future__ import annotations

from collections import Counter
from random import Random

from ticktie.samples import noise
from ticktie.samples.bank_sheets import LAYOUTS
from ticktie.samples.order_sheets import contacts, deliveries_of, delivery_sheet, order_sheet, remarks
from ticktie.samples.records import Scene
from ticktie.samples.scenes import MECHANISMS, SPOILT, Make
from ticktie.samples.sheets import Month
from ticktie.samples.truth import truth_of
from ticktie.samples.world import AS_OF, Difficulty, World

BOOK = "2026年6月对账.xlsx"
_LEVELS = {"easy": 1, "middle": 2, "hard": 3}
_ORDERS_EACH = {"easy": 9, "middle": 12, "hard": 15}  # per customer of the pool; the more, the denser their sums
_TRIES = 25  # draws of one scene until its evidence holds
_WHOLE = 200  # orders from which a month shows every mechanism at least once


def make(seed: int, difficulty: Difficulty = "middle", orders: int = 400) -> Month:
    """The month of a seed. The same arguments give the same month."""
    rng = Random(f"{seed} {difficulty} {orders}")
    world = World(rng, difficulty, max(6, orders // _ORDERS_EACH[difficulty]))
    dropped = fill(rng, world, orders)
    charges = [c for s in world.scenes for c in s.charges]
    receipts = [r for s in world.scenes for r in s.receipts]
    notes = deliveries_of(rng, charges)
    customers = {c.name: c for c in [*world.customers, *(c for s in world.scenes for c in s.customers)]}
    sold = {c.key: s.charges[0].number for s in world.scenes for c in s.charges if c.kind == "return"}
    orders_draft = order_sheet(rng, charges, customers, sold)
    deliveries = delivery_sheet(rng, notes)
    lines = {account: [r for r in receipts if r.account == account] for account in LAYOUTS}
    banks = {account: LAYOUTS[account](rng, mine) for account, mine in lines.items() if mine}
    drafts = [orders_draft, deliveries, *banks.values(), contacts(rng, world.customers), remarks()]
    truth = {
        "schema": "ticktie/truth/1", "book": BOOK, "layout": "several accounts", "difficulty": _LEVELS[difficulty], "as_of": AS_OF.isoformat(),
        "base_currency": "CNY", **truth_of(world.scenes, notes, orders_draft, deliveries, banks), "dropped_scenes": dict(sorted(dropped.items())),
    }  # fmt: skip
    return Month(seed, AS_OF, tuple(d.sheet() for d in drafts), truth)


def fill(rng: Random, world: World, orders: int) -> Counter[str]:
    """Draw scenes until the book has about `orders` orders; gives how often a scene was given up."""
    dropped: Counter[str] = Counter()
    makes = [m.make for m in MECHANISMS]
    weights = [getattr(m, world.difficulty) for m in MECHANISMS]
    if orders >= _WHOLE:
        for make_one in rng.sample(makes, len(makes)):
            draw(rng, world, make_one, dropped)
    for spoilt in SPOILT if orders >= _WHOLE else rng.sample(SPOILT, 3):
        draw(rng, world, spoilt, dropped)
    while count(world) < orders * 9 // 10:
        draw(rng, world, rng.choices(makes, weights)[0], dropped)
    while count(world) < orders:
        draw(rng, world, noise.unpaid, dropped)
    return dropped


def count(world: World) -> int:
    """How many orders the book has so far."""
    return sum(len(s.charges) for s in world.scenes)


def draw(rng: Random, world: World, make_one: Make, dropped: Counter[str]) -> None:
    """Draw a scene again until the world takes it."""
    for _ in range(_TRIES):
        scene = make_one(rng, world)
        if scene != Scene() and world.accept(scene):
            return
    dropped[getattr(make_one, "__name__", "spoilt")] += 1
