"""The arithmetic of settling: applies what passes propose and refuses what does not add up.

The laws, for every link: it takes only from items that are open, of one currency unless it carries the rate that joins
two, and not of one side unless it nets inside that side; nobody's residual is overdrawn or changes sign; a difference is named and settles no more than is
left of its charge. Where sure links of one pass together ask more of an item than it has, none of them is applied:
they come back as a doubt, so that the order of rows decides nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from ticktie.domain.items import PAYMENT, Int64, OpenItems
from ticktie.domain.links import Allocation, Because, Doubt, Findings, Link
from ticktie.domain.rates import convert


class LawBroken(AssertionError):
    """A pass proposed a link that no book allows: a mistake of ours, never of the user's data."""


@dataclass(frozen=True)
class Settled:
    """What settle made of one pass's findings."""

    items: OpenItems
    links: list[Link]
    doubts: list[Doubt]


def settle(items: OpenItems, findings: Findings, mode: str = "confirm") -> Settled:
    """Apply the sure links, keep the others as proposals, mark what is doubtful.

    mode: `suggest` turns every link into a proposal, and leaves its payment to a person: no later pass settles it. Raises LawBroken for a link that cannot be (see the module).
    """
    waiting: set[int] = set()
    if mode == "suggest":
        waiting = {a.payment for link in findings.links if link.sure for a in link.allocations}
        findings = Findings(tuple(unsure(link) for link in findings.links), findings.doubts, findings.named)
    sure = [link for link in findings.links if link.sure]
    takes = [_takes(items, link) for link in sure]
    wanted: dict[int, int] = defaultdict(int)
    for take in takes:
        for item, amount in take.items():
            wanted[item] += amount
    over = {item for item, amount in wanted.items() if not _within(amount, int(items.residual[item]))}
    residual = items.residual.copy()
    links: list[Link] = []
    doubts = list(findings.doubts)
    for link, take in zip(sure, takes, strict=True):
        if over and not over.isdisjoint(take):
            doubts.append(_contested(items, link, over))
            continue
        for item, amount in take.items():
            residual[item] -= amount
        links.append(link)
    links += [link for link in findings.links if not link.sure]
    return Settled(_marked(items, residual, doubts, findings, waiting), links, doubts)


def unsure(link: Link) -> Link:
    """The same link as a proposal."""
    return Link(link.allocations, link.because, link.by, False, link.decided_by, link.probability, link.difference)


def _marked(items: OpenItems, residual: Int64, doubts: list[Doubt], findings: Findings, waiting: set[int]) -> OpenItems:
    doubtful, named = items.doubtful, items.named
    if doubts or waiting:
        doubtful = doubtful.copy()
        doubtful[[*waiting, *(i for doubt in doubts for i in doubt.items)]] = True
    if findings.named:
        named = named.copy()
        named[list(findings.named)] = True
    return items.after(residual, doubtful, named)


def _takes(items: OpenItems, link: Link) -> dict[int, int]:
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


def _within(amount: int, residual: int) -> bool:
    """`amount` can be taken from `residual` without overdrawing it or turning its sign."""
    return 0 <= amount <= residual if residual >= 0 else residual <= amount <= 0


def _contested(items: OpenItems, link: Link, over: set[int]) -> Doubt:
    side = items.sides
    payments = tuple(sorted(i for i in link.items() if side[i] == PAYMENT))
    others = tuple(sorted(i for i in link.items() if side[i] != PAYMENT))
    facts = {"candidates": others, "items": tuple(sorted(over & link.items()))}
    return Doubt(payments or others, (others,) if payments else (), Because("contested", facts), link.by)
