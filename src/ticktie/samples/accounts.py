"""What one customer owes in one currency, and the proof that a scene's evidence holds among all of it.

The policy (specimens/README): a payment that names nothing settles items only where no other subset of ALL the
customer's open items has its sum. Open means: after the links that name a number or a month. At most 12 items are
open, so that every subset is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ticktie.samples.records import Charge, Claim, Receipt, Scene

MOST_OPEN = 12
DENSE = 0.01  # subsets per possible sum from which a sum proves nothing


@dataclass
class Account:
    """Everything of one customer and currency that bears on by-amount evidence."""

    charges: list[Charge] = field(default_factory=list)
    settled: dict[int, int] = field(default_factory=dict)  # charge -> what named links surely take
    maybe: dict[int, int] = field(default_factory=dict)  # charge -> what named links may take besides
    receipts: list[Receipt] = field(default_factory=list)  # those that name nothing
    claims: list[Claim] = field(default_factory=list)
    together: list[frozenset[int]] = field(default_factory=list)  # receipts that only together settle something

    def open_items(self) -> list[tuple[int, int]]:
        """Key and amount of what is open.

        A charge that an optional named link may reduce stands there twice, once with each amount: a sum that is unique
        among both is unique whichever way the accountant decides.
        """
        items: list[tuple[int, int]] = []
        for charge in self.charges:
            if charge.kind == "cancelled":
                continue
            left = charge.amount - self.settled.get(charge.key, 0)
            reduced = left - self.maybe.get(charge.key, 0)
            items += [(charge.key, left)] if left else []
            items += [(-charge.key, reduced)] if reduced and reduced != left else []
        return items


def add(account: Account, scene: Scene, customer: str, currency: str) -> Account:
    """The account with the scene's share of it."""
    charges = [c for c in scene.charges if (c.customer, c.currency) == (customer, currency)]
    mine = {c.key for c in charges}
    settled, maybe = dict(account.settled), dict(account.maybe)
    for a in scene.allocations:
        if a.charge in mine and a.evidence in ("number", "month") and a.expect != "propose":
            into = settled if a.expect == "confirm" else maybe
            into[a.charge] = into.get(a.charge, 0) + a.amount
    for d in scene.differences:
        if d.charge in mine:
            settled[d.charge] = settled.get(d.charge, 0) + d.amount
    receipts = [
        r for r in scene.receipts
        if (r.party, r.currency) == (customer, currency) and r.evidence in ("amount", "none") and not r.reference
    ]  # fmt: skip
    claims = [c for c in scene.claims if (c.customer, c.currency) == (customer, currency)]
    groups = [
        frozenset(a.receipt for a in scene.allocations if a.charge == c.key and a.evidence == "amount") for c in charges
    ]
    return Account(
        account.charges + charges, settled, maybe, account.receipts + receipts, account.claims + claims,
        account.together + [g for g in groups if len(g) > 1],
    )  # fmt: skip


def holds(account: Account, equal: Iterable[Iterable[int]]) -> bool:
    """Every claim of the account is true, and its unnamed receipts mean nothing else than their scenes say.

    equal: keys of receipts that may have one amount.
    """
    items = account.open_items()
    if len(items) > MOST_OPEN:
        return False
    sums = subset_sums([amount for _, amount in items])
    for claim in account.claims:
        found = {members(items, i) for i in range(1, len(sums)) if sums[i] == claim.target}
        if found != set(claim.sets) or (claim.sparse and density(items, claim.target) > DENSE):
            return False
    return _amounts_differ(account, equal) and _no_sum_of_receipts(account, items)


def subset_sums(values: list[int]) -> list[int]:
    """Sums of all subsets; the bits of the position say which values are in it."""
    sums = [0]
    for value in values:
        sums += [s + value for s in sums]
    return sums


def members(items: list[tuple[int, int]], position: int) -> frozenset[int]:
    """The keys in the subset at a position of `subset_sums`."""
    return frozenset(key for bit, (key, _) in enumerate(items) if position >> bit & 1)


def density(items: list[tuple[int, int]], target: int) -> float:
    """Subsets of the items per sum that is possible at the target's roundness."""
    step = next(unit for unit in (100_000, 10_000, 1_000, 100, 10, 1) if target % unit == 0)
    return float(2 ** len(items) * step / max(1, sum(amount for _, amount in items if amount > 0)))


def _amounts_differ(account: Account, equal: Iterable[Iterable[int]]) -> bool:
    """No two unnamed receipts have one amount, unless their scene says that they are equal."""
    group = {key: number for number, keys in enumerate(equal) for key in keys}
    seen: dict[int, int] = {}
    for receipt in account.receipts:
        name = group.get(receipt.key, -receipt.key)
        if seen.setdefault(receipt.amount, name) != name:
            return False
    return True


def _no_sum_of_receipts(account: Account, items: list[tuple[int, int]]) -> bool:
    """No two or more unnamed receipts add up to one open item, but those whose scene says so."""
    amounts = {amount for _, amount in items}
    receipts = [(r.key, r.amount) for r in account.receipts]
    sums = subset_sums([amount for _, amount in receipts])
    hits = {members(receipts, i) for i in range(1, len(sums)) if sums[i] in amounts and i.bit_count() > 1}
    return hits <= set(account.together)
