"""Pass "reference": the payment's reference column names the document, and the amounts agree to the cent.

Tied and refused: as passes/memo_number; only the place where the number stands differs.

    S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 500 ref=SO26001    ->  R1>S1 500
"""

from __future__ import annotations

from ticktie.domain.items import OpenItems
from ticktie.domain.links import Findings
from ticktie.domain.rules import Rules
from ticktie.matching.passes.memo_number import exact_numbers

NAME = "reference"


def reference(items: OpenItems, rules: Rules) -> Findings:
    """Settle what reference columns name and amounts prove."""
    return exact_numbers(items, NAME)
