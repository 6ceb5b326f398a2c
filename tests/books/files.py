"""Files that lie, encodings, and what must be refused with a word on how to mend it (issue 3, Bad input)."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

from .accounts import CHARGES
from .builders import (
    AS_OF,
    Book,
    Expect,
    Sheet,
    book,
    expectation,
    further,
    made,
    ole,
    refused,
    sheet,
    slow,
    text_file,
    without,
    xls,
    xlsx,
)
from .sheets import LINKS, PAID, PLAIN


def pair() -> list[Sheet]:
    return [sheet("订单", PLAIN), sheet("收款", PAID)]


@book
def real_xls(folder: Path) -> Book:
    pages = pair()
    main = xls(folder / "老账.xls", pages)
    return Book("real_xls", main, [], list(AS_OF), expectation([(p.name, p) for p in pages], links=LINKS))


@book
def html_called_xls(folder: Path) -> Book:
    """A bank's ".xls" is an HTML table in GBK (FACTS §1.3, ICBC)."""
    text = """
交易日期 | 交易金额 | 借贷 | 对方户名 | 摘要
2026-06-10 | 12,345.60 | 贷 | 上海华腾电子有限公司 | SO202606010011 ## p1 12345.60 06-10
2026-06-11 | 25.00 | 借 | | 手续费 ## p3 -25 06-11 =not_customer
2026-06-12 | 45,678.37 | 贷 | 宁波诚恒建材有限公司 | SO202606050013 ## p2 45678.37 06-12
"""
    more = [further(folder / "历史明细.xls", sheet("x", text, typed=False), encoding="gbk", html=True)]
    return made(folder, "html_called_xls", sheet("订单", PLAIN), more=more, links=LINKS, loose={"历史明细"})


@book
def tab_text_called_xls(folder: Path) -> Book:
    more = [further(folder / "交易流水.xls", sheet("x", PAID), encoding="gbk", sep="\t")]
    return made(folder, "tab_text_called_xls", sheet("订单", PLAIN), more=more, links=LINKS, loose={"交易流水"})


@book
def xlsx_called_xls(folder: Path) -> Book:
    page = sheet("Sheet1", PAID)
    path = xlsx(folder / "x.xlsx", [page]).rename(folder / "网银导出.xls")
    return made(folder, "xlsx_called_xls", sheet("订单", PLAIN), more=[(path, [("网银导出/Sheet1", page)])], links=LINKS)


@book
def csv_in_five_encodings(folder: Path) -> Book:
    """Each receipt in a file of its own kind; the file's name is the sheet (DESIGN §3)."""
    heads = "收款日期 | 付款方 | 金额 | 摘要\n"
    files = [
        ("甲.csv", "2026-06-10 | 上海华腾电子有限公司 | 12345.60 | SO202606010011 ## p1 12345.60 06-10", {"encoding": "utf-8-sig"}),
        ("乙.csv", '2026-06-12 | 宁波诚恒建材有限公司 | "50,000.00" | SO202606050013 ## p2 50000 06-12', {"encoding": "gb18030"}),
        ("丙.csv", "2026-06-13 | 韓梅梅 | 268.50 | SO202606090015貨款 ## p3 268.50 06-13", {"encoding": "big5"}),
        ("丁.csv", "2026-06-14 | 广州德顺纺织品有限公司 | 1000 | SO202606080014 ## p4 1000 06-14", {"encoding": "utf-16-le", "sep": "\t"}),
        ("戊.csv", "2026-06-15 | 李雷 | 100 | SO202606100016 ## p5 100 06-15", {"encoding": "utf-8", "sep": ";"}),
    ]
    hant = heads.replace("收款日期 | 付款方 | 金额", "收款日期 | 付款人 | 金額")
    more = [further(folder / name, sheet("csv", (hant if name == "丙.csv" else heads) + text, typed=False), **how) for name, text, how in files]
    links = "p1>o1 12345.60; p2>o3 50000; p3>o5 268.50; p4>o4 1000; p5>o6 100"
    return made(folder, "csv_in_five_encodings", sheet("订单", CHARGES), more=more, links=links)


@book
def book_that_is_csv(folder: Path) -> Book:
    """The BOOK itself is a GB18030 csv: its rows are `<stem>!<row>`; the rare characters need GB18030, not GBK."""
    text = PLAIN + "SO202606100015 | 2026-06-10 | 㐂𠮷商行 | 77.70 ## o4 77.70 06-10 party:㐂𠮷商行\n"
    page = sheet("六月订单", text)
    main = text_file(folder / "六月订单.csv", page, encoding="gb18030")
    path, pairs = further(folder / "收款.csv", sheet("收款", PAID), encoding="utf-8")
    return Book("book_that_is_csv", main, [path], list(AS_OF), expectation([("六月订单", page), *pairs], links=LINKS))


@book
def sheet_names_with_marks(folder: Path) -> Book:
    pages = [sheet("订单!新 & <旧>", PLAIN), sheet("收款 (6月) #1", PAID)]
    return made(folder, "sheet_names_with_marks", *pages, links=LINKS)


@book
def strict_exit(folder: Path) -> Book:
    """--strict: problems in the data make exit 3, the result stands all the same (DESIGN §3)."""
    text = PLAIN + "SO202606100015 | 2026-06-10 | 青岛科海食品有限公司 | 待定 ## o5? ~ !D\n"
    made_ = made(folder, "strict_exit", sheet("订单", text), sheet("收款", PAID), links=LINKS, args=(*AS_OF, "--strict"))
    made_.expect.exit = 3
    return made_


# --- refused --------------------------------------------------------------------------------------------------------

PASSWORD = "密码|密碼|加密|[Pp]assword|[Ee]ncrypt"


@book
def password_protected(folder: Path) -> Book:
    info = b"\x04\x00\x04\x00\x40\x00\x00\x00" + b'<?xml version="1.0"?><encryption xmlns="http://schemas.microsoft.com/office/2006/encryption"/>'
    main = ole(folder / "protected.xlsx", EncryptionInfo=info, EncryptedPackage=random.Random(7).randbytes(6000))
    return refused(folder, "password_protected", main, PASSWORD)


@book
def password_protected_further_file(folder: Path) -> Book:
    main = xlsx(folder / "fine.xlsx", pair())
    more = ole(folder / "流水.xlsx", EncryptionInfo=b"\x04\x00\x04\x00", EncryptedPackage=random.Random(8).randbytes(5000))
    return refused(folder, "password_protected_further_file", main, PASSWORD, "流水", more=[more])


@book
def truncated_zip(folder: Path) -> Book:
    main = xlsx(folder / "cut.xlsx", pair())
    main.write_bytes(main.read_bytes()[:-700])
    return refused(folder, "truncated_zip", main, r"cut\.xlsx")


@book
def random_bytes(folder: Path) -> Book:
    main = folder / "noise.xlsx"
    main.write_bytes(random.Random(1).randbytes(20000))
    return refused(folder, "random_bytes", main, r"noise\.xlsx")


@book
def nothing_in_the_file(folder: Path) -> Book:
    main = folder / "zero.xlsx"
    main.write_bytes(b"")
    return refused(folder, "nothing_in_the_file", main, r"zero\.xlsx")


@book
def document_called_xlsx(folder: Path) -> Book:
    """A zip, but of Word."""
    main = folder / "letter.xlsx"
    with zipfile.ZipFile(main, "w") as out:
        out.writestr("[Content_Types].xml", '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        out.writestr("word/document.xml", "<w:document/>")
    return refused(folder, "document_called_xlsx", main, r"letter\.xlsx")


@book
def damaged_sheet_xml(folder: Path) -> Book:
    """The package opens, the XML of a sheet breaks off inside a row."""
    main = without(xlsx(folder / "broken.xlsx", pair()), r"</row>.*", "", part=r"xl/worksheets/sheet2\.xml")
    return refused(folder, "damaged_sheet_xml", main, r"broken\.xlsx")


@book
def empty_workbook(folder: Path) -> Book:
    return refused(folder, "empty_workbook", xlsx(folder / "empty.xlsx", [sheet("Sheet1", "")]), "Sheet1")


@book
def no_recognisable_sheet(folder: Path) -> Book:
    """What was seen is listed (issue 3, Bad input)."""
    contacts = "客户名称 | 联系人 | 电话\n上海华腾电子有限公司 | 李红 | 13812345678"
    main = xlsx(folder / "others.xlsx", [sheet("通讯录", contacts), sheet("说明", "1. 本表由财务部整理。\n2. 疑问请找李红。")])
    return refused(folder, "no_recognisable_sheet", main, "通讯录", "说明")


@book
def zip_bomb(folder: Path) -> Book:
    """A sheet of 600 MB that packs into 3: refused before memory is gone."""
    main = xlsx(folder / "bomb.xlsx", pair())
    with zipfile.ZipFile(main) as old:
        parts = {i.filename: old.read(i) for i in old.infolist()}
    with zipfile.ZipFile(main, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name, data in parts.items():
            with new.open(name, "w", force_zip64=True) as out:
                out.write(data)
                if name.endswith("sheet1.xml"):
                    for _ in range(75):
                        out.write(b" " * 8_000_000)
    return refused(folder, "zip_bomb", main, r"bomb\.xlsx")


@book
def open_in_excel(folder: Path) -> Book:
    """Excel's owner file lies beside the book, and the result should go into the book itself."""
    main = xlsx(folder / "opened.xlsx", pair())
    (folder / "~$opened.xlsx").write_bytes(b"\x06Li Hon" + b" " * 158)
    return refused(folder, "open_in_excel", main, r"~\$opened|打开|開啟|[Oo]pen|[Ll]ock", in_place=True)


@book
def result_cannot_be_written(folder: Path) -> Book:
    main = xlsx(folder / "fine.xlsx", pair())
    return Book("result_cannot_be_written", main, [], [*AS_OF, "--out", "/proc/ticktie/result.xlsx"], Expect(exit=1, refused=("/proc/ticktie",)), in_place=True)


# --- big ------------------------------------------------------------------------------------------------------------


@slow
@book
def sheet_at_the_row_limit(folder: Path) -> Book:
    """Rows to the very last, 1,048,576: read, and said that more may be missing (issue 3, Bad input)."""
    page = sheet("订单", PLAIN)
    last = 1_048_576
    page.rows += [[]] * (last - 1 - len(page.rows)) + [["SO202606300099", "2026-06-30", "青岛科海食品有限公司", 500]]
    page.notes[last] = "o9 500 06-30"
    return made(folder, "sheet_at_the_row_limit", page, sheet("收款", PAID), links=LINKS, problems=[(("订单!",), None)])


@slow
@book
def formats_to_the_last_cell(folder: Path) -> Book:
    """Somebody coloured whole columns: blank formatted cells down to XFD1048576 are no data."""
    book_ = made(folder, "formats_to_the_last_cell", *pair(), links=LINKS)
    without(book_.main, "</sheetData>", '<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"/></row></sheetData>')
    without(book_.main, r'<dimension ref="[^"]*"/>', '<dimension ref="A1:XFD1048576"/>')
    return book_
