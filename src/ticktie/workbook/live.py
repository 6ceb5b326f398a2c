"""The workbook that is open in Excel, or in LibreOffice (`calc_engine`), through xlwings (its BSD part). Kept thin.

`put_pages` is the only thing that changes more than one cell. Result sheets come in under names that nobody has, then
the old ones step aside and the new ones take their titles, then the old ones go. Whatever fails before that last step
leaves the workbook with the sheets it had. Screen, events, alerts, calculation and the sheet in front are as before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ticktie.workbook.recalculate import recalculate

MARK = "_ticktie_page"
_STATES = {"screen_updating": False, "enable_events": False, "display_alerts": False, "calculation": "manual"}
_MAC_SCRATCH = Path.home() / "Library" / "Group Containers" / "UBF8T346G9.Office"


def running_app(hwnd: str = "") -> Any:
    """The Excel whose window has that number, else the active one. Raises LookupError where none runs."""
    import xlwings

    try:
        apps, active = list(xlwings.apps), xlwings.apps.active
    except xlwings.XlwingsError as error:  # no engine for this system
        raise LookupError(str(error)) from None
    found = next((app for app in apps if hwnd and str(app.hwnd) == hwnd), active)
    if found is None:
        raise LookupError("no Excel is running")
    return found


def office_at(address: str) -> Any:
    """The LibreOffice that listens there. Raises LookupError where it cannot be spoken to."""
    from xlwings import XlwingsError

    from ticktie.workbook.calc_engine import connect

    try:
        return connect(address)
    except XlwingsError as error:
        raise LookupError(str(error)) from None


class LiveHost:
    """The active workbook of one Excel; app: an xlwings App."""

    def __init__(self, app: Any):
        self._app = app

    @property
    def _book(self) -> Any:
        return self._app.books.active

    def path(self) -> str:
        try:
            book = self._book
            name = str(book.name)
        except Exception:  # each engine has its own way to say that there is none
            return ""
        try:
            return str(book.fullname)
        except Exception:  # a workbook in a cloud whose place on this computer is not known
            return name

    def saved(self) -> bool:
        return _told(self._book.api, lambda api: api.Saved, lambda api: not api.isModified())

    def protected(self) -> bool:
        return _told(self._book.api, lambda api: api.ProtectStructure, lambda api: api.isProtected(), lambda api: api.protect_structure.get())

    def read_only(self) -> bool:
        return _told(self._book.api, lambda api: api.isReadonly())

    def sheet_protected(self, sheet: str) -> bool:
        api = self._book.sheets[sheet].api
        return _told(api, lambda api: api.ProtectContents, lambda api: api.isProtected(), lambda api: api.protect_contents.get())

    def selection(self) -> tuple[str, int] | None:
        try:
            selected = self._app.selection
            return (str(selected.sheet.name), int(selected.row)) if selected is not None else None
        except Exception:  # a chart, a shape, a chart sheet
            return None

    def scratch(self) -> Path | None:
        return _MAC_SCRATCH if _MAC_SCRATCH.is_dir() else None

    def save_copy(self, file: Path) -> None:
        book = self._book
        if hasattr(book.api, "SaveCopyAs"):
            book.api.SaveCopyAs(str(file))
        elif hasattr(book.impl, "save_copy"):  # LibreOffice
            book.impl.save_copy(str(file))
        else:  # Excel for Mac offers it to VBA only
            self._app.macro("ticktie.xlam!TtSaveCopy")(str(file))

    def put_pages(self, result_file: Path, titles: Mapping[str, str], old: Sequence[str]) -> None:
        book, front = self._book, self._book.sheets.active
        with self._quiet(), self._opened(result_file) as result:
            gone = [s for s in book.sheets if s.name in set(old)]
            for calm in [s for s in book.sheets if s.name not in set(old)][:1]:
                calm.activate()  # LibreOffice may end when sheets come and go beside the one that it is drawing
            came: list[Any] = []
            names = {s.name: s for s in gone}
            try:
                _bring(result, book, titles, gone, came)
            except BaseException:
                _undo(came, names)
                with suppress(Exception):
                    front.activate()
                raise
            front = came[0] if front in gone else front
            for sheet in gone:
                sheet.delete()
            front.activate()

    def type(self, sheet: str, row: int, column: int, text: str) -> str:
        cell = self._book.sheets[sheet].range((row, column))
        before = cell.value
        cell.value = text
        return "" if before is None else str(before)

    def show(self, sheet: str) -> None:
        self._book.sheets[sheet].activate()

    def open(self, file: Path) -> None:
        self._app.books.open(str(file))

    def recalculate(self, prefix: str) -> None:
        with suppress(Exception):  # the tabs are written; cells that Excel will not work out now follow later
            recalculate(self._app, self._book, prefix)

    def status(self, text: str) -> None:
        self._app.status_bar = text or False

    def message(self, text: str, wrong: bool = False) -> None:
        self._app.alert(text, "ticktie", "ok", "critical" if wrong else "info")

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        """Excel without redrawing, events, questions and calculation; each as it was afterwards, whatever happens."""
        before = {name: getattr(self._app, name) for name in _STATES}
        try:
            for name, value in _STATES.items():
                setattr(self._app, name, value)
            yield
        finally:
            for name, value in reversed(before.items()):
                with suppress(Exception):
                    setattr(self._app, name, value)

    @contextmanager
    def _opened(self, file: Path) -> Iterator[Any]:
        book = self._book
        result = self._app.books.open(str(file), update_links=False, read_only=True)
        try:
            yield result
        finally:
            with suppress(Exception):
                result.close()
            with suppress(Exception):
                book.activate()


def _told(api: Any, *questions: Callable[[Any], Any]) -> bool:
    """The first answer to one question in the forms of Excel for Windows, of LibreOffice, of Excel for Mac; False for none."""
    for question in questions:
        with suppress(Exception):  # each has its own way to say that it does not know the question
            return bool(question(api))
    return False


def _bring(result: Any, book: Any, titles: Mapping[str, str], gone: Sequence[Any], came: list[Any]) -> None:
    """The new sheets, first under names that nobody has, then under their own; came: those that have been made."""
    for title, page in titles.items():
        place = {"before": gone[0]} if gone else {"after": book.sheets[len(book.sheets) - 1]}
        came.append(result.sheets[title].copy(name=_free(book, "new"), **place))
        _mark(came[-1], page)
    for sheet in gone:
        sheet.name = _free(book, "old")
    for title, sheet in zip(titles, came, strict=True):
        sheet.name = title


def _free(book: Any, kind: str) -> str:
    taken = {str(sheet.name).casefold() for sheet in book.sheets}
    return next(name for n in range(1, 1000) if (name := f"ticktie {kind} {n}") not in taken)


def _mark(sheet: Any, page: str) -> None:
    """Our hidden name, where the copy did not bring it along."""
    if not any(str(name.name).rpartition("!")[2] == MARK for name in sheet.names):
        name = sheet.names.add(MARK, f'="{page}"')
        with suppress(Exception):  # of Windows only
            name.api.Visible = False


def _undo(came: Sequence[Any], names: Mapping[str, Any]) -> None:
    for sheet in came:
        with suppress(Exception):
            sheet.delete()
    for title, sheet in names.items():
        with suppress(Exception):
            if sheet.name != title:
                sheet.name = title
