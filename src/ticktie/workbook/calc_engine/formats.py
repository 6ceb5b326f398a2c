"""Number formats, colours, and where in a block which format stands."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ticktie.workbook.calc_engine import bridge
from ticktie.workbook.calc_engine.errors import OfficeError, of_the_bridge
from ticktie.workbook.calc_engine.place import LAST_ROW

if TYPE_CHECKING:
    from ticktie.workbook.calc_engine.ranges import Range

IS_DATE, IS_TIME, IS_TEXT, IS_LOGICAL = 2, 4, 256, 1024
_NO_COLOUR = -1
_GENERAL = "General"
_DATE_WORDS = re.compile(r'"[^"]*"|\\.|\[\$[^\]]*\]|AM/PM|[A-Z]+')
Stretch = tuple[int, int, int]  # column, first and last row inside a block


class NumberFormats:
    """The formats of one document, each asked for once."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._keys: dict[str, int] = {}
        self._kinds: dict[int, int] = {}
        self._codes: dict[int, str] = {}

    @property
    def epoch(self) -> dt.datetime:
        """The day whose number is 0."""
        day = self._document.NullDate
        return dt.datetime(day.Year, day.Month, day.Day)

    def key(self, code: str) -> int:
        """The document's number for a format code."""
        if code not in self._keys:
            formats = self._document.NumberFormats
            if code == _GENERAL:
                self._keys[code] = formats.getStandardIndex(_locale())
            else:  # where the office's language reads the code as something else, it is marked as English
                key, meant = (_added(formats, code, locale) for locale in (_locale(), _locale("en", "US")))
                self._keys[code] = key if self.kind(key) == self.kind(meant) else meant
        return self._keys[code]

    def kind(self, key: int) -> int:
        """What a format shows: the bits IS_DATE and so on."""
        if key not in self._kinds:
            self._kinds[key] = int(self._document.NumberFormats.getByKey(key).Type)
        return self._kinds[key]

    def code(self, key: int) -> str:
        """The code as Excel writes it in English, date words in small letters."""
        if key not in self._codes:
            formats = self._document.NumberFormats
            found = formats.getByKey(key)
            if key == formats.getStandardIndex(found.Locale):
                return self._codes.setdefault(key, _GENERAL)
            language = found.Locale.Language
            general = formats.getByKey(formats.getStandardIndex(_locale())).FormatString
            if language != "en" and (language or general != _GENERAL):
                found = formats.getByKey(formats.addNewConverted(found.FormatString, found.Locale, _locale("en", "US")))
            code = str(found.FormatString)
            if self.kind(key) & (IS_DATE | IS_TIME):
                code = _DATE_WORDS.sub(lambda word: word[0] if word[0][0] in '"\\[' or word[0] == "AM/PM" else word[0].lower(), code)
            self._codes[key] = code
        return self._codes[key]

    def is_general(self, key: int) -> bool:
        return self.code(key) == _GENERAL

    def keyed_areas(self, cells: Any) -> list[tuple[int, Sequence[Any]]]:
        """Each format in the block with the addresses of its cells. (A mixed block's own answer is that of its first cell.)"""
        where = cells.RangeAddress
        if where.StartRow == where.EndRow and where.StartColumn == where.EndColumn:
            return [(cells.NumberFormat, (where,))]
        return [(group.NumberFormat, group.getRangeAddresses()) for group in _groups(cells)]

    def areas(self, cells: Any, only: int) -> Iterator[tuple[int, Sequence[Any]]]:
        """The same by kind, for the kinds with one of the bits of `only`."""
        for group in _groups(cells):
            if (kind := self.kind(group.NumberFormat)) & only:
                yield kind, group.getRangeAddresses()


def _groups(cells: Any) -> Iterator[Any]:
    found = cells.getUniqueCellFormatRanges()
    return (found.getByIndex(index) for index in range(found.Count))


def _locale(language: str = "", country: str = "") -> Any:
    """Without a language: the office's own."""
    return bridge.struct("lang.Locale", language, country, "")


def _added(formats: Any, code: str, locale: Any) -> int:
    try:
        found = formats.queryKey(code, locale, False)
        return int(found if found >= 0 else formats.addNew(code, locale))
    except Exception as error:
        if not of_the_bridge(error):
            raise
    raise OfficeError(f"not a number format: {code!r}")


class Areas:
    """The formats that a block had when it was first asked, by column: from row, to row, format."""

    def __init__(self, block: Range) -> None:
        self._block = block
        self._formats = block.sheet.book.formats

    @cached_property
    def _columns(self) -> dict[int, list[tuple[int, int, int]]]:
        top, left = self._block.place[:2]
        columns: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for key, addresses in self._formats.keyed_areas(self._block.api):
            for each in addresses:
                for column in range(each.StartColumn - left, each.EndColumn - left + 1):
                    columns[column].append((each.StartRow - top, each.EndRow - top, key))
        return {column: sorted(stretches) for column, stretches in columns.items()}

    def look(self) -> Areas:
        """Ask now."""
        _ = self._columns
        return self

    def kind_at(self, row: int, column: int) -> int:
        return next((self._formats.kind(key) for _, _, key in self._within((column, row, row))), 0)

    def general(self, stretches: Iterable[Stretch]) -> list[Stretch]:
        """The parts of the stretches that have no format of their own; that of truth values goes with the value."""
        return [
            (column, max(top, first), min(bottom, last))
            for column, top, bottom in stretches
            for first, last, key in self._within((column, top, bottom))
            if self._formats.is_general(key) or self._formats.kind(key) & IS_LOGICAL
        ]

    def of_kind(self, kind: int) -> list[Stretch]:
        """The stretches with a format of the kind."""
        return [
            (column, first, last)
            for column, stretches in self._columns.items()
            for first, last, key in stretches
            if self._formats.kind(key) & kind
        ]

    def _within(self, stretch: Stretch) -> Iterator[tuple[int, int, int]]:
        column, top, bottom = stretch
        found = self._columns.get(column, [])
        for at in range(max(bisect_right(found, (top, LAST_ROW, 0)) - 1, 0), len(found)):
            if found[at][0] > bottom:
                return
            if found[at][1] >= top:
                yield found[at]


def give(block: Range, code: str, stretches: Sequence[Stretch]) -> None:
    """A number format to stretches of the block's columns, in one call."""
    if not stretches:
        return
    sheet, (above, before) = block.sheet.index - 1, block.place[:2]
    cells = block.sheet.book.api.createInstance("com.sun.star.sheet.SheetCellRanges")
    addresses = (
        bridge.struct("table.CellRangeAddress", sheet, before + column, above + top, before + column, above + bottom)
        for column, top, bottom in stretches
    )
    cells.addRangeAddresses(tuple(addresses), False)
    cells.NumberFormat = block.sheet.book.formats.key(code)


def colour(value: Any) -> int:
    """xlwings' colour (a triple, "#rrggbb", Excel's number, None) as LibreOffice's number."""
    if value is None:
        return _NO_COLOUR
    if isinstance(value, str):
        return int(value.removeprefix("#"), 16)
    if isinstance(value, int):
        blue, green, red = value.to_bytes(3, "big")
    else:
        red, green, blue = value
    return int(red) << 16 | int(green) << 8 | int(blue)


def triple(number: int | None) -> tuple[int, int, int] | None:
    """LibreOffice's number as a triple; None for no colour and for several."""
    if number is None or number < 0:
        return None
    return number >> 16 & 255, number >> 8 & 255, number & 255


def look_like_excel(document: Any) -> None:
    """A new book in Excel's font, and without Calc's printed header and footer."""
    style = document.StyleFamilies.getByName("CellStyles").getByName("Default")
    style.CharFontName, style.CharHeight, style.CharHeightAsian = "Calibri", 11.0, 11.0
    page = document.StyleFamilies.getByName("PageStyles").getByName("Default")
    page.HeaderIsOn = page.FooterIsOn = False
