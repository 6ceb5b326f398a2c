"""`read`: show how each sheet of each file is read, and what in it could not be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ticktie.commands.settings import check_maps, gather_settings
from ticktie.domain.outcome import Reading
from ticktie.domain.problem import Problem
from ticktie.intake.ledger import read_sheets
from ticktie.workbook.package import own_titles
from ticktie.workbook.read import read_books


@dataclass(frozen=True)
class Shown:
    """One sheet: how it was read, how many rows became items, and its problems."""

    reading: Reading
    items: int
    problems: list[Problem]


def read(files: Sequence[Path], maps: Sequence[str] = (), sets: Sequence[str] = ()) -> list[Shown]:
    """Every sheet of every file. Raises Refused with every file that cannot be read."""
    settings = gather_settings(files[0], {}, (), sets, maps)
    sheets = read_books(files[0], files[1:], own_titles(files[0]))
    check_maps(settings, sheets)
    return [
        Shown(reading, len(rows) if rows else 0, rows.problems if rows is not None else [])
        for reading, rows in read_sheets(sheets, settings.rules, settings.maps)
    ]
