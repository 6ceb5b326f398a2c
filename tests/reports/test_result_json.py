"""The result file is the contract `ticktie/result/1`, to the letter."""

import json
from typing import Any

import pytest

from tests.notation import table
from tests.reports.outcomes import outcome
from ticktie.domain.grid import Source
from ticktie.domain.outcome import Reading
from ticktie.domain.problem import Problem
from ticktie.reports.result_json import result

ITEM = {"id", "side", "number", "party", "date", "amount", "currency", "residual", "state", "why"}
LINK = {"id", "pass", "decided_by", "confirmed", "because", "probability", "allocations", "difference"}


def made(items: str, links: str = "", **more: Any) -> dict[str, Any]:
    told = result(outcome(items, links, **more), "en")
    assert json.loads(json.dumps(told)) == told  # plain data
    return told


def test_the_whole_file():
    told = made(
        "S1 华联 06-02 1200 no=SO1; S2 - 06-03 5 aside=draft; R3 华联 06-05 1195; R4 李娜 06-06 5", "R3>S1 1195 +fee 5 by=memo_number p=0.5; R4!S1|S2",
        problems=[Problem("amount_unreadable", Source("订单", 9, 3), {"value": "待定"})], readings=[Reading("说明", "other")],
    )  # fmt: skip
    assert told == {
        "schema": "ticktie/result/1",
        "as_of": "2026-06-30",
        "charge_side": "order",
        "items": [
            {"id": "订单!2", "side": "order", "number": "SO1", "party": "华联", "date": "2026-06-02", "amount": "1200.00", "currency": "CNY", "residual": "0.00", "state": "matched", "why": None},
            {"id": "订单!3", "side": "order", "number": None, "party": None, "date": "2026-06-03", "amount": "5.00", "currency": "CNY", "residual": "5.00", "state": "set_aside", "why": "draft"},
            {"id": "收款!4", "side": "payment", "number": None, "party": "华联", "date": "2026-06-05", "amount": "1195.00", "currency": "CNY", "residual": "0.00", "state": "matched", "why": None},
            {"id": "收款!5", "side": "payment", "number": None, "party": "李娜", "date": "2026-06-06", "amount": "5.00", "currency": "CNY", "residual": "5.00", "state": "ambiguous", "why": None},
        ],
        "links": [
            {
                "id": "M0001", "pass": "memo_number", "decided_by": "system", "confirmed": True, "because": told["links"][0]["because"], "probability": 0.5,
                "allocations": [{"order": "订单!2", "payment": "收款!4", "amount": "1195.00"}], "difference": {"kind": "fee", "order": "订单!2", "amount": "5.00"},
            }
        ],
        "ties": [],
        "ambiguous": [{"items": ["收款!5"], "candidates": [["订单!2"], ["订单!3"]], "why": told["ambiguous"][0]["why"]}],
        "problems": [
            {"where": "订单!D9", "code": "amount_unreadable", "level": "error", "message": told["problems"][0]["message"], "mend": told["problems"][0]["mend"]}
        ],
        "proof": {
            "order": {"input": "1205.00", "allocated": "1200.00", "residual": "5.00", "differences": "5.00", "count": 2},
            "payment": {"input": "1200.00", "allocated": "1195.00", "residual": "5.00", "differences": "0.00", "count": 2},
        },
        "transfers": [],
        "readings": [{"sheet": "说明", "kind": "other", "header_row": None, "account": "", "fields": {}, "rows_taken": 0, "left_out": {}, "notes": []}],
    }  # fmt: skip


KEYS = """
case                               | items                                                      | side     | keys
one currency                       | S1 A 06-02 5; R2 A 06-03 5                                 | order    | order payment
several                            | S1 A 06-02 5; R2 A 06-03 5 cur=USD                         | order    | order/CNY order/USD payment/CNY payment/USD
one that is not the base           | S1 A 06-02 5 cur=USD                                       | order    | order payment
deliveries beside orders           | S1 A 06-02 5; D2 A 06-03 5                                 | order    | delivery order payment
deliveries are the charges         | D2 A 06-03 5                                               | delivery | delivery payment
payments alone                     | R2 A 06-03 5                                               | order    | order payment
"""


@pytest.mark.parametrize(("items", "side", "keys"), table(KEYS))
def test_proof_keys(items, side, keys):
    assert sorted(made(items, charge_side=side)["proof"]) == keys.split()


def test_proof_of_deliveries_counts_ties():
    told = made("S1 A 06-02 100; D2 A 06-03 40; D3 A 06-03 9", ties="S1=D2 40")
    assert told["ties"] == [{"order": "订单!2", "delivery": "送货!3", "amount": "40.00"}]
    assert told["proof"]["delivery"] == {"input": "49.00", "allocated": "40.00", "residual": "9.00", "differences": "0.00", "count": 2}


def test_a_proposal_leaves_residuals_alone_and_is_numbered_apart():
    told = made("S1 A 06-02 5; S2 B 06-02 6; R3 A 06-03 5; R4 C 06-03 6", "R3>S1 5; R4?S2 6")
    assert [(x["id"], x["confirmed"]) for x in told["links"]] == [("M0001", True), ("P0001", False)]
    assert [i["residual"] for i in told["items"]] == ["0.00", "6.00", "0.00", "6.00"]


def test_netting_inside_one_side_is_positive_in_both():
    told = made("R1 A 06-02 100; R2 A 06-03 -100", "R1>R2 100 by=reversal")
    assert told["links"][0]["allocations"] == [{"order": "收款!3", "payment": "收款!2", "amount": "100.00"}]
    assert [i["residual"] for i in told["items"]] == ["0.00", "0.00"]


def test_amounts_have_their_currency_s_places():
    told = made("S1 A 06-02 5 cur=JPY; S2 A 06-02 -1.5 cur=KWD")
    assert [i["amount"] for i in told["items"]] == ["5", "-1.500"]


def test_a_rest_names_its_document_amount():
    book = outcome("S1 A 06-02 5")
    book.items["document_amount"] = 1200
    assert result(book)["items"][0]["document_amount"] == "12.00"


def test_every_item_and_link_has_the_contract_s_keys():
    told = made("S1 A 06-02 5; R2 A 06-03 5", "R2>S1 5")
    assert [set(i) for i in told["items"]] == [ITEM, ITEM]
    assert [set(x) for x in told["links"]] == [LINK]
