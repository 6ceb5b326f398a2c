"""`ticktie.reconcile`: the main job on pandas DataFrames, for notebooks and for the functions in cells."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from ticktie.domain.grid import Cell, Sheet
from ticktie.domain.outcome import Outcome
from ticktie.domain.rules import Rules, with_rule
from ticktie.intake.ledger import read_ledger
from ticktie.intake.sheets import SheetMap
from ticktie.matching.engine import match
from ticktie.reports.result_json import result

Columns = Mapping[str, str]


@dataclass(frozen=True)
class Result:
    """One reconciliation. items, links, problems: DataFrames with the columns of the result file `ticktie/result/1`."""

    outcome: Outcome

    @cached_property
    def data(self) -> dict[str, Any]:
        """The result file as plain data."""
        return result(self.outcome)

    @cached_property
    def items(self) -> pd.DataFrame:
        """One row per input row that carries money: id, side, number, party, date, amount, residual, state, why."""
        return pd.DataFrame(self.data["items"])

    @cached_property
    def links(self) -> pd.DataFrame:
        """One row per allocation: link, pass, decided_by, confirmed, because, probability, order, payment, amount."""
        names = ("id", "pass", "decided_by", "confirmed", "because", "probability")
        rows = [{**{n: x[n] for n in names}, **a} for x in self.data["links"] for a in x["allocations"]]
        return pd.DataFrame(rows, columns=[*names, "order", "payment", "amount"])

    @cached_property
    def problems(self) -> pd.DataFrame:
        """One row per problem: where, code, level, message, mend."""
        return pd.DataFrame(self.data["problems"], columns=["where", "code", "level", "message", "mend"])

    def to_json(self) -> str:
        """The result file's text."""
        return json.dumps(self.data, ensure_ascii=False)


def reconcile(
    orders: pd.DataFrame | None, payments: pd.DataFrame | None, deliveries: pd.DataFrame | None = None, *,
    rules: Rules | Mapping[str, object] | None = None, as_of: dt.date | None = None, columns: Columns | None = None,
) -> Result:  # fmt: skip
    """Reconcile frames of orders, payments and deliveries.

    Columns are found by their titles as in sheets (订单编号, 日期, 客户, 金额 ...); columns: title -> field, for others.
    rules: a Rules, or names and values as in Settings. Ids are `orders!2` for the first row, as in a sheet with its
    heading in row 1. Raises ticktie.domain.problem.Refused when no frame can be read, RuleError for a wrong rule.
    """
    frames = {"order": ("orders", orders), "delivery": ("deliveries", deliveries), "payment": ("payments", payments)}
    given = [(kind, name, frame) for kind, (name, frame) in frames.items() if frame is not None]
    sheets = [_sheet(name, frame) for _, name, frame in given]
    maps = {name: SheetMap(kind, 1, _fields(frame, columns or {})) for kind, name, frame in given}
    chosen = rules if isinstance(rules, Rules) else _rules(rules or {})
    ledger = read_ledger(sheets, chosen, as_of=as_of, maps=maps)
    return Result(match(ledger, chosen))


def _rules(said: Mapping[str, object]) -> Rules:
    rules = Rules()
    for name, value in said.items():
        rules = with_rule(rules, name, str(value))
    return rules


def _fields(frame: pd.DataFrame, columns: Columns) -> dict[int, str]:
    return {at: columns[str(title)] for at, title in enumerate(frame.columns) if str(title) in columns}


def _sheet(name: str, frame: pd.DataFrame) -> Sheet:
    """The frame as a sheet whose first row is its heading."""
    heading: list[Cell] = [str(title) for title in frame.columns]
    columns = [[_cell(value) for value in frame.iloc[:, at].tolist()] for at in range(frame.shape[1])]
    rows: list[list[Cell]] = [list(row) for row in zip(*columns, strict=True)] if columns else []
    return Sheet(name, [heading, *rows], name)


def _cell(value: Any) -> Cell:
    """A value as a sheet would hold it: nothing for missing ones, plain numbers and dates for NumPy's and pandas'."""
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, pd.Timestamp):
        day: dt.datetime = value.to_pydatetime()
        return day
    if isinstance(value, str | bool | int | float | dt.date | dt.time | dt.timedelta):
        return value
    return str(value)
