"""Each pass ties what is forced, doubts what is not, and is silent about the rest: one table a pass."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.notation import arrows, items, table
from ticktie.domain.links import Because, Doubt, Findings
from ticktie.domain.rates import Rates
from ticktie.domain.rules import Rules, with_rule
from ticktie.matching.exchange import as_much
from ticktie.matching.passes.amount_differs import amount_differs
from ticktie.matching.passes.credit_note import credit_note
from ticktie.matching.passes.equal_items import equal_items
from ticktie.matching.passes.exact_amount import exact_amount
from ticktie.matching.passes.likely import likely
from ticktie.matching.passes.many_to_one import many_to_one
from ticktie.matching.passes.memo_number import memo_number
from ticktie.matching.passes.month_named import month_named
from ticktie.matching.passes.oldest_first import oldest_first
from ticktie.matching.passes.one_to_many import one_to_many
from ticktie.matching.passes.open_to_date import open_to_date
from ticktie.matching.passes.other_currency import other_currency
from ticktie.matching.passes.reference import reference
from ticktie.matching.passes.reversal import reversal
from ticktie.matching.settle import settle

REVERSAL = """
case                               | items                                                                                         | found
marked and opposite                | R1 甲公司 06-01 100; R2 甲公司 06-01 -100 memo=错账冲正                                          | R1>R2 100
paid again stays free              | R1 甲公司 06-01 100; R2 甲公司 06-01 -100 memo=冲正; R3 甲公司 06-02 100                         | R1>R2 100
no mark, no reversal               | R1 甲公司 06-01 100; R2 甲公司 06-01 -100 memo=退款                                              |
the flag column is a mark          | R1 甲公司 06-01 100; R2 甲公司 06-01 -100 mark=冲账                                              | R1>R2 100
another amount                     | R1 甲公司 06-01 100; R2 甲公司 06-01 -99 memo=冲正                                               |
another party                      | R1 甲公司 06-01 100; R2 乙公司 06-01 -100 memo=冲正                                              |
another account                    | R1 甲公司 06-01 100 account=1; R2 甲公司 06-01 -100 memo=冲正 account=2                          |
only a later line takes back       | R1 甲公司 06-01 -100 memo=冲正; R2 甲公司 06-02 100                                              |
the last one before it is meant    | R1 甲公司 06-01 100; R2 甲公司 06-02 100; R3 甲公司 06-03 -100 memo=冲正                         | R2>R3 100
the number it names is meant       | S1 甲公司 06-01 100 no=SO2601; S2 甲公司 06-01 100 no=SO2602; R1 甲公司 06-01 100 memo=SO2601; R2 甲公司 06-02 100 memo=SO2602; R3 甲公司 06-03 -100 memo=冲正SO2601 | R1>R3 100
the serial it names is meant       | R1 甲公司 06-01 100 serial=880011; R2 甲公司 06-02 100 serial=880012; R3 甲公司 06-03 -100 memo=冲正880011 | R1>R3 100
two debts, none named: a doubt     | S1 甲公司 06-01 100 no=SO2601; S2 甲公司 06-01 100 no=SO2602; R1 甲公司 06-01 100 memo=SO2601; R2 甲公司 06-02 100 memo=SO2602; R3 甲公司 06-03 -100 memo=冲正 | R3!R1|R2
returned money out                 | R1 甲公司 06-01 -100; R2 甲公司 06-02 100 memo=退汇                                              | R2>R1 100
"""

MEMO = """
case                               | items                                                                                          | found
inside unspaced Chinese            | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 500 memo=付货款SO20240001尾款500元             | R1>S1 500
full width, lower case             | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 500 memo=ｓｏ２０２４０００１                   | R1>S1 500
hyphen and space                   | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 500 memo=SO-2024_0001货款                      | R1>S1 500
before the order's date            | S1 甲公司 06-09 500 no=SO20240001; R1 甲公司 06-05 500 memo=SO20240001                            | R1>S1 500
several, their sum                 | S1 甲公司 06-01 500 no=SO20240001; S2 甲公司 06-02 70 no=SO20240002; R1 甲公司 06-05 570 memo=SO20240001、SO20240002 | R1>S1 500, R1>S2 70
several without a mark between     | S1 甲公司 06-01 500 no=SO20240001; S2 甲公司 06-02 70 no=SO20240002; R1 甲公司 06-05 570 memo=SO20240001SO20240002合计 | R1>S1 500, R1>S2 70
named by its end                   | S1 甲公司 06-01 500 no=SO20240031; S2 甲公司 06-02 70 no=SO20240032; R1 甲公司 06-05 570 memo=SO20240031/0032 | R1>S1 500, R1>S2 70
each with its amount               | S1 甲公司 06-01 500 no=SO20240001; S2 甲公司 06-02 90 no=SO20240002; R1 甲公司 06-05 570 memo=SO20240001:500元,SO20240002:70.00元 | R1>S1 500, R1>S2 70
amounts that are more than is open | S1 甲公司 06-01 500 no=SO20240001; S2 甲公司 06-02 60 no=SO20240002; R1 甲公司 06-05 570 memo=SO20240001:500元,SO20240002:70.00元 |
less a return                      | S1 甲公司 06-01 500 no=SO20240001; S2 甲公司 06-02 -70 no=TH20240002; R1 甲公司 06-05 430 memo=SO20240001减退货TH20240002 | R1>S1 500, R1>S2 -70
refund of a return                 | S1 甲公司 06-01 -70 no=TH20240002; R1 甲公司 06-05 -70 memo=退款TH20240002                        | R1>S1 -70
lines of one document              | S1 甲公司 06-01 200 no=SO20240001 flags=line; S2 甲公司 06-01 300 no=SO20240001 flags=line; R1 甲公司 06-05 500 memo=SO20240001 | R1>S1 200, R1>S2 300
a digit is lost                    | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 500 memo=SO2024000?                            |
inside a longer number             | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 500 memo=SO202400011                           |
another amount is left to others   | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 499 memo=SO20240001                            |
carried by two documents           | S1 甲公司 06-01 500 no=SO20240001 flags=number_unsure; S2 甲公司 06-01 90 no=SO20240001 flags=number_unsure; R1 甲公司 06-05 500 memo=SO20240001 | R1!S1|S2
cancelled                          | S1 甲公司 06-01 500 no=SO20240001 aside=cancelled; R1 甲公司 06-05 500 memo=SO20240001            | R1!S1
another currency                   | S1 甲公司 06-01 500 no=SO20240001 cur=USD; R1 甲公司 06-05 500 memo=SO20240001                    |
number of another customer         | S1 乙公司 06-01 500 no=SO20240001; S2 甲公司 06-01 9 no=SO20240002; R1 甲公司 06-05 500 memo=SO20240001 | R1?S1 500
no payer, exact amount             | S1 甲公司 06-01 500 no=SO20240001; R1 - 06-05 500 memo=SO20240001                                 | R1>S1 500
name cut off, exact amount         | S1 青岛科海食品有限公司 06-01 500 no=SO20240001; R1 青岛科海食品有 06-05 500 memo=SO20240001          | R1>S1 500
private payer names the firm       | S1 上海祥力食品有限公司 06-01 500 no=SO20240001; R1 陈静 06-05 500 memo=上海祥力食品有限公司货款SO20240001 | R1>S1 500
private payer names the number     | S1 上海祥力食品有限公司 06-01 500 no=SO20240001; R1 陈静 06-05 500 memo=SO20240001                   | R1?S1 500
a branch pays                      | S1 甲有限公司 06-01 500 no=SO20240001; R1 甲有限公司东莞分公司 06-05 500 memo=SO20240001             | R1?S1 500
a suffix is part of the number     | S1 甲公司 06-01 500 no=SO0031; S2 甲公司 06-02 70 no=SO0031(补); R1 甲公司 06-05 70 memo=SO0031(补)货款 | R1>S2 70
a suffix that is not in the book   | S1 甲公司 06-01 500 no=SO0031; R1 甲公司 06-05 500 memo=SO0031(补)货款                             | R1!S1
with another amount                | S1 甲公司 06-01 500 no=SO0031; R1 甲公司 06-05 300 memo=SO0031(补)货款                             |
two readings                       | S1 甲公司 06-01 500 no=SO0031; S2 甲公司 06-02 70 no=SO0031-6; R1 甲公司 06-05 70 memo=SO0031-6月货款 | R1!S1|S2
short forms of one digit           | S1 甲公司 06-01 500 no=SO0031-1; S2 甲公司 06-02 70 no=SO0031-2; R1 甲公司 06-05 570 memo=SO0031-1、-2 | R1>S1 500, R1>S2 70
for something else                 | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 500 memo=借款，与SO20240001无关                  | R1?S1 500
two payments, the older settles    | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-06 500 memo=SO20240001; R2 甲公司 06-05 500 memo=SO20240001 | R2>S1 500
"""

REFERENCE = """
case                          | items                                                                                              | found
the column names it           | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 500 ref=SO20240001                                | R1>S1 500
lost zeros                    | S1 甲公司 06-01 500 no=000123; R1 甲公司 06-05 500 ref=123                                           | R1>S1 500
their own number names it     | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 500 no=SO20240001                                 | R1>S1 500
several in the column         | S1 甲公司 06-01 500 no=SO20240001; S2 甲公司 06-02 70 no=SO20240002; R1 甲公司 06-05 570 ref=SO20240001,SO20240002 | R1>S1 500, R1>S2 70
the memo is not its business  | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 500 memo=SO20240001                               |
column and memo contradict    | S1 甲公司 06-01 500 no=SO20240001; S2 甲公司 06-02 500 no=SO20240002; R1 甲公司 06-05 500 ref=SO20240001 memo=SO20240002 | R1!S1
"""

DIFFERS = """
case                            | items                                                                                          | found
less: the rest stays open       | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 300 memo=SO20240001                             | R1>S1 300
one fen of it                   | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 0.01 memo=SO20240001                            | R1>S1 0.01
more: the rest is on account    | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 600 memo=SO20240001                             | R1>S1 500
deposit, then the rest          | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-02 200 memo=定金SO20240001; R2 甲公司 06-05 300 memo=尾款SO20240001 | R1>S1 200; R2>S1 300
a fee that is stated            | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 495 memo=SO20240001货款扣手续费5元               | R1>S1 495 +fee 5
a fee that is another           | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 495 memo=SO20240001货款扣手续费6元               | R1>S1 495
a rounding that is stated       | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 450 memo=SO20240001货款，零头50元抹零免收          | R1>S1 450 +rounding 50
short and nobody says why       | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 497 memo=SO20240001货款                          | R1>S1 497
lines in sheet order            | S1 甲公司 06-01 200 no=SO20240001 flags=line; S2 甲公司 06-01 300 no=SO20240001 flags=line; R1 甲公司 06-05 250 memo=SO20240001 | R1>S1 200, R1>S2 50
several numbers, too little     | S1 甲公司 06-01 500 no=SO20240001; S2 甲公司 06-02 70 no=SO20240002; R1 甲公司 06-05 550 memo=SO20240001、SO20240002 | R1!S1+S2
a range that does not sum       | S1 甲公司 06-01 500 no=SO20240001; S2 甲公司 06-02 70 no=SO20240002; R1 甲公司 06-05 600 memo=SO20240001至SO20240002 | R1!S1+S2
short forms that do not sum     | S1 甲公司 06-01 500 no=SO0031-1; S2 甲公司 06-02 70 no=SO0031-2; R1 甲公司 06-05 300 memo=SO0031-1/2 | R1!S1+S2
two readings                    | S1 甲公司 06-01 500 no=SO0031; S2 甲公司 06-02 70 no=SO0031-6; R1 甲公司 06-05 30 memo=SO0031-6月货款 | R1!S1|S2
freight of it                   | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 50 memo=SO20240001运费                          | R1?S1 50
two numbers for something else  | S1 甲公司 06-01 500 no=SO20240001; S2 甲公司 06-02 70 no=SO20240002; R1 甲公司 06-05 570 memo=SO20240001、SO20240002运费 | R1?S1 500, R1?S2 70
more, and not for it            | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 600 memo=非SO20240001货款                       | R1?S1 500
beside an unknown number        | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 300 memo=SO20240001、SO20240009 | R1!S1
lines, not all of the first     | S1 甲公司 06-01 200 no=SO20240001 flags=line; S2 甲公司 06-01 300 no=SO20240001 flags=line; R1 甲公司 06-05 150 memo=SO20240001 | R1>S1 150
equals another open item        | S1 甲公司 06-01 500 no=SO20240001; S2 甲公司 06-02 70 no=SO20240002; R1 甲公司 06-05 70 memo=SO20240001 | R1?S1 70
not the customer's own money    | S1 甲公司 06-01 500 no=SO20240001; R1 - 06-05 300 memo=SO20240001                                  | R1?S1 300
refund naming an order          | S1 甲公司 06-01 500 no=SO20240001; R1 甲公司 06-05 -30 memo=退款SO20240001                          | R1!S1
"""

EXACT = """
case                            | items                                                                              | found
one fits one                    | S1 甲公司 06-02 1200; R9 甲公司 06-05 1200                                           | R9>S1 1200
no date window                  | S1 甲公司 01-02 1200; R9 甲公司 06-05 1200                                           | R9>S1 1200
one fen short                   | S1 甲公司 06-02 1200; R9 甲公司 06-05 1199.99                                        |
another customer                | S1 甲公司 06-02 1200; S2 乙公司 06-02 5; R9 乙公司 06-05 1200                         |
another currency                | S1 甲公司 06-02 1200 cur=USD; R9 甲公司 06-05 1200                                   |
two charges, one payment        | S1 甲公司 06-02 70; S2 甲公司 06-03 70; R9 甲公司 06-05 70                            | R9!S1|S2
two and two are left to others  | S1 甲公司 06-02 70; S2 甲公司 06-03 70; R8 甲公司 06-04 70; R9 甲公司 06-05 70         |
one charge, two payments        | S1 甲公司 06-02 70; R8 甲公司 06-04 70; R9 甲公司 06-05 70                            | R8!S1; R9!S1
another pair has the sum        | S1 甲公司 06-02 70; S2 甲公司 06-02 30; S3 甲公司 06-02 40; R9 甲公司 06-05 70         | R9!S1
a return makes another way      | S1 甲公司 06-02 70; S2 甲公司 06-02 90; S3 甲公司 06-02 -20; R9 甲公司 06-05 70        | R9!S1
before the charge               | S1 甲公司 06-08 70; R9 甲公司 06-05 70                                              | R9?S1 70
calls itself a deposit          | S1 甲公司 06-02 70; R9 甲公司 06-05 70 memo=定金                                     | R9?S1 70
names another month             | S1 甲公司 05-02 70; R9 甲公司 06-05 70 memo=6月货款                                  | R9?S1 70
names the only item's month     | S1 甲公司 06-02 70; S2 甲公司 05-02 90; R9 甲公司 06-05 70 memo=6月货款               | R9>S1 70
name in other script            | S1 济南博宝电子有限公司 06-02 70; R9 濟南博寶電子有限公司 06-05 70                       | R9>S1 70
有限责任公司 is 有限公司          | S1 甲有限公司 06-02 70; R9 甲有限责任公司 06-05 70                                    | R9>S1 70
股份 is another firm            | S1 甲有限公司 06-02 70; R9 甲股份有限公司 06-05 70                                    |
words in another order          | S1 深圳嘉兴服饰有限公司 06-02 70; R9 嘉兴服饰（深圳）有限公司 06-05 70                   |
a set-aside order does not pay  | S1 甲公司 06-02 70 aside=cancelled; S2 甲公司 06-02 9; R9 甲公司 06-05 70             |
"""

EQUAL = """
case                            | items                                                                                          | found
two and two, by date            | S1 甲公司 06-03 70; S2 甲公司 06-02 70; R8 甲公司 06-05 70; R9 甲公司 06-04 70                      | R8>S1 70; R9>S2 70
by due date where there is one  | S1 甲公司 06-01 70 due=07-30; S2 甲公司 06-02 70 due=07-01; R8 甲公司 06-04 70; R9 甲公司 06-05 70   | R8>S2 70; R9>S1 70
two and three                   | S1 甲公司 06-01 70; S2 甲公司 06-02 70; R7 甲公司 06-03 70; R8 甲公司 06-04 70; R9 甲公司 06-05 70    |
another subset has the sum      | S1 甲公司 06-01 70; S2 甲公司 06-02 70; S3 甲公司 06-02 30; S4 甲公司 06-02 40; R8 甲公司 06-04 70; R9 甲公司 06-05 70 | R8!S1|S2; R9!S1|S2
possible copies                 | S1 甲公司 06-01 70; S2 甲公司 06-02 70; R8 甲公司 06-04 70 flags=possible_copy; R9 甲公司 06-04 70 flags=possible_copy | R8?S1 70; R9?S2 70
"""

MONTH = """
case                            | items                                                                                                  | found
the month's charges             | S1 甲公司 05-02 70; S2 甲公司 06-02 40; S3 甲公司 06-09 25; R9 甲公司 06-30 65 memo=6月货款                 | R9>S2 40, R9>S3 25
one charge in the month         | S1 甲公司 05-02 70; S2 甲公司 06-02 40; R9 甲公司 06-30 40 memo=6月货款                                    | R9>S2 40
a return counts with its sign   | S1 甲公司 06-02 70; S2 甲公司 06-09 -20; R9 甲公司 06-30 50 memo=付6月份货款                                | R9>S1 70, R9>S2 -20
two months                      | S1 甲公司 05-02 70; S2 甲公司 06-02 40; S3 甲公司 04-09 25; R9 甲公司 06-30 110 memo=5-6月货款               | R9>S1 70, R9>S2 40
up to the day of payment        | S1 甲公司 06-02 70; S2 甲公司 06-09 20; S3 甲公司 06-28 5; R9 甲公司 06-15 90 memo=6月货款                   | R9>S1 70, R9>S2 20
the sum is another              | S1 甲公司 06-02 70; S2 甲公司 06-09 20; R9 甲公司 06-30 89 memo=6月货款                                    |
last year's month is not meant  | S1 甲公司 06-02 70; R9 甲公司 06-30 70 memo=2025年6月货款                                                   |
not the customer                | S1 甲公司 06-02 70; S2 甲公司 06-09 20; R9 乙公司 06-30 90 memo=6月货款                                    |
a part is settled already       | S1 甲公司 06-02 70 no=SO26001; S2 甲公司 06-09 20; R8 甲公司 06-03 70 memo=SO26001; R9 甲公司 06-30 90 memo=6月货款 | R9!S2
the rest of the month           | S1 甲公司 06-02 70 no=SO26001; S2 甲公司 06-09 20; R8 甲公司 06-03 70 memo=SO26001; R9 甲公司 06-30 20 memo=6月货款 | R9>S2 20
paid twice                      | S1 甲公司 06-02 70; S2 甲公司 06-09 20; R8 甲公司 06-29 90 memo=6月货款; R9 甲公司 06-30 90 memo=6月货款      | R8!S1+S2; R9!S1+S2
a date is no month              | S1 甲公司 06-02 70; S2 甲公司 06-09 20; R9 甲公司 06-30 90 memo=6月29日付                                   |
deliveries go to their orders   | S1 甲公司 05-02 70 no=SO26001; S2 甲公司 05-03 50 no=SO26002; D1 甲公司 06-03 40 rel=SO26001; D2 甲公司 06-04 50 rel=SO26002; R9 甲公司 06-30 90 memo=6月货款 | R9>S1 40, R9>S2 50
orders, but not delivered       | S1 甲公司 06-02 70 no=SO26001; D1 甲公司 06-03 40 rel=SO26001; R9 甲公司 06-30 70 memo=6月货款               | R9?S1 70
"""

BALANCE = """
case                            | items                                                                                                  | found
everything open                 | S1 甲公司 05-02 71.17; S2 甲公司 06-02 40.31; S3 甲公司 06-09 25.09; R9 甲公司 06-30 136.57               | R9>S1 71.17, R9>S2 40.31, R9>S3 25.09
the oldest two                  | S1 甲公司 05-02 1071.17; S2 甲公司 06-02 2040.31; S3 甲公司 06-09 8825.09; R9 甲公司 06-30 3111.48        | R9>S1 1071.17, R9>S2 2040.31
another group has the sum       | S1 甲公司 05-02 70; S2 甲公司 06-02 30; S3 甲公司 06-09 60; S4 甲公司 06-10 40; R9 甲公司 06-30 100         | R9!S1+S2|S3+S4
two payments of the balance     | S1 甲公司 05-02 71.17; S2 甲公司 06-02 40.31; R8 甲公司 06-29 111.48; R9 甲公司 06-30 111.48              | R8!S1+S2; R9!S1+S2
an order after the payment      | S1 甲公司 05-02 1071.17; S2 甲公司 06-20 2040.31; R9 甲公司 06-15 3111.48                                 | R9?S1 1071.17, R9?S2 2040.31
one charge is not its business  | S1 甲公司 05-02 71.17; R9 甲公司 06-30 71.17                                                             |
not the oldest                  | S1 甲公司 05-02 1071.17; S2 甲公司 06-02 2040.31; S3 甲公司 06-09 8825.09; R9 甲公司 06-30 10865.40       |
the memo names another month    | S1 甲公司 05-02 1071.17; S2 甲公司 06-02 2040.31; R9 甲公司 06-30 3111.48 memo=6月货款                     | R9?S1 1071.17, R9?S2 2040.31
"""

SUMS = """
case                            | items                                                                                                  | found
two of three                    | S1 甲公司 05-02 1071.17; S2 甲公司 06-02 2040.31; S3 甲公司 06-09 8825.09; R9 甲公司 06-30 10865.40       | R9>S2 2040.31, R9>S3 8825.09
a single one is left alone      | S1 甲公司 05-02 1071.17; S2 甲公司 06-02 2040.31; R9 甲公司 06-30 2040.31                                |
another currency is no part     | S1 甲公司 05-02 1071.17; S2 甲公司 06-02 2040.31; S3 甲公司 06-09 8825.09 cur=USD; R9 甲公司 06-30 10865.40 |
two ways                        | S1 甲公司 06-02 70; S2 甲公司 06-02 30; S3 甲公司 06-03 60; S4 甲公司 06-03 40; S5 甲公司 06-04 999; R9 甲公司 06-05 100 | R9!S1+S2|S3+S4
hundreds prove nothing          | S1 甲公司 06-02 1700; S2 甲公司 06-02 2300; S3 甲公司 06-03 800; S4 甲公司 06-03 4100; S5 甲公司 06-04 5900; R9 甲公司 06-05 6400 | R9!S2+S4
lines of one document are one   | S1 甲公司 06-02 100.17 no=A26001 flags=line; S2 甲公司 06-02 50.31 no=A26001 flags=line; S3 甲公司 06-03 99.03 no=A26002; S4 甲公司 06-04 500 no=A26003; R9 甲公司 06-05 249.51 | R9>S1 100.17, R9>S2 50.31, R9>S3 99.03
not half a document             | S1 甲公司 06-02 1100.17 no=A26001 flags=line; S2 甲公司 06-02 2050.31 no=A26001 flags=line; S3 甲公司 06-03 3099.03 no=A26002; R9 甲公司 06-05 5149.34 |
two payments of the amount      | S1 甲公司 05-02 1071.17; S2 甲公司 06-02 2040.31; S3 甲公司 06-09 8825.09; R8 甲公司 06-29 10865.40; R9 甲公司 06-30 10865.40 | R8!S2+S3; R9!S2+S3
a deposit settles nothing whole | S1 甲公司 05-02 1071.17; S2 甲公司 06-02 2040.31; S3 甲公司 06-09 8825.09; R9 甲公司 06-30 10865.40 memo=定金 | R9?S2 2040.31, R9?S3 8825.09
"""

PARTS = """
case                            | items                                                                                                  | found
deposit and balance             | S1 甲公司 06-09 4499.80; R8 甲公司 06-05 1349.94 memo=定金; R9 甲公司 06-19 3149.86 memo=尾款               | R8>S1 1349.94, R9>S1 3149.86
instalments                     | S1 甲公司 06-01 4499.80; S2 甲公司 06-01 900.17; R7 甲公司 06-05 1349.94; R8 甲公司 06-19 2149.86; R9 甲公司 06-20 1000 | R7>S1 1349.94, R8>S1 2149.86, R9>S1 1000
a part before the document      | S1 甲公司 06-09 4499.80; R8 甲公司 06-05 1349.94; R9 甲公司 06-19 3149.86                                 | R8?S1 1349.94, R9?S1 3149.86
two documents would do          | S1 甲公司 06-01 4499.80; S2 甲公司 06-01 4499.80; R8 甲公司 06-05 1349.94; R9 甲公司 06-19 3149.86          | R8+R9!S1; R8+R9!S2
money that went back is no part | S1 甲公司 06-01 100; R2 甲公司 06-05 150; R3 甲公司 06-06 50; R4 甲公司 06-07 -100                  |
round parts prove nothing       | S1 甲公司 06-01 5000; S2 甲公司 06-01 8000; R8 甲公司 06-05 3000; R9 甲公司 06-19 2000                      | R8+R9!S1
"""

AGREED = """
case                            | rules                        | items                                                                                     | found
a discount taken in time        | terms=2/10 n/30              | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-11 490 memo=SO26001                            | R1>S1 490 +discount 10
a day too late                  | terms=2/10 n/30              | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-12 490 memo=SO26001                            | R1>S1 490
another amount                  | terms=2/10 n/30              | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-11 490.01 memo=SO26001                         | R1>S1 490.01
of another customer             | terms@乙公司=2/10            | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-11 490 memo=SO26001                            | R1>S1 490
of this customer                | terms@甲公司=2/10            | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-11 490 memo=SO26001                            | R1>S1 490 +discount 10
rounded half up                 | terms=2/10                   | S1 甲公司 06-01 500.25 no=SO26001; R1 甲公司 06-11 490.24 memo=SO26001                      | R1>S1 490.24 +discount 10.01
within the write-off limit      | write_off_limit=0.50         | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-12 499.50 memo=SO26001                         | R1>S1 499.50 +write_off 0.50
beyond it                       | write_off_limit=0.50         | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-12 499.49 memo=SO26001                         | R1>S1 499.49
a percentage that is stated     | backups=5                    | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-12 497 memo=SO26001货款扣手续费0.6%              | R1>S1 497 +fee 3
retention that is stated        | backups=5                    | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-12 475 memo=SO26001货款，扣5%质保金              | R1>S1 475 +retention 25
a platform's share              | fees=0.6%                    | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-12 497 memo=SO26001                            | R1>S1 497 +fee 3
a fixed fee                     | fees=0.6%, 20                | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-12 480 memo=SO26001                            | R1>S1 480 +fee 20
another payer's fee             | fees@乙公司=20               | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-12 480 memo=SO26001                            | R1>S1 480
not that fee                    | fees=20                      | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-12 480.01 memo=SO26001                         | R1>S1 480.01
agreed retention                | retention@甲公司=5           | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-12 475 memo=SO26001                            | R1>S1 475 +retention 25
discount without VAT            | terms=2/10;discount_vat=13   | S1 甲公司 06-01 565 no=SO26001; R1 甲公司 06-11 555 memo=SO26001                            | R1>S1 555 +discount 10
discount with VAT is another    | terms=2/10;discount_vat=13   | S1 甲公司 06-01 565 no=SO26001; R1 甲公司 06-11 553.70 memo=SO26001                         | R1>S1 553.70
a percentage that is another    | backups=5                    | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-12 496 memo=SO26001货款扣手续费0.6%              | R1>S1 496
"""

CREDIT = """
case                            | items                                                                                                  | found
the remark names the order      | S1 甲公司 06-02 70 no=SO26001; S2 甲公司 06-09 -20 no=TH26001 memo=退SO26001                              | S2>S1 20
more than is open               | S1 甲公司 06-02 70 no=SO26001; S2 甲公司 06-09 -90 no=TH26001 memo=退SO26001                              | S2>S1 70
the related column names it     | S1 甲公司 06-02 70 no=SO26001; S2 甲公司 06-09 -20 no=TH26001 rel=SO26001                                 | S2>S1 20
it names nothing                | S1 甲公司 06-02 70 no=SO26001; S2 甲公司 06-09 -70 no=TH26001                                             |
two documents                   | S1 甲公司 06-02 70 no=SO26001; S3 甲公司 06-02 70 no=SO26003; S2 甲公司 06-09 -20 no=TH26001 memo=退SO26001、SO26003 |
another customer's              | S1 乙公司 06-02 70 no=SO26001; S2 甲公司 06-09 -20 no=TH26001 memo=退SO26001                              |
before the order                | S1 甲公司 06-12 70 no=SO26001; S2 甲公司 06-09 -20 no=TH26001 memo=退SO26001                              |
two on one order                | S1 甲公司 06-02 70 no=SO26001; S2 甲公司 06-09 -70 no=TH26001 memo=退SO26001; S3 甲公司 06-10 -20 no=TH26002 memo=退SO26001 | S2>S1 70
its own number in its remark    | S1 甲公司 06-02 70 no=SO26001; S2 甲公司 06-09 -20 no=TH26001 memo=TH26001退SO26001                       | S2>S1 20
on the day of the order         | S1 甲公司 06-09 70 no=SO26001; S2 甲公司 06-09 -20 no=TH26001 memo=退SO26001                              | S2>S1 20
one fen                         | S1 甲公司 06-02 0.01 no=SO26001; S2 甲公司 06-09 -0.01 no=TH26001 memo=退SO26001                          | S2>S1 0.01
lines of one document           | S1 甲公司 06-02 70 no=SO26001 flags=line; S2 甲公司 06-02 30 no=SO26001 flags=line; S3 甲公司 06-09 -80 no=TH26001 memo=退SO26001 | S3>S1 70, S3>S2 10
"""

OLDEST = """
case                            | rules                   | items                                                                                             | found
nobody agreed                   | backups=5               | S1 甲公司 05-02 70; S2 甲公司 06-02 40; R9 甲公司 06-30 90                                            |
agreed                          | oldest_first@甲公司=confirm | S1 甲公司 05-02 70; S2 甲公司 06-02 40; R9 甲公司 06-30 90                                         | R9>S1 70, R9>S2 20
by the due date                 | oldest_first@甲公司=confirm | S1 甲公司 05-02 70 due=07-30; S2 甲公司 06-02 40 due=06-10; R9 甲公司 06-30 90                       | R9>S1 50, R9>S2 40
only proposed                   | oldest_first=suggest    | S1 甲公司 05-02 70; S2 甲公司 06-02 40; R9 甲公司 06-30 90                                            | R9?S1 70, R9?S2 20
another customer                | oldest_first@乙公司=confirm | S1 甲公司 05-02 70; S2 甲公司 06-02 40; R9 甲公司 06-30 90                                         |
the rest stays on account       | oldest_first=confirm    | S1 甲公司 05-02 70; R9 甲公司 06-30 90                                                               | R9>S1 70
a deposit is kept               | oldest_first=confirm    | S1 甲公司 05-02 70; R9 甲公司 06-30 90 memo=定金                                                      |
a month is named                | oldest_first=confirm    | S1 甲公司 05-02 70; R9 甲公司 06-30 90 memo=6月货款                                                   |
a deposit, then money           | oldest_first=confirm    | S1 甲公司 05-02 70; R8 甲公司 06-29 90 memo=定金; R9 甲公司 06-30 50                                  | R9>S1 50
one fen                         | oldest_first=confirm    | S1 甲公司 05-02 0.01; R9 甲公司 06-30 90                                                             | R9>S1 0.01
two payments after each other   | oldest_first=confirm    | S1 甲公司 05-02 70; S2 甲公司 06-02 40; R8 甲公司 06-20 50; R9 甲公司 06-30 30                         | R8>S1 50; R9>S1 20, R9>S2 10
"""

CODES = """
case                               | pass         | items                                                                                          | codes
everything open                    | open_to_date | S1 甲公司 05-02 1071.17; S2 甲公司 06-02 2040.31; R9 甲公司 06-30 3111.48                          | R9 all_open
the oldest of it                   | open_to_date | S1 甲公司 05-02 1071.17; S2 甲公司 06-02 2040.31; S3 甲公司 06-09 8825.09; R9 甲公司 06-30 3111.48  | R9 oldest_first
a second customer is looked at     | open_to_date | S1 甲公司 05-02 5; R8 甲公司 06-30 1; S2 乙公司 05-02 1071.17; S3 乙公司 06-02 2040.31; R9 乙公司 06-30 3111.48 | R9 all_open
after an amount that does not fit  | open_to_date | S1 甲公司 05-02 1071.17; S2 甲公司 06-02 2040.31; R8 甲公司 06-29 7; R9 甲公司 06-30 3111.48         | R9 all_open
another group has the sum          | open_to_date | S1 甲公司 05-02 70; S2 甲公司 06-02 30; S3 甲公司 06-09 60; S4 甲公司 06-10 40; R9 甲公司 06-30 100   | R9 run_and_others
two payments                       | open_to_date | S1 甲公司 05-02 71.17; S2 甲公司 06-02 40.31; R8 甲公司 06-29 111.48; R9 甲公司 06-30 111.48         | R8 equal_payments; R9 equal_payments
later than the payment             | open_to_date | S1 甲公司 05-02 1071.17; S2 甲公司 06-20 2040.31; R9 甲公司 06-15 3111.48                          | R9 amount_before_charge
a sum of some                      | one_to_many  | S1 甲公司 05-02 1071.17; S2 甲公司 06-02 2040.31; S3 甲公司 06-09 8825.09; R9 甲公司 06-30 10865.40 | R9 sum_unique
hundreds                           | one_to_many  | S1 甲公司 06-02 1700; S2 甲公司 06-02 2300; S3 甲公司 06-03 800; S4 甲公司 06-03 4100; S5 甲公司 06-04 5900; R9 甲公司 06-05 6400 | R9 improbable
two ways                           | one_to_many  | S0 甲公司 06-01 999; S1 甲公司 06-02 70; S2 甲公司 06-02 30; S3 甲公司 06-03 60; S4 甲公司 06-03 40; R9 甲公司 06-05 100 | R9 several_sums
one customer after the other       | one_to_many  | S1 甲公司 05-02 5; R8 甲公司 06-30 1; S2 乙公司 05-02 1071.17; S3 乙公司 06-02 2040.31; S4 乙公司 06-03 8825.09; R9 乙公司 06-30 10865.40 | R9 sum_unique
deposit and balance                | many_to_one  | S1 甲公司 06-09 4499.80; R8 甲公司 06-05 1349.94 memo=定金; R9 甲公司 06-19 3149.86 memo=尾款       | R8 instalments
round ones that say what they are  | many_to_one  | S1 甲公司 06-01 5000; S2 甲公司 06-01 8000; R8 甲公司 06-05 3000 memo=定金; R9 甲公司 06-19 2000 memo=尾款 | R8 instalments
a deposit alone says nothing       | many_to_one  | S1 甲公司 06-01 5000; S2 甲公司 06-01 8000; R8 甲公司 06-05 3000 memo=定金; R9 甲公司 06-19 2000    | R8 improbable_parts
of another month                   | many_to_one  | S1 甲公司 06-09 4499.80; R8 甲公司 06-15 1349.94 memo=5月货款; R9 甲公司 06-19 3149.86              | R8 amount_of_other_month
one payment has the amount too     | many_to_one  | S1 甲公司 06-01 4499.80; R7 甲公司 06-04 4499.80; R8 甲公司 06-05 1349.94; R9 甲公司 06-19 3149.86  | R8 instalments_several
a customer with one payment first  | many_to_one  | S1 甲公司 06-01 4499.80; R7 甲公司 06-04 1; S2 乙公司 06-01 4499.80; R8 乙公司 06-05 1349.94; R9 乙公司 06-19 3149.86 | R8 instalments
a return before the document       | many_to_one  | S1 甲公司 06-01 -20; S2 甲公司 06-01 4499.80; R8 甲公司 06-05 1349.94; R9 甲公司 06-19 3149.86      | R8 instalments
over lines of one document         | many_to_one  | S1 甲公司 06-01 3000.17 no=A26001 flags=line; S2 甲公司 06-01 1499.63 no=A26001 flags=line; R8 甲公司 06-05 1349.94; R9 甲公司 06-19 3149.86 | R8 instalments
"""

LIKELY = """
case                          | items                                                                         | found
a stranger's equal amount     | S1 甲公司 06-02 70; R9 丙公司 06-05 70                                           | R9?S1 70
nobody named, two would do    | S1 甲公司 06-02 70; S2 乙公司 06-02 70; R9 - 06-05 70                             | R9!S1|S2
cut off to two customers      | S1 长沙达祥农业有限公司 06-02 70; S2 长沙达祥家居有限公司 06-02 70; R9 长沙达祥 06-05 70 | R9!S1|S2
a known customer is not its   | S1 甲公司 06-02 70; S2 乙公司 06-02 9; R9 乙公司 06-05 70                          |
money back without a mark     | S1 甲公司 06-02 9; R1 甲公司 06-02 70; R2 甲公司 06-03 -70                         | R1?R2 70
"""


def run(pass_, text: str) -> str:
    open_items = items(text)
    return arrows(pass_(open_items, Rules()), open_items)


@pytest.mark.parametrize(("text", "found"), table(REVERSAL))
def test_reversal(text, found):
    assert run(reversal, text) == found


@pytest.mark.parametrize(("text", "found"), table(MEMO))
def test_memo_number(text, found):
    assert run(memo_number, text) == found


@pytest.mark.parametrize(("text", "found"), table(REFERENCE))
def test_reference(text, found):
    assert run(reference, text) == found


@pytest.mark.parametrize(("text", "found"), table(DIFFERS))
def test_amount_differs(text, found):
    open_items = items(text)
    named = settle(open_items, Findings(named=memo_number(open_items, Rules()).named)).items
    assert arrows(amount_differs(named, Rules()), named) == found


@pytest.mark.parametrize(("text", "found"), table(EXACT))
def test_exact_amount(text, found):
    assert run(exact_amount, text) == found


@pytest.mark.parametrize(("text", "found"), table(EQUAL))
def test_equal_items(text, found):
    assert run(equal_items, text) == found


@pytest.mark.parametrize(("text", "found"), table(MONTH))
def test_month_named(text, found):
    open_items = items(text)
    findings = memo_number(open_items, Rules())
    rest = settle(open_items, findings).items
    assert arrows(month_named(rest, Rules()), rest) == found


@pytest.mark.parametrize(("text", "found"), table(BALANCE))
def test_open_to_date(text, found):
    assert run(open_to_date, text) == found


@pytest.mark.parametrize(("text", "found"), table(SUMS))
def test_one_to_many(text, found):
    assert run(one_to_many, text) == found


@pytest.mark.parametrize(("text", "found"), table(PARTS))
def test_many_to_one(text, found):
    assert run(many_to_one, text) == found


BY_NAME = {"open_to_date": open_to_date, "one_to_many": one_to_many, "many_to_one": many_to_one}


@pytest.mark.parametrize(("name", "text", "codes"), table(CODES))
def test_why(name, text, codes):
    """The reason of every link and doubt, at its first payment."""
    open_items = items(text)
    found = BY_NAME[name](open_items, Rules())
    ids = open_items.values("id")
    said = [(min(ids[a.payment] for a in x.allocations), x.because.code) for x in found.links]
    said += [(ids[min(d.items)], d.because.code) for d in found.doubts]
    assert "; ".join(f"{i} {code}" for i, code in sorted(said)) == codes


def test_parts_fill_the_lines_in_order():
    text = next(row.values[1] for row in table(CODES) if row.id == "over lines of one document")
    assert run(many_to_one, text) == "R8>S1 1349.94, R9>S1 1650.23, R9>S2 1499.63"


def ruled(text: str) -> Rules:
    """`rule=value`, several separated by `;`."""
    rules = Rules()
    for part in text.split(";"):
        name, _, value = part.partition("=")
        rules = with_rule(rules, name, value)
    return rules


@pytest.mark.parametrize(("rules", "text", "found"), table(AGREED))
def test_agreed_differences(rules, text, found):
    open_items = items(text)
    named = settle(open_items, Findings(named=memo_number(open_items, Rules()).named)).items
    assert arrows(amount_differs(named, ruled(rules)), named) == found


@pytest.mark.parametrize(("text", "found"), table(CREDIT))
def test_credit_note(text, found):
    assert run(credit_note, text) == found


def test_a_doubtful_credit_note_is_left_alone():
    open_items = items("S1 甲公司 06-02 70 no=SO26001; S2 甲公司 06-09 -20 no=TH26001 memo=退SO26001")
    doubtful = settle(open_items, Findings.of(doubts=[Doubt((1,), (), Because("test"))])).items
    assert not credit_note(doubtful, Rules()).links


@pytest.mark.parametrize(("rules", "text", "found"), table(OLDEST))
def test_oldest_first(rules, text, found):
    open_items = items(text)
    made = oldest_first(open_items, ruled(rules))
    ordered = made.with_links(replace(x, allocations=tuple(sorted(x.allocations, key=lambda a: a.charge))) for x in made.links)
    assert arrows(ordered, open_items) == found


@pytest.mark.parametrize(("text", "found"), table(LIKELY))
def test_likely(text, found):
    assert run(likely, text) == found


USD = "S1 甲公司 06-01 1000 no=SO26001 cur=USD"
CURRENCY = f"""
case                               | items                                                                                | found
the row states the rate            | {USD}; R1 甲公司 06-05 7100 memo=SO26001 rate=7.1                                     | R1>S1 1000 =7100
the memo states the rate           | {USD}; R1 甲公司 06-05 7100 memo=SO26001汇率7.1                                       | R1>S1 1000 =7100
the memo states the amount         | {USD}; R1 甲公司 06-05 7111.11 memo=SO26001_USD1,000.00                               | R1>S1 1000 =7111.11
the amount before the currency     | {USD}; R1 甲公司 06-05 7111.11 memo=SO26001_1000美元                                  | R1>S1 1000 =7111.11
a rate for a hundred units         | {USD}; R1 甲公司 06-05 7100 memo=SO26001 rate=710                                     | R1>S1 1000 =7100
the rate the other way round       | {USD}; R1 甲公司 06-05 8000 memo=SO26001 rate=0.125                                   | R1>S1 1000 =8000
the book's rate                    | S1 甲公司 06-01 1000 no=SO26001 cur=HKD; R1 甲公司 06-05 918 memo=SO26001              | R1>S1 1000 =918
yen have no cents                  | S1 甲公司 06-01 100000 no=SO26001 cur=JPY; R1 甲公司 06-05 4850 memo=SO26001           | R1>S1 100000 =4850
a charge at home, money abroad     | S1 甲公司 06-01 918 no=SO26001; R1 甲公司 06-05 1000 memo=SO26001 cur=HKD              | R1>S1 918 =1000
two abroad, joined over home       | S1 甲公司 06-01 102 no=SO26001 cur=HKD; R1 甲公司 06-05 1930.58 memo=SO26001 cur=JPY   | R1>S1 102 =1931
a cent of rounding                 | S1 甲公司 06-01 33.33 no=SO26001 cur=HKD; R1 甲公司 06-05 30.59 memo=SO26001           | R1>S1 33.33 =30.59
two cents are no rounding          | S1 甲公司 06-01 33.33 no=SO26001 cur=HKD; R1 甲公司 06-05 30.58 memo=SO26001           | R1?S1 33.31 =30.58
several documents, in full         | {USD}; S2 甲公司 06-02 10.01 no=SO26002 cur=USD; R1 甲公司 06-05 7171.07 memo=SO26001、SO26002 rate=7.1 | R1>S1 1000 =7100, R1>S2 10.01 =71.07
several documents, not in full     | {USD}; S2 甲公司 06-02 10 no=SO26002 cur=USD; R1 甲公司 06-05 7000 memo=SO26001、SO26002 rate=7.1 | R1!S1+S2
a part at a stated rate            | {USD}; R1 甲公司 06-05 3550 memo=SO26001 rate=7.1                                     | R1>S1 500 =3550
more at a stated rate              | {USD}; R1 甲公司 06-05 7200 memo=SO26001 rate=7.1                                     | R1>S1 1000 =7100
a rate that cannot be meant so     | {USD}; R1 甲公司 06-05 71 memo=SO26001 rate=7.1                                       | R1?S1 10 =71
another amount at the book's rate  | S1 甲公司 06-01 1000 no=SO26001 cur=HKD; R1 甲公司 06-05 915 memo=SO26001              | R1?S1 996.73 =915
more at the book's rate            | S1 甲公司 06-01 1000 no=SO26001 cur=HKD; R1 甲公司 06-05 920 memo=SO26001              | R1?S1 1000 =918
another payer                      | {USD}; R1 乙公司 06-05 7100 memo=SO26001 rate=7.1                                     | R1?S1 1000 =7100
no rate, equal figures             | {USD}; R1 甲公司 06-05 1000 memo=SO26001                                              |
no number                          | {USD}; R1 甲公司 06-05 7100 memo=货款 rate=7.1                                        |
no rate on that day                | S1 甲公司 06-01 1000 no=SO26001 cur=EUR; R1 甲公司 06-05 7800 memo=SO26001             |
a rate too old                     | S1 甲公司 06-01 1000 no=SO26001 cur=EUR; R1 甲公司 02-05 7800 memo=SO26001             |
a charge at home as well           | {USD}; S2 甲公司 06-02 10 no=SO26002; R1 甲公司 06-05 7100 memo=SO26001、SO26002 rate=7.1 |
one at home does not end it        | S1 甲公司 06-01 100 no=SO26001; S2 甲公司 06-02 1000 no=SO26002 cur=HKD; R1 甲公司 06-05 90 memo=SO26001; R2 甲公司 06-06 918 memo=SO26002 | R2>S2 1000 =918
two halves                         | {USD}; R1 甲公司 06-05 3550 memo=SO26001 rate=7.1; R2 甲公司 06-06 3550 memo=SO26001 rate=7.1 | R1>S1 500 =3550; R2>S1 500 =3550
a number of two documents          | {USD} flags=number_unsure; S2 甲公司 06-02 5 no=SO26001 cur=USD flags=number_unsure; R1 甲公司 06-05 7135.50 memo=SO26001 rate=7.1 | R1!S1+S2
less than the smallest unit        | {USD}; R1 甲公司 06-05 0.03 memo=SO26001 rate=7.1                                     |
the second finds it paid           | {USD}; R1 甲公司 06-05 7100 memo=SO26001 rate=7.1; R2 甲公司 06-06 7100 memo=SO26001 rate=7.1 | R1>S1 1000 =7100
"""
RATES = Rates.of("CNY", [("EUR", 20454, Fraction("7.8"))], "HKD=0.918, 100JPY=4.85")  # 20454: 2026-01-01


@pytest.mark.parametrize(("text", "found"), table(CURRENCY))
def test_other_currency(text, found):
    state = items(text, rates=RATES)
    state = settle(state, memo_number(state, Rules())).items
    assert arrows(other_currency(state, Rules()), state) == found


LIMIT = """
case                           | paid   | found
within the limit, short        | 910    | R1>S1 991.29 =910 +fx 8.71
within the limit, over         | 925    | R1>S1 1000 =918
beyond the limit               | 908.80 | R1?S1 989.98 =908.8
"""


@pytest.mark.parametrize(("paid", "found"), table(LIMIT))
def test_exchange_differences_are_settled_only_within_the_limit_of_the_customer(paid, found):
    rules = with_rule(Rules(), "fx_limit@甲公司", "1")
    state = items(f"S1 甲公司 06-01 1000 no=SO26001 cur=HKD; R1 甲公司 06-05 {paid} memo=SO26001", rates=RATES)
    state = settle(state, memo_number(state, rules)).items
    assert arrows(other_currency(state, rules), state) == found.replace("908.8", "908.80")


def test_what_an_exchange_difference_settled_is_not_paid_again():
    rules = with_rule(Rules(), "fx_limit", "1")
    text = "S1 甲公司 06-01 1000 no=SO26001 cur=HKD; R1 甲公司 06-05 910 memo=SO26001; R2 甲公司 06-06 8 memo=SO26001"
    state = items(text, rates=RATES)
    state = settle(state, memo_number(state, rules)).items
    assert arrows(other_currency(state, rules), state) == "R1>S1 991.29 =910 +fx 8.71"


AS_MUCH = """
case                        | charge | paid   | taken
the whole                   | 1000   | 918    | 1000 =918
a cent of rounding          | 33.33  | 30.59  | 33.33 =30.59
more than it holds          | 1000   | 2000   | 1000 =918
a part                      | 1000   | 459    | 500 =459
less than the smallest unit | 1000   | 0      | None
a return                    | -1000  | 918    | None
money that left             | 1000   | -918   | None
"""


@pytest.mark.parametrize(("charge", "paid", "taken"), table(AS_MUCH))
def test_what_a_person_joins_settles_as_much_as_both_hold(charge, paid, taken):
    state = items(f"S1 甲公司 06-01 {charge} cur=HKD; R1 甲公司 06-05 {paid}", rates=RATES)
    made = as_much(state, 1, 0, state.residual)
    assert (made and f"{made.amount / 100:g} ={made.paid / 100:g}") == (None if taken == "None" else taken)
