"""Bills that banks and platforms issued (skipped where they are not at hand): every row is a line or named, and what they state is held against them.

The publishers of these files have shortened and masked them, so the sums that some state are no longer those of their rows; where the
rows are whole, they agree.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.commands.books import workbook
from ticktie.commands.import_bills import ImportRequest, import_bills, read_bills
from ticktie.domain import money
from ticktie.intake.bills.layouts import shipped
from ticktie.workbook.package import package_facts
from ticktie.workbook.read import read_file

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "cn_bills"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the real exports are not beside the project")

# file, layout, lines, skipped rows, money in and out, statements that agree, steps of the balance that close
FILES = [
    ("example-alipay-records.csv", "alipay_personal", 8, 2, "222294.53", "211.64", 1, None),
    ("example-boc-records.csv", "boc_personal", 17, 0, "9821.00", "9394.30", 0, (16, 16)),
    ("example-cmb-records.csv", "cmb_personal", 5, 0, "1234.00", "2013.14", 0, (1, 4)),
    ("example-icbc-debit-v1-records.csv", "icbc_personal", 11, 1, "2841.74", "4241.08", 0, None),
    ("example-mt-records.csv", "meituan_consumer", 29, 0, "209.73", "1223.80", 6, None),
    ("example-spdb_debit-records.xls", "spdb_personal", 4, 0, "10.00", "11.64", 0, (3, 3)),
    ("example-wechat-records.csv", "wechat_personal", 16, 11, "28.49", "2904.53", 0, None),
    ("example-wechat-records.xlsx", "wechat_personal", 16, 11, "28.49", "2904.53", 0, None),
]


@pytest.mark.parametrize(("name", "layout", "lines", "skipped", "came", "went", "agree", "steps"), FILES, ids=[f[0] for f in FILES])
def test_export(name, layout, lines, skipped, came, went, agree, steps):
    (read,) = read_bills([FOLDER / name])
    assert not read.problems
    for bill in read.bills:
        assert bill.recognised.layout == layout
        assert len(bill.lines) == lines
        assert sum(len(rows) for why, rows in bill.skipped.items() if why != "blank") == skipped
        assert bill.sums() == [("CNY", money.to_minor(Decimal(came), "CNY")[0], money.to_minor(Decimal(went), "CNY")[0])]
        assert sum(c.agrees for c in bill.compared) == agree
        assert (bill.chain.good, bill.chain.steps) == (steps or (0, 0))
        assert bill.problems == []
        rows = next(s for s in read_file(FOLDER / name) if bill.sheet.endswith(s.title) or s.text or bill.sheet == name).rows
        told = {line.row for line in bill.lines} | {row for rows_ in bill.skipped.values() for row in rows_}
        assert told == set(range(bill.recognised.row + 1, len(rows) + 1))


def test_every_layout_that_says_so_was_tested_on_a_real_export():
    assert {layout.name for layout in shipped() if layout.origin == "real export"} == {f[1] for f in FILES}


def test_all_of_them_into_one_book_and_again(tmp_path):
    book = workbook(tmp_path / "b.xlsx", 订单=[("订单编号", "日期", "客户", "金额"), ("SO26001", "2019-09-01", "同性好友", 0.35)])
    paths = tuple(FOLDER / f[0] for f in FILES)
    done = import_bills(ImportRequest(book, paths))
    assert done.code == 0
    rows = next(s.rows for s in read_file(book) if s.title == package_facts(book).imports["payments"])
    assert len(rows) - 1 == sum(f[2] for f in FILES[:-1])  # the last holds what the one before it holds
    before = book.read_bytes()
    assert import_bills(ImportRequest(book, paths)).written is None
    assert book.read_bytes() == before
