"""How the cells of a block look: the part of Range that is about that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from ticktie.workbook.calc_engine import bridge
from ticktie.workbook.calc_engine.errors import speaks
from ticktie.workbook.calc_engine.formats import colour, triple

if TYPE_CHECKING:
    from ticktie.workbook.calc_engine.office import Office
    from ticktie.workbook.calc_engine.ranges import Range

_ALL_SCRIPTS = ("", "Asian", "Complex")  # else Chinese text ignores bold and size
_BOLD, _PLAIN = 150.0, 100.0
_ACROSS = {"general": "STANDARD", "left": "LEFT", "center": "CENTER", "right": "RIGHT", "justify": "BLOCK", "fill": "REPEAT"}
_DOWN = {"top": 1, "center": 2, "bottom": 3, "justify": 4}
_DOWN_UNSET = 0
_HUNDREDTHS_MM = 2540  # an inch
_POINTS, _PIXELS = 72, 96
_TWENTIETH = 0.05
_MANY = 1000  # lines
_DIGIT, _MARGIN = 7, 5  # pixels of a digit in Calibri 11, and what a column adds


class Looks:
    """Formats, fonts, colours, sizes."""

    if TYPE_CHECKING:

        @property
        def api(self) -> Any: ...

        @property
        def sheet(self) -> Any: ...

        def writable(self, call: str) -> Any: ...

    @property
    def number_format(self) -> str | None:
        """The format's code; None where the cells differ."""
        formats = self.sheet.book.formats
        codes = {formats.code(key) for key, _ in formats.keyed_areas(self.api)}
        return codes.pop() if len(codes) == 1 else None

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.writable("Range.number_format").NumberFormat = self.sheet.book.formats.key(code)

    @property
    def color(self) -> tuple[int, int, int] | None:
        return triple(self.api.CellBackColor)

    @color.setter
    def color(self, value: Any) -> None:
        self.writable("Range.color").CellBackColor = colour(value)

    @property
    def font(self) -> Font:
        return Font(self)  # type: ignore[arg-type]  # a Range

    @property
    def wrap_text(self) -> bool | None:
        return self.api.IsTextWrapped  # type: ignore[no-any-return]

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.writable("Range.wrap_text").IsTextWrapped = bool(value)

    @property
    def horizontal_alignment(self) -> str | None:
        side = self.api.HoriJustify
        return None if side is None else next((name for name, ours in _ACROSS.items() if ours == side.value), None)

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        if value not in _ACROSS:
            raise NotImplementedError(f"Range.horizontal_alignment = {value!r} is not supported over LibreOffice")
        self.writable("Range.horizontal_alignment").HoriJustify = bridge.enum("table.CellHoriJustify", _ACROSS[value])

    @property
    def vertical_alignment(self) -> str | None:
        side = self.api.VertJustify
        return "bottom" if side == _DOWN_UNSET else next((name for name, ours in _DOWN.items() if ours == side), None)

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        if value not in _DOWN:
            raise NotImplementedError(f"Range.vertical_alignment = {value!r} is not supported over LibreOffice")
        self.writable("Range.vertical_alignment").VertJustify = _DOWN[value]

    @property
    def column_width(self) -> float | None:
        """In characters, as Excel counts them; None where the columns differ."""
        cells = self.api
        width = _common(cells.Size.Width, cells.Columns.getByIndex(0).Width, cells.Columns.Count)
        if width is None:
            return None
        pixels = width * _PIXELS / _HUNDREDTHS_MM
        return round((pixels - _MARGIN) / _DIGIT if pixels > _DIGIT + _MARGIN else pixels / (_DIGIT + _MARGIN), 2)

    @column_width.setter
    def column_width(self, value: float) -> None:
        pixels = value * _DIGIT + _MARGIN if value >= 1 else value * (_DIGIT + _MARGIN)
        self.writable("Range.column_width").Columns.Width = round(pixels * _HUNDREDTHS_MM / _PIXELS)

    @property
    def row_height(self) -> float | None:
        """In points; None where the rows differ."""
        cells = self.api
        height = _common(cells.Size.Height, cells.Rows.getByIndex(0).Height, cells.Rows.Count)
        return None if height is None else _points(height)

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.writable("Range.row_height").Rows.Height = round(value * _HUNDREDTHS_MM / _POINTS)

    @property
    def width(self) -> float:
        return _points(self.api.Size.Width)

    @property
    def height(self) -> float:
        return _points(self.api.Size.Height)

    @property
    def left(self) -> float:
        return _points(self.api.Position.X)

    @property
    def top(self) -> float:
        return _points(self.api.Position.Y)

    @property
    def row_hidden(self) -> bool | None:
        """None where some are hidden and some are not."""
        cells = self.api
        seen = [(each.StartRow, each.EndRow) for each in cells.queryVisibleCells().getRangeAddresses()]
        return _hidden(cells.Rows, seen)

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.writable("Range.row_hidden").Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        cells = self.api
        seen = [(each.StartColumn, each.EndColumn) for each in cells.queryVisibleCells().getRangeAddresses()]
        return _hidden(cells.Columns, seen)

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.writable("Range.column_hidden").Columns.IsVisible = not value

    def autofit(self, axis: str | None = None) -> None:
        cells = self.writable("Range.autofit")
        if axis in (None, "c", "columns"):
            cells.Columns.OptimalWidth = True
        if axis in (None, "r", "rows"):
            cells.Rows.OptimalHeight = True


def _common(total: int, first: int, count: int) -> int | None:
    """The size of the first line where all have it, seen from their sum: asking each takes a second for a thousand."""
    return first if abs(_points(total) - count * _points(first)) < _TWENTIETH * 1.5 else None


def _hidden(lines: Any, seen: list[tuple[int, int]]) -> bool | None:
    """Whether the lines are hidden, from the stretches that are seen; None where some are."""
    if not seen:  # or what crosses them is hidden
        first = {not lines.getByIndex(index).IsVisible for index in range(min(lines.Count, _MANY))}
        return first.pop() if len(first) == 1 else None
    shown = {line for stretch in set(seen) for line in range(stretch[0], stretch[1] + 1)}
    return False if len(shown) == lines.Count else None


def _points(hundredths: int) -> float:
    """LibreOffice counts in twentieths of a point behind its hundredths of a millimetre."""
    return round(round(hundredths * _POINTS / _TWENTIETH / _HUNDREDTHS_MM) * _TWENTIETH, 2)


@speaks(base_classes.Font)
class Font:
    """The font of a block; None where the cells differ."""

    def __init__(self, block: Range) -> None:
        self._block = block

    @property
    def office(self) -> Office:
        return self._block.office

    @property
    def api(self) -> Any:
        return self._block.api

    def _set(self, name: str, value: Any) -> None:
        cells = self._block.writable(f"Font: {name}")
        for script in _ALL_SCRIPTS:
            setattr(cells, name + script, value)

    @property
    def bold(self) -> bool | None:
        weight = self.api.CharWeight
        return None if weight is None else weight > _PLAIN

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("CharWeight", _BOLD if value else _PLAIN)

    @property
    def italic(self) -> bool | None:
        posture = self.api.CharPosture
        return None if posture is None else posture.value != "NONE"

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("CharPosture", bridge.enum("awt.FontSlant", "ITALIC" if value else "NONE"))

    @property
    def size(self) -> float | None:
        return self.api.CharHeight  # type: ignore[no-any-return]

    @size.setter
    def size(self, value: float) -> None:
        self._set("CharHeight", float(value))

    @property
    def name(self) -> str | None:
        return self.api.CharFontName  # type: ignore[no-any-return]

    @name.setter
    def name(self, value: str) -> None:
        self._set("CharFontName", value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        number = self.api.CharColor
        return None if number is None else triple(number) or (0, 0, 0)

    @color.setter
    def color(self, value: Any) -> None:
        self._block.writable("Font.color").CharColor = colour(value)
