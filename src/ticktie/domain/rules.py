"""Every setting, its default, its unit and its bounds: one frozen value, edited as data.

Shipped defaults < the firm's `ticktie.toml` < the workbook's Settings tab < `--set` on the command line.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, fields, replace
from typing import Any


def _rule(default: Any, unit: str, low: Any = None, high: Any = None, choices: tuple[str, ...] = ()) -> Any:
    return field(default=default, metadata={"unit": unit, "low": low, "high": high, "choices": choices})


_PASS = ("off", "suggest", "confirm")


@dataclass(frozen=True)
class Rules:
    """The rules of one run. Field names are the names users write in Settings and `--set`."""

    charge_on: str = _rule("auto", "side", choices=("auto", "order", "delivery"))
    base_currency: str = _rule("CNY", "ISO code")
    statement_customer: str = _rule("", "name")
    backups: int = _rule(5, "files", 0, 1000)
    subset_items: int = _rule(40, "items", 2, 200)
    subset_budget: int = _rule(2_000_000, "sums", 1000, 1_000_000_000)
    probability_limit: float = _rule(0.99, "share", 0.5, 1.0)
    expected_errors: float = _rule(0.5, "links", 0.0, 100.0)
    same_money_share: float = _rule(0.5, "share", 0.0, 1.0)
    transfer_days: int = _rule(5, "days", 0, 60)
    pass_by_hand: str = _rule("confirm", "", choices=_PASS)
    pass_reversal: str = _rule("confirm", "", choices=_PASS)
    pass_reference: str = _rule("confirm", "", choices=_PASS)
    pass_memo_number: str = _rule("confirm", "", choices=_PASS)
    pass_amount_differs: str = _rule("confirm", "", choices=_PASS)
    pass_month_named: str = _rule("confirm", "", choices=_PASS)
    pass_exact_amount: str = _rule("confirm", "", choices=_PASS)
    pass_equal_items: str = _rule("confirm", "", choices=_PASS)
    pass_open_to_date: str = _rule("confirm", "", choices=_PASS)
    pass_one_to_many: str = _rule("confirm", "", choices=_PASS)
    pass_many_to_one: str = _rule("confirm", "", choices=_PASS)

    def mode(self, pass_name: str) -> str:
        """off | suggest | confirm for the pass; passes without a rule are on."""
        return str(getattr(self, f"pass_{pass_name}", "confirm"))


class RuleError(ValueError):
    """A rule that does not exist or a value that does not fit; `facts` fill the user's sentence."""

    def __init__(self, code: str, **facts: Any):
        self.code, self.facts = code, facts
        super().__init__(f"{code}: {facts}")


def rule_names() -> list[str]:
    return [f.name for f in fields(Rules)]


def rule_meta(name: str) -> dict[str, Any]:
    """unit, low, high and choices of a rule."""
    return dict(next(f.metadata for f in fields(Rules) if f.name == name))


def with_rule(rules: Rules, name: str, text: str) -> Rules:
    """`rules` with one value read from text.

    Raises RuleError: rule_unknown (offers the nearest name), rule_value (says what would fit).
    """
    name = name.strip().replace("-", "_")
    if name not in rule_names():
        near = difflib.get_close_matches(name, rule_names(), 1, 0.5)
        raise RuleError("rule_unknown", rule=name, near=near[0] if near else "")
    meta, old = rule_meta(name), getattr(rules, name)
    try:
        value = type(old)(str(text).strip())
    except ValueError:
        raise RuleError("rule_value", rule=name, value=str(text), fits=type(old).__name__) from None
    if meta["choices"] and value not in meta["choices"]:
        raise RuleError("rule_value", rule=name, value=str(text), fits=" / ".join(meta["choices"]))
    low, high = meta["low"], meta["high"]
    if low is not None and not low <= value <= high:
        raise RuleError("rule_value", rule=name, value=str(text), fits=f"{low} .. {high}")
    return replace(rules, **{name: value})
