"""Sheets that XlsxWriter wrote, put into the user's workbook.

What changes in the user's package: [Content_Types].xml, workbook.xml, its relationships and styles.xml, by insertions; the
parts of our own earlier sheets go; calcChain.xml loses the entries of these. All else is copied as raw streams. Everything
that gets a number or a name gets the same again on the next run, so joining twice gives the same file.

Two things that would look right and are not:

- Formulas of the user that read our sheets keep their old values until they are calculated. So when sheets of ours are
  replaced and a formula in a user's sheet, or a name, mentions one of their titles, Excel is told to calculate everything
  on opening (`fullCalcOnLoad`). It costs a question to save on closing, so it is not done otherwise. A stray mention is
  harmless. Formulas in the donor show the values it stored with them.
- A selected tab beside the user's selected tab would be a group of sheets; see `joined_sheet`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

from ticktie.workbook.package import calculation, listing
from ticktie.workbook.package.archive import ZipWriter, new_entry, open_zip, replacing
from ticktie.workbook.package.book import IMPORT, MARK, Book
from ticktie.workbook.package.errors import PackageError
from ticktie.workbook.package.listing import Joined, Places
from ticktie.workbook.package.names import new_names, table_numbers
from ticktie.workbook.package.parts import CONTENT_TYPES, ContentTypes, Package, relations_name
from ticktie.workbook.package.sheets import joined_sheet, joined_table, shared_strings, strict_form
from ticktie.workbook.package.styles import MergedStyles, merge_styles, no_styles

_CARRIED = {"worksheet", "chartsheet", "styles", "sharedStrings", "theme"}
_STYLES = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


@dataclass
class Changes:
    """What becomes of the user's entries; new parts are made when they are written, one at a time."""

    replaced: dict[str, bytes] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    added: dict[str, Callable[[], bytes]] = field(default_factory=dict)


def join(user: Path, donor: Path, out: Path, keys: Mapping[str, str], mark: str = MARK) -> None:
    """Write to `out` the user's workbook with the donor's sheets in place of our earlier ones. `out` may be `user`.

    keys: title of each sheet of the donor -> key of the page it shows. mark: the hidden name that they get; sheets with another
    are kept as the user's are, and so are imported ones that the donor does not show. Raises PackageError, or OSError as the system says
    it; `out` is then as it was. Raises ValueError for a donor that XlsxWriter could make but we do not carry.
    """
    user, donor, out = Path(user), Path(donor), Path(out)
    with replacing(out, like=user) as file:
        with open_zip(user) as theirs, open_zip(donor) as ours:
            book = Book(Package(theirs), mark)
            kept = book.keep({s.page for s in book.sheets} - set(keys.values())) if mark == IMPORT else {}
            joining = _Joining(book, Book(Package(ours)), keys, kept)
            write_package(file, theirs, user, joining.changes())
        _prove(file, joining)


class _Joining:
    """One join, decided: which sheets go, which come, and what they are called."""

    def __init__(self, user: Book, donor: Book, keys: Mapping[str, str], kept: Mapping[str, str | None]) -> None:
        _refuse(user, donor, keys)
        self.kept = kept
        self.user, self.donor = user, donor
        self.types = ContentTypes(user.package)
        self.own = [sheet for sheet in user.sheets if sheet.own]
        self.dropped = _only_of_own(user)
        sources = [str(sheet.relation.part) for sheet in donor.sheets]
        self.names = new_names(user, donor, sources, self.dropped, self.types)
        self.joined = self._joined(keys)
        self.places = Places.of(user, self.joined)

    def _joined(self, keys: Mapping[str, str]) -> list[Joined]:
        """A page that was there before keeps its sheetId and its relationship: what refers to it still does."""
        before = {sheet.page: sheet for sheet in self.own}
        last = max(sheet.id for sheet in self.user.sheets)
        joined: list[Joined] = []
        for sheet in self.donor.sheets:
            source, page = str(sheet.relation.part), keys[sheet.title]
            if page in before:
                id, relation = before[page].id, before[page].relation.id
            else:
                id = last = last + 1
                relation = listing.free_relation(self.user, "", {j.relation for j in joined})
            state = sheet.element.attributes.get("state", "visible")
            joined.append(
                Joined(
                    sheet.title, page, source, self.names[source], id, relation, sheet.relation.kind, state
                )
            )
        return joined

    def changes(self) -> Changes:
        changes = Changes(dropped=set(self.dropped))
        styles, new_styles = self._styles(changes)
        chain_gone = self._calculation_chain(changes)
        recalculate = self._recalculate()
        self._parts(changes, styles)
        user, package = self.user, self.user.package
        parts = {new_styles: _STYLES} if new_styles else {}
        types = ContentTypes(self.donor.package)
        parts |= {name: types.of(part) for part, name in self.names.items()}
        lists = {
            CONTENT_TYPES: listing.content_types(self.types, changes.dropped, parts),
            user.part: listing.workbook_xml(
                user, self.donor, self.joined, self.places, recalculate=recalculate
            ),
            relations_name(user.part): listing.workbook_relations(
                user, self.joined, new_styles, chain_gone=chain_gone
            ),
        }
        changes.replaced |= {
            str(package.name(part)): data for part, data in lists.items() if data != package.read(part)
        }
        return changes

    def _styles(self, changes: Changes) -> tuple[MergedStyles, str | None]:
        """The styles of both; the name of the part when the user's workbook had none."""
        part = self.user.part_of("styles")
        old = self.user.package.read(part) if part else no_styles(self.user.root.namespace)
        merged = merge_styles(old, self.donor.package.read(str(self.donor.part_of("styles"))))
        if part and merged.data != old:
            changes.replaced[part] = merged.data
        if part:
            return merged, None
        name = f"{self.user.folder}/styles.xml".lstrip("/")
        changes.added[name] = lambda: merged.data
        return merged, name

    def _calculation_chain(self, changes: Changes) -> bool:
        """Forget the cells of sheets that go; true when nothing is left of the chain."""
        part = self.user.part_of("calcChain")
        if not part or not self.own:
            return False
        old = self.user.package.read(part)
        new = calculation.without_sheets(old, {sheet.id for sheet in self.own})
        if new is None:
            changes.dropped.add(part)
        elif new != old:
            changes.replaced[part] = new
        return new is None

    def _recalculate(self) -> bool:
        if not self.own:
            return False
        titles = {sheet.title for sheet in self.own} | {sheet.title for sheet in self.joined}
        kept = (s.relation for s in self.user.sheets if not s.own and s.relation.kind == "worksheet")
        return calculation.reads(
            self.user, (r.part for r in kept if r.part and self.user.package.name(r.part)), titles
        )

    def _parts(self, changes: Changes, styles: MergedStyles) -> None:
        package, strict = self.donor.package, self.user.strict
        part = self.donor.part_of("sharedStrings")
        strings = shared_strings(package.read(part)) if part else {}
        tables = table_numbers(self.user, self.donor, self.types, self.names, self.dropped)
        active = listing.active_tab(self.user, self.places)
        sheets = {sheet.source: self.places.first + n == active for n, sheet in enumerate(self.joined)}

        def made(part: str) -> bytes:
            data = package.read(part)
            if part in sheets:
                return joined_sheet(
                    data, strings, styles.cells, styles.conditions, selected=sheets[part], strict=strict
                )
            if part in tables:
                data = joined_table(data, tables[part], styles.conditions)
            return strict_form(data) if strict and part.endswith(".xml") else data

        for part, name in self.names.items():
            changes.added[name] = partial(made, part)
            if package.name(relations_name(part)):
                relations = listing.part_relations(self.donor, part, self.names, strict=strict)
                changes.added[relations_name(name)] = relations.encode


def _refuse(user: Book, donor: Book, keys: Mapping[str, str]) -> None:
    pages = [keys[sheet.title] for sheet in donor.sheets]
    if len(set(pages)) < len(pages) or "" in pages:
        raise ValueError("each sheet shows a page of its own, with a key of its own")
    if foreign := {r.kind for r in donor.relations.values()} - _CARRIED:
        raise ValueError(f"the donor has parts that cannot be joined: {sorted(foreign)}")
    if any(name.lower().startswith("_xmlsignatures/") for name in user.package.archive.namelist()):
        raise PackageError("signed")
    if user.locked:
        raise PackageError("locked_structure")
    theirs = {sheet.title.casefold() for sheet in user.sheets if not sheet.own}
    for sheet in donor.sheets:
        if sheet.title.casefold() in theirs:
            raise PackageError("title_taken", title=sheet.title)


def _only_of_own(user: Book) -> set[str]:
    """The parts, and their relationships, that nothing but our earlier sheets leads to."""
    package = user.package
    own = {sheet.relation.id for sheet in user.sheets if sheet.own}
    if not own:
        return set()
    apart = {user.part}
    starts = [r.part for r in package.relations("")] + [
        r.part for r in user.relations.values() if r.id not in own
    ]
    kept = package.reach([part for part in starts if part], stop=apart)
    gone = package.reach([str(user.relations[id].part) for id in own], stop=apart) - kept
    return gone | {name for part in gone if (name := package.name(relations_name(part)))}


def write_package(file: BinaryIO, theirs: zipfile.ZipFile, path: Path, changes: Changes) -> None:
    """The user's entries in their order, then ours."""
    new = ZipWriter(file)
    with path.open("rb") as source:
        for entry in theirs.infolist():
            if entry.filename in changes.dropped:
                continue
            if entry.filename in changes.replaced:
                new.add(entry, changes.replaced[entry.filename])
            else:
                new.copy(entry, source)
    for name, make in changes.added.items():
        new.add(new_entry(name), make())
    new.finish(theirs.comment)


def _prove(file: BinaryIO, joining: _Joining) -> None:
    """Read back what was written: every sheet in its place, with its part and its styles. Our mistake if not."""
    file.flush()
    with zipfile.ZipFile(file) as archive:
        book = Book(Package(archive), joining.user.mark)
        places, user = joining.places, joining.user
        expected = {places.after(i): sheet.title for i, sheet in enumerate(user.sheets) if not sheet.own}
        expected |= {places.first + n: sheet.title for n, sheet in enumerate(joining.joined)}
        if [sheet.title for sheet in book.sheets] != [expected[i] for i in range(len(expected))]:
            raise RuntimeError("the joined workbook lists other sheets than it should")
        own = {sheet.page: sheet.relation.part for sheet in book.sheets if sheet.own}
        if own != {**joining.kept, **{sheet.page: sheet.part for sheet in joining.joined}}:
            raise RuntimeError("the joined workbook does not find its own sheets")
        if any(archive.NameToInfo.get(str(part)) is None for part in own.values()):
            raise RuntimeError("a joined sheet is missing")
        book.package.parse(str(book.part_of("styles")))
        ContentTypes(book.package)
