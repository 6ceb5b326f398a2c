"""Pages on paper: every text comes back, nothing is cut or doubled, long tables carry their sums, the same page gives the same bytes."""

import re
import subprocess
from collections import Counter
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from tests.notation import table
from tests.reports.outcomes import outcome, view
from tests.workbook.libreoffice import saved_by_libreoffice
from tests.workbook.pdf.papers import drawn, faces, fonts_of, needs_poppler, text_of
from ticktie.domain.page import Column, Lines, Page, Picture, Spot, Table
from ticktie.domain.problem import Refused
from ticktie.domain.wording import LANGUAGES, say, section
from ticktie.reports.statement.build import Statements
from ticktie.reports.statement.layouts import LAYOUTS, page_of
from ticktie.workbook.pdf import plan as plans
from ticktie.workbook.pdf.draw import pdf_of
from ticktie.workbook.pdf.fonts import cut, find
from ticktie.workbook.pdf.marks import Box, Text, wrap
from ticktie.workbook.pdf.plan import BOTTOM, HEIGHT, LEFT, WIDTH, plan
from ticktie.workbook.render import render

SELLER = {"seller_name": "杭州明远贸易有限公司", "seller_bank": "中国工商银行杭州分行", "seller_account": "1202 0212 0990", "seller_contact": "李会计 0571"}
CUSTOMER = "华联商贸有限公司"


def month(lines: int = 6, language: str = "zh-Hans", layout: str = "detailed", *, dollars: bool = True) -> Page:
    """A statement of so many documents, every second paid."""
    items, links = [], []
    for n in range(1, lines + 1):
        items.append(f"S{n} {CUSTOMER} {5 + n % 2:02d}-{1 + n % 28:02d} {1000 + n * Decimal('37.25')} no=SO{n:05d} product=不锈钢保温杯{'_500ml加厚款' * (n % 3)}")
        if n % 2:
            items.append(f"R{9000 + n} {CUSTOMER} 06-29 {1000 + n * Decimal('37.25')} memo=付货款SO{n:05d}")
            links.append(f"R{9000 + n}>S{n} {1000 + n * Decimal('37.25')}")
    items += [] if not dollars else [f"S8000 {CUSTOMER} 06-12 500.5 cur=USD no=US01"]
    made = view(outcome("; ".join(items), "; ".join(links), **SELLER), language)
    return page_of(made, Statements(made).of(CUSTOMER), layout)


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def cells(page: Page) -> list[str]:
    """Everything that stands on the page, as it is shown."""
    found = []
    for block in page.blocks:
        if isinstance(block, Table):
            found += [plans.said(v, c, block.places if isinstance(block.places, int) else block.places[n]) for n, row in enumerate(block.rows) for c, v in zip(block.columns, row, strict=True)]
            found += [c.title for c in block.columns]
        elif isinstance(block, Lines):
            found += [plans.said(s.value) for spots in block.lines for s in spots]
    return [plain(c) for c in found if plain(c)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_text_comes_back(language, layout, tmp_path):
    page = month(6, language, layout)
    told = plain("".join(text_of(drawn(page, language, tmp_path))))
    assert [c for c in cells(page) if c not in told] == []


def test_pdftotext_gives_the_chinese_back(tmp_path):
    needs_poppler()
    (tmp_path / "a.pdf").write_bytes(drawn(month(), "zh-Hans", tmp_path))
    told = subprocess.run(["pdftotext", "-layout", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True).stdout
    for text in (CUSTOMER, "客户对账单", "期末余额", "不锈钢保温杯", "付货款SO00003", "过次页"):
        assert (text in told) is (text != "过次页"), text


def test_fonts_are_inside_and_small(tmp_path):
    """The whole font has 16 MB."""
    pdf = drawn(month(), "zh-Hans", tmp_path)
    described = re.findall(rb"/Type /FontDescriptor", pdf)
    assert len(described) == len(re.findall(rb"/FontFile[23]? ", pdf)) == 2, "regular and bold"
    assert len(pdf) < 150_000


# --- long tables ---


def test_sums_are_carried_from_sheet_to_sheet(tmp_path):
    page = month(500)
    sheets = text_of(drawn(page, "zh-Hans", tmp_path))
    assert len(sheets) > 8
    over, brought = say("zh-Hans", "report.statement.carry_over"), say("zh-Hans", "report.statement.brought")
    ends, starts = ([re.findall(rf"{word} ([\d,. -]+)", s) for s in sheets] for word in (over, brought))
    told = [e[0].split()[-3:] for e in ends if e]
    assert told == [s[0].split()[:3] for s in starts if s], "what a sheet leaves is what the next begins with"
    assert [len(s) for s in starts] == [0] + [1] * len(told) + [0] * (len(sheets) - len(told) - 1)
    carried = {tuple(plans.said(v) for v in row[6:]) for row in page.table("account_CNY").carry.rows}
    assert {tuple(t) for t in told} <= carried


def test_every_sheet_has_its_heading_its_number_and_whose_it_is(tmp_path):
    page = month(200)
    sheets = text_of(drawn(page, "zh-Hans", tmp_path))
    for n, sheet in enumerate(sheets, 1):
        assert f"{n} / {len(sheets)}" in sheet
        assert CUSTOMER in sheet
        assert n == 1 or plain(page.running) in plain(sheet)
    carried = [s for s in sheets if "承前页" in s]
    assert carried
    assert all("单据号" in s for s in carried)


def test_no_row_is_lost_or_doubled_between_sheets(tmp_path):
    page = month(300)
    count = Counter(re.findall(r"付货款SO\d+", plain("".join(text_of(drawn(page, "zh-Hans", tmp_path))))))
    assert len(count) == 150
    assert set(count.values()) == {1}


def test_nothing_leaves_the_paper_or_its_cell(tmp_path):
    page = month(60)
    fonts = fonts_of(page, "zh-Hans", tmp_path)
    for marks in plan(page, fonts):
        boxes = [m for m in marks if isinstance(m, Box)]
        for mark in (m for m in marks if isinstance(m, Text)):
            right = mark.x + (fonts.bold if mark.bold else fonts.regular).width(mark.text, mark.size)
            assert mark.x >= LEFT - 0.1
            assert right <= WIDTH - LEFT + 0.1, mark
            inside = [b for b in boxes if b.x <= mark.x <= b.x + b.width and b.y <= mark.y <= b.y + b.height]
            assert all(right <= b.x + b.width for b in inside), mark
        assert all(b.y + b.height <= HEIGHT - BOTTOM + 0.1 for b in boxes)


def test_a_slip_stands_on_one_sheet(tmp_path):
    """Whatever the number of lines before it."""
    fonts = fonts_of(month(30), "zh-Hans", tmp_path)
    ends = set()
    for lines in range(2, 30):
        sheets = [[m.text for m in marks if isinstance(m, Text)] for marks in plan(month(lines), fonts)]
        (at,) = (n for n, sheet in enumerate(sheets) if "对账回执" in sheet)
        assert "发出单位（盖章）：" in sheets[at]
        ends.add((at, "期末余额：" in sheets[at]))
    assert len(ends) > 2, "the slip fell on several places of a sheet"


def test_a_text_longer_than_a_sheet_goes_on(tmp_path):
    columns = [Column("a", "甲", "wrap"), Column("b", "乙", "money")]
    long = "".join(f"{n}号；" for n in range(6000))
    page = Page("x", "x", [Table(columns, [[long, Decimal("1.00")], ["末", Decimal(-2)]])], grid=(20, 10))
    sheets = text_of(drawn(page, "zh-Hans", tmp_path))
    assert len(sheets) > 2
    assert plain("".join(sheets)).count("5999号") == 1
    assert plain("".join(sheets)).count("1.00") == 1


def test_an_amount_is_made_smaller_and_never_cut(tmp_path):
    page = Page("x", "x", [Table([Column("a", "甲", "money")], [[Decimal("-12345678901234.56")]])], grid=(9, 100))
    assert "-12,345,678,901,234.56" in text_of(drawn(page, "zh-Hans", tmp_path))[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_word_of_a_heading_or_kind_is_broken_or_made_smaller(language, layout, tmp_path):
    """In the usual columns; every kind of line is tried."""
    page = month(3, language, layout)
    fonts = cut(faces(language), map(chr, range(32, 127)), tmp_path)
    unit = (WIDTH - 2 * LEFT) / sum(page.grid)
    for block in (b for b in page.blocks if isinstance(b, Table)):
        at = 0
        for column in block.columns:
            room = sum(page.grid[at : at + column.span]) * unit - 6
            kinds = section(language, "report.entry").values() if column.key == "line_kind" else ()
            needs = [(fonts.bold, column.title), *((fonts.regular, kind) for kind in kinds)]
            assert [text for font, text in needs for word in re.findall("[!-~]+", text) if font.width(word, plans.SIZE) > room] == [], column.key
            at += column.span


def test_a_word_a_little_too_long_is_made_smaller_and_a_longer_one_broken(tmp_path):
    page = Page("x", "x", [Table([Column("a", "甲", "wrap"), Column("b", "乙", "wrap")], [["abcdefghij", "x"], ["abcdefghijklmnopqrst", "x"]])], grid=(8, 100))
    (marks,) = plan(page, fonts_of(page, "zh-Hans", tmp_path))
    sizes = {m.text: m.size for m in marks if isinstance(m, Text) and m.text.startswith("abc")}
    assert len(sizes) == 2
    assert sizes["abcdefghij"] < plans.SIZE
    assert {size for text, size in sizes.items() if text != "abcdefghij"} == {plans.SIZE}


def test_columns_are_widened_for_long_amounts():
    """A sheet shows #### for an amount that its column has no room for."""
    made = view(outcome("S1 华联 06-02 123456789012.34 no=SO1"))
    page = page_of(made, Statements(made).of("华联"), "detailed")
    assert page.grid[8] == len("123,456,789,012.34") + 2
    assert page.grid[9] == 13, "no receipt"


def test_a_logo_is_drawn_and_the_same_bytes_again(tmp_path):
    file = BytesIO()
    Image.new("RGB", (80, 40), "#8B1A1A").save(file, "PNG")
    page = Page("x", "x", [Lines([[Spot(Picture(file.getvalue(), (80, 40), 100.0, 50.0), "", 0)], [Spot("下", "", 0)]])], grid=(50,))
    one, two = (drawn(page, "zh-Hans", tmp_path) for _ in range(2))
    assert one == two
    with PdfDocument(one) as document:
        sheet = document[0].render().to_pil()
    assert sheet.getpixel((60, 60)) == (139, 26, 26)
    assert sheet.getpixel((60, 90)) == (255, 255, 255)


# --- fonts ---


def test_the_same_page_gives_the_same_bytes(tmp_path):
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    page = month()
    alone = drawn(page, "zh-Hans", tmp_path / "1")
    among = cut(faces("zh-Hans"), {c for t in plans.texts(page) for c in t} | set("别的客户才有的字龘"), tmp_path / "2")
    assert pdf_of(page, among, "zh-Hans") == alone


def test_a_character_that_the_font_does_not_have_is_told_and_drawn_as_a_box(tmp_path):
    page = Page("x", "x", [Lines([[Spot("杯\U0001f600杯", "", 0)]])], grid=(50,))
    fonts = fonts_of(page, "zh-Hans", tmp_path)
    assert fonts.missing == {"\U0001f600"}
    assert "杯□杯" in text_of(drawn(page, "zh-Hans", tmp_path))[0]


def test_without_a_font_the_remedy_is_told(tmp_path):
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    (tmp_path / "simhei.ttf").write_bytes(b"no font")
    with pytest.raises(Refused) as refused:
        find("zh-Hans", [tmp_path])
    assert [(p.code, p.facts) for p in refused.value.problems] == [("no_font", {"folders": str(tmp_path)})]


def test_a_latin_font_is_not_taken_for_a_chinese_one(tmp_path):
    cut(find("en"), "abc", tmp_path)
    (tmp_path / "regular.otf").rename(tmp_path / "simhei.ttf")
    with pytest.raises(Refused):
        find("zh-Hans", [tmp_path])


def test_each_language_has_its_own_face_of_a_collection():
    assert faces("zh-Hans") != faces("zh-Hant")


WRAPS = """
case                        | text           | room | lines
it fits                     | 一二三四        | 4    | 一二三四
Han breaks anywhere         | 一二三四五      | 3    | 一二三/四五
no comma at the front       | 一二三，四      | 3    | 一二/三，四
words stay whole            | ab cdef        | 5    | ab/cdef
a long number is broken     | 1234567        | 3    | 123/456/7
a new line is kept          | 一\\n二         | 9    | 一/二
"""


@pytest.mark.parametrize(("told", "room", "lines"), table(WRAPS))
def test_wrap(told, room, lines):
    assert wrap(told.replace("\\n", "\n"), int(room), len) == lines.split("/")


# --- beside the tab ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tab_in_libreoffice_says_the_same(language, tmp_path):
    """A statement of one sheet: what LibreOffice prints of the tab has every character of the PDF, each as often."""
    page = month(4, language, dollars=False)
    render([page], tmp_path / "tab.xlsx", language=language)
    (printed,) = saved_by_libreoffice([tmp_path / "tab.xlsx"], tmp_path, "pdf")
    ours, theirs = text_of(drawn(page, language, tmp_path)), text_of(printed.read_bytes())
    assert (len(ours), len(theirs)) == (1, 1)
    assert Counter(plain(ours[0].replace("1 / 1", ""))) == Counter(plain(re.sub(rf"{page.title}\s+1 / 1|1 / 1\s+{page.title}", "", theirs[0])))
