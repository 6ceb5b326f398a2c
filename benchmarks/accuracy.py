"""How much is settled rightly, against known truth and beside other tools: `python -m benchmarks.accuracy`.

    made-up months   ticktie.samples.month at three difficulties, several seeds each, taken together
    specimens        two example books, where they are at hand
    transfers        a public set of bank transfers (benchmarks/transactions.py), where it is at hand

Precision: of the money that was confirmed, what the truth supports. Recall: of the money that a careful accountant would
have signed, what was confirmed; and what was confirmed or proposed for confirmation. Traps: payments that look settled
and are not. On transfers, where each line has one partner, pairs are counted, and "likely" counts from its threshold on.
Seconds: settling only, the rows being read. Peers get the rows as ticktie read them.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import transactions
from benchmarks.labelled import OURS, Marks, pooled, settled, specimen
from benchmarks.peers import TRANSFERS, installed, quiet
from ticktie.domain.rules import Rules

README = Path(__file__).parents[1] / "README.md"
RESULTS = Path(__file__).with_suffix(".json")
START, END = "<!-- accuracy:start -->", "<!-- accuracy:end -->"
SEEDS, ORDERS = range(1, 6), 400
QUICK_SEEDS, QUICK_ORDERS, QUICK_LINES = range(1, 2), 120, 2000
COLUMNS = ("data", "method", "precision", "recall", "with to confirm", "F1", "traps confirmed", "seconds")
Row = dict[str, str]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table; with --write also into the README and the results file."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--quick", action="store_true", help="one small month of each difficulty only")
    asked.add_argument("--transactions", action="store_true", help="the transfers only (with --quick: a part of them)")
    asked.add_argument("--write", action="store_true", help="put the table into README.md and the figures into benchmarks/accuracy.json")
    given = asked.parse_args(arguments)
    if given.write and (given.quick or given.transactions):
        asked.error("--write needs the whole table")
    rows = list(_rows(given.quick, given.transactions))
    print(table(rows))
    if given.write:
        write(rows)


def table(rows: Sequence[Row]) -> str:
    """Markdown."""
    lines = [COLUMNS, tuple("---" if c in ("data", "method") else "---:" for c in COLUMNS), *(tuple(r[c] for c in COLUMNS) for r in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(rows: Sequence[Row], readme: Path = README, results: Path = RESULTS) -> None:
    """The figures as data, and as the part of the README between the marks. Raises SystemExit where the marks are missing."""
    text = readme.read_text("utf-8") if readme.exists() else ""
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise SystemExit(f"{readme.name} lacks {START} ... {END}")
    results.write_text(json.dumps(list(rows), ensure_ascii=False, indent=1) + "\n", "utf-8")
    readme.write_text(f"{before}{START}\n{table(rows)}\n{END}{after}", "utf-8")


def written(readme: Path = README) -> str:
    """The table that stands in the README; empty where there is none."""
    return readme.read_text("utf-8").partition(START)[2].partition(END)[0].strip() if readme.exists() else ""


def _rows(quick: bool, only_transfers: bool) -> Iterator[Row]:
    if not only_transfers:
        for data, marks in pooled(QUICK_SEEDS if quick else SEEDS, QUICK_ORDERS if quick else ORDERS):
            yield from (_row(data, method, mine) for method, mine in marks.items())
    if not (quick or only_transfers):
        yield from _specimens()
    if only_transfers or not quick:
        yield from _transfers(QUICK_LINES if quick else None)


def _specimens() -> Iterator[Row]:
    for name in ("a", "b"):
        book = specimen(name)
        if book is None:
            yield _said(f"specimen {name}", OURS, "not at hand")
        else:
            yield from (_row(f"specimen {name}", method, mine) for method, mine in settled([book]).items())


def _row(data: str, method: str, marks: Marks | None) -> Row:
    if marks is None:
        return _said(data, method, "not installed")
    precision = marks.right / marks.confirmed if marks.confirmed else 1.0
    recall, likely = marks.found / marks.wanted, marks.likely / marks.wanted
    shares = (*map(_percent, (precision, recall, likely)), _f1(precision, recall))
    return _cells(data, method, *shares, f"{marks.traps} / {marks.traps_set}", f"{marks.seconds:.1f}")


def _transfers(most: int | None) -> Iterator[Row]:
    if not installed("pyarrow"):
        yield _said("transfers", OURS, "pyarrow is not installed")
        return
    sides = transactions.load(most=most)
    if sides is None:
        yield _said("transfers", OURS, "not at hand")
        return
    sent, received = sides
    data = f"transfers ({len(sent):,} each side)"
    one, two = transactions.lines(sent), transactions.lines(received)
    yield _found(data, OURS, one, two, lambda: list(zip(*(x.tolist() for x in transactions.match(one, two, Rules().likely_threshold)[::-1]), strict=True)))
    for name, (module, peer) in TRANSFERS.items():
        if installed(module):
            yield _found(data, name, one, two, lambda peer=peer: peer(received, sent))  # type: ignore[misc]
        else:
            yield _said(data, name, "not installed")


def _found(data: str, method: str, sent: transactions.Lines, received: transactions.Lines, find: Any) -> Row:
    start = time.perf_counter()
    with quiet():
        pairs = find()
    seconds = time.perf_counter() - start
    right = sum(int(received.truth[r] == sent.truth[s]) for r, s in pairs)
    precision, recall = right / len(pairs) if pairs else 1.0, right / len(sent)
    return _cells(data, method, _percent(precision), _percent(recall), "", _f1(precision, recall), "", f"{seconds:.1f}")


def _f1(precision: float, recall: float) -> str:
    return f"{2 * precision * recall / max(precision + recall, 1e-9):.4f}"


def _percent(share: float) -> str:
    """Cut, not rounded: 100.00% means that nothing at all is missing."""
    return f"{math.floor(share * 10000 + 1e-9) / 100:.2f}%"


def _said(data: str, method: str, words: str) -> Row:
    return _cells(data, method, words, *[""] * (len(COLUMNS) - 3))


def _cells(*cells: str) -> Row:
    return dict(zip(COLUMNS, cells, strict=True))


if __name__ == "__main__":
    main()
