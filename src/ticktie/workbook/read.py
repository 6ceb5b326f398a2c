"""Files to sheets: .xlsx, .xlsm, .xls, .csv, and the text or HTML that banks call .xls; told apart by content, not by name."""

from __future__ import annotations

import csv
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import python_calamine as calamine
from lxml import etree, html

from ticktie.domain.grid import Cell, Sheet, Source, column_index
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.text import bare_heading, clean, heading
from ticktie.domain.vocabulary import heading_fields
from ticktie.workbook.package import PackageError, check_zip

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>((?:<(?:\w+:)?f\b[^>]*/>|<(?:\w+:)?f\b[^>]*>[^<]*</(?:\w+:)?f>)?)"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v[^>]*>([^<]*)</(?:\w+:)?v>)?[^<]*</(?:\w+:)?c>"
)
_MOST_CELLS = 1 << 26  # of one sheet: a million rows of sixty columns
_MOST_COLUMNS = 16_384
_LINES_IN_A_CELL = 40
_WIDE = re.compile(rb"""\sr=["']([A-Z]{2,3})\d+["'][^>]*(?<!/)>""")
_REF = re.compile(rb"""\br=["']([A-Z]+)(\d+)["']""")
_TYPE = re.compile(rb"""\bt=["'](\w+)["']""")


def read_books(book: Path, more: Sequence[Path] = (), own: Iterable[str] = ()) -> list[Sheet]:
    """All sheets of the book and of further files, in order.

    own: titles of the tabs that ticktie wrote, which are never input. Sheets of further files are named
    `<file stem>/<sheet>`, those of text files `<stem>`. Raises Refused naming every file that cannot be read.
    """
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    skipped = set(own)
    for i, path in enumerate([book, *more]):
        try:
            found = read_file(path)
        except Refused as refused:
            problems += refused.problems
            continue
        for sheet in found:
            if i == 0 and sheet.title in skipped:
                continue
            name = sheet.title if i == 0 else path.stem if sheet.text else f"{path.stem}/{sheet.title}"
            sheets.append(_renamed(sheet, _free(name, sheets)))
    if problems:
        raise Refused(problems)
    return sheets


def _free(name: str, sheets: list[Sheet]) -> str:
    taken = {s.name for s in sheets}
    number, free = 2, name
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free


def _renamed(sheet: Sheet, name: str) -> Sheet:
    return replace(sheet, name=name)


def read_file(path: Path) -> list[Sheet]:
    """The sheets of one file. Raises Refused (not_found, not_a_workbook, truncated, password, zip_bomb, unreadable)."""
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except FileNotFoundError:
        raise _refused("not_found", path) from None
    except OSError as error:
        raise _refused("unreadable", path, error=error.strerror or str(error)) from None
    if start[:2] == b"PK":
        return _package(path)
    if start[:8] == _OLE:
        return _ole(path)
    if not start.strip():
        raise _refused("not_a_workbook", path)
    return _text(path, start)


def _refused(code: str, path: Path, **facts: object) -> Refused:
    return Refused([Problem(code, Source(path.name), {"file": path.name, **facts})])


def _package(path: Path) -> list[Sheet]:
    try:
        check_zip(path)
        return _calamine(path, _xml_facts(path))
    except PackageError as error:
        raise _refused(error.code, path, **error.facts) from None
    except (zipfile.BadZipFile, EOFError, calamine.ZipError, zlib.error):
        raise _refused("truncated", path) from None
    except (calamine.CalamineError, etree.XMLSyntaxError, KeyError, NotImplementedError) as error:
        raise _refused("not_a_workbook", path, error=str(error)) from None


def _ole(path: Path) -> list[Sheet]:
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _refused("password", path)
    try:
        return _calamine(path, {})
    except Exception as error:  # the .xls reader fails in many ways on damaged files
        raise _refused("password" if _locked(path) else "not_a_workbook", path, error=str(error)) from None


def _locked(path: Path) -> bool:
    """Whether an .xls has a password; calamine only says so of a file that it opens by its name."""
    try:
        calamine.CalamineWorkbook.from_path(path).close()
    except calamine.PasswordError:
        return True
    except Exception:
        pass
    return False


def _calamine(path: Path, broken: dict[str, dict[tuple[int, int], str]]) -> list[Sheet]:
    sheets: list[Sheet] = []
    with path.open("rb") as file, calamine.CalamineWorkbook.from_filelike(file) as book:
        for meta in book.sheets_metadata:
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            rows: list[list[Cell]] = [[None if c == "" else c for c in row] for row in sheet.to_python(skip_empty_area=False)]
            hidden = meta.visible != calamine.SheetVisibleEnum.Visible
            marks = broken.get(meta.name, {})
            if marks:
                _make_room(rows, marks)
            spans = tuple(_inside(rows, sheet.merged_cell_ranges or ()))
            sheets.append(Sheet(meta.name, rows, meta.name, spans, marks, hidden, str(path)))
    return sheets


def _inside(rows: list[list[Cell]], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> Iterable[tuple[int, int, int, int]]:
    """Merged areas as far as they lie in the grid; people also merge empty cells beside it."""
    height, width = len(rows), max(map(len, rows), default=0)
    for (first, left), (last, right) in merged:
        if first < height and left < width:
            yield first, left, min(last, height - 1), min(right, width - 1)


def _make_room(rows: list[list[Cell]], marks: dict[tuple[int, int], str]) -> None:
    """Cells that hold only an error at the sheet's edge still need their place in the grid."""
    width = max([len(r) for r in rows] + [c + 1 for _, c in marks])
    for row in rows:
        row.extend([None] * (width - len(row)))
    rows.extend([None] * width for _ in range(len(rows), max(r for r, _ in marks) + 1))


def _xml_facts(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Per sheet title, the cells that hold an error value or a formula without a stored value (calamine reads both as empty)."""
    found: dict[str, dict[tuple[int, int], str]] = {}
    with zipfile.ZipFile(path) as package:
        for title, part in _sheet_parts(package):
            try:
                xml = package.read(part)
            except KeyError:
                continue
            if _grid_size(xml) > _MOST_CELLS:
                raise PackageError("zip_bomb", sheet=title)
            if _may_be_broken(xml):
                marks = dict(_broken_cells(xml))
                if marks:
                    found[title] = marks
    return found


def _may_be_broken(xml: bytes) -> bool:
    """A quick no for sheets without errors and formulas; what follows the cells (rules for input and colours) does not count."""
    end = xml.rfind(b"sheetData>")
    return any(xml.find(mark, 0, end) >= 0 for mark in (b't="e"', b"t='e'", b"<f", b":f>", b":f ", b":f/"))


def _grid_size(xml: bytes) -> int:
    """Cells from A1 to the last row and column with a value: calamine lays them all out, and kills the process where it cannot."""
    end = max(xml.rfind(b"</c>"), xml.rfind(b":c>"))
    ref = _REF.search(xml, max(xml.rfind(b"<c ", 0, end), xml.rfind(b":c ", 0, end), 0), max(end, 0))
    rows = int(ref[2]) if ref else 0
    if rows * _MOST_COLUMNS <= _MOST_CELLS:
        return rows * _MOST_COLUMNS  # few rows, however wide; no need to look
    widest = max((column_index(letters.decode()) for letters in set(_WIDE.findall(xml))), default=25)
    return rows * (widest + 1)


def _broken_cells(xml: bytes) -> Iterable[tuple[tuple[int, int], str]]:
    for attributes, formula, value in _BROKEN.findall(xml):
        kind = _TYPE.search(attributes)
        type_ = kind[1] if kind else b"n"
        if type_ != b"e" and not (formula and not value and type_ != b"str"):
            continue
        if ref := _REF.search(attributes):
            mark = value.decode("utf-8", "replace") if type_ == b"e" else "="
            yield (int(ref[2]) - 1, column_index(ref[1].decode())), mark or "#N/A"


def _sheet_parts(package: zipfile.ZipFile) -> Iterable[tuple[str, str]]:
    """Sheet titles and the parts that hold them."""
    names = {n.lower(): n for n in package.namelist()}
    root = _xml(package.read(names.get("_rels/.rels", "_rels/.rels")))
    book = next((r.get("Target", "") for r in root if r.get("Type", "").endswith("/officeDocument")), "xl/workbook.xml")
    book = names.get(book.lstrip("/").lower(), book.lstrip("/"))
    folder = posixpath.dirname(book)
    rels_name = posixpath.join(folder, "_rels", posixpath.basename(book) + ".rels")
    rels = {r.get("Id"): r.get("Target", "") for r in _xml(package.read(names.get(rels_name.lower(), rels_name)))}
    for node in _xml(package.read(book)).iter():
        if isinstance(node.tag, str) and etree.QName(node).localname == "sheet":
            rid = next((v for k, v in node.attrib.items() if str(k).endswith("}id")), None)
            target = rels.get(str(rid), "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield str(node.get("name", "")), names.get(part.lower(), part)


def _xml(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)


# --- text: csv in any encoding, tab text and HTML that call themselves .xls ---------------------------------------------


def _text(path: Path, start: bytes) -> list[Sheet]:
    data = path.read_bytes()
    text, encoding = decoded(data)
    if text is None or (b"\x00" in start and not text):
        raise _refused("not_a_workbook", path)
    try:
        rows = _html_rows(text) if re.search(r"<(?:html|table|!doctype html)", text[:4096], re.IGNORECASE) else _separated(text)
    except (csv.Error, etree.LxmlError, ValueError) as error:  # a cell beyond measure, HTML that is none
        raise _refused("not_a_workbook", path, error=str(error)) from None
    if not any(len(row) > 1 for row in rows) and path.suffix.lower() not in (".csv", ".txt"):
        raise _refused("not_a_workbook", path)
    width = max((len(row) for row in rows), default=0)
    grid: list[list[Cell]] = []
    for row in rows:
        grid.append([*(cell or None for cell in row), *[None] * (width - len(row))])
    cut = len(rows) > 1 and text[-1:] not in "\r\n" and len(rows[-1]) < len(rows[-2])
    return [Sheet(path.stem, grid, path.stem, path=str(path), text=True, encoding=encoding, cut=cut)]


def decode(data: bytes) -> str | None:
    """The text of a file whose encoding nobody names; None when it is no text."""
    return decoded(data)[0]


def decoded(data: bytes) -> tuple[str | None, str]:
    """The text of a file and its encoding; None when it is no text.

    By its mark, else strict UTF-8, else of GB18030 and Big5 the one in which more column titles are words we know.
    """
    if data[:3] == b"\xef\xbb\xbf":
        return data.decode("utf-8-sig", "replace"), "utf-8-sig"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), "utf-16"
    if data.count(b"\x00", 0, 4000) > len(data[:4000]) // 5:
        odd = data[1:4000:2].count(b"\x00") > data[0:4000:2].count(b"\x00")
        encoding = "utf-16-le" if odd else "utf-16-be"
        return _if_printable(data.decode(encoding, "replace")), encoding
    try:
        return _if_printable(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        pass
    candidates = []
    for encoding in ("gb18030", "big5hkscs"):
        try:
            candidates.append((data.decode(encoding), encoding))
        except UnicodeDecodeError as error:
            if error.start > len(data) * 0.9:
                candidates.append((data.decode(encoding, "replace"), encoding))
    if not candidates:
        text = data.decode("gb18030", "replace")
        return _if_printable(text) if text.count("\ufffd") < len(text) * 0.01 else None, "gb18030"
    best, encoding = max(candidates, key=lambda c: _known_titles(c[0]))
    return _if_printable(best), encoding


def _if_printable(text: str) -> str | None:
    return text if _printable(text) else None


def _printable(text: str) -> bool:
    sample = text[:5000]
    return bool(sample) and sum(c < " " and c not in "\r\n\t\f" for c in sample) <= len(sample) * 0.01


def _known_titles(text: str) -> int:
    table = heading_fields()
    cells = re.split(r"[,\t|;\r\n]+", text[:20000])
    return sum(heading(c) in table for c in cells if 1 < len(c) < 40)


def _separated(text: str) -> list[list[str]]:
    lines = text.splitlines()[:200]
    scores = {mark: (_titles_in_a_line(lines, mark), _evenness(lines, mark)) for mark in (",", "\t", "|", ";")}
    mark = max(scores, key=lambda m: scores[m])
    csv.field_size_limit(1 << 24)
    rows = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]
    if any(cell.count("\n") > _LINES_IN_A_CELL for row in rows for cell in row):  # a quote that is never closed takes in the rest
        return [[part.strip('"') for part in line.split(mark)] for line in text.splitlines()]
    return rows


def _titles_in_a_line(lines: list[str], mark: str) -> int:
    """The most column titles we know that one line holds when it is cut at this mark."""
    table = heading_fields()
    found = (sum(heading(c.strip('"')) in table or bare_heading(c.strip('"')) in table for c in line.split(mark)) for line in lines[:60])
    return max(found, default=0)


def _evenness(lines: list[str], mark: str) -> tuple[int, int]:
    """Lines that share the commonest count of this separator (of at least one), and that count."""
    counts = [line.count(mark) for line in lines if line.count(mark)]
    if not counts:
        return 0, 0
    common = max(set(counts), key=lambda c: (counts.count(c), c))
    return counts.count(common) * min(common, 12), common


def _html_rows(text: str) -> list[list[str]]:
    tree = html.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    rows: list[list[str]] = []
    for row in tree.iter("tr"):
        if any(True for _ in row.iterdescendants("tr")):
            continue  # a row of a layout table that holds the real one
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            span = cell.get("colspan", "1")
            cells += [clean(str(cell.xpath("string()")))] + [""] * (int(span) - 1 if span.isdecimal() else 0)
        rows.append(cells)
    return rows
