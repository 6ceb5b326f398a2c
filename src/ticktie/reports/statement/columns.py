"""The columns of a statement's tables: what the code can fill, in the order and with the spans of the shipped layouts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ticktie.domain.page import Column, Kind
from ticktie.reports.aging import BUCKETS


@dataclass(frozen=True)
class Shape:
    """One column. span: of the page's grid. title: key of the wording where it is not the column's own."""

    key: str
    kind: Kind
    span: int = 1
    title: str = ""


_LINE = (Shape("line_no", "number"), Shape("date", "date"), Shape("document", "wrap"))
COLUMNS: dict[str, Sequence[Shape]] = {
    "account": (
        *_LINE, Shape("line_kind", "wrap"), Shape("summary", "wrap", 3), Shape("quantity", "text"), Shape("charge", "money"), Shape("receipt", "money"),
        Shape("balance", "money"),
    ),
    "open": (
        *_LINE, Shape("line_kind", "wrap"), Shape("summary", "wrap", 3), Shape("days", "text", 1, "days_late"), Shape("due_date", "date"), Shape("amount", "money"),
        Shape("residual", "money"),
    ),
    "product": (Shape("line_no", "number"), Shape("product", "wrap", 3), Shape("documents", "number", 2), Shape("quantity", "text", 2), Shape("amount", "money", 3)),
    "roll": tuple(
        Shape(name, "money", span, f"roll_{name}")
        for name, span in (("opening", 2), ("changes", 1), ("charges", 2), ("returns", 2), ("receipts", 2), ("adjustments", 1), ("closing", 1))
    ),
    "ages": tuple(
        Shape(name, "money", span) for name, span in zip((*BUCKETS, "credits", "unapplied", "balance"), (2, 1, 2, 1, 2, 1, 1, 1), strict=True)
    ),
    "disputed": (*_LINE, Shape("summary", "wrap", 5), Shape("amount", "money", 2), Shape("residual", "money")),
    "letter": (
        Shape("cut_off", "date", 2), Shape("currency", "text"), Shape("owed_to_us", "money", 3), Shape("owed_by_us", "money", 2), Shape("remark", "wrap", 3),
    ),
}  # fmt: skip
MUST = {  # a table without these would not say what it is for; the others may be left out
    "account": ("summary", "charge", "receipt", "balance"), "open": ("summary", "residual"), "product": ("product", "amount"),
    "disputed": ("document", "residual"), "letter": ("currency", "owed_to_us", "owed_by_us"),
    **{name: tuple(shape.key for shape in COLUMNS[name]) for name in ("roll", "ages")},
}  # fmt: skip


def columns(say: Callable[[str], str], table: str) -> list[Column]:
    """The columns of a table as shipped, with their titles."""
    return [Column(s.key, say(f"column.{s.title or s.key}"), s.kind, span=s.span) for s in COLUMNS[table]]
