"""The sheets of one book to its ledger: items in columns, problems, and how each sheet was read."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from ticktie.domain.documents import named_documents
from ticktie.domain.grid import Sheet, Source, column_letter
from ticktie.domain.items import COLUMNS, NO_BALANCE
from ticktie.domain.outcome import Ledger, Reading, Transfer
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.rates import Rates
from ticktie.domain.rules import Rules
from ticktie.domain.text import language_of, party_key
from ticktie.domain.vocabulary import plain
from ticktie.intake import copies, customer_account, lines, own, period
from ticktie.intake.layouts import Layout, choose, says, sheet_texts
from ticktie.intake.rate_sheets import RateSheet, read_rates
from ticktie.intake.parts import joined
from ticktie.intake.reading import Given, Rows
from ticktie.intake.rows import read_rows
from ticktie.intake.tables import Table, find_table, side_by_side, table_at, tables_below

_FAR, _LONG_AGO = 400, 3653  # days after and before the cut-off
_OF_THE_REPUBLIC = "TWD"  # the currency of books whose years are of the Republic
_TEXTS = [n for n, what in COLUMNS.items() if what.startswith("text")]
_NUMBERS = ("row", "amount_column", "amount", "document_amount", "balance", "rank")


@dataclass(frozen=True)
class SheetMap:
    """A person's own words on how a sheet is read; each part may be missing.

    kind: order | delivery | payment | check | ignore. header_row: 1-based. fields: 0-based column -> field or role.
    """

    kind: str | None = None
    header_row: int | None = None
    fields: Mapping[int, str] = field(default_factory=dict)


@dataclass
class _Read:
    sheet: Sheet
    table: Table | None
    layout: Layout
    rows: Rows | None = None
    problems: list[Problem] = field(default_factory=list)
    rates: RateSheet | None = None


def read_sheets(sheets: Sequence[Sheet], rules: Rules, maps: Mapping[str, SheetMap] | None = None) -> list[tuple[Reading, Rows | None]]:
    """How each sheet is read, without judging the book as a whole (`ticktie read`)."""
    reads = _read_all(sheets, rules, maps or {})
    return [(_reading(r), r.rows) for r in reads]


def read_ledger(
    sheets: Sequence[Sheet], rules: Rules, *, as_of: dt.date | None = None, maps: Mapping[str, SheetMap] | None = None,
    language: str | None = None,
) -> Ledger:  # fmt: skip
    """All sheets of a book as one ledger.

    Raises Refused when no sheet can be recognised (what was seen is named) or two sheets hold the same money.
    """
    reads = _read_all(sheets, rules, maps or {})
    used = [r for r in reads if r.rows is not None and r.layout.kind in ("order", "delivery", "payment")]
    if not used:
        raise Refused([p for r in reads for p in r.problems] or [_nothing_recognised(reads)])
    charge_side = _charge_side(rules, used)
    frame, problems = _frame(used, charge_side)
    twice = copies.same_money(frame, rules.same_money_share)
    if twice:
        raise Refused(Problem("same_money", Source(one), {"one": one, "two": two, "rows": n}) for one, two, n in twice)
    texts = [t for r in reads for t in [r.sheet.title or r.sheet.name, *(r.table.preamble[:8] if r.table else [])]]
    day = period.cut_off(as_of, texts, _days(frame, "payment"), _days(frame, charge_side))
    frame, told = _charges_sorted(frame, used)
    problems += told
    frame = frame.reset_index(drop=True)
    frame, told = copies.set_aside_copies(frame)
    problems += told
    frame = _after_as_of(frame, day)
    frame, transfers = _own(frame, used, rules)
    frame["key"] = _keys(frame)
    checks = [r for r in reads if r.rows is not None and r.layout.kind == "check"]
    problems += _checked(checks, frame, charge_side)
    problems += (missing := _missing_sides(used, frame, charge_side))
    problems += _left_out(reads, bool(missing))
    problems += [p for r in reads for p in r.problems]
    problems += [p for r in used for p in _far_dates(r, day)]
    spoken = language or language_of(t for r in reads for t in sheet_texts(r.sheet, r.table if r.rows is not None else None))
    readings = [_reading(r) for r in reads]
    order = {s.name: i for i, s in enumerate(sheets)}
    problems.sort(key=lambda p: (order.get(p.source.sheet, -1), p.source.row or 0, p.source.column or 0, p.code))
    lost = tuple(n for r in used if r.rows for n, _, _ in r.rows.lost_numbers)
    return Ledger(frame, problems, readings, day, charge_side, spoken, transfers, lost, _rates(reads, rules))


def _rates(reads: Sequence[_Read], rules: Rules) -> Rates:
    """The exchange rates of the book's sheets and of the rules, in the book's own currency."""
    base = next((r.rows.base for r in reads if r.rows is not None), rules.base_currency)
    quotes = ((code, day, rate) for r in reads if r.rates is not None for code, day, rate, _, _ in r.rates.quotes)
    return Rates.of(base, quotes, rules.rates)


def _read_all(sheets: Sequence[Sheet], rules: Rules, maps: Mapping[str, SheetMap]) -> list[_Read]:
    """Every sheet; where the book names one currency only, sheets that name none are in it too, and what one sheet's dates say holds for those that say nothing."""
    first = given = Given(_year(sheets), rules.base_currency, rules.base_currency)
    reads = _read_given(sheets, given, maps)
    named = {c for r in reads if r.rows for c in r.rows.currencies}
    if not named and any(r.rows.roc for r in reads if r.rows):
        named = {_OF_THE_REPUBLIC}
    exchanged = any(r.rates for r in reads) or any(r.rows and _speaks_of_rates(r.rows) for r in reads)
    if len(named) == 1 and named != {given.currency} and not exchanged and rules.base_currency == Rules().base_currency:
        only = named.pop()
        given = replace(given, currency=only, base=only)
    said = {r.rows.day_first for r in reads if r.rows} - {None}
    if len(said) == 1 and any(r.rows.day_open for r in reads if r.rows):
        given = replace(given, day_first=said.pop())
    return reads if given == first else _read_given(sheets, given, maps)


def _speaks_of_rates(rows: Rows) -> bool:
    """Money of two currencies meets here, so that a sheet that names none is in the book's own."""
    return any("汇率" in plain(m) or "EXCHANGERATE" in plain(m) for m in rows.columns.get("memo", ())) or any(
        r not in ("", "1") for r in rows.columns.get("rate", ())
    )


def _read_given(sheets: Sequence[Sheet], given: Given, maps: Mapping[str, SheetMap]) -> list[_Read]:
    reads = [read for sheet in sheets for read in _read_sheet(sheet, maps.get(sheet.name) or maps.get(sheet.title) or SheetMap(), given)]
    return _returns(_invoices(_accounts(reads)))


def _read_sheet(sheet: Sheet, how: SheetMap, given: Given) -> Iterator[_Read]:
    """The sheet's table, and further tables below it that hold something else."""
    if how.kind == "ignore":
        yield _Read(sheet, None, Layout("ignored"))
        return
    if how == SheetMap() and (rates := read_rates(sheet, given.base, given.year)) is not None:
        yield _Read(sheet, None, Layout("rate"), problems=rates.problems, rates=rates)
        return
    table = table_at(sheet, how.header_row - 1) if how.header_row else find_table(sheet)
    if table is None:
        yield _Read(sheet, None, Layout("other"))
        return
    if not how.fields and side_by_side(table):
        yield _Read(sheet, table, Layout("other"), problems=[Problem("tables_side_by_side", Source(sheet.name, table.top + 1))])
        return
    lower = [] if how.header_row or how.kind else [joined(t) for t in tables_below(table)]
    below = [(t, layout) for t in lower if (layout := choose(t)).kind in ("order", "delivery", "payment")]
    first = replace(table, last=below[0][0].top) if below else table
    first = first if how.fields else joined(first)
    if not (how.kind or how.fields or below) and (found := customer_account.sides(first)):
        for n, (side, chosen) in enumerate(found[0]):
            yield _Read(sheet, side, chosen, read_rows(side, chosen, given), [] if n else found[1])
        return
    layout = choose(first, how.kind, how.fields)
    if below and layout.kind not in ("order", "delivery", "payment"):
        first = table if how.fields else joined(table)
        layout, below = choose(first, how.kind, how.fields), []
    for one, chosen in ((first, layout), *below):
        if chosen.kind in ("order", "delivery", "invoice"):
            chosen = lines.whole_amount(one, lines.with_line_amounts(one, chosen))
        yield _Read(sheet, one, chosen, read_rows(one, chosen, given) if chosen.kind not in ("other", "ignored") else None)


def _accounts(reads: list[_Read]) -> list[_Read]:
    """A side of customers' accounts is read only where no other sheet holds it; else the money would count twice.

    Accounts of which the other sheets hold something else on that side are not read at all.
    """
    accounts = [r for r in reads if r.table is not None and r.table.of_customer and r.rows is not None]
    others = [r for r in reads if r.rows is not None and r not in accounts and r.layout.kind not in ("other", "check") and not _only_openings(r)]
    held = {"payment" if r.layout.kind == "payment" else "order" for r in others}
    twice = [r for r in accounts if r.layout.kind in held]
    if not twice:
        return reads
    amounts = Counter(a for r in others if r.rows for a in r.rows.columns.get("amount", ()))
    again = Counter(a for r in twice if r.rows for a in r.rows.columns.get("amount", ()))
    known = len(held) == 1 and again <= amounts
    code, kept = ("side_held_elsewhere", [r for r in accounts if r not in twice]) if known else ("receivables_ledger", [])
    made: list[_Read] = []
    for read in reads:
        if read not in accounts or read in kept:
            made.append(read)
        elif read in twice:
            assert read.table is not None
            told = Problem(code, Source(read.sheet.name, read.table.top + 1), {"rows": len(read.rows or ())}, "info" if known else "error")
            made.append(_Read(read.sheet, read.table, Layout("other"), problems=[told]))
    return made


def _invoices(reads: list[_Read]) -> list[_Read]:
    """Invoices are the charges only where the book has no orders and no deliveries; else they would count twice."""
    charges = any(r.layout.kind in ("order", "delivery") for r in reads)
    for read in reads:
        if read.layout.kind == "invoice":
            if charges:
                read.rows = None
            else:
                read.layout = replace(read.layout, kind="order")
    return reads


def _returns(reads: list[_Read]) -> list[_Read]:
    """A sheet of returns stands on the side of the charges it takes back."""
    back = [r for r in reads if r.table is not None and r.rows is not None and r.layout.kind in ("order", "delivery") and says(r.table, "return")]
    kinds = {r.layout.kind for r in reads if r not in back and r.rows is not None}
    for read in back:
        read.layout = replace(read.layout, kind="delivery" if "delivery" in kinds and "order" not in kinds else "order")
    return reads


def _year(sheets: Sequence[Sheet]) -> int | None:
    dates = (c for s in sheets for row in s.rows[:200] for c in row if isinstance(c, dt.date))
    texts = [t for s in sheets for t in [s.title or s.name, *(c for row in s.rows[:40] for c in row if isinstance(c, str))]]
    return period.year_of(texts, dates)


def _charge_side(rules: Rules, used: list[_Read]) -> str:
    kinds = {r.layout.kind for r in used if r.rows is not None and (len(r.rows) or r.rows.problems) and not _only_openings(r)}
    if rules.charge_on != "auto":
        return rules.charge_on
    return "delivery" if "delivery" in kinds and "order" not in kinds else "order"


def _only_openings(read: _Read) -> bool:
    return read.rows is not None and len(read.rows) > 0 and all("opening" in f for f in read.rows.columns["flags"])


def _frame(used: list[_Read], charge_side: str) -> tuple[pd.DataFrame, list[Problem]]:
    problems: list[Problem] = []
    parts: list[pd.DataFrame] = []
    for read in used:
        assert read.rows is not None
        problems += read.rows.problems
        if not len(read.rows):
            continue
        part = pd.DataFrame({name: _series(name, values) for name, values in read.rows.columns.items()})
        part["side"] = read.layout.kind
        parts.append(part)
    if not parts:
        frame = pd.DataFrame({name: _series(name, []) for name in COLUMNS})
        frame["side"] = frame["side"].astype(object)
        return frame, problems
    frame = pd.concat(parts, ignore_index=True)
    frame["id"] = [f"{s}!{r}" for s, r in zip(frame["sheet"], frame["row"], strict=True)]
    frame["party_key"] = pd.Series([party_key(p) for p in frame["party"]], dtype=object)
    frame["key"] = ""
    opening = np.array(["opening" in f for f in frame["flags"]], dtype=bool)
    frame.loc[opening, "side"] = charge_side
    _date_openings(frame, opening)
    for name in _TEXTS:
        frame[name] = frame[name].astype(object)
    return frame[list(COLUMNS)], problems


def _series(name: str, values: Iterable[object]) -> pd.Series:
    if name in ("date", "due_date"):
        return pd.Series(pd.to_datetime(pd.Series(list(values), dtype=object), errors="coerce")).astype("datetime64[s]")
    if name in _NUMBERS:
        return pd.Series(np.array(list(values), dtype=np.int64))
    if name == "quantity":
        return pd.Series(np.array(list(values), dtype=float))
    return pd.Series(list(values), dtype=object)


def _date_openings(frame: pd.DataFrame, opening: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
    """An opening balance without a date stands on the day before everything else."""
    undated = opening & frame["date"].isna().to_numpy()
    if undated.any():
        first = frame["date"].min()
        frame.loc[undated, "date"] = (first if pd.notna(first) else pd.Timestamp(1970, 1, 2)) - pd.Timedelta(days=1)


def _days(frame: pd.DataFrame, side: str) -> list[dt.date]:
    return [d.date() for d in frame.loc[(frame["side"] == side) & frame["date"].notna(), "date"]]


def _charges_sorted(frame: pd.DataFrame, used: list[_Read]) -> tuple[pd.DataFrame, list[Problem]]:
    problems: list[Problem] = []
    charged = [r for r in used if r.layout.kind in ("order", "delivery")]
    columns = {r.sheet.name: c for r in charged if (c := r.layout.column("number")) is not None}
    detail = {r.sheet.name: any(role in r.layout.roles for role in ("line", "product", "quantity")) for r in charged}
    parts = [frame[frame["side"] == "payment"]]
    for side in ("order", "delivery"):
        part, told = lines.sort_out_numbers(frame[frame["side"] == side], columns, detail)
        lost = [(n, r.sheet.name, row, column) for r in used if r.rows and r.layout.kind == side for n, row, column in r.rows.lost_numbers]
        part, more = lines.mark_lost_numbers(part, lost)
        parts.append(part)
        problems += [*told, *more]
    return pd.concat(parts).sort_index(), problems


def _after_as_of(frame: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    late = (frame["date"] > pd.Timestamp(day)).to_numpy() & (frame["set_aside"] == "").to_numpy()
    frame.loc[late, "set_aside"] = "after_as_of"
    return frame


def _own(frame: pd.DataFrame, used: list[_Read], rules: Rules) -> tuple[pd.DataFrame, list[Transfer]]:
    names = {n for r in used if r.rows for n in r.rows.own_names} - {""}
    accounts = {a for r in used if r.rows for a in r.rows.own_accounts}
    pay = frame["side"] == "payment"
    strangers = frame.index[pay & ~frame["party_key"].isin(set(frame.loc[~pay, "party_key"]) - {""})]
    named = named_documents(frame, strangers.to_numpy()) if len(strangers) else set()  # lines of customers are never taken
    return own.set_aside_own(frame, names, accounts, rules.transfer_days, named)


def _keys(frame: pd.DataFrame) -> pd.Series:
    """What decisions hang on: document number and line, else bank serial, else a hash of the line and its occurrence."""
    keys: list[str] = []
    seen: dict[str, int] = {}
    columns = ["side", "number", "line", "serial", "account", "date", "amount", "balance", "counter_account", "memo", "party_key", "flags"]
    for side, number, line, serial, account, date, amount, balance, counter, memo, party, flags in zip(
        *(frame[c] for c in columns), strict=True
    ):
        if side != "payment" and number:
            key = f"{side}:{number}:{line}" if line else f"{side}:{number}"
        elif side == "payment" and serial:
            key = f"payment:{account}:{serial}"
        elif "opening" in flags:
            key = f"opening:{party}"
        else:
            shown = "" if balance == NO_BALANCE else str(balance)
            text = "\x1f".join((side, account, str(date)[:10], str(amount), shown, counter or party, memo))
            key = f"{side}:{hashlib.blake2b(text.encode(), digest_size=8).hexdigest()}"
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return pd.Series(keys, index=frame.index, dtype=object)


def _checked(checks: list[_Read], frame: pd.DataFrame, charge_side: str) -> list[Problem]:
    problems: list[Problem] = []
    for read in checks:
        assert read.rows is not None
        problems.append(Problem("used_as_check", Source(read.sheet.name), {"rows": len(read.rows)}, "info"))
        if not len(read.rows):
            continue
        part = pd.DataFrame({name: _series(name, values) for name, values in read.rows.columns.items()})
        side = "payment" if "balance" in read.layout.roles or "payment" in read.layout.kind else None
        pool = frame[frame["side"] == side] if side else frame
        problems += copies.check_against(part, pool)
    return problems


def _far_dates(read: _Read, as_of: dt.date) -> Iterator[Problem]:
    """Days that no document of this book can have: a year after the cut-off, or ten before it."""
    assert read.rows is not None
    column = read.layout.column("date")
    for row, date in zip(read.rows.columns.get("row", ()), read.rows.columns.get("date", ()), strict=True):
        if date is not None and ((date - as_of).days > _FAR or (as_of - date).days > _LONG_AGO):
            yield Problem("date_far", Source(read.sheet.name, int(row), column), {"value": str(date)}, "warning")


def _missing_sides(used: list[_Read], frame: pd.DataFrame, charge_side: str) -> list[Problem]:
    first = Source(used[0].sheet.name)
    problems: list[Problem] = []
    if not (frame["side"] == charge_side).any():
        problems.append(Problem("no_charges", first, {}, "warning"))
    if not (frame["side"] == "payment").any():
        problems.append(Problem("no_payments", first, {}, "warning"))
    return problems


_LEAST_LEFT_OUT = 5  # rows with numbers from which a sheet that is not read is named


def _left_out(reads: list[_Read], side_missing: bool) -> Iterator[Problem]:
    """Sheets with many numbers that are read as nothing; a warning where a side of the book is missing."""
    for read in reads:
        rows = sum(sum(isinstance(c, (int, float, dt.date)) for c in row) > 1 for row in read.sheet.rows)
        if read.layout.kind != "other" or read.problems or rows < (1 if side_missing else _LEAST_LEFT_OUT):
            continue
        titles = " | ".join(h.text for h in read.table.columns.values())[:120] if read.table else "-"
        top = read.table.top + 1 if read.table else 1
        yield Problem("sheet_left_out", Source(read.sheet.name, top), {"rows": rows, "titles": titles}, "warning" if side_missing else "info")


def _nothing_recognised(reads: list[_Read]) -> Problem:
    seen = "; ".join(
        f"{r.sheet.name} ({len(r.sheet.rows)}): {' | '.join(h.text for h in r.table.columns.values())[:120] if r.table else '-'}"
        for r in reads[:12]
    )
    missing = next((", ".join(r.layout.missing) for r in reads if r.layout.missing), "-")
    return Problem("no_recognisable_sheet", Source(reads[0].sheet.name if reads else ""), {"seen": seen, "missing": missing})


def _reading(read: _Read) -> Reading:
    if read.rates is not None:
        return Reading(read.sheet.name, read.layout.kind, read.rates.header_row, rows_taken=len({q[3] for q in read.rates.quotes}))
    if read.table is None:
        return Reading(read.sheet.name, read.layout.kind)
    headings = {c: h.text for c, h in read.table.columns.items()}
    rows = read.rows
    accounts = sorted(set(rows.columns.get("account", ())) - {""}) if rows else []
    return Reading(
        read.sheet.name, read.layout.kind, read.table.top + 1, ", ".join(accounts[:4]), headings, dict(sorted(read.layout.fields.items())),
        len(rows) if rows else 0, dict(rows.left_out) if rows else {}, tuple(rows.notes) if rows else (),
    )  # fmt: skip


def describe_columns(reading: Reading) -> str:
    """`B 订单号 = order_no, ...`, as `ticktie read` prints it."""
    return ", ".join(f"{column_letter(c)} {reading.headings.get(c, '')} = {name}" for c, name in reading.fields.items())
