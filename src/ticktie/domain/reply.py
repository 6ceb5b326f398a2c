"""What came back from a customer, before anybody judges whether it counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Contested:
    """A line the customer contests. amount: its own figure, minor units; None where it gave none."""

    document: str
    currency: str
    amount: int | None
    reason: str = ""


@dataclass(frozen=True)
class Form:
    """A returned reply workbook as read.

    stated: what its locked cells say (reports.statement.reply.Row). unread: what stands in answer cells and is no answer.
    theirs: currency -> the balance by the customer's books. promise: the day it says it will pay.
    """

    number: str
    token: str
    customer: str
    stated: tuple[tuple[str, ...], ...]
    agree: bool = False
    differ: bool = False
    theirs: dict[str, int] = field(default_factory=dict)
    contested: tuple[Contested, ...] = ()
    reason: str = ""
    signer: str = ""
    promise: dt.date | None = None
    unread: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """The customer wrote nothing that answers."""
        return not (self.agree or self.differ or self.theirs or self.contested or self.unread or self.reason or self.promise)


@dataclass(frozen=True)
class Bounce:
    """What a mail server says of a mail. failed: it gave up; else it only tells of a delay or of an arrival."""

    to: str
    failed: bool
    words: str


@dataclass(frozen=True)
class Reply:
    """One file that came, or one mail in it. digest: SHA-256 of the file.

    sender: the address in the From header, "" for a file that no mail brought; the header proves nothing about who wrote it.
    text: what was written anew, quoted: the rest of the mail with its subject; both only say which statement is meant.
    auto: a machine answered (out of office). scan: a PDF or picture is attached. day: of the mail. broken: a code where the file could not be read.
    """

    file: str
    digest: str
    mail: bool = False
    sender: str = ""
    text: str = ""
    quoted: str = ""
    forms: tuple[Form, ...] = ()
    scan: bool = False
    bounce: Bounce | None = None
    auto: bool = False
    day: str = ""
    broken: str = ""
    detail: str = ""
