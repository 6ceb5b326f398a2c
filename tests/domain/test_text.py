"""Names compare as a careful accountant compares them."""

import pytest

from tests.notation import table
from ticktie.domain.text import is_branch, is_person, language_of, party_key

SAME = """
case                       | one                              | two
brackets                   | 卓华化工（宁波）有限公司             | 卓华化工(宁波)有限公司
full width                 | 南京ＴＣＷ力博塑胶有限公司           | 南京TCW力博塑胶有限公司
other script               | 青島慶龍塑膠製品有限公司             | 青岛庆龙塑胶制品有限公司
one legal form             | 上海明金纺织品有限责任公司           | 上海明金纺织品有限公司
blanks                     | 广州 宝天 化工有限公司               | 广州宝天化工有限公司
a wallet's prefix          | 支付宝-广州德顺纺织品有限公司        | 广州德顺纺织品有限公司
a bank's prefix            | 1/深圳祥德包装材料有限公司           | 深圳祥德包装材料有限公司
a bank in brackets         | 杭州宏达贸易有限公司（工行）           | 杭州宏达贸易有限公司
a bank behind a hyphen     | 杭州宏达贸易有限公司-工商银行          | 杭州宏达贸易有限公司
a bank's branch behind it  | 杭州宏达贸易有限公司中国工商银行杭州分行  | 杭州宏达贸易有限公司
the same behind a blank    | 杭州宏达贸易有限公司 工商銀行杭州分行    | 杭州宏达贸易有限公司
an account in brackets     | 杭州宏达贸易有限公司(6222020200112233445) | 杭州宏达贸易有限公司
an account in groups       | 杭州宏达贸易有限公司/6222 0202 0011 2233 | 杭州宏达贸易有限公司
an account in front        | 6222020200112233445/杭州宏达贸易有限公司 | 杭州宏达贸易有限公司
one with a blank           | 6222020200112233445 杭州宏达贸易有限公司 | 杭州宏达贸易有限公司
a title in front           | 客户：杭州宏达贸易有限公司            | 杭州宏达贸易有限公司
an HTML entity             | 杭州宏达贸易有限公司&nbsp;          | 杭州宏达贸易有限公司
an ampersand as entity     | Smith &amp; Sons Ltd            | Smith & Sons Ltd
English forms              | Acme Trading Company Limited     | ACME TRADING CO., LTD.
"""

OTHER = """
case                       | one                    | two
股份                        | 甲股份有限公司            | 甲有限公司
集团                        | 甲集团有限公司            | 甲有限公司
branch                     | 甲有限公司东莞分公司       | 甲有限公司
经营部                      | 甲经营部                 | 甲
words in another order     | 嘉兴服饰（深圳）有限公司   | 深圳嘉兴服饰有限公司
a branch and its bank      | 甲有限公司东莞分公司(工行)  | 甲有限公司
a bank's own branch        | 中国工商银行股份有限公司杭州分行 | 中国工商银行股份有限公司
a place in brackets        | 甲有限公司(杭州)          | 甲有限公司
few digits behind          | 甲有限公司2             | 甲有限公司
a bank's name in a firm's  | 甲有限公司工商银行分公司    | 甲有限公司
another firm               | Acme Trading Ltd       | Acme Trading Inc
"""


@pytest.mark.parametrize(("one", "two"), table(SAME))
def test_same_party(one, two):
    assert party_key(one) == party_key(two)


@pytest.mark.parametrize(("one", "two"), table(OTHER))
def test_other_party(one, two):
    assert party_key(one) != party_key(two)


@pytest.mark.parametrize(("name", "person", "branch"), [("李娜", True, False), ("**博", True, False), ("欧阳明月", True, False), ("华联店", False, False),
                                                        ("甲有限公司东莞分公司", False, True), ("财付通", True, False)])  # fmt: skip
def test_kinds_of_name(name, person, branch):
    assert (is_person(party_key(name)), is_branch(party_key(name))) == (person, branch)


@pytest.mark.parametrize(("words", "language"), [(["订单号", "客户名称"], "zh-Hans"), (["訂單號", "客戶名稱"], "zh-Hant"), (["Order No"], "en"), ([], "zh-Hans")])
def test_language(words, language):
    assert language_of(words) == language
