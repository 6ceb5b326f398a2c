"""The pictures that stand on a template's sheet, by the cell of their upper left corner."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree
from PIL import Image, UnidentifiedImageError

from ticktie.domain.grid import Source
from ticktie.domain.page import Picture
from ticktie.domain.problem import Problem
from ticktie.workbook.package.archive import open_zip
from ticktie.workbook.package.book import Book
from ticktie.workbook.package.errors import PackageError
from ticktie.workbook.package.parts import Package

_SPACE = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main", "x": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}  # fmt: skip
_KINDS = ("PNG", "JPEG")
_EMU = 12_700  # in a point
_SHARP = 4  # pixels a point that a logo keeps at most: 288 an inch
_MOST_PIXELS = 50_000_000

Found = dict[tuple[int, int], Picture]  # 0-based row and column


def pictures(path: Path, title: str, where: str) -> tuple[Found, list[Problem]]:
    """The pictures of the sheet, and why others cannot be drawn. where: what the sheet is called in problems."""
    found: Found = {}
    problems: list[Problem] = []
    with open_zip(path) as archive:
        package = Package(archive)
        for (row, column), size, part in _placed(package, title):
            made = _picture(package, part, size)
            if isinstance(made, Picture):
                found[row, column] = made
            else:
                problems.append(Problem("template_picture", Source(where, row + 1, column), {"why": made}))
    return found, problems


def unfit_pictures(path: Path) -> list[Problem]:
    """Why pictures of any sheet cannot be drawn; none of a package that cannot be followed."""
    try:
        with open_zip(path) as archive:
            titles = [sheet.title for sheet in Book(Package(archive)).sheets]
        return [problem for title in titles for problem in pictures(path, title, f"{path.name}/{title}")[1]]
    except PackageError:
        return []


def _placed(package: Package, title: str) -> Iterator[tuple[tuple[int, int], tuple[float, float], str]]:
    """Cell, size in points, and part (empty where it is linked) of each picture."""
    sheet = next(s for s in Book(package).sheets if s.title == title)
    for drawing in (r.part for r in package.relations(str(sheet.relation.part)) if r.kind == "drawing" and r.part):
        parts = {r.id: r.part or "" for r in package.relations(drawing)}
        root = etree.fromstring(package.read(drawing), etree.XMLParser(resolve_entities=False, no_network=True))
        for pic in root.iterfind(".//x:pic", _SPACE):
            anchor = next(a for a in pic.iterancestors() if a.getparent() is root)
            cell = [int(anchor.findtext(f"x:from/x:{name}", "0", _SPACE)) for name in ("row", "col")]
            blip = pic.find(".//a:blip", _SPACE)
            embedded = "" if blip is None else blip.get(f"{{{_SPACE['r']}}}embed", "")
            yield (cell[0], cell[1]), _size(pic, anchor), parts.get(embedded, "")


def _size(pic: Any, anchor: Any) -> tuple[float, float]:
    """Width and height in points; 0, 0 where they are not told."""
    told = pic.find(".//a:xfrm/a:ext", _SPACE)
    told = anchor.find("x:ext", _SPACE) if told is None else told
    return (0.0, 0.0) if told is None else (int(told.get("cx", "0")) / _EMU, int(told.get("cy", "0")) / _EMU)


def _picture(package: Package, part: str, size: tuple[float, float]) -> Picture | str:
    """The picture as a PNG no finer than a printer shows; else why not."""
    if not part:
        return "link"
    try:
        with Image.open(BytesIO(package.read(part))) as image:
            if image.format not in _KINDS:
                return str(image.format)
            if image.width * image.height > _MOST_PIXELS:
                return f"{image.width} x {image.height}"
            made = image.convert("RGBA" if image.has_transparency_data else "RGB")
    except (PackageError, UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        return part.rpartition("/")[2] + f" ({type(error).__name__})"
    width, height = size if all(size) else (made.width * 0.75, made.height * 0.75)
    made.thumbnail((max(1, round(width * _SHARP)), max(1, round(height * _SHARP))))
    file = BytesIO()
    made.save(file, "PNG")
    return Picture(file.getvalue(), made.size, width, height)
