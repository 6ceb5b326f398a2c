"""Every setting, its default, its unit and its bounds: one frozen value, edited as data.

Shipped defaults < the firm's `ticktie.toml` < the workbook's Settings tab < `--set` on the command line. Some rules can
be set for one customer alone: `terms@华联商贸有限公司=2/10 n/30`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from ticktie.domain.rates import read_fixed
from ticktie.domain.text import party_key

FIRM_FILE = "ticktie.toml"  # the firm's rules and mail account, beside its books
_FEE = re.compile(r"\d{1,6}(?:\.\d{1,4})?%?")
_ACCOUNT = re.compile(r"[0-9A-Za-z][0-9A-Za-z \-]*|")
_TERMS = re.compile(r"(?:(\d{1,2}(?:\.\d+)?)/(\d{1,3})\s*)?(?:[Nn]/(\d{1,3}))?")


def _rule(
    default: Any, unit: str, low: Any = None, high: Any = None, choices: tuple[str, ...] = (), *, customer: bool = False, form: str = ""
) -> Any:  # fmt: skip
    meta = {"unit": unit, "low": low, "high": high, "choices": choices, "customer": customer, "form": form}
    return field(default=default, metadata=meta)


_PASS = ("off", "suggest", "confirm")


@dataclass(frozen=True)
class Rules:
    """The rules of one run. Field names are the names users write in Settings and `--set`."""

    charge_on: str = _rule("auto", "side", choices=("auto", "order", "delivery"))
    base_currency: str = _rule("CNY", "ISO code")
    rates: str = _rule("", "rates", form="USD=7.10, 100JPY=4.85")
    statement_customer: str = _rule("", "name")
    statement_layout: str = _rule("detailed", "", choices=("detailed", "open", "product", "confirmation"))
    seller_name: str = _rule("", "name")
    seller_contact: str = _rule("", "name")
    seller_bank: str = _rule("", "name")
    seller_account: str = _rule("", "account", form="6222 0212 3456 7890 123")
    auditor: str = _rule("", "name")
    reply_days: int = _rule(7, "days", 0, 365)
    mails_per_minute: int = _rule(20, "mails", 0, 6000)
    backups: int = _rule(5, "files", 0, 1000)
    subset_items: int = _rule(40, "items", 2, 200)
    subset_budget: int = _rule(2_000_000, "sums", 1000, 1_000_000_000)
    probability_limit: float = _rule(0.99, "share", 0.5, 1.0)
    expected_errors: float = _rule(0.5, "links", 0.0, 100.0)
    write_off_limit: Decimal = _rule(Decimal("0.00"), "amount", Decimal(0), Decimal(1000), customer=True)
    fx_limit: Decimal = _rule(Decimal("0"), "percent", Decimal(0), Decimal(10), customer=True)
    fees: str = _rule("", "fees", customer=True, form="0.6%, 20")
    retention: Decimal = _rule(Decimal("0"), "percent", Decimal(0), Decimal(50), customer=True)
    discount_vat: Decimal = _rule(Decimal("0"), "percent", Decimal(0), Decimal(30), customer=True)
    window_days: int = _rule(0, "days", 0, 3650, customer=True)
    terms: str = _rule("", "terms", customer=True, form="2/10 n/30")
    oldest_first: str = _rule("off", "", choices=_PASS, customer=True)
    likely_threshold: float = _rule(0.5, "share", 0.0, 1.0)
    likely_margin: float = _rule(5.0, "times", 1.0, 1000.0)
    same_money_share: float = _rule(0.5, "share", 0.0, 1.0)
    transfer_days: int = _rule(5, "days", 0, 60)
    transit_days: int = _rule(7, "days", 0, 60)
    wallet_fees: str = _rule("0.6%, 0.38%", "fees", form="0.6%, 0.38%")
    pass_order: str = _rule("", "passes", form="one_to_many, open_to_date")
    pass_by_hand: str = _rule("confirm", "", choices=_PASS)
    pass_reversal: str = _rule("confirm", "", choices=_PASS)
    pass_reference: str = _rule("confirm", "", choices=_PASS)
    pass_memo_number: str = _rule("confirm", "", choices=_PASS)
    pass_amount_differs: str = _rule("confirm", "", choices=_PASS)
    pass_other_currency: str = _rule("confirm", "", choices=_PASS)
    pass_month_named: str = _rule("confirm", "", choices=_PASS)
    pass_exact_amount: str = _rule("confirm", "", choices=_PASS)
    pass_equal_items: str = _rule("confirm", "", choices=_PASS)
    pass_open_to_date: str = _rule("confirm", "", choices=_PASS)
    pass_one_to_many: str = _rule("confirm", "", choices=_PASS)
    pass_many_to_one: str = _rule("confirm", "", choices=_PASS)
    pass_credit_note: str = _rule("confirm", "", choices=_PASS)
    pass_likely: str = _rule("suggest", "", choices=("off", "suggest"))

    customers: tuple[tuple[str, str, Any], ...] = ()  # (customer's key, rule, value)

    def mode(self, pass_name: str) -> str:
        """off | suggest | confirm for the pass; passes without a rule are on."""
        return str(getattr(self, f"pass_{pass_name}", "confirm"))

    def order_of(self, shipped: Sequence[str]) -> list[str]:
        """The passes as they run: those that `pass_order` names stand in its order in the places they hold together, the others stay."""
        wanted = _listed(self.pass_order)
        following = iter(wanted)
        return [next(following) if name in wanted else name for name in shipped]

    def of(self, customer: str) -> Rules:
        """The rules for one customer (its key): those of the book with its own in their place."""
        own = {name: value for key, name, value in self.customers if key == customer}
        return replace(self, **own) if own else self

    def discount(self) -> tuple[Decimal, int] | None:
        """Cash discount in percent and the days it may be taken in, as `terms` say; None for none."""
        found = _TERMS.fullmatch(self.terms.strip())
        return (Decimal(found[1]), int(found[2])) if found and found[1] else None


    def fee_rates(self) -> list[tuple[Decimal, bool]]:
        """What banks and platforms keep, as `fees` say it: a number and whether it is a percentage."""
        return [(Decimal(part.rstrip("%")), part.endswith("%")) for part in _listed(self.fees)]


class RuleError(ValueError):
    """A rule that does not exist or a value that does not fit; `facts` fill the user's sentence."""

    def __init__(self, code: str, **facts: Any):
        self.code, self.facts = code, facts
        super().__init__(f"{code}: {facts}")


def rule_names() -> list[str]:
    return [f.name for f in fields(Rules) if f.name != "customers"]


def rule_meta(name: str) -> dict[str, Any]:
    """unit, low, high and choices of a rule; customer: it can be set for one customer; form: how it is written."""
    return dict(next(f.metadata for f in fields(Rules) if f.name == name))


def with_rule(rules: Rules, name: str, text: str) -> Rules:
    """`rules` with one value read from text; `rule@customer` sets it for one customer.

    Raises RuleError: rule_unknown (offers the nearest name), rule_value (says what would fit).
    """
    name, _, customer = name.strip().partition("@")
    name = name.strip().replace("-", "_")
    known = [n for n in rule_names() if not customer or rule_meta(n)["customer"]]
    if name not in known:
        near = difflib.get_close_matches(name, known, 1, 0.5)
        raise RuleError("rule_unknown", rule=name, near=near[0] if near else ", ".join(known) if customer else "")
    value = _value(name, str(text).strip())
    if not customer:
        return replace(rules, **{name: value})
    key = party_key(customer)
    others = tuple(c for c in rules.customers if c[:2] != (key, name))
    return replace(rules, customers=(*others, (key, name, value)))


def _value(name: str, text: str) -> Any:
    meta, old = rule_meta(name), getattr(Rules(), name)
    try:
        value = type(old)(text)
    except (ValueError, InvalidOperation):
        raise RuleError("rule_value", rule=name, value=text, fits=type(old).__name__) from None
    if meta["choices"] and value not in meta["choices"]:
        raise RuleError("rule_value", rule=name, value=text, fits=" / ".join(meta["choices"]))
    low, high = meta["low"], meta["high"]
    if low is not None and not low <= value <= high:
        raise RuleError("rule_value", rule=name, value=text, fits=f"{low} .. {high}")
    if name in ("fees", "wallet_fees") and not all(_FEE.fullmatch(part) for part in _listed(value)):
        raise RuleError("rule_value", rule=name, value=text, fits=meta["form"])
    if name == "seller_account" and not _ACCOUNT.fullmatch(value):
        raise RuleError("rule_value", rule=name, value=text, fits=meta["form"])
    if name == "pass_order":
        _check_order(text)
    if name == "rates":
        try:
            read_fixed(value)
        except ValueError:
            raise RuleError("rule_value", rule=name, value=text, fits=meta["form"]) from None
    if name == "terms" and (not _TERMS.fullmatch(value) or (value and not any(c.isdigit() for c in value))):
        raise RuleError("rule_value", rule=name, value=text, fits=meta["form"])
    return value


def _listed(text: str) -> list[str]:
    return [name.strip() for name in re.split(r"[,，;；、]", text) if name.strip()]


def _check_order(text: str) -> None:
    """Raise RuleError for a pass that does not exist, stands twice, or has no other place (what persons decided comes first, what is likely last)."""
    wanted = _listed(text)
    known = [n.removeprefix("pass_") for n in rule_names() if n.startswith("pass_")] + ["oldest_first"]
    movable = sorted(set(known) - {"order", "by_hand", "likely"})
    for name in wanted:
        if name not in movable:
            near = difflib.get_close_matches(name, movable, 1, 0.5)
            raise RuleError("rule_value", rule="pass_order", value=name, fits=near[0] if near else ", ".join(movable))
    if len(set(wanted)) < len(wanted):
        raise RuleError("rule_value", rule="pass_order", value=text, fits=", ".join(dict.fromkeys(wanted)))
