"""A result against the truth of its month: what was confirmed rightly, what was missed, which traps it fell into.

Precision: of what was confirmed, what the truth supports. Recall: of what a careful accountant would sign, what was
confirmed. Optional links are right when confirmed and no loss when left open. Equal items may be paired in any order.
Netting inside one side counts as the flows it stands for; a return against its order as if the payment had covered both.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ticktie.samples.conservation import Books, Flow, Json, minor, read_books

Pair = tuple[str, str]


@dataclass(frozen=True)
class Trap:
    """A trap that the result fell into."""

    payment: str
    mechanism: str
    confirmed_with: tuple[str, ...]


@dataclass
class Measures:
    """Amounts in fen and counts of allocations."""

    confirmed: int = 0
    confirmed_amount: int = 0
    right: int = 0
    right_amount: int = 0
    wanted: int = 0
    wanted_amount: int = 0
    found: int = 0
    found_amount: int = 0
    proposed: int = 0  # wanted, but only proposed
    traps: list[Trap] = field(default_factory=list)
    traps_set: int = 0
    lost: list[str] = field(default_factory=list)
    phantom: list[str] = field(default_factory=list)
    misread: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    by_mechanism: dict[str, list[int]] = field(default_factory=dict)  # wanted, found, proposed

    @property
    def precision(self) -> float:
        """Share of the confirmed yuan that is right; 1 where nothing was confirmed."""
        return self.right_amount / self.confirmed_amount if self.confirmed_amount else 1.0

    @property
    def recall(self) -> float:
        """Share of the yuan to be confirmed that was."""
        return self.found_amount / self.wanted_amount if self.wanted_amount else 1.0

    @property
    def precision_count(self) -> float:
        """The same by allocations."""
        return self.right / self.confirmed if self.confirmed else 1.0

    @property
    def recall_count(self) -> float:
        """The same by allocations."""
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def adds_up(self) -> bool:
        """No row was lost, invented or misread, and no money either."""
        return not (self.errors or self.lost or self.phantom or self.misread)


def measure(result: Json, truth: Json) -> Measures:
    """Every mark of one result."""
    books = read_books(result, truth)
    m = Measures(lost=books.lost, phantom=books.phantom, misread=books.misread, errors=books.errors)
    sure = flows_meant(books.sure, truth)
    _count(m, _without_reversed(sure, truth), books, truth)
    m.traps = [*_confirmed_traps(sure, truth), *_overdrawn_groups(sure, truth), *_silent_write_offs(result, truth)]
    m.traps_set = sum(len(truth[name]) for name in ("must_not_confirm", "group_limits", "no_write_off"))
    return m


# --- what the links mean ---


def flows_meant(flows: Iterable[Flow], truth: Json) -> list[Flow]:
    """Flows from payments to charges, with netting inside one side turned into what it stands for."""
    all_flows = list(flows)
    meant = [f for f in all_flows if not f.netting]
    refunds = {frozenset((f.claim, f.answer)) for f in all_flows if f.netting == "payment"}
    owner = {a["order"]: a["payment"] for a in truth["allocations"]}
    for net in (f for f in all_flows if f.netting == "charge"):
        charge, back = (net.claim, net.answer) if net.of_claim > 0 else (net.answer, net.claim)
        _spread(meant, charge, back, abs(net.of_claim), owner, refunds)
    return meant


def _spread(meant: list[Flow], charge: str, back: str, size: int, owner: Mapping[str, str], refunds: set[frozenset[str]]) -> None:
    """A return of `size` was set against its charge: the payment of the charge covers so much more, the return's own the rest."""
    at = next((i for i, f in enumerate(meant) if f.claim == charge and f.answer == owner.get(charge)), None)
    if at is None:
        return
    paid = meant[at]
    meant[at] = replace(paid, of_claim=paid.of_claim + size, of_answer=paid.of_answer + size)
    takes_back = owner.get(back)
    if takes_back and (takes_back == paid.answer or frozenset((takes_back, paid.answer)) in refunds):
        meant.append(Flow(back, takes_back, -size, -size))


def _without_reversed(flows: list[Flow], truth: Json) -> list[Flow]:
    """Leaves out a payment and its reversal that were both put on one charge: nothing happened."""
    left = list(flows)
    group = {p: n for n, limit in enumerate(truth["group_limits"]) for p in limit["payments"]}
    for back in [f for f in flows if f.of_claim < 0 and f.answer in group]:
        same = (f for f in left if f.claim == back.claim and group.get(f.answer) == group[back.answer] and f.of_claim == -back.of_claim)
        if original := next(same, None):
            left.remove(original)
            left.remove(back)
    return left


# --- right and wanted ---


def _count(m: Measures, sure: list[Flow], books: Books, truth: Json) -> None:
    first = {i: group["members"][0] for group in truth["interchangeable"] for i in group["members"]}
    m.confirmed, m.confirmed_amount = len(sure), sum(abs(f.of_claim) for f in sure)
    have, offered = _by_pair(sure, first), _by_pair((f for f in books.proposed if not f.netting), first)
    marks: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    unmet: list[tuple[Pair, int, bool]] = []
    for a in truth["allocations"]:
        pair, amount, must = _pair(a["order"], a["payment"], first), minor(a["amount"]), a["expect"] == "confirm"
        if must:
            m.wanted, m.wanted_amount = m.wanted + 1, m.wanted_amount + abs(amount)
            marks[a["mechanism"]][0] += 1
        if a["expect"] != "propose" and have[pair][amount]:
            have[pair][amount] -= 1
            _credit(m, abs(amount), must, whole=True)
            marks[a["mechanism"]][1] += must
        elif must and offered[pair][amount]:
            offered[pair][amount] -= 1
            m.proposed += 1
            marks[a["mechanism"]][2] += 1
        elif a["expect"] != "propose":
            unmet.append((pair, amount, must))
    for pair, amount, must in unmet:  # the right pair with another amount: what both have in common counts as money only
        _credit(m, _common(have[pair], amount), must, whole=False)
    m.by_mechanism = {name: counts for name, counts in sorted(marks.items()) if counts[0]}


def _by_pair(flows: Iterable[Flow], first: Mapping[str, str]) -> dict[Pair, Counter[int]]:
    pairs: dict[Pair, Counter[int]] = defaultdict(Counter)
    for flow in flows:
        pairs[_pair(flow.claim, flow.answer, first)][flow.of_claim] += 1
    return pairs


def _pair(order: str, payment: str, first: Mapping[str, str]) -> Pair:
    return first.get(order, order), first.get(payment, payment)


def _credit(m: Measures, amount: int, must: bool, *, whole: bool) -> None:
    m.right, m.right_amount = m.right + whole, m.right_amount + amount
    if must:
        m.found, m.found_amount = m.found + whole, m.found_amount + amount


def _common(left: Counter[int], amount: int) -> int:
    """What an unused flow of the same sign has in common with the amount; the flow is used up."""
    same = next((x for x, n in left.items() if n and (x > 0) == (amount > 0)), None)
    if same is None:
        return 0
    left[same] -= 1
    return min(abs(same), abs(amount))


# --- traps ---


def _confirmed_traps(sure: list[Flow], truth: Json) -> list[Trap]:
    used = _used(sure)
    return [Trap(t["payment"], t["mechanism"], tuple(c for c, _ in used[t["payment"]])) for t in truth["must_not_confirm"] if t["payment"] in used]


def _used(sure: list[Flow]) -> dict[str, list[tuple[str, int]]]:
    used: dict[str, list[tuple[str, int]]] = {}
    for flow in sure:
        used.setdefault(flow.answer, []).append((flow.claim, flow.of_claim))
    return used


def _overdrawn_groups(sure: list[Flow], truth: Json) -> list[Trap]:
    """Copies and reversals that together give charges more than they brought, or less than nothing."""
    used = _used(sure)
    fallen: list[Trap] = []
    for group in truth["group_limits"]:
        parts = [part for payment in group["payments"] for part in used.get(payment, ())]
        if not 0 <= sum(x for _, x in parts) <= minor(group["max"]):
            fallen.append(Trap(group["payments"][0], group["mechanism"], tuple(sorted({c for c, _ in parts}))))
    return fallen


def _silent_write_offs(result: Json, truth: Json) -> list[Trap]:
    """Differences that were cleared though nobody stated them."""
    silent: dict[Pair, str] = {(w["order"], w["payment"]): w["mechanism"] for w in truth["no_write_off"]}
    links: list[dict[str, Any]] = [x for x in result.get("links", []) if x["confirmed"] and x.get("difference") and minor(x["difference"]["amount"])]
    pairs = [(a["order"], a["payment"]) for link in links for a in link["allocations"]]
    return [Trap(payment, f"write_off_{silent[order, payment]}", (order,)) for order, payment in pairs if (order, payment) in silent]
