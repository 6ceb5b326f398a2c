"""The selected row of a result tab, by the hidden heading above it."""

from __future__ import annotations

import json

import pytest

from ticktie.faces.selected import selected


def heading(columns: dict[str, str], **choices: str) -> str:
    return "ticktie:" + json.dumps({"columns": columns, "choices": choices}, ensure_ascii=False)


KEY = '[["order:SO-1"],["payment:RC-9"]]'
ROWS = [
    ["待确认", None, None, None, None],
    ["2 笔", "接受", None, None, None],
    ["决定", "收款位置", "订单位置", "我的栏", heading({"决定": "decision", "收款位置": "payment_source", "订单位置": "candidate_source"}, 接受="accept")],
    [None, "银行流水!B17", "订单!$A$5", "收款!C3", KEY],
    ["接受", "a!b 流水!B18", "看右边", None, KEY],
    ["合计", "银行流水!B99", None, None, None],
    ["Where", "Note", None, None, heading({"Where": "source", "Note": "note"})],
    ["银行流水!F20", "银行流水!F21", None, None, KEY],
]


@pytest.mark.parametrize(
    ("row", "sources", "decision"),
    [
        (4, ("银行流水!17", "订单!5"), 1),  # a column of the user's is no source
        (5, ("a!b 流水!18",), 1),
        (8, ("银行流水!20",), None),  # under a heading of its own
    ],
)
def test_a_row_with_items(row, sources, decision):
    found = selected(ROWS, row)
    assert found is not None
    assert (found.sources, found.decision) == (sources, decision)
    assert dict(found.choices) == ({"accept": "接受"} if decision else {})


@pytest.mark.parametrize("row", [-1, 0, 1, 2, 3, 6, 7, 9, 1_048_576])
def test_a_row_without(row):
    assert selected(ROWS, row) is None
