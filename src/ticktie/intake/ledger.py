"""The sheets of one book to its ledger: items in columns, problems, and how each sheet was read."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence

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
from ticktie.intake import copies, lines, own, period
from ticktie.intake.columns import series
from ticktie.intake.contact_sheets import contacts_of
from ticktie.intake.layouts import sheet_texts
from ticktie.intake.reading import Rows
from ticktie.intake.sheets import SheetMap, SheetRead, only_openings, read_all
from ticktie.intake.theirs import THEIRS, List, theirs_of

_FAR, _LONG_AGO = 400, 3653  # days after and before the cut-off
_TEXTS = [n for n, what in COLUMNS.items() if what.startswith("text")]


def read_sheets(sheets: Sequence[Sheet], rules: Rules, maps: Mapping[str, SheetMap] | None = None) -> list[tuple[Reading, Rows | None]]:
    """How each sheet is read, without judging the book as a whole (`ticktie read`)."""
    reads = read_all(sheets, rules, maps or {})
    return [(reading_of(r), r.rows or (Rows("contact", problems=contacts_of([r.contacts])[1]) if r.contacts else None)) for r in reads]


def read_ledger(
    sheets: Sequence[Sheet], rules: Rules, *, as_of: dt.date | None = None, maps: Mapping[str, SheetMap] | None = None,
    language: str | None = None,
) -> Ledger:  # fmt: skip
    """All sheets of a book as one ledger.

    Raises Refused when no sheet can be recognised (what was seen is named), two sheets hold the same money, or no list that
    a customer sent can be read.
    """
    reads = read_all(sheets, rules, maps or {})
    used = [r for r in reads if r.rows is not None and r.layout.kind in ("order", "delivery", "payment")]
    if not used:
        raise Refused([p for r in reads for p in r.problems] or [nothing_recognised(reads)])
    charge_side = _charge_side(rules, used)
    frame, problems = _frame(used, charge_side)
    twice = copies.same_money(frame, rules.same_money_share)
    if twice:
        raise Refused(Problem("same_money", Source(one), {"one": one, "two": two, "rows": n}) for one, two, n in twice)
    ours = [r for r in reads if r.layout.kind != THEIRS]
    texts = [t for r in ours for t in [r.sheet.title or r.sheet.name, *(r.table.preamble[:8] if r.table else [])]]
    day = period.cut_off(as_of, texts, _days(frame, "payment"), _days(frame, charge_side))
    frame, told = _charges_sorted(frame, used)
    problems += told
    frame = frame.reset_index(drop=True)
    frame, told = copies.set_aside_copies(frame)
    problems += told
    frame = after_as_of(frame, day)
    frame, transfers = _own(frame, used, rules)
    frame["key"] = _keys(frame)
    checks = [r for r in reads if r.rows is not None and r.layout.kind == "check"]
    problems += _checked(checks, frame, charge_side)
    problems += (missing := _missing_sides(used, frame, charge_side))
    problems += left_out(reads, bool(missing))
    theirs, told = theirs_of(_lists(reads, maps or {}))
    problems += told
    contacts, told = contacts_of(r.contacts for r in reads if r.contacts)
    problems += told
    problems += [p for r in reads for p in r.problems]
    problems += [p for r in used for p in far_dates(r, day)]
    spoken = language or language_of(t for r in ours for t in sheet_texts(r.sheet, r.table if r.rows is not None else None))
    readings = [reading_of(r) for r in reads]
    order = {s.name: i for i, s in enumerate(sheets)}
    problems.sort(key=lambda p: (order.get(p.source.sheet, -1), p.source.row or 0, p.source.column or 0, p.code))
    lost = tuple(n for r in used if r.rows for n, _, _ in r.rows.lost_numbers)
    return Ledger(frame, problems, readings, day, charge_side, spoken, transfers, lost, rates_of(reads, rules), theirs=theirs, contacts=contacts)


def _lists(reads: Sequence[SheetRead], maps: Mapping[str, SheetMap]) -> list[List]:
    """The sheets that a person named as customers' own lists, also those that cannot be read."""
    return [
        List(r.sheet, r.table, r.rows, r.layout) for r in reads
        if r.layout.kind == THEIRS or THEIRS in {(maps.get(name) or SheetMap()).kind for name in (r.sheet.name, r.sheet.title)}
    ]  # fmt: skip


def rates_of(reads: Sequence[SheetRead], rules: Rules) -> Rates:
    """The exchange rates of the book's sheets and of the rules, in the book's own currency."""
    base = next((r.rows.base for r in reads if r.rows is not None), rules.base_currency)
    quotes = ((code, day, rate) for r in reads if r.rates is not None for code, day, rate, _, _ in r.rates.quotes)
    return Rates.of(base, quotes, rules.rates)


def _charge_side(rules: Rules, used: list[SheetRead]) -> str:
    kinds = {r.layout.kind for r in used if r.rows is not None and (len(r.rows) or r.rows.problems) and not only_openings(r)}
    if rules.charge_on != "auto":
        return rules.charge_on
    return "delivery" if "delivery" in kinds and "order" not in kinds else "order"


def _frame(used: list[SheetRead], charge_side: str) -> tuple[pd.DataFrame, list[Problem]]:
    problems: list[Problem] = []
    parts: list[pd.DataFrame] = []
    for read in used:
        assert read.rows is not None
        problems += read.rows.problems
        if not len(read.rows):
            continue
        part = pd.DataFrame({name: series(name, values) for name, values in read.rows.columns.items()})
        part["side"] = read.layout.kind
        parts.append(part)
    if not parts:
        frame = pd.DataFrame({name: series(name, []) for name in COLUMNS})
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


def _date_openings(frame: pd.DataFrame, opening: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
    """An opening balance without a date stands on the day before everything else."""
    undated = opening & frame["date"].isna().to_numpy()
    if undated.any():
        first = frame["date"].min()
        frame.loc[undated, "date"] = (first if pd.notna(first) else pd.Timestamp(1970, 1, 2)) - pd.Timedelta(days=1)


def _days(frame: pd.DataFrame, side: str) -> list[dt.date]:
    return [d.date() for d in frame.loc[(frame["side"] == side) & frame["date"].notna(), "date"]]


def _charges_sorted(frame: pd.DataFrame, used: list[SheetRead]) -> tuple[pd.DataFrame, list[Problem]]:
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


def after_as_of(frame: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    late = (frame["date"] > pd.Timestamp(day)).to_numpy() & (frame["set_aside"] == "").to_numpy()
    frame.loc[late, "set_aside"] = "after_as_of"
    return frame


def _own(frame: pd.DataFrame, used: list[SheetRead], rules: Rules) -> tuple[pd.DataFrame, list[Transfer]]:
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


def _checked(checks: list[SheetRead], frame: pd.DataFrame, charge_side: str) -> list[Problem]:
    problems: list[Problem] = []
    for read in checks:
        assert read.rows is not None
        problems.append(Problem("used_as_check", Source(read.sheet.name), {"rows": len(read.rows)}, "info"))
        if not len(read.rows):
            continue
        part = pd.DataFrame({name: series(name, values) for name, values in read.rows.columns.items()})
        side = "payment" if "balance" in read.layout.roles or "payment" in read.layout.kind else None
        pool = frame[frame["side"] == side] if side else frame
        problems += copies.check_against(part, pool)
    return problems


def far_dates(read: SheetRead, as_of: dt.date) -> Iterator[Problem]:
    """Days that no document of this book can have: a year after the cut-off, or ten before it."""
    assert read.rows is not None
    column = read.layout.column("date")
    for row, date in zip(read.rows.columns.get("row", ()), read.rows.columns.get("date", ()), strict=True):
        if date is not None and ((date - as_of).days > _FAR or (as_of - date).days > _LONG_AGO):
            yield Problem("date_far", Source(read.sheet.name, int(row), column), {"value": str(date)}, "warning")


def _missing_sides(used: list[SheetRead], frame: pd.DataFrame, charge_side: str) -> list[Problem]:
    first = Source(used[0].sheet.name)
    problems: list[Problem] = []
    if not (frame["side"] == charge_side).any():
        problems.append(Problem("no_charges", first, {}, "warning"))
    if not (frame["side"] == "payment").any():
        problems.append(Problem("no_payments", first, {}, "warning"))
    return problems


_LEAST_LEFT_OUT = 5  # rows with numbers from which a sheet that is not read is named


def left_out(reads: list[SheetRead], side_missing: bool) -> Iterator[Problem]:
    """Sheets with many numbers that are read as nothing; a warning where a side of the book is missing."""
    for read in reads:
        rows = sum(sum(isinstance(c, (int, float, dt.date)) for c in row) > 1 for row in read.sheet.rows)
        if read.layout.kind != "other" or read.problems or rows < (1 if side_missing else _LEAST_LEFT_OUT):
            continue
        titles = " | ".join(h.text for h in read.table.columns.values())[:120] if read.table else "-"
        top = read.table.top + 1 if read.table else 1
        yield Problem("sheet_left_out", Source(read.sheet.name, top), {"rows": rows, "titles": titles}, "warning" if side_missing else "info")


def nothing_recognised(reads: list[SheetRead]) -> Problem:
    seen = "; ".join(
        f"{r.sheet.name} ({len(r.sheet.rows)}): {' | '.join(h.text for h in r.table.columns.values())[:120] if r.table else '-'}"
        for r in reads[:12]
    )
    missing = next((", ".join(r.layout.missing) for r in reads if r.layout.missing), "-")
    return Problem("no_recognisable_sheet", Source(reads[0].sheet.name if reads else ""), {"seen": seen, "missing": missing})


def reading_of(read: SheetRead) -> Reading:
    if read.rates is not None:
        return Reading(read.sheet.name, read.layout.kind, read.rates.header_row, rows_taken=len({q[3] for q in read.rates.quotes}))
    if read.contacts is not None:
        found = read.contacts
        return Reading(read.sheet.name, read.layout.kind, found.header_row, "", dict(found.headings), dict(found.columns), len(found.rows))
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
