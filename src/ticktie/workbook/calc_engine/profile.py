"""The profile and the arguments of an office of our own."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

# C: number formats in their English form. svp: no display.
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}

_SETTINGS = (
    # a lock file left by a killed office would keep a file from being opened
    ("org.openoffice.Office.Common/Misc", "UseDocumentOOoLockFile", "false"),
    ("org.openoffice.Office.Common/Misc", "UseDocumentSystemFileLocking", "false"),
    # always: files written by programs often have no values in their formula cells, or zeros
    ("org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),
    ("org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode", "0"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
)


def write(folder: Path) -> None:
    """Make the profile's settings before the first start."""
    user = folder / "user"
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/{escape(path)}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        f' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>'
    )
    (user / "registrymodifications.xcu").write_text(text, "utf-8")


def arguments(folder: Path, address: str) -> list[str]:
    """What the program is called with: nothing shown, nothing restored, listening at `address`."""
    return [
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        f"-env:UserInstallation={folder.as_uri()}",
        f"--accept={address};urp;StarOffice.ComponentContext",
    ]
