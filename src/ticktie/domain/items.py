"""The rows of one book as columns, and what is still open of them.

An item is one row of an input sheet that carries money: an order, a delivery or a payment. Items live
in the columns of one DataFrame, whose index 0..n-1 is the item's number everywhere inside; the id that
people and the result file see is `<sheet>!<row>`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    from ticktie.domain.evidence import Evidence

Int64 = npt.NDArray[np.int64]
Bool = npt.NDArray[np.bool_]

ORDER, DELIVERY, PAYMENT = "order", "delivery", "payment"

# name -> what stands in it. Text columns hold str ("" for none), never NaN.
COLUMNS: dict[str, str] = {
    "id": "text: <sheet>!<row>",
    "sheet": "text",
    "row": "1-based row of the sheet",
    "amount_column": "0-based column the amount was read from",
    "side": "order | delivery | payment",
    "number": "text: document number as written",
    "line": "text: line number within the document",
    "related": "text: the order number a delivery or return names",
    "party": "text: customer or payer as written",
    "party_key": "text: the name normalised (domain.text.party_key)",
    "date": "datetime64[s]; NaT only for an opening balance",
    "due_date": "datetime64[s] or NaT",
    "time": "text: time of day as written",
    "rank": "int64: place in the order of time within its sheet (balances, times, dates, then rows)",
    "amount": "int64 minor units, signed",
    "document_amount": "int64 minor units: the whole document where `amount` is what is left of it",
    "currency": "text: ISO code",
    "rate": "text: the rate that the row itself states, a decimal of the book's currency for one unit; '' for none",
    "memo": "text: summary, purpose and postscript joined by ' | '",
    "reference": "text: what a reference column names",
    "serial": "text: bank serial",
    "account": "text: own account the line belongs to",
    "counter_account": "text: the other party's account",
    "balance": "int64 minor units after the line; NO_BALANCE where there is none",
    "salesperson": "text",
    "contract": "text",
    "product": "text",
    "quantity": "float64 or NaN; shown, never summed into money",
    "status": "text as written",
    "mark": "text: the reversal mark's column (冲账标志)",
    "set_aside": "'' | cancelled | draft | duplicate | after_as_of | not_customer",
    "flags": "text: space-separated facts such as number_unsure, opening, possible_copy",
    "key": "text: what decisions and notes hang on (see intake.keys)",
}
NO_BALANCE = np.iinfo(np.int64).min


def empty_items() -> pd.DataFrame:
    """No items, with every column in place."""
    return pd.DataFrame({name: pd.Series(dtype=object) for name in COLUMNS})


def codes(*columns: Int64) -> Int64:
    """A small number, from 0, for every combination of values that stands in the columns."""
    found, kinds = pd.factorize(columns[0])
    for column in columns[1:]:
        more, others = pd.factorize(column)
        found, kinds = found * len(others) + more, range(len(kinds) * len(others))
        if len(kinds) > 4 * len(found):
            found, kinds = pd.factorize(found)
    return np.asarray(found, dtype=np.int64)


_FIXED = (
    "_columns", "_flag_codes", "shared", "sides", "is_payment", "is_charge", "currencies", "currency_codes", "owners", "dates", "due", "unsure_number", "possible_copy", "is_line", "disputed",
    "active", "order_of_time",
)  # fmt: skip


@dataclass(frozen=True)
class OpenItems:
    """One book's items with what is left of each; `after` gives the next state.

    frame: the items (COLUMNS). residual: int64 per item, same sign as `amount` or 0.
    charge_side: `order` or `delivery`, the side that payments settle.
    evidence: what the rows themselves say (numbers named, who pays), read once.
    doubtful: items that a pass found settleable in two ways; later passes leave them alone.
    named: payments that name a debt, so that no pass by amount alone gives them to another.
    """

    frame: pd.DataFrame
    residual: Int64
    charge_side: str
    evidence: Evidence
    doubtful: Bool
    named: Bool

    @classmethod
    def start(cls, frame: pd.DataFrame, charge_side: str, evidence: Evidence) -> OpenItems:
        nothing = np.zeros(len(frame), dtype=bool)
        residual = frame["amount"].to_numpy(dtype=np.int64, copy=True)
        return cls(frame, residual, charge_side, evidence, nothing, nothing.copy())

    def after(self, residual: Int64, doubtful: Bool | None = None, named: Bool | None = None) -> OpenItems:
        """The same book with other residuals; columns that do not hang on them are carried along."""
        after = replace(
            self,
            residual=residual,
            doubtful=self.doubtful if doubtful is None else doubtful,
            named=self.named if named is None else named,
        )
        after.__dict__.update({name: self.__dict__[name] for name in _FIXED if name in self.__dict__})
        return after

    def values(self, name: str) -> npt.NDArray[np.object_]:
        """A column of the frame as an array; cheap to ask for again and again."""
        if name not in self._columns:
            self._columns[name] = np.asarray(self.frame[name].to_numpy())
        return self._columns[name]

    @cached_property
    def _columns(self) -> dict[str, npt.NDArray[np.object_]]:
        return {}

    @cached_property
    def shared(self) -> dict[str, object]:
        """What passes worked out once from columns that no pass changes; one dictionary for all states of a book."""
        return {}

    @cached_property
    def sides(self) -> npt.NDArray[np.object_]:
        """The side of every item."""
        return np.asarray(self.frame["side"].to_numpy(), dtype=object)

    @cached_property
    def is_payment(self) -> Bool:
        """Items on the side of the money."""
        return np.asarray(self.sides == PAYMENT, dtype=bool)

    @cached_property
    def is_charge(self) -> Bool:
        """Items on the side that payments settle."""
        return np.asarray(self.sides == self.charge_side, dtype=bool)

    @cached_property
    def currencies(self) -> npt.NDArray[np.object_]:
        """The currency of every item."""
        return np.asarray(self.frame["currency"].to_numpy(), dtype=object)

    @cached_property
    def currency_codes(self) -> tuple[Int64, list[str]]:
        """The place of every item's currency among those of the book, and these, in order."""
        codes, currencies = pd.factorize(self.currencies, sort=True)
        return np.asarray(codes, dtype=np.int64), list(currencies)

    @cached_property
    def owners(self) -> Int64:
        """One number for the customer and the currency of every item; they sort as (customer, currency) do."""
        codes, currencies = self.currency_codes
        return np.asarray(self.evidence.party * len(currencies) + codes, dtype=np.int64)

    @cached_property
    def dates(self) -> Int64:
        """Days since 1970-01-01 of every item."""
        return np.asarray(self.frame["date"].to_numpy().astype("datetime64[D]").astype(np.int64))

    def month_of(self, item: int) -> tuple[int, int]:
        """Year and month of an item's date."""
        months = int(self.values("date")[item].astype("datetime64[M]").astype(np.int64))
        return 1970 + months // 12, months % 12 + 1

    @cached_property
    def due(self) -> Int64:
        """Days since 1970-01-01 on which every item falls due; its date where the book gives no due date."""
        due = self.frame["due_date"].fillna(self.frame["date"])
        return np.asarray(due.to_numpy().astype("datetime64[D]").astype(np.int64))

    @cached_property
    def unsure_number(self) -> Bool:
        """Charges whose number is carried by another row too."""
        return self._flagged("number_unsure")

    @cached_property
    def possible_copy(self) -> Bool:
        """Lines that another line may be a copy of."""
        return self._flagged("possible_copy")

    @cached_property
    def is_line(self) -> Bool:
        """Rows that are one line of a document with a number."""
        return np.asarray(self._flagged("line") & (self.values("number") != ""), dtype=bool)

    def _flagged(self, fact: str) -> Bool:
        """Items whose flags hold the fact."""
        which, flags = self._flag_codes
        return np.asarray(np.array([fact in said.split() for said in flags], dtype=bool)[which])

    @cached_property
    def _flag_codes(self) -> tuple[Int64, npt.NDArray[np.object_]]:
        which, flags = pd.factorize(self.values("flags"))
        return np.asarray(which, dtype=np.int64), np.asarray(flags)

    @cached_property
    def disputed(self) -> Bool:
        """Items that the customer contests."""
        return self._flagged("disputed")

    @cached_property
    def active(self) -> Bool:
        """Items that may take part at all: not set aside."""
        return np.asarray(self.frame["set_aside"].to_numpy() == "", dtype=bool)

    @cached_property
    def order_of_time(self) -> Int64:
        """Rank of every item by date, place in its sheet's order of time, and key: the same for any order of rows."""
        rank = np.asarray(self.frame["rank"].to_numpy(), dtype=np.int64)
        order = np.lexsort((rank, self.dates))
        equal = (np.diff(rank[order]) == 0) & (np.diff(self.dates[order]) == 0)
        tied = np.flatnonzero(np.append(equal, False) | np.append(False, equal))
        among = order[tied]  # keys are long: only where they decide
        order[tied] = among[np.lexsort((self.frame["key"].to_numpy()[among].astype(str), rank[among], self.dates[among]))]
        ranks = np.empty(len(order), dtype=np.int64)
        ranks[order] = np.arange(len(order))
        return ranks

    @cached_property
    def open(self) -> Bool:
        """Items with something left."""
        return np.asarray(self.active & (self.residual != 0), dtype=bool)

    @cached_property
    def charges(self) -> Int64:
        """Numbers of the open charges that nobody disputes, in sheet order."""
        return np.flatnonzero(self.open & ~self.disputed & self.is_charge)

    @cached_property
    def payments(self) -> Int64:
        """Numbers of the open payments, in sheet order."""
        return np.flatnonzero(self.open & self.is_payment)
