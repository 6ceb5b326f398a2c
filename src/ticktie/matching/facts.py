"""Compare customers' own lists with the book's charges: equal, only ours, only theirs, amount or date differs.

Evidence in this order, each for all rows before the next: a number of ours (in any spelling that `NumberIndex` reads, in a
number column or in a remark); the end of a number, where the amount or the day agrees as well; for rows that name none of
our numbers an equal amount on the same day; an equal amount at most a month off, where as many of theirs as of ours have it
and each is the other's nearest. What could be told in two ways is ambiguous with all of its candidates, never guessed. A row that names a number
of ours which the book lacks is not given to another document.

A document of ours is the lines of one number; several rows and documents that name each other are compared by their sums.
Amounts are those of the whole documents, before what was received of them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ticktie.domain.documents import NumberIndex, index_of
from ticktie.domain.facts import Fact, Facts, How, Note, State, Theirs
from ticktie.domain.grid import Source
from ticktie.domain.items import DELIVERY, ORDER
from ticktie.domain.number_forms import canonical
from ticktie.domain.outcome import Ledger
from ticktie.domain.terms import month_end
from ticktie.matching.columns import Columns
from ticktie.matching.whose import customers_of

FAR = 31  # days between two dates of one thing that has no number; further off it is another
_LEAST_END = 3  # digits by which the end of a number names it


@dataclass(frozen=True)
class Piece:
    """One document of ours, or one row of theirs. days: of all its lines."""

    items: tuple[int, ...]
    number: str
    amount: int
    currency: str
    days: frozenset[int]
    opening: bool = False
    unsure: bool = False

    @property
    def day(self) -> int:
        return min(self.days)


@dataclass
class Group:
    """Pieces that belong together."""

    ours: list[Piece]
    theirs: list[Piece]
    how: How
    ambiguous: bool = False


def compare(ledger: Ledger, customer: str = "") -> Facts | None:
    """Every list of the ledger against the charges of the customers who sent them; None where there is no list.

    customer: whose all lists are. Raises Refused where it cannot be told whose a list is, or `customer` is none of the book's.
    """
    if ledger.theirs is None:
        return None
    side = _basis(ledger, ledger.theirs)
    index = index_of(ledger.items, side, ledger.lost_numbers)
    book, lists = Columns(ledger.items), Columns(ledger.theirs.items)
    named = [_named(index, lists, i) for i in range(len(lists))]
    whose, names = customers_of(ledger, customer, [[book.key[i] for i in items] for items, _ in named])
    found: list[Fact] = []
    periods: dict[str, tuple[dt.date, dt.date]] = {}
    scheme = any(items for items, _ in named)
    for key in names:
        rows = [i for i, one in enumerate(whose) if one == key]
        one = _Customer(key, side, book, lists, ledger.theirs, {i: named[i] for i in rows}, index, scheme)
        found += one.facts()
        if one.period:
            periods[key] = one.period
    return Facts(side, tuple(found), periods, names)


def _basis(ledger: Ledger, theirs: Theirs) -> str:
    """Orders or deliveries: the side whose own numbers more rows of theirs give; the charges where that does not tell."""
    given = {canonical(n) for name in ("number", "related") for n in theirs.items[name]} - {""}
    hits = {side: len(given & {canonical(n) for n in ledger.items.loc[ledger.items["side"] == side, "number"]}) for side in (ORDER, DELIVERY)}
    return max((ORDER, DELIVERY), key=lambda side: (hits[side], side == ledger.charge_side))


def _named(index: NumberIndex, lists: Columns, row: int) -> tuple[tuple[int, ...], str]:
    """The items of the book that a row of theirs names, and a number made like ours that the book does not hold."""
    unknown = ""
    for text, read in ((lists.number[row], index.read_reference), (lists.related[row], index.read_reference), (lists.memo[row], index.read_memo)):
        naming = read(text)
        if naming.hits and not naming.elsewhere and not naming.either:
            return tuple(dict.fromkeys(i for key in naming.hits for i in index.items(key))), ""
        unknown = unknown or next(iter(index.read_memo(text).unknown), "")
    return (), unknown


class _Customer:
    """One customer's charges and the rows of his lists."""

    def __init__(
        self, key: str, side: str, book: Columns, lists: Columns, sent: Theirs,
        named: Mapping[int, tuple[tuple[int, ...], str]], index: NumberIndex, scheme: bool,
    ):  # fmt: skip
        """scheme: the lists do name numbers of ours, so that one made like ours is not a number of the customer's own."""
        self.key, self.book, self.lists, self.sent, self.index, self.scheme = key, book, lists, sent, index, scheme
        self.named = named
        self.rows = [Piece((i,), canonical(lists.number[i]), lists.whole[i], lists.currency[i], frozenset({lists.days[i]}), lists.opening[i]) for i in named]
        self.documents = list(self._documents(side))
        self.of = {i: d for d in self.documents for i in d.items}
        self.period = self._period()

    def _documents(self, side: str) -> Iterator[Piece]:
        book = self.book
        groups: dict[Hashable, list[int]] = defaultdict(list)
        for i in range(len(book)):
            if self.key and book.key[i] == self.key and book.aside[i] in ("", "after_as_of") and book.side[i] == side:
                number = "" if book.unsure[i] else canonical(book.number[i])
                groups[(number, book.currency[i]) if number else i].append(i)
        for items in groups.values():
            first = items[0]
            yield Piece(
                tuple(items), canonical(book.number[first]), sum(book.whole[i] for i in items), book.currency[first],
                frozenset(book.days[i] for i in items), book.opening[first], book.unsure[first],
            )  # fmt: skip

    def _period(self) -> tuple[dt.date, dt.date] | None:
        """The whole months from the list's first day to its last."""
        days = [dt.date(1970, 1, 1) + dt.timedelta(r.day) for r in self.rows if not r.opening]
        return (min(days).replace(day=1), month_end(max(days))) if days else None

    # --- what belongs together ---

    def facts(self) -> list[Fact]:
        left_rows, left = dict.fromkeys(self.rows), dict.fromkeys(self.documents)
        groups: list[Group] = []
        for find in (self._by_number, self._by_end, self._openings, self._by_day, self._by_amount):
            for group in find(list(left_rows), list(left)):
                groups.append(group)
                for piece in group.theirs:
                    left_rows.pop(piece, None)
                for piece in group.ours:
                    left.pop(piece, None)
        groups += [Group([], [row], "") for row in left_rows] + [Group([d], [], "") for d in left]
        return [self._fact(group, list(left)) for group in groups]

    def _by_number(self, rows: Sequence[Piece], documents: Sequence[Piece]) -> Iterator[Group]:
        """Rows and documents joined by the numbers that the rows name; several make one group."""
        home: dict[Piece, int] = {}  # document -> its group
        members: dict[int, tuple[dict[Piece, None], dict[Piece, None]]] = {}
        for n, row in enumerate(rows):
            ours = dict.fromkeys(self._mine(row))
            if not ours:
                continue
            theirs = {row: None}
            for old in dict.fromkeys(home[d] for d in list(ours) if d in home):
                more, others = members.pop(old)
                ours, theirs = {**more, **ours}, {**others, **theirs}
            members[n] = ours, theirs
            home |= dict.fromkeys(ours, n)
        for ours, theirs in members.values():
            unsure = any(d.unsure for d in ours) and len(ours) > 1 and _sum(ours) != _sum(theirs)
            yield Group(list(ours), list(theirs), "number", unsure)

    def _mine(self, row: Piece) -> Iterator[Piece]:
        items, _ = self.named[row.items[0]]
        return (self.of[i] for i in items if i in self.of and self.of[i].currency == row.currency)

    def _by_end(self, rows: Sequence[Piece], documents: Sequence[Piece]) -> Iterator[Group]:
        """The last digits of one number only, and its amount or its day."""
        ends = [r for r in rows if len(r.number) >= _LEAST_END and r.number[-_LEAST_END:].isdigit() and not self._says_another(r)]
        taken, free = Counter(r.number for r in ends), set(documents)
        fit: dict[tuple[str, str], list[Piece]] = defaultdict(list)
        for length in {len(r.number) for r in ends}:
            for d in self.documents:
                fit[d.number[-length:], d.currency].append(d)
        for row in ends:
            found = fit[row.number, row.currency]
            if len(found) == 1 and found[0] in free and taken[row.number] == 1 and (found[0].amount == row.amount or found[0].days & row.days):
                yield Group(found, [row], "number_end")

    def _says_another(self, row: Piece) -> bool:
        """The row names a number of ours, which is another customer's, not in the book or takes no part."""
        items, unknown = self.named[row.items[0]]
        return bool(items) or bool(unknown and self.scheme)

    def _openings(self, rows: Sequence[Piece], documents: Sequence[Piece]) -> Iterator[Group]:
        for currency in dict.fromkeys(r.currency for r in rows if r.opening):
            ours = [d for d in documents if d.opening and d.currency == currency]
            if ours:
                yield Group(ours, [r for r in rows if r.opening and r.currency == currency], "opening")

    def _free(self, rows: Iterable[Piece], documents: Iterable[Piece], by_day: bool) -> Iterator[tuple[list[Piece], list[Piece]]]:
        """Theirs without a number of ours and our documents by equal amount (and day)."""
        groups: dict[Hashable, tuple[list[Piece], list[Piece]]] = defaultdict(lambda: ([], []))
        for n, pieces in enumerate((rows, documents)):
            for piece in pieces:
                if not piece.opening and (n or not self._says_another(piece)):
                    groups[piece.currency, piece.amount, piece.days if by_day else 0][n].append(piece)
        return (group for group in groups.values() if group[0] and group[1])

    def _by_day(self, rows: Sequence[Piece], documents: Sequence[Piece]) -> Iterator[Group]:
        """Equal amounts on one day: as many of theirs as of ours are the same, whichever is which."""
        for theirs, ours in self._free(rows, documents, True):
            yield Group(ours, theirs, "amount_and_day", len(theirs) != len(ours))

    def _by_amount(self, rows: Sequence[Piece], documents: Sequence[Piece]) -> Iterator[Group]:
        """Equal amounts on other days, at most FAR days off."""
        for theirs, ours in self._free(rows, documents, False):
            theirs, ours = _near(theirs, ours), _near(ours, theirs)
            if not theirs:
                continue
            pairs = list(zip(sorted(theirs, key=lambda p: p.day), sorted(ours, key=lambda p: p.day), strict=False))
            if len(theirs) == len(ours) and all(_nearest(t, o, theirs, ours) for t, o in pairs):
                yield from (Group([o], [t], "amount") for t, o in pairs)
            else:
                yield Group(ours, theirs, "amount", True)

    # --- what is told of it ---

    def _fact(self, group: Group, alone: Sequence[Piece]) -> Fact:
        state = self._state(group)
        pieces = group.ours or group.theirs
        notes = () if state in ("equal", "outside") else tuple(self._notes(group, state, alone))
        return Fact(
            self.key, pieces[0].currency, state, group.how, tuple(i for d in group.ours for i in d.items),
            tuple(i for r in group.theirs for i in r.items), _sum(group.ours), _sum(group.theirs), notes,
        )  # fmt: skip

    def _state(self, group: Group) -> State:
        if group.ambiguous:
            return "ambiguous"
        if not group.ours:
            return "only_theirs"
        if not group.theirs:
            return "only_ours" if self._covered(group.ours[0]) else "outside"
        if _sum(group.ours) != _sum(group.theirs):
            return "amount_differs"
        return "equal" if group.how == "opening" or _same_days(group) else "date_differs"

    def _covered(self, document: Piece) -> bool:
        """The list should hold it: it stands in the list's months, or a row that could not be read has its number."""
        if self.period is None or self._lost(document):
            return True
        first, last = ((day - dt.date(1970, 1, 1)).days for day in self.period)
        return document.opening or any(first <= day <= last for day in document.days)

    def _lost(self, document: Piece) -> Source | None:
        return next((self.lost[i] for i in document.items if i in self.lost), None)

    @cached_property
    def lost(self) -> dict[int, Source]:
        """Items that a row of theirs names which could not be read, and where it stands."""
        named = ((where, self.index.read_reference(number).hits) for number, where in self.sent.lost.items())
        return {i: where for where, hits in named for key in hits for i in self.index.items(key)}

    def _notes(self, group: Group, state: State, alone: Sequence[Piece]) -> Iterator[Note]:
        if twice := self._twice(group):
            yield Note("twice", {"rows": twice})
        if group.ours and group.theirs and state == "amount_differs" and group.how != "opening" and not _same_days(group):
            yield Note("date_too")
        if state == "only_ours" and (lost := self._lost(group.ours[0])):
            yield Note("theirs_unreadable", {"where": str(lost)})
        if state == "only_theirs":
            yield from self._alone(group.theirs[0], alone)

    def _twice(self, group: Group) -> list[str]:
        """Rows of theirs that say the same as another one."""
        return list(dict.fromkeys(self.lists.id[i] for r in group.theirs for i in self.alike.get(r.items[0], ())))

    @cached_property
    def alike(self) -> dict[int, list[int]]:
        """Row -> all rows that say the same, where there are several."""
        lists = self.lists
        same: dict[Hashable, list[int]] = defaultdict(list)
        for i in self.named:
            same[lists.number[i], lists.memo[i], lists.product[i], lists.line[i], lists.days[i], lists.whole[i], lists.currency[i]].append(i)
        return {i: rows for rows in same.values() if len(rows) > 1 for i in rows}

    def _alone(self, row: Piece, alone: Sequence[Piece]) -> Iterator[Note]:
        """Why a row of theirs has none of ours, as far as the book tells."""
        items, unknown = self.named[row.items[0]]
        for i in items:
            other = self.book.key[i] != self.key
            code = "other_customer" if other else "set_aside" if self.book.aside[i] else "other_currency" if self.book.currency[i] != row.currency else ""
            if code:
                yield Note(code, {"items": (i,), "why": self.book.aside[i], "customer": self.book.party[i], "currency": self.book.currency[i]})
                return
        if unknown and self.scheme:
            yield Note("not_in_book", {"number": unknown})
        alike = tuple(d.items[0] for d in alone if (d.amount, d.currency) == (row.amount, row.currency))
        if alike:
            yield Note("equal_amount", {"items": alike})


def _near(some: Sequence[Piece], others: Sequence[Piece]) -> list[Piece]:
    return [p for p in some if any(abs(p.day - o.day) <= FAR for o in others)]


def _nearest(one: Piece, two: Piece, theirs: Sequence[Piece], ours: Sequence[Piece]) -> bool:
    """Each is the other's only nearest in days."""
    gap = abs(one.day - two.day)
    nearer = [o for o in ours if o is not two and abs(one.day - o.day) <= gap] + [t for t in theirs if t is not one and abs(two.day - t.day) <= gap]
    return not nearer


def _same_days(group: Group) -> bool:
    """No day of one side that the other does not have."""
    ours, theirs = (frozenset(day for p in some for day in p.days) for some in (group.ours, group.theirs))
    return ours <= theirs or theirs <= ours


def _sum(pieces: Iterable[Piece]) -> int:
    return sum(p.amount for p in pieces)
