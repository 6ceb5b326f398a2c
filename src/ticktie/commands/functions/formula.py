"""A cell's formula as a call of one of our functions, to explain what it shows.

Only a formula that is such a call and nothing else is taken, `=TT_STATUS(A5)`; its arguments must be references, texts,
numbers, dates as numbers, or left out. In anything else something is worked out that only Excel can work out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CALL = re.compile(r"=\s*(?:'[^']*'!|[\w.]+!)?(TT_[A-Z]+)\((.*)\)\s*", re.DOTALL | re.IGNORECASE)
_REFERENCE = re.compile(r"(?:(?:'(?:[^']|'')+'|[^\s'!(),\"&+*/<>=^-]+)!)?\$?[A-Z]{1,3}\$?\d+#?(?::\$?[A-Z]{1,3}\$?\d+)?|(?:(?:'(?:[^']|'')+'|[^\s'!(),\"&+*/<>=^-]+)!)?\$?[A-Z]{1,3}:\$?[A-Z]{1,3}", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PART = re.compile(r"""\s*("(?:[^"]|"")*"|'(?:[^']|'')*'![^,]*|[^,"']*)\s*(,|$)""")


@dataclass(frozen=True)
class Reference:
    """A place in the workbook, as the formula writes it: `A5`, `'销售 订单'!$A$2:$A$90`."""

    text: str


@dataclass(frozen=True)
class Call:
    """name: of the function, in capitals. arguments: texts, numbers, References, None for one that is left out."""

    name: str
    arguments: tuple[str | float | Reference | None, ...]


def call_in(formula: str) -> Call | None:
    """The call that a formula is; None for any other formula."""
    found = _CALL.fullmatch(formula.strip())
    if not found:
        return None
    parts = _parts(found[2])
    read = [_argument(p) for p in parts or ()]
    if parts is None or any(a is _OTHER for a in read):
        return None
    return Call(found[1].upper(), tuple(a for a in read if not isinstance(a, _Other)))


class _Other:
    """What is no plain argument."""


_OTHER = _Other()


def _parts(text: str) -> list[str] | None:
    """The arguments, cut at commas outside of quotes; None where that is not all there is to it."""
    parts: list[str] = []
    at = 0
    while text.strip():
        found = _PART.match(text, at)
        if not found:
            return None
        parts.append(found[1].strip())
        at = found.end()
        if not found[2]:
            return parts
    return parts


def _argument(part: str) -> str | float | Reference | _Other | None:
    if not part:
        return None
    if part.startswith('"'):
        return part[1:-1].replace('""', '"')
    if _NUMBER.fullmatch(part):
        return float(part)
    return Reference(part) if _REFERENCE.fullmatch(part) else _OTHER
