"""What a pass proposes: links with their allocations, and doubts; and what settle made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import repeat
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

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


@dataclass(frozen=True)
class Pairs:
    """Sure links of one payment with one charge, in columns: all that is left of either settles all that is left of the other.

    Most links of a book are such. payments, charges: item numbers; amounts: minor units; probabilities: as Link's. why: the
    reason of the n-th pair, asked for when it is written out as a Link. at: how many of the pass's other links come before
    each pair, ascending.
    """

    by: str
    payments: npt.NDArray[np.int64]
    charges: npt.NDArray[np.int64]
    amounts: npt.NDArray[np.int64]
    at: npt.NDArray[np.int64]
    why: Callable[[int], Because]
    probabilities: npt.NDArray[np.float64] | None = None

    def among(self, others: Iterable[Link]) -> tuple[Link, ...]:
        """The pairs as links, each at its place among the other links of the pass."""
        others, every, done = tuple(others), list[Link](), 0
        for at, link in zip(self.at.tolist(), self._links(), strict=True):
            every += others[done:at]
            every.append(link)
            done = at
        return (*every, *others[done:])

    def _links(self) -> Iterable[Link]:
        chances = repeat(None, len(self.at)) if self.probabilities is None else self.probabilities.tolist()
        columns = zip(self.payments.tolist(), self.charges.tolist(), self.amounts.tolist(), chances, strict=True)
        for n, (payment, charge, amount, p) in enumerate(columns):
            yield Link((Allocation(charge, payment, amount),), self.why(n), self.by, probability=p)


@dataclass(frozen=True)
class Findings:
    """All that one pass returns. `named`: payments that name a debt, so that weaker passes do not guess another.

    made: the links that were made one by one; pairs: those that stand in columns.
    """

    made: tuple[Link, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    named: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    pairs: Pairs | None = None

    @classmethod
    def of(
        cls, links: Iterable[Link] = (), doubts: Iterable[Doubt] = (), named: Sequence[int] | npt.NDArray[np.int64] = (), pairs: Pairs | None = None
    ) -> Findings:
        return cls(tuple(links), tuple(doubts), np.asarray(named, dtype=np.int64), pairs)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All links, in the order of the pass."""
        return self.made if self.pairs is None else self.pairs.among(self.made)

    def with_links(self, links: Iterable[Link]) -> Findings:
        """The same with other links."""
        return Findings(tuple(links), self.doubts, self.named)
