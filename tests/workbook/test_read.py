"""Files become sheets: whatever wrote them, the cells are those a person sees; what cannot be read is said, all at once."""

import datetime as dt
import errno
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from tests.notation import table
from tests.workbook import package_books as books
from tests.workbook.libreoffice import saved_by_libreoffice
from tests.workbook.package_books import KEYS, rewrite, write_donor
from ticktie.domain.grid import Sheet
from ticktie.domain.problem import Refused
from ticktie.workbook import read as reading
from ticktie.workbook.package import archive, join, own_titles
from ticktie.workbook.read import read_books, read_file

SHEET1 = "xl/worksheets/sheet1.xml"

# --- text ---

SIMPLIFIED = [["订单号", "客户名称", "金额"], ["SO1", "华联商贸", "1,200.00"], ["SO2", "新星,电子", "-5"]]
TRADITIONAL = [["訂單編號", "客戶名稱", "金額"], ["SO1", "華聯商貿", "1,200.00"], ["SO2", "裕隆,電子", "-5"]]


def text_of(rows: list[list[str]], mark: str, line: str = "\r\n") -> str:
    quoted = [[f'"{cell}"' if mark in cell else cell for cell in row] for row in rows]
    return line.join(mark.join(row) for row in quoted) + line


ENCODINGS = """
case                         | encoding    | mark of order
UTF-8                        | utf-8       |
UTF-8 with its mark          | utf-8       | efbbbf
GB18030                      | gb18030     |
UTF-16 with its mark         | utf-16-le   | fffe
UTF-16 the other way round   | utf-16-be   | feff
UTF-16 without a mark        | utf-16-le   |
the other way, without       | utf-16-be   |
"""


@pytest.mark.parametrize(("encoding", "mark"), table(ENCODINGS))
@pytest.mark.parametrize("rows", [SIMPLIFIED, TRADITIONAL], ids=["zh-Hans", "zh-Hant"])
def test_text_in_any_encoding(tmp_path, rows, encoding, mark):
    assert cells(tmp_path, "a.csv", bytes.fromhex(mark) + text_of(rows, ",").encode(encoding)) == rows


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "cp950"])
def test_text_in_big5(tmp_path, encoding):
    assert cells(tmp_path, "a.csv", text_of(TRADITIONAL, ",").encode(encoding)) == TRADITIONAL


def test_a_text_cut_in_the_middle_of_a_character(tmp_path):
    found = cells(tmp_path, "a.csv", text_of(SIMPLIFIED, ",").encode("gb18030") + "华".encode("gb18030")[:1])
    assert found[: len(SIMPLIFIED)] == SIMPLIFIED


def cells(folder: Path, name: str, data: bytes) -> list[list[object]]:
    path = folder / name
    path.write_bytes(data)
    [sheet] = read_file(path)
    return sheet.rows


SEPARATORS = """
case               | mark | file
comma              | ,    | a.csv
tab                | \\t  | a.csv
tab in an .xls     | \\t  | a.xls
pipe               | \\|  | a.txt
semicolon          | ;    | a.csv
"""


@pytest.mark.parametrize(("mark", "name"), table(SEPARATORS))
@pytest.mark.parametrize("line", ["\r\n", "\n", "\r"], ids=["windows", "unix", "mac"])
def test_separators(tmp_path, mark, name, line):
    mark = mark.replace("\\t", "\t").removeprefix("\\")
    assert cells(tmp_path, name, text_of(SIMPLIFIED, mark, line).encode()) == SIMPLIFIED


def test_a_quoted_cell_may_hold_a_line(tmp_path):
    assert cells(tmp_path, "a.csv", '订单号,备注\r\nSO1,"两行\r\n文字"\r\n'.encode()) == [["订单号", "备注"], ["SO1", "两行\r\n文字"]]


def test_lines_of_unequal_length_make_an_even_grid(tmp_path):
    rows = cells(tmp_path, "a.csv", "对账单\n\n订单号,客户,金额\nSO1,华联,5\n合计,,5,多\n".encode())
    assert rows == [["对账单", None, None, None], [None] * 4, ["订单号", "客户", "金额", None], ["SO1", "华联", "5", None], ["合计", None, "5", "多"]]


# --- what banks call .xls ---

HTML = """
case                              | html                                                                       | rows
a table                           | <html><table><tr><th>单号</th><th>金额</th></tr><tr><td>A</td><td>5</td></tr></table></html> | 单号 金额 / A 5
with the mark of XML              | <?xml version="1.0"?><html><table><tr><td>单号</td><td>金额</td></tr></table></html> | 单号 金额
one cell over two columns         | <table><tr><td colspan="2">标题</td><td>x</td></tr><tr><td>a</td><td>b</td><td>c</td></tr></table> | 标题 _ x / a b c
a table that holds the table      | <table><tr><td><table><tr><td>单号</td><td>金额</td></tr></table></td></tr></table> | 单号 金额
markup and spaces inside          | <table><tr><td> <b>单</b>号&nbsp;</td><td>&lt;5&gt;</td></tr></table>        | 单号 <5>
a span that is no number          | <table><tr><td colspan="²">a</td><td>b</td></tr></table>                     | a b
a span of nothing                 | <table><tr><td colspan="0">a</td><td>b</td></tr></table>                     | a b
"""


@pytest.mark.parametrize(("html", "rows"), table(HTML))
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_html_that_calls_itself_xls(tmp_path, html, rows, encoding):
    expected = [[None if cell == "_" else cell for cell in row.split()] for row in rows.split(" / ")]
    assert cells(tmp_path, "a.xls", html.encode(encoding)) == expected


def test_a_real_xls(tmp_path):
    book = xlwt.Workbook()
    first, second = book.add_sheet("订单"), book.add_sheet("旧")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for column, value in enumerate(["SO1", 1200.5, dt.datetime(2026, 6, 30)]):
        first.write(2, column, value, day) if column == 2 else first.write(2, column, value)
    second.visibility = 1
    book.save(str(tmp_path / "a.xls"))
    found = read_file(tmp_path / "a.xls")
    assert [(s.title, s.hidden) for s in found] == [("订单", False), ("旧", True)]
    assert found[0].rows == [[None] * 3, [None] * 3, ["SO1", 1200.5, dt.date(2026, 6, 30)]]


# --- .xlsx ---


def book(path: Path, fill: Callable[[xlsxwriter.workbook.Workbook], object], *changes: Callable[[bytes], bytes]) -> Path:
    """A book as XlsxWriter writes it, its first sheet changed by hand."""
    made = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    fill(made)
    made.close()
    for change in changes:
        rewrite(path, {SHEET1: change})
    return path


def test_values_keep_their_type(tmp_path):
    values = ["SO1", 1200.5, 3, True, dt.date(2026, 6, 30), dt.datetime(2026, 6, 30, 8, 15), "=1+1", "2026-06-30"]
    with openpyxl_sheet(tmp_path / "a.xlsx") as sheet:
        sheet.append(values)
        sheet["G1"].data_type = "s"
    assert read_file(tmp_path / "a.xlsx")[0].rows == [values]


@contextmanager
def openpyxl_sheet(path: Path) -> Iterator[Worksheet]:
    book = openpyxl.Workbook()
    yield book.active
    book.save(path)


def test_rows_and_columns_before_the_first_cell_count(tmp_path):
    """Ids carry the sheet's own row numbers."""
    with openpyxl_sheet(tmp_path / "a.xlsx") as sheet:
        sheet["C4"] = "x"
    assert read_file(tmp_path / "a.xlsx")[0].rows == [[None] * 3] * 3 + [[None, None, "x"]]


@pytest.mark.parametrize("told", [b'<dimension ref="A1:A1"/>', b'<dimension ref="A1"/>', b"", b'<dimension ref="A1:XFD1048576"/>'])
def test_a_wrong_dimension_is_not_believed(tmp_path, told):
    path = book(tmp_path / "a.xlsx", lambda b: b.add_worksheet("订单").write("C3", 7), lambda xml: re.sub(rb"<dimension[^>]*>", told, xml))
    assert read_file(path)[0].rows == [[None] * 3, [None] * 3, [None, None, 7]]


CELLS = """
case                                   | cell                                                  | value | broken
an error                               | <c r="B2" t="e"><v>#N/A</v></c>                       |       | #N/A
an error that a formula made           | <c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>          |       | #DIV/0!
an error that does not say which       | <c r="B2" t="e"/>                                     |       |
a formula without a value              | <c r="B2"><f>A1*2</f></c>                             |       | =
with an empty value                    | <c r="B2"><f>A1*2</f><v></v></c>                      |       | =
with an empty value, closed            | <c r="B2"><f>A1*2</f><v/></c>                         |       | =
a shared formula without a value       | <c r="B2"><f t="shared" si="0"/></c>                  |       | =
with a look                            | <c r="B2" s="0"><f ca="1">NOW()</f></c>               |       | =
single quotes                          | <c r='B2' t='e'><v>#REF!</v></c>                      |       | #REF!
a formula with a value                 | <c r="B2"><f>A1*2</f><v>14</v></c>                    | 14.0  |
a formula that gives an empty text     | <c r="B2" t="str"><f>""</f><v></v></c>                |       |
a formula that gives a text            | <c r="B2" t="str"><f>A1</f><v>好</v></c>               | 好    |
a text that looks like an error        | <c r="B2" t="inlineStr"><is><t>#N/A</t></is></c>      | #N/A  |
an empty cell with a look              | <c r="B2" s="0"/>                                     |       |
"""


@pytest.mark.parametrize(("cell", "value", "broken"), table(CELLS))
def test_cells_without_a_value_of_use_are_marked(tmp_path, cell, value, broken):
    path = book(tmp_path / "a.xlsx", three_cells, lambda xml: re.sub(rb'<c r="B2">.*?</c>', cell.encode(), xml))
    [sheet] = read_file(path)
    assert sheet.broken == ({(1, 1): broken} if broken else {})
    assert str(sheet.rows[1][1] or "") == value
    assert (sheet.rows[0][0], sheet.rows[2][2]) == (7, 9)  # the cells around it


def three_cells(made: xlsxwriter.workbook.Workbook) -> None:
    sheet = made.add_worksheet("订单")
    for at, value in (("A1", 7), ("B2", 8), ("C3", 9)):
        sheet.write(at, value)


def test_marks_are_found_where_elements_have_a_prefix(tmp_path):
    path = tmp_path / "a.xlsx"
    books.prefixed(path)
    rewrite(path, {SHEET1: lambda xml: re.sub(rb'<x:c r="B2".*?</x:c>', b'<x:c r="B2" t="e"><x:v>#N/A</x:v></x:c>', xml)})
    assert read_file(path)[0].broken == {(1, 1): "#N/A"}


@pytest.mark.parametrize(("cell", "mark"), [('<c r="D3" t="e"><v>#N/A</v></c>', "#N/A"), ('<c r="D3"><f>A1</f></c>', "=")])
def test_marks_at_the_edge_have_their_place_in_the_grid(tmp_path, cell, mark):
    path = book(tmp_path / "a.xlsx", lambda b: b.add_worksheet("订单").write("A1", 7), lambda xml: xml.replace(b"</row>", f'</row><row r="3">{cell}</row>'.encode()))
    [sheet] = read_file(path)
    assert sheet.rows == [[7, None, None, None], [None] * 4, [None] * 4]
    assert sheet.broken == {(2, 3): mark}
    sheet.rows[1][0] = "x"
    assert sheet.rows[2][0] is None  # each row is a list of its own


MERGED = """
case                              | merged | value | grid ends | found
inside                            | A2:B3  | x     | D4        | 1 0 2 1
up to its edge                    | C2:D4  | x     | D4        | 1 2 3 3
beyond its edge                   | D4:F9  | x     | D4        | 3 3 3 3
empty cells beside it             | F2:F4  |       | D4        |
empty cells below it              | A7:B8  |       | D4        |
"""


@pytest.mark.parametrize(("area", "value", "end", "found"), table(MERGED))
def test_merged_cells(tmp_path, area, value, end, found):
    def fill(made: xlsxwriter.workbook.Workbook) -> None:
        sheet = made.add_worksheet("订单")
        sheet.write("A1", "x")
        sheet.write(end, "x")
        sheet.merge_range(area, value)

    [sheet] = read_file(book(tmp_path / "a.xlsx", fill))
    assert sheet.merged == ((tuple(map(int, found.split())),) if found else ())
    assert (len(sheet.rows), {len(row) for row in sheet.rows}) == (4, {4})


def test_hidden_sheets_are_read_and_said_to_be(tmp_path):
    def fill(made: xlsxwriter.workbook.Workbook) -> None:
        for title, hide in (("订单", None), ("暂存", "hide"), ("底稿", "very_hidden")):
            sheet = made.add_worksheet(title)
            sheet.write("A1", title)
            if hide:
                getattr(sheet, hide)()

    assert [(s.title, s.hidden, s.rows) for s in read_file(book(tmp_path / "a.xlsx", fill))] == [
        ("订单", False, [["订单"]]), ("暂存", True, [["暂存"]]), ("底稿", True, [["底稿"]])
    ]  # fmt: skip


def test_sheets_of_charts_are_no_sheets_of_rows(tmp_path):
    def fill(made: xlsxwriter.workbook.Workbook) -> None:
        made.add_worksheet("订单").write("A1", 5)
        chart = made.add_chart({"type": "line"})
        chart.add_series({"values": "=订单!$A$1:$A$2"})
        made.add_chartsheet("图").set_chart(chart)

    assert [s.title for s in read_file(book(tmp_path / "a.xlsx", fill))] == ["订单"]


@pytest.mark.parametrize("name", [name for name in books.BOOKS if name != "many"])
def test_books_of_many_producers(tmp_path, name):
    path = tmp_path / "a.xlsx"
    books.BOOKS[name](path)
    first = read_file(path)[0]
    expected = {"openpyxl": ["单号", 1.5, dt.date(2026, 3, 1)], "rich": ["SO1", 10.25, 1]}
    kind = "rich" if name in ("rich", "macro", "strict", "pretty", "odd_zip", "libreoffice") else name
    row = first.rows[1 if kind == "rich" else 0]
    if name in ("no_styles", "poor_styles"):
        assert row[:3] == ["订单0", 0, 0]
    else:
        assert row[:3] == expected.get(kind, ["订单0", 0, 0])
    assert (first.title, first.broken) == ("订单", {})
    if kind == name and name not in ("rich", "openpyxl", "no_styles", "poor_styles"):
        assert row[3] == dt.date(2026, 1, 1)


def test_an_old_xls_that_libreoffice_wrote(tmp_path):
    with openpyxl_sheet(tmp_path / "a.xlsx") as sheet:
        sheet.append(["单号", 5, dt.date(2026, 6, 30)])
    [old] = saved_by_libreoffice([tmp_path / "a.xlsx"], tmp_path / "saved", "xls:MS Excel 97")
    assert read_file(old)[0].rows == [["单号", 5, dt.date(2026, 6, 30)]]


# --- names, and tabs of ours ---

NAMES = """
case                              | files                                    | names
the book's own sheets             | book.xlsx:订单,收款                        | 订单 收款
a further workbook                | book.xlsx:订单 招行.xlsx:流水              | 订单 招行/流水
a further text file               | book.xlsx:订单 招行.csv:                   | 订单 招行
a sheet called like its file      | book.xlsx:订单 招行.xlsx:招行              | 订单 招行/招行
two files of one name             | book.xlsx:订单 1/招行.csv: 2/招行.csv: 3/招行.csv: | 订单 招行 招行_(2) 招行_(3)
a file called like a sheet        | book.xlsx:招行 招行.csv:                   | 招行 招行_(2)
a text file alone                 | 招行.csv:                                 | 招行
"""


@pytest.mark.parametrize(("files", "names"), table(NAMES))
def test_names_of_sheets(tmp_path, files, names):
    paths = [_file(tmp_path, *said.split(":")) for said in files.split()]
    found = read_books(paths[0], paths[1:])
    assert [sheet.name.replace(" ", "_") for sheet in found] == names.split()
    assert {sheet.path for sheet in found} == {str(path) for path in paths}


def _file(folder: Path, name: str, titles: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    if path.suffix == ".csv":
        path.write_text("单号,金额\nA,5\n", encoding="utf-8")
        return path
    return book(path, lambda made: [made.add_worksheet(title).write("A1", 1) for title in titles.split(",")])


def test_tabs_of_ours_are_no_input_but_those_of_other_books_are(tmp_path):
    path, other = tmp_path / "book.xlsx", tmp_path / "other.xlsx"
    books.plain(path)
    join(path, write_donor(tmp_path / "donor.xlsx", chart=False), path, KEYS)
    _file(tmp_path, "other.xlsx", "总览")
    assert [s.name for s in read_books(path, [other], own_titles(path))] == ["订单", "收款", "Notes & 'more' rows", "other/总览"]


# --- refused ---


def refusals(*paths: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(Refused) as refused:
        read_books(paths[0], paths[1:])
    return [(p.code, str(p.source).removesuffix("!A1"), p.facts["file"]) for p in refused.value.problems]


def spoiled(folder: Path, name: str, how: str) -> Path:
    path = folder / name
    if how == "a folder":
        path.mkdir()
    elif how != "nothing there":
        path.write_bytes(_spoiled(folder, how))
    return path


def _spoiled(folder: Path, how: str) -> bytes:
    made = folder / "made.xlsx"
    books.plain(made)
    data = made.read_bytes()
    match how:
        case "empty":
            return b""
        case "blanks":
            return b" \r\n\r\n"
        case "a letter":
            return "敬启者：附上六月对账单。".encode()
        case "a picture":
            return books._PNG
        case "a PDF":
            return b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\nstream\nx\x9c\x00\x01\x02\xff\xfe\x80endstream"
        case "zeros":
            return bytes(5000)
        case "a page without a table":
            return b"<html><body>Session expired</body></html>"
        case "the half of it":
            return data[: len(data) // 2]
        case "a part damaged":
            at = data.index(b"xl/worksheets/sheet1.xml") + 40
            return data[:at] + bytes(100) + data[at + 100 :]
        case "a list damaged":
            return rewrite(made, {"xl/workbook.xml": b"<workbook"}).read_bytes()
        case "a sheet damaged":
            return rewrite(made, {SHEET1: lambda xml: xml[: len(xml) // 2]}).read_bytes()
        case "a sheet without its part":
            return rewrite(made, {SHEET1: None}).read_bytes()
        case "a document of Word":
            return rewrite(made, {"xl/workbook.xml": None, "word/document.xml": b"<document/>"}).read_bytes()
        case "a packing nobody has":
            at = data.rindex(SHEET1.encode()) - 36  # in the list at the end
            return data[:at] + b"\x5f" + data[at + 1 :]
        case "zeros unpacked":
            return rewrite(made, {"xl/media/zeros.bin": bytes(3 << 20)}).read_bytes()
        case "a value in the last corner":
            corner = b'</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
            return rewrite(made, {SHEET1: lambda xml: xml.replace(b"</row></sheetData>", corner)}).read_bytes()
        case "an encrypted package":
            return archive._OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")
        case "an OLE file of something else":
            return archive._OLE + bytes(600)
    raise KeyError(how)


REFUSED = """
case                            | file      | code
nothing there                   | a.xlsx    | not_found
a folder                        | a.xlsx    | unreadable
empty                           | a.xlsx    | not_a_workbook
blanks                          | a.csv     | not_a_workbook
a letter                        | a.xlsx    | not_a_workbook
a picture                       | a.xlsx    | not_a_workbook
a PDF                           | a.xls     | not_a_workbook
zeros                           | a.csv     | not_a_workbook
a page without a table          | a.xls     | not_a_workbook
the half of it                  | a.xlsx    | truncated
a part damaged                  | a.xlsx    | truncated
a list damaged                  | a.xlsx    | not_a_workbook
a sheet damaged                 | a.xlsx    | not_a_workbook
a sheet without its part        | a.xlsx    | not_a_workbook
a document of Word              | a.xlsx    | not_a_workbook
a packing nobody has            | a.xlsx    | not_a_workbook
zeros unpacked                  | a.xlsx    | zip_bomb
a value in the last corner      | a.xlsx    | zip_bomb
an encrypted package            | a.xlsx    | password
an OLE file of something else   | a.xls     | not_a_workbook
"""


@pytest.mark.parametrize(("how", "name", "code"), [pytest.param(c.id, *c.values, id=c.id) for c in table(REFUSED)])
def test_what_cannot_be_read_is_said_with_its_file(tmp_path, monkeypatch, how, name, code):
    monkeypatch.setattr(archive, "RATIO_FROM", 1 << 20)
    assert refusals(spoiled(tmp_path, name, how)) == [(code, name, name)]


def test_an_old_xls_with_a_password(tmp_path):
    """A record at the start says that the others are encrypted."""
    made = xlwt.Workbook()
    made.add_sheet("订单").write(0, 0, "单号")
    made.save(str(tmp_path / "a.xls"))
    data = (tmp_path / "a.xls").read_bytes()
    first = data.index(b"\x09\x08\x10\x00") + 20
    record = b"\x2f\x00\x06\x00\x01\x00" + bytes(4)
    (tmp_path / "a.xls").write_bytes(data[:first] + record + data[first + len(record) :])
    assert refusals(tmp_path / "a.xls") == [("password", "a.xls", "a.xls")]


def test_all_refusals_are_said_at_once(tmp_path):
    paths = [spoiled(tmp_path, "1.xlsx", "the half of it"), _file(tmp_path, "2.xlsx", "订单"), spoiled(tmp_path, "3.xlsx", "nothing there"), spoiled(tmp_path, "4.xls", "a picture")]
    assert refusals(*paths) == [("truncated", "1.xlsx", "1.xlsx"), ("not_found", "3.xlsx", "3.xlsx"), ("not_a_workbook", "4.xls", "4.xls")]


def test_a_file_closed_to_us_is_unreadable(tmp_path, monkeypatch):
    path = _file(tmp_path, "a.xlsx", "订单")

    def closed(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    assert refusals(path) == [("unreadable", "a.xlsx", "a.xlsx")]


SIZES = """
case                                   | row     | cell                                 | most    | refused
far down                               | 1048576 | <c r="A1048576"><v>1</v></c>         | 30000000 |
far down and wide                      | 1048576 | <c r="AD1048576"><v>1</v></c>        | 30000000 | yes
only a look far away                   | 1048576 | <c r="XFD1048576" s="0"/>            | 30000000 |
far down, with looks far to the right  | 1048576 | <c r="A1048576"><v>1</v></c><c r="XFD1048576" s="0"/> | 30000000 |
wide, in few rows                      | 30      | <c r="XFD30"><v>1</v></c>            | 500000  |
an error far away                      | 1048576 | <c r="XFD1048576" t="e"><v>#N/A</v></c> | 30000000 | yes
a text far away                        | 1048576 | <c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c> | 30000000 | yes
"""


@pytest.mark.parametrize(("row", "cell", "most", "refused"), table(SIZES))
def test_the_grid_has_a_size(row, cell, most, refused):
    """Of what the reader would lay out, cells with only a look do not count."""
    xml = f'<sheetData><row r="1"><c r="A1"><v>7</v></c></row><row r="{row}">{cell}</row></sheetData>'
    for text in (xml, re.sub(r"<(/?)", r"<\1x:", xml), xml.replace('"', "'")):
        assert (reading._grid_size(text.encode()) > int(most)) == bool(refused)


def test_a_look_far_away_does_not_widen_the_sheet(tmp_path):
    path = book(tmp_path / "a.xlsx", lambda b: b.add_worksheet("订单").write("A1", 7), lambda xml: xml.replace(b"</row></sheetData>", b'</row><row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'))
    assert read_file(path) == [Sheet("订单", [[7]], "订单", path=str(path))]


def test_reading_changes_nothing(tmp_path):
    path = _file(tmp_path, "a.xlsx", "订单")
    before = path.read_bytes()
    read_file(path)
    assert path.read_bytes() == before
    assert zipfile.is_zipfile(path)
    assert os.listdir(tmp_path) == ["a.xlsx"]


def test_a_quote_that_is_never_closed_loses_no_row(tmp_path):
    lines = ["日期,摘要,金额", '2026-06-01,"7寸屏,5', *(f"2026-06-{n % 28 + 1:02},货款{n},{n}.00" for n in range(60))]
    path = tmp_path / "流水.csv"
    path.write_text("\n".join(lines), "utf-8")
    rows = read_file(path)[0].rows
    assert len(rows) == len(lines)
    assert rows[-1] == ["2026-06-04", "货款59", "59.00"]


def test_a_cell_of_two_lines_stays_one_cell(tmp_path):
    path = tmp_path / "流水.csv"
    path.write_text('日期,摘要,金额\n2026-06-01,"第一行\n第二行",5\n2026-06-02,货款,6\n', "utf-8")
    assert [row[1] for row in read_file(path)[0].rows] == ["摘要", "第一行\n第二行", "货款"]
