"""The measurement runs at a small size and prints its lines; how fast it is, is not judged here."""

import datetime as dt
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.books import PAYMENTS, matching_sheets, write_book
from ticktie.commands.read import read
from ticktie.domain.rules import Rules
from ticktie.intake.ledger import read_ledger
from ticktie.matching.engine import match
from ticktie.matching.sequence import SEQUENCE
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


def test_matching_is_measured_pass_by_pass_against_merges():
    call = [sys.executable, "-m", "benchmarks.matching", "--rows", "400", "--rounds", "1"]
    out = subprocess.run(call, capture_output=True, text=True, check=True, cwd=ROOT, timeout=300).stdout
    assert out.startswith("440 orders x 400 payments; middle of 1\n")
    for name in ("4 merges", "gather", *(name for name, _ in SEQUENCE)):
        assert re.search(rf"^{name} +[\d.]+(?:   proof [\d.]+)?$", out, re.MULTILINE), name
    for told in ("plain passes without their proofs", "plain passes", "gather and plain passes"):
        assert re.search(rf"^{told} / 4 merges +[\d.]+; the limit of 1 is (kept|MISSED)$", out, re.MULTILINE), told
    searched = re.search(r"^search [\d.]+ ms for each of (\d+) payments; the limit of 1 is (kept|MISSED)$", out, re.MULTILINE)
    settled = re.search(r"^settled (\d+) payments; peak memory \d+ MB, of it \d+ before matching$", out, re.MULTILINE)
    assert searched
    assert 0 < int(searched[1]) < 100
    assert settled
    assert int(settled[1]) > 350
    assert re.search(r"^a book of 300 orders: [\d.]+ s after it is read; the limit of 2 is (kept|MISSED)$", out, re.MULTILINE)


def test_the_sheets_for_matching_hold_their_shares_and_every_pass_finds_its_own():
    ledger = read_ledger(matching_sheets(400), Rules(), as_of=dt.date(2026, 6, 30))
    assert not ledger.problems
    outcome = match(ledger, Rules())
    found = Counter(link.by for link in outcome.links if link.sure)
    assert found["memo_number"] == 240
    assert found["exact_amount"] + found["equal_items"] == pytest.approx(100, abs=5)
    assert found["one_to_many"] + found["open_to_date"] == pytest.approx(40, abs=5)


def test_statements_are_counted_timed_and_weighed():
    call = [sys.executable, "-m", "benchmarks.statements", "--customers", "2", "--lines", "10"]
    out = subprocess.run(call, capture_output=True, text=True, check=True, cwd=ROOT, timeout=300).stdout
    told = re.findall(r"^(\w+) +(\d+) statements of 10 lines: +[\d.]+ s +[\d.]+ s each +\d+ MB +\d+ kB each$", out, re.MULTILINE)
    assert told == [("all", "2"), ("again", "2"), ("one", "1")]


def test_the_import_prints_a_line_for_each_way():
    call = [sys.executable, "-m", "benchmarks.bills", "--lines", "200"]
    out = subprocess.run(call, capture_output=True, text=True, check=True, cwd=ROOT, timeout=300).stdout
    assert re.findall(r"^(\w+) +200 lines: +[\d.]+ s +\d+ MB$", out, re.MULTILINE) == ["new", "again", "overlapping"]
