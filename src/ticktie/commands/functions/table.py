"""Every function in cells: its name, its arguments, its help. Hosts draw their wrappers from it and call it.

A function's signature is the Python function's own: the first parameter is the book, the others are the arguments, one
with a default may be left out. Help stands in the wording: `function.help.<name>` has `text` and an entry an argument.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from ticktie.commands.functions import items, ranges, words
from ticktie.commands.functions.answer import Book, No, wrong
from ticktie.commands.functions.explain import explain
from ticktie.commands.functions.shapes import Answer, each
from ticktie.domain.wording import say

PREFIX = "TT_"  # of every function's name
Takes = Literal["cells", "ranges", "pointed"]


@dataclass(frozen=True)
class Argument:
    """name: as the sheet's user sees it, ASCII. optional: it may be left out."""

    name: str
    optional: bool


@dataclass(frozen=True)
class Function:
    """run: book and arguments -> answer. takes: a cell at a time; whole ranges; or cells with their formulas (`Pointed`).

    slow: not to be worked out again and again while a person types its arguments.
    """

    name: str
    run: Callable[..., Any]
    takes: Takes = "cells"
    slow: bool = False

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        told = [p for p in inspect.signature(self.run).parameters.values() if p.name not in ("book", "call")]
        return tuple(Argument(p.name, p.default is not p.empty) for p in told)


FUNCTIONS: tuple[Function, ...] = (
    Function("TT_STATUS", items.status),
    Function("TT_RESIDUAL", items.residual),
    Function("TT_EXPLAIN", explain, "pointed"),
    Function("TT_BALANCE", items.balance),
    Function("TT_AGING", items.aging),
    Function("TT_MATCH", ranges.match, "ranges", slow=True),
    Function("TT_UNMATCHED", ranges.unmatched, "ranges", slow=True),
    Function("TT_RMB", words.rmb),
    Function("TT_ORDERNO", words.orderno),
    Function("TT_PARTY", words.party),
    Function("TT_SIMILAR", words.similar),
    Function("TT_DUE", words.due),
)
BY_NAME = {f.name: f for f in FUNCTIONS}


def call(name: str, book: Book, *arguments: Any) -> Answer:
    """What a cell shall show: a value, a No, or rows of them. arguments: values, or rows of values; None for one left out."""
    function = BY_NAME.get(name)
    if function is None:
        return No("function_unknown", {"value": name}, "#NAME?")
    needed = sum(not a.optional for a in function.arguments)
    if not needed <= len(arguments) <= len(function.arguments):
        return wrong("arguments", name)
    if function.takes == "ranges":
        return function.run(book, *(_single(a) if a_.optional else a for a, a_ in zip(arguments, function.arguments, strict=False)))
    if function.takes == "pointed":
        return each(lambda cell: explain(book, cell, call), *arguments)
    return each(lambda *cells: function.run(book, *cells), *arguments)


def _single(value: Any) -> Any:
    """The first cell of an argument that is meant to be one."""
    return value[0][0] if isinstance(value, list | tuple) else value


def help_of(function: Function, language: str) -> tuple[str, list[str]]:
    """What the function does, and what each argument is, in one language."""
    key = f"function.help.{function.name}"
    return say(language, f"{key}.text"), [say(language, f"{key}.{a.name}") for a in function.arguments]
