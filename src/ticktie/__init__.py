"""Reconcile orders, deliveries and payments inside the accountant's own workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ticktie.commands.frames import Result, reconcile

__all__ = ["Result", "reconcile"]


def __getattr__(name: str) -> Any:
    """`ticktie.reconcile` and `ticktie.Result`, loaded when they are asked for."""
    if name in __all__:
        from ticktie.commands import frames

        return getattr(frames, name)
    raise AttributeError(name)
