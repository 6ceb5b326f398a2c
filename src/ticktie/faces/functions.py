"""The functions in cells as xlwings calls them: `call_udf("ticktie.faces.functions", "TT_STATUS", arguments)`.

Thin: a range becomes rows of values, the caller's workbook a `Book`, and what has no answer a mark that the add-in's VBA
turns into Excel's error value. Everything else is `commands/functions`, and each of its functions is drawn from there.
The workbook is the one that the formula stands in (`caller`), never the one in front.
"""

from __future__ import annotations

import datetime as dt
import inspect
import sys
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from ticktie.addin.machine import this_machine
from ticktie.commands.functions.answer import VALUE, No
from ticktie.commands.functions.explain import Pointed
from ticktie.commands.functions.table import BY_NAME, FUNCTIONS, Function, call
from ticktie.domain.grid import Cell
from ticktie.domain.wording import LANGUAGES
from ticktie.faces.terminal import user_language
from ticktie.reports.standing import Standing
from ticktie.workbook.open_tabs import OpenTabs

MARK = "\a"  # before an error value: no cell can hold it
LONGEST = 32_767  # characters of a cell
_MISSING = -2147352572  # an argument that was left out, as it comes over COM
_ERRORS = {
    -2146826281: "#DIV/0!", -2146826246: "#N/A", -2146826259: "#NAME?", -2146826288: "#NULL!", -2146826252: "#NUM!", -2146826265: "#REF!",
    -2146826273: "#VALUE!",
}  # fmt: skip
_TRIM_FROM = 4096  # rows of a range from which it is cut where the sheet ends
TABS = OpenTabs()


class CallersBook:
    """The workbook that a formula stands in; caller: its cell, an xlwings Range, or None outside of cells."""

    def __init__(self, caller: Any):
        self._caller = caller

    @property
    def language(self) -> str:
        standing = self.standing()
        return standing.language if standing else _users_language()

    def standing(self) -> Standing | None:
        return TABS.standing(self._caller.sheet.book) if self._caller is not None else None


@cache
def _users_language() -> str:
    said = next((a.partition("=")[2] for a in sys.argv if a.startswith("--lang=")), "") or this_machine().settings().get("LANGUAGE", "")
    return said if said in LANGUAGES else user_language(None)


def answer(function: Function, given: Sequence[Any], caller: Any) -> Any:
    """What the cell is given: a value, or rows of values. It never raises: a cell would show the text of it."""
    try:
        book = CallersBook(caller)
        read = _pointed if function.takes == "pointed" else _values
        arguments = [None if _left_out(value) else read(value) for value in given]
        return _to_excel(call(function.name, book, *arguments))
    except Exception as error:
        return _to_excel(No("unforeseen", {"value": f"{type(error).__name__}: {error}"}, VALUE))


def _left_out(value: Any) -> bool:
    return isinstance(value, int) and value == _MISSING


def _is_range(value: Any) -> bool:
    return hasattr(value, "sheet") and hasattr(value, "options")


def _values(value: Any) -> Any:
    """The cells of a range, errors as their texts; a value that is none of a range as it is. A single cell is a value."""
    rows = _cut(value).options(ndim=2, err_to_str=True).value if _is_range(value) else value
    if not isinstance(rows, list | tuple):
        return _cell(rows)
    rows = rows if rows and isinstance(rows[0], list | tuple) else [rows]
    plain = [[_cell(c) for c in row] for row in rows]
    return plain[0][0] if len(plain) == 1 and len(plain[0]) == 1 else plain


def _cell(value: Any) -> Cell:
    if isinstance(value, int) and not isinstance(value, bool) and value in _ERRORS:
        return _ERRORS[value]
    if isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day, value.hour, value.minute, value.second)
    return None if value == "" else value


def _cut(area: Any) -> Any:
    """The range without the rows below the last that its sheet uses, so that whole columns can be given."""
    rows, columns = area.shape
    if rows < _TRIM_FROM:
        return area
    last = int(area.sheet.used_range.last_cell.row)
    kept = min(rows, max(1, last - int(area.row) + 1))
    return area.sheet.range((area.row, area.column), (area.row + kept - 1, area.column + columns - 1))


def _pointed(value: Any) -> Any:
    """The cells of a range with their formulas."""
    if not _is_range(value):
        return _values(value)
    area = _cut(value)
    values, formulas = _rows(area.options(ndim=2, err_to_str=True).value), _rows(area.formula)
    cells = [[Pointed(_cell(v), str(f or ""), lambda r: _look(area, r)) for v, f in zip(*pair, strict=True)] for pair in zip(values, formulas, strict=True)]
    return cells[0][0] if len(cells) == 1 and len(cells[0]) == 1 else cells


def _rows(value: Any) -> list[list[Any]]:
    """Rows, however an engine gives a block: a value, a row, rows."""
    if not isinstance(value, list | tuple):
        return [[value]]
    return [list(row) for row in value] if value and isinstance(value[0], list | tuple) else [list(value)]


def _look(area: Any, reference: str) -> Any:
    """The values that a reference in a formula means, seen from its own sheet; None where it leads elsewhere."""
    sheet, _, address = reference.rpartition("!")
    try:
        home = area.sheet.book.sheets[sheet.strip("'").replace("''", "'")] if sheet else area.sheet
        return _values(home.range(address.replace("$", "")))
    except Exception:  # no such sheet or place
        return None


def _to_excel(found: Any) -> Any:
    if isinstance(found, list):
        return [[_out(c) for c in row] for row in found]
    return _out(found)


def _out(value: Any) -> Any:
    if isinstance(value, No):
        return MARK + value.error
    if isinstance(value, str):
        return value[:LONGEST]
    return "" if value is None else value


def _face(function: Function) -> Callable[..., Any]:
    """The function with the signature that xlwings reads: its arguments, then the cell that calls."""

    def face(*given: Any) -> Any:
        return answer(function, given[:-1], given[-1])

    kinds = inspect.Parameter.POSITIONAL_OR_KEYWORD
    names = [inspect.Parameter(a.name, kinds, default=_MISSING if a.optional else inspect.Parameter.empty) for a in function.arguments]
    last = inspect.Parameter("caller", kinds, default=None if names[-1].default is not inspect.Parameter.empty else inspect.Parameter.empty)
    face.__name__ = face.__qualname__ = function.name
    face.__doc__ = function.name
    face.__signature__ = inspect.Signature([*names, last])  # type: ignore[attr-defined]
    return face


def _decorated(face: Callable[..., Any]) -> Callable[..., Any]:
    """Told to xlwings, where it can be told: its part for functions imports pywin32."""
    try:
        from xlwings import udfs
    except ImportError:
        return face
    from xlwings.conversion import Accessor, Pipeline

    class Given(Accessor):
        """The argument untouched: the range where it is one, else the value."""

        @staticmethod
        def reader(options: Any) -> Any:
            pipeline: Any = Pipeline()
            return pipeline.append_stage(_keep)

    told = udfs.xlfunc(face)
    for name in inspect.signature(face).parameters:
        told = udfs.xlarg(name, convert=Given)(told)
    return told


def _keep(context: Any) -> None:
    context.value = context.range if context.range is not None else context.value


globals().update({f.name: _decorated(_face(f)) for f in FUNCTIONS})
assert set(BY_NAME) <= set(globals())
