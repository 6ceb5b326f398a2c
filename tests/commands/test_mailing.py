"""Statements as letters through whole runs: drafts, mails to a real server, what is resumed, and what nobody else may read."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import hashlib
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest

from tests.commands.books import workbook
from tests.mail.post_office import Box, office
from tests.workbook.pdf.papers import text_of
from ticktie.commands import sending as command
from ticktie.commands.bank import agree_bank
from ticktie.commands.mailing import drafts
from ticktie.commands.reconcile import Request, look, reconcile
from ticktie.commands.sending import send
from ticktie.commands.statement import Wanted, statements
from ticktie.domain.problem import Refused
from ticktie.faces.cli import main
from ticktie.mail import journal as journals
from ticktie.mail.journal import path_of

ORDERS = [
    ("订单编号", "日期", "客户", "金额"),
    ("SO26001", "2026-06-01", "华联商贸有限公司", 1200),
    ("SO26002", "2026-06-02", "华联商贸有限公司", 800.5),
    ("SO26003", "2026-06-03", "新星超市有限公司", 300),
    ("SO26004", "2026-06-04", "Bolt Ltd", 45.2),
    ("SO26005", "2026-06-05", "丙丁贸易行", 77),
]
PAYMENTS = [("收款日期", "付款方", "金额", "摘要", "流水号"), ("2026-06-10", "华联商贸有限公司", 1500, "付SO26001、SO26003货款", "T0000001")]
CONTACTS = [
    ("客户", "邮箱", "联系人", "语言"),
    ("华联商贸有限公司", "ap@hualian.cn; cw@hualian.cn", "王芳", ""),
    ("新星超市有限公司", "ar@xinxing.cn", "", "繁体"),
    ("Bolt Ltd", "pay@bolt.com", "Ann", "English"),
]
NAMES = {row[2] for row in ORDERS[1:]}
SENT_TO = {"华联商贸有限公司", "新星超市有限公司", "Bolt Ltd"}
DAY = dt.date(2026, 6, 30)
NOW = dt.datetime(2026, 7, 1, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return workbook(tmp_path / "六月.xlsx", 订单=ORDERS, 收款=PAYMENTS, 客户资料=CONTACTS)


def wanted(book: Path, *customers: str, who: str = "王", **more) -> Wanted:
    sets = more.pop("sets", ())
    request = Request(book, as_of=DAY, who=who, today=DAY, sets=sets)
    return Wanted(request, book.parent / "out", customers, not customers, home=book.parent, now=NOW, **more)


def entries(book: Path) -> list[tuple[str, str, str]]:
    return [(e.event, e.customer, e.to) for e in look(Request(book, as_of=DAY)).register.entries]


def codes(posted) -> list[tuple[str, str]]:
    return [(name, p.code) for name, p in posted.failed]


def parsed(content: bytes):
    return email.message_from_bytes(content, policy=email.policy.default)


def everything(content: bytes) -> str:
    """All that a mail lets anybody read: headers, text, names and texts of its attachments, and its raw bytes."""
    made = parsed(content)
    told = [content.decode("ascii"), *(f"{k}: {v}" for k, v in made.items()), made.get_body().get_content()]
    for part in made.iter_attachments():
        told.append(part.get_filename())
        raw = part.get_content()
        told += text_of(raw) if raw.startswith(b"%PDF") else cells_of(raw)
    return "\n".join(told)


def cells_of(raw: bytes) -> list[str]:
    return [str(c.value) for sheet in openpyxl.load_workbook(io.BytesIO(raw)) for row in sheet.iter_rows() for c in row if c.value is not None]


# --- drafts ---


def test_drafts(book):
    posted = drafts(wanted(book))
    files = sorted((book.parent / "out").iterdir())
    assert (set(posted.done), codes(posted), posted.code) == (SENT_TO, [("丙丁贸易行", "contact_missing")], 4)
    assert posted.backup.exists()
    assert {(event, customer) for event, customer, _ in entries(book)} == {("drafted", name) for name in SENT_TO}
    (mine,) = [parsed(f.read_bytes()) for f in files if "华联" in f.name]
    register = look(Request(book, as_of=DAY)).register
    (line,) = [e for e in register.entries if e.customer == "华联商贸有限公司"]
    assert (mine["X-Unsent"], mine["To"], mine["From"], mine["Date"]) == ("1", "ap@hualian.cn, cw@hualian.cn", None, None)
    body = mine.get_body().get_content()
    for fact in ("王芳", line.number, line.token, "2026-06-01 至 2026-06-30", "CNY 500.50", "2026-07-07"):
        assert fact in body, fact
    (pdf,) = [p for p in mine.iter_attachments() if p.get_content_type() == "application/pdf"]
    paper = "\n".join(text_of(pdf.get_content()))
    assert line.token in paper
    assert line.number in pdf.get_filename()
    assert line.digest == hashlib.sha256((book.parent / "out" / line.file).read_bytes()).hexdigest()


def test_each_customer_reads_its_own_language(book):
    drafts(wanted(book))
    told = {parsed(f.read_bytes())["Content-Language"]: parsed(f.read_bytes()).get_body().get_content() for f in (book.parent / "out").iterdir()}
    assert "Please compare" in told["en"]
    assert "請與貴方帳目核對" in told["zh-Hant"]
    assert "请与贵方账目核对" in told["zh-Hans"]


def test_nobody_reads_of_another(book):
    drafts(wanted(book))
    owner = {row[0]: row[2] for row in ORDERS[1:]}
    addresses = {a: row[0] for row in CONTACTS[1:] for a in row[1].split("; ")}
    seen = set()
    for path in (book.parent / "out").iterdir():
        told = path.name + "\n" + everything(path.read_bytes())
        (mine,) = (n for n in SENT_TO if n in told)
        seen.add(mine)
        assert [n for n in NAMES if n != mine and n in told] == []
        assert [n for n, of in {**owner, **addresses}.items() if of != mine and n in told] == []
        assert [n for n, of in {**owner, **addresses}.items() if of == mine and n not in told] == []
    assert seen == SENT_TO


def test_a_second_run_changes_nothing(book):
    drafts(wanted(book))
    files = {f: f.read_bytes() for f in (book.parent / "out").iterdir()}
    before = book.read_bytes()
    posted = drafts(wanted(book))
    assert (posted.done, {name for name, _ in posted.skipped}, posted.noted) == ([], SENT_TO, 0)
    assert book.read_bytes() == before
    assert {f: f.read_bytes() for f in (book.parent / "out").iterdir()} == files
    again = drafts(wanted(book), again=True)
    assert (set(again.done), again.noted) == (SENT_TO, 3)
    assert {f: f.read_bytes() for f in (book.parent / "out").iterdir()} == files, "the same letter is the same bytes"


def test_the_same_token_as_on_the_pdf_and_the_tab(book):
    statements(wanted(book, "华联商贸有限公司"))
    (pdf,) = (book.parent / "out").iterdir()
    drafts(wanted(book, "华联商贸有限公司"))
    (line,) = look(Request(book, as_of=DAY)).register.entries
    assert line.token in "\n".join(text_of(pdf.read_bytes()))
    data = book.parent / "x.json"
    reconcile(Request(book, as_of=DAY, json=data))
    cells = [str(c.value) for row in openpyxl.load_workbook(book)["客户对账单"].iter_rows() for c in row if c.value]
    assert cells.count(line.token) == 2
    assert [s["token"] for s in json.loads(data.read_text("utf-8"))["statements"]] == [line.token]


def test_other_figures_are_drafted_anew(book):
    drafts(wanted(book, "Bolt Ltd"))
    made = openpyxl.load_workbook(book)
    made["订单"]["D5"] = 46
    made.save(book)
    assert drafts(wanted(book, "Bolt Ltd")).done == ["Bolt Ltd"]
    one, two = look(Request(book, as_of=DAY)).register.entries
    assert one.number == two.number
    assert one.token != two.token


BAD = {
    "unknown customer": (("没有这个公司",), "", "customer_unknown"),
    "confirmation letter": ((), "confirmation", "letter_not_sent"),
}


@pytest.mark.parametrize(("customers", "layout", "code"), BAD.values(), ids=BAD)
def test_refused_before_anything(book, customers, layout, code):
    before = book.read_bytes()
    for run in (lambda w: drafts(w), lambda w: send_plain(w)):
        with pytest.raises(Refused) as refused:
            run(wanted(book, *customers, layout=layout))
        assert [p.code for p in refused.value.problems] == [code]
    assert book.read_bytes() == before
    assert sorted(p.name for p in book.parent.iterdir() if p.suffix not in (".toml", ".key")) == [book.name]


def test_no_address_and_a_bad_one_are_told_with_their_cell(tmp_path):
    rows = [CONTACTS[0], ("Bolt Ltd", "pay@bolt", "", "")]
    path = workbook(tmp_path / "b.xlsx", 订单=ORDERS, 收款=PAYMENTS, 客户资料=rows)
    posted = drafts(wanted(path, "Bolt Ltd", "丙丁贸易行"))
    assert [(p.code, str(p.source)) for _, p in posted.failed] == [("contact_missing", "客户资料!B2"), ("contact_missing", "订单!A6")]
    assert posted.code == 1
    assert [str(p.source) for p in look(Request(path)).ledger.problems if p.code == "contact_bad_address"] == ["客户资料!B2"]


def test_a_customer_without_documents_that_count(tmp_path):
    orders = [(*ORDERS[0], "状态"), *((*row, "已取消" if row[2] == "Bolt Ltd" else "") for row in ORDERS[1:])]
    path = workbook(tmp_path / "b.xlsx", 订单=orders, 收款=PAYMENTS, 客户资料=CONTACTS)
    assert codes(drafts(wanted(path, "Bolt Ltd"))) == [("Bolt Ltd", "statement_empty")]


# --- sent ---


def settings(book: Path, port: int, **more: object) -> None:
    lines = [f"{k} = {json.dumps(v)}" for k, v in {"server": "localhost", "port": port, "tls": "plain", "sender": "ar@firm.cn", **more}.items()]
    (book.parent / "ticktie.toml").write_text("\n".join(["[rules]", "mails_per_minute = 0", "[mail]", *lines]), "utf-8")


def send_plain(of: Wanted, box: Box | None = None, again: bool = False, agreed=lambda ready: True, clock=lambda: NOW):
    with office(box or Box()) as port:
        settings(of.request.book, port)
        return send(of, agreed, clock, again)


def test_sent_once_and_to_stored_addresses_only(book):
    box = Box()
    posted = send_plain(wanted(book), box)
    assert (set(posted.done), codes(posted), posted.code) == (SENT_TO, [("丙丁贸易行", "contact_missing")], 4)
    assert {tuple(to) for _, to, _ in box.got} == {("ap@hualian.cn", "cw@hualian.cn"), ("ar@xinxing.cn",), ("pay@bolt.com",)}
    assert {(e, c) for e, c, _ in entries(book)} == {("sent", name) for name in SENT_TO}
    assert not path_of(book).exists()
    first = book.read_bytes()
    second = send_plain(wanted(book), box)
    assert (second.done, {n for n, _ in second.skipped}, len(box.got)) == ([], SENT_TO, 3)
    assert book.read_bytes() == first
    for _, to, content in box.got:
        told = everything(content)
        mine = next(n for n in SENT_TO if n in told)
        assert [n for n in NAMES if n != mine and n in told] == []
        assert parsed(content)["To"] == ", ".join(to)
        assert parsed(content)["X-Unsent"] is None


def test_a_draft_does_not_count_as_sent(book):
    drafts(wanted(book, "Bolt Ltd"))
    assert send_plain(wanted(book, "Bolt Ltd")).done == ["Bolt Ltd"]
    assert [e for e, _, _ in entries(book)] == ["drafted", "sent"]


def test_again_is_another_mail(book):
    box = Box()
    for again in (False, True):
        send_plain(wanted(book, "Bolt Ltd"), box, again)
    ids = [parsed(content)["Message-ID"] for _, _, content in box.got]
    assert len(set(ids)) == 2
    assert [e for e, _, _ in entries(book)] == ["sent", "sent"]


def test_asked_and_declined(book):
    before, box, shown = book.read_bytes(), Box(), []
    posted = send_plain(wanted(book), box, agreed=lambda ready: shown.extend((one.letter.to, one.amounts, one.pdf) for one in ready.letters))
    assert (posted.done, box.got, book.read_bytes()) == ([], [], before)
    assert len(shown) == 3
    assert (("pay@bolt.com",), "CNY 45.20") in [(to, amount) for to, amount, _ in shown]


@pytest.mark.parametrize("manner", ["die_before", "die_after"])
def test_a_server_that_breaks_off_is_resumed_once(book, manner):
    box = Box(**{manner: 2})
    first = send_plain(wanted(book), box)
    assert (len(first.done), first.code, len(box.got)) == (1, 4, 1)
    told = {code for _, code in codes(first)}
    assert told == {"contact_missing", "mail_stopped"} | ({"mail_uncertain"} if manner == "die_after" else set())
    box = Box()
    second = send_plain(wanted(book), box)
    uncertain = [name for name, code in codes(second) if code == "mail_uncertain"]
    assert len(uncertain) == (manner == "die_after"), "what may have gone is not sent again by itself"
    assert len(box.got) == 2 - len(uncertain)
    assert set(first.done) | set(second.done) | set(uncertain) == SENT_TO
    third = send_plain(wanted(book, *uncertain), box, again=True) if uncertain else second
    assert third.code == 0 or not uncertain
    out = [c for e, c, _ in entries(book) if e == "sent"]
    assert sorted(out) == sorted(SENT_TO)


def then_dies(letters: int):
    """A clock that ends the run when it is asked once more."""
    times = iter(range(99))

    def clock() -> dt.datetime:
        if next(times) == letters:
            raise KeyboardInterrupt
        return NOW

    return clock


def test_a_run_that_dies_is_resumed_once(book):
    """The power goes after the second letter, before the book is written."""
    box = Box()

    before = book.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        send_plain(wanted(book), box, clock=then_dies(2))
    assert (len(box.got), book.read_bytes()) == (2, before)
    assert path_of(book).exists()
    posted = send_plain(wanted(book), box)
    assert (len(posted.done), len(posted.skipped), len(box.got)) == (1, 2, 3)
    assert sorted(c for e, c, _ in entries(book) if e == "sent") == sorted(SENT_TO)
    assert not path_of(book).exists()


def test_drafts_take_the_journal_in_too(book):
    box = Box()
    with pytest.raises(KeyboardInterrupt):
        send_plain(wanted(book, "Bolt Ltd", "新星超市有限公司"), box, clock=then_dies(1))
    posted = drafts(wanted(book, "Bolt Ltd", "新星超市有限公司"))
    assert (len(posted.skipped), len(posted.done)) == (1, 1)
    assert sorted(e for e, _, _ in entries(book)) == ["drafted", "sent"]


def test_a_refused_recipient(book):
    box = Box(refuse={"pay@bolt.com", "cw@hualian.cn"})
    posted = send_plain(wanted(book), box)
    assert sorted(codes(posted)) == sorted([("Bolt Ltd", "mail_refused"), ("华联商贸有限公司", "mail_refused"), ("丙丁贸易行", "contact_missing")])
    register = look(Request(book, as_of=DAY)).register
    standing = {c.version.customer: c.state for c in register.confirmations.values()}
    assert standing == {"华联商贸有限公司": "sent", "新星超市有限公司": "sent", "Bolt Ltd": "bounced"}
    (line,) = [e for e in register.entries if e.customer == "Bolt Ltd"]
    assert (line.event, line.to, line.reason) == ("bounced", "pay@bolt.com", "550 no such user here")
    assert codes(send_plain(wanted(book, "Bolt Ltd"), box)) == [("Bolt Ltd", "mail_refused")], "not tried again by itself"
    made = openpyxl.load_workbook(book)
    made["客户资料"]["B4"] = "new@bolt.com"
    made.save(book)
    assert send_plain(wanted(book, "Bolt Ltd"), box).done == ["Bolt Ltd"]


def test_put_off_is_tried_again(book):
    assert codes(send_plain(wanted(book, "Bolt Ltd"), Box(later={"pay@bolt.com"}))) == [("Bolt Ltd", "mail_later")]
    assert entries(book) == []
    assert send_plain(wanted(book, "Bolt Ltd")).done == ["Bolt Ltd"]


def test_nobody_listens_changes_nothing(book):
    before = book.read_bytes()
    settings(book, 1)
    with pytest.raises(Refused) as refused:
        send(wanted(book), lambda ready: True, lambda: NOW)
    assert [p.code for p in refused.value.problems] == ["mail_connect"]
    assert (book.read_bytes(), path_of(book).exists()) == (before, False)


@pytest.mark.parametrize("step", ["trying", "done"])
def test_a_full_disk_stops_the_sending(book, monkeypatch, step):
    real, notes = journals.Journal.note, []

    def note(self, what, letter, lines=()):
        notes.append(what)
        if what == step and notes.count(step) == 2:
            raise journals._refused(OSError(28, "No space left on device"), self._path)
        real(self, what, letter, lines)

    monkeypatch.setattr(journals.Journal, "note", note)
    box = Box()
    posted = send_plain(wanted(book), box)
    assert ("disk_full" in [c for _, c in codes(posted)], posted.code) == (True, 4)
    assert len(box.got) == len(posted.done) == (1 if step == "trying" else 2)
    monkeypatch.undo()
    send_plain(wanted(book), box)
    assert len(box.got) == 3
    assert sorted(c for e, c, _ in entries(book) if e == "sent") == sorted(SENT_TO)


def test_two_runs_at_once(book):
    with journals.journal(path_of(book)), pytest.raises(Refused) as refused:
        drafts(wanted(book))
    assert [p.code for p in refused.value.problems] == ["journal_busy"]


# --- bank details ---

OLD = ("seller_name=我方", "seller_bank=工商银行", "seller_account=111122223333")
NEW = (*OLD[:2], "seller_account=999988887777")


def test_a_changed_account_waits_for_a_second_person(book):
    box = Box()
    send_plain(wanted(book, "Bolt Ltd", sets=OLD), box)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            send_plain(wanted(book, "新星超市有限公司", sets=NEW), box)
        assert [p.code for p in refused.value.problems] == ["bank_changed"]
    assert len(box.got) == 1
    posted = drafts(wanted(book, "新星超市有限公司", who="李", sets=NEW))
    assert posted.bank_changed
    assert [e for e, _, _ in entries(book)] == ["sent", "drafted", "bank_changed"]
    agree = command_agree(book)
    assert agree("李") == "bank_same_person", "who changed it"
    assert agree("王") == ""
    with pytest.raises(Refused) as refused:
        send_plain(wanted(book, "新星超市有限公司", who=" 王 ", sets=NEW), box)
    assert [p.code for p in refused.value.problems] == ["bank_same_person"], "who sends"
    assert send_plain(wanted(book, "新星超市有限公司", who="李", sets=NEW), box).done == ["新星超市有限公司"]
    assert send_plain(wanted(book, "华联商贸有限公司", who="王", sets=NEW), box).done == ["华联商贸有限公司"], "now it is the account last told"


def command_agree(book: Path):
    def agree(who: str) -> str:
        try:
            agree_bank(Request(book, as_of=DAY, who=who, today=DAY, sets=NEW))
        except Refused as refused:
            return refused.problems[0].code
        return ""

    return agree


def test_nothing_to_agree_to(book):
    assert command_agree(book)("王") == "bank_nothing"


# --- the command line ---


def test_the_command_line(book, capsys, monkeypatch):
    with office(Box()) as port:
        settings(book, port)
        call = ["statement", str(book), "--as-of", "2026-06-30", "--customer", "Bolt Ltd", "--lang", "en"]
        assert main([*call, "--eml", str(book.parent / "drafts")]) == 0
        assert "1 drafts written" in capsys.readouterr().out
        monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
        assert main([*call, "--send"]) == 1, "nobody can be asked"
        assert "Sending has to be confirmed" in capsys.readouterr().err
        assert main([*call, "--send", "--yes"]) == 0
        printed = capsys.readouterr().out
        assert re.search(r"pay@bolt\.com  Bolt Ltd  CNY 45\.20  ST-20260630-\w+ Bolt Ltd\.pdf", printed)
        assert "1 statements sent" in printed
        assert main([*call, "--send", "--yes"]) == 0
        assert "--again" in capsys.readouterr().out


@pytest.mark.parametrize(("typed", "sent"), [("y\n", 1), ("n\n", 0), ("\n", 0), ("", 0)])
def test_a_person_is_asked(book, monkeypatch, typed, sent):
    terminal = io.StringIO(typed)
    terminal.isatty = lambda: True
    monkeypatch.setattr("sys.stdin", terminal)
    box = Box()
    with office(box) as port:
        settings(book, port)
        assert main(["statement", str(book), "--customer", "Bolt Ltd", "--send", "--quiet"]) == 0
    assert len(box.got) == sent


WRONG = ["--send", "--all --send --eml x", "--handed-over paper --all", "--agree-bank", "--all"]


@pytest.mark.parametrize("options", WRONG)
def test_wrong_usage(book, options):
    assert main(["statement", str(book), *options.split()]) == 2


def test_handed_over(book):
    call = ["statement", str(book), "--as-of", "2026-06-30", "--all", "--pdf", str(book.parent / "out"), "--handed-over", "微信"]
    assert main(call) == 0
    assert main(call) == 0
    register = look(Request(book, as_of=DAY)).register
    assert [(e.event, e.via, e.file.endswith(".pdf")) for e in register.entries] == [("sent", "wechat", True)] * len(NAMES)
    assert main([*call, "--layout", "confirmation"]) == 1


def test_the_rate_is_held(book, monkeypatch):
    asked = []
    monkeypatch.setattr(command, "Pace", lambda n: asked.append(n) or (lambda: asked.append("letter")))
    send_plain(wanted(book, "Bolt Ltd", "新星超市有限公司", sets=("mails_per_minute=7",)))
    assert asked == [7, "letter", "letter"]
