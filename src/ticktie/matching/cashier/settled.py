"""A cashier's ledger settled, with what was found in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ticktie.domain.evidence import gather
from ticktie.domain.outcome import Ledger, Outcome
from ticktie.domain.rules import Rules
from ticktie.domain.stated import Stated
from ticktie.matching.by_hand import Hand
from ticktie.matching.cashier.findings import with_findings
from ticktie.matching.cashier.sequence import CASHIER
from ticktie.matching.engine import match


def match_cashier(
    ledger: Ledger, rules: Rules, hand: Hand, said: Callable[[str], None] = lambda stage: None, told: Sequence[Stated] = ()
) -> Outcome:  # fmt: skip
    """As `match`, with the passes of this scenario; then the findings."""
    outcome = match(ledger, rules, hand, said, told, CASHIER)
    evidence = gather(ledger.items, ledger.charge_side, hand.aliases, ledger.lost_numbers, ledger.rates)
    return with_findings(outcome, rules, evidence)
