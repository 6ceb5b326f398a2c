"""A little window with the button Stop, beside an Excel whose own buttons are dead while one of them works.

    python -m ticktie.faces.stop_window FILE LANGUAGE

A program of its own, so that it answers whatever Excel and the run are doing. It shows itself after a moment, removes the run's
file when it is asked to (`running`), and ends when that file is gone. Without tkinter there is no window; `ticktie stop` remains.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from ticktie.domain.wording import say

PATIENCE, EVERY = 1500, 200  # milliseconds: before it shows itself, between two looks at the file


def open_window(file: Path, language: str) -> None:
    """Start it for a run; what hinders that does not hinder the run."""
    call = [sys.executable, "-P", "-B", "-m", "ticktie.faces.stop_window", str(file), language]
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with suppress(OSError):
        subprocess.Popen(call, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, creationflags=flags)


class StopWindow:
    """The window. root: a Tk that is not shown yet; parts: the module tkinter."""

    def __init__(self, root: Any, parts: Any, file: Path, language: str) -> None:
        self._root, self._file = root, file
        root.withdraw()
        root.title("ticktie")
        root.resizable(False, False)
        root.attributes("-topmost", True)
        root.protocol("WM_DELETE_WINDOW", self.stop)
        parts.Label(root, text=say(language, "addin.stop.working"), padx=24, pady=12).pack()
        parts.Button(root, text=say(language, "addin.button.stop.label"), command=self.stop, width=12).pack(pady=(0, 14))
        root.after(PATIENCE, self._show)
        root.after(EVERY, self._look)

    def stop(self) -> None:
        with suppress(OSError):
            self._file.unlink(missing_ok=True)
        self._root.destroy()

    def _show(self) -> None:
        self._root.deiconify()

    def _look(self) -> None:
        if self._file.exists():
            self._root.after(EVERY, self._look)
        else:
            self._root.destroy()


def main(arguments: list[str]) -> None:
    """Ends at once where no window can be shown."""
    try:
        import tkinter

        root = tkinter.Tk()
    except Exception:  # not installed, or no display
        return
    StopWindow(root, tkinter, Path(arguments[0]), arguments[1])
    root.mainloop()


if __name__ == "__main__":
    main(sys.argv[1:])
