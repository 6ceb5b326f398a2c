"""Pass "open to date": the payment is exactly what the customer owed - all of it, or the oldest up to some day.

Tied: a payment without a name that equals everything the customer has open (the balance becomes zero), everything up to
the day of payment, or a run of the oldest documents; and no other subset of all open documents has this sum. Such a group
is what people pay, so it takes fewer accidents into account than any subset would: p counts one group per document.

Refused, as a doubt: another subset with the sum, a proof beyond the budget, two payments with this amount, a probability
below the limit. Only proposed: documents after the payment, a memo that speaks of a deposit or another month.

    S1 甲公司 05-02 70; S2 甲公司 06-02 40; S3 甲公司 06-09 25; R9 甲公司 06-30 135    ->  R9>S1 70, R9>S2 40, R9>S3 25
"""

from __future__ import annotations

from itertools import accumulate

from ticktie.domain.items import OpenItems
from ticktie.domain.links import Because, Doubt, Findings, Link
from ticktie.domain.rules import Rules
from ticktie.matching import subsets
from ticktie.matching.accounts import Account, accounts, against, by_amount, whole
from ticktie.matching.alike import Alike
from ticktie.matching.chance import odds

NAME = "open_to_date"
_SHOWN = 4  # groups named beside the oldest ones


def open_to_date(items: OpenItems, rules: Rules) -> Findings:
    """Settle balances and runs of the oldest documents."""
    links: list[Link] = []
    doubts: list[Doubt] = []
    alike = Alike.of(items)
    for account in accounts(items, alike.payments[alike.in_lines | alike.in_runs]):
        if len(account.values) < 2:
            continue
        runs = {total: n for n, total in enumerate(accumulate(account.values), 1) if n > 1}
        for amount, payments in by_amount(items, account.payments).items():
            if amount not in runs:
                continue
            charges = account.items(range(runs[amount]))
            for payment in payments:
                made = _judged(items, rules, account, charges, payment, len(payments))
                if isinstance(made, Link):
                    links.append(made)
                else:
                    doubts.append(made)
    return Findings.of(links, doubts)


def _judged(items: OpenItems, rules: Rules, account: Account, charges: tuple[int, ...], payment: int, equal: int) -> Link | Doubt:
    amount = int(items.residual[payment])
    all_ = len(charges) == sum(map(len, account.units))
    facts = {"candidates": (charges,), "charges": charges, "count": len(charges), "open": len(account.units)}
    if equal > 1:
        return Doubt((payment,), (charges,), Because("equal_payments", facts), NAME)
    ways = subsets.count(account.values, amount, 2, rules.subset_budget * 1000)
    if ways != 1:
        others = account.halves.find(amount, _SHOWN) if account.halves else []
        groups = tuple(dict.fromkeys((charges, *(account.items(at) for at in others))))
        because = Because("run_and_others" if ways else "run_too_long", {**facts, "candidates": groups})
        return Doubt((payment,), groups, because, NAME)
    p = odds(items).group(amount, items.currencies[payment], len(account.units))
    code = against(items, account, charges, payment)
    if not code and p < rules.probability_limit:
        return Doubt((payment,), (charges,), Because("improbable", {**facts, "p": f"{p:.1%}"}), NAME)
    because = Because(code or ("all_open" if all_ else "oldest_first"), facts)
    return Link(whole(items, charges, payment), because, NAME, not code, probability=p)
