"""The offices this process speaks to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from ticktie.workbook.calc_engine import bridge
from ticktie.workbook.calc_engine.books import Book, Books
from ticktie.workbook.calc_engine.errors import OfficeError, speaks
from ticktie.workbook.calc_engine.office import Office, OwnOffice, attached, command
from ticktie.workbook.calc_engine.ranges import Range

if TYPE_CHECKING:
    from ticktie.workbook.calc_engine.engine import Engine

_CALCULATION = {"automatic": True, "manual": False}
_OK = 1  # of com.sun.star.awt.MessageBoxButtons
_numbers = count(1)


@speaks(base_classes.Apps)
class Apps:
    """By process id, the active one first. An office of the user's has a negative number: its process id is not told."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._apps: dict[int, App] = {}

    def add(self, spec: str | None = None, add_book: bool | None = None, xl: Any = None, visible: bool | None = None) -> App:
        """Start an office, or connect to the one at the address `spec`."""
        self.cleanup()
        app = next((app for app in self if spec and app.office.address == spec), None)
        if app is None:
            app = App(self, attached(spec) if spec else OwnOffice())
        self.to_front(app)
        if add_book:
            app.books.add()
        return app

    def to_front(self, app: App) -> None:
        self._apps = {app.pid: app} | self._apps

    def forget(self, app: App) -> None:
        self._apps.pop(app.pid, None)

    def cleanup(self) -> None:
        """Let go of those that have ended."""
        for app in [app for app in self._apps.values() if not app.office.answers()]:
            app.kill()

    def keys(self) -> list[int]:
        self.cleanup()
        return list(self._apps)

    def __iter__(self) -> Iterator[App]:
        self.cleanup()
        return iter(list(self._apps.values()))

    def __len__(self) -> int:
        return len(self.keys())

    def __getitem__(self, pid: int) -> App:
        self.cleanup()
        return self._apps[pid]


@speaks(base_classes.App)
class App:
    """One office."""

    display_alerts = enable_events = interactive = True  # over the bridge nothing is ever asked
    cut_copy_mode = None
    hwnd = None
    engine: Engine
    books: Books
    pid: int

    def __init__(self, parent: Apps, office: Office) -> None:
        self.parent, self.office = parent, office
        self.engine = parent.engine
        self.pid = office.pid if isinstance(office, OwnOffice) else -next(_numbers)
        self.books = Books(self)
        self._status: tuple[Any, str] | None = None
        self._locked: list[Book] | None = None

    @property
    def api(self) -> Any:
        """The office's desktop."""
        return self.office.desktop

    @property
    def path(self) -> str:
        return str(Path(command()[0]).parent)

    @property
    def version(self) -> str:
        provider = self.office.create("configuration.ConfigurationProvider")
        place = bridge.properties(nodepath="/org.openoffice.Setup/Product")
        product = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", place)
        return str(product.getByName("ooSetupVersion"))

    @property
    def visible(self) -> bool:
        return not self.office.ours

    @visible.setter
    def visible(self, value: bool) -> None:
        """Nothing: a started office is headless, the user's windows are the user's."""

    def activate(self, steal_focus: bool = False) -> None:
        self.parent.to_front(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells of the active book; of several blocks the first; None where a drawing is selected."""
        book = self.books.active
        chosen = book.api.CurrentSelection
        if chosen is None:
            return None
        if chosen.supportsService("com.sun.star.sheet.SheetCellRanges"):
            return Range.at(book, chosen.getRangeAddresses()[0])
        return Range.at(book, chosen.RangeAddress) if chosen.supportsService("com.sun.star.sheet.SheetCellRange") else None

    @property
    def screen_updating(self) -> bool:
        return self._locked is None

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        if value and self._locked is not None:
            for book in self._locked:
                if book in self.books:
                    book.api.unlockControllers()
                    _draw(book, True)
            self._locked = None
        elif not value and self._locked is None:
            self._locked = list(self.books)
            for book in self._locked:
                _draw(book, False)
                book.api.lockControllers()

    @property
    def calculation(self) -> str:
        """Of the active book; LibreOffice keeps it per book."""
        return "automatic" if self.books.active.api.isAutomaticCalculationEnabled() else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in _CALCULATION:
            raise NotImplementedError(f"App.calculation = {value!r} is not supported over LibreOffice")
        for book in self.books:
            book.api.enableAutomaticCalculation(_CALCULATION[value])

    def calculate(self) -> None:
        for book in self.books:
            book.api.calculateAll()

    @property
    def status_bar(self) -> str | bool:
        return self._status[1] if self._status else False

    @status_bar.setter
    def status_bar(self, value: str | bool | None) -> None:
        """Shown in the window of the book that is active now; False or None gives the bar back."""
        if self._status:
            self._status[0].end()
            self._status = None
        if value:
            bar = self.books.active.controller.Frame.createStatusIndicator()
            bar.start(str(value), 0)
            self._status = (bar, str(value))

    def alert(self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: str | None) -> str:
        """A box in the window in front until the user closes it; of the buttons only "ok" is there."""
        if buttons not in (None, "ok") or callback:
            raise NotImplementedError(f"App.alert with buttons {buttons!r} is not supported over LibreOffice")
        window = self.office.desktop.CurrentFrame.ContainerWindow
        kind = bridge.enum("awt.MessageBoxType", "ERRORBOX" if mode == "critical" else "INFOBOX")
        self.office.create("awt.Toolkit").createMessageBox(window, kind, _OK, title or "", prompt).execute()
        return "ok"

    def quit(self) -> None:
        """Close what was opened from here, without saving; end the office if it is our own."""
        if self.office.answers():
            self.screen_updating = True
            for book in list(self.books.own()):
                book.close()
        self.parent.forget(self)
        self.office.end()

    def kill(self) -> None:
        """End our own office at once; a user's is only let go of, and must have ended."""
        if isinstance(self.office, OwnOffice):
            self.office.kill()
        elif self.office.answers():
            raise OfficeError("App.kill: this LibreOffice is the user's; quit lets go of it")
        self.parent.forget(self)


def _draw(book: Book, value: bool) -> None:
    """Show or hide the sheet inside the book's window. LibreOffice 7.4 may end while it draws sheets that come in from another book."""
    controller = book.api.CurrentController
    if controller is not None:
        controller.Frame.ComponentWindow.setVisible(value)
