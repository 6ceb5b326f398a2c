"""Where a person's template lies: beside the book, else in the person's own folder of settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from ticktie.domain.wording import say
from ticktie.reports.statement.form import Form


def template_name(layout: str, language: str) -> str:
    """The file's name, in the words of the language: statement.detailed.xlsx, 对账单模板-明细.xlsx."""
    return say(language, f"template.statement.file.{layout}") + ".xlsx"


def own_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """The person's folder of ticktie's settings."""
    home = Path(environment.get("USERPROFILE" if platform == "win32" else "HOME") or Path.home())
    if platform == "win32":
        return Path(environment.get("APPDATA") or home / "AppData" / "Roaming") / "ticktie"
    if platform == "darwin":
        return home / "Library" / "Application Support" / "ticktie"
    return Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "ticktie"


def form_for(book: Path, layout: str, language: str) -> Form | None:
    """The person's form of the layout; None where there is none and the shipped one is meant. Raises Refused for one that cannot be used."""
    for folder in (book.parent, own_folder()):
        path = folder / template_name(layout, language)
        if path.is_file():
            from ticktie.workbook.statement_template.read import (
                read_template,  # its library takes a while, and most have no template
            )

            return read_template(path, layout, language)
    return None
