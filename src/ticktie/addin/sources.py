"""The text that the add-in is made of. In the repository it lies in `addin/`; an installed ticktie carries it along."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_NAME = re.compile(r'^Attribute VB_Name = "([A-Za-z]\w{0,30})"$', re.M)
_LONGEST_LINE = 1023  # of VBA
_PIN = "{xlwings}"  # in VBA: the release of xlwings, which its DLL's name carries


class AddinRefused(Exception):
    """Nothing was done; code names the words `addin.problem.<code>`, facts fill them in."""

    def __init__(self, code: str, **facts: object):
        self.code, self.facts = code, facts
        super().__init__(f"{code} {facts}")


@dataclass(frozen=True)
class Module:
    """One VBA module: its text as the file holds it. document: it is the workbook's own module."""

    name: str
    text: str
    document: bool = False


@dataclass(frozen=True)
class Sources:
    """Everything that is read from the folder."""

    name: str
    xlwings: str
    buttons: Mapping[str, Mapping[str, Any]]
    ribbon: str
    modules: tuple[Module, ...]
    script: str


def folder() -> Path:
    """Where the text lies: beside this module when installed, at the top of the repository otherwise."""
    inside = Path(__file__).parent / "sources"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "addin"


def read_sources(at: Path | None = None) -> Sources:
    """Raises AddinRefused (source_wrong)."""
    at = at or folder()
    try:
        settings = tomllib.loads(_text(at / "settings.toml"))
        files = sorted([*at.glob("*.cls"), *at.glob("*.bas")])
        texts = {path: _text(path).replace(_PIN, settings["xlwings"]) for path in files}
        modules = tuple(module(text, path.suffix == ".cls") for path, text in texts.items())
        return Sources(
            settings["name"], settings["xlwings"], settings["button"], _text(at / "ribbon.xml"), modules, _text(at / "ticktie.applescript")
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise AddinRefused("source_wrong", detail=f"{type(error).__name__}: {error}") from None


def _text(path: Path) -> str:
    return path.read_text("utf-8").replace("\r\n", "\n")


def module(text: str, document: bool = False) -> Module:
    """A checked VBA module. Raises AddinRefused (source_wrong).

    A project holds its text in one code page, so anything beyond ASCII would come out as other characters elsewhere.
    """
    found = _NAME.search(text)
    if not found:
        raise AddinRefused("source_wrong", detail="no VB_Name")
    odd = sorted({c for c in text if not (" " <= c <= "~" or c in "\n\t")})
    if odd:
        raise AddinRefused("source_wrong", detail=f"{found[1]}: {odd}")
    if any(len(line) > _LONGEST_LINE for line in text.split("\n")):
        raise AddinRefused("source_wrong", detail=f"{found[1]}: > {_LONGEST_LINE}")
    return Module(found[1], text, document)
