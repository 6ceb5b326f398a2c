"""The measurement runs at a small size and prints its lines; how fast it is, is not judged here."""

import re
import subprocess
import sys
from pathlib import Path

from benchmarks.books import PAYMENTS, write_book
from ticktie.commands.read import read
from ticktie.workbook.read import read_file

ROOT = Path(__file__).parent.parent


def test_it_prints_every_way_and_both_ratios():
    call = [sys.executable, "-m", "benchmarks.reconcile", "--rows", "300", "--rounds", "1"]
    out = subprocess.run(call, capture_output=True, text=True, check=True, cwd=ROOT, timeout=300).stdout
    assert re.search(r"^300 orders x 300 payments; [\d,]+ result cells; median of 1$", out, re.MULTILINE)
    assert re.search(r"^floor +[\d.]+ +[\d.]+ +\d+$", out, re.MULTILINE)
    assert re.search(r"^fastest +(?:[\d.]+ +[\d.]+ +\d+|not installed.*)$", out, re.MULTILINE)
    assert re.search(r"^ticktie +[\d.]+ +[\d.]+ +\d+$", out, re.MULTILINE)
    assert re.search(r"^ticktie / floor +[\d.]+ by the clock, +[\d.]+ by processor time; the limit of 3 is (kept|MISSED)$", out, re.MULTILINE)


def test_the_book_is_read_as_meant_and_is_always_the_same(tmp_path):
    paths = [tmp_path / "one.xlsx", tmp_path / "two.xlsx"]
    for path in paths:
        write_book(path, 200)
    one, two = ([s.rows for s in read_file(path)] for path in paths)
    assert one == two
    shown = read(paths[:1])
    assert [(s.reading.kind, s.items, s.problems) for s in shown] == [("order", 200, []), ("payment", 200, [])]
    assert tuple(shown[1].reading.headings.values()) == PAYMENTS
