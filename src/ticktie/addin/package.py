"""The parts of an .xlam: a small workbook with the texts, the ribbon and the VBA project, zipped without a clock.

    content types      an add-in is one by the type of its main part alone
    _rels/.rels        leads to the workbook and to the ribbon (customUI14: relationship of 2007, namespace of 2009/07)
    xl/workbook.xml    sheets `ticktie` (one must be visible) and `_words` (hidden)
    xl/vbaProject.bin  the project; each sheet's codeName is the name of its module there
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape, quoteattr

ADDIN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
WORKBOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RIBBON = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_VBA = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"

_PLAIN = (
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)


@dataclass(frozen=True)
class Tab:
    """A sheet of the add-in: its cells from A1 on, all text."""

    title: str
    rows: Sequence[Sequence[str]]
    hidden: bool = False


def parts(kind: str, tabs: Sequence[Tab], ribbon: str = "", project: bytes = b"") -> dict[str, bytes]:
    """The parts of a workbook of that kind, in the order in which they are zipped."""
    sheets = {f"xl/worksheets/sheet{n}.xml": _sheet(f"Sheet{n}", tab) for n, tab in enumerate(tabs, 1)}
    types = {"xl/workbook.xml": kind, "xl/styles.xml": _STYLES, **dict.fromkeys(sheets, _SHEET)}
    inside = [(f"{_OFFICE}/worksheet", name.removeprefix("xl/")) for name in sheets]
    inside += [(f"{_OFFICE}/styles", "styles.xml"), *([(_VBA, "vbaProject.bin")] if project else [])]
    outside = [(f"{_OFFICE}/officeDocument", "xl/workbook.xml"), *([(_RIBBON, "customUI/customUI14.xml")] if ribbon else [])]
    texts = {
        "[Content_Types].xml": _types(types),
        "_rels/.rels": _relations(outside),
        "customUI/customUI14.xml": ribbon,
        "xl/workbook.xml": _workbook(tabs),
        "xl/_rels/workbook.xml.rels": _relations(inside),
        **sheets,
        "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_MAIN}">{_PLAIN}</styleSheet>',
    }
    found = {name: text.encode() for name, text in texts.items() if text}
    return found | {"xl/vbaProject.bin": project} if project else found


def write(parts: dict[str, bytes], path: Path | IO[bytes]) -> None:
    """Zip the parts; nothing in the file tells when or where that was."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(entry, data)


def _types(types: dict[str, str]) -> str:
    named = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items())
    return (
        f'{_HEAD}<Types xmlns="{_TYPES}"><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    )


def _relations(pairs: Sequence[tuple[str, str]]) -> str:
    rows = "".join(f'<Relationship Id="rId{n}" Type="{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(pairs, 1))
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{rows}</Relationships>'


def _workbook(tabs: Sequence[Tab]) -> str:
    rows = "".join(
        f'<sheet name={quoteattr(tab.title)} sheetId="{n}"{" state=" + quoteattr("hidden") if tab.hidden else ""} r:id="rId{n}"/>'
        for n, tab in enumerate(tabs, 1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr codeName="ThisWorkbook"/>'
        f'<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="20000" windowHeight="12000"/></bookViews>'
        f"<sheets>{rows}</sheets></workbook>"
    )


def _sheet(code: str, tab: Tab) -> str:
    rows = "".join(f'<row r="{r}">{"".join(_cell(r, c, text) for c, text in enumerate(row))}</row>' for r, row in enumerate(tab.rows, 1))
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr codeName="{code}"/><sheetData>{rows}</sheetData></worksheet>'


def _cell(row: int, column: int, text: str) -> str:
    return f'<c r="{chr(65 + column)}{row}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
