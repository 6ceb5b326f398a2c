"""What a cell itself says: an amount in words, the order number in a memo, a party, two names, a due date.

A blank cell gives blank. Each takes the book first; only TT_ORDERNO looks at it, for the numbers that it holds.
"""

from __future__ import annotations

import datetime as dt
import re

from rapidfuzz import fuzz

from ticktie.commands.functions.answer import NUM, Book, No, shown, wrong
from ticktie.domain.grid import Cell
from ticktie.domain.naming import Naming
from ticktie.domain.rmb import RuleSet, in_words
from ticktie.domain.terms import due_date
from ticktie.domain.text import nfkc, party_key
from ticktie.domain.vocabulary import plain, words
from ticktie.intake import cells
from ticktie.intake.cells import blank
from ticktie.matching.names_alike import core

_MADE_LIKE_A_NUMBER = re.compile(r"(?<![0-9A-Z])[A-Z]{1,6}[ \-_]?\d{4,}(?:-\d{1,4})?(?![0-9A-Z]|\.\d)")
_NOT_ONE = 0.99  # names that are alike in all but the legal form are still two


def rmb(book: Book, amount: Cell, rules: Cell = None) -> str | No:
    """An amount of renminbi in words, after the banks' rules or those for accounts."""
    if blank(amount):
        return ""
    chosen = _rules(rules)
    if isinstance(chosen, No):
        return chosen
    found = cells.amount(amount)
    if found.value is None:
        return wrong("amount_unreadable", shown(amount))
    if found.currency not in (None, "CNY"):
        return wrong("not_rmb", shown(amount))
    try:
        return in_words(found.value, chosen)
    except ValueError:
        return wrong("too_large", shown(amount), NUM)


def _rules(value: Cell) -> RuleSet | No:
    said = plain(cells.text(value))
    if not said or said in words("rmb", "pboc"):
        return "pboc"
    return "kj52" if said in words("rmb", "kj52") else wrong("rules_unknown", shown(value))


def orderno(book: Book, memo: Cell) -> str | No:
    """The order numbers that a text names, several separated by commas.

    In a workbook with result tabs only numbers of its documents; in another what is plainly made like a number.
    """
    if blank(memo):
        return ""
    said, lost = cells.ident(memo)
    if lost:
        return wrong("number_lost", shown(memo))
    standing = book.standing()
    if standing is None:
        made = dict.fromkeys(m[0] for m in _MADE_LIKE_A_NUMBER.finditer(nfkc(said).upper()))
        return ", ".join(made) or No("no_number", {"value": said})
    naming = standing.numbers.read_reference(said)
    if not naming.hits:
        naming = standing.numbers.read_memo(said)
    return _named(said, naming) or ", ".join(standing.by_number[hit][0].number for hit in naming.hits)


def _named(said: str, naming: Naming) -> No | None:
    if naming.either:
        return No("number_either", {"value": said, "numbers": ", ".join(naming.hits)})
    return None if naming.hits else No("no_number", {"value": said})


def party(book: Book, party_name: Cell) -> str | No:
    """The name in the form in which names are compared: two with one form are one party."""
    if blank(party_name):
        return ""
    return party_key(cells.text(party_name)) or No("no_name", {"value": shown(party_name)})


def similar(book: Book, name_1: Cell, name_2: Cell) -> float | str:
    """How alike two names are, from 0 to 1; 1 only where they are one party."""
    if blank(name_1) or blank(name_2):
        return ""
    a, b = party_key(cells.text(name_1)), party_key(cells.text(name_2))
    return 1.0 if a == b else min(_NOT_ONE, round(fuzz.ratio(core(a), core(b)) / 100, 2))


def due(book: Book, base_date: Cell, terms: Cell) -> dt.datetime | str | No:
    """The day on which something of that date is due by its terms."""
    if blank(base_date):
        return ""
    start = cells.day(base_date)
    if start.date is None or start.month_only:
        return wrong("date_unreadable", shown(base_date))
    if terms is None or terms == "":
        return No("terms_missing", {})
    said = "" if isinstance(terms, dt.date | dt.time | bool) else cells.text(terms) or str(terms)
    found = due_date(start.date, said)
    return dt.datetime.combine(found, dt.time()) if found else wrong("terms_unreadable", shown(terms))
