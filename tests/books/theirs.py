"""Books with a list that a customer sent: it holds the same money as our own sheets, and none of it may count."""

from __future__ import annotations

from pathlib import Path

from .builders import AS_OF, Book, book, further, made, sheet

_ORDERS = """
订单编号 | 日期 | 客户 | 金额 | 业务员
SO26001 | 2026-06-01 | 华联商贸有限公司 | 1200 | 王芳 ## o1 1200.00 06-01
SO26002 | 2026-06-02 | 华联商贸有限公司 | 800.50 | 王芳 ## o2 800.50 06-02
SO26003 | 2026-06-03 | 华联商贸有限公司 | 300 | 李强 ## o3 300.00 06-03
SO26004 | 2026-06-04 | 新星超市有限公司 | 45.20 | 李强 ## o4 45.20 06-04
"""
_RECEIPTS = """
收款日期 | 付款方 | 金额 | 摘要 | 流水号
2026-06-10 | 华联商贸有限公司 | 1200 | SO26001货款 | T0001 ## p1 1200.00 06-10
2026-06-11 | 新星超市有限公司 | 45.20 | SO26004 | T0002 ## p2 45.20 06-11
"""


@book
def theirs_as_a_sheet(folder: Path) -> Book:
    """A copy of ours, row by row, on a sheet of the book: no second set of charges, no refusal, bad cells told."""
    theirs = """
华联商贸有限公司 采购对账明细
订单编号 | 日期 | 客户 | 金额
SO26001 | 2026-06-01 | 华联商贸有限公司 | 1200 ## -
SO26002 | 2026-06-02 | 华联商贸有限公司 | 800.50 ## -
SO26003 | 2026-06-03 | 华联商贸有限公司 | 300 ## -
SO26007 | 2026-06-05 | 华联商贸有限公司 | 待定 ## !D:amount_unreadable
"""
    return made(
        folder, "theirs_as_a_sheet", sheet("订单", _ORDERS), sheet("收款", _RECEIPTS), sheet("客户来表", theirs),
        args=(*AS_OF, "--map", "客户来表=theirs"), links="p1>o1 1200; p2>o4 45.20", forbidden="p1>o2; p1>o3",
    )  # fmt: skip


@book
def theirs_as_a_file_in_dollars(folder: Path) -> Book:
    """The customer's list names another currency and is in traditional Chinese: neither changes how the book is read."""
    theirs = """
客戶:華聯商貿有限公司
訂單編號 | 日期 | 金額(美元)
SO26001 | 2026-06-01 | 1200 ## -
SO26002 | 2026-06-02 | 800.50 ## -
SO26003 | 2026-06-03 | 300 ## -
"""
    return made(
        folder, "theirs_as_a_file_in_dollars", sheet("订单", _ORDERS.replace("06-01\n", "06-01 CNY\n")), sheet("收款", _RECEIPTS),
        more=[further(folder / "来表.xlsx", sheet("明細", theirs))], args=(*AS_OF, "--map", "来表/明細=theirs"), links="p1>o1 1200; p2>o4 45.20",
    )  # fmt: skip
