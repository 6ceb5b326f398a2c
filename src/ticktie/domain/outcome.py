"""One reconciliation, whole: what reports and faces are made from."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from ticktie.domain.cashier import Cashbook, Finding
from ticktie.domain.contacts import Contact
from ticktie.domain.facts import Facts, Theirs
from ticktie.domain.items import Int64
from ticktie.domain.links import Because, Doubt, Link
from ticktie.domain.problem import Problem
from ticktie.domain.rates import Rates
from ticktie.domain.register import Register
from ticktie.domain.rules import Rules
from ticktie.domain.stated import Key


@dataclass(frozen=True)
class Reading:
    """How one sheet was read, for the Overview and `ticktie read`.

    fields: 0-based column -> field name of the vocabulary. left_out: reason code -> 1-based rows.
    """

    sheet: str
    kind: str  # order | delivery | payment | check | theirs | rate | contact | invoice | other | own
    header_row: int | None = None
    account: str = ""
    headings: dict[int, str] = field(default_factory=dict)
    fields: dict[int, str] = field(default_factory=dict)
    rows_taken: int = 0
    left_out: dict[str, list[int]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tie:
    """An order and a delivery that belong together, in minor units."""

    order: int
    delivery: int
    amount: int


@dataclass(frozen=True)
class Transfer:
    """Money moved between two own accounts: the line out and the line in."""

    out: int
    into: int
    amount: int


@dataclass(frozen=True)
class Move:
    """A receivable that a person moved from one customer (name and key) to another. when: the day as text."""

    item: int
    from_name: str
    from_key: str
    to_name: str
    when: str
    who: str


@dataclass(frozen=True)
class Ledger:
    """The sheets of one book as items, before any matching. lost_numbers: of documents whose rows could not be read.

    rates: exchange rates of the book's sheets and rules. moves: receivables that belong to another customer than the sheet says.
    theirs: what customers' own lists say, beside the items. contacts: customer's key -> where to write to it. cashbook: where the claims are salespeople's
    and the answers a cashier's.
    """

    items: pd.DataFrame
    problems: list[Problem]
    readings: list[Reading]
    as_of: dt.date
    charge_side: str
    language: str
    transfers: list[Transfer] = field(default_factory=list)
    lost_numbers: tuple[str, ...] = ()
    rates: Rates = field(default_factory=Rates)
    moves: tuple[Move, ...] = ()
    theirs: Theirs | None = None
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    cashbook: Cashbook | None = None

    @property
    def scenario(self) -> str:
        """customer or cashier."""
        return "cashier" if self.cashbook else "customer"


@dataclass(frozen=True)
class Outcome:
    """The ledger with what was settled, what stayed open and why.

    residual, state, why: one per item, in item order; `state` as in the result file.
    reasons: item number -> why it stayed open. facts: customers' own lists against the charges. register: what became of statements.
    stated: allocation by the keys of its items -> number of the sent statement that tells it. findings: of a
    cashier's book.
    """

    ledger: Ledger
    rules: Rules
    residual: Int64
    state: np.ndarray[tuple[int], np.dtype[np.object_]]
    reasons: dict[int, Because]
    links: list[Link]
    doubts: list[Doubt]
    ties: list[Tie]
    changes: list[dict[str, str]] = field(default_factory=list)
    facts: Facts | None = None
    register: Register = field(default_factory=Register)
    stated: Mapping[Key, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def items(self) -> pd.DataFrame:
        return self.ledger.items

    @cached_property
    def stamp(self) -> str:
        """16 hex digits that differ when the result does; of no clock, so that two runs that find the same write the same."""
        told = [
            str(self.ledger.as_of), self.ledger.charge_side, self.residual.tolist(), self.state.tolist(),
            *(self.items[n].tolist() for n in ("id", "key", "number", "party", "currency", "amount")),
            *(self.items[n].to_numpy().astype("datetime64[D]").astype(np.int64).tolist() for n in ("date", "due_date")),
            [(x.by, x.sure, x.decided_by, x.because.code, x.difference, [(a.charge, a.payment, a.amount, a.paid) for a in x.allocations]) for x in self.links],
            [(d.items, d.candidates, d.because.code) for d in self.doubts], [(i, b.code) for i, b in self.reasons.items()],
            *([self.findings] if self.findings else []),
        ]  # fmt: skip
        return hashlib.blake2b(repr(told).encode(), digest_size=8).hexdigest()
