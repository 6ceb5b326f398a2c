"""Pass "exact amount": one customer, one open document of exactly this amount, and no other way to reach it.

Tied: the payer is the customer, nothing is named, exactly one open document (the lines of one number together) has the
amount, no other unnamed payment of the customer has it, and no other subset of the customer's open documents, of any
size, sums to it. The link carries the probability that the amount is no accident.

Refused, as a doubt: two documents or two payments of the amount in unequal numbers, another subset with the sum, a proof
that would cost more than the budget. Only proposed: a document dated after the payment, a memo that speaks of a deposit
or of another month, a round sum of a customer that habitually pays round sums on account. Equal numbers of equal
documents are left to passes/equal_items.

    S1 甲公司 06-02 1200; S2 甲公司 06-03 500; R9 甲公司 06-05 1200    ->  R9>S1 1200
    S1 甲公司 06-02 70; S2 甲公司 06-03 70; R9 甲公司 06-05 70        ->  R9!S1|S2
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ticktie.domain.items import Bool, OpenItems
from ticktie.domain.links import Because, Doubt, Findings, Link, Pairs
from ticktie.domain.rules import Rules
from ticktie.matching import subsets
from ticktie.matching.accounts import Account, accounts, against, by_amount, nothing_against, whole
from ticktie.matching.alike import Alike
from ticktie.matching.chance import odds

NAME = "exact_amount"


def exact_amount(items: OpenItems, rules: Rules) -> Findings:
    """Settle single documents whose amount leaves no other choice."""
    alike = Alike.of(items)
    plain = _is_plain(items, rules, alike)
    pairable = (alike.owed == alike.paid) & (alike.paid > 1)
    asked = alike.in_lines | ((alike.owed > 0) & ~pairable & ~plain)
    links: list[Link] = []
    doubts: list[Doubt] = []
    for account in accounts(items, alike.payments[asked]):
        for amount, payments in by_amount(items, account.payments).items():
            fits = [at for at, value in enumerate(account.values) if value == amount]
            if not fits or (len(fits) == len(payments) and len(fits) > 1):
                continue
            groups = tuple(account.units[at] for at in fits)
            if len(fits) != len(payments):
                because = Because("equal_amounts", {"candidates": groups, "payments": payments})
                doubts += [Doubt((p,), groups, because, NAME) for p in payments]
                continue
            ways = subsets.count(account.values, amount, 2, rules.subset_budget * 1000)
            if ways != 1:
                code = "other_subsets" if ways else "proof_too_long"
                doubts.append(Doubt((payments[0],), groups, Because(code, {"candidates": groups}), NAME))
                continue
            links.append(_link(items, rules, account, groups[0], payments[0], amount))
    return Findings.of(links, doubts, pairs=_pairs(items, alike, plain, links))


def _is_plain(items: OpenItems, rules: Rules, alike: Alike) -> Bool:
    """Which payments have their amount alone, as one charge has it, no other subset, and nothing else to be weighed."""
    plain = (alike.paid == 1) & (alike.owed == 1) & ~alike.in_lines
    plain &= ~odds(items).has_habit(items.residual[alike.payments], items.evidence.party[alike.payments])
    at = np.flatnonzero(plain)
    at = at[nothing_against(items, alike.charge[at], alike.payments[at])]
    open_, wanted = items.residual[alike.charges], items.residual[alike.payments[at]]
    at = at[subsets.are_single(open_, alike.first[at], alike.last[at], wanted, rules.subset_budget * 1000)]
    plain[:] = False
    plain[at] = True
    return np.asarray(plain, dtype=bool)


def _pairs(items: OpenItems, alike: Alike, plain: Bool, links: Sequence[Link]) -> Pairs | None:
    """The plain payments, each with the charge of its amount; `links` are the others."""
    if not plain.any():
        return None
    payments, charges, open_ = alike.payments[plain], alike.charge[plain], (alike.last - alike.first)[plain]
    currency, names = items.currency_codes
    chances = odds(items).singles(items.residual[payments], (currency[payments], names), open_)

    def why(n: int) -> Because:
        return Because("amount_unique", {"charges": (int(charges[n]),), "open": int(open_[n])})

    place = np.zeros(len(items.residual), dtype=np.int64)
    place[alike.payments] = np.arange(len(alike.payments))
    at = np.searchsorted(place[[link.allocations[0].payment for link in links]], place[payments])
    return Pairs(NAME, payments, charges, items.residual[payments], at, why, chances)


def _link(items: OpenItems, rules: Rules, account: Account, unit: tuple[int, ...], payment: int, amount: int) -> Link:
    party = int(items.evidence.party[payment])
    p, question = odds(items).single(amount, items.currencies[payment], len(account.units), party)
    code = against(items, account, unit, payment)
    if not code and question and p < rules.probability_limit:
        code = "amount_round_on_account"
    because = Because(code or "amount_unique", {"charges": unit, "open": len(account.units)})
    return Link(whole(items, unit, payment), because, NAME, not code, probability=p)
