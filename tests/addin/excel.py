"""The add-in's own VBA run without Excel: pyOpenVBA's model of Excel, with the few things of Windows that the bridge uses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pyopenvba import ExcelFile, VBAModuleKind
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.apps.excel._model import Application
from pyopenvba.interpreter import VBAObject, member, method


class Shell(VBAObject):
    """WScript.Shell: remembers what was to be run."""

    def __init__(self, answer: int = 0):
        self.lines: list[tuple[str, int, bool]] = []
        self.answer = answer

    @method
    def Run(self, Command: str, Style: Any, Wait: Any) -> int:
        self.lines.append((Command, int(Style), bool(Wait)))
        return self.answer

    @method
    def ExpandEnvironmentStrings(self, Text: str) -> str:
        return Text.replace("%APPDATA%", r"C:\Users\王\AppData\Roaming")


class Stream(VBAObject):
    def __init__(self, lines: list[str]):
        self.lines = list(lines)

    @member
    def AtEndOfStream(self) -> bool:
        return not self.lines

    @method
    def ReadLine(self) -> str:
        return self.lines.pop(0)

    @method
    def Close(self) -> None:
        return None


class Files(VBAObject):
    """Scripting.FileSystemObject with one file, or none."""

    def __init__(self, conf: list[str] | None):
        self.conf, self.asked = conf, []

    @method
    def FileExists(self, Path: str) -> bool:
        self.asked.append(Path)
        return self.conf is not None

    @method
    def OpenTextFile(self, Path: str, Mode: Any, Create: Any, Format: Any) -> Stream:
        assert (int(Mode), bool(Create), int(Format)) == (1, False, -1)  # read, never make, UTF-16
        return Stream(self.conf or [])


class Speech(VBAObject):
    """Application.LanguageSettings."""

    def __init__(self, number: int):
        self.number = number

    @method
    def LanguageID(self, Which: Any) -> int:
        assert int(Which) == 2  # of the user interface
        return self.number


class _Windows(VBAObject):
    @member
    def Hwnd(self) -> int:
        return 4711

    @member
    def LanguageSettings(self) -> Speech:
        return Speech(_Windows.number)

    number = 2052


for _name in ("hwnd", "languagesettings"):
    Application._vba_members[_name] = _Windows._vba_members[_name]


class Bridge(ExcelBridge):
    """Excel's globals, with the objects of Windows that CreateObject gives."""

    shell: Shell
    files: Files

    def create(self, type_name_: str) -> object:
        return {"wscript.shell": self.shell, "scripting.filesystemobject": self.files}[type_name_.lower()]


class Control(VBAObject):
    """IRibbonControl."""

    def __init__(self, id_: str):
        self.id = id_

    @member
    def ID(self) -> str:
        return self.id


class Excel:
    """Excel with the add-in loaded. conf: lines of the user's settings file, or None; office: language of its interface."""

    def __init__(self, addin: Path, conf: list[str] | None = None, office: int = 2052, answer: int = 0):
        self.app = ExcelApplication.open(addin, with_vba=False)
        with ExcelFile(addin) as file:
            for module in file.vba_project().modules:
                kind = "standard" if module.kind is VBAModuleKind.standard else "document"
                self.app.add_module(module.source.replace("WithEvents ", ""), name=module.name, kind=kind)  # the model knows no WithEvents
        host = self.app.interpreter.host
        host.__class__ = Bridge
        host.shell, host.files = Shell(answer), Files(conf)
        self.shell, self.files = host.shell, host.files
        _Windows.number = office
        self.app.application.active_book = None
        self.app.add_module(_ASK, name="Asking")

    def open(self, path: Path) -> Any:
        book = self.app.open_workbook(path)
        book.Activate()
        return book

    def press(self, key: str) -> None:
        self.app.run(f"TtPress_{key}", Control(f"tt_{key}"))

    def ask(self, callback: str, id_: str) -> Any:
        return self.app.run(f"Ask{callback}", Control(id_))

    @property
    def messages(self) -> list[str]:
        return [prompt for _, prompt, _, _ in self.app.dialogs]


_ASK = "\n".join(
    f"Public Function Ask{name}(control)\n    Dim answer\n    {name} control, answer\n    Ask{name} = answer\nEnd Function"
    for name in ("TtLabel", "TtScreentip", "TtSupertip", "TtEnabled")
)
