"""Numbers are read out of memos whole, or not at all."""

from decimal import Decimal

import pytest

from tests.notation import table
from ticktie.domain.documents import NumberIndex
from ticktie.domain.number_forms import canonical

BOOK = NumberIndex([(n, i) for i, n in enumerate(
    ["SO20240001", "SO20240031", "SO20240032", "DD20260600117", "DD20260600291", "117-165", "117-156", "20260600142", "XS-2024A-001", "销2026-0007"]
)])  # fmt: skip

READ = """
case                          | memo                                                            | hits                    | unknown
inside Chinese                | 付货款SO20240001尾款500元                                          | SO20240001              |
full width                    | ＳＯ２０２４０００１                                                   | SO20240001              |
lower case and hyphen         | so-2024-0001                                                    | SO20240001              |
regrouped by blanks           | 付订单DD 202606 00117                                              | DD20260600117           |
not joined with an amount     | DD2026060029 1元                                                 |                         | DD2026060029
short form                    | SO20240031/0032                                                 | SO20240031 SO20240032   |
short form of an unknown      | SO20240031/0099                                                 | SO20240031              |
a lost digit                  | 货款DD2026060029?合计                                             |                         | DD2026060029
inside a longer one           | SO2024000199                                                    |                         | SO2024000199
a phone and a serial          | 经办人李红13812345678 流水11045279                                  |                         |
numbers without letters       | PO 117-165 BALANCE DUE31895.50PO 117-156 BALANCE DUE45678.37    | 117165 117156           |
digits alone                  | 20260600142                                                     | 20260600142             |
digits of a prefixed one      | 订单20260600117款                                                 | DD20260600117           |
letters inside                | XS2024A001货款                                                    | XS2024A001              |
a Chinese prefix              | 付销2026-0007                                                     | 销20260007               |
an amount is no number        | 货款20260元                                                       |                         |
"""


@pytest.mark.parametrize(("memo", "hits", "unknown"), table(READ))
def test_read_memo(memo, hits, unknown):
    found = BOOK.read_memo(memo)
    assert (" ".join(found.hits), " ".join(canonical(u) for u in found.unknown)) == (hits, unknown)


OTHERS = NumberIndex([(n, i) for i, n in enumerate(
    ["HT-152", "HT-153", "2026-06/0218", "CG-GZ-0226", "20260611-145", "00066", "合同2026第8号", "PO 016-016", "202606000001", "202606000002",
     "202606000003", "202606000004", "INV-2026-0092", "INV-2026-0093", "SO202606010001", "SO202606010002", "SO202606010003", "SO202606010009", "SO20260618-102",
     "SO20260618-103"]
)])  # fmt: skip

READ_OTHERS = """
case                          | memo                                   | hits                                        | unknown
few digits, not in the book   | 付HT-199合同款                           |                                             | HT199
few digits                    | 付ht153合同款                            | HT153                                       |
grouped digits, unknown       | 2026-07/0010货款                        |                                             | 2026070010
grouped digits                | 2026-06/0218货款                        | 2026060218                                  |
a date is no number           | 2026-06-15货款                          |                                             |
separators in the prefix      | CG-GZ-0226、cggz0226                    | CGGZ0226                                    |
the same, unknown             | 付CG-GZ-0014                            |                                             | CGGZ0014
digits, dash, digits          | 20260131-10                            |                                             | 2026013110
leading zeros                 | 订单00066                               | 00066                                       |
leading zeros, unknown        | 订单00010                               |                                             | 00010
Chinese inside                | 合同2026第8号                            | 合同2026第8号                                 |
Chinese inside, unknown       | 合同2026第19号                           |                                             | 合同2026第19号
a prefix and two groups       | PO 016-099                             |                                             | PO016099
digits listed by commas       | 202606000001,202606000002              | 202606000001 202606000002                   |
by slashes                    | 202606000001/202606000002              | 202606000001 202606000002                   |
by blanks                     | 202606000003 202606000004              | 202606000003 202606000004                   |
by their end                  | 202606000003/04                        | 202606000003 202606000004                   |
an amount in thousands        | 货款 12,066 元                          |                                             |
short forms like thousands    | SO20260618-102,103                     | SO20260618102 SO20260618103                 |
a short form behind a comma   | INV-2026-0092,0093                     | INV20260092 INV20260093                     |
an em dash                    | SO20260601—0002                        | SO202606010002                              |
a non-breaking hyphen         | SO‑20260601‑0002                       | SO202606010002                              |
a range by words              | SO202606010001至SO202606010003货款      | SO202606010001 SO202606010002 SO202606010003 |
a range by its end            | SO202606010001-0003                    | SO202606010001 SO202606010002 SO202606010003 |
a range with gaps             | SO202606010003~SO202606010009          | SO202606010003 SO202606010009               |
"""


@pytest.mark.parametrize(("memo", "hits", "unknown"), table(READ_OTHERS))
def test_other_numbers(memo, hits, unknown):
    found = OTHERS.read_memo(memo)
    assert (" ".join(found.hits), " ".join(canonical(u) for u in found.unknown)) == (hits, unknown)


@pytest.mark.parametrize("memo", ["SO202606010001至SO202606010003", "SO202606010003~SO202606010009", "202606000003/04"])
def test_what_is_named_loosely_says_so(memo):
    assert OTHERS.read_memo(memo).short
    assert not OTHERS.read_memo("SO202606010001、SO202606010003").short


WORKED_IN = NumberIndex([(n, i) for i, n in enumerate(
    ["SO0031", "SO0031(补)", "SO0031*2", "SO0031+1", "SO0032", "SO0031A", "XS(2026)0001", "合同[2026]第001号", "20260601", "20260601[2]", "HT0007", "HT0007(1)"]
)])  # fmt: skip

READ_SUFFIXES = """
case                              | memo                    | hits              | unknown
the longest that stands whole     | SO0031(补)货款            | SO0031补           |
full-width brackets and a blank   | SO0031 （补）货款          | SO0031补           |
without its brackets              | SO0031补货款              | SO0031补           |
both                              | SO0031(补)、SO0031        | SO0031补 SO0031    |
a star                            | SO0031*2货款             | SO00312           |
a plus                            | SO0031+1货款             | SO00311           |
a letter                          | SO0031A货款              | SO0031A           |
digits in square brackets         | 20260601[2]货款          | 202606012         |
without them                      | 20260601货款             | 20260601          |
brackets inside                   | XS（2026）0001货款         | XS20260001        |
the same, unknown                 | XS(2026)0009货款         |                   | XS20260009
Chinese with brackets inside      | 合同(2026)第001号货款      | 合同2026第001号     |
a suffix that no number carries   | SO0032(补)货款            |                   | SO0032补
another one                       | SO0031(改)货款            |                   | SO0031改
a number in brackets              | SO0032[2]货款            |                   | SO00322
of digits alone                   | 20260601[3]货款          |                   | 202606013
behind a short form               | SO0031/0032(补)          | SO0031            | 0032补
usual words                       | SO0032(尾款)             | SO0032            |
a month in brackets               | SO0032（6月）             | SO0032            |
money in brackets                 | SO0032(500元)           | SO0032            |
a list                            | (1)SO0031(2)SO0032      | SO0031 SO0032     |
"""


@pytest.mark.parametrize(("memo", "hits", "unknown"), table(READ_SUFFIXES))
def test_numbers_with_suffixes(memo, hits, unknown):
    found = WORKED_IN.read_memo(memo)
    assert (" ".join(found.hits), " ".join(canonical(u) for u in found.unknown)) == (hits, unknown)


TAILS = NumberIndex([(n, i) for i, n in enumerate(["SO0031", "SO0031-6", "SO0031-1", "SO0031-2", "SO0031-10", "SO0031*3", "SO0032-1", "SO0032-2", "20260601", "20260601-6"])])

READ_TAILS = """
case                        | memo               | hits               | how
alone                       | SO0031-6货款        | SO00316            |
a month?                    | SO0031-6月货款       | SO0031 SO00316     | either
a phase?                    | SO0031-1期款        | SO0031 SO00311     | either
pieces?                     | SO0031-10台货款      | SO0031 SO003110    | either
a batch?                    | SO0031-1批货款       | SO0031 SO00311     | either
times?                      | SO0031*3台货款       | SO0031 SO00313     | either
a share?                    | SO0031-1/4货款      | SO0031 SO00311     | either
digits alone                | 20260601-6月货款     | 20260601 202606016 | either
no shorter number           | SO0032-1期款        | SO00321            |
not in the book             | SO0031-7月货款       | SO0031             |
short forms of one digit    | SO0031-1、-2货款     | SO00311 SO00312    | short
by a slash                  | SO0032-1/2货款      | SO00321 SO00322    | short
by a hyphen                 | SO0031-1-2货款      | SO00311 SO00312    | short
a count is none             | SO0032-1、2台        | SO00321            |
"""


@pytest.mark.parametrize(("memo", "hits", "how"), table(READ_TAILS))
def test_last_groups_of_few_digits(memo, hits, how):
    found = TAILS.read_memo(memo)
    assert " ".join(found.hits) == hits
    assert (found.either, found.short) == (how == "either", how == "short")


@pytest.mark.parametrize(("memo", "hit"), [
    ("SO2024\u200b0001货款", "SO20240001"), ("S\u200dO20240001\ufeff", "SO20240001"), ("SO2024\n0001货款", "SO20240001"), ("SO\r\n20240001", "SO20240001"),
    ("202606\n00142", "20260600142"),
])  # fmt: skip
def test_unseen_characters_and_line_ends_inside_a_number(memo, hit):
    assert BOOK.read_memo(memo).hits == (hit,)


def test_a_line_end_after_a_whole_number_ends_it():
    book = NumberIndex([("SO0031", 0), ("SO0031-0032", 1)])
    assert book.read_memo("SO0031\n0032").hits == ("SO0031",)
    assert BOOK.read_memo("SO20240031\nSO20240032").hits == ("SO20240031", "SO20240032")


ELSEWHERE = """
case                    | memo                      | elsewhere
freight                 | SO20240001运费              | yes
freight before it       | 运费:SO20240001             | yes
a bid bond              | SO20240001投标保证金          | yes
a deposit for things    | SO20240001押金              | yes
a penalty               | SO20240001违约金             | yes
a loan                  | 借款SO20240001              | yes
not this                | 非SO20240001货款             | yes
nothing to do with it   | 借款,与SO20240001无关         | yes
without it              | 不含SO20240001              | yes
another script          | SO20240001運費              | yes
of one of two           | SO20240031货款,SO20240032运费 | yes
with freight            | SO20240001货款及运费           |
freight and goods       | SO20240001运费及货款           |
freight included        | 含运费SO20240001             |
taken off               | 扣除SO20240001              |
retention               | SO20240001质保金             |
a final payment         | SO20240001尾款              |
"""


@pytest.mark.parametrize(("memo", "elsewhere"), table(ELSEWHERE))
def test_words_of_another_purpose_at_the_number(memo, elsewhere):
    found = BOOK.read_memo(memo)
    assert found.hits
    assert found.elsewhere == bool(elsewhere)


def test_leading_zeros_of_references():
    book = NumberIndex([("000123", 0), ("124", 1)])
    assert book.read_reference("123").hits == ("000123",)
    assert book.read_reference("000124").hits == ("124",)
    assert book.read_reference("123,000124").hits == ("000123", "124")
    assert not book.read_memo("123").hits
    assert not NumberIndex([("000123", 0), ("0123", 1), ("124", 2)]).read_reference("123").hits


def test_amounts_beside_numbers():
    assert BOOK.read_memo("SO20240031:64,150.00元,SO20240032:4554元").amounts == (Decimal("64150.00"), Decimal("4554"))
    assert BOOK.read_memo("PO 117-165 BALANCE DUE31895.50PO 117-156 BALANCE DUE45678.37").amounts == (Decimal("31895.50"), Decimal("45678.37"))
    assert BOOK.read_memo("SO20240031货款2026年6月").amounts == (None,)


def test_references():
    assert BOOK.read_reference("so20240001").hits == ("SO20240001",)
    assert BOOK.read_reference("SO20240031、SO20240032").hits == ("SO20240031", "SO20240032")
    assert BOOK.read_reference("SO2099").unknown == ("SO2099",)
