"""The VBA of the functions in cells, drawn from the table of functions, and their help for the sheet `_words`.

One VBA function for each: it hands its arguments on, and after them an empty place where xlwings puts the cell that
calls. Help stands under `help.<name>` and `help.<name>.<argument>`, a column for each language, and is told to Excel by
`TtDescribe` (addin/TicktieServer.bas).
"""

from __future__ import annotations

from collections.abc import Sequence

from ticktie.addin.sources import AddinRefused, Module, module
from ticktie.commands.functions.table import FUNCTIONS, PREFIX, Function, help_of
from ticktie.domain.wording import LANGUAGES

LONGEST_HELP = 255  # characters of a description in Excel
# What VBA keeps for itself and is likely as the name of an argument.
RESERVED = frozenset(["as", "boolean", "byval", "byte", "call", "case", "close", "const", "currency", "date", "decimal", "dim", "do", "double", "each", "else", "end", "enum", "error", "event", "exit", "false", "for", "function", "get", "global", "goto", "if", "in", "input", "integer", "is", "let", "like", "line", "lock", "long", "loop", "me", "mod", "name", "new", "next", "not", "nothing", "null", "object", "on", "open", "option", "optional", "or", "print", "private", "property", "public", "put", "redim", "rem", "resume", "return", "seek", "select", "set", "single", "static", "step", "stop", "string", "sub", "then", "time", "to", "true", "type", "until", "variant", "wend", "while", "with", "write", "xor"])  # fmt: skip


def functions_module(functions: Sequence[Function] = FUNCTIONS) -> Module:
    """Raises AddinRefused (source_wrong) for a name that VBA or Excel takes for something else."""
    lines = [
        'Attribute VB_Name = "TicktieFunctions"', "Option Explicit", "",
        "' Drawn from the table of functions (src/ticktie/commands/functions/table.py); do not edit.",
    ]  # fmt: skip
    for function in functions:
        _check(function)
        lines += ["", *_wrapper(function)]
    lines += ["", *_described(functions)]
    return module("\n".join(lines) + "\n")


def _wrapper(function: Function) -> list[str]:
    names = [a.name for a in function.arguments]
    head = ", ".join(f"Optional {a.name}" if a.optional else a.name for a in function.arguments)
    asked = f'{function.name} = TtAnswer("{function.name}", Array({", ".join([*names, "Nothing"])}))'
    body = [f"    If TtInWizard() Then {function.name} = CVErr(xlErrNA) Else {asked}"] if function.slow else [f"    {asked}"]
    return [f"Public Function {function.name}({head})", *body, "End Function"]


def _described(functions: Sequence[Function]) -> list[str]:
    """Every function's help, told to Excel in the user's language."""
    lines = ["Public Sub TtDescribeAll()"]
    for function in functions:
        keys = ", ".join(f'"help.{function.name}.{a.name}"' for a in function.arguments)
        lines.append(f'    TtDescribe "{function.name}", Array({keys})')
    return [*lines, "End Sub"]


def _check(function: Function) -> None:
    """A name such as TT20 would be a cell; an argument of a reserved name does not compile."""
    letters = function.name.replace("_", "")
    wrong = [a.name for a in function.arguments if a.name.lower() in RESERVED or not a.name.isidentifier() or not a.name.isascii()]
    if not letters.isalpha() or not function.name.startswith(PREFIX) or wrong:
        raise AddinRefused("source_wrong", detail=f"{function.name} {' '.join(wrong)}".strip())


def help_words(functions: Sequence[Function] = FUNCTIONS) -> list[tuple[str, ...]]:
    """Rows of the sheet `_words`. Raises AddinRefused (source_wrong) for a text that Excel would cut."""
    rows: list[tuple[str, ...]] = []
    for function in functions:
        told = [help_of(function, language) for language in LANGUAGES]
        rows.append((f"help.{function.name}", *(text for text, _ in told)))
        rows += [(f"help.{function.name}.{a.name}", *(texts[n] for _, texts in told)) for n, a in enumerate(function.arguments)]
    if long := [key for key, *texts in rows if any(len(text) > LONGEST_HELP for text in texts)]:
        raise AddinRefused("source_wrong", detail=f"> {LONGEST_HELP}: {long}")
    return rows
