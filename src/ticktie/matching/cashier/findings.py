"""What a person must look into: every open row and line with the kind of thing that is wrong, and what is wrong in rows that agree.

Every row and line with something left is the subject of exactly one finding of money (laws: tests), so that a salesperson's
difference is explained to nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from ticktie.domain.cashier import Finding, Kind, ways_agree
from ticktie.domain.evidence import Evidence
from ticktie.domain.items import NO_BALANCE, PAYMENT, Int64, OpenItems
from ticktie.domain.links import Because, Link
from ticktie.domain.outcome import Outcome
from ticktie.domain.rules import Rules
from ticktie.matching.cashier import near
from ticktie.matching.cashier.balances import balance_findings
from ticktie.matching.cashier.days import how_off
from ticktie.matching.cashier.slips import slip
from ticktie.matching.cashier.transit import arrived

_TWICE_DAYS = 31  # within which an equal line for the same customer, which nobody reported, is the same thing again
_EPOCH = dt.date(1970, 1, 1)


def with_findings(outcome: Outcome, rules: Rules, evidence: Evidence) -> Outcome:
    """The outcome of a cashier's book with what was found in it."""
    return replace(outcome, findings=tuple(_Search(outcome, rules, evidence).all()))


@dataclass
class _Search:
    outcome: Outcome
    rules: Rules
    evidence: Evidence

    def __post_init__(self) -> None:
        frame = self.outcome.items
        self.left: Int64 = self.outcome.residual
        self.amount: Int64 = frame["amount"].to_numpy(dtype=np.int64)
        self.active = frame["set_aside"].to_numpy() == ""
        self.is_line = frame["side"].to_numpy() == PAYMENT
        self.open = self.active & (self.left != 0)
        self.day = frame["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
        self.text: dict[str, list[str]] = {n: list(frame[n]) for n in ("party_key", "customer_key", "method", "purpose", "currency", "memo", "sheet", "set_aside")}
        self.as_of = (self.outcome.ledger.as_of - _EPOCH).days
        self.told: set[int] = set()
        self.answers: dict[int, list[int]] = defaultdict(list)
        for link in self.outcome.links:
            if link.sure:
                for a in link.allocations:
                    if self.is_line[a.payment] and not self.is_line[a.charge]:
                        self.answers[a.charge].append(a.payment)
                        self.answers[a.payment].append(a.charge)

    def all(self) -> Iterator[Finding]:
        """Money first, by item; then what differs in rows that agree; then the journals."""
        money = [*self._proposed(), *self._doubtful(), *self._rows(), *self._lines()]
        yield from sorted(money, key=lambda f: f.items)
        yield from self._details()
        yield from self._refunds()
        yield from self._limits()
        yield from balance_findings(self.outcome.ledger)

    def _finding(self, kind: Kind, items: Sequence[int], amount: int, code: str, **facts: Any) -> Finding:
        first = items[0]
        self.told |= {i for i in items if self.open[i]}
        return Finding(kind, tuple(items), self.text["party_key"][first], amount, self.text["currency"][first], Because(code, facts), self.as_of - int(self.day[first]))

    # --- what the passes left to a person ---

    @cached_property
    def _signs(self) -> list[near.Near]:
        items = OpenItems.start(self.outcome.items, self.outcome.ledger.charge_side, self.evidence)
        doubtful = np.zeros(len(self.left), dtype=bool)
        doubtful[[i for d in self.outcome.doubts for i in d.items]] = True
        return [n for n in near.nearest(items.after(self.left.copy(), doubtful), self.rules) if n.how == "sign"]

    def _proposed(self) -> Iterator[Finding]:
        for link in self.outcome.links:
            if not link.sure and link.allocations and self.told.isdisjoint(link.items()):
                rows = tuple(dict.fromkeys(a.charge for a in link.allocations))
                lines = tuple(dict.fromkeys(a.payment for a in link.allocations))
                if not any(self.is_line[r] for r in rows):
                    yield self._of_proposal(link, rows, lines)
        for one in self._signs:
            if self.told.isdisjoint((*one.rows, one.line)):
                gap = sum(int(self.left[r]) for r in one.rows) - int(self.left[one.line])
                yield self._finding("wrong_amount", (*one.rows, one.line), gap, "slip_sign")

    def _of_proposal(self, link: Link, rows: tuple[int, ...], lines: tuple[int, ...]) -> Finding:
        gap = sum(int(self.left[r]) for r in rows) - sum(int(self.left[i]) for i in lines)
        how = link.because.code.removeprefix("near_") if link.by == near.NAME else link.because.code
        if how == "person":
            return self._finding("other_person", (*rows, *lines), int(self.left[rows[0]]), "other_person")
        if how == "less" and (later := self._after(rows[0], gap)):
            return self._finding("in_transit", (*rows, *lines, *later), gap, "transit_rest")
        if how == "less" and self._on_its_way(rows[0]):
            return self._finding("in_transit", (*rows, *lines), gap, "transit_recent")
        if how in ("less", "more"):
            return self._finding("handed_in_less" if gap > 0 else "handed_in_more", (*rows, *lines), gap, f"handed_in_{how}")
        if link.by == near.NAME:
            return self._finding("wrong_amount", (*rows, *lines), gap, f"slip_{how}")
        if how == "far_date":
            return self._finding("wrong_date", (*rows, *lines), gap, *self._off(rows[0], lines[0]))
        return self._finding("unclear", (*rows, *lines), gap, "unclear_proposal")

    @cached_property
    def _late(self) -> dict[tuple[object, ...], list[int]]:
        """Rows and lines dated after the cut-off, by whose money they are and how much."""
        found: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for i, aside in enumerate(self.text["set_aside"]):
            if aside == "after_as_of" and self.text["customer_key"][i]:
                found[self._whose(i, int(self.amount[i]), bool(self.is_line[i]))].append(i)
        return found

    def _whose(self, item: int, amount: int, line: bool) -> tuple[object, ...]:
        return (line, *(self.text[n][item] for n in ("party_key", "customer_key", "currency")), amount)

    def _after(self, item: int, amount: int) -> list[int]:
        """The one row or line of the other side that is dated after the cut-off and has the amount for the same customer; none where there are several."""
        found = self._late.get(self._whose(item, amount, not self.is_line[item]), []) if self.text["customer_key"][item] else []
        return found if len(found) == 1 else []

    def _off(self, row: int, line: int) -> tuple[str]:
        return (how_off(_EPOCH + dt.timedelta(days=int(self.day[row])), _EPOCH + dt.timedelta(days=int(self.day[line]))),)

    def _doubtful(self) -> Iterator[Finding]:
        """One finding a group of lines and rows that could belong together in several ways."""
        for doubt in self.outcome.doubts:
            members = [*doubt.items, *(i for c in doubt.candidates for i in c)]
            open_ = [i for i in dict.fromkeys(members) if self.open[i] and i not in self.told]
            if open_:
                gap = sum(-int(self.left[i]) if self.is_line[i] else int(self.left[i]) for i in open_)
                yield self._finding("unclear", open_, gap, "unclear_several")

    # --- reported, not or not all recorded ---

    def _rows(self) -> Iterator[Finding]:
        items = OpenItems.start(self.outcome.items, self.outcome.ledger.charge_side, self.evidence)
        later = arrived(self.outcome, items, self.rules)
        twins = self._twins(~self.is_line & self.active)
        for row in np.flatnonzero(self.open & ~self.is_line).tolist():
            if row in self.told:
                continue
            left = int(self.left[row])
            if self.answers[row]:
                how = slip(int(self.amount[row]), int(self.amount[row]) - left)
                lines = tuple(dict.fromkeys(self.answers[row]))
                yield self._finding("wrong_amount" if how else "handed_in_less", (row, *lines), left, f"slip_{how}" if how else "handed_in_less")
            elif row in later:
                yield self._finding("in_transit", (row, later[row]), left, "transit_arrived")
            elif (twin := self._before(twins, row, self.rules.transit_days, matched=True)) is not None:
                yield self._finding("reported_twice", (row, twin), left, "reported_twice")
            elif late := self._after(row, left):
                yield self._finding("wrong_date", (row, *late), left, *self._off(row, late[0]))
            elif self._on_its_way(row):
                yield self._finding("in_transit", (row,), left, "transit_recent")
            else:
                yield self._finding("not_handed_in", (row,), left, "not_handed_in" if left > 0 else "not_paid_out")

    def _on_its_way(self, row: int) -> bool:
        """Reported so late that the journals end before it had to arrive."""
        return 0 <= self.as_of - int(self.day[row]) <= self.rules.transit_days and not self._journal_goes_on

    @cached_property
    def _journal_goes_on(self) -> bool:
        """The journals hold days so far after the cut-off that money on its way would have arrived."""
        lines = self.day[self.is_line]
        return bool(lines.size and lines.max() >= self.as_of + self.rules.transit_days)

    # --- recorded, not or not all reported ---

    def _lines(self) -> Iterator[Finding]:
        twins = self._twins(self.is_line & self.active)
        for line in np.flatnonzero(self.open & self.is_line).tolist():
            if line in self.told:
                continue
            left = int(self.left[line])
            if self.answers[line]:
                rows = tuple(dict.fromkeys(self.answers[line]))
                yield self._finding("handed_in_more", (line, *rows), -left, "handed_in_more")
            elif (twin := self._before(twins, line, _TWICE_DAYS)) is not None:
                kind: Kind = "recorded_twice" if left > 0 else "refund_twice"
                yield self._finding(kind, (line, twin), -left, kind)
            elif late := self._after(line, left):
                yield self._finding("wrong_date", (line, *late), -left, *self._off(late[0], line))
            else:
                yield self._finding("recorded_only", (line,), -left, "recorded_only" if left > 0 else "paid_out_only")

    def _twins(self, which: np.ndarray) -> dict[tuple[object, ...], list[int]]:
        """Items that say the same of whose money it is and how much; without a customer also of the day and in words."""
        found: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for i in np.flatnonzero(which).tolist():
            found[self._same(i)].append(i)
        return {key: items for key, items in found.items() if len(items) > 1}

    def _same(self, i: int) -> tuple[object, ...]:
        t = self.text
        key = (t["party_key"][i], t["customer_key"][i], t["method"][i], t["currency"][i], int(self.amount[i]))
        return key if t["customer_key"][i] else (*key, int(self.day[i]), t["memo"][i])

    def _before(self, twins: dict[tuple[object, ...], list[int]], item: int, days: int, *, matched: bool = False) -> int | None:
        """The nearest twin: one that agrees with the other side, or (unless matched) that stands before it; None for none."""
        near_ = [
            i for i in twins.get(self._same(item), ()) if i != item and abs(int(self.day[i] - self.day[item])) <= days
            and (self.answers[i] or (not matched and (self.day[i], i) < (self.day[item], item)))
        ]  # fmt: skip
        return min(near_, key=lambda i: (abs(int(self.day[i] - self.day[item])), i), default=None)

    # --- rows that agree in money ---

    def _details(self) -> Iterator[Finding]:
        """Another way of paying, another day."""
        for link in self.outcome.links:
            if not link.sure or link.decided_by == "person":
                continue
            for a in link.allocations:
                if self.is_line[a.charge] or not self.is_line[a.payment]:
                    continue
                one, two = self.text["method"][a.charge], self.text["method"][a.payment]
                if not ways_agree(one, two):
                    yield self._finding("wrong_method", (a.charge, a.payment), 0, "method_differs", reported_method=one, recorded_method=two, settled=a.amount)
                lag = int(self.day[a.payment] - self.day[a.charge])
                if lag < 0 or lag > 2 * self.rules.transit_days:
                    yield self._finding("wrong_date", (a.charge, a.payment), 0, *self._off(a.charge, a.payment))

    def _refunds(self) -> Iterator[Finding]:
        """A refund of one customer that was paid out twice though both were reported."""
        seen: dict[tuple[object, ...], int] = {}
        for i in np.flatnonzero(self.is_line & self.active & ~self.open & (self.amount < 0)).tolist():
            if not self.text["customer_key"][i] or self.text["purpose"][i] != "refund":
                continue
            key = self._same(i)[1:]
            before = seen.get(key)
            if before is not None and abs(int(self.day[i] - self.day[before])) <= self.rules.transit_days:
                yield self._finding("refund_twice", (i, before), 0, "refund_twice_reported")
            seen[key] = i

    def _limits(self) -> Iterator[Finding]:
        limit = self.outcome.items["limit"].to_numpy(dtype=np.int64)
        out = self.active & (self.amount < 0) & (limit != NO_BALANCE) & ~self.is_line
        for i in np.flatnonzero(out & (-self.amount > limit)).tolist():
            if self.text["purpose"][i] in ("refund", "advance", ""):
                yield self._finding("above_balance", (i,), 0, "above_balance", held=int(limit[i]), wanted=-int(self.amount[i]))
