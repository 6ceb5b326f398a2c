"""Customers' replies into the register: each file is read, judged, and kept as a line; the ledger stays as it is."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ticktie.commands.reconcile import Done, Request, Settled, Told, settled, written
from ticktie.domain.grid import Source
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.register import Grade
from ticktie.domain.reply import Form, Reply
from ticktie.mail.replies import Letter, read_letter
from ticktie.reports.register.judge import Judge, Verdict
from ticktie.reports.statement.reply_back import read_form
from ticktie.workbook.files import refused
from ticktie.workbook.package import PackageError
from ticktie.workbook.read import read_file
from ticktie.workbook.unpacked import is_workbook, members

MOST_BYTES = 60 * 1024 * 1024  # of one file; mail servers take less
CLAIMS: tuple[Grade, ...] = ("seal", "e_signature")
_BOOKS = (".xlsx", ".xlsm", ".xls")
_SCANS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".heic", ".ofd")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Confirmed:
    """What became of each reply. done: None where nothing was to be written."""

    language: str
    verdicts: Sequence[Verdict]
    done: Done | None

    @property
    def counted(self) -> int:
        return sum(v.event in ("agreed", "differs", "bounced") for v in self.verdicts)

    @property
    def to_check(self) -> int:
        return sum(v.event == "to_check" for v in self.verdicts)


def confirm(request: Request, replies: Sequence[Path], claim: Grade = "", told: Told = lambda *what: None) -> Confirmed:
    """Take the replies into the book's register. Raises Refused (also for a path that is not there), then nothing was changed."""
    paths = _files(replies)
    made = settled(request, told)
    verdicts: list[Verdict] = []
    for n, reply in enumerate(sorted((r for path in paths for r in read_reply(path)), key=lambda r: (r.day, r.file)), 1):
        told("replies", n)
        judge = Judge(made.outcome.register, made.outcome.ledger.contacts, request.who, _when(request, made), claim)
        for verdict in judge.of(reply):
            made = made.with_lines(verdict.lines) if verdict.lines else made
            verdicts.append(verdict)
    done = written(made, told) if any(v.lines for v in verdicts) else None
    return Confirmed(made.outcome.ledger.language, verdicts, done)


def _when(request: Request, made: Settled) -> str:
    return (request.today or made.outcome.ledger.as_of).isoformat()


def _files(replies: Sequence[Path]) -> list[Path]:
    """The files, those of folders by name."""
    missing = [p for p in replies if not p.exists()]
    if missing:
        raise Refused([Problem("not_found", Source(p.name), {"file": str(p)}) for p in missing])
    found = [f for p in replies for f in (sorted(x for x in p.rglob("*") if x.is_file() and not x.name.startswith((".", "~$"))) if p.is_dir() else [p])]
    return list(dict.fromkeys(found))


def read_reply(path: Path) -> list[Reply]:
    """The replies of one file: a mail, a workbook, a scan, or a zip with some of them. What cannot be read is told in the reply."""
    try:
        if path.stat().st_size > MOST_BYTES:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            return [Reply(path.name, digest, broken="too_large", detail=f"{path.stat().st_size:,} > {MOST_BYTES:,}")]
        data = path.read_bytes()
    except OSError as error:
        raise refused(error, path) from None
    with tempfile.TemporaryDirectory(prefix="ticktie-", ignore_cleanup_errors=True) as folder:
        return list(_Reading(Path(folder)).replies(path.name, data))


@dataclass
class _Found:
    """What is attached to one reply. broken: code and detail of a file in it that nobody can read."""

    forms: list[Form] = field(default_factory=list)
    scan: bool = False
    broken: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class _Reading:
    """folder: for what is only in passing, as readers of workbooks want files."""

    folder: Path

    def replies(self, name: str, data: bytes, inside: bool = False) -> Iterator[Reply]:
        digest = hashlib.sha256(data).hexdigest()
        suffix = Path(name).suffix.casefold()
        if suffix == ".zip" and not inside:
            yield from self._zipped(name, data, digest)
        elif data[:2] == b"PK" or data[:8] == _OLE or suffix in (*_SCANS, *_BOOKS):
            yield self._file(name, data, digest)
        elif letter := read_letter(data):
            yield self._mail(name, letter, digest)
        else:
            yield Reply(name, digest, broken="unreadable_file", detail=name)

    def _zipped(self, name: str, data: bytes, digest: str) -> Iterator[Reply]:
        try:
            parts = members(self._passing(data, ".zip"))
        except PackageError as error:
            yield Reply(name, digest, broken="unreadable_file", detail=f"{name}: {error.code}")
            return
        if is_workbook([n for n, _ in parts]):
            yield self._file(name, data, digest)
            return
        for inner, content in parts:
            yield from (replace(r, file=f"{name}/{r.file}") for r in self.replies(inner, content, inside=True))

    def _file(self, name: str, data: bytes, digest: str) -> Reply:
        """A workbook or a scan that a person hands in."""
        found = _Found()
        self._look(name, data, found)
        reply = Reply(name, digest, forms=tuple(found.forms), scan=found.scan)
        if found.forms:
            return reply
        code, detail = found.broken[0] if found.broken else ("scan" if found.scan else "no_form", name)
        return replace(reply, broken=code, detail=detail)

    def _mail(self, name: str, letter: Letter, digest: str) -> Reply:
        found = _Found(broken=[(code, name) for code in letter.unread])
        for inner, content in letter.attached if letter.bounce is None else ():
            self._look(inner, content, found)
        reply = Reply(
            name, digest, True, letter.sender, letter.fresh, letter.rest, tuple(found.forms), found.scan, letter.bounce, letter.auto, letter.day
        )  # fmt: skip
        return replace(reply, broken=found.broken[0][0], detail=found.broken[0][1]) if found.broken and not found.forms else reply

    def _look(self, name: str, data: bytes, found: _Found, inside: bool = False) -> None:
        """One attachment: a form, a scan, a zip with those; pictures of signatures and other files say nothing."""
        suffix = Path(name).suffix.casefold()
        if suffix in _SCANS or data[:5] == b"%PDF-":
            found.scan = True
        elif suffix == ".msg":
            found.broken.append(("outlook_msg", name))
        elif data[:2] == b"PK" or data[:8] == _OLE or suffix in _BOOKS:
            if suffix == ".zip" and not inside and data[:2] == b"PK":
                self._look_inside(name, data, found)
            else:
                self._book(name, data, found)

    def _look_inside(self, name: str, data: bytes, found: _Found) -> None:
        try:
            parts = members(self._passing(data, ".zip"))
        except PackageError as error:
            found.broken.append(("unreadable_file", f"{name}: {error.code}"))
            return
        if is_workbook([n for n, _ in parts]):
            self._book(name, data, found)
            return
        for inner, content in parts:
            self._look(inner, content, found, inside=True)

    def _book(self, name: str, data: bytes, found: _Found) -> None:
        try:
            form = read_form(read_file(self._passing(data, Path(name).suffix or ".xlsx")))
        except Refused as error:
            found.broken.append(("unreadable_file", f"{name}: {error.problems[0].code}"))
            return
        if form:
            found.forms.append(form)

    def _passing(self, data: bytes, suffix: str) -> Path:
        path = self.folder / f"passing{suffix if suffix.isascii() and len(suffix) < 8 else ''}"
        path.write_bytes(data)
        return path
