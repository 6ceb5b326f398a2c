"""What happens in a month of salespeople and a cashier: deals that salespeople report, entries that the cashier makes, and what goes wrong."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

from ticktie.samples import names

AS_OF = dt.date(2026, 6, 30)
PEOPLE = ["李红", "张伟", "沈洁", "顾明", "陆瑶", "陈静", "王磊", "刘强", "吴婷", "周敏", "何磊", "林婷", "郭强", "邓丽", "方圆", "杨洋", "赵倩", "孙浩", "徐洁", "曹颖"]
WAYS = {"cash": "现金", "transfer": "转账", "wechat": "微信", "alipay": "支付宝", "bill": "支票"}
Difficulty = Literal["easy", "usual", "hard"]
NAMED = {"easy": 1.0, "usual": 0.7, "hard": 0.25}  # share of entries whose memo names the customer
LUMPS = {"easy": 0.1, "usual": 0.3, "hard": 0.5}  # share of cash days handed in as one


@dataclass(frozen=True)
class Deal:
    """One row of a salesperson. amount: fen, out negative. held: fen on the customer's account before it, where the sheet tells."""

    key: int
    person: str
    customer: str
    day: dt.date
    amount: int
    way: str
    purpose: str = "收款"
    held: int | None = None


@dataclass(frozen=True)
class Entry:
    """One line of a journal (cash or bank). deals: the keys of what it records; person: whom it names."""

    key: int
    day: dt.date
    amount: int
    memo: str
    person: str
    journal: str
    deals: tuple[int, ...] = ()


@dataclass(frozen=True)
class Planted:
    """Something wrong. It is found by a finding of its kind that holds one of these rows."""

    kind: str
    deals: tuple[int, ...] = ()
    entries: tuple[int, ...] = ()
    how: str = ""


@dataclass
class World:
    """A month being drawn."""

    rng: Random
    difficulty: Difficulty
    people: list[str]
    customers: dict[str, list[str]]
    deals: dict[int, Deal] = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)
    spoilt: set[int] = field(default_factory=set)  # deals that something was done to
    count: int = 0

    def key(self) -> int:
        self.count += 1
        return self.count

    def amount(self) -> int:
        """Fen; a third of them round."""
        rng = self.rng
        return rng.randrange(2, 90) * 10_000 if rng.random() < 0.3 else rng.randrange(20_000, 900_000)

    def deal(self, person: str, **more: object) -> Deal:
        """A collection on a day of the month."""
        rng = self.rng
        way = rng.choices(list(WAYS), (50, 25, 12, 8, 5))[0]
        day = AS_OF.replace(day=rng.randrange(1, 31))
        made = replace(Deal(self.key(), person, rng.choice(self.customers[person]), day, self.amount(), way), **more)  # type: ignore[arg-type]
        self.deals[made.key] = made
        return made

    def enter(self, deals: tuple[Deal, ...], *, lag: int | None = None, named: bool | None = None, **more: object) -> Entry:
        """The entry that records the deals, of one person and way."""
        rng, first = self.rng, deals[0]
        named = (rng.random() < NAMED[self.difficulty] if named is None else named) and len(deals) == 1
        day = max(d.day for d in deals) + dt.timedelta(days=rng.choices((0, 1, 2), (60, 30, 10))[0] if lag is None else lag)
        made = Entry(
            self.key(), day, sum(d.amount for d in deals), memo(rng, first, first.person, named), first.person,
            "cash" if first.way == "cash" else "bank", tuple(d.key for d in deals),
        )  # fmt: skip
        made = replace(made, **more)  # type: ignore[arg-type]
        self.entries[made.key] = made
        return made

    def entry_of(self, deal: int) -> Entry | None:
        """The entry that records this deal alone."""
        return next((e for e in self.entries.values() if e.deals == (deal,)), None)


def memo(rng: Random, deal: Deal, person: str, named: bool) -> str:
    """How the cashier words it."""
    whose = deal.customer if named else ""
    if deal.amount < 0:
        return rng.choice((f"{person}退{whose}货款", f"付{person}经办{whose}退款"))
    if deal.way in ("wechat", "alipay"):
        return f"{WAYS[deal.way]}到账 {person} {whose}".strip()
    if deal.way == "bill":
        return f"{person}交{whose}支票"
    return rng.choice((f"{person}交{whose}货款", f"收{person}交来{whose}款", f"{person} {whose}回款"))


def start(seed: int, people: int, difficulty: Difficulty) -> World:
    """The people of a month and their customers, each customer with one salesperson."""
    rng = Random(seed)
    who = PEOPLE[:people]
    seen: set[str] = set()
    customers: dict[str, list[str]] = {}
    for person in who:
        mine: list[str] = []
        while len(mine) < 12:
            name = names.company(rng) if rng.random() < 0.8 else names.shop(rng)
            if name[:4] not in seen:
                seen.add(name[:4])
                mine.append(name)
        customers[person] = mine
    return World(rng, difficulty, who, customers)


def usual(world: World, each: int) -> None:
    """Deals that are reported and recorded as they should be: one by one, several as one, one in parts, less a wallet's fee."""
    rng = world.rng
    for person in world.people:
        made = [world.deal(person) for _ in range(each)]
        made += [world.deal(person, amount=-rng.randrange(3_000, 40_000), way="cash", purpose="退款") for _ in range(max(1, each // 20))]
        _record(world, made)


def _record(world: World, made: list[Deal]) -> None:
    rng = world.rng
    by_day: dict[dt.date, list[Deal]] = {}
    for deal in sorted(made, key=lambda d: (d.day, d.key)):
        if deal.way == "cash" and deal.amount > 0:
            by_day.setdefault(deal.day, []).append(deal)
        elif deal.way in ("wechat", "alipay") and rng.random() < 0.5:
            fee = (deal.amount * 6 + 500) // 1000
            world.enter((deal,), amount=deal.amount - fee)
            world.spoilt.add(deal.key)
        else:
            _one(world, deal)
    days = sorted(by_day)
    while days:
        lump = rng.random() < LUMPS[world.difficulty]
        taken, days = (days[: rng.randrange(1, 3)], days) if lump else (days[:1], days)
        days = days[len(taken) :]
        deals = tuple(d for day in taken for d in by_day[day])
        if lump and len(deals) > 1:
            world.enter(deals)
            world.spoilt |= {d.key for d in deals}
        else:
            for deal in deals:
                _one(world, deal)


def _one(world: World, deal: Deal) -> None:
    if deal.amount > 300_000 and world.rng.random() < 0.08:
        part = deal.amount * world.rng.randrange(30, 70) // 100
        for amount in (part, deal.amount - part):
            world.enter((deal,), amount=amount, named=True)
        world.spoilt.add(deal.key)
    else:
        world.enter((deal,))
