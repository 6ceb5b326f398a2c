"""Styles of the donor added to the user's styles.xml: equal entries are reused, new ones go to the end, none moves.

What a cell looks like is an index into `cellXfs`, whose entries are indexes into fonts, fills, borders and number formats.
So each entry of the donor gets a number in the user's lists, and the donor's sheets are renumbered by that. As entries
that mean the same are reused, joining the same sheets again adds nothing.

The donor's cells without a format (its entry 0) take the user's default look. All others say in full what applies, as they
would otherwise inherit from the user's Normal style.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ticktie.workbook.package.errors import PackageError
from ticktie.workbook.package.xml_spans import Edits, Element, Tree, attribute_text, parse

MAX_STYLES = 65_490  # cell formats that Excel takes
_FIRST_OWN_FORMAT = 164  # number formats below are Excel's
_ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
_BUILT_ON = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}
_APPLY = ("applyNumberFormat", "applyFont", "applyFill", "applyBorder")
NO_STYLES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="{namespace}"><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


@dataclass(frozen=True)
class MergedStyles:
    """The user's styles with the donor's; cells and conditions: the donor's index -> the user's, for s= and dxfId=."""

    data: bytes
    cells: list[int]
    conditions: list[int]


def merge_styles(user: bytes, donor: bytes) -> MergedStyles:
    """Raises PackageError (too_many_styles, or what `parse` finds in the user's part)."""
    merge = _Merge(parse(user, "styles.xml"), parse(donor, "donor styles.xml"))
    cells = merge.cells()
    conditions = [merge.lists["dxfs"].place(merge.condition(e.tree())) for e in _entries(merge.donor, "dxfs")]
    if merge.lists["cellXfs"].size > MAX_STYLES:
        raise PackageError("too_many_styles", limit=MAX_STYLES)
    return MergedStyles(merge.write(user), cells, conditions)


def _entries(sheet: Element, name: str) -> list[Element]:
    found = sheet.child(name)
    return found.children if found else []


class _List:
    """One list of the user's styles: the number of each entry, and the entries to be added."""

    def __init__(self, sheet: Element, name: str) -> None:
        self.name = name
        self.element = sheet.child(name)
        entries = _entries(sheet, name)
        self.numbers: dict[Tree, int] = {}
        for number, entry in enumerate(entries):
            self.numbers.setdefault(entry.tree(), number)
        self.size = len(entries)
        self.new: list[Tree] = []

    def place(self, entry: Tree) -> int:
        """The number of an equal entry, added when there is none."""
        if entry not in self.numbers:
            self.numbers[entry] = self.size
            self.size += 1
            self.new.append(entry)
        return self.numbers[entry]


class _Merge:
    def __init__(self, user: Element, donor: Element) -> None:
        self.user, self.donor = user, donor
        self.lists = {name: _List(user, name) for name in ("fonts", "fills", "borders", "cellXfs", "dxfs")}
        self.built_on = {name: [e.tree() for e in _entries(donor, name)] for name in _BUILT_ON.values()}
        self.formats = {
            e.attributes.get("formatCode", ""): e.number("numFmtId") for e in _entries(user, "numFmts")
        }
        self.codes = {e.number("numFmtId"): e.attributes["formatCode"] for e in _entries(donor, "numFmts")}
        self.new_formats: list[Tree] = []
        self._seed()

    def _seed(self) -> None:
        """Give lists that the user's styles lack the first entries that every workbook starts with."""
        for name, first in (("fonts", 1), ("fills", 2), ("borders", 1)):
            if not self.lists[name].size:
                for entry in self.built_on[name][:first]:
                    self.lists[name].place(entry)

    def cells(self) -> list[int]:
        """The user's number for each cell format of the donor."""
        of_user, of_donor = self.lists["cellXfs"], _entries(self.donor, "cellXfs")
        usual = _entries(self.user, "cellXfs")
        parent = usual[0].attributes.get("xfId") if usual else "0"
        if not of_user.size:
            of_user.place(self._cell_format(of_donor[0], parent))
        return [0] + [of_user.place(self._cell_format(e, parent)) for e in of_donor[1:]]

    def _cell_format(self, xf: Element, parent: str | None) -> Tree:
        entry = xf.tree()
        said = dict(entry.attributes) | dict.fromkeys(_APPLY, "1")
        for name, of in _BUILT_ON.items():
            said[name] = str(self.lists[of].place(self.built_on[of][int(said[name])]))
        said["numFmtId"] = str(self._format_number(xf.number("numFmtId")))
        said.pop("xfId", None)
        if parent is not None:
            said["xfId"] = parent
        return replace(entry, attributes=tuple(sorted(said.items())))

    def _format_number(self, number: int) -> int:
        return self._format(self.codes[number]) if number in self.codes else number

    def _format(self, code: str) -> int:
        """The user's number for a number format."""
        if code not in self.formats:
            number = max(_FIRST_OWN_FORMAT - 1, *self.formats.values(), 0) + 1
            self.formats[code] = number
            self.new_formats.append(Tree("numFmt", (("numFmtId", str(number)), ("formatCode", code))))
        return self.formats[code]

    def condition(self, entry: Tree) -> Tree:
        """A conditional format; number formats in it are numbered like those of cells."""
        said = dict(entry.attributes)
        if entry.name == "numFmt" and int(said["numFmtId"]) >= _FIRST_OWN_FORMAT:
            said["numFmtId"] = str(self._format(said["formatCode"]))
        children = tuple(self.condition(child) for child in entry.children)
        return Tree(entry.name, tuple(sorted(said.items())), children)

    def write(self, data: bytes) -> bytes:
        edits = Edits(data)
        formats = len(_entries(self.user, "numFmts")) + len(self.new_formats)
        self._add(edits, "numFmts", self.new_formats, formats)
        for name in _ORDER:
            if name in self.lists:
                self._add(edits, name, self.lists[name].new, self.lists[name].size)
        return edits.result()

    def _add(self, edits: Edits, name: str, new: list[Tree], size: int) -> None:
        if not new:
            return
        prefix = self.user.prefix
        text = "".join(entry.xml(prefix) for entry in new)
        found = self.user.child(name)
        if found is None:
            edits.insert(self._place_of(name), f'<{prefix}{name} count="{size}">{text}</{prefix}{name}>')
            return
        edits.append(found, text)
        if "count" in found.attributes:
            edits.set(found, "count", size)

    def _place_of(self, name: str) -> int:
        """Where a list that is missing belongs: behind the last that comes before it."""
        before = [e for e in self.user.children if e.name in _ORDER[: _ORDER.index(name)]]
        return before[-1].end if before else self.user.opened


def no_styles(namespace: str) -> bytes:
    """The styles of a workbook that has none."""
    return NO_STYLES.format(namespace=attribute_text(namespace)).encode()
