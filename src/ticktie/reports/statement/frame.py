"""Money and quantities as a statement writes them."""

from __future__ import annotations

from decimal import Decimal

from ticktie.reports.statement.model import Part
from ticktie.reports.view import View


def cash(view: View, part: Part, minor: int | None) -> Decimal | None:
    return None if minor is None else view.money(minor, part.currency)


def said(view: View, part: Part, minor: int) -> str:
    """1,200.00 in a sentence."""
    return f"{view.money(minor, part.currency):,}"


def pieces(quantity: Decimal | None) -> str | None:
    """A quantity as written: 2.5, 1,000."""
    if quantity is None:
        return None
    told = f"{quantity:,f}"
    return told.rstrip("0").rstrip(".") if "." in told else told
