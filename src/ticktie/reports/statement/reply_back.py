"""A reply workbook as it came back: what it states, and what the customer wrote. Rows are found by their marks, wherever they stand now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ticktie.domain import money
from ticktie.domain.grid import Sheet
from ticktie.domain.reply import Contested, Form
from ticktie.domain.text import nfkc
from ticktie.reports.register.back import amount_of, date_of
from ticktie.reports.statement.reply import (
    CHARGE,
    CURRENCY,
    DATE,
    FIGURE,
    HEAD,
    MARK,
    NUMBER,
    REASON,
    RECEIPT,
    Row,
)

_TICKS = {"√", "✓", "✔", "☑", "是", "yes", "y", "true", "1", "对", "對"}


def read_form(sheets: Sequence[Sheet]) -> Form | None:
    """The form in one of the sheets; None where there is none."""
    for sheet in sheets:
        marked = _marked(sheet)
        if "number" in marked:
            return _Reading(marked).form()
    return None


Cells = Sequence[Any]


def _marked(sheet: Sheet) -> dict[str, Cells]:
    """Name of the row -> its cells from the mark on, as many as a row has; a cell whose formula has no value reads `=`."""
    found: dict[str, Cells] = {}
    for r, row in enumerate(sheet.rows):
        at = next((i for i, cell in enumerate(row) if isinstance(cell, str) and cell.startswith(MARK)), None)
        if at is not None:
            cells = [sheet.broken.get((r, at + i), row[at + i]) if at + i < len(row) else None for i in range(REASON + 1)]
            found[str(row[at])[len(MARK) :]] = cells
    return found


@dataclass
class _Reading:
    """One form being read. unread: what stands in a cell for an answer and is none."""

    marked: dict[str, Cells]
    unread: list[str] = field(default_factory=list)

    def form(self) -> Form:
        head = {name: _text(self._row(name)[NUMBER]) for name in HEAD}
        balances = self._rows("balance")
        agree, differ = self._ticked("agree"), self._ticked("differ")
        theirs = {c: minor for row in balances if (c := _text(row[CURRENCY])) and (minor := self._figure(row, c)) is not None}
        contested = [*self._lines(), *self._extra([_text(row[CURRENCY]) for row in balances])]
        reason, signer, promise = self._word("reason"), self._word("signer"), self._promise()
        return Form(
            head["number"], head["token"], head["customer"], tuple(self._stated(head, balances)), agree, differ, theirs, tuple(contested),
            reason, signer, promise, tuple(self.unread),
        )  # fmt: skip

    def _stated(self, head: dict[str, str], balances: Sequence[Cells]) -> list[Row]:
        rows: list[Row] = [*head.items()]
        rows += [("balance", c := _text(row[CURRENCY]), _amount(row[CHARGE], c)) for row in balances]
        for row in self._rows("line"):
            c = _text(row[CURRENCY])
            rows.append(("line", _text(row[DATE]), _text(row[NUMBER]), c, _amount(row[CHARGE], c, "0"), _amount(row[RECEIPT], c, "0")))
        return rows

    def _row(self, name: str) -> Cells:
        return self.marked.get(name, [None] * (REASON + 1))

    def _rows(self, kind: str) -> list[Cells]:
        """The rows `kind:0`, `kind:1` ... in the order in which they were written."""
        found = [(int(n), cells) for name, cells in self.marked.items() for k, _, n in [name.partition(":")] if k == kind and n.isdecimal()]
        return [cells for _, cells in sorted(found, key=lambda f: f[0])]

    def _answer(self, name: str) -> Any:
        return next((cell for cell in self._row(name)[CURRENCY:] if cell not in (None, "")), None)

    def _word(self, name: str) -> str:
        return _text(self._answer(name))

    def _ticked(self, name: str) -> bool:
        told = self._word(name)
        if told and nfkc(told).casefold() not in _TICKS:
            self.unread.append(told)
            return False
        return bool(told)

    def _promise(self) -> dt.date | None:
        told = self._answer("promise")
        day = date_of(told)
        if told is not None and day is None:
            self.unread.append(_text(told))
        return day

    def _figure(self, row: Cells, currency: str) -> int | None:
        told = row[FIGURE]
        minor = amount_of(told, currency)
        if minor is None and told not in (None, "") and _text(told):
            self.unread.append(_text(told))
        return minor

    def _lines(self) -> list[Contested]:
        """The lines beside which stands a reason, or a figure that is not the line's."""
        found: list[Contested] = []
        for row in self._rows("line"):
            currency, reason = _text(row[CURRENCY]), _text(row[REASON])
            minor = self._figure(row, currency)
            ours = amount_of(row[CHARGE], currency) or amount_of(row[RECEIPT], currency) or 0
            if reason or minor not in (None, ours):
                found.append(Contested(_text(row[NUMBER]) or _text(row[DATE]), currency, minor, reason))
        return found

    def _extra(self, currencies: Sequence[str]) -> list[Contested]:
        found: list[Contested] = []
        for row in self._rows("extra"):
            if all(row[i] in (None, "") for i in (DATE, NUMBER, FIGURE, REASON)):
                continue
            currency = _text(row[CURRENCY]) or (currencies[0] if len(currencies) == 1 else "")
            if not currency:
                self.unread.append(" ".join(_text(row[i]) for i in (DATE, NUMBER, FIGURE, REASON)).strip())
                continue
            found.append(Contested(_text(row[NUMBER]) or _text(row[DATE]), currency, self._figure(row, currency), _text(row[REASON])))
        return found


def _text(cell: Any) -> str:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip() if cell is not None else ""


def _amount(cell: Any, currency: str, empty: str = "") -> str:
    """As the result file writes it; what is no amount as it stands, so that it differs from every amount."""
    minor = amount_of(cell if cell not in (None, "") else empty, currency)
    return f"?{_text(cell)}" if minor is None else money.to_text(minor, currency)
