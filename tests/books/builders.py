"""The notation of the books: sheets as ` | ` tables whose rows carry their truth, and writers for every file kind.

A row of a table may end in ` ## note`, which states what must become of that row:

    o1 1200.00 06-03 USD    it is an item: tag (o order, d delivery, p payment), amount, date, currency
    o1? 1200.00             it is an item or named by a problem; an item has this amount
    !  !C  !C:code          a problem names the row / the very cell (a code only where a contract fixes it)
    =cancelled              the item is set aside with this why
    n:SO1 party:甲 doc:5000 the item's number, party, document_amount
    -                       it is no item (totals, repeated headings, notes); rows without a note neither

`~` leaves a date or amount unchecked, `±5` either sign, dates without a year are of 2026. Links are written as in
STYLE.md, payment > order: `p1>o1 1200; p2>o2+o3 500` (all that p2 gives to o2 and o3 together).
"""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

NO_VALUE = 987654321.125  # stands in a formula cell until `without` takes the stored value away
ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?"}
SIDE = {"o": "order", "d": "delivery", "p": "payment"}
YEAR = 2026


# --- what a book is -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One expected item. `sure` false: an item or a problem; None: an item, a problem or nothing at all."""

    id: str
    side: str
    amount: str | None
    date: str | None = None
    currency: str | None = None
    sure: bool = True
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """What all `payments` together give all `charges` together; `200|268.50`: either; None: any (only for `may`)."""

    payments: tuple[str, ...]
    charges: tuple[str, ...]
    amount: str | None = None


@dataclass
class Expect:
    rows: list[Row] = field(default_factory=list)
    problems: list[tuple[tuple[str, ...], str | None]] = field(default_factory=list)  # places (any of), code
    codes: set[str] = field(default_factory=set)
    not_items: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    may: list[Link] = field(default_factory=list)
    forbidden: list[Link] = field(default_factory=list)  # without charges: nothing of the payment may be confirmed
    settled: list[str] = field(default_factory=list)  # residual 0, whichever lawful way
    differences: list[tuple[str, str, str]] = field(default_factory=list)  # order, kinds a|b, amount
    ties: list[tuple[str, str, str]] = field(default_factory=list)  # order, delivery, amount
    set_aside: dict[str, str] = field(default_factory=dict)
    one_duplicate: list[tuple[str, ...]] = field(default_factory=list)  # of these all but one is set aside as duplicate
    sums: list[tuple[tuple[str, ...], str]] = field(default_factory=list)  # items of these rows (lines of a document) together
    earliest: list[str] = field(default_factory=list)  # charges dated before all others
    exit: int = 0
    refused: tuple[str, ...] = ()  # regular expressions that stderr must hold
    loose: set[str] = field(default_factory=set)  # text files called .xls: DESIGN §3 leaves open `<stem>` or `<stem>/<sheet>`


@dataclass
class Book:
    name: str
    main: Path
    more: list[Path]
    args: list[str]
    expect: Expect
    in_place: bool = False  # run without --out (refusals that hang on writing)


BOOKS: dict[str, Callable[[Path], Book]] = {}
SLOW: set[str] = set()


def book(make: Callable[[Path], Book]) -> Callable[[Path], Book]:
    """Registers a book under its function's name."""
    BOOKS[make.__name__] = make
    return make


def slow(make: Callable[[Path], Book]) -> Callable[[Path], Book]:
    SLOW.add(make.__name__)
    return make


# --- tables ---------------------------------------------------------------------------------------------------------


@dataclass
class Sheet:
    name: str
    rows: list[list[Any]]
    notes: dict[int, str]  # 1-based row -> note
    merge: str = ""
    hide_rows: str = ""
    hide_cols: str = ""
    date_format: str = "yyyy-mm-dd"


@dataclass(frozen=True)
class Formula:
    text: str
    value: Any


def table(text: str) -> list[tuple[list[str], str]]:
    """Rows of cell texts with their notes; an empty line is a blank row."""
    lines = text.strip("\n").split("\n")
    if lines and not lines[-1].strip():
        lines.pop()
    found = []
    for line in lines:
        body, _, note = line.partition(" ## ")
        cells = [c.strip() for c in re.split(r"(?:^|\s)\|(?=\s|$)", body)] if body.strip() else []
        found.append((cells, note.strip()))
    return found


def sheet(name: str, text: str, typed: bool = True, **look: str) -> Sheet:
    """A sheet from a table. typed: numbers, dates, formulas and errors become such cells; `"…"` stays text (\\t \\n \\q)."""
    rows = table(text)
    read = cell if typed else plain
    return Sheet(name, [[read(c) for c in cells] for cells, _ in rows], {i: n for i, (_, n) in enumerate(rows, 1) if n}, **look)


def plain(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace("\\t", "\t").replace("\\n", "\n").replace("\\q", '"')
    return text


def cell(text: str) -> Any:
    if text.startswith('"') or not text:
        return plain(text) or None
    if text in ERRORS:
        return Formula("=NA()", text)
    if text.startswith("="):
        formula, _, value = text.partition(" -> ")
        return Formula(formula, NO_VALUE if value == "?" else number(value) if number(value) is not None else value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?", text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return text
    value = number(text)
    return text if value is None else value


def number(text: str) -> int | float | None:
    if re.fullmatch(r"-?(0|[1-9]\d*)", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d+\.\d+", text) else None


# --- truth ----------------------------------------------------------------------------------------------------------


@dataclass
class Truth:
    expect: Expect = field(default_factory=Expect)
    tags: dict[str, str] = field(default_factory=dict)

    def read(self, prefix: str, notes: dict[int, str]) -> None:
        for row, note in notes.items():
            self._note(f"{prefix}!", row, note.split())

    def _note(self, sheet_: str, row: int, words: list[str]) -> None:
        where = f"{sheet_}{row}"
        tag = amount = date = currency = None
        sure: bool = True
        facts: dict[str, str] = {}
        for word in words:
            if word == "-":
                self.expect.not_items.append(where)
            elif word.startswith("!"):
                place, _, code = word[1:].partition(":")
                self.expect.problems.append(((f"{sheet_}{place}{row}" if place else where,), code or None))
            elif word.startswith("="):
                self.expect.set_aside[where] = word[1:]
            elif found := re.fullmatch(r"(n|party|doc):(.*)", word):
                facts[{"n": "number", "party": "party", "doc": "document_amount"}[found[1]]] = found[2]
            elif tag is None:
                tag, sure = word.rstrip("?"), not word.endswith("?")
                assert tag not in self.tags, f"tag twice: {tag}"
                assert tag[0] in SIDE, f"{where}: {word}"
            elif re.fullmatch(r"[A-Z]{3}", word):
                currency = word
            elif re.fullmatch(r"(\d{4}-)?\d\d-\d\d", word):
                date = word if len(word) > 5 else f"{YEAR}-{word}"
            elif amount is None:
                amount = word
            else:
                assert word == "~", f"{where}: {word}"
        if tag:
            self.tags[tag] = where
            self.expect.rows.append(Row(where, SIDE[tag[0]], None if amount == "~" else amount, date, currency, sure, facts))

    def links(self, text: str) -> list[Link]:
        return [self._link(part) for part in text.split(";") if part.strip()]

    def _link(self, text: str) -> Link:
        pair, _, amount = text.strip().partition(" ")
        payments, _, charges = pair.partition(">")
        return Link(self.ids(payments), self.ids(charges), amount or None)

    def ids(self, text: str) -> tuple[str, ...]:
        return tuple(self.tags[t] for t in re.split(r"[+ ]+", text.strip()) if t)


AS_OF = ("--as-of", "2026-06-30")


def expectation(sheets: Iterable[tuple[str, Sheet]], **said: Any) -> Expect:
    """The truth of (prefix, sheet) pairs and of what is said about the book as a whole (tags become ids)."""
    truth = Truth()
    for prefix, each in sheets:
        truth.read(prefix, each.notes)
    expect = truth.expect
    for name, value in said.items():
        if name in ("links", "may", "forbidden"):
            setattr(expect, name, truth.links(value))
        elif name in ("settled", "earliest"):
            setattr(expect, name, list(truth.ids(value)))
        elif name == "one_duplicate":
            expect.one_duplicate = [truth.ids(part) for part in value.split(";")]
        elif name in ("differences", "ties"):
            parts = [part.split() for part in value.split(";")]
            setattr(expect, name, [(truth.tags[a], truth.tags[b] if name == "ties" else b, c) for a, b, c in parts])
        elif name == "sums":
            parts = [part.split() for part in value.split(";")]
            expect.sums = [(truth.ids(tags), total) for tags, total in parts]
        elif name == "problems":
            expect.problems += value
        else:
            assert hasattr(expect, name), name
            setattr(expect, name, value)
    return expect


# --- files ----------------------------------------------------------------------------------------------------------


def made(folder: Path, name: str, *sheets: Sheet, more: Iterable[tuple[Path, list[tuple[str, Sheet]]]] = (), args: Iterable[str] = AS_OF, date_1904: bool = False, **said: Any) -> Book:
    """A book whose main file is an .xlsx of `sheets`; `more` are further files as `further` makes them."""
    main = xlsx(folder / f"{name}.xlsx", sheets, date_1904)
    more = list(more)
    pairs = [(s.name, s) for s in sheets] + [pair for _, pairs in more for pair in pairs]
    return Book(name, main, [path for path, _ in more], list(args), expectation(pairs, **said))


def refused(folder: Path, name: str, main: Path, *words: str, more: Iterable[Path] = (), in_place: bool = False) -> Book:
    """A book that cannot be done: exit 1, nothing written, stderr holds the words."""
    return Book(name, main, list(more), list(AS_OF), Expect(exit=1, refused=words), in_place)


def further(path: Path, *sheets: Sheet, **how: Any) -> tuple[Path, list[tuple[str, Sheet]]]:
    """A further file and its sheets under the ids of DESIGN §3: `<stem>/<sheet>`, for text files `<stem>`."""
    write = {".xlsx": xlsx, ".xls": xls}.get(path.suffix)
    if write and not how:
        return write(path, sheets), [(f"{path.stem}/{s.name}", s) for s in sheets]
    return text_file(path, sheets[0], **how), [(path.stem, sheets[0])]


def xlsx(path: Path, sheets: Iterable[Sheet], date_1904: bool = False) -> Path:
    out = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False, "date_1904": date_1904})
    for each in sheets:
        page = out.add_worksheet(each.name)
        day = out.add_format({"num_format": each.date_format})
        time = out.add_format({"num_format": f"{each.date_format} hh:mm:ss"})
        for r, row in enumerate(each.rows):
            for c, value in enumerate(row):
                _put(page, r, c, value, day, time)
        _look(page, each)
    out.close()
    without(path, rf"<v>{NO_VALUE}</v>", "")
    return path


def _put(page: Any, r: int, c: int, value: Any, day: Any, time: Any) -> None:
    if isinstance(value, datetime):
        page.write_datetime(r, c, value, time if value.time() != datetime.min.time() else day)
    elif isinstance(value, Formula):
        page.write_formula(r, c, value.text, None, value.value)
    elif isinstance(value, str):
        if value:
            page.write_string(r, c, value)
    elif value is not None:
        page.write_number(r, c, value)


def _look(page: Any, each: Sheet) -> None:
    for area in each.merge.split():
        first = re.match(r"([A-Z]+)(\d+)", area)
        assert first
        r, c = int(first[2]) - 1, _column(first[1])
        row = each.rows[r]
        value = row[c] if c < len(row) else None
        page.merge_range(area, "")
        _put(page, r, c, value, None, None)
    for row in each.hide_rows.split():
        page.set_row(int(row) - 1, None, None, {"hidden": True})
    for column in each.hide_cols.split():
        page.set_column(f"{column}:{column}", None, None, {"hidden": True})


def _column(letters: str) -> int:
    return next(i for i in range(1000) if xl_col_to_name(i) == letters)


def without(path: Path, pattern: str, instead: str, part: str = r"xl/worksheets/sheet\d+\.xml") -> Path:
    """Edits the XML of an .xlsx by hand: what no writer would write."""
    with zipfile.ZipFile(path) as old:
        parts = [(i, old.read(i)) for i in old.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info, data in parts:
            if re.fullmatch(part, info.filename):
                data = re.sub(pattern, instead, data.decode()).encode()
            new.writestr(info.filename, data)
    return path


def xls(path: Path, sheets: Iterable[Sheet]) -> Path:
    import xlwt

    out = xlwt.Workbook(encoding="utf-8")
    for each in sheets:
        page = out.add_sheet(each.name)
        day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
        for r, row in enumerate(each.rows):
            for c, value in enumerate(row):
                if value not in (None, ""):
                    page.write(r, c, value, day) if isinstance(value, datetime) else page.write(r, c, value)
    out.save(str(path))
    return path


def text_file(path: Path, each: Sheet, encoding: str = "utf-8-sig", sep: str = ",", html: bool = False) -> Path:
    """csv, or the text that calls itself .xls. A cell with the separator or a line break is quoted."""
    text = _html(each) if html else "".join(sep.join(_csv(v, sep) for v in row) + "\r\n" for row in each.rows)
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else b""
    path.write_bytes(mark + text.encode(encoding))
    return path


def _csv(value: Any, sep: str) -> str:
    text = "" if value is None else f"{value:%Y-%m-%d}" if isinstance(value, datetime) else str(value)
    return f'"{text}"' if sep in text or "\n" in text else text


def _html(each: Sheet) -> str:
    body = "".join("<tr>" + "".join(f"<td>{_csv(v, chr(0))}</td>" for v in row) + "</tr>\n" for row in each.rows)
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gbk"></head><body><table border="1">\n{body}</table></body></html>'


def ole(path: Path, **streams: bytes) -> Path:
    """A minimal compound file (CFB, 512-byte sectors); each stream is padded to the 4,096 bytes that need no mini FAT."""
    free, end, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    parts = [(name, data.ljust(4096, b"\0")) for name, data in streams.items()]
    fat, body, entries, at = [fat_sector, end], b"", [_entry("Root Entry", 5, 1, end, 0)], 2
    for i, (name, data) in enumerate(parts, 1):
        data += b"\0" * (-len(data) % 512)
        n = len(data) // 512
        entries.append(_entry(name, 2, free, at, len(data), right=i + 1 if i < len(parts) else free))
        fat += [*range(at + 1, at + n), end]
        body, at = body + data, at + n
    assert len(fat) <= 128, "one FAT sector only"
    assert len(entries) <= 4, "one directory sector only"
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    head += struct.pack("<109I", 0, *[free] * 108)
    directory = b"".join(entries).ljust(512, b"\0")
    path.write_bytes(head + struct.pack("<128I", *fat, *[free] * (128 - len(fat))) + directory + body)
    return path


def _entry(name: str, kind: int, child: int, start: int, size: int, right: int = 0xFFFFFFFF) -> bytes:
    raw = name.encode("utf-16-le")
    return raw.ljust(64, b"\0") + struct.pack("<HBBIII16xI16xIQ", len(raw) + 2, kind, 1, 0xFFFFFFFF, right, child, 0, start, size)


# --- bank statements ------------------------------------------------------------------------------------------------

OWN = "苏州明达商贸有限公司"
OWN_ACCOUNT = "1102020209000123456"


class Day(datetime):
    """A time that can also be written in years of the Republic: `{d:roc}`."""

    def __format__(self, spec: str) -> str:
        return f"{self.year - 1911}/{self:%m/%d}" if spec == "roc" else super().__format__(spec)


class Sum:
    """An amount in a layout: `` 12345.60, `,` 12,345.60, `+` +12345.60; where there is none, the rest of the spec (`0`, `-`)."""

    def __init__(self, value: Decimal | None):
        self.value = value

    def __format__(self, spec: str) -> str:
        if self.value is None:
            return spec.strip(",+")
        return f"{self.value:{'+' if '+' in spec else ''}{',' if ',' in spec else ''}.2f}"


class Way:
    """A direction: `{way:来账/往账}` writes the first word for money that comes in."""

    def __init__(self, inward: bool):
        self.inward = inward

    def __format__(self, spec: str) -> str:
        words = spec.split("/")
        return words[0] if self.inward else words[1]


@dataclass(frozen=True)
class Txn:
    when: Day
    name: str
    account: str
    amount: Decimal
    memo: str
    serial: str
    balance: Decimal
    note: str
    mark: str = ""

    def fields(self) -> dict[str, Any]:
        inward = self.amount > 0
        us, them = (OWN, OWN_ACCOUNT), (self.name, self.account)
        payer, payee = (them, us) if inward else (us, them)
        return {
            "d": self.when, "name": self.name, "acct": self.account, "memo": self.memo, "serial": self.serial, "mark": self.mark,
            "i": Sum(self.amount if inward else None), "o": Sum(None if inward else -self.amount),
            "s": Sum(self.amount), "a": Sum(abs(self.amount)), "bal": Sum(self.balance), "way": Way(inward),
            "payer": payer[0], "payer_acct": payer[1], "payee": payee[0], "payee_acct": payee[1], "own": OWN, "own_acct": OWN_ACCOUNT,
        }  # fmt: skip


def txns(text: str, opening: str = "100000.00") -> list[Txn]:
    """Bank lines in true order: time | name | amount | memo | mark ## note. The truth's amount and date are filled in."""
    balance, lines = Decimal(opening), []
    for n, (cells, note) in enumerate(table(text), 1):
        when, name, amount, memo, mark = (cells + [""] * 5)[:5]
        balance += Decimal(amount)
        words = note.split()
        words[1:1] = [f"{Decimal(amount):.2f}", when[:5]]
        day = Day.fromisoformat(f"{YEAR}-{when}")
        account = f"31050161393600{sum(map(ord, name)):06d}" if name else ""
        lines.append(Txn(day, name, account, Decimal(amount), memo, f"{YEAR}{when[:5].replace('-', '')}{n:010d}", balance, " ".join(words), mark))
    return lines


def statement(name: str, layout: str, lines: list[Txn], order: str = "asc", pre: str = "", post: str = "", typed: bool = False) -> Sheet:
    """A bank's file: `heading=template` columns; order asc, desc or day (ascending days, reversed inside the day)."""
    columns = [part.partition("=") for part in re.split(r"\s*\|\s*|\n\s*", layout.strip())]
    read = cell if typed else plain
    before, after = ([[read(c) for c in cells] for cells, _ in table(text)] if text else [] for text in (pre, post))
    rows = [*before, [plain(heading) for heading, _, _ in columns]]
    notes = {}
    for line in arranged(lines, order):
        fields = line.fields()
        rows.append([read(template.format(**fields)) for _, _, template in columns])
        notes[len(rows)] = line.note
    for row in after:
        rows.append(row)
        notes[len(rows)] = "-" if any(row) else ""
    return Sheet(name, rows, {r: n for r, n in notes.items() if n})


def arranged(lines: list[Txn], order: str) -> list[Txn]:
    backwards = lines[::-1]
    if order == "day":
        return sorted(backwards, key=lambda line: line.when.date())
    return backwards if order == "desc" else lines


def joined(name: str, *blocks: Sheet) -> Sheet:
    """Several blocks one below the other in one sheet."""
    rows: list[list[Any]] = []
    notes: dict[int, str] = {}
    for block in blocks:
        notes |= {r + len(rows): n for r, n in block.notes.items()}
        rows += block.rows
    return Sheet(name, rows, notes)
