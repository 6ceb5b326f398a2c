"""Books that others made: the specimens with their truth, and banks' and platforms' own exports. Skipped without them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from ticktie.commands.reconcile import Request, reconcile
from ticktie.domain.problem import Refused
from ticktie.samples.measure import measure
from ticktie.workbook.read import read_file

SHARED = Path(__file__).parents[2] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared reference books are not beside the project")
BILLS = sorted(p for p in (SHARED / "data" / "cn_bills").glob("example-*")) if SHARED.is_dir() else []


@pytest.mark.parametrize("name", ["a", "b"])
def test_specimens(name, tmp_path):
    truth = json.loads((SHARED / "specimens" / f"{name}.truth.json").read_text("utf-8"))
    asked = Request(SHARED / "specimens" / f"{name}.xlsx", out=tmp_path / "out.xlsx", json=tmp_path / "out.json", as_of=dt.date(2026, 6, 30))
    reconcile(asked)
    found = measure(json.loads((tmp_path / "out.json").read_text("utf-8")), truth)
    assert found.adds_up
    assert not found.traps
    assert found.precision >= 0.9995
    assert found.recall >= 0.97


@pytest.mark.parametrize("path", BILLS, ids=lambda p: p.name)
def test_every_row_of_an_export_is_an_item_or_named(path, tmp_path):
    maps = ("Sheet1=check",) if path.name == "example-wechat-records.xlsx" else ()  # it holds one sheet twice
    asked = Request(path, out=tmp_path / "out.xlsx", json=tmp_path / "out.json", maps=maps)
    reconcile(asked)
    out = json.loads((tmp_path / "out.json").read_text("utf-8"))
    items = {i["id"] for i in out["items"]}
    told = {p["where"].rpartition("!")[0] + "!" + "".join(c for c in p["where"].rpartition("!")[2] if c.isdigit()) for p in out["problems"]}
    reading = next(r for r in out["readings"] if r["kind"] == "payment")
    left = {row for rows in reading["left_out"].values() for row in rows}
    rows = next(s for s in read_file(path) if s.name == reading["sheet"]).rows
    for number in range(reading["header_row"] + 1, len(rows) + 1):
        id_ = f"{reading['sheet']}!{number}"
        assert id_ in items or id_ in told or number in left, id_
    assert items
    assert {i["state"] for i in out["items"]} <= {"open", "set_aside"}
    assert "no_charges" in {p["code"] for p in out["problems"]}


def test_a_book_that_holds_one_sheet_twice_is_refused(tmp_path):
    with pytest.raises(Refused) as refused:
        reconcile(Request(SHARED / "data" / "cn_bills" / "example-wechat-records.xlsx", out=tmp_path / "out.xlsx"))
    assert [p.code for p in refused.value.problems] == ["same_money"]
    assert not (tmp_path / "out.xlsx").exists()
