"""The templates: what the code writes is what stands in `workbook_templates/`, and a filled-in copy is understood."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest

from ticktie.commands.new import new
from ticktie.commands.read import read
from ticktie.commands.reconcile import Request, reconcile
from ticktie.domain.problem import Refused
from ticktie.domain.wording import LANGUAGES, say, section
from ticktie.workbook.template_file import columns_of, write_template

TEMPLATES = Path(__file__).parents[2] / "workbook_templates"
ORDERS = [
    {"number": "SO-1001", "date": dt.date(2026, 6, 3), "customer": "甲有限公司", "amount": 1200},
    {"number": "SO-1002", "date": dt.date(2026, 6, 5), "customer": "乙有限公司", "amount": 800.5, "currency": "CNY", "due": dt.date(2026, 7, 5)},
    {"number": "SO-1003", "date": dt.date(2026, 6, 6), "customer": "乙有限公司", "amount": 55, "status": "cancelled"},
    {"number": "TH-1004", "date": dt.date(2026, 6, 9), "customer": "甲有限公司", "amount": -300},
]
DELIVERIES = [{"number": "CK-1", "date": dt.date(2026, 6, 4), "customer": "甲有限公司", "order": "SO-1001", "amount": 1200}]
PAYMENTS = [
    {"date": dt.date(2026, 6, 10), "payer": "甲有限公司", "amount": 1200, "memo": "SO-1001", "serial": "9000000000000000001"},
    {"date": dt.date(2026, 6, 12), "payer": "乙有限公司", "amount": 800.5, "order": "SO-1002", "account": "6222000011112222"},
    {"date": dt.date(2026, 6, 20), "payer": "甲有限公司", "amount": -300, "memo": "退款TH-1004"},
]


CONTACTS = [
    {"customer": "甲有限公司", "email": "a@jia.cn; b@jia.cn", "person": "王芳", "phone": "13800000000", "silence": "yes"},
    {"customer": "乙有限公司", "email": "c@yi.cn", "silence": "no", "language": "English"},
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_template_is_what_the_code_writes(language, tmp_path):
    file = tmp_path / "new.xlsx"
    new("customer", file, language)
    assert file.read_bytes() == (TEMPLATES / f"customer.{language}.xlsx").read_bytes(), f"ticktie new customer customer.{language}.xlsx --lang {language}"


@pytest.fixture(params=LANGUAGES)
def filled(request, tmp_path) -> tuple[str, Path]:
    language, file = request.param, tmp_path / "book.xlsx"
    new("customer", file, language)
    book = openpyxl.load_workbook(file)
    for name, rows in (("order", ORDERS), ("delivery", DELIVERIES), ("payment", PAYMENTS), ("contact", CONTACTS)):
        sheet = book[say(language, f"template.customer.{name}.title")]
        words = section(language, f"template.customer.{name}.column")
        at = {cell.value: cell.column for cell in sheet[1]}
        assert list(at) == list(dict.fromkeys(at))
        for number, row in enumerate(rows, 2):
            for field, value in row.items():
                part = {"status": "status", "silence": "yes_no"}.get(field)
                shown = say(language, f"template.customer.{part}.{value}") if part else value
                sheet.cell(number, at[words[field]], shown)
    book.save(file)
    return language, file


def test_every_sheet_is_recognised(filled):
    _, file = filled
    shown = read([file])
    assert [s.reading.kind for s in shown] == ["other", "order", "delivery", "payment", "contact"]
    assert [s.items for s in shown] == [0, len(ORDERS), len(DELIVERIES), len(PAYMENTS), 0]
    assert [len(s.reading.fields) for s in shown[1:]] == [9, 8, 8, 6]  # every heading is known, but for remarks on customers
    assert not any(s.problems for s in shown)


def test_a_filled_in_copy_reconciles(filled, tmp_path):
    language, file = filled
    data = tmp_path / "out.json"
    done = reconcile(Request(file, json=data))
    result = json.loads(data.read_text("utf-8"))
    order, payment = (say(language, f"template.customer.{name}.title") for name in ("order", "payment"))
    links = {(a["order"], a["payment"], a["amount"]) for x in result["links"] if x["confirmed"] for a in x["allocations"]}
    assert links == {
        (f"{order}!2", f"{payment}!2", "1200.00"), (f"{order}!3", f"{payment}!3", "800.50"), (f"{order}!5", f"{payment}!4", "-300.00"),
    }  # fmt: skip
    assert [i["state"] for i in result["items"] if i["id"] == f"{order}!4"] == ["set_aside"]
    assert result["ties"]
    told = {c.name: (c.emails, c.person, c.silence, c.language) for c in done.outcome.ledger.contacts.values()}
    assert told == {"甲有限公司": (("a@jia.cn", "b@jia.cn"), "王芳", True, ""), "乙有限公司": (("c@yi.cn",), "", False, "en")}
    assert done.language == language
    assert not [p for p in result["problems"] if p["code"] != "sheet_empty"]


def test_an_empty_template_is_refused_or_empty_but_never_misread(tmp_path):
    file = tmp_path / "empty.xlsx"
    new("customer", file, "zh-Hans")
    assert sum(s.items for s in read([file])) == 0


def test_what_is_there_stays(tmp_path):
    file = tmp_path / "mine.xlsx"
    file.write_bytes(b"mine")
    with pytest.raises(Refused) as refused:
        new("customer", file, "en")
    assert [p.code for p in refused.value.problems] == ["exists"]
    assert file.read_bytes() == b"mine"


def test_only_xlsx_and_known_kinds(tmp_path):
    with pytest.raises(Refused):
        new("customer", tmp_path / "new.csv", "en")
    with pytest.raises(ValueError, match="nonsense"):
        new("nonsense", tmp_path / "new.xlsx", "en")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_that_comes_from_last_month_is_understood(language, tmp_path):
    """A row that fills all columns of a sheet."""
    cells = {"date": dt.date(2026, 6, 1), "due": dt.date(2026, 7, 1), "amount": 100, "received": 40, "quantity": 2, "currency": "CNY"}
    for name in ("order", "delivery"):
        columns = columns_of("customer", name, [dict.fromkeys(["received", "line", "product", "quantity", "contract", "order", "due", "salesperson", "status"], "x")])
        row = {c.name: cells.get(c.name, "SO26001" if c.name in ("number", "order") else "甲") for c in columns}
        file = tmp_path / f"{name}.xlsx"
        write_template("customer", language, file, {name: [row]})
        shown = next(s for s in read([file]) if s.reading.kind == name)
        assert [h for c, h in shown.reading.headings.items() if c not in shown.reading.fields] == []
        assert shown.reading.fields[[c.name for c in columns].index("received")] == "received_amount"
