"""Pass "memo number": numbers read out of the memo, and the amounts agree to the cent.

Tied: one number whose open amount is the payment; several numbers whose open amounts sum to it (a return's number
counts with its sign); several numbers each with its amount beside it, where these sum to the payment and none is more
than is open. The lines of one document are settled together.

Refused, as a doubt: a number carried by two documents, a document that is cancelled, a reference column that
contradicts the memo, a number that can be read in two ways (SO26001-6月 where SO26001-6 is in the book too), a number with
a suffix that is not in the book, SO26001(补), where SO26001 has the amount or another number is named beside it. Only proposed: a payer who may not pay for
that customer (matching/named.py), a number whose next words say that the money is for something else (SO26001运费).
Left to passes/amount_differs: a number is found but the amount is another one.

    S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 500 memo=付货款SO26001尾款500元    ->  R1>S1 500
    S1 甲公司 06-01 500 no=SO26001; R1 乙公司 06-05 500 memo=SO26001    ->  R1?S1 500
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from ticktie.domain.evidence import NO_PARTY, NOTHING_PLAIN
from ticktie.domain.items import Bool, Int64, OpenItems
from ticktie.domain.links import Allocation, Because, Doubt, Findings, Link, Pairs
from ticktie.domain.money import to_minor
from ticktie.domain.rules import Rules
from ticktie.matching.accounts import in_time
from ticktie.matching.named import Named, charges_of, fit, spread, whole

NAME = "memo_number"


def memo_number(items: OpenItems, rules: Rules) -> Findings:
    """Settle what memos name and amounts prove."""
    return exact_numbers(items, NAME)


def exact_numbers(items: OpenItems, name: str) -> Findings:
    """Payments that name numbers in the reference column (`reference`) or the memo, oldest first.

    Of several payments that name one document with its exact amount the oldest settles it; the others stay open.
    """
    evidence = items.evidence
    by = "reference" if name == "reference" else "memo"
    named = items.payments[(evidence.by[items.payments] == by) & ~items.doubtful[items.payments]]
    plain = named[_is_plain(items, named)]
    left = items.residual.copy()
    links: list[Link] = []
    doubts: list[Doubt] = []
    others = in_time(items, np.setdiff1d(named, plain, assume_unique=True))
    for payment in others:
        naming = evidence.names(payment)
        found = charges_of(items, payment, left)
        if not naming.hits:
            doubts += _of_stem(items, payment, left, name)
            continue
        if doubt := _doubt(items, payment, found, name):
            doubts.append(doubt)
            continue
        made = _exact(items, payment, found, left)
        if made is None:
            continue
        how, allocations = made
        allowed = fit(items, payment, found.charges)
        sure = allowed != "propose" and not naming.elsewhere
        facts = {"charges": found.charges, "numbers": naming.hits, "payer": evidence.payer.get(payment, "")}
        code = "number_other_purpose" if naming.elsewhere else how if allowed == "yes" else f"{how}_other_payer"
        links.append(Link(allocations, Because(code, {**facts, "place": by}), name, sure))
        if sure:
            for a in allocations:
                left[a.charge] -= a.amount
    return Findings.of(links, doubts, named, _pairs(items, plain, links, name, by))


def _is_plain(items: OpenItems, payments: Int64) -> Bool:
    """Which of the payments of known customers bring exactly what is left of the one charge that they, and no other, name."""
    evidence, (currency, _) = items.evidence, items.currency_codes
    charges = evidence.plain[payments]
    one = charges != NOTHING_PLAIN
    named = np.bincount(charges[one], minlength=len(items.residual))
    for payment in payments[~one].tolist():
        naming = evidence.names(payment)
        named[[i for key in (*naming.hits, *naming.stems) for i in evidence.index.items(key)]] += 1
    payer, owner = evidence.party[payments], evidence.party[charges]
    may = (payer != NO_PARTY) & ((owner == payer) | (owner == NO_PARTY))  # `fit` says yes
    sure = items.open[charges] & ~items.unsure_number[charges] & (named[charges] == 1)
    same = (items.residual[charges] == items.residual[payments]) & (currency[charges] == currency[payments])
    return np.asarray(one & may & sure & same, dtype=bool)


def _pairs(items: OpenItems, plain: Int64, links: Sequence[Link], name: str, place: str) -> Pairs | None:
    """Plain payments, oldest first, with the charge that each names; `links` are the others."""
    if not len(plain):
        return None
    evidence, time = items.evidence, items.order_of_time
    plain = plain[np.argsort(time[plain])]
    charges = evidence.plain[plain]

    def why(n: int) -> Because:
        payment = int(plain[n])
        facts = {"charges": (int(charges[n]),), "numbers": evidence.names(payment).hits, "payer": evidence.payer[payment]}
        return Because("number_exact", {**facts, "place": place})

    at = np.searchsorted(time[[link.allocations[0].payment for link in links]], time[plain])
    return Pairs(name, plain, charges, items.residual[plain], at, why)


def _of_stem(items: OpenItems, payment: int, left: Int64, name: str) -> list[Doubt]:
    """A doubt where the number named is one of the book with a suffix, and has the amount: SO26001(补)."""
    stems = items.evidence.names(payment).stems
    charges = [i for key in stems for i in items.evidence.index.items(key) if items.active[i] and left[i] and items.currencies[i] == items.currencies[payment]]
    if len(stems) != 1 or not charges or sum(int(left[i]) for i in charges) != items.residual[payment]:
        return []
    facts = {"candidates": tuple(charges), "numbers": items.evidence.names(payment).unknown}
    return [Doubt((payment,), (tuple(charges),), Because("number_with_suffix", facts), name)]


def _doubt(items: OpenItems, payment: int, found: Named, name: str) -> Doubt | None:
    evidence, naming = items.evidence, items.evidence.names(payment)
    if found.groups and not (found.unsure or naming.either or naming.stems or payment in evidence.conflict):
        return None
    everything = tuple(i for key in naming.hits for i in evidence.index.items(key))
    candidates = tuple((i,) for i in everything)
    if payment in evidence.conflict:
        return Doubt((payment,), candidates, Because("reference_and_memo_differ", {"candidates": everything}), name)
    if naming.either:
        return Doubt((payment,), candidates, Because("number_two_readings", {"candidates": everything}), name)
    if stems := evidence.names(payment).stems:  # SO26001、SO26002(补): which of the two was paid is not said
        said: dict[str, object] = {"candidates": everything, "numbers": evidence.names(payment).unknown}
        more = tuple(i for key in stems for i in evidence.index.items(key))
        return Doubt((payment,), (everything, (*everything, *more)), Because("number_beside_suffix", said), name)
    if found.unsure:
        return Doubt((payment,), candidates, Because("number_of_several", {"candidates": everything}), name)
    cancelled = [i for i in everything if items.values("set_aside")[i]]
    if cancelled and not found.groups:
        facts = {"candidates": cancelled, "why": items.values("set_aside")[cancelled[0]]}
        return Doubt((payment,), candidates, Because("number_set_aside", facts), name)
    return None


def _exact(items: OpenItems, payment: int, found: Named, left: Int64) -> tuple[str, tuple[Allocation, ...]] | None:
    """How the numbers and the payment agree, and what is settled by it; None where the amount is another one."""
    residual = items.residual
    amount, groups = int(residual[payment]), found.groups
    if not groups:
        return None
    open_ = sum(int(left[i]) for i in found.charges)
    if open_ == amount:
        return ("number_exact" if len(groups) == 1 else "numbers_exact"), whole(groups, payment, left)
    naming = items.evidence.names(payment)
    if found.gone or len(naming.hits) < 2 or None in naming.amounts:
        return None
    currency = items.currencies[payment]
    parts = [to_minor(a, currency)[0] for a in naming.amounts if isinstance(a, Decimal)]
    fits = all(0 < part <= sum(int(left[i]) for i in group) for part, group in zip(parts, groups, strict=True))
    if sum(parts) != amount or not fits:
        return None
    made = [a for part, group in zip(parts, groups, strict=True) for a in spread(group, payment, part, left)]
    return "numbers_with_amounts", tuple(made)
