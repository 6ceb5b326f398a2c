"""A statement that went out, and replies to it: workbooks filled in as a customer would, mails built as mail programs build them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from tests.reports.outcomes import outcome, view
from ticktie.domain.contacts import Contact
from ticktie.domain.outcome import Outcome
from ticktie.domain.register import Balance, Entry, Register
from ticktie.reports.statement.build import Statements
from ticktie.reports.statement.model import Statement
from ticktie.reports.statement.reply import MARK, form_digest
from ticktie.workbook.reply_file import TICK, write_reply

ITEMS = "S1 华联 06-02 1200 no=SO1; S2 华联 06-03 300 no=SO2; S3 华联 06-04 50 cur=USD no=SO3; R2 华联 06-05 1195; S4 新星 06-04 77 no=SO4"
LINKS = "R2>S1 1195 +fee 5 by=reference"
CONTACTS = {"华联": Contact("华联", "华联", ("ap@hl.cn", "boss@hl.cn"), "王芳"), "新星": Contact("新星", "新星", ("pay@xx.cn",))}


@cache
def statement(key: str = "华联") -> Statement:
    made = Statements(view(outcome(ITEMS, LINKS))).of(key)
    return made if made.token else replace(made, token={"华联": "ABCDE-FGHIJ", "新星": "KLMNO-PQRST"}[key])


def sent(key: str = "华联", event: str = "sent", **fields: Any) -> Entry:
    """The line of the register with which the statement went out."""
    s = statement(key)
    balances = tuple(Balance(p.currency, p.opening, p.closing) for p in s.parts)
    line = Entry(
        0, "2026-07-01", "王芳", event, s.number, key, s.customer, str(s.start), str(s.end), str(s.reply_by), balances, s.token, "detailed", "d1",  # type: ignore[arg-type]
        "smtp", CONTACTS[key].emails[0], form=form_digest(s),
    )  # fmt: skip
    return replace(line, **fields)


def register(*lines: Entry) -> Register:
    return Register().following(lines or (sent(), sent("新星")))


def book(lines: Register | None = None) -> Outcome:
    made = outcome(ITEMS, LINKS)
    return replace(made, ledger=replace(made.ledger, contacts=CONTACTS), register=lines if lines is not None else register())


def form(path: Path, key: str = "华联", language: str = "zh-Hans", **cells: Any) -> Path:
    """The reply workbook filled in: agree=True; theirs_0=1150 (the balance of the first currency); figure_1, reason_1 (of line 1);
    extra_0=("2026-06-09", "SO9", "CNY", 80, "未列"); locked_number=..., locked_line_0=(column, value) alter what may not be."""
    write_reply(statement(key), language, path)
    made = openpyxl.load_workbook(path)
    page = made.active
    rows = {str(c.value)[len(MARK) :]: c.row for c in page["A"] if str(c.value).startswith(MARK)}
    for name, value in cells.items():
        part, _, n = name.rpartition("_")
        if name in ("agree", "differ"):
            page.cell(rows[name], 5, TICK if value is True else value)
        elif name in ("reason", "signer", "promise"):
            page.cell(rows[name], 5, value)
        elif part == "theirs":
            page.cell(rows[f"balance:{n}"], 8, value)
        elif part in ("figure", "why"):
            page.cell(rows[f"line:{n}"], 8 if part == "figure" else 9, value)
        elif part == "extra":
            for column, cell in zip((2, 3, 5, 8, 9), value, strict=True):
                page.cell(rows[f"extra:{n}"], column, cell)
        else:
            page.cell(rows[part.removeprefix("locked_") + f":{n}" if n.isdecimal() else n], *value)
    made.save(path)
    return path


def mail(path: Path, text: str = "", *attached: Path, sender: str = "ap@hl.cn", html: str = "", key: str = "华联", quoted: bool = True, **headers: str) -> Path:
    """A mail that answers ours; quoted: our text with number and token stands below, as mail programs put it."""
    s = statement(key)
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = f"财务 <{sender}>", "us@firm.cn", "回复：对账单"
    made["Date"] = "Thu, 02 Jul 2026 09:00:00 +0800"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    below = f"\n\n------------------ 原始邮件 ------------------\n发件人: us@firm.cn\n对账单 {s.number}，校验码 {s.token}。请回复相符或不符。" if quoted else ""
    made.set_content(text + below)
    if html:
        made.add_alternative(html + (f"<blockquote>对账单 {s.number}，校验码 {s.token}</blockquote>" if quoted else ""), subtype="html")
    for file in attached:
        kind = ("application", "pdf") if file.suffix == ".pdf" else ("application", "octet-stream")
        made.add_attachment(file.read_bytes(), maintype=kind[0], subtype=kind[1], filename=file.name)
    path.write_bytes(made.as_bytes())
    return path


TODAY = dt.date(2026, 7, 9)
