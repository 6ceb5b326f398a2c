"""The arithmetic of settling: applies what passes propose and refuses what does not add up.

The laws, for every link: it takes only from items that are open, of one currency unless it carries the rate that joins
two, and not of one side unless it nets inside that side; nobody's residual is overdrawn or changes sign; a difference is named and settles no more than is
left of its charge. Where sure links of one pass together ask more of an item than it has, none of them is applied:
they come back as a doubt, so that the order of rows decides nothing.

Pairs that stand in columns are held to the same laws in columns, and applied so where they keep them all; where one does
not, all of the pass's links are judged one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from ticktie.domain.items import PAYMENT, Int64, OpenItems
from ticktie.domain.links import Allocation, Because, Doubt, Findings, Link, Pairs
from ticktie.domain.rates import convert


class LawBroken(AssertionError):
    """A pass proposed a link that no book allows: a mistake of ours, never of the user's data."""


@dataclass(frozen=True)
class Settled:
    """What settle made of one pass's findings."""

    items: OpenItems
    kept: Findings

    @cached_property
    def links(self) -> list[Link]:
        """What was applied, then the proposals."""
        return list(self.kept.links)

    @property
    def doubts(self) -> list[Doubt]:
        return list(self.kept.doubts)


def settle(items: OpenItems, findings: Findings, mode: str = "confirm") -> Settled:
    """Apply the sure links, keep the others as proposals, mark what is doubtful.

    mode: `suggest` turns every link into a proposal, and leaves its payment to a person: no later pass settles it. Raises LawBroken for a link that cannot be (see the module).
    """
    waiting: set[int] = set()
    if mode == "suggest":
        waiting = {a.payment for link in findings.links if link.sure for a in link.allocations}
        findings = findings.with_links(unsure(link) for link in findings.links)
    if findings.pairs is not None and not _plainly_lawful(items, findings.pairs, findings.made):
        findings = findings.with_links(findings.links)
    residual = items.residual.copy()
    links, contested = _applied(items, [link for link in findings.made if link.sure], residual)
    pairs = findings.pairs
    if pairs is not None:
        residual[pairs.payments] = residual[pairs.charges] = 0
        pairs = replace(pairs, at=_places(pairs, findings.made, links))
    links += [link for link in findings.made if not link.sure]
    kept = Findings(tuple(links), (*findings.doubts, *contested), findings.named, pairs)
    return Settled(_marked(items, residual, kept, waiting), kept)


def _applied(items: OpenItems, sure: list[Link], residual: Int64) -> tuple[list[Link], list[Doubt]]:
    """Take the links one by one from `residual`, in place; those that together ask more than an item has become doubts."""
    takes = [takes_of(items, link) for link in sure]
    wanted: dict[int, int] = defaultdict(int)
    for take in takes:
        for item, amount in take.items():
            wanted[item] += amount
    over = {item for item, amount in wanted.items() if not within(amount, int(items.residual[item]))}
    links: list[Link] = []
    doubts: list[Doubt] = []
    for link, take in zip(sure, takes, strict=True):
        if over and not over.isdisjoint(take):
            doubts.append(_contested(items, link, over))
            continue
        for item, amount in take.items():
            residual[item] -= amount
        links.append(link)
    return links, doubts


def _plainly_lawful(items: OpenItems, pairs: Pairs, others: Iterable[Link]) -> bool:
    """Every pair keeps the laws, and no item is asked for twice."""
    payments, charges = pairs.payments, pairs.charges
    both, (currency, _) = np.concatenate((payments, charges)), items.currency_codes
    asked = np.bincount(both, minlength=len(items.residual))
    asked[[i for link in others if link.sure for i in link.items()]] += 1
    kinds = items.is_payment[payments] & ~items.is_payment[charges] & (currency[payments] == currency[charges])
    amounts = (items.residual[payments] == pairs.amounts) & (items.residual[charges] == pairs.amounts)
    return bool((kinds & amounts).all() and items.open[both].all() and (asked[both] == 1).all())


def _places(pairs: Pairs, made: Iterable[Link], left: Iterable[Link]) -> Int64:
    """How many of the links that are left come before each pair; `pairs.at` counts those that were made."""
    stay = {id(link) for link in left}
    before = np.cumsum([0, *(id(link) in stay for link in made)])
    return np.asarray(before[pairs.at], dtype=np.int64)


def unsure(link: Link) -> Link:
    """The same link as a proposal."""
    return Link(link.allocations, link.because, link.by, False, link.decided_by, link.probability, link.difference)


def _marked(items: OpenItems, residual: Int64, kept: Findings, waiting: set[int]) -> OpenItems:
    doubtful, named = items.doubtful, items.named
    if kept.doubts or waiting:
        doubtful = doubtful.copy()
        doubtful[[*waiting, *(i for doubt in kept.doubts for i in doubt.items)]] = True
    if kept.named.size:
        named = named.copy()
        named[kept.named] = True
    return items.after(residual, doubtful, named)


def takes_of(items: OpenItems, link: Link) -> dict[int, int]:
    """What a link takes from each item, signed like the item."""
    side, currency = items.sides, items.currencies
    takes: dict[int, int] = defaultdict(int)
    for a in link.allocations:
        if not exchanged(a, currency[a.charge], currency[a.payment]):
            raise LawBroken(f"{link.by}: two currencies in {a}")
        if not (items.active[a.charge] and items.active[a.payment]):
            raise LawBroken(f"{link.by}: an item that is set aside in {a}")
        one, two = side[a.charge] == PAYMENT, side[a.payment] == PAYMENT
        if a.exchange and one == two:
            raise LawBroken(f"{link.by}: two currencies inside one side in {a}")
        if one and two:  # a reversal takes back its receipt
            takes[a.charge] -= a.amount
            takes[a.payment] += a.amount
        elif not one and not two:  # a return is set against its order
            takes[a.charge] += a.amount
            takes[a.payment] -= a.amount
        elif one:
            raise LawBroken(f"{link.by}: a payment in the place of a charge in {a}")
        else:
            takes[a.charge] += a.amount
            takes[a.payment] += a.paid
    if link.difference:
        takes[link.difference.charge] += link.difference.amount
    for item, amount in takes.items():
        if link.sure and amount and items.residual[item] == 0:
            raise LawBroken(f"{link.by}: item {item} is not open")
    return takes


def exchanged(a: Allocation, charge: str, payment: str) -> bool:
    """One currency and no rate; or two, and what is paid is the amount at the rate to within the rounding of both."""
    if a.exchange is None or charge == payment:
        return a.exchange is None and charge == payment
    one = convert(1, charge, payment, a.exchange.rate)
    return one > 0 and abs(a.exchange.paid - a.amount * one) <= max(Fraction(2), one)


def within(amount: int, residual: int) -> bool:
    """`amount` can be taken from `residual` without overdrawing it or turning its sign."""
    return min(0, residual) <= amount <= max(0, residual)


def _contested(items: OpenItems, link: Link, over: set[int]) -> Doubt:
    side = items.sides
    payments = tuple(sorted(i for i in link.items() if side[i] == PAYMENT))
    others = tuple(sorted(i for i in link.items() if side[i] != PAYMENT))
    facts = {"candidates": others, "items": tuple(sorted(over & link.items()))}
    return Doubt(payments or others, (others,) if payments else (), Because("contested", facts), link.by)
