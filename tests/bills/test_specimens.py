"""Every layout reads its specimen: each line with its sign, in order of time; every row is a line or a named skip; what the file states agrees."""

from decimal import Decimal

import pytest

from tests.bills import specimens_banks, specimens_formats, specimens_platforms
from ticktie.commands.import_bills import read_bills
from ticktie.domain import money
from ticktie.intake.bills.layouts import shipped

SPECIMENS = [*specimens_banks.SPECIMENS, *specimens_platforms.SPECIMENS, *specimens_formats.SPECIMENS]


FORMATS = {s[0] for s in specimens_formats.SPECIMENS}  # no tables: their rows are ours


def bill_of(tmp_path, text, encoding, name="明细.csv"):
    path = tmp_path / name
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    (read,) = read_bills([path])
    assert not read.problems, read.problems
    (bill,) = read.bills
    return bill


def shown(line):
    parts = [str(line.date), line.time, money.to_text(line.amount, line.currency), line.party, line.serial]
    return " | ".join(parts).replace("  ", " ").strip()


@pytest.mark.parametrize(("layout", "encoding", "text", "lines"), SPECIMENS, ids=[s[0] for s in SPECIMENS])
def test_specimen(tmp_path, layout, encoding, text, lines):
    bill = bill_of(tmp_path, text, encoding)
    assert bill.recognised.layout == layout
    assert [shown(line) for line in bill.lines] == [" | ".join(p.strip() for p in one.split("|")).replace("  ", " ").strip() for one in lines.splitlines()]
    assert [c for c in bill.compared if not c.agrees] == []
    assert bill.chain.good == bill.chain.steps
    assert not bill.chain.turned
    assert not [p for p in bill.problems if p.level == "error"]
    if layout in FORMATS:
        return
    below = len([r for r in text.splitlines()[bill.recognised.row :] if r.strip(" ,\t")])
    assert len(bill.lines) + sum(len(rows) for why, rows in bill.skipped.items() if why != "blank") == below


def test_every_layout_has_a_specimen():
    assert {s[0] for s in SPECIMENS} == {layout.name for layout in shipped() if layout.kind != "summary"}


WITH_BALANCE = {layout.name for layout in shipped() if "balance" in layout.columns} - FORMATS - {"chunghwa_post_tw"}  # whose list has none


@pytest.mark.parametrize("layout", [s for s in SPECIMENS if s[0] in WITH_BALANCE], ids=lambda s: s[0])
def test_the_balances_of_the_specimens_are_looked_at(tmp_path, layout):
    assert bill_of(tmp_path, layout[2], layout[1]).chain.steps > 0


def test_the_fee_of_a_merchant_keeps_its_five_decimals(tmp_path):
    (text, encoding) = next((s[2], s[1]) for s in SPECIMENS if s[0] == "wechat_merchant")
    assert [line.fee for line in bill_of(tmp_path, text, encoding).lines] == [Decimal("0.05940"), Decimal("-0.01800")]
