"""One XML part as elements that know where they stand, and edits that leave every other byte alone.

A part is never written back from a tree: prefixes, spaces, order of attributes and what we do not understand stay as the
user's program wrote them. Elements carry byte offsets (`start` of the tag, `opened` behind it, `closing` of the end tag,
`end` behind all); `Edits` collects changes at such offsets and applies them in one go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from ticktie.workbook.package.errors import PackageError

_TAG = re.compile(rb"""<([^\s/>]+)(?:[^>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(rb"""([^\s=/>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True, slots=True)
class Tree:
    """What an element says, without where and how it is written; equal when it means the same."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Tree, ...] = ()

    def xml(self, prefix: str) -> str:
        """The element as text; prefix: that of the part it goes to, with its colon."""
        tag = prefix + self.name
        start = f"<{tag}{attributes_xml(dict(self.attributes))}"
        inner = "".join(child.xml(prefix) for child in self.children)
        return f"{start}>{inner}</{tag}>" if inner else f"{start}/>"


@dataclass(slots=True)
class Element:
    """An element in its place. Names of attributes with a namespace are `<namespace> <name>`."""

    namespace: str
    name: str
    tag: str
    attributes: dict[str, str]
    start: int
    opened: int
    closing: int = 0
    end: int = 0
    text: str = ""
    children: list[Element] = field(default_factory=list)

    @property
    def prefix(self) -> str:
        """`x:` when the part is written with one, else nothing."""
        return self.tag[: self.tag.find(":") + 1]

    def child(self, name: str) -> Element | None:
        return next(self.named(name), None)

    def named(self, name: str) -> Iterator[Element]:
        return (child for child in self.children if child.name == name)

    def related(self) -> str:
        """The relationship that r:id names."""
        return next((v for k, v in self.attributes.items() if k.endswith("/relationships id")), "")

    def flag(self, name: str) -> bool:
        return self.attributes.get(name) in ("1", "true", "on")

    def number(self, name: str, default: int = 0) -> int:
        said = self.attributes.get(name, "")
        return int(said) if said.isascii() and said.isdecimal() else default

    def tree(self, namespace: str = "") -> Tree:
        """What it says; names outside the namespace of the first element keep theirs."""
        home = namespace or self.namespace
        name = self.name if self.namespace == home else f"{self.namespace} {self.name}"
        children = tuple(child.tree(home) for child in self.children)
        return Tree(name, tuple(sorted(self.attributes.items())), children)


def attributes_xml(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{attribute_text(value)}"' for name, value in attributes.items())


def attribute_text(value: str) -> str:
    return escape(value, {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def parse(data: bytes, part: str) -> Element:
    """The root element of a part. Raises PackageError (utf16_part, dtd, not_a_workbook)."""
    if b"\0" in data[:4] or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise PackageError("utf16_part", part=part, encoding="UTF-16")
    reader = _Reader(data, part)
    try:
        reader.parser.Parse(data, True)
    except (expat.ExpatError, UnicodeDecodeError, LookupError) as error:
        raise PackageError("not_a_workbook", part=part, error=str(error)) from None
    return reader.top[0]


class _Reader:
    """Handlers of one parse. A document type is refused outright, so no entity is ever declared, let alone expanded."""

    def __init__(self, data: bytes, part: str) -> None:
        self.data, self.part = data, part
        self.top: list[Element] = []
        self.open: list[Element] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._declared
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.upper() not in ("UTF-8", "UTF8"):  # what we insert is UTF-8
            raise PackageError("utf16_part", part=self.part, encoding=encoding)

    def _refuse(self, *_: object) -> None:
        raise PackageError("dtd", part=self.part)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        start = self.parser.CurrentByteIndex
        tag = _TAG.match(self.data, start)
        assert tag is not None, "expat reports a start tag where there is none"
        namespace, _, local = name.rpartition(" ")
        element = Element(namespace, local, tag[1].decode(), attributes, start, tag.end())
        (self.open[-1].children if self.open else self.top).append(element)
        self.open.append(element)

    def _end(self, name: str) -> None:
        element = self.open.pop()
        if self.data[element.opened - 2] == ord("/"):
            element.closing = element.end = element.opened
        else:
            element.closing = self.parser.CurrentByteIndex
            element.end = self.data.index(b">", element.closing) + 1

    def _characters(self, text: str) -> None:
        self.open[-1].text += text


class Edits:
    """Changes to a part, by offsets of the part as it was."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._changes: list[tuple[int, int, bytes]] = []

    def replace(self, start: int, end: int, text: str) -> None:
        self._changes.append((start, end, text.encode()))

    def insert(self, at: int, text: str) -> None:
        self.replace(at, at, text)

    def remove(self, element: Element) -> None:
        self.replace(element.start, element.end, "")

    def append(self, parent: Element, text: str) -> None:
        """Put text behind the last child; once for each parent, as an empty element is opened for it."""
        if not text:
            return
        if parent.closing < parent.end:
            self.insert(parent.closing, text)
        else:
            slash = self.data.rindex(b"/", parent.start, parent.opened)
            self.replace(slash, parent.end, f">{text}</{parent.tag}>")

    def set(self, element: Element, name: str, value: object) -> None:
        """Give an attribute (without prefix) a value, in its place if it has one."""
        behind = element.start + 1 + len(element.tag.encode())
        for found in _ATTRIBUTE.finditer(self.data, behind, element.opened):
            if found[1] == name.encode():
                start, end = found.span(2 if found[2] is not None else 3)
                self.replace(start, end, attribute_text(str(value)))
                return
        self.insert(behind, attributes_xml({name: str(value)}))

    def result(self) -> bytes:
        pieces: list[bytes] = []
        at = 0
        for start, end, text in sorted(self._changes, key=lambda change: change[:2]):
            assert start >= at, "edits overlap"
            pieces += [self.data[at:start], text]
            at = end
        return b"".join([*pieces, self.data[at:]])
