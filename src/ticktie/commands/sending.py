"""Letters sent through the firm's server: after a preview, each noted on disk before the next, and none twice."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from ticktie.commands.bank import check_bank
from ticktie.commands.mailing import Mailing, Posted, Written, mailing, registered
from ticktie.commands.reconcile import Told
from ticktie.commands.statement import Wanted
from ticktie.domain.grid import Source
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.register import Entry
from ticktie.domain.rules import FIRM_FILE
from ticktie.mail.account import Account, account, password
from ticktie.mail.journal import UNCERTAIN, Journal
from ticktie.mail.message import mail
from ticktie.mail.smtp import Pace, Sent, Server, Stopped

Clock = Callable[[], dt.datetime]


def send(wanted: Wanted, agreed: Callable[[Mailing], bool], clock: Clock, again: bool = False, told: Told = lambda *what: None, pace: Pace | None = None) -> Posted:
    """Send each customer its statement, once. agreed: shows the letters to a person and asks. clock: now, with its zone.

    Raises Refused with every reason; then nothing was sent and nothing changed.
    """
    of = firm_account(wanted.request.book.parent)
    secret = password(of)
    with mailing(wanted, again, told, sender=(of.sender, of.sender_name), events=("sent",)) as (ready, notes):
        if ready.letters:
            check_bank(ready.made.outcome, ready.who)
        if not ready.letters or not agreed(ready):
            return registered(ready, notes, [], [], ready.failed, told)
        run = _Run(ready, notes, clock, pace or Pace(ready.made.outcome.rules.mails_per_minute), told)
        run.all(of, secret)
        return registered(ready, notes, run.lines, run.done, [*ready.failed, *run.failed], told)


def firm_account(folder: Path) -> Account:
    """The account of the firm's ticktie.toml. Raises Refused (mail_unset, mail_setting, unreadable)."""
    path = folder / FIRM_FILE
    try:
        told = tomllib.loads(path.read_text("utf-8-sig")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused([Problem("unreadable", Source(FIRM_FILE), {"file": FIRM_FILE, "error": str(error)})]) from None
    section = told.get("mail", {})
    return account(section if isinstance(section, dict) else {}, folder)


class _Run:
    """One run of sending. lines: for the register; done: customers whose letter the server took."""

    def __init__(self, ready: Mailing, notes: Journal, clock: Clock, pace: Pace, told: Told):
        self.ready, self.notes, self.clock, self.pace, self.told = ready, notes, clock, pace, told
        self.lines: list[Entry] = []
        self.done: list[str] = []
        self.failed: list[tuple[str, Problem]] = []

    def all(self, of: Account, secret: str) -> None:
        """Every letter, until one cannot be noted or the line breaks. Raises Refused where not even the first could go."""
        letters = self.ready.letters
        at = 0
        try:
            with ExitStack() as stack:
                server = stack.enter_context(Server(of, secret))
                for at, one in enumerate(letters):
                    self.pace()
                    self._one(server, one)
                    self.told("sending", at + 1)
        except (Stopped, Refused) as error:
            problem = error.problem if isinstance(error, Stopped) else error.problems[0]
            if not self.lines and not self.ready.fresh:
                raise Refused([problem]) from None
            gone = {e.key for e in self.lines}
            self.failed += [(one.statement.customer, problem) for one in letters[at:] if one.statement.key not in gone]

    def _one(self, server: Server, one: Written) -> None:
        now = self.clock()
        content = mail(one.letter, now, one.attempt)
        line = replace(
            one.line, event="sent", via="smtp", when=now.isoformat(timespec="seconds"), file=one.pdf, digest=hashlib.sha256(content).hexdigest()
        )  # fmt: skip
        letter = f"{line.number} {line.token} {line.digest}"
        try:
            found = server.send(one.letter.to, content, lambda: self.notes.note("trying", letter, [line]))
        except Stopped as error:
            self._broken(one, line, letter, error)
            raise
        lines = [*_refused(line, found), *([replace(line, to=", ".join(found.taken))] if found.taken else [])]
        self.lines += lines
        self._tell(one, found)
        self.notes.note("done" if lines else "unsent", letter, lines)

    def _broken(self, one: Written, line: Entry, letter: str, error: Stopped) -> None:
        if not error.uncertain:
            self.notes.note("unsent", letter)
            return
        self.lines.append(replace(line, event="note", code=UNCERTAIN, reason=str(error.problem.facts.get("error", ""))))
        self.notes.note("done", letter, self.lines[-1:])
        facts = {"customer": one.statement.customer, "to": line.to, "when": line.when}
        self.failed.append((one.statement.customer, Problem("mail_uncertain", Source(""), facts)))

    def _tell(self, one: Written, found: Sent) -> None:
        customer = one.statement.customer
        if found.taken:
            self.done.append(customer)
        for code, addresses in (("mail_refused", found.refused), ("mail_later", found.later)):
            for address, words in addresses.items():
                self.failed.append((customer, Problem(code, self.ready.made.outcome.ledger.contacts[one.statement.key].where, {"customer": customer, "to": address, "error": words})))


def _refused(line: Entry, found: Sent) -> list[Entry]:
    """One line where the server refused addresses for good, before the one of those that it took."""
    if not found.refused:
        return []
    words = "; ".join(dict.fromkeys(found.refused.values()))
    return [replace(line, event="bounced", to=", ".join(found.refused), reason=words)]
