"""Replies: which count, what they become, why others stand to check, and that none touches the ledger."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

from tests.commands.replies import CONTACTS, form, mail, register, sent, statement
from ticktie.commands.confirm import MOST_BYTES, read_reply
from ticktie.domain.register import Register
from ticktie.reports.register.judge import Judge, Verdict

NUMBER, TOKEN = statement().number, statement().token


def judged(path: Path, lines: Register | None = None, claim: str = "", contacts=CONTACTS) -> list[Verdict]:
    known = register() if lines is None else lines
    return [v for reply in read_reply(path) for v in Judge(known, contacts, "李强", "2026-07-09", claim).of(reply)]  # type: ignore[arg-type]


def told(path: Path, **asked) -> list[str]:
    """`event` or `to_check code`, a word a verdict."""
    return [f"{v.event} {v.code}".strip() for v in judged(path, **asked)]


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize(("cells", "what"), [
    ({"agree": True}, "agreed"),
    ({"agree": "是", "theirs_0": 300, "theirs_1": 50}, "agreed"),
    ({"differ": True, "theirs_0": 250}, "differs"),
    ({"differ": True}, "differs"),
    ({"differ": True, "figure_1": 280}, "differs"),
    ({"differ": True, "extra_0": ("2026-06-09", "SO9", "CNY", 80, "未列")}, "differs"),
    ({}, "to_check nothing_filled"),
    ({"signer": "李四"}, "to_check nothing_filled"),
    ({"agree": True, "differ": True}, "to_check both_ticked"),
    ({"theirs_0": 250}, "to_check not_ticked"),
    ({"reason": "少一张"}, "to_check not_ticked"),
    ({"agree": True, "theirs_0": 250}, "to_check contradicts"),
    ({"agree": True, "why_1": "没收到货"}, "to_check contradicts"),
    ({"differ": True, "theirs_0": 300, "theirs_1": 50}, "to_check contradicts"),
    ({"agree": "x"}, "to_check unreadable_answer"),
    ({"differ": True, "theirs_0": "约三百"}, "to_check unreadable_answer"),
    ({"differ": True, "extra_0": ("", "SO9", "", 80, "哪个币种")}, "to_check unreadable_answer"),
    ({"agree": True, "promise": "下周"}, "to_check unreadable_answer"),
    ({"agree": True, "locked_line_1": (6, 200)}, "to_check altered"),
    ({"agree": True, "locked_line_1": (3, "SO22")}, "to_check altered"),
    ({"agree": True, "locked_balance_0": (6, 30)}, "to_check altered"),
    ({"agree": True, "locked_balance_0": (6, "三百")}, "to_check altered"),
    ({"agree": True, "locked_customer": (3, "别家")}, "to_check altered"),
    ({"agree": True, "locked_end": (3, "2026-07-31")}, "to_check altered"),
    ({"agree": True, "locked_token": (3, "AAAAA-BBBBB")}, "to_check wrong_token"),
    ({"agree": True, "locked_number": (3, "ST-20260630-AAAAAAAA")}, "to_check unknown_number"),
    ({"agree": True, "locked_number": (3, NUMBER.replace("20260630", "20260531"))}, "to_check other_period"),
])  # fmt: skip
def test_a_returned_workbook(tmp_path, cells, what, language):
    assert told(form(tmp_path / "任意名称.xlsx", language=language, **cells)) == [what]


def test_figures_and_contested_lines_are_exact(tmp_path):
    path = form(
        tmp_path / "r.xlsx", differ=True, theirs_0=1150.5, reason="少一张退货单", signer="李四", figure_1=280.1, why_1="单价不符", figure_0=1200,
        extra_0=("2026-06-09", "SO9", None, 80, "未列"), extra_1=("2026-06-10", "", "USD", "8.25", ""), promise="2026-07-20",
    )  # fmt: skip
    (verdict,) = judged(path, register(sent(), sent("新星")).following([]))
    assert verdict.code == "unreadable_answer", "an extra line without a currency, where there are two"
    path = form(tmp_path / "r.xlsx", differ=True, theirs_0=1150.5, reason="少一张退货单", signer="李四", figure_1=280.1, why_1="单价不符", figure_0=1200,
                extra_1=("2026-06-10", "", "USD", "8.25", ""), promise="2026-07-20")  # fmt: skip
    (verdict,) = judged(path)
    differs, *lines, promised = verdict.lines
    assert (differs.event, differs.grade, differs.reason, differs.file) == ("differs", "typed", "少一张退货单; 李四", "r.xlsx")
    assert [(b.currency, b.theirs) for b in differs.balances] == [("CNY", 115050)]
    assert [(e.event, e.document, e.currency, e.amount, e.reason) for e in lines] == [
        ("disputed", "SO2", "CNY", 28010, "单价不符"), ("disputed", "2026-06-10", "USD", 825, "")]  # fmt: skip
    assert (promised.event, promised.day) == ("promised", "2026-07-20")


def test_rows_in_another_order_and_words_around_it_change_nothing(tmp_path):
    path = form(tmp_path / "r.xlsx", differ=True, figure_1=280)
    made = openpyxl.load_workbook(path)
    rows = [[c.value for c in row] for row in made.active.iter_rows()]
    other = openpyxl.Workbook()
    other.active.append(["看下面"])
    for row in reversed(rows):
        other.active.append([None, "批注", *row])
    other.save(path)
    assert told(path) == ["differs"]


def test_a_formula_without_a_value_is_no_figure(tmp_path):
    assert told(form(tmp_path / "r.xlsx", differ=True, theirs_0="=100+200")) == ["to_check unreadable_answer"]


@pytest.mark.parametrize(("text", "what"), [
    ("相符", "agreed"),
    ("金额无误。", "agreed"),
    ("您好！\n经核对，余额相符。\n谢谢\n王芳\n2026年7月2日\n电话：0512-88886666", "agreed"),
    ("與我方帳面相符", "agreed"),
    ("We agree.\nBest regards", "agreed"),
    ("The balance is correct", "agreed"),
    (f"对账单 {NUMBER} 相符", "agreed"),
    ("不符", "differs"),
    ("余额不一致\nSO2 应为 280 元", "differs"),
    ("We do not agree", "differs"),
    ("相符\n不符", "to_check unreadable_answer"),
    ("基本相符", "to_check unreadable_answer"),
    ("相符，但少一张退货单", "to_check unreadable_answer"),
    ("相符\n另外SO2还没收到货", "to_check unreadable_answer"),
    ("相符\n另见附件", "to_check unreadable_answer"),
    ("收到，我们看一下", "to_check unreadable_answer"),
    ("OK", "to_check unreadable_answer"),
    ("no, agree", "to_check unreadable_answer"),
    ("We agree except SO2", "to_check unreadable_answer"),
    ("", "to_check nothing_filled"),
])  # fmt: skip
def test_a_mail_in_clear_words(tmp_path, text, what):
    assert told(mail(tmp_path / "re.eml", text)) == [what]


def test_what_cannot_be_taken_is_kept_in_words(tmp_path):
    (verdict,) = judged(mail(tmp_path / "re.eml", "相符，但少一张退货单"))
    assert "相符，但少一张退货单" in verdict.lines[0].reason


@pytest.mark.parametrize(("asked", "what"), [
    ({}, "agreed"),
    ({"sender": "AP@HL.CN"}, "agreed"),
    ({"sender": "boss@hl.cn"}, "agreed"),
    ({"sender": "someone@else.cn"}, "to_check other_address"),
    ({"sender": "pay@xx.cn"}, "to_check other_customer"),
    ({"quoted": False}, "to_check unknown_number"),
    ({"Auto_Submitted": "auto-replied"}, "auto_reply"),
])  # fmt: skip
def test_whose_mail_counts(tmp_path, asked, what):
    assert told(mail(tmp_path / "re.eml", "相符", **asked)) == [what]


def test_a_customer_without_an_address(tmp_path):
    assert told(mail(tmp_path / "re.eml", "相符"), contacts={}) == ["to_check no_address"]


def test_another_customer_s_reply_from_this_one_s_address(tmp_path):
    """The workbook of 新星 comes from the address of 华联."""
    path = mail(tmp_path / "re.eml", "见附件", form(tmp_path / "r.xlsx", "新星", agree=True), quoted=False)
    assert told(path) == ["to_check other_customer"]


def test_two_senders_in_one_header_are_nobody(tmp_path):
    path = mail(tmp_path / "re.eml", "相符")
    path.write_bytes(path.read_bytes().replace(b"From: ", b"From: a@b.cn, ", 1))
    assert told(path) == ["to_check other_address"]


def test_a_mail_with_the_workbook(tmp_path):
    path = mail(tmp_path / "re.eml", "请查收附件", form(tmp_path / "r.xlsx", agree=True))
    (verdict,) = judged(path)
    (line,) = verdict.lines
    assert (line.event, line.grade, line.to, line.file, line.token, len(line.digest)) == ("agreed", "mail", "ap@hl.cn", "re.eml", TOKEN, 64)


def test_a_workbook_that_agrees_under_a_text_that_does_not(tmp_path):
    assert told(mail(tmp_path / "re.eml", "但SO2有争议", form(tmp_path / "r.xlsx", agree=True))) == ["to_check contradicts"]


def test_our_own_workbook_sent_back_empty_leaves_the_words(tmp_path):
    assert told(mail(tmp_path / "re.eml", "相符", form(tmp_path / "r.xlsx"), quoted=False)) == ["agreed"]


@pytest.mark.parametrize(("claim", "scan", "grade"), [("", True, "mail"), ("seal", True, "seal"), ("seal", False, "mail"), ("e_signature", False, "e_signature")])
def test_the_grade_of_evidence(tmp_path, claim, scan, grade):
    pdf = tmp_path / "盖章.pdf"
    pdf.write_bytes(b"%PDF-1.4 scan")
    path = mail(tmp_path / "re.eml", "相符", *([pdf] if scan else []))
    (verdict,) = judged(path, claim=claim)
    assert verdict.lines[0].grade == grade


def test_a_scan_without_words_is_for_a_person(tmp_path):
    pdf = tmp_path / "盖章.pdf"
    pdf.write_bytes(b"%PDF-1.4 scan")
    assert told(mail(tmp_path / "re.eml", "", pdf), claim="seal") == ["to_check scan"]
    assert told(pdf) == ["to_check scan"]


@pytest.mark.parametrize("charset", ["gbk", "gb2312", "big5", "utf-8"])
@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
def test_encodings(tmp_path, charset, transfer):
    made = EmailMessage()
    made["From"], made["Subject"] = "ap@hl.cn", "Re"
    words = "餘額相符" if charset == "big5" else "余额相符"
    made.set_content(f"{words}\n\n> {NUMBER} {TOKEN}\n", charset=charset, cte=transfer)
    path = tmp_path / "re.eml"
    path.write_bytes(made.as_bytes())
    assert told(path) == ["agreed"]


def test_html_only(tmp_path):
    made = EmailMessage()
    made["From"], made["Subject"] = "ap@hl.cn", f"{NUMBER} {TOKEN}"
    made.set_content("<html><head><style>x{}</style></head><body><div>相符</div><div>王芳</div><blockquote>请回复相符或不符</blockquote></body></html>", subtype="html")
    path = tmp_path / "re.eml"
    path.write_bytes(made.as_bytes())
    assert told(path) == ["agreed"]


def test_words_that_are_only_quoted_answer_nothing(tmp_path):
    assert told(mail(tmp_path / "re.eml", f"> 相符\n> {NUMBER} {TOKEN}", quoted=False)) == ["to_check nothing_filled"]


def test_a_forwarded_reply_comes_from_who_forwards_it(tmp_path):
    inner = mail(tmp_path / "inner.eml", "相符", form(tmp_path / "r.xlsx", agree=True))
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "sales@firm.cn", "转发"
    outer.set_content("客户已确认")
    outer.add_attachment(__import__("email").message_from_bytes(inner.read_bytes(), policy=__import__("email.policy").policy.default))
    path = tmp_path / "outer.eml"
    path.write_bytes(outer.as_bytes())
    assert told(path) == ["to_check other_address"]
    outer.replace_header("From", "boss@hl.cn")
    path.write_bytes(outer.as_bytes())
    assert told(path) == ["agreed"]


def test_zips(tmp_path):
    inside = form(tmp_path / "r.xlsx", agree=True)
    zipped = tmp_path / "回单.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.write(inside, "目录/r.xlsx")
    assert told(zipped) == ["agreed"]
    assert told(mail(tmp_path / "re.eml", "见附件", zipped)) == ["agreed"]


def bounce(path: Path, to: str = "ap@hl.cn", action: str = "failed", known: bool = True) -> Path:
    subject = f"对账单 {NUMBER} {TOKEN}" if known else "hello"
    path.write_bytes(f"""From: MAILER-DAEMON@mx.cn
To: us@firm.cn
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.cn

Final-Recipient: rfc822; {to}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: message/rfc822

From: us@firm.cn
To: {to}
Subject: {subject}

body
--b--
""".encode())
    return path


@pytest.mark.parametrize(("asked", "what"), [
    ({}, "bounced"), ({"action": "delayed"}, "delayed"), ({"to": "x@y.cn"}, "to_check other_address"), ({"known": False}, "to_check unknown_number"),
])  # fmt: skip
def test_a_bounce(tmp_path, asked, what):
    assert told(bounce(tmp_path / "b.eml", **asked)) == [what]


def test_a_bounce_says_what_the_server_said(tmp_path):
    (verdict,) = judged(bounce(tmp_path / "b.eml"))
    assert (verdict.lines[0].to, verdict.lines[0].reason) == ("ap@hl.cn", "5.1.1 smtp; 550 no such user")
    assert register(sent()).following(verdict.lines).confirmations[NUMBER].state == "bounced"


@pytest.mark.parametrize("name", ["leer.eml", "r.xlsx", "r.zip", "r.xls"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", b"\x00\x01\x02" * 99])
def test_a_corrupt_file_is_told(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert told(path) == ["to_check unreadable_file"]


def test_a_workbook_that_is_no_reply(tmp_path):
    path = tmp_path / "r.xlsx"
    openpyxl.Workbook().save(path)
    assert told(path) == ["to_check no_form"]


def test_a_corrupt_workbook_in_a_mail_stands_at_its_statement(tmp_path):
    broken = tmp_path / "r.xlsx"
    broken.write_bytes(b"PK\x03\x04 broken")
    (verdict,) = judged(mail(tmp_path / "re.eml", "相符", broken))
    assert (verdict.code, verdict.number) == ("unreadable_file", NUMBER)


def test_winmail_is_told(tmp_path):
    path = tmp_path / "winmail.dat"
    path.write_bytes(b"\x78\x9f\x3e\x22")
    assert told(mail(tmp_path / "re.eml", "相符", path)) == ["to_check winmail"]


def test_a_huge_mail_is_not_read(tmp_path):
    path = tmp_path / "re.eml"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert told(path) == ["to_check too_large"]


def test_an_answer_to_an_audit_letter_is_not_registered(tmp_path):
    made = mail(tmp_path / "re.eml", "信息证明无误 CL-20260630-ABCDEFGH", quoted=False)
    (verdict,) = judged(made)
    assert (verdict.code, verdict.lines) == ("audit_letter", ())


# --- versions, and the same again ---


def test_a_reply_to_an_earlier_version_says_so(tmp_path):
    newer = register(sent(), replace(sent("华联", "drafted"), token="AAAAA-AAAAA", form=""))
    assert told(mail(tmp_path / "re.eml", "相符"), lines=newer) == ["to_check earlier_version"]
    assert told(form(tmp_path / "r.xlsx", agree=True), lines=newer) == ["to_check earlier_version"]


@pytest.mark.parametrize("text", ["相符", "不符", "收到，我们看一下"])
def test_the_same_reply_twice_adds_nothing(tmp_path, text):
    path = mail(tmp_path / "re.eml", text)
    (first,) = judged(path)
    known = register().following(first.lines)
    assert told(path, lines=known) == ["known"]


def test_an_old_reply_does_not_come_back_over_a_newer_one(tmp_path):
    old, new = mail(tmp_path / "1.eml", "相符"), mail(tmp_path / "2.eml", "不符")
    known = register()
    for path in (old, new):
        (verdict,) = judged(path, lines=known)
        known = known.following(verdict.lines)
    assert told(old, lines=known) == ["known"]
    assert known.confirmations[NUMBER].state == "differs"


def test_the_same_answer_in_another_file_adds_nothing_and_a_stronger_one_does(tmp_path):
    (first,) = judged(mail(tmp_path / "1.eml", "相符"))
    known = register().following(first.lines)
    pdf = tmp_path / "章.pdf"
    pdf.write_bytes(b"%PDF-1.4 scan")
    again = mail(tmp_path / "2.eml", "金额无误", pdf)
    assert told(again, lines=known) == ["known"]
    assert told(again, lines=known, claim="seal") == ["agreed"]


def test_a_reply_counts_once_its_address_is_stored(tmp_path):
    path = mail(tmp_path / "re.eml", "相符", sender="new@hl.cn")
    (first,) = judged(path)
    known = register().following(first.lines)
    stored = {**CONTACTS, "华联": replace(CONTACTS["华联"], emails=("new@hl.cn",))}
    assert told(path, lines=known, contacts=stored) == ["agreed"]


def test_an_answered_draft_was_with_the_customer(tmp_path):
    (verdict,) = judged(mail(tmp_path / "re.eml", "相符"), lines=register(sent(event="drafted", via="eml")))
    assert [(e.event, e.via) for e in verdict.lines] == [("sent", "eml"), ("agreed", "mail")]
