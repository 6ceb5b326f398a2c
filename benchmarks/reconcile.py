"""How long `ticktie reconcile` takes against the time of its own reading and writing: `python -m benchmarks.reconcile`.

Three ways over one book, each in fresh processes, one after the other in rounds so that a busy machine slows all alike:

    floor     read the input cells with the reader we chose, write the result tabs into a copy of the user's workbook
    fastest   read and write the same cells with the fastest libraries known; the user's workbook, formats and links are lost
    ticktie   the whole command, from the command line to the written copy

Imports are outside the clock, and so is the backup (a copy is written). The result pages are made beforehand.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import gc
import importlib.util
import io
import json
import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.books import write_book

LIMIT = 3.0  # whole command / floor
ROUNDS = 3
AS_OF = "2026-06-30"  # no row of the book is later
WAYS = ("floor", "fastest", "ticktie")
FASTEST = ("fastexcel", "rustpy_xlsxwriter")
Work = Callable[[], object]


def main() -> None:
    """Measure and print one small table."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.reconcile", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--rows", type=int, default=20_000, help="orders, and as many payments")
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--one", choices=(*WAYS, "pages"), help=argparse.SUPPRESS)
    asked.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        print(json.dumps(_measured(given.one, given.folder)))
        return
    with tempfile.TemporaryDirectory(prefix="ticktie-benchmark-") as folder:
        write_book(Path(folder) / "book.xlsx", given.rows)
        made = _in_its_own_process("pages", Path(folder))
        ways = [way for way in WAYS if way != "fastest" or all(importlib.util.find_spec(name) for name in FASTEST)]
        runs = [{way: _in_its_own_process(way, Path(folder)) for way in ways} for _ in range(given.rounds)]
    print("\n".join(_told(given.rows, made, runs)))


def _told(rows: int, made: dict[str, Any], runs: list[dict[str, dict[str, float]]]) -> list[str]:
    lines = [f"{rows:,} orders x {rows:,} payments; {made['cells']:,} result cells; median of {len(runs)}", ""]
    lines.append(f"{'':8} {'seconds':>8} {'cpu s':>8} {'peak MB':>8}")
    middle = {way: {k: statistics.median(run[way][k] for run in runs) for k in runs[0][way]} for way in runs[0]}
    for way in WAYS:
        if way in middle:
            m = middle[way]
            lines.append(f"{way:8} {m['seconds']:8.2f} {m['cpu']:8.2f} {m['peak']:8.0f}")
        else:
            lines.append(f"{way:8} not installed: python -m pip install '.[bench]'")
    lines.append("")
    for way, limit in (("floor", LIMIT), ("fastest", 0.0)):
        if way in middle:
            wall, cpu = (middle["ticktie"][k] / middle[way][k] for k in ("seconds", "cpu"))
            verdict = f"; the limit of {limit:g} is {'kept' if max(wall, cpu) <= limit else 'MISSED'}" if limit else ""
            lines.append(f"ticktie / {way:8} {wall:6.2f} by the clock, {cpu:6.2f} by processor time{verdict}")
    return lines


def _in_its_own_process(way: str, folder: Path) -> dict[str, Any]:
    call = [sys.executable, "-m", "benchmarks.reconcile", "--one", way, "--folder", str(folder)]
    done = subprocess.run(call, capture_output=True, text=True, check=False, cwd=Path(__file__).parent.parent)
    if done.returncode:
        raise SystemExit(f"{way} failed:\n{done.stderr}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _measured(way: str, folder: Path) -> dict[str, Any]:
    """One way in this process: wall and processor seconds, and the most memory the process ever held."""
    if way == "pages":
        return _make_pages(folder)
    work = {"floor": _floor, "fastest": _fastest, "ticktie": _ticktie}[way](folder)
    (folder / f"{way}.xlsx").unlink(missing_ok=True)  # a second run into the same copy would read the first one's tabs
    gc.disable()  # as the command line does, for all ways alike
    start, cpu = time.perf_counter(), time.process_time()
    work()
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return {"seconds": seconds, "cpu": cpu, "peak": peak}


# --- the three ways; each gives what is to be timed, with its imports done ---


def _ticktie(folder: Path) -> Work:
    import scipy.optimize  # loaded by the run that first needs it
    import scipy.sparse.csgraph  # noqa: F401

    from ticktie.faces.cli import main as command

    def work() -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            code = command(["reconcile", str(folder / "book.xlsx"), "--out", str(folder / "ticktie.xlsx"), "--as-of", AS_OF])
        if code:
            raise SystemExit(f"ticktie reconcile left with {code}")

    return work


def _floor(folder: Path) -> Work:
    import python_calamine

    from ticktie.workbook.package import join
    from ticktie.workbook.render import render

    pages = pickle.loads((folder / "pages.pickle").read_bytes())

    def work() -> None:
        with python_calamine.CalamineWorkbook.from_path(folder / "book.xlsx") as book:
            read = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
        keys = render(pages, folder / "donor.xlsx", language="zh-Hans", sheets={"订单", "银行流水"})
        join(folder / "book.xlsx", folder / "donor.xlsx", folder / "floor.xlsx", keys)
        assert len(read) == 2

    return work


def _fastest(folder: Path) -> Work:
    import fastexcel
    import rustpy_xlsxwriter

    sheets = pickle.loads((folder / "cells.pickle").read_bytes())

    def work() -> None:
        book = fastexcel.read_excel(folder / "book.xlsx")
        read = [book.load_sheet(name) for name in book.sheet_names]
        rustpy_xlsxwriter.write_worksheets(sheets, str(folder / "fastest.xlsx"))
        assert all(sheet.height for sheet in read)

    return work


def _make_pages(folder: Path) -> dict[str, Any]:
    """The result pages of the book, for the ways that only write them."""
    from ticktie.commands import reconcile as command
    from ticktie.domain.page import Table

    kept: list[Any] = []

    def keeping(made: Any, *args: Any, **more: Any) -> dict[str, str]:
        kept.extend(made)
        return write(made, *args, **more)

    write, command.render = command.render, keeping
    command.reconcile(command.Request(folder / "book.xlsx", out=folder / "pages.xlsx", as_of=dt.date.fromisoformat(AS_OF)))
    (folder / "pages.pickle").write_bytes(pickle.dumps(kept))
    tables = {page.title: [block for block in page.blocks if isinstance(block, Table)] for page in kept}
    records = [(title, [_record(t, row) for t in found for row in t.rows]) for title, found in tables.items()]
    (folder / "cells.pickle").write_bytes(pickle.dumps([sheet for sheet in records if sheet[1]]))
    return {"cells": sum(len(row) for found in tables.values() for table in found for row in table.rows)}


def _record(table: Any, row: Any) -> dict[str, Any]:
    from decimal import Decimal

    return {c.title or c.key: float(v) if isinstance(v, Decimal) else v for c, v in zip(table.columns, row, strict=True)}


if __name__ == "__main__":
    main()
