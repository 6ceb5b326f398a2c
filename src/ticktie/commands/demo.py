"""`demo`: a made-up month in a folder, reconciled, and how the result compares with what is known to be true."""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ticktie.commands.reconcile import Done, Request, reconcile
from ticktie.domain.grid import Source
from ticktie.domain.problem import Problem, Refused
from ticktie.samples.measure import Measures, measure
from ticktie.samples.month import BOOK, make
from ticktie.samples.sheets import Month
from ticktie.workbook.files import back_up, refuse_if_open, refused, whole
from ticktie.workbook.package import own_titles
from ticktie.workbook.sample_file import write_month

SEED = 2026
KEEP = 5  # backups of a demo book that somebody may have worked in


@dataclass(frozen=True)
class Made:
    """The month, what the run made of it, and its marks."""

    month: Month
    done: Done
    measures: Measures

    def facts(self) -> dict[str, Any]:
        """What the sentences of the command say."""
        truth, marks = self.month.truth, self.measures
        return {
            "file": self.done.written, "orders": len(truth["orders"]), "deliveries": len(truth["deliveries"]),
            "payments": len(truth["payments"]), "precision": percent(marks.precision), "recall": percent(marks.recall),
            "traps": len(marks.traps), "traps_set": marks.traps_set,
        }  # fmt: skip


def percent(share: float) -> str:
    """Cut, not rounded: 100.0% means that nothing at all is missing."""
    return f"{math.floor(share * 1000 + 1e-9) / 10:.1f}%"


def demo(folder: Path, told: Callable[..., None] = lambda *what: None) -> Made:
    """Make the month in the folder, reconciled, with its truth and the result's data beside it.

    Everything is made elsewhere first, so that the folder gets all of it or nothing. Raises Refused (exists, or what
    `reconcile` raises).
    """
    month = make(SEED)
    book = folder / BOOK
    beside = {name: book.with_suffix(name) for name in (".truth.json", ".json")}
    try:
        with tempfile.TemporaryDirectory(prefix="ticktie-") as passing:
            fresh, result, data = (Path(passing) / name for name in (BOOK, "result.xlsx", "result.json"))
            write_month(month, fresh)
            _refuse_if_not_ours(book, fresh.read_bytes(), beside[".truth.json"])
            done = reconcile(Request(fresh, out=result, json=data), told)
            marks = measure(json.loads(data.read_text("utf-8")), month.truth)
            folder.mkdir(parents=True, exist_ok=True)
            _put(beside[".truth.json"], json.dumps(month.truth, ensure_ascii=False, indent=1).encode())
            _put(beside[".json"], data.read_bytes())
            backup = _put_book(book, result.read_bytes())
    except OSError as error:
        raise refused(error, book) from None
    return Made(month, replace(done, written=book, backup=backup, json=beside[".json"]), marks)


def _refuse_if_not_ours(book: Path, content: bytes, answers: Path) -> None:
    """A book of this name is replaced only if it is the demo's: as it was made, or with our tabs and its answers beside."""
    if not book.exists():
        return
    refuse_if_open(book)
    if book.read_bytes() != content and not (answers.exists() and own_titles(book)):
        raise Refused([Problem("exists", Source(book.name), {"file": book.name})])


def _put_book(book: Path, content: bytes) -> Path | None:
    """Put the book in its place; one in which somebody has worked since is backed up first."""
    if book.exists() and book.read_bytes() == content:
        return None
    backup = back_up(book, KEEP) if book.exists() else None
    _put(book, content)
    return backup


def _put(path: Path, content: bytes) -> None:
    with whole(path) as temporary:
        temporary.write_bytes(content)
