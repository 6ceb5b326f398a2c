"""The ribbon and its buttons, drawn from the catalogue: a button is there when its command is.

Names: tab `ttTab`, group `ttGroup_<group>`, button `tt_<key>`, its procedure `TtPress_<key>`. Texts and needs stand in
the sheet `_words` under `label.<id>`, `tip.<id>` and `needs.<id>`, a column for each language.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import quoteattr

from ticktie.addin.sources import AddinRefused, Module, Sources, module
from ticktie.commands.catalogue import Command, buttons
from ticktie.domain.wording import LANGUAGES, say, section

_PLACE = "        <!-- groups -->\n"


def python_text(key: str) -> str:
    """What a button asks Python to do: a constant, without a character that means something to a shell."""
    return f"import ticktie.faces.ribbon;ticktie.faces.ribbon.press('{key}')"


def ribbon_xml(sources: Sources, commands: Sequence[Command] = buttons("excel")) -> str:
    """The ribbon's XML. Raises AddinRefused (source_wrong) where a command has no picture."""
    lines: list[str] = []
    for group, members in groupby(commands, key=lambda c: c.group):
        lines.append(f'        <group id="ttGroup_{group}" getLabel="TtLabel">')
        lines += [f"          {_button(sources, c)}" for c in members]
        lines.append("        </group>")
    if sources.ribbon.count(_PLACE) != 1:
        raise AddinRefused("source_wrong", detail=f"ribbon.xml: {_PLACE.strip()}")
    return sources.ribbon.replace(_PLACE, "\n".join(lines) + "\n")


def _button(sources: Sources, command: Command) -> str:
    look = sources.buttons.get(command.key)
    if look is None:
        raise AddinRefused("source_wrong", detail=f"settings.toml: {command.key}")
    said = {
        "id": f"tt_{command.key}", "size": "large" if look.get("large") else "normal", "imageMso": look["icon"],
        "getLabel": "TtLabel", "getScreentip": "TtScreentip", "getSupertip": "TtSupertip", "getEnabled": "TtEnabled",
        "onAction": f"TtPress_{command.key}",
    }  # fmt: skip
    return f"<button {' '.join(f'{name}={quoteattr(value)}' for name, value in said.items())}/>"


def buttons_module(commands: Sequence[Command] = buttons("excel")) -> Module:
    """One procedure a button; each hands on a constant."""
    lines = ['Attribute VB_Name = "TicktieButtons"', "Option Explicit", "", "' Drawn from the catalogue of commands; do not edit."]
    for command in commands:
        lines += [
            "",
            f"Public Sub TtPress_{command.key}(control As IRibbonControl)",
            f'    TtRun "{command.needs}", "{python_text(command.key)}"',
            "End Sub",
        ]
    return module("\n".join(lines) + "\n")


def words(commands: Sequence[Command] = buttons("excel")) -> list[tuple[str, ...]]:
    """The rows of the sheet `_words`: the languages, then key and texts; what a button needs is the same in all."""
    rows = [("", *LANGUAGES), _said("label.ttTab", "addin.tab")]
    rows += [_said(f"label.ttGroup_{group}", f"addin.group.{group}") for group in dict.fromkeys(c.group for c in commands)]
    for command in commands:
        rows.append(_said(f"label.tt_{command.key}", f"{command.label}.label"))
        rows.append(_said(f"tip.tt_{command.key}", f"{command.label}.tip"))
        rows.append((f"needs.tt_{command.key}", *[command.needs] * len(LANGUAGES)))
    return rows + [_said(f"message.{name}", f"addin.message.{name}") for name in section("en", "addin.message")]


def _said(key: str, wording: str) -> tuple[str, ...]:
    return (key, *(say(language, wording) for language in LANGUAGES))
