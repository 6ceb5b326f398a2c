"""A link that a customer has been told: it stands in a statement that was sent, or in a month that was closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ticktie.domain.links import DifferenceKind

Key = tuple[str, str, int]  # key of the payment, key of the charge, what was allocated in minor units of the charge's currency


@dataclass(frozen=True)
class Stated:
    """One link by the keys of its items.

    number: of the statement. parts: its allocations, with what each takes of the payment in the
    payment's own currency. amounts: of every item when it was stated. difference: kind, key of its charge, minor units.
    """

    number: str
    parts: tuple[tuple[Key, int], ...]
    amounts: Mapping[str, int]
    difference: tuple[DifferenceKind, str, int] | None = None
