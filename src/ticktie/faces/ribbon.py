"""The ribbon's buttons: `press(key)` finds the command of the catalogue and runs it on the workbook that is open.

A command works on files. So the workbook is saved as a copy into a folder of its own, the command runs on the copy, and
only when all of it went well the result sheets are put into the open workbook. What a command refuses is told with its
remedy; then nothing has changed.
"""

from __future__ import annotations

import getpass
import platform
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from ticktie.addin.machine import Machine, this_machine
from ticktie.commands.catalogue import command
from ticktie.domain.problem import Refused
from ticktie.domain.wording import LANGUAGES, say, section
from ticktie.faces.host import Host
from ticktie.faces.pressed import NotNow, Pressed
from ticktie.faces.running import running, stop_all
from ticktie.faces.stop_window import open_window
from ticktie.faces.terminal import sentence, user_language

_BUSY = (-2147418111, -2146777998)  # Excel turns a call down while a cell is edited or a dialog is open
_LONGEST = 40  # lines of a message


def press(key: str, host: Host | None = None, machine: Machine | None = None, arguments: Sequence[str] = ()) -> None:
    """What a button does. Raises only where there is no Excel to show a message in."""
    machine, arguments = machine or this_machine(), arguments or sys.argv
    host = host or _live(arguments)
    language = _language(machine, arguments)
    notes = machine.config.parent
    try:
        if key not in _ACTIONS:
            raise NotNow("unknown_button", key=key)
        with running(notes, _argument(arguments, "--run")) as file:
            if file and _argument(arguments, "--hwnd") and command(key).needs != "nothing":
                open_window(file, language)
            _ACTIONS[key](Pressed(command(key), host, language, notes, _user(), file))
    except Refused as refused:
        lines = [say(language, "command.failed")]
        for problem in refused.problems:
            message, mend = sentence(problem, language)
            lines += [message, f"    {say(language, 'command.mend')}{mend}"]
        _tell(host, language, lines, wrong=True)
    except NotNow as no:
        _tell_no(host, language, no)
    except Exception as error:
        _tell_no(host, language, _unforeseen(error, notes / "last-error.txt"))


def _live(arguments: Sequence[str]) -> Host:
    from ticktie.workbook.live import LiveHost, office_at, running_app

    office = _argument(arguments, "--office")
    return LiveHost(office_at(office) if office else running_app(_argument(arguments, "--hwnd")))


def _argument(arguments: Sequence[str], name: str) -> str:
    return next((a.partition("=")[2] for a in arguments if a.startswith(f"{name}=")), "")


def _language(machine: Machine, arguments: Sequence[str]) -> str:
    """As the add-in speaks, else the user's settings file, else the system."""
    asked = _argument(arguments, "--lang") or machine.settings().get("LANGUAGE", "")
    return asked if asked in LANGUAGES else user_language(None)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _tell(host: Host, language: str, lines: Sequence[str], wrong: bool = False) -> None:
    host.status("")
    more = [say(language, "addin.done.more", {"count": len(lines) - _LONGEST})] if len(lines) > _LONGEST else []
    host.message("\n".join([*lines[:_LONGEST], *more]), wrong)


def _tell_no(host: Host, language: str, no: NotNow) -> None:
    if no.code == "stopped":
        _tell(host, language, [say(language, "addin.stop.stopped")])
        return
    message, mend = (say(language, f"addin.problem.{no.code}.{part}", no.facts) for part in ("message", "mend"))
    _tell(host, language, [say(language, "command.failed"), message, f"    {say(language, 'command.mend')}{mend}"], wrong=True)


def _unforeseen(error: Exception, file: Path) -> NotNow:
    """Excel is busy, or we have made a mistake; then the whole story is kept in a file."""
    detail = f"{type(error).__name__}: {error}"
    if getattr(error, "hresult", None) in _BUSY:
        return NotNow("busy", detail=detail)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(traceback.format_exception(error)), "utf-8")
    except OSError:
        pass
    return NotNow("unexpected", detail=detail, file=file)


def _reconcile(pressed: Pressed) -> None:
    with pressed.copy() as copy:
        _done(pressed, pressed.reconcile(copy))


def _done(pressed: Pressed, summary: str) -> None:
    pressed.over()
    pressed.host.status(pressed.say(f"done.{pressed.command.key}", summary=summary))
    if pressed.first_time("undo"):
        pressed.host.message(pressed.say("done.no_way_back"))


def _decide(pressed: Pressed) -> None:
    """What a person would type: the word into the row's Decision cell; back again if the run fails."""
    with pressed.copy() as copy:
        title, row, found = pressed.row_to_confirm(copy)
        assert found.decision is not None
        if pressed.host.sheet_protected(title):
            raise NotNow("sheet_protected", sheet=title)
        before = pressed.host.type(title, row, found.decision, found.choices[pressed.command.key])
        try:
            with pressed.copy() as decided:
                summary = pressed.reconcile(decided)
        except BaseException:
            pressed.host.type(title, row, found.decision, before)
            raise
    _done(pressed, summary)


def _explain(pressed: Pressed) -> None:
    with pressed.copy() as copy:
        lines = pressed.explain(copy)
    pressed.over()
    _tell(pressed.host, pressed.language, lines)


def _read(pressed: Pressed) -> None:
    with pressed.copy() as copy:
        lines = pressed.read(copy)
    pressed.over()
    _tell(pressed.host, pressed.language, lines)


def _new(pressed: Pressed) -> None:
    file = pressed.new()
    pressed.host.open(file)
    pressed.host.status(pressed.say("done.new", file=file))


def _stop(pressed: Pressed) -> None:
    stop_all(pressed.notes)


def _settings(pressed: Pressed) -> None:
    _show(pressed, "settings")


def _waiting(pressed: Pressed) -> None:
    _show(pressed, "to_confirm")


def _show(pressed: Pressed, page: str) -> None:
    with pressed.copy() as copy:
        pressed.host.show(pressed.page(copy, page))


def _help(pressed: Pressed) -> None:
    steps = [text for name, text in section(pressed.language, "addin.done").items() if name.startswith("help_")]
    _tell(pressed.host, pressed.language, steps)


def _about(pressed: Pressed) -> None:
    facts = {"version": version("ticktie"), "python": platform.python_version(), "interpreter": sys.executable}
    _tell(pressed.host, pressed.language, pressed.say("done.about", **facts).splitlines())


_ACTIONS: dict[str, Callable[[Pressed], None]] = {
    "new": _new, "read": _read, "reconcile": _reconcile, "waiting": _waiting, "accept": _decide, "reject": _decide, "undo": _reconcile, "explain": _explain,
    "stop": _stop, "settings": _settings, "help": _help, "about": _about,
}  # fmt: skip
