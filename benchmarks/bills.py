"""How long an import takes: `python -m benchmarks.bills [--lines 100000]`.

A statement of a bank is made with half of its payments naming an order, and `ticktie import` runs on it in a process of its own, as a user starts it:
into a new tab, the same file once more, and a file of which half is known, into the tab that is there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from xlsxwriter import Workbook

_HEAD = "账号,账户名称,交易时间,借方发生额（支取）,贷方发生额（收入）,余额,币种,对方户名,对方账号,摘要,备注,账户明细编号-交易流水号,企业流水号\n"


def main() -> None:
    """Measure and print one line each."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.bills", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--lines", type=int, default=100_000)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="ticktie-benchmark-") as name:
        folder, lines = Path(name), given.lines
        write_book(folder / "book.xlsx")
        first, later = folder / "first.csv", folder / "later.csv"
        first.write_text(_HEAD + "".join(bank_lines(0, lines)), "gb18030")
        later.write_text(_HEAD + "".join(bank_lines(lines // 2, lines + lines // 2)), "gb18030")
        for told, bill in (("new", first), ("again", first), ("overlapping", later)):
            seconds, memory = _run(["import", str(folder / "book.xlsx"), str(bill), "--quiet"])
            print(f"{told:12} {lines:,} lines: {seconds:6.1f} s  {memory:5} MB")


def bank_lines(start: int, end: int) -> list[str]:
    """Lines `start` to `end` of one account, the same for any cut of it."""
    made, balance = [], 10_000_000 + start * 10
    for n in range(start, end):
        balance += 10
        day = dt.datetime(2026, 1, 1) + dt.timedelta(minutes=n * 3)
        memo = f"货款SO{n:07d}" if n % 2 else "货款"
        made.append(f"44050001,某某公司,{day:%Y%m%d %H:%M:%S},0,10.00,{balance}.00,人民币元,第{n % 900:04d}商贸有限公司,62{n % 900:014d},电子汇入,{memo},T{n:010d},\n")
    return made


def write_book(path: Path) -> None:
    """A book with one order."""
    book = Workbook(str(path))
    sheet = book.add_worksheet("订单")
    sheet.write_row(0, 0, ("订单编号", "日期", "客户", "金额"))
    sheet.write_row(1, 0, ("SO0000001", "2026-01-01", "第0001商贸有限公司", 10))
    book.close()


def _run(call: list[str]) -> tuple[float, int]:
    """Seconds by the clock and megabytes at most of one command."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "ticktie.faces.cli", *call])
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit("the command failed")
    return time.perf_counter() - start, used.ru_maxrss // 1024


if __name__ == "__main__":
    main()
