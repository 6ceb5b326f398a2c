"""What the donor's parts are called in the user's package: names and numbers that nothing of the user has."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence

from ticktie.workbook.package.book import Book
from ticktie.workbook.package.errors import PackageError
from ticktie.workbook.package.parts import ContentTypes, folded, relations_name
from ticktie.workbook.package.xml_spans import Element, parse

TABLE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"


def new_names(
    user: Book, donor: Book, sheets: Sequence[str], dropped: Iterable[str], types: ContentTypes
) -> dict[str, str]:
    """Name of a part in the donor -> its name in the user's package; sheets and all they lead to, always in one order.

    A name is the first free number behind the usual stem. A name is also taken when only the list of content types or a
    stray file of relationships knows it: careless programs leave such things behind.
    """
    taken = {folded(name) for name in user.package.archive.namelist()} | set(types.overrides)
    taken -= {folded(name) for name in dropped}
    parts = dict.fromkeys(
        part for sheet in sheets for part in [sheet, *sorted(donor.package.reach([sheet]) - {sheet})]
    )
    names: dict[str, str] = {}
    for part in parts:
        folder = posixpath.join(user.folder, posixpath.relpath(posixpath.dirname(part), donor.folder))
        names[part] = _free(posixpath.normpath(folder), posixpath.basename(part), taken)
        taken.add(folded(names[part]))
    return names


def _free(folder: str, name: str, taken: set[str]) -> str:
    stem, suffix = posixpath.splitext(name)
    stem, number = stem.rstrip("0123456789"), 1
    while not taken.isdisjoint(
        map(folded, (free := posixpath.join(folder, f"{stem}{number}{suffix}"), relations_name(free)))
    ):
        number += 1
    return free


def table_numbers(
    user: Book, donor: Book, types: ContentTypes, parts: Iterable[str], dropped: Iterable[str]
) -> dict[str, int]:
    """A number for each table of the donor. Raises PackageError (title_taken) when the user has a table of its name."""
    gone = {folded(name) for name in dropped}
    if not (tables := [part for part in parts if ContentTypes(donor.package).of(part) == TABLE]):
        return {}
    kept = [
        name
        for name, e in types.overrides.items()
        if e.attributes.get("ContentType") == TABLE and name not in gone
    ]
    roots = [user.package.parse(name) for name in kept if user.package.name(name)]
    names = {_table_name(root) for root in roots} | {
        n.attributes.get("name", "").casefold() for n in user.names
    }
    for part in tables:
        root = parse(donor.package.read(part), part)
        if _table_name(root) in names:
            raise PackageError("title_taken", title=root.attributes["displayName"])
    first = max((root.number("id") for root in roots), default=0) + 1
    return {part: number for number, part in enumerate(tables, first)}


def _table_name(root: Element) -> str:
    return root.attributes.get("displayName", root.attributes.get("name", "")).casefold()
