"""How tests jot items down and read links back.

Items: `S1 ACME 03-02 1200 no=SO1` separated by `;`. S an order, D a delivery, R a payment, T a row of a customer's own list; the party `-` is none;
dates are of 2026; `key=value` sets a column (no, memo, ref, mark, serial, account, cur, flags, aside, due, person,
product, rel, rate). A value with blanks is written with `_`.
Links: `R9>S1 1200` sure, `R9?S1 1200` a proposal, `R9!S1|S2` a doubt with its candidates, `+fee 5` a difference,
`R9>S1 1000 =7100` what is paid in another currency.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from ticktie.domain.evidence import gather
from ticktie.domain.items import COLUMNS, NO_BALANCE, OpenItems
from ticktie.domain.links import Allocation, Findings
from ticktie.domain.money import to_minor, to_text
from ticktie.domain.rates import Rates
from ticktie.domain.text import party_key

_SIDE = {"S": "order", "D": "delivery", "R": "payment", "T": "theirs"}
_SHORT = {"no": "number", "ref": "reference", "cur": "currency", "aside": "set_aside", "person": "salesperson", "due": "due_date", "rel": "related"}
_PLAIN = dict.fromkeys(COLUMNS, "") | {"due_date": pd.NaT, "balance": NO_BALANCE, "quantity": float("nan"), "currency": "CNY", "amount_column": 0}


def table(text: str) -> list[Any]:
    """The rows of a ` | ` table under its heading, the case's name as pytest id."""
    heading, *lines = [[cell.strip() for cell in re.split(r"\s\|(?:\s|$)", line)] for line in text.strip().splitlines()]
    return [pytest.param(*row[1:], *[""] * (len(heading) - len(row)), id=row[0]) for row in lines]


def frame(text: str) -> pd.DataFrame:
    """Items as columns, in the order written."""
    rows = []
    for number, written in enumerate(part for part in text.split(";") if part.strip()):
        name, party, date, amount, *rest = written.split()
        row = dict(_PLAIN)
        for pair in rest:
            key, _, value = pair.partition("=")
            row[_SHORT.get(key, key)] = value if key == "flags" else value.replace("_", " ")
        currency = row["currency"]
        minor = to_minor(Decimal(amount), currency)[0]
        row |= {"id": name, "sheet": name[0], "row": number + 2, "side": _SIDE[name[0]], "date": pd.Timestamp(f"2026-{date}"),
                "party": "" if party == "-" else party, "amount": minor, "document_amount": minor, "rank": number, "key": name}  # fmt: skip
        if row["due_date"] is not pd.NaT:
            row["due_date"] = pd.Timestamp(f"2026-{row['due_date']}")
        row["party_key"] = party_key(row["party"])
        rows.append(row)
    made = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in ("amount", "document_amount", "row", "rank", "balance", "amount_column"):
        made[column] = made[column].astype("int64")
    for column in ("date", "due_date"):
        made[column] = pd.to_datetime(made[column]).astype("datetime64[s]")
    return made


def items(text: str, charge_side: str = "order", rates: Rates | None = None) -> OpenItems:
    """Open items of the notation, with their evidence."""
    made = frame(text)
    return OpenItems.start(made, charge_side, gather(made, charge_side, rates=rates))


def arrows(findings: Findings, open_items: OpenItems) -> str:
    """Findings in the notation, sorted."""
    ids, currency = open_items.values("id"), open_items.currencies
    said = []
    for link in findings.links:
        mark = ">" if link.sure else "?"
        text = ", ".join(f"{ids[a.payment]}{mark}{ids[a.charge]} {_allocated(a, currency)}" for a in link.allocations)
        if link.difference:
            text += f" +{link.difference.kind} {_short(link.difference.amount, currency[link.difference.charge])}"
        said.append(text)
    for doubt in findings.doubts:
        said.append(f"{'+'.join(ids[i] for i in doubt.items)}!{'|'.join('+'.join(ids[i] for i in c) for c in doubt.candidates)}")
    return "; ".join(sorted(said))


def _allocated(a: Allocation, currency: Any) -> str:
    return _short(a.amount, currency[a.charge]) + (f" ={_short(a.paid, currency[a.payment])}" if a.exchange else "")


def _short(minor: int, currency: str) -> str:
    text = to_text(minor, currency)
    return text.removesuffix(".00")
