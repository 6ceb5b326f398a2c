"""What the month is made of before it becomes sheets: charges, receipts, and what is true of them.

Every charge and receipt has a key that is unique in the month; rows of sheets are given only at the end. Amounts are
minor units (fen, cent).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

CNY, USD = "CNY", "USD"

ChargeKind = Literal["sale", "return", "cancelled", "draft"]
Evidence = Literal["number", "month", "amount", "none"]
Expect = Literal["confirm", "optional", "propose"]


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of the book. small: a shop that pays in cash or by phone; bank: the own account it pays to."""

    name: str
    salesperson: str
    bank: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Charge:
    """A row of the order sheet. deliveries: day and amount of each; bad: which of its cells is spoilt, and how."""

    key: int
    customer: str
    number: str
    day: dt.date
    amount: int
    currency: str = CNY
    kind: ChargeKind = "sale"
    bad: str = ""
    deliveries: tuple[tuple[dt.date, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """A row of a bank statement, journal or platform bill; money out is negative.

    payer: as the bank writes it; party: the customer it stands for ("" when that is not proven); at: seconds of the
    day; copy_of: the receipt this row repeats; partner: account on the other side where it is one of our own.
    """

    key: int
    account: str
    day: dt.date
    at: int
    amount: int
    payer: str
    party: str
    memo: str
    evidence: Evidence
    currency: str = CNY
    reference: str = ""
    bad: str = ""
    copy_of: int | None = None
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Allocation:
    """`amount` of a receipt settles a charge, and how far a careful accountant would go with it."""

    charge: int
    receipt: int
    amount: int
    mechanism: str
    evidence: Evidence
    expect: Expect = "confirm"


@dataclass(frozen=True, slots=True)
class Trap:
    """A receipt that nothing may be confirmed for. candidates: the charges one would be tempted by."""

    receipt: int
    mechanism: str
    why: str
    candidates: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """Receipts that together bring at most `most` (copies, reversals)."""

    receipts: tuple[int, ...]
    most: int
    mechanism: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What the memo itself states as not to be paid."""

    charge: int
    receipt: int
    amount: int
    kinds: tuple[str, ...]
    mechanism: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What must hold among the open items of one customer: the subsets with the sum `target` are exactly `sets`.

    sparse: moreover so few subsets lie among so many possible sums that a hit by accident is unlikely.
    """

    customer: str
    currency: str
    target: int
    sets: tuple[frozenset[int], ...]
    sparse: bool = False


@dataclass(frozen=True)
class Scene:
    """One thing that happens in the month, with everything that is true of it. locked: customers kept for it alone."""

    charges: tuple[Charge, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    traps: tuple[Trap, ...] = ()
    limits: tuple[Limit, ...] = ()
    differences: tuple[Difference, ...] = ()
    no_write_off: tuple[tuple[int, int, str], ...] = ()  # charge, receipt, mechanism
    equal: tuple[tuple[int, ...], ...] = ()  # keys of charges, or of receipts, that may be paired in any order
    claims: tuple[Claim, ...] = ()
    customers: tuple[Customer, ...] = ()
    locked: tuple[str, ...] = ()
