"""What the result tabs of the formula's own workbook say of a document or a customer.

A document number is compared as everywhere (case, width and separators do not count) and only whole. A document of
several lines is told as one; a number that two parties share is told as neither's.
"""

from __future__ import annotations

import datetime as dt

from ticktie.commands.functions.answer import Book, No, number, shown, wrong
from ticktie.domain.grid import Cell
from ticktie.domain.money import currency_of
from ticktie.domain.number_forms import canonical
from ticktie.domain.text import party_key
from ticktie.domain.wording import say
from ticktie.intake.cells import blank, day, ident, text
from ticktie.reports.aging import Balance
from ticktie.reports.position import counts, positions
from ticktie.reports.standing import Item, Standing

_FIRST = ("ambiguous", "to_confirm")  # states that hold for a document when one of its lines has them


def status(book: Book, order_no: Cell) -> str | No:
    """The state of a document in the words of the tabs: Matched, Partly settled, Open ..."""
    if blank(order_no):
        return ""
    found = document(book, order_no)
    return found if isinstance(found, No) else say(book.language, f"state.{state_of(found)}")


def residual(book: Book, order_no: Cell) -> float | str | No:
    """What is still open of a document; 0 for what takes no part (cancelled, draft, duplicate ...)."""
    if blank(order_no):
        return ""
    found = document(book, order_no)
    if isinstance(found, No):
        return found
    if all(i.aside == "after_as_of" for i in found):
        return No("after_as_of", {"value": shown(order_no)})
    return number(sum(i.residual for i in found if i.state != "set_aside"), found[0].currency)


def document(book: Book, value: Cell) -> list[Item] | No:
    """The lines of the document with that number."""
    standing = book.standing()
    if standing is None:
        return No("no_results")
    said, lost = ident(value)
    if lost:
        return wrong("number_lost", shown(value))
    found = standing.by_number.get(canonical(said), [])
    if not found:
        return No("order_unknown", {"value": said})
    if len({(party_key(i.party), i.currency, i.side) for i in found}) > 1:
        return No("number_shared", {"value": said, "parties": ", ".join(dict.fromkeys(i.party for i in found))})
    return found


def state_of(lines: list[Item]) -> str:
    """The state of a document of which these are the lines."""
    part = [i for i in lines if i.state != "set_aside"]
    if not part:
        return "set_aside"
    for state in _FIRST:
        if any(i.state == state for i in part):
            return state
    if len({i.state for i in part}) == 1:
        return part[0].state
    return "partly"


def balance(book: Book, customer: Cell, as_of: Cell = None, currency_code: Cell = None) -> float | str | No:
    """What a customer owes on a day: its open documents less its money that is not applied."""
    found = _balance(book, customer, as_of, currency_code)
    return number(found.net, found.currency) if isinstance(found, Balance) else found


def aging(book: Book, customer: Cell, as_of: Cell = None, currency_code: Cell = None) -> tuple[float, ...] | str | No:
    """One row as on the Aging tab: not due, 1-30, 31-60, 61-90, over 90 days, credits, open documents, unapplied, net."""
    found = _balance(book, customer, as_of, currency_code)
    if not isinstance(found, Balance):
        return found
    columns = (*found.buckets, found.credits, found.charges, found.unapplied, found.net)
    return tuple(number(minor, found.currency) for minor in columns)


def _balance(book: Book, customer: Cell, as_of: Cell, currency: Cell) -> Balance | str | No:
    if blank(customer):
        return ""
    standing = book.standing()
    if standing is None:
        return No("no_results")
    key = party_key(text(customer))
    if key not in standing.customers:
        return No("customer_unknown", {"value": shown(customer)})
    date = _date(standing, as_of)
    if isinstance(date, No):
        return date
    chosen = _currency(standing, key, currency)
    if isinstance(chosen, No):
        return chosen
    return positions(standing, date).get((key, chosen), Balance(key, standing.customers[key], chosen))


def _date(standing: Standing, value: Cell) -> dt.date | No:
    if blank(value):
        return standing.as_of
    return day(value).date or wrong("date_unreadable", shown(value))


def _currency(standing: Standing, key: str, value: Cell) -> str | No:
    """The one that is asked for, or the only one that the customer has."""
    if not blank(value):
        return currency_of(text(value)) or wrong("currency_unknown", shown(value))
    if "currencies" not in standing.kept:
        had: dict[str, dict[str, None]] = {}
        for item in (i for i in standing.items.values() if counts(standing, i)):
            had.setdefault(party_key(item.party), {})[item.currency] = None
        standing.kept["currencies"] = had
    found = list(standing.kept["currencies"].get(key, {standing.currency: None}))
    return found[0] if len(found) == 1 else No("currency_needed", {"value": standing.customers[key], "currencies": ", ".join(found)})
