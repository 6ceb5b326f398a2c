"""Files of banks and platforms to tables: one file, or each file of a zip archive, whatever its names are written in."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ticktie.domain.grid import Source
from ticktie.domain.problem import Problem, Refused
from ticktie.workbook.package import PackageError, check_zip

_UTF8 = 0x800
_NO_TABLE = (".pdf", ".png", ".jpg", ".jpeg", ".md", ".html.txt", ".ofd", ".sig", ".p7s")


@dataclass(frozen=True)
class BillFile:
    """A file with a bill. name: as shown (`archive.zip/member.csv` for a member); path: where it can be read now."""

    name: str
    path: Path
    digest: str


@contextmanager
def bill_files(path: Path) -> Iterator[tuple[list[BillFile], list[str]]]:
    """The files to read, unpacked for as long as the block lasts, and names of members that hold no table.

    Raises Refused (not_found, unreadable, password, zip_bomb, truncated).
    """
    data = _bytes(path)
    if not data.startswith(b"PK") or not _is_archive(path):
        yield [BillFile(path.name, path, hashlib.sha256(data).hexdigest())], []
        return
    with tempfile.TemporaryDirectory(prefix="ticktie-", ignore_cleanup_errors=True) as folder:
        yield _unpacked(path, Path(folder))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused([Problem("not_found", Source(path.name), {"file": path.name})]) from None
    except OSError as error:
        raise Refused([Problem("unreadable", Source(path.name), {"file": path.name, "error": error.strerror or str(error)})]) from None


def _is_archive(path: Path) -> bool:
    """A zip file that is no workbook. Raises Refused for one that cannot be opened."""
    try:
        check_zip(path)
        with zipfile.ZipFile(path) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except PackageError as error:
        raise Refused([Problem("import_zip_password" if error.code == "password" else error.code, Source(path.name), {"file": path.name, **error.facts})]) from None
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
        raise Refused([Problem("truncated", Source(path.name), {"file": path.name, "error": str(error)})]) from None


def _unpacked(path: Path, folder: Path) -> tuple[list[BillFile], list[str]]:
    found: list[BillFile] = []
    passed: list[str] = []
    with zipfile.ZipFile(path) as archive:
        for number, entry in enumerate(archive.infolist()):
            name = member_name(entry)
            if entry.is_dir() or "__MACOSX" in name:
                continue
            if name.lower().endswith(_NO_TABLE):
                passed.append(f"{path.name}/{name}")
                continue
            try:
                data = archive.read(entry)
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
                raise Refused([Problem("truncated", Source(path.name), {"file": f"{path.name}/{name}", "error": str(error)})]) from None
            place = folder / f"{number}{PurePosixPath(name).suffix}"
            place.write_bytes(data)
            found.append(BillFile(f"{path.name}/{name}", place, hashlib.sha256(data).hexdigest()))
    return found, passed


def member_name(entry: zipfile.ZipInfo) -> str:
    """The name of a member; Chinese programs write GBK without saying so."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename
