"""How long matching takes against pandas merges of the same two tables: `python -m benchmarks.matching`.

Of the payments 60 % name the order in their memo, 25 % pay one order of their customer to the fen without naming it,
10 % pay two orders at once, 5 % pay for nothing in the book. Each round is a process of its own that starts with cold
caches, merges the two tables on the number MERGES times, gathers what the rows say (numbers read out of memos among
it), and runs every pass. Processor time; ratios are taken round by round, and the middle one is told.

    plain     passes that look up numbers, amounts and balances
    proof     what of them goes into proving that no other subset of the customer's open items has the amount
    links     what stands in columns after a pass written out as one object per link, as reports ask for it
    search    passes that look for subsets; per payment that they look at
    likely    scored proposals for what is left; per payment that is left

A small book is timed from the moment it has been read to its written copy.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import gc
import json
import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.books import matching_sheets, write_book

MERGES = 4
ROUNDS = 3
LIMIT = 1.0  # plain passes / MERGES merges
LIMIT_SEARCH = 1.0  # ms per payment searched
LIMIT_SMALL = 2.0  # seconds
SEARCH = ("one_to_many", "many_to_one")
SMALL = 300
AS_OF = "2026-06-30"


def main() -> None:
    """Measure and print one small table."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--rows", type=int, default=100_000, help="payments, and a few more orders")
    asked.add_argument("--orders-of-a-customer", type=int, default=13)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--one", choices=("passes", "small"), help=argparse.SUPPRESS)
    asked.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        print(json.dumps({"passes": _passes, "small": _small}[given.one](given.folder)))
        return
    with tempfile.TemporaryDirectory(prefix="ticktie-benchmark-") as name:
        folder = Path(name)
        _prepare(folder, given.rows, given.orders_of_a_customer)
        runs = [_in_its_own_process("passes", folder) for _ in range(given.rounds)]
        small = [_in_its_own_process("small", folder) for _ in range(given.rounds)]
    print("\n".join(_told(runs, small)))


def _prepare(folder: Path, rows: int, per_customer: int) -> None:
    from ticktie.domain.rules import Rules
    from ticktie.intake.ledger import read_ledger

    ledger = read_ledger(matching_sheets(rows, per_customer), Rules(), as_of=dt.date.fromisoformat(AS_OF))
    (folder / "ledger.pickle").write_bytes(pickle.dumps(ledger))
    write_book(folder / "small.xlsx", SMALL)


def _in_its_own_process(what: str, folder: Path) -> dict[str, Any]:
    call = [sys.executable, "-m", "benchmarks.matching", "--one", what, "--folder", str(folder)]
    done = subprocess.run(call, capture_output=True, text=True, check=False, cwd=Path(__file__).parent.parent)
    if done.returncode:
        raise SystemExit(f"{what} failed:\n{done.stderr}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _told(runs: list[dict[str, Any]], small: list[dict[str, Any]]) -> list[str]:
    def middle(of: Callable[[dict[str, Any]], float]) -> float:
        return statistics.median(of(run) for run in runs)

    first, merges = runs[0], middle(lambda r: r["merges"])
    lines = [f"{first['charges']:,} orders x {first['payments']:,} payments; middle of {len(runs)}", "", f"{'':14} {'cpu s':>7}"]
    lines.append(f"{f'{MERGES} merges':14} {merges:7.2f}")
    lines.append(f"{'gather':14} {middle(lambda r: r['gather']):7.2f}")
    for name in first["passes"]:
        proof = middle(lambda r, name=name: r["proof"].get(name, 0.0))
        lines.append(f"{name:14} {middle(lambda r, name=name: r['passes'][name]):7.2f}{f'   proof {proof:.2f}' if proof else ''}")
    lines += [f"{'links':14} {middle(lambda r: r['written']):7.2f}", ""]
    for told, of in (
        ("plain passes without their proofs", _plain), ("plain passes", lambda r: _plain(r) + _proofs(r)),
        ("the same and their links as objects", lambda r: _plain(r) + _proofs(r) + r["written"]),
        ("gather and plain passes", lambda r: r["gather"] + _plain(r) + _proofs(r)),
    ):  # fmt: skip
        ratio = middle(lambda r, of=of: of(r) / r["merges"])
        lines.append(f"{f'{told} / {MERGES} merges':47} {ratio:6.2f}; the limit of {LIMIT:g} is {'kept' if ratio <= LIMIT else 'MISSED'}")
    each = middle(lambda r: 1000 * sum(r["passes"][name] for name in SEARCH) / max(r["searched"], 1))
    lines.append(f"search {each:.3f} ms for each of {first['searched']:,} payments; the limit of {LIMIT_SEARCH:g} is {'kept' if each <= LIMIT_SEARCH else 'MISSED'}")
    lines.append(f"likely {middle(lambda r: 1000 * r['passes']['likely'] / max(r['left'], 1)):.3f} ms for each of {first['left']:,} payments")
    lines.append(f"settled {first['settled']:,} payments; peak memory {middle(lambda r: r['peak']):.0f} MB, of it {middle(lambda r: r['before']):.0f} before matching")
    after = statistics.median(run["after"] for run in small)
    lines.append(f"a book of {SMALL} orders: {after:.2f} s after it is read; the limit of {LIMIT_SMALL:g} is {'kept' if after <= LIMIT_SMALL else 'MISSED'}")
    return lines


def _plain(run: dict[str, Any]) -> float:
    """Seconds of the plain passes, without their proofs."""
    return sum(s for name, s in run["passes"].items() if name not in (*SEARCH, "likely")) - _proofs(run)


def _proofs(run: dict[str, Any]) -> float:
    return sum(s for name, s in run["proof"].items() if name not in SEARCH)


# --- what runs in a process of its own ---


def _passes(folder: Path) -> dict[str, Any]:
    """Merges, evidence and every pass over one ledger, in processor seconds."""
    import scipy.optimize  # loaded by the run that first needs it
    import scipy.sparse.csgraph  # noqa: F401

    from ticktie.domain.evidence import gather
    from ticktie.domain.items import OpenItems
    from ticktie.domain.rules import Rules
    from ticktie.matching.accounts import accounts
    from ticktie.matching.sequence import sequence
    from ticktie.matching.settle import settle

    ledger = pickle.loads((folder / "ledger.pickle").read_bytes())
    frame, rules = ledger.items, Rules()
    side = frame["side"].to_numpy()
    gc.disable()  # as the command line does
    run: dict[str, Any] = {"charges": int((side != "payment").sum()), "payments": int((side == "payment").sum()), "before": _peak(), "passes": {}}
    orders, payments = _tables(frame)
    with _seconds(run, "merges"):
        for _ in range(MERGES):
            payments.merge(orders, on="number")
    with _seconds(run, "gather"):
        evidence = gather(frame, ledger.charge_side, {}, ledger.lost_numbers)
    items = OpenItems.start(frame, ledger.charge_side, evidence)
    with _proofs_timed() as proofs:
        for name, pass_ in sequence(rules):
            if name == SEARCH[0]:
                run["searched"] = sum(len(a.payments) for a in accounts(items))
            if name == "likely":
                run["left"] = len(items.payments)
            proofs["now"] = name
            with _seconds(run["passes"], name):
                settled = settle(items, pass_(items, rules))
            items = settled.items
            with _seconds(run, "written"):
                _ = settled.links
    return {**run, "proof": proofs["seconds"], "settled": run["payments"] - len(items.payments), "peak": _peak()}


def _tables(frame: Any) -> tuple[Any, Any]:
    """Orders and payments as sheets hold them, with the number that a payment's memo names."""
    paid = frame["side"].to_numpy() == "payment"
    numbers = frame.loc[paid, "memo"].str.extract(r"(SO\d+)", expand=False).fillna("")
    orders = frame.loc[~paid, ["number", "date", "party", "amount", "salesperson"]]
    return orders, frame.loc[paid, ["date", "serial", "party", "amount", "memo"]].assign(number=numbers)


@contextlib.contextmanager
def _seconds(into: dict[str, Any], name: str) -> Iterator[None]:
    start = time.process_time()
    yield
    into[name] = into.get(name, 0.0) + time.process_time() - start


@contextlib.contextmanager
def _proofs_timed() -> Iterator[dict[str, Any]]:
    """Seconds that the passes spend on counting subsets, by the pass that is running (`now`)."""
    from ticktie.matching import subsets

    told: dict[str, Any] = {"now": "", "seconds": {}}
    proofs = {name: getattr(subsets, name) for name in ("count", "are_single")}
    inside: list[str] = []

    def timed(name: str, *args: Any) -> Any:
        if inside:  # are_single counts large sets one by one
            return proofs[name](*args)
        inside.append(name)
        with _seconds(told["seconds"], told["now"]):
            found = proofs[name](*args)
        inside.pop()
        return found

    for name in proofs:
        setattr(subsets, name, partial(timed, name))
    yield told
    for name, proof in proofs.items():
        setattr(subsets, name, proof)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _small(folder: Path) -> dict[str, float]:
    """Seconds by the clock from the moment that a small book has been read."""
    from ticktie.commands.reconcile import Request, reconcile

    read: list[float] = []

    def told(stage: str, *count: int) -> None:
        if stage == "read" and count:
            read.append(time.perf_counter())

    (folder / "out.xlsx").unlink(missing_ok=True)
    reconcile(Request(folder / "small.xlsx", out=folder / "out.xlsx", as_of=dt.date.fromisoformat(AS_OF)), told)
    return {"after": time.perf_counter() - read[0]}


if __name__ == "__main__":
    main()
