"""Sheets, blocks of cells, how they look, names and filters."""

import pytest

from tests.notation import table
from ticktie.workbook.calc_engine import OfficeError

ADDED = """
where            | before | after | names
before the active one |  |  | N A B C
before           | B      |       | A N B C
after            |        | B     | A B N C
after the last   |        | C     | A B C N
"""


@pytest.fixture
def three(book):
    book.sheets[0].name = "A"
    book.sheets.add("B", after="A")
    book.sheets.add("C", after="B")
    book.sheets["A"].activate()
    return book


@pytest.mark.parametrize(("before", "after", "names"), table(ADDED))
def test_a_sheet_is_added_where_asked_and_becomes_active(three, before, after, names):
    three.sheets.add("N", before=before or None, after=after or None)
    assert three.sheet_names == names.split()
    assert three.sheets.active.name == "N"
    assert three.sheets["N"].index == names.split().index("N") + 1


def test_sheets_are_found_renamed_moved_copied_and_deleted(three):
    sheets = three.sheets
    assert "b" in sheets
    assert sheets["b"] == sheets[1] == sheets(2)
    sheets["B"].name = "乙"
    sheets["乙"].move(after=sheets["C"])
    sheets["A"]["A1"].value = "kept"
    copy = sheets["A"].copy(name="A again")
    assert (three.sheet_names, copy["A1"].value) == (["A", "C", "乙", "A again"], "kept")
    sheets["C"].delete()
    assert three.sheet_names == ["A", "乙", "A again"]
    assert sheets.add().name == "Sheet1"


def test_a_sheet_is_hidden_but_not_the_last(three):
    for name in "BC":
        three.sheets[name].visible = False
    assert [sheet.visible for sheet in three.sheets] == [True, False, False]
    for change in (lambda: setattr(three.sheets["A"], "visible", False), three.sheets["A"].delete):
        with pytest.raises(OfficeError, match="one visible sheet"):
            change()
    three.sheets["B"].visible = True
    assert three.sheet_names == ["A", "B", "C"]


NO_NAMES = ["a/b", "a:b", "x" * 32, "'x'", "B", "b"]


@pytest.mark.parametrize("name", NO_NAMES)
def test_a_name_that_excel_refuses_is_refused(three, name):
    with pytest.raises(ValueError, match=r"name|present|31|already"):
        three.sheets["A"].name = name
    with pytest.raises(ValueError, match=r"name|present|already"):
        three.sheets.add(name)
    assert three.sheet_names == ["A", "B", "C"]


@pytest.mark.parametrize(("key", "error"), [("nowhere", KeyError), (9, IndexError)])
def test_a_sheet_that_is_not_there(book, key, error):
    with pytest.raises(error):
        book.sheets[key]


ADDRESSES = """
case         | asked      | address
cell         | B2         | $B$2
dollars      | $B$2:c5    | $B$2:$C$5
turned round | C5:B2      | $B$2:$C$5
columns      | B:D        | $B:$D
rows         | 2:3        | $2:$3
last cell    | XFD1048576 | $XFD$1048576
name         | rate       | $D$4
with a sheet | 'my sheet'!A1 | $A$1
"""


@pytest.mark.parametrize(("asked", "address"), table(ADDRESSES))
def test_what_people_write_for_a_block(book, sheet, asked, address):
    book.sheets.add("my sheet", after=sheet)
    book.names.add("rate", f"={sheet.name}!$D$4")
    assert sheet.range(asked).address == address


@pytest.mark.parametrize("asked", ["", "A0", "XFE1", "A1048577", "nonsense", "no sheet!A1", "A1,B2"])
def test_what_is_no_block(sheet, asked):
    with pytest.raises(OfficeError, match="neither an address nor a name"):
        sheet.range(asked)


def test_blocks_by_number_and_slice(sheet):
    assert sheet.range((2, 3)).address == sheet[1, 2].address == "$C$2"
    assert sheet.range("B2", "D4").address == sheet.range((2, 2), (4, 4)).address == "$B$2:$D$4"
    assert sheet["B2:D4"][1:, 0].address == "$B$3:$B$4"
    assert sheet["B2:D4"].last_cell.address == "$D$4"
    assert sheet["A1"].get_address(external=True) == f"'[{sheet.book.name}]Sheet1'!$A$1"
    with pytest.raises(OfficeError, match="not on the sheet"):
        _ = sheet["A1"].offset(-1).value


ENDS = """
from                      | start | down | up  | right | left
inside                    | B3    | B4   | B2  | C3    | B3
end of a stretch          | B4    | B6   | B2  | C4    | B4
in the gap                | B5    | B6   | B4  | XFD5  | A5
nothing further           | B6    | B1048576 | B4 | XFD6 | A6
"""


@pytest.mark.parametrize(("start", "down", "up", "right", "left"), table(ENDS))
def test_where_ctrl_and_an_arrow_lead(sheet, start, down, up, right, left):
    sheet["B2"].value = [[1, "x"], [2, "y"], [3, "z"], [None, None], [4, None]]
    sheet["A3:A4"].value = None
    found = [sheet[start].end(way).get_address(False, False) for way in ("down", "up", "right", "left")]
    assert found[:3] == [down, up, right]
    assert found[3] == left.replace("B3", "A3").replace("B4", "A4")


def test_expand_current_region_and_used_range(sheet):
    assert sheet.used_range.address == "$A$1"
    sheet["B2"].value = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    sheet["F9"].value = "far"
    assert [sheet["B2"].expand(mode).address for mode in ("table", "down", "right")] == ["$B$2:$D$4", "$B$2:$B$4", "$B$2:$D$2"]
    assert sheet["C3"].current_region.address == "$B$2:$D$4"
    assert sheet.used_range.address == "$B$2:$F$9"


def test_clearing(sheet):
    for clear, left in (("clear_contents", (None, (255, 0, 0))), ("clear_formats", (5.0, None)), ("clear", (None, None))):
        sheet["A1"].value = 5
        sheet["A1"].color = (255, 0, 0)
        getattr(sheet["A1:B2"], clear)()
        assert (sheet["A1"].value, sheet["A1"].color) == left


def test_inserting_and_deleting_move_the_rest(sheet):
    sheet["A1"].value = [[1, 2], [3, 4]]
    sheet["1:1"].insert("down")
    sheet["A:A"].insert("right")
    assert sheet["B2:C3"].value == [[1.0, 2.0], [3.0, 4.0]]
    sheet["B2"].delete("up")
    assert sheet["B2:C2"].value == [3.0, 2.0]


@pytest.mark.parametrize(("block", "left"), [("A1", [[2, 3], [4, 5]]), ("A1:A2", [[2, 3], [5, 6]]), ("A1:B1", [[4, 5], [None, None]])])
def test_deleting_without_a_direction_goes_by_the_shape(block, left, sheet):
    sheet["A1"].value = [[1, 2, 3], [4, 5, 6]]
    sheet[block].delete()
    assert sheet["A1:B2"].value == left


def test_merging(sheet):
    sheet["A1:B2"].merge()
    assert (sheet["A1"].merge_cells, sheet["B2"].merge_area.address, sheet["C1"].merge_cells) == (True, "$A$1:$B$2", False)
    sheet["A1:B2"].unmerge()
    assert not sheet["A1"].merge_cells
    sheet["A4:B5"].merge(across=True)
    assert sheet["A4"].merge_area.address == "$A$4:$B$4"


LOOKS = {
    "number_format": ["#,##0.00", "yyyy-mm-dd", "@", "0.00%", '#,##0.00 "元"', "General", "[h]:mm:ss", "#,##0.00;[RED]-#,##0.00"],
    "color": [(255, 230, 0), None, (0, 0, 0)],
    "column_width": [22.0, 8.43, 0.5],
    "row_height": [30.0, 15.0],
    "wrap_text": [True, False],
    "horizontal_alignment": ["right", "center", "left", "general"],
    "vertical_alignment": ["top", "center", "bottom"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in LOOKS.items() for value in values])
def test_looks_come_back(sheet, name, value):
    setattr(sheet["B2:C3"], name, value)
    expected = pytest.approx(value, abs=0.05) if isinstance(value, float) else value
    assert getattr(sheet["B2:C3"], name) == expected
    assert getattr(sheet["B2"], name) == getattr(sheet["B2:C3"], name)


FONT = {"bold": [True, False], "italic": [True, False], "size": [14.0], "name": ["Arial"], "color": [(255, 0, 0), (0, 0, 0)]}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in FONT.items() for value in values])
def test_fonts_come_back_and_hold_for_chinese_too(sheet, name, value):
    sheet["A1"].value = "粗体 bold"
    setattr(sheet["A1:B1"].font, name, value)
    assert getattr(sheet["A1"].font, name) == value
    if name == "bold":
        assert sheet["A1"].api.CharWeightAsian == sheet["A1"].api.CharWeight


def test_cells_that_differ_have_no_common_look(sheet):
    sheet["A1"].number_format, sheet["A1"].font.bold, sheet["A1"].row_height, sheet["A1"].column_width = "0.00", True, 40, 30
    for block in (sheet["A1:B2"], sheet["A1:Z100000"]):
        assert (block.number_format, block.row_height, block.column_width) == (None, None, None)
    assert (sheet["B2:Z100000"].row_height, sheet["B2:Z100000"].column_width) == (sheet["B2"].row_height, sheet["B2"].column_width)


def test_colours_in_excels_other_forms(sheet):
    for value in ("#0000ff", (0, 0, 255), 0xFF0000):
        sheet["A1"].color = value
        assert sheet["A1"].color == (0, 0, 255)


def test_autofit_widens_for_long_text(sheet):
    sheet["A1"].value = "a text that is longer than the column is wide"
    before = sheet["A1"].column_width
    sheet.autofit()
    assert sheet["A1"].column_width > before * 2


def test_rows_and_columns_are_hidden(sheet):
    sheet["2:3"].rows.hidden = True
    sheet["B:B"].columns.hidden = True
    assert [sheet[ref].rows.hidden for ref in ("1:1", "2:3", "1:3")] == [False, True, None]
    assert sheet["B:B"].columns.hidden
    assert sheet["A:C"].columns.hidden is None
    assert sheet["B1:B9"].rows.hidden is None


@pytest.mark.parametrize(("block", "columns", "rows"), [("1:2", 0, 2), ("A:A", 1, 0), ("A1:B3", 2, 3)])
def test_panes_are_frozen_without_leaving_the_sheet_in_front(three, block, columns, rows):
    view = three.api.CurrentController
    three.sheets["B"].freeze_panes.freeze_at(block)
    assert three.sheets.active.name == "A"
    assert not view.hasFrozenPanes()
    three.sheets["B"].activate()
    assert (view.SplitColumn, view.SplitRow, view.hasFrozenPanes()) == (columns, rows, True)
    three.sheets["B"].freeze_panes.unfreeze()
    assert not view.hasFrozenPanes()


def test_a_link_inside_the_book(three):
    three.sheets["A"]["A1"].add_hyperlink("#B!A1", "to B")
    assert (three.sheets["A"]["A1"].value, three.sheets["A"]["A1"].hyperlink) == ("to B", "#B!A1")


def test_names_of_the_book_and_of_a_sheet(three):
    three.names.add("rate", "=A!$B$2")
    three.names.add("B!own", "=B!$A$1:$B$3")
    three.names.add("formula", "=SUM(A!$A$1:$A$3)*2")
    three.sheets["C"]["A1:A2"].name = "区域"
    assert sorted(name.name for name in three.names) == ["B!own", "formula", "rate", "区域"]
    assert [name.name for name in three.sheets["B"].names] == ["B!own"]
    assert [three.names[name].refers_to for name in ("rate", "B!own", "formula")] == ["=A!$B$2", "=B!$A$1:$B$3", "=SUM(A!$A$1:$A$3)*2"]
    assert three.names["B!own"].refers_to_range == three.sheets["B"]["A1:B3"]
    assert three.sheets["C"]["A1:A2"].name.name == "区域"
    assert "RATE" in three.names
    three.names["rate"].refers_to = "=C!$D$4"
    three.names["rate"].name = "price"
    assert three.sheets["A"].range("price") == three.sheets["C"]["D4"]
    three.names["price"].delete()
    assert "price" not in three.names
    with pytest.raises(OfficeError, match="not a range"):
        _ = three.names["formula"].refers_to_range
    with pytest.raises(OfficeError, match="already"):
        three.names.add("Formula", "=1")
    with pytest.raises(KeyError):
        three.names["price"]


FILTERS = """
filter            | call                                   | shown
value             | apply_values(1, ["x"])                 | 2 4
values            | apply_values(1, ["x", "y"])            | 2 3 4
number            | apply_values(2, [30])                  | 4
more              | apply_comparison(2, "greater_than", 10) | 3 4 5
between           | apply_comparison(2, "between", 20, 30) | 3 4
not between       | apply_comparison(2, "not_between", 20, 30) | 2 5
none              | apply_values(1, ["w"])                 |
top               | apply_top_items(2, 1)                  | 5
"""


@pytest.mark.parametrize(("call", "shown"), table(FILTERS))
def test_a_filter_hides_rows_and_is_lifted(sheet, call, shown):
    sheet["A1"].value = [["name", "amount"], ["x", 10], ["y", 20], ["x", 30], [None, 40]]
    block = sheet["A1:B5"]
    eval(f"block.autofilter.{call}", {"block": block})
    assert [row for row in range(2, 6) if not sheet[f"{row}:{row}"].rows.hidden] == [int(row) for row in shown.split()]
    assert {entry.type for entry in block.autofilter.criteria} != {"none"}
    block.autofilter.clear()
    assert not sheet["1:5"].rows.hidden
    assert {entry.type for entry in block.autofilter.criteria} == {"none"}


def test_a_filter_on_one_column_leaves_the_other(sheet):
    sheet["A1"].value = [["name", "amount"], ["x", 10], ["y", 20], ["x", 30]]
    filtered = sheet["A1:B4"].autofilter
    filtered.apply_values(1, ["x"])
    filtered.apply_comparison(2, "greater_than_or_equal", 30)
    assert [sheet[f"{row}:{row}"].rows.hidden for row in range(2, 5)] == [True, True, False]
    with pytest.raises(NotImplementedError, match="condition on another column"):
        filtered.apply_values(2, [10, 30])
    filtered.clear(2)
    assert [(entry.type, entry.values) for entry in filtered.criteria] == [("values", ["x"]), ("none", None)]
    assert [sheet[f"{row}:{row}"].rows.hidden for row in range(2, 5)] == [False, True, False]


def test_a_protected_sheet_refuses_every_write(sheet):
    sheet["A1"].value = "kept"
    sheet.api.protect("")
    writes = [
        lambda: setattr(sheet["A1"], "value", "new"),
        lambda: setattr(sheet["A1"], "color", (1, 2, 3)),
        lambda: setattr(sheet["A1"].font, "bold", True),
        sheet["A1"].clear,
        lambda: sheet["1:1"].delete(),
        lambda: sheet["A1:B2"].merge(),
    ]
    for write in writes:
        with pytest.raises(OfficeError, match="Sheet1 is protected"):
            write()
    assert (sheet["A1"].value, sheet["A1"].color, sheet["A1"].font.bold) == ("kept", None, False)


def test_a_protected_book_keeps_its_sheets(three):
    three.api.protect("")
    sheet = three.sheets["A"]
    for change in (lambda: three.sheets.add("N"), sheet.delete, lambda: setattr(sheet, "name", "N"), lambda: sheet.copy()):
        with pytest.raises(OfficeError, match=r"structure of .* is protected"):
            change()
    assert three.sheet_names == ["A", "B", "C"]
    three.api.unprotect("")


NOT_THERE = """
call             | expression
charts           | sheet.charts
pictures         | sheet.pictures
shapes           | sheet.shapes
tables           | sheet.tables
pivot_tables     | sheet.pivot_tables
page_setup       | sheet.page_setup
show_gridlines   | sheet.show_gridlines
to_html          | sheet.to_html("x.html")
borders          | sheet["A1"].borders
sort             | sheet["A1"].impl.sort([1], [True], False)
data_validation  | sheet["A1"].data_validation
conditional_formats | sheet["A1"].conditional_formats
note             | sheet["A1"].note
copy             | sheet["A1"].copy()
to_png           | sheet["A1"].impl.to_png("x.png")
set_colors       | sheet["A1"].set_colors([["#ff0000"]])
run              | sheet.book.macro("x")()
password         | sheet.book.save("x.xlsx", password="x")
apply_comparison | sheet["A1"].autofilter.apply_comparison(1, "equal_to", None)
calculation      | setattr(sheet.book.app, "calculation", "semiautomatic")
"""


@pytest.mark.parametrize("call", table(NOT_THERE))
def test_what_is_not_there_says_its_name(request, sheet, call):
    with pytest.raises(NotImplementedError, match=rf"{request.node.callspec.id}\b.*not supported over LibreOffice"):
        eval(call, {"sheet": sheet})
