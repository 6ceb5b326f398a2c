"""Lists of customers with addresses: which sheets are ones, what is read from them, and what is told and not used."""

from __future__ import annotations

import pytest

from tests.commands.books import workbook
from ticktie.commands.read import read
from ticktie.commands.reconcile import Request, look
from ticktie.domain.grid import Sheet
from ticktie.intake.contact_sheets import addresses, contacts_of, read_contacts

ORDERS = [("订单编号", "日期", "客户", "金额"), ("S1", "2026-06-01", "甲公司", 1200), ("S2", "2026-06-02", "乙公司", 800)]
PAYMENTS = [("收款日期", "付款方", "金额", "摘要"), ("2026-06-10", "甲公司", 1200, "货款")]


def sheet(*rows, name="客户资料"):
    width = max(map(len, rows))
    return Sheet(name, [[*row, *[None] * (width - len(row))] for row in rows])


HEADS = """
客户名称 | 邮箱
客户 | 电子邮件 | 联系人 | 电话 | 逾期未回复视为确认
客户全称 | E-mail | 账期 | 信用额度 | 开户银行
客戶名稱 | 電子郵件 | 聯絡人 | 電話 | 默示條款
Customer | Email | Contact Person | Phone | Silence Clause
Customer Name | E-mail Address | Address | Remarks
名称 | 邮箱
"""


@pytest.mark.parametrize("heads", HEADS.strip().splitlines())
def test_a_list_is_known_by_its_titles(heads):
    titles = heads.split(" | ")
    found = read_contacts(sheet(["某某公司"], titles, ["甲公司", "a@b.cn"]))
    contacts, problems = contacts_of([found])
    assert (found.header_row, problems) == (2, [])
    assert [(c.key, c.name, c.emails) for c in contacts.values()] == [("甲公司", "甲公司", ("a@b.cn",))]


NONE = """
客户 | 电话
姓名 | 邮箱 | 部门
供应商 | 邮箱
客户 | 邮箱 | 订单编号
客户 | 邮箱 | 应收金额
客户 | 邮箱 | 期初余额
Customer | Email | Amount
Order No | Customer | Email
"""


@pytest.mark.parametrize("heads", NONE.strip().splitlines())
def test_other_lists_are_none(heads):
    assert read_contacts(sheet(heads.split(" | "), ["甲公司", "a@b.cn", "x"])) is None


def test_a_name_alone_means_a_customer_only_where_the_sheet_says_so():
    assert read_contacts(sheet(["名称", "邮箱"], ["甲", "a@b.cn"], name="通讯录")) is None


ADDRESSES = """
a@b.cn                        | a@b.cn          |
a@b.cn; c@d.com.cn            | a@b.cn c@d.com.cn |
a@b.cn，c@d.cn、e@f.cn        | a@b.cn c@d.cn e@f.cn |
a@b.cn c@d.cn                 | a@b.cn c@d.cn   |
王芳 <a.w+x@b-c.cn>           | a.w+x@b-c.cn    |
mailto:a@b.cn                 | a@b.cn          |
ａ＠ｂ.cn                     | a@b.cn          |
a@b                           |                 | a@b
a@@b.cn; c@d.cn               | c@d.cn          | a@@b.cn
a..b@c.cn                     |                 | a..b@c.cn
.a@b.cn                       |                 | .a@b.cn
a@-b.cn                       |                 | a@-b.cn
无                            |                 | 无
"""


@pytest.mark.parametrize(("cell", "good", "bad"), [[p.strip() for p in line.split("|")] for line in ADDRESSES.strip().splitlines()])
def test_addresses(cell, good, bad):
    assert addresses(cell) == (good.split(), bad.split())


def test_a_line_break_never_becomes_a_part_of_an_address():
    assert addresses("a@b.cn\nBcc: x@y.cn") == (["a@b.cn", "x@y.cn"], ["Bcc:"])


HEAD = ("客户", "编码", "邮箱", "默示条款")
CASES = {
    "a bad address": ([("甲公司", "", "a@b.cn; a@b", "")], ("a@b.cn",), ["contact_bad_address 客户资料!C2"]),
    "twice the same": ([("甲公司", "", "a@b.cn", ""), ("甲公司", "", "A@B.cn", "")], ("a@b.cn",), []),
    "twice, one without": ([("甲公司", "", "", ""), ("甲公司", "", "a@b.cn", "")], ("a@b.cn",), []),
    "twice, different": ([("甲公司", "", "a@b.cn", ""), ("甲公司", "", "c@d.cn", "")], (), ["contact_differs 客户资料!C3"]),
    "two of one name": ([("甲公司", "1", "a@b.cn", ""), ("甲公司", "2", "a@b.cn", "")], (), ["contact_same_name 客户资料!B3"]),
    "silence unclear": ([("甲公司", "", "a@b.cn", "看合同")], ("a@b.cn",), ["contact_silence 客户资料!D2"]),
    "silence differs": ([("甲公司", "", "a@b.cn", "是"), ("甲公司", "", "a@b.cn", "否")], ("a@b.cn",), ["contact_silence 客户资料!D3"]),
    "no customer": ([("", "", "x@y.cn", ""), ("甲公司", "", "a@b.cn", "")], ("a@b.cn",), ["contact_nameless 客户资料!A2"]),
    "shared": ([("甲公司", "", "a@b.cn", ""), ("乙公司", "", "a@b.cn", "")], ("a@b.cn",), ["contact_shared 客户资料!C3"]),
}


@pytest.mark.parametrize(("rows", "emails", "told"), CASES.values(), ids=CASES)
def test_what_contradicts_is_told_and_not_used(rows, emails, told):
    contacts, problems = contacts_of([read_contacts(sheet(HEAD, *rows))])
    assert (contacts["甲公司"].emails, contacts["甲公司"].silence) == (emails, False)
    assert [f"{p.code} {p.source}" for p in problems] == told


def test_lists_of_two_sheets_are_one():
    sheets = [read_contacts(sheet(HEAD, ("甲公司", "", f"{name}@b.cn", ""), name=name)) for name in ("one", "two")]
    contacts, problems = contacts_of(sheets)
    assert (contacts["甲公司"].emails, [str(p.source) for p in problems]) == ((), ["two!C2"])


@pytest.mark.parametrize(("said", "yes"), [("是", True), ("YES", True), (True, True), ("√", True), ("否", False), ("", False), ("n", False)])
def test_silence(said, yes):
    contacts, problems = contacts_of([read_contacts(sheet(HEAD, ("甲公司", "", "a@b.cn", said)))])
    assert (contacts["甲公司"].silence, problems) == (yes, [])


def test_a_book_with_a_list(tmp_path):
    plain = workbook(tmp_path / "plain.xlsx", 订单=ORDERS, 收款=PAYMENTS)
    path = workbook(tmp_path / "book.xlsx", 订单=ORDERS, 收款=PAYMENTS, 客户资料=[HEAD, ("甲公司", "", "a@b.cn", "是"), ("乙公司", "", "bad@", "")])
    found, without = look(Request(path)), look(Request(plain))
    assert {k: c.emails for k, c in found.ledger.contacts.items()} == {"甲公司": ("a@b.cn",), "乙公司": ()}
    assert found.items["id"].tolist() == without.items["id"].tolist()
    assert [p.code for p in found.ledger.problems if p not in without.ledger.problems] == ["contact_bad_address"]
    shown = [(s.reading.kind, s.reading.rows_taken, [p.code for p in s.problems]) for s in read([path])]
    assert shown[2] == ("contact", 2, ["contact_bad_address"])


def test_a_sheet_that_a_person_named_is_not_taken_for_addresses(tmp_path):
    path = workbook(tmp_path / "book.xlsx", 订单=ORDERS, 收款=PAYMENTS, 客户资料=[HEAD, ("甲公司", "", "a@b.cn", "是")])
    assert look(Request(path, maps=("客户资料=ignore",))).ledger.contacts == {}
