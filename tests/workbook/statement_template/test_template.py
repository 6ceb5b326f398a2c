"""A person's template: read back as it was written, followed by tab and PDF alike, and refused with everything that is wrong."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.workbook.defined_name import DefinedName

from tests.notation import table
from tests.reports.outcomes import outcome, text, view
from tests.workbook.statement_template.changing import at, cell, logo, point, template
from ticktie.domain.page import Lines, Picture, Style
from ticktie.domain.problem import Refused
from ticktie.domain.wording import LANGUAGES, say
from ticktie.reports.statement.build import Statements
from ticktie.reports.statement.layouts import LAYOUTS, page_of
from ticktie.reports.statement.shipped import shipped
from ticktie.workbook.statement_template.find import own_folder, template_name
from ticktie.workbook.statement_template.read import read_template
from ticktie.workbook.statement_template.write import write_statement_template

TEMPLATES = Path(__file__).parents[3] / "workbook_templates"
MONTH = "S1 华联 05-02 100 no=SO1; S2 华联 06-02 60.50 no=SO2 flags=disputed; R5 华联 06-15 40 memo=货款; S6 华联 06-20 9 cur=USD no=SO6"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_shipped_template_is_what_the_code_writes_and_reads_as_the_shipped_form(layout, language, tmp_path):
    path = tmp_path / "new.xlsx"
    write_statement_template(layout, language, path)
    there = TEMPLATES / f"statement-{layout}.{language}.xlsx"
    assert path.read_bytes() == there.read_bytes(), f"ticktie new statement-{layout} {there.name} --lang {language}"
    assert read_template(there, layout, language) == shipped(layout, language)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_saved_by_another_program_it_is_still_the_shipped_form(layout, tmp_path):
    assert read_template(template(tmp_path, layout=layout), layout, "zh-Hans") == shipped(layout, "zh-Hans")


def page(path: Path, layout: str = "detailed", month: str = MONTH, **rules):
    made = view(outcome(month, **rules))
    return page_of(made, Statements(made).of("华联"), layout, read_template(path, layout, "zh-Hans"))


def spots(made):
    return [s for b in made.blocks if isinstance(b, Lines) for spots in b.lines for s in spots]


# --- what may be changed ---


def test_wording_and_own_text_with_places(tmp_path):
    def change(book, sheet):
        cell(book, "title").value = "往来对账函"
        sheet["A50"] = "｛客户｝：截至 {截止日期} 请见附件 { }"
        sheet["A51"] = 2026

    made = page(template(tmp_path, change))
    told = text(made)
    assert "往来对账函" in told
    assert "客户对账单" not in told
    assert made.running.startswith("往来对账函  ST-20260630-")
    assert "2026" in [s.value for s in spots(made)]


def test_places_are_filled_in_either_spelling(tmp_path):
    def change(book, sheet):
        sheet["A50"] = "｛客户｝/{ 截止日期 }/{customer}/a}b"

    assert "华联/2026-06-30/华联/a}b" in [s.value for s in spots(page(template(tmp_path, change)))]


def test_a_named_cell_is_filled_whatever_stands_in_it(tmp_path):
    def change(book, sheet):
        cell(book, "customer").value = "示例客户"
        cell(book, "number").value = None

    values = [s.value for s in spots(page(template(tmp_path, change)))]
    assert "华联" in values
    assert "示例客户" not in values
    assert any(str(v).startswith("ST-20260630") for v in values)


def test_columns_are_renamed_moved_and_left_out(tmp_path):
    def change(book, sheet):
        heading = sheet.cell(cell(book, "account_document").row - 1, 3)
        heading.value = "单号"
        for name in ("account_quantity", "account_line_kind"):
            cell(book, name).offset(-1).value = None
            del book.defined_names[f"stmt_{name}"]
        charge, receipt = at(book, "account_charge"), at(book, "account_receipt")
        point(book, "account_charge", receipt)
        point(book, "account_receipt", charge)

    path = template(tmp_path, change)
    made = page(path)
    account = made.table("account_CNY")
    assert [c.key for c in account.columns] == ["line_no", "date", "document", "summary", "receipt", "charge", "balance"]
    assert [c.title for c in account.columns][2] == "单号"
    assert sum(c.span for c in account.columns) == 11
    assert [str(v) for v in account.column("balance")] == ["100.00", "160.50", "120.50", "None", "None", "120.50"]
    assert account.carry.rows[0][account.carry.at] is None
    assert [str(v) for v in account.carry.rows[0]][4:] == ["0.00", "0.00", "100.00"]


def test_rows_and_tables_may_go_and_others_move(tmp_path):
    def change(book, sheet):
        for name in [n for n in book.defined_names if n.startswith(("stmt_roll_", "stmt_demand"))]:
            del book.defined_names[name]
        for row in sheet.iter_rows():
            for c in row:
                if isinstance(c.value, str) and ("{逾期金额}" in c.value or c.value in [say("zh-Hans", f"column.roll_{k}") for k in ("opening", "charges", "returns", "receipts", "adjustments", "closing")]):
                    c.value = None

    made = page(template(tmp_path, change))
    assert [b.name for b in made.blocks if hasattr(b, "name") and b.name.endswith("CNY")] == ["account_CNY", "ages_CNY", "disputed_CNY"]
    assert "逾期" not in text(made)


def test_hidden_rows_are_left_out(tmp_path):
    def change(book, sheet):
        sheet.row_dimensions[cell(book, "salespeople").row].hidden = True

    assert say("zh-Hans", "report.statement.salespeople") not in text(page(template(tmp_path, change)))


def test_looks(tmp_path):
    def change(book, sheet):
        title = cell(book, "title")
        title.font = Font(size=24, bold=True, color=Color(theme=4))
        title.alignment = Alignment(horizontal="right")
        customer = cell(book, "customer")
        customer.fill, customer.border = PatternFill("solid", fgColor="FFF0F0F0"), Border()
        sheet.cell(cell(book, "account_date").row - 1, 1).fill = PatternFill("solid", fgColor="FF8B1A1A")
        sheet.column_dimensions["B"].width = 20.7109375

    made = page(template(tmp_path, change))
    by = {s.value: s.style for s in spots(made)}
    assert by["客户对账单"] == Style(24, True, "#4F81BD", "", "right")
    assert by["华联"].fill == "#F0F0F0"
    assert made.table("account_CNY").heading.fill == "#8B1A1A"
    assert made.table("roll_CNY").heading is None
    assert made.grid[1] == 20


def test_a_tint_makes_a_theme_colour_lighter(tmp_path):
    def change(book, sheet):
        cell(book, "title").font = Font(size=18, bold=True, color=Color(theme=1, tint=0.5))
        cell(book, "number").font = Font(size=10, color=Color(indexed=2))

    by = {s.value: s.style for s in spots(page(template(tmp_path, change))) if s.style}
    assert by["客户对账单"].color == "#808080"
    assert "#FF0000" in {s.color for s in by.values()}


def test_a_row_is_at_least_as_high_as_a_person_made_it(tmp_path):
    def change(book, sheet):
        sheet.row_dimensions[cell(book, "title").row].height = 80

    made = page(template(tmp_path, change))
    assert [b.height for b in made.blocks if isinstance(b, Lines) and any(s.tone == "sign" for spots in b.lines for s in spots)] == [80]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo(kind, tmp_path):
    picture = logo(400, 200, kind)
    picture.width, picture.height = 80, 40

    made = page(template(tmp_path, lambda book, sheet: sheet.add_image(picture, "A1")))
    (found,) = (s.value for s in spots(made) if isinstance(s.value, Picture))
    assert (found.width, found.height) == (60, 30)
    assert found.pixels == (240, 120), "no finer than a printer shows"


def test_without_a_logo_its_row_is_left_out(tmp_path):
    assert made_lines(page(template(tmp_path)))[0] != [""]


def made_lines(made):
    return [[str(s.value) for s in spots] for b in made.blocks if isinstance(b, Lines) for spots in b.lines]


def test_the_letter_keeps_its_columns_in_order(tmp_path):
    made = page(template(tmp_path, layout="confirmation"), "confirmation")
    assert [c.key for c in made.table("letter").columns] == ["cut_off", "currency", "owed_to_us", "owed_by_us", "remark"]


# --- what is refused ---


def _two_tables(book, sheet):
    point(book, "account_charge", f"E{cell(book, 'closing').row}")


BAD = {
    "a must-have name is gone": (lambda book, sheet: book.defined_names.pop("stmt_customer"), {"template_name_missing"}),
    "its row was deleted": (lambda book, sheet: setattr(book.defined_names["stmt_token"], "attr_text", "#REF!"), {"template_name_missing"}),
    "its row is hidden": (lambda book, sheet: setattr(sheet.row_dimensions[cell(book, "title").row], "hidden", True), {"template_name_missing"}),
    "two names on one cell": (lambda book, sheet: point(book, "number", at(book, "customer")), {"template_names_together"}),
    "no amounts": (lambda book, sheet: book.defined_names.pop("stmt_account_charge"), {"template_column_missing", "template_heading_unnamed"}),
    "no table at all": (
        lambda book, sheet: [book.defined_names.pop(n) for n in list(book.defined_names) if n.startswith("stmt_account_")], {"template_column_missing"},
    ),
    "a table without its sum": (lambda book, sheet: book.defined_names.pop("stmt_ages_balance"), {"template_column_missing", "template_heading_unnamed"}),
    "a table in two rows": (_two_tables, {"template_table_rows", "template_heading_unnamed"}),
    "a heading without a name": (lambda book, sheet: book.defined_names.pop("stmt_account_quantity"), {"template_heading_unnamed"}),
    "a name that nothing fills": (
        lambda book, sheet: book.defined_names.add(DefinedName("stmt_custmer", attr_text=f"'{sheet.title}'!$A$50")), {"template_name_unknown"},
    ),
    "names on two sheets": (lambda book, sheet: point(book, "token", f"{book.sheetnames[1]}!A40"), {"template_sheets"}),
    "a place that nothing fills": (lambda book, sheet: sheet.__setitem__("A50", "{客户名字}"), {"template_place_unknown"}),
    "a currency's place outside its block": (lambda book, sheet: sheet.__setitem__("A50", "{期末余额}"), {"template_place_unknown"}),
    "a table outside the block": (lambda book, sheet: setattr(book.defined_names["stmt_currency_block"], "attr_text", f"'{sheet.title}'!$A$11:$K$16"), {"template_outside", "template_place_unknown"}),
    "it says that it is no demand": (lambda book, sheet: sheet.__setitem__("A50", "本函并非催款结算"), {"template_no_demand"}),
    "the same in English": (lambda book, sheet: sheet.__setitem__("A50", "This is Not a Demand."), {"template_no_demand"}),
    "a picture inside a cell": (lambda book, sheet: sheet.__setitem__("A1", "#VALUE!"), {"template_cell_error"}),
    "a picture of another kind": (lambda book, sheet: sheet.add_image(logo(kind="GIF"), "A1"), {"template_picture"}),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_refused(case, tmp_path):
    change, codes = BAD[case]
    with pytest.raises(Refused) as refused:
        read_template(template(tmp_path, change), "detailed", "zh-Hans")
    assert {p.code for p in refused.value.problems} == codes
    assert all(path_of(problem) for problem in refused.value.problems)


def path_of(problem):
    """Every problem names the file."""
    return problem.source.sheet.startswith(template_name("detailed", "zh-Hans"))


def test_every_problem_is_told_at_once(tmp_path):
    def change(book, sheet):
        for name in ("title", "closing", "account_balance"):
            del book.defined_names[f"stmt_{name}"]
        sheet["A50"], sheet["A51"] = "{不知道}", "非催款"

    with pytest.raises(Refused) as refused:
        read_template(template(tmp_path, change), "detailed", "zh-Hans")
    codes = sorted(p.code for p in refused.value.problems)
    assert codes == [
        "template_column_missing", "template_heading_unnamed", "template_name_missing", "template_name_missing", "template_no_demand", "template_place_unknown",
    ]  # fmt: skip


def _rewritten(path: Path, change) -> None:
    """The package with its parts changed: change(name, bytes) -> bytes or None."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            if (made := change(name, data)) is not None:
                archive.writestr(name, made)


PICTURES = {
    "a linked one": lambda name, data: data.replace(b"r:embed", b"r:link") if name.startswith("xl/drawings/drawing") else data,
    "one that is gone": lambda name, data: None if name.startswith("xl/media") else data,
    "a damaged one": lambda name, data: data[:40] if name.startswith("xl/media") else data,
}


@pytest.mark.parametrize("case", PICTURES)
def test_a_logo_that_cannot_be_drawn(case, tmp_path):
    path = template(tmp_path, lambda book, sheet: sheet.add_image(logo(), "B1"))
    _rewritten(path, PICTURES[case])
    with pytest.raises(Refused) as refused:
        read_template(path, "detailed", "zh-Hans")
    assert [(p.code, str(p.source).rpartition("!")[2]) for p in refused.value.problems] == [("template_picture", "B1")]


UNREADABLE = """
case       | content
no zip     | hello
half a zip | PK\x03\x04
"""


@pytest.mark.parametrize("content", table(UNREADABLE))
def test_unreadable(content, tmp_path):
    path = tmp_path / template_name("open", "en")
    path.write_bytes(content.encode().decode("unicode_escape").encode("latin-1"))
    with pytest.raises(Refused) as refused:
        read_template(path, "open", "en")
    assert [p.code for p in refused.value.problems] == ["template_unreadable"]


# --- where it lies ---

FOLDERS = """
case    | platform | folder
Windows | win32    | /a/ticktie
Mac     | darwin   | /h/Library/Application Support/ticktie
other   | linux    | /c/ticktie
"""


@pytest.mark.parametrize(("platform", "folder"), table(FOLDERS))
def test_own_folder(platform, folder):
    assert own_folder({"HOME": "/h", "USERPROFILE": "/h", "APPDATA": "/a", "XDG_CONFIG_HOME": "/c"}, platform).as_posix() == folder


def test_names_are_plain_and_differ():
    names = [template_name(layout, language) for layout in LAYOUTS for language in LANGUAGES]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[\w.-]+\.xlsx", name) for name in names)
