"""The extension in a real LibreOffice: put there by unopkg, its buttons pressed on a real book, the tabs read."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import ticktie
from tests.faces.cells import first_proposal, tabs
from tests.workbook.libreoffice import needs_soffice
from ticktie.addin.doctor import Finding
from ticktie.addin.extension import IDENTIFIER, PROTOCOL
from ticktie.addin.machine import Machine, installed_version
from ticktie.addin.office import Office, examine_office, find_unopkg, install_office, no_bridge, offices_own
from ticktie.commands.catalogue import buttons
from ticktie.domain.wording import LANGUAGES, say
from ticktie.faces.cli import main
from ticktie.samples.month import make
from ticktie.workbook.sample_file import write_month

pytest.importorskip("xlwings")
from ticktie.workbook.calc_engine import OfficeError, bridge, profile, start

LOCALES = {"en": "en-US", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}


ANOTHER = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]  # root under another number, with files that stay root's


def as_a_user(folder: Path) -> Callable[[Sequence[str]], tuple[int, str]]:
    """How unopkg is called here: on the throw-away profile in `folder`, and never as root, which it refuses."""

    def run(call: Sequence[str]) -> tuple[int, str]:
        place = offices_own(os.environ) | {"HOME": str(folder)}
        before = ANOTHER if os.geteuid() == 0 else []
        words = [*before, *call[:2], f"-env:UserInstallation={folder.as_uri()}", *call[2:]]
        done = subprocess.run(words, capture_output=True, text=True, env=place, timeout=120)
        return done.returncode, done.stdout + done.stderr

    return run


@dataclass
class Installed:
    """A LibreOffice with the extension, a book open in it, and the user's folder of settings."""

    app: Any
    notes: Path
    seen: list[Finding]

    def press(self, key: str, wait: bool = True) -> None:
        """As a click does it, again while the run before it has not ended."""
        deadline = time.monotonic() + 120
        self._click(key)
        while key != "stop" and not self.working():
            assert time.monotonic() < deadline
            time.sleep(0.1)
            self._click(key)
        while wait and self.working():
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def _click(self, key: str) -> None:
        frame = self.app.books.active.api.CurrentController.Frame
        self.app.impl.office.create("frame.DispatchHelper").executeDispatch(frame, f"{PROTOCOL}{key}", "", 0, ())

    def working(self) -> bool:
        return any(self.notes.glob("run-*"))

    def saved(self, file: Path) -> Path:
        self.app.books.active.impl.save_copy(str(file))
        return file


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    needs_soffice()
    try:
        bridge.uno()
    except OfficeError as error:
        if os.environ.get("TICKTIE_NO_SKIP") == "1":
            pytest.fail(str(error), pytrace=False)
        pytest.skip(str(error))
    user = tmp_path_factory.mktemp("user") / "王 伟"
    machine = Machine("other", user, user / ".config", interpreter(user), Path(sys.prefix), version=installed_version)
    seen: list[Finding] = []
    write = profile.write

    def with_extension(folder: Path) -> None:
        write(folder)
        office = Office(machine, find_unopkg("other"), as_a_user(folder), no_bridge)
        install_office(office, "zh-Hans")
        seen.extend(examine_office(office))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(profile, "write", with_extension)
        patch.setenv("XDG_CONFIG_HOME", str(machine.appdata))
        patch.setenv("PATH", offices_own(os.environ)["PATH"])
        with start() as app:
            yield Installed(app, machine.config.parent, seen)


def interpreter(user: Path) -> Path:
    """The Python of this test, with the ticktie of this test, as a program of the user's."""
    program = user / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{Path(ticktie.__file__).parents[1]}" exec "{sys.executable}" "$@"\n')
    program.chmod(0o755)
    return program


@pytest.fixture
def book(installed: Installed, tmp_path: Path) -> Iterator[Path]:
    """A month without result tabs, open; its folder has a Chinese name with a blank."""
    file = tmp_path / "王 伟" / "六月 账.xlsx"
    file.parent.mkdir()
    write_month(make(2026), file)
    opened = installed.app.books.open(str(file))
    yield file
    opened.close()


def titles(installed: Installed) -> list[str]:
    return [sheet.name for sheet in installed.app.books.active.sheets]


def test_buttons_give_the_tabs_of_the_command_line(installed, book, tmp_path):
    before, sheets = book.read_bytes(), titles(installed)
    wanted = Path(shutil.copyfile(book, tmp_path / "cli.xlsx"))
    who = ["--who", getpass.getuser()]

    installed.press("reconcile")
    assert main(["reconcile", str(wanted), "-q"]) == 0
    assert tabs(installed.saved(tmp_path / "reconciled.xlsx")) == tabs(wanted)
    assert [t for t in titles(installed) if t in sheets] == sheets
    assert installed.app.books.active.sheets.active.name == say("zh-Hans", "tab.overview")

    title, row, number, target = first_proposal(wanted)
    installed.app.books.active.sheets[title].activate()
    installed.app.books.active.sheets[title].range((row, 1)).select()
    installed.press("accept")
    assert main(["decide", str(wanted), number, "accept", target, "-q", *who]) == 0
    accepted = tabs(installed.saved(tmp_path / "accepted.xlsx"))
    assert accepted == tabs(wanted)
    assert installed.app.books.active.sheets.active.name == title

    installed.press("undo")
    assert main(["undo", str(wanted), "-q", *who]) == 0
    assert tabs(installed.saved(tmp_path / "undone.xlsx")) == tabs(wanted)
    assert len(tabs(wanted)["decisions"]) == len(accepted["decisions"]) + 1
    assert book.read_bytes() == before


def test_stop_ends_a_run_before_anything_is_written(installed, book):
    sheets = titles(installed)
    installed.press("reconcile", wait=False)
    installed.press("stop")
    assert not installed.working()
    installed.press("reconcile", wait=False)  # taken only when the first has ended
    assert titles(installed) == sheets
    installed.press("stop")
    installed.press("reconcile")
    assert len(titles(installed)) > len(sheets)


def test_a_document_of_libreoffices_own_kind_gets_the_tabs_too(installed, book, tmp_path):
    sheets = titles(installed)
    installed.app.books.active.save(str(tmp_path / "账.ods"))
    installed.press("reconcile")
    installed.press("reconcile")
    assert len(titles(installed)) == len(set(titles(installed))) > len(sheets)
    wanted = Path(shutil.copyfile(book, tmp_path / "cli.xlsx"))
    assert main(["reconcile", str(wanted), "-q"]) == 0
    again = installed.saved(tmp_path / "live.xlsx")
    assert tabs(again)["matched"] == tabs(wanted)["matched"]


def test_a_protected_document_is_left_alone(installed, book):
    sheets = titles(installed)
    installed.app.books.active.api.protect("x")
    installed.press("reconcile")
    assert titles(installed) == sheets


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_those_of_the_catalogue_in_every_language(language, installed):
    provider = installed.app.impl.office.create("configuration.ConfigurationProvider")
    place = bridge.properties(nodepath="/org.openoffice.Office.Addons/AddonUI", Locale=LOCALES[language])
    node = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", place)
    menu = node.getByHierarchicalName(f"OfficeMenuBar/{IDENTIFIER}.menu")
    assert menu.getByName("Title") == say(language, "addin.tab")
    for items in (menu.getByName("Submenu"), node.getByHierarchicalName(f"OfficeToolBar/{IDENTIFIER}.bar")):
        shown = [(items.getByName(name).getByName("URL"), items.getByName(name).getByName("Title")) for name in sorted(items.getElementNames())]
        wanted = [(f"{PROTOCOL}{c.key}", say(language, f"{c.label}.label")) for c in buttons("libreoffice")]
        assert [pair for pair in shown if pair[0] != "private:separator"] == wanted


def test_the_doctor_found_all_well_after_the_installation(installed):
    assert [f.key for f in installed.seen if f.state != "ok"] == []
    assert {"office", "extension", "office_config", "office_interpreter", "office_xlwings", "office_bridge"} == {f.key for f in installed.seen}
