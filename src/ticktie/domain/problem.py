"""A problem as a value: a code, a place, the facts. The words live in the wording files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from ticktie.domain.grid import Source

Level = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Problem:
    """Something in the user's data that a person should look at.

    level: `error` the row is set aside; `warning` the row is used, with a doubt; `info` worth knowing.
    """

    code: str
    source: Source
    facts: dict[str, Any] = field(default_factory=dict)
    level: Level = "error"


class Refused(Exception):
    """The command cannot be done and nothing was changed; it carries every reason at once."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = list(problems)
        super().__init__("; ".join(f"{p.code} at {p.source}" for p in self.problems))
