"""OFX and QFX, both the old form (SGML) and the new (XML), read by ofxtools. Amounts carry their sign; FITID names an entry once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ofxtools.Parser import TreeBuilder

from ticktie.formats.statement import Entry, FormatError, Statement, stated


def is_ofx(text: str) -> bool:
    """The text begins as such files do."""
    start = text[:2000].upper()
    return "OFXHEADER" in start or "<OFX>" in start


def statements(text: str) -> Iterator[tuple[str, Statement]]:
    """A statement for each account of the file. Raises FormatError."""
    body = text[text.upper().find("<OFX>") :] if "<OFX>" in text.upper() else ""
    builder = TreeBuilder()
    try:
        builder.feed(re.sub(r">\s+<", "><", body.strip()))
        root = builder.close()
    except Exception as error:  # the library's parser fails in many ways on damaged files
        raise FormatError(f"{type(error).__name__}: {str(error)[:200]}") from None
    found = [*root.iter("STMTRS"), *root.iter("CCSTMTRS")] if root is not None else []
    if not found:
        raise FormatError("STMTRS, CCSTMTRS: none")
    if len(list(root.iter("STMTTRN"))) != len(re.findall(r"<STMTTRN>", body, re.IGNORECASE)):
        raise FormatError("STMTTRN")
    for node in found:
        yield "OFX", _statement(node)


def _statement(node: Element) -> Statement:
    account = _text(node, "BANKACCTFROM/ACCTID") or _text(node, "CCACCTFROM/ACCTID")
    currency = _text(node, "CURDEF")
    made = Statement(account)
    for one in node.iter("STMTTRN"):
        amount = _text(one, "TRNAMT")
        amount = amount.replace(",", ".") if "," in amount and "." not in amount else amount
        memo = " | ".join(dict.fromkeys(t for t in (_text(one, "MEMO"), _text(one, "CHECKNUM")) if t))
        party = _text(one, "NAME") or _text(one, "PAYEE/NAME")
        made.entries.append(Entry(
            _day(_text(one, "DTPOSTED")), amount, _text(one, "CURRENCY/CURSYM") or currency, "", party, _text(one, "BANKACCTTO/ACCTID"), memo,
            _text(one, "REFNUM"), _text(one, "FITID"), _text(one, "TRNTYPE"),
        ))  # fmt: skip
    made.stated |= stated(first_day=_day(_text(node, "BANKTRANLIST/DTSTART")), last_day=_day(_text(node, "BANKTRANLIST/DTEND")))
    return made


def _day(text: str) -> str:
    """20260602101112[+8:CST] -> 2026-06-02; what is no such day stays as it is."""
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}" if re.match(r"\d{8}", text) else text


def _text(node: Element, path: str) -> str:
    return (node.findtext(path) or "").strip()
