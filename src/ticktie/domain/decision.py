"""What a person decided about items: the lines of the Decisions tab, which is append-only and travels with the book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Action = Literal["accept", "reject", "match_with", "write_off", "unmatch", "note", "withdraw"]
ACTIONS: tuple[Action, ...] = get_args(Action)


@dataclass(frozen=True)
class Decision:
    """One line of the Decisions tab.

    seq: 1, 2, 3 ... in the order of deciding. when: the date as text, given by the caller (pages know no clock).
    action: `note` says only something; `withdraw` takes back the last decision on the same keys.
    keys: of the items it is about; targets: of the items they shall belong to. amount: minor units of `currency`,
    None for all that is left. status: what became of it (`applied`, `unfit` ...), empty until it is applied.
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
