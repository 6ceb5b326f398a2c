"""Unnamed payments beside the open charges of the same customer, currency and amount, in columns.

The passes by amount look at few of a book's payments one by one: this tells which, and which charge is the only one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ticktie.domain.items import Bool, Int64, OpenItems, codes
from ticktie.matching.accounts import free_payments, in_order


@dataclass(frozen=True)
class Alike:
    """Free payments (named nothing, of a known customer, no doubt) and open charges, by customer, currency and time.

    kind, kind_of_charge: the same number where customer, currency and amount are equal.
    """

    items: OpenItems
    payments: Int64
    charges: Int64
    kind: Int64
    kind_of_charge: Int64

    @classmethod
    def of(cls, items: OpenItems) -> Alike:
        payments, charges = in_order(items, free_payments(items)), in_order(items, items.charges)
        both = np.concatenate((payments, charges))
        found = codes(items.owners[both], items.residual[both])
        return cls(items, payments, charges, found[: len(payments)], found[len(payments) :])

    @cached_property
    def kinds(self) -> int:
        """One more than the largest kind."""
        return int(max(self.kind.max(initial=-1), self.kind_of_charge.max(initial=-1))) + 1

    @cached_property
    def paid(self) -> Int64:
        """How many free payments are like each one, itself among them."""
        return np.asarray(np.bincount(self.kind, minlength=self.kinds)[self.kind], dtype=np.int64)

    @cached_property
    def owed(self) -> Int64:
        """How many charges are like each payment."""
        return np.asarray(np.bincount(self.kind_of_charge, minlength=self.kinds)[self.kind], dtype=np.int64)

    @cached_property
    def charge(self) -> Int64:
        """The last charge that is like each payment; -1 for none."""
        last = np.full(self.kinds, -1, dtype=np.int64)
        last[self.kind_of_charge] = self.charges
        return last[self.kind]

    @cached_property
    def first(self) -> Int64:
        """Where the charges of each payment's customer and currency begin in `charges`."""
        return np.searchsorted(self.items.owners[self.charges], self.items.owners[self.payments], "left")

    @cached_property
    def last(self) -> Int64:
        """Where they end."""
        return np.searchsorted(self.items.owners[self.charges], self.items.owners[self.payments], "right")

    @cached_property
    def in_runs(self) -> Bool:
        """Payments that are what the customer's two or more oldest charges come to, for some number of them."""
        owners, amounts = self.items.owners[self.charges], self.items.residual[self.charges]
        begin = np.searchsorted(owners, owners, "left")
        total = np.cumsum(amounts)
        runs = (total - (total - amounts)[begin])[more := begin < np.arange(len(owners))]
        wanted = self.items.owners[self.payments], self.items.residual[self.payments]
        found = codes(np.concatenate((owners[more], wanted[0])), np.concatenate((runs, wanted[1])))
        return np.isin(found[len(runs) :], found[: len(runs)])

    @cached_property
    def in_lines(self) -> Bool:
        """Payments of customers whose documents have several lines: what is owed then is not a charge alone."""
        lines = self.charges[self.items.is_line[self.charges]]
        return np.isin(self.items.owners[self.payments], self.items.owners[lines])

