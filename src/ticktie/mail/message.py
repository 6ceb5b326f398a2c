"""A letter as the bytes of a mail. Nothing of it is drawn by lot: the same letter gives the same bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter. subtype: of application/, as in `pdf`."""

    name: str
    content: bytes
    subtype: str


@dataclass(frozen=True)
class Letter:
    """What goes to one customer, and to nobody else. to: the addresses stored for it. mark: the number and token of what it is about, known to
    no other letter; Message-ID and boundaries are made of it. sender: "" for a draft that the mail program fills in.
    """

    to: Sequence[str]
    subject: str
    body: str
    language: str
    mark: str
    attachments: Sequence[Attachment] = ()
    sender: str = ""
    sender_name: str = ""


def draft(letter: Letter) -> bytes:
    """The letter as an .eml that a mail program opens as a draft to be sent."""
    made = _message(letter, "draft")
    made["X-Unsent"] = "1"
    return made.as_bytes(policy=SMTP)


def mail(letter: Letter, when: dt.datetime, attempt: int) -> bytes:
    """The letter as it is sent. when: with its zone. attempt: 1 for the first sending; another one is another mail."""
    made = _message(letter, str(attempt))
    made["Date"] = format_datetime(when)
    return made.as_bytes(policy=SMTP)


def _message(letter: Letter, attempt: str) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    drawn = hashlib.sha256(f"{letter.mark} {attempt}".encode()).hexdigest()
    if letter.sender:
        made["From"] = formataddr((_one_line(letter.sender_name), letter.sender))
    made["To"] = ", ".join(letter.to)
    made["Subject"] = _one_line(letter.subject)
    made["Message-ID"] = f"<{drawn[:32]}@{letter.sender.rpartition('@')[2] or 'ticktie.invalid'}>"
    made.set_content(letter.body, cte="base64")
    for one in letter.attachments:
        made.add_attachment(one.content, maintype="application", subtype=one.subtype, filename=_one_line(one.name))
    if letter.attachments:
        made.set_boundary(f"=_{drawn[32:]}")
    made["Content-Language"] = letter.language
    return made


def _one_line(text: str) -> str:
    """A name from a workbook never begins a header of its own."""
    return " ".join(text.split())
