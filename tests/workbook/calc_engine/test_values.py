"""A block that is written reads back equal."""

import datetime as dt
import decimal
import zipfile

import numpy as np
import pandas as pd
import pytest
import xlsxwriter

from ticktie.workbook.calc_engine import OfficeError
from ticktie.workbook.calc_engine.values import CellError

DAY = dt.datetime(2024, 2, 29)
NOON = dt.datetime(2024, 2, 29, 12, 34, 56)

EQUAL = {
    "nothing": None,
    "text": "abc",
    "Chinese": "深圳市华强北路(一期)",
    "beyond the basic plane": "𠮷野家😀",
    "lines": "one\ntwo\nthree",
    "blanks": "  a  ",
    "longest of Excel": "长" * 32_767,
    "text of digits": "007",
    "text like a date": "2024-01-05",
    "text like a formula of others": "+A1-@B2",
    "text of one sign": "=",
    "zero": 0.0,
    "cents": -1234.56,
    "large": 2.0**53 - 1,
    "small": 1e-300,
    "true": True,
    "false": False,
    "day": DAY,
    "moment": NOON,
    "last day": dt.datetime(9999, 12, 31),
    "before the beginning": dt.datetime(1899, 12, 1),
}


@pytest.mark.parametrize("value", EQUAL.values(), ids=EQUAL)
def test_a_single_value_comes_back(sheet, value):
    sheet["B2"].value = value
    assert sheet["B2"].value == value
    assert type(sheet["B2"].value) is type(value)


def test_a_block_of_all_of_them_comes_back(sheet):
    rows = [[name, value, None, value] for name, value in EQUAL.items()]
    sheet["C3"].value = rows
    assert sheet["C3"].resize(len(rows), 4).value == rows


CONVERTED = {
    "int": (3, 3.0),
    "int beyond 32 bits": (2**40, 2.0**40),
    "Decimal": (decimal.Decimal("12.30"), 12.3),
    "day without a time": (dt.date(2024, 2, 29), DAY),
    "time": (dt.time(18), 0.75),
    "duration": (dt.timedelta(hours=36), 1.5),
    "zone": (NOON.replace(tzinfo=dt.UTC), NOON),
    "not a number": (float("nan"), None),
    "numpy float": (np.float64(1.5), 1.5),
    "numpy int": (np.int64(7), 7.0),
    "numpy bool": (np.bool_(True), True),
    "numpy date": (np.datetime64("2024-02-29"), DAY),
    "numpy no date": (np.datetime64("NaT"), None),
    "pandas moment": (pd.Timestamp(NOON), NOON),
    "pandas no moment": (pd.NaT, None),
    "pandas nothing": (pd.NA, None),
    "empty text": ("", None),
}


@pytest.mark.parametrize(("value", "expected"), CONVERTED.values(), ids=CONVERTED)
def test_other_types_become_the_nearest(sheet, value, expected):
    sheet["A1"].value = [[value, "x"]]
    assert sheet["A1:B1"].value == [expected, "x"]


AS_TEXT = {
    "asked": (lambda cells: cells.options(formulas=False), "=1+1", "=1+1"),
    "asked, with an apostrophe": (lambda cells: cells.options(formulas=False), "'=1+1", "'=1+1"),
    "behind an apostrophe": (lambda cells: cells, "'=1+1", "=1+1"),
    "as a formula": (lambda cells: cells, "=1+1", 2.0),
}


@pytest.mark.parametrize(("cells", "written", "read"), AS_TEXT.values(), ids=AS_TEXT)
def test_a_leading_equals_sign_stays_text_when_asked(sheet, cells, written, read):
    cells(sheet["A1"]).value = [[written, written], ["x", written]]
    assert sheet["A1:B2"].value == [[read, read], ["x", read]]
    assert sheet["A1"].formula == ("=1+1" if read == 2 else read)


def test_a_leading_equals_sign_stays_text_in_text_cells(sheet):
    sheet["B1:B3"].number_format = "@"
    sheet["A1"].value = [["=1+1", "=1+1"]] * 3
    assert sheet["A1:B3"].value == [[2.0, "=1+1"]] * 3


def test_a_wish_for_one_write_does_not_stay(sheet):
    cell = sheet["A1"]
    cell.options(formulas=False).value = "=1+1"
    cell.value = "=1+1"
    assert cell.value == 2.0


def test_one_value_fills_the_block(sheet):
    sheet["A1:B3"].value = 5
    sheet["C1:D3"].value = "=A1*2"
    sheet["E1:E3"].value = DAY
    sheet["A2"].color = (1, 2, 3)
    sheet["A2:B2"].value = 5
    assert sheet["B2"].color is None
    assert sheet["A1:E3"].value == [[5.0, 5.0, 10.0, 10.0, DAY]] * 3
    assert sheet["D3"].formula == "=B3*2"
    sheet["A1:E3"].value = None
    assert sheet["A1:E3"].value == [[None] * 5] * 3


def test_dates_keep_the_cells_format_and_leave_the_neighbours(sheet):
    sheet["A1:A2"].number_format = "dd/mm/yyyy"
    sheet["A1"].value = [[DAY, 1], [NOON, NOON]]
    assert [sheet[cell].number_format for cell in ("A1", "A2", "B1", "B2")] == ["dd/mm/yyyy"] * 2 + ["General", "yyyy-mm-dd hh:mm:ss"]
    assert sheet["A1:B2"].value == [[DAY, 1.0], [NOON, NOON]]


def test_dates_scattered_among_text_take_one_call(sheet):
    rows = [[DAY if row % 3 else "none", row % 2 == 0 or None] for row in range(6000)]
    sheet["B2"].value = rows
    assert sheet["B2"].resize(6000, 2).value == rows


def test_a_book_that_counts_from_1904(app, book, tmp_path):
    path = tmp_path / "mac.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as written:
        style = written.add_format({"num_format": "yyyy-mm-dd"})
        written.add_worksheet().write_datetime(0, 0, DAY, style)
    with app.books.open(path) as mac:
        cells = mac.sheets[0]
        assert cells["A1"].value == DAY
        cells["B1"].value = NOON
        assert cells["A1:B1"].value == [DAY, NOON]
        assert cells["B1"].options(numbers=float).value == NOON


def test_a_truth_value_leaves_no_trace(sheet):
    for value in (True, 5.0, False, DAY, "x", True, "=1+1", None, 7.0):
        sheet["A1"].value = [[value, 1.0]]
        assert sheet["A1:B1"].value == [2.0 if value == "=1+1" else DAY if value == DAY else value, 1.0]
        sheet["A1"].number_format = "General" if value == DAY else sheet["A1"].number_format


def test_errors_read_as_nothing_or_by_name(sheet):
    sheet["A1"].value = [["=1/0", "=NA()", 1]]
    assert sheet["A1:C1"].value == [None, None, 1.0]
    assert sheet["A1:C1"].options(err_to_str=True).value == ["#DIV/0!", "#N/A", 1.0]
    assert isinstance(sheet["A1"].raw_value, CellError)


def test_whole_columns_end_where_the_sheet_does(sheet):
    sheet["B2"].value = [[1, 2], [3, 4]]
    assert sheet["B:C"].value == [[None, None], [1.0, 2.0], [3.0, 4.0]]
    assert sheet["2:3"].value == [[None, 1.0, 2.0], [None, 3.0, 4.0]]
    assert sheet.cells.value == sheet["A1:C3"].value


def test_a_data_frame_goes_there_and_back(sheet):
    frame = pd.DataFrame({"单号": ["A-1", "A-2"], "金额": [1.5, -2.0], "日期": [DAY, NOON], "付清": [True, False]})
    sheet["A1"].options(index=False).value = frame
    back = sheet["A1"].options(pd.DataFrame, index=False, expand="table").value
    assert back.to_dict("list") == frame.to_dict("list")


REFUSED = {
    "half a character": ("\ud800", OfficeError, "not valid Unicode"),
    "infinite": (float("inf"), ValueError, "infinite"),
    "uneven rows": ([[1, 2], [3]], Exception, "same length"),
}


@pytest.mark.parametrize(("value", "error", "words"), REFUSED.values(), ids=REFUSED)
def test_what_no_cell_can_hold_is_refused(sheet, value, error, words):
    with pytest.raises(error, match=words):
        sheet["A1"].value = value
    assert sheet["A1"].value is None


FORMULAS = {
    "sum": "=SUM(A1:B2,5)",
    "another sheet": "=SUM('my sheet'!$A$1:$B$2)",
    "text with signs": '=IF(A1<>"","a,b;c!d","")',
    "columns": "=SUMIFS(A:A,B:B,\">=\"&C1)",
    "array constant": "={1,2;3,4}",
    "link inside the book": "=HYPERLINK(\"#'my sheet'!A1\",\"去\")",
    "newer than 2007": '=TEXTJOIN(",",1,A1:A3)',
    "quoted function": '="TEXTJOIN("',
    "a name": "=rate*2",
}  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=FORMULAS)
@pytest.mark.parametrize("count", [1, 30], ids=["one", "many"])
def test_a_formula_comes_back_as_excel_writes_it(book, sheet, formula, count):
    book.sheets.add("my sheet", after=sheet)
    book.names.add("rate", f"={sheet.name}!$Z$1")
    sheet["E5"].value = [[formula]] * count
    assert sheet["E5"].formula == sheet["E5"].offset(count - 1).formula == formula


def test_formulas_beside_text_and_numbers(sheet):
    sheet["A1"].value = [["=1+1", "'=1+1", 5, "007", None]]
    assert sheet["A1:E1"].formula == (("=1+1", "=1+1", "5", "007", ""),)


def test_an_array_formula_fills_its_block(sheet):
    sheet["A1"].value = [[1, 2], [3, 4]]
    sheet["D1:E2"].formula_array = "=A1:B2*2"
    assert sheet["D1:E2"].value == [[2.0, 4.0], [6.0, 8.0]]
    assert sheet["D1:E2"].formula_array == "=A1:B2*2"
    assert sheet["D1"].has_array


def test_values_of_formulas_without_values_are_calculated_on_opening(app, book, tmp_path):
    path = tmp_path / "stale.xlsx"
    with xlsxwriter.Workbook(path) as written:
        written.add_worksheet().write_formula("A1", "=6*7", None, 0)
    assert b"<v>0</v>" in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    with app.books.open(path) as stale:
        assert stale.sheets[0]["A1"].value == 42.0


def test_a_large_block_takes_seconds(sheet):
    rows = [[f"SO-{n}", "客户", n * 1.5, DAY, n % 2 == 0, None, float(n), "备注"] for n in range(20_000)]
    sheet["A1"].value = rows
    assert sheet["A1"].resize(20_000, 8).value == rows
    assert sheet.book.api.IsAdjustHeightEnabled
