"""One press of a button: the command, the open workbook, and the way from there to a file and back."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from ticktie.commands.catalogue import Command
from ticktie.commands.functions.table import PREFIX
from ticktie.commands.reconcile import Request, package_facts_of
from ticktie.domain.rules import FIRM_FILE
from ticktie.domain.wording import say
from ticktie.faces.host import Host
from ticktie.faces.selected import Selected, selected
from ticktie.workbook.read import read_file

_SHOWN = {"accept": "to_confirm", "reject": "to_confirm"}  # the page in front afterwards: there the next one waits


class NotNow(Exception):
    """The button cannot do its work now and nothing was changed; the words stand under `addin.problem.<code>`."""

    def __init__(self, code: str, **facts: object):
        self.code, self.facts = code, facts
        super().__init__(f"{code} {facts}")


@dataclass(frozen=True)
class Pressed:
    """A command on its way. language: the user's. notes: the folder of the user's settings file. who: decides.

    goes_on: a file that is gone when the run shall stop; None for a run that cannot be stopped.
    """

    command: Command
    host: Host
    language: str
    notes: Path
    who: str
    goes_on: Path | None = None

    def say(self, key: str, **facts: object) -> str:
        return say(self.language, f"addin.{key}", facts)

    @contextmanager
    def copy(self) -> Iterator[Path]:
        """The open workbook as a file, in a folder of its own, with the firm's rules beside it. Raises NotNow (no_book)."""
        path = self.host.path()
        if not path:
            raise NotNow("no_book")
        with tempfile.TemporaryDirectory(prefix="ticktie-", dir=self.host.scratch(), ignore_cleanup_errors=True) as folder:
            copy = Path(folder) / _file_name(path)
            if (firm := self._beside(FIRM_FILE)) and firm.is_file():
                shutil.copyfile(firm, copy.with_name(FIRM_FILE))
            self.host.save_copy(copy)
            yield copy

    def _beside(self, name: str) -> Path | None:
        """A file beside the workbook; None while that is nowhere on this computer."""
        path = self.host.path()
        place = Path(path)
        return place.with_name(name) if place.is_absolute() and "://" not in path else None

    def reconcile(self, copy: Path) -> str:
        """Run the command on the copy and put its result sheets into the open workbook; gives one line.

        Raises NotNow (protected, stopped); then nothing was changed.
        """
        if self.host.protected():
            raise NotNow("protected")
        if self.host.read_only():
            raise NotNow("read_only")
        request = Request(copy, out=self._out(copy), who=self.who, today=dt.date.today(), undo=self.command.key == "undo")
        done = self.command_run(request, self.told)
        if not request.in_package:
            self.host.open(done.written)
            return self.say("done.beside", file=done.written)
        facts, before = package_facts_of(done.written), package_facts_of(copy)
        assert facts is not None
        titles = {title: page for title in facts.sheets for page, own in facts.own.items() if own == title}
        self._stop_if_asked()
        self.host.put_pages(done.written, titles, list(before.own.values()) if before else [])
        self.host.recalculate(PREFIX)
        self.host.show(facts.own[_SHOWN.get(self.command.key, "overview")])
        return str(done.summary()[0])

    def command_run(self, *arguments: object) -> Any:
        assert self.command.run is not None
        return self.command.run(*arguments)

    def _out(self, copy: Path) -> Path:
        """Where the command writes: beside the copy, or beside the user's file where that cannot hold result tabs."""
        if Request(copy).in_package:  # under a name of its own: Excel does not open two workbooks of one name
            return copy.with_name(f"{copy.parent.name}{copy.suffix}")
        name = f"{copy.stem}.ticktie.xlsx"
        return self._beside(name) or self._documents() / name

    def _documents(self) -> Path:
        documents = Path.home() / "Documents"
        return documents if documents.is_dir() else Path.home()

    def told(self, stage: str, rows: int | None = None, part: str = "") -> None:
        """Progress in the status bar. Raises NotNow (stopped) where the user does not want it to go on."""
        self._stop_if_asked()
        count = f"  {say(self.language, 'command.rows', {'count': f'{rows:,}'})}" if rows is not None else ""
        self.host.status(f"ticktie: {say(self.language, f'command.stage_{stage}')}{count}")

    def _stop_if_asked(self) -> None:
        if self.goes_on and not self.goes_on.exists():
            raise NotNow("stopped")

    def over(self) -> None:
        """The work is done and only a message is left; nothing shall offer to stop it."""
        if self.goes_on:
            with suppress(OSError):
                self.goes_on.unlink(missing_ok=True)

    def row_to_confirm(self, copy: Path) -> tuple[str, int, Selected]:
        """The selected proposal: its sheet, its row and what can be decided there. Raises NotNow (not_to_confirm, no_row)."""
        title, row = self._selection()
        facts = package_facts_of(copy)
        mine = [t for page, t in facts.own.items() if page.partition(":")[0] == "to_confirm"] if facts else []
        if title not in mine:
            raise NotNow("not_to_confirm")
        found = self._selected(copy, title, row)
        if found is None or found.decision is None:
            raise NotNow("no_row")
        return title, row, found

    def _selection(self) -> tuple[str, int]:
        if (at := self.host.selection()) is None:
            raise NotNow("no_sheet")
        return at

    def _selected(self, copy: Path, title: str, row: int) -> Selected | None:
        return next((selected(sheet.rows, row) for sheet in read_file(copy) if sheet.title == title), None)

    def explain(self, copy: Path) -> list[str]:
        """Lines about the items of the selected row. Raises NotNow (no_sheet, no_row)."""
        title, row = self._selection()
        facts = package_facts_of(copy)
        items = [f"{title}!{row}"]
        if facts and title in facts.own.values():
            found = self._selected(copy, title, row)
            items = list(found.sources) if found else []
        if not items:
            raise NotNow("no_row")
        request = Request(copy, today=dt.date.today())
        return [line for item in items for line in self.command_run(request, item, self.told)]

    def read(self, copy: Path) -> list[str]:
        """How each sheet is read, a line each, and how many problems it has."""
        lines: list[str] = []
        for sheet in self.command_run([copy]):
            reading = sheet.reading
            facts = {"sheet": reading.sheet, "kind": say(self.language, f"kind.{reading.kind}"), "row": reading.header_row, "rows": sheet.items}
            unread = reading.kind in ("other", "ignored")
            lines.append(say(self.language, "command.read_nothing" if unread else "command.read_sheet", facts))
            if sheet.problems and not unread:
                lines.append(say(self.language, "command.read_problems", {"count": len(sheet.problems)}))
        return lines

    def new(self) -> Path:
        """A template beside the open workbook, or among the documents, under a name that is free."""
        title = say(self.language, "template.customer.title")
        folder = (self._beside("x") or self._documents() / "x").parent
        names = [f"{title}.xlsx", *(f"{title} ({n}).xlsx" for n in range(2, 1000))]
        file = next(folder / name for name in names if not (folder / name).exists())
        self.command_run("customer", file, self.language)
        return file

    def page(self, copy: Path, key: str) -> str:
        """Title of the sheet that shows a page. Raises NotNow (no_results)."""
        facts = package_facts_of(copy)
        if facts is None or key not in facts.own:
            raise NotNow("no_results")
        return facts.own[key]

    def first_time(self, what: str) -> bool:
        """True once for each user."""
        mark = self.notes / f"told-{what}"
        if mark.exists():
            return False
        with suppress(OSError):
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.touch()
        return True


def _file_name(path: str) -> str:
    """The file name of a path or URL, with an ending that the copy can carry tabs with.

    A workbook that was never saved has none yet; LibreOffice's own kind is copied as Excel's.
    """
    name = unquote(path.rstrip("/").rpartition("/")[2]) if "://" in path else Path(path).name
    ending = Path(name).suffix.lower()
    if ending in (".ods", ".ots", ".fods"):
        return f"{name[: -len(ending)]}.xlsx"
    return name if ending else f"{name}.xlsx"
