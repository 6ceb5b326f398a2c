"""Lists of customers with addresses (客户资料): whom statements may be sent to. Looked for only on sheets that hold no documents.

An address is used only where nothing speaks against it: a customer that stands twice with different addresses, or two
customers of one name, have none until a person mends it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ticktie.domain.contacts import Contact
from ticktie.domain.grid import Cell, Sheet, Source
from ticktie.domain.problem import Problem
from ticktie.domain.text import bare_heading, nfkc, party_key
from ticktie.domain.vocabulary import plain, words
from ticktie.intake import cells
from ticktie.intake.headings import read_heading

FIELDS = ("customer_name", "email", "customer_code", "contact", "phone", "silence", "language")
_SEARCHED = 20  # rows in which the titles are looked for
_DOCUMENTS = frozenset({
    "order_no", "doc_no", "delivery_no", "invoice_no", "tracking_no", "receipt_no", "voucher_no", "merchant_order_no", "bank_serial", "qty", "unit_price",
    "amount_inc_tax", "amount_ex_tax", "order_total", "signed_amount", "bank_in", "bank_out", "received_amount", "outstanding_amount", "opening_amount", "balance",
})  # fmt: skip
_ADDRESS = re.compile(r"(?=.{3,254}$)[A-Za-z0-9_%+'-]+(?:\.[A-Za-z0-9_%+'-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
_LANGUAGES = ("zh-Hans", "zh-Hant", "en")


@dataclass(frozen=True)
class Row:
    """One row of a list. at: 0-based column of each field of FIELDS that the sheet has (the first, where it has several)."""

    sheet: str
    number: int
    at: Mapping[str, int]
    name: str
    emails: tuple[str, ...]
    code: str
    person: str
    phone: str
    silence: bool | None
    language: str

    def source(self, name: str) -> Source:
        return Source(self.sheet, self.number, self.at.get(name, self.at["customer_name"]))


@dataclass
class ContactSheet:
    """columns: 0-based column -> field of FIELDS. header_row: 1-based."""

    header_row: int
    columns: Mapping[int, str]
    headings: Mapping[int, str]
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_contacts(sheet: Sheet) -> ContactSheet | None:
    """The customers of a sheet; None where it is no such list. Addresses that cannot be ones are problems."""
    for number in range(min(_SEARCHED, len(sheet.rows))):
        if columns := _titles(sheet, number):
            titles = {c: str(sheet.rows[number][c]).strip() for c in columns}
            found = ContactSheet(number + 1, columns, titles)
            for at in range(number + 1, len(sheet.rows)):
                _read_row(sheet, at, found)
            return found
    return None


def _titles(sheet: Sheet, number: int) -> dict[int, str]:
    """Column -> field, where the row names customers and their addresses and nothing of documents."""
    texts = {c: t for c, t in enumerate(sheet.rows[number]) if isinstance(t, str) and t.strip()}
    of_customers = any(w in plain(sheet.title or sheet.name) for w in words("contacts", "said"))
    found = {c: name for c, t in texts.items() if (name := _field(t, of_customers))}
    of_documents = any((h := read_heading(t)).sure and h.fields & _DOCUMENTS for c, t in texts.items() if c not in found)
    return found if {"customer_name", "email"} <= set(found.values()) and not of_documents else {}


def _field(title: str, of_customers: bool) -> str:
    forms = {plain(title), plain(bare_heading(title))}
    if of_customers and forms & words("contacts", "name"):
        return "customer_name"
    return next((name for name in FIELDS if forms & words("contacts", name)), "")


def _read_row(sheet: Sheet, at: int, found: ContactSheet) -> None:
    row, columns = sheet.rows[at], found.columns
    first: dict[str, int] = {}
    for column, name in columns.items():
        first.setdefault(name, column)

    def text(name: str) -> str:
        return cells.text(row[first[name]]) if name in first else ""

    emails: list[str] = []
    for column in (c for c, name in columns.items() if name == "email"):
        good, bad = addresses(cells.text(row[column]))
        emails += good
        place = Source(sheet.name, at + 1, column)
        found.problems += [Problem("contact_bad_address", place, {"value": value}, "warning") for value in bad]
    name = text("customer_name")
    if not name:
        if emails:
            found.problems.append(Problem("contact_nameless", Source(sheet.name, at + 1, first["customer_name"]), {"value": "; ".join(emails)}, "warning"))
        return
    silence = _yes(row[first["silence"]]) if "silence" in first else False
    if silence is None:
        found.problems.append(Problem("contact_silence", Source(sheet.name, at + 1, first["silence"]), {"value": text("silence"), "customer": name}, "warning"))
    told = tuple(dict.fromkeys(emails))
    found.rows.append(Row(sheet.name, at + 1, first, name, told, text("customer_code"), text("contact"), text("phone"), silence, _language(text("language"))))


def addresses(text: str) -> tuple[list[str], list[str]]:
    """The mail addresses of a cell, as typed, and what stands beside them and is none: `王 <a@b.cn>; c@d.cn, e@` -> two and `e@`."""
    good: list[str] = []
    bad: list[str] = []
    for part in re.split(r"[;,、\n|]+", nfkc(text)):
        named = re.fullmatch(r"[^<>]*<([^<>]*)>", part.strip())
        for piece in (named[1] if named else part).split():
            address = piece.removeprefix("mailto:")
            (good if _ADDRESS.fullmatch(address) else bad).append(address)
    return good, bad


def _yes(cell: Cell) -> bool | None:
    """What a cell says of yes or no; nothing is no. None for anything else."""
    if isinstance(cell, bool):
        return cell
    said = plain(cells.text(cell))
    return False if said == "" or said in words("contacts", "no") else True if said in words("contacts", "yes") else None


def _language(text: str) -> str:
    return next((name for name in _LANGUAGES if plain(text) in words("contacts", name)), "")


def contacts_of(sheets: Iterable[ContactSheet]) -> tuple[dict[str, Contact], list[Problem]]:
    """All lists of a book as one, by the customer's key, and where they contradict themselves."""
    by_key: dict[str, list[Row]] = defaultdict(list)
    problems: list[Problem] = []
    for sheet in sheets:
        problems += sheet.problems
        for row in sheet.rows:
            by_key[party_key(row.name)].append(row)
    for rows in by_key.values():
        problems += _contradictions(rows)
    made = {key: _contact(key, rows) for key, rows in by_key.items()}
    return made, [*problems, *_shared(made)]


def _contact(key: str, rows: Sequence[Row]) -> Contact:
    sure = not any(p.code in ("contact_same_name", "contact_differs") for p in _contradictions(rows))
    told = next((r for r in rows if r.emails), rows[0])
    person, phone, language = (next((v for r in rows if (v := getattr(r, name))), "") for name in ("person", "phone", "language"))
    return Contact(key, told.name, told.emails if sure else (), person, phone, all(r.silence for r in rows), language, told.source("email"))


def _contradictions(rows: Sequence[Row]) -> Iterator[Problem]:
    """What several rows of one name say against each other, at every row but the first."""
    first, codes, told = rows[0], {r.code for r in rows} - {""}, {frozenset(a.lower() for a in r.emails) for r in rows if r.emails}
    for row in rows[1:]:
        facts = {"customer": row.name, "row": first.number, "sheet": first.sheet}
        if len(codes) > 1:
            yield Problem("contact_same_name", row.source("customer_code"), {**facts, "codes": ", ".join(sorted(codes))}, "warning")
        elif len(told) > 1:
            yield Problem("contact_differs", row.source("email"), facts, "warning")
        if len({r.silence for r in rows}) > 1:
            yield Problem("contact_silence", row.source("silence"), {"value": "", "customer": row.name}, "warning")


def _shared(found: Mapping[str, Contact]) -> Iterator[Problem]:
    """One address of two customers: perhaps one bookkeeper, perhaps a row copied down."""
    owner: dict[str, Contact] = {}
    for contact in found.values():
        for address in contact.emails:
            other = owner.setdefault(address.lower(), contact)
            if other is not contact:
                yield Problem("contact_shared", contact.where, {"value": address, "customer": contact.name, "other": other.name}, "warning")
