"""Pass "by hand": what persons decided, before any pass of the system looks at the items.

Tied: accepted proposals and candidates, and what a person matched by number; each settles as much as both sides hold,
the charge due first. A write-off settles what is left of its charge, or of a receipt that is kept, after all passes, as a named difference. What a
customer disputes is settled only by a payment that names it. What a person moved to another customer is that customer's.

Refused, as a problem: a decision whose items are gone, set aside, of two currencies without a rate between them, or
whose money has changed since.
It is kept in Decisions and reported; nothing of it is applied. Rejected and unmatched pairs are not made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from ticktie.domain.decision import NAMES, PARTY, Decision, in_force
from ticktie.domain.grid import Source
from ticktie.domain.items import PAYMENT, Int64, OpenItems
from ticktie.domain.links import Allocation, Because, Difference, Findings, Link
from ticktie.domain.outcome import Ledger, Move
from ticktie.domain.problem import Problem
from ticktie.domain.rates import Rates
from ticktie.domain.text import party_key
from ticktie.matching.exchange import as_much, has_rate

NAME = "by_hand"
_TIES = ("accept", "match_with")
_PARTS = ("reject", "unmatch")
_CLAIMS = ("dispute", "move_to")  # said of what a customer owes
_UNFIT = {"currencies": "decision_currencies", "no_claim": "decision_no_claim"}


@dataclass(frozen=True)
class Hand:
    """Decisions as item numbers of one ledger.

    ties, write_offs: the decision with its items. rejected: groups that do not belong together. aliases: payer key ->
    customer key that follows from accepted links; accepted_by: payer key -> the decision. disputed: item -> the decision. moves: item -> the
    decision and the customer's name. problems: decisions that no longer fit. status: seq -> what became of it.
    """

    ties: tuple[tuple[Decision, tuple[int, ...], tuple[int, ...]], ...] = ()
    write_offs: tuple[tuple[Decision, tuple[int, ...]], ...] = ()
    rejected: tuple[frozenset[int], ...] = ()
    aliases: dict[str, str] = field(default_factory=dict)
    accepted_by: dict[str, Decision] = field(default_factory=dict)
    disputed: dict[int, Decision] = field(default_factory=dict)
    moves: dict[int, tuple[Decision, str]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    status: dict[int, str] = field(default_factory=dict)


def read_hand(decisions: Sequence[Decision], frame: pd.DataFrame, charge_side: str, rates: Rates | None = None) -> Hand:
    """The decisions in force, found in the ledger's items by their keys. rates: the book's exchange rates."""
    item_of = {key: i for i, key in enumerate(frame["key"])}
    amount, aside, currency = frame["amount"].to_numpy(), frame["set_aside"].to_numpy(), frame["currency"].to_numpy()
    ties: list[tuple[Decision, tuple[int, ...], tuple[int, ...]]] = []
    write_offs: list[tuple[Decision, tuple[int, ...]]] = []
    rejected: list[frozenset[int]] = []
    disputed: dict[int, Decision] = {}
    moves: dict[int, tuple[Decision, str]] = {}
    problems: list[Problem] = []
    status: dict[int, str] = {d.seq: d.status or ("applied" if d.action == "note" else "superseded") for d in decisions}
    for d in in_force(decisions):
        keys, targets = ([item_of.get(k, -1) for k in names if not k.startswith(NAMES)] for names in (d.keys, d.targets))
        items = [*keys, *targets]
        why = ""
        if -1 in items:
            why = "gone"
        elif d.amounts and tuple(int(amount[i]) for i in items) != d.amounts:
            why = "changed"
        elif d.action not in _PARTS and any(aside[i] for i in items):
            why = "aside"
        elif len({currency[i] for i in items}) > 1 and not _exchangeable(frame, items, d.action, rates or Rates()):
            why = "currencies"
        elif d.action in _CLAIMS and any(frame["side"].iloc[i] == PAYMENT for i in items):
            why = "no_claim"
        if why:
            status[d.seq] = "unfit"
            place = next((Source(frame["sheet"].iloc[i], int(frame["row"].iloc[i])) for i in items if i >= 0), Source("Decisions"))
            shown = ", ".join(k.partition(":")[2] or k for k in (*d.keys, *d.targets))
            problems.append(Problem(_UNFIT.get(why, "decision_unfit"), place, {"decision": d.seq, "keys": shown, "why": why}, "warning"))
            continue
        status[d.seq] = "applied"
        if d.action in _PARTS:
            rejected.append(frozenset(items))
        elif d.action == "dispute":
            disputed |= dict.fromkeys(items, d)
        elif d.action == "move_to":
            moves |= dict.fromkeys(items, (d, d.targets[0].removeprefix(PARTY)))
        elif d.action == "write_off":
            write_offs.append((d, tuple(items)))
        elif d.action in _TIES and keys and targets:
            ties.append((d, tuple(keys), tuple(targets)))
    accepted = [*_aliases(ties, frame, charge_side), *_named_aliases(decisions, frame, charge_side)]
    aliases, by = {p: c for p, c, _ in accepted}, {p: d for p, _, d in accepted}
    return Hand(tuple(ties), tuple(write_offs), tuple(rejected), aliases, by, disputed, moves, tuple(problems), status)


def _exchangeable(frame: pd.DataFrame, items: Sequence[int], action: str, rates: Rates) -> bool:
    """Every payment can be joined to every charge of the decision, in one currency or at a rate."""
    rows = [frame.iloc[i] for i in items]
    payments, charges = ([r for r in rows if (r["side"] == PAYMENT) == paid] for paid in (True, False))
    one = len({r["currency"] for r in payments}) == len({r["currency"] for r in charges}) == 1
    return action in _PARTS or (one and all(has_rate(rates, r.to_dict(), charges[0]["currency"]) for r in payments))


def _aliases(
    ties: Iterable[tuple[Decision, tuple[int, ...], tuple[int, ...]]], frame: pd.DataFrame, charge_side: str
) -> Iterable[tuple[str, str, Decision]]:
    """Payers that a person accepted for one customer, with the decision that says so."""
    side, key = frame["side"].to_numpy(), frame["party_key"].to_numpy()
    customers = set(key[side == charge_side]) - {""}
    for decision, keys, targets in ties:
        items = (*keys, *targets)
        payers = {key[i] for i in items if side[i] == PAYMENT} - {""}
        owners = {key[i] for i in items if side[i] == charge_side} - {""}
        if len(owners) == 1:
            yield from ((payer, next(iter(owners)), decision) for payer in sorted(payers - customers))


def _named_aliases(decisions: Sequence[Decision], frame: pd.DataFrame, charge_side: str) -> Iterable[tuple[str, str, Decision]]:
    """Payers that a person named for one customer, as far as that customer has charges in the book."""
    customers = set(frame["party_key"].to_numpy()[frame["side"].to_numpy() == charge_side]) - {""}
    for d in in_force(decisions):
        if d.action == "alias":
            payer, customer = (party_key(name.partition(":")[2]) for name in (d.keys[0], d.targets[0]))
            if customer in customers and payer not in customers:
                yield payer, customer, d


def by_hand(items: OpenItems, hand: Hand) -> Findings:
    """Accepted links, each as much as both sides hold."""
    left = items.residual.copy()
    links: list[Link] = []
    for decision, keys, targets in hand.ties:
        made = tuple(_allocations(items, (*keys, *targets), left))
        for a in made:
            _take(items, left, a)
        if made:
            because = Because("by_hand", {"who": decision.who, "note": decision.note})
            links.append(Link(made, because, NAME, decided_by="person"))
    return Findings.of(links)


def write_offs(items: OpenItems, hand: Hand) -> Findings:
    """What is left of charges that a person wrote off, and of receipts that a person said are kept (a forfeited deposit)."""
    links = [
        Link((), Because("by_hand", {"who": d.who, "note": d.note}), NAME, decided_by="person",
             difference=Difference("write_off", i, int(items.residual[i])))
        for d, charges in hand.write_offs for i in charges if items.residual[i] and items.sides[i] in (items.charge_side, PAYMENT)
    ]  # fmt: skip
    return Findings.of(links)


def _allocations(items: OpenItems, members: Sequence[int], left: Int64) -> Iterable[Allocation]:
    """Payments to charges, oldest first; inside one side what takes back against what it takes back."""
    payments = sorted((i for i in members if items.sides[i] == PAYMENT), key=lambda i: items.order_of_time[i])
    charges = sorted((i for i in members if items.sides[i] == items.charge_side), key=lambda i: (items.due[i], items.order_of_time[i]))
    left = left.copy()
    if not charges or not payments:
        yield from _netted(items, payments or charges, left)
        return
    same = len({items.currencies[i] for i in members}) == 1
    if same and len(payments) == 1 and int(left[charges].sum()) == int(left[payments[0]]):  # credit notes count with their sign
        yield from (Allocation(i, payments[0], int(left[i])) for i in charges if left[i])
        return
    for charge in charges:
        for payment in payments:
            a = _pair(items, charge, payment, left)
            if a and a.amount:
                _take(items, left, a)
                yield a


def _netted(items: OpenItems, members: Sequence[int], left: Int64) -> Iterable[Allocation]:
    minus, plus = [i for i in members if left[i] < 0], [i for i in members if left[i] > 0]
    for one in minus:
        for two in plus:
            amount = min(-int(left[one]), int(left[two]))
            if amount > 0:
                pair = (one, two) if items.sides[one] == PAYMENT else (two, one)
                a = Allocation(*pair, amount)
                _take(items, left, a)
                yield a


def _pair(items: OpenItems, charge: int, payment: int, left: Int64) -> Allocation | None:
    if items.currencies[charge] != items.currencies[payment]:
        return as_much(items, payment, charge, left)
    return Allocation(charge, payment, _common(int(left[charge]), int(left[payment])))


def _common(charge: int, payment: int) -> int:
    """As much as both hold, where they have one sign."""
    if (charge > 0) != (payment > 0):
        return 0
    return min(charge, payment) if charge > 0 else max(charge, payment)


def _take(items: OpenItems, left: Int64, a: Allocation) -> None:
    one, two = items.sides[a.charge] == PAYMENT, items.sides[a.payment] == PAYMENT
    left[a.charge] -= -a.amount if one and two else a.amount
    left[a.payment] -= -a.amount if not one and not two else a.paid


def told_aliases(links: Iterable[Link], frame: pd.DataFrame, hand: Hand) -> list[Link]:
    """The links with who accepted their payer for the customer, where a person did."""
    if not hand.accepted_by:
        return list(links)
    key, name = frame["party_key"].to_numpy(), frame["party"].to_numpy()
    return [_told(link, hand, [key[a.payment] for a in link.allocations], [name[a.payment] for a in link.allocations]) for link in links]


def _told(link: Link, hand: Hand, keys: Sequence[str], names: Sequence[str]) -> Link:
    for key, name in zip(keys, names, strict=True):
        if (decision := hand.accepted_by.get(key)) and link.by != NAME:
            alias = {"payer": name, "who": decision.who, "when": decision.when}
            return replace(link, because=Because(link.because.code, {**link.because.facts, "alias": alias}))
    return link


def with_status(decisions: Sequence[Decision], hand: Hand) -> list[Decision]:
    """The lines with what became of them today."""
    return [replace(d, status=hand.status.get(d.seq, d.status)) for d in decisions]


def as_decided(ledger: Ledger, hand: Hand) -> Ledger:
    """The ledger in which receivables belong to the customers that persons moved them to, and what is disputed is marked."""
    if not hand.moves and not hand.disputed:
        return ledger
    items = ledger.items.copy()
    for item in hand.disputed:
        items.at[item, "flags"] = f"{items.at[item, 'flags']} disputed".strip()
    moves = []
    for item, (decision, name) in sorted(hand.moves.items()):
        moves.append(Move(item, str(items.at[item, "party"]), str(items.at[item, "party_key"]), name, decision.when, decision.who))
        items.loc[item, ["party", "party_key"]] = [name, party_key(name)]
    return replace(ledger, items=items, moves=tuple(moves))
