"""Which kind of sheet a table is, and which column fills which role."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from ticktie.domain.grid import Cell, Sheet
from ticktie.domain.text import heading
from ticktie.domain.vocabulary import plain, word_order, words
from ticktie.intake import cells
from ticktie.intake.row_kinds import row_reason
from ticktie.intake.tables import Table

KINDS = ("order", "delivery", "payment")
OF_CASHIER = ("reported", "recorded")  # kinds of the scenario of salespeople and the cashier
MONEY = ("payment", *OF_CASHIER)  # kinds whose rows are money that came or went
MANY = ("memo",)  # roles that several columns fill together
_SEVERAL = ("amount", "party", "date", "serial", "status")  # roles with a first choice and others to fall back on
_SAMPLE = 60
_ASKED = ("应收", "应付", "订单", "合同")  # of a receipt: what was asked for, not what came
_CODE = re.compile(r"[A-Za-z]{0,3}[\d.\-]{3,}")
_STATEMENTS = ("对账单", "STATEMENT")  # a bank's or a customer's: the columns decide


@cache
def _layouts() -> dict[str, Any]:
    return tomllib.loads(files("ticktie.domain.data").joinpath("layouts.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Layout:
    """How one table is read.

    kind: order, delivery, payment, invoice, check, theirs, other. roles: role -> 0-based columns, the best first.
    spare: further columns that could fill `amount` (line amount against header total).
    """

    kind: str
    roles: dict[str, list[int]] = field(default_factory=dict)
    fields: dict[int, str] = field(default_factory=dict)
    score: float = 0.0
    missing: tuple[str, ...] = ()

    def column(self, role: str) -> int | None:
        found = self.roles.get(role)
        return found[0] if found else None


def role_fields(kind: str) -> Mapping[str, list[str]]:
    """Role -> fields of a kind of sheet."""
    roles: Mapping[str, list[str]] = _layouts()["order" if kind == "invoice" else kind]["roles"]
    return roles


def choose(table: Table, given_kind: str | None = None, given: Mapping[int, str] | None = None) -> Layout:
    """The layout that fits the table best.

    given_kind and given (column -> field or role) are a person's own words and win over what is found.
    """
    given = given or {}
    sample = _sample(table)
    if given_kind:
        kinds = {"check": list(KINDS), "theirs": ["order", "delivery"]}.get(given_kind, [given_kind])
    else:
        kinds = list(KINDS)
    layouts = [_as_kind(kind, table, sample, given) for kind in kinds]
    fit = [layout for layout in layouts if not layout.missing]
    if not given_kind:
        fit = [layout for layout in fit if not _other(table, layout)] or fit
    if not fit:
        nearest = max(layouts, key=lambda layout: layout.score)
        return Layout("other", score=nearest.score, missing=nearest.missing)
    best = max(fit, key=lambda layout: layout.score)
    if given_kind in ("check", "theirs"):
        return Layout(given_kind, best.roles, best.fields, best.score)
    if not given_kind and (best.score < 5 or _other(table, best)):
        return Layout("other", score=best.score, missing=best.missing)
    if best.kind == "order" and not given_kind and _is_invoice(table, best):
        return Layout("invoice", best.roles, best.fields, best.score)
    return best


def _sample(table: Table) -> list[list[Cell]]:
    rows = [table.sheet.rows[n] for n in table.numbers[:400]]
    return [row for row in rows if row_reason(row, table, [], []) == ""][:_SAMPLE]


def _as_kind(kind: str, table: Table, sample: list[list[Cell]], given: Mapping[int, str]) -> Layout:
    spec = _layouts()["order" if kind == "invoice" else kind]
    roles: dict[str, list[int]] = {}
    fields: dict[int, str] = {}
    taken: set[int] = set()
    for column, name in given.items():
        role = name if name in spec["roles"] else next((r for r, f in spec["roles"].items() if name in f), "")
        if role:
            roles.setdefault(role, []).append(column)
            fields[column] = name
        taken.add(column)
    for role, names in spec["roles"].items():
        if role in roles and role not in MANY:
            continue
        found = _columns(role, names, table, sample, taken)
        if not found:
            continue
        kept = found if role in (*MANY, *_SEVERAL) else found[:1]
        roles.setdefault(role, []).extend(column for column, _ in kept)
        for column, name in kept:
            fields.setdefault(column, name)
            if role not in _SEVERAL or column == kept[0][0]:
                taken.add(column)
    if kind in MONEY:
        _two_sided(roles)
    needs = tuple("/".join(group) for group in spec["needs"]["any"] if not any(role in roles for role in group))
    score = sum(_weight(spec, heading_.fields) for column, heading_ in table.columns.items() if column not in given)
    score += _said(kind, table) + (1.0 * len(given)) - _planned(kind, table, sample) + _settled(kind, table)
    return Layout(kind, roles, fields, score, needs)


def _two_sided(roles: dict[str, list[int]]) -> None:
    """An amount column is only needed where there are not both a column for in and one for out."""
    if "in" in roles and "out" in roles:
        roles.pop("amount", None)
    elif "in" in roles:
        roles["amount"] = [*roles.pop("in"), *(c for c in roles.get("amount", []))]
        roles["amount"] = list(dict.fromkeys(roles["amount"]))


def _columns(
    role: str, names: list[str], table: Table, sample: list[list[Cell]], taken: set[int]
) -> list[tuple[int, str]]:
    """Columns that can fill a role, by the field's rank, then the title's, then how well the cells fit."""
    found: list[tuple[tuple[float, ...], int, str]] = []
    for column, title in table.columns.items():
        if column in taken:
            continue
        rank = next((i for i, name in enumerate(names) if name in title.fields), None)
        if rank is None:
            continue
        fit = _fit(role, column, sample)
        if fit == 0 and role in ("date", "in", "out", "direction"):
            continue
        if fit < 0.5 and role in ("outstanding", "due") and {"outstanding_amount", "due_date"} <= title.fields:
            continue
        order = (-fit if fit < 0.5 else -1.0, not title.sure, rank, _title_rank(role, title.text), column)
        if role == "amount":
            asked = names[0] != "amount_inc_tax" and plain(title.text).startswith(_ASKED)
            place = rank if names[rank] != "amount_inc_tax" else len(names) * asked
            order = (-(fit >= 0.3), not title.sure, place, _title_rank(role, title.text), column)
        found.append((order, column, names[rank]))
    return [(column, name) for _, column, name in sorted(found)]


def _title_rank(role: str, text: str) -> float:
    if role not in ("amount", "ex_tax"):
        return 0
    rank = _layouts()["charge_amount"]["rank"]
    title = heading(text)
    return float(next((i for i, word in enumerate(rank) if word in title), len(rank)))


def _fit(role: str, column: int, sample: list[list[Cell]]) -> float:
    """Share of the sample's cells that can be what the role asks for; 1.0 where any text will do."""
    values = [row[column] for row in sample if column < len(row)]
    filled = [v for v in values if not cells.blank(v)]
    if not filled:
        return 0.2 if role not in ("direction",) else 0.0
    if role in ("date", "due"):
        good = sum(_dateish(v) for v in filled)
    elif role in ("amount", "in", "out", "balance", "ex_tax", "tax", "received", "outstanding", "opening", "order_total", "refund"):
        good = sum(not isinstance(v, dt.date) and cells.amount(v).value is not None for v in filled)
    elif role == "party":
        good = sum(not _CODE.fullmatch(cells.text(v)) for v in filled)  # a code where names stand beside it
    elif role == "direction":
        good = sum(direction_of(v) is not None for v in filled)
    else:
        return 1.0
    return max(good / len(filled), 0.01 if role != "direction" else good / len(filled))


def _dateish(cell: Cell) -> bool:
    found = cells.day(cell, year=2000)
    return found.date is not None or found.code == "date_impossible"


def direction_of(cell: Cell) -> str | None:
    """in, out, debit, credit or neutral as a direction cell says; None when it says nothing known."""
    text = plain(cells.ident(cell)[0] if not isinstance(cell, str) else cell)
    if text in words("direction", "debit"):
        return "debit"
    if text in words("direction", "credit"):
        return "credit"
    for name in ("in", "out", "neutral"):
        if text in words("direction", name):
            return name
    return None


def _weight(spec: Mapping[str, Any], fields: frozenset[str]) -> float:
    weights = [float(spec["weights"].get(name, 0)) for name in fields]
    return max(weights, default=0.0) + min([0.0, *weights])


def _said(kind: str, table: Table) -> float:
    """What the sheet's name and title say for a kind."""
    name, titles = plain(table.sheet.title or table.sheet.name), [plain(t) for t in table.preamble[:6] if len(t) <= 40]
    points = 0.0
    for text, weight in [(name, 5.0), *((t, 3.0) for t in titles)]:
        hits = {k: next((w for w in word_order("kind", k) if w in text), "") for k in KINDS}
        if hits["payment"] in _STATEMENTS and not _of_a_bank(table):
            hits["payment"] = ""
        longest = max(hits, key=lambda k: len(hits[k]))
        if hits.get(kind) and len(hits[kind]) == len(hits[longest]):
            points += weight
            break
        if any(hits.values()):
            points -= weight * 0.5
            break
    return points


def _planned(kind: str, table: Table, sample: list[list[Cell]]) -> float:
    """What a day of delivery that an order promises (交货日期 beside the document's own date) takes from a delivery sheet.

    More where most of the days come after the document's own: goods are delivered on the day of their delivery note.
    """
    names = {name for h in table.columns.values() for name in h.fields}
    promised = [c for c, h in table.columns.items() if "delivery_date" in h.fields and plain(h.text).startswith("交货")]
    own = [c for c, h in table.columns.items() if h.fields & {"doc_date", "order_date"}]
    if kind != "delivery" or not promised or not own or "delivery_no" in names:
        return 0.0
    days = [(cells.day(row[own[0]], year=2000).date, cells.day(row[promised[0]], year=2000).date) for row in sample if max(own[0], promised[0]) < len(row)]
    pairs = [(a, b) for a, b in days if a and b]
    later = sum(b > a for a, b in pairs) * 2 > len(pairs)
    return 6.0 if later else 4.0


def _settled(kind: str, table: Table) -> float:
    """What a platform's bill gives to the payments: settled amount, fee and day of settlement outweigh the order's number and day."""
    names = {name for h in table.columns.values() for name in h.fields}
    return 8.0 if kind == "payment" and {"settle_amount", "fee", "settle_date", "order_no"} <= names else 0.0


def says(table: Table, what: str) -> bool:
    """The sheet's name or a short title above the table holds a word of the list [kind] `what`."""
    texts = [plain(table.sheet.title or table.sheet.name), *(plain(t) for t in table.preamble[:6] if len(t) <= 40)]
    return any(word in text for text in texts for word in words("kind", what))


def _of_a_bank(table: Table) -> bool:
    names = {name for h in table.columns.values() for name in h.fields}
    return bool(names & {"balance", "bank_in", "bank_out", "counterparty_name", "counterparty_account", "payer_name", "own_account", "platform_txn_id"})


def _other(table: Table, best: Layout) -> bool:
    """A purchase list, a price list, a pay roll or an address book that happens to have an amount and a date."""
    names = {name for h in table.columns.values() for name in h.fields}
    if best.kind != "payment" and says(table, "other") and "客户" not in plain(table.sheet.title or table.sheet.name):
        return True
    if says(table, "other") and not names & {"balance", "bank_in", "journal_in"}:
        return True
    if best.kind != "payment" and "supplier_name" in names and "party" not in best.roles:
        return True
    points = sum(max((float(_layouts()["other"].get(name, 0)) for name in h.fields), default=0.0) for h in table.columns.values())
    if points >= best.score * 0.7:
        return True
    return best.kind != "payment" and "party" not in best.roles and "number" not in best.roles


def _is_invoice(table: Table, best: Layout) -> bool:
    names = {name for h in table.columns.values() for name in h.fields}
    said = any(w in plain(table.sheet.title or table.sheet.name) for w in words("kind", "invoice"))
    if said and not names & {"order_no", "doc_no", "delivery_no"} and "product" not in names:
        return True  # a register of contracts, a list of what is being chased
    return ("invoice_no" in names or "invoice_date" in names) and "order_no" not in names and (said or "doc_no" not in names)


def is_journal(table: Table) -> bool:
    """The sheet speaks as our own book (借 = money in), not as the bank's statement."""
    texts = [plain(table.sheet.title or table.sheet.name), *(plain(t) for t in table.preamble[:8] if len(t) <= 40)]
    if any(w in t for t in texts for w in words("kind", "journal")):
        return True
    names = {name for h in table.columns.values() for name in h.fields}
    return "contra_account" in names or ("voucher_no" in names and not names & {"counterparty_name", "payer_name", "counterparty_account"})


def sheet_texts(sheet: Sheet, table: Table | None) -> list[str]:
    """Texts that show the language of the sheet's maker: its name and headings."""
    return [sheet.title or sheet.name, *((h.text for h in table.columns.values()) if table else ())]
