"""The seal of a PDF: it vouches for the file only while page, fonts and every byte are what they were."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.workbook.pdf.papers import faces, fonts_of
from tests.workbook.pdf.test_pdf import month
from ticktie.domain.page import Lines, Page, Spot, Style
from ticktie.workbook.pdf.draw import pdf_of
from ticktie.workbook.pdf.seal import missing_in, sealed, stamp_of

FACES = faces("zh-Hans")


@pytest.fixture
def drawn(tmp_path) -> tuple[str, bytes]:
    page = month()
    stamp = stamp_of(page, FACES, "zh-Hans")
    return stamp, pdf_of(page, fonts_of(page, "zh-Hans", tmp_path), "zh-Hans", stamp)


def test_what_was_drawn_is_known_again(drawn):
    stamp, pdf = drawn
    assert missing_in(pdf, stamp) == set()
    assert stamp == stamp_of(month(), FACES, "zh-Hans")


def test_any_other_byte_is_another_file(drawn):
    stamp, pdf = drawn
    for at in [*range(0, len(pdf), 997), len(pdf) - 1, pdf.index(stamp.encode()) + len(stamp) + 1]:
        changed = pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]
        assert missing_in(changed, stamp) is None, at


@pytest.mark.parametrize("change", [lambda pdf: pdf[:-1], lambda pdf: pdf + b"\n", lambda pdf: pdf + pdf, lambda pdf: b"", lambda pdf: b"%PDF-1.4"])
def test_cut_or_longer_is_another_file(drawn, change):
    stamp, pdf = drawn
    assert missing_in(change(pdf), stamp) is None


def test_an_editor_s_copy_with_the_seal_twice_vouches_for_nothing(drawn):
    stamp, pdf = drawn
    assert missing_in(sealed(pdf + pdf, stamp, ()), stamp) is None


def test_without_a_stamp_it_vouches_for_nothing(tmp_path):
    page = month()
    pdf = pdf_of(page, fonts_of(page, "zh-Hans", tmp_path), "zh-Hans")
    assert missing_in(pdf, "0" * 64) is None


def test_the_stamp_changes_with_all_that_is_seen():
    page = month()
    spot = Spot("x", "", 0)
    others = [
        month(7), month(language="zh-Hant"), month(layout="open"), replace(page, grid=(*page.grid[:-1], 15)), replace(page, running="x"),
        replace(page, blocks=[*page.blocks, Lines([[spot]])]), replace(page, blocks=[*page.blocks, Lines([[replace(spot, style=Style(bold=True))]])]),
    ]  # fmt: skip
    stamps = [stamp_of(p, FACES, "zh-Hans") for p in (page, *others)]
    stamps += [stamp_of(page, FACES, "en"), stamp_of(page, FACES[::-1], "zh-Hans"), stamp_of(page, faces("zh-Hant"), "zh-Hans")]
    assert len(set(stamps)) == len(stamps)


@pytest.mark.parametrize(("count", "kept"), [(1, True), (40, True), (41, False)])
def test_missing_characters_are_kept_as_far_as_there_is_room(count, kept, tmp_path):
    text = "".join(chr(0x1F600 + n) for n in range(count))
    page = Page("x", "x", [Lines([[Spot(text, "", 0)]])], grid=(50,))
    stamp = stamp_of(page, FACES, "zh-Hans")
    pdf = pdf_of(page, fonts_of(page, "zh-Hans", tmp_path), "zh-Hans", stamp)
    assert missing_in(pdf, stamp) == (set(text) if kept else None)
