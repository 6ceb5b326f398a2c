"""The sheets of salespeople and the cashier as one ledger: items of both sides, whose they are, and the cashier's journals."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from ticktie.domain.cashier import COLUMNS as OWN_COLUMNS
from ticktie.domain.cashier import REPORTED, Cashbook
from ticktie.domain.grid import Sheet, Source
from ticktie.domain.items import COLUMNS, NO_BALANCE, PAYMENT
from ticktie.domain.outcome import Ledger
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.rules import Rules
from ticktie.domain.text import language_of, party_key
from ticktie.intake import copies, period
from ticktie.intake.cashier import extras
from ticktie.intake.cashier.customers import Customers
from ticktie.intake.cashier.journals import journals
from ticktie.intake.cashier.own import set_aside_own
from ticktie.intake.cashier.people import People, named_above, named_by, told_apart
from ticktie.intake.cashier.sides import STATEMENT, read_sheet
from ticktie.intake.columns import series
from ticktie.intake.layouts import OF_CASHIER, sheet_texts
from ticktie.intake.ledger import after_as_of, far_dates, left_out, nothing_recognised, rates_of, reading_of
from ticktie.intake.sheets import SheetMap, SheetRead, read_all

_HABIT = 0.3  # share of rows without a salesperson from which they are written on the first row of a group only


def read_cashier(
    sheets: Sequence[Sheet], rules: Rules, *, as_of: dt.date | None = None, maps: Mapping[str, SheetMap] | None = None, language: str | None = None
) -> Ledger:
    """All sheets of a book of salespeople and a cashier.

    Raises Refused when no sheet can be recognised, or two sheets of one side hold the same money.
    """
    reads = read_all(sheets, rules, maps or {}, read_sheet)
    used = [r for r in reads if r.rows is not None and r.layout.kind in OF_CASHIER]
    if not used:
        raise Refused([p for r in reads for p in r.problems if p.level == "error"] or [nothing_recognised(reads)])
    problems = [p for r in reads for p in [*r.problems, *(r.rows.problems if r.rows else [])]]
    people, customers = People(), Customers([])
    frame, told = _frame(used, people)
    customers = Customers(frame.loc[frame["side"] == REPORTED, "customer"])
    problems += told + _whose(frame, people, customers)
    if twice := copies.same_money(frame, rules.same_money_share):
        raise Refused(Problem("same_money", Source(one), {"one": one, "two": two, "rows": n}) for one, two, n in twice)
    texts = [t for r in reads for t in [r.sheet.title or r.sheet.name, *(r.table.preamble[:8] if r.table else [])]]
    day = period.cut_off(as_of, texts, _days(frame, PAYMENT), _days(frame, REPORTED))
    frame, told = _without_copies(frame)
    problems += told
    frame = after_as_of(frame, day)
    frame, transfers = set_aside_own(frame, rules.transfer_days)
    frame["key"] = _keys(frame)
    problems += [*_missing_sides(used, frame), *left_out(reads, False), *(p for r in used for p in far_dates(r, day))]
    order = {s.name: i for i, s in enumerate(sheets)}
    problems.sort(key=lambda p: (order.get(p.source.sheet, -1), p.source.row or 0, p.source.column or 0, p.code))
    spoken = language or language_of(t for r in reads for t in sheet_texts(r.sheet, r.table if r.rows is not None else None))
    book = Cashbook(
        journals(used, frame), people.names, frozenset(frame.loc[frame["side"] == REPORTED, "party_key"]) - {""}, people.shared,
        tuple(r.sheet.name for r in reads if r.layout.kind == STATEMENT),
    )  # fmt: skip
    return Ledger(frame, problems, [reading_of(r) for r in reads], day, REPORTED, spoken, transfers, rates=rates_of(reads, rules), cashbook=book)


def _frame(used: Sequence[SheetRead], people: People) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows of all sheets; party is the salesperson that the row or its sheet names."""
    parts: list[pd.DataFrame] = []
    problems: list[Problem] = []
    for read in used:
        assert read.rows is not None
        if not len(read.rows):
            continue
        if read.layout.kind == REPORTED:
            extras.turn_outgoing(read)
        part = pd.DataFrame({name: series(name, values) for name, values in read.rows.columns.items()})
        part["side"] = PAYMENT if read.layout.kind == "recorded" else REPORTED
        part["customer"], part["method"], part["purpose"] = part["party"], extras.methods(read), extras.purposes(read)
        part["customer_key"] = [party_key(c) for c in part["customer"]]
        part["limit"] = np.array(extras.limits(read, list(part["customer_key"])), dtype=np.int64)
        part["party"], told = _salespeople(read)
        problems += [*told, *_without_method(read, part)]
        parts.append(part)
    names = [*COLUMNS, *OWN_COLUMNS]
    if not parts:
        return pd.DataFrame({name: series("amount" if name == "limit" else name, []) for name in names}), problems
    frame = pd.concat(parts, ignore_index=True)
    frame["id"] = [f"{s}!{r}" for s, r in zip(frame["sheet"], frame["row"], strict=True)]
    frame["key"] = frame["party_key"] = ""
    for name in [n for n, what in {**COLUMNS, **OWN_COLUMNS}.items() if what.startswith("text")]:
        frame[name] = frame[name].astype(object)
    return frame[names], problems


def _salespeople(read: SheetRead) -> tuple[list[str], list[Problem]]:
    """The salesperson of each row, as far as the row or the sheet says; a journal's sheet is nobody's."""
    assert read.table is not None
    assert read.rows is not None
    names = extras.texts_of(read, "salesperson")
    if read.layout.kind == "recorded":
        return names, []
    bare = sum(not n for n in names)
    if names and names[0] and bare >= _HABIT * len(names):
        for i in range(1, len(names)):
            names[i] = names[i] or names[i - 1]
    of_sheet = named_above(read.table) or _title_name(read.sheet)
    names = [n or of_sheet for n in names]
    apart = told_apart(names, departments := extras.texts_of(read, "department"))
    names = [apart[n, d] for n, d in zip(names, departments, strict=True)]
    column = read.layout.column("salesperson")
    rows = [int(r) for r, n in zip(read.rows.columns["row"], names, strict=True) if not n]
    return names, [Problem("person_missing", Source(read.sheet.name, r, column), {}, "warning") for r in rows]


def _title_name(sheet: Sheet) -> str:
    """The name in the sheet's title, else in its file's name; none in Sheet1 and the like."""
    for text in (sheet.title or sheet.name, Path(sheet.path).stem if sheet.path else ""):
        name = named_by(text)
        if len(name) > 1 and not party_key(name).startswith(("SHEET", "工作表")):
            return name
    return ""


def _without_method(read: SheetRead, part: pd.DataFrame) -> Iterator[Problem]:
    """Rows of a salesperson's sheet that do not say how the money came: one note for the sheet."""
    bare = part.loc[part["method"] == "", "row"]
    if read.layout.kind == REPORTED and len(bare):
        yield Problem("method_missing", Source(read.sheet.name, int(bare.iloc[0]), read.layout.column("method")), {"rows": len(bare)}, "warning")


def _whose(frame: pd.DataFrame, people: People, customers: Customers) -> list[Problem]:
    """Fill in party keys and the customers that journal lines name, in place."""
    reported = (frame["side"] == REPORTED).to_numpy()
    for name in frame.loc[reported, "party"]:
        people.add(name)
    problems: list[Problem] = []
    columns = ("sheet", "row", "party", "customer", "memo")
    party, keys, customer = frame["party"].to_numpy(copy=True), frame["party_key"].to_numpy(copy=True), frame["customer_key"].to_numpy(copy=True)
    strangers: list[int] = []
    for i, (sheet, row, name, whose, memo) in enumerate(zip(*(frame[c] for c in columns), strict=True)):
        if reported[i]:
            keys[i], customer[i] = people.add(name), customers.of(whose)
            continue
        named = customers.in_text(memo) if not whose else (customers.of(whose),)
        customer[i] = named[0] if len(named) == 1 else ""
        keys[i], shared = people.of(name) if name else people.in_text(memo, named)
        if not keys[i] and name and not shared:
            keys[i], shared = people.in_text(name)
        if shared:
            problems.append(Problem("person_shared", Source(sheet, int(row)), {"value": name or memo}, "warning"))
        elif name and not keys[i]:
            strangers.append(i)
    frame["customer_key"] = customer
    _strangers(strangers, party, keys, customer, people, customers)
    frame["party_key"] = keys
    frame["customer"] = [said or customers.names.get(key, "") for said, key in zip(frame["customer"], customer, strict=True)]
    frame["party"] = [people.names.get(k, "" if not r and not k else p) for p, k, r in zip(party, keys, reported, strict=True)]
    return problems


def _strangers(
    rows: Sequence[int], party: np.ndarray, keys: np.ndarray, customer: np.ndarray, people: People, customers: Customers
) -> None:  # fmt: skip
    """A name in the journal's column of persons that no sheet reports: a customer who pays, or a salesperson without a sheet."""
    for i in rows:
        known = customers.in_text(party[i])
        if known:
            customer[i] = known[0] if len(known) == 1 else customer[i]
        else:
            keys[i] = people.add(party[i])


def _days(frame: pd.DataFrame, side: str) -> list[dt.date]:
    return [d.date() for d in frame.loc[(frame["side"] == side) & frame["date"].notna(), "date"]]


def _without_copies(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Lines that two exports of one journal hold are set aside; lines that only look equal are judged with the salespeople's rows beside them."""
    frame, problems = copies.set_aside_copies(frame)
    frame["flags"] = [f.replace("possible_copy", "").strip() for f in frame["flags"]]
    return frame, [p for p in problems if p.code != "possible_copy"]


def _keys(frame: pd.DataFrame) -> pd.Series:
    """What decisions hang on: the number or serial, else a hash of the row with all that tells it from others, and its occurrence among equals."""
    keys: list[str] = []
    seen: dict[str, int] = {}
    columns = ["side", "number", "serial", "account", "date", "amount", "currency", "balance", "party_key", "customer", "method", "memo"]
    for side, number, serial, account, date, amount, currency, balance, party, customer, method, memo in zip(*(frame[c] for c in columns), strict=True):
        if side == REPORTED and number:
            key = f"reported:{party}:{number}"
        elif side == PAYMENT and serial:
            key = f"recorded:{account}:{serial}"
        else:
            shown = "" if balance == NO_BALANCE else str(balance)
            text = "\x1f".join((account, str(date)[:10], str(amount), currency, shown, party, customer, method, memo))
            key = f"{'recorded' if side == PAYMENT else REPORTED}:{hashlib.blake2b(text.encode(), digest_size=8).hexdigest()}"
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return pd.Series(keys, index=frame.index, dtype=object)


def _missing_sides(used: Sequence[SheetRead], frame: pd.DataFrame) -> Iterator[Problem]:
    first = Source(used[0].sheet.name)
    if not (frame["side"] == REPORTED).any():
        yield Problem("no_reported", first, {}, "warning")
    if not (frame["side"] == PAYMENT).any():
        yield Problem("no_recorded", first, {}, "warning")


