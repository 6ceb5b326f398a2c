"""Who a row belongs to where its own cell does not say: a name in a row above the group, or on the first row only."""

from __future__ import annotations

import datetime as dt
import itertools
import re

from ticktie.domain.grid import Cell
from ticktie.domain.text import party_key
from ticktie.intake import cells
from ticktie.intake.layouts import MONEY
from ticktie.intake.reading import Raw, Reader, cell_at, fill_merged, says_anything

CUSTOMER = re.compile(r"(?:客[户戶]|客[户戶]名[称稱]|[购購][货貨][单單]位|收[货貨][单單]位|往[来來][单單]位|CUSTOMER|BILL TO)[:：]\s*([A-Z][!-9;-~]*(?: (?!\S*[:：])[!-9;-~]+)*|[^:：,，\s]{2,60})", re.IGNORECASE)
ACCOUNT_OF = re.compile(
    r"(?:[单單]位名[称稱]|核算[项項]目|客[户戶]|客[户戶]名[称稱]|往[来來][单單]位|[购購][货貨][单單]位|CUSTOMER|ACCOUNT|BILL TO)[:：]\s*"
    r"(?:[\[【]?客[户戶][\]】]?[/:：]?)?\s*(?:[\d.]+\s*[-—_ ]?\s*)?([A-Z][!-9;-~]*(?: (?!\S*[:：])[!-9;-~]+)*|[^:：,，\s]{2,60})",
    re.IGNORECASE,
)  # how the account of one customer is headed: 核算项目：客户/001 …
LEAST_NAME = 5
_HABIT = 0.3  # share of the rows without a name from which the blanks are a habit and no omission
_LEAST_GROUPS = 2
_GROUP = re.compile(CUSTOMER.pattern + "$", re.IGNORECASE)
_FIRM = re.compile(r"(?:公司|厂|集团|商行|经营部|门市部|商店|工作室|合作社|超市|LTD|LIMITED|INC|LLC|GMBH|CORP)$")


def names_from_groups(reader: Reader, raw: Raw) -> bool:
    """A customer's name as a row of its own above his orders is the party of the rows below, until the next one.

    True where the names stand in a column of their own behind the others, which is no column of the sheet.
    """
    heads = _group_heads(reader)
    if not raw or not heads or reader.layout.kind == "check":
        return False
    columns = reader.layout.roles.get("party", [])
    behind = max(len(row) for _, row in raw)
    if not columns:
        if min(heads) > raw[0][0]:
            return False
        reader.layout.roles["party"] = [behind]
    name, starts = "", iter([*sorted(heads), reader.table.numbers.stop])
    following = next(starts)
    for number, row in raw:
        while number > following:
            name, following = heads[following], next(starts)
        if not columns:
            row += [None] * (behind - len(row)) + [name]
        elif name and not says_anything(row, columns) and columns[0] < len(row):
            row[columns[0]] = name
    reader.out.notes.append("party_of_group")
    return not columns


def _group_heads(reader: Reader) -> dict[int, str]:
    """Rows that hold a customer's name and no more; one name again and again is the sheet's own title, unless it says 客户."""
    heads: dict[int, str] = {}
    told = False
    for number in (n - 1 for n in reader.out.left_out.get("note", [])):
        said = [cells.text(c) for c in reader.table.sheet.rows[number] if not cells.blank(c)]
        if len(said) == 2 and said[0].rstrip().endswith((":", "：")):
            said = ["".join(said)]
        if len(said) != 1:
            continue
        if found := _GROUP.fullmatch(said[0]):
            heads[number], told = found[1], True
        elif _FIRM.search(party_key(said[0])) and len(said[0]) >= LEAST_NAME and not re.search(r"[:：]", said[0]):
            heads[number] = said[0]
    heads = {n: name for n, name in heads.items() if party_key(name) not in reader.out.own_names}
    return heads if told or len({party_key(name) for name in heads.values()}) > 1 else {}


_CODED = re.compile(r"[\[(【]?(?:[A-Z]{1,4}[\d.\-]{1,12}|[\d.\-]{3,7})[\])】]?[\s\-_/:：]+(?=[\u3400-\u9fffA-Za-z]{2})", re.IGNORECASE)
_LEAST_CODED = 2  # names, each with its own code, from which the codes are the column's habit


def without_codes(reader: Reader, raw: Raw) -> None:
    """C001 上海华腾 on every row: the code in front is the customer's in our program, no part of his name."""
    for column in reader.layout.roles.get("party", []):
        first = next((t for _, row in raw if column < len(row) and (t := cells.text(row[column]))), "")
        if not _CODED.match(first):
            continue
        filled = [(row, text) for _, row in raw if column < len(row) and isinstance(row[column], str) and (text := cells.text(row[column]))]
        coded = {text: found for _, text in filled if (found := _CODED.match(text))}
        if len({found[0] for found in coded.values()}) < _LEAST_CODED or any(text not in coded for _, text in filled):
            continue
        for row, text in filled:
            row[column] = text[coded[text].end() :]
        reader.out.notes.append("party_without_code")


def names_from_first_rows(reader: Reader, raw: Raw) -> None:
    """A customer written only on the first of his rows: a habit where no name comes twice and the order starts again below each."""
    columns = reader.layout.roles.get("party", [])
    number = reader.layout.column("number")
    if not columns or (number is None and reader.layout.kind not in MONEY):
        return
    fill_merged(reader, raw)
    own = [i for i, (_, row) in enumerate(raw) if number is None or not cells.blank(cell_at(row, number))]
    names = {i: party_key(cells.text(cell_at(raw[i][1], columns[0]))) for i in own}
    if not own:
        return
    bare = {i for i in own if not says_anything(raw[i][1], columns)}
    named = [n for n in names.values() if n]
    if not bare or own[0] in bare or len(bare) < _HABIT * len(own) or len(set(named)) < len(named):
        return
    ends = {n - 1 for n in reader.out.left_out.get("totals", [])}
    filled: dict[int, int] = {}
    for before, i in itertools.pairwise(own):
        if i in bare and (before in filled or names[before]) and ends.isdisjoint(range(raw[before][0], raw[i][0])):
            filled[i] = filled.get(before, before)
    if len(set(filled.values())) < _LEAST_GROUPS or not _starts_again(reader, raw, own, bare):
        return
    for i, source in filled.items():
        row = raw[i][1]
        row += [None] * (columns[0] + 1 - len(row))
        row[columns[0]] = raw[source][1][columns[0]]
    reader.out.notes.append("party_filled_down")


def _starts_again(reader: Reader, raw: Raw, own: list[int], bare: set[int]) -> bool:
    """Days or numbers run up below each name and begin again at the next; a list in one order has names left out by mistake."""
    for role in ("date", "number"):
        column = reader.layout.column(role)
        values = [_sortable(cell_at(raw[i][1], column)) for i in own]
        back = [i for (a, b), i in zip(itertools.pairwise(values), own[1:], strict=True) if a > b]
        if back and not bare.intersection(back):
            return True
    return False


def _sortable(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, dt.date) else cells.text(cell)
