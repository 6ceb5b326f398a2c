"""What salespeople reported against what the cashier recorded, by salesperson and way of paying, the difference explained to nothing.

    reported - recorded = sum of the explanations, in every cell

An explanation is what is left of an item, by the finding that tells why; or what a link moves from one cell to another (another
way of paying, another person); or a named difference (a wallet's fee).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from ticktie.domain.cashier import METHODS
from ticktie.domain.items import PAYMENT
from ticktie.domain.links import Link
from ticktie.reports.view import View

Place = tuple[str, str, str]  # key of the salesperson, way of paying, currency


@dataclass(frozen=True)
class Explained:
    """A part of a cell's difference, in minor units. kind: of the finding, or `fee`, `moved_method`, `moved_person`, `reversed`."""

    kind: str
    items: tuple[int, ...]
    amount: int
    finding: int | None = None


@dataclass
class Cell:
    """One salesperson, way of paying and currency, in minor units; out is negative."""

    reported_in: int = 0
    reported_out: int = 0
    recorded_in: int = 0
    recorded_out: int = 0
    explained: list[Explained] = field(default_factory=list)

    @property
    def difference(self) -> int:
        """Reported less recorded."""
        return self.reported_in + self.reported_out - self.recorded_in - self.recorded_out

    @property
    def in_transit(self) -> int:
        return sum(e.amount for e in self.explained if e.kind == "in_transit")

    @property
    def rest(self) -> int:
        """What nothing explains: 0."""
        return self.difference - sum(e.amount for e in self.explained)


def matrix(view: View) -> dict[Place, Cell]:
    """Every cell that holds something, by salesperson's name, way of paying and currency."""
    cells: dict[Place, Cell] = defaultdict(Cell)
    places = _places(view)
    for i, (side, state, amount) in enumerate(zip(view.sides, view.states, view.amount.tolist(), strict=True)):
        if state != "set_aside":
            name = f"{'recorded' if side == PAYMENT else 'reported'}_{'in' if amount >= 0 else 'out'}"
            setattr(cells[places[i]], name, getattr(cells[places[i]], name) + amount)
    for place, told in _of_findings(view, places):
        cells[place].explained.append(told)
    for link in view.outcome.links:
        if link.sure:
            for place, told in _of_link(view, places, link):
                cells[place].explained.append(told)
    names = names_of(view)
    return {p: cells[p] for p in sorted(cells, key=lambda p: (p[0] == "", names.get(p[0], p[0]), p[0], METHODS.index(p[1]), p[2]))}


def names_of(view: View) -> dict[str, str]:
    """Key -> name of every salesperson."""
    book = view.outcome.ledger.cashbook
    return dict(book.people) if book else {}


def _places(view: View) -> list[Place]:
    return list(zip(view.party_keys, view.texts("method"), view.currencies, strict=True))


def _of_findings(view: View, places: list[Place]) -> Iterator[tuple[Place, Explained]]:
    """What is left of every open item, under the first finding that holds it."""
    left = view.outcome.residual.tolist()
    told: set[int] = set()
    for n, finding in enumerate(view.outcome.findings):
        here: dict[Place, list[int]] = defaultdict(list)
        for i in finding.items:
            if left[i] and view.states[i] != "set_aside" and i not in told:
                here[places[i]].append(i)
                told.add(i)
        for place, items in here.items():
            yield place, Explained(finding.kind, tuple(items), sum(_signed(view, i, left[i]) for i in items), n)


def _signed(view: View, item: int, minor: int) -> int:
    """What an amount of an item adds to the difference of its cell."""
    return -minor if view.sides[item] == PAYMENT else minor


def _of_link(view: View, places: list[Place], link: Link) -> Iterator[tuple[Place, Explained]]:
    """What a link leaves in each cell: nothing where both its ends stand in one."""
    here: dict[Place, int] = defaultdict(int)
    for a in link.allocations:
        one, two = view.sides[a.charge] == PAYMENT, view.sides[a.payment] == PAYMENT
        here[places[a.charge]] += _signed(view, a.charge, -a.amount if one and two else a.amount)
        here[places[a.payment]] += _signed(view, a.payment, -a.amount if not one and not two else a.paid)
    if link.difference:
        place = places[link.difference.charge]
        yield place, Explained(link.difference.kind, (link.difference.charge,), _signed(view, link.difference.charge, link.difference.amount))
    people = {place[0] for place in here}
    kind = "moved_person" if len(people) > 1 else "moved_method"
    items = tuple(sorted(link.items()))
    yield from ((place, Explained(kind, items, amount)) for place, amount in here.items() if amount)
