"""When something is due by its terms; what can be meant in two ways is not read."""

import datetime as dt

import pytest

from tests.notation import table
from ticktie.domain.terms import due_date

CASES = """
case                    | date       | terms                  | due
english short           | 2026-06-10 | n/30                   | 2026-07-10
with a discount         | 2026-06-10 | 2/10 n/30              | 2026-07-10
discount with a comma   | 2026-06-10 | 2/10, net 30           | 2026-07-10
half a percent          | 2026-06-10 | 1.5/10 n/45            | 2026-07-25
net                     | 2026-06-10 | Net 30                 | 2026-07-10
days                    | 2026-06-10 | 30 days                | 2026-07-10
bare number             | 2026-06-10 | 30                     | 2026-07-10
none                    | 2026-06-10 | 0                      | 2026-06-10
chinese days            | 2026-06-10 | 30天                   | 2026-07-10
full-width              | 2026-06-10 | ３０天内                | 2026-07-10
said as a period        | 2026-06-10 | 账期60天                | 2026-08-09
traditional             | 2026-06-10 | 帳期：60 天             | 2026-08-09
after the goods         | 2026-06-10 | 货到30天付款             | 2026-07-10
after receipt           | 2026-06-10 | 收貨後30天              | 2026-07-10
in words                | 2026-06-10 | 三十天                  | 2026-07-10
in words, uneven        | 2026-06-10 | 四十五天                | 2026-07-25
across a year           | 2026-12-20 | n/30                   | 2027-01-19
month end               | 2026-06-10 | EOM                    | 2026-06-30
month end, chinese      | 2026-02-03 | 月结                    | 2026-02-28
leap year               | 2028-02-03 | 月底                    | 2028-02-29
on the last day         | 2026-06-30 | 月结                    | 2026-06-30
month end and days      | 2026-06-10 | 月结30天                | 2026-07-30
days written before     | 2026-06-10 | 30天月结                | 2026-07-30
traditional month end   | 2026-06-10 | 月結 60 天              | 2026-08-29
english month end, days | 2026-06-10 | Net 30 EOM             | 2026-07-30
other order             | 2026-06-10 | EOM + 30               | 2026-07-30
next month's end        | 2026-01-31 | 次月底                  | 2026-02-28
next month's day        | 2026-06-10 | 次月10日付款             | 2026-07-10
next month, last day    | 2026-01-31 | 下月31号                | 2026-02-28
december                | 2026-12-05 | 次月15号前              | 2027-01-15
prox                    | 2026-06-10 | 10th prox              | 2026-07-10
mfi                     | 2026-06-10 | 15 MFI                 | 2026-07-15
months                  | 2026-01-31 | 1个月                   | 2026-02-28
months in words         | 2026-06-10 | 三个月                  | 2026-09-10
on delivery             | 2026-06-10 | 货到付款                 | 2026-06-10
cod                     | 2026-06-10 | C.O.D.                 | 2026-06-10
cash                    | 2026-06-10 | 现款现货                 | 2026-06-10
on receipt              | 2026-06-10 | Due on receipt         | 2026-06-10
two instalments         | 2026-06-10 | 30%预付，70%月结30天      |
a day of no month       | 2026-06-10 | 次月32日                |
month after next?       | 2026-06-10 | 隔月10日                |
working days            | 2026-06-10 | 30个工作日               |
half a month            | 2026-06-10 | 半月结                  |
a discount, no term     | 2026-06-10 | 2/10                   |
a date                  | 2026-06-10 | 2026/7/10              |
a word                  | 2026-06-10 | 面议                    |
nothing                 | 2026-06-10 |                        |
beyond all measure      | 2026-06-10 | 99999天                 |
end of the calendar     | 9999-12-20 | n/30                   |
"""


@pytest.mark.parametrize(("date", "terms", "due"), table(CASES))
def test_due(date, terms, due):
    found = due_date(dt.date.fromisoformat(date), terms)
    assert found == (dt.date.fromisoformat(due) if due else None)
