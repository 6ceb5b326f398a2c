"""How a template's cell looks, as a tone and what a person chose beside it."""

from __future__ import annotations

import colorsys
from dataclasses import replace
from typing import Any

from lxml import etree
from openpyxl.styles.colors import COLOR_INDEX

from ticktie.domain.page import Style, Tone
from ticktie.workbook.look import plain

_TONES: tuple[Tone, ...] = ("", "label", "muted", "figure", "section", "sign", "box", "cut")
_LINES: dict[Tone, str] = {"box": "around", "section": "below", "cut": "above"}  # tones that are drawn with lines
_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")  # as cells count them
_SPACE = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}


class Looks:
    """The looks of one workbook's cells."""

    def __init__(self, book: Any):
        self._theme = _theme(book.loaded_theme)

    def of(self, cell: Any) -> tuple[Tone, Style | None]:
        """The tone of an openpyxl cell, and what differs from it."""
        found, lines = self._style(cell), _lines(cell.border)
        for tone in _TONES:
            if _told(tone) == found and _LINES.get(tone, "") == lines:
                return tone, None
        base: Tone = next((tone for tone, told in _LINES.items() if told == lines), "")
        return base, found

    def heading(self, cell: Any) -> Style | None:
        """What differs from the usual heading of a table."""
        found, usual = self._style(cell), _told("heading")
        return None if found == usual else replace(found, size=0 if found.size == usual.size else found.size)

    def bare(self, cell: Any) -> bool:
        """Nothing is drawn there: no line, no fill."""
        return not _lines(cell.border) and not self._fill(cell)

    def _style(self, cell: Any) -> Style:
        align = cell.alignment.horizontal if cell.alignment.horizontal in ("left", "center", "right") else "left"
        color = self._color(cell.font.color) or "#000000"
        return Style(float(cell.font.sz or plain("").size), bool(cell.font.b), color, self._fill(cell), align)

    def _fill(self, cell: Any) -> str:
        return self._color(cell.fill.fgColor) if cell.fill.fill_type == "solid" else ""

    def _color(self, color: Any) -> str:
        """#RRGGBB; empty for a colour that is left to the program."""
        if color is None or color.type == "auto":
            return ""
        if color.type == "rgb":
            return f"#{str(color.rgb)[-6:].upper()}"
        if color.type == "indexed":
            return f"#{COLOR_INDEX[color.indexed][-6:].upper()}" if color.indexed < len(COLOR_INDEX) else ""
        shade = self._theme[color.theme] if color.theme < len(self._theme) else ""
        return _tinted(shade, color.tint or 0.0) if shade else ""


def _told(tone: Tone) -> Style:
    """The tone's looks as a cell tells them: what is not aligned stands at the left."""
    style = plain(tone)
    return replace(style, align=style.align or "left")


def _theme(xml: bytes | None) -> list[str]:
    """The theme's colours in the order in which cells count them."""
    if not xml:
        return []
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    found = []
    for name in _THEME:
        color = root.find(f".//a:clrScheme/a:{name}/*", _SPACE)
        told = "" if color is None else color.get("lastClr") or color.get("val") or ""
        found.append(f"#{told.upper()}" if len(told) == 6 else "")
    return found


def _tinted(color: str, tint: float) -> str:
    """Lighter for a positive tint, darker for a negative one (ECMA-376, 18.8.19)."""
    red, green, blue = (int(color[n : n + 2], 16) / 255 for n in (1, 3, 5))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "#" + "".join(f"{round(255 * part):02X}" for part in colorsys.hls_to_rgb(hue, light, full))


def _lines(border: Any) -> str:
    sides = {name for name in ("left", "right", "top", "bottom") if getattr(border, name) is not None and getattr(border, name).style}
    if len(sides) == 4 or {"left", "top", "bottom"} <= sides:  # the right line of merged cells is the last one's
        return "around"
    return "below" if sides == {"bottom"} else "above" if sides == {"top"} else ""
