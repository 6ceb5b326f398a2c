"""Pass "other currency": the customer names a document in another currency than the money that came.

Tied: the open amount at the rate is the payment to within a cent, whoever states the rate: the row, the memo, a rate
sheet, the rule `rates`; with a rate that row or memo states also a part (the rest stays open) or more (the rest stays
on account); with a rate of the book less than the document by no more than `fx_limit` percent, the rest a named
exchange difference, or more by no more than that, the rest on account.

Only proposed: another amount at a rate of the book (another rate, or a part?); a payer who may not pay for that customer.
Refused, as a doubt: several documents that the money does not pay in full, numbers found loosely. Nothing without a
number and nothing without a rate: equal figures in two currencies are no evidence.

    S1 甲公司 06-01 1000 no=SO26001 cur=USD; R1 甲公司 06-05 7100 memo=SO26001 rate=7.1    ->  R1>S1 1000 =7100
    S1 甲公司 06-01 1000 no=SO26001 cur=USD; R1 甲公司 06-05 3550 memo=SO26001_USD500@7.1    ->  R1>S1 500 =3550
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ticktie.domain.items import Int64, OpenItems
from ticktie.domain.links import Because, Difference, Doubt, Findings, Link
from ticktie.domain.rates import half_up, shown
from ticktie.domain.rules import Rules
from ticktie.matching.exchange import Quote, exchanged, quote
from ticktie.matching.named import Named, charges_of, fit

NAME = "other_currency"
_LEAST, _MOST = Fraction(1, 50), 5  # beyond these shares of a document the rate is meant another way, per 100 or inverse


def other_currency(items: OpenItems, rules: Rules) -> Findings:
    """Named payments to documents in other currencies, oldest first."""
    left = items.residual.copy()
    links: list[Link] = []
    doubts: list[Doubt] = []
    for payment in sorted(_waiting(items), key=lambda i: items.order_of_time[i]):
        found = _elsewhere(items, payment, left)
        if found is None:
            continue
        made = _settle(items, rules, payment, found, left)
        if isinstance(made, Doubt):
            doubts.append(made)
        elif made is not None:
            links.append(made)
            for a in made.allocations if made.sure else ():
                left[a.charge] -= a.amount
            if made.sure and made.difference:
                left[made.difference.charge] -= made.difference.amount
    return Findings.of(links, doubts)


def _waiting(items: OpenItems) -> list[int]:
    """Receipts that name a number, in books with several currencies."""
    payments = items.payments
    if len(items.currency_codes[1]) < 2:
        return []
    return list(payments[items.named[payments] & ~items.doubtful[payments] & (items.residual[payments] > 0)].tolist())


def _elsewhere(items: OpenItems, payment: int, left: Int64) -> Named | None:
    """The documents named, all in one other currency; None where some are in the payment's own."""
    evidence = items.evidence
    every = [i for key in evidence.names(payment).hits for i in evidence.index.items(key)]
    currencies = {items.currencies[i] for i in every}
    if len(currencies) != 1 or items.currencies[payment] in currencies or payment in evidence.conflict:
        return None
    found = charges_of(items, payment, left, currencies.pop())
    return found if found.groups and all(left[i] > 0 for i in found.charges) else None


def _settle(items: OpenItems, rules: Rules, payment: int, found: Named, left: Int64) -> Link | Doubt | None:
    charges, naming = found.charges, items.evidence.names(payment)
    open_ = tuple(int(left[i]) for i in charges)
    rate = quote(items, payment, charges[0], sum(open_))
    if rate is None:
        return None
    facts = {"charges": charges, "numbers": naming.hits, "candidates": charges, "rate": shown(rate.rate), "by": rate.by}
    if found.unsure or naming.either:
        return Doubt((payment,), (charges,), Because("number_of_several", facts), NAME)
    case = _Case(items, payment, charges, open_, rate, facts, Fraction(rules.of(str(items.values("party_key")[charges[0]])).fx_limit) / 100)
    if case.exact:
        return case.link("currency_exact", open_, case.paid, case.allowed)
    if naming.short or naming.unknown or (case.paid < case.wanted and len(charges) > 1):
        return Doubt((payment,), (charges,), Because("numbers_short", facts), NAME)
    return case.over() if case.paid > case.wanted else case.short()


@dataclass(frozen=True)
class _Case:
    """One payment, the documents of another currency that it names, and the rate between them.

    open_: what is left of each, minor units of their currency. limit: the share of it that a difference of rates may take.
    """

    items: OpenItems
    payment: int
    charges: tuple[int, ...]
    open_: tuple[int, ...]
    rate: Quote
    facts: dict[str, Any]
    limit: Fraction

    @property
    def paid(self) -> int:
        return int(self.items.residual[self.payment])

    @property
    def wanted(self) -> Fraction:
        """What the documents are in the payment's minor units."""
        return self.rate.paid_for(self.items, self.payment, self.charges[0], sum(self.open_))

    @property
    def exact(self) -> bool:
        return abs(self.paid - self.wanted) < 1

    @property
    def allowed(self) -> bool:
        """The payer may settle these documents, the money is for them, and the rate can be meant as it is read."""
        payer = fit(self.items, self.payment, self.charges)
        may = payer == "yes" or (payer == "exact" and self.exact)
        return may and not self.items.evidence.names(self.payment).elsewhere and _LEAST * self.wanted <= self.paid <= _MOST * self.wanted

    @property
    def stated(self) -> bool:
        return self.rate.by != "book"

    def over(self) -> Link:
        """More came than the documents hold: the rest stays on account."""
        within = self.stated or self.paid - self.wanted <= self.wanted * self.limit
        code = "currency_overpaid" if within else "currency_differs"
        return self.link(code, self.open_, half_up(self.wanted), within and self.allowed)

    def short(self) -> Link | None:
        """Less came than the document holds: a part of it, or an exchange difference within the limit."""
        part = min(self.open_[0], self.rate.settles(self.items, self.payment, self.charges[0], self.paid))
        gap = self.open_[0] - part
        if not part:
            return None
        if not self.stated and 0 < gap <= self.open_[0] * self.limit:
            return self.link("currency_with_fx", (part,), self.paid, self.allowed, Difference("fx", self.charges[0], gap))
        return self.link("currency_partial" if self.stated else "currency_differs", (part,), self.paid, self.stated and self.allowed)

    def link(self, code: str, amounts: tuple[int, ...], paid: int, sure: bool, difference: Difference | None = None) -> Link:
        made = exchanged(self.items, self.payment, self.charges, amounts, paid, self.rate)
        return Link(made, Because(code, self.facts), NAME, sure, difference=difference)
