"""Bills come into the book once, whole or not at all, and what a person did in the imported tab stays."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.bills.specimens_platforms import SPECIMENS
from tests.commands.books import workbook
from tests.workbook.package_books import rewrite
from ticktie.commands import import_bills as command
from ticktie.commands.import_bills import ImportRequest, import_bills
from ticktie.commands.reconcile import Request, reconcile
from ticktie.domain.problem import Refused
from ticktie.faces.cli import main
from ticktie.workbook.package import package_facts
from ticktie.workbook.read import read_file

ORDERS = [
    ("订单编号", "日期", "客户", "金额"),
    ("SO26001", dt.date(2026, 6, 1), "华联商贸有限公司", 1200),
    ("SO26002", dt.date(2026, 6, 1), "新星超市有限公司", 300.5),
]
HEAD = "账号,账户名称,交易时间,借方发生额（支取）,贷方发生额（收入）,余额,币种,对方户名,对方账号,摘要,备注,账户明细编号-交易流水号,企业流水号\n"
TEXTS = {s[0]: (s[2], s[1]) for s in SPECIMENS}


def line(day, out, in_, balance, party, memo, serial):
    return f"44050001,某某公司,202606{day:02d} 10:11:12,{out},{in_},{balance},人民币元,{party},622202,电子汇入,{memo},{serial},\n"


FIRST = [line(2, 0, 1200, 11200, "华联商贸有限公司", "货款SO26001", "T01"), line(3, 20.5, 0, 11179.5, "快递公司", "运费", "T02")]
LATER = [*FIRST[1:], line(4, 0, 300.5, 11480, "新星超市有限公司", "货款SO26002", "T03")]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return workbook(tmp_path / "六月.xlsx", 订单=ORDERS)


def bill(folder: Path, name: str, lines: list[str], head: str = HEAD) -> Path:
    path = folder / name
    path.write_bytes((head + "".join(lines)).encode("gb18030"))
    return path


def import_(book: Path, *bills: Path, **more):
    return import_bills(ImportRequest(book, bills, **more))


def tab(book: Path, page: str = "payments") -> list[list]:
    title = package_facts(book).imports[page]
    return next(s.rows for s in read_file(book) if s.title == title)


def money(book: Path) -> list[tuple]:
    rows = tab(book)
    at = {title: i for i, title in enumerate(rows[0])}
    return [(row[at["交易流水号"]], row[at["收入金额"]], row[at["支出金额"]]) for row in rows[1:]]


def test_a_bill_comes_into_the_book_and_is_matched(book, tmp_path):
    done = import_(book, bill(tmp_path, "a.csv", FIRST))
    assert [len(t.new) for t in done.taken] == [2]
    assert money(book) == [("T01", 1200, None), ("T02", None, 20.5)]
    outcome = reconcile(Request(book)).outcome
    shown = {row.id: row for row in outcome.ledger.items.itertuples()}
    assert shown["导入流水!2"].amount == 120000
    assert shown["导入流水!3"].amount == -2050
    assert any(link.sure for link in outcome.links)


def test_the_same_file_twice_leaves_the_book_byte_for_byte(book, tmp_path):
    path = bill(tmp_path, "a.csv", FIRST)
    import_(book, path)
    before = book.read_bytes()
    done = import_(book, path)
    assert done.written is None
    assert book.read_bytes() == before


def test_of_an_overlapping_period_only_what_is_new_comes(book, tmp_path):
    import_(book, bill(tmp_path, "a.csv", FIRST))
    import_(book, bill(tmp_path, "b.csv", LATER))
    assert [serial for serial, *_ in money(book)] == ["T01", "T02", "T03"]
    log = tab(book, "log")
    at = {title: i for i, title in enumerate(log[0])}
    assert [(row[at["新增"]], row[at["已有"]]) for row in log[1:]] == [(2, 0), (1, 1)]


WITHOUT = "交易日期,借方(出账),贷方(入账),余额,摘要,收(付)方名称,收(付)方账号,交易类型\n"


def test_two_equal_lines_are_two_payments_and_stay_two_when_they_come_again(book, tmp_path):
    twins = ["2026-06-02,,100,,货款,华联商贸有限公司,1,汇入\n"] * 2
    import_(book, bill(tmp_path, "a.csv", twins, WITHOUT))
    import_(book, bill(tmp_path, "b.csv", [*twins, twins[0]], WITHOUT))
    assert [came for _, came, _ in money(book)] == [100, 100, 100]


def test_a_person_may_sort_write_beside_and_colour_the_tab(book, tmp_path):
    import_(book, bill(tmp_path, "a.csv", FIRST))
    opened = openpyxl.load_workbook(book)
    sheet = opened["导入流水"]
    top, second = ([c.value for c in sheet[n]] for n in (2, 3))
    for n, values in ((2, second), (3, top)):
        for column, value in enumerate(values, 1):
            sheet.cell(n, column).value = value
    sheet.cell(1, 30).value, sheet.cell(2, 30).value, sheet.cell(3, 30).value = "我的备注", "已核对", "=G2*2"
    sheet.cell(2, 1).fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
    opened.save(book)
    import_(book, bill(tmp_path, "b.csv", LATER))
    assert [serial for serial, *_ in money(book)] == ["T02", "T01", "T03"]
    after = openpyxl.load_workbook(book)["导入流水"]
    assert [after.cell(n, 30).value for n in (1, 2, 3, 4)] == ["我的备注", "已核对", "=G2*2", None]
    assert after.cell(2, 1).fill.fgColor.rgb == "00FFFF00"
    assert after.cell(4, 1).number_format == after.cell(3, 1).number_format
    assert after.cell(4, 1).value == dt.datetime(2026, 6, 4)
    assert after.auto_filter.ref.endswith("4")


def test_results_and_imports_leave_each_other_alone(book, tmp_path):
    import_(book, bill(tmp_path, "a.csv", FIRST))
    reconcile(Request(book))
    own = package_facts(book).own
    with zipfile.ZipFile(book) as archive:
        orders = archive.read("xl/worksheets/sheet1.xml")
    import_(book, bill(tmp_path, "b.csv", LATER))
    assert package_facts(book).own == own
    assert [serial for serial, *_ in money(book)] == ["T01", "T02", "T03"]
    with zipfile.ZipFile(book) as archive:
        assert archive.read("xl/worksheets/sheet1.xml") == orders
    again = reconcile(Request(book)).outcome
    assert set(package_facts(book).imports) == {"payments", "log"}
    assert again.ledger.items["sheet"].value_counts()["导入流水"] == 3


def test_a_copy_of_the_imported_tab_is_no_second_payment(book, tmp_path):
    import_(book, bill(tmp_path, "a.csv", FIRST))
    rewrite(book, {"xl/workbook.xml": _with_copy})
    facts = package_facts(book)
    assert facts.copies == ("导入流水 (2)",)
    assert reconcile(Request(book)).outcome.ledger.items["sheet"].value_counts()["导入流水"] == 2


def _with_copy(xml: bytes) -> bytes:
    """As Excel copies a tab: the sheet once more with its hidden name, under another title."""
    ids = re.findall(rb'<sheet [^>]*?sheetId="(\d+)"[^>]*?r:id="([^"]+)"', xml) or re.findall(rb'sheetId="(\d+)"[^>]*?:id="([^"]+)"', xml)
    entry = re.search(rb'<sheet [^>]*name="\xe5\xaf\xbc\xe5\x85\xa5\xe6\xb5\x81\xe6\xb0\xb4"[^>]*/>', xml)
    assert entry is not None
    copy = entry[0].replace("导入流水".encode(), "导入流水 (2)".encode()).replace(b'sheetId="', b'sheetId="9')
    place = str(len(ids)).encode()
    xml = xml.replace(b"</sheets>", copy + b"</sheets>")
    return xml.replace(b"</definedNames>", b'<definedName name="_ticktie_import" localSheetId="' + place + b'" hidden="1">"payments"</definedName></definedNames>')


def test_a_removed_log_comes_anew_and_the_payments_stay(book, tmp_path):
    import_(book, bill(tmp_path, "a.csv", FIRST))
    opened = openpyxl.load_workbook(book)
    del opened["导入记录"]
    opened.save(book)
    import_(book, bill(tmp_path, "b.csv", LATER))
    assert [serial for serial, *_ in money(book)] == ["T01", "T02", "T03"]
    assert len(tab(book, "log")) == 2


def test_a_removed_column_is_told_and_nothing_is_written(book, tmp_path):
    import_(book, bill(tmp_path, "a.csv", FIRST))
    opened = openpyxl.load_workbook(book)
    opened["导入流水"]["F1"].value = "进项"
    opened.save(book)
    before = book.read_bytes()
    with pytest.raises(Refused) as refused:
        import_(book, bill(tmp_path, "b.csv", LATER))
    assert [p.code for p in refused.value.problems] == ["import_tab_changed"]
    assert "收入金额" in refused.value.problems[0].facts["columns"]
    assert book.read_bytes() == before


def test_what_fails_while_writing_leaves_the_book_and_no_backup(book, tmp_path, monkeypatch):
    import_(book, bill(tmp_path, "a.csv", FIRST))
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}

    def broken(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(command, "append_rows", broken)
    with pytest.raises(Refused) as refused:
        import_(book, tmp_path / "a.csv", bill(tmp_path, "b.csv", LATER))
    assert [p.code for p in refused.value.problems] == ["disk_full"]
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.name != "b.csv"} == before


def test_some_files_refused_exit_4_and_a_second_call_does_the_rest(book, tmp_path, capsys):
    good, bad = bill(tmp_path, "a.csv", FIRST), bill(tmp_path, "b.csv", ["1,2\n"], "这不是账单,真的\n")
    assert main(["import", str(book), str(good), str(bad), "--lang", "zh-Hans"]) == 4
    told = capsys.readouterr()
    assert "b.csv" in told.err
    assert "再运行同一命令" in told.err
    bill(tmp_path, "b.csv", LATER)
    assert main(["import", str(book), str(good), str(bad), "--lang", "zh-Hans"]) == 0
    assert [serial for serial, *_ in money(book)] == ["T01", "T02", "T03"]


def test_all_refused_exit_1_and_nothing_is_written(book, tmp_path):
    before = book.read_bytes()
    assert main(["import", str(book), str(bill(tmp_path, "b.csv", ["1,2\n"], "这不是账单,真的\n")), "--lang", "en"]) == 1
    assert book.read_bytes() == before


@pytest.mark.parametrize("arguments", [["import"], ["import", "book.xlsx"], ["import", "book.xlsx", "b.csv", "--lang", "de"]])
def test_wrong_usage(arguments):
    assert main(arguments) == 2


def test_explain_says_why_and_needs_no_book(tmp_path, capsys):
    path = bill(tmp_path, "什么名字都行.txt", FIRST)
    assert main(["import", "--explain", str(path), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    for part in ("建设银行", "a description only", "heading in row 1", "gb18030", "money out = 借方发生额（支取）", "in 1200.00, out 20.50", "closes at all 1 steps"):
        assert part in told


def gbk_zip(path: Path, members: dict[str, bytes]) -> Path:
    """An archive with GBK names and without the flag that would say UTF-8, as Alipay writes it."""
    with zipfile.ZipFile(path, "w") as archive:
        for mark, (name, data) in zip("xyz", members.items(), strict=False):
            archive.writestr(zipfile.ZipInfo(mark * len(name.encode("gbk"))), data)
    raw = path.read_bytes()
    for mark, name in zip((b"x", b"y", b"z"), members, strict=False):
        raw = raw.replace(mark * len(name.encode("gbk")), name.encode("gbk"))
    path.write_bytes(raw)
    return path


SUMMARY = "#支付宝账务汇总查询\n#账号：[20880000000000156]\n#---\n业务类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）\n在线支付,1,1200.00,0,0.00,1200.00\n"


def test_an_archive_with_gbk_names_whose_first_file_is_a_summary(book, tmp_path):
    text, encoding = TEXTS["alipay_merchant_account"]
    path = gbk_zip(tmp_path / "2088.zip", {"账务汇总.csv": SUMMARY.encode("gb18030"), "账务明细.csv": text.encode(encoding)})
    done = import_(book, path)
    assert [f.name for f in done.files] == ["2088.zip/账务汇总.csv", "2088.zip/账务明细.csv"]
    assert done.files[0].passed
    assert [len(t.new) for t in done.taken] == [2]
    assert done.code == 0


def test_an_archive_with_a_password_is_told(book, tmp_path):
    path = tmp_path / "locked.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", HEAD)
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(Refused) as refused:
        import_(book, path)
    assert [p.code for p in refused.value.problems] == ["import_zip_password"]


def test_a_fee_stands_exactly_in_the_book(book, tmp_path):
    text, encoding = TEXTS["wechat_merchant"]
    path = tmp_path / "w.csv"
    path.write_bytes(text.encode(encoding))
    import_(book, path)
    rows = tab(book)
    at = rows[0].index("手续费")
    assert [Decimal(str(row[at])) for row in rows[1:]] == [Decimal("0.0594"), Decimal("-0.018")]


def test_the_user_has_a_sheet_of_that_name(tmp_path):
    book = workbook(tmp_path / "b.xlsx", 订单=ORDERS, 导入流水=[("我的",)])
    import_(book, bill(tmp_path, "a.csv", FIRST))
    assert package_facts(book).imports["payments"] == "导入流水 (ticktie)"


@pytest.mark.parametrize(("language", "title"), [("zh-Hans", "导入流水"), ("zh-Hant", "匯入流水"), ("en", "Imported payments")])
def test_the_tab_is_read_alike_in_every_language(book, tmp_path, language, title):
    import_(book, bill(tmp_path, "a.csv", FIRST), language=language)
    assert package_facts(book).imports["payments"] == title
    frame = reconcile(Request(book)).outcome.ledger.items
    mine = frame[frame["sheet"] == title]
    assert mine["amount"].tolist() == [120000, -2050]
    assert mine["serial"].tolist() == ["T01", "T02"]
    assert mine["account"].tolist() == ["44050001"] * 2
    assert mine["balance"].tolist() == [1120000, 1117950]
    assert mine["party"].tolist() == ["华联商贸有限公司", "快递公司"]


def test_a_name_for_the_account_wins(book, tmp_path):
    import_(book, bill(tmp_path, "a.csv", ["2026-06-02,,100,,货款,华联商贸有限公司,1,汇入\n"], WITHOUT), account="招行基本户")
    rows = tab(book)
    assert rows[1][rows[0].index("账号")] == "招行基本户"


def test_a_layout_of_ones_own(tmp_path):
    own = tmp_path / "bills"
    own.mkdir()
    (own / "mine.toml").write_text(
        'title = "某村镇银行"\norigin = "real export"\n[know]\ncolumns = ["业务日", "进", "出"]\n[columns]\ndate = "业务日"\nin = "进"\nout = "出"\n', "utf-8"
    )
    path = bill(tmp_path, "a.csv", ["2026-06-02,5,\n", "2026-06-03,,7\n"], "业务日,进,出\n")
    (read,) = command.read_bills([path], own)
    assert [line.amount for line in read.bills[0].lines] == [500, -700]


def test_a_layout_of_ones_own_that_is_wrong_is_told_with_what_fits(tmp_path):
    (tmp_path / "mine.toml").write_text('title = "x"\norigin = "rumour"\n[know]\ncolumns = []\n', "utf-8")
    with pytest.raises(Refused) as refused:
        command.layouts_in(tmp_path)
    assert "real export" in refused.value.problems[0].facts["error"]


PLAIN = "日子,说明,进账,出账\n2026-06-02,货款SO26001,1200,\n2026-06-03,运费,,20.5\n"


def test_columns_as_a_person_says(book, tmp_path):
    path = tmp_path / "小银行.csv"
    path.write_text("某某\n" + PLAIN, "utf-8")
    import_(book, path, maps=("小银行=@2", "小银行!A=date", "小银行!B=memo", "小银行!C=in", "小银行!D=out"))
    assert [row[1:] for row in money(book)] == [(1200, None), (None, 20.5)]


WORDS = "日子,方向,金额,结余\n2026-06-02,{0},1200,{2}\n2026-06-03,{1},20.5,{3}\n2026-06-04,{1},100,{4}\n"


@pytest.mark.parametrize(("text", "amounts"), [
    (WORDS.format("贷", "借", 1200, 1179.5, 1079.5), [120000, -2050, -10000]),  # a bank's own words, proved
    (WORDS.format("借", "贷", 1200, 1179.5, 1079.5), [120000, -2050, -10000]),  # a firm's book: turned by the balance
    (WORDS.format("贷", "借", 1, 2, 3), None),  # nothing proves it
    (WORDS.format("收", "付", 1, 2, 3), [120000, -2050, -10000]),  # these words have one meaning
])  # fmt: skip
def test_debit_and_credit_of_an_unknown_file_need_the_balance(tmp_path, text, amounts):
    path = tmp_path / "x.csv"
    path.write_text(text, "utf-8")
    (read,) = command.read_bills([path], maps=("x!A=date", "x!B=direction", "x!C=amount", "x!D=balance"))
    assert [p.code for p in read.problems] == ([] if amounts else ["import_sign_unknown"])
    assert [line.amount for b in read.bills for line in b.lines] == (amounts or [])


@pytest.mark.parametrize("maps", [("x!A=when",), ("x",), ("x!A=date",), ("x!A=date", "x!B=amount", "x=@99")])
def test_a_map_that_does_not_do_is_told(book, tmp_path, maps):
    path = tmp_path / "x.csv"
    path.write_text(PLAIN, "utf-8")
    with pytest.raises(Refused) as refused:
        import_(book, path, maps=maps)
    assert {p.code for p in refused.value.problems} == {"map_unknown"}


def test_orders_of_a_shop_come_in_as_orders_and_a_changed_state_is_told(book, tmp_path, capsys):
    text, encoding = TEXTS["taobao_orders"]
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode(encoding))
    import_(book, path)
    assert tab(book, "orders")[1][0] == "4000000000000000001"
    frame = reconcile(Request(book)).outcome.ledger.items
    mine = frame[frame["sheet"] == "导入订单"]
    assert mine["side"].tolist() == ["order", "order"]
    assert mine["amount"].tolist() == [120000, 2050]
    assert mine["set_aside"].tolist() == ["", "cancelled"]
    path.write_bytes(text.replace("交易成功", "退款成功").encode(encoding))
    assert main(["import", str(book), str(path), "--lang", "en"]) == 0
    assert "another state or amount (rows of the file: 2)" in capsys.readouterr().out
    assert len(tab(book, "orders")) == 3
