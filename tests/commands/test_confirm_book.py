"""ticktie confirm on a book: what the command line says, what stands in the book after, and what does not change."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.commands.books import workbook
from tests.commands.test_statement import ORDERS, PAYMENTS
from ticktie.commands.reconcile import Request, look, settled, written
from ticktie.domain.register import Balance, Entry
from ticktie.faces.cli import main
from ticktie.reports.pages import titles
from ticktie.reports.statement.build import Statements
from ticktie.reports.statement.model import Statement
from ticktie.reports.statement.reply import MARK, form_digest
from ticktie.reports.view import View
from ticktie.workbook.reply_file import write_reply

CUSTOMER = "华联商贸有限公司"


def statements(book: Path) -> dict[str, Statement]:
    made = look(Request(book))
    source = Statements(View(made, "zh-Hans", titles("zh-Hans")))
    found = [source.of(key) for key in source.keys]
    return {s.customer: s if s.token else replace(s, token="ABCDE-FGHIJ") for s in found}


def sent(s: Statement) -> Entry:
    balances = tuple(Balance(p.currency, p.opening, p.closing) for p in s.parts)
    return Entry(
        0, "2026-07-01", "王芳", "sent", s.number, s.key, s.customer, str(s.start), str(s.end), str(s.reply_by), balances, s.token, "detailed", "d1", "smtp",
        "ap@hl.cn", form=form_digest(s),
    )  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book whose statements went out."""
    path = workbook(tmp_path / "六月.xlsx", 订单=ORDERS, 收款=PAYMENTS)
    made = settled(Request(path, today=dt.date(2026, 7, 1)))
    written(made.with_lines([sent(s) for s in statements(path).values()]))
    return path


def reply(book: Path, path: Path, **cells: Any) -> Path:
    """The workbook of the customer, filled in: name of the row = value, contest=(line, figure, why)."""
    write_reply(statements(book)[CUSTOMER], "zh-Hans", path)
    made = openpyxl.load_workbook(path)
    rows = {str(c.value)[len(MARK) :]: c.row for c in made.active["A"] if str(c.value).startswith(MARK)}
    for name, value in cells.items():
        if name == "contest":
            made.active.cell(rows[f"line:{value[0]}"], 8, value[1])
            made.active.cell(rows[f"line:{value[0]}"], 9, value[2])
        else:
            made.active.cell(rows[name], 5, value)
    made.save(path)
    return path


def result(book: Path, path: Path) -> dict[str, Any]:
    assert main(["reconcile", str(book), "--json", str(path), "--out", str(path.with_suffix(".xlsx")), "--quiet"]) == 0
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def test_a_reply_changes_the_register_and_nothing_else(book, tmp_path, capsys):
    before = result(book, tmp_path / "before.json")
    answer = reply(book, tmp_path / "答复.xlsx", differ="√", contest=(0, 1100, "单价不符"))
    assert main(["confirm", str(book), str(answer), "--who", "李强", "--lang", "zh-Hans"]) == 0
    told = capsys.readouterr().out
    assert f"答复.xlsx：客户回复不符，{CUSTOMER}" in told
    assert "已登记 1 份答复，待核实 0 份，未改动登记 0 份。" in told
    after = result(book, tmp_path / "after.json")
    (mine,) = (s for s in after["statements"] if s["customer"] == CUSTOMER)
    assert (mine["state"], mine["disputed"]) == ("differs", ["SO26001"])
    assert {k: v for k, v in after.items() if k != "statements"} == {k: v for k, v in before.items() if k != "statements"}


def test_what_the_customer_contests_is_listed_apart_on_its_statement(book, tmp_path):
    def disputed() -> list[str]:
        return [o.number for part in statements(book)[CUSTOMER].parts for o in part.disputed]

    assert disputed() == []
    open_ = next(n for n, line in enumerate(statements(book)[CUSTOMER].parts[0].lines) if line.number == "SO26002")
    assert main(["confirm", str(book), str(reply(book, tmp_path / "r.xlsx", differ="√", contest=(open_, 800, "")))]) == 0
    assert disputed() == ["SO26002"]


def test_the_same_folder_twice_leaves_the_book_as_it_is(book, tmp_path, capsys):
    folder = tmp_path / "in"
    folder.mkdir()
    reply(book, folder / "r.xlsx", agree="√")
    (folder / "x.eml").write_bytes(b"\x00")
    assert main(["confirm", str(book), str(folder), "--lang", "en"]) == 0
    assert "1 replies counted, 1 are to be checked, 0 left the register as it was." in capsys.readouterr().out
    written_, backups = book.read_bytes(), sorted(p.name for p in book.parent.glob("*backup*"))
    assert main(["confirm", str(book), str(folder), "--lang", "en"]) == 0
    assert "0 replies counted, 0 are to be checked, 2 left the register as it was." in capsys.readouterr().out
    assert book.read_bytes() == written_
    assert sorted(p.name for p in book.parent.glob("*backup*")) == backups


def test_what_is_refused_changes_nothing(book, tmp_path, capsys):
    before = book.read_bytes()
    assert main(["confirm", str(book), str(tmp_path / "nowhere.eml")]) == 1
    assert main(["confirm", str(book), str(book), "--grade", "gold"]) == 2
    assert book.read_bytes() == before
    assert "nowhere.eml" in capsys.readouterr().err


def test_the_reply_workbook_has_the_same_bytes_every_time(book, tmp_path):
    made = statements(book)[CUSTOMER]
    for name in ("a", "b"):
        write_reply(made, "zh-Hans", tmp_path / f"{name}.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_only_the_answers_are_open_and_they_have_names(book, tmp_path):
    write_reply(statements(book)[CUSTOMER], "en", tmp_path / "r.xlsx")
    made = openpyxl.load_workbook(tmp_path / "r.xlsx")
    page = made.active
    assert page.protection.sheet
    open_ = {c.coordinate for row in page.iter_rows() for c in row if not c.protection.locked}
    first = {str(c.value)[len(MARK) :]: c.row for c in page["A"] if str(c.value).startswith(MARK)}
    answers = {f"E{first[n]}" for n in ("agree", "differ", "reason", "signer", "day", "promise")}
    assert answers <= open_
    assert not open_ & {f"{c}{first[n]}" for n in ("number", "token", "customer", "balance:0", "line:0") for c in "ABCDEFG"}
    assert made.defined_names["ticktie_agree"].attr_text == f"'Reply'!$E${first['agree']}"
    validated = {str(v.sqref) for v in page.data_validations.dataValidation}
    assert {f"E{first['agree']}", f"H{first['line:0']}", f"H{first['balance:0']}"} <= validated
