"""SWIFT MT940 and MT942, read by mt-940. Whether money came or went is the mark's word: C and RD (a debit taken back) in, D and RC out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import mt940

from ticktie.formats.statement import Entry, FormatError, Statement, signed, stated

_MESSAGE = re.compile(r"^:20:", re.MULTILINE)
_LINE = re.compile(r"^:61:", re.MULTILINE)


def is_swift(text: str) -> bool:
    """The text has the fields that every such message has."""
    start = text[:4000]
    return bool(re.search(r"^:20:", start, re.MULTILINE) and re.search(r"^:25[A-Z]?:", start, re.MULTILINE) and re.search(r"^:(?:28C?|60[FM]|34F|61):", text[:20000], re.MULTILINE))


def statements(text: str) -> Iterator[tuple[str, Statement]]:
    """MT940 or MT942 and a statement, for each message of the file. Raises FormatError."""
    starts = [m.start() for m in _MESSAGE.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        message = text[start:end].replace("\r\n", "\n")
        yield ("MT942" if re.search(r"^:34F:", message, re.MULTILINE) else "MT940"), _statement(message.rstrip("-}\n \t\x03"))


def _statement(message: str) -> Statement:
    collection = mt940.models.Transactions()
    try:
        found = [t.data for t in collection.parse(message)]
    except Exception as error:  # the library has no error of its own for text that it cannot read
        raise FormatError(f"{type(error).__name__}: {str(error)[:200]}") from None
    lines = len(_LINE.findall(message))
    if len(found) != lines and not (lines == 0 and not any("amount" in d for d in found)):
        raise FormatError(f":61: {lines}, read {len(found)}")
    said = collection.data
    opening, closing = (said.get(f"final_{w}_balance") or said.get(f"intermediate_{w}_balance") for w in ("opening", "closing"))
    made = Statement(str(said.get("account_identification") or "").strip())
    made.entries = [_entry(d, opening or closing) for d in found if "amount" in d]
    made.stated |= stated(opening_balance=_balance(opening), closing_balance=_balance(closing), entries=len(made.entries) if lines else "")
    return made


def _entry(data: dict[str, object], home: object) -> Entry:
    amount, status = data["amount"], str(data.get("status") or "").upper()
    currency = getattr(amount, "currency", None) or getattr(getattr(home, "amount", None), "currency", None) or ""
    memo = " | ".join(str(data[k]).replace("\n", " ").strip() for k in ("transaction_details", "extra_details") if data.get(k))
    reference, serial = (str(data.get(k) or "").strip() for k in ("customer_reference", "bank_reference"))
    day = data.get("entry_date") or data.get("date")
    return Entry(
        f"{day:%Y-%m-%d}" if day else "", f"{abs(amount.amount):f}", str(currency), status, "", "", memo,  # type: ignore[attr-defined]
        "" if reference == "NONREF" else reference, serial, str(data.get("id") or ""),
    )  # fmt: skip


def _balance(balance: object) -> str:
    amount = getattr(getattr(balance, "amount", None), "amount", None)
    return "" if amount is None else signed(abs(amount), amount < 0)
