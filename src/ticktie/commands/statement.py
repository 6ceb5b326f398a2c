"""Statements as files: one PDF a customer, into a folder; the book stays as it is.

A file that already shows its statement, to the byte, is neither drawn nor written again (its seal tells, `workbook/pdf/seal.py`), so a
second call after a failure does only what is left to do.
"""

from __future__ import annotations

import datetime as dt
import gc
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ticktie.commands.reconcile import Request, Told, look
from ticktie.domain.grid import Source
from ticktie.domain.items import PAYMENT
from ticktie.domain.outcome import Outcome
from ticktie.domain.page import Page
from ticktie.domain.problem import Problem, Refused
from ticktie.reports.accounts import chosen_customer
from ticktie.reports.aging import balances
from ticktie.reports.pages import titles
from ticktie.reports.statement.build import Statements
from ticktie.reports.statement.form import Form
from ticktie.reports.statement.layouts import number_of, page_of
from ticktie.reports.statement.model import Statement
from ticktie.reports.statement.names import keys_of
from ticktie.reports.view import View
from ticktie.store.keys import firm_key
from ticktie.workbook.files import refused, whole
from ticktie.workbook.pdf.draw import pdf_of
from ticktie.workbook.pdf.fonts import Face, cut, find
from ticktie.workbook.pdf.plan import texts
from ticktie.workbook.pdf.seal import missing_in, stamp_of
from ticktie.workbook.statement_template.find import form_for

_AT_ONCE = 100  # statements whose pages are held in memory together; they share one cut of the fonts
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_NAME_LENGTH = 60


@dataclass(frozen=True)
class Wanted:
    """Whose statements, where to and how. customers: names; empty and not every: the customer of the rules. layout: "" for the rules'.

    home: the folder of the user's settings, where the firm's key lies; without it a statement carries only a token that is registered.
    now: with its zone, for lines of the register.
    """

    request: Request
    folder: Path
    customers: tuple[str, ...] = ()
    every: bool = False
    layout: str = ""
    home: Path | None = None
    now: dt.datetime | None = None

    def mark(self) -> Callable[[str], str] | None:
        """What makes tokens. Raises Refused (key_unreadable, not_writable)."""
        if self.home is None:
            return None
        key = firm_key(self.home)
        return lambda text: key.mark("statement", text, 10)


@dataclass
class Stated:
    """What became of each statement. there: those whose file is as it should be. missing: characters that the font does not have. strangers, nameless: open receipts of payers that are
    no customers, and open charges without a customer; they stand on no statement."""

    language: str
    written: list[Path] = field(default_factory=list)
    same: list[Path] = field(default_factory=list)
    failed: list[tuple[Path, Problem]] = field(default_factory=list)
    there: list[tuple[Statement, Path]] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    strangers: int = 0
    nameless: int = 0

    @property
    def code(self) -> int:
        """The exit code: 4 when a second call has something left to do, 1 when nothing could be done."""
        return 0 if not self.failed else 4 if self.written or self.same else 1


@dataclass(frozen=True)
class Look:
    """How statements are laid out and with which fonts. form: a person's own."""

    layout: str
    form: Form | None
    faces: tuple[Face, Face]


@dataclass(frozen=True)
class Paper:
    """A statement as a page, the name of its file, and the stamp by which a file that shows it is known."""

    statement: Statement
    name: str
    page: Page
    stamp: str


def statements(wanted: Wanted, told: Told = lambda *what: None) -> Stated:
    """Raises Refused with every reason before anything is written; a file that fails later is told in the result."""
    return files_of(look(wanted.request, told), wanted, told)


def files_of(outcome: Outcome, wanted: Wanted, told: Told) -> Stated:
    """The same of an outcome."""
    view = View(outcome, outcome.ledger.language, titles(outcome.ledger.language))
    made = built(view, asked(view, wanted), wanted.mark())
    how = look_of(view, wanted)
    folder = made_folder(wanted.folder)
    stated = Stated(view.language)
    stated.strangers, stated.nameless = _unstated(view)
    for done, part in parts(made):
        _write(view, papers(view, part, how), how, folder, stated)
        told("statements", done)
    failed = {path.name for path, _ in stated.failed}
    stated.there = [(s, folder / name) for s in made if (name := file_name(s, how.layout)) not in failed]
    return stated


def look_of(view: View, wanted: Wanted) -> Look:
    """How the statements of a view are laid out. Raises Refused with everything that a person's own template lacks."""
    layout = wanted.layout or view.outcome.rules.statement_layout
    return Look(layout, form_for(wanted.request.book, layout, view.language), find(view.language))


def asked(view: View, wanted: Wanted) -> list[str] | None:
    """Keys of the customers asked for; None for all. Raises Refused (customer_unknown, no_customers)."""
    return None if wanted.every else _keys(view, wanted.customers)


def _keys(view: View, names: Sequence[str]) -> list[str]:
    if names:
        return keys_of(view, names)
    key = chosen_customer(view, balances(view))
    if not key:
        raise Refused([Problem("no_customers", Source("BOOK"), {})])
    return [key]


def built(view: View, keys: Sequence[str] | None, mark: Callable[[str], str] | None) -> list[Statement]:
    """The statements; all are held to the laws before one is written."""
    source = Statements(view, keys, mark)
    made = [source.of(key) for key in (source.keys if keys is None else keys)]
    if not made:
        raise Refused([Problem("no_customers", Source("BOOK"), {})])
    broken = [f"{s.number} {text}" for s in made for part in s.parts for text in part.broken()]
    if broken:
        raise Refused([Problem("law_broken", Source("BOOK"), {"detail": text}) for text in broken])
    return made


def made_folder(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refused(error, folder) from None
    return folder


def _unstated(view: View) -> tuple[int, int]:
    """Open receipts of strangers and open charges of nobody."""
    known = {key for key, side in zip(view.party_keys, view.sides, strict=True) if side == view.charge_side and key}
    open_ = [i for i, state in enumerate(view.states) if state != "set_aside" and view.outcome.residual[i] and view.party_keys[i] not in known]
    sides = [view.sides[i] for i in open_]
    return sides.count(PAYMENT), sides.count(view.charge_side)


def parts(made: Sequence[Statement]) -> Iterator[tuple[int, Sequence[Statement]]]:
    for start in range(0, len(made), _AT_ONCE):
        part = made[start : start + _AT_ONCE]
        yield start + len(part), part


def papers(view: View, made: Sequence[Statement], how: Look) -> list[Paper]:
    """The statements laid out."""
    pages = [page_of(view, statement, how.layout, how.form) for statement in made]
    return [Paper(s, file_name(s, how.layout), p, stamp_of(p, how.faces, view.language)) for s, p in zip(made, pages, strict=True)]


def drawn(view: View, made: Sequence[Paper], how: Look, stated: Stated) -> Iterator[tuple[Paper, bytes]]:
    """Each with its PDF; they share one cut of the fonts, and each PDF holds only its own characters."""
    with tempfile.TemporaryDirectory(prefix="ticktie-", ignore_cleanup_errors=True) as passing:
        fonts = cut(how.faces, {c for one in made for text in texts(one.page) for c in text}, Path(passing))
        stated.missing |= fonts.missing
        for one in made:
            yield one, pdf_of(one.page, fonts, view.language, one.stamp)
    gc.collect()  # the command line runs without; a drawn document is a knot of references that nothing else frees


def _write(view: View, made: Sequence[Paper], how: Look, folder: Path, stated: Stated) -> None:
    left = [one for one in made if not _stands(folder / one.name, one.stamp, stated)]
    if left:
        for one, content in drawn(view, left, how, stated):
            put(folder / one.name, content, stated)


def _stands(path: Path, stamp: str, stated: Stated) -> bool:
    """The file already shows the page of that stamp, untouched since it was written."""
    try:
        missing = missing_in(path.read_bytes(), stamp)
    except OSError:  # not there, or not to be read: writing it will tell
        return False
    if missing is None:
        return False
    stated.same.append(path)
    stated.missing |= missing
    return True


def put(path: Path, content: bytes, stated: Stated) -> bool:
    """Write a file, or leave it where it holds the same; whether it stands there now."""
    try:
        if path.exists() and path.read_bytes() == content:
            stated.same.append(path)
            return True
        with whole(path) as temporary:
            temporary.write_bytes(content)
        stated.written.append(path)
        return True
    except Refused as error:
        stated.failed.append((path, error.problems[0]))
    except OSError as error:
        stated.failed.append((path, refused(error, path).problems[0]))
    return False


def file_name(statement: Statement, layout: str) -> str:
    """ST-20260630-ABCDEFGH 华联.pdf: safe on every system, and unique because the number is, whatever becomes of the name."""
    kind = f" ({layout})" if layout in ("open", "product") else ""
    return f"{number_of(statement, layout)} {safe(statement.customer)}{kind}.pdf"


def safe(name: str) -> str:
    """A customer's name as a part of a file's name."""
    return _NOT_IN_NAMES.sub("_", name)[:_NAME_LENGTH].strip(" .")


def tab_request(request: Request, customer: str, layout: str) -> Request:
    """The request for a reconciliation whose Statement tab shows this customer in this layout."""
    sets = (*request.sets, *([f"statement_customer={customer}"] if customer else []), *([f"statement_layout={layout}"] if layout else []))
    return replace(request, sets=sets, customer=customer)

