"""What the other side may not read, in the forms in which it stands in real sheets, and what it may."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.notation import table
from ticktie.domain.masking import Masker, natural_persons

PEOPLE = {"李小明": "甲一", "张伟": "甲二", "欧阳娜娜": "甲三", "王芳": "甲四", "Li Xiaoming": "甲五"}
MASKER = Masker(
    PEOPLE, {key.upper().replace(" ", ""): alias for key, alias in PEOPLE.items()}.__getitem__, staff=("刘能", "赵四"),
    keep=("SO13800138000", "13900139000", "6222021234567890123", "XS-15912345678"), accounts=("6226 0000 1111 5669", "123456789"),
)  # fmt: skip

CASES = """
case                            | written                              | shown
a name                          | 李小明                                | 甲一
a name in a memo                | 收到李小明6月货款                      | 收到甲一6月货款
in the other script             | 張偉貨款                              | 甲二貨款
four characters                 | 欧阳娜娜 定金                          | 甲三 定金
blanks between                  | 李 小 明 付                            | 甲一 付
a dot between                   | 李·小明                                | 甲一
Latin letters                   | paid by LI XIAOMING today            | paid by 甲五 today
inside another word             | Lixiaoming2                          | 甲五2
two names                       | 张伟代王芳                             | 甲二代甲四
a mobile                        | 电话13812345678                       | 电话138****5678
a mobile with blanks            | 138 1234 5678                        | 138****5678
a mobile with dashes            | 138-1234-5678                        | 138****5678
a mobile in full width          | １３８１２３４５６７８                     | 138****5678
a mobile abroad                 | +86 13812345678                      | 861******5678
a Taiwan mobile                 | 0912-345-678                         | 091***5678
a landline                      | 0755-26001234 转8                     | 075*****1234 转8
glued to letters                | tel13812345678                       | tel138****5678
a card                          | 6217001234567890123                  | 6217***********0123
a card in groups                | 6217 0012 3456 7890 123              | 6217***********0123
a person's account              | 尾号账户6226000011115669               | 尾号账户6226********5669
a short account of a person     | 卡123456789付                         | 卡1234*6789付
an identity number              | 身份证110105199003074518               | 身份证110105********4518
with an X                       | 11010519900307451X                   | 110105********451X
a mail address                  | rimmy@qq.com                         | rim***@qq.com
a short mail address            | ab@qq.com                            | a***@qq.com
paid for somebody unknown       | 代陈小红付货款                          | 代**红付货款
a title                         | 陈先生定金                             | 陈先生定金
a name with a title             | 陈小红女士定金                          | **红女士定金
an account name                 | 户名:陈红 尾款                          | 户名:*红 尾款
its own staff                   | 代赵四付                              | 代赵四付
staff hands in                  | 刘能交来现金                            | 刘能交来现金
a document number               | SO13800138000货款                     | SO13800138000货款
a number of digits              | 单号13900139000                       | 单号13900139000
a firm's account                | 6222021234567890123                  | 6222021234567890123
a number with a dash            | XS-15912345678                       | XS-15912345678
a firm                          | 华联商贸有限公司货款                     | 华联商贸有限公司货款
an amount                       | 1,234,567.89                         | 1,234,567.89
a date                          | 2026-06-30 20260630                  | 2026-06-30 20260630
an order number                 | SO202606012233                       | SO202606012233
nothing                         |                                      |
"""


@pytest.mark.parametrize(("written", "shown"), table(CASES))
def test_masking(written, shown):
    assert MASKER.text(written) == shown


@given(st.text(alphabet="李小明张伟 0123456789-付货款SO.", max_size=30), st.sampled_from(sorted(PEOPLE)), st.text(alphabet="代付 货款,。", max_size=5))
def test_a_known_name_never_stands_in_the_text(before, name, after):
    shown = MASKER.text(f"{before}{name}{after}")
    assert name not in shown


@given(st.from_regex(r"1[3-9]\d{9}", fullmatch=True), st.sampled_from(["", "电话", "付 ", "(", "微信号:", "\u3000"]), st.sampled_from(["", " 货款", ")", "先生", "，"]))
def test_no_mobile_stands_in_the_text(number, before, after):
    if number == "13900139000":
        return
    assert not re.search(r"\d{8}", MASKER.text(f"{before}{number}{after}"))


@given(st.text(max_size=40))
def test_masking_twice_is_masking_once(text):
    once = MASKER.text(text)
    assert MASKER.text(once) == once


def test_who_is_a_person():
    told = ["李小明", "李**", "欧阳娜娜", "Li Xiaoming", "华联商贸有限公司", "老王超市", "Bolt Trading", "ABC Ltd", "", "新星店", "A. B."]
    assert natural_persons(told) == {"李小明", "李**", "欧阳娜娜", "Li Xiaoming"}
