"""Findings in labelled months of salespeople and a cashier, and how long a large one takes: `python -m benchmarks.cashier`.

For each difficulty, over several seeds: planted, found and told of every kind, what was settled wrongly, and whether every
side and every salesperson's difference adds up. Difficulty: how many of the cashier's memos name the customer, and how much is
handed in as one sum. --large: seconds of 20 salespeople with 5,000 lines each.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections.abc import Sequence

from ticktie.commands.scenarios import SCENARIOS
from ticktie.domain.cashier import KINDS
from ticktie.domain.grid import Cell
from ticktie.domain.grid import Sheet as Grid
from ticktie.domain.outcome import Outcome
from ticktie.domain.rules import Rules
from ticktie.matching.by_hand import Hand
from ticktie.reports.pages import pages
from ticktie.reports.result_json import result
from ticktie.reports.tie_out import violations
from ticktie.samples.cashier.events import Difficulty
from ticktie.samples.cashier.measure import Measures, measure
from ticktie.samples.cashier.month import Labelled, Layout, make
from ticktie.samples.sheets import Sheet, Value

DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "usual", "hard")


def main(arguments: Sequence[str] | None = None) -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.cashier", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--seeds", type=int, default=8)
    asked.add_argument("--large", action="store_true", help="time 20 salespeople with 5,000 lines each as well")
    asked.add_argument("--why", action="store_true", help="name every planted finding that was missed and every one that was not planted")
    given = asked.parse_args(arguments)
    for difficulty in DIFFICULTIES:
        show(difficulty, pooled(difficulty, range(1, given.seeds + 1)), why=given.why)
    if given.large:
        large()


def pooled(difficulty: Difficulty, seeds: Sequence[int]) -> Measures:
    """All months of a difficulty together."""
    every = Measures()
    for seed in seeds:
        month = make(seed, difficulty=difficulty)
        every.add(measure(result(settled(month)), month.truth))
    return every


def settled(month: Labelled) -> Outcome:
    """The month's outcome, without files."""
    scenario, rules = SCENARIOS["cashier"], Rules()
    as_of = dt.date.fromisoformat(month.truth["as_of"])
    return scenario.settle(scenario.read([grid(s) for s in month.sheets], rules, as_of=as_of), rules, Hand(), lambda stage: None, ())


def grid(sheet: Sheet) -> Grid:
    """A drawn sheet as one that was read."""
    width = len(sheet.columns)
    rows = [[_cell(row.cells[n] if n < len(row.cells) else None) for n in range(width)] for row in sheet.rows]
    return Grid(sheet.name, rows, sheet.name, sheet.merged)


def _cell(value: Value) -> Cell:
    return value if value is None or isinstance(value, str | dt.date) else float(value)  # type: ignore[arg-type]


def show(difficulty: str, m: Measures, *, why: bool) -> None:
    print(f"\n{difficulty}: {m.links} allocations settled, {len(m.wrong)} of them wrong; {len(m.unbalanced)} sums that do not add up")
    print("| finding | planted | found | recall | told | right | precision |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for kind in KINDS:
        if kind in m.kinds and (m.kinds[kind].planted or m.kinds[kind].told):
            k = m.kinds[kind]
            print(f"| {kind} | {k.planted} | {k.found} | {k.recall:.1%} | {k.told} | {k.right} | {k.precision:.1%} |")
    if why:
        print("\n".join(["missed:", *m.missed, "not planted:", *m.extra, "wrong:", *m.wrong]))


def large(people: int = 20, each: int = 5_000) -> None:
    """Seconds by stage."""
    layout = Layout(own_sheets=True, persons=True, later=True)
    month = make(1, people=people, each=each, layout=layout)
    sheets = [grid(s) for s in month.sheets]
    scenario, rules, times = SCENARIOS["cashier"], Rules(), [time.perf_counter()]
    ledger = scenario.read(sheets, rules, as_of=dt.date.fromisoformat(month.truth["as_of"]))
    times.append(time.perf_counter())
    outcome = scenario.settle(ledger, rules, Hand(), lambda stage: None, ())
    times.append(time.perf_counter())
    made = pages(outcome)
    assert not violations(outcome, made)
    times.append(time.perf_counter())
    found = measure(result(outcome), month.truth)
    stages = ", ".join(f"{name} {b - a:.1f} s" for name, a, b in zip(("reading", "matching and findings", "pages"), times, times[1:], strict=False))
    print(f"\n{people} salespeople x {each:,} rows, {len(ledger.items):,} items: {stages}; {found.links:,} allocations, {len(found.wrong)} wrong")


if __name__ == "__main__":
    main()
