"""The guard on bank details: another account than customers were last told goes out only after a second person has checked it.

A mail that names a new account is the commonest fraud there is; the one who changed it cannot be the one who agrees to it.
"""

from __future__ import annotations

import hashlib
import json

from ticktie.commands.reconcile import Done, Request, Told, settled, written
from ticktie.domain.grid import Source
from ticktie.domain.outcome import Outcome
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.register import Entry, Register
from ticktie.domain.rules import Rules


def bank_digest(rules: Rules) -> str:
    """Of the account that statements ask to pay to; "" where they name none."""
    told = [rules.seller_name, rules.seller_bank, rules.seller_account.replace(" ", "").replace("-", "")]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:32] if rules.seller_bank or rules.seller_account else ""


def check_bank(outcome: Outcome, who: str) -> None:
    """Raises Refused where the account is another than customers were last told (bank_changed) and nobody but `who` has agreed to it (bank_same_person)."""
    rules, now = outcome.rules, bank_digest(outcome.rules)
    if not changed(outcome.register, now):
        return
    agreed = [e.who for e in _since(outcome.register) if e.event == "bank_agreed" and e.bank == now]
    if not agreed:
        raise Refused([Problem("bank_changed", Source("Settings"), {"account": rules.seller_account, "bank": rules.seller_bank})])
    if all(_same(name, who) for name in agreed):
        raise Refused([Problem("bank_same_person", Source("--who"), {"who": who})])


def noticed(outcome: Outcome, who: str, when: str) -> list[Entry]:
    """The line that says that the account was changed; none where it was not, or where that was said."""
    now = bank_digest(outcome.rules)
    if not changed(outcome.register, now) or any(e.event in ("bank_changed", "bank_agreed") and e.bank == now for e in _since(outcome.register)):
        return []
    return [Entry(0, when, who, "bank_changed", bank=now)]


def agree_bank(request: Request, told: Told = lambda *what: None) -> Done:
    """The line that a second person has checked the new bank details. Raises Refused (bank_nothing, bank_same_person)."""
    made = settled(request, told)
    register, now = made.outcome.register, bank_digest(made.outcome.rules)
    if not changed(register, now):
        raise Refused([Problem("bank_nothing", Source("Settings"), {})])
    changers = [e.who for e in _since(register) if e.event == "bank_changed" and e.bank == now]
    if not request.who.strip() or any(_same(name, request.who) for name in changers):
        raise Refused([Problem("bank_same_person", Source("--who"), {"who": request.who})])
    when = (request.today or made.outcome.ledger.as_of).isoformat()
    return written(made.with_lines([Entry(0, when, request.who, "bank_agreed", bank=now)]), told)


def changed(register: Register, bank: str) -> bool:
    """Statements went out, and the last that told an account told another; no account at all asks nobody to pay to another."""
    sent = [e for e in register.entries if e.event == "sent" and e.balances]
    last = next((e.bank for e in reversed(sent) if e.bank), "")
    return bool(sent) and bool(bank) and bank != last


def _since(register: Register) -> list[Entry]:
    """Lines after the last statement that was sent with an account."""
    last = max((e.seq for e in register.entries if e.event == "sent" and e.bank), default=0)
    return [e for e in register.entries if e.seq > last]


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
