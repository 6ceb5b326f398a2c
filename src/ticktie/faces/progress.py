"""Progress of long work: one living line on a terminal, a plain line a stage elsewhere, nothing when quiet."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import Progress as Live
from rich.progress import SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from ticktie.domain.wording import say


class Progress:
    """Shows what a command is at. Calling it with a stage, its rows and the part of it (a pass) brings the line up to date."""

    def __init__(self, quiet: bool, language: str, console: Console | None = None):
        self._language = language
        self._console = console or Console(stderr=True, highlight=False)
        self._quiet = quiet
        self._live: Live | None = None
        self._task = TaskID(0)
        self._last = ""
        if not quiet and self._console.is_terminal and not self._console.is_dumb_terminal:
            columns = SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn()
            self._live = Live(*columns, console=self._console, transient=True)
            self._task = self._live.add_task("", total=None)

    def __enter__(self) -> Progress:
        if self._live:
            self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._live:
            self._live.stop()

    def pause(self) -> None:
        """Off the terminal, for a question to a person."""
        if self._live:
            self._live.stop()

    def __call__(self, stage: str, rows: int | None = None, part: str = "") -> None:
        text = say(self._language, f"command.stage_{stage}")
        if rows is not None:
            text += "  " + say(self._language, "command.files" if stage in ("statements", "sending", "replies") else "command.rows", {"count": f"{rows:,}"})
        if self._live:
            self._live.update(self._task, description=f"{text}  {say(self._language, f'pass.{part}')}" if part else text)
        elif not self._quiet and text != self._last:
            self._console.print(text, markup=False, soft_wrap=True)
        self._last = text
