"""What a pass proposes: links with their allocations, and doubts; and what settle made of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

DifferenceKind = Literal["fee", "rounding", "discount", "retention", "write_off", "fx"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What an allocation takes of a payment in another currency.

    paid: minor units of the payment's currency. rate: units of the payment's currency for one unit of the charge's.
    """

    paid: int
    rate: Fraction


@dataclass(frozen=True, slots=True)
class Allocation:
    """`amount` minor units of `payment` settle `charge` (item numbers).

    Inside one side `charge` is the reversal or the order, `payment` the original receipt or the return. exchange: where
    the payment is in another currency than the charge; `amount` is in the charge's.
    """

    charge: int
    payment: int
    amount: int
    exchange: Exchange | None = None

    @property
    def paid(self) -> int:
        """What it takes of the payment, in minor units of the payment's own currency."""
        return self.exchange.paid if self.exchange else self.amount


@dataclass(frozen=True, slots=True)
class Difference:
    """A named part of a charge that no money settles; `amount` has the sign of the charge."""

    kind: DifferenceKind
    charge: int
    amount: int


@dataclass(frozen=True, slots=True)
class Because:
    """Why, as a code of the wording file and the facts that fill its sentence."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """Items that belong together, how much of each, and why.

    sure: False makes it a proposal for "To confirm": it leaves residuals untouched.
    probability: that an unnamed link is right (None where a number names the charge). A write-off that a person decided
    has a difference and no allocations.
    """

    allocations: tuple[Allocation, ...]
    because: Because
    by: str
    sure: bool = True
    decided_by: Literal["system", "person"] = "system"
    probability: float | None = None
    difference: Difference | None = None

    def items(self) -> set[int]:
        found = {i for a in self.allocations for i in (a.charge, a.payment)}
        return found | {self.difference.charge} if self.difference else found

    @property
    def first(self) -> int:
        """An item of the link: it has the link's currency."""
        if self.allocations:
            return self.allocations[0].charge
        assert self.difference is not None
        return self.difference.charge


@dataclass(frozen=True, slots=True)
class Doubt:
    """Items that could be settled in ways that differ; nothing is settled.

    candidates: each a group of item numbers that would do.
    """

    items: tuple[int, ...]
    candidates: tuple[tuple[int, ...], ...]
    because: Because
    by: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that one pass returns. `named`: payments that name a debt, so that weaker passes do not guess another."""

    links: tuple[Link, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    named: frozenset[int] = frozenset()

    @classmethod
    def of(cls, links: Iterable[Link] = (), doubts: Iterable[Doubt] = (), named: Iterable[int] = ()) -> Findings:
        return cls(tuple(links), tuple(doubts), frozenset(named))
