"""Why each pass ties, proposes or doubts: the reason's code at the payment, and what stays out because of one detail."""

from collections.abc import Callable

import pandas as pd
import pytest

from tests.notation import arrows, frame, items, table
from ticktie.domain.evidence import gather
from ticktie.domain.items import OpenItems
from ticktie.domain.links import Because, Doubt, Findings
from ticktie.domain.rules import Rules
from ticktie.matching.passes.amount_differs import amount_differs
from ticktie.matching.passes.credit_note import credit_note
from ticktie.matching.passes.equal_items import equal_items
from ticktie.matching.passes.exact_amount import exact_amount
from ticktie.matching.passes.many_to_one import many_to_one
from ticktie.matching.passes.memo_number import memo_number
from ticktie.matching.passes.month_named import month_named
from ticktie.matching.passes.one_to_many import one_to_many
from ticktie.matching.passes.open_to_date import open_to_date
from ticktie.matching.passes.reference import reference
from ticktie.matching.passes.reversal import reversal
from ticktie.matching.settle import settle

# customers come in the order of their names: 乙公司 before 甲公司
NUMBERS = """
case                              | pass        | items                                                                                          | codes
one number                        | memo_number | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 500 memo=SO26001                                  | R1>number_exact
in the column                     | reference   | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 500 ref=SO26001                                   | R1>number_exact
several numbers                   | memo_number | S1 甲公司 06-01 500 no=SO26001; S2 甲公司 06-02 70 no=SO26002; R1 甲公司 06-05 570 memo=SO26001、SO26002 | R1>numbers_exact
each with its amount              | memo_number | S1 甲公司 06-01 500 no=SO26001; S2 甲公司 06-02 90 no=SO26002; R1 甲公司 06-05 570 memo=SO26001:500元,SO26002:70元 | R1>numbers_with_amounts
nobody named as payer             | memo_number | S1 甲公司 06-01 500 no=SO26001; R1 - 06-05 500 memo=SO26001                                       | R1>number_exact_other_payer
a stranger                        | memo_number | S1 甲公司 06-01 500 no=SO26001; R1 丙公司 06-05 500 memo=SO26001                                  | R1?number_exact_other_payer
for something else                | memo_number | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 500 memo=SO26001运费                              | R1?number_other_purpose
several of a stranger             | memo_number | S1 甲公司 06-01 500 no=SO26001; S2 甲公司 06-02 70 no=SO26002; R1 丙公司 06-05 570 memo=SO26001、SO26002 | R1?numbers_exact_other_payer
of two customers                  | memo_number | S1 甲公司 06-01 500 no=SO26001; S2 乙公司 06-02 70 no=SO26002; R1 甲公司 06-05 570 memo=SO26001、SO26002 | R1?numbers_exact_other_payer
cut off, and not to this customer | memo_number | S1 青岛科海食品有限公司 06-01 500 no=SO26001; S2 宁波科海食品有限公司 06-01 9; R1 宁波科海食品有 06-05 500 memo=SO26001 | R1?number_exact_other_payer
column and memo contradict        | reference   | S1 甲公司 06-01 500 no=SO26001; S2 甲公司 06-02 500 no=SO26002; R1 甲公司 06-05 500 ref=SO26001 memo=SO26002 | R1!reference_and_memo_differ
two readings                      | memo_number | S1 甲公司 06-01 500 no=SO0031; S2 甲公司 06-02 70 no=SO0031-6; R1 甲公司 06-05 70 memo=SO0031-6月货款 | R1!number_two_readings
carried by two                    | memo_number | S1 甲公司 06-01 500 no=SO26001 flags=number_unsure; S2 甲公司 06-01 90 no=SO26001 flags=number_unsure; R1 甲公司 06-05 500 memo=SO26001 | R1!number_of_several
cancelled                         | memo_number | S1 甲公司 06-01 500 no=SO26001 aside=cancelled; R1 甲公司 06-05 500 memo=SO26001                  | R1!number_set_aside
one of two is cancelled           | memo_number | S1 甲公司 06-01 500 no=SO26001 aside=cancelled; S2 甲公司 06-02 70 no=SO26002; R1 甲公司 06-05 70 memo=SO26001、SO26002 | R1>number_exact
a suffix                          | memo_number | S1 甲公司 06-01 500 no=SO0031; R1 甲公司 06-05 500 memo=SO0031(补)                                | R1!number_with_suffix
a suffix of a cancelled one       | memo_number | S1 甲公司 06-01 500 no=SO0031 aside=cancelled; R1 甲公司 06-05 500 memo=SO0031(补)                |
a suffix in another currency      | memo_number | S1 甲公司 06-01 500 no=SO0031 cur=USD; R1 甲公司 06-05 500 memo=SO0031(补)                        |
after an unknown number           | memo_number | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-04 9 memo=SO26009; R2 甲公司 06-05 500 memo=SO26001  | R2>number_exact
after another amount              | memo_number | S1 甲公司 06-01 500 no=SO26001; S2 甲公司 06-01 70 no=SO26002; R1 甲公司 06-04 9 memo=SO26002; R2 甲公司 06-05 500 memo=SO26001 | R2>number_exact
after a doubt                     | memo_number | S1 甲公司 06-01 70 no=SO26002 aside=draft; S2 甲公司 06-01 500 no=SO26001; R1 甲公司 06-04 70 memo=SO26002; R2 甲公司 06-05 500 memo=SO26001 | R1!number_set_aside; R2>number_exact
what is settled is not owed twice | memo_number | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 500 memo=SO26001; R2 甲公司 06-06 1000 memo=SO26001 | R1>number_exact
of one fen                        | memo_number | S1 甲公司 06-01 0.01 no=SO26001; R1 甲公司 06-05 0.01 memo=SO26001                                | R1>number_exact
one number and a part             | memo_number | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 300 memo=SO26001:300元                            |
a part of nothing                 | memo_number | S1 甲公司 06-01 500 no=SO26001; S2 甲公司 06-02 70 no=SO26002; R1 甲公司 06-05 500 memo=SO26001:500元,SO26002:0元 |
a part of one fen                 | memo_number | S1 甲公司 06-01 500 no=SO26001; S2 甲公司 06-02 70 no=SO26002; R1 甲公司 06-05 500.01 memo=SO26001:500元,SO26002:0.01元 | R1>numbers_with_amounts
"""

REVERSALS = """
case                              | pass     | items                                                                                          | codes
a marked line                     | reversal | R1 甲公司 06-01 100; R2 甲公司 06-02 -100 memo=冲正                                                | R1>reversal
after one that takes nothing back | reversal | R1 甲公司 06-01 7 memo=冲正; R2 甲公司 06-01 100; R3 甲公司 06-02 -100 memo=冲正                   | R2>reversal
after a doubt                     | reversal | S1 甲公司 06-01 9 no=SO2601; S2 甲公司 06-01 9 no=SO2602; R1 甲公司 06-01 9 memo=SO2601; R2 甲公司 06-02 9 memo=SO2602; R3 甲公司 06-03 -9 memo=冲正; R4 乙公司 06-03 5; R5 乙公司 06-04 -5 memo=冲正 | R3!reversal_of_several; R4>reversal
one receipt, two marked lines     | reversal | R1 甲公司 06-01 100; R2 甲公司 06-02 -100 memo=冲正; R3 甲公司 06-03 -100 memo=冲正               | R1>reversal
"""

AMOUNTS = """
case                              | pass         | items                                                                                          | codes
the only one                      | exact_amount | S1 甲公司 06-02 1200; R9 甲公司 06-05 1200                                                       | R9>amount_unique
two of the amount                 | exact_amount | S1 甲公司 06-02 70; S2 甲公司 06-03 70; R9 甲公司 06-05 70                                       | R9!equal_amounts
another subset                    | exact_amount | S1 甲公司 06-02 70; S2 甲公司 06-02 30; S3 甲公司 06-02 40; R9 甲公司 06-05 70                   | R9!other_subsets
before the charge                 | exact_amount | S1 甲公司 06-08 70; R9 甲公司 06-05 70                                                          | R9?amount_before_charge
a deposit                         | exact_amount | S1 甲公司 06-02 70; R9 甲公司 06-05 70 memo=定金                                                 | R9?amount_says_part
of another month                  | exact_amount | S1 甲公司 05-02 70; R9 甲公司 06-05 70 memo=6月货款                                              | R9?amount_of_other_month
a possible copy                   | exact_amount | S1 甲公司 06-02 70; R9 甲公司 06-05 70 flags=possible_copy                                       | R9?amount_of_possible_copy
an unsure number                  | exact_amount | S1 甲公司 06-02 70 no=SO1 flags=number_unsure; R9 甲公司 06-05 70                                | R9?amount_of_unsure_number
the rest of nothing paid          | exact_amount | S1 甲公司 06-02 70; R9 甲公司 06-05 70 memo=尾款                                                 | R9?amount_says_part
after an amount that fits nothing | exact_amount | S1 甲公司 06-02 70; R8 甲公司 06-04 9; R9 甲公司 06-05 70                                        | R9>amount_unique
after two of one amount           | exact_amount | S1 甲公司 06-02 50; S2 甲公司 06-02 50; S3 甲公司 06-02 71; R8 甲公司 06-04 50; R9 甲公司 06-05 71 | R8!equal_amounts; R9>amount_unique
after another subset              | exact_amount | S1 甲公司 06-02 70; S2 甲公司 06-02 30; S3 甲公司 06-02 40; S4 甲公司 06-02 999; R8 甲公司 06-04 70; R9 甲公司 06-05 999 | R8!other_subsets; R9>amount_unique
a habit of round sums             | exact_amount | S1 甲公司 06-02 6000; S2 甲公司 06-02 71.17; R6 甲公司 06-03 5000; R7 甲公司 06-04 8000; R8 甲公司 06-05 7000; R9 甲公司 06-06 6000 | R9?amount_round_on_account
no habit                          | exact_amount | S1 甲公司 06-02 6000; S2 甲公司 06-02 71.17; R9 甲公司 06-06 6000                                | R9>amount_unique
"""

MONTHS = """
case                              | pass        | items                                                                                          | codes
the month's charges               | month_named | S1 甲公司 06-02 40; S2 甲公司 06-09 25; R9 甲公司 06-30 65 memo=6月货款                            | R9>month_named
an unsure number in it            | month_named | S1 甲公司 06-02 40 no=A1 flags=number_unsure; S2 甲公司 06-09 25; R9 甲公司 06-30 65 memo=6月货款  | R9?amount_of_unsure_number
orders that were not delivered    | month_named | S1 甲公司 06-02 70 no=SO26001; D1 甲公司 06-03 40 rel=SO26001; R9 甲公司 06-30 70 memo=6月货款     | R9?month_of_orders
a part is settled                 | month_named | S1 甲公司 06-02 70 no=SO26001; S2 甲公司 06-09 20; R8 甲公司 06-03 70 memo=SO26001; R9 甲公司 06-30 90 memo=6月货款 | R9!month_partly_settled
what was delivered is settled     | month_named | S1 甲公司 06-02 70 no=SO26001; D1 甲公司 06-03 70 rel=SO26001; R8 甲公司 06-03 70 memo=SO26001; R9 甲公司 06-30 70 memo=6月货款 | R9!month_partly_settled
delivered without an order        | month_named | S1 甲公司 05-02 5; D1 甲公司 06-03 70; R9 甲公司 06-30 70 memo=6月货款                             | R9!month_partly_settled
delivered and given back          | month_named | S1 甲公司 05-02 70 no=SO26001; S2 甲公司 05-09 -20 no=TH26001; D1 甲公司 06-03 70 rel=SO26001; D2 甲公司 06-10 -20 rel=TH26001; R9 甲公司 06-30 50 memo=6月货款 | R9>month_named
delivered up to the day           | month_named | S1 甲公司 05-02 95 no=SO26001; D1 甲公司 06-03 40 rel=SO26001; D2 甲公司 06-15 50 rel=SO26001; D3 甲公司 06-28 5 rel=SO26001; R9 甲公司 06-15 90 memo=6月货款 | R9>month_named
charged up to the day             | month_named | S1 甲公司 06-02 70; S2 甲公司 06-15 20; S3 甲公司 06-28 5; R9 甲公司 06-15 90 memo=6月货款         | R9>month_named
a month paid twice, and another   | month_named | S1 甲公司 06-02 90; S2 乙公司 06-02 40; R7 甲公司 06-28 90 memo=6月货款; R8 甲公司 06-29 90 memo=6月货款; R9 乙公司 06-30 40 memo=6月货款 | R7!month_twice; R8!month_twice; R9>month_named
a number is named too             | month_named | S1 甲公司 06-02 70 no=SO26001; S2 甲公司 06-09 20; R9 甲公司 06-30 90 memo=SO26001等6月货款        |
nobody's order, nobody's money    | month_named | S1 - 06-02 70; R9 - 06-30 70 memo=6月货款                                                        |
money that goes out               | month_named | S1 甲公司 06-02 -70; R9 甲公司 06-30 -70 memo=6月货款                                              |
one fen                           | month_named | S1 甲公司 06-02 0.01; R9 甲公司 06-30 0.01 memo=6月货款                                            | R9>month_named
a cancelled order is no part      | month_named | S1 甲公司 06-02 70 aside=cancelled; S2 甲公司 06-09 20; R9 甲公司 06-30 20 memo=6月货款            | R9>month_named
a month that is still to come     | month_named | S1 甲公司 12-02 70; R9 甲公司 06-30 70 memo=12月货款                                               |
"""

EQUALS = """
case                              | pass        | items                                                                                          | codes
by date                           | equal_items | S1 甲公司 06-03 70; S2 甲公司 06-02 70; R8 甲公司 06-05 70; R9 甲公司 06-04 70                     | R8>equal_by_date; R9>equal_by_date
one and one is not its business   | equal_items | S1 甲公司 06-03 70; R9 甲公司 06-04 70                                                           |
of two salespeople                | equal_items | S1 甲公司 06-03 70 person=李; S2 甲公司 06-02 70 person=王; R8 甲公司 06-05 70; R9 甲公司 06-04 70 | R8>equal_by_date_differ; R9>equal_by_date_differ
of two contracts                  | equal_items | S1 甲公司 06-03 70 contract=A; S2 甲公司 06-02 70 contract=B; R8 甲公司 06-05 70; R9 甲公司 06-04 70 | R8>equal_by_date_differ; R9>equal_by_date_differ
possible copies                   | equal_items | S1 甲公司 06-01 70; S2 甲公司 06-02 70; R8 甲公司 06-04 70 flags=possible_copy; R9 甲公司 06-05 70 | R8?equal_possible_copies; R9?equal_possible_copies
an unsure number                  | equal_items | S1 甲公司 06-01 70 no=A1 flags=number_unsure; S2 甲公司 06-02 70; R8 甲公司 06-04 70; R9 甲公司 06-05 70 | R8?equal_by_date; R9?equal_by_date
another subset, then a pair       | equal_items | S1 甲公司 06-01 70; S2 甲公司 06-01 70; S3 甲公司 06-01 30; S4 甲公司 06-01 40; S5 甲公司 06-01 500; S6 甲公司 06-01 500; R6 甲公司 06-04 70; R7 甲公司 06-05 70; R8 甲公司 06-06 500; R9 甲公司 06-07 500 | R6!other_subsets; R7!other_subsets; R8>equal_by_date; R9>equal_by_date
after an amount that fits nothing | equal_items | S1 甲公司 06-03 70; S2 甲公司 06-02 70; R7 甲公司 06-03 9; R8 甲公司 06-05 70; R9 甲公司 06-04 70   | R8>equal_by_date; R9>equal_by_date
"""

TOGETHER = """
case                              | pass        | items                                                                                          | codes
two of two                        | one_to_many | S1 甲公司 05-02 1071.17; S2 甲公司 06-02 2040.31; R9 甲公司 06-30 3111.48                          | R9>sum_unique
two payments of the amount        | one_to_many | S1 甲公司 05-02 1071.17; S2 甲公司 06-02 2040.31; S3 甲公司 06-09 8825.09; R8 甲公司 06-29 10865.40; R9 甲公司 06-30 10865.40 | R8!equal_payments; R9!equal_payments
a deposit                         | one_to_many | S1 甲公司 05-02 1071.17; S2 甲公司 06-02 2040.31; S3 甲公司 06-09 8825.09; R9 甲公司 06-30 10865.40 memo=定金 | R9?amount_says_part
on the day of a charge            | one_to_many | S1 甲公司 05-02 1071.17; S2 甲公司 06-02 2040.31; S3 甲公司 06-30 8825.09; R9 甲公司 06-30 10865.40 | R9>sum_unique
two documents, each in two parts  | many_to_one | S1 甲公司 06-01 4499.80; S2 甲公司 06-01 900.17; R6 甲公司 06-05 1349.94; R7 甲公司 06-06 333.13; R8 甲公司 06-19 3149.86; R9 甲公司 06-20 567.04 | R6>instalments; R7>instalments
two pairs for one document        | many_to_one | S1 甲公司 06-01 4499.80; R6 甲公司 06-05 1349.94; R7 甲公司 06-06 3149.86; R8 甲公司 06-07 2000.17; R9 甲公司 06-08 2499.63 | R6!instalments_several
on the day of the document        | many_to_one | S1 甲公司 06-09 4499.80; R8 甲公司 06-09 1349.94; R9 甲公司 06-19 3149.86                          | R8>instalments
a fen is a part                   | many_to_one | S1 甲公司 06-01 4499.80; R8 甲公司 06-05 4499.79 memo=定金; R9 甲公司 06-19 0.01 memo=尾款          | R8>instalments
a part that may be a copy         | many_to_one | S1 甲公司 06-01 4499.80; R8 甲公司 06-05 1349.94; R9 甲公司 06-19 3149.86 flags=possible_copy      | R8?amount_of_possible_copy
parts of an unsure number         | many_to_one | S1 甲公司 06-01 4499.80 no=A1 flags=number_unsure; R8 甲公司 06-05 1349.94; R9 甲公司 06-19 3149.86 | R8?amount_of_unsure_number
a line that is a return           | many_to_one | S1 甲公司 06-01 4599.81 no=A1 flags=line; S2 甲公司 06-01 -100.01 no=A1 flags=line; R8 甲公司 06-05 1349.94; R9 甲公司 06-19 3149.86 | R8?amount_of_unsure_number
a customer with one payment first | many_to_one | S1 乙公司 06-01 70; R7 乙公司 06-04 1; S2 甲公司 06-01 4499.80; R8 甲公司 06-05 1349.94; R9 甲公司 06-19 3149.86 | R8>instalments
the oldest alone                  | open_to_date | S1 甲公司 05-02 71.17; S2 甲公司 06-02 40.31; R9 甲公司 06-30 71.17                               |
one document first                | open_to_date | S1 乙公司 05-02 5; R8 乙公司 06-30 1; S2 甲公司 05-02 1071.17; S3 甲公司 06-02 2040.31; R9 甲公司 06-30 3111.48 | R9>all_open
a run of hundreds                  | open_to_date | S1 甲公司 05-02 1700; S2 甲公司 06-02 2300; S3 甲公司 06-03 800; S4 甲公司 06-03 4100; S5 甲公司 06-04 5900; R9 甲公司 06-05 4000 | R9!improbable
"""

DIFFERS = """
case                              | pass           | items                                                                                       | codes
a deposit and the rest            | amount_differs | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-02 200 memo=SO26001; R2 甲公司 06-05 300 memo=SO26001 | R1>number_partial; R2>number_rest
more than is open                 | amount_differs | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 600 memo=SO26001                              | R1>number_overpaid
a fee that is stated              | amount_differs | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 495 memo=SO26001扣手续费5元                    | R1>number_with_fee
a stranger's part takes nothing   | amount_differs | S1 甲公司 06-01 500 no=SO26001; R1 丙公司 06-02 300 memo=SO26001; R2 甲公司 06-05 300 memo=SO26001 | R1?number_partial; R2>number_partial
equals another open item          | amount_differs | S1 甲公司 06-01 500 no=SO26001; S2 甲公司 06-02 70 no=SO26002; R1 甲公司 06-05 70 memo=SO26001 | R1?number_but_equals_other
equals another customer's item    | amount_differs | S1 甲公司 06-01 500 no=SO26001; S2 乙公司 06-02 70; S3 甲公司 06-02 90; R1 甲公司 06-05 70 memo=SO26001 | R1>number_partial
money back for an order           | amount_differs | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 -30 memo=退款SO26001                          | R1!refund_of_charge
money in for a return             | amount_differs | S1 甲公司 06-01 -70 no=TH26001; R1 甲公司 06-05 30 memo=TH26001                               | R1!refund_of_charge
a part of a return                | amount_differs | S1 甲公司 06-01 -70 no=TH26001; R1 甲公司 06-05 -30 memo=退款TH26001                          | R1!returns_do_not_fit
an order less a return, too low   | amount_differs | S1 甲公司 06-01 500 no=SO26001; S2 甲公司 06-02 -70 no=TH26001; R1 甲公司 06-05 400 memo=SO26001减TH26001 | R1!returns_do_not_fit
two readings                      | amount_differs | S1 甲公司 06-01 500 no=SO0031; S2 甲公司 06-02 70 no=SO0031-6; R1 甲公司 06-05 30 memo=SO0031-6月货款 | R1!number_two_readings
a range that does not sum         | amount_differs | S1 甲公司 06-01 500 no=SO26001; S2 甲公司 06-02 70 no=SO26002; R1 甲公司 06-05 600 memo=SO26001至SO26002 | R1!numbers_loose
an unknown number beside it       | amount_differs | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 300 memo=SO26001、SO26009                      | R1!numbers_and_unknown
two numbers, too little           | amount_differs | S1 甲公司 06-01 500 no=SO26001; S2 甲公司 06-02 70 no=SO26002; R1 甲公司 06-05 550 memo=SO26001、SO26002 | R1!numbers_short
two numbers for something else    | amount_differs | S1 甲公司 06-01 500 no=SO26001; S2 甲公司 06-02 70 no=SO26002; R1 甲公司 06-05 570 memo=SO26001、SO26002运费 | R1?number_other_purpose
after a cancelled one             | amount_differs | S1 甲公司 06-01 70 no=SO26002 aside=cancelled; S2 甲公司 06-01 500 no=SO26001; R1 甲公司 06-04 9 memo=SO26002; R2 甲公司 06-05 300 memo=SO26001 | R2>number_partial
settled with its fee, then more   | amount_differs | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 495 memo=SO26001扣手续费5元; R2 甲公司 06-06 9 memo=SO26001 | R1>number_with_fee
"""

PASSES: dict[str, Callable[[OpenItems, Rules], Findings]] = {
    f.__name__: f
    for f in (
        amount_differs, credit_note, equal_items, exact_amount, many_to_one, memo_number, month_named, one_to_many, open_to_date, reference,
        reversal,
    )
}  # fmt: skip


def said(findings: Findings, open_items: OpenItems) -> str:
    """The code of every link and doubt at its first payment, or its first item where it has none."""
    ids = open_items.values("id")
    found = [(min(ids[a.payment] for a in x.allocations), ">" if x.sure else "?", x.because.code) for x in findings.links]
    found += [(ids[min(d.items)], "!", d.because.code) for d in findings.doubts]
    return "; ".join("".join(part) for part in sorted(found))


def start(name: str, text: str) -> OpenItems:
    """The book when the pass has its turn: numbers that agree are settled, or at least known to be named."""
    open_items = items(text)
    if name == "month_named":
        return settle(open_items, memo_number(open_items, Rules())).items
    if name == "amount_differs":
        return settle(open_items, Findings(named=memo_number(open_items, Rules()).named)).items
    return open_items


@pytest.mark.parametrize(("name", "text", "codes"), [row for part in (NUMBERS, REVERSALS, AMOUNTS, MONTHS, EQUALS, TOGETHER, DIFFERS) for row in table(part)])
def test_why(name, text, codes):
    open_items = start(name, text)
    assert said(PASSES[name](open_items, Rules()), open_items) == codes


def test_two_customers_keep_their_months_apart():
    text = "S1 甲公司 06-02 90; S2 乙公司 06-02 40; R8 甲公司 06-28 90 memo=6月货款; R9 乙公司 06-30 40 memo=6月货款"
    open_items = items(text)
    assert arrows(month_named(open_items, Rules()), open_items) == "R8>S1 90; R9>S2 40"


def test_deliveries_without_orders_are_named_themselves():
    open_items = items("S1 甲公司 05-02 5; D1 甲公司 06-03 70; R9 甲公司 06-30 70 memo=6月货款")
    assert arrows(month_named(open_items, Rules()), open_items) == "R9!D1"


def test_a_month_later_in_the_year_is_last_years():
    made = frame("S1 甲公司 06-02 70; S2 甲公司 06-03 30; R9 甲公司 03-30 70 memo=12月货款")
    made.loc[0, "date"] = pd.Timestamp("2025-12-10").as_unit("s")
    open_items = OpenItems.start(made, "order", gather(made, "order"))
    assert arrows(month_named(open_items, Rules()), open_items) == "R9>S1 70"


def test_a_line_that_is_full_takes_nothing_more():
    text = "S1 甲公司 06-01 1349.94 no=A1 flags=line; S2 甲公司 06-01 3149.86 no=A1 flags=line; R8 甲公司 06-05 1349.94; R9 甲公司 06-19 3149.86"
    open_items = items(text)
    assert arrows(many_to_one(open_items, Rules()), open_items) == "R8>S1 1349.94, R9>S2 3149.86"


def test_a_doubtful_payment_that_names_a_number_is_left_alone():
    open_items = start("amount_differs", "S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 300 memo=SO26001")
    doubtful = settle(open_items, Findings.of(doubts=[Doubt((1,), (), Because("test"))])).items
    assert amount_differs(open_items, Rules()).links
    assert not amount_differs(doubtful, Rules()).links


SERIALS = """
case                        | items                                                                                                   | found
the serial is long enough   | R1 甲公司 06-01 9 serial=880011; R2 甲公司 06-02 9 serial=880012; R3 甲公司 06-03 -9 memo=冲正880011         | R1>R3 9
five digits prove nothing   | R1 甲公司 06-01 9 serial=88001; R2 甲公司 06-02 9 serial=88002; R3 甲公司 06-03 -9 memo=冲正88001            | R2>R3 9
"""


@pytest.mark.parametrize(("text", "found"), table(SERIALS))
def test_a_serial_names_what_is_taken_back(text, found):
    open_items = items(text)
    assert arrows(reversal(open_items, Rules()), open_items) == found


@pytest.mark.parametrize(("told", "mark"), [("memo=错账冲正", "错账冲正"), ("mark=冲账", "冲账"), ("memo=退货款冲正 mark=冲账", "退货款冲正")])
def test_a_reversal_quotes_its_mark(told, mark):
    open_items = items(f"R1 甲公司 06-01 100; R2 甲公司 06-01 -100 {told}")
    assert [x.because.facts["mark"] for x in reversal(open_items, Rules()).links] == [mark]
