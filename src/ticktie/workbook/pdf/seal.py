"""What a PDF says of itself, so that an unchanged one need not be drawn again to be compared.

In the document's keywords stand a stamp of everything that decides its looks, the characters that its font did not have, and the
hash of the file itself (taken while the seal was still open). A file that a person changed, or that was damaged, has another hash.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

import fontTools
import fpdf

from ticktie.domain.page import Page
from ticktie.workbook import look
from ticktie.workbook.pdf import fonts as font_files
from ticktie.workbook.pdf import marks, plan
from ticktie.workbook.pdf.fonts import Face

_LENGTH = 64  # of a hash in hexadecimal digits
_MOST_MISSING = 40  # characters that a seal has room for
_ROOM = 7 * _MOST_MISSING  # for them, at six digits and a comma each
OPEN = f"ticktie {'0' * _LENGTH} {'-' * _ROOM} {'0' * _LENGTH}"
_SEAL = re.compile(rb"ticktie ([0-9a-f]{%d}) ([0-9a-f,-]{%d}) ([0-9a-f]{%d})" % (_LENGTH, _ROOM, _LENGTH))


def stamp_of(page: Page, faces: Sequence[Face], language: str) -> str:
    """A hash of the page, its language, its fonts and all that draws it. Nothing is read of the fonts but their sizes."""
    fonts = [(face.path.name, face.number, face.path.stat().st_size) for face in faces]
    return hashlib.sha256(repr((page, fonts, language, _hand())).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _hand() -> str:
    """What draws: our own code and the libraries."""
    drawn_by = (marks.__file__, plan.__file__, look.__file__, font_files.__file__, Path(__file__).with_name("draw.py"))
    code = [Path(str(file)).read_bytes() for file in drawn_by]
    return f"{hashlib.sha256(b''.join(code)).hexdigest()} {fpdf.FPDF_VERSION} {fontTools.version}"


def sealed(pdf: bytes, stamp: str, missing: Collection[str]) -> bytes:
    """The document with its open seal filled in. Without a stamp, or where too many characters are missing to be named, it stays open:
    then nothing vouches for the file, and it is drawn again the next time."""
    if not stamp or len(missing) > _MOST_MISSING:
        return pdf
    told = ",".join(f"{ord(c):x}" for c in sorted(missing)).ljust(_ROOM, "-")
    stamped = pdf.replace(OPEN.encode(), f"ticktie {stamp} {told} {'0' * _LENGTH}".encode())
    return _with_hash(stamped, hashlib.sha256(stamped).hexdigest())


def _with_hash(pdf: bytes, told: str) -> bytes:
    found = _SEAL.search(pdf)
    return pdf if found is None else pdf[: found.start(3)] + told.encode() + pdf[found.end(3) :]


def missing_in(pdf: bytes, stamp: str) -> set[str] | None:
    """The characters that the font did not have; None for a document that is not, to the byte, what was drawn for this stamp."""
    found = _SEAL.search(pdf)
    if found is None or found[1].decode() != stamp or hashlib.sha256(_with_hash(pdf, "0" * _LENGTH)).hexdigest() != found[3].decode():
        return None
    return {chr(int(code, 16)) for code in found[2].decode().rstrip("-").split(",") if code}
