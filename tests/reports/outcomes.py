"""Small outcomes written by hand: items and links in the notation of tests/notation.py, settled by plain arithmetic.

    outcome("S1 华联 06-02 1200 no=SO1; R2 华联 06-05 1195", "R2>S1 1195 +fee 5 by=reference")

Links are separated by `;`, allocations of one link by `,`. `>` a sure link, `?` a proposal, `!` a doubt (`R9!S1|S2+S3`).
After them, in any order: `+kind amount` the difference, `by=pass`, `why=code`, `p=0.99`, `who=person`. Ties: `S1=D3 500`.
Sheets are named 订单 (S), 送货 (D), 收款 (R); the key of an item is its short name.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from tests import notation
from ticktie.domain.items import PAYMENT
from ticktie.domain.links import Allocation, Because, Difference, Doubt, Link
from ticktie.domain.money import to_minor
from ticktie.domain.outcome import Ledger, Outcome, Reading, Tie
from ticktie.domain.page import Chart, Lines, LinkTo, Page, Table
from ticktie.domain.problem import Problem
from ticktie.domain.rules import Rules
from ticktie.reports.pages import titles
from ticktie.reports.people import MARK
from ticktie.reports.view import View

_SHEETS = {"S": "订单", "D": "送货", "R": "收款"}
_COLUMN = {"S": 3, "D": 3, "R": 2}  # of the amount
_PART = re.compile(r"(?P<pay>[SDR]\d+)(?P<mark>[>?])(?P<charge>[SDR]\d+) (?P<amount>-?[\d.]+)")
_DOUBT = re.compile(r"(?P<items>[SDR\d+]+)!(?P<candidates>[SDR\d+|]*)")


def frame(text: str) -> pd.DataFrame:
    """The notation's items, standing on sheets as a user has them."""
    made = notation.frame(text) if text.strip() else notation.frame("S1 - 01-01 0").iloc[:0]
    names = [k[0] for k in made["key"]]
    made["sheet"] = pd.Series([_SHEETS[n] for n in names], dtype=object)
    made["amount_column"] = pd.Series([_COLUMN[n] for n in names], dtype="int64")
    made["id"] = pd.Series([f"{s}!{r}" for s, r in zip(made["sheet"], made["row"], strict=True)], dtype=object)
    made["set_aside"] = made["set_aside"].str.replace(" ", "_")
    made["date"] = made["date"].where([f != "opening" for f in made["flags"]])
    made["quantity"] = made["quantity"].astype(float)
    return made


def outcome(
    items: str, links: str = "", *, reasons: str = "", ties: str = "", as_of: str = "2026-06-30", charge_side: str = "order",
    problems: Sequence[Problem] = (), readings: Sequence[Reading] = (), language: str = "zh-Hans", **rules: Any,
) -> Outcome:  # fmt: skip
    """A whole outcome; reasons: `R2 no_payment S1 S3` (item, code, candidates), separated by `;`."""
    made = frame(items)
    found, doubts = _links(made, links)
    at = _index(made)
    tied = [_tie(made, at, part) for part in ties.split(";") if part.strip()]
    residual = _residual(made, found, tied, charge_side)
    state = _states(made, residual, found, doubts)
    ledger = Ledger(made, list(problems), list(readings), dt.date.fromisoformat(as_of), charge_side, language)
    told = {i: link.because for link in found if not link.sure for i in link.items()} | {i: d.because for d in doubts for i in d.items}
    for part in (p.split() for p in reasons.split(";") if p.strip()):
        told[at[part[0]]] = Because(part[1], {"candidates": [at[c] for c in part[2:]]} if part[2:] else {})
    return Outcome(ledger, Rules(**rules), residual, state, told, found, doubts, tied)


def _index(made: pd.DataFrame) -> dict[str, int]:
    return {key: i for i, key in enumerate(made["key"])}


def _minor(made: pd.DataFrame, item: int, amount: str) -> int:
    return to_minor(Decimal(amount), made["currency"][item])[0]


def _links(made: pd.DataFrame, text: str) -> tuple[list[Link], list[Doubt]]:
    links: list[Link] = []
    doubts: list[Doubt] = []
    for said in (part for part in text.split(";") if part.strip()):
        options = dict(re.findall(r"\b(by|why|p|who)=(\S+)", said))
        if doubt := _DOUBT.search(said):
            doubts.append(_doubt(made, doubt, options))
        else:
            links.append(_link(made, said, options))
    return links, doubts


def _doubt(made: pd.DataFrame, found: re.Match[str], options: dict[str, str]) -> Doubt:
    at = _index(made)
    items = tuple(at[name] for name in found["items"].split("+"))
    groups = tuple(tuple(at[n] for n in group.split("+")) for group in found["candidates"].split("|") if group)
    flat = [i for group in groups for i in group]
    return Doubt(items, groups, Because(options.get("why", "equal_amounts"), {"candidates": flat}), options.get("by", "exact_amount"))


def _link(made: pd.DataFrame, said: str, options: dict[str, str]) -> Link:
    at = _index(made)
    parts = list(_PART.finditer(said))
    allocations = tuple(Allocation(at[p["charge"]], at[p["pay"]], _minor(made, at[p["charge"]], p["amount"])) for p in parts)
    told = re.search(r"\+(\w+) (-?[\d.]+)", said)
    first = allocations[0].charge
    difference = Difference(told[1], first, _minor(made, first, told[2])) if told else None  # type: ignore[arg-type]
    numbers = tuple(made["number"][a.charge] for a in allocations)
    because = Because(options.get("why", "number_exact"), {"numbers": numbers, "charges": tuple(a.charge for a in allocations)})
    return Link(
        allocations, because, options.get("by", "reference"), parts[0]["mark"] == ">",
        "person" if options.get("who") == "person" else "system", float(options["p"]) if "p" in options else None, difference,
    )  # fmt: skip


def _tie(made: pd.DataFrame, at: dict[str, int], text: str) -> Tie:
    order, delivery, amount = re.fullmatch(r"\s*(S\d+)=(D\d+) (\S+)\s*", text).groups()  # type: ignore[union-attr]
    return Tie(at[order], at[delivery], _minor(made, at[order], amount))


def _residual(made: pd.DataFrame, links: list[Link], ties: list[Tie], charge_side: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    used: dict[int, int] = defaultdict(int)
    side = list(made["side"])
    for link in (x for x in links if x.sure):
        for a in link.allocations:
            used[a.charge] += -a.amount if side[a.payment] == side[a.charge] == PAYMENT else a.amount
            used[a.payment] += -a.amount if PAYMENT not in (side[a.charge], side[a.payment]) else a.amount
        if link.difference:
            used[link.difference.charge] += link.difference.amount
    for tie in ties if charge_side != "delivery" else []:
        used[tie.delivery] += tie.amount
    return np.array([m - used[i] for i, m in enumerate(made["amount"].tolist())], dtype=np.int64)


def _states(made: pd.DataFrame, residual: Any, links: list[Link], doubts: list[Doubt]) -> np.ndarray[Any, np.dtype[np.object_]]:
    amount = made["amount"].to_numpy()
    state = np.where(residual == 0, "matched", np.where(residual == amount, "open", "partly")).astype(object)
    for i in {i for link in links if not link.sure for i in link.items()}:
        state[i] = "to_confirm" if residual[i] else state[i]
    for i in {i for doubt in doubts for i in doubt.items}:
        state[i] = "ambiguous" if residual[i] else state[i]
    state[(made["set_aside"] != "").to_numpy()] = "set_aside"
    return state


# --- pages as text ---


def view(made: Outcome, language: str = "zh-Hans") -> View:
    return View(made, language, titles(language))


def text(page: Page) -> str:
    """A page as a person would jot it down: ` | ` tables, `<tone>` after a row or line that has one, keys as they are."""
    return "\n".join(line for block in page.blocks for line in _block(block))


def _block(block: Any) -> list[str]:
    if isinstance(block, Chart):
        return [f"[chart {block.title}: {block.table} by {block.categories}, {len(block.series)} series, {block.lines} lines]"]
    if isinstance(block, Lines):
        return ["  ".join(_cell(s.value) for s in spots if s.value != "") for spots in block.lines if any(s.value != "" for s in spots)]
    return table_text(block)


def table_text(table: Table) -> list[str]:
    heading = [] if table.headless else [" | ".join("(keys)" if c.title.startswith(MARK) else c.title for c in table.columns)]
    rows = []
    for n, row in enumerate(table.rows):
        tone = table.tones.get(n, "")
        rows.append(" | ".join(_cell(v) for v in row) + (f"  <{tone}>" if tone else ""))
    return [*heading, *(row.replace("|  |", "| |").replace("|  |", "| |").strip() for row in rows)]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, LinkTo):
        return f"{value.text}→{value.sheet}!{value.cell}"
    return str(value).replace("\n", "⏎")
