"""Where things lie: what is known of this computer, as values, so that any other can be tried out.

    Windows   the add-in in Excel's own start folder (XLSTART: opened with every Excel, trusted by default, nothing to
              tick), the settings file in %APPDATA%\\ticktie
    Mac       the add-in in Office's start folder, the settings file in Application Support, and beside Excel's other
              scripts the one that a sandboxed Excel may start programs with
    other     no Excel; LibreOffice's settings file in the user's ~/.config/ticktie
"""

from __future__ import annotations

import importlib.metadata
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

System = Literal["windows", "mac", "other"]
Registry = Callable[[str, str], int | str | None]
Versions = Callable[[str], str | None]

_MAC_OFFICE = "Library/Group Containers/UBF8T346G9.Office/User Content.localized"


@dataclass(frozen=True)
class Machine:
    """One computer as one user sees it.

    appdata: %APPDATA% (Windows), the folder of settings files (Linux). interpreter: the Python that buttons shall start; prefix: the folder it is installed in.
    excel: the program, None where it is not found. registry: key and name under HKEY_CURRENT_USER -> value.
    version: name of a Python package -> its version here.
    """

    system: System
    home: Path
    appdata: Path
    interpreter: Path
    prefix: Path
    excel: Path | None = None
    registry: Registry = lambda key, name: None
    version: Versions = lambda name: None

    @property
    def addin(self) -> Path:
        """Where the add-in belongs."""
        if self.system == "windows":
            return self.appdata / "Microsoft" / "Excel" / "XLSTART" / "ticktie.xlam"
        return self.home / _MAC_OFFICE / "Startup.localized" / "Excel" / "ticktie.xlam"

    @property
    def elsewhere(self) -> tuple[Path, ...]:
        """Where a second copy would be opened too, or is likely to have been ticked."""
        if self.system == "windows":
            return (self.appdata / "Microsoft" / "AddIns" / "ticktie.xlam",)
        return (self.home / _MAC_OFFICE / "Add-Ins.localized" / "ticktie.xlam",)

    @property
    def addin_folders(self) -> tuple[Path, ...]:
        """Where Excel finds add-ins by itself."""
        return self.addin.parent, self.elsewhere[0].parent

    @property
    def config(self) -> Path:
        """The user's settings file: the only place that names the interpreter."""
        base = self.home / "Library" / "Application Support" if self.system == "mac" else self.appdata
        return base / "ticktie" / "ticktie.conf"

    @property
    def script(self) -> Path | None:
        """The script for a sandboxed Excel."""
        return self.home / "Library" / "Application Scripts" / "com.microsoft.Excel" / "ticktie.applescript" if self.system == "mac" else None

    @property
    def encoding(self) -> str:
        """Of the settings file: what VBA's text streams, or the Mac's shell, read without loss."""
        return "utf-16" if self.system == "windows" else "utf-8"

    def settings(self) -> dict[str, str]:
        """The settings file's lines KEY=VALUE; none where it cannot be read."""
        try:
            lines = self.config.read_text(self.encoding).splitlines()
        except (OSError, UnicodeError):
            return {}
        return {key: value for key, mark, value in (line.partition("=") for line in lines) if mark}


def this_machine(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Machine:
    """The computer that this runs on."""
    system: System = "windows" if platform == "win32" else "mac" if platform == "darwin" else "other"
    home = Path(environment.get("USERPROFILE" if system == "windows" else "HOME") or Path.home())
    windows = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
    appdata = windows if system == "windows" else Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    return Machine(
        system, home, appdata, Path(sys.executable), Path(sys.prefix), find_excel(system, environment), _registry, installed_version
    )  # fmt: skip


def find_excel(system: System, environment: Mapping[str, str], root: Path = Path("/")) -> Path | None:
    """The program, where it usually lies."""
    if system == "mac":
        places = [root / "Applications" / "Microsoft Excel.app"]
    elif system == "windows":
        tops = dict.fromkeys(environment[n] for n in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)") if environment.get(n))
        inside = ("Microsoft Office/root/Office16", "Microsoft Office/Office16", "Microsoft Office/Office15")
        places = [Path(top, *folder.split("/"), "EXCEL.EXE") for top in tops for folder in inside]
    else:
        places = []
    return next((place for place in places if place.exists()), None)


def installed_version(name: str) -> str | None:
    """The version of a Python package here, None where there is none."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _registry(key: str, name: str) -> int | str | None:
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            value = winreg.QueryValueEx(opened, name)[0]
    except OSError:
        return None
    return value if isinstance(value, int | str) else None
