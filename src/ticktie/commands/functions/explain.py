"""TT_EXPLAIN: what the result tabs tell of an item, or why another cell of ours shows an error.

Given a cell that holds a call of one of our functions, that call is made again, here, and its reason is told; where it is
no error, the item that it asks about is explained. Given a value, the item of that number or place is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from ticktie.commands.functions.answer import ERRORS, Book, No, error_in, shown
from ticktie.commands.functions.formula import Reference, call_in
from ticktie.domain import money
from ticktie.domain.grid import Cell
from ticktie.domain.number_forms import canonical
from ticktie.domain.wording import say
from ticktie.intake.cells import blank, ident
from ticktie.reports.standing import Item, Standing

ABOUT_ITEMS = ("TT_STATUS", "TT_RESIDUAL", "TT_EXPLAIN")  # their first argument is an item
Run = Callable[..., Any]
Look = Callable[[str], Any]


@dataclass(frozen=True)
class Pointed:
    """A cell that TT_EXPLAIN is shown: its value, its formula, and how to look at what a reference in it means (None: cannot)."""

    value: Cell
    formula: str = ""
    look: Look = lambda reference: None


def explain(book: Book, cell: Cell | Pointed, call: Run) -> str | No:
    """Sentences, a line each. call: name, book and arguments -> what that function answers."""
    if not isinstance(cell, Pointed):
        return error_in(cell) or _about(book, cell)
    called = call_in(cell.formula) if cell.formula.startswith("=") else None
    if called is None:
        return _bare(book, cell.value)
    arguments = [cell.look(a.text) if isinstance(a, Reference) else a for a in called.arguments]
    if any(isinstance(a, Reference) and v is None for a, v in zip(called.arguments, arguments, strict=True)):
        return _bare(book, cell.value)
    first = _first(call(called.name, book, *arguments))
    if isinstance(first, No):
        return f"{called.name} {first.error}: {first.said(book.language)}"
    if called.name in ABOUT_ITEMS and arguments:
        return _about(book, _first(arguments[0]))
    return say(book.language, "function.explain.no_error", {"name": called.name})


def _bare(book: Book, value: Cell) -> str | No:
    """A cell without a call that can be made again: its error in general, or its item."""
    if isinstance(value, str) and value in ERRORS:
        code = {"#N/A": "na", "#VALUE!": "value", "#NUM!": "num", "#NAME?": "name"}.get(value, "other")
        return say(book.language, f"function.explain.error_{code}", {"value": value})
    return _about(book, value)


def _first(answer: Any) -> Any:
    while isinstance(answer, list | tuple) and answer:
        answer = answer[0]
    return answer


def _about(book: Book, value: Cell) -> str | No:
    if blank(value):
        return ""
    standing = book.standing()
    if standing is None:
        return No("no_results")
    said = ident(value)[0]
    found = standing.by_number.get(canonical(said), []) if said else []
    found = found or standing.by_place.get(_row(str(value)), []) or standing.by_place.get(canonical(str(value)), [])
    if not found:
        return No("item_unknown", {"value": shown(value)})
    return "\n".join(line for item in found for line in _lines(standing, item))


def _row(text: str) -> str:
    """`sheet!row` of `sheet!D5` and `sheet!$D$5`."""
    sheet, mark, cell = text.rpartition("!")
    return f"{sheet}{mark}{cell.replace('$', '').lstrip(ascii_uppercase)}"


def _lines(standing: Standing, item: Item) -> Iterator[str]:
    def line(key: str, **facts: object) -> str:
        return say(standing.language, f"function.explain.{key}", facts)

    def money_of(minor: int) -> str:
        return f"{money.to_decimal(minor, item.currency):,}"

    state = say(standing.language, f"set_aside.{item.aside}" if item.aside else f"state.{item.state}")
    yield line(
        "item", side=say(standing.language, f"side.{item.side}"), number=item.number or item.place, party=item.party, date=item.date or "",
        currency=item.currency, amount=money_of(item.amount), residual=money_of(item.residual), state=state,
    )  # fmt: skip
    for pair in standing.pairs_of.get(item.key, ()):
        other = standing.items.get(pair.payment if item.key == pair.charge else pair.charge)
        with_ = (other.number or other.place) if other else "-"
        mine = pair.paid if item.key == pair.payment else pair.amount
        yield line("pair", link=pair.link, other=with_, amount=money_of(mine), because=pair.because)
        if pair.difference:
            yield line("difference", amount=money_of(pair.difference))
    for choice in standing.choices_of.get(item.key, ()):
        others = choice.others if item.key in choice.items else choice.items
        named = ", ".join(i.number or i.place for k in others if (i := standing.items.get(k)))
        yield line("choice", kind=choice.kind, other=named, because=choice.because)
    if item.reason:
        yield line("reason", because=item.reason)
