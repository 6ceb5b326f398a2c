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


def test_amounts_beside_numbers():
    assert BOOK.read_memo("SO20240031:64,150.00元,SO20240032:4554元").amounts == (Decimal("64150.00"), Decimal("4554"))
    assert BOOK.read_memo("PO 117-165 BALANCE DUE31895.50PO 117-156 BALANCE DUE45678.37").amounts == (Decimal("31895.50"), Decimal("45678.37"))
    assert BOOK.read_memo("SO20240031货款2026年6月").amounts == (None,)


def test_references():
    assert BOOK.read_reference("so20240001").hits == ("SO20240001",)
    assert BOOK.read_reference("SO20240031、SO20240032").hits == ("SO20240031", "SO20240032")
    assert BOOK.read_reference("SO2099").unknown == ("SO2099",)
