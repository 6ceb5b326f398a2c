"""Numbers are read out of memos whole, or not at all."""

from decimal import Decimal

import pytest

from tests.notation import table
from ticktie.domain.documents import NumberIndex, canonical

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


def test_amounts_beside_numbers():
    assert BOOK.read_memo("SO20240031:64,150.00元,SO20240032:4554元").amounts == (Decimal("64150.00"), Decimal("4554"))
    assert BOOK.read_memo("PO 117-165 BALANCE DUE31895.50PO 117-156 BALANCE DUE45678.37").amounts == (Decimal("31895.50"), Decimal("45678.37"))
    assert BOOK.read_memo("SO20240031货款2026年6月").amounts == (None,)


def test_references():
    assert BOOK.read_reference("so20240001").hits == ("SO20240001",)
    assert BOOK.read_reference("SO20240031、SO20240032").hits == ("SO20240031", "SO20240032")
    assert BOOK.read_reference("SO2099").unknown == ("SO2099",)
