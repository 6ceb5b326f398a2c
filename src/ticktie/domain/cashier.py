"""Salespeople and the cashier: what an item of this scenario carries beside the usual columns, its journals, and what is found.

Salespeople report what they took and gave (side `reported`, the claiming side); the cashier records what arrived and left
(side `payment` inside the engine, called `recorded` outside). The party of an item is the salesperson, so that all that
is true of a customer's account is true of a salesperson's (decision 0011).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal, get_args

from ticktie.domain.items import PAYMENT
from ticktie.domain.links import Because

REPORTED, RECORDED = "reported", "recorded"
METHODS = ("cash", "transfer", "wechat", "alipay", "bill", "mixed", "")
PURPOSES = ("collection", "refund", "advance", "expense", "fee", "")
WALLETS = ("wechat", "alipay")
THROUGH_BANK = (*WALLETS, "bill")  # ways of paying whose money comes to a bank account in the end

# Columns of the items beside domain.items.COLUMNS.
COLUMNS = {
    "customer": "text: whose money it is, as written; '' where the row does not say",
    "customer_key": "text: party_key of it; of a journal line the known customer that its memo names",
    "method": "text: cash | transfer | wechat | alipay | bill | mixed, '' where the row does not say",
    "purpose": "text: collection | refund | advance | expense | fee, '' where the row does not say",
    "limit": "int64 minor units: what the customer's account held before the row; NO_BALANCE where the row does not say",
}

Kind = Literal[
    "not_handed_in", "handed_in_less", "handed_in_more", "other_person", "recorded_twice", "refund_twice", "reported_twice",
    "recorded_only", "wrong_amount", "wrong_date", "wrong_method", "in_transit", "unclear", "balance_broken", "balance_jump",
    "balance_below_zero", "opening_differs", "above_balance",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
OF_JOURNALS = frozenset({"balance_broken", "balance_jump", "balance_below_zero", "opening_differs"})


@dataclass(frozen=True)
class Finding:
    """Something a person must look into.

    items: item numbers, the one that it is about first. party: the salesperson it is with, "" where none is named. amount:
    minor units: what is missing (plus) or too much (minus) at the cashier's, or what the balance is off. days: its age at the cut-off.
    """

    kind: Kind
    items: tuple[int, ...]
    party: str
    amount: int
    currency: str
    because: Because
    days: int | None = None


@dataclass(frozen=True)
class Journal:
    """One of the cashier's journals: the lines of one account in one sheet, first to last.

    account: its number or name, "" where none is told; name: what it goes by from month to month. method: of its lines. opening, closing: minor units, None where the
    sheet does not say; closing is the last printed balance. lines: rows of the sheet, 1-based, in the order of time.
    """

    sheet: str
    account: str
    name: str
    currency: str
    method: str
    lines: tuple[int, ...]
    opening: int | None = None
    opening_row: int | None = None
    closing: int | None = None
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True)
class Cashbook:
    """What the ledger of this scenario holds beside its items.

    people: key -> name of every salesperson, natural persons all; reporting: those with a sheet or rows of their own.
    shared: names that more than one salesperson bears. statements: sheets that are a bank's own, kept for its reconciliation.
    """

    journals: tuple[Journal, ...] = ()
    people: dict[str, str] = field(default_factory=dict)
    reporting: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    statements: tuple[str, ...] = ()


def ways_agree(reported: str, recorded: str) -> bool:
    """Nothing speaks against one being the other: equal, not told, several ways in one row, or money that came through the bank."""
    return reported == recorded or not {"", "mixed"}.isdisjoint((reported, recorded)) or (recorded == "transfer" and reported in THROUGH_BANK)


def side_name(side: str, charge_side: str) -> str:
    """The word of the result file for a side: the engine's `payment` is `recorded` here."""
    return RECORDED if side == PAYMENT and charge_side == REPORTED else side
