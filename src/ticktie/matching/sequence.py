"""The passes, strongest evidence first; every pass sees what the ones before it left open.

A number that the customer names outranks every amount (Civil Code 560: the debtor names the debt), also where the
amount differs (decision 0001).
"""

from __future__ import annotations

from collections.abc import Callable

from ticktie.domain.items import OpenItems
from ticktie.domain.links import Findings
from ticktie.domain.rules import Rules
from ticktie.matching.passes.amount_differs import amount_differs
from ticktie.matching.passes.equal_items import equal_items
from ticktie.matching.passes.exact_amount import exact_amount
from ticktie.matching.passes.likely import likely
from ticktie.matching.passes.memo_number import memo_number
from ticktie.matching.passes.reference import reference
from ticktie.matching.passes.reversal import reversal

Pass = Callable[[OpenItems, Rules], Findings]

SEQUENCE: tuple[tuple[str, Pass], ...] = (
    ("reversal", reversal),  # a bank line that takes back an earlier one
    ("reference", reference),  # the reference column names the document, amounts agree
    ("memo_number", memo_number),  # the memo names it, amounts agree
    ("amount_differs", amount_differs),  # it is named, but the amount is another one
    ("exact_amount", exact_amount),  # the customer's only item of this amount
    ("equal_items", equal_items),  # as many equal payments as equal items
    ("likely", likely),  # proposals only
)
