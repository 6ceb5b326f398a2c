"""How pages look: fonts, colours, number formats and paper, in one place.

Every colour is chosen to be told apart in grey as well: what matters is also bold, bordered, signed or in words.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from ticktie.domain.page import Kind, Style, Tone

FONTS = {"zh-Hans": "等线", "zh-Hant": "Microsoft JhengHei", "en": "Calibri"}  # LibreOffice falls back by family
SIZE = 10
LINE = 15.0  # points a line of text takes
INK, PAPER_LINE, HEAD, HEAD_LINE = "#1F2937", "#C9CED6", "#DCE3EE", "#5B6B84"
INPUT, INPUT_HEAD, INPUT_LINE = "#FFF8DC", "#F6E7A8", "#B8A76A"
TABS = {"heading": "#33507A", "good": "#3B7D4F", "warn": "#C98A1B", "bad": "#A33A3A", "input": "#8A8F98", "": "#8A8F98"}
CHART = ("#2F6B4F", "#8FBF9F", "#C9CED6", "#E3B04B", "#B7791F", "#6B7280")  # series in order: dark and light alternate
MARGINS = {"left": 0.35, "right": 0.35, "top": 0.45, "bottom": 0.6}  # inches
A4 = (8.27, 11.69)  # inches
DATE = "yyyy-mm-dd"

_TONES: dict[str, dict[str, Any]] = {
    "title": {"font_size": 16, "bold": True},
    "sign": {"font_size": 18, "bold": True, "align": "center", "valign": "vcenter"},
    "cut": {"font_color": "#6B7280", "align": "center", "top": 3, "top_color": HEAD_LINE},
    "subtitle": {"font_color": "#4B5563"},
    "section": {"font_size": 12, "bold": True, "font_color": "#33507A", "bottom": 2, "bottom_color": "#33507A"},
    "heading": {
        "bold": True, "bg_color": HEAD, "border": 1, "border_color": PAPER_LINE, "bottom": 1, "bottom_color": HEAD_LINE,
        "text_wrap": True, "align": "center", "valign": "vcenter",
    },
    "good": {"font_color": "#1E6B3A", "bold": True},
    "warn": {"font_color": "#8A5A00", "bold": True},
    "bad": {"font_color": "#A31515", "bold": True},
    "muted": {"font_color": "#6B7280"},
    "total": {"bold": True, "bg_color": "#EEF1F5", "top": 1, "top_color": HEAD_LINE},
    "label": {"font_color": "#4B5563"},
    "figure": {"font_size": 13, "bold": True},
    "input": {"bg_color": INPUT, "border": 1, "border_color": INPUT_LINE},
    "box": {"border": 1, "border_color": HEAD_LINE, "text_wrap": True, "indent": 1},
}  # fmt: skip
_KINDS: dict[str, dict[str, Any]] = {
    "wrap": {"text_wrap": True},
    "number": {"num_format": "#,##0", "align": "right"},
    "exact": {"num_format": "#,##0.00###", "align": "right"},
    "money": {"align": "right"},
    "date": {"num_format": DATE, "align": "center"},
    "percent": {"num_format": "0.0%", "align": "right"},
    "link": {"font_color": "#1F4E9E", "underline": 1},
    "input": {"bg_color": INPUT, "border": 1, "border_color": INPUT_LINE, "text_wrap": True, "align": "left"},
    "choice": {"bg_color": INPUT, "border": 1, "border_color": INPUT_LINE},
}  # fmt: skip
_LEFT = ("text", "wrap", "link", "input", "choice")  # kinds that stand at the left, a little off the line


class Look:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook, language: str):
        self.book = book
        self.font = FONTS.get(language, FONTS["en"])
        self._made: dict[tuple[Any, ...], Format] = {}

    def cell(self, kind: Kind = "text", tone: Tone = "", places: int = 2, *, boxed: bool = True, style: Style | None = None) -> int:
        """The number of the style for a kind of value in a tone. boxed: with the thin lines of a table. style: a person's, before the tone's."""
        return int(self.format(kind, tone, places, boxed=boxed, style=style)._get_xf_index())

    def format(self, kind: Kind = "text", tone: Tone = "", places: int = 2, *, boxed: bool = True, style: Style | None = None) -> Format:
        """The same as XlsxWriter's own value."""
        key = kind, tone, places if kind == "money" else 0, boxed, style
        if key not in self._made:
            self._made[key] = self.book.add_format(self._properties(*key))
        return self._made[key]

    def _properties(self, kind: str, tone: str, places: int, boxed: bool, style: Style | None) -> dict[str, Any]:
        base: dict[str, Any] = {"font_name": self.font, "font_size": SIZE, "font_color": INK, "valign": "vcenter"}
        if boxed:
            base |= {"border": 1, "border_color": PAPER_LINE}
            base |= {"indent": 1} if kind in _LEFT and tone != "heading" else {}
        base |= _TONES["heading"] if tone == "heading" else _KINDS.get(kind, {}) | _TONES.get(tone, {})
        if tone == "heading" and kind in ("input", "choice"):
            base |= {"bg_color": INPUT_HEAD}
        if kind == "money":
            base["num_format"] = money_format(places)
        return base | _chosen(style)


def plain(tone: Tone) -> Style:
    """What a tone alone makes of a cell outside tables, every field told."""
    told: dict[str, Any] = {"font_size": SIZE, "bold": False, "font_color": INK} | _TONES.get(tone, {})
    return Style(told["font_size"], told["bold"], told["font_color"], told.get("bg_color", ""), told.get("align", ""))


def _chosen(style: Style | None) -> dict[str, Any]:
    """A person's style as XlsxWriter's properties."""
    if style is None:
        return {}
    told = {"font_size": style.size, "font_color": style.color, "bg_color": style.fill, "align": style.align}
    return {name: value for name, value in told.items() if value} | ({} if style.bold is None else {"bold": style.bold})


def money_format(places: int) -> str:
    """Thousands, the currency's places; a negative amount is red and has its sign, so that it reads in grey."""
    number = "#,##0" + ("." + "0" * places if places else "")
    return f"{number};[Red]-{number}"
