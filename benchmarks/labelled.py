"""Books whose truth is known: made-up months and the specimens; what ticktie and its peers settle in them."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.peers import BOOKS, Found, installed, quiet
from ticktie.domain.items import PAYMENT
from ticktie.domain.outcome import Ledger
from ticktie.domain.rules import Rules
from ticktie.intake.ledger import read_ledger
from ticktie.matching.engine import match
from ticktie.reports.result_json import result
from ticktie.samples.measure import Measures, measure
from ticktie.samples.month import make
from ticktie.samples.world import Difficulty
from ticktie.workbook.read import read_books
from ticktie.workbook.sample_file import write_month

SPECIMENS = Path(__file__).parents[2] / "shared" / "specimens"
DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "middle", "hard")
OURS = "ticktie"


@dataclass(frozen=True)
class Labelled:
    """One book as read, and its truth."""

    ledger: Ledger
    truth: dict[str, Any]


@dataclass
class Marks:
    """Measures of several books together. likely: with proposals counted as if they were confirmed."""

    confirmed: int = 0
    right: int = 0
    wanted: int = 0
    found: int = 0
    likely: int = 0
    traps: int = 0
    traps_set: int = 0
    seconds: float = 0.0
    adds_up: bool = True

    def add(self, sure: Measures, with_proposals: Measures, seconds: float) -> None:
        self.confirmed += sure.confirmed_amount
        self.right += sure.right_amount
        self.wanted += sure.wanted_amount
        self.found += sure.found_amount
        self.likely += max(sure.found_amount, with_proposals.found_amount)
        self.traps += len(sure.traps)
        self.traps_set += sure.traps_set
        self.seconds += seconds
        self.adds_up = self.adds_up and sure.adds_up


def months(difficulty: Difficulty, seeds: Iterable[int], orders: int) -> Iterator[Labelled]:
    """Made-up months, written as workbooks and read back."""
    with tempfile.TemporaryDirectory(prefix="ticktie-accuracy-") as folder:
        for seed in seeds:
            month = make(seed, difficulty, orders)
            path = Path(folder) / f"{difficulty}-{seed}.xlsx"
            write_month(month, path)
            yield read(path, month.truth)


def specimen(name: str) -> Labelled | None:
    """A specimen; None where it is not there."""
    book, truth = SPECIMENS / f"{name}.xlsx", SPECIMENS / f"{name}.truth.json"
    return read(book, json.loads(truth.read_text("utf-8"))) if book.exists() and truth.exists() else None


def read(path: Path, truth: dict[str, Any]) -> Labelled:
    """A book as `ticktie reconcile` reads it."""
    as_of = pd.Timestamp(truth["as_of"]).date()
    return Labelled(read_ledger(read_books(path, ()), Rules(), as_of=as_of), truth)


def settled(books: Iterable[Labelled]) -> dict[str, Marks | None]:
    """Method -> its marks over all the books; None for a peer that is not installed."""
    marks: dict[str, Marks | None] = {OURS: Marks()} | {name: Marks() if installed(module) else None for name, (module, _) in BOOKS.items()}
    for book in books:
        for name, mine in marks.items():
            if mine is not None:
                _mark(mine, book, name)
    return marks


def _mark(mine: Marks, book: Labelled, name: str) -> None:
    if name == OURS:
        start = time.perf_counter()
        outcome = match(book.ledger, Rules())
        seconds = time.perf_counter() - start
        told = result(outcome, "en")
        everything = told | {"links": [link | {"confirmed": True} for link in told["links"]]}
        mine.add(measure(told, book.truth), measure(everything, book.truth), seconds)
        return
    charges, payments = _tables(book.ledger)
    start = time.perf_counter()
    with quiet():
        found = BOOKS[name][1](charges, payments)
    seconds = time.perf_counter() - start
    marks = measure(_told(book.ledger, found), book.truth)
    mine.add(marks, marks, seconds)


def _tables(ledger: Ledger) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Charges and payments as a peer gets them: what takes part, in the columns that everybody has."""
    items = ledger.items[ledger.items["set_aside"] == ""]
    table = items[["side", "number", "party", "amount", "currency", "date", "reference"]].assign(item=items.index)
    return table[table["side"] == ledger.charge_side], table[table["side"] == PAYMENT]


def _told(ledger: Ledger, found: Found) -> dict[str, Any]:
    """Pairs in the form of a result file: each takes as much as both hold."""
    frame = ledger.items
    ids, amount = frame["id"].tolist(), frame["amount"].tolist()
    links = [
        {"id": str(n), "confirmed": True, "difference": None,
         "allocations": [{"order": ids[c], "payment": ids[p], "amount": f"{min(amount[c], amount[p], key=abs) / 100:.2f}"}]}
        for n, (c, p) in enumerate(found)
    ]  # fmt: skip
    columns = zip(ids, frame["side"], amount, frame["currency"], strict=True)
    items = [{"id": i, "side": s, "amount": f"{a / 100:.2f}", "residual": f"{a / 100:.2f}", "currency": c, "state": "open"} for i, s, a, c in columns]
    return {"schema": "ticktie/result/1", "items": items, "links": links, "problems": [], "proof": {}, "charge_side": ledger.charge_side}


def pooled(seeds: Iterable[int], orders: int) -> Iterator[tuple[str, dict[str, Marks | None]]]:
    """Every difficulty with its marks."""
    seeds = list(seeds)
    for difficulty in DIFFICULTIES:
        yield f"made-up months, {difficulty} ({len(seeds)} of {orders} orders)", settled(months(difficulty, seeds, orders))

