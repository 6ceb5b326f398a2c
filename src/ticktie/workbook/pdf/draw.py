"""Marks into a PDF file. Nothing depends on a clock, so the same page gives the same bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from fpdf import FPDF

from ticktie.domain.page import Page
from ticktie.workbook.pdf.fonts import Fonts
from ticktie.workbook.pdf.marks import Box, Mark, Rule, Text
from ticktie.workbook.pdf.plan import plan

_CREATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def pdf_of(page: Page, fonts: Fonts, language: str) -> bytes:
    """The page as a PDF with the fonts inside; its text can be searched and copied."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_creation_date(_CREATED)
    pdf.set_title(page.running or page.title)
    pdf.set_lang(language)
    pdf.set_producer("ticktie")
    pdf.add_font("text", "", fonts.regular.path)
    pdf.add_font("text", "B", fonts.bold.path)
    for marks in plan(page, fonts):
        pdf.add_page()
        _draw(pdf, marks)
    return bytes(pdf.output())


def write_pdf(page: Page, fonts: Fonts, language: str, path: Path) -> None:
    path.write_bytes(pdf_of(page, fonts, language))


def _draw(pdf: FPDF, marks: Sequence[Mark]) -> None:
    for mark in marks:
        if isinstance(mark, Text):
            pdf.set_font("text", "B" if mark.bold else "", mark.size)
            pdf.set_text_color(*_rgb(mark.color))
            pdf.text(mark.x, mark.y, mark.text)
        elif isinstance(mark, Box):
            _box(pdf, mark)
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
