"""The VBA project of the add-in, as bytes of xl/vbaProject.bin.

pyOpenVBA gives a workbook without a project one, with a module for the workbook and one for each sheet, and writes
modules into it. Two things it has no call for are done here: the project gets a name of its own (every project is
called VBAProject otherwise, and two add-ins of one name get in each other's way), and the stream of compiled code is
the empty one of [MS-OVBA] 2.3.4.1, so that Excel compiles the text.
"""

from __future__ import annotations

import struct
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from ticktie.addin.package import WORKBOOK, Tab, parts, write
from ticktie.addin.sources import AddinRefused, Module

_NAME, _VERSION = 0x0004, 0x0009  # records of the dir stream
_NOT_COMPILED = bytes.fromhex("cc61ffff000100")


def vba_project(name: str, modules: Sequence[Module], tabs: Sequence[Tab]) -> bytes:
    """Raises AddinRefused (parts_missing) where pyOpenVBA is not installed."""
    try:
        from pyopenvba import ExcelFile, VBAModuleKind
        from pyopenvba.cfb import CFB
        from pyopenvba.vba import split_attribute_header
    except ImportError:
        raise AddinRefused("parts_missing", part="pyOpenVBA") from None
    with tempfile.TemporaryDirectory(prefix="ticktie-") as folder:
        draft = Path(folder) / "draft.xlsm"
        write(parts(WORKBOOK, tabs), draft)
        with ExcelFile(draft) as file:
            project = file.add_vba_project()
            for module in modules:
                text = _lines(module.text)
                if module.document:  # its header, written by pyOpenVBA, stays
                    file.set_module(module.name, split_attribute_header(text)[1])
                else:
                    project.add_module(module.name, text, kind=VBAModuleKind.standard)
            before = len(project.dir_raw)
            project.dir_raw = _renamed(project.dir_raw, name)
            project.dir_modules_offset += len(project.dir_raw) - before
            file.save(draft)
        with zipfile.ZipFile(draft) as archive:
            container = CFB.from_bytes(archive.read("xl/vbaProject.bin"))
    said = container.get_stream("PROJECT")
    container.write_stream("PROJECT", said.replace(b'Name="VBAProject"', f'Name="{name}"'.encode()))
    container.write_stream_in_storage("VBA", "_VBA_PROJECT", _NOT_COMPILED)
    return bytes(container.to_bytes())


def _lines(text: str) -> str:
    return text.rstrip("\n").replace("\n", "\r\n") + "\r\n"


def _renamed(records: bytes, name: str) -> bytes:
    """The dir stream with another name in its PROJECTNAME record: id, size, name. Only PROJECTVERSION has no true size."""
    at = 0
    while True:
        kind, size = struct.unpack_from("<HI", records, at)
        if kind == _NAME:
            return records[:at] + struct.pack("<HI", _NAME, len(name)) + name.encode("ascii") + records[at + 6 + size :]
        at += 12 if kind == _VERSION else 6 + size
