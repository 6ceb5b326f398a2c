"""Damaged, cut and rearranged bills: a clear word or the right lines, never a traceback, never a wrong sign."""

from __future__ import annotations

import csv
import io
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bills.test_specimens import FORMATS, SPECIMENS
from ticktie.commands.import_bills import read_bills
from ticktie.domain.wording import say

FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
WHOLE = {name: text.encode(encoding) for name, encoding, text, _ in SPECIMENS}
TABLES = [s for s in SPECIMENS if s[0] not in FORMATS]
NAMES = [s[0] for s in SPECIMENS]


def read(folder, data: bytes):
    """What a file with these bytes gives; every problem has its words."""
    path = folder / "bill.csv"
    path.write_bytes(data)
    files = read_bills([path])
    for problem in [p for f in files for p in [*f.problems, *(q for b in f.bills for q in b.problems)]]:
        assert say("zh-Hans", f"problem.{problem.code}.message", problem.facts)
    return [b for f in files for b in f.bills]


def signs(bills):
    """Row of the file -> sign of its line."""
    return {line.row: line.amount > 0 for bill in bills for line in bill.lines}


@pytest.mark.parametrize("name", NAMES)
@FEW
@given(share=st.floats(0, 1))
def test_cut_off_anywhere(tmp_path, name, share):
    whole = signs(read(tmp_path, WHOLE[name]))
    cut = signs(read(tmp_path, WHOLE[name][: int(len(WHOLE[name]) * share)]))
    if name not in FORMATS or len(cut) == len(whole):
        assert cut.items() <= whole.items()


@pytest.mark.parametrize("name", NAMES)
@FEW
@given(places=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=6))
def test_any_bytes_in_any_place(tmp_path, name, places):
    data = bytearray(WHOLE[name])
    for share, value in places:
        data[int(share * len(data))] = value
    read(tmp_path, bytes(data))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16", "utf-16-be", "latin-1", "shift_jis"])
def test_any_encoding(tmp_path, name, encoding):
    """A text that the encoding can hold gives the same signs or none at all."""
    text = next(s[2] for s in SPECIMENS if s[0] == name)
    whole = signs(read(tmp_path, WHOLE[name]))
    other = signs(read(tmp_path, text.encode(encoding, "replace")))
    assert other in (whole, {}) or other.items() <= whole.items()


@pytest.mark.parametrize("name", NAMES)
def test_read_as_another_encoding(tmp_path, name):
    """The bytes as a program shows them that takes them for Western European."""
    read(tmp_path, WHOLE[name].decode("latin-1").encode("utf-8"))


def moved(text: str, order: list[int]) -> str:
    """The table's columns in another order, titles and values together."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    for row in csv.reader(io.StringIO(text)):
        write.writerow([row[i] for i in order if i < len(row)] if len(row) > 4 else row)
    return out.getvalue()


@pytest.mark.parametrize(("name", "encoding", "text", "lines"), TABLES, ids=[s[0] for s in TABLES])
@FEW
@given(data=st.data())
def test_columns_in_any_order(tmp_path, name, encoding, text, lines, data):
    rows = list(csv.reader(io.StringIO(text)))
    width = max(map(len, rows))
    if any(4 < len(r) < width and r[0].strip() for r in rows if len(r) > 4 and "续上" not in r[0] and "續上" not in r[0]):
        order = list(range(width))  # rows of other lengths: only as it stands
    else:
        order = data.draw(st.permutations(range(width)))
    before = read(tmp_path, moved(text, list(range(width))).encode(encoding))
    after = read(tmp_path, moved(text, order).encode(encoding))
    assert [(x.row, x.date, x.amount, x.party, x.serial) for b in after for x in b.lines] == [(x.row, x.date, x.amount, x.party, x.serial) for b in before for x in b.lines]


HEAD = "交易日期,{0},{1},余额,摘要,收(付)方名称,收(付)方账号,交易类型\n"
AMOUNTS = st.lists(st.integers(-99_999, 99_999).filter(bool), min_size=3, max_size=12)


@FEW
@given(amounts=AMOUNTS, start=st.integers(0, 10**7), down=st.booleans())
def test_titles_of_in_and_out_exchanged_are_found_by_the_balance(tmp_path, amounts, start, down):
    rows, balance = [], start
    for n, amount in enumerate(amounts, 1):
        balance += amount
        cells = (f"{amount / 100:.2f}", "") if amount > 0 else ("", f"{-amount / 100:.2f}")
        rows.append(f"2026-06-{n:02d},{cells[0]},{cells[1]},{balance / 100:.2f},x,某某公司,1,转账\n")
    rows = rows[::-1] if down else rows
    right = read(tmp_path, (HEAD.format("贷方(入账)", "借方(出账)") + "".join(rows)).encode())
    wrong = read(tmp_path, (HEAD.format("借方(出账)", "贷方(入账)") + "".join(rows)).encode())
    assert [x.amount for x in right[0].lines] == amounts
    assert [x.amount for x in wrong[0].lines] == amounts
    assert wrong[0].chain.turned


@pytest.mark.parametrize("name", ["abc_corporate", "boc_corporate", "wechat_merchant", "alipay_merchant_account", "esun_tw", *sorted(FORMATS)])
def test_a_cell_of_ten_megabytes(tmp_path, name):
    text = next(s[2] for s in SPECIMENS if s[0] == name)
    encoding = next(s[1] for s in SPECIMENS if s[0] == name)
    head, mark, tail = text.rpartition("某" if "某" in text else text[len(text) // 2])
    start = time.perf_counter()
    read(tmp_path, (head + "长" * 3_500_000 + mark + tail).encode(encoding, "replace"))
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize("data", [b"", b"\x00" * 4000, b"PK\x03\x04", b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, b"<?xml version='1.0'?><a xmlns='urn:camt.053'/>", b"<OFX>", b"!Type:Bank\nD1/1/1\n", b":20:\n:25:\n:61:\n", b'"' * 5000], ids=range(10))
def test_files_that_are_nothing(tmp_path, data):
    assert read(tmp_path, data) == []
