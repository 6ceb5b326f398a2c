"""The passes, strongest evidence first; every pass sees what the ones before it left open.

The rule `pass_order` may change the order. A number that the customer names outranks every amount (Civil Code 560: the debtor names the debt), also where the
amount differs (decision 0001).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ticktie.domain.items import OpenItems
from ticktie.domain.links import Findings
from ticktie.domain.rules import Rules
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

Pass = Callable[[OpenItems, Rules], Findings]

SEQUENCE: tuple[tuple[str, Pass], ...] = (
    ("reversal", reversal),  # a bank line that takes back an earlier one
    ("reference", reference),  # the reference column names the document, amounts agree
    ("memo_number", memo_number),  # the memo names it, amounts agree
    ("amount_differs", amount_differs),  # it is named, but the amount is another one
    ("other_currency", other_currency),  # it is named, and is in another currency
    ("month_named", month_named),  # the memo names a month, and this is what the month came to
    ("exact_amount", exact_amount),  # the customer's only document of this amount
    ("equal_items", equal_items),  # as many equal payments as equal documents
    ("open_to_date", open_to_date),  # all that the customer owes, or the oldest of it
    ("one_to_many", one_to_many),  # the only documents of the customer with this sum
    ("many_to_one", many_to_one),  # the only payments of the customer that make this document
    ("oldest_first", oldest_first),  # agreed with the customer: the oldest due is paid first
    ("credit_note", credit_note),  # a return is set against the document it names
    ("likely", likely),  # proposals only
)

# All passes give the same links for any order of rows and any names of customers. These also do for ten times the money:
# they weigh no chance and know no amount in yuan.
SCALES = frozenset({"reversal", "reference", "month_named", "oldest_first", "credit_note"})
# These look at rows of other customers, to know how often equal amounts are accidents or what a number looks like.
WHOLE_BOOK = frozenset({"exact_amount", "equal_items", "open_to_date", "one_to_many", "many_to_one", "likely"})


def sequence(rules: Rules) -> Iterator[tuple[str, Pass]]:
    """The passes in the order of the rules."""
    by_name = dict(SEQUENCE)
    return ((name, by_name[name]) for name in rules.order_of([name for name, _ in SEQUENCE]))
