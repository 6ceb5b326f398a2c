"""Pass "amount differs": the customer names a number, but pays another amount.

Tied: less than is open of one document - the money is allocated, the rest stays open with its own date, nothing is
written off; more than is open - the rest stays on account; less by exactly what the memo itself states, or what was
agreed with the customer (matching/differences.py) - the difference is a named line.

Only proposed: a payer other than the customer; a number whose next words say that the money is for something else; a payment that names A but equals another open item B (a slip of the
pen is possible). Refused, as a doubt: several numbers and less money than they hold (which one is short?), numbers named by a range or by
their end, or beside a number that is not in the book, a refund that names an order without a credit note.

    S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 300 memo=SO26001    ->  R1>S1 300
    S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 495 memo=SO26001扣手续费5元    ->  R1>S1 495 +fee 5
"""

from __future__ import annotations

from ticktie.domain.evidence import NO_PARTY
from ticktie.domain.items import Int64, OpenItems
from ticktie.domain.links import Because, Doubt, Findings, Link
from ticktie.domain.rules import Rules
from ticktie.matching.accounts import in_time
from ticktie.matching.differences import difference
from ticktie.matching.named import Named, charges_of, fit, spread, whole

NAME = "amount_differs"


def amount_differs(items: OpenItems, rules: Rules) -> Findings:
    """Allocate named payments whose amount is not the document's, oldest first."""
    left = items.residual.copy()
    links: list[Link] = []
    doubts: list[Doubt] = []
    for payment in in_time(items, items.payments[items.named[items.payments] & ~items.doubtful[items.payments]]):
        found = charges_of(items, payment, left)
        if not found.groups:
            continue
        made = _settle(items, rules, payment, found, left)
        if isinstance(made, Doubt):
            doubts.append(made)
        elif made is not None:
            links.append(made)
            if made.sure:
                for a in made.allocations:
                    left[a.charge] -= a.amount
                if made.difference:
                    left[made.difference.charge] -= made.difference.amount
    return Findings.of(links, doubts)


def _settle(items: OpenItems, rules: Rules, payment: int, found: Named, left: Int64) -> Link | Doubt | None:
    amount = int(items.residual[payment])
    charges = found.charges
    open_ = sum(int(left[i]) for i in charges)
    facts = {"charges": charges, "numbers": items.evidence.names(payment).hits}
    if amount < 0 < open_ or open_ < 0 < amount:
        return Doubt((payment,), (charges,), Because("refund_of_charge", {**facts, "candidates": charges}), NAME)
    if amount < 0 or any(left[i] < 0 for i in charges):
        return Doubt((payment,), (charges,), Because("returns_do_not_fit", {**facts, "candidates": charges}), NAME)
    naming = items.evidence.names(payment)
    if naming.either:
        readings = tuple((i,) for i in charges)
        return Doubt((payment,), readings, Because("number_two_readings", {**facts, "candidates": charges}), NAME)
    if amount != open_ and (naming.short or naming.unknown):
        loose = {**facts, "unknown": naming.unknown, "candidates": charges}
        return Doubt((payment,), (charges,), Because("numbers_loose" if naming.short else "numbers_and_unknown", loose), NAME)
    if naming.elsewhere and (amount >= open_ or len(found.groups) == 1):
        made = whole(found.groups, payment, left) if amount >= open_ else spread(found.groups[0], payment, amount, left)
        return Link(made, Because("number_other_purpose", facts), NAME, False)
    sure = fit(items, payment, charges) == "yes"
    if amount > open_:
        return Link(whole(found.groups, payment, left), Because("number_overpaid", facts), NAME, sure)
    if amount == open_:
        return Link(whole(found.groups, payment, left), Because("number_rest", facts), NAME, sure)
    if named := difference(items, rules, payment, charges, open_ - amount, left):
        return Link(named.allocations, Because(named.code, {**facts, **named.facts}), NAME, sure, difference=named.difference)
    if len(found.groups) > 1 or found.gone:
        return Doubt((payment,), (charges,), Because("numbers_short", {**facts, "candidates": charges}), NAME)
    made = spread(found.groups[0], payment, amount, left)
    other = _equal_elsewhere(items, payment, charges, left)
    if other:
        return Link(made, Because("number_but_equals_other", {**facts, "candidates": other}), NAME, False)
    return Link(made, Because("number_partial", facts), NAME, sure)


def _equal_elsewhere(items: OpenItems, payment: int, charges: tuple[int, ...], left: Int64) -> tuple[int, ...]:
    """Other open charges of the customer with exactly the payment's amount."""
    party = items.evidence.party[payment]
    if party == NO_PARTY:
        return ()
    same = (items.evidence.party == party) & (left == items.residual[payment])
    return tuple(i for i in items.charges.tolist() if same[i] and i not in charges and items.currencies[i] == items.currencies[payment])
