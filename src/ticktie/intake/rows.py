"""A table with its layout to rows of money: which rows are data, and what the table's top says for all of them.

A row with an error is named and set aside, the others go on; nothing is dropped.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator

from ticktie.domain import money
from ticktie.domain.grid import MAX_ROWS, Cell, Source
from ticktie.domain.problem import Problem
from ticktie.domain.text import clean, looks_whole, nfkc, party_key, simplified
from ticktie.domain.vocabulary import plain
from ticktie.intake import cells
from ticktie.intake.charges import read_charges
from ticktie.intake.headings import unit_of
from ticktie.intake.layouts import Layout, is_journal
from ticktie.intake.payments import read_payments
from ticktie.intake.reading import AMOUNT_ROLES, Given, Raw, Reader, Rows, cell_at, fill_merged
from ticktie.intake.tables import Table, is_totals, row_reason

_CONTINUES = ("续上一笔", "接上笔", "承上笔")
_ACCOUNT = re.compile(
    r"(?:本方账号|账号|账户|卡号|查询账号|ACCOUNT(?:NO|NUMBER)?)(?:\[[^\]]*\])?[:：]?\[?([0-9A-Z*.@_-]{4,})\]?", re.IGNORECASE
)
_OWN_NAME = re.compile(r"(?:[户戶]名|[账帳][户戶]名[称稱]|[单單]位名[称稱]|公司名[称稱]|[账帳][号號]名[称稱])[:：]\s*\[?([^\]:：,，\s]{2,60})")
_CURRENCY = re.compile(r"(?:币种|币别|货币|CURRENCY)[:：]\s*\[?([^\]:：,，\s]{1,12})", re.IGNORECASE)
_LEAST_NAME = 5
_HABIT = 0.3  # share of the rows without a name from which the blanks are a habit and no omission
_LEAST_GROUPS = 2
_UNIT = re.compile(r"(?:金额)?单位[:：]\s*([^\s:：,，;；()（）]{1,8})")
_CUSTOMER = re.compile(r"(?:客[户戶]|客[户戶]名[称稱]|[购購][货貨][单單]位|收[货貨][单單]位|往[来來][单單]位|CUSTOMER|BILL TO)[:：]\s*([^:：,，\s]{2,60})", re.IGNORECASE)


def read_rows(table: Table, layout: Layout, given: Given) -> Rows:
    """Every data row of the table as columns; see the module for what happens to bad ones."""
    out = Rows(layout.kind, base=given.base)
    reader = _reader(table, layout, given, out)
    _split_days(reader)
    raw = Raw(_data_rows(reader))
    _long_years(reader, raw)
    if layout.kind in ("payment",) or (layout.kind == "check" and "balance" in layout.roles):
        read_payments(reader, raw)
    else:
        unnamed = _names_from_groups(reader, raw)
        _names_from_first_rows(reader, raw)
        read_charges(reader, raw)
        if unnamed:
            del layout.roles["party"]
    if len(table.sheet.rows) >= MAX_ROWS:
        out.problems.append(Problem("sheet_full", Source(table.sheet.name, MAX_ROWS), level="warning"))
    if not len(out) and not out.problems:
        out.problems.append(Problem("sheet_empty", Source(table.sheet.name, table.top + 1), level="info"))
    return out


def _reader(table: Table, layout: Layout, given: Given, out: Rows) -> Reader:
    top = " \n".join(table.preamble)
    plainly = simplified(nfkc(top))
    currency, account = given.currency, ""
    if (found := _CURRENCY.search(plainly)) and (code := money.currency_of(found[1])):
        currency = code
        out.currencies.add(code)
    compact = [re.sub(r"\s", "", t) for t in table.preamble]
    if found := next((m for t in compact if (m := _ACCOUNT.search(t))), None):
        account = found[1]
    if found := _OWN_NAME.search(top):
        out.own_names.add(party_key(found[1]))
    customer = found[1] if (found := _CUSTOMER.search(top)) else _named_by_sheet(table, layout)
    reader = Reader(table, layout, given, out, currency, account, customer, journal=is_journal(table))
    for column, title in table.columns.items():
        if title.currency:
            reader.sheet_amount_currency[column] = title.currency
            out.currencies.add(title.currency)
    _units(reader)
    _date_habits(reader)
    return reader


def _named_by_sheet(table: Table, layout: Layout) -> str:
    """A sheet for each customer carries the name as its title."""
    title = table.sheet.title
    if layout.kind == "payment" or "party" in layout.roles:
        return ""
    return title if looks_whole(party_key(title)) and len(title) >= _LEAST_NAME else ""


def _units(reader: Reader) -> None:
    """Amounts in 万元 or 千元, as a title's bracket or the lines above the table say."""
    above = next((unit for t in reader.table.preamble if (found := _UNIT.search(t)) and (unit := unit_of(found[1]))), 1)
    for role in (*AMOUNT_ROLES, "balance"):
        for column in reader.layout.roles.get(role, []):
            title = reader.table.columns.get(column)
            scale = (title.scale if title else 0) or above
            if scale > 1:
                reader.scales[column] = scale
    if reader.scales:
        reader.out.notes.append(f"unit {max(reader.scales.values()):,}")


def _date_columns(reader: Reader) -> list[int]:
    columns = {c for role in ("date", "due") for c in reader.layout.roles.get(role, [])}
    return sorted(columns | {c for c, title in reader.table.columns.items() if any(f.endswith("_date") for f in title.fields)})


def _date_habits(reader: Reader) -> None:
    """Whether 03/04/2026 is the 3rd or the 4th month, and whether years are of the Republic, from all dates of the sheet."""
    columns = _date_columns(reader)
    first = second = 0
    for number in reader.table.numbers:
        row = reader.table.sheet.rows[number]
        for cell in (row[c] for c in columns if c < len(row)):
            if not isinstance(cell, str):
                continue
            text = clean(cell)
            if found := re.match(r"(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{4}", text):
                first, second = max(first, int(found[1])), max(second, int(found[2]))
            elif re.match(r"(?:民國|民国)?\s*1\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}", text):
                reader.roc = reader.out.roc = True
    reader.day_first = not (second > 12 >= first)


_YEARS_OF_A_SHEET = 5
_SHORT_YEAR = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{2})(?!\d)(.*)")


def _long_years(reader: Reader, raw: Raw) -> None:
    """06/13/26: where the year stands last, it is written out; month first, unless only the day can stand there."""
    if reader.roc:
        return
    columns = _date_columns(reader)
    found = {(i, c): m for i, (_, row) in enumerate(raw) for c in columns if c < len(row)
             and isinstance(cell := row[c], str) and (m := _SHORT_YEAR.fullmatch(clean(cell)))}  # fmt: skip
    firsts, seconds, thirds = ([int(m[k]) for m in found.values()] for k in (1, 3, 4))
    if not found or not _year_last(firsts, thirds, reader.given.year):
        return
    day_first = max(firsts) > 12 >= max(seconds)
    for (i, c), m in found.items():
        one, two = (m[1], m[3]) if day_first else (m[3], m[1])
        raw[i][1][c] = f"20{m[4]}-{two}-{one}{m[5]}"


def _year_last(firsts: list[int], thirds: list[int], year: int | None) -> bool:
    """The last of three short numbers is the year: it hardly changes, and the first can be none."""
    if max(thirds) - min(thirds) > 1:
        return False
    if year is not None:
        near = range(year % 100 - 1, year % 100 + 2)
        return all(n in near for n in thirds) and not all(n in near for n in firsts)
    return min(thirds) > 12 and (max(firsts) <= 12 or max(firsts) - min(firsts) > _YEARS_OF_A_SHEET)


def _split_days(reader: Reader) -> None:
    """Dates written in two columns under a year (2026年 over 月 | 日), the month only where it changes."""
    month, day = reader.layout.column("month"), reader.layout.column("day")
    if reader.layout.column("date") is not None or month is None or day is None:
        return
    named = re.search(r"(20\d\d)", reader.table.columns[month].text + " ".join(reader.table.preamble))
    year, current = int(named[1]) if named else reader.given.year, ""
    for number in reader.table.numbers:
        row = reader.table.sheet.rows[number]
        current = cells.ident(row[month])[0] or current
        written = cells.ident(row[day])[0]
        if year and current and written:
            reader.split_days[number] = cells.day(f"{year}-{current.rstrip('月')}-{written.rstrip('日')}")


def _data_rows(reader: Reader) -> Iterator[tuple[int, list[Cell], str]]:
    """Number, cells and account of every data row; the others are noted with their reason."""
    table, layout, out = reader.table, reader.layout, reader.out
    keys = [c for role in ("number", "date", "day", "related", "serial") for c in layout.roles.get(role, [])[:1]]
    amounts = [c for role in AMOUNT_ROLES for c in layout.roles.get(role, [])]
    parties = layout.roles.get("party", [])
    previous: list[Cell] | None = None
    charge = layout.kind != "payment"
    for number in table.numbers:
        row = table.sheet.rows[number]
        reason = "" if _plainly_data(row, keys, amounts) else row_reason(row, table, keys, amounts)
        if reason == "note" and any((number, c) in table.sheet.broken for c in amounts):
            reason = ""
        if previous is not None and _continues(row):
            _continue(reader, previous, row)
            out.left_out.setdefault("continuation", []).append(number + 1)
            continue
        if reason == "opening_balance" and (charge or parties) and all(_says(row, c) for c in (amounts, [] if charge else parties) if c):
            reason = ""
        if reason:
            if reason not in ("blank",):
                _block_facts(reader, row)
            out.left_out.setdefault(reason, []).append(number + 1)
            continue
        previous = list(row)
        yield number, previous, reader.account


_GROUP = re.compile(_CUSTOMER.pattern + "$", re.IGNORECASE)
_FIRM = re.compile(r"(?:公司|厂|集团|商行|经营部|门市部|商店|工作室|合作社|超市|LTD|LIMITED|INC|LLC|GMBH|CORP)$")


def _names_from_groups(reader: Reader, raw: Raw) -> bool:
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
        elif name and not _says(row, columns) and columns[0] < len(row):
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
        elif _FIRM.search(party_key(said[0])) and len(said[0]) >= _LEAST_NAME and not re.search(r"[:：]", said[0]):
            heads[number] = said[0]
    heads = {n: name for n, name in heads.items() if party_key(name) not in reader.out.own_names}
    return heads if told or len({party_key(name) for name in heads.values()}) > 1 else {}


def _names_from_first_rows(reader: Reader, raw: Raw) -> None:
    """A customer written only on the first of his rows: a habit where no name comes twice and the order starts again below each."""
    columns = reader.layout.roles.get("party", [])
    number = reader.layout.column("number")
    if not columns or number is None:
        return
    fill_merged(reader, raw)
    own = [i for i, (_, row) in enumerate(raw) if not cells.blank(cell_at(row, number))]
    names = {i: party_key(cells.text(cell_at(raw[i][1], columns[0]))) for i in own}
    bare = {i for i in own if not _says(raw[i][1], columns)}
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


def _continues(row: list[Cell]) -> bool:
    """The row's first text says that the row goes on with the line above."""
    first = next((c for c in row if isinstance(c, str) and c.strip()), "")
    return not first.isascii() and plain(first).startswith(_CONTINUES)


def _says(row: list[Cell], columns: list[int]) -> bool:
    return any(not cells.blank(row[c]) for c in columns if c < len(row))


def _plainly_data(row: list[Cell], keys: list[int], amounts: list[int]) -> bool:
    """A quick yes for the usual row: a real date or a key with digits in its place, and a number as amount."""
    if not keys or not any(isinstance(row[c], float) for c in amounts if c < len(row)):
        return False
    if any(isinstance(c, str) and len(c) <= 12 and is_totals(c) for c in row):
        return False
    cell = row[keys[0]]
    return isinstance(cell, dt.date) or (isinstance(cell, str) and len(cell) > 3 and cell[-1].isdigit())


def _continue(reader: Reader, previous: list[Cell], row: list[Cell]) -> None:
    """A continuation line carries the rest of the memo or payer of the line above it."""
    for role in ("memo", "party"):
        for column in reader.layout.roles.get(role, []):
            more = cells.text(row[column]) if column < len(row) else ""
            if more and not plain(more).startswith(_CONTINUES):
                old = cells.text(previous[column])
                previous[column] = f"{old} {more}" if old else more


def _block_facts(reader: Reader, row: list[Cell]) -> None:
    """A second block of the sheet may name another account (several accounts in one export)."""
    joined = re.sub(r"\s", "", "".join(str(c) for c in row if c is not None))
    if found := _ACCOUNT.search(joined):
        reader.account = found[1]
