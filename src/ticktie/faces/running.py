"""A run that can be stopped: it goes on as long as its file is there.

The file lies in the user's own folder, beside the settings file. Whoever wants the run to stop removes it: the button Stop in
LibreOffice, the little window beside Excel, `ticktie stop`. A run looks between its stages, the last time just before it
writes; from then on it goes to its end. Where the file cannot be made, the run cannot be stopped and works all the same.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "run-"
_TOKEN = re.compile(r"\w{1,40}", re.ASCII)


@contextmanager
def running(folder: Path, token: str = "") -> Iterator[Path | None]:
    """The file of a run, there while the block goes on; None where it cannot be made.

    token: the name that the starter chose, who has made the file and may have taken it away again already.
    """
    chosen = _TOKEN.fullmatch(token) is not None
    file = folder / f"{_PREFIX}{token if chosen else os.getpid()}"
    try:
        yield file if chosen or _made(file) else None
    finally:
        with suppress(OSError):
            file.unlink(missing_ok=True)


def _made(file: Path) -> bool:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    except OSError:
        return False
    return True


def stop_all(folder: Path) -> int:
    """Ask every run of this user to stop; gives how many were asked."""
    files = list(folder.glob(f"{_PREFIX}*"))
    for file in files:
        with suppress(OSError):
            file.unlink(missing_ok=True)
    return len(files)
