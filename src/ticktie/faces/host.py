"""What a button needs of the program that the workbook is open in: Excel through `workbook/live`, anything else in tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol


class Host(Protocol):
    """One open Excel with its active workbook. Whatever Excel refuses comes as its own exception."""

    def path(self) -> str:
        """The active workbook's full name: a path, a bare name while it was never saved, a URL; empty when none is open."""

    def saved(self) -> bool:
        """Nothing was changed since the workbook was last saved."""

    def protected(self) -> bool:
        """The workbook's structure is protected: no sheet can be added."""

    def read_only(self) -> bool:
        """The program lets nothing be changed in the workbook; Excel lets it, under another name to save it by."""

    def sheet_protected(self, sheet: str) -> bool:
        """The sheet's cells are protected: none may be typed into."""

    def selection(self) -> tuple[str, int] | None:
        """Title of the active sheet and row of the selection; None where it is no worksheet."""

    def scratch(self) -> Path | None:
        """A folder that Excel may write to; None for the system's own."""

    def save_copy(self, file: Path) -> None:
        """Write the workbook as it now is to another file; it stays as it is and where it is."""

    def put_pages(self, result_file: Path, titles: Mapping[str, str], old: Sequence[str]) -> None:
        """Copy sheets of a file into the workbook in place of its old ones; all of them, or none.

        titles: title of a sheet -> key of its page. old: titles of the workbook's sheets that go.
        """

    def type(self, sheet: str, row: int, column: int, text: str) -> str:
        """Put a text into a cell, both counted from 1; gives what stood there."""

    def show(self, sheet: str) -> None:
        """Bring a sheet to the front."""

    def open(self, file: Path) -> None:
        """Open a workbook."""

    def recalculate(self, prefix: str) -> None:
        """Work out the formulas that call functions of that prefix: the result tabs that they read are new."""

    def status(self, text: str) -> None:
        """Show a line in the status bar."""

    def message(self, text: str, wrong: bool = False) -> None:
        """Show a text until the user closes it."""
