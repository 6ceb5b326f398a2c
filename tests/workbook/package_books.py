"""Workbooks of many producers, made by code, and the sheets that are joined into them.

    BOOKS["rich"](path)          writes one of the user's books
    write_donor(path)            writes the sheets to join; KEYS says which page each shows
    rewrite(path, name=change)   opens a package and changes parts by hand
"""

from __future__ import annotations

import io
import re
import shutil
import struct
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import openpyxl
import xlsxwriter
from lxml import etree

from tests.workbook.libreoffice import saved_by_libreoffice

KEYS = {"总览": "overview", "已匹配": "matched", "未匹配": "unmatched"}
FOUR = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
Change = Callable[[bytes], bytes] | bytes | None


# --- the sheets to join -----------------------------------------------------------------------------------------------


def write_donor(
    path: Path, titles: Iterable[str] = KEYS, *, inline: bool = False, date1904: bool = False, rows: int = 30, chart: bool = True
) -> Path:
    """Sheets with all that result pages use. inline: strings in the cells, else in a table of shared strings."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": inline, "date_1904": date1904, "strings_to_formulas": False})
    bold = book.add_format({"bold": True, "bg_color": "#DCE3EE", "border": 1})
    money = book.add_format({"num_format": '#,##0.00"元";[Red]-#,##0.00"元"', "align": "right"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "font_name": "等线"})
    alarm = book.add_format({"bg_color": "#FFC7CE", "num_format": "0.000"})
    for title in titles:
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, rows, 5)
        sheet.set_column(0, 0, 18)
        sheet.set_column(3, 3, 12, day)
        sheet.set_column(5, 5, 20, None, {"hidden": True})
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)
        sheet.set_tab_color("#33507A")
        for column, name in enumerate(("单号", "金额", "链接", "日期", "说明", "键")):
            sheet.write_string(0, column, name, bold)
            if column == 1:
                sheet.write_comment(0, 1, "本行金额")
        for row in range(1, rows + 1):
            sheet.write_string(row, 0, f"SO-{row}")
            sheet.write_number(row, 1, row * 1.5, money)
            sheet.write_url(row, 2, f"internal:'{title}'!A1" if row % 2 else f"https://example.com/?a={row}&b=2", string="看")
            sheet.write_datetime(row, 3, date(2026, 3, 1 + row % 28), day)
            sheet.write_string(row, 4, f'text s="1" t="s" <c r="A1" s="{row}"> &amp; 尾款  {row} ')
            sheet.write_string(row, 5, f"key {row}")
        sheet.write_rich_string(rows + 1, 0, "合计 ", bold, "粗体", " 完")
        sheet.write_formula(rows + 1, 1, f"=SUM(B2:B{rows + 1})", money, sum(r * 1.5 for r in range(1, rows + 1)))
        sheet.set_row(rows + 2, 30, bold)
        sheet.data_validation(1, 4, rows, 4, {"validate": "list", "source": ["接受", "拒绝"]})
        sheet.conditional_format(1, 1, rows, 1, {"type": "cell", "criteria": ">", "value": 20, "format": alarm})
        sheet.conditional_format(1, 1, rows, 1, {"type": "data_bar", "data_bar_2010": True})
        if chart:
            column_chart = book.add_chart({"type": "column"})
            column_chart.add_series({"categories": [title, 1, 0, 5, 0], "values": [title, 1, 1, 5, 1]})
            sheet.insert_chart("H2", column_chart)
    book.close()
    return path


# --- the user's books -------------------------------------------------------------------------------------------------


def plain(path: Path, **options: object) -> None:
    """Three sheets of values, as XlsxWriter writes them."""
    book = xlsxwriter.Workbook(str(path), options)
    money = book.add_format({"num_format": "0.00", "font_color": "red"})
    for title in ("订单", "收款", "Notes & 'more' rows"):
        sheet = book.add_worksheet(title)
        for row in range(20):
            sheet.write_row(row, 0, [f"{title}{row}", row])
            sheet.write_number(row, 2, row / 4, money)
            sheet.write_datetime(row, 3, date(2026, 1, 1 + row), book.add_format({"num_format": "yyyy/m/d"}))
    book.close()


def rich(path: Path, vba: Path | None = None) -> None:
    """What people put into workbooks: the parts that other libraries lose."""
    book = xlsxwriter.Workbook(str(path))
    bold, red = book.add_format({"bold": True}), book.add_format({"bg_color": "#FFC7CE"})
    orders, payments, sums = (book.add_worksheet(name) for name in ("订单", "收款", "汇总"))
    for row in range(1, 25):
        orders.write_row(row, 0, [f"SO{row}", row * 10.25, row % 5])
        payments.write_row(row, 0, [f"RC{row}", row * 9.5])
    orders.add_table(0, 0, 24, 2, {"name": "订单表", "columns": [{"header": h} for h in ("单号", "金额", "数量")]})
    orders.add_sparkline("E2", {"range": "订单!B2:B9", "markers": True})
    orders.conditional_format("B2:B25", {"type": "data_bar", "data_bar_2010": True})
    orders.conditional_format("C2:C25", {"type": "cell", "criteria": ">", "value": 3, "format": red})
    payments.write("A1", "单号", bold)
    payments.write_comment("A2", "已电话确认")
    payments.insert_button("D4", {"caption": "刷新", "macro": "Refresh"})
    payments.data_validation("C2:C25", {"validate": "list", "source": ["是", "否"]})
    payments.insert_textbox("F6", "说明")
    payments.print_area("A1:B25")
    payments.repeat_rows(0)
    payments.insert_image("H1", "dot.png", {"image_data": io.BytesIO(_PNG)})
    payments.activate()
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=订单!$B$2:$B$9"})
    sums.insert_chart("D2", chart)
    sums.write_formula("A1", "=SUM(订单!B:B)", None, 3075)
    sums.write_dynamic_array_formula("A3:A5", "=SORT(订单!C2:C4)", None, 1)
    sums.print_area("A1:C9")
    book.define_name("税率", "=0.13")
    if vba:
        book.add_vba_project(str(vba))
        book.set_vba_name()
        for sheet in (orders, payments, sums):
            sheet.set_vba_name()
    book.close()
    _more_parts(path)


def _more_parts(path: Path) -> None:
    """An external link, custom XML, a calculation chain, printer settings and markup of other versions, by hand."""
    main, office = "application/vnd.openxmlformats-officedocument", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = '<Relationship Id="{}" Type="' + office + '/{}" Target="{}"{}/>'
    external = '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{}"><externalBook r:id="rId1"/></externalLink>'
    chain = '<c r="A1" i="3"/><c r="A3" a="1"/><c r="A4"/>'
    types = [("externalLinks/externalLink1", f"{main}.spreadsheetml.externalLink+xml"), ("calcChain", f"{main}.spreadsheetml.calcChain+xml")]
    overrides = "".join(f'<Override PartName="/xl/{part}.xml" ContentType="{type_}"/>' for part, type_ in types)
    alternate = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x15">'
        '<x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" url="C:\\账"/></mc:Choice></mc:AlternateContent>'
    )
    rewrite(path, {
        "xl/externalLinks/externalLink1.xml": external.format(office).encode(),
        "xl/externalLinks/_rels/externalLink1.xml.rels": _relations(relation.format("rId1", "externalLinkPath", "other.xlsx", ' TargetMode="External"')),
        "customXml/item1.xml": b"<note xmlns='urn:x'>\xe4\xbd\xa0</note>",
        "xl/calcChain.xml": f'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{chain}</calcChain>'.encode(),
        "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
        "[Content_Types].xml": lambda b: b.replace(b"<Override", b'<Default Extension="bin" ContentType="application/vnd.ms-office.other"/>' + overrides.encode() + b"<Override", 1),
        "xl/_rels/workbook.xml.rels": lambda b: b.replace(b"</Relationships>", "".join((
            relation.format("rId90", "externalLink", "externalLinks/externalLink1.xml", ""), relation.format("rId91", "calcChain", "calcChain.xml", ""),
            relation.format("rId92", "customXml", "../customXml/item1.xml", ""))).encode() + b"</Relationships>"),
        "xl/worksheets/_rels/sheet1.xml.rels": lambda b: b.replace(b"</Relationships>", relation.format("rId93", "printerSettings", "../printerSettings/printerSettings1.bin", "").encode() + b"</Relationships>"),
        "xl/workbook.xml": lambda b: b.replace(b"<bookViews>", alternate.encode() + b"<bookViews>").replace(b"<definedNames>", b'<externalReferences><externalReference r:id="rId90"/></externalReferences><definedNames>'),
    })  # fmt: skip


def _relations(entries: str) -> bytes:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'.encode()


def macro(path: Path) -> None:
    vba = path.with_name("vbaProject.bin")
    vba.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8)
    rich(path, vba)


def date1904(path: Path) -> None:
    plain(path, date_1904=True)


def many(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    for n in range(200):
        sheet = book.add_worksheet(f"表{n}")
        sheet.write_row(0, 0, ["a", n])
        sheet.print_area(0, 0, 1, 1)
    sheet.activate()
    sheet.set_first_sheet()
    book.close()


def prefixed(path: Path) -> None:
    """Every element of the workbook's own parts with a prefix, as the Open XML SDK writes them."""
    plain(path)
    rewrite(path, dict.fromkeys((*FOUR, "xl/worksheets/sheet1.xml", "_rels/.rels"), _prefixed))


def _prefixed(xml: bytes) -> bytes:
    return re.sub(rb"<(/?)(?=\w)", rb"<\1x:", xml).replace(b" xmlns=", b" xmlns:x=")


def absolute(path: Path) -> None:
    plain(path)
    rewrite(path, {
        "xl/_rels/workbook.xml.rels": lambda b: re.sub(rb'Target="(?!/)', b'Target="/xl/', b),
        "_rels/.rels": lambda b: b.replace(b'Target="xl/workbook.xml"', b'Target="/xl/Workbook.xml"'),
    })  # fmt: skip


def strict(path: Path) -> None:
    rich(path)
    to_strict = lambda b: re.sub(rb"http://schemas\.openxmlformats\.org/(\w+)/2006/(\w+)", _strict_name, b)  # noqa: E731
    rewrite(path, {n: to_strict for n in parts_of(path) if n.endswith((".xml", ".rels")) and n != "[Content_Types].xml"})


def _strict_name(name: re.Match[bytes]) -> bytes:
    if name[1] == b"package" or name[1] == b"markup-compatibility":
        return name[0]
    return b"http://purl.oclc.org/ooxml/" + name[1] + b"/" + name[2]


def no_strings(path: Path) -> None:
    plain(path, constant_memory=True)


def no_styles(path: Path) -> None:
    plain(path)
    bare = lambda b: re.sub(rb' (?:s|style)="\d+"', b"", b)  # noqa: E731
    rewrite(path, {
        "xl/styles.xml": None,
        "[Content_Types].xml": lambda b: re.sub(rb'<Override PartName="/xl/styles.xml"[^>]*>', b"", b),
        "xl/_rels/workbook.xml.rels": lambda b: re.sub(rb"<Relationship [^>]*styles.xml[^>]*>", b"", b),
        **{f"xl/worksheets/sheet{n}.xml": bare for n in (1, 2, 3)},
    })  # fmt: skip


def poor_styles(path: Path) -> None:
    """A styles part without the lists that every workbook is supposed to have."""
    no_styles(path)
    head = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    rewrite(path, {
        "xl/styles.xml": head + b'<fonts/><dxfs count="0"/><extLst/></styleSheet>',
        "[Content_Types].xml": lambda b: b.replace(b"</Types>", b'<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'),
        "xl/_rels/workbook.xml.rels": lambda b: b.replace(b"</Relationships>", b'<Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>'),
    })  # fmt: skip


def no_views(path: Path) -> None:
    plain(path)
    rewrite(path, {"xl/workbook.xml": lambda b: re.sub(rb"<bookViews>.*?</bookViews>|<calcPr[^>]*>", b"", b)})


def pretty(path: Path) -> None:
    """Indented, with a byte order mark, Windows line ends, single quotes and a comment."""
    rich(path)
    rewrite(path, dict.fromkeys(FOUR, _pretty))


def _pretty(xml: bytes) -> bytes:
    text = etree.tostring(etree.fromstring(xml), pretty_print=True, encoding="unicode").replace("\n", "\r\n")
    quoted = re.sub(r'(\w)="([^"\']*)"', r"\1 = '\2'", text)
    return ("\ufeff<?xml version='1.0' encoding='utf-8'?>\r\n<!-- <sheets> -->\r\n" + quoted).encode()


def odd_zip(path: Path) -> None:
    """Entries back to front, with data descriptors and ZIP64 fields, stored or packed, a comment, names in other cases."""
    rich(path)
    parts = parts_of(path)
    out = io.BytesIO()
    with zipfile.ZipFile(Unseekable(out), "w") as archive:
        archive.comment = b"made by hand"
        for n, (name, data) in enumerate(reversed(parts.items())):
            entry = zipfile.ZipInfo(name.replace("worksheets/sheet2", "Worksheets/Sheet2"), (2020, 2, 3, 4, 5, 6))
            entry.compress_type = zipfile.ZIP_DEFLATED if n % 2 else zipfile.ZIP_STORED
            with archive.open(entry, "w", force_zip64=True) as file:
                file.write(data)
        archive.writestr("xl/media/Photo.bin", b"one")
        archive.writestr("xl/media/photo.bin", b"another")
        archive.writestr("附件/说明.txt", "不动")
    path.write_bytes(out.getvalue())


class Unseekable(io.RawIOBase):
    """A stream that cannot go back, so that zipfile has to write data descriptors."""

    def __init__(self, out: io.BytesIO) -> None:
        self.out = out

    def write(self, data: bytes) -> int:  # type: ignore[override]
        return self.out.write(data)

    def writable(self) -> bool:
        return True


def by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "订单"
    sheet.append(["单号", 1.5, date(2026, 3, 1)])
    sheet["B1"].number_format = "#,##0.00"
    sheet["A1"].comment = openpyxl.comments.Comment("批注", "甲")
    book.create_sheet("收款").append(["RC1", 2])
    book.save(path)


def by_libreoffice(path: Path) -> None:
    source = path.with_name("source.xlsx")
    rich(source)
    shutil.move(saved_by_libreoffice([source], path.with_name("saved"))[0], path)


BOOKS: dict[str, Callable[[Path], None]] = {
    "plain": plain, "rich": rich, "macro": macro, "date1904": date1904, "many": many, "prefixed": prefixed, "absolute": absolute,
    "strict": strict, "no_strings": no_strings, "no_styles": no_styles, "poor_styles": poor_styles, "no_views": no_views,
    "pretty": pretty, "odd_zip": odd_zip, "openpyxl": by_openpyxl, "libreoffice": by_libreoffice,
}  # fmt: skip


# --- packages, by hand ------------------------------------------------------------------------------------------------


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def entries_of(path: Path) -> list[tuple[object, ...]]:
    """Each entry in order: all that its header says of it, and its packed bytes."""
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return [(*_said(entry), _packed(data, entry)) for entry in archive.infolist()]


def _said(entry: zipfile.ZipInfo) -> tuple[object, ...]:
    sizes = entry.CRC, entry.file_size
    return entry.filename, entry.date_time, entry.compress_type, entry.external_attr, entry.internal_attr, entry.create_system, entry.comment, *sizes


def _packed(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    name, extra = struct.unpack_from("<HH", data, entry.header_offset + 26)
    start = entry.header_offset + 30 + name + extra
    return data[start : start + entry.compress_size]


def rewrite(path: Path, changes: dict[str, Change]) -> Path:
    """Change parts: new bytes, a function of the old ones, or None to take the part out."""
    parts = parts_of(path)
    for name, change in changes.items():
        if change is None:
            del parts[name]
        else:
            parts[name] = change(parts[name]) if callable(change) else change
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0f01f00050001ff89a42d850000000049454e44ae426082"
)
