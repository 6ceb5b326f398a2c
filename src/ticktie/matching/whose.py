"""Whose a customer's list is: as a person says, else the names in it, else its own name, else the documents it names."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ticktie.domain.grid import Source
from ticktie.domain.items import PAYMENT
from ticktie.domain.outcome import Ledger
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.text import party_key
from ticktie.matching.columns import Columns

_LEAST = 2  # characters of a name that is found inside another text
_SHOWN = 5


def customers_of(ledger: Ledger, given: str, named: Sequence[Collection[str]]) -> tuple[list[str], dict[str, str]]:
    """The customer's key of every row of the lists, and the names of those customers.

    given: the customer of all lists, as a person writes it. named: the customers whose documents each row names. A list
    that holds several customers' names gives each row to its own. Raises Refused (list_customer, list_customer_unknown).
    """
    assert ledger.theirs is not None
    names = _names(ledger)
    if given:
        key = _given(given, names)
        return [key] * len(ledger.theirs.items), {key: names[key]}
    rows = Columns(ledger.theirs.items)
    whose, problems = [""] * len(rows), []
    for sheet, texts in ledger.theirs.texts.items():
        mine = [i for i, s in enumerate(rows.sheet) if s == sheet]
        found = {rows.key[i] for i in mine} & set(names)
        if len(found) < 2:
            found = found or _told(texts, names) or {key for i in mine for key in named[i]} & set(names)
            if len(found) != 1:
                problems.append(Problem("list_customer", Source(sheet), {"sheet": sheet, "names": [names[k] for k in sorted(found)][:_SHOWN] or ["-"]}))
            whose = [next(iter(found), "") if s == sheet else k for s, k in zip(rows.sheet, whose, strict=True)]
            continue
        for i in mine:
            whose[i] = rows.key[i] or (next(iter(named[i])) if len(set(named[i])) == 1 else "")
    if problems:
        raise Refused(problems)
    written = dict(zip(reversed(rows.key), reversed(rows.party), strict=True))
    return whose, {key: names.get(key) or written.get(key, "") for key in sorted(set(whose))}


def _names(ledger: Ledger) -> dict[str, str]:
    """Customers of the book by key, as first written."""
    items = ledger.items[ledger.items["side"] != PAYMENT]
    return {k: p for k, p in zip(reversed(items["party_key"].tolist()), reversed(items["party"].tolist()), strict=True) if k}


def _given(text: str, names: Mapping[str, str]) -> str:
    """The customer that a person names: the whole name, or a part that only one customer's name holds."""
    key = party_key(text)
    fit = [key] if key in names else [k for k in names if key and key in k]
    if len(fit) != 1:
        raise Refused([Problem("list_customer_unknown", Source("--customer"), {"value": text, "names": [names[k] for k in fit or sorted(names)][:_SHOWN]})])
    return fit[0]


def _told(texts: Sequence[str], names: Mapping[str, str]) -> set[str]:
    """Customers whose names stand in the list's own name or above its table; a name inside a longer one does not count."""
    said = [party_key(t) for t in texts]
    found = {k for k in names if len(k) >= _LEAST and any(k in text for text in said)}
    return {k for k in found if not any(k != other and k in other for other in found)}
