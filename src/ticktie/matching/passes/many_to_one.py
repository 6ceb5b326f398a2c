"""Pass "many to one": several payments of the customer together are exactly one of its documents.

Tied: two or more payments without a name (a deposit and its balance, instalments) whose sum is one open document, where no
other payments of the customer sum to it, these payments sum to no other documents, and the probability that the sum is no accident
reaches the limit; memos that call them deposit and balance say it themselves. A deposit may come before its document,
instalments may not.

Refused, as a doubt: another set of payments, another document or sum of documents, an improbable sum. Payments that alone
fit a document are none of its business.

    S1 甲公司 06-09 4499.80; R8 甲公司 06-05 1349.94 memo=定金; R9 甲公司 06-19 3149.86 memo=尾款    ->  R8>S1 1349.94, R9>S1 3149.86
"""

from __future__ import annotations

from dataclasses import dataclass

from ticktie.domain.items import OpenItems
from ticktie.domain.links import Allocation, Because, Doubt, Findings, Link
from ticktie.domain.rules import Rules
from ticktie.matching import subsets
from ticktie.matching.accounts import Account, Unit, accounts, in_months
from ticktie.matching.chance import hits, odds
from ticktie.matching.subsets import HALVED, Halves

NAME = "many_to_one"


@dataclass(frozen=True)
class _Sum:
    """Payments that together are what is left of one unit."""

    account: Account
    unit: Unit
    value: int
    payments: tuple[int, ...]
    other_payments: bool
    said: bool
    p: float


def many_to_one(items: OpenItems, rules: Rules) -> Findings:
    """Settle documents that were paid in parts."""
    links: list[Link] = []
    doubts: list[Doubt] = []
    for account in accounts(items):
        if not 2 <= len(account.payments) <= HALVED:
            continue
        sums = list(_sums(items, account))
        for one in sums:
            shared = any(other is not one and set(other.payments) & set(one.payments) for other in sums)
            made = _judged(items, rules, one, shared)
            if isinstance(made, Link):
                links.append(made)
            else:
                doubts.append(made)
    return Findings.of(links, doubts)


def _sums(items: OpenItems, account: Account) -> list[_Sum]:
    came = [p for p in account.payments if items.residual[p] > 0]  # money that went back is no instalment
    halves = Halves([int(items.residual[p]) for p in came])
    found: list[_Sum] = []
    for unit, value in zip(account.units, account.values, strict=True):
        if value < 0:
            continue
        fits = [f for f in halves.find(value, 3) if len(f) > 1]
        if fits:
            payments = tuple(came[at] for at in fits[0])
            said = _deposit_and_balance(items, payments)
            accidents = 0.0 if said else hits(halves, value) * len(account.units)
            p = odds(items).sum(accidents, value, items.currencies[unit[0]], len(account.units), odds(items).weight())
            other = len(fits) > 1 or _one_fits(items, unit[0], value)
            found.append(_Sum(account, unit, value, payments, other, said, p))
    return found


def _one_fits(items: OpenItems, charge: int, value: int) -> bool:
    """A single payment of the customer has the amount, though a stronger pass could not settle it."""
    party, currency = items.evidence.party, items.currencies
    return any(items.residual[p] == value and party[p] == party[charge] and currency[p] == currency[charge] for p in items.payments.tolist())


def _deposit_and_balance(items: OpenItems, payments: tuple[int, ...]) -> bool:
    """Every memo says which part it is, and both parts are there."""
    advance = [items.evidence.is_advance(p) for p in payments]
    final = [items.evidence.is_final(p) for p in payments]
    return any(advance) and any(final) and all(a or f for a, f in zip(advance, final, strict=True))


def _judged(items: OpenItems, rules: Rules, one: _Sum, shared: bool) -> Link | Doubt:
    facts = {"candidates": (one.unit,), "charges": one.unit, "payments": one.payments, "count": len(one.payments), "p": f"{one.p:.1%}"}
    ways = subsets.count(one.account.values, one.value, 2, rules.subset_budget * 1000)
    code = ""
    if one.other_payments or shared or ways != 1:
        code = "instalments_several"
    elif one.p < rules.probability_limit and not one.said:
        code = "improbable_parts"
    if code:
        return Doubt(one.payments, (one.unit,), Because(code, facts), NAME)
    code = _against(items, one)
    return Link(_allocations(items, one), Because(code or "instalments", facts), NAME, not code, probability=one.p)


def _allocations(items: OpenItems, one: _Sum) -> tuple[Allocation, ...]:
    """The oldest payment first, over the lines in sheet order."""
    left = {c: int(items.residual[c]) for c in one.unit}
    made: list[Allocation] = []
    for payment in one.payments:
        rest = int(items.residual[payment])
        for charge in one.unit:
            if not rest:
                break
            part = min(rest, left[charge])  # money that came in only; a line that is a return adds to it
            if part:
                made.append(Allocation(charge, payment, part))
                left[charge] -= part
                rest -= part
    return tuple(made)


def _against(items: OpenItems, one: _Sum) -> str:
    evidence, dates = items.evidence, items.dates
    if any(items.residual[c] < 0 for c in one.unit):
        return "amount_of_unsure_number"
    for p in one.payments:
        if any(dates[c] > dates[p] for c in one.unit) and not evidence.is_advance(p):
            return "amount_before_charge"
        months = evidence.months(p)
        if months and not all(in_months(items, c, months) for c in one.unit):
            return "amount_of_other_month"
    if any("possible_copy" in items.values("flags")[p] for p in one.payments):
        return "amount_of_possible_copy"
    return "amount_of_unsure_number" if any(items.unsure_number[c] for c in one.unit) else ""
