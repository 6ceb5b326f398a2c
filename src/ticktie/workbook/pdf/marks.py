"""What is put on a sheet of paper, in points from its upper left corner; and text in lines of a width."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

_TOKEN = re.compile(r"[!-~]+ ?|\s|.", re.DOTALL)
_WORD = re.compile(r"[!-~]+")
_CLOSING = frozenset("，。、；：！？）》」』】”’％,.;:!?)%")  # never the first of a line


class Text(NamedTuple):
    """One line of text; y is its base line."""

    x: float
    y: float
    size: float
    bold: bool
    color: str
    text: str


class Box(NamedTuple):
    """A rectangle; fill and line are colours or empty."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    line: str


class Rule(NamedTuple):
    """A horizontal line."""

    x: float
    y: float
    width: float
    weight: float
    color: str
    dashed: bool = False


class Image(NamedTuple):
    """A picture, as a PNG."""

    x: float
    y: float
    width: float
    height: float
    png: bytes


Mark = Text | Box | Rule | Image


def wrap(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    """The text in lines: Han breaks anywhere but before closing punctuation, a word or number only where it is longer than a line."""
    return [line for part in text.split("\n") for line in _wrapped(part, room, width)]


def longest_word(text: str) -> str:
    """The longest run of Latin letters, digits and signs; empty where there is none."""
    return max(_WORD.findall(text), key=len, default="")


def _wrapped(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    if width(text) <= room:
        return [text]
    lines: list[str] = []
    line: list[str] = []
    used = 0.0
    for token in (piece for found in _TOKEN.findall(text) for piece in _pieces(found, room, width)):
        size = width(token.rstrip())
        if line and used + size > room:
            taken = [line.pop()] if token in _CLOSING and len(line) > 1 else []
            lines.append("".join(line).rstrip())
            line, used = taken, sum(map(width, taken))
        line.append(token)
        used += width(token)
    return [*lines, "".join(line).rstrip()]


def _pieces(token: str, room: float, width: Callable[[str], float]) -> list[str]:
    """A token that is longer than a line, in parts that fit."""
    if width(token.rstrip()) <= room or len(token) == 1:
        return [token]
    parts, part = [], ""
    for letter in token:
        if part and width(part + letter) > room:
            parts.append(part)
            part = ""
        part += letter
    return [*parts, part]
