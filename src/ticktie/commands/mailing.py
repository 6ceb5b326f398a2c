"""Statements as letters: who gets one and who does not, and drafts of mails in a folder; each is a line of the book's register."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from ticktie.commands.bank import bank_digest, changed, noticed
from ticktie.commands.reconcile import Settled, Told, settled, written
from ticktie.commands.statement import (
    Paper,
    Stated,
    Wanted,
    asked,
    built,
    drawn,
    files_of,
    look_of,
    made_folder,
    papers,
    parts,
    put,
)
from ticktie.domain.contacts import Contact
from ticktie.domain.grid import Source
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.register import Balance, Entry, Event, Register
from ticktie.mail.journal import UNCERTAIN, Journal, journal, left_over, path_of
from ticktie.mail.message import Attachment, Letter, draft
from ticktie.reports.pages import titles
from ticktie.reports.statement.build import Statements
from ticktie.reports.statement.frame import said
from ticktie.reports.statement.model import Statement
from ticktie.reports.statement.reply import form_digest
from ticktie.reports.view import View
from ticktie.workbook.reply_file import reply_name, write_reply

_XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Written:
    """One statement as a letter. line: what the register will say of it, but for the event. pdf: name of the attached file. attempt: which sending of this version it would be."""

    statement: Statement
    letter: Letter
    line: Entry
    pdf: str
    amounts: str
    attempt: int = 1


@dataclass
class Mailing:
    """Letters that are ready. skipped: customers whose statement went before with the same figures, and the line that says so.

    failed: customers (name) that get none, and why. fresh: how many lines an earlier run left that the register did not have.
    """

    made: Settled
    language: str
    who: str
    when: str
    letters: list[Written] = field(default_factory=list)
    skipped: list[tuple[str, Entry]] = field(default_factory=list)
    failed: list[tuple[str, Problem]] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    fresh: int = 0

    @property
    def register(self) -> Register:
        return self.made.outcome.register


@dataclass
class Posted:
    """What became of a mailing. done: customers whose letter was made or sent. noted: lines that were added to the register.

    bank_changed: the statements name another account than customers were last told.
    """

    language: str
    done: list[str]
    skipped: list[tuple[str, Entry]]
    failed: list[tuple[str, Problem]]
    noted: int = 0
    backup: Path | None = None
    bank_changed: bool = False
    missing: set[str] = field(default_factory=set)

    @property
    def code(self) -> int:
        """The exit code: 4 when something is left to do, 1 when nothing could be done and nothing was changed."""
        return 0 if not self.failed else 4 if self.done or self.skipped or self.noted else 1


@contextmanager
def mailing(wanted: Wanted, again: bool, told: Told, *, sender: tuple[str, str] = ("", ""), events: tuple[Event, ...] = ("drafted", "sent")) -> Iterator[tuple[Mailing, Journal]]:
    """The letters, and the journal for this run alone. again: also what went before. sender: address and name. events: what counts as having gone.

    Raises Refused with every reason; then nothing was changed.
    """
    path = path_of(wanted.request.target)
    with journal(path) as open_journal:
        made = settled(wanted.request, told)
        if (wanted.layout or made.outcome.rules.statement_layout) == "confirmation":
            raise Refused([Problem("letter_not_sent", Source("--layout"), {})])
        before = left_over(path, made.outcome.register.entries)
        made = made.with_lines(before)
        ready = Mailing(made, made.outcome.ledger.language, wanted.request.who, _when(wanted), fresh=len(before))
        for language, statements in _by_language(made, wanted, ready):
            _letters(ready, wanted, language, _going(ready, statements, again, events), sender, told)
        yield ready, open_journal


def _when(wanted: Wanted) -> str:
    return wanted.now.isoformat(timespec="seconds") if wanted.now else (wanted.request.today or dt.date(2000, 1, 1)).isoformat()


def _by_language(made: Settled, wanted: Wanted, ready: Mailing) -> Iterator[tuple[View, list[Statement]]]:
    """The statements asked for in the language of each customer; all are held to the laws first."""
    book = made.outcome.ledger.language
    view, contacts = View(made.outcome, book, titles(book)), made.outcome.ledger.contacts
    mark = wanted.mark()
    first = built(view, asked(view, wanted), mark)
    for language in dict.fromkeys([book, *(c.language for c in contacts.values() if c.language)]):
        keys = [s.key for s in first if (contacts[s.key].language or book if s.key in contacts else book) == language]
        if language == book:
            wished = set(keys)
            yield view, [s for s in first if s.key in wished]
        elif keys:
            other = View(made.outcome, language, titles(language))
            source = Statements(other, keys, mark)
            yield other, [source.of(key) for key in keys]


def _going(ready: Mailing, statements: Sequence[Statement], again: bool, events: tuple[Event, ...]) -> list[tuple[Statement, Contact]]:
    """Those that get a letter; the others are told in the mailing."""
    contacts, going = ready.made.outcome.ledger.contacts, []
    for statement in statements:
        contact = contacts.get(statement.key)
        if not statement.parts:
            ready.failed.append((statement.customer, Problem("statement_empty", _where(ready, statement), {"customer": statement.customer})))
        elif contact is None or not contact.emails:
            where = contact.where if contact else _where(ready, statement)
            ready.failed.append((statement.customer, Problem("contact_missing", where, {"customer": statement.customer})))
        elif not again and (gone := _gone(ready.register, statement, contact, events)):
            _skip(ready, statement, contact, gone)
        else:
            going.append((statement, contact))
    return going


def _skip(ready: Mailing, statement: Statement, contact: Contact, gone: Entry) -> None:
    """What may have gone, or was refused by the server, is a person's to look at; the rest is as it should be."""
    code = "mail_uncertain" if gone.code == UNCERTAIN else "mail_refused" if gone.event == "bounced" else ""
    if not code:
        ready.skipped.append((statement.customer, gone))
        return
    facts = {"customer": statement.customer, "to": gone.to, "when": gone.when, "error": gone.reason}
    ready.failed.append((statement.customer, Problem(code, contact.where, facts)))


def _gone(register: Register, statement: Statement, contact: Contact, events: tuple[Event, ...]) -> Entry | None:
    """The line that says that this version is out, may be, or was refused at the very addresses that are stored."""
    mine = [e for e in register.entries if e.number == statement.number and e.token == statement.token]
    last = next((e for e in reversed(mine) if e.event in (*events, "bounced") or e.code == UNCERTAIN), None)
    if last and last.event == "bounced" and set(last.to.split(", ")) != set(contact.emails):
        return next((e for e in reversed(mine) if e.event in events), None)
    return last


def _where(ready: Mailing, statement: Statement) -> Source:
    """The customer's first row in the book."""
    frame = ready.made.outcome.items
    rows = frame[frame["party_key"] == statement.key]
    return Source(str(rows["sheet"].iloc[0]), int(rows["row"].iloc[0])) if len(rows) else Source("BOOK")


def _letters(ready: Mailing, wanted: Wanted, view: View, going: Sequence[tuple[Statement, Contact]], sender: tuple[str, str], told: Told) -> None:
    how, contacts = look_of(view, wanted), {s.key: c for s, c in going}
    stated = Stated(view.language)
    for _, part in parts([s for s, _ in going]):
        for paper, pdf in drawn(view, papers(view, part, how), how, stated):
            ready.letters.append(_written(ready, view, paper, contacts[paper.statement.key], how.layout, pdf, sender))
        told("statements", len(ready.letters))
    ready.missing |= stated.missing


def _written(ready: Mailing, view: View, paper: Paper, contact: Contact, layout: str, pdf: bytes, sender: tuple[str, str]) -> Written:
    statement, name = paper.statement, paper.name
    sums = view.listed([f"{p.currency} {said(view, p, p.closing)}" for p in statement.parts], 10)
    seller = statement.seller
    facts = {
        "number": statement.number, "token": statement.token, "start": statement.start, "end": statement.end, "reply_by": statement.reply_by,
        "amounts": sums, "dear": contact.person or statement.customer, "customer": statement.customer, "seller": seller.name, "contact": seller.contact,
    }  # fmt: skip
    subject = f"{seller.name} {view.say('mail.subject', **facts)}".strip()
    lines = [view.say(f"mail.{part}", **facts) for part in ("dear", "attached", "balance", "asked", "codes")]
    body = "\n\n".join([*lines, "\n".join(t for t in (seller.name, seller.contact) if t)]).rstrip() + "\n"
    attempt = 1 + sum(e.event == "sent" and e.token == statement.token and e.number == statement.number for e in ready.register.entries)
    letter = Letter(contact.emails, subject, body, view.language, f"{statement.number} {statement.token}", attachments(view, statement, name, pdf), *sender)
    line = replace(line_of(statement, bank_digest(view.outcome.rules), layout, "drafted", ready.who, ready.when), to=", ".join(contact.emails))
    return Written(statement, letter, line, name, sums, attempt)


def attachments(view: View, statement: Statement, name: str, pdf: bytes) -> list[Attachment]:
    """What goes with the letter: the statement as PDF, and the workbook in which the customer answers."""
    with tempfile.TemporaryDirectory(prefix="ticktie-", ignore_cleanup_errors=True) as passing:
        form = Path(passing) / "reply.xlsx"
        write_reply(statement, view.language, form)
        return [Attachment(name, pdf, "pdf"), Attachment(reply_name(statement, view.language), form.read_bytes(), _XLSX)]


def line_of(statement: Statement, bank: str, layout: str, event: Event, who: str, when: str) -> Entry:
    """What the register says of a statement that was drawn up or sent. bank: digest of the account that it names."""
    balances = tuple(Balance(p.currency, p.opening, p.closing) for p in statement.parts)
    return Entry(
        0, when, who, event, statement.number, statement.key, statement.customer, str(statement.start), str(statement.end), str(statement.reply_by),
        balances, statement.token, layout, bank, figures=statement.figures, form=form_digest(statement),
    )  # fmt: skip


def drafts(wanted: Wanted, again: bool = False, told: Told = lambda *what: None) -> Posted:
    """A draft of a mail for each customer, into a folder. Raises Refused with every reason; then nothing was changed."""
    with mailing(wanted, again, told) as (ready, open_journal):
        folder = made_folder(wanted.folder)
        stated = Stated(ready.language)
        lines: list[Entry] = []
        done: list[str] = []
        for one in ready.letters:
            content, path = draft(one.letter), folder / f"{Path(one.pdf).stem}.eml"
            if put(path, content, stated):
                done.append(one.statement.customer)
                lines.append(replace(one.line, via="eml", file=path.name, digest=hashlib.sha256(content).hexdigest()))
        failed = [*ready.failed, *((path.name, problem) for path, problem in stated.failed)]
        outcome = ready.made.outcome
        lines += noticed(outcome, ready.who, ready.when) if lines else []
        posted = registered(ready, open_journal, lines, done, failed, told)
        posted.bank_changed = changed(outcome.register, bank_digest(outcome.rules))
        return posted


def registered(
    ready: Mailing, open_journal: Journal, lines: Sequence[Entry], done: list[str], failed: list[tuple[str, Problem]], told: Told
) -> Posted:  # fmt: skip
    """The lines, and those of an earlier run, written into the book; without any it stays as it is."""
    posted = Posted(ready.language, done, ready.skipped, failed, len(lines) + ready.fresh, missing=ready.missing)
    if lines or ready.fresh:
        posted.backup = written(ready.made.with_lines(lines), told).backup
        open_journal.taken()
    return posted


def handed_over(wanted: Wanted, via: str, again: bool = False, told: Told = lambda *what: None) -> tuple[Stated, int]:
    """PDF files that a person gives to the customers in another way, and that in the register; how many lines were added.

    Raises Refused with every reason; then nothing was changed.
    """
    made = settled(wanted.request, told)
    layout = wanted.layout or made.outcome.rules.statement_layout
    if layout == "confirmation":
        raise Refused([Problem("letter_not_sent", Source("--layout"), {})])
    stated = files_of(made.outcome, wanted, told)
    bank = bank_digest(made.outcome.rules)
    out = {(e.number, e.token) for e in made.outcome.register.entries if e.event == "sent"}
    lines = [
        replace(line_of(s, bank, layout, "sent", wanted.request.who, _when(wanted)), via=via, file=path.name, digest=hashlib.sha256(path.read_bytes()).hexdigest())
        for s, path in stated.there if s.parts and (again or (s.number, s.token) not in out)
    ]  # fmt: skip
    if lines:
        written(made.with_lines(lines), told)
    return stated, len(lines)
