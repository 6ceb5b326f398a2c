"""Which format a file has, by its content, and its statements as sheets."""

from __future__ import annotations

from collections.abc import Iterator

from ticktie.domain.grid import Sheet, Source
from ticktie.domain.problem import Problem, Refused
from ticktie.formats import camt, ofx, qif, swift
from ticktie.formats.statement import FormatError, Statement


def sheets_of(data: bytes, text: str | None, encoding: str, name: str) -> list[Sheet] | None:
    """The statements of a file of a known format; None for any other file.

    text: the file decoded, None where it is no text. Raises Refused (import_format_bad) for a file of a known format that
    cannot be read for sure.
    """
    found = _statements(data, text)
    if found is None:
        return None
    try:
        made = list(found)
    except FormatError as error:
        raise Refused([Problem("import_format_bad", Source(name), {"file": name, "error": str(error)})]) from None
    return [statement.sheet(kind, name, number, encoding) for number, (kind, statement) in enumerate(made, 1)]


def _statements(data: bytes, text: str | None) -> Iterator[tuple[str, Statement]] | None:
    if camt.is_camt(data):
        return camt.statements(data)
    if text is None:
        return None
    for fits, read in ((swift.is_swift, swift.statements), (ofx.is_ofx, ofx.statements), (qif.is_qif, qif.statements)):
        if fits(text):
            return read(text)
    return None
