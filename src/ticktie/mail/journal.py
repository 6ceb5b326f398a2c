"""What was sent, a line each, on disk before anything follows: it outlives a run that dies, and the next run takes it into the register.

A line says `trying` before a letter goes out, and `done` (with lines for the register) or `unsent` after it. A letter that was
tried and of which nothing more is said may have gone: nobody sends it a second time but a person who has looked.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Literal

from ticktie.domain.grid import Source
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.register import Entry

UNCERTAIN = "send_uncertain"  # code of the note on a letter that may have gone
_FAR = 1 << 30
Step = Literal["trying", "done", "unsent"]


def path_of(book: Path) -> Path:
    return book.with_name(f"{book.stem}.ticktie-sent.jsonl")


class Journal:
    """The journal while this run alone has it."""

    def __init__(self, file: IO[str], path: Path):
        self._file, self._path = file, path

    def note(self, step: Step, letter: str, lines: Sequence[Entry] = ()) -> None:
        """One line, on disk when this returns. letter: which; the same for its `trying` and its end.

        Raises Refused (disk_full, not_writable): then the letter must not go.
        """
        try:
            self._file.write(json.dumps({"step": step, "letter": letter, "lines": [asdict(e) for e in lines]}, ensure_ascii=False) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise _refused(error, self._path) from None

    def taken(self) -> None:
        """Everything in it stands in the register now."""
        self._file.truncate(0)


@contextmanager
def journal(path: Path) -> Iterator[Journal]:
    """The journal, for this run alone; an empty one goes at the end.

    Raises Refused: journal_busy where another run sends from the same book; disk_full, not_writable.
    """
    try:
        file = path.open("a", encoding="utf-8")
    except OSError as error:
        raise _refused(error, path) from None
    try:
        if not _locked(file, path):
            raise Refused([Problem("journal_busy", Source(path.name), {"file": path.name})])
        yield Journal(file, path)
    finally:
        with suppress(OSError):  # a disk that is full is told where a line was written
            file.close()
        with suppress(OSError):
            if path.stat().st_size == 0:
                path.unlink()


def _locked(file: IO[str], path: Path) -> bool:
    """Whether this run alone has the file now; the system lets go of it when the run ends, however it ends."""
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(file.fileno(), _FAR, os.SEEK_SET)  # what is locked cannot be read; lines are appended wherever this stands
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
            return True
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(file.fileno()).st_ino == path.stat().st_ino  # not one that has just been taken away
    except OSError:
        return False


def left_over(path: Path, known: Sequence[Entry]) -> list[Entry]:
    """Lines of an earlier run that the register (known) does not have yet. Raises Refused (journal_unreadable)."""
    try:
        texts = path.read_text("utf-8", "replace").splitlines() if path.exists() else []
    except OSError as error:
        raise _refused(error, path) from None
    found: dict[str, list[Entry]] = {}
    for number, text in enumerate(texts, 1):
        try:
            told = json.loads(text)
            step, letter, lines = told["step"], told["letter"], [Entry.of_data(line) for line in told["lines"]]
        except (ValueError, TypeError, KeyError):
            if number == len(texts):  # the run died while it wrote this
                continue
            raise Refused([Problem("journal_unreadable", Source(path.name, number), {"file": path.name, "line": number})]) from None
        if step == "unsent":
            found.pop(letter, None)
        else:
            found[letter] = [replace(e, event="note", code=UNCERTAIN) for e in lines] if step == "trying" else lines
    have = {replace(e, seq=0) for e in known}
    return [e for lines in found.values() for e in lines if replace(e, seq=0) not in have]


def _refused(error: OSError, path: Path) -> Refused:
    code = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "not_writable"
    return Refused([Problem(code, Source(path.name), {"file": path.name, "error": error.strerror or str(error)})])
