"""Templates as an accountant leaves them: the shipped one, opened, changed and saved by another program."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as Pixels

from ticktie.workbook.statement_template.find import template_name
from ticktie.workbook.statement_template.write import write_statement_template

Change = Callable[[Workbook, Worksheet], object]


def template(folder: Path, change: Change = lambda book, sheet: None, layout: str = "detailed", language: str = "zh-Hans") -> Path:
    """The shipped template, changed, under the name by which it is found in the folder."""
    path = folder / template_name(layout, language)
    write_statement_template(layout, language, path)
    book = load_workbook(path)
    change(book, book.worksheets[0])
    book.save(path)
    return path


def at(book: Workbook, name: str) -> str:
    """The cell of a name: A5."""
    ((_, cell),) = book.defined_names[f"stmt_{name}"].destinations
    return cell.replace("$", "")


def cell(book: Workbook, name: str):
    return book.worksheets[0][at(book, name)]


def point(book: Workbook, name: str, where: str) -> None:
    """Let a name stand elsewhere: `A5`, or `Sheet!A5`."""
    sheet, _, reference = where.rpartition("!")
    book.defined_names[f"stmt_{name}"].attr_text = f"'{sheet or book.worksheets[0].title}'!${reference[0]}${reference[1:]}"


def logo(width: int = 40, height: int = 20, kind: str = "PNG") -> Image:
    file = BytesIO()
    Pixels.new("RGB", (width, height), "#8B1A1A").save(file, kind)
    return Image(BytesIO(file.getvalue()))
