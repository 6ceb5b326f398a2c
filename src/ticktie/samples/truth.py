"""What is true of a month, in the form of the specimens (`ticktie/truth/1`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from ticktie.samples.bank_sheets import serial
from ticktie.samples.draft import Draft, yuan
from ticktie.samples.order_sheets import Delivery
from ticktie.samples.records import Charge, Receipt, Scene

Json = dict[str, Any]


def truth_of(scenes: Sequence[Scene], notes: Sequence[Delivery], orders: Draft, deliveries: Draft, banks: Mapping[str, Draft]) -> Json:
    """Every row with its money, and everything that the scenes say about them."""
    charges = {c.key: c for s in scenes for c in s.charges}
    receipts = {r.key: r for s in scenes for r in s.receipts}
    ids = {key: orders.row_id(key) for key in charges} | {r.key: banks[r.account].row_id(r.key) for r in receipts.values()}
    return {
        "sheets": {"order": orders.name, "delivery": deliveries.name, "payment": [d.name for d in banks.values()]},
        "columns": {d.name: d.letters() for d in (orders, deliveries, *banks.values())},
        "orders": [_order(c, ids) for c in sorted(charges.values(), key=lambda c: orders.at[c.key])],
        "deliveries": [_delivery(n, deliveries, ids) for n in notes],
        "payments": [_payment(r, ids) for d in banks.values() for r in sorted((r for r in receipts.values() if banks[r.account] is d), key=lambda r: d.at[r.key])],
        **_said(scenes, ids),
        "expected_problems": [*_bad_orders(charges.values(), orders), *_bad_lines(receipts.values(), banks)],
        "interchangeable": [_equal(group, charges, receipts, ids) for s in scenes for group in s.equal],
    }  # fmt: skip


def _money(amount: int) -> str:
    return f"{yuan(amount):.2f}"


def _order(c: Charge, ids: Mapping[int, str]) -> Json:
    return {
        "id": ids[c.key], "number": c.number, "party": c.customer, "written": c.customer, "date": c.day.isoformat(),
        "amount": _money(c.amount), "currency": c.currency, "kind": c.kind, "bad": c.bad,
    }  # fmt: skip


def _delivery(note: Delivery, sheet: Draft, ids: Mapping[int, str]) -> Json:
    return {
        "id": sheet.row_id(note.number), "number": note.number, "party": note.charge.customer, "written": note.charge.customer,
        "date": note.day.isoformat(), "amount": _money(note.amount), "currency": note.charge.currency, "order": ids[note.charge.key], "bad": "",
    }  # fmt: skip


def _payment(r: Receipt, ids: Mapping[int, str]) -> Json:
    return {
        "id": ids[r.key], "date": r.day.isoformat(), "amount": _money(r.amount), "currency": r.currency, "payer": r.payer,
        "party": r.party or None, "memo": r.memo, "ref": r.reference, "serial": serial(r), "evidence": r.evidence, "bad": r.bad,
    }  # fmt: skip


def _said(scenes: Sequence[Scene], ids: Mapping[int, str]) -> Json:
    """Links, differences, traps and limits, in the order of the scenes."""
    return {
        "allocations": [
            {"order": ids[a.charge], "payment": ids[a.receipt], "amount": _money(a.amount), "mechanism": a.mechanism, "evidence": a.evidence, "expect": a.expect}
            for s in scenes for a in s.allocations
        ],
        "differences": [
            {"order": ids[d.charge], "payment": ids[d.receipt], "amount": _money(d.amount), "kinds": list(d.kinds), "mechanism": d.mechanism}
            for s in scenes for d in s.differences
        ],
        "no_write_off": [{"order": ids[c], "payment": ids[r], "mechanism": m} for s in scenes for c, r, m in s.no_write_off],
        "must_not_confirm": [
            {"payment": ids[t.receipt], "mechanism": t.mechanism, "why": t.why, "candidates": [[ids[k] for k in c] for c in t.candidates]}
            for s in scenes for t in s.traps
        ],
        "group_limits": [
            {"payments": [ids[k] for k in limit.receipts], "max": _money(limit.most), "mechanism": limit.mechanism} for s in scenes for limit in s.limits
        ],
    }  # fmt: skip


def _bad_orders(charges: Any, orders: Draft) -> list[Json]:
    found: list[Json] = []
    twice: dict[str, list[Charge]] = defaultdict(list)
    for charge in charges:
        if charge.bad == "number_twice":
            twice[charge.number].append(charge)
        elif charge.bad:
            role = {"date_impossible": "date", "number_lost": "number"}.get(charge.bad, "amount")
            found.append({"where": orders.cell_id(charge.key, role), "also": [], "kind": charge.bad})
    for same in twice.values():
        cells = sorted((orders.at[c.key], orders.cell_id(c.key, "number")) for c in same)
        found.append({"where": cells[-1][1], "also": [cell for _, cell in cells[:-1]], "kind": "number_twice"})
    return found


def _bad_lines(receipts: Any, banks: Mapping[str, Draft]) -> list[Json]:
    return [
        {"where": banks[r.account].cell_id(r.key, "date" if r.bad == "date_impossible" else "in"), "also": [], "kind": r.bad} for r in receipts if r.bad
    ]


def _equal(group: Sequence[int], charges: Mapping[int, Charge], receipts: Mapping[int, Receipt], ids: Mapping[int, str]) -> Json:
    first = charges.get(group[0])
    line = receipts.get(group[0])
    amount = first.amount if first else line.amount if line else 0
    party = first.customer if first else line.party if line else ""
    return {"side": "order" if first else "payment", "amount": _money(amount), "party": party, "members": [ids[k] for k in group]}
