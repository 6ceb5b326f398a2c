"""Run the passes in their order over one ledger; `settle` does the arithmetic after each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from ticktie.domain.evidence import gather
from ticktie.domain.items import Int64, OpenItems
from ticktie.domain.links import Doubt, Findings, Link
from ticktie.domain.outcome import Ledger, Outcome, Tie
from ticktie.domain.rules import Rules
from ticktie.matching.laws import check
from ticktie.matching.reasons import reasons
from ticktie.matching.sequence import SEQUENCE
from ticktie.matching.settle import Settled, settle
from ticktie.matching.ties import tie_deliveries

Decided = Callable[[OpenItems], Findings]


def match(
    ledger: Ledger, rules: Rules, *, by_hand: Decided | None = None, rejected: Iterable[frozenset[int]] = (),
    aliases: dict[str, str] | None = None, told: Callable[[str], None] = lambda stage: None,
) -> Outcome:  # fmt: skip
    """Settle a ledger.

    by_hand: what persons decided, applied before any pass. rejected: groups of items that a person said do not belong
    together; they are not proposed again. aliases: payer key -> customer key. told: is called with each pass's name.
    """
    items = OpenItems.start(ledger.items, ledger.charge_side, gather(ledger.items, ledger.charge_side, aliases))
    links: list[Link] = []
    doubts: list[Doubt] = []
    refused = set(rejected)
    if by_hand is not None:
        told("by_hand")
        items = _take(settle(items, by_hand(items)), links, doubts)
    for name, pass_ in SEQUENCE:
        mode = rules.mode(name)
        if mode == "off":
            continue
        told(name)
        findings = _without(pass_(items, rules), refused)
        items = _take(settle(items, findings, mode), links, doubts)
    links = _still_possible(items, links)
    doubts = _one_each(doubts)
    ties = tie_deliveries(ledger.items, ledger.charge_side)
    residual, state = _states(items, links, doubts, ties)
    outcome = Outcome(ledger, rules, residual, state, reasons(items, links, doubts, state), links, doubts, ties)
    check(outcome)
    return outcome


def _take(settled: Settled, links: list[Link], doubts: list[Doubt]) -> OpenItems:
    links += settled.links
    doubts += settled.doubts
    return settled.items


def _without(findings: Findings, refused: set[frozenset[int]]) -> Findings:
    """Findings less what a person rejected before."""
    if not refused:
        return findings
    kept = tuple(x for x in findings.links if not any(group <= x.items() for group in refused))
    return Findings(kept, findings.doubts, findings.named)


def _still_possible(items: OpenItems, links: Sequence[Link]) -> list[Link]:
    """Sure links, and proposals whose items are still open enough after all passes."""
    kept: list[Link] = []
    for link in links:
        open_ = all(abs(a.amount) <= abs(int(items.residual[a.charge])) and abs(a.amount) <= abs(int(items.residual[a.payment])) for a in link.allocations)
        if link.sure or open_:
            kept.append(link)
    return kept


def _one_each(doubts: Sequence[Doubt]) -> list[Doubt]:
    """The first, strongest doubt of each item."""
    seen: set[tuple[int, ...]] = set()
    kept: list[Doubt] = []
    for doubt in doubts:
        if doubt.items not in seen:
            seen.add(doubt.items)
            kept.append(doubt)
    return kept


def _states(items: OpenItems, links: list[Link], doubts: list[Doubt], ties: list[Tie]) -> tuple[Int64, npt.NDArray[np.object_]]:
    """Residual and state of every item; the first state of the contract that fits."""
    frame, residual = items.frame, items.residual.copy()
    other = (items.sides != items.charge_side) & (items.sides != "payment")
    for tie in ties:
        if other[tie.delivery]:
            residual[tie.delivery] -= tie.amount
    amount = frame["amount"].to_numpy()
    state = np.where(residual == 0, "matched", np.where(residual == amount, "open", "partly")).astype(object)
    proposed = {i for link in links if not link.sure for i in link.items()}
    state[[i for i in proposed if residual[i] != 0]] = "to_confirm"
    state[[i for doubt in doubts for i in doubt.items if residual[i] != 0]] = "ambiguous"
    aside = ~items.active
    state[aside], residual[aside] = "set_aside", amount[aside]
    return residual, state
