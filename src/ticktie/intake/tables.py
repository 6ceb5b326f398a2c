"""Where the table of a sheet stands: preamble, heading rows, data rows, and what is no data and why."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace

from ticktie.domain.grid import Cell, Sheet
from ticktie.domain.text import bare_heading, clean, heading
from ticktie.domain.vocabulary import plain, words
from ticktie.intake.headings import NOTHING, Heading, read_heading

SEARCHED = 120  # rows in which a heading is looked for; real preambles end by row 40
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Table:
    """The table of one sheet; all rows and columns 0-based.

    top: first heading row; start: first row after the heading; columns: heading per column. last: the row where the next
    table of the sheet begins. titles: the titles above each other, from which each heading was made. moved: (row, column)
    of a cell that was put together from several -> the column that a problem with it names. parts: column of an amount -> the columns
    that make it up and still stand beside it. notes: what was done to the sheet. of_customer: it is one side of customers' accounts.
    """

    sheet: Sheet
    top: int
    start: int
    columns: dict[int, Heading]
    preamble: list[str] = field(default_factory=list)
    last: int | None = None
    titles: dict[int, tuple[str, ...]] = field(default_factory=dict)
    moved: dict[tuple[int, int], int] = field(default_factory=dict)
    parts: dict[int, list[int]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    of_customer: bool = False

    @property
    def numbers(self) -> range:
        """Rows that may be data."""
        return range(self.start, len(self.sheet.rows) if self.last is None else self.last)

    @property
    def shape(self) -> tuple[str, ...]:
        """The heading row's titles, by which a repeated heading is known."""
        return tuple(heading(h.text) for h in self.columns.values())


def find_table(sheet: Sheet) -> Table | None:
    """The table of the sheet, or None where no row looks like a heading."""
    best, best_row = 0.0, -1
    scores: list[float] = []
    for row in sheet.rows[:SEARCHED]:
        score = _heading_score(row)
        scores.append(score)
        best = max(best, score)
    if best < 2:
        return None
    best_row = next(i for i, score in enumerate(scores) if score >= max(2.0, best * 0.75))
    return table_at(sheet, best_row)


def tables_below(table: Table) -> list[Table]:
    """Tables with other headings that stand below the first one on its sheet, each with the few lines above it."""
    found: list[Table] = []
    rows = table.sheet.rows
    for number in range(table.start + 1, len(rows) - 1):
        row = rows[number]
        if sum(isinstance(c, str) for c in row) < 3 or any(c is not None and (not isinstance(c, str) or _DIGIT.search(c)) for c in row):
            continue
        if _heading_score(row) < 3 or len({heading(str(c)) for c in row if c} & set(table.shape)) * 2 > sum(c is not None for c in row):
            continue
        above = number
        while above > table.start and number - above < 4 and sum(c not in (None, "") for c in rows[above - 1]) <= 2:
            above -= 1
        below = table_at(table.sheet, number)
        found.append(replace(below, preamble=preamble(rows[above:number])))
    ends = [t.top for t in found[1:]] + [None]
    return [replace(t, last=end) for t, end in zip(found, ends, strict=True)] if found else []


def side_by_side(table: Table) -> bool:
    """Two tables share the heading row: titles on both sides of an empty column, each with dates and amounts of its own."""
    columns = sorted(table.columns)
    gaps = [n for n, (a, b) in enumerate(itertools.pairwise(columns), 1) if b - a > 1]
    return any(_complete(table, columns[:n]) and _complete(table, columns[n:]) for n in gaps)


def _complete(table: Table, columns: list[int]) -> bool:
    names = [name for c in columns for name in table.columns[c].fields]
    money = {"amount_inc_tax", "signed_amount", "bank_in", "bank_out", "journal_in", "journal_out", "received_amount", "order_total"}
    return len(columns) >= 3 and any(n.endswith("_date") for n in names) and bool(money.intersection(names))


def table_at(sheet: Sheet, row: int) -> Table:
    """The table whose heading row (or the best of its two) is `row`."""
    top, end = row, row + 1
    titles: dict[int, list[str]] = {i: [t] for i, t in _titles(sheet, row).items()}
    if end < len(sheet.rows) and (_continues(sheet, row, end) or _names_parts(sheet, row, end)):
        for column, text in _titles(sheet, end).items():
            titles.setdefault(column, []).append(text)
        end += 1
        if end < len(sheet.rows) and _names_parts(sheet, end - 1, end):
            for column, text in _titles(sheet, end).items():
                titles.setdefault(column, []).append(text)
            end += 1
    elif row and _groups(sheet, row - 1, row):
        top = row - 1
        for column, text in _titles(sheet, top).items():
            titles.setdefault(column, []).insert(0, text)
    columns = {column: _named(parts) for column, parts in sorted(titles.items())}
    named = {c: h for c, h in columns.items() if h.text}
    return Table(sheet, top, end, named, preamble(sheet.rows[:top]), titles={c: tuple(titles[c]) for c in named})


def preamble(rows: list[list[Cell]]) -> list[str]:
    """The texts above a table, one per filled cell, label and value of neighbours joined."""
    texts: list[str] = []
    for row in rows:
        cells = [clean(c) if isinstance(c, str) else _shown(c) for c in row]
        filled = [c for c in cells if c]
        texts += filled
        texts += [f"{a}：{b}" for a, b in itertools.pairwise(filled) if not _DIGIT.search(a)]
    return texts


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return str(cell)


def _heading_score(row: list[Cell]) -> float:
    """How much a row looks like a heading: known titles, less what looks like data."""
    known = numbers = texts = 0
    seen: set[str] = set()
    for cell in row:
        if cell is None or cell == "":
            continue
        if not isinstance(cell, str):
            numbers += 2
            continue
        found = read_heading(clean(cell))
        key = heading(cell)
        if found.fields and found.sure and key not in seen:
            known += 1
            seen.add(key)
        elif _DIGIT.search(cell) and len(cell) > 3:
            texts += 1
    return known - 0.6 * numbers - min(0.6 * texts, 0.4 * known)  # 自定义项1, 2026年1月: many such titles hide no heading


def _titles(sheet: Sheet, row: int) -> dict[int, str]:
    """Titles of one heading row, a merged title spread over the columns it spans."""
    cells = sheet.rows[row]
    titles = {i: clean(c) for i, c in enumerate(cells) if isinstance(c, str) and clean(c)}
    for first, left, _, right in sheet.merged:
        if first == row and left in titles:
            titles |= dict.fromkeys(range(left, right + 1), titles[left])
    return titles


def _data_like(cells: list[Cell]) -> bool:
    for cell in cells:
        if cell is None or cell == "":
            continue
        if not isinstance(cell, str):
            return True
        if _DIGIT.search(cell) and not read_heading(clean(cell)).fields:
            return True
    return False


def _continues(sheet: Sheet, row: int, below: int) -> bool:
    """The row below belongs to the heading: all text, some of it known or under a merged title."""
    cells = sheet.rows[below]
    texts = [i for i, c in enumerate(cells) if isinstance(c, str) and clean(c)]
    if not texts or _data_like(cells) or plain(str(cells[texts[0]])) in words("totals", "opening"):
        return False
    above = _titles(sheet, row)
    known = [i for i in texts if read_heading(clean(str(cells[i]))).fields]
    spread = {i for f, left, _, right in sheet.merged if f == row and right > left for i in range(left, right + 1)}
    same = sum(heading(str(cells[i])) == heading(above.get(i, "")) for i in texts)
    if same == len(texts):
        return False
    under = [i for i in texts if i in spread or i not in above]
    if len(texts) == 1 and not under:
        return False  # 5月份 in the first column begins a group
    return len(known) * 2 >= len(texts) and (bool(under) or len(known) == len(texts))


OF_MONEY = frozenset({
    "amount_inc_tax", "signed_amount", "received_amount", "gross_paid", "settle_amount", "bank_in", "bank_out", "journal_in", "journal_out",
    "balance", "channel",
})  # fmt: skip


def _names_parts(sheet: Sheet, row: int, below: int) -> bool:
    """The row below names the parts of an amount: ways of paying or digits, or any texts under a title of money that spans columns."""
    filled = {i: c for i, c in enumerate(sheet.rows[below]) if c not in (None, "")}
    texts = {i: clean(c) for i, c in filled.items() if isinstance(c, str)}
    above = _titles(sheet, row)
    own = {i: t for i, t in texts.items() if heading(t) != heading(above.get(i, ""))}
    if len(own) < 2 or len(texts) < len(filled):
        return False
    if all(is_part(t) for t in own.values()):
        return True
    spread = {i for f, left, _, right in sheet.merged if f == row and right > left for i in range(left, right + 1)}
    return all(i in spread and read_heading(above.get(i, "")).fields & OF_MONEY for i in own)


def is_part(title: str) -> bool:
    """The title names a way of paying, a digit's place, or the total of such columns."""
    word = bare_heading(title)
    return word in words("amount_parts", "methods") or word in words("amount_parts", "places") or word in words("amount_parts", "total")


def _groups(sheet: Sheet, above: int, row: int) -> bool:
    """The row above holds group titles merged over several columns of the heading (not over all of them)."""
    spans = [(left, right) for f, left, last, right in sheet.merged if f == above and last == above and right > left]
    width = sum(1 for c in sheet.rows[row] if c not in (None, ""))
    return len(spans) >= 2 or any(right - left + 1 < width * 0.7 for left, right in spans)


_GROUP_TAIL = re.compile(r"(?:信息|资料|情况|账户|账号)$")
_PART = re.compile(r"名称|户名|姓名|单位|单位名称|账号|账户|编码|代码|编号|开户行")


def _named(parts: list[str]) -> Heading:
    """One heading of the titles above each other: the lower one, both, or the upper one, whichever is known."""
    if len(parts) == 1 or parts[0] == parts[-1]:
        return read_heading(parts[0])
    upper, lower = parts[0], parts[-1]
    tax = {"不含税": "amount_ex_tax", "含税": "amount_inc_tax", "未税": "amount_ex_tax"}.get(plain(lower))
    if tax:
        return Heading(f"{upper}/{lower}", frozenset({tax}))
    group = _GROUP_TAIL.sub("", heading(upper))
    if group and group != heading(upper) and _PART.fullmatch(heading(lower)):
        found = read_heading(group + lower)
        if found.fields and found.sure:
            return Heading(f"{upper}/{lower}", found.fields, found.currency)
    for text in (upper + lower, lower, upper):
        found = read_heading(text)
        if found.fields:
            alone = read_heading(lower)
            return Heading(f"{upper}/{lower}", found.fields, found.currency, found.sure or bool(alone.fields and alone.sure))
    return Heading(f"{upper}/{lower}", NOTHING.fields)
