"""A form and a statement -> the blocks of a page: places filled in, what does not apply left out, a block for each currency."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ticktie.domain.page import Block, Column, Lines, Spot, Table
from ticktie.reports.statement.build import numbered
from ticktie.reports.statement.form import Cell, Form, Heading, Row, TableRow
from ticktie.reports.statement.frame import said
from ticktie.reports.statement.model import Part, Statement
from ticktie.reports.statement.tables import account, ages, by_product, disputed, letter, open_items, rolled
from ticktie.reports.view import View

_BLANK = "____________________"
_TABLES: Mapping[str, Callable[[View, Statement, Part, bool], Table]] = {
    "account": account, "open": open_items, "product": by_product, "roll": rolled, "ages": ages, "disputed": disputed,
}  # fmt: skip


@dataclass(frozen=True)
class _Facts:
    """What the places of some rows are filled with, and which named cells do not apply."""

    places: Mapping[str, str]
    absent: frozenset[str]


def number_of(statement: Statement, layout: str) -> str:
    """The statement's number; a letter to be confirmed has one of its own."""
    return numbered("CL", statement.end, statement.key) if layout == "confirmation" else statement.number


def filled(view: View, statement: Statement, form: Form) -> list[Block]:
    """The form's blocks, in its order."""
    facts = _of_statement(view, statement, form.layout)
    blocks: list[Block] = []
    for area, rows in groupby(form.rows, key=lambda row: row.area):
        some = list(rows)
        if area != "currency_block":
            blocks += _blocks(some, facts, lambda name: letter(view, statement) if statement.parts else None)
            continue
        for part in statement.parts:
            blocks += _blocks(some, _of_part(view, part, facts, len(statement.parts) > 1), _tables(view, statement, part))
    return blocks


def running(view: View, statement: Statement, form: Form) -> str:
    """What stands at the top of every further sheet of paper: the title, the number, and whose it is."""
    title = next((c.text for row in form.rows if isinstance(row, Row) for c in row.cells if c.name == "title"), "")
    places = _of_statement(view, statement, form.layout).places
    return f"{title.format_map(places)}  {number_of(statement, form.layout)}  {statement.customer}"


def _of_statement(view: View, statement: Statement, layout: str) -> _Facts:
    seller, late = statement.seller, [p for p in statement.parts if p.due_now]
    blank = _BLANK if layout == "confirmation" else ""
    places = {
        "seller": seller.name or blank, "contact": seller.contact, "bank": seller.bank, "account": seller.account, "auditor": statement.auditor or _BLANK,
        "customer": statement.customer, "number": number_of(statement, layout), "token": statement.token or "-", "start": str(statement.start),
        "as_of": str(statement.end), "reply_by": str(statement.reply_by), "basis": view.side(statement.basis),
        "salespeople": view.listed(list(statement.salespeople)) or "-", "amounts": _listed(view, [(p, p.closing) for p in statement.parts]),
        "overdue": _listed(view, [(p, p.due_now) for p in late]),
    }  # fmt: skip
    less = any(p.due_now != p.overdue for p in late)
    applies = {
        "logo": False, "seller": bool(places["seller"]), "contact": bool(seller.contact), "nothing": not statement.parts, "demand": bool(late) and not less,
        "demand_less": bool(late) and less, "bank_hint": not (seller.name and seller.bank and seller.account),
    }  # fmt: skip
    return _Facts(places, frozenset(name for name, does in applies.items() if not does))


def _listed(view: View, amounts: Sequence[tuple[Part, int]]) -> str:
    return view.listed([f"{p.currency} {said(view, p, minor)}" for p, minor in amounts]) or "-"


def _of_part(view: View, part: Part, facts: _Facts, several: bool) -> _Facts:
    places = {
        "currency": part.currency, "closing": f"{part.currency} {said(view, part, part.closing)}", "words": part.words,
        "disputed": said(view, part, sum(o.left for o in part.disputed)),
    }  # fmt: skip
    absent = {name for name, does in (("currency", several), ("disputed", bool(part.disputed))) if not does}
    return _Facts({**facts.places, **places}, facts.absent | absent)


def _tables(view: View, statement: Statement, part: Part) -> Callable[[str], Table | None]:
    only = len(statement.parts) == 1
    return lambda name: None if name == "disputed" and not part.disputed else _TABLES[name](view, statement, part, only)


# --- rows to blocks ---


def _blocks(rows: Sequence[Row | TableRow], facts: _Facts, table: Callable[[str], Table | None]) -> Iterator[Block]:
    """Tables, and between them runs of lines that stay together: a run ends with a blank line, and goes with the table below it."""
    run: list[list[Spot]] = []
    height = 0.0
    for row in _without_gaps(rows, facts, table):
        if isinstance(row, Table):
            yield from _lines(run, height, True)
            run = []
            yield row
            continue
        slip = row.area == "slip"
        if run and (row.height != height or not run[-1]):
            yield from _lines(run, height, slip)
            run = []
        run.append(_spots(row.cells, facts))
        height = row.height
    yield from _lines(run, height, False)


def _lines(run: Sequence[list[Spot]], height: float, keep: bool) -> Iterator[Lines]:
    if run:
        yield Lines([spots or [Spot()] for spots in run], height, keep)


def _without_gaps(rows: Sequence[Row | TableRow], facts: _Facts, table: Callable[[str], Table | None]) -> Iterator[Row | Table]:
    """The rows that apply. Where one is left out between two blank ones, one blank is enough."""
    left_out = blank = False
    for row in rows:
        if isinstance(row, TableRow):
            made = table(row.table)
            left_out, blank = (True, blank) if made is None else (False, False)
            if made is not None:
                yield shaped(made, row)
        elif any(c.name in facts.absent and c.picture is None for c in row.cells):
            left_out = True
        elif row.cells:
            left_out = blank = False
            yield row
        elif not (left_out and blank):
            left_out, blank = False, True
            yield row


def _spots(cells: Sequence[Cell], facts: _Facts) -> list[Spot]:
    """The cells filled in; the amount in words, where there are none, leaves its room to the figures."""
    spots = [Spot(c.picture or _said(c, facts), c.tone, c.span, c.style) for c in cells]
    if cells and cells[-1].name == "words" and not spots[-1].value and len(spots) > 1:
        return [*spots[:-2], replace(spots[-2], span=0)]
    return spots


def _said(cell: Cell, facts: _Facts) -> str:
    """A named cell without a place in its text is that place."""
    text = cell.text if "{" in cell.text or cell.name not in facts.places else f"{{{cell.name}}}"
    return text.format_map(facts.places).rstrip()


def shaped(table: Table, row: TableRow) -> Table:
    """The table with the form's columns: some left out, in its order, with its headings and widths."""
    keys = [c.key for c in table.columns]
    headings = _present(row.headings, keys)
    order = [keys.index(h.key) for h in headings]
    columns = [_column(table.columns[at], h) for at, h in zip(order, headings, strict=True)]
    rows = [[values[at] for at in order] for values in table.rows]
    carry = table.carry
    if carry is not None:
        carry = replace(carry, at=order.index(carry.at), rows=[[values[at] for at in order] for values in carry.rows])
    return replace(table, columns=columns, rows=rows, carry=carry, heading=row.style)


def _present(headings: Sequence[Heading], keys: Sequence[str]) -> list[Heading]:
    """The headings of columns that this table has; one that it has no use for leaves its room to the one before it, else to the next."""
    found: list[Heading] = []
    free = 0
    for heading in headings:
        if heading.key in keys:
            found.append(replace(heading, span=heading.span + free))
            free = 0
        elif found:
            found[-1] = replace(found[-1], span=found[-1].span + heading.span)
        else:
            free += heading.span
    return found


def _column(column: Column, heading: Heading) -> Column:
    return replace(column, title=heading.title, span=heading.span)
