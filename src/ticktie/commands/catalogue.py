"""The one catalogue of commands: every button in Excel's ribbon and in LibreOffice's toolbar, in the order in which they stand there.

A command is listed here when it works, not before. Both add-ins are drawn from this list, a button press finds its command in
it, and a test holds it against the command line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from ticktie.commands.confirm import confirm
from ticktie.commands.explain import explain
from ticktie.commands.follow_up import follow_up
from ticktie.commands.import_bills import import_bills
from ticktie.commands.new import new
from ticktie.commands.read import read
from ticktie.commands.reconcile import reconcile
from ticktie.commands.statement import statements

Group = Literal["prepare", "match", "statement", "help"]
Need = Literal["nothing", "book", "row", "results", "to_confirm", "running"]
HostName = Literal["excel", "libreoffice"]

GROUPS: tuple[Group, ...] = ("prepare", "match", "help")


@dataclass(frozen=True)
class Command:
    """One thing that a person can ask for.

    needs: what must be there before it makes sense: nothing, an open workbook, a row of a worksheet, result tabs, or a
    row of the tab "To confirm", a run that works. run: what does it; None where a face has only something to show. cli: its
    name on the command line, empty where it is none there. hosts: the programs that have its button; Excel's ribbon is dead
    while a button works, so it stops by a window instead.
    """

    key: str
    group: Group
    needs: Need
    run: Callable[..., Any] | None = None
    cli: str = ""
    hosts: tuple[HostName, ...] = ("excel", "libreoffice")

    @property
    def label(self) -> str:
        """Key of its words: `.label` and `.tip` stand under it."""
        return f"addin.button.{self.key}"


CATALOGUE: tuple[Command, ...] = (
    Command("new", "prepare", "nothing", new, "new"),
    Command("read", "prepare", "book", read, "read"),
    Command("reconcile", "match", "book", reconcile, "reconcile"),
    Command("waiting", "match", "results"),
    Command("accept", "match", "to_confirm", reconcile, "decide"),
    Command("reject", "match", "to_confirm", reconcile, "decide"),
    Command("undo", "match", "results", reconcile, "undo"),
    Command("explain", "match", "row", explain, "explain"),
    Command("stop", "match", "running", None, "stop", ("libreoffice",)),
    Command("settings", "help", "results"),
    Command("help", "help", "nothing"),
    Command("about", "help", "nothing"),
)
WITHOUT_BUTTON: tuple[Command, ...] = (  # a group of their own comes
    Command("statement", "statement", "book", statements, "statement"),
    Command("import", "prepare", "book", import_bills, "import"),
    Command("confirm", "statement", "book", confirm, "confirm"),
    Command("follow_up", "statement", "book", follow_up, "follow-up"),
)


def buttons(host: HostName) -> tuple[Command, ...]:
    """The commands that have a button in that program."""
    return tuple(c for c in CATALOGUE if host in c.hosts)


def command(key: str) -> Command:
    """The command of a key. Raises KeyError."""
    return {c.key: c for c in CATALOGUE}[key]
