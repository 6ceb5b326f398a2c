"""What memos and names say: months, customers inside texts, names that were cut off."""

import numpy as np
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


PLAIN = """
case                        | payment                          | plain | hits
a number in the memo        | R1 甲公司 06-02 5 memo=货款SO2601   | 0     | yes
a reference                 | R1 甲公司 06-02 5 ref=SO2601       | 0     | yes
both say the same           | R1 甲公司 06-02 5 ref=SO2601 memo=SO2601 | 0 | yes
they differ                 | R1 甲公司 06-02 5 ref=SO2601 memo=SO2602 | -1 | yes
two numbers                 | R1 甲公司 06-02 5 memo=SO2601、SO2602 | -1 | yes
one by its end              | R1 甲公司 06-02 5 memo=SO2601/02    | -1    | yes
an unknown one beside       | R1 甲公司 06-02 5 memo=SO2601、SO2699 | -1 | yes
for something else          | R1 甲公司 06-02 5 memo=SO2601运费    | -1    | yes
with a suffix               | R1 甲公司 06-02 5 memo=SO2601(补)   | -1    | no
only an unknown one         | R1 甲公司 06-02 5 memo=SO2699       | -1    | no
carried by two rows         | R1 甲公司 06-02 5 memo=SO2603       | -1    | yes
nothing                     | R1 甲公司 06-02 5 memo=货款          | -1    | no
"""


@pytest.mark.parametrize(("payment", "plain", "hits"), table(PLAIN))
def test_what_is_named_plainly(payment, plain, hits):
    charges = "S1 甲公司 06-01 5 no=SO2601; S2 甲公司 06-01 6 no=SO2602; S3 甲公司 06-01 5 no=SO2603; S4 甲公司 06-01 5 no=SO2603"
    evidence = items(f"{charges}; {payment}").evidence
    assert (int(evidence.plain[4]), bool(evidence.hits[4])) == (int(plain), hits == "yes")


def test_equal_memos_are_read_once():
    evidence = items("S1 甲公司 06-01 5; R1 甲公司 06-02 5 memo=定金; R2 甲公司 06-02 5 memo=货款; R3 甲公司 06-02 5 memo=定金").evidence
    read: list[str] = []
    found = evidence.saying(np.array([3, 2, 1]), lambda memo: read.append(memo), lambda memo: memo == "定金")
    assert found.tolist() == [True, False, True]
    assert sorted(read) == ["定金", "货款"]


def test_a_longer_name_in_the_memo_wins():
    evidence = items("S1 华联商贸 06-01 5; S2 华联商贸集团 06-01 5; R1 - 06-02 5 memo=收华联商贸集团款; R2 - 06-02 5 memo=华联商贸、华联商贸集团").evidence
    assert evidence.keys[evidence.party[2]] == "华联商贸集团"
    assert evidence.keys[evidence.party[3]] == "华联商贸集团"
