"""Run the passes in their order over one ledger; `settle` does the arithmetic after each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ticktie.domain.evidence import gather
from ticktie.domain.items import Int64, OpenItems
from ticktie.domain.links import Because, Doubt, Findings, Link
from ticktie.domain.outcome import Ledger, Outcome, Tie
from ticktie.domain.rules import Rules
from ticktie.domain.stated import Stated
from ticktie.matching import by_hand, stated
from ticktie.matching.by_hand import Hand
from ticktie.matching.duties import duties
from ticktie.matching.laws import check
from ticktie.matching.reasons import reasons
from ticktie.matching.sequence import Pass, sequence
from ticktie.matching.settle import Settled, settle
from ticktie.matching.stated import Kept
from ticktie.matching.ties import tie_deliveries

Passes = Sequence[tuple[str, Pass]]
_NOBODY = Hand()


def match(
    ledger: Ledger, rules: Rules, hand: Hand = _NOBODY, said: Callable[[str], None] = lambda stage: None, told: Sequence[Stated] = (),
    passes: Passes | None = None,
) -> Outcome:  # fmt: skip
    """Settle a ledger so that what customers have been told stays.

    told: the links of sent statements; those that the passes do not make again are kept and flagged. passes: of the scenario; those of
    customers where none are given.
    """
    passes = list(sequence(rules)) if passes is None else passes
    outcome, kept = _match(ledger, rules, hand, said, (), passes), list[Kept]()
    while more := [k for k in stated.lost(told, outcome) if k.link.items() not in [x.link.items() for x in kept]]:
        kept += more
        outcome = _match(ledger, rules, hand, said, kept, passes)
    flagged = [*outcome.ledger.problems, *stated.flags(outcome)] if kept else outcome.ledger.problems
    return replace(outcome, ledger=replace(outcome.ledger, problems=flagged), stated=stated.carried(told, outcome) if told else {})


def _match(ledger: Ledger, rules: Rules, hand: Hand, said: Callable[[str], None], kept: Sequence[Kept], passes: Passes) -> Outcome:
    """Settle a ledger.

    hand: what persons decided; it comes before any pass, its write-offs after all. said: is called with each pass's name.
    Where the links without a named number are together expected to err more often than the rules allow, the weakest are
    only proposed and the passes run again.
    """
    evidence = gather(ledger.items, ledger.charge_side, hand.aliases, ledger.lost_numbers, ledger.rates)
    items = OpenItems.start(ledger.items, ledger.charge_side, evidence)
    weak: set[frozenset[int]] = set()
    while True:
        end, links, doubts = _run(items, rules, hand, weak, said, kept, passes)
        weaker = _weakest(items, links, rules.expected_errors)
        if not weaker:
            break
        weak |= weaker
    links = _still_possible(end, links)
    doubts = _one_each(doubts)
    ties = tie_deliveries(ledger.items, ledger.charge_side)
    residual, state = _states(end, links, doubts, ties)
    links = by_hand.told_aliases(links, ledger.items, hand)
    why = reasons(end, links, doubts, state) | {
        i: Because("disputed", {"who": d.who, "note": d.note}) for i, d in hand.disputed.items() if residual[i] != 0 and state[i] != "set_aside"
    }  # fmt: skip
    outcome = Outcome(ledger, rules, residual, state, why, links, doubts, ties)
    check(outcome)
    told = duties(outcome, items.evidence, hand.aliases) if ledger.cashbook is None else []
    return replace(outcome, ledger=replace(ledger, problems=[*ledger.problems, *told]))


def _run(
    items: OpenItems, rules: Rules, hand: Hand, weak: set[frozenset[int]], said: Callable[[str], None], kept: Sequence[Kept], passes: Passes
) -> tuple[OpenItems, list[Link], list[Doubt]]:
    """All passes in their order. weak: links by their items that are only proposed."""
    links: list[Link] = []
    doubts: list[Doubt] = []
    refused = set(hand.rejected)
    mode = rules.mode(by_hand.NAME)
    if mode != "off":
        items = _take(settle(items, by_hand.by_hand(items, hand), mode), links, doubts)
    if kept:
        items = _take(settle(items, stated.kept(items, kept, refused)), links, doubts)
    for name, pass_ in passes:
        mode = rules.mode(name)
        if mode == "off":
            continue
        said(name)
        findings = _in_window(items, rules, _weakened(_without(pass_(items, rules), refused), weak))
        items = _take(settle(items, findings, mode), links, doubts)
    if rules.mode(by_hand.NAME) == "confirm":
        items = _take(settle(items, by_hand.write_offs(items, hand)), links, doubts)
    return items, links, doubts


def _weakest(items: OpenItems, links: Sequence[Link], limit: float) -> set[frozenset[int]]:
    """The links, by their items, that must go so that the sum of (1 - p) of the unnamed links stays within the limit."""
    guessed = [x for x in links if x.sure and x.probability is not None]
    ordered = sorted(guessed, key=lambda x: (-(x.probability or 0), min(int(items.order_of_time[i]) for i in x.items())))
    total, gone = 0.0, set[frozenset[int]]()
    for link in ordered:
        total += 1 - (link.probability or 0)
        if total > limit:
            gone.add(frozenset(link.items()))
    return gone


def _weakened(findings: Findings, weak: set[frozenset[int]]) -> Findings:
    if not weak:
        return findings
    links = (
        replace(x, sure=False, because=Because("too_many_guesses", x.because.facts)) if x.sure and frozenset(x.items()) in weak else x
        for x in findings.links
    )
    return findings.with_links(links)


def _in_window(items: OpenItems, rules: Rules, findings: Findings) -> Findings:
    """Links without a named number whose money and documents lie further apart than the rule allows are only proposed."""
    if not rules.window_days and not any(name == "window_days" for _, name, _ in rules.customers):
        return findings
    key = items.values("party_key")

    def too_far(link: Link) -> bool:
        days = rules.of(str(key[link.first])).window_days
        return bool(days) and any(abs(int(items.dates[a.payment] - items.dates[a.charge])) > days for a in link.allocations)

    links = (
        replace(x, sure=False, because=Because("outside_window", x.because.facts)) if x.sure and x.probability is not None and too_far(x) else x
        for x in findings.links
    )
    return findings.with_links(links)


def _take(settled: Settled, links: list[Link], doubts: list[Doubt]) -> OpenItems:
    links += settled.links
    doubts += settled.doubts
    return settled.items


def _without(findings: Findings, refused: set[frozenset[int]]) -> Findings:
    """Findings less what a person rejected before."""
    if not refused:
        return findings
    kept = tuple(x for x in findings.links if not any(group <= x.items() for group in refused))
    doubts = (_less(doubt, refused) for doubt in findings.doubts)
    return Findings(kept, tuple(d for d in doubts if d is not None), findings.named)


def _less(doubt: Doubt, refused: set[frozenset[int]]) -> Doubt | None:
    """A doubt less the candidates that a person rejected; None when nothing is left to choose."""
    left = tuple(c for c in doubt.candidates if not any(group <= {*doubt.items, *c} for group in refused))
    if left == doubt.candidates:
        return doubt
    return replace(doubt, candidates=left) if left else None


def _still_possible(items: OpenItems, links: Sequence[Link]) -> list[Link]:
    """Sure links, and of the proposals the first for each group of items that is still open enough after all passes."""
    kept: list[Link] = []
    proposed: set[frozenset[int]] = set()
    for link in links:
        members = frozenset(link.items())
        open_ = link.sure or _fits(items, link)
        if link.sure or (open_ and members not in proposed):
            kept.append(link)
            proposed |= set() if link.sure else {members}
    return kept


def _fits(items: OpenItems, link: Link) -> bool:
    """Every charge and every payment still holds what the proposal would take from it."""
    paid: dict[int, int] = defaultdict(int)
    for a in link.allocations:
        paid[a.payment] += a.paid
    charges = all(abs(a.amount) <= abs(int(items.residual[a.charge])) for a in link.allocations)
    return charges and all(abs(amount) <= abs(int(items.residual[p])) for p, amount in paid.items())


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
