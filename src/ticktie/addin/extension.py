"""Build `ticktie.oxt`, the extension for LibreOffice, from its sources: text only, the same sources give the same bytes.

    META-INF/manifest.xml      what the parts are
    description.xml            name, release, which LibreOffice it needs
    Addons.xcu                 a menu and a toolbar in Calc, drawn from the catalogue of commands, in three languages
    ProtocolHandler.xcu        addresses `ticktie.button:<key>` belong to the component
    ticktie_buttons.py         the component, from `addin/libreoffice/`
    pythonpath/                what it imports: ticktie_start.py, and ticktie_words.json with what it says
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from ticktie.addin.build import put
from ticktie.addin.package import write
from ticktie.addin.ribbon import python_text
from ticktie.addin.sources import AddinRefused, folder
from ticktie.commands.catalogue import Command, buttons
from ticktie.domain.wording import LANGUAGES, say

IDENTIFIER = "ticktie.libreoffice"
FILE = "ticktie.oxt"
PROTOCOL = "ticktie.button:"
_COMPONENT, _IMPORTED = "ticktie_buttons.py", "ticktie_start.py"
_SAID = ("book", "row", "results", "to_confirm", "running", "busy", "office_python")
_LOCALES = {"en": "en", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MANIFEST = "http://openoffice.org/2001/manifest"
_DESCRIPTION = "http://openoffice.org/extensions/description/2006"
_REGISTRY = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
_CALC = "com.sun.star.sheet.SpreadsheetDocument"
_KINDS = {
    "Addons.xcu": "application/vnd.sun.star.configuration-data",
    "ProtocolHandler.xcu": "application/vnd.sun.star.configuration-data",
    _COMPONENT: "application/vnd.sun.star.uno-component;type=Python",
}


def extension_bytes(at: Path | None = None) -> bytes:
    """The whole file. Raises AddinRefused (source_wrong)."""
    file = io.BytesIO()
    write(extension_parts(at or folder()), file)
    return file.getvalue()


def build_extension(into: Path) -> Path:
    """Write the extension into a folder, which is made if need be. Raises AddinRefused."""
    path = into / FILE
    put(path, extension_bytes())
    return path


def extension_parts(at: Path) -> dict[str, bytes]:
    """The parts, in the order in which they are zipped; at: the folder with the sources."""
    try:
        component, imported = ((at / "libreoffice" / name).read_text("utf-8").replace("\r\n", "\n") for name in (_COMPONENT, _IMPORTED))
    except (OSError, UnicodeDecodeError) as error:
        raise AddinRefused("source_wrong", detail=f"{type(error).__name__}: {error}") from None
    commands = buttons("libreoffice")
    texts = {
        "META-INF/manifest.xml": _manifest(),
        "description.xml": _description(),
        "Addons.xcu": addons(commands),
        "ProtocolHandler.xcu": _handler(),
        _COMPONENT: component,
        f"pythonpath/{_IMPORTED}": imported,
        "pythonpath/ticktie_words.json": json.dumps(_words(commands), ensure_ascii=False, indent=1),
    }
    return {name: text.encode() for name, text in texts.items()}


def _words(commands: Sequence[Command]) -> dict[str, object]:
    """What the component knows of each command, and what it says itself."""
    known = {c.key: {"needs": c.needs, "python": python_text(c.key)} for c in commands}
    keys = {key.removeprefix("office_"): f"addin.message.{key}" for key in _SAID}
    return {"commands": known, "messages": {language: {name: say(language, key) for name, key in keys.items()} for language in LANGUAGES}}


def _manifest() -> str:
    rows = "".join(f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>' for name, kind in _KINDS.items())
    return f'{_HEAD}<manifest:manifest xmlns:manifest="{_MANIFEST}">{rows}</manifest:manifest>'


def _description() -> str:
    names = "".join(f'<name lang="{_LOCALES[language]}">{escape(say(language, "addin.tab"))}</name>' for language in LANGUAGES)
    return (
        f'{_HEAD}<description xmlns="{_DESCRIPTION}" xmlns:lo="http://libreoffice.org/extensions/description/2011">'
        f'<identifier value="{IDENTIFIER}"/><version value="{version("ticktie")}"/><platform value="all"/>'
        f'<dependencies><lo:LibreOffice-minimal-version value="7.0" lo:name="LibreOffice 7.0"/></dependencies>'
        f"<display-name>{names}</display-name></description>"
    )


def _handler() -> str:
    return (
        f'{_HEAD}<oor:component-data {_REGISTRY} oor:name="ProtocolHandler" oor:package="org.openoffice.Office"><node oor:name="HandlerSet">'
        f'<node oor:name="{IDENTIFIER}.Buttons" oor:op="replace"><prop oor:name="Protocols" oor:type="oor:string-list">'
        f"<value>{PROTOCOL}*</value></prop></node></node></oor:component-data>"
    )


def addons(commands: Sequence[Command]) -> str:
    """Menu and toolbar of Calc; separators between the groups."""
    menu = f'<node oor:name="{IDENTIFIER}.menu" oor:op="replace">{_title("addin.tab")}{_value("Context", _CALC)}<node oor:name="Submenu">{_items(commands)}</node></node>'
    bar = f'<node oor:name="{IDENTIFIER}.bar" oor:op="replace">{_items(commands)}</node>'
    return (
        f'{_HEAD}<oor:component-data {_REGISTRY} oor:name="Addons" oor:package="org.openoffice.Office"><node oor:name="AddonUI">'
        f'<node oor:name="OfficeMenuBar">{menu}</node><node oor:name="OfficeToolBar">{bar}</node></node></oor:component-data>'
    )


def _items(commands: Sequence[Command]) -> str:
    """LibreOffice sorts by the names of the nodes, hence the numbers."""
    rows: list[str] = []
    for group, members in groupby(commands, key=lambda c: c.group):
        rows += [f'<node oor:name="{group}" oor:op="replace">{_value("URL", "private:separator")}</node>'] if rows else []
        rows += [_item(c) for c in members]
    return "".join(row.replace('oor:name="', f'oor:name="m{n:02}_', 1) for n, row in enumerate(rows, 1))


def _item(command: Command) -> str:
    said = _value("URL", f"{PROTOCOL}{command.key}") + _title(f"{command.label}.label") + _value("Target", "_self") + _value("Context", _CALC)
    return f'<node oor:name="{command.key}" oor:op="replace">{said}</node>'


def _title(key: str) -> str:
    texts = "".join(f'<value xml:lang="{locale}">{escape(say(language, key))}</value>' for language, locale in _LOCALES.items())
    return f'<prop oor:name="Title" oor:type="xs:string">{texts}</prop>'


def _value(name: str, text: str) -> str:
    return f'<prop oor:name="{name}" oor:type="xs:string"><value>{escape(text)}</value></prop>'
