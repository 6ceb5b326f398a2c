"""The same money twice: a line copied within a statement, and a sheet that holds another sheet's money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pandas as pd

from ticktie.domain.grid import Source
from ticktie.domain.items import NO_BALANCE
from ticktie.domain.problem import Problem

_LINE = ["account", "date", "time", "amount", "currency", "party", "memo", "reference", "counter_account", "status"]
DAYS_OFF = 3  # between the bank's day and the one a salesperson writes down
SMALLEST = 3  # rows that must agree before two sheets are said to hold the same money


def set_aside_copies(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Set copies of payment lines aside.

    A copy repeats its bank serial and amount on the same day, or every column with the balance in another sheet (two
    exports that overlap), or in the same sheet where the balances close only without it. What merely looks equal is flagged `possible_copy` and kept.
    """
    pay = frame[(frame["side"] == "payment") & (frame["set_aside"] == "")]
    aside, flags = frame["set_aside"].to_numpy(copy=True), frame["flags"].to_numpy(copy=True)
    problems: list[Problem] = []
    serial = pay[pay["serial"] != ""]
    keys = ["account", "serial", "amount", "date", "party_key", "balance"]
    for _, group in serial[serial.duplicated(keys, keep=False)].groupby(keys, sort=False):
        copies = list(group.index[1:])
        aside[copies] = "duplicate"
        problems += [_told("duplicate_line", frame, i, group.index[0], "info") for i in copies]
    for i, first in _in_two_exports(pay[(pay["serial"] == "") & (pay["balance"] != NO_BALANCE)]):
        aside[i] = "duplicate"
        problems.append(_told("duplicate_line", frame, i, first, "info"))
    rest = pay[(pay["serial"] == "") & (aside[pay.index] == "")]
    for _, group in rest[rest.duplicated([*_LINE, "balance", "sheet"], keep=False)].groupby([*_LINE, "balance", "sheet"], sort=False):
        extra = list(group.index[1:])
        if _closes_only_with_one(frame, group):
            aside[extra] = "duplicate"
            problems += [_told("duplicate_line", frame, i, group.index[0], "info") for i in extra]
        elif not _closes_with_all(frame, group):
            for i in group.index:
                flags[i] = f"{flags[i]} possible_copy".strip()
            problems += [_told("possible_copy", frame, i, group.index[0], "warning") for i in extra]
    frame["set_aside"], frame["flags"] = aside, flags
    return frame, problems


def _in_two_exports(lines: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """Lines that another sheet of the account holds too, with their balance: two exports overlap. (copy, its original)."""
    alike = [*_LINE, "balance"]
    for _, group in lines[lines.duplicated(alike, keep=False)].groupby(alike, sort=False):
        by_sheet = [list(part.index) for _, part in group.groupby("sheet", sort=False)]
        kept = max(by_sheet, key=len)
        for part in by_sheet:
            if part is not kept:
                yield from zip(part, kept, strict=False)


def _told(code: str, frame: pd.DataFrame, item: int, first: int, level: str) -> Problem:
    source = Source(frame.at[item, "sheet"], int(frame.at[item, "row"]), int(frame.at[item, "amount_column"]))
    return Problem(code, source, {"first": frame.at[first, "id"]}, level)  # type: ignore[arg-type]


def _before(frame: pd.DataFrame, group: pd.DataFrame) -> int | None:
    """The balance just before the group's first line, in the order of time of its sheet and account."""
    first = group.iloc[0]
    lines = frame[(frame["sheet"] == first["sheet"]) & (frame["account"] == first["account"]) & (frame["rank"] < group["rank"].min())]
    if lines.empty:
        return None
    balance = int(lines.loc[lines["rank"].astype("int64").idxmax(), "balance"])
    return None if balance == NO_BALANCE else balance


def _closes_only_with_one(frame: pd.DataFrame, group: pd.DataFrame) -> bool:
    balance, amount = int(group["balance"].iloc[0]), int(group["amount"].iloc[0])
    before = _before(frame, group)
    if balance == NO_BALANCE:
        return False
    return before + amount == balance if before is not None else _closes_line_by_line(frame, group)


def _closes_line_by_line(frame: pd.DataFrame, group: pd.DataFrame) -> bool:
    """Nothing stands before the group, but every line after it closes the balance by itself: no batch shares one."""
    first = group.iloc[0]
    lines = frame[(frame["sheet"] == first["sheet"]) & (frame["account"] == first["account"])].sort_values("rank")
    after = lines[lines["rank"] >= group["rank"].max()]
    steps = after["balance"].diff().iloc[1:]
    return len(steps) > 0 and bool((steps == after["amount"].iloc[1:]).all())


def _closes_with_all(frame: pd.DataFrame, group: pd.DataFrame) -> bool:
    """Lines of one batch that share a balance: real when all of them together reach it."""
    balance, before = int(group["balance"].iloc[0]), _before(frame, group)
    return balance != NO_BALANCE and before is not None and before + int(group["amount"].sum()) == balance


def same_money(frame: pd.DataFrame, share: float) -> list[tuple[str, str, int]]:
    """Pairs of sheets of one side of which over `share` of the smaller one's rows stand in the other by date and amount.

    What salespeople report of the receipts beside the bank's own lines may be some days off.
    """
    found: list[tuple[str, str, int]] = []
    for _, side in frame[frame["amount"] != 0].groupby("side", sort=False):
        sheets = list(dict.fromkeys(side["sheet"]))
        rows = {name: side[side["sheet"] == name] for name in sheets}
        money = {name: Counter(zip(rows[name]["date"], rows[name]["amount"], rows[name]["currency"], strict=True)) for name in sheets}
        for i, one in enumerate(sheets):
            for two in sheets[i + 1 :]:
                common = (money[one] & money[two]).total()
                smaller = min(money[one].total(), money[two].total())
                enough = common > share * smaller if common >= SMALLEST else _alike(rows[one], rows[two])
                if not enough and _by_salespeople(rows[one]) != _by_salespeople(rows[two]):
                    common = _some_days_off(rows[one], rows[two])
                    enough = common >= SMALLEST and common > share * smaller
                if enough and not _told_apart(rows[one], rows[two]):
                    found.append((one, two, common))
    return found


def _by_salespeople(rows: pd.DataFrame) -> bool:
    return rows["side"].iloc[0] == "payment" and bool((rows["salesperson"] != "").mean() > 0.5)


def _some_days_off(one: pd.DataFrame, two: pd.DataFrame) -> int:
    """How many amounts stand in both sheets within DAYS_OFF, each used once, the earliest first."""
    left: dict[tuple[int, str], list[pd.Timestamp]] = {}
    for amount, currency, date in zip(two["amount"], two["currency"], two["date"], strict=True):
        left.setdefault((amount, currency), []).append(date)
    common = 0
    for amount, currency, date in one.sort_values("date")[["amount", "currency", "date"]].itertuples(index=False):
        near = [d for d in left.get((amount, currency), []) if abs((d - date).days) <= DAYS_OFF]
        if near:
            left[amount, currency].remove(min(near))
            common += 1
    return common


def _alike(one: pd.DataFrame, two: pd.DataFrame) -> bool:
    """Two short sheets are row by row the same."""
    columns = ["date", "amount", "currency", "party_key", "memo", "number"]
    return Counter(one[columns].itertuples(index=False, name=None)) == Counter(two[columns].itertuples(index=False, name=None))


def _told_apart(one: pd.DataFrame, two: pd.DataFrame) -> bool:
    """Both sheets number their rows, and no number is in both: other documents or other bank lines of equal amounts."""
    column = "serial" if one["side"].iloc[0] == "payment" else "number"
    first, second = set(one[column]) - {""}, set(two[column]) - {""}
    if not (len(first) * 2 > len(one) and len(second) * 2 > len(two)) or first & second:
        return False
    if column == "number":
        return True
    return set(one["account"]) != set(two["account"]) or bool(np.all(one["account"] != ""))


def check_against(checks: pd.DataFrame, frame: pd.DataFrame) -> list[Problem]:
    """Rows of a sheet used as a check whose date and amount stand nowhere among the items of their side."""
    problems: list[Problem] = []
    left = Counter(zip(frame["date"], frame["amount"], frame["currency"], strict=True))
    for row in checks.itertuples():
        key = (row.date, row.amount, row.currency)
        if left[key]:
            left[key] -= 1
            continue
        source = Source(str(row.sheet), int(row.row), int(row.amount_column))
        problems.append(Problem("check_not_found", source, {}, "warning"))
    return problems
