"""A mail that came in, taken apart: who it says it is from, its text, what is attached, and whether a mail server bounced ours.

The From header is only what the sender wrote there: anybody can write any address. It shows that a reply fits a stored
address, never who wrote it, so what it says is graded `mail` and no better.
"""

from __future__ import annotations

import codecs
import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime

from ticktie.domain.reply import Bounce
from ticktie.mail.reply_text import parted, parted_html

_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "hz-gb-2312": "hz", "big5": "big5hkscs", "us-ascii": "utf-8", "ascii": "utf-8"}
_DEEPEST = 8  # mails in mails


@dataclass
class Letter:
    """One mail. sender: lower case; "" where the header names none or several. fresh: written anew; rest: subject, headers of mails inside
    it and what is quoted. attached: name and bytes, of mails inside it too. day: ISO, "" where it does not say.
    unread: codes of parts that nobody can read (winmail, encrypted)."""

    sender: str = ""
    day: str = ""
    fresh: str = ""
    rest: str = ""
    attached: list[tuple[str, bytes]] = field(default_factory=list)
    bounce: Bounce | None = None
    auto: bool = False
    unread: list[str] = field(default_factory=list)


def read_letter(data: bytes) -> Letter | None:
    """The mail in these bytes; None where they are no mail."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not any(message.get(name) for name in ("From", "Date", "Subject", "Received", "Message-ID")):
        return None
    letter = Letter(_sender(message), _day(message), auto=_auto(message))
    letter.bounce = _bounce(message)
    texts = _Texts()
    _take(message, letter, texts, 0)
    letter.fresh = texts.fresh()
    letter.rest = "\n".join([_header(message, "Subject"), *texts.rest])
    return letter


@dataclass
class _Texts:
    """Text parts of the mail: plain, HTML, and what is quoted."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)

    def fresh(self) -> str:
        plain = "\n".join(self.plain).strip()
        return plain or "\n".join(self.html).strip()


def _take(part: Message, letter: Letter, texts: _Texts, depth: int) -> None:
    """One part and what is in it. Text of a mail inside the mail counts as quoted."""
    kind = part.get_content_type()
    if part.is_multipart():
        inside = depth + (kind == "message/rfc822")
        if kind == "message/rfc822":
            texts.rest += [f"{_header(m, n)}" for m in _parts(part) for n in ("Subject", "Message-ID")]
        for child in _parts(part) if inside <= _DEEPEST else ():
            _take(child, letter, texts, inside)
    elif kind in ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"):
        letter.unread.append("encrypted")
    elif kind == "application/ms-tnef" or (part.get_filename() or "").casefold() == "winmail.dat":
        letter.unread.append("winmail")
    elif kind in ("text/plain", "text/html") and not part.get_filename():
        fresh, quoted = (parted_html if kind == "text/html" else parted)(_decoded(part))
        (texts.rest if depth else texts.html if kind == "text/html" else texts.plain).append(fresh)
        texts.rest.append(quoted)
    elif kind in ("text/rfc822-headers", "message/delivery-status"):
        texts.rest.append(_decoded(part))
    elif isinstance(content := part.get_payload(decode=True), bytes):
        letter.attached.append((_file_name(part), content))


def _parts(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (p for p in payload if isinstance(p, Message))


def _decoded(part: Message) -> str:
    """The text, also where the charset is named wrongly: gb2312 often is GBK, and some name none."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return str(part.get_payload() or "")
    told = (part.get_content_charset() or "").lower()
    for charset in (_WIDER.get(told, told), "utf-8", "gb18030", "big5hkscs"):
        try:
            return data.decode(codecs.lookup(charset).name) if charset else data.decode("utf-8")
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("utf-8", "replace")


def _header(message: Message, name: str) -> str:
    """A header as text, also one with raw bytes that no rule allows."""
    try:
        told = str(message.get(name) or "")
    except (ValueError, IndexError, AttributeError, LookupError):
        return ""
    raw = told.encode("utf-8", "surrogateescape")
    for charset in ("utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _file_name(part: Message) -> str:
    try:
        return part.get_filename() or ""
    except (ValueError, IndexError, LookupError):
        return ""


def _sender(message: EmailMessage | Message) -> str:
    try:
        found = [a.addr_spec for a in getattr(message["From"], "addresses", ())]
    except (ValueError, IndexError, AttributeError):
        return ""
    return found[0].casefold() if len(found) == 1 and len(message.get_all("From", [])) == 1 else ""


def _day(message: Message) -> str:
    try:
        return parsedate_to_datetime(_header(message, "Date")).isoformat()
    except (ValueError, TypeError, IndexError):
        return ""


def _auto(message: Message) -> bool:
    told = _header(message, "Auto-Submitted").strip().casefold()
    return (told not in ("", "no") and not told.startswith("auto-generated")) or bool(message.get("X-Autoreply") or message.get("X-Autorespond"))


def _bounce(message: Message) -> Bounce | None:
    """What a mail server reports of one recipient, in the form all servers share (RFC 3464)."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        fields: dict[str, str] = {}
        for block in _parts(part):
            for name in ("Final-Recipient", "Original-Recipient", "Action", "Status", "Diagnostic-Code"):
                if told := _header(block, name):
                    fields[name] = told
        to = fields.get("Final-Recipient") or fields.get("Original-Recipient", "")
        words = " ".join(fields[n] for n in ("Status", "Diagnostic-Code") if n in fields)
        return Bounce(to.rpartition(";")[2].strip().casefold(), fields.get("Action", "").strip().casefold() == "failed", " ".join(words.split()))
    return None
