"""A person's template beside the book or in the own folder: tab and PDF follow it; a bad one stops everything before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.commands.books import workbook
from tests.commands.test_statement import ORDERS, PAYMENTS, told
from tests.workbook.statement_template.changing import cell, logo, template
from ticktie.commands.reconcile import Request
from ticktie.commands.statement import Wanted, statements
from ticktie.faces.cli import main


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """The person's own folder."""
    for name in ("XDG_CONFIG_HOME", "APPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "own"))
    from ticktie.workbook.statement_template.find import own_folder

    own_folder().mkdir(parents=True)
    return own_folder()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return workbook(tmp_path / "六月.xlsx", 订单=ORDERS, 收款=PAYMENTS)


def titled(title: str):
    return lambda workbook, sheet: setattr(cell(workbook, "title"), "value", title)


def test_the_one_beside_the_book_wins_over_the_own_folder_s(book, tmp_path, folder):
    template(folder, titled("公司统一版式"))
    (first,) = statements(Wanted(Request(book), tmp_path / "out")).written
    assert "公司统一版式" in told(first)
    template(tmp_path, titled("本账专用版式"))
    (second,) = statements(Wanted(Request(book), tmp_path / "out")).written
    assert second == first
    assert "本账专用版式" in told(second)


def test_another_layout_or_language_keeps_the_shipped_one(book, tmp_path):
    template(tmp_path, titled("本账专用版式"))
    (path,) = statements(Wanted(Request(book), tmp_path / "open", layout="open")).written
    assert "未清项对账单" in told(path)
    (path,) = statements(Wanted(Request(book, language="en"), tmp_path / "en")).written
    assert "Statement of account" in told(path)


def test_the_tab_follows_with_its_logo_also_on_a_second_run(book, tmp_path):
    def change(workbook, sheet):
        titled("往来对账函")(workbook, sheet)
        sheet.add_image(logo(), "A1")

    template(tmp_path, change)
    for _ in range(2):
        assert main(["statement", str(book), "--quiet"]) == 0
        sheet = load_workbook(book)["客户对账单"]
        assert "往来对账函" in [c.value for row in sheet.iter_rows() for c in row]
        (picture,) = sheet._images
        start, end = picture.anchor._from, picture.anchor.to
        assert (start.row, end.row) == (0, 0), "it ends in the row that was made high enough for it"


def test_a_bad_one_stops_everything_before_anything_is_written(book, tmp_path, capsys):
    def change(workbook, sheet):
        del workbook.defined_names["stmt_customer"], workbook.defined_names["stmt_account_balance"]
        sheet["A60"] = "{什么}"

    template(tmp_path, change)
    before = book.read_bytes()
    assert main(["statement", str(book), "--all", "--pdf", str(tmp_path / "out"), "--lang", "zh-Hans"]) == 1
    said = capsys.readouterr().err
    assert all(name in said for name in ("stmt_customer", "stmt_account_balance", "{什么}", "A60"))
    assert not (tmp_path / "out").exists()
    assert main(["reconcile", str(book), "--lang", "zh-Hans"]) == 1
    assert book.read_bytes() == before
    assert "stmt_customer" in capsys.readouterr().err
