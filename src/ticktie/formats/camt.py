"""ISO 20022 camt.052, camt.053 and camt.054 in any version; a batch is split into its payments where their amounts add up to it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

from ticktie.formats.statement import Entry, FormatError, Statement, signed, stated

_REPORTS = {"Stmt": "camt.053", "Rpt": "camt.052", "Ntfctn": "camt.054"}
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)


def is_camt(data: bytes) -> bool:
    """The file is XML of that family."""
    return b":camt.05" in data[:4000] or (data.lstrip()[:5] == b"<?xml" and b"BkToCstmr" in data[:4000])


def statements(data: bytes) -> Iterator[tuple[str, Statement]]:
    """The name of the message and a statement, for each account of the file. Raises FormatError."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise FormatError(str(error)) from None
    found = False
    for node in root.iter("{*}Stmt", "{*}Rpt", "{*}Ntfctn"):
        found = True
        yield _REPORTS[etree.QName(node).localname], _statement(node)
    if not found:
        raise FormatError("Stmt, Rpt, Ntfctn: none")


def _statement(node: etree._Element) -> Statement:
    account = _text(node, "Acct/Id/IBAN") or _text(node, "Acct/Id/Othr/Id")
    made = Statement(account, _text(node, "Acct/Ownr/Nm"))
    home = _text(node, "Acct/Ccy")
    for entry in node.iterfind("{*}Ntry"):
        made.entries += _entries(entry, home)
    made.stated |= stated(
        opening_balance=_balance(node, _OPENING), closing_balance=_balance(node, _CLOSING), entries=_text(node, "TxsSummry/TtlNtries/NbOfNtries") if not _split(made, node) else "",
        sum_in=_text(node, "TxsSummry/TtlCdtNtries/Sum"), sum_out=_text(node, "TxsSummry/TtlDbtNtries/Sum"),
        first_day=_text(node, "FrToDt/FrDtTm")[:10], last_day=_text(node, "FrToDt/ToDtTm")[:10],
    )  # fmt: skip
    return made


def _split(made: Statement, node: etree._Element) -> bool:
    """A batch was split, so that the number of entries is another."""
    return len(made.entries) != len(node.findall("{*}Ntry"))


def _entries(node: etree._Element, home: str) -> list[Entry]:
    details = node.findall("{*}NtryDtls/{*}TxDtls")
    whole = _entry(node, node, details[0] if len(details) == 1 else None, home)
    if len(details) < 2:
        return [whole]
    parts = [_entry(node, _money_of(d), d, home) for d in details]
    amounts = [_decimal(p.amount) for p in parts]
    same = {p.direction for p in parts} == {whole.direction} and {p.currency for p in parts} == {whole.currency}
    if same and None not in amounts and sum(a for a in amounts if a is not None) == _decimal(whole.amount):
        return parts
    texts = dict.fromkeys(t for p in parts for t in (p.party, p.details) if t)
    return [Entry(whole.date, whole.amount, whole.currency, whole.direction, "", "", " | ".join([*texts]), whole.reference, whole.serial, whole.type, whole.status)]


def _money_of(detail: etree._Element) -> etree._Element:
    """Where a payment of a batch has its amount."""
    if detail.find("{*}Amt") is not None:
        return detail
    found = detail.find("{*}AmtDtls/{*}TxAmt")
    return detail if found is None else found


def _entry(node: etree._Element, money: etree._Element, detail: etree._Element | None, home: str) -> Entry:
    """An entry, or one payment of it. money: holds the amount."""
    amount = money.find("{*}Amt")
    direction = (_text(detail, "CdtDbtInd") if detail is not None else "") or _text(node, "CdtDbtInd")
    day = _text(node, "BookgDt/Dt") or _text(node, "BookgDt/DtTm")[:10] or _text(node, "ValDt/Dt") or _text(node, "ValDt/DtTm")[:10]
    side = "Dbtr" if direction == "CRDT" else "Cdtr"
    said = detail if detail is not None else node
    party = _text(said, f"RltdPties/{side}/Nm") or _text(said, f"RltdPties/{side}/Pty/Nm")
    other = _text(said, f"RltdPties/{side}Acct/Id/IBAN") or _text(said, f"RltdPties/{side}Acct/Id/Othr/Id")
    memo = [*(e.text or "" for e in said.iterfind("{*}RmtInf/{*}Ustrd")), _text(said, "AddtlTxInf") if detail is not None else "", _text(node, "AddtlNtryInf")]
    reference = _text(said, "Refs/EndToEndId")
    serial = (_text(detail, "Refs/AcctSvcrRef") if detail is not None else "") or _text(node, "AcctSvcrRef") or _text(node, "NtryRef")
    return Entry(
        day, (amount.text or "").strip() if amount is not None else "", (amount.get("Ccy") or home) if amount is not None else home, direction, party, other,
        " | ".join(t.strip() for t in memo if t.strip()), "" if reference == "NOTPROVIDED" else reference, serial,
        "reversal" if _text(node, "RvslInd") == "true" else _text(node, "BkTxCd/Prtry/Cd"), _text(node, "Sts/Cd") or _text(node, "Sts"),
    )  # fmt: skip


def _balance(node: etree._Element, codes: tuple[str, ...]) -> str:
    for code in codes:
        for balance in node.iterfind("{*}Bal"):
            amount = _decimal(_text(balance, "Amt"))
            if _text(balance, "Tp/CdOrPrtry/Cd") == code and amount is not None:
                return signed(amount, _text(balance, "CdtDbtInd") == "DBIT")
    return ""


def _text(node: etree._Element, path: str) -> str:
    found = node.find("/".join("{*}" + step for step in path.split("/")))
    return (found.text or "").strip() if found is not None else ""


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
