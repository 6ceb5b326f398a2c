"""Pass "likely": what a person would want to see first; only ever proposals and doubts.

Every payment that is still open, names no document of the book and is no doubt already is compared with the documents
that could be meant: payer and customer, amounts, days between, and what the memo says (matching/likeness.py). A model
estimated from the book itself makes a probability of it (matching/scoring.py), and the choice that is best for all
payments together is made (matching/assignment.py).

Proposed: a pair of that choice whose probability reaches `likely_threshold`, where every choice without it is worse by
`likely_margin` times. Refused, as a doubt with its candidates best first: a payment that probably belongs to one
of several, or a document that several payments could pay. A money-out line equal to an earlier receipt of the same
party without a mark of reversal is proposed too. Left alone: a customer's payment that equals a document or a run of
documents of his own - the passes before have judged it.

    S1 甲公司 06-02 70; R9 丙公司 06-05 70                     ->  R9?S1 70
    S1 甲公司 06-02 70; S2 乙公司 06-02 70; R9 - 06-05 70      ->  R9!S1|S2
"""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate

import numpy as np

from ticktie.domain.items import Bool, Int64, OpenItems
from ticktie.domain.links import Allocation, Because, Doubt, Findings, Link
from ticktie.domain.rules import Rules
from ticktie.matching.accounts import Unit, accounts, in_time, units, whole
from ticktie.matching.assignment import choose
from ticktie.matching.candidates import by_chance, candidates
from ticktie.matching.likeness import AMOUNT, COMPARISONS, EQUAL, NAME, NUMBER, Field, parts
from ticktie.matching.named import spread
from ticktie.matching.scoring import Floats, Pairs, score

NAME_OF_PASS = "likely"
_SHOWN = 5  # candidates named for a doubt
_WORTH = 0.1  # probability below which a candidate is not named
_CERTAIN = 0.9  # in a thicket too large to be solved again for every pair


def likely(items: OpenItems, rules: Rules) -> Findings:
    """Propose what the model finds likely."""
    field = _field(items)
    left, right = candidates(field)
    links, doubts = _judged(field, rules, left, right) if len(left) else ([], [])
    return Findings.of([*links, *_unmarked_reversals(items)], doubts)


def _field(items: OpenItems) -> Field:
    judged = _judged_before(items)
    free = (p for p in items.payments.tolist() if not items.doubtful[p] and not items.evidence.names(p).hits and p not in judged)
    owned: dict[tuple[int, str], list[int]] = defaultdict(list)
    for i in in_time(items, (c for c in items.charges.tolist() if not items.doubtful[c])):
        owned[int(items.evidence.party[i]), items.currencies[i]].append(i)
    every = [u for members in owned.values() for u in units(items, members)]
    worth = [(u, v) for u in every if (v := sum(int(items.residual[i]) for i in u))]
    worth.sort(key=lambda uv: min(int(items.order_of_time[i]) for i in uv[0]))
    return Field(items, in_time(items, free), [u for u, _ in worth], np.array([v for _, v in worth], dtype=np.int64))


def _judged_before(items: OpenItems) -> set[int]:
    """Payments of customers that equal a document or a run of the oldest: proposed already where they are still open."""
    found: set[int] = set()
    for account in accounts(items):
        fits = {*account.values, *accumulate(account.values)}
        found |= {p for p in account.payments if int(items.residual[p]) in fits}
    return found


def _judged(field: Field, rules: Rules, left: Int64, right: Int64) -> tuple[list[Link], list[Doubt]]:
    levels = field.levels(left, right)
    scores = score(COMPARISONS, Pairs(left, right, levels, len(field.payments), len(field.units)), by_chance(field))
    choice = choose(left, right, scores.gain)
    sheet = _Sheet(field, left, right, np.stack(levels, axis=1), scores.probability)
    loss = np.where(np.isnan(choice.loss), np.where(scores.probability >= _CERTAIN, np.inf, 0.0), choice.loss)
    alone = sheet.rivals() == 0
    proposed = choice.chosen & (scores.probability >= rules.likely_threshold) & ((loss >= np.log(rules.likely_margin)) | alone)
    doubtful = sheet.doubtful(rules.likely_threshold, proposed)
    return [sheet.link(int(n)) for n in np.flatnonzero(proposed)], [sheet.doubt(p) for p in doubtful]


class _Sheet:
    """The scored pairs of one book, and what is said of them."""

    def __init__(self, field: Field, left: Int64, right: Int64, levels: Int64, probability: Floats):
        self.field, self.left, self.right, self.levels, self.p = field, left, right, levels, probability
        self.worth: Bool = probability >= _WORTH

    def rivals(self) -> Int64:
        """Of every pair, how many other pairs worth naming want one of its ends."""
        mine = self.worth.astype(np.int64)
        here = np.bincount(self.left, weights=mine)[self.left] + np.bincount(self.right, weights=mine)[self.right]
        return np.asarray(here - 2 * mine, dtype=np.int64)

    def doubtful(self, threshold: float, proposed: Bool) -> list[int]:
        """Payments that probably belong to one of several, or want what probably belongs to one of several payments."""
        taken_left, taken_right = set(self.left[proposed].tolist()), set(self.right[proposed].tolist())
        enough = (np.bincount(self.left, self.p)[self.left] >= threshold) | (np.bincount(self.right, self.p)[self.right] >= threshold)
        open_ = [
            n for n in np.flatnonzero(enough & self.worth).tolist()
            if self.left[n] not in taken_left and self.right[n] not in taken_right
        ]  # fmt: skip
        return list(dict.fromkeys(int(self.left[n]) for n in open_))

    def link(self, n: int) -> Link:
        payment, unit = self.field.payments[self.left[n]], self.field.units[self.right[n]]
        facts = {"charges": unit, "payer": self.field.items.values("party")[payment], "p": _percent(self.p[n]), "parts": parts(self.levels[n])}
        return Link(self._allocations(payment, unit), Because(self._code(n), facts), NAME_OF_PASS, False, probability=float(self.p[n]))

    def _allocations(self, payment: int, unit: Unit) -> tuple[Allocation, ...]:
        items = self.field.items
        paid, asked = int(items.residual[payment]), sum(int(items.residual[i]) for i in unit)
        return whole(items, unit, payment) if abs(paid) >= abs(asked) else spread(unit, payment, paid, items.residual)

    def _code(self, n: int) -> str:
        name, amount, _, number, *_ = (int(level) for level in self.levels[n])
        if NUMBER.words[number] == "slip":
            return "likely_number"
        if amount in EQUAL:
            return "likely_name" if NAME.words[name] in ("equal", "starts", "high", "medium", "low") else "amount_only"
        return "likely_fee" if AMOUNT.words[amount] == "fee" else "likely_near" if AMOUNT.words[amount] == "near" else "likely_part"

    def doubt(self, payment: int) -> Doubt:
        mine = np.flatnonzero((self.left == payment) & self.worth)
        best = sorted(mine.tolist(), key=lambda n: (-round(float(self.p[n]), 6), int(self.right[n])))[:_SHOWN]
        found = tuple(self.field.units[self.right[n]] for n in best)
        equal = all(int(self.levels[n][1]) in EQUAL for n in best)
        code = "likely_payments" if len(best) == 1 else "amount_of_several" if equal else "likely_several"
        facts = {"candidates": found, "p": _percent(self.p[best].sum()), "parts": [parts(self.levels[n]) for n in best]}
        return Doubt((self.field.payments[payment],), found, Because(code, facts), NAME_OF_PASS)


def _percent(share: float) -> str:
    """Cut, not rounded: a proposal is never 100%."""
    return f"{min(int(share * 100), 99)}%"


def _unmarked_reversals(items: OpenItems) -> list[Link]:
    amount, key = items.values("amount"), items.values("party_key")
    receipts: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for p in items.payments.tolist():
        if amount[p] > 0 and key[p]:
            receipts[key[p], items.currencies[p], int(amount[p])].append(p)
    links: list[Link] = []
    for p in items.payments.tolist():
        if amount[p] >= 0 or not key[p] or items.named[p] or items.doubtful[p]:
            continue
        group = receipts.get((key[p], items.currencies[p], -int(amount[p])), [])
        earlier = [r for r in group if items.order_of_time[r] < items.order_of_time[p] and items.residual[r] == amount[r]]
        if len(earlier) == 1:
            because = Because("reversal_unmarked", {"payments": earlier})
            links.append(Link((Allocation(p, earlier[0], int(amount[earlier[0]])),), because, NAME_OF_PASS, sure=False))
    return links
