"""What memos and names say: months, customers inside texts, names that were cut off."""

import pytest

from tests.notation import items, table
from ticktie.domain.evidence import NO_PARTY, billing_months

MONTHS = """
case                     | memo                   | months
one                      | 7月货款                 | 7
with words around        | 支付7月份货款            | 7
with its year            | 2026年6月付合同款        | 2026-6
a span                   | 5-6月货款               | 5 6
two                      | 5、6月货款              | 5 6
a span over words        | 2026年5月至6月货款       | 2026-5 2026-6
with a hyphen            | 2026-06货款             | 2026-6
compact                  | 202606货款              | 2026-6
English                  | June payment           | 6
English with year        | May 2026               | 2026-5
a day is no month        | 6月15日货款             |
an English day           | 12 May 2026            |
a word that begins so    | MARKETING              |
a verb                   | payment may be late    |
a number                 | SO20260601             |
a date                   | 20260630货款            |
nothing                  | 货款                    |
"""


@pytest.mark.parametrize(("memo", "months"), table(MONTHS))
def test_months(memo, months):
    assert " ".join(f"{y}-{m}" if y else str(m) for y, m in billing_months(memo)) == months


PAYERS = """
case                          | customer            | payer                | memo                        | found
the customer                  | 宁波榆棠商贸有限公司   | 宁波榆棠商贸有限公司    |                             | customer
cut off                       | 宁波榆棠商贸有限公司   | 宁波榆棠商贸有        |                             | cut_off
cut off in its legal form     | 宁波榆棠商贸有限公司   | 宁波榆棠商贸有限责     |                             | cut_off
cut off in an English form    | Pacific_Chemicals_Limited | Pacific_Chemicals_Limit |                  | cut_off
a branch                      | 宁波榆棠商贸有限公司   | 宁波榆棠商贸有限公司温州分公司 |                       | branch
a person                      | 宁波榆棠商贸有限公司   | 李娜                 |                             | person
a stranger                    | 宁波榆棠商贸有限公司   | 宁波榆棠实业有限公司    |                             | other
nobody                        | 宁波榆棠商贸有限公司   | -                    | 货款                         | none
the memo names the customer   | 宁波榆棠商贸有限公司   | -                    | 收宁波榆棠商贸有限公司货款       | customer
it names a branch of it       | 宁波榆棠商贸有限公司   | -                    | 收宁波榆棠商贸有限公司温州分公司货款 | none
"""


@pytest.mark.parametrize(("customer", "payer", "memo", "found"), table(PAYERS))
def test_payers(customer, payer, memo, found):
    evidence = items(f"S1 {customer} 06-01 5; R1 {payer} 06-02 5 memo={memo}").evidence
    assert evidence.payer[1] == found
    assert (evidence.party[1] != NO_PARTY) == (found == "customer")


NUMBERED = """
case                             | items                                                                                                         | by
most are numbers of the book     | S1 甲公司 06-01 5 no=SO2601; S2 乙公司 06-01 7 no=SO2602; R1 甲公司 06-02 2 no=SO2601; R2 乙公司 06-02 3 no=SO2602        | reference reference
numbers of their own             | S1 甲公司 06-01 5 no=SO2601; S2 乙公司 06-01 7 no=SO2602; R1 甲公司 06-02 2 no=SK2601; R2 乙公司 06-02 3 no=SK2602        | - -
equal by accident                | S1 甲公司 06-01 5 no=260101; S2 乙公司 06-01 7 no=260102; R1 乙公司 06-02 2 no=260101; R2 甲公司 06-02 3 no=260102        | - -
nobody named                     | S1 甲公司 06-01 5 no=SO2601; S2 乙公司 06-01 7 no=SO2602; R1 - 06-02 2 no=SO2601; R2 - 06-02 3                          | reference -
the reference column wins        | S1 甲公司 06-01 5 no=SO2601; S2 乙公司 06-01 7 no=SO2602; R1 甲公司 06-02 2 no=SK01 ref=SO2601; R2 乙公司 06-02 3 no=SK02 | reference -
"""


@pytest.mark.parametrize(("text", "by"), table(NUMBERED))
def test_payments_numbered_like_the_book(text, by):
    assert " ".join(items(text).evidence.by[i] or "-" for i in (2, 3)) == by


def test_a_longer_name_in_the_memo_wins():
    evidence = items("S1 华联商贸 06-01 5; S2 华联商贸集团 06-01 5; R1 - 06-02 5 memo=收华联商贸集团款; R2 - 06-02 5 memo=华联商贸、华联商贸集团").evidence
    assert evidence.keys[evidence.party[2]] == "华联商贸集团"
    assert evidence.keys[evidence.party[3]] == "华联商贸集团"
