"""Sending through the firm's server, one letter after another, so that it is always known whether one has gone.

A server has taken a letter when it has said so after the last byte. Before the first byte of the letter it has not; where the
line breaks in between, nobody knows, and that is told as it is.
"""

from __future__ import annotations

import re
import smtplib
import ssl
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import NamedTuple

from ticktie.domain.grid import Source
from ticktie.domain.problem import Problem
from ticktie.domain.rules import FIRM_FILE
from ticktie.mail.account import Account

TIMEOUT = 60  # seconds without a word of the server
_DOT = re.compile(rb"^\.", re.MULTILINE)


class Stopped(Exception):
    """Nothing more can be sent in this run. uncertain: the server may have taken the letter it was given last."""

    def __init__(self, code: str, facts: dict[str, str], uncertain: bool = False):
        self.problem = Problem(code, Source(FIRM_FILE), facts)
        self.uncertain = uncertain
        super().__init__(code)


class Sent(NamedTuple):
    """What the server said: whom it took the letter for, whom it refused for good and why, whom it put off and why."""

    taken: tuple[str, ...]
    refused: dict[str, str]
    later: dict[str, str]


class Server:
    """The line to the server, open inside `with`. Raises Stopped (mail_connect, mail_certificate, mail_tls, mail_login)."""

    def __init__(self, account: Account, password: str):
        self._account, self._password = account, password
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Server:
        told = {"server": f"{self._account.server}:{self._account.port}"}
        try:
            self._line = self._open()
            if self._account.user:
                self._line.login(self._account.user, self._password)
        except ssl.SSLCertVerificationError as error:
            raise self._closed(Stopped("mail_certificate", {**told, "error": error.verify_message})) from None
        except smtplib.SMTPAuthenticationError as error:
            raise self._closed(Stopped("mail_login", {**told, "user": self._account.user, "error": _words(error.smtp_error)})) from None
        except UnicodeEncodeError:  # smtplib sends ASCII; the error would show the password
            raise self._closed(Stopped("mail_login", {**told, "user": self._account.user, "error": "ASCII"})) from None
        except smtplib.SMTPNotSupportedError as error:
            raise self._closed(Stopped("mail_tls", {**told, "error": str(error)})) from None
        except (OSError, smtplib.SMTPException) as error:
            raise self._closed(Stopped("mail_connect", {**told, "error": _said(error)})) from None
        return self

    def _open(self) -> smtplib.SMTP:
        of = self._account
        if of.tls == "plain":
            return smtplib.SMTP(of.server, of.port, timeout=TIMEOUT)
        checked = ssl.create_default_context(cafile=of.ca_file or None)
        if of.tls == "tls":
            return smtplib.SMTP_SSL(of.server, of.port, timeout=TIMEOUT, context=checked)
        self._line = smtplib.SMTP(of.server, of.port, timeout=TIMEOUT)
        self._line.starttls(context=checked)
        return self._line

    def _closed(self, error: Stopped) -> Stopped:
        if self._line is not None:
            self._line.close()
        return error

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._line is not None
        try:
            self._line.quit()
        except (OSError, smtplib.SMTPException):
            self._line.close()

    def send(self, to: Sequence[str], content: bytes, trying: Callable[[], None]) -> Sent:
        """Give the server one letter. trying: called before its first byte goes out. Raises Stopped where the line breaks."""
        assert self._line is not None
        try:
            found = self._envelope(to)
            if not found.taken:
                self._line.rset()
                return found
            trying()
            code, words = self._line.docmd("DATA")
            if code != 354:
                return self._not_taken(found, code, words)
        except (OSError, smtplib.SMTPException) as error:
            raise self._closed(Stopped("mail_stopped", {"error": _said(error)})) from None
        try:
            self._line.send(_DOT.sub(b"..", content) + (b"" if content.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code, words = self._line.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise self._closed(Stopped("mail_stopped", {"error": _said(error)}, uncertain=True)) from None
        return found if code == 250 else self._not_taken(found, code, words)

    def _envelope(self, to: Sequence[str]) -> Sent:
        assert self._line is not None
        self._line.ehlo_or_helo_if_needed()
        code, words = self._line.mail(self._account.sender)
        if code != 250:
            raise self._closed(Stopped("mail_sender", {"sender": self._account.sender, "error": _words(words)}))
        taken: list[str] = []
        refused: dict[str, str] = {}
        later: dict[str, str] = {}
        for address in to:
            code, words = self._line.rcpt(address)
            if code in (250, 251):
                taken.append(address)
            elif code == 421:
                raise smtplib.SMTPServerDisconnected(_words(words))
            else:
                (refused if code >= 500 else later)[address] = f"{code} {_words(words)}"
        return Sent(tuple(taken), refused, later)

    def _not_taken(self, found: Sent, code: int, words: bytes) -> Sent:
        """The server took the addresses and not the letter."""
        assert self._line is not None
        if code == 421:
            raise self._closed(Stopped("mail_stopped", {"error": f"{code} {_words(words)}"}))
        self._line.rset()
        told = dict.fromkeys(found.taken, f"{code} {_words(words)}")
        return Sent((), {**found.refused, **(told if code >= 500 else {})}, {**found.later, **(told if code < 500 else {})})


class Pace:
    """At most so many a minute (0: as fast as it goes): called before each, it waits as long as it must."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep):
        self._gap = 60 / per_minute if per_minute else 0.0
        self._clock, self._sleep = clock, sleep
        self._next = 0.0

    def __call__(self) -> None:
        wait = self._next - self._clock()
        if wait > 0:
            self._sleep(wait)
        self._next = max(self._next, self._clock()) + self._gap


def _words(said: bytes | str) -> str:
    return " ".join((said.decode("utf-8", "replace") if isinstance(said, bytes) else said).split())[:300]


def _said(error: Exception) -> str:
    return _words(str(error) or type(error).__name__)
