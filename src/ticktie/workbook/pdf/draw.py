"""Marks into a PDF file. Nothing depends on a clock, so the same page gives the same bytes.

Each file carries a seal (`seal.py`), by which a later run knows without drawing whether it still shows its page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO

from fpdf import FPDF
from fpdf.fonts import TTFFont

from ticktie.domain.page import Page
from ticktie.workbook.pdf.fonts import Fonts
from ticktie.workbook.pdf.marks import Box, Image, Mark, Rule, Text
from ticktie.workbook.pdf.plan import plan, texts
from ticktie.workbook.pdf.seal import OPEN, sealed

_CREATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def pdf_of(page: Page, fonts: Fonts, language: str, stamp: str = "") -> bytes:
    """The page as a PDF with the fonts inside; its text can be searched and copied. stamp: `seal.stamp_of` the page."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_creation_date(_CREATED)
    pdf.set_title(page.running or page.title)
    pdf.set_lang(language)
    pdf.set_producer("ticktie")
    pdf.set_keywords(OPEN)
    _add_fonts(pdf, fonts)
    for marks in plan(page, fonts):
        pdf.add_page()
        _draw(pdf, marks)
    return sealed(bytes(pdf.output()), stamp, fonts.missing & set().union(*texts(page)))


def _add_fonts(pdf: FPDF, fonts: Fonts) -> None:
    """Both weights. Their outer bounds are not measured anew for every file: that took half of its time and changes nothing that is seen."""
    pdf.add_font("text", "", fonts.regular.path)
    pdf.add_font("text", "B", fonts.bold.path)
    for font in pdf.fonts.values():
        if isinstance(font, TTFFont):
            font.ttfont.recalcBBoxes = False


def _draw(pdf: FPDF, marks: Sequence[Mark]) -> None:
    for mark in marks:
        if isinstance(mark, Text):
            pdf.set_font("text", "B" if mark.bold else "", mark.size)
            pdf.set_text_color(*_rgb(mark.color))
            pdf.text(mark.x, mark.y, mark.text)
        elif isinstance(mark, Box):
            _box(pdf, mark)
        elif isinstance(mark, Image):
            pdf.image(BytesIO(mark.png), mark.x, mark.y, mark.width, mark.height)
        elif isinstance(mark, Rule):
            pdf.set_line_width(mark.weight)
            pdf.set_draw_color(*_rgb(mark.color))
            pdf.set_dash_pattern(4 if mark.dashed else 0, 3 if mark.dashed else 0)
            pdf.line(mark.x, mark.y, mark.x + mark.width, mark.y)
            pdf.set_dash_pattern()


def _box(pdf: FPDF, box: Box) -> None:
    if box.fill:
        pdf.set_fill_color(*_rgb(box.fill))
    if box.line:
        pdf.set_draw_color(*_rgb(box.line))
        pdf.set_line_width(0.5)
    pdf.rect(box.x, box.y, box.width, box.height, {(True, True): "DF", (True, False): "F"}.get((bool(box.fill), bool(box.line)), "D"))


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
