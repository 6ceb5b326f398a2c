"""`ticktie.reconcile` on DataFrames gives what the command gives on sheets."""

import datetime as dt
import json
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

import ticktie
from ticktie.domain.problem import Refused
from ticktie.domain.rules import RuleError

ORDERS = pd.DataFrame({
    "订单编号": ["SO26001", "SO26002", "SO26003"], "日期": pd.to_datetime(["2026-06-01", "2026-06-02", "2026-06-03"]),
    "客户": ["华联商贸有限公司", "华联商贸有限公司", "新星超市有限公司"], "金额": [1200.0, 800.5, np.nan],
})  # fmt: skip
PAYMENTS = pd.DataFrame({
    "收款日期": [dt.date(2026, 6, 10), dt.date(2026, 6, 13)], "付款方": ["华联商贸有限公司"] * 2,
    "金额": [Decimal("1200.00"), Decimal("800.50")], "摘要": ["SO26001货款", None],
})  # fmt: skip


def test_items_links_and_problems():
    found = ticktie.reconcile(ORDERS, PAYMENTS)
    assert set(zip(found.links["payment"], found.links["order"], found.links["amount"], strict=True)) == {
        ("payments!2", "orders!2", "1200.00"), ("payments!3", "orders!3", "800.50"),
    }  # fmt: skip
    assert found.items.set_index("id")["state"].to_dict() == dict.fromkeys(["orders!2", "orders!3", "payments!2", "payments!3"], "matched")
    assert found.problems[["where", "code"]].to_numpy().tolist() == [["orders!D4", "amount_missing"]]
    assert json.loads(found.to_json())["schema"] == "ticktie/result/1"


def test_columns_by_mapping():
    strange = ORDERS.rename(columns={"金额": "Σ", "客户": "wer"})
    found = ticktie.reconcile(strange, PAYMENTS, columns={"Σ": "amount_inc_tax", "wer": "customer_name"})
    assert len(found.links) == 2


def test_rules_and_as_of():
    assert ticktie.reconcile(ORDERS, PAYMENTS, rules={"pass_memo_number": "off", "pass_exact_amount": "off"}).links["confirmed"].sum() == 0
    late = ticktie.reconcile(ORDERS, PAYMENTS, as_of=dt.date(2026, 6, 12)).items.set_index("id")
    assert late.loc["payments!3", "why"] == "after_as_of"
    with pytest.raises(RuleError):
        ticktie.reconcile(ORDERS, PAYMENTS, rules={"pass_memo": "off"})


def test_nothing_to_read():
    with pytest.raises(Refused):
        ticktie.reconcile(pd.DataFrame({"a": [1]}), None)
