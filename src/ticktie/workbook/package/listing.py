"""The three lists that mention sheets: workbook.xml, its relationships and the content types, edited span by span."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ticktie.workbook.package.book import COPY, Book, is_mark
from ticktie.workbook.package.parts import RELATIONSHIPS, ContentTypes, folded, relations_name
from ticktie.workbook.package.xml_spans import Edits, Element, attributes_xml, parse

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")


@dataclass(frozen=True)
class Joined:
    """A sheet on its way in. source: its part in the donor; part, id and relation: what it has in the user's workbook."""

    title: str
    page: str
    source: str
    part: str
    id: int
    relation: str
    kind: str
    state: str


@dataclass(frozen=True)
class Places:
    """Where the sheets stand before and after: ours gone, the joined ones in the place of the first of them, or last."""

    moved: Mapping[int, int]  # place before -> after, of sheets that stay
    landing: Mapping[
        int, int
    ]  # place of a sheet of ours that goes -> of the one that shows the same page, or another
    first: int

    @classmethod
    def of(cls, book: Book, joined: Sequence[Joined]) -> Places:
        own = [i for i, sheet in enumerate(book.sheets) if sheet.own]
        kept = [i for i, sheet in enumerate(book.sheets) if not sheet.own]
        first = sum(i < own[0] for i in kept) if own else len(kept)
        moved = {i: place if place < first else place + len(joined) for place, i in enumerate(kept)}
        by_page = {sheet.page: first + n for n, sheet in enumerate(joined)}
        seen = [first + n for n, sheet in enumerate(joined) if sheet.state == "visible"]
        seen += [moved[i] for i in kept if book.sheets[i].visible]
        other = seen[0] if seen else first
        return cls(moved, {i: by_page.get(book.sheets[i].page, other) for i in own}, first)

    def after(self, before: int) -> int:
        return self.moved.get(before, self.landing.get(before, before))


def office(relation: str, *, strict: bool) -> str:
    """The full type of a relationship, from its last word or from the donor's (which is never strict)."""
    return f"{_OFFICE_STRICT if strict else _OFFICE}/{relation.rpartition('/')[2]}"


def active_tab(book: Book, places: Places) -> int:
    """The tab that shows when the file is opened."""
    return places.after(book.views[0].number("activeTab") if book.views else 0)


def workbook_xml(
    user: Book, donor: Book, joined: Sequence[Joined], places: Places, *, recalculate: bool
) -> bytes:
    edits = Edits(user.data)
    own = [sheet for sheet in user.sheets if sheet.own]
    for sheet in own:
        edits.remove(sheet.element)
    entries = "".join(_sheet_entry(user, sheet) for sheet in joined)
    if own:
        edits.insert(own[0].element.start, entries)
    else:
        edits.append(user.list, entries)
    _name_edits(edits, user, donor, joined, places)
    for view in user.views:
        for name in ("activeTab", "firstSheet"):
            before = view.number(name)
            if places.after(before) != before:
                edits.set(view, name, places.after(before))
    if recalculate:
        mark_for_calculation(edits, user)
    return edits.result()


def _sheet_entry(user: Book, sheet: Joined) -> str:
    prefix = user.root.prefix
    r = "rel" if prefix == "r:" else "r"
    said = {"name": sheet.title, "sheetId": str(sheet.id)}
    said |= {"state": sheet.state} if sheet.state != "visible" else {}
    said |= {f"xmlns:{r}": _OFFICE_STRICT if user.strict else _OFFICE, f"{r}:id": sheet.relation}
    return f"<{prefix}sheet{attributes_xml(said)}/>"


def _name_edits(edits: Edits, user: Book, donor: Book, joined: Sequence[Joined], places: Places) -> None:
    """Names of sheets that go are removed, those of sheets that move are told their new place, the donor's are added.

    A mark that stays is that of a copy, and says so from now on.
    """
    for name in user.names:
        if "localSheetId" not in name.attributes:
            continue
        place = name.number("localSheetId")
        if place in places.landing:
            edits.remove(name)
            continue
        if places.after(place) != place:
            edits.set(name, "localSheetId", places.after(place))
        page = user.sheets[place].page if is_mark(name, user.mark) and place in places.moved else ""
        if page and not page.startswith(COPY):
            edits.replace(name.opened, name.closing, escape(_quoted(COPY + page)))
    tag = f"{user.root.prefix}definedName"
    text = "".join(_donor_name(donor, name, tag, places.first) for name in donor.names)
    for n, sheet in enumerate(joined):
        said = {"name": user.mark, "localSheetId": str(places.first + n), "hidden": "1"}
        text += f'<{tag}{attributes_xml(said)}>{escape(_quoted(sheet.page))}</{tag}>'
    found = user.root.child("definedNames")
    if found is not None:
        edits.append(found, text)
    else:
        edits.insert(_behind_names(user), f"<{tag}s>{text}</{tag}s>")


def _quoted(text: str) -> str:
    """A text as formulas write it."""
    return '"' + text.replace('"', '""') + '"'


def _donor_name(donor: Book, name: Element, tag: str, first: int) -> str:
    said = dict(name.attributes)
    if "localSheetId" not in said:
        raise ValueError(f"a name for the whole workbook cannot be joined: {said['name']}")
    said["localSheetId"] = str(first + name.number("localSheetId"))
    return f"<{tag}{attributes_xml(said)}>{donor.data[name.opened : name.closing].decode()}</{tag}>"


def _behind_names(user: Book) -> int:
    """Where the defined names end, or would stand."""
    if (found := user.root.child("definedNames")) is not None:
        return found.end
    return [e for e in user.root.children if e.name in _BEFORE_NAMES][-1].end


def mark_for_calculation(edits: Edits, user: Book) -> None:
    """Tell Excel to calculate everything when it opens the file."""
    found = user.root.child("calcPr")
    if found is None:
        edits.insert(_behind_names(user), f'<{user.root.prefix}calcPr fullCalcOnLoad="1"/>')
    elif not found.flag("fullCalcOnLoad"):
        edits.set(found, "fullCalcOnLoad", 1)


def workbook_relations(
    user: Book, joined: Sequence[Joined], styles: str | None, *, chain_gone: bool
) -> bytes:
    """styles: the styles part, when the workbook had none. chain_gone: calcChain.xml has become empty and goes."""
    part = relations_name(user.part)
    data = user.package.read(part)
    root = parse(data, part)
    edits = Edits(data)
    own = {sheet.relation.id for sheet in user.sheets if sheet.own}
    for relation in user.relations.values():
        if relation.id in own or (chain_gone and relation.kind == "calcChain"):
            edits.remove(relation.element)
    new = [(free_relation(user, "Styles"), "styles", styles)] if styles else []  # first, as it stays there in later runs
    new += [(sheet.relation, sheet.kind, sheet.part) for sheet in joined]
    edits.append(root, "".join(_relation(user, root.prefix, *entry) for entry in new))
    return edits.result()


def _relation(user: Book, prefix: str, id: str, kind: str, part: str) -> str:
    said = {
        "Id": id,
        "Type": office(kind, strict=user.strict),
        "Target": posixpath.relpath(part, user.folder or "."),
    }
    return f"<{prefix}Relationship{attributes_xml(said)}/>"


def free_relation(user: Book, stem: str, taken: Collection[str] = ()) -> str:
    number = 1
    while (free := f"rIdTicktie{stem}{number}") in user.relations or free in taken:
        number += 1
    return free


def part_relations(donor: Book, part: str, names: Mapping[str, str], *, strict: bool) -> str:
    """The relationships of a joined part, with the new names of what they lead to."""
    entries = ""
    for relation in donor.package.relations(part):
        said = {"Id": relation.id, "Type": office(relation.type, strict=strict)}
        if relation.part is None:
            outside = relation.element.attributes.get("TargetMode")
            said |= {"Target": relation.target} | ({"TargetMode": outside} if outside else {})
        else:
            said["Target"] = posixpath.relpath(names[relation.part], posixpath.dirname(names[part]))
        entries += f"<Relationship{attributes_xml(said)}/>"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<Relationships xmlns="{RELATIONSHIPS}">{entries}</Relationships>'


def content_types(user: ContentTypes, dropped: Collection[str], new: Mapping[str, str]) -> bytes:
    """new: name of a part -> its type; a part whose type its suffix already tells gets no line of its own."""
    edits = Edits(user.data)
    for part in dropped:
        if (line := user.overrides.get(folded(part))) is not None:
            edits.remove(line)
    prefix = user.root.prefix
    lines = (
        {"PartName": f"/{part}", "ContentType": type_}
        for part, type_ in new.items()
        if user.default(part) != type_
    )
    edits.append(user.root, "".join(f"<{prefix}Override{attributes_xml(said)}/>" for said in lines))
    return edits.result()
