"""Import: bills of banks and platforms into the book's sheet of payments, each line once, or nothing at all of a file that is doubtful."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ticktie.commands.settings import gather_settings
from ticktie.domain.bill import Bill, Line
from ticktie.domain.grid import Sheet, Source
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.text import language_of
from ticktie.formats import sheets_of
from ticktie.intake.bills.keys import is_weak
from ticktie.intake.bills.layouts import BillLayout, LayoutError, layout_of, shipped
from ticktie.intake.bills.mapped import FileMap, file_maps, map_of, mapped
from ticktie.intake.bills.read import read_bill
from ticktie.intake.bills.recognise import nearest, recognise
from ticktie.reports.imports import (
    LOG,
    ORDERS,
    PAYMENTS,
    Standing,
    log_row,
    order_row,
    page_of,
    payment_row,
    standing,
    state_of,
)
from ticktie.workbook.bill_files import BillFile, bill_files
from ticktie.workbook.files import back_up, refuse_if_open, refused, temporary_folder
from ticktie.workbook.package import IMPORT, PackageError, PackageFacts, append_rows, join, package_facts
from ticktie.workbook.read import decoded, read_file
from ticktie.workbook.render import MOST_ROWS, render

Told = Callable[..., None]


@dataclass(frozen=True)
class ImportRequest:
    """What is to be imported. account: a person's name for the account of all files. layouts: folder with layouts of the user's own.

    maps: columns of files that no layout knows (intake.bills.mapped).
    """

    book: Path
    bills: tuple[Path, ...]
    account: str = ""
    language: str | None = None
    layouts: Path | None = None
    maps: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileRead:
    """What one file gave: its bills, members and sheets that are none (passed), and why it is refused as a whole."""

    name: str
    bills: tuple[Bill, ...] = ()
    passed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Taken:
    """A bill and those of its lines that the book did not have. changed: rows of orders that stand in the book with another state or amount."""

    bill: Bill
    new: tuple[Line, ...]
    changed: tuple[int, ...] = ()

    @property
    def unsure(self) -> int:
        """Lines taken for known that only their day, amount and words tell from another payment."""
        new = {line.key for line in self.new}
        return sum(is_weak(line) for line in self.bill.lines if line.key not in new)


@dataclass(frozen=True)
class Imported:
    """What was done. written: None where there was nothing new, so that the book was not touched."""

    files: tuple[FileRead, ...]
    taken: tuple[Taken, ...]
    language: str
    written: Path | None = None
    backup: Path | None = None

    @property
    def refused(self) -> list[FileRead]:
        return [f for f in self.files if f.problems]

    @property
    def code(self) -> int:
        """0 done, 4 some files were refused and the others are in the book."""
        return 4 if self.refused else 0


def import_bills(request: ImportRequest, told: Told = lambda *what: None) -> Imported:
    """Raises Refused with every reason where nothing could be imported; then nothing was changed."""
    facts = _book_facts(request.book)
    told("read")
    files = read_bills(request.bills, request.layouts, request.account, request.maps)
    if all(f.problems for f in files):
        raise Refused([p for f in files for p in f.problems])
    tabs = _tabs(request.book, facts)
    taken = _new_lines([b for f in files for b in f.bills], tabs)
    language = request.language or _language(request.book, facts)
    told("write", sum(len(t.new) for t in taken))
    logged = tabs[LOG].keys if LOG in tabs else frozenset()
    worth = [t for t in taken if t.new or f"{t.bill.digest}:{t.bill.sheet}" not in logged]
    if not worth:
        return Imported(tuple(files), tuple(taken), language)
    backup = _write(request.book, facts, tabs, worth, language)
    return Imported(tuple(files), tuple(taken), language, request.book, backup)


# --- files to bills ---


def read_bills(paths: Sequence[Path], folder: Path | None = None, account: str = "", maps: Sequence[str] = ()) -> list[FileRead]:
    """Each file read by the layout that fits it. Raises Refused for maps and for layouts of the user's own that cannot be used."""
    how = _How(layouts_in(folder), account, file_maps(maps))
    return [read for path in dict.fromkeys(paths) for read in _read_path(path, how)]


@dataclass(frozen=True)
class _How:
    """By what all files of a call are read."""

    layouts: tuple[BillLayout, ...]
    account: str
    maps: Mapping[str, FileMap]


def layouts_in(folder: Path | None) -> tuple[BillLayout, ...]:
    """The user's own layouts and the shipped ones; of two with one name the user's counts."""
    own: dict[str, BillLayout] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")) if folder is not None and folder.is_dir() else []:
        try:
            own[path.stem] = layout_of(path.stem, path.read_text("utf-8-sig"))
        except (LayoutError, UnicodeDecodeError, OSError) as error:
            problems.append(Problem("import_layout_bad", Source(path.name), {"file": path.name, "error": str(error)}))
    if problems:
        raise Refused(problems)
    return (*own.values(), *(layout for layout in shipped() if layout.name not in own))


def _read_path(path: Path, how: _How) -> list[FileRead]:
    try:
        with bill_files(path) as (files, passed):
            reads = [_read_file(file, how) for file in files]
    except Refused as refused_:
        return [FileRead(path.name, problems=tuple(refused_.problems))]
    if not reads:
        return [FileRead(path.name, passed=tuple(passed), problems=(Problem("import_no_table", Source(path.name), {"file": path.name}),))]
    return [replace(reads[0], passed=(*reads[0].passed, *passed)), *reads[1:]]


def _read_file(file: BillFile, how: _How) -> FileRead:
    try:
        data = file.path.read_bytes()
        text, encoding = (None, "") if data[:2] == b"PK" else decoded(data)
        sheets = sheets_of(data, text, encoding, file.name) or read_file(file.path)
    except Refused as refused_:
        return FileRead(file.name, problems=tuple(replace(p, source=Source(file.name), facts={**p.facts, "file": file.name}) for p in refused_.problems))
    bills: list[Bill] = []
    passed: list[str] = []
    problems: list[Problem] = []
    for sheet in sheets:
        name = file.name if sheet.text or len(sheets) == 1 else f"{file.name}/{sheet.title}"
        made = _read_sheet(replace(sheet, name=name), file, how)
        if isinstance(made, Bill):
            bills.append(made)
        elif isinstance(made, Problem):
            problems.append(made)
        else:
            passed.append(f"{name}: {made}" if made else name)
    strangers = [p for p in problems if p.code == "import_unknown"]
    if bills and len(strangers) == len(problems):  # a cover sheet beside the bill
        return FileRead(file.name, tuple(bills), (*passed, *(p.source.sheet for p in problems)))
    return FileRead(file.name, () if problems else tuple(bills), tuple(passed), tuple(problems))


def _read_sheet(sheet: Sheet, file: BillFile, how: _How) -> Bill | Problem | str:
    """The bill, why it is none, or the title of a layout that holds no lines."""
    try:
        given = map_of(file.name, how.maps)
        fits = [mapped(sheet, given)] if given else recognise(sheet, how.layouts)
        if not fits:
            return _unknown(sheet, file, how.layouts)
        if len(fits) > 1:
            return Problem("import_ambiguous", Source(sheet.name, fits[0].row + 1), {"file": file.name, "layouts": ", ".join(f.layout.title for f in fits)})
        if fits[0].layout.kind == "summary":
            return fits[0].layout.title
        return read_bill(sheet, fits[0], file=file.name, digest=file.digest, account=how.account)
    except Refused as refused_:
        return refused_.problems[0]


def _unknown(sheet: Sheet, file: BillFile, layouts: Sequence[BillLayout]) -> Problem:
    near = nearest(sheet, layouts)
    facts = {"file": file.name, "near": near.layout.title, "missing": ", ".join(near.missing)} if near else {"file": file.name}
    return Problem("import_near" if near else "import_unknown", Source(sheet.name, near.row + 1 if near else None), facts)


# --- what the book has ---


def _book_facts(book: Path) -> PackageFacts:
    if not book.exists():
        raise Refused([Problem("not_found", Source(book.name), {"file": book.name})])
    if book.suffix.lower() not in (".xlsx", ".xlsm"):
        raise Refused([Problem("import_book_kind", Source(book.name), {"file": book.name})])
    refuse_if_open(book)
    try:
        return package_facts(book)
    except PackageError as error:
        raise Refused([Problem(error.code, Source(book.name), {"file": book.name, **error.facts})]) from None


def _tabs(book: Path, facts: PackageFacts) -> dict[str, Standing]:
    """The tabs of earlier imports; key of the page -> what stands in it."""
    if not facts.imports:
        return {}
    rows = {sheet.title: sheet.rows for sheet in read_file(book)}
    return {page: standing(page.partition(":")[0], title, rows.get(title, [])) for page, title in facts.imports.items()}


def _language(book: Path, facts: PackageFacts) -> str:
    """Of the tabs that are there, else of the book's own headings."""
    texts = [str(c) for s in read_file(book) for row in s.rows[:6] for c in row[:40] if isinstance(c, str)]
    return language_of([*facts.imports.values()] or [*facts.sheets, *texts])


def _new_lines(bills: Iterable[Bill], tabs: Mapping[str, Standing]) -> list[Taken]:
    known = {key for page, tab in tabs.items() if page.partition(":")[0] != LOG for key in tab.keys}
    made: list[Taken] = []
    for bill in bills:
        new = tuple(line for line in bill.lines if line.key not in known)
        known |= {line.key for line in new}
        states = tabs[ORDERS].states if ORDERS in tabs and bill.recognised.kind == "order" else {}
        made.append(Taken(bill, new, tuple(x.row for x in bill.lines if x.key in states and states[x.key] != state_of(x))))
    return made


# --- writing ---


def _write(book: Path, facts: PackageFacts, tabs: Mapping[str, Standing], taken: Sequence[Taken], language: str) -> Path | None:
    """Both tabs or neither, in one replacement of the file; gives the backup."""
    first = tabs[LOG].rows if LOG in tabs else 0
    rows: dict[str, list[Mapping[str, Any]]] = {
        PAYMENTS: [payment_row(line, t.bill) for t in taken if t.bill.recognised.kind == "payment" for line in t.new],
        ORDERS: [order_row(line, t.bill) for t in taken if t.bill.recognised.kind == "order" for line in t.new],
        LOG: [log_row(first + n, t.bill, t.new, language) for n, t in enumerate(taken, 1)],
    }
    for page, more in rows.items():
        if page in tabs and tabs[page].heading + tabs[page].rows + len(more) > MOST_ROWS:
            raise Refused([Problem("import_tab_full", Source(facts.imports[page]), {"tab": facts.imports[page], "rows": len(more)})])
    with ExitStack() as stack:
        folder = stack.enter_context(temporary_folder())
        base = book
        if fresh := [page_of(page, language, more, facts.sheets) for page, more in rows.items() if page not in tabs and (more or page == LOG)]:
            base = folder / f"joined{book.suffix}"
        backup = back_up(book, gather_settings(book, {}, (), (), ()).rules.backups)
        try:
            if fresh:
                donor = folder / "donor.xlsx"
                keys = render(fresh, donor, language=language, date1904=facts.date1904, sheets=set(facts.sheets))
                join(book, donor, base if _grows(rows, tabs) else book, keys, IMPORT)
            if _grows(rows, tabs):
                append_rows(base, book, {facts.imports[p]: (tab.heading, [tab.cells(r) for r in rows[p]]) for p, tab in tabs.items() if p in rows})
        except BaseException as error:
            if backup:
                backup.unlink(missing_ok=True)
            if isinstance(error, PackageError):
                raise Refused([Problem(error.code, Source(book.name), {"file": book.name, **error.facts})]) from None
            if isinstance(error, OSError):
                raise refused(error, book) from None
            raise
    return backup


def _grows(rows: Mapping[str, Sequence[Any]], tabs: Mapping[str, Standing]) -> bool:
    return any(page in tabs and more for page, more in rows.items())
