"""What a function in a cell is asked with and what it answers.

A value is text, a number, a truth, a date or None for a blank cell; an error value of Excel comes in as its text (`#N/A`).
Amounts go out as floats made of exact cents, so that a sheet can add them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from ticktie.domain import money
from ticktie.domain.grid import Cell
from ticktie.domain.wording import say
from ticktie.reports.standing import Standing

NA, VALUE, NUM = "#N/A", "#VALUE!", "#NUM!"
ERRORS = ("#NULL!", "#DIV/0!", VALUE, "#REF!", "#NAME?", NUM, NA)
Grid = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class No:
    """There is no answer: the error value that the cell shows, and why, in the words `function.no.<code>`."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    error: str = NA

    def said(self, language: str) -> str:
        """The reason and its remedy."""
        return say(language, f"function.no.{self.code}", self.facts)


class Book(Protocol):
    """The workbook that a formula stands in."""

    @property
    def language(self) -> str:
        """The language to answer in: of the result tabs, else the user's."""

    def standing(self) -> Standing | None:
        """What its result tabs say; None without any."""


@dataclass(frozen=True)
class NoBook:
    """A formula outside of any workbook, or in one without result tabs."""

    language: str

    def standing(self) -> Standing | None:
        return None


def wrong(code: str, value: object = "", error: str = VALUE) -> No:
    """An input that cannot be taken."""
    return No(code, {"value": value}, error)


def number(minor: int, currency: str) -> float:
    """The amount as a sheet holds it."""
    return float(money.to_decimal(minor, currency))


def error_in(value: object) -> No | None:
    """An error value that was handed in: the answer is the same error."""
    return No("input", {"value": value}, value) if isinstance(value, str) and value in ERRORS else None


def shown(value: Cell) -> str:
    """A value as a sentence names it."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)
