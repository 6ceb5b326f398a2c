"""What the rows of a book themselves say about who pays what, read once and shared by all passes."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ticktie.domain.documents import NOTHING, Naming, NumberIndex, index_of
from ticktie.domain.items import PAYMENT
from ticktie.domain.text import is_branch, is_person, looks_whole, party_key
from ticktie.domain.vocabulary import plain, word_order, words

NO_PARTY = -1
_ADVANCE = re.compile(r"定金|订金|预付|预收|押金|DEPOSIT|DOWN ?PAYMENT|ADVANCE|PREPAY")
_FINAL = re.compile(r"尾款|余款|FINAL ?PAYMENT|BALANCE ?DUE")
_MONTH = re.compile(r"(?:(20\d\d)\s*年?)?\s*(?<!\d)(1[0-2]|0?[1-9])\s*月(?!\s*\d{1,2}\s*[日号])(?:份)?")


@dataclass(frozen=True)
class Evidence:
    """Columns beside the items, in item order.

    party: code of the customer an item belongs to, NO_PARTY for a payment whose payer is no customer of the book.
    payer: for payments, `customer`, `none`, `cut_off`, `person`, `branch` or `other`.
    like: for a cut-off payer, the codes of the customers whose names start so.
    naming: payment -> the numbers it names; by: payment -> `reference` or `memo`; conflict: both, and they differ.
    marked: lines that say that they take another one back.
    """

    index: NumberIndex
    keys: tuple[str, ...]
    party: npt.NDArray[np.int64]
    payer: dict[int, str]
    like: dict[int, tuple[int, ...]]
    naming: dict[int, Naming]
    by: dict[int, str]
    conflict: frozenset[int]
    marked: npt.NDArray[np.bool_]
    memos: npt.NDArray[np.object_]

    def names(self, payment: int) -> Naming:
        return self.naming.get(payment, NOTHING)

    def says_company(self, payment: int, code: int) -> bool:
        """The memo names the customer: its whole name stands in it."""
        return code != NO_PARTY and len(self.keys[code]) >= 4 and self.keys[code] in party_key(self.memos[payment])

    def is_advance(self, payment: int) -> bool:
        """The memo calls the money a deposit or an advance."""
        return bool(_ADVANCE.search(plain(self.memos[payment])))

    def is_final(self, payment: int) -> bool:
        """The memo calls the money the rest of something."""
        return bool(_FINAL.search(plain(self.memos[payment])))

    def month(self, payment: int) -> tuple[int | None, int] | None:
        """The billing month a memo names (7月货款), with its year where it says one; None for none or for several."""
        found = {(int(y) if y else None, int(m)) for y, m in _MONTH.findall(plain(self.memos[payment]))}
        return found.pop() if len(found) == 1 else None


def gather(frame: pd.DataFrame, charge_side: str, aliases: dict[str, str] | None = None) -> Evidence:
    """Read the evidence of all items.

    aliases: payer key -> customer key that a person accepted.
    """
    side, key = frame["side"].to_numpy(), frame["party_key"].to_numpy()
    keys = tuple(sorted({k for k, s in zip(key, side, strict=True) if s != PAYMENT and k}))
    code_of = {k: i for i, k in enumerate(keys)}
    for payer, customer in (aliases or {}).items():
        if customer in code_of:
            code_of.setdefault(payer, code_of[customer])
    party = np.fromiter((code_of.get(k, NO_PARTY) for k in key), dtype=np.int64, count=len(frame))
    index = index_of(frame, charge_side)
    payer_of: dict[int, str] = {}
    like: dict[int, tuple[int, ...]] = {}
    naming: dict[int, Naming] = {}
    by: dict[int, str] = {}
    conflict: set[int] = set()
    memo, reference = frame["memo"].to_numpy(), frame["reference"].to_numpy()
    for i in np.flatnonzero(side == PAYMENT).tolist():
        payer_of[i] = "customer" if party[i] != NO_PARTY else _payer(key[i], keys)
        if payer_of[i] == "cut_off":
            like[i] = _starting(key[i], keys)
        said, noted = index.read_reference(reference[i]), index.read_memo(memo[i])
        if said.hits or said.unknown:
            by[i] = "reference"
            if noted.hits and said.hits and set(noted.hits) != set(said.hits):
                conflict.add(i)
            naming[i] = noted if set(noted.hits) >= set(said.hits) and noted.hits else said
        elif noted.hits or noted.unknown:
            by[i], naming[i] = "memo", noted
    return Evidence(index, keys, party, payer_of, like, naming, by, frozenset(conflict), _marked(frame), memo)


def _marked(frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Payments whose reversal column or memo says that they take an earlier line back."""
    says = re.compile("|".join(map(re.escape, word_order("reversal", "marks"))))
    plainly_not = words("reversal", "not_flags")
    columns = (frame[name].to_numpy() for name in ("side", "memo", "mark", "amount"))
    made = (
        side == PAYMENT and bool(says.search(plain(memo)) or says.search(plain(mark)) or (mark and amount < 0 and plain(mark) not in plainly_not))
        for side, memo, mark, amount in zip(*columns, strict=True)
    )
    return np.fromiter(made, dtype=bool, count=len(frame))


def _starting(key: str, keys: tuple[str, ...]) -> tuple[int, ...]:
    start = bisect_left(keys, key)
    found = []
    while start < len(keys) and keys[start].startswith(key):
        found.append(start)
        start += 1
    return tuple(found)


def _payer(key: str, keys: tuple[str, ...]) -> str:
    if not key:
        return "none"
    if len(key) >= 4 and not looks_whole(key) and _starting(key, keys):
        return "cut_off"
    if is_branch(key):
        return "branch"
    return "person" if is_person(key) else "other"
