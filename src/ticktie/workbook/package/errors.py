"""Why a package is refused."""

from __future__ import annotations


class PackageError(Exception):
    """A package that cannot be read or joined: a code for the wording files, and the facts of the case.

    Codes: not_a_workbook, truncated, password, old_xls, zip_bomb, utf16_part, dtd when a package is opened; signed,
    locked_structure, title_taken, too_many_styles when sheets are to be joined.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts
