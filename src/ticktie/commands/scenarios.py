"""The scenarios by name: how a book is read and how it is settled; all else is one for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ticktie.domain.outcome import Ledger, Outcome
from ticktie.domain.rules import Rules
from ticktie.domain.stated import Stated
from ticktie.intake.cashier.ledger import read_cashier
from ticktie.intake.ledger import read_ledger
from ticktie.matching.by_hand import Hand
from ticktie.matching.cashier.settled import match_cashier
from ticktie.matching.engine import match

Said = Callable[[str], None]


@dataclass(frozen=True)
class Scenario:
    """read: sheets to a ledger, called as `read_ledger`. settle: the ledger under what persons decided. tab: a result tab that only this scenario writes."""

    read: Callable[..., Ledger]
    settle: Callable[[Ledger, Rules, Hand, Said, Sequence[Stated]], Outcome]
    tab: str


SCENARIOS: Mapping[str, Scenario] = {
    "customer": Scenario(read_ledger, match, "aging"),
    "cashier": Scenario(read_cashier, match_cashier, "cash_summary"),
}


def named_by_tabs(tabs: Mapping[str, object]) -> str:
    """The scenario whose result tabs a workbook holds; `customer` where it holds none."""
    return next((name for name, scenario in SCENARIOS.items() if scenario.tab in tabs), "customer")
