"""One customer's statement as a value: what every layout, the tab, the PDF and later the reply are made from.

Amounts are int64 minor units of the part's currency. The laws, held by tests and by `broken`:
    opening + changes + charges + returns - receipts + adjustments = closing
    ages + credits - unapplied = closing
    the last line's balance = closing
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ticktie.reports.accounts import Paid


@dataclass(frozen=True)
class Seller:
    """Who sends the statement, as the rules say it; empty where they do not."""

    name: str = ""
    bank: str = ""
    account: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Line:
    """One document, receipt or adjustment of the period. balance: after it. paid and unapplied: of a receipt."""

    date: dt.date | None
    number: str
    kind: str
    summary: str
    quantity: Decimal | None
    charge: int
    receipt: int
    balance: int
    paid: Sequence[Paid] = ()
    unapplied: int = 0


@dataclass(frozen=True)
class OpenItem:
    """What is left of one item; receipts are negative. item: its number in the outcome. late: days past its due day, 0 if none."""

    item: int
    date: dt.date | None
    due: dt.date | None
    number: str
    kind: str
    summary: str
    amount: int
    left: int
    late: int
    disputed: bool


@dataclass(frozen=True)
class Product:
    """Charges and returns of the period of one product ("" for none)."""

    name: str
    documents: int
    quantity: Decimal | None
    amount: int


@dataclass(frozen=True)
class Prior:
    """What the customer was last told: the statement that it has, its last day and closing balance, and what it answered.

    answer: agreed, differs or none. theirs: its own figure where it differs and gave one.
    """

    number: str
    end: dt.date
    closing: int
    answer: str
    theirs: int | None = None


@dataclass(frozen=True)
class Part:
    """The account in one currency. opening: as last stated, where the customer has a statement (prior); changes: what has been
    entered into the time before since. ages: open charges by aging.BUCKETS. words: the closing balance in words, "" where none are used."""

    currency: str
    opening: int
    lines: Sequence[Line]
    charges: int
    returns: int
    receipts: int
    adjustments: int
    closing: int
    words: str
    ages: Sequence[int]
    credits: int
    unapplied: int
    open: Sequence[OpenItem]
    products: Sequence[Product]
    changes: int = 0
    prior: Prior | None = None

    @property
    def overdue(self) -> int:
        """Open charges past their due day."""
        return sum(self.ages[1:])

    @property
    def due_now(self) -> int:
        """What is overdue less the credits and receipts that are not allocated yet: what may be asked for, never more than the balance."""
        return max(0, self.overdue + self.credits - self.unapplied)

    @property
    def disputed(self) -> list[OpenItem]:
        """What the customer contests; it is part of the closing balance and listed apart."""
        return [o for o in self.open if o.disputed]

    def broken(self) -> Iterator[str]:
        """Every law that does not hold, as a sentence for the log."""
        rolled = self.opening + self.changes + self.charges + self.returns - self.receipts + self.adjustments
        if rolled != self.closing:
            yield f"{self.currency}: rolled forward {rolled}, closing {self.closing}"
        if (aged := sum(self.ages) + self.credits - self.unapplied) != self.closing:
            yield f"{self.currency}: ages {aged}, closing {self.closing}"
        if (last := self.lines[-1].balance if self.lines else self.opening + self.changes) != self.closing:
            yield f"{self.currency}: running balance {last}, closing {self.closing}"
        if (left := sum(o.left for o in self.open)) != self.closing:
            yield f"{self.currency}: open items {left}, closing {self.closing}"


@dataclass(frozen=True)
class Statement:
    """number: of the period's last day and the customer, the same on every run. figures: a digest that changes with any of them.

    token: made of the figures with the firm's key, so that nobody who has only the workbook can make one; a reply that carries
    it answers these figures and no others. It stands on the statement and proves nobody's identity. "" where no key was given
    and these figures are not registered. basis: the charge side.
    """

    key: str
    customer: str
    seller: Seller
    number: str
    figures: str
    token: str
    start: dt.date
    end: dt.date
    reply_by: dt.date
    basis: str
    salespeople: Sequence[str]
    auditor: str
    parts: Sequence[Part]
