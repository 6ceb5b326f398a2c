"""Progress on a terminal: stage and rows; plain silence where nobody watches."""

from __future__ import annotations

import sys
from types import TracebackType

from rich.console import Console
from rich.status import Status

from ticktie.domain.wording import say


class Progress:
    """Shows the stage a command is in. Calling it with a stage's key and rows updates the line."""

    def __init__(self, quiet: bool, language: str):
        self._language = language
        self._status: Status | None = None
        if not quiet and sys.stderr.isatty():
            self._status = Console(stderr=True).status("")

    def __enter__(self) -> Progress:
        if self._status:
            self._status.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._status:
            self._status.stop()

    def __call__(self, stage: str, rows: int | None = None) -> None:
        if self._status is None:
            return
        text = say(self._language, f"command.stage_{stage}")
        if rows is not None:
            text += "  " + say(self._language, "command.rows", {"count": f"{rows:,}"})
        self._status.update(text)
