"""A run goes on as long as its file is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ticktie.domain.wording import LANGUAGES, say
from ticktie.faces import stop_window
from ticktie.faces.cli import main
from ticktie.faces.running import running, stop_all
from ticktie.faces.stop_window import EVERY, PATIENCE, StopWindow


def test_the_file_is_there_while_the_run_goes_on(tmp_path):
    with running(tmp_path / "new") as file:
        assert file is not None
        assert list((tmp_path / "new").iterdir()) == [file]
        assert stop_all(tmp_path / "new") == 1
        assert not file.exists()
    with running(tmp_path) as file, pytest.raises(ZeroDivisionError):
        raise ZeroDivisionError
    assert not list(tmp_path.glob("run-*"))


def test_a_file_that_the_starter_has_taken_away_already_is_not_made_again(tmp_path):
    (tmp_path / "run-ab").touch()
    with running(tmp_path, "ab") as file:
        assert file == tmp_path / "run-ab"
        assert file.exists()
    with running(tmp_path, "ab") as file:
        assert file is not None
        assert not file.exists()


@pytest.mark.parametrize("token", ["../x", "a/b", "", "王"])
def test_a_token_is_a_plain_name(token, tmp_path):
    with running(tmp_path, token) as file:
        assert file is not None
        assert file.parent == tmp_path
        assert file.name.removeprefix("run-").isdigit()


def test_where_no_file_can_be_made_the_run_cannot_be_stopped_and_works_all_the_same(tmp_path):
    (tmp_path / "taken").touch()
    with running(tmp_path / "taken") as file:
        assert file is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_line_asks_every_run_to_stop(language, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    for expected in ("asked", "nothing"):
        if expected == "asked":
            (tmp_path / "ticktie").mkdir()
            (tmp_path / "ticktie" / "run-7").touch()
        assert main(["stop", "--lang", language]) == 0
        assert capsys.readouterr().out.strip() == say(language, f"addin.stop.{expected}")


class Parts:
    """tkinter as far as the window uses it, with a clock that the test turns."""

    def __init__(self) -> None:
        self.plans: list[tuple[int, Any]] = []
        self.shown, self.gone, self.texts, self.pressed, self.closed = False, False, [], None, None

    def Label(self, root: Any, text: str, **_: Any) -> Parts:
        self.texts.append(text)
        return self

    def Button(self, root: Any, text: str, command: Any, **_: Any) -> Parts:
        self.texts.append(text)
        self.pressed = command
        return self

    def pack(self, **_: Any) -> None:
        return None

    def protocol(self, name: str, call: Any) -> None:
        self.closed = call

    title = resizable = attributes = lambda self, *_: None

    def withdraw(self) -> None:
        self.shown = False

    def deiconify(self) -> None:
        self.shown = True

    def destroy(self) -> None:
        self.gone = True

    def after(self, wait: int, call: Any) -> None:
        self.plans.append((wait, call))

    def turn(self, until: int) -> None:
        for wait, call in [p for p in self.plans if p[0] <= until]:
            self.plans.remove((wait, call))
            call()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "run-1").touch()
    return tmp_path / "run-1"


def test_the_window_shows_itself_after_a_moment_and_goes_with_the_run(file):
    parts = Parts()
    StopWindow(parts, parts, file, "zh-Hans")
    assert parts.texts == [say("zh-Hans", "addin.stop.working"), say("zh-Hans", "addin.button.stop.label")]
    parts.turn(EVERY)
    assert not parts.shown
    parts.turn(PATIENCE)
    assert parts.shown
    file.unlink()
    parts.turn(EVERY)
    assert parts.gone


@pytest.mark.parametrize("how", ["pressed", "closed"])
def test_stop_takes_the_file_away(how, file):
    parts = Parts()
    StopWindow(parts, parts, file, "en")
    getattr(parts, how)()
    assert not file.exists()
    assert parts.gone


def test_the_window_is_a_program_of_its_own_and_its_absence_hinders_nothing(file, monkeypatch):
    calls: list[list[str]] = []

    def popen(call: list[str], **_: Any) -> None:
        calls.append(call)
        raise OSError("no such program")

    monkeypatch.setattr(subprocess, "Popen", popen)
    stop_window.open_window(file, "en")
    assert calls == [[sys.executable, "-P", "-B", "-m", "ticktie.faces.stop_window", str(file), "en"]]
    monkeypatch.setitem(sys.modules, "tkinter", None)
    stop_window.main([str(file), "en"])
    assert file.exists()
