"""A table that no layout knows, read as a person says: which column is what, by its letter.

`明细!A=date`, `明细!D=in`, `明细!E=out`, and `明细=@3` where the heading is not in the first row; the name is the file's, with or without
its ending. A word for the direction that means the opposite in a firm's own books (借, 贷, debit, credit) needs the balance to prove it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ticktie.domain.grid import Sheet, Source, column_index, column_letter
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.text import clean
from ticktie.domain.vocabulary import words
from ticktie.intake.bills.layouts import ROLES, BillLayout
from ticktie.intake.bills.recognise import Fit

_MAP = re.compile(r"^(?P<file>.+?)(?:!(?P<column>[A-Za-z]{1,3})=(?P<role>\w+)|=@(?P<row>\d+))$")


@dataclass
class FileMap:
    """One file's columns: 0-based column -> role; row: 1-based heading row."""

    columns: dict[int, str] = field(default_factory=dict)
    row: int = 1


def file_maps(texts: Iterable[str]) -> dict[str, FileMap]:
    """Name of a file -> its map. Raises Refused naming every text that says nothing."""
    made: dict[str, FileMap] = {}
    problems: list[Problem] = []
    for text in texts:
        found = _MAP.match(text.strip())
        if found is None or (found["role"] and found["role"] not in ROLES):
            problems.append(Problem("map_unknown", Source("--map"), {"text": text, "why": ", ".join(ROLES) if found else "FILE!D=in, FILE=@3"}))
            continue
        of_file = made.setdefault(found["file"], FileMap())
        if found["row"]:
            of_file.row = int(found["row"])
        else:
            of_file.columns[column_index(found["column"])] = found["role"]
    if problems:
        raise Refused(problems)
    return made


def map_of(name: str, maps: Mapping[str, FileMap]) -> FileMap | None:
    """The map of a file by its name, or by its name without the ending."""
    path = PurePosixPath(name)
    return maps.get(name) or maps.get(path.name) or maps.get(path.stem)


def mapped(sheet: Sheet, how: FileMap) -> Fit:
    """The table as its map says. Raises Refused (map_unknown) where the map leaves out what is needed."""
    roles = set(how.columns.values())
    by = "columns" if {"in", "out"} <= roles else "word" if {"amount", "direction"} <= roles else "sign" if "amount" in roles else ""
    if not by or "date" not in roles or how.row > len(sheet.rows):
        why = "date" if by else "in + out, amount, amount + direction"
        raise Refused([Problem("map_unknown", Source(sheet.name), {"text": sheet.name, "why": why if how.row <= len(sheet.rows) else f"@1-{len(sheet.rows)}"})])
    places = {f"#{column_letter(c)}": c for c in sorted(how.columns)}
    columns: dict[str, tuple[str, ...]] = {}
    for title, column in places.items():
        columns[how.columns[column]] = (*columns.get(how.columns[column], ()), title)
    heading = sheet.rows[how.row - 1]
    shown = {title: clean(str(heading[c])) if c < len(heading) and heading[c] is not None else title for title, c in places.items()}
    said = {"in": words("direction", "in"), "out": words("direction", "out"), "neutral": words("direction", "neutral")}
    proved = words("direction", "debit") | words("direction", "credit")
    layout = BillLayout("map", "--map", "payment", "description", (), columns, shown, account=PurePosixPath(sheet.name).stem, by=by, words=said, proved=proved)
    return Fit(layout, how.row - 1, places, ("--map",), ())
