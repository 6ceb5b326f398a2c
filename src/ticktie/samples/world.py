"""The month while it is being made: customers, numbers, days, amounts, and what every scene so far has proven."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Literal

from ticktie.samples import accounts, names
from ticktie.samples.accounts import Account
from ticktie.samples.records import CNY, Charge, ChargeKind, Customer, Evidence, Receipt, Scene

Difficulty = Literal["easy", "middle", "hard"]
AS_OF = dt.date(2026, 6, 30)
FIRST = dt.date(2026, 6, 1)
ICBC, CCB, BOC, WECHAT, CASH = "工行", "建行", "中行美元", "微信", "现金"
BALANCED = (ICBC, CCB)  # accounts whose lines carry a balance or a serial that tells a copy from its original

# how round amounts are: steps in fen and their weights
_STEPS: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "easy": ((1, 10, 100, 1000), (60, 20, 15, 5)),
    "middle": ((1, 10, 100, 1000, 5000), (40, 20, 20, 12, 8)),
    "hard": ((1, 10, 100, 1000, 10000), (22, 15, 25, 23, 15)),
}


class World:
    """What scenes draw from. `accept` takes a scene in, or refuses it where its evidence would not hold."""

    def __init__(self, rng: Random, difficulty: Difficulty, customers: int):
        self.rng = rng
        self.difficulty = difficulty
        self.scenes: list[Scene] = []
        self.customers: list[Customer] = []
        self.locked: set[str] = set()
        self._accounts: dict[tuple[str, str], Account] = {}
        self._equal: list[tuple[int, ...]] = []
        self._names: set[str] = {names.OWN_NAME}
        self._numbers: set[str] = set()
        self._key = 0
        for i in range(customers):
            self.customers.append(self.fresh(small=i % 3 == 2))

    # --- who ---

    def fresh(self, *, small: bool = False, name: str = "") -> Customer:
        """A customer that nobody else is; in the pool only once a scene brings it."""
        while not name or name in self._names:
            name = names.shop(self.rng) if small else names.company(self.rng)
        self._names.add(name)
        bank = self.rng.choices((CASH, WECHAT) if small else (ICBC, CCB), (3, 2))[0]
        return Customer(name, self.rng.choice(names.SALESPERSONS), bank, small)

    def customer(self, need: int = 1, *, firm: bool = False) -> Customer:
        """A customer of the pool with room for `need` more open items; a new one where there is none."""
        free = [
            c for c in self.customers
            if c.name not in self.locked and not (firm and c.small) and self.open_count(c) + need <= accounts.MOST_OPEN
        ]  # fmt: skip
        return self.rng.choice(free) if free else self.fresh()

    def open_count(self, customer: Customer, currency: str = CNY) -> int:
        """How many items of the customer are open so far."""
        account = self._accounts.get((customer.name, currency))
        return len(account.open_items()) if account else 0

    # --- when and how much ---

    def day(self, first: dt.date = FIRST, last: dt.date = AS_OF) -> dt.date:
        """Any day from first to last."""
        return first + dt.timedelta(days=self.rng.randint(0, max(0, (last - first).days)))

    def order_day(self) -> dt.date:
        """Mostly this month, else one of the three before."""
        if self.rng.random() < 0.72:
            return self.day(FIRST, dt.date(2026, 6, 24))
        return self.older_day()

    def older_day(self) -> dt.date:
        """A day of March to May."""
        return self.day(dt.date(2026, 3, 5), dt.date(2026, 5, 31))

    def after(self, charges: Sequence[Charge]) -> dt.date:
        """A day of this month not before any of the charges."""
        return self.day(max([FIRST, *(c.day for c in charges)]), AS_OF)

    def amount(self, *, small: bool = False, least: int = 20_000) -> int:
        """An amount in fen as such a wholesaler bills it."""
        steps, weights = _STEPS[self.difficulty]
        step = self.rng.choices(steps, weights)[0]
        size = min(15_000_000.0, max(least, self.rng.lognormvariate(13.9, 0.9) / (8 if small else 1)))
        return max(least, int(size) // step * step)

    # --- documents ---

    def key(self) -> int:
        """A key that nothing in the month has."""
        self._key += 1
        return self._key

    def number(self, prefix: str, day: dt.date, tail: int | None = None) -> str:
        """SO202606030012; the last four digits are unique on their day."""
        while True:
            number = f"{prefix}{day:%Y%m%d}{self.rng.randint(11, 9899) if tail is None else tail:04d}"
            if number not in self._numbers:
                self._numbers.add(number)
                return number
            tail = None

    def order(
        self, customer: Customer, amount: int | None = None, *, day: dt.date | None = None, kind: ChargeKind = "sale",
        currency: str = CNY, number: str = "", bad: str = "", last: dt.date = AS_OF,
    ) -> Charge:  # fmt: skip
        """A row of the order sheet with its deliveries, none of them after `last`."""
        when = day or self.order_day()
        money = self.amount(small=customer.small) if amount is None else amount
        named = number or self.number("TH" if kind == "return" else "SO", when)
        sent = self._deliveries(when, money, last) if kind == "sale" and not bad else ()
        return Charge(self.key(), customer.name, named, when, money, currency, kind, bad, sent)

    def _deliveries(self, day: dt.date, amount: int, last: dt.date) -> tuple[tuple[dt.date, int], ...]:
        """One to three days' goods that add up to the order; a few orders of the last days are not delivered yet."""
        if last == AS_OF and (AS_OF - day).days < 12 and self.rng.random() < 0.15:
            return ()
        count = self.rng.choices((1, 2, 3), (7, 2, 1))[0] if amount > 100_000 else 1
        cuts = sorted(self.rng.randint(1, 9) * (amount // 1000 * 100) for _ in range(count - 1))
        parts = [b - a for a, b in zip([0, *cuts], [*cuts, amount], strict=True)]
        end = min(last, day + dt.timedelta(days=9))
        return tuple(sorted((self.day(day, end), part) for part in parts if part))

    def receipt(self, customer: Customer, amount: int, memo: str, evidence: Evidence, day: dt.date, account: str = "", **more: object) -> Receipt:
        """A line of a bank statement, journal or bill; payer and party are the customer unless `more` says otherwise."""
        line = Receipt(
            self.key(), account or customer.bank, day, self.rng.randint(8 * 3600, 18 * 3600 - 1), amount, customer.name, customer.name, memo, evidence
        )  # fmt: skip
        return replace(line, **more)  # type: ignore[arg-type]

    # --- proof ---

    def accept(self, scene: Scene) -> bool:
        """Take the scene in if everything that was proven before, and what it claims itself, holds together."""
        touched = {(c.customer, c.currency) for c in scene.charges} | {(c.customer, c.currency) for c in scene.claims}
        touched |= {(r.party, r.currency) for r in scene.receipts if r.party}
        equal = [*self._equal, *scene.equal]
        after = {at: accounts.add(self._accounts.get(at, Account()), scene, *at) for at in sorted(touched)}
        if any({c, r} & self.locked for c, r in touched) or not all(accounts.holds(a, equal) for a in after.values()):
            return False
        self._accounts |= after
        self._equal = equal
        self.scenes.append(scene)
        self.locked |= set(scene.locked)
        known = {c.name for c in self.customers}
        self.customers += [c for c in scene.customers if c.name not in known]
        return True
