"""The extension for LibreOffice as a file, what its component decides, and its installation on computers that are only folders."""

from __future__ import annotations

import ast
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from lxml import etree

from ticktie.addin import office as offices
from ticktie.addin.extension import IDENTIFIER, PROTOCOL, extension_bytes, extension_parts
from ticktie.addin.machine import Machine, this_machine
from ticktie.addin.office import (
    Office,
    examine_office,
    find_unopkg,
    install_office,
    offices_own,
    uninstall_office,
)
from ticktie.addin.ribbon import python_text
from ticktie.addin.sources import AddinRefused, folder, read_sources
from ticktie.commands.catalogue import buttons
from ticktie.domain.wording import LANGUAGES, say, section
from ticktie.faces import addin as face
from ticktie.faces.cli import main

PARTS = extension_parts(folder())
SOURCES = [folder() / "libreoffice" / name for name in ("ticktie_start.py", "ticktie_buttons.py")]


def test_the_file_hangs_together():
    archive = zipfile.ZipFile(io.BytesIO(extension_bytes()))
    assert archive.testzip() is None
    assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    listed = etree.fromstring(archive.read("META-INF/manifest.xml"))
    names = {e.get("{http://openoffice.org/2001/manifest}full-path") for e in listed}
    assert names == {"Addons.xcu", "ProtocolHandler.xcu", "ticktie_buttons.py"}
    assert names <= set(archive.namelist())
    assert IDENTIFIER.encode() in archive.read("description.xml")
    assert f"<value>{PROTOCOL}*</value>" in archive.read("ProtocolHandler.xcu").decode()


@pytest.mark.parametrize("environment", [{"TZ": "Asia/Taipei", "PYTHONHASHSEED": "1"}, {"TZ": "UTC", "PYTHONHASHSEED": "2", "LC_ALL": "C"}])
def test_the_same_sources_give_the_same_bytes(environment, tmp_path):
    call = [sys.executable, "-m", "ticktie", "addin", "build", "--libreoffice", "--out", str(tmp_path)]
    subprocess.run(call, check=True, env={**os.environ, **environment}, cwd=tmp_path, capture_output=True)
    assert (tmp_path / "ticktie.oxt").read_bytes() == extension_bytes()


def test_every_button_has_its_constant_and_every_word_its_languages():
    words = json.loads(PARTS["pythonpath/ticktie_words.json"])
    assert words["commands"] == {c.key: {"needs": c.needs, "python": python_text(c.key)} for c in buttons("libreoffice")}
    needs = {c.needs for c in buttons("libreoffice")} - {"nothing"}
    for language in LANGUAGES:
        assert needs | {"busy", "python"} == set(words["messages"][language])
        assert words["messages"][language]["results"] == say(language, "addin.message.results")


def test_missing_sources_are_refused(tmp_path):
    with pytest.raises(AddinRefused, match="source_wrong"):
        extension_parts(tmp_path)


# --- what runs in LibreOffice's own Python


@pytest.fixture(scope="module")
def component() -> ModuleType:
    spec = spec_from_file_location("ticktie_start", SOURCES[0])
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
def test_an_older_python_reads_it(path):
    ast.parse(path.read_text("utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize(
    ("platform", "environment"),
    [
        ("win32", {"USERPROFILE": "/u/王", "APPDATA": "/u/王/Roam"}), ("win32", {"USERPROFILE": "/u/王"}), ("darwin", {"HOME": "/Users/w"}),
        ("linux", {"HOME": "/home/w"}), ("linux", {"HOME": "/home/w", "XDG_CONFIG_HOME": "/c"}),
    ],
)  # fmt: skip
def test_both_sides_look_into_the_same_folder(platform, environment, component):
    assert Path(component.settings_folder(platform, environment)) == this_machine(environment, platform).config.parent


def test_settings_and_the_file_of_a_run(component, tmp_path):
    assert component.settings(str(tmp_path)) == {}
    (tmp_path / "libreoffice.conf").write_text("INTERPRETER=/王 伟/python\nodd\nLANGUAGE=en\n", "utf-8")
    assert component.settings(str(tmp_path)) == {"INTERPRETER": "/王 伟/python", "LANGUAGE": "en"}
    (tmp_path / "libreoffice.conf").write_bytes(b"\xff\xfe")
    assert component.settings(str(tmp_path)) == {}
    notes = tmp_path / "new"
    assert component.begin(str(notes), "ab") == "ab"
    assert [p.name for p in notes.iterdir()] == ["run-ab"]
    component.stop(str(notes), "ab")
    component.stop(str(notes), "ab")
    assert list(notes.iterdir()) == []
    (tmp_path / "taken").touch()
    assert component.begin(str(tmp_path / "taken"), "ab") == ""


@pytest.mark.parametrize(
    ("setting", "locale", "language"),
    [("", "zh-CN", "zh-Hans"), ("", "zh-TW", "zh-Hant"), ("", "zh-HK", "zh-Hant"), ("", "de", "en"), ("", "", "en"), ("zh-Hant", "en-US", "zh-Hant"), ("xx", "zh-SG", "zh-Hans")],
)
def test_it_speaks_as_the_setting_says_or_as_libreoffice(setting, locale, language, component):
    assert component.language_of(setting, locale) == language


def test_what_is_started_is_the_interpreter_and_a_constant(component):
    call = component.command_line("/王 伟/python", python_text("read"), "pipe,name=x", "ab", "en")
    assert call == ["/王 伟/python", "-P", "-B", "-c", python_text("read"), "--office=pipe,name=x", "--run=ab", "--lang=en"]
    place = component.environment_for({"PYTHONHOME": "/lo", "PYTHONPATH": "/lo", "HOME": "/h"}, "/lo/program", "3.10")
    assert place == {"HOME": "/h", "XLWINGS_CALC_UNO": "/lo/program", "XLWINGS_CALC_UNO_PYTHON": "3.10"}


CAN = """
needs      | pages          | front      | working | can
nothing    | none           |            | no      | yes
book       | none           |            | no      | no
book       | -              |            | no      | yes
row        | -              |            | no      | yes
results    | -              |            | no      | no
results    | - matched      |            | no      | yes
to_confirm | - to_confirm   |            | no      | no
to_confirm | - to_confirm   | to_confirm | no      | yes
running    | -              |            | no      | no
running    | none           |            | yes     | yes
"""


@pytest.mark.parametrize(("needs", "pages", "front", "working", "can"), [[c.strip() for c in r.split("|")] for r in CAN.strip().splitlines()[1:]])
def test_a_button_can_be_pressed_when_it_makes_sense(needs, pages, front, working, can, component):
    found = None if pages == "none" else ["" if p == "-" else p for p in pages.split()]
    assert component.can(needs, found, front, working == "yes") is (can == "yes")


@pytest.mark.parametrize(("mark", "page"), [('"to_confirm"', "to_confirm"), ('="matched:2"', "matched"), ('"copy of matched"', "")])
def test_which_page_a_sheet_shows(mark, page, component):
    assert component.page_of(mark) == page


# --- installed, examined, taken away


@dataclass
class Unopkg:
    """LibreOffice's program for extensions, remembered as what it has; refuses: what it answers with an error."""

    has: str = ""
    refuses: str = ""
    calls: list[list[str]] = field(default_factory=list)

    def __call__(self, call: Sequence[str]) -> tuple[int, str]:
        self.calls.append(list(call))
        if call[1] == self.refuses or (call[1] == "list" and not self.has):
            return 1, "ERROR: no"
        if call[1] == "add":
            assert Path(call[-1]).read_bytes() == extension_bytes()
            self.has = version("ticktie")
        elif call[1] == "remove":
            assert call[-1] == IDENTIFIER
            self.has = ""
        return 0, f"Identifier: {IDENTIFIER}\n  Version: {self.has}\n"


@pytest.fixture
def unopkg() -> Unopkg:
    return Unopkg()


@pytest.fixture
def office(tmp_path: Path, unopkg: Unopkg, monkeypatch: pytest.MonkeyPatch) -> Office:
    home = tmp_path / "王 伟"
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "python").touch()
    versions = {"xlwings": read_sources().xlwings}
    machine = Machine("other", home, home / ".config", home / "bin" / "python", home, version=versions.get)
    made = Office(machine, Path("/lo/unopkg"), unopkg, lambda: "")
    monkeypatch.setattr(face, "this_office", lambda: made)
    return made


def wrong(office: Office) -> list[str]:
    return [f.key for f in examine_office(office) if f.state != "ok"]


def test_install_adds_the_extension_and_names_the_interpreter_in_the_settings_file_only(office, unopkg):
    assert wrong(office) == ["extension", "office_config"]
    install_office(office, "zh-Hant")
    assert office.settings() == {"INTERPRETER": str(office.machine.interpreter), "LANGUAGE": "zh-Hant"}
    assert wrong(office) == []
    assert not any(str(office.machine.interpreter).encode() in part for part in PARTS.values())
    install_office(office)
    assert office.settings()["LANGUAGE"] == "zh-Hant"
    assert [p.name for p in uninstall_office(office, dry_run=True)] == ["ticktie.oxt", "libreoffice.conf"]
    assert unopkg.has
    assert [p.name for p in uninstall_office(office)] == ["ticktie.oxt", "libreoffice.conf"]
    assert unopkg.has == ""
    assert not office.config.parent.exists()
    assert uninstall_office(office) == []


@pytest.mark.parametrize("before", ["", "INTERPRETER=/old\n"])
def test_what_libreoffice_refuses_leaves_everything_as_it_was(before, office, unopkg):
    if before:
        office.config.parent.mkdir(parents=True)
        office.config.write_text(before)
    unopkg.refuses = "add"
    with pytest.raises(AddinRefused, match="unopkg"):
        install_office(office)
    assert (office.config.read_text() if office.config.exists() else "") == before


@pytest.mark.parametrize(
    ("change", "key"),
    [({"bridge": lambda: "uno is for 3.9"}, "office_bridge"), ({"unopkg": None}, "office"), ({"machine": {"version": lambda name: None}}, "office_xlwings")],
)
def test_the_doctor_finds_what_is_wrong(change, key, office):
    install_office(office)
    machine = Machine(**{**vars(office.machine), **change.pop("machine", {})})
    sick = Office(**{**vars(office), "machine": machine, **change})
    assert wrong(sick) == [key]
    office.machine.interpreter.unlink()
    assert "office_interpreter" in wrong(office)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_line_installs_examines_and_removes(language, office, unopkg, capsys):
    def run(*words: str) -> int:
        return main(["addin", *words, "--libreoffice", "--lang", language])

    assert run("doctor") == 1
    assert section(language, "addin.check.office_config")["title"] in capsys.readouterr().out
    assert run("install", "--dry-run") == 0
    assert not unopkg.has
    assert run("install") == 0
    assert say(language, "addin.cli.restart_office") in capsys.readouterr().out
    assert run("doctor") == 0
    assert run("uninstall") == 0
    unopkg.refuses = "add"
    assert run("install") == 1
    assert "ERROR: no" in capsys.readouterr().err


def test_without_libreoffice_it_says_so(office, monkeypatch, capsys):
    bare = Office(office.machine, None, office.run, office.bridge)
    monkeypatch.setattr(face, "this_office", lambda: bare)
    assert main(["addin", "install", "--libreoffice", "--lang", "en"]) == 1
    assert section("en", "addin.problem.no_libreoffice")["message"] in capsys.readouterr().err
    assert main(["addin", "uninstall", "--libreoffice", "--lang", "en"]) == 0


def test_unopkg_is_found_and_called_without_our_virtual_environment(tmp_path, monkeypatch):
    usual = tmp_path / "opt/libreoffice/program/unopkg"
    assert find_unopkg("other", tmp_path, "") is None
    usual.parent.mkdir(parents=True)
    usual.write_text('#!/bin/sh\necho "$PATH|$PYTHONPATH|$VIRTUAL_ENV"\nexit 3\n')
    usual.chmod(0o755)
    assert find_unopkg("other", tmp_path, "") == usual
    ours = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", os.pathsep.join([ours, "/usr/bin", "/bin"]))
    monkeypatch.setenv("PYTHONPATH", "/ours")
    monkeypatch.setenv("VIRTUAL_ENV", "/ours")
    assert offices._call([str(usual)]) == (3, "/usr/bin:/bin||")
    assert offices_own({"PATH": ours, "HOME": "/h"}) == {"PATH": "", "HOME": "/h"}
    assert offices._call([str(tmp_path / "none")])[0] == 1
