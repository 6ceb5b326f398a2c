"""Pages become sheets that other programs read back as they were meant; no text becomes a formula or a link."""

import datetime as dt
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
import python_calamine
from openpyxl.worksheet.worksheet import Worksheet

from tests.notation import table
from tests.reports.outcomes import outcome
from tests.workbook.libreoffice import saved_by_libreoffice
from ticktie.domain.grid import Source
from ticktie.domain.page import Chart, Column, Lines, LinkTo, Page, Spot, Table
from ticktie.domain.problem import Problem
from ticktie.reports.pages import pages
from ticktie.workbook import tab as tabs
from ticktie.workbook.cells import MOST_TEXT, escape
from ticktie.workbook.look import money_format
from ticktie.workbook.render import render, split
from ticktie.workbook.widths import column_width, lines_of, text_width

COLUMNS = [
    Column("name", "名称", "wrap", 10, 30), Column("amount", "金额", "money", 8), Column("date", "日期", "date"), Column("count", "笔数", "number"),
    Column("share", "比例", "percent"), Column("where", "位置", "link"), Column("decision", "决定", "choice", choices=("接受", "拒绝"), note="请选择"),
    Column("note", "备注", "input", note="写给自己"), Column("keys", "ticktie:{}", "hidden"),
]  # fmt: skip
ROW = ["华联", Decimal("-1234.50"), dt.date(2026, 6, 30), 3, 0.25, "订单!D5", None, None, "k1"]


def page(rows: list[list[Any]], **more: Any) -> Page:
    return Page("matched", "已匹配", [Lines([[Spot("标题", "title", 0)]]), Table(COLUMNS, rows, main=True, name="t", frozen=1, **more)])


def written(tmp_path: Path, *made: Page, **options: Any) -> openpyxl.Workbook:
    path = tmp_path / "donor.xlsx"
    render(made, path, **{"language": "zh-Hans", **options})
    return openpyxl.load_workbook(path)


def sheet(tmp_path: Path, *made: Page, **options: Any) -> Worksheet:
    return written(tmp_path, *made, **options).worksheets[0]


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode("utf-8")


# --- what cells hold ---

TEXTS = """
case                         | text
a formula                    | =1+1
a command                    | =cmd|' /C calc'!A0
a plus                       | +8613812345678
an at sign                   | @SUM(A1)
an address of the web        | https://example.com/x?a=1&b=2
an address inside            | internal:Sheet1!A1
markup                       | <r>a & b</r>
an escape that Excel knows   | _x0041_
a number kept as text        | 6222021234567890123
an array formula             | {=A1:A2}
"""


@pytest.mark.parametrize("text", [p.values[0] for p in table(TEXTS)])
def test_text_stays_text(tmp_path, text):
    cell = sheet(tmp_path, page([[text, *ROW[1:]]]))["A3"]
    assert (cell.value.replace("_x005F_x", "_x"), cell.data_type, cell.hyperlink) == (text, "s", None)  # openpyxl keeps that escape
    found = python_calamine.load_workbook(str(tmp_path / "donor.xlsx")).get_sheet_by_index(0).to_python()
    assert found[2][0] == text
    assert not re.search(r"<f>|<f ", part(tmp_path / "donor.xlsx", "xl/worksheets/sheet1.xml"))


ODD = """
case                | text        | told
a bell              | a\\x07b      | a_x0007_b
a return            | a\\rb        | a_x000D_b
a null              | \\x00        | _x0000_
half a character    | \\ud800      | _xD800_
a tab is a tab      | a\\tb        | a\\tb
"""


@pytest.mark.parametrize(("text", "told"), table(ODD))
def test_odd_characters_are_escaped(text, told):
    assert escape(text.encode().decode("unicode_escape")) == told.encode().decode("unicode_escape")


def test_spaces_and_lines_are_kept(tmp_path):
    assert sheet(tmp_path, page([["  两行\n文字 ", *ROW[1:]]]))["A3"].value == "  两行\n文字 "


def test_text_is_cut_to_what_a_cell_holds(tmp_path):
    assert len(sheet(tmp_path, page([["长" * 40_000, *ROW[1:]]]))["A3"].value) == MOST_TEXT
    assert len(sheet(tmp_path, page([["😀" * 20_000, *ROW[1:]]]))["A3"].value) == MOST_TEXT // 2


def test_values_keep_their_type(tmp_path):
    found = sheet(tmp_path, page([ROW]))
    assert [c.value for c in found[3]] == ["华联", -1234.5, dt.datetime(2026, 6, 30), 3, 0.25, "订单!D5", None, None, "k1"]
    assert [found.cell(3, c).number_format for c in (2, 3, 5)] == ["#,##0.00;[Red]-#,##0.00", "yyyy-mm-dd", "0.0%"]


ADDED = [True, 2.5, 7, "字", dt.date(2026, 1, 2), dt.datetime(2026, 1, 2), dt.datetime(2026, 1, 2, 3, 4), Decimal("1.10")]


def test_a_person_s_cells_keep_theirs(tmp_path):
    columns = [Column(f"added_{n}", str(n), "input") for n in range(len(ADDED))]
    found = sheet(tmp_path, Page("matched", "x", [Table(columns, [ADDED], main=True)]))
    days = [dt.datetime(2026, 1, 2).toordinal() - dt.date(1899, 12, 30).toordinal()] * 2
    assert [c.value for c in found[2]] == [True, 2.5, 7, "字", *days, "2026-01-02 03:04:00", 1.1]


def test_dates_count_from_1904_where_the_workbook_does(tmp_path):
    book = written(tmp_path, page([ROW]), date1904=True)
    assert book.epoch == dt.datetime(1904, 1, 1)
    assert book.worksheets[0]["C3"].value == dt.datetime(2026, 6, 30)


@pytest.mark.parametrize(("date1904", "day"), [(False, dt.date(1900, 2, 28)), (True, dt.date(1903, 12, 31)), (False, dt.date(1776, 7, 4))])
def test_days_that_excel_does_not_have_are_text(tmp_path, date1904, day):
    assert sheet(tmp_path, page([[*ROW[:2], day, *ROW[3:]]]), date1904=date1904)["C3"].value == str(day)


def test_money_has_its_currency_s_places(tmp_path):
    found = sheet(tmp_path, page([ROW, ROW, ROW], places=[2, 0, 3]))
    assert [found.cell(r, 2).number_format for r in (3, 4, 5)] == [money_format(2), "#,##0;[Red]-#,##0", "#,##0.000;[Red]-#,##0.000"]


# --- what people can do ---


def test_filters_frozen_heading_and_print_titles(tmp_path):
    found = sheet(tmp_path, page([ROW, ROW]))
    assert (found.auto_filter.ref, found.freeze_panes, found.print_title_rows) == ("A2:I4", "B3", "$2:$2")


def test_choices_are_offered_and_inputs_explained(tmp_path):
    rules = sheet(tmp_path, page([ROW, ROW])).data_validations.dataValidation
    assert [(str(r.sqref), r.type, r.formula1, r.prompt) for r in rules] == [("G3:G4", "list", '"接受,拒绝"', "请选择"), ("H3:H4", None, None, "写给自己")]


def test_input_cells_are_seen_as_such(tmp_path):
    found = sheet(tmp_path, page([ROW]))
    assert {found[c].fill.fgColor.rgb for c in ("G3", "H3")} == {"FFFFF8DC"}
    assert found["A3"].fill.fill_type is None
    assert found["G3"].border.left.style == "thin"


def test_keys_are_hidden_and_not_printed(tmp_path):
    found = sheet(tmp_path, page([ROW]))
    assert [c for c, d in found.column_dimensions.items() if d.hidden] == ["I"]
    assert found.print_area == "'已匹配'!$A$1:$H$3"


def test_paper(tmp_path):
    found = sheet(tmp_path, page([ROW]))
    assert (found.page_setup.paperSize, found.page_setup.orientation, found.page_setup.fitToWidth, found.page_setup.fitToHeight) == (9, "landscape", None, 0)
    assert found.sheet_properties.pageSetUpPr.fitToPage
    assert (found.oddFooter.left.text, found.oddFooter.right.text) == ("&A", "&P / &N")


# --- links ---

LINKS = """
case                            | address          | sheets      | leads to
to a sheet of the user          | 订单!D5            |             | '订单'!D5
a name with an apostrophe       | Bob's!A1         |             | 'Bob''s'!A1
a name with a mark              | a!b!C3           |             | 'a!b'!C3
a further file                  | 6月/收款!C3        |             |
a sheet the user has            | 订单!D5            | 订单          | '订单'!D5
a sheet the user does not have  | 订单!D5            | 收款          |
a tab of ours                   | 已匹配!A1           | 收款          | '已匹配'!A1
"""


@pytest.mark.parametrize(("address", "sheets", "goal"), table(LINKS))
def test_links(tmp_path, address, sheets, goal):
    cell = sheet(tmp_path, page([[*ROW[:5], address, *ROW[6:]]]), sheets=sheets.split() or None)["F3"]
    assert (cell.value, cell.hyperlink.location if cell.hyperlink else "") == (address, goal)


def test_a_link_may_show_another_text(tmp_path):
    cell = sheet(tmp_path, Page("overview", "总览", [Lines([[Spot(LinkTo("看这里", "订单", "B2"), "", 1)]])]))["A1"]
    assert (cell.value, cell.hyperlink.location) == ("看这里", "'订单'!B2")


def test_links_end_before_excel_s_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(tabs, "MOST_LINKS", 2)
    found = sheet(tmp_path, page([ROW] * 4))
    assert [bool(found.cell(r, 6).hyperlink) for r in (3, 4, 5, 6)] == [True, True, False, False]
    assert found["F6"].value == "订单!D5"


# --- long tables ---


LONG = """
case                        | tables  | most | parts
it fits                     | 5       | 5    | 5
one more                    | 6       | 5    | 5/1
three sheets                | 11      | 5    | 5/5/1
two tables on one           | 2+3     | 5    | 2+3
the second is cut           | 3+4     | 5    | 3+2/2
the second begins a sheet   | 5+4     | 5    | 5/4
an empty one stays          | 5+0     | 5    | 5+0
"""


@pytest.mark.parametrize(("sizes", "most", "expected"), table(LONG))
def test_long_tables_go_on_in_another_sheet(sizes, most, expected):
    made = Page("matched", "已匹配", [Table(COLUMNS, [ROW] * int(n), main=not i) for i, n in enumerate(sizes.split("+"))])
    parts = list(split(made, int(most)))
    assert "/".join("+".join(str(len(b.rows)) for b in p.blocks if isinstance(b, Table)) for p in parts) == expected
    assert [p.title for p in parts] == ["已匹配", "已匹配 (2)", "已匹配 (3)"][: len(parts)]


def test_a_part_keeps_its_rows_tones_and_places(tmp_path):
    end = Lines([[Spot("末尾")]])
    rows = [[str(n), *ROW[1:]] for n in range(5)]
    whole = Page("matched", "已匹配", [Lines([[Spot("标题")]]), Table(COLUMNS, rows, {4: "total"}, {(3, 0): "bad"}, True, [2, 2, 2, 0, 3]), end])
    parts = list(split(whole, 2))
    middle, last = (next(b for b in p.blocks if isinstance(b, Table)) for p in parts[1:])
    assert ([row[0] for row in last.rows], last.tones, last.places) == (["4"], {0: "total"}, [3])
    assert (middle.marks, middle.places) == ({(1, 0): "bad"}, [2, 0])
    assert [end in p.blocks for p in parts] == [False, False, True]
    assert render(parts, tmp_path / "x.xlsx", language="en") == {"已匹配": "matched", "已匹配 (2)": "matched:2", "已匹配 (3)": "matched:3"}


def test_many_rows_are_written_in_batches(tmp_path):
    assert sheet(tmp_path, page([ROW] * 1200)).max_row == 1202


# --- widths ---

WIDTHS = """
case                          | text                              | width | lines
fits                          | 华联商贸有限公司                     | 20    | 1
goes on                       | 华联商贸有限公司华联商贸有限公司       | 20    | 2
lines of its own              | a⏎b⏎c                             | 20    | 3
a number is not broken        | 付货款 SO20260601001               | 16    | 2
a number longer than the cell | SO20260601001SO20260601001        | 14    | 2
"""


@pytest.mark.parametrize(("text", "width", "lines"), table(WIDTHS))
def test_lines_of(text, width, lines):
    assert lines_of(text.replace("⏎", "\n"), float(width)) == int(lines)


def test_amounts_are_never_hashes():
    money = Column("m", "金额", "money", 6)
    assert column_width(money, [None, Decimal("-123456789.00"), Decimal("5.00")]) >= len("-123,456,789.00") + 2
    assert column_width(money, []) == 6


def test_han_takes_two():
    assert (text_width("ab"), text_width("华联"), text_width("，a")) == (2, 4, 3)


# --- whole tabs ---

BOOK = outcome(
    "S1 华联 06-02 1200 no=SO1; S2 华联 06-10 500.50 no=SO2; S3 新星 04-01 300 no=SO3 aside=draft; S4 新星 06-01 9 cur=USD; R5 华联 06-05 1195 memo==1+1; R6 李娜 06-15 500.50",
    "R5>S1 1195 +fee 5; R6?S2 500.50 p=0.97", problems=[Problem("amount_unreadable", Source("订单", 9, 3), {"value": "=HYPERLINK(1)"})],
)  # fmt: skip


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_every_tab_is_written_and_well_formed(tmp_path, language):
    path = tmp_path / "all.xlsx"
    made = pages(BOOK, language)
    assert render(made, path, language=language) == {p.title: p.key for p in made}
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        assert "xl/sharedStrings.xml" not in archive.namelist()  # sheets carry their own texts
        sheets = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        styles = int(re.findall(r'cellXfs count="(\d+)"', archive.read("xl/styles.xml").decode())[0])
    assert max(int(s) for xml in sheets for s in re.findall(r' s="(\d+)"', xml)) < styles < 80
    assert all(cell.data_type != "f" for found in openpyxl.load_workbook(path).worksheets for row in found.iter_rows() for cell in row)


def test_the_same_pages_make_the_same_bytes(tmp_path):
    made = [render(pages(BOOK), tmp_path / f"{n}.xlsx", language="zh-Hans") for n in "ab"]
    assert made[0] == made[1]
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_chart_is_native_over_visible_cells(tmp_path):
    path = tmp_path / "x.xlsx"
    render(pages(BOOK), path, language="zh-Hans")
    chart = part(path, "xl/charts/chart1.xml")
    assert re.findall(r"<c:cat>.*?<c:f>(.*?)</c:f>", chart)[0].startswith("总览!$A$")
    cells = openpyxl.load_workbook(path)["总览"]
    named = re.findall(r"<c:ser>.*?<c:tx><c:strRef><c:f>总览!(.*?)</c:f>.*?<c:v>(.*?)</c:v>", chart)
    assert len(named) == chart.count("<c:ser>")
    assert [cells[place.replace("$", "")].value for place, _ in named] == [title for _, title in named]
    assert [float(v) for v in re.findall(r"<c:val>.*?</c:val>", chart, re.S)[0].split("<c:v>")[1].split("</c:v>")[:1]] == [1200.0]


@pytest.mark.parametrize(("kind", "tag"), [("column", "barDir val=\"col\""), ("bar", "barDir val=\"bar\""), ("stacked", "grouping val=\"stacked\"")])
def test_kinds_of_chart(tmp_path, kind, tag):
    data = Table([Column("a", "A"), Column("b", "B", "money")], [["x", Decimal(1)], ["y", Decimal(2)]], name="t")
    render([Page("overview", "o", [data, Chart("c", "t", "a", ["b"], kind, 5)])], tmp_path / "x.xlsx", language="en")
    assert tag in part(tmp_path / "x.xlsx", "xl/charts/chart1.xml")


def test_the_statement_stands_upright_on_one_page_s_width(tmp_path):
    render(pages(BOOK), tmp_path / "x.xlsx", language="zh-Hans")
    found = openpyxl.load_workbook(tmp_path / "x.xlsx")["客户对账单"]
    assert (found.page_setup.orientation, found.page_setup.fitToWidth) == ("portrait", None)  # none said is 1
    assert found.print_title_rows
    assert found.auto_filter.ref is None


def test_libreoffice_shows_every_amount(tmp_path):
    render(pages(BOOK), tmp_path / "x.xlsx", language="zh-Hans")
    [saved] = saved_by_libreoffice([tmp_path / "x.xlsx"], tmp_path / "lo")
    mine, theirs = (openpyxl.load_workbook(p) for p in (tmp_path / "x.xlsx", saved))
    assert mine.sheetnames == theirs.sheetnames
    for name in mine.sheetnames:
        for row in mine[name].iter_rows():
            for cell in row:
                assert theirs[name][cell.coordinate].value == cell.value, (name, cell.coordinate)
