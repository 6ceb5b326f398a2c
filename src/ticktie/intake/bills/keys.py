"""What a line is known by when the same money comes in a second file: the bank's serial, else a hash, and its place among equals.

A line that stands twice in one file is two payments, unless its serial is one that a bank gives out once; a line that comes
again in another file is the same payment. So the n-th of equal lines has the same key in every file.
"""

from __future__ import annotations

import hashlib
from collections import Counter

from ticktie.domain import money
from ticktie.domain.bill import Bill, Line


def with_keys(bill: Bill, *, unique: bool) -> None:
    """Give every line its key. unique: a serial names one line only, so that its repetition is a copy, which is skipped."""
    made = order_key if bill.recognised.kind == "order" else key_of
    seen: Counter[str] = Counter()
    kept: list[Line] = []
    for line in bill.lines:
        base = made(line)
        seen[base] += 1
        if unique and line.serial and seen[base] > 1:
            bill.skipped.setdefault("copy", []).append(line.row)
            continue
        line.key = base if seen[base] == 1 else f"{base}#{seen[base]}"
        kept.append(line)
    bill.lines = kept


def key_of(line: Line) -> str:
    """The key without the place among equals. A refund may carry the serial of its sale, so the amount belongs to it."""
    amount = money.to_text(line.amount, line.currency)
    if line.serial:
        return f"{line.account}:{line.serial}:{amount}"
    parts = (line.account, line.date.isoformat(), line.time, amount, line.currency, str(line.balance), line.counter_account, line.party, line.memo, line.reference)
    return "#" + hashlib.blake2b("\x1f".join(parts).encode(), digest_size=10).hexdigest()


def order_key(line: Line) -> str:
    """The key of an order: its number and its part. Amount and state may change while it is the same order."""
    return f"order:{line.account}:{line.reference}:{line.line or line.product}"


def is_weak(line: Line) -> bool:
    """Nothing but day, amount and words tells the line from another: no serial, no balance, no time."""
    return not line.serial and line.balance is None and not line.time and not line.reference
