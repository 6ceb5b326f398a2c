"""How long statements take: `python -m benchmarks.statements [--customers 500] [--lines 60]`.

One book is made, and `ticktie statement BOOK --all --pdf DIR` runs on it in a process of its own, as a user starts it. Measured are the
whole command by the clock, its memory at most, and apart from it one statement of the usual size, drawn alone.
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

_ORDERS = ("订单编号", "日期", "客户", "产品", "数量", "金额", "业务员")
_PAYMENTS = ("收款日期", "付款方", "金额", "摘要", "流水号")
_GOODS = ("不锈钢保温杯", "五金套件", "塑料周转箱", "照明灯管")


def main() -> None:
    """Measure and print one line each."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.statements", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--customers", type=int, default=500)
    asked.add_argument("--lines", type=int, default=60, help="documents and receipts of each customer")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="ticktie-benchmark-") as name:
        folder = Path(name)
        write_book(folder / "book.xlsx", given.customers, given.lines)
        for told, more, out in (("all", ["--all"], "all"), ("again", ["--all"], "all"), ("one", ["--customer", customer(0)], "one")):
            seconds, memory = _run([str(folder / "book.xlsx"), *more, "--pdf", str(folder / out), "--quiet"])
            files = list((folder / out).iterdir())
            size = sum(f.stat().st_size for f in files) // len(files) // 1024
            print(f"{told:6} {len(files):5} statements of {given.lines} lines: {seconds:7.1f} s  {seconds / len(files):6.2f} s each  {memory:5} MB  {size:4} kB each")


def customer(n: int) -> str:
    return f"第{n:04d}商贸有限公司"


def write_book(path: Path, customers: int, lines: int) -> None:
    """Two orders of three are paid by a receipt that names its order: lines = orders + receipts."""
    orders = lines * 3 // 5
    book = Workbook(str(path))
    charges, receipts = book.add_worksheet("订单"), book.add_worksheet("收款")
    charges.write_row(0, 0, _ORDERS)
    receipts.write_row(0, 0, _PAYMENTS)
    row = paid = 0
    for c in range(customers):
        for n in range(orders):
            row += 1
            day, amount, number = dt.date(2026, 6, 1 + n % 25), 100 + (row * 7919 % 99991) / 10, f"SO{row:07d}"
            charges.write_row(row, 0, (number, str(day), customer(c), _GOODS[n % len(_GOODS)], 1 + n % 9, amount, "王芳"))
            if n % 3 and paid < (c + 1) * (lines - orders):
                paid += 1
                receipts.write_row(paid, 0, (str(day + dt.timedelta(4)), customer(c), amount, f"付货款{number}", f"T{paid:08d}"))
    book.close()


def _run(call: list[str]) -> tuple[float, int]:
    """Seconds by the clock and megabytes at most of one command."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "ticktie.faces.cli", "statement", *call])
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit("the command failed")
    return time.perf_counter() - start, used.ru_maxrss // 1024


if __name__ == "__main__":
    main()
