"""What a person decided about items: the lines of the Decisions tab, which is append-only and travels with the book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Action = Literal["accept", "reject", "match_with", "write_off", "unmatch", "dispute", "move_to", "alias", "note", "withdraw"]
ACTIONS: tuple[Action, ...] = get_args(Action)
PARTY = "party:"  # what a target begins with that is a customer's name and no item
PAYER = "payer:"  # what a key begins with that is a payer's name and no item
NAMES = (PARTY, PAYER)


@dataclass(frozen=True)
class Decision:
    """One line of the Decisions tab.

    seq: 1, 2, 3 ... in the order of deciding. when: the date as text, given by the caller (pages know no clock).
    action: `note` says only something; `withdraw` takes back the last decision on the same keys; `dispute` says that the
    customer contests the item; `move_to` that another customer owes it, whose name is the target behind PARTY; `alias` that the payer
    whose name is the key behind PAYER pays for that customer.
    keys: of the items it is about; targets: of the items they shall belong to. amount: minor units of `currency`,
    None for all that is left. amounts: of every key and target when it was decided; a decision is applied only while
    they hold. status: what became of it (`applied`, `unfit` ...), empty until it is applied.
    """

    seq: int
    when: str
    who: str
    action: Action
    keys: tuple[str, ...]
    targets: tuple[str, ...] = ()
    amount: int | None = None
    currency: str = ""
    note: str = ""
    status: str = ""
    amounts: tuple[int, ...] = ()

    @property
    def about(self) -> frozenset[str]:
        return frozenset(self.keys + self.targets)


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """The last word on each group of items, in the order of deciding; notes and what was withdrawn are left out."""
    last: dict[frozenset[str], Decision] = {}
    for d in sorted(decisions, key=lambda d: d.seq):
        if d.action != "note":
            for about in [about for about, earlier in last.items() if takes_back(d, earlier)]:
                del last[about]
            last.pop(d.about, None)
            last[d.about] = d
    return [d for d in last.values() if d.action != "withdraw" and d.status != "target_unknown"]


def takes_back(later: Decision, earlier: Decision) -> bool:
    """A withdrawal that names no targets takes back what was decided of its keys with any; a second move, or a second customer of a payer, takes the place of the first."""
    of_the_same = later.keys == earlier.keys and later.about != earlier.about
    second = later.action == earlier.action and later.action in ("move_to", "alias")
    return of_the_same and ((later.action == "withdraw" and not later.targets) or second)


def taken_back(decisions: Iterable[Decision], when: str, who: str) -> Decision | None:
    """The line that takes back the last decision in force; None where none is. Its items are then as if nothing had been decided."""
    known = list(decisions)
    standing = in_force(known)
    if not standing:
        return None
    last = standing[-1]
    others = any(d.keys == last.keys and d.about != last.about for d in standing)  # which stay, so the line must name a target
    targets = last.keys if others and not last.targets else last.targets
    return Decision(max(d.seq for d in known) + 1, when, who, "withdraw", last.keys, targets)
