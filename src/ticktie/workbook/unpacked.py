"""The files in a zip that somebody sent, in memory; the checks are those of a workbook's package."""

from __future__ import annotations

from pathlib import Path

from ticktie.workbook.package.archive import open_zip, read_entry

_MOST = 200


def members(path: Path) -> list[tuple[str, bytes]]:
    """Name and bytes of each file, at most 200. Raises PackageError (truncated, password, zip_bomb)."""
    with open_zip(path) as archive:
        entries = [e for e in archive.infolist() if not e.is_dir()][:_MOST]
        return [(e.filename.rpartition("/")[2], read_entry(archive, e)) for e in entries]


def is_workbook(names: list[str]) -> bool:
    """The zip is itself a workbook."""
    return "[Content_Types].xml" in names
