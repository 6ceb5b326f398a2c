"""Statements as files: one PDF a customer, into a folder; the book stays as it is.

A file whose content would be the same is left alone, so a second call after a failure does only what is left to do.
"""

from __future__ import annotations

import gc
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ticktie.commands.reconcile import Request, Told, look
from ticktie.domain.grid import Source
from ticktie.domain.items import PAYMENT
from ticktie.domain.problem import Problem, Refused
from ticktie.reports.accounts import chosen_customer
from ticktie.reports.aging import balances
from ticktie.reports.pages import titles
from ticktie.reports.statement.build import Statements
from ticktie.reports.statement.layouts import number_of, page_of
from ticktie.reports.statement.model import Statement
from ticktie.reports.statement.names import keys_of
from ticktie.reports.view import View
from ticktie.workbook.files import refused, whole
from ticktie.workbook.pdf.draw import pdf_of
from ticktie.workbook.pdf.fonts import Face, cut, find
from ticktie.workbook.pdf.plan import texts

_AT_ONCE = 100  # statements whose pages are held in memory together; they share one cut of the fonts
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_NAME_LENGTH = 60


@dataclass(frozen=True)
class Wanted:
    """Whose statements, where to and how. customers: names; empty and not every: the customer of the rules. layout: "" for the rules'."""

    request: Request
    folder: Path
    customers: tuple[str, ...] = ()
    every: bool = False
    layout: str = ""


@dataclass
class Stated:
    """What became of each statement. missing: characters that the font does not have. strangers, nameless: open receipts of payers that are
    no customers, and open charges without a customer; they stand on no statement."""

    language: str
    written: list[Path] = field(default_factory=list)
    same: list[Path] = field(default_factory=list)
    failed: list[tuple[Path, Problem]] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    strangers: int = 0
    nameless: int = 0

    @property
    def code(self) -> int:
        """The exit code: 4 when a second call has something left to do, 1 when nothing could be done."""
        return 0 if not self.failed else 4 if self.written or self.same else 1


def statements(wanted: Wanted, told: Told = lambda *what: None) -> Stated:
    """Raises Refused with every reason before anything is written; a file that fails later is told in the result."""
    outcome = look(wanted.request, told)
    view = View(outcome, outcome.ledger.language, titles(outcome.ledger.language))
    keys = None if wanted.every else _keys(view, wanted.customers)
    made = _built(view, keys)
    faces = find(view.language)
    folder = _folder(wanted.folder)
    layout = wanted.layout or outcome.rules.statement_layout
    stated = Stated(view.language)
    stated.strangers, stated.nameless = _unstated(view)
    for done, part in _parts(made):
        _write(view, part, layout, faces, folder, stated)
        told("statements", done)
    return stated


def _keys(view: View, names: Sequence[str]) -> list[str]:
    if names:
        return keys_of(view, names)
    key = chosen_customer(view, balances(view))
    if not key:
        raise Refused([Problem("no_customers", Source("BOOK"), {})])
    return [key]


def _built(view: View, keys: Sequence[str] | None) -> list[Statement]:
    """The statements; all are held to the laws before one is written."""
    source = Statements(view, keys)
    made = [source.of(key) for key in (source.keys if keys is None else keys)]
    if not made:
        raise Refused([Problem("no_customers", Source("BOOK"), {})])
    broken = [f"{s.number} {text}" for s in made for part in s.parts for text in part.broken()]
    if broken:
        raise Refused([Problem("law_broken", Source("BOOK"), {"detail": text}) for text in broken])
    return made


def _folder(folder: Path) -> Path:
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


def _parts(made: Sequence[Statement]) -> Iterator[tuple[int, Sequence[Statement]]]:
    for start in range(0, len(made), _AT_ONCE):
        part = made[start : start + _AT_ONCE]
        yield start + len(part), part


def _write(view: View, made: Sequence[Statement], layout: str, faces: tuple[Face, Face], folder: Path, stated: Stated) -> None:
    pages = [page_of(view, statement, layout) for statement in made]
    with tempfile.TemporaryDirectory(prefix="ticktie-", ignore_cleanup_errors=True) as passing:
        fonts = cut(faces, {c for page in pages for text in texts(page) for c in text}, Path(passing))
        stated.missing |= fonts.missing
        for statement, page in zip(made, pages, strict=True):
            _put(folder / file_name(statement, layout), pdf_of(page, fonts, view.language), stated)
    gc.collect()  # the command line runs without; a drawn document is a knot of references that nothing else frees


def _put(path: Path, content: bytes, stated: Stated) -> None:
    try:
        if path.exists() and path.read_bytes() == content:
            stated.same.append(path)
            return
        with whole(path) as temporary:
            temporary.write_bytes(content)
        stated.written.append(path)
    except Refused as error:
        stated.failed.append((path, error.problems[0]))
    except OSError as error:
        stated.failed.append((path, refused(error, path).problems[0]))


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

