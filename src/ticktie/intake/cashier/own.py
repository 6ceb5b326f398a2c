"""Journal lines that are no salesperson's money: between own accounts, and the firm's own costs."""

from __future__ import annotations

import pandas as pd

from ticktie.domain.cashier import REPORTED
from ticktie.domain.outcome import Transfer
from ticktie.intake.cashier.words import says


def set_aside_own(frame: pd.DataFrame, days: int) -> tuple[pd.DataFrame, list[Transfer]]:
    """Mark them `not_customer`; also a salesperson's own lines that he handed money over, which report nothing.

    A journal line that names a salesperson is never taken, nor money in that names a customer; money out that names neither is
    the firm's own payment.
    """
    aside, flags = frame["set_aside"].to_numpy(copy=True), frame["flags"].to_numpy(copy=True)
    ends: list[int] = []
    columns = ("side", "set_aside", "party_key", "customer_key", "amount", "memo", "purpose")
    for i, (side, gone, party, customer, amount, memo, purpose) in enumerate(zip(*(frame[c] for c in columns), strict=True)):
        if gone:
            continue
        if side == REPORTED:
            if purpose == "hand_over" and amount < 0:
                aside[i], flags[i] = "not_customer", f"{flags[i]} handed_over".strip()
            continue
        if party:
            continue
        if says(memo, "money_kind", "own_transfer"):
            ends.append(i)
            aside[i], flags[i] = "not_customer", f"{flags[i]} own_transfer".strip()
        elif says(memo, "money_kind", "own_cost") or (amount < 0 and not customer):
            aside[i] = "not_customer"
    frame["set_aside"], frame["flags"] = aside, flags
    frame["purpose"] = ["" if p == "hand_over" else p for p in frame["purpose"]]
    return frame, _tied(frame, ends, days)


def _tied(frame: pd.DataFrame, ends: list[int], days: int) -> list[Transfer]:
    """Money out of one account with the same money into another, the nearest day first."""
    into = [i for i in ends if frame.at[i, "amount"] > 0]
    ties: list[Transfer] = []
    for out in sorted((i for i in ends if frame.at[i, "amount"] < 0), key=lambda i: (frame.at[i, "date"], i)):
        fits = [
            i for i in into if frame.at[i, "amount"] == -frame.at[out, "amount"] and frame.at[i, "currency"] == frame.at[out, "currency"]
            and frame.at[i, "sheet"] + frame.at[i, "account"] != frame.at[out, "sheet"] + frame.at[out, "account"]
            and abs((frame.at[i, "date"] - frame.at[out, "date"]).days) <= days
        ]  # fmt: skip
        if fits:
            best = min(fits, key=lambda i: (abs((frame.at[i, "date"] - frame.at[out, "date"]).days), i))
            into.remove(best)
            ties.append(Transfer(out, best, int(frame.at[best, "amount"])))
    return ties


