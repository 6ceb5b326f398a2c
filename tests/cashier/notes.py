"""A cashier's book jotted down: `张三 甲公司 06-02 1200 cash; ...` for what is reported, the same for what is recorded (`-` for nothing said)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ticktie.commands.scenarios import SCENARIOS
from ticktie.domain.grid import Cell, Sheet
from ticktie.domain.outcome import Outcome
from ticktie.domain.rules import Rules, with_rule
from ticktie.matching.by_hand import Hand

WAYS = {"cash": "现金", "transfer": "转账", "wechat": "微信", "alipay": "支付宝", "bill": "支票", "-": None}
AS_OF = dt.date(2026, 6, 30)


def book(reported: str, recorded: str) -> list[Sheet]:
    """Sheets S and R; rows count from 1 in the notes: S1 is the first reported."""
    one: list[list[Cell]] = [["业务员收款登记", *[None] * 5], ["日期", "业务员", "客户", "金额", "收款方式", "备注"]]
    two: list[list[Cell]] = [["出纳日记账", *[None] * 5], ["日期", "摘要", "经手人", "金额", "收付方式", "备注"]]
    for line in notes(reported):
        person, customer, day, amount, way = line
        one.append([_day(day), _said(person), _said(customer), float(amount), WAYS[way], None])
    for line in notes(recorded):
        person, customer, day, amount, way = line
        two.append([_day(day), f"{_said(customer) or ''}货款", _said(person), float(amount), WAYS[way], None])
    return [Sheet("S", one, "S"), Sheet("R", two, "R")]


def notes(text: str) -> list[list[str]]:
    return [line.split() for line in text.split(";") if line.strip()]


def _said(text: str) -> str | None:
    return None if text == "-" else text


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{text}")


def settled(sheets: Sequence[Sheet], *sets: str, as_of: dt.date = AS_OF, maps: dict | None = None) -> Outcome:
    rules = Rules()
    for one in sets:
        rules = with_rule(rules, *one.split("=", 1))
    scenario = SCENARIOS["cashier"]
    return scenario.settle(scenario.read(sheets, rules, as_of=as_of, maps=maps), rules, Hand(), lambda stage: None, ())


def places(outcome: Outcome, items: Sequence[int]) -> str:
    """`S1 R2`: rows as the notes count them."""
    ids = list(outcome.items["id"])
    return " ".join(f"{ids[i].split('!')[0]}{int(ids[i].split('!')[1]) - 2}" for i in items)


def links(outcome: Outcome) -> set[str]:
    """`R1>S1 1200.00`, `?` for a proposal, `!` for a doubt with its lines and candidates."""
    found = set()
    for x in outcome.links:
        for a in x.allocations:
            found.add(f"{places(outcome, [a.payment])}{'>' if x.sure else '?'}{places(outcome, [a.charge])} {a.amount / 100:.2f}")
        if x.difference:
            found.add(f"{x.difference.kind} {places(outcome, [x.difference.charge])} {x.difference.amount / 100:.2f}")
    for d in outcome.doubts:
        found.add(f"{places(outcome, d.items)}!{'|'.join(sorted(places(outcome, c) for c in d.candidates))}")
    return found


def findings(outcome: Outcome) -> set[str]:
    """`not_handed_in S1 1200.00`"""
    return {f"{f.kind} {places(outcome, f.items)} {f.amount / 100:.2f}" for f in outcome.findings}
