"""Pass "one to many": one payment equals the sum of several documents of the customer, and of no others.

Tied: a payment without a name that is exactly the sum of two or more open documents of its customer, where no other subset
of any size has the sum, no other payment of the customer has the amount, and the probability that the sum is no accident
reaches the limit. The probability weighs how many sums of these documents lie near the payment against how often payments
of this book settle whole documents (matching/chance.py).

Refused, as a doubt with its candidates: two or more subsets, an improbable one, a set too large to be searched. Only
proposed: documents after the payment, a memo that speaks of a deposit or another month, an unsure number.

    S1 甲公司 06-02 1234.56; S2 甲公司 06-03 789.10; S3 甲公司 06-03 400.07; R9 甲公司 06-05 1189.17    ->  R9>S2 789.10, R9>S3 400.07
    S0 甲公司 06-01 999; S1 甲公司 06-02 70; S2 甲公司 06-02 30; S3 甲公司 06-03 60; S4 甲公司 06-03 40; R9 甲公司 06-05 100    ->  R9!S1+S2|S3+S4
"""

from __future__ import annotations

from dataclasses import dataclass

from ticktie.domain.items import OpenItems
from ticktie.domain.links import Because, Doubt, Findings, Link
from ticktie.domain.rules import Rules
from ticktie.matching import subsets
from ticktie.matching.accounts import Account, accounts, against, by_amount, whole
from ticktie.matching.chance import hits, odds

NAME = "one_to_many"
_SHOWN = 4  # candidates named at most


@dataclass(frozen=True)
class _Search:
    """What was found for one payment: subsets as positions of units; too_many: the set was not searched to the end."""

    account: Account
    payment: int
    equal: int
    found: list[tuple[int, ...]]
    too_many: bool


def one_to_many(items: OpenItems, rules: Rules) -> Findings:
    """Search all payments first, then judge them by what the book as a whole shows."""
    searches = [s for account in accounts(items) if len(account.values) > 1 for s in _searched(items, rules, account)]
    found = sum(bool(s.found) for s in searches)
    weight = odds(items).weight(found, len(searches) - found)
    links: list[Link] = []
    doubts: list[Doubt] = []
    for search in searches:
        made = _judged(items, rules, search, weight)
        if isinstance(made, Link):
            links.append(made)
        elif made is not None:
            doubts.append(made)
    return Findings.of(links, doubts)


def _searched(items: OpenItems, rules: Rules, account: Account) -> list[_Search]:
    made: list[_Search] = []
    for amount, payments in by_amount(items, account.payments).items():
        if account.halves is not None:
            found, too_many = account.halves.find(amount, _SHOWN), False
        elif len(account.values) <= rules.subset_items:
            found, too_many = subsets.small(account.values, amount, _SHOWN), True
        else:
            found, too_many = [], True
        made += [_Search(account, p, len(payments), found, too_many) for p in payments]
    return made


def _judged(items: OpenItems, rules: Rules, search: _Search, weight: float) -> Link | Doubt | None:
    account, payment, found = search.account, search.payment, search.found
    amount = int(items.residual[payment])
    groups = tuple(account.items(at) for at in found)
    facts = {"candidates": groups, "open": len(account.units)}
    if not found or [len(f) for f in found] == [1]:  # a single document is passes/exact_amount's business
        return None
    if len(found) > 1:
        return Doubt((payment,), groups, Because("several_sums", facts), NAME)
    charges = groups[0]
    facts |= {"charges": charges, "count": len(charges)}
    if search.equal > 1:
        return Doubt((payment,), groups, Because("equal_payments", facts), NAME)
    if search.too_many:
        ways = subsets.count(account.values, amount, 2, rules.subset_budget * 1000)
        code = {None: "sum_too_long", 1: "improbable", 2: "several_sums"}[ways]
        return Doubt((payment,), groups, Because(code, {**facts, "p": ""}), NAME)
    assert account.halves is not None
    p = odds(items).sum(hits(account.halves, amount), amount, items.currencies[payment], len(account.units), weight)
    if p < rules.probability_limit:
        return Doubt((payment,), groups, Because("improbable", {**facts, "p": f"{p:.1%}"}), NAME)
    code = against(items, account, charges, payment)
    return Link(whole(items, charges, payment), Because(code or "sum_unique", facts), NAME, not code, probability=p)
