"""The built file, read back by programs that had no part in making it."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from tests.workbook.libreoffice import saved_by_libreoffice
from ticktie.addin import build as building
from ticktie.addin.build import addin_bytes, build, modules, put
from ticktie.addin.functions import help_words
from ticktie.addin.ribbon import ribbon_xml, words
from ticktie.addin.sources import AddinRefused, read_sources

pytest.importorskip("pyopenvba")
TOP = Path(__file__).parents[2]
SOURCES = read_sources()


@pytest.fixture(scope="module")
def addin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("addin"))


@pytest.fixture(scope="module")
def archive(addin: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(addin)


def body(text: str) -> str:
    """A module without its header, which the project keeps in its own form."""
    lines = text.replace("\r\n", "\n").split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("Option Explicit"))
    return "\n".join(lines[first:]).rstrip("\n")


def test_the_package_hangs_together(archive):
    names = archive.namelist()
    assert archive.testzip() is None
    assert names[0] == "[Content_Types].xml"
    types = etree.fromstring(archive.read("[Content_Types].xml"))
    kinds = {e.get("PartName"): e.get("ContentType") for e in types if e.get("PartName")}
    ends = {e.get("Extension"): e.get("ContentType") for e in types if e.get("Extension")}
    assert kinds["/xl/workbook.xml"] == "application/vnd.ms-excel.addin.macroEnabled.main+xml"
    assert ends["bin"] == "application/vnd.ms-office.vbaProject"
    assert {name[1:] for name in kinds} <= set(names)
    assert {name.rpartition(".")[2] for name in names} <= set(ends)
    for rels, base in (("_rels/.rels", ""), ("xl/_rels/workbook.xml.rels", "xl/")):
        assert all(base + e.get("Target") in names for e in etree.fromstring(archive.read(rels)))
    outside = {e.get("Type"): e.get("Target") for e in etree.fromstring(archive.read("_rels/.rels"))}
    assert outside["http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"] == "customUI/customUI14.xml"
    assert archive.read("customUI/customUI14.xml").decode() == ribbon_xml(SOURCES)


def test_olevba_reads_every_module_back_equal_to_its_source(addin):
    olevba = pytest.importorskip("oletools.olevba")
    read = {stream.rpartition("/")[2]: code for _, stream, _, code in olevba.VBA_Parser(str(addin)).extract_macros()}
    wanted = {m.name: m.text for m in modules(SOURCES)}
    assert set(read) == {*wanted, "Sheet1", "Sheet2"}
    for name, text in wanted.items():
        assert body(read[name]) == body(text)
    assert all(code.isascii() for code in read.values())


def test_the_project_has_a_name_of_its_own_and_a_module_for_each_sheet(addin, archive):
    from pyopenvba import ExcelFile, check_file
    from pyopenvba.cfb import CFB

    project = CFB.from_bytes(archive.read("xl/vbaProject.bin"))
    assert b'\r\nName="ticktie"\r\n' in project.get_stream("PROJECT")
    assert b"VBAProject" not in project.get_stream("PROJECT")
    report = check_file(addin)
    assert report.ok
    assert not report.issues
    with ExcelFile(addin) as file:
        assert file.validate() == []
        assert file.vba_project().name == "ticktie"
        assert {r.name for r in file.references()} == {"stdole", "Office"}
        have = {m.name for m in file.vba_project().modules}
    sheets = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/worksheets/")]
    codes = {re.search(r'codeName="(\w+)"', text)[1] for text in sheets}
    assert codes | {"ThisWorkbook"} <= have


def test_openpyxl_reads_every_text(archive):
    copy = io.BytesIO()  # openpyxl takes no add-in, so it gets one called a workbook
    with zipfile.ZipFile(copy, "w") as other:
        for name in archive.namelist():
            data = archive.read(name)
            other.writestr(name, data.replace(b"excel.addin.macro", b"excel.sheet.macro") if name == "[Content_Types].xml" else data)
    book = openpyxl.load_workbook(copy, keep_vba=True)
    assert book.sheetnames == ["ticktie", "_words"]
    assert book["_words"].sheet_state == "hidden"
    assert [tuple(cell or "" for cell in row) for row in book["_words"].values] == [*words(), *help_words()]


def test_libreoffice_opens_it_with_all_modules(addin, tmp_path, monkeypatch):
    real = subprocess.run

    def run(call, **more):
        return real([call[0], "--infilter=Calc MS Excel 2007 VBA XML", *call[1:]], **more)

    monkeypatch.setattr(subprocess, "run", run)
    (converted,) = saved_by_libreoffice([addin], tmp_path, "ods")
    with zipfile.ZipFile(converted) as other:
        basic = {Path(n).stem for n in other.namelist() if n.startswith("Basic/ticktie/")}
        content = other.read("content.xml").decode()
    assert {m.name for m in modules(SOURCES)} <= basic
    assert "勾稽对账" in content
    assert "勾稽對帳" in content


def test_no_clock_and_no_place_in_it(archive):
    assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert {(i.create_system, i.external_attr >> 16) for i in archive.infolist()} == {(0, 0o600)}
    assert not [n for n in archive.namelist() if n.startswith("docProps")]


@pytest.mark.parametrize("environment", [{"TZ": "Asia/Taipei", "PYTHONHASHSEED": "1"}, {"TZ": "UTC", "PYTHONHASHSEED": "2", "LC_ALL": "C"}])
def test_the_same_sources_give_the_same_bytes(environment, tmp_path):
    call = f"from pathlib import Path; from ticktie.addin.build import build; build(Path({str(tmp_path)!r}))"
    subprocess.run([sys.executable, "-c", call], check=True, env={**os.environ, **environment}, cwd=tmp_path)
    assert (tmp_path / "ticktie.xlam").read_bytes() == addin_bytes()


def test_the_pinned_xlwings_is_the_one_of_the_extra():
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))
    assert f"xlwings=={SOURCES.xlwings}" in project["project"]["optional-dependencies"]["excel"]


def test_the_wheel_carries_the_sources(tmp_path):
    """An installed ticktie builds the same file: the wheel is made, unpacked somewhere else and run from there."""
    pytest.importorskip("hatchling")
    build_wheel = "from hatchling.build import build_wheel; print(build_wheel(__import__('sys').argv[1]))"
    made = subprocess.run([sys.executable, "-c", build_wheel, str(tmp_path)], cwd=TOP, check=True, capture_output=True, text=True)
    with zipfile.ZipFile(tmp_path / made.stdout.split()[-1]) as wheel:
        wheel.extractall(tmp_path / "site")
    call = "import ticktie.addin.sources as s, pathlib; from ticktie.addin.build import build; print(s.folder()); build(pathlib.Path('out'))"
    there = subprocess.run(
        [sys.executable, "-c", call], cwd=tmp_path, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    )
    assert there.stdout.strip() == str(tmp_path / "site" / "ticktie" / "addin" / "sources")
    assert (tmp_path / "out" / "ticktie.xlam").read_bytes() == addin_bytes()


def test_without_pyopenvba_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyopenvba", None)
    with pytest.raises(AddinRefused, match="parts_missing"):
        building.addin_parts(SOURCES)


def test_a_file_that_cannot_be_replaced_stays(tmp_path):
    taken = tmp_path / "ticktie.xlam"
    taken.mkdir()
    with pytest.raises(AddinRefused, match="not_writable"):
        put(taken, b"x")
    assert list(tmp_path.iterdir()) == [taken]
