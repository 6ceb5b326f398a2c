"""A labelled month of salespeople and a cashier: sheets as people keep them, and what is true of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from ticktie.samples.cashier import plant
from ticktie.samples.cashier.events import AS_OF, WAYS, Deal, Difficulty, Entry, Planted, World, start, usual
from ticktie.samples.draft import Draft, yuan
from ticktie.samples.sheets import DATE, MONEY, Column, Sheet, Value

JOURNALS = {"cash": "现金日记账", "bank": "银行存款日记账"}


@dataclass(frozen=True)
class Layout:
    """How a firm keeps its sheets. own_sheets: one for each salesperson. signed: one amount column with a column of kinds.

    persons: the journal has a column for who brought it. balances: the bank journal has a balance column. later: the journals
    go on after the month.
    """

    own_sheets: bool = True
    signed: bool = False
    persons: bool = True
    balances: bool = True
    descending: bool = False
    later: bool = True

    @classmethod
    def of(cls, rng: Random) -> Layout:
        return cls(*(rng.random() < share for share in (0.6, 0.4, 0.5, 0.8, 0.3, 0.5)))


@dataclass(frozen=True)
class Labelled:
    """The month's sheets and its truth: planted findings with the ids of their rows, and which row every line records."""

    sheets: tuple[Sheet, ...]
    truth: dict[str, Any] = field(default_factory=dict)


def make(seed: int, *, people: int = 5, each: int = 40, difficulty: Difficulty = "usual", times: int = 1, layout: Layout | None = None) -> Labelled:
    """One month. each: deals of a salesperson; times: how often everything goes wrong."""
    world = start(seed, people, difficulty)
    usual(world, each)
    for _ in range(times):
        for one in plant.PLANTS:
            one(world)
    layout = layout or Layout.of(world.rng)
    plant.transit(world)
    reports, places = _reports(world, layout)
    journals, wrong = _journals(world, layout, places)
    return Labelled((*reports, *journals), _truth(world, places, wrong))


# --- salespeople ---


def _reports(world: World, layout: Layout) -> tuple[list[Sheet], dict[int, str]]:
    deals = sorted(world.deals.values(), key=lambda d: (d.day, d.key))
    groups = [(p, [d for d in deals if d.person == p]) for p in world.people] if layout.own_sheets else [("业务员收款登记", deals)]
    made: list[Sheet] = []
    places: dict[int, str] = {}
    for name, mine in groups:
        draft = Draft(name, "reported", _report_columns(layout))
        draft.title(f"业务员{name} 2026年6月收款明细" if layout.own_sheets else "2026年6月业务员收款登记")
        draft.heading()
        for deal in mine:
            draft.document(deal.key, _report_row(deal, layout))
            places[deal.key] = draft.row_id(deal.key)
        draft.total("合计", {"in": _money(sum(d.amount for d in mine if d.amount > 0)), "amount": _money(sum(d.amount for d in mine))})
        made.append(draft.sheet())
    return made, places


def _report_columns(layout: Layout) -> tuple[Column, ...]:
    amounts = [Column("款项类型", "kind"), Column("金额", "amount", MONEY, 14)] if layout.signed else [Column("收款金额", "in", MONEY, 14), Column("退款金额", "out", MONEY, 14)]
    who = [] if layout.own_sheets else [Column("业务员", "person")]
    return (Column("日期", "date", DATE), *who, Column("客户名称", "customer", width=28), *amounts, Column("收款方式", "way"), Column("客户余额", "held", MONEY, 14), Column("备注", "note"))


def _report_row(deal: Deal, layout: Layout) -> dict[str, Value]:
    cells: dict[str, Value] = {"date": deal.day, "person": deal.person, "customer": deal.customer, "way": WAYS[deal.way], "held": _money(deal.held)}
    if layout.signed:
        return cells | {"kind": deal.purpose, "amount": _money(abs(deal.amount))}
    return cells | {"in" if deal.amount > 0 else "out": _money(abs(deal.amount))}


def _money(amount: int | None) -> Value:
    return None if amount is None else yuan(amount)


# --- the cashier ---


def _journals(world: World, layout: Layout, places: dict[int, str]) -> tuple[list[Sheet], list[Planted]]:
    """Both journals with the firm's own lines among the entries, and what is wrong with their balances."""
    rng = world.rng
    made: list[Sheet] = []
    wrong: list[Planted] = []
    for name, title in JOURNALS.items():
        entries = [e for e in world.entries.values() if e.journal == name and (layout.later or e.day <= AS_OF)]
        entries += _own(world, name)
        entries.sort(key=lambda e: (e.day, e.key))
        opening = 4_000_000 + rng.randrange(10**6) + max(0, -_lowest(entries))
        before = opening
        if name == "cash":
            below = _drawn(world, entries, opening)
            entries.sort(key=lambda e: (e.day, e.key))
            before += 12_300
            wrong += [Planted("balance_below_zero", (), (below,)), Planted("opening_differs", (), (entries[0].key,))]
            made.append(_last_month(title, before, layout))
        shown = name == "cash" or layout.balances
        balances, off = _balances(world, entries, opening, spoil=shown)
        wrong += off
        made.append(_journal(name, title, entries, balances, opening, layout, places, shown))
    return made, wrong


def _own(world: World, name: str) -> list[Entry]:
    memos = ("支付房租", "付供应商材料款", "支付水电费") if name == "bank" else ("购办公用品", "支付快递费")
    day = dt.date(2026, 6, 1)
    return [Entry(world.key(), day + dt.timedelta(days=world.rng.randrange(28)), -world.rng.randrange(5_000, 60_000), memo, "", name) for memo in memos]


def _lowest(entries: Sequence[Entry]) -> int:
    lowest = held = 0
    for entry in entries:
        held += entry.amount
        lowest = min(lowest, held)
    return lowest


def _drawn(world: World, entries: list[Entry], opening: int) -> int:
    """On one day more is paid into the bank than there is, and brought back the next line: the key of the line below zero."""
    middle = entries[len(entries) // 2].day
    at = max(n for n, e in enumerate(entries) if e.day == middle)
    held = opening + sum(e.amount for e in entries[: at + 1])
    much = held + 55_500
    day = entries[at].day
    for amount, memo in ((-much, "现金存入银行"), (much, "提取现金")):
        entries.insert(at + 1 if amount < 0 else at + 2, Entry(world.key(), day, amount, memo, "", "cash"))
    last = max(e.key for e in entries if e.day == day)
    assert last == entries[at + 2].key
    return entries[at + 1].key


def _balances(world: World, entries: Sequence[Entry], opening: int, *, spoil: bool) -> tuple[list[int], list[Planted]]:
    """The printed balances: one of them wrong alone, and a jump that stays."""
    held, made = opening, list[int]()
    for entry in entries:
        held += entry.amount
        made.append(held)
    if not spoil or len(made) < 30:
        return made, []
    one, jump = len(made) // 4, len(made) * 3 // 4
    made[one] += 9_900
    made[jump:] = [b + 70_000 for b in made[jump:]]
    return made, [Planted("balance_broken", (), (entries[one].key,)), Planted("balance_jump", (), (entries[jump].key,))]


def _columns(layout: Layout, shown: bool) -> tuple[Column, ...]:
    person = [Column("经手人", "person")] if layout.persons else []
    balance = [Column("余额", "balance", MONEY, 14)] if shown else []
    return (Column("日期", "date", DATE), Column("凭证号", "voucher"), Column("摘要", "memo", width=36), *person, Column("收入", "in", MONEY, 14), Column("支出", "out", MONEY, 14), *balance)


def _journal(
    name: str, title: str, entries: Sequence[Entry], balances: Sequence[int], opening: int, layout: Layout, places: dict[int, str], shown: bool
) -> Sheet:  # fmt: skip
    draft = Draft(title, "recorded", _columns(layout, shown))
    draft.title(f"{title} 2026年6月")
    draft.heading()
    lines = list(zip(entries, balances, strict=True))
    first = {"memo": "期初余额", "balance": _money(opening)}
    if not layout.descending:
        draft.line("note", *(first.get(c.role) for c in draft.columns))
    for n, (entry, balance) in enumerate(reversed(lines) if layout.descending else lines, 1):
        draft.document(entry.key, _line(entry, balance, n))
        places[entry.key] = draft.row_id(entry.key)
        if n % 40 == 0 and not layout.descending:
            draft.total("过次页", {"in": _money(1), "out": _money(1)})
    if layout.descending:
        draft.line("note", *(first.get(c.role) for c in draft.columns))
    draft.total("本月合计", {"in": _money(sum(e.amount for e in entries if e.amount > 0)), "out": _money(-sum(e.amount for e in entries if e.amount < 0))})
    return draft.sheet()


def _line(entry: Entry, balance: int, number: int) -> dict[str, Value]:
    side = "in" if entry.amount > 0 else "out"
    return {"date": entry.day, "voucher": f"记-{number}", "memo": entry.memo, "person": entry.person, side: _money(abs(entry.amount)), "balance": _money(balance)}


def _last_month(title: str, closing: int, layout: Layout) -> Sheet:
    """May's journal: two lines of the firm's own."""
    draft = Draft(f"{title}5月", "recorded", _columns(layout, shown=True))
    draft.title(f"{title} 2026年5月")
    draft.heading()
    for n, amount in enumerate((30_000, 20_000)):
        balance = closing + (20_000 if n == 0 else 0)
        cells: dict[str, Value] = {"date": dt.date(2026, 5, 10 + n), "voucher": f"记-{n}", "memo": "购办公用品", "out": _money(amount), "balance": _money(balance)}
        draft.document(n, cells)
    return draft.sheet()


# --- what is true ---


def _truth(world: World, places: dict[int, str], more: Iterable[Planted]) -> dict[str, Any]:
    def ids(keys: Iterable[int]) -> list[str]:
        return [places[k] for k in keys if k in places]

    found = [{"kind": p.kind, "how": p.how, "items": ids((*p.deals, *p.entries))} for p in (*world.planted, *more)]
    records = {places[e.key]: ids(e.deals) for e in world.entries.values() if e.key in places}
    alike = {places[d.key]: f"{d.person} {d.customer} {d.day} {d.way} {d.amount}" for d in world.deals.values()}
    return {"as_of": AS_OF.isoformat(), "findings": [f for f in found if f["items"]], "records": records, "alike": alike}
