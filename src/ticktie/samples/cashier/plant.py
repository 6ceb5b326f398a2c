"""What goes wrong in a month, one way a function; each takes a fresh deal and remembers what is true of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from ticktie.samples.cashier.events import AS_OF, Deal, Entry, Planted, World, memo

Plant = Callable[[World], None]


def _fresh(world: World, way: str = "cash", last: int = 22, least: int = 12_345) -> tuple[Deal, Entry]:
    """A deal of its own, recorded under its customer's name some weeks before the end of the month."""
    rng = world.rng
    person = rng.choice(world.people)
    day = AS_OF.replace(day=rng.randrange(3, last))
    amount = rng.randrange(least, 900_000) // 10 * 10 + rng.randrange(1, 9)
    deal = world.deal(person, way=way, day=day, amount=amount)
    world.spoilt.add(deal.key)
    return deal, world.enter((deal,), named=True, lag=rng.randrange(2))


def _put(world: World, entry: Entry, **changes: object) -> None:
    world.entries[entry.key] = replace(entry, **changes)  # type: ignore[arg-type]


def not_handed_in(world: World) -> None:
    deal, entry = _fresh(world)
    del world.entries[entry.key]
    world.planted.append(Planted("not_handed_in", (deal.key,)))


def handed_in_less(world: World) -> None:
    deal, entry = _fresh(world, least=100_000)
    _put(world, entry, amount=deal.amount - world.rng.randrange(2_111, 9_000) // 100 * 100 - 33)
    world.planted.append(Planted("handed_in_less", (deal.key,), (entry.key,)))


def handed_in_more(world: World) -> None:
    deal, entry = _fresh(world, least=100_000)
    _put(world, entry, amount=deal.amount + world.rng.randrange(2_111, 9_000) // 100 * 100 + 55)
    world.planted.append(Planted("handed_in_more", (deal.key,), (entry.key,)))


def other_person(world: World) -> None:
    deal, entry = _fresh(world)
    other = world.rng.choice([p for p in world.people if p != deal.person])
    _put(world, entry, person=other, memo=memo(world.rng, deal, other, named=True))
    world.planted.append(Planted("other_person", (deal.key,), (entry.key,)))


def recorded_twice(world: World) -> None:
    _, entry = _fresh(world)
    again = replace(entry, key=world.key(), day=entry.day + dt.timedelta(days=world.rng.randrange(1, 4)))
    world.entries[again.key] = again
    world.planted.append(Planted("recorded_twice", (), (entry.key, again.key)))


def recorded_only(world: World) -> None:
    deal, entry = _fresh(world)
    del world.deals[deal.key]
    _put(world, entry, deals=())
    world.planted.append(Planted("recorded_only", (), (entry.key,)))


def refund_twice(world: World) -> None:
    _, entry = _refund(world)
    again = replace(entry, key=world.key(), day=entry.day + dt.timedelta(days=world.rng.randrange(1, 4)))
    world.entries[again.key] = again
    world.planted.append(Planted("refund_twice", (), (entry.key, again.key)))


def _refund(world: World) -> tuple[Deal, Entry]:
    deal, entry = _fresh(world)
    back = replace(deal, amount=-(deal.amount // 7), purpose="退款")
    world.deals[deal.key] = back
    _put(world, entry, amount=back.amount, memo=memo(world.rng, back, back.person, named=True))
    return back, world.entries[entry.key]


def reported_twice(world: World) -> None:
    deal, _ = _fresh(world)
    again = replace(deal, key=world.key())
    world.deals[again.key] = again
    world.planted.append(Planted("reported_twice", (deal.key, again.key)))


def _wrong(world: World, how: str, change: Callable[[int], int]) -> None:
    while True:
        deal, entry = _fresh(world, least=100_000)
        amount = change(deal.amount)
        if amount != deal.amount and len(str(abs(amount))) >= 4:
            break
        del world.deals[deal.key], world.entries[entry.key]
    _put(world, entry, amount=amount)
    world.planted.append(Planted("wrong_amount", (deal.key,), (entry.key,), how))


def transposed(world: World) -> None:
    def swap(amount: int) -> int:
        digits = list(str(amount))
        digits[1], digits[2] = digits[2], digits[1]
        return int("".join(digits))

    _wrong(world, "transposed", swap)


def decimal(world: World) -> None:
    deal, entry = _fresh(world)
    whole = replace(deal, amount=deal.amount // 100 * 100)
    world.deals[deal.key] = whole
    _put(world, entry, amount=whole.amount * 10)
    world.planted.append(Planted("wrong_amount", (deal.key,), (entry.key,), "decimal"))


def digit(world: World) -> None:
    def other(amount: int) -> int:
        digits = list(str(amount))
        digits[1] = str((int(digits[1]) + 3) % 10)
        return int("".join(digits))

    _wrong(world, "digit", other)


def sign(world: World) -> None:
    _wrong(world, "sign", lambda amount: -amount)


def wrong_date(world: World) -> None:
    deal, entry = _fresh(world, last=13)
    world.deals[deal.key] = replace(deal, day=deal.day.replace(month=5) if world.rng.random() < 0.5 or deal.day.day == 6 else dt.date(2026, min(deal.day.day, 12), 6))
    world.planted.append(Planted("wrong_date", (deal.key,), (entry.key,)))


def wrong_method(world: World) -> None:
    deal, entry = _fresh(world)
    _put(world, entry, journal="bank")
    world.planted.append(Planted("wrong_method", (deal.key,), (entry.key,)))


def above_balance(world: World) -> None:
    deal, _ = _refund(world)
    world.deals[deal.key] = replace(deal, held=-deal.amount // 2)
    world.planted.append(Planted("above_balance", (deal.key,)))


PLANTS: tuple[Plant, ...] = (
    not_handed_in, handed_in_less, handed_in_more, other_person, recorded_twice, recorded_only, refund_twice, reported_twice,
    transposed, decimal, digit, sign, wrong_date, wrong_method, above_balance,
)  # fmt: skip


def transit(world: World) -> None:
    """Deals that are recorded only after the cut-off are on their way at it."""
    for entry in list(world.entries.values()):
        on_time = tuple(k for k in entry.deals if k in world.deals and world.deals[k].day <= AS_OF)
        if entry.day > AS_OF and on_time:
            world.planted.append(Planted("in_transit", on_time, (entry.key,)))
