"""The signed amount of one row: what its layout says of columns, words and minus signs; where these contradict, a code.

Banks speak from their own side (借 = out), own books from the other; a layout is of one file of one bank, so it knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ticktie.domain.grid import Cell
from ticktie.domain.text import clean, heading
from ticktie.domain.vocabulary import plain
from ticktie.intake import cells
from ticktie.intake.bills.layouts import Rule
from ticktie.intake.bills.recognise import Fit


@dataclass(frozen=True)
class Signed:
    """value: signed, None when `code` says why not. said: in, out or neutral in the file's own words. column: of the amount.

    restated: the value's sign rests on a minus that the layout takes for a repetition of "out".
    """

    value: Decimal | None
    said: str = ""
    column: int = 0
    code: str = ""
    currency: str | None = None


class Signs:
    """How the rows of one table get their signs."""

    def __init__(self, fit: Fit) -> None:
        self.fit, self.layout = fit, fit.layout
        self.money = {role: fit.columns(role)[:1] for role in ("in", "out", "amount", "amount_out", "direction")}
        self.rules = tuple(self.layout.rules)

    def read(self, row: Sequence[Cell]) -> Signed:
        if self.layout.by == "columns":
            return self._of_columns(row)
        if self.layout.by == "sign":
            return self._of_sign(row)
        return self._of_word(row)

    def _amount(self, row: Sequence[Cell], role: str) -> tuple[cells.Amount, int]:
        """The amount in the column of a role, and the column; missing where there is none."""
        for column in self.money[role]:
            return cells.amount(row[column]) if column < len(row) else cells.Amount(None, "amount_missing"), column
        return cells.Amount(None, "amount_missing"), 0

    def _of_columns(self, row: Sequence[Cell]) -> Signed:
        came, at_in = self._amount(row, "in")
        went, at_out = self._amount(row, "out")
        for read, column in ((came, at_in), (went, at_out)):
            if read.code not in ("", "amount_missing"):
                return Signed(None, "", column, read.code)
        if came.value and went.value:
            return Signed(None, "", at_in, "both_sides")
        if came.value:
            return Signed(came.value, "in", at_in, currency=came.currency)
        if went.value:
            value = -abs(went.value) if self.layout.minus == "restates" else -went.value
            return Signed(value, "out", at_out, currency=went.currency)
        return Signed(None if came.value is None and went.value is None else Decimal(0), "", at_in, "amount_missing" if came.value is None and went.value is None else "")

    def _of_sign(self, row: Sequence[Cell]) -> Signed:
        read, column = self._amount(row, "amount")
        if read.value is None:
            return Signed(None, "", column, read.code)
        told = self._ruled(row)
        if told in ("in", "out") and read.value and (read.value > 0) != (told == "in"):
            return Signed(None, told, column, "sign_contradicts")
        return Signed(read.value, told or ("out" if read.value < 0 else "in"), column, currency=read.currency)

    def _of_word(self, row: Sequence[Cell]) -> Signed:
        word = self.word(row)
        read, column = self._amount(row, "amount_out" if word == "out" and self.money["amount_out"] else "amount")
        if read.value is None:
            return Signed(None, word, column, read.code)
        told = self._ruled(row) or word
        if not told:
            return Signed(None, "", self.money["direction"][0], "direction_unknown")
        if told == "neutral" or not read.value:
            return Signed(read.value, word or "neutral", column, currency=read.currency)
        value = read.value
        if self.layout.by == "both":
            contradicts = (value > 0) != (told == "in")
        else:
            contradicts = value < 0 and self.layout.minus != "restates" and told == "in"
            value = -abs(value) if told == "out" and self.layout.minus == "restates" else -value if told == "out" else value
            contradicts = contradicts or (told == "out" and read.value < 0 and self.layout.minus != "restates")
        if contradicts:
            return Signed(None, word, column, "sign_contradicts")
        return Signed(value, word or told, column, currency=read.currency)

    def word(self, row: Sequence[Cell]) -> str:
        """in, out, neutral or "" as the direction column says in the layout's own words."""
        for column in self.money["direction"]:
            text = plain(clean(str(row[column]))) if column < len(row) and row[column] is not None else ""
            for means, words in self.layout.words.items():
                if text in words:
                    return means
        return ""

    def _ruled(self, row: Sequence[Cell]) -> str:
        return next((rule.means for rule in self.rules if holds(rule, self.fit, row)), "")

    def skipped(self, row: Sequence[Cell]) -> str:
        """The reason for which the layout leaves the row out, or ""."""
        return next((rule.means for rule in self.layout.skips if holds(rule, self.fit, row)), "")


def holds(rule: Rule, fit: Fit, row: Sequence[Cell]) -> bool:
    """The row meets every condition; a word that ends in * stands for all that begin so."""
    for where in rule.all:
        column = next((fit.places[t] for t in where.titles if t in fit.places), None)
        text = plain(clean(str(row[column]))) if column is not None and column < len(row) and row[column] is not None else ""
        if text not in where.words and not any(w.endswith("*") and text.startswith(w[:-1]) for w in where.words):
            return False
    return True


__all__ = ["Signed", "Signs", "heading", "holds"]
