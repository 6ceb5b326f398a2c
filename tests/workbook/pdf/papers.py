"""PDFs for tests: a page drawn with the system's font, and its text read back."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from ticktie.domain.page import Page
from ticktie.domain.problem import Refused
from ticktie.workbook.pdf.draw import pdf_of
from ticktie.workbook.pdf.fonts import Face, Fonts, cut, find
from ticktie.workbook.pdf.plan import texts


@cache
def faces(language: str) -> tuple[Face, Face]:
    """The system's font; the test fails where there is none: the tests' machine has one."""
    try:
        return find(language)
    except Refused as refused:
        pytest.fail(f"needs a Chinese font: {refused}", pytrace=False)


def fonts_of(page: Page, language: str, folder: Path) -> Fonts:
    return cut(faces(language), {c for text in texts(page) for c in text}, folder)


def drawn(page: Page, language: str, folder: Path) -> bytes:
    return pdf_of(page, fonts_of(page, language, folder), language)


def text_of(pdf: bytes) -> list[str]:
    """The text of every sheet, as PDFium reads it (what the browsers Chrome and Edge show PDFs with)."""
    with PdfDocument(pdf) as document:
        return [sheet.get_textpage().get_text_range().replace("\r", "") for sheet in document]


def needs_poppler() -> None:
    """Skip the test where pdftotext is not installed; with TICKTIE_NO_SKIP=1 it fails instead."""
    if shutil.which("pdftotext"):
        return
    if os.environ.get("TICKTIE_NO_SKIP") == "1":
        pytest.fail("needs pdftotext (poppler-utils), and TICKTIE_NO_SKIP=1 allows no skip", pytrace=False)
    pytest.skip("needs pdftotext (poppler-utils)")
