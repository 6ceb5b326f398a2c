"""The list of sheets of a workbook, and which of them are ours.

A sheet of ours carries a hidden name of its own, `_ticktie_page`, whose value is the key of its page ("matched"). It
survives a rename, a move and a save in Excel or LibreOffice. It also goes along when a person copies the tab: then the
original stays ours and the copy is the user's. The original is the one whose title the other's begins with ("Matched",
"Matched (2)"), else the one that has been there longer (the lower sheetId). The next join writes that into the name of the
copy ("copy of matched"), so that it also holds when one of the two gets another title.

Tabs of imported bills carry `_ticktie_import` instead. They are no result: a run that writes results keeps them byte for
byte, as it keeps the user's, and the import keeps the results (decision 0012).
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from ticktie.workbook.package.archive import open_zip
from ticktie.workbook.package.errors import PackageError
from ticktie.workbook.package.parts import Package, Relation
from ticktie.workbook.package.xml_spans import Element, parse

MARK = "_ticktie_page"
IMPORT = "_ticktie_import"
PAYMENTS, ORDERS, LOG = "payments", "orders", "log"  # pages of the import; the log is never input
COPY = "copy of "
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_MAIN = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", STRICT)


@dataclass(frozen=True)
class PackageFacts:
    """What must be known of a workbook before sheets are written for it.

    sheets: all titles in order. own: key of a page -> title of the sheet that shows it. imports: the same of tabs of imported
    bills. copies: titles of sheets that a person copied from ours; they are the user's now, but no input. date1904: days are counted from 1904. strict: the
    strict form of the format. macro: it carries VBA.
    """

    sheets: tuple[str, ...]
    own: dict[str, str]
    copies: tuple[str, ...]
    date1904: bool
    strict: bool
    macro: bool
    imports: dict[str, str] = field(default_factory=dict)

    @property
    def no_input(self) -> set[str]:
        """Titles of sheets that are never read as the user's own."""
        return {*self.own.values(), *self.copies, *(title for page, title in self.imports.items() if page.partition(":")[0] == LOG)}


def package_facts(path: Path) -> PackageFacts:
    """Raises PackageError when the file is no workbook that can be joined."""
    with open_zip(Path(path)) as archive:
        book = Book(Package(archive))
        bills = book.marked(IMPORT)
        own = {sheet.page: sheet.title for sheet in book.sheets if sheet.own}
        imports = {sheet.page: sheet.title for sheet in bills if sheet.own}
        copies = tuple(sheet.title for sheet in [*book.sheets, *bills] if sheet.page and not sheet.own)
        macro = any(relation.kind == "vbaProject" for relation in book.relations.values())
        return PackageFacts(
            tuple(sheet.title for sheet in book.sheets), own, copies, book.date1904, book.strict, macro, imports
        )


def own_titles(path: Path) -> tuple[str, ...]:
    """Titles of all sheets that came from us and are no input, copies included. None in a file that is no package."""
    try:
        facts = package_facts(path)
    except (PackageError, OSError):  # the reader of the file says what is wrong with it
        return ()
    return tuple(facts.no_input)


@dataclass(frozen=True)
class SheetEntry:
    """A sheet in the list. page: the key of the page it shows or, unless `own`, was copied from."""

    title: str
    id: int
    visible: bool
    relation: Relation
    element: Element
    page: str = ""
    own: bool = False


class Book:
    """workbook.xml and what belongs to it. mark: the hidden name of the sheets that count as ours."""

    def __init__(self, package: Package, mark: str = MARK) -> None:
        self.package = package
        self.mark = mark
        part = next((r.part for r in package.relations("") if r.kind == "officeDocument"), None)
        if not part:
            raise PackageError("not_a_workbook")
        self.part = part
        self.data = package.read(part)
        self.root = parse(self.data, part)
        if self.root.name != "workbook" or self.root.namespace not in _MAIN:
            raise PackageError("not_a_workbook", part=part)
        self.relations = {r.id: r for r in package.relations(part)}
        self.list = self._list()
        self.names = self._children("definedNames")
        self.sheets = self.marked(mark)

    def keep(self, pages: Collection[str]) -> dict[str, str | None]:
        """Let sheets of ours that show these pages count as the user's; gives page -> part."""
        kept = {s.page: s.relation.part for s in self.sheets if s.own and s.page in pages}
        self.sheets = [replace(s, own=False, page="") if s.own and s.page in pages else s for s in self.sheets]
        return kept

    def _list(self) -> Element:
        found = self.root.child("sheets")
        if found is None or any(
            e.name != "sheet" or e.related() not in self.relations for e in found.children
        ):
            raise PackageError("not_a_workbook", part=self.part)
        return found

    @property
    def folder(self) -> str:
        return posixpath.dirname(self.part)

    @property
    def strict(self) -> bool:
        return self.root.namespace == STRICT

    @property
    def date1904(self) -> bool:
        said = self.root.child("workbookPr")
        return said is not None and said.flag("date1904")

    @property
    def locked(self) -> bool:
        said = self.root.child("workbookProtection")
        return said is not None and said.flag("lockStructure")

    def part_of(self, kind: str) -> str | None:
        """The part that the workbook has at most one of: styles, sharedStrings, calcChain."""
        part = next((r.part for r in self.relations.values() if r.kind == kind), None)
        return part if part and self.package.name(part) else None

    def _children(self, name: str) -> list[Element]:
        found = self.root.child(name)
        return found.children if found else []

    @property
    def views(self) -> list[Element]:
        return self._children("bookViews")

    def marked(self, mark: str) -> list[SheetEntry]:
        """Every sheet; ours are those with this hidden name."""
        pages = {e.number("localSheetId", -1): _constant(e.text) for e in self.names if is_mark(e, mark)}
        entries = [self._entry(e, pages.get(i, "")) for i, e in enumerate(self.list.children)]
        originals = _originals(entries)
        return [replace(entry, own=i in originals) for i, entry in enumerate(entries)]

    def _entry(self, element: Element, page: str) -> SheetEntry:
        said = element.attributes
        relation = self.relations[element.related()]
        visible = said.get("state", "visible") == "visible"
        return SheetEntry(said.get("name", ""), element.number("sheetId"), visible, relation, element, page)


def is_mark(name: Element, mark: str) -> bool:
    return name.attributes.get("name") == mark and "localSheetId" in name.attributes


def _constant(formula: str) -> str:
    """The text that a formula like "matched" stands for."""
    return formula.strip().removeprefix("=").strip('"').replace('""', '"')


def _originals(entries: list[SheetEntry]) -> set[int]:
    """The places of the sheets that are ours: one for each page."""
    by_page: dict[str, list[int]] = defaultdict(list)
    for i, entry in enumerate(entries):
        if entry.page and not entry.page.startswith(COPY):
            by_page[entry.page].append(i)

    def likely_a_copy(i: int) -> tuple[bool, int]:
        rivals = [entries[k].title for k in by_page[entries[i].page] if k != i]
        return any(entries[i].title.startswith(title) for title in rivals), entries[i].id

    return {min(places, key=likely_a_copy) for places in by_page.values()}
