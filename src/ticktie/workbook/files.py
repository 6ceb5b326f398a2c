"""Files on disk without harm: who holds a workbook open, backups beside it, and writing that happens whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ticktie.domain.grid import Source
from ticktie.domain.problem import Problem, Refused


def lock_of(book: Path) -> Path | None:
    """The lock file that Excel, WPS or LibreOffice keeps beside an open workbook, or None."""
    names = (f"~${book.name}", f".~{book.name}", f".~lock.{book.name}#")
    return next((p for n in names if (p := book.with_name(n)).exists()), None)


def refuse_if_open(book: Path) -> None:
    """Raise Refused(open_elsewhere) when the workbook is open, or not_writable when it cannot be replaced."""
    if lock := lock_of(book):
        raise Refused([Problem("open_elsewhere", Source(book.name), {"file": book.name, "lock": lock.name})])
    try:
        with book.open("r+b"):
            pass
    except OSError as error:
        raise refused(error, book) from None


def refused(error: OSError, path: Path) -> Refused:
    """The user's words for what the system says of a file."""
    code = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "not_writable"
    return Refused([Problem(code, Source(path.name), {"file": path.name, "error": error.strerror or str(error)})])


@contextmanager
def whole(path: Path, like: Path | None = None) -> Iterator[Path]:
    """A temporary path beside `path` that takes its place, after fsync, only when the block ends well.

    like: whose file mode it gets when `path` is new. A link is followed, so that it stays a link.
    Raises Refused (disk_full, not_writable); whatever happens, `path` is as it was or as it was meant to be.
    """
    temporary: Path | None = None
    path = path.resolve()
    model = path if path.exists() else like
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".ticktie-", suffix=path.suffix)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        with temporary.open("r+b") as file:
            os.fsync(file.fileno())
        temporary.chmod(model.stat().st_mode & 0o777 if model else 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        raise refused(error, path) from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def back_up(book: Path, keep: int) -> Path | None:
    """Copy the workbook to `<stem>.backup-<n><suffix>` beside it and keep the newest `keep`; None when `keep` is 0."""
    if keep == 0:
        return None
    pattern = re.compile(rf"{re.escape(book.stem)}\.backup-(\d+){re.escape(book.suffix)}")
    old = sorted((int(m[1]), p) for p in book.parent.iterdir() if (m := pattern.fullmatch(p.name)))
    target = book.with_name(f"{book.stem}.backup-{(old[-1][0] if old else 0) + 1}{book.suffix}")
    with whole(target, like=book) as temporary:
        shutil.copy2(book, temporary)
    for _, path in old[: max(0, len(old) + 1 - keep)]:
        with suppress(OSError):  # somebody looks at it; the next run takes it away
            path.unlink()
    return target


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder for what is only in passing. Raises Refused when the system has no room for one."""
    try:
        with tempfile.TemporaryDirectory(prefix="ticktie-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    except OSError as error:
        raise refused(error, Path(tempfile.gettempdir())) from None
