"""Customers by the names that a person types."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence

from ticktie.domain.grid import Source
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.text import party_key
from ticktie.reports.accounts import customers
from ticktie.reports.view import View


def keys_of(view: View, names: Sequence[str]) -> list[str]:
    """Keys of the customers named, each once. Raises Refused with a problem for every name that is no customer's; near names are offered, not taken."""
    known = customers(view)
    wanted = {party_key(name): name for name in names}
    unknown = [name for key, name in wanted.items() if key not in known]
    if unknown:
        raise Refused([Problem("customer_unknown", Source("--customer"), {"name": name, "near": _near(name, known.values())}) for name in unknown])
    return list(wanted)


def _near(name: str, known: Collection[str]) -> str:
    inside = [n for n in known if name and (name in n or n in name)]
    return ", ".join(list(dict.fromkeys([*inside, *difflib.get_close_matches(name, list(known), 3, 0.5)]))[:5]) or "-"
