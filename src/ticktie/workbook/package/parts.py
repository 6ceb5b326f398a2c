"""A package as parts and the relationships between them, whatever the case and form of their names."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from ticktie.workbook.package.archive import read_entry
from ticktie.workbook.package.errors import PackageError
from ticktie.workbook.package.xml_spans import Element, parse

CONTENT_TYPES = "[Content_Types].xml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True)
class Relation:
    """A relationship as written. part: the name of the part it leads to; None when it leads out of the package."""

    id: str
    type: str
    target: str
    part: str | None
    element: Element

    @property
    def kind(self) -> str:
        return self.type.rpartition("/")[2]


class Package:
    """An open package. Names of parts are those of the zip entries; any spelling of a name finds its entry."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self._names: dict[str, str] = {}
        for name in archive.namelist():
            self._names.setdefault(folded(name), name)

    def name(self, part: str) -> str | None:
        """The entry that holds a part: the very name first, for packages with names that differ only in case."""
        if part in self.archive.NameToInfo:
            return part
        return self._names.get(folded(part)) or self._names.get(folded(unquote(part)))

    def read(self, part: str) -> bytes:
        name = self.name(part)
        if name is None:
            raise PackageError("not_a_workbook", part=part)
        return read_entry(self.archive, self.archive.getinfo(name))

    def parse(self, part: str) -> Element:
        return parse(self.read(part), part)

    def relations(self, part: str) -> list[Relation]:
        """The relationships of a part; of the package itself for the empty name."""
        name = self.name(relations_name(part))
        return [self._relation(part, child) for child in self.parse(name).children] if name else []

    def _relation(self, part: str, element: Element) -> Relation:
        said = element.attributes
        target = said.get("Target", "")
        inside = said.get("TargetMode") != "External" and not target.startswith("#")
        goal = resolved(part, target) if inside else None
        return Relation(
            said.get("Id", ""), said.get("Type", ""), target, goal and (self.name(goal) or goal), element
        )

    def reach(self, starts: Iterable[str], stop: Collection[str] = ()) -> set[str]:
        """The parts that can be reached from some, these included, without passing through those of `stop`."""
        found: set[str] = set()
        waiting = [part for part in starts if part not in stop]
        while waiting:
            part = waiting.pop()
            if part in found or self.name(part) is None:
                continue
            found.add(part)
            waiting += [r.part for r in self.relations(part) if r.part and r.part not in stop]
        return found


def folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def relations_name(part: str) -> str:
    """Where the relationships of a part are kept."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def resolved(part: str, target: str) -> str:
    """The part that a target means, seen from the part that names it."""
    target = target.replace("\\", "/").partition("#")[0]
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


class ContentTypes:
    """What kind of part each is, as [Content_Types].xml says."""

    def __init__(self, package: Package) -> None:
        self.data = package.read(CONTENT_TYPES)
        self.root = parse(self.data, CONTENT_TYPES)
        self.overrides = {folded(e.attributes.get("PartName", "")): e for e in self.root.named("Override")}
        self._defaults = {
            e.attributes.get("Extension", "").lower(): e.attributes.get("ContentType", "")
            for e in self.root.named("Default")
        }

    def default(self, part: str) -> str:
        return self._defaults.get(posixpath.splitext(part)[1][1:].lower(), "")

    def of(self, part: str) -> str:
        override = self.overrides.get(folded(part))
        return override.attributes.get("ContentType", "") if override else self.default(part)
