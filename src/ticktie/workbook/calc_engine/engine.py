"""The engine as xlwings knows it, and the ways in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import xlwings

from ticktie.workbook.calc_engine.apps import Apps
from ticktie.workbook.calc_engine.values import CellError, cell_value


class Engine:
    """What xlwings asks of an engine."""

    name = "libreoffice"
    type = "desktop"

    def __init__(self) -> None:
        self.writes_over_excel_files = False
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        """One value as text, float, bool or one of datetime's."""
        return value if type(value) is float and value - value == 0 else cell_value(value, options.get("formulas", True))

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Any]],
        date_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Rows as read, with the caller's wishes for dates, numbers, empty cells and errors."""

        def clean(value: Any) -> Any:
            kind = type(value)
            if kind is float:
                return value if number_builder is None else number_builder(value)
            if value is None or value == "":
                return empty_as
            if kind is dt.datetime and date_builder is not dt.datetime:
                fields = ("year", "month", "day", "hour", "minute", "second", "microsecond")
                return date_builder(**{field: getattr(value, field) for field in fields}, tzinfo=None)
            if kind is CellError:
                return value.text if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]


engine = Engine()


def register() -> xlwings.Engine:
    """Make it known to xlwings and the active engine, so that `xlwings.App()` starts a LibreOffice."""
    known = [theirs for theirs in xlwings.engines if theirs.impl is engine]
    mine = known[0] if known else xlwings.Engine(impl=engine)
    if not known:
        xlwings.engines.add(mine)
    xlwings.engines.active = mine  # type: ignore[assignment]  # declared as None
    return mine


def start(add_book: bool = False) -> xlwings.App:
    """A headless LibreOffice of our own; `quit` ends it."""
    register()
    return xlwings.App(visible=False, add_book=add_book)


def connect(address: str) -> xlwings.App:
    """The LibreOffice that listens at `address`; `quit` closes what was opened from here and lets go."""
    register()
    return xlwings.App(visible=False, spec=address, add_book=False)
