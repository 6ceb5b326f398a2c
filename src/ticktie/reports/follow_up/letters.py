"""The letters that remind: of a statement without an answer, and of money that is overdue. Facts only.

They are two texts: who is asked to compare is not asked to pay, and a demand never says that it is none. The last demand
says that it is one; by law that interrupts limitation (FACTS: Civil Code 195), which is no threat and needs no more words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ticktie.domain.contacts import Contact
from ticktie.domain.money import to_decimal
from ticktie.domain.register import Confirmation, Entry
from ticktie.domain.wording import say
from ticktie.reports.follow_up.money import Owed
from ticktie.reports.follow_up.tasks import Tone
from ticktie.reports.view import View

_MOST = 40  # documents named in one letter


@dataclass(frozen=True)
class Reminder:
    """A letter to one customer, in its language. line: what the register keeps of it, without the file."""

    contact: Contact
    language: str
    name: str
    subject: str
    body: str
    line: Entry


def unanswered(view: View, c: Confirmation, contact: Contact, tone: Tone, name: str) -> Reminder:
    """Please answer statement such and such."""
    language, version = contact.language or view.language, c.version
    facts = {
        "customer": version.customer, "number": c.number, "token": version.token, "end": version.end, "reply_by": version.reply_by, "as_of": view.as_of,
        "sent": c.sent.when[:10] if c.sent else "", "amounts": _amounts([(b.currency, b.closing) for b in version.balances], language),
    }  # fmt: skip
    rule = ["silence"] if contact.silence else []
    body = _body(view, language, "answer", [f"{tone}", "stated", "how", *rule], {**facts, "seller": view.outcome.rules.seller_name})
    line = _line(view, c.number, version.key, version.customer, version.token, tone, contact)
    return Reminder(contact, language, name, say(language, f"follow_up.answer.subject_{tone}", facts), body, line)


def demand(view: View, owing: Sequence[Owed], customer: str, contact: Contact, tone: Tone, broken: str, name: str) -> Reminder:
    """Please pay what is overdue. broken: the day of a promise that was not kept, "" for none."""
    language = contact.language or view.language
    pay_by = view.as_of + dt.timedelta(days=view.outcome.rules.reply_days)
    contested = sorted({n for o in owing for n in o.contested if n})
    facts = {
        "customer": customer, "as_of": view.as_of, "amounts": _amounts([(o.currency, o.amount) for o in owing], language), "pay_by": pay_by,
        "promised": broken, "contested": ", ".join(contested), "lines": _late(owing, language), "seller": view.outcome.rules.seller_name,
    }  # fmt: skip
    parts = [tone, *(["promised"] if broken else []), "lines", *(["less"] if any(o.less for o in owing) else []), *(["contested"] if contested else []), f"ask_{tone}", "told"]
    body = _body(view, language, "demand", parts, facts)
    line = _line(view, "", owing[0].key, customer, "", tone, contact)
    return Reminder(contact, language, name, say(language, f"follow_up.demand.subject_{tone}", facts), body, line)


def _line(view: View, number: str, key: str, customer: str, token: str, tone: str, contact: Contact) -> Entry:
    return Entry(0, "", "", "reminded", number, key, customer, end=view.as_of.isoformat(), token=token, via="eml", to=", ".join(contact.emails), code=tone)


def _body(view: View, language: str, kind: str, parts: Sequence[str], facts: dict[str, object]) -> str:
    said = [say(language, f"follow_up.{kind}.{part}", facts) for part in parts]
    closing = say(language, "follow_up.closing", {"seller": view.outcome.rules.seller_name, "as_of": view.as_of})
    return "\n\n".join([say(language, "follow_up.greeting", facts), *said, closing]).rstrip() + "\n"


def _amounts(told: Sequence[tuple[str, int]], language: str) -> str:
    return say(language, "report.list.comma").join(f"{currency} {to_decimal(minor, currency):,}" for currency, minor in told)


def _late(owing: Sequence[Owed], language: str) -> str:
    """The documents, a line each, as many as a letter holds."""
    every = [(o.currency, x) for o in owing for x in o.late]
    lines = [
        say(language, "follow_up.demand.line", {"number": x.number or "-", "due": x.due, "amount": f"{c} {to_decimal(x.left, c):,}", "days": x.days})
        for c, x in every[:_MOST]
    ]
    return "\n".join([*lines, *([say(language, "follow_up.demand.more", {"count": len(every) - _MOST})] if len(every) > _MOST else [])])
