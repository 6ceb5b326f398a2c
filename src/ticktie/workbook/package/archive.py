"""The zip file: opened with care, entries copied as they are, and a new file that takes the old one's place whole.

Entries that do not change are copied as raw deflate streams, so they cost no time and cannot change. Python's zipfile reads
(ZIP64, data descriptors and odd order included) but has no way to write a raw stream, hence the small writer here. It
writes the plain form without ZIP64: `open_zip` has refused packages that would need it, and Excel is picky about it.
"""

from __future__ import annotations

import errno
import mmap
import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import copy
from pathlib import Path
from typing import BinaryIO

from ticktie.workbook.package.errors import PackageError

MAX_BYTES = 4 << 30
MAX_RATIO = 200
RATIO_FROM = 200 << 20  # small packages may be as dense as they like

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s2B5H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_UTF8 = 0x800
_PIECE = 1 << 20
_LEVEL = 4  # half the time of the default 6, a tenth more bytes
_MOST_ENTRIES = 0xFFFF
_MOST_BYTES = 0xFFFFFFFF


def check_zip(path: Path) -> None:
    """Raise PackageError when the file is no zip package, not whole, encrypted, or would unpack beyond measure."""
    open_zip(path).close()


def open_zip(path: Path) -> zipfile.ZipFile:
    """The package, opened for reading, after the checks of `check_zip`."""
    with path.open("rb") as file:
        start = file.read(len(_OLE))
        if start == _OLE:
            raise PackageError("password" if _holds(file, _ENCRYPTED) else "old_xls")
    if start[:2] != b"PK":
        raise PackageError("not_a_workbook")
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, EOFError, struct.error, NotImplementedError) as error:  # the last for a senseless version
        raise PackageError("truncated", error=str(error)) from None
    try:
        _check_entries(archive.infolist(), path.stat().st_size)
    except BaseException:
        archive.close()
        raise
    return archive


def _holds(file: BinaryIO, word: bytes) -> bool:
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data.find(word) >= 0


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise PackageError("password")
    if any(entry.header_offset < 0 for entry in entries):
        raise PackageError("truncated")
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    dense = unpacked > RATIO_FROM and unpacked > MAX_RATIO * packed
    if unpacked > MAX_BYTES or dense or packed > size:  # more packed bytes than the file has: entries overlap
        raise PackageError("zip_bomb", size=unpacked, packed=packed, limit=MAX_BYTES)


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of one entry. Raises PackageError (truncated, not_a_workbook)."""
    try:
        return archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise PackageError("truncated", part=entry.filename, error=str(error)) from None
    except NotImplementedError as error:  # a compression that no workbook has
        raise PackageError("not_a_workbook", part=entry.filename, error=str(error)) from None


def new_entry(name: str) -> zipfile.ZipInfo:
    """An entry to be added; its date is 1980 and no clock's, so that equal parts make equal files."""
    entry = zipfile.ZipInfo(name)
    entry.flag_bits = 0 if name.isascii() else _UTF8
    return entry


class ZipWriter:
    """Writes a zip file from its first byte to its last."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self._written: list[zipfile.ZipInfo] = []

    def copy(self, entry: zipfile.ZipInfo, source: BinaryIO) -> None:
        """An entry of another zip file, its stream untouched."""
        self._start(copy(entry))
        for piece in _stream(entry, source):
            self.file.write(piece)

    def add(self, entry: zipfile.ZipInfo, data: bytes) -> None:
        """An entry with new content; its name, date and attributes are those given."""
        entry = copy(entry)
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(data) + packer.flush()
        entry.compress_type, entry.CRC = zipfile.ZIP_DEFLATED, zlib.crc32(data)
        entry.file_size, entry.compress_size = len(data), len(packed)
        self._start(entry)
        self.file.write(packed)

    def finish(self, comment: bytes) -> None:
        start = self.file.tell()
        for entry in self._written:
            self.file.write(_central(entry))
        end, count = self.file.tell(), len(self._written)
        if end > _MOST_BYTES or count > _MOST_ENTRIES:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        self.file.write(_END.pack(b"PK\5\6", 0, 0, count, count, end - start, start, len(comment)) + comment)

    def _start(self, entry: zipfile.ZipInfo) -> None:
        entry.header_offset = self.file.tell()
        self._written.append(entry)
        self.file.write(_LOCAL.pack(b"PK\3\4", *_common(entry)) + _name(entry))


def _common(entry: zipfile.ZipInfo) -> tuple[int, ...]:
    """The fields that the local and the central header share. Sizes are known, so no data descriptor; no extra field."""
    year, month, day, hour, minute, second = entry.date_time
    time, date = hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
    sizes = entry.CRC, entry.compress_size, entry.file_size
    return 20, entry.flag_bits & _UTF8, entry.compress_type, time, date, *sizes, len(_name(entry)), 0


def _central(entry: zipfile.ZipInfo) -> bytes:
    made = 20, entry.create_system
    rest = len(entry.comment), 0, entry.internal_attr, entry.external_attr, entry.header_offset
    return _CENTRAL.pack(b"PK\1\2", *made, *_common(entry), *rest) + _name(entry) + entry.comment


def _name(entry: zipfile.ZipInfo) -> bytes:
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF8 else "cp437")


def _stream(entry: zipfile.ZipInfo, source: BinaryIO) -> Iterator[bytes]:
    """The packed bytes of an entry; its own header says where they begin."""
    source.seek(entry.header_offset)
    header = source.read(_LOCAL.size)
    if len(header) < _LOCAL.size or header[:4] != b"PK\3\4":
        raise PackageError("truncated", part=entry.filename)
    *_, name, extra = _LOCAL.unpack(header)
    source.seek(name + extra, os.SEEK_CUR)
    left = entry.compress_size
    while left:
        piece = source.read(min(left, _PIECE))
        if not piece:
            raise PackageError("truncated", part=entry.filename)
        left -= len(piece)
        yield piece


@contextmanager
def replacing(path: Path, like: Path) -> Iterator[BinaryIO]:
    """A file beside `path` to write to; it takes `path`'s place, on disk to the last byte, when the block ends well.

    like: whose file mode it gets when `path` is new. After any error or interrupt `path` is as it was and nothing else is
    left. A link is followed, so that it stays a link.
    """
    path = path.resolve()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".ticktie-", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod((path if path.exists() else like).stat().st_mode & 0o7777)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets us."""
    with suppress(OSError):  # Windows and some network folders cannot; the file itself is safe by now
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
