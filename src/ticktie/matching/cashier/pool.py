"""What is open on both sides of a cashier's book, as columns: whose, how much, how, for which customer, on which day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from ticktie.domain.cashier import ways_agree
from ticktie.domain.items import Bool, Int64, OpenItems

Texts = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Pool:
    """The open items that no earlier pass left in doubt. reported, recorded: item numbers in the order of time."""

    items: OpenItems

    @cached_property
    def _free(self) -> Bool:
        return np.asarray(self.items.open & ~self.items.doubtful, dtype=bool)

    @cached_property
    def reported(self) -> Int64:
        return self._ordered(self._free & self.items.is_charge & ~self.items.disputed)

    @cached_property
    def recorded(self) -> Int64:
        return self._ordered(self._free & self.items.is_payment & ~self.items.named)

    def _ordered(self, which: Bool) -> Int64:
        found = np.flatnonzero(which)
        return np.asarray(found[np.argsort(self.items.order_of_time[found], kind="stable")], dtype=np.int64)

    @property
    def days(self) -> Int64:
        return self.items.dates

    @property
    def left(self) -> Int64:
        """Minor units that are left of every item."""
        return self.items.residual

    @property
    def people(self) -> Int64:
        """Code of the salesperson; NO_PARTY where none that reports is named."""
        return np.asarray(self.items.evidence.party, dtype=np.int64)

    @cached_property
    def customer(self) -> Int64:
        """Code of the customer that the row names, -1 for none."""
        return self._codes("customer_key")

    @cached_property
    def method(self) -> Int64:
        """Code of the way of paying, -1 where the row does not say."""
        return self._codes("method")

    def one_way(self, row: int, line: int) -> bool:
        """The ways of paying of a row and a line can be one (domain.cashier.ways_agree)."""
        ways = self.items.values("method")
        return ways_agree(ways[row], ways[line])

    def one_way_each(self, those: Int64, item: int) -> Bool:
        """The same for each of those and the item; of the two, rows come first."""
        names, codes = self._ways
        line = bool(self.items.is_payment[item])
        mine = names[codes[item]]
        agree = np.array([ways_agree(name, mine) if line else ways_agree(mine, name) for name in names], dtype=bool)
        return np.asarray(agree[codes[those]], dtype=bool)

    @property
    def _ways(self) -> tuple[list[str], Int64]:
        """The ways of paying of the book, and the place of every item's among them."""
        if "cashier ways" not in self.items.shared:
            codes, names = pd.factorize(self.items.values("method"))
            self.items.shared["cashier ways"] = [str(n) for n in names], codes.astype(np.int64)
        found = self.items.shared["cashier ways"]
        assert isinstance(found, tuple)
        return found

    def _codes(self, name: str) -> Int64:
        name_ = f"cashier {name}"
        if name_ not in self.items.shared:
            values = self.items.values(name)
            codes = pd.factorize(values)[0].astype(np.int64)
            codes[values == ""] = -1
            self.items.shared[name_] = codes
        found = self.items.shared[name_]
        assert isinstance(found, np.ndarray)
        return found
