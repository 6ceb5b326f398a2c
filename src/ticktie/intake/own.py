"""Lines that are no customer's money: transfers between own accounts, own costs, interest, payments to suppliers."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from ticktie.domain.outcome import Transfer
from ticktie.domain.vocabulary import plain, words

_BACK = re.compile(r"退|REFUND|RETURN")


def set_aside_own(
    frame: pd.DataFrame, own_names: set[str], own_accounts: set[str], days: int, named: set[int]
) -> tuple[pd.DataFrame, list[Transfer]]:
    """Mark own transfers and own costs `not_customer`; tie the two ends of a transfer where both are in the book.

    A line with a customer of the book is never taken, nor one of `named`: lines that name one of its documents.
    """
    charges = frame[frame["side"] != "payment"]
    customers = set(charges["party_key"]) - {""}
    pay = frame[(frame["side"] == "payment") & (frame["set_aside"] == "")]
    aside, flags = frame["set_aside"].to_numpy(copy=True), frame["flags"].to_numpy(copy=True)
    accounts = {_digits(a) for a in own_accounts} - {""}
    transfer: set[int] = set()
    for i, key, memo, amount, counter in zip(
        pay.index, pay["party_key"], pay["memo"], pay["amount"], pay["counter_account"], strict=True
    ):
        if key in customers and key not in own_names:
            continue
        text = plain(memo)
        if (key and key in own_names) or (counter and _digits(counter) in accounts):
            transfer.add(i)
        elif amount < 0 and _says(text, "fee") and not _BACK.search(text) and (not key or key in words("own_cost", "platform")):
            aside[i] = "not_customer"
        elif i in named:
            continue
        elif _says(text, "transfer") and (not key or key in words("own_cost", "platform") or amount < 0):
            transfer.add(i)
        elif _is_cost(text, key, amount):
            aside[i] = "not_customer"
    transfers = _tie(frame, pay, transfer, customers, days)
    transfer |= {i for t in transfers for i in (t.out, t.into)}
    for i in transfer:
        aside[i], flags[i] = "not_customer", f"{flags[i]} own_transfer".strip()
    frame["set_aside"], frame["flags"] = aside, flags
    return frame, transfers


def _digits(account: str) -> str:
    return re.sub(r"[^0-9A-Z*]", "", account.upper())


def _says(text: str, name: str) -> bool:
    return any(w in text for w in words("own_cost", name))


def _is_cost(text: str, key: str, amount: int) -> bool:
    if amount > 0:
        return (not key or "银行" in key) and _says(text, "inflow")
    if _BACK.search(text):
        return False
    return bool(key) or _says(text, "memo")


def _tie(frame: pd.DataFrame, pay: pd.DataFrame, transfer: set[int], customers: set[str], days: int) -> list[Transfer]:
    """Pair money out of one own account with the same money into another, nearest date first.

    At least one end must be known as a transfer; the other end may be a platform's payout or say nothing of its payer.
    """
    ends = pay[pay["amount"] != 0]
    platforms = words("own_cost", "platform")
    free = [
        i for i, key in zip(ends.index, ends["party_key"], strict=True)
        if i in transfer or ((key == "" or key in platforms) and key not in customers)
    ]  # fmt: skip
    by_amount: dict[tuple[int, str], list[int]] = {}
    for i in free:
        if frame.at[i, "amount"] > 0:
            by_amount.setdefault((int(frame.at[i, "amount"]), frame.at[i, "currency"]), []).append(i)
    ties: list[Transfer] = []
    used: set[int] = set()
    for out in sorted((i for i in free if frame.at[i, "amount"] < 0), key=lambda i: (frame.at[i, "date"], i)):
        best: tuple[int, int] | None = None
        for into in by_amount.get((-int(frame.at[out, "amount"]), frame.at[out, "currency"]), []):
            gap = abs(int((frame.at[into, "date"] - frame.at[out, "date"]) / np.timedelta64(1, "D")))
            other = frame.at[out, "account"] != frame.at[into, "account"] or frame.at[out, "sheet"] != frame.at[into, "sheet"]
            if into in used or gap > days or not other or not (out in transfer or into in transfer):
                continue
            best = min(best or (gap, into), (gap, into))
        if best:
            used.add(best[1])
            ties.append(Transfer(out, best[1], int(frame.at[best[1], "amount"])))
    return ties
