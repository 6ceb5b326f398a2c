"""What holds without LibreOffice: the package stands alone, and addresses are read and written."""

import ast
from pathlib import Path

import pytest
from xlwings import base_classes

from tests.notation import table
from ticktie.workbook import calc_engine
from ticktie.workbook.calc_engine import apps, books, filters, looks, names, ranges, sheets
from ticktie.workbook.calc_engine.place import LAST_COLUMN, Place, letters, parse, quoted
from ticktie.workbook.calc_engine.values import _column_runs, _runs

FOLDER = Path(calc_engine.__file__).parent


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_a_module_is_small_and_knows_nothing_of_ticktie(path):
    source = path.read_text("utf-8")
    assert source.count("\n") < 300
    for node in ast.walk(ast.parse(source)):
        name = node.module if isinstance(node, ast.ImportFrom) else None
        assert not (name or "").startswith("ticktie") or name.startswith("ticktie.workbook.calc_engine")
        assert "uno" not in {alias.name for alias in getattr(node, "names", ()) if isinstance(node, ast.Import)}


STANDS_FOR = {
    apps.Apps: base_classes.Apps,
    apps.App: base_classes.App,
    books.Books: base_classes.Books,
    books.Book: base_classes.Book,
    sheets.Sheets: base_classes.Sheets,
    sheets.Sheet: base_classes.Sheet,
    sheets.FreezePanes: base_classes.FreezePanes,
    ranges.Range: base_classes.Range,
    looks.Font: base_classes.Font,
    names.Names: base_classes.Names,
    names.Name: base_classes.Name,
    filters.AutoFilter: base_classes.AutoFilter,
}


@pytest.mark.parametrize("ours", STANDS_FOR, ids=lambda ours: ours.__name__)
def test_every_call_of_xlwings_is_there_or_refused(ours):
    declared = {name for each in ours.__mro__ for name in vars(each).get("__annotations__", {})}
    missing = [name for name in dir(STANDS_FOR[ours]) if not name.startswith("_") and name not in declared and not hasattr(ours, name)]
    assert missing == []


PLACES = """
case        | written     | again
cell        | b2          | $B$2
block       | C5:$B$2     | $B$2:$C$5
columns     | D:B         | $B:$D
rows        | 3:2         | $2:$3
one column  | XFD:XFD     | $XFD:$XFD
not a cell  | A0          | None
too far     | XFE1        | None
half        | A1:B        | None
mixed       | A:2         | None
a word      | rate        | None
"""


@pytest.mark.parametrize(("written", "again"), table(PLACES))
def test_addresses(written, again):
    place = parse(written)
    assert (place.words() if place else "None") == again


def test_letters():
    assert [letters(column) for column in (0, 25, 26, 701, 702, LAST_COLUMN)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


@pytest.mark.parametrize(("name", "written"), [("Sheet1", "Sheet1"), ("订单", "订单"), ("my sheet", "'my sheet'"), ("it's", "'it''s'"), ("A1", "'A1'"), ("1st", "'1st'")])
def test_sheet_names_in_formulas(name, written):
    assert quoted(name) == written


def test_places_meet():
    assert Place(1, 1, 2, 2).around(Place(0, 3, 0, 4)) == Place(0, 1, 2, 4)
    assert Place(1, 0, 1_048_575, 3).within(Place(0, 0, 9, 1)) == Place(1, 0, 9, 1)
    assert Place(5, 5, 9, 9).within(Place(0, 0, 1, 1)) == Place(5, 5, 5, 5)


def test_runs_are_joined_over_what_stays_empty():
    rows = [[""], [1.0], ["x"], [1.0], [""], [""], [1.0], [2.0]]
    assert list(_runs([1, 3, 6, 7])) == [(1, 1), (3, 3), (6, 7)]
    assert _column_runs([1, 3, 6], rows, 0, strict=False) == [(1, 1), (3, 6)]
    assert _column_runs([1, 3, 6], rows, 0, strict=True) == [(1, 1), (3, 3), (6, 6)]
    many = [["x"], [1.0]] * 2000
    assert _column_runs(range(1, 4000, 2), many, 0, strict=False) == [(1, 3999)]
