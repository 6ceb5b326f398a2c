"""The confirmation register: what became of each statement, one line an event, only ever added to; it travels with the book.

    draft -> approved -> sent -> delivered | bounced -> agreed | differs -> closed

A statement is known by its number, which stands for a customer and the last day of a period. Drawn up again with other
figures it is another version with another token: answers to an earlier one stay in the register and count no more.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

Event = Literal[
    "drafted", "approved", "sent", "delivered", "bounced", "agreed", "differs", "disputed", "to_check", "reminded", "promised",
    "closed", "note", "bank_changed", "bank_agreed",
]  # fmt: skip
EVENTS: tuple[Event, ...] = get_args(Event)
State = Literal["draft", "approved", "sent", "delivered", "bounced", "agreed", "differs", "closed"]
STATES: tuple[State, ...] = get_args(State)
Grade = Literal["", "seal", "e_signature", "mail", "typed", "silence"]  # what an answer stands on, the strongest first
GRADES: tuple[Grade, ...] = get_args(Grade)

_REACHED: dict[str, State] = {
    "drafted": "draft", "approved": "approved", "sent": "sent", "delivered": "delivered", "bounced": "bounced", "agreed": "agreed",
    "differs": "differs", "closed": "closed",
}  # fmt: skip


@dataclass(frozen=True)
class Balance:
    """What a statement says in one currency, in its minor units; theirs: what the customer says, None where it does not."""

    currency: str
    opening: int
    closing: int
    theirs: int | None = None


@dataclass(frozen=True)
class Entry:
    """One line of the register.

    seq: 1, 2, 3 ... in the order of recording. when: day, or day and minute, as text given by the caller. who: recorded it.
    number: of the statement; "" for what concerns the firm (its bank details). key, customer: whose it is.
    start, end, reply_by: days as text; they and `balances`, `layout`, `bank` and `figures` (digests of the details printed and of all figures) stand on `drafted` and `sent`.
    token: of the version that the line is about. via: eml, smtp, paper ...; to: the address. file: name of what was sent or came;
    digest: its SHA-256. document: number of a disputed one; amount: what the customer says of it, minor units of `currency`.
    grade: what an answer stands on. reason: in a person's words; code: in ours (why a reply is to be checked, which reminder).
    day: promised. On `reminded`: end, the day that it looked at; number "" where it asks for money; code, its tone. form: digest of what the reply workbook states, on `drafted` and `sent`, so that an altered one is told.
    """

    seq: int
    when: str
    who: str
    event: Event
    number: str = ""
    key: str = ""
    customer: str = ""
    start: str = ""
    end: str = ""
    reply_by: str = ""
    balances: tuple[Balance, ...] = ()
    token: str = ""
    layout: str = ""
    bank: str = ""
    via: str = ""
    to: str = ""
    file: str = ""
    digest: str = ""
    document: str = ""
    amount: int | None = None
    currency: str = ""
    grade: Grade = ""
    reason: str = ""
    code: str = ""
    day: str = ""
    figures: str = ""
    form: str = ""

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Entry:
        """The line from what `dataclasses.asdict` made of it, less what may be left out. Raises TypeError for anything else."""
        return cls(**{**data, "balances": tuple(Balance(**b) for b in data.get("balances", ()))})


@dataclass(frozen=True)
class Confirmation:
    """One statement as it stands: its latest version and what became of that. version: the line that drew it up.

    sent: the last sending of this version. answer: `agreed` or `differs`; None for none. disputed: lines the customer contests.
    to_check: replies that nobody has judged. entries: every line of the number, of earlier versions too.
    """

    state: State
    version: Entry
    sent: Entry | None
    answer: Entry | None
    disputed: tuple[Entry, ...]
    to_check: tuple[Entry, ...]
    reminders: tuple[Entry, ...]
    promised: Entry | None
    entries: tuple[Entry, ...]

    @property
    def number(self) -> str:
        return self.version.number

    @property
    def out(self) -> bool:
        """The customer has it."""
        return self.sent is not None and self.state != "bounced"

    def waiting(self) -> bool:
        """The customer has it and has not answered."""
        return self.state in ("sent", "delivered")

    def overdue(self, day: dt.date) -> bool:
        """The day of reply has passed without an answer."""
        return self.waiting() and bool(self.version.reply_by) and day > dt.date.fromisoformat(self.version.reply_by)

    def stated(self, currency: str) -> Balance | None:
        """What it says in a currency."""
        return next((b for b in self.version.balances if b.currency == currency), None)

    def theirs(self, currency: str) -> int | None:
        """What the customer says its balance is: ours where it agreed, None where it did not say."""
        ours = self.stated(currency)
        if self.answer is None or ours is None:
            return None
        if self.answer.event == "agreed":
            return ours.closing
        return next((b.theirs for b in self.answer.balances if b.currency == currency), None)


@dataclass(frozen=True)
class Register:
    """Every line, in the order of recording."""

    entries: tuple[Entry, ...] = ()

    @cached_property
    def confirmations(self) -> dict[str, Confirmation]:
        """Number -> the statement as it stands, in the order of first drawing up."""
        return {number: made for number, lines in self._by_number.items() if (made := _standing(lines, ("drafted", "sent", "bounced")))}

    def last_stated(self, key: str, before: dt.date) -> Confirmation | None:
        """The customer's latest statement that it has and whose period ended before a day; a newer draft of it is not what it has."""
        made = [_standing(lines, ("sent",)) for lines in self._by_number.values()]
        out = [c for c in made if c and c.version.key == key and c.out and c.version.end < before.isoformat()]
        return max(out, key=lambda c: c.version.end, default=None)

    @cached_property
    def _by_number(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in sorted(self.entries, key=lambda e: e.seq):
            if entry.number:
                found[entry.number].append(entry)
        return found

    def following(self, entries: Sequence[Entry]) -> Register:
        """The register with lines after its own; they get the next numbers."""
        seq = max((e.seq for e in self.entries), default=0)
        return Register((*self.entries, *(_numbered(e, seq + n) for n, e in enumerate(entries, 1))))

    def __bool__(self) -> bool:
        return bool(self.entries)


def _numbered(entry: Entry, seq: int) -> Entry:
    return Entry(**{**entry.__dict__, "seq": seq})


def _standing(lines: Sequence[Entry], drawn: Sequence[Event]) -> Confirmation | None:
    """How the latest version stands that one of the events `drawn` names; None where there is none."""
    version = next((e for e in reversed(lines) if e.event in drawn and e.balances), None)
    if version is None:
        return None
    mine = [e for e in lines if e.token in ("", version.token)]
    reached: State = "draft"
    for entry in mine:
        reached = _after(reached, entry)
    answer = _last(mine, "agreed", "differs")
    checked = max((e.seq for e in mine if e.event in ("agreed", "differs", "closed")), default=0)
    return Confirmation(
        reached, version, _last(mine, "sent"), answer, tuple(e for e in mine if e.event == "disputed" and answer and answer.event == "differs"),
        tuple(e for e in mine if e.event == "to_check" and e.seq > checked), tuple(e for e in mine if e.event == "reminded"),
        _last(mine, "promised"), tuple(lines),
    )  # fmt: skip


def _after(state: State, entry: Entry) -> State:
    """A draft of a version that is out already changes nothing, nor does a receipt of the mail after the answer."""
    reached = _REACHED.get(entry.event)
    if reached is None or (reached in ("draft", "approved") and state not in ("draft", "approved")):
        return state
    if reached in ("delivered", "bounced", "sent") and state in ("agreed", "differs", "closed"):
        return state
    return reached


def _last(lines: Iterable[Entry], *events: Event) -> Entry | None:
    return next((e for e in reversed(list(lines)) if e.event in events), None)
