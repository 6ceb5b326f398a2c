"""What customers' own lists say against the book: their rows, and where the two agree and differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from ticktie.domain.grid import Source

State = Literal["amount_differs", "only_ours", "only_theirs", "ambiguous", "date_differs", "equal", "outside"]
How = Literal["", "number", "number_end", "opening", "amount_and_day", "amount"]
STATES: tuple[State, ...] = ("amount_differs", "only_ours", "only_theirs", "ambiguous", "date_differs", "equal", "outside")


@dataclass(frozen=True)
class Theirs:
    """The rows of customers' own lists, in the columns of items.

    lost: numbers of rows that could not be read, and where each stands. texts: list -> where it says whose it is.
    """

    items: pd.DataFrame
    lost: Mapping[str, Source]
    texts: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Note:
    """What a person should know about one fact: a code and its facts; the words live in the wording files."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fact:
    """Documents of ours and rows of theirs that are about the same thing, in minor units of one currency.

    ours: items of the book. theirs: rows of the lists. state `ambiguous`: which of ours is meant cannot be told;
    `outside`: ours alone, on a day that the list does not cover. how: by what they were brought together.
    """

    customer: str
    currency: str
    state: State
    how: How
    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    amount_ours: int
    amount_theirs: int
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Facts:
    """Every charge of the customers who sent a list, and every row of their lists, in exactly one fact.

    side: order or delivery, what the lists are compared with. periods: customer's key -> the months that his list
    covers. names: customer's key -> name.
    """

    side: str
    found: tuple[Fact, ...]
    periods: Mapping[str, tuple[dt.date, dt.date]]
    names: Mapping[str, str]
