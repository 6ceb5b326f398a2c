"""What a reply workbook states and the customer may not change, as text in one order, and a digest of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence

from ticktie.domain import money
from ticktie.reports.statement.model import Statement

MARK = "ticktie:"  # how the first cell of every row that is read back begins
DATE, NUMBER, KIND, CURRENCY, CHARGE, RECEIPT, FIGURE, REASON = range(1, 9)  # columns, counted from the marked cell
HEAD = ("number", "token", "customer", "start", "end", "reply_by")

Row = tuple[str, ...]
"""(name, value) of the head; ("balance", currency, amount); ("line", date, number, currency, charge, receipt). Amounts as the result file writes them."""


def stated(statement: Statement) -> Iterator[Row]:
    """The rows, in the order in which they stand in the workbook."""
    yield from head(statement)
    for part in statement.parts:
        yield "balance", part.currency, money.to_text(part.closing, part.currency)
    for part in statement.parts:
        for line in part.lines:
            charge, receipt = (money.to_text(m, part.currency) for m in (line.charge, line.receipt))
            yield "line", _day(line.date), line.number.strip(), part.currency, charge, receipt


def head(statement: Statement) -> Iterator[Row]:
    yield "number", statement.number
    yield "token", statement.token
    yield "customer", statement.customer.strip()
    for name in ("start", "end", "reply_by"):
        yield name, _day(getattr(statement, name))


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def digest(rows: Sequence[Row]) -> str:
    """64 hex digits that change with any of the rows."""
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def form_digest(statement: Statement) -> str:
    """The digest that a reply workbook of this statement comes back with, as long as nobody alters it."""
    return digest(list(stated(statement)))
