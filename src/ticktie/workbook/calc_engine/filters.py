"""Filters on a block: which rows are shown.

LibreOffice keeps one list of conditions for a block with a header row, read as "a and b or c and d", without brackets. So
"x or y" in one column cannot stand beside a condition on another; asked for, it is refused. Nor can empty cells be asked for:
LibreOffice 7.4 takes that for a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from ticktie.workbook.calc_engine import bridge
from ticktie.workbook.calc_engine.errors import speaks

if TYPE_CHECKING:
    from ticktie.workbook.calc_engine.office import Office
    from ticktie.workbook.calc_engine.ranges import Range

# com.sun.star.sheet.FilterOperator2
_EQUAL = 2
_OPERATORS = {
    "equal_to": _EQUAL,
    "not_equal_to": 3,
    "greater_than": 4,
    "greater_than_or_equal": 5,
    "less_than": 6,
    "less_than_or_equal": 7,
}
_RANKS = {"top_items": 8, "top_percent": 9, "bottom_items": 10, "bottom_percent": 11}
_PAIRS = {"between": ("AND", 5, 7), "not_between": ("OR", 6, 4)}


@speaks(base_classes.AutoFilter)
class AutoFilter:
    """The filter of a block whose first row holds titles."""

    def __init__(self, block: Range) -> None:
        self._block = block

    @property
    def office(self) -> Office:
        return self._block.office

    @property
    def criteria(self) -> list[dict[str, Any]]:
        """One entry per column; "unknown" for what LibreOffice can and xlwings cannot say."""
        found = self._conditions()
        return [_in_words(field, [each for each in found if each.Field == field - 1]) for field in range(1, self._block.place.columns + 1)]

    def apply_values(self, field: int, values: Sequence[str]) -> None:
        self._replace(field, [_condition(field, _EQUAL, value, "OR" if at else "AND") for at, value in enumerate(values)])

    def apply_comparison(self, field: int, operator: str, value1: Any, value2: Any) -> None:
        if value1 is None:
            raise NotImplementedError("AutoFilter.apply_comparison with None is not supported over LibreOffice")
        if operator in _PAIRS:
            joined, lower, upper = _PAIRS[operator]
            self._replace(field, [_condition(field, lower, value1), _condition(field, upper, value2, joined)])
        else:
            self._replace(field, [_condition(field, _OPERATORS[operator], value1)])

    def apply_top_items(self, field: int, count: int) -> None:
        self._replace(field, [_condition(field, _RANKS["top_items"], count)])

    def apply_bottom_items(self, field: int, count: int) -> None:
        self._replace(field, [_condition(field, _RANKS["bottom_items"], count)])

    def apply_top_percent(self, field: int, percent: float) -> None:
        self._replace(field, [_condition(field, _RANKS["top_percent"], percent)])

    def apply_bottom_percent(self, field: int, percent: float) -> None:
        self._replace(field, [_condition(field, _RANKS["bottom_percent"], percent)])

    def clear(self, field: int | None = None) -> None:
        """Show all rows, or lift one column's condition."""
        self._replace(field, [])

    def _conditions(self) -> Sequence[Any]:
        return self._block.api.createFilterDescriptor(False).getFilterFields2()  # type: ignore[no-any-return]

    def _replace(self, field: int | None, conditions: list[Any]) -> None:
        cells = self._block.writable("AutoFilter")
        wanted = [each for each in self._conditions() if field is not None and field - 1 != each.Field] + conditions
        if len({each.Field for each in wanted}) > 1 and any(each.Connection.value == "OR" for each in wanted):
            raise NotImplementedError("AutoFilter: one of several values, and a condition on another column, is not supported over LibreOffice")
        wish = cells.createFilterDescriptor(True)
        wish.ContainsHeader = True
        wish.setFilterFields2(tuple(wanted))
        cells.filter(wish)


def _condition(field: int, operator: int, value: Any, joined: str = "AND") -> Any:
    """Numeric where the value can be read as a number; dates come as {"type", "value"}."""
    text = str(value["value"] if isinstance(value, dict) else value)
    try:
        number: float | None = float(text)
    except ValueError:
        number = None
    connection = bridge.enum("sheet.FilterConnection", joined)
    return bridge.struct("sheet.TableFilterField2", connection, field - 1, operator, number is not None, number or 0.0, text)


def _in_words(field: int, conditions: list[Any]) -> dict[str, Any]:
    found = base_classes.empty_autofilter_criteria(field)
    if not conditions:
        return found
    values = [f"{each.NumericValue:g}" if each.IsNumeric else each.StringValue for each in conditions]
    operators = {each.Operator for each in conditions}
    if operators == {_EQUAL}:
        return found | {"type": "values", "values": values}
    pairs = {"AND": "between", "OR": "not_between"}
    if len(conditions) == 2 and _PAIRS[pair := pairs[conditions[1].Connection.value]][1:] == tuple(each.Operator for each in conditions):
        return found | {"type": "comparison", "operator": pair, "value1": values[0], "value2": values[1]}
    word = {number: name for name, number in (_OPERATORS | _RANKS).items()}.get(conditions[0].Operator)
    if word is None or len(conditions) > 1:
        return found | {"type": "unknown"}
    if word in _RANKS:
        return found | {"type": word, "percent" if "percent" in word else "count": conditions[0].NumericValue}
    return found | {"type": "comparison", "operator": word, "value1": values[0]}
