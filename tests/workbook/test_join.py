"""Sheets are joined into books of many producers: ours can be read, theirs stay byte for byte, and a failure changes nothing."""

import datetime as dt
import errno
import os
import posixpath
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import openpyxl
import pytest
import python_calamine
import xlsxwriter
import xlwt
from lxml import etree

from tests.notation import table
from tests.workbook import package_books as books
from tests.workbook.libreoffice import needs_soffice, saved_by_libreoffice
from tests.workbook.package_books import BOOKS, FOUR, KEYS, entries_of, parts_of, rewrite, write_donor
from ticktie.workbook.package import (
    PackageError,
    archive,
    join,
    listing,
    own_titles,
    package_facts,
    styles,
    xml_spans,
)
from ticktie.workbook.package.calculation import without_sheets
from ticktie.workbook.package.parts import Package

OURS = list(KEYS)
NOT_FOR_OPENPYXL = {"strict", "odd_zip"}  # joined or not: it stops at the one, loses a sheet of the other (a part named in other case)
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl, of what it would lose


class Shelf:
    """The books, their donors and what comes of joining them; each is made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def book(self, name: str) -> Path:
        if name == "libreoffice":
            needs_soffice()
        return self._made(f"{name}{'.xlsm' if name == 'macro' else '.xlsx'}", BOOKS[name])

    def donor(self, name: str) -> Path:
        date1904 = name == "date1904"
        return self._made(f"donor{date1904}.xlsx", lambda path: write_donor(path, date1904=date1904))

    def joined(self, name: str) -> Path:
        return self._made(f"{name}.joined.xlsx", lambda path: join(self.book(name), self.donor(name), path, KEYS))

    def _made(self, name: str, make: Callable[[Path], object]) -> Path:
        path = self.folder / name
        if not path.exists():
            make(path)
        return path


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("books"))


every_book = pytest.mark.parametrize("name", BOOKS)


# --- what is the user's stays ---


def lists_of(name: str, parts: dict[str, bytes]) -> set[str]:
    """The four parts that may change, as this book calls them."""
    return {part for part in parts if part in FOUR or part.lower() == "xl/workbook.xml"}


@every_book
def test_what_is_not_ours_stays_byte_for_byte(shelf, name):
    """Packed bytes, order, dates and attributes of all entries but the lists; and the zip's own comment."""
    before, after = entries_of(shelf.book(name)), entries_of(shelf.joined(name))
    lists = lists_of(name, parts_of(shelf.book(name)))
    assert [e for e in after if e[0] in {old[0] for old in before} - lists] == [e for e in before if e[0] not in lists]
    assert [e[:2] for e in after[: len(before)]] == [e[:2] for e in before]
    with zipfile.ZipFile(shelf.book(name)) as old, zipfile.ZipFile(shelf.joined(name)) as new:
        assert new.comment == old.comment


def pieces(xml: bytes) -> list[bytes]:
    """Tags and texts in order; without how many there are, which may grow, and whether a list is still empty."""
    found = re.findall(rb"<[^>]*>|[^<]+", xml)
    return [re.sub(rb"""\s+count\s*=\s*["']\d+["']|\s*/(?=>)""", b"", piece) for piece in found]


@every_book
def test_the_lists_only_got_additions(shelf, name):
    before, after = parts_of(shelf.book(name)), parts_of(shelf.joined(name))
    for part in lists_of(name, before):
        rest = iter(pieces(after[part]))
        assert all(piece in rest for piece in pieces(before[part])), part


def test_additions_are_noticed_when_they_are_none():
    rest = iter(pieces(b'<a><b x="1"/></a>'))
    assert not all(piece in rest for piece in pieces(b'<a><b x="2"/></a>'))


@every_book
def test_joining_twice_makes_equal_bytes(shelf, name, tmp_path):
    again, third = tmp_path / "again.xlsx", tmp_path / "third.xlsx"
    join(shelf.joined(name), shelf.donor(name), again, KEYS)
    assert again.read_bytes() == shelf.joined(name).read_bytes()
    shutil.copy(shelf.joined(name), third)
    join(third, shelf.donor(name), third, KEYS)  # into itself
    assert third.read_bytes() == again.read_bytes()


@every_book
def test_the_package_is_whole(shelf, name):
    check_package(shelf.joined(name))


# --- other programs read it ---


def values(path: Path) -> dict[str, list[list[object]]]:
    book = python_calamine.load_workbook(path)
    return {title: book.get_sheet_by_name(title).to_python(skip_empty_area=False) for title in book.sheet_names}


@every_book
def test_calamine_reads_their_values_and_ours(shelf, name):
    theirs, ours, after = values(shelf.book(name)), values(shelf.donor(name)), values(shelf.joined(name))
    assert list(after) == [*theirs, *OURS]
    assert after == theirs | ours
    assert isinstance(after["总览"][1][3], dt.date)  # the look that makes a number a date came along


def seen(sheet: object) -> dict[str, object]:
    """What openpyxl finds on a sheet, and how each cell with a look of its own looks."""
    looks = {c.coordinate: _look(c) for row in sheet.iter_rows() for c in row if c.style_id}
    conditions = [(str(area.sqref), [(r.type, r.operator, r.formula, r.dxf and (r.dxf.fill.bgColor.rgb, r.dxf.numFmt and r.dxf.numFmt.formatCode)) for r in area.rules]) for area in sheet.conditional_formatting]
    widths = {c: (d.width, d.hidden, d.number_format) for c, d in sheet.column_dimensions.items()}
    lines = {r: (d.height, d.font.b, d.fill.fgColor.rgb) for r, d in sheet.row_dimensions.items() if d.customFormat}
    cells = {c.coordinate: (getattr(c.value, "text", c.value), c.comment and c.comment.text, c.hyperlink and (c.hyperlink.location, c.hyperlink.target)) for row in sheet.iter_rows() for c in row}
    rules = [(str(r.sqref), r.type, r.formula1) for r in sheet.data_validations.dataValidation]
    tab = sheet.sheet_properties.tabColor and sheet.sheet_properties.tabColor.rgb
    paper = sheet.print_title_rows, sheet.print_area, sheet.page_setup.fitToHeight, tab
    return {"cells": cells, "looks": looks, "conditions": conditions, "widths": widths, "lines": lines, "rules": rules, "freeze": sheet.freeze_panes,
            "filter": sheet.auto_filter.ref, "paper": paper, "charts": len(sheet._charts), "tables": list(sheet.tables)}  # fmt: skip


def _look(cell: object) -> tuple[object, ...]:
    border, fill = cell.border.left and cell.border.left.style, cell.fill.fgColor.rgb
    return cell.number_format, cell.font.name, cell.font.b, cell.font.sz, fill, border, cell.alignment.horizontal


@pytest.mark.parametrize("name", [name for name in BOOKS if name not in NOT_FOR_OPENPYXL and name != "many"])
def test_openpyxl_reads_their_sheets_and_ours(shelf, name):
    theirs, ours, after = (openpyxl.load_workbook(path) for path in (shelf.book(name), shelf.donor(name), shelf.joined(name)))
    assert after.sheetnames == [*theirs.sheetnames, *OURS]
    for sheet in theirs.worksheets:
        assert seen(after[sheet.title]) == seen(sheet)
    for sheet in ours.worksheets:
        there, here = seen(after[sheet.title]), seen(sheet)
        assert there.pop("looks").items() >= here.pop("looks").items()
        assert there == here


def test_a_macro_workbook_keeps_its_program(shelf):
    after, before = parts_of(shelf.joined("macro")), parts_of(shelf.book("macro"))
    assert after["xl/vbaProject.bin"] == before["xl/vbaProject.bin"]
    assert b"macroEnabled.main+xml" in after["[Content_Types].xml"]
    assert package_facts(shelf.joined("macro")).macro
    assert not package_facts(shelf.joined("rich")).macro


def test_dates_count_from_1904_where_the_book_does(shelf):
    facts = package_facts(shelf.joined("date1904"))
    book = openpyxl.load_workbook(shelf.joined("date1904"))
    assert (facts.date1904, book.epoch) == (True, dt.datetime(1904, 1, 1))
    assert (book["总览"]["D2"].value, book["订单"]["D1"].value) == (dt.datetime(2026, 3, 2), dt.datetime(2026, 1, 1))


def test_the_strict_form_stays_strict(shelf):
    parts = parts_of(shelf.joined("strict"))
    ours = set(parts) - set(parts_of(shelf.book("strict")))
    xml = [n for n in ours if n.endswith((".xml", ".rels"))]
    assert not [n for n in xml if re.search(rb"schemas\.openxmlformats\.org/(spreadsheetml|officeDocument|drawingml)/", parts[n])]
    assert package_facts(shelf.joined("strict")).strict


@pytest.fixture(scope="module")
def saved(shelf: Shelf) -> dict[str, Path]:
    """Two joined books as LibreOffice saves them."""
    names = ["rich", "strict"]
    return dict(zip(names, saved_by_libreoffice([shelf.joined(n) for n in names], shelf.folder / "saved"), strict=True))


@pytest.mark.parametrize("name", ["rich", "strict"])
def test_libreoffice_opens_it_and_our_sheets_stay_ours(shelf, saved, name):
    theirs, ours, after = values(shelf.book(name)), values(shelf.donor(name)), values(saved[name])
    assert list(after) == [*theirs, *OURS]
    for title, rows in ours.items():
        assert after[title][: len(rows)] == rows  # it adds the row that has a look and no value
    assert [row[:3] for row in after["订单"]] == [row[:3] for row in theirs["订单"]]
    assert package_facts(saved[name]).own == {page: title for title, page in KEYS.items()}
    assert len(openpyxl.load_workbook(saved[name])["总览"]._charts) == 1


def test_what_libreoffice_saved_can_be_joined_again(shelf, saved, tmp_path):
    join(saved["rich"], shelf.donor("rich"), tmp_path / "a.xlsx", KEYS)
    join(tmp_path / "a.xlsx", shelf.donor("rich"), tmp_path / "b.xlsx", KEYS)
    assert package_facts(tmp_path / "a.xlsx").sheets == package_facts(saved["rich"]).sheets
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    check_package(tmp_path / "a.xlsx")


def test_marks_are_hidden_and_of_their_sheet_alone(shelf):
    marks = {sheet.title: sheet.defined_names.get("_ticktie_page") for sheet in openpyxl.load_workbook(shelf.joined("rich")).worksheets}
    assert {title: (mark.value, mark.hidden) for title, mark in marks.items() if mark} == {title: (f'"{page}"', True) for title, page in KEYS.items()}


# --- careless programs ---


def test_a_suffix_that_tells_the_type_is_enough(shelf):
    rich, plain = (parts_of(shelf.joined(name))["[Content_Types].xml"] for name in ("rich", "plain"))
    assert (rich.count(b'officedocument.vmlDrawing"'), plain.count(b'officedocument.vmlDrawing"')) == (1, 3)  # one line for all, or one each


def test_names_that_only_a_list_knows_are_taken(shelf, tmp_path):
    """A line without its part, and relationships without theirs: a new part must not come under them."""
    book = Path(shutil.copy(shelf.book("plain"), tmp_path / "book.xlsx"))
    line = b'<Override PartName="/xl/worksheets/Sheet4.xml" ContentType="application/x-gone"/></Types>'
    rewrite(book, {
        "[Content_Types].xml": lambda b: b.replace(b"</Types>", line),
        "xl/worksheets/_rels/sheet5.xml.rels": b"<Relationships/>",
    })  # fmt: skip
    join(book, shelf.donor("plain"), book, KEYS)
    new = {name for name in parts_of(book) if name.startswith("xl/worksheets/sheet")} - set(parts_of(shelf.book("plain")))
    assert new == {f"xl/worksheets/sheet{n}.xml" for n in (6, 7, 8)}
    assert parts_of(book)["[Content_Types].xml"].count(b"heet4.xml") == 1


def test_names_that_differ_only_in_case(shelf):
    asked = ("xl/media/Photo.bin", "xl/media/photo.bin", "/XL/media\\PHOTO.BIN", "xl/worksheets/sheet2.xml", "xl/none.xml")
    with archive.open_zip(shelf.book("odd_zip")) as opened:
        found = [Package(opened).name(name) for name in asked]
    assert found == ["xl/media/Photo.bin", "xl/media/photo.bin", "xl/media/Photo.bin", "xl/Worksheets/Sheet2.xml", None]


def test_a_part_of_ours_that_a_sheet_of_the_user_also_shows_stays(shelf, tmp_path):
    book = Path(shutil.copy(shelf.joined("rich"), tmp_path / "book.xlsx"))
    ours = next(name for name in parts_of(book) if "charts/chart" in name and name not in parts_of(shelf.book("rich")))
    more = f'<Relationship Id="rIdMore" Type="{OFFICE[1:-1]}/chart" Target="/{ours}"/></Relationships>'.encode()
    rewrite(book, {"xl/worksheets/_rels/sheet1.xml.rels": lambda b: b.replace(b"</Relationships>", more)})
    before = parts_of(book)[ours]
    join(book, donor_of(tmp_path / "d.xlsx", {"问题": "problems"}), book, {"问题": "problems"})
    assert parts_of(book)[ours] == before
    check_package(book)


# --- laws of a package, without our own reader ---

BOOK_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups", "externalReferences",
    "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "extLst",
)  # fmt: skip
STYLE_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst")


def check_package(path: Path) -> None:
    """Order of elements, numbers that must differ, goals that must exist, types of all parts, styles that are used."""
    parts = parts_of(path)
    assert len({name.lower() for name in parts}) >= len(parts) - 1  # one of the books has two that differ in case
    book = _root(parts[next(n for n in parts if n.lower() == "xl/workbook.xml")])
    names = [etree.QName(e).localname for e in book if isinstance(e.tag, str) and etree.QName(e).localname in BOOK_ORDER]
    assert names == sorted(names, key=BOOK_ORDER.index)
    sheets = book.findall("{*}sheets/{*}sheet")
    for key in ("name", "sheetId"):
        said = [sheet.get(key).casefold() for sheet in sheets]
        assert len(said) == len(set(said)), key
    defined = [(name.get("name").casefold(), name.get("localSheetId")) for name in book.findall("{*}definedNames/{*}definedName")]
    assert len(defined) == len(set(defined))
    assert all(int(place) < len(sheets) for _, place in defined if place)
    _check_relations(parts)
    _check_types(parts)
    _check_styles(parts)


def _check_relations(parts: dict[str, bytes]) -> None:
    names = {name.lower() for name in parts}
    for name in parts:
        if name.endswith(".rels"):
            entries = [e for e in _root(parts[name]) if isinstance(e.tag, str)]
            assert len({e.get("Id") for e in entries}) == len(entries), name
            folder = posixpath.dirname(posixpath.dirname(name))
            inside = (e.get("Target") for e in entries if e.get("TargetMode") != "External" and not e.get("Target").startswith("#"))
            goals = {posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/").lower() for target in inside}
            assert goals <= names, (name, goals - names)


def _check_types(parts: dict[str, bytes]) -> None:
    types = _root(parts["[Content_Types].xml"])
    overrides = [e.get("PartName").lstrip("/").lower() for e in types.findall("{*}Override")]
    assert len(overrides) == len(set(overrides))
    assert set(overrides) <= {name.lower() for name in parts}
    said = {e.get("PartName").lstrip("/").lower(): e.get("ContentType") for e in types.findall("{*}Override")}
    for part, kind in _kinds(parts):
        assert kind in said[part.lower()], part


def _kinds(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """What relationships call the parts whose type needs a line of its own."""
    for name in parts:
        folder = posixpath.dirname(posixpath.dirname(name))
        for e in _root(parts[name]) if name.endswith(".rels") else ():
            kind = e.get("Type", "").rpartition("/")[2]
            if kind in ("worksheet", "styles", "drawing", "chart", "comments", "table", "sharedStrings"):
                yield posixpath.normpath(posixpath.join("/", folder, e.get("Target"))).lstrip("/"), kind


def _check_styles(parts: dict[str, bytes]) -> None:
    styles = _root(parts["xl/styles.xml"])
    names = [etree.QName(e).localname for e in styles if isinstance(e.tag, str)]
    assert names == sorted(names, key=STYLE_ORDER.index)
    size = {name: len(styles.find(f"{{*}}{name}")) for name in names if name not in ("colors", "extLst")}
    for name in names:
        if count := styles.find(f"{{*}}{name}").get("count"):
            assert int(count) == len(styles.find(f"{{*}}{name}")), name
    for key, name in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
        assert max(int(xf.get(key, 0)) for xf in styles.findall("{*}cellXfs/{*}xf")) < size[name]
    patterns = [fill.get("patternType", "none") for fill in styles.findall("{*}fills/{*}fill/{*}patternFill")]
    assert patterns[:2] == ["none", "gray125"]  # Excel shows these whatever stands there
    codes = {(e.get("numFmtId"), e.get("formatCode")) for e in styles.iter("{*}numFmt")}
    assert len({number for number, _ in codes}) == len(codes)
    for name, xml in parts.items():
        if "worksheets/sheet" in name and name.endswith(".xml"):
            assert all(int(n) < size["cellXfs"] for n in re.findall(rb"<(?:\w+:)?c [^>]*?\bs=\"(\d+)\"", re.sub(rb"<t[ >].*?</t>", b"", xml))), name
            assert all(int(n) < size.get("dxfs", 0) for n in re.findall(rb" dxfId=\"(\d+)\"", xml)), name


def _root(xml: bytes) -> etree._Element:
    return etree.fromstring(xml)


# --- the next run ---


def donor_of(path: Path, pages: dict[str, str]) -> Path:
    return write_donor(path, pages, chart="chart" in path.name)


NEXT = """
case                       | next run                                              | sheets afterwards
the same                   | 总览=overview 已匹配=matched 未匹配=unmatched            | 订单 收款 汇总 总览 已匹配 未匹配
fewer                      | 已匹配=matched                                         | 订单 收款 汇总 已匹配
one                        | 总览=overview                                          | 订单 收款 汇总 总览
more                       | 总览=overview 已匹配=matched 未匹配=unmatched 账龄=aging 问题=problems | 订单 收款 汇总 总览 已匹配 未匹配 账龄 问题
others                     | 账龄=aging                                             | 订单 收款 汇总 账龄
in another order           | 未匹配=unmatched 总览=overview 已匹配=matched            | 订单 收款 汇总 未匹配 总览 已匹配
in another language        | Overview=overview Matched=matched Unmatched=unmatched | 订单 收款 汇总 Overview Matched Unmatched
titles exchanged           | 已匹配=overview 总览=matched 未匹配=unmatched            | 订单 收款 汇总 已匹配 总览 未匹配
a page in two sheets       | 总览=overview 已匹配=matched 已匹配_(2)=matched:2        | 订单 收款 汇总 总览 已匹配 已匹配_(2)
"""


@pytest.mark.parametrize(("pages", "sheets"), table(NEXT))
def test_the_next_run_replaces_our_sheets(shelf, tmp_path, pages, sheets):
    keys = dict(pair.split("=") for pair in pages.split())
    out = tmp_path / "out.xlsx"
    join(shelf.joined("rich"), donor_of(tmp_path / "chart.xlsx", keys), out, keys)
    assert list(package_facts(out).sheets) == sheets.split()
    assert package_facts(out).own == {page: title for title, page in keys.items()}
    check_package(out)
    before = entries_of(shelf.book("rich"))
    kept = [e for e in entries_of(out) if e[0] in {old[0] for old in before} - FOUR]
    assert kept == [e for e in before if e[0] not in FOUR]
    donor = {n for n in parts_of(tmp_path / "chart.xlsx") if re.search(r"worksheets|drawings|charts|comments", n)}
    assert len(set(parts_of(out)) - {e[0] for e in before}) == len(donor)  # no part of the earlier run is left behind
    assert set(openpyxl.load_workbook(out).sheetnames) == set(values(out))


def test_a_page_keeps_its_number_and_relationship(shelf, tmp_path):
    """Views, links and pivot tables that a person made on our sheet hang on these."""
    keys = {"账龄": "aging", "Matched": "matched"}
    join(shelf.joined("plain"), donor_of(tmp_path / "d.xlsx", keys), tmp_path / "out.xlsx", keys)
    before, after = (_sheets(path) for path in (shelf.joined("plain"), tmp_path / "out.xlsx"))
    assert after["Matched"] == before["已匹配"]
    assert after["账龄"][0] not in {number for number, _ in before.values()}


def _sheets(path: Path) -> dict[str, tuple[str, str]]:
    book = _root(parts_of(path)["xl/workbook.xml"])
    return {s.get("name"): (s.get("sheetId"), s.get(f"{OFFICE}id")) for s in book.findall("{*}sheets/{*}sheet")}


def moved(path: Path, order: list[str], active: str = "") -> Path:
    """The book as a person leaves it who drags its tabs into another order."""

    def change(xml: bytes) -> bytes:
        book = _root(xml)
        sheets = book.find("{*}sheets")
        before = [sheet.get("name") for sheet in sheets]
        sheets[:] = sorted(sheets, key=lambda sheet: order.index(sheet.get("name")))
        for name in book.findall("{*}definedNames/{*}definedName[@localSheetId]"):
            name.set("localSheetId", str(order.index(before[int(name.get("localSheetId"))])))
        if active:
            view = book.find("{*}bookViews/{*}workbookView")
            view.set("activeTab", str(order.index(active)))
            view.set("firstSheet", str(order.index(active)))
        return etree.tostring(book, xml_declaration=True, encoding="UTF-8", standalone=True)

    return rewrite(path, {"xl/workbook.xml": change})


MOVED = """
case                          | before                          | shows  | next run                             | after                           | shows then
ours in front                 | 总览 已匹配 未匹配 订单 收款 汇总    | 收款    | 已匹配=matched                        | 已匹配 订单 收款 汇总              | 收款
ours in front, more           | 总览 已匹配 未匹配 订单 收款 汇总    | 汇总    | 总览=overview 已匹配=matched 未匹配=unmatched 账龄=aging | 总览 已匹配 未匹配 账龄 订单 收款 汇总 | 汇总
ours in the middle            | 订单 总览 已匹配 未匹配 收款 汇总    | 收款    | 账龄=aging 已匹配=matched             | 订单 账龄 已匹配 收款 汇总         | 收款
ours apart                    | 总览 订单 已匹配 收款 未匹配 汇总    | 汇总    | 总览=overview 已匹配=matched 未匹配=unmatched | 总览 已匹配 未匹配 订单 收款 汇总 | 汇总
one of ours is shown          | 订单 总览 已匹配 未匹配 收款 汇总    | 未匹配  | 未匹配=unmatched 总览=overview        | 订单 未匹配 总览 收款 汇总         | 未匹配
it is gone                    | 订单 收款 汇总 总览 已匹配 未匹配    | 未匹配  | 总览=overview                         | 订单 收款 汇总 总览               | 总览
it has another title          | 订单 收款 汇总 总览 已匹配 未匹配    | 已匹配  | Overview=overview Matched=matched     | 订单 收款 汇总 Overview Matched   | Matched
"""


@pytest.mark.parametrize(("before", "shows", "pages", "after", "then"), table(MOVED))
def test_places_shift_with_the_tabs(shelf, tmp_path, before, shows, pages, after, then):
    keys = dict(pair.split("=") for pair in pages.split())
    book = moved(Path(shutil.copy(shelf.joined("rich"), tmp_path / "book.xlsx")), before.split(), shows)
    join(book, donor_of(tmp_path / "d.xlsx", keys), book, keys)
    found = openpyxl.load_workbook(book)
    assert (found.sheetnames, found.active.title) == (after.split(), then)
    assert found.views[0].firstSheet == after.split().index(then)
    assert [found[t].print_area for t in ("收款", "汇总")] == ["'收款'!$A$1:$B$25", "'汇总'!$A$1:$C$9"]
    assert {title: found[title].print_title_rows for title in keys} == dict.fromkeys(keys, "$1:$1")
    selected = [sheet.title for sheet in found.worksheets if sheet.title in keys and sheet.sheet_view.tabSelected]
    assert selected == ([then] if then in keys else [])  # a second selected tab would be a group
    check_package(book)


def test_two_hundred_sheets(shelf, tmp_path):
    titles = [f"表{n}" for n in range(200)]
    book = moved(Path(shutil.copy(shelf.joined("many"), tmp_path / "book.xlsx")), [*titles[:7], *OURS, *titles[7:]], "表199")
    keys = {"总览": "overview"}
    join(book, donor_of(tmp_path / "d.xlsx", keys), book, keys)
    found = openpyxl.load_workbook(book)
    assert found.sheetnames == [*titles[:7], "总览", *titles[7:]]
    assert found.active.title == "表199"
    assert {sheet.print_area for sheet in found.worksheets if sheet.title != "总览"} == {f"'{title}'!$A$1:$B$2" for title in titles}


def test_hidden_sheets_stay_hidden(shelf, tmp_path):
    donor = rewrite(Path(shutil.copy(shelf.donor("plain"), tmp_path / "d.xlsx")), {"xl/workbook.xml": lambda b: b.replace(b'sheetId="2"', b'sheetId="2" state="hidden"')})
    join(shelf.book("plain"), donor, tmp_path / "out.xlsx", KEYS)
    assert [s.sheet_state for s in openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets] == ["visible"] * 4 + ["hidden", "visible"]


# --- a tab that a person copied from ours ---


def with_copy(path: Path, of: str, title: str, number: int) -> Path:
    """Excel's "create a copy" of a tab: another sheet with the same content and the same names."""
    source = _sheet_part(path, of)

    def listed(xml: bytes) -> bytes:
        book = _root(xml)
        sheets, names = book.find("{*}sheets"), book.find("{*}definedNames")
        place = [sheet.get("name") for sheet in sheets].index(of)
        entry = etree.SubElement(sheets, sheets[0].tag, {"name": title, "sheetId": str(number), f"{OFFICE}id": "rIdCopy"})
        for name in [n for n in names if n.get("localSheetId") == str(place)]:
            copy = etree.SubElement(names, name.tag, dict(name.attrib) | {"localSheetId": str(len(sheets) - 1)})
            copy.text = name.text
        assert entry is sheets[-1]
        return etree.tostring(book, xml_declaration=True, encoding="UTF-8", standalone=True)

    relation = f'<Relationship Id="rIdCopy" Type="{OFFICE[1:-1]}/worksheet" Target="worksheets/copy.xml"/></Relationships>'
    override = '<Override PartName="/xl/worksheets/copy.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
    return rewrite(path, {
        "xl/worksheets/copy.xml": re.sub(rb"<(hyperlinks>.*</hyperlinks|drawing [^>]*/|legacyDrawing [^>]*/)>", b"", parts_of(path)[source]),
        "xl/workbook.xml": listed,
        "xl/_rels/workbook.xml.rels": lambda b: b.replace(b"</Relationships>", relation.encode()),
        "[Content_Types].xml": lambda b: b.replace(b"</Types>", override.encode()),
    })  # fmt: skip


def _sheet_part(path: Path, title: str) -> str:
    parts = parts_of(path)
    id = _sheets(path)[title][1]
    target = next(e.get("Target") for e in _root(parts["xl/_rels/workbook.xml.rels"]) if e.get("Id") == id)
    return f"xl/{target}"


COPIES = """
case                                 | title       | sheetId | stays ours
the copy is called as Excel does     | 已匹配 (2)   | 99      | 已匹配
even where its number is lower       | 已匹配 (2)   | 1       | 已匹配
renamed: the older one is ours       | 六月底的样子  | 99      | 已匹配
"""


@pytest.mark.parametrize(("title", "number", "ours"), table(COPIES))
def test_a_copy_of_our_tab_is_the_user_s(shelf, tmp_path, title, number, ours):
    fresh = rewrite(Path(shutil.copy(shelf.joined("plain"), tmp_path / "book.xlsx")), {"xl/workbook.xml": lambda b: re.sub(rb'sheetId="(\d+)"', lambda m: b'sheetId="%d"' % (int(m[1]) + 10), b)})
    book = with_copy(fresh, "已匹配", title, int(number))
    assert package_facts(book).own["matched"] == ours
    assert package_facts(book).copies == (title,)
    assert set(own_titles(book)) == {*OURS, title}
    copy = parts_of(book)["xl/worksheets/copy.xml"]
    keys = {"Matched": "matched"}
    join(book, donor_of(tmp_path / "d.xlsx", keys), book, keys)
    assert parts_of(book)["xl/worksheets/copy.xml"] == copy
    assert (package_facts(book).own, package_facts(book).copies) == ({"matched": "Matched"}, (title,))
    assert list(package_facts(book).sheets) == ["订单", "收款", "Notes & 'more' rows", "Matched", title]


def test_a_file_that_is_no_package_has_no_tabs_of_ours(tmp_path):
    (tmp_path / "a.csv").write_text("单号,金额\n")
    assert own_titles(tmp_path / "a.csv") == own_titles(tmp_path / "nothing.xlsx") == ()


# --- what Excel remembers of its formulas ---


def test_the_calculation_chain_forgets_our_sheets_and_keeps_the_user_s(shelf, tmp_path):
    book = Path(shutil.copy(shelf.joined("rich"), tmp_path / "book.xlsx"))
    before = parts_of(book)["xl/calcChain.xml"]
    own = [number for title, (number, _) in _sheets(book).items() if title in OURS]
    ours = "".join(f'<c r="B32" i="{n}"/><c r="B33"/>' for n in own).encode()
    rewrite(book, {"xl/calcChain.xml": lambda b: b.replace(b"</calcChain>", ours + b"</calcChain>")})
    join(book, shelf.donor("rich"), book, KEYS)
    assert parts_of(book)["xl/calcChain.xml"] == before


CHAINS = """
case                              | chain                                                    | gone | left
none of ours                      | <c r="A1" i="1"/><c r="A2"/>                             | 7    | <c r="A1" i="1"/><c r="A2"/>
ours at the end                   | <c r="A1" i="1"/><c r="A2"/><c r="B1" i="7"/><c r="B2"/> | 7    | <c r="A1" i="1"/><c r="A2"/>
ours at the start                 | <c r="B1" i="7"/><c r="B2"/><c r="A1" i="1"/><c r="A2"/> | 7    | <c r="A1" i="1"/><c r="A2"/>
ours between                      | <c r="A1" i="1"/><c r="B1" i="7"/><c r="A2" i="1"/>      | 7    | <c r="A1" i="1"/><c r="A2" i="1"/>
two of ours                       | <c r="B1" i="7"/><c r="B2" i="8"/><c r="A1" i="1" s="1"/> | 7 8 | <c r="A1" i="1" s="1"/>
with a prefix and an end tag      | <x:c i="7" r="B1"></x:c> <x:c r='A1' i='1'/>             | 7    |  <x:c r='A1' i='1'/>
a number that begins alike        | <c r="A1" i="77"/>                                       | 7    | <c r="A1" i="77"/>
nothing is left                   | <c r="B1" i="7"/><c r="B2"/>                             | 7    | None
"""


@pytest.mark.parametrize(("chain", "gone", "left"), table(CHAINS))
def test_entries_of_sheets_that_go(chain, gone, left):
    found = without_sheets(f"<calcChain>{chain}</calcChain>".encode(), set(map(int, gone.split())))
    assert str(found and found.decode().replace("> <", "><")) == (left if left == "None" else f"<calcChain>{left}</calcChain>")


def test_a_chain_of_our_sheets_only_goes_away(shelf, tmp_path):
    book = Path(shutil.copy(shelf.joined("rich"), tmp_path / "book.xlsx"))
    number = _sheets(book)["总览"][0]
    rewrite(book, {"xl/calcChain.xml": lambda b: re.sub(rb"<c .*/>", b'<c r="B32" i="%s"/>' % number.encode(), b)})
    join(book, shelf.donor("rich"), book, KEYS)
    parts = parts_of(book)
    assert "xl/calcChain.xml" not in parts
    assert b"calcChain" not in parts["[Content_Types].xml"] + parts["xl/_rels/workbook.xml.rels"]
    check_package(book)


RECALCULATE = """
case                                  | where    | what                          | calculates
nothing reads ours                    | formula  | SUM(A1:A9)                    |
a formula of the user                 | formula  | SUM(已匹配!B2:B9)              | yes
with quotes                           | formula  | SUM('已匹配'!B2:B9)            | yes
it reads the new title                | formula  | 'A & B''s'!B2                 | yes
of another sheet, whose name is longer | formula | 已匹配旧!B2                    |
a name of the workbook                | name     | 已匹配!$B$2:$B$9               | yes
a name that reads another sheet       | name     | 订单!$B$2                      |
only words in a cell                  | text     | 见 已匹配!B2                   |
"""


@pytest.mark.parametrize(("where", "what", "calculates"), table(RECALCULATE))
def test_excel_calculates_on_opening_only_when_something_reads_our_sheets(shelf, tmp_path, where, what, calculates):
    book = tmp_path / "book.xlsx"
    made = xlsxwriter.Workbook(str(book), {"strings_to_formulas": False, "constant_memory": True})  # texts stand in the cells
    sheet = made.add_worksheet("订单")
    if where == "formula":
        sheet.write_formula("A1", f"={what}", None, 7)
    elif where == "name":
        made.define_name("合计", f"={what}")
    else:
        sheet.write_string("A1", what)
    made.close()
    rewrite(book, {"xl/workbook.xml": lambda b: b.replace(b' fullCalcOnLoad="1"', b"")})  # XlsxWriter asks for it always
    join(book, shelf.donor("plain"), book, KEYS)
    assert b"fullCalcOnLoad" not in parts_of(book)["xl/workbook.xml"]  # at first nothing can have read them
    keys = {"A & B's": "matched"}
    join(book, donor_of(tmp_path / "d.xlsx", keys), book, keys)
    assert (b'fullCalcOnLoad="1"' in parts_of(book)["xl/workbook.xml"]) == bool(calculates)


def test_our_own_formulas_are_no_reason_to_calculate(shelf, tmp_path):
    keys = {"已匹配": "matched"}
    donor = tmp_path / "d.xlsx"
    made = xlsxwriter.Workbook(str(donor))
    made.add_worksheet("已匹配").write_formula("A1", "=已匹配!B2", None, 5)
    made.close()
    book = tmp_path / "book.xlsx"
    books.no_views(book)
    for _ in range(2):
        join(book, donor, book, keys)
    assert b"fullCalcOnLoad" not in parts_of(book)["xl/workbook.xml"]


def test_it_is_said_where_the_book_has_no_word_about_calculation(tmp_path, shelf):
    book = tmp_path / "book.xlsx"
    books.no_views(book)
    rewrite(book, {"xl/worksheets/sheet1.xml": lambda b: b.replace(b"</row></sheetData>", b'<c r="Z20"><f>\xe6\x80\xbb\xe8\xa7\x88!B2</f><v>1</v></c></row></sheetData>')})
    for _ in range(2):
        join(book, shelf.donor("plain"), book, KEYS)
    assert b'<calcPr fullCalcOnLoad="1"/>' in parts_of(book)["xl/workbook.xml"]
    check_package(book)


# --- refused, and nothing changed ---

BOMB = bytes(3 << 20)


def spoiled(path: Path, how: str) -> Path:
    """A book that must be refused."""
    books.plain(path)
    workbook = "xl/workbook.xml"
    changes: dict[str, dict[str, books.Change]] = {
        "signed": {"_xmlsignatures/origin.sigs": b""},
        "its structure is protected": {workbook: lambda b: b.replace(b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>')},
        "a sheet has our title": {workbook: lambda b: b.replace("收款".encode(), "已匹配".encode())},
        "in other letters": {workbook: lambda b: b.replace("收款".encode(), b"OVERVIEW")},
        "a list in UTF-16": {workbook: lambda b: b.decode().replace("UTF-8", "UTF-16").encode("utf-16")},
        "without its mark": {"[Content_Types].xml": lambda b: b.decode().split("?>", 1)[1].strip().encode("utf-16-le")},
        "in another encoding": {workbook: lambda b: b.replace(b'"UTF-8"', b'"GB2312"')},
        "styles in UTF-16": {"xl/styles.xml": lambda b: b.decode().replace("UTF-8", "UTF-16").encode("utf-16")},
        "a document type": {workbook: lambda b: b.replace(b"<workbook", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook', 1)},
        "one in the relationships": {"xl/_rels/workbook.xml.rels": lambda b: b.replace(b"<Rel", b"<!DOCTYPE x><Rel", 1)},
        "a part of zeros": {"xl/media/zeros.bin": BOMB},
        "a list is not well formed": {workbook: lambda b: b.replace(b"</sheets>", b"")},
        "no list of sheets": {workbook: lambda b: re.sub(rb"<sheets>.*</sheets>", b"", b)},
        "a sheet without a part": {"xl/_rels/workbook.xml.rels": lambda b: b.replace(b"rId1", b"rId77")},
        "a document of Word": {"_rels/.rels": lambda b: b.replace(b"xl/workbook.xml", b"word/document.xml"), "word/document.xml": b"<document/>"},
        "no list of types": {"[Content_Types].xml": None},
        "no room for looks": {},
    }
    if how in changes:
        return rewrite(path, changes[how])
    data = path.read_bytes()
    if how == "the half of it":
        path.write_bytes(data[: len(data) // 2])
    elif how == "a password":
        path.write_bytes(archive._OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"))
    elif how == "text":
        path.write_text("单号,金额\n")
    else:
        old = xlwt.Workbook()
        old.add_sheet("订单")
        old.save(str(path))
    return path


REFUSED = """
case                          | code
signed                        | signed
its structure is protected    | locked_structure
a sheet has our title         | title_taken
in other letters              | title_taken
a list in UTF-16              | utf16_part
without its mark              | utf16_part
in another encoding           | utf16_part
styles in UTF-16              | utf16_part
a document type               | dtd
one in the relationships      | dtd
a part of zeros               | zip_bomb
a list is not well formed     | not_a_workbook
no list of sheets             | not_a_workbook
a sheet without a part        | not_a_workbook
a document of Word            | not_a_workbook
no list of types              | not_a_workbook
no room for looks             | too_many_styles
the half of it                | truncated
a password                    | password
text                          | not_a_workbook
an old .xls                   | old_xls
"""


@pytest.mark.parametrize(("how", "code"), [pytest.param(c.id, c.values[0], id=c.id) for c in table(REFUSED)])
def test_refusals_leave_everything_as_it_was(tmp_path, monkeypatch, how, code):
    monkeypatch.setattr(archive, "RATIO_FROM", 1 << 20)
    if how == "no room for looks":
        monkeypatch.setattr(styles, "MAX_STYLES", 3)
    donor = donor_of(tmp_path / "donor.xlsx", {"已匹配": "matched", "Overview": "overview"})
    book, out = spoiled(tmp_path / "book.xlsx", how), tmp_path / "out.xlsx"
    out.write_bytes(b"of last month")
    before = contents(tmp_path)
    for goal in (out, book, tmp_path / "new.xlsx"):
        with pytest.raises(PackageError) as refused:
            join(book, donor, goal, {"已匹配": "matched", "Overview": "overview"})
        assert refused.value.code == code
        assert contents(tmp_path) == before


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in os.listdir(folder)}


def test_a_table_of_the_user_s_name_is_not_doubled(shelf, tmp_path):
    donor = tmp_path / "d.xlsx"
    made = xlsxwriter.Workbook(str(donor))
    made.add_worksheet("已匹配").add_table("A1:B3", {"name": "订单表"})
    made.close()
    with pytest.raises(PackageError) as refused:
        join(shelf.book("rich"), donor, tmp_path / "out.xlsx", {"已匹配": "matched"})
    assert (refused.value.code, refused.value.facts) == ("title_taken", {"title": "订单表"})


def test_tables_of_ours_get_numbers_that_are_free(shelf, tmp_path):
    donor = tmp_path / "d.xlsx"
    made = xlsxwriter.Workbook(str(donor))
    made.add_worksheet("已匹配").add_table("A1:B3", {"name": "matched_table"})
    made.close()
    for user in (shelf.book("rich"), tmp_path / "out.xlsx"):
        join(user, donor, tmp_path / "out.xlsx", {"已匹配": "matched"})
        tables = [(n, re.search(rb'<table [^>]*? id="(\d+)"', xml)[1]) for n, xml in parts_of(tmp_path / "out.xlsx").items() if "tables/" in n]
        assert tables == [("xl/tables/table1.xml", b"1"), ("xl/tables/table2.xml", b"2")]
    assert list(openpyxl.load_workbook(tmp_path / "out.xlsx")["已匹配"].tables) == ["matched_table"]


OUR_MISTAKES = """
case                        | sheets          | keys
two sheets show one page    | A B             | a a
a sheet without a page      | A               | -
"""


@pytest.mark.parametrize(("sheets", "keys"), table(OUR_MISTAKES))
def test_mistakes_of_ours_are_exceptions(shelf, tmp_path, sheets, keys):
    pages = dict(zip(sheets.split(), keys.replace("-", " ").split(" "), strict=False))
    donor = donor_of(tmp_path / "d.xlsx", pages)
    with pytest.raises(ValueError, match="page of its own"):
        join(shelf.book("plain"), donor, tmp_path / "out.xlsx", pages)
    assert os.listdir(tmp_path) == ["d.xlsx"]


def test_a_name_for_the_whole_workbook_is_not_carried(shelf, tmp_path):
    made = xlsxwriter.Workbook(str(tmp_path / "d.xlsx"))
    made.add_worksheet("已匹配")
    made.define_name("rate", "=0.13")
    made.close()
    with pytest.raises(ValueError, match="whole workbook"):
        join(shelf.book("plain"), tmp_path / "d.xlsx", tmp_path / "out.xlsx", {"已匹配": "matched"})


def test_parts_that_we_do_not_carry_are_said(shelf, tmp_path):
    donor = rewrite(Path(shutil.copy(shelf.book("macro"), tmp_path / "d.xlsx")), {"xl/workbook.xml": lambda b: re.sub(rb"<(definedNames|externalReferences)>.*</\1>", b"", b)})
    with pytest.raises(ValueError, match="vbaProject"):
        join(shelf.book("plain"), donor, tmp_path / "out.xlsx", {"订单": "a", "收款": "b", "汇总": "c"})


# --- failures while it is written ---


def _after(calls: int, error: BaseException, real: Callable[..., object]) -> Callable[..., object]:
    """A function that fails at its n-th call."""
    left: Iterator[int] = iter(range(calls))

    def failing(*given: object, **named: object) -> object:
        if next(left, None) is None:
            raise error
        return real(*given, **named)

    return failing


FULL, HELD = OSError(errno.ENOSPC, "No space left on device"), PermissionError(errno.EACCES, "held by Excel")
FAILURES: Iterable[tuple[str, object, str, int, BaseException]] = [
    ("the disk is full at the first part", archive.ZipWriter, "copy", 0, FULL),
    ("the disk is full in the middle", archive.ZipWriter, "copy", 5, FULL),
    ("the disk is full at our sheets", archive.ZipWriter, "add", 4, FULL),
    ("the disk is full at the end", archive.ZipWriter, "finish", 0, FULL),
    ("the disk is full when it is flushed", os, "fsync", 0, FULL),
    ("stopped in the middle", archive.ZipWriter, "copy", 5, KeyboardInterrupt()),
    ("stopped at our sheets", archive.ZipWriter, "add", 5, KeyboardInterrupt()),
    ("stopped when it takes its place", os, "replace", 0, KeyboardInterrupt()),
    ("another program holds the file", os, "replace", 0, HELD),
    ("no temporary file can be made", archive.tempfile, "mkstemp", 0, HELD),
    ("what was written cannot be read back", archive.zipfile.ZipFile, "namelist", 3, RuntimeError("lost")),
]


@pytest.mark.parametrize(("owner", "name", "calls", "error"), [pytest.param(*case[1:], id=case[0]) for case in FAILURES])
def test_a_failure_leaves_the_file_as_it_was(shelf, tmp_path, monkeypatch, owner, name, calls, error):
    book = Path(shutil.copy(shelf.book("rich"), tmp_path / "book.xlsx"))
    before, donor = contents(tmp_path), shelf.donor("rich")
    monkeypatch.setattr(owner, name, _after(calls, error, getattr(owner, name)))
    for out in (book, tmp_path / "new.xlsx"):
        with pytest.raises(type(error)) as failed:
            join(book, donor, out, KEYS)
        assert failed.value is error
        assert contents(tmp_path) == before


def _nothing(*_: object, **__: object) -> str:
    return ""


BREAKS = [
    ("no marks", listing, "_name_edits", _nothing),
    ("sheets of other titles", listing, "attributes_xml", lambda said, real=listing.attributes_xml: real(said | {"name": "x"} if "sheetId" in said else said)),
    ("a sheet without its part", archive, "_name", lambda entry, real=archive._name: real(entry).replace(b"worksheets/sheet5", b"worksheets/lost5")),
    ("styles that are no XML", xml_spans, "attributes_xml", lambda said: "<"),
]


@pytest.mark.parametrize(("owner", "name", "broken"), [pytest.param(*case[1:], id=case[0]) for case in BREAKS])
def test_what_was_written_is_read_back(shelf, tmp_path, monkeypatch, owner, name, broken):
    """Whatever goes wrong in the lists, the user's file is not replaced by it."""
    book = Path(shutil.copy(shelf.book("plain"), tmp_path / "book.xlsx"))
    before = contents(tmp_path)
    monkeypatch.setattr(owner, name, broken)
    with pytest.raises((RuntimeError, PackageError)):
        join(book, shelf.donor("plain"), book, KEYS)
    assert contents(tmp_path) == before
