"""Statements as files: who gets one, what another may not read, what a failed file leaves, and that the book stays as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.commands.books import workbook
from tests.notation import table
from tests.reports.outcomes import outcome, text, view
from tests.workbook.pdf.papers import text_of
from ticktie.commands import statement as command
from ticktie.commands.demo import demo
from ticktie.commands.reconcile import Request, look
from ticktie.commands.statement import Wanted, file_name, statements
from ticktie.domain.problem import Refused
from ticktie.faces.cli import main
from ticktie.reports.statement.build import Statements
from ticktie.reports.statement.layouts import LAYOUTS, page_of
from ticktie.workbook.read import read_file

ORDERS = [
    ("订单编号", "日期", "客户", "产品", "数量", "金额", "业务员"),
    ("SO26001", "2026-06-01", "华联商贸有限公司", "保温杯", 12, 1200, "王芳"),
    ("SO26002", "2026-06-02", "华联商贸有限公司", "纸箱", 5, 800.5, "王芳"),
    ("SO26003", "2026-06-03", "新星超市有限公司", "保温杯", 3, 300, "李强"),
    ("SO26004", "2026-06-04", "甲/乙商行", "线材", 1, 45.2, "李强"),
    ("SO26005", "2026-06-05", "丙丁贸易行", "线材", 2, 77, "李强"),
    ("SO26006", "2026-05-05", "丙丁贸易行", "线材", 2, 12, "李强"),
]
PAYMENTS = [
    ("收款日期", "付款方", "金额", "摘要", "流水号"),
    ("2026-06-10", "华联商贸有限公司", 1500, "付SO26001、SO26003货款", "T0000001"),
    ("2026-06-12", "丙丁贸易行", 70, "丙丁贸易行付款 SO26005", "T0000003"),
    ("2026-06-13", "过路人", 33, "不明", "T0000004"),
]
CUSTOMERS = {row[2] for row in ORDERS[1:]}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return workbook(tmp_path / "六月.xlsx", 订单=ORDERS, 收款=PAYMENTS)


def told(path: Path) -> str:
    return "\n".join(text_of(path.read_bytes()))


def test_every_customer_has_one_file_and_the_book_stays(book, tmp_path):
    before = book.read_bytes()
    done = statements(Wanted(Request(book), tmp_path / "out" / "deep", every=True))
    files = sorted((tmp_path / "out" / "deep").iterdir())
    assert len(files) == len(CUSTOMERS) == len(done.written)
    assert book.read_bytes() == before
    assert sorted(next(c for c in CUSTOMERS if c in told(f)) for f in files) == sorted(CUSTOMERS)
    assert done.strangers == 1, "过路人 is no customer"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_nobody_reads_of_another(book, tmp_path, layout, language):
    """The receipt of 华联 names and pays an order of 新星 too."""
    out = tmp_path / "out"
    statements(Wanted(Request(book, language=language), out, every=True, layout=layout))
    owners = {row[0]: row[2] for row in ORDERS[1:]}
    seen = 0
    for path in out.iterdir():
        content = told(path)
        (mine,) = (c for c in CUSTOMERS if c in content)
        seen += 1
        assert [n for n, owner in owners.items() if owner != mine and n in content] == []
        assert "过路人" not in content
    assert seen == len(CUSTOMERS)


def test_in_the_sample_month_nobody_reads_of_another(tmp_path):
    made = view(look(Request(demo(tmp_path).done.written)))
    source = Statements(made)
    names = {name for key, name in zip(made.party_keys, made.parties, strict=True) if key in source.names}
    keys = dict(zip(made.parties, made.party_keys, strict=True))
    numbers = {n: key for n, key, side in zip(made.numbers, made.party_keys, made.sides, strict=True) if n and side != "payment"}
    assert len(source.keys) > 50
    for key in source.keys:
        content = text(page_of(made, source.of(key), "detailed")) + text(page_of(made, source.of(key), "open"))
        own = [n for n in names if keys[n] == key]
        rest = re.sub("|".join(map(re.escape, sorted(own, key=len, reverse=True))), "", content)
        assert [n for n in names if keys[n] != key and n in rest] == []
        assert [n for n, owner in numbers.items() if owner != key and n in content] == []


def test_a_second_call_makes_only_what_failed(book, tmp_path, capsys):
    out = tmp_path / "out"
    call = ["statement", str(book), "--all", "--pdf", str(out), "--lang", "en"]
    assert main([*call, "--quiet"]) == 0
    first = sorted(out.iterdir())
    kept = {p: p.read_bytes() for p in first}
    first[0].unlink()
    first[0].mkdir()  # stands in the way
    first[1].unlink()
    assert main(call) == 4
    printed = capsys.readouterr()
    assert f"1 statements written to {out}, {len(first) - 2} were the same already, 1 failed." in printed.out
    assert first[0].name in printed.err
    assert first[1].read_bytes() == kept[first[1]]
    first[0].rmdir()
    written = {p: p.stat().st_mtime_ns for p in first[1:]}
    assert main(call) == 0
    assert {p: p.read_bytes() for p in first} == kept
    assert {p: p.stat().st_mtime_ns for p in first[1:]} == written


def test_what_is_unchanged_is_not_drawn_again(book, tmp_path, monkeypatch):
    out = tmp_path / "out"
    first = statements(Wanted(Request(book), out, every=True)).written
    monkeypatch.setattr(command, "pdf_of", lambda *what: pytest.fail("drawn again"))
    again = statements(Wanted(Request(book), out, every=True))
    assert (again.written, again.same) == ([], first)


def test_what_a_person_changed_or_was_damaged_is_drawn_again(book, tmp_path):
    out = tmp_path / "out"
    first = sorted(statements(Wanted(Request(book), out, every=True)).written)
    kept = {p: p.read_bytes() for p in first}
    first[0].write_bytes(kept[first[0]].replace(b"/CreationDate", b"/creationDate"))
    first[1].write_bytes(kept[first[1]][: len(kept[first[1]]) // 2])
    first[2].write_bytes(kept[first[2]] + b"% noted by hand")
    again = statements(Wanted(Request(book), out, every=True))
    assert sorted(again.written) == first[:3]
    assert {p: p.read_bytes() for p in first} == kept


def test_a_changed_figure_makes_only_that_customer_s_file_anew(book, tmp_path):
    out = tmp_path / "out"
    statements(Wanted(Request(book), out, every=True))
    workbook(book, 订单=[row if row[0] != "SO26004" else (*row[:5], 46, row[6]) for row in ORDERS], 收款=PAYMENTS)
    again = statements(Wanted(Request(book), out, every=True))
    assert [p.name.partition(" ")[2] for p in again.written] == ["甲_乙商行.pdf"]
    assert len(again.same) == len(CUSTOMERS) - 1


def test_what_the_font_lacks_is_told_again_though_nothing_is_drawn(tmp_path):
    orders = [ORDERS[0], *((*row[:3], "杯\U0001f600", *row[4:]) for row in ORDERS[1:])]
    book = workbook(tmp_path / "六月.xlsx", 订单=orders, 收款=PAYMENTS)
    for _ in range(2):
        assert statements(Wanted(Request(book), tmp_path / "out", every=True)).missing == {"\U0001f600"}


def test_nothing_done_is_1(book, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["statement", str(book), "--customer", "新星超市有限公司", "--pdf", str(out), "--quiet"]) == 0
    (path,) = out.iterdir()
    path.unlink()
    path.mkdir()
    assert main(["statement", str(book), "--customer", "新星超市有限公司", "--pdf", str(out)]) == 1


def test_a_broken_law_writes_nothing(book, tmp_path, monkeypatch):
    monkeypatch.setattr("ticktie.reports.statement.model.Part.broken", lambda part: iter(["CNY: 1, 2"]))
    with pytest.raises(Refused) as refused:
        statements(Wanted(Request(book), tmp_path / "out", every=True))
    assert {p.code for p in refused.value.problems} == {"law_broken"}
    assert not (tmp_path / "out").exists()


def test_one_customer_s_file_is_the_one_of_all(book, tmp_path):
    statements(Wanted(Request(book), tmp_path / "all", every=True))
    statements(Wanted(Request(book), tmp_path / "one", ("新星超市有限公司",)))
    (one,) = (tmp_path / "one").iterdir()
    assert one.read_bytes() == (tmp_path / "all" / one.name).read_bytes()


def test_files_written_a_few_at_once_are_the_same(book, tmp_path, monkeypatch):
    statements(Wanted(Request(book), tmp_path / "one", every=True))
    monkeypatch.setattr(command, "_AT_ONCE", 1)
    stages = []
    statements(Wanted(Request(book), tmp_path / "two", every=True), lambda *what: stages.append(what))
    assert {p.name: p.read_bytes() for p in (tmp_path / "one").iterdir()} == {p.name: p.read_bytes() for p in (tmp_path / "two").iterdir()}
    assert [s for s in stages if s[0] == "statements"] == [("statements", n) for n in (1, 2, 3, 4)]


def test_without_a_name_it_is_the_customer_that_owes_most(book, tmp_path):
    (path,) = statements(Wanted(Request(book), tmp_path / "out")).written
    assert "华联商贸有限公司" in told(path)


def test_names_that_are_no_customers_are_all_told_and_nothing_is_made(book, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["statement", str(book), "--customer", "华联", "--customer", "没有", "--pdf", str(out), "--lang", "zh-Hans"]) == 1
    said = capsys.readouterr().err
    assert "没有客户「华联」。相近的名称：华联商贸有限公司" in said
    assert "没有客户「没有」" in said
    assert not out.exists()


WRONG = """
case                        | call
all and one                 | --all --customer 甲 --pdf out
all on the tab              | --all
two on the tab              | --customer 甲 --customer 乙
no such layout              | --layout long --pdf out
"""


@pytest.mark.parametrize("call", table(WRONG))
def test_wrong_usage_is_2(book, call, capsys):
    assert main(["statement", str(book), *call.split()]) == 2


def test_without_a_folder_the_tab_shows_the_customer_in_the_layout(book):
    assert main(["statement", str(book), "--customer", "新星超市有限公司", "--layout", "confirmation", "--quiet"]) == 0
    tab = next(s for s in read_file(book) if s.title == "客户对账单")
    content = "\n".join(str(c) for row in tab.rows for c in row if c is not None)
    assert "企业询证函" in content
    assert "新星超市有限公司" in content


def test_the_tab_of_an_unknown_customer_is_refused_and_the_book_stays(book, capsys):
    before = book.read_bytes()
    assert main(["statement", str(book), "--customer", "新星", "--lang", "en"]) == 1
    assert "新星超市有限公司" in capsys.readouterr().err
    assert book.read_bytes() == before


def test_a_book_without_customers_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("订单编号,日期,金额\nSO26001,2026-06-01,100\nSO26002,2026-06-02,200\n", "utf-8")
    for every in (True, False):
        with pytest.raises(Refused) as refused:
            statements(Wanted(Request(path), tmp_path / "out", every=every))
        assert [p.code for p in refused.value.problems] == ["no_customers"]


NAMES = """
case                        | customer                | name
plain                       | 华联商贸                 | 华联商贸
what Windows forbids        | 甲/乙:丙*"丁"<戊>|己?    | 甲_乙_丙__丁__戊__己_
a dot at the end            | 联.                      | 联
"""


@pytest.mark.parametrize(("customer", "name"), table(NAMES))
def test_file_name(customer, name):
    made = Statements(view(outcome(f"S1 {customer} 06-02 5")))
    told = file_name(made.of(made.keys[0]), "detailed")
    assert re.sub(r"^ST-20260630-[A-Z2-7]{8} ", "", told) == f"{name}.pdf"
    assert file_name(made.of(made.keys[0]), "open").endswith(" (open).pdf")


def test_a_long_name_is_cut_and_two_of_them_stay_apart():
    long = "甲" * 300
    made = Statements(view(outcome(f"S1 {long}乙 06-02 5; S2 {long}丙 06-02 5")))
    names = {file_name(made.of(key), "detailed") for key in made.keys}
    assert len(names) == 2
    assert all(len(name.encode()) < 255 for name in names)
