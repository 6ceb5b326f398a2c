"""One amount that stands in several columns: ways of paying (现金 | 微信 | 银行), and digits in boxes of their own (万 千 百 十 元 角 分).

The columns become one: the sheet is read as if their amount stood in the first of them, and a problem still names the cell
that is wrong. Where the sheet has the total as well, the total is the amount and the parts must make it up.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ticktie.domain.grid import Cell
from ticktie.domain.text import bare_heading
from ticktie.domain.vocabulary import words
from ticktie.intake import cells
from ticktie.intake.headings import Heading, read_heading
from ticktie.intake.layouts import Layout
from ticktie.intake.reading import Raw, Reader, cell_at
from ticktie.intake.tables import OF_MONEY, Table

_PLACES = [{"分"}, {"角"}, {"元", "圆"}, {"十", "拾"}, {"百", "佰"}, {"千", "仟"}, {"万"}, {"十", "拾", "十万", "拾万"},
           {"百", "佰", "百万", "佰万"}, {"千", "仟", "千万", "仟万"}, {"亿"}, {"十", "拾"}, {"百", "佰"}]  # fmt: skip
_LAST = (0, 2)  # a run of digits ends in 分 or 元
_LEAST_DIGITS = 3
_RECEIPT, _RECEIVED = frozenset({"bank_in"}), frozenset({"received_amount"})
_TOTALS = frozenset({"received_amount", "bank_in", "journal_in", "signed_amount", "amount_inc_tax", "gross_paid"})
_INSTALMENT = re.compile(r"^(?:第.{1,2}[次笔期批]|首[次期笔付]|[一二三四五六1-6][次笔期]).{0,6}?(?:款|金额|额)$")
_EXACT = 15  # digits that a float keeps


@dataclass(frozen=True)
class _Part:
    """Columns whose cells make one amount. places: the power of ten of each digit column; empty for ways of paying."""

    columns: list[int]
    title: str
    heading: Heading
    places: tuple[int, ...] = ()


def joined(table: Table) -> Table:
    """The table with every amount that is spread over columns in one column."""
    groups = list(_digits(table))
    groups += _methods(table, {c for g in groups for c in g.columns})
    for group in groups:
        total = None if group.places else _total(table, group)
        table = _with_total(table, group, total) if total is not None else _as_one(table, group)
    return table


def check_totals(reader: Reader, raw: Raw) -> None:
    """Totals of ways of paying: what differs from its parts is told, a blank one is made of them."""
    for total, columns in reader.table.parts.items():
        for number, row in raw if columns else ():
            reads = [reader.amount(number, row, c) for c in columns]
            if bad := next(((r.code, c) for r, c in zip(reads, columns, strict=True) if r.code not in ("", "amount_missing")), None):
                reader.problem(bad[0], number, bad[1], "warning")
                continue
            made = sum((r.value for r in reads if r.value is not None), Decimal(0))
            whole = reader.amount(number, row, total)
            if whole.code == "amount_missing" and made:
                reader.problem("amount_computed", number, total, "info", made=f"{made:f}")
                row[total] = _cell(made)
            elif whole.value is not None and made and made != whole.value:
                reader.problem("parts_do_not_add_up", number, total, "warning", made=f"{made:f}", total=f"{whole.value:f}")


def unused(table: Table, layout: Layout) -> list[int]:
    """Columns of money that nothing reads: all but the first under one title, and ways of paying beside another amount."""
    read = {c for columns in layout.roles.values() for c in columns}
    found = [c for c, parts in table.parts.items() if not parts and c not in read]
    found += [c for c, h in table.columns.items() if c not in read and _INSTALMENT.search(bare_heading(h.text)) and _holds_numbers(table, c)]
    for columns in _under_one_title(table):
        more = [c for c in columns if c in table.columns]
        if len(more) > 1 and all(table.columns[c].fields == table.columns[more[0]].fields for c in more):
            found += [c for c in more[1:] if _holds_numbers(table, c)]
    return found


def _holds_numbers(table: Table, column: int) -> bool:
    return any(isinstance(cell_at(table.sheet.rows[n], column), (int, float)) for n in table.numbers)


# --- which columns belong together ------------------------------------------------------------------------------------


def _digits(table: Table) -> Iterator[_Part]:
    """Runs of columns named by the places of digits, read from the right, each run under one title."""
    columns = sorted(table.titles, reverse=True)
    at = 0
    while at < len(columns):
        run, powers = _run(table, columns[at:])
        if len(run) < _LEAST_DIGITS:
            at += 1
            continue
        at += len(run)
        upper = table.titles[run[-1]][0] if len(table.titles[run[-1]]) > 1 else ""
        found = read_heading(upper)
        kept = found if found.fields & OF_MONEY else Heading(upper, frozenset({"amount_inc_tax", "signed_amount"}))
        text = upper or "".join(table.titles[c][-1] for c in reversed(run))
        yield _Part(list(reversed(run)), text, kept, tuple(reversed(powers)))


def _run(table: Table, columns: list[int]) -> tuple[list[int], list[int]]:
    """The columns from the first one leftwards that continue a number from its last digit, with their powers of ten."""
    first = bare_heading(table.titles[columns[0]][-1])
    start = next((k for k in _LAST if first in _PLACES[k]), None)
    if start is None:
        return [], []
    run: list[int] = []
    for column, names in zip(columns, _PLACES[start:], strict=False):
        neighbour = not run or (column == run[-1] - 1 and _upper(table, column) in ("", _upper(table, run[0])))
        if not neighbour or bare_heading(table.titles[column][-1]) not in names:
            break
        run.append(column)
    return run, [start + n - 2 for n in range(len(run))]


def _upper(table: Table, column: int) -> str:
    pieces = table.titles[column]
    return pieces[0] if len(pieces) > 1 else ""


def _methods(table: Table, taken: set[int]) -> Iterator[_Part]:
    """Columns named by ways of paying: under one title, or at least two of them side by side."""
    for columns in _under_one_title(table):
        parts = [c for c in columns if not _is_total(table, c) and not read_heading(table.titles[c][-1]).fields & {"fee", "discount"}]
        named = sum(_is_method(table, c) for c in parts)
        plain = all(_is_method(table, c) or not read_heading(table.titles[c][-1]).fields for c in parts)
        if len(parts) > 1 and named and plain and taken.isdisjoint(parts) and _of_numbers(table, parts):
            taken |= set(columns)
            found = read_heading(table.titles[parts[0]][0])
            yield _part(table, parts, found if found.fields - {"channel"} else replace(found, fields=_RECEIPT))
    flat = [c for c in table.columns if c not in taken and _is_method(table, c)]
    numbers = [c for c in flat if _of_numbers(table, [c]) and not _is_text(table, c)]
    if len(numbers) > 1 and any(_filled(table, c) for c in numbers):
        money = any(h.fields & _TOTALS for c, h in table.columns.items() if c not in numbers)
        yield _part(table, numbers, Heading("", _RECEIVED if money else _RECEIPT))


def _part(table: Table, columns: list[int], found: Heading) -> _Part:
    names = "+".join(table.titles[c][-1] for c in columns)
    return _Part(columns, f"{found.text}/{names}" if found.text else names, found)


def _under_one_title(table: Table) -> Iterator[list[int]]:
    """Neighbouring columns that share the upper one of two titles, if that title is one of money."""
    doubled = [c for c, pieces in sorted(table.titles.items()) if len(pieces) > 1 and pieces[0] != pieces[-1]]
    for (_, upper), group in itertools.groupby(enumerate(doubled), lambda x: (x[1] - x[0], table.titles[x[1]][0])):
        columns = [c for _, c in group]
        if len(columns) > 1 and read_heading(upper).fields & OF_MONEY:
            yield columns


def _is_method(table: Table, column: int) -> bool:
    return bare_heading(table.titles[column][-1]) in words("amount_parts", "methods")


def _is_total(table: Table, column: int) -> bool:
    return bare_heading(table.titles[column][-1]) in words("amount_parts", "total")


def _of_numbers(table: Table, columns: list[int]) -> bool:
    """Nearly all filled cells are amounts, so that the columns hold money and not the name of a bank."""
    filled = [v for n in table.numbers for c in columns if not cells.blank(v := cell_at(table.sheet.rows[n], c)) and v != table.titles[c][-1]]
    good = sum(isinstance(v, (int, float)) or (isinstance(v, str) and cells.amount(v).value is not None) for v in filled)
    return good * 10 >= len(filled) * 7


def _is_text(table: Table, column: int) -> bool:
    """The title alone may also be a name of something else (Bank: our account)."""
    return bool(table.columns[column].fields) and not _filled(table, column)


def _filled(table: Table, column: int) -> bool:
    return any(not cells.blank(cell_at(table.sheet.rows[n], column)) for n in table.numbers)


def _total(table: Table, group: _Part) -> int | None:
    """The column that holds the parts' total: by its title under the same one, or proved by most of the rows."""
    beside = [c for c in table.columns if c not in group.columns and (_is_total(table, c) or table.columns[c].fields & _TOTALS)]
    scores = {c: _proved(table, group.columns, c) for c in beside}
    return max((c for c, good in scores.items() if good), key=lambda c: scores[c], default=None)


def _proved(table: Table, columns: list[int], total: int) -> int:
    """How many rows the parts make up to the total; 0 where it is not most of them."""
    good = count = 0
    for number in table.numbers:
        row = table.sheet.rows[number]
        values = [cells.amount(cell_at(row, c)).value for c in columns]
        whole = cells.amount(cell_at(row, total)).value
        if whole is not None and any(v is not None for v in values):
            count += 1
            good += sum((v for v in values if v is not None), Decimal(0)) == whole
    return good if good * 2 > count else 0


# --- the columns as one -----------------------------------------------------------------------------------------------


def _with_total(table: Table, group: _Part, total: int) -> Table:
    columns = {c: h for c, h in table.columns.items() if c not in group.columns}
    if _is_total(table, total):
        fields = (group.heading.fields or frozenset()) | columns[total].fields
        columns[total] = replace(columns[total], fields=fields)
    return replace(table, columns=columns, parts={**table.parts, total: group.columns}, notes=(*table.notes, f"amount_parts {group.title}"))


def _as_one(table: Table, group: _Part) -> Table:
    lead, *others = group.columns
    rows, moved, broken = list(table.sheet.rows), dict(table.moved), dict(table.sheet.broken)
    for number in table.numbers:
        row = list(rows[number])
        values = [cell_at(row, c) for c in group.columns]
        if all(v == table.titles[c][-1] for v, c in zip(values, group.columns, strict=True) if v is not None):
            values = [None] * len(values)  # the titles again
        marks = [c for c in group.columns if (number, c) in broken]
        made, source = _digit_cell(values, group.places) if group.places else _method_cell(values)
        column = marks[0] if marks else group.columns[source]
        for c in group.columns:
            mark = broken.pop((number, c), None)
            if mark and c == column:
                broken[number, lead] = mark
            if c < len(row):
                row[c] = None
        if lead < len(row):
            row[lead] = row[lead] if marks else made
        if column != lead:
            moved[number, lead] = column
        rows[number] = row
    columns = {c: h for c, h in table.columns.items() if c not in others}
    columns[lead] = replace(group.heading, text=group.title, sure=True)
    note = f"{'amount_digits' if group.places else 'amount_parts'} {group.title}"
    sheet = replace(table.sheet, rows=rows, broken=broken)
    return replace(table, sheet=sheet, columns=columns, moved=moved, parts={**table.parts, lead: []}, notes=(*table.notes, note))


def _method_cell(values: list[Cell]) -> tuple[Cell, int]:
    """The one filled cell, the first that is no amount, or the sum of all; and which of them it is (the first of a sum)."""
    filled = [(i, v) for i, v in enumerate(values) if not cells.blank(v)]
    reads = [(i, v, cells.amount(v)) for i, v in filled]
    if bad := next(((v, i) for i, v, read in reads if read.value is None), None):
        return bad
    paid = [(i, v, read) for i, v, read in reads if read.value] or reads[:1]
    if len(paid) <= 1:
        return (paid[0][1], paid[0][0]) if paid else (None, 0)
    if len({read.currency for *_, read in paid}) > 1:
        return " + ".join(str(v) for _, v, _ in paid), paid[0][0]
    return _cell(sum((read.value for *_, read in paid if read.value is not None), Decimal(0))), paid[0][0]


def _digit_cell(values: list[Cell], places: tuple[int, ...]) -> tuple[Cell, int]:
    """The number that the digits make; where they make none, the text of what stands there, so that it is told."""
    digits = [cells.text(v).lstrip("¥￥").strip() for v in values]
    first = next((i for i, d in enumerate(digits) if d), None)
    if first is None:
        return None, 0
    made = Decimal(0)
    for i, (digit, power) in enumerate(zip(digits, places, strict=True)):
        late = i > first
        if not digit and (not late or (power < 0 and not any(digits[i:]))):
            continue
        if not digit.isdecimal() or (len(digit) > 1 and i > 0):
            return " | ".join(d or "_" for d in digits[first:]), i
        made += Decimal(digit).scaleb(power)
    return _cell(made), first


def _cell(value: Decimal) -> Cell:
    """The amount as a cell; a float where it shows every digit."""
    return float(value) if len(value.as_tuple().digits) <= _EXACT else f"{value:f}"
