"""The named cells of a template, and what is wrong with them."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils.cell import range_boundaries

from ticktie.domain.grid import Source
from ticktie.domain.problem import Problem
from ticktie.reports.statement.columns import COLUMNS, MUST
from ticktie.reports.statement.form import AREAS, MUST_NAMES, PER_CURRENCY, TABLES, names_of
from ticktie.workbook.statement_template.words import PREFIX


@dataclass
class Names:
    """Where each name stands: 0-based (row, column), and of an area its rows. tables: table -> key of a column -> its cell."""

    sheet: str = ""
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    areas: dict[str, range] = field(default_factory=dict)
    tables: dict[str, dict[str, tuple[int, int]]] = field(default_factory=lambda: defaultdict(dict))

    def area(self, row: int) -> str:
        return next((name for name, rows in self.areas.items() if row in rows), "")


Place = tuple[str, int, int, int, int]  # sheet; first row and column, last row and column, 0-based


def _places(book: Any) -> dict[str, Place]:
    """Our names in small letters; those of the whole workbook before those of one sheet. Names of cells that are gone are left out."""
    found: dict[str, Place] = {}
    for owner in (book, *book.worksheets):
        for told, name in owner.defined_names.items():
            key = told.lower()
            if key.startswith(PREFIX) and key not in found and "#REF!" not in (name.attr_text or ""):
                for sheet, reference in list(name.destinations)[:1]:
                    left, top, right, bottom = range_boundaries(reference)
                    found[key] = sheet, (top or 1) - 1, (left or 1) - 1, (bottom or 1) - 1, (right or 1) - 1
    return found


def names_in(book: Any, layout: str, file: str, words: Mapping[str, str]) -> tuple[Names, list[Problem]]:
    """The names of the one sheet that has them, and every problem with them. words: name -> what it is for."""
    places = _places(book)
    known = {PREFIX + name for name in names_of(layout)}
    problems = [Problem("template_name_unknown", _source(file, p), {"name": n, "near": _near(n, known)}) for n, p in places.items() if n not in known]
    sheets = sorted({place[0] for place in places.values()})
    if len(sheets) > 1:
        problems.append(Problem("template_sheets", Source(file), {"sheets": ", ".join(sheets)}))
    names = Names(sheets[0] if sheets else book.worksheets[0].title)
    together: dict[tuple[int, int], list[str]] = defaultdict(list)
    for told, (_, top, left, bottom, _) in places.items():
        name = told.removeprefix(PREFIX)
        if name in AREAS:
            names.areas[name] = range(top, bottom + 1)
        elif told in known and not book[names.sheet].row_dimensions[top + 1].hidden:
            together[top, left].append(told)
            table, _, key = name.partition("_")
            if table in COLUMNS and any(shape.key == key for shape in COLUMNS[table]):
                names.tables[table][key] = top, left
            else:
                names.cells[top, left] = name
    where = f"{file}/{names.sheet}"
    problems += [
        Problem("template_names_together", Source(where, *at), {"names": ", ".join(sorted(told))})
        for at, told in ((((row + 1), column), told) for (row, column), told in together.items()) if len(told) > 1
    ]  # fmt: skip
    there = {told.removeprefix(PREFIX) for at in together.values() for told in at} | set(names.areas)
    return names, [*problems, *_missing(names, there, layout, where, words), *_astray(names, where)]


def _source(file: str, place: Place) -> Source:
    return Source(f"{file}/{place[0]}", place[1] + 1, place[2])


def _near(name: str, known: set[str]) -> str:
    return ", ".join(difflib.get_close_matches(name, sorted(known), 3, 0.5)) or "-"


def _missing(names: Names, there: set[str], layout: str, where: str, words: Mapping[str, str]) -> Iterator[Problem]:
    """Names without which the statement would not be one, and columns without which a table says nothing."""
    for name in MUST_NAMES[layout]:
        if name not in there:
            yield Problem("template_name_missing", Source(where), {"name": PREFIX + name, "what": words.get(name, name)})
    for table in TABLES[layout]:
        columns = names.tables.get(table, {})
        if not columns and table != TABLES[layout][0]:
            continue
        row = min((row for row, _ in columns.values()), default=None)
        for key in MUST[table]:
            if key not in columns:
                told = {"name": f"{PREFIX}{table}_{key}", "what": words.get(f"{table}_{key}", key)}
                yield Problem("template_column_missing", Source(where, None if row is None else row + 1, 0), told)


def _astray(names: Names, where: str) -> Iterator[Problem]:
    """Tables in several rows, and what is of one currency outside the block for it."""
    block = names.areas.get("currency_block")
    for table, columns in names.tables.items():
        rows = sorted({row for row, _ in columns.values()})
        if len(rows) > 1:
            yield Problem("template_table_rows", Source(where, rows[1] + 1, 0), {"names": ", ".join(f"{PREFIX}{table}_{key}" for key in columns)})
        if block is not None and table in PER_CURRENCY and (rows[0] not in block or rows[0] - 1 not in block):
            yield Problem("template_outside", Source(where, rows[0] + 1, 0), {"name": f"{PREFIX}{table}_..."})
