"""The tab "Matched": one row for every allocation of a settled link, with its reason and both its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ticktie.domain.decision import Action
from ticktie.domain.links import Allocation, Link
from ticktie.domain.page import Column, Lines, Page, Table
from ticktie.domain.rates import shown
from ticktie.reports.gains import realised
from ticktie.reports.heads import head
from ticktie.reports.people import empty, keyed, people_columns, row_key
from ticktie.reports.view import View

ACTIONS: tuple[Action, ...] = ("accept", "unmatch")
_NOBODY = -1  # in the place of the payment of a write-off


def matched_page(view: View) -> Page:
    """Links in the order of party and date; the allocations of one link stand together."""
    found = [n for n in view.links_in_order if view.outcome.links[n].sure]
    columns = keyed(view, _columns(view), ACTIONS)
    rows, places = _rows(view, found)
    table = Table(columns, rows, main=True, places=places, name="matched", frozen=1)
    return Page("matched", view.titles["matched"], [_top(view, found), table], tab_tone="good")


def _top(view: View, found: list[int]) -> Lines:
    amounts = view.listed([f"{currency} {amount:,}" for currency, amount in view.settled.items()]) or "-"
    said = view.say("report.matched.summary", links=len(found), amounts=amounts)
    return head(view, "matched", said, view.say("report.matched.hint"))


def _columns(view: View) -> list[Column]:
    column = view.column
    currency = [column("currency", width=7)] if view.several_currencies else []
    certain = [column("probability", "percent", 7)] if view.has_probability else []
    exchanged = [column("paid_in_exchange", "money", 11), column("rate", width=8)] if has_exchange(view) else []
    gains = [column("exchange_gain", "money", 9, note=view.say("report.matched.exchange_gain", currency=view.outcome.ledger.rates.base))] if view.meets_exchange else []
    told = [column("due_date", "hidden", 4)] if view.has_dues else []  # not for people, but for who reads the tab back
    told += [column("payment_currency", "hidden", 4)] if has_exchange(view) else []
    told += [column("stated_in", "hidden", 4)] if view.outcome.stated else []
    return [
        column("link", width=9), column("number", "wrap", 12, 20), column("charge_date", "date", 11),
        column("customer", "wrap", 12, 27), *currency, column("charge_amount", "money", 11),
        column("payment_date", "date", 11), column("payer", "wrap", 12, 27), column("memo", "wrap", 14, 26),
        column("payment_amount", "money", 11), column("allocated", "money", 11), *exchanged, column("difference_kind", "wrap", 9),
        column("difference", "money", 8), *gains, column("charge_residual", "money", 10), column("pass", "wrap", 11, 14),
        column("decided_by", width=8), column("because", "wrap", 26, 40), *certain,
        *people_columns(view, ACTIONS), column("charge_source", "link", 10, 18), column("payment_source", "link", 10, 18), *told,
    ]  # fmt: skip


def _rows(view: View, found: list[int]) -> tuple[list[tuple[object, ...]], list[int]]:
    """Built column by column: lists of 20,000 are quick where 20,000 small objects are not."""
    links = [(n, view.outcome.links[n]) for n in found]
    pairs = [(n, link, a) for n, link in links for a in link.allocations or (Allocation(link.first, _NOBODY, 0),)]
    charges = [a.charge for _, _, a in pairs]
    payments = [a.payment for _, _, a in pairs]
    places = [view.places[c] for c in charges]
    differences = list(_differences(view, [link for _, link in links]))
    passes = {link.by: view.word("pass", link.by) for _, link in links}
    deciders = {who: view.say(f"decision.by.{who}") for who in ("system", "person")}
    reasons = {n: view.because(link.because) for n, link in links}
    nothing = [None] * len(pairs)
    columns: list[Sequence[object]] = [
        [view.link_ids[n] for n, _, _ in pairs],
        [view.numbers[c] for c in charges],
        [view.dates[c] for c in charges],
        [view.parties[c] for c in charges],
        *([[view.currencies[c] for c in charges]] if view.several_currencies else []),
        [view.amounts[c] for c in charges],
        *([values[p] if p != _NOBODY else None for p in payments] for values in (view.dates, view.parties, view.memos, view.amounts)),
        [view.money(a.amount, view.currencies[a.charge]) for _, _, a in pairs],
        *(_exchanges(view, [a for _, _, a in pairs]) if has_exchange(view) else ()),
        [kind for kind, _ in differences],
        [amount for _, amount in differences],
        *([list(_gains(view, [link for _, link in links]))] if view.meets_exchange else []),
        [view.residuals[c] for c in charges],
        [passes[link.by] for _, link, _ in pairs],
        [deciders[link.decided_by] for _, link, _ in pairs],
        [reasons[n] for n, _, _ in pairs],
        *([[link.probability for _, link, _ in pairs]] if view.has_probability else []),
        *[nothing] * len(empty(people_columns(view, ACTIONS))),
        [view.sources[c] for c in charges],
        [view.sources[p] if p != _NOBODY else None for p in payments],
        *([[str(view.dues[c] or "") for c in charges]] if view.has_dues else []),
        *([[view.currencies[p] if p != _NOBODY else "" for p in payments]] if has_exchange(view) else []),
        *([[_stated(view, a) for _, _, a in pairs]] if view.outcome.stated else []),
        [row_key([view.keys[p]], [view.keys[c]]) if p != _NOBODY else row_key([view.keys[c]]) for c, p in zip(charges, payments, strict=True)],
    ]
    return list(zip(*columns, strict=True)), places


def _stated(view: View, a: Allocation) -> str:
    """The number of the sent statement that tells this allocation."""
    return view.outcome.stated.get((view.keys[a.payment], view.keys[a.charge], a.amount), "") if a.payment != _NOBODY else ""


def has_exchange(view: View) -> bool:
    """Some sure link joins two currencies; else the tab needs no columns for it."""
    return any(a.exchange for link in view.outcome.links if link.sure for a in link.allocations)


def _exchanges(view: View, allocations: Sequence[Allocation]) -> Iterator[list[object]]:
    """What was taken of the payment in its own currency, and the rate."""
    yield [view.money(a.paid, view.currencies[a.payment]) if a.exchange else None for a in allocations]
    yield [shown(a.exchange.rate) if a.exchange else None for a in allocations]


def _gains(view: View, links: Sequence[Link]) -> Iterator[Decimal | None]:
    base = view.outcome.ledger.rates.base
    for link in links:
        gains = realised(view, link) or [None]
        yield from (view.money(g, base) if g is not None else None for g in gains)


def _differences(view: View, links: list[Link]) -> Iterator[tuple[str | None, Decimal | None]]:
    """Kind and amount of the difference per allocation: at the first that settles its charge."""
    for link in links:
        told = link.difference
        for a in link.allocations or (Allocation(link.first, _NOBODY, 0),):
            if told and told.charge == a.charge:
                yield view.difference_of(told), view.money(told.amount, view.currencies[a.charge])
                told = None
            else:
                yield None, None


