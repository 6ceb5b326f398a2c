"""What the rows of a book themselves say about who pays what, read once and shared by all passes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from ticktie.domain.documents import NumberIndex, index_of
from ticktie.domain.items import PAYMENT
from ticktie.domain.naming import NOTHING, Naming
from ticktie.domain.rates import Rates
from ticktie.domain.text import is_branch, is_person, looks_whole, nfkc, party_key
from ticktie.domain.vocabulary import plain, word_order, words

NO_PARTY = -1
NOTHING_PLAIN = -1
_PART_OF_FIRM = re.compile(r"[\u3400-\u9fff]{0,8}?(?:分公司|分店|分厂|办事处|门市部|营业部)")
_CUT_FORM = re.compile(r"有限责(?:任公?)?$")
_CUT_LEGAL = re.compile(r"(?:LIMITE|LIMIT|LIMI|LIM|COMPAN|COMPA|INCORPORATE|INCORPORAT|INCORPOR|CORPORATIO|CORPORATI|CORPORAT|CORPOR)$")
_LEAST_NAME = 4  # characters of a name that is looked for inside a text; shorter ones stand there by accident
_ADVANCE = re.compile(r"定金|订金|预付|预收|押金|DEPOSIT|DOWN ?PAYMENT|ADVANCE|PREPAY")
_FINAL = re.compile(r"尾款|余款|FINAL ?PAYMENT|BALANCE ?DUE")
_M = r"(1[0-2]|0?[1-9])"
_MONTH = re.compile(rf"(?:(20\d\d)[年\-./]?)?(?<!\d){_M}月(?!\d{{1,2}}[日号])")
_SPAN = re.compile(rf"(?:(20\d\d)[年\-./]?)?(?<![\d.,]){_M}月?(?:份)?([\-~至到]|[、,和及/&+]){_M}月(?!\d{{1,2}}[日号])")
_DIGITS_ONLY = re.compile(r"(?<!\d)(20\d\d)[\-./年]?(1[0-2]|0[1-9])(?=(?:份)?(?:货款|账单|账款|欠款|应收|对账))")
_ENGLISH_MONTH = re.compile(
    r"(?<![A-Z\d])(?<!\d[\s\-])(JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY(?=[\s\-.']*20\d\d)|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?"
    r"|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)(?![A-Z])\.?(?:[\s\-']*(20\d\d))?(?![\s\-]*\d{1,2}(?!\d))"
)
_MONTH_NAMES = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@dataclass(frozen=True)
class Evidence:
    """Columns beside the items, in item order.

    party: code of the customer an item belongs to, NO_PARTY for a payment whose payer is no customer of the book. A line
    that names no payer belongs to the one customer whose whole name its memo holds.
    payer: for payments, `customer`, `none`, `cut_off`, `person`, `branch` or `other`.
    like: for a cut-off payer, the codes of the customers whose names start so.
    naming: payment -> the numbers it names; by: `reference` or `memo`, where they stand, "" for none; conflict: both, and they differ.
    hits: payments that name a number of the book. plain: the one row that a payment names where nothing about it is to be
    weighed (one number, whole, carried by one row, nothing else said), else NOTHING_PLAIN.
    marked: lines that say that they take another one back. rates: the book's exchange rates.
    """

    index: NumberIndex
    keys: tuple[str, ...]
    party: npt.NDArray[np.int64]
    payer: dict[int, str]
    like: dict[int, tuple[int, ...]]
    naming: dict[int, Naming]
    by: npt.NDArray[np.object_]
    conflict: frozenset[int]
    hits: npt.NDArray[np.bool_]
    plain: npt.NDArray[np.int64]
    marked: npt.NDArray[np.bool_]
    memos: npt.NDArray[np.object_]
    rates: Rates = Rates()

    def names(self, payment: int) -> Naming:
        return self.naming.get(payment, NOTHING)

    def says_company(self, payment: int, code: int) -> bool:
        """The memo names the customer: its whole name stands in it."""
        return code != NO_PARTY and len(self.keys[code]) >= _LEAST_NAME and self.keys[code] in party_key(self.memos[payment])

    def is_advance(self, payment: int) -> bool:
        """The memo calls the money a deposit or an advance."""
        return says_advance(self.memos[payment])

    def is_final(self, payment: int) -> bool:
        """The memo calls the money the rest of something."""
        return says_final(self.memos[payment])

    def months(self, payment: int) -> tuple[tuple[int | None, int], ...]:
        """The billing months a memo names (7月货款, 5-6月货款, 2026年6月), each with its year where it says one."""
        return billing_months(self.memos[payment])

    def saying(self, payments: npt.NDArray[np.int64], *reads: Callable[[str], object]) -> npt.NDArray[np.bool_]:
        """Which of the payments have a memo in which one of `reads` finds something; equal memos are read once."""
        codes, memos = pd.factorize(self.memos[payments])
        return np.asarray(np.array([any(read(memo) for read in reads) for memo in memos], dtype=bool)[codes])


@lru_cache(maxsize=65536)
def says_advance(memo: str) -> bool:
    return bool(_ADVANCE.search(plain(memo)))


@lru_cache(maxsize=65536)
def says_final(memo: str) -> bool:
    return bool(_FINAL.search(plain(memo)))


@lru_cache(maxsize=65536)
def billing_months(memo: str) -> tuple[tuple[int | None, int], ...]:
    """Months as (year or None, month), in order; a span names all of its months, a full date none."""
    text = plain(memo)
    found: set[tuple[int | None, int]] = set()
    for year, first, sign, last in _SPAN.findall(text):
        named = range(int(first), int(last) + 1) if sign in "-~至到" else (int(first), int(last))
        found |= {(int(year) if year else None, m) for m in named}
    found |= {(int(y) if y else None, int(m)) for y, m in _MONTH.findall(text)}
    found |= {(int(y), int(m)) for y, m in _DIGITS_ONLY.findall(text)}
    found |= {(int(y) if y else None, _MONTH_NAMES.index(m[:3]) + 1) for m, y in _ENGLISH_MONTH.findall(nfkc(memo).upper())}
    dated = {m for y, m in found if y is not None}
    return tuple(sorted(((y, m) for y, m in found if y is not None or m not in dated), key=lambda f: (f[0] or 0, f[1])))


def gather(
    frame: pd.DataFrame, charge_side: str, aliases: dict[str, str] | None = None, lost: Sequence[str] = (), rates: Rates | None = None
) -> Evidence:
    """Read the evidence of all items.

    aliases: payer key -> customer key that a person accepted. lost: numbers of documents whose rows could not be read.
    """
    side, key = frame["side"].to_numpy(), frame["party_key"].to_numpy()
    keys = tuple(sorted({k for k, s in zip(key, side, strict=True) if s != PAYMENT and k}))
    code_of = {k: i for i, k in enumerate(keys)}
    for payer, customer in (aliases or {}).items():
        if customer in code_of:
            code_of.setdefault(payer, code_of[customer])
    party = np.fromiter((code_of.get(k, NO_PARTY) for k in key), dtype=np.int64, count=len(frame))
    in_memo = _NamesInText(keys)
    index = index_of(frame, charge_side, lost)
    payer_of: dict[int, str] = {}
    like: dict[int, tuple[int, ...]] = {}
    naming: dict[int, Naming] = {}
    by = np.full(len(frame), "", dtype=object)
    conflict: set[int] = set()
    memo, reference = frame["memo"].to_numpy(), _references(frame, index, party)
    for i in np.flatnonzero(side == PAYMENT).tolist():
        if not key[i] and (code := in_memo.only(memo[i])) is not None:
            party[i] = code
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
    hits, plain = _plainly(index, naming, conflict, len(frame))
    return Evidence(index, keys, party, payer_of, like, naming, by, frozenset(conflict), hits, plain, _marked(frame), memo, rates or Rates())


def _plainly(
    index: NumberIndex, naming: dict[int, Naming], conflict: set[int], count: int
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """Which payments name a number of the book, and the row that each names plainly."""
    hits, plain = np.zeros(count, dtype=bool), np.full(count, NOTHING_PLAIN, dtype=np.int64)
    for payment, named in naming.items():
        hits[payment] = bool(named.hits)
        if len(named.hits) == 1 and named.is_plain and payment not in conflict and len(rows := index.items(named.hits[0])) == 1:
            plain[payment] = rows[0]
    return hits, plain


def _references(frame: pd.DataFrame, index: NumberIndex, party: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    """The reference column; where a sheet has none, the payments' own numbers if most of them are numbers of the book.

    Receipts may be numbered as orders are, so a number counts only where payer and customer do not differ, and digits
    alone only where they are the same.
    """
    reference: npt.NDArray[np.object_] = frame["reference"].to_numpy(dtype=object, copy=True)
    own = frame.loc[(frame["side"] == PAYMENT) & (frame["number"] != "") & (frame["reference"] == ""), ["sheet", "number"]]
    for _, lines in own.groupby("sheet", sort=False):
        good = 0
        for i, number in zip(lines.index.tolist(), lines["number"], strict=True):
            hits = index.read_reference(number).hits
            owners = {int(party[c]) for key in hits for c in index.items(key)}
            agree = owners == {int(party[i])} and party[i] != NO_PARTY
            good += bool(hits) and (agree or (party[i] == NO_PARTY and not number.isdigit()))
        if 2 * good > len(lines):
            reference[lines.index] = lines["number"]
    return reference


class _NamesInText:
    """Customers that a text names by their whole name, as the memos of journals without a payer column do."""

    def __init__(self, keys: tuple[str, ...]):
        self._starts: dict[str, list[tuple[str, int]]] = {}
        for code, key in enumerate(keys):
            if len(key) >= _LEAST_NAME:
                self._starts.setdefault(key[:_LEAST_NAME], []).append((key, code))

    def only(self, text: str) -> int | None:
        """The code of the one customer that the text names; None for none and for several."""
        if not text or not self._starts:
            return None
        compact = party_key(text)
        found: dict[str, int] = {}
        for at in range(len(compact) - _LEAST_NAME + 1):
            for key, code in self._starts.get(compact[at : at + _LEAST_NAME], ()):
                if compact.startswith(key, at) and not _PART_OF_FIRM.match(compact, at + len(key)):
                    found[key] = code
        whole = [code for key, code in found.items() if not any(key != other and key in other for other in found)]
        return whole[0] if len(whole) == 1 else None


def _marked(frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Payments whose reversal column or memo says that they take an earlier line back."""
    marks = re.compile("|".join(map(re.escape, word_order("reversal", "marks"))))
    goods = words("reversal", "not_marks")
    plainly_not = words("reversal", "not_flags")

    @cache
    def says(memo: str) -> bool:
        text = plain(memo)
        return bool(marks.search(text)) and not any(w in text for w in goods)

    marked = np.zeros(len(frame), dtype=bool)
    memo, mark, amount = (frame[name].to_numpy() for name in ("memo", "mark", "amount"))
    for i in np.flatnonzero(frame["side"].to_numpy() == PAYMENT).tolist():
        marked[i] = says(memo[i]) or bool(mark[i] and (marks.search(plain(mark[i])) or (amount[i] < 0 and plain(mark[i]) not in plainly_not)))
    return marked


def _starting(key: str, keys: tuple[str, ...]) -> tuple[int, ...]:
    """Customers whose names start so; a name cut off inside 有限责任公司 starts as 有限公司 does."""
    key = _CUT_FORM.sub("有限", key) if not key.isascii() else _CUT_LEGAL.sub("", key)
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
