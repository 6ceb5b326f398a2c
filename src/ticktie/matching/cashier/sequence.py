"""The passes of salespeople and the cashier, strongest evidence first."""

from __future__ import annotations

from ticktie.matching.cashier.details import same_details
from ticktie.matching.cashier.near import near
from ticktie.matching.cashier.sums import day_sums, parts, row_sums, wallet_fee
from ticktie.matching.passes.amount_differs import amount_differs
from ticktie.matching.passes.memo_number import memo_number
from ticktie.matching.passes.reference import reference
from ticktie.matching.passes.reversal import reversal
from ticktie.matching.sequence import Pass

BY_DETAILS: tuple[tuple[str, Pass], ...] = (
    ("same_details", same_details),  # whose, how much, how and when agree
    ("parts", parts),  # one collection recorded in parts
    ("day_sums", day_sums),  # what some days came to, handed in as one
    ("row_sums", row_sums),  # the only rows with this sum
    ("wallet_fee", wallet_fee),  # a wallet's payout, less its fee
)
CASHIER: tuple[tuple[str, Pass], ...] = (
    ("reference", reference),  # the receipt's number stands in the journal
    ("memo_number", memo_number),
    ("amount_differs", amount_differs),  # it is named, but the amount is another one
    *BY_DETAILS,
    ("reversal", reversal),  # a line that takes back an earlier one, after the refunds that were reported
    ("near", near),  # proposals only
)
