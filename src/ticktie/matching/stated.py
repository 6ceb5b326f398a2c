"""What customers have been told stays: a link of a sent statement that a run would not make again is kept, and says so.

The book may have changed since (a second document of the same amount came in), so that today the link would be ambiguous, a
proposal, another one or none. Undoing what a customer has in its hands is for a person to decide: accepting the link makes
it the person's, unmatching it lets it go. A link whose items are gone, set aside, of other money, or which a person has decided about
otherwise is not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from ticktie.domain.grid import Source
from ticktie.domain.items import OpenItems
from ticktie.domain.links import Allocation, Because, Difference, Findings, Link
from ticktie.domain.outcome import Outcome
from ticktie.domain.problem import Problem
from ticktie.domain.stated import Key, Stated
from ticktie.matching.settle import takes_of, within

NAME = "stated"


@dataclass(frozen=True)
class Kept:
    """A link to keep, as item numbers; today: what would become of it by itself."""

    link: Link
    number: str
    today: str


def lost(stated: Sequence[Stated], outcome: Outcome) -> list[Kept]:
    """The links that were stated and that the outcome does not have; those that can no longer be are left out."""
    if not stated:
        return []
    keys, made = outcome.items["key"].tolist(), _made(outcome)
    gone = [s for s in stated if any(part not in made for part, _ in s.parts)]
    item_of = {key: i for i, key in enumerate(keys)} if gone else {}
    return [kept for s in gone if (kept := _kept(s, outcome, item_of)) is not None]


def _kept(s: Stated, outcome: Outcome, item_of: dict[str, int]) -> Kept | None:
    frame = outcome.items
    if any(key not in item_of or int(frame["amount"].iloc[item_of[key]]) != amount or frame["set_aside"].iloc[item_of[key]] for key, amount in s.amounts.items()):
        return None
    if any(frame["currency"].iloc[item_of[payment]] != frame["currency"].iloc[item_of[charge]] for (payment, charge, _), _ in s.parts):
        return None  # at what rate it was joined is not known any more
    allocations = tuple(Allocation(item_of[charge], item_of[payment], amount) for (payment, charge, amount), _ in s.parts)
    difference = Difference(s.difference[0], item_of[s.difference[1]], s.difference[2]) if s.difference else None
    today = _today(outcome, {i for a in allocations for i in (a.payment, a.charge)})
    because = Because("stated", {"number": s.number, "today": today})
    return Kept(Link(allocations, because, NAME, difference=difference), s.number, today)


def _today(outcome: Outcome, items: set[int]) -> str:
    """What would become of the items by themselves: ambiguous, to_confirm, other (linked otherwise) or open."""
    if any(items & set(doubt.items) for doubt in outcome.doubts):
        return "ambiguous"
    if any(items & link.items() for link in outcome.links if not link.sure):
        return "to_confirm"
    return "other" if any(items & link.items() for link in outcome.links if link.sure) else "open"


def kept(items: OpenItems, links: Iterable[Kept], refused: set[frozenset[int]]) -> Findings:
    """Those of the links that persons' decisions leave possible."""
    left = items.residual.copy()
    found: list[Link] = []
    for one in links:
        members = one.link.items()
        if any(group <= members for group in refused) or not items.open[list(members)].all():
            continue
        takes = takes_of(items, one.link)
        if not all(within(amount, int(left[i])) for i, amount in takes.items()):
            continue
        for i, amount in takes.items():
            left[i] -= amount
        found.append(one.link)
    return Findings.of(found)


def flags(outcome: Outcome) -> Iterator[Problem]:
    """A warning for each link that stands only because it was stated, at its payment's amount."""
    frame: pd.DataFrame = outcome.items
    for link in outcome.links:
        if link.by == NAME and link.allocations:
            row = frame.iloc[link.allocations[0].payment]
            numbers = ", ".join(dict.fromkeys(str(frame["number"].iloc[a.charge]) or str(frame["id"].iloc[a.charge]) for a in link.allocations))
            place = Source(str(row["sheet"]), int(row["row"]), int(row["amount_column"]))
            code = "stated_ambiguous" if link.because.facts["today"] == "ambiguous" else "stated_otherwise"
            yield Problem(code, place, {"number": link.because.facts["number"], "documents": numbers}, "warning")


def carried(stated: Iterable[Stated], outcome: Outcome) -> dict[Key, str]:
    """Allocation -> statement, for those that were stated before and stand."""
    made = _made(outcome)
    return {part: s.number for s in stated for part, _ in s.parts if part in made}


def _made(outcome: Outcome) -> set[Key]:
    """The allocations that stand, by the keys of their items."""
    keys = outcome.items["key"].tolist()
    return {(keys[a.payment], keys[a.charge], a.amount) for link in outcome.links if link.sure for a in link.allocations}
