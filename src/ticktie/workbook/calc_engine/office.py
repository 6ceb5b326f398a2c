"""A LibreOffice that runs: one of our own with a profile of its own, or the user's.

One profile belongs to one process: a second program on the same profile hands its arguments to the first and ends, so each
start has its own. A new profile makes LibreOffice end with code 81 once, to be started again; its usual launcher does that, but
then the process that we could end would be the launcher, so LibreOffice itself is run wherever it stands beside the launcher.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from ticktie.workbook.calc_engine import bridge, profile
from ticktie.workbook.calc_engine.errors import OfficeError

_START_AGAIN = 81
_LISTENS_WITHIN = 3.0  # seconds an office may take from its pipe's first sign to its answer
_FOREIGN = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV")  # ours, not LibreOffice's Python's


class Office:
    """The connection; `create` makes UNO services in the office."""

    ours = False

    def __init__(self, context: Any, address: str) -> None:
        self.context, self.address = context, address
        self.services = context.ServiceManager
        self.desktop = self.create("frame.Desktop")

    def create(self, service: str) -> Any:
        """A service, named from com.sun.star on."""
        return self.services.createInstanceWithContext(f"com.sun.star.{service}", self.context)

    def answers(self) -> bool:
        """Whether it still runs and hears us."""
        try:
            return bool(self.desktop.supportsService("com.sun.star.frame.Desktop"))
        except Exception:
            return False

    def end(self) -> None:
        """Nothing: the user's office stays."""


class OwnOffice(Office):
    """Started by us, headless, and ended by us."""

    ours = True

    def __init__(self, timeout: float = 60) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="calc_engine_"))
        self._pipe = f"calc_engine_{os.getpid()}_{uuid.uuid4().hex[:8]}"
        try:
            profile.write(self.folder)
            self._arguments = [*command(), *profile.arguments(self.folder, f"pipe,name={self._pipe}")]
            self._process = self._run()
            atexit.register(self.kill)
            super().__init__(self._answered(timeout), f"pipe,name={self._pipe}")
        except BaseException:
            self.kill()
            raise

    @property
    def pid(self) -> int:
        return self._process.pid

    def answers(self) -> bool:
        return self._process.poll() is None and super().answers()

    def end(self, patience: float = 10) -> None:
        """Ask it to end; after a while, end it."""
        with suppress(Exception):  # the bridge falls while it ends
            self.desktop.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        self.kill()

    def kill(self) -> None:
        """End it at once and remove its profile and its pipe."""
        atexit.unregister(self.kill)
        if process := getattr(self, "_process", None):
            process.kill()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
        if hasattr(os, "getuid"):  # a killed office leaves its pipe
            Path(tempfile.gettempdir(), f"OSL_PIPE_{os.getuid()}_{self._pipe}").unlink(missing_ok=True)

    def _run(self) -> subprocess.Popen[bytes]:
        inherited = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
        return subprocess.Popen(
            self._arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=inherited | profile.ENVIRONMENT,
            preexec_fn=_ends_with_us(),
        )

    def _answered(self, timeout: float) -> Any:
        deadline, again = time.monotonic() + timeout, 3
        while time.monotonic() < deadline:
            if (context := bridge.resolve(f"pipe,name={self._pipe}")) is not None:
                return context
            if (code := self._process.poll()) == _START_AGAIN and again:
                again -= 1
                self._process = self._run()
            elif code is not None:
                raise OfficeError(f"LibreOffice ended with code {code} while it started")
            time.sleep(0.02)
        raise OfficeError(f"LibreOffice did not answer within {timeout:.0f} s")


def attached(address: str) -> Office:
    """The office that listens at "pipe,name=..." or "socket,host=...,port=..."."""
    deadline = time.monotonic() + _LISTENS_WITHIN
    while (context := bridge.resolve(address)) is None and time.monotonic() < deadline:
        time.sleep(0.05)
    if context is None:
        raise OfficeError(f'no LibreOffice listens at {address}; start it with: soffice --accept="{address};urp;"')
    return Office(context, address)


def command() -> list[str]:
    """The program to run."""
    named = os.environ.get("XLWINGS_CALC_SOFFICE") or shutil.which("soffice") or shutil.which("libreoffice")
    if not named:
        raise OfficeError("LibreOffice is not installed, or soffice is not on the PATH (Debian: libreoffice-calc)")
    launcher = Path(named).resolve()
    itself = launcher.with_name("soffice.bin")
    return [str(itself if itself.exists() else launcher)]


def _ends_with_us() -> Callable[[], None] | None:
    """Linux tells a child when the thread that made it ends; asked for only where that thread lives as long as we do."""
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        return None
    prctl, set_death_signal = ctypes.CDLL(None).prctl, 1
    return lambda: prctl(set_death_signal, signal.SIGKILL) and None
