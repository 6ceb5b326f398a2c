"""Letters as bytes, the firm's account, and the journal."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import errno
import json
from pathlib import Path

import pytest

from ticktie.domain.problem import Refused
from ticktie.domain.register import Balance, Entry
from ticktie.mail import account as accounts
from ticktie.mail.account import Account, account, password
from ticktie.mail.journal import UNCERTAIN, journal, left_over
from ticktie.mail.message import Attachment, Letter, draft, mail

LETTER = Letter(("a@b.cn", "c@d.cn"), "对账单 ST-1", "您好：\n\n.期末余额\n", "zh-Hans", "ST-1 ABCDE-FGHIJ", [Attachment("ST-1 华联.pdf", b"%PDF-x", "pdf")], "ar@firm.cn", "我方")
NOW = dt.datetime(2026, 7, 1, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def parsed(content: bytes):
    return email.message_from_bytes(content, policy=email.policy.default)


def test_a_draft():
    made = parsed(draft(LETTER))
    assert (made["X-Unsent"], made["Date"], made["To"], made["From"], made["Subject"]) == ("1", None, "a@b.cn, c@d.cn", "我方 <ar@firm.cn>", "对账单 ST-1")
    assert made.get_body().get_content().replace("\r\n", "\n") == LETTER.body
    (one,) = made.iter_attachments()
    assert (one.get_filename(), one.get_content_type(), one.get_content()) == ("ST-1 华联.pdf", "application/pdf", b"%PDF-x")


def test_the_same_letter_is_the_same_bytes_and_plain_ascii():
    assert draft(LETTER) == draft(LETTER)
    assert mail(LETTER, NOW, 1) == mail(LETTER, NOW, 1)
    assert draft(LETTER).isascii()
    assert b"\n" not in draft(LETTER).replace(b"\r\n", b"")


def test_another_sending_is_another_mail():
    one, two = (parsed(mail(LETTER, NOW, n)) for n in (1, 2))
    assert one["Message-ID"] != two["Message-ID"]
    assert one["Message-ID"].endswith("@firm.cn>")
    assert one["Date"] == "Wed, 01 Jul 2026 09:30:00 +0800"


def test_a_name_begins_no_header():
    made = draft(Letter(("a@b.cn",), "x\r\nBcc: thief@x.cn", "b", "en", "m", sender="ar@firm.cn", sender_name="We\nBcc: thief@x.cn"))
    assert parsed(made)["Bcc"] is None
    assert parsed(made)["Subject"] == "x Bcc: thief@x.cn"


# --- the account ---

GOOD = {"server": "smtp.firm.cn", "sender": "ar@firm.cn"}
WRONG = {
    "nothing": ({}, "mail_unset"),
    "no sender": ({"server": "smtp.firm.cn"}, "mail_unset"),
    "plain to a stranger": ({**GOOD, "tls": "plain"}, "mail_setting"),
    "unknown mode": ({**GOOD, "tls": "ssl"}, "mail_setting"),
    "a password": ({**GOOD, "password": "x"}, "mail_setting"),
    "port": ({**GOOD, "port": 99999}, "mail_setting"),
    "port in words": ({**GOOD, "port": "smtp"}, "mail_setting"),
    "sender": ({**GOOD, "sender": "ar"}, "mail_setting"),
    "two senders": ({**GOOD, "sender": "a@b.cn, c@d.cn"}, "mail_setting"),
    "no such authority": ({**GOOD, "ca_file": "gone.pem"}, "mail_setting"),
}


@pytest.mark.parametrize(("told", "code"), WRONG.values(), ids=WRONG)
def test_what_cannot_be(told, code, tmp_path):
    with pytest.raises(Refused) as refused:
        account(told, tmp_path)
    assert {p.code for p in refused.value.problems} == {code}


@pytest.mark.parametrize(("tls", "port"), [("", 587), ("starttls", 587), ("tls", 465)])
def test_ports(tls, port):
    assert account({**GOOD, "tls": tls}, Path()).port == port


def test_everything_wrong_is_told_at_once():
    with pytest.raises(Refused) as refused:
        account({**GOOD, "tls": "ssl", "port": "x", "secret": "y"}, Path())
    assert sorted(p.facts["name"] for p in refused.value.problems) == ["port", "secret", "tls"]


@pytest.mark.parametrize("server", ["localhost", "127.0.0.1", "::1"])
def test_plain_on_this_computer(server):
    assert account({**GOOD, "server": server, "tls": "plain"}, Path()).tls == "plain"


def of(user: str) -> Account:
    return Account("smtp.firm.cn", "ar@firm.cn", 465, "tls", user)


def test_passwords():
    ring = {("ticktie", "ar@smtp.firm.cn"): "from the ring"}
    look = lambda service, user: ring.get((service, user))  # noqa: E731
    assert password(of("ar"), {accounts.VARIABLE: "told"}, look) == "told"
    assert password(of("ar"), {}, look) == "from the ring"
    assert password(of(""), {}, look) == ""
    with pytest.raises(Refused) as refused:
        password(of("other"), {}, look)
    assert [p.code for p in refused.value.problems] == ["mail_password"]


def test_the_system_s_keyring_is_asked(monkeypatch):
    import keyring
    from keyring.backend import KeyringBackend
    from keyring.errors import NoKeyringError

    class Ring(KeyringBackend):
        priority = 1

        def get_password(self, service, username):
            if username == "broken@smtp.firm.cn":
                raise NoKeyringError("none")
            return f"{service} {username}"

        def set_password(self, service, username, password): ...

        def delete_password(self, service, username): ...

    before = keyring.get_keyring()
    keyring.set_keyring(Ring())
    try:
        assert password(of("ar"), {}) == "ticktie ar@smtp.firm.cn"
        with pytest.raises(Refused):
            password(of("broken"), {})
    finally:
        keyring.set_keyring(before)


# --- the journal ---


def line(event: str = "sent", number: str = "ST-1") -> Entry:
    return Entry(0, "2026-07-01T09:30:00", "王", event, number, "甲", "甲", balances=(Balance("CNY", 0, 5),), token="T", to="a@b.cn")


def test_what_a_run_leaves(tmp_path):
    path = tmp_path / "book.ticktie-sent.jsonl"
    with journal(path) as notes:
        for letter, end in (("1", "done"), ("2", "unsent"), ("3", "")):
            notes.note("trying", letter, [line(number=letter)])
            if end:
                notes.note(end, letter, [line("bounced", letter)] if end == "done" else [])
    found = left_over(path, [])
    assert [(e.number, e.event, e.code) for e in found] == [("1", "bounced", ""), ("3", "note", UNCERTAIN)]
    assert found[0] == line("bounced", "1")
    assert left_over(path, [Entry(**{**found[0].__dict__, "seq": 7})]) == found[1:], "what the register has is not taken twice"


def test_a_half_written_last_line_is_as_if_it_were_not(tmp_path):
    path = tmp_path / "j"
    with journal(path) as notes:
        notes.note("trying", "1", [line()])
        notes.note("done", "1", [line()])
    whole = path.read_text("utf-8")
    path.write_text(whole[: len(whole) - 20], "utf-8")
    assert [e.code for e in left_over(path, [])] == [UNCERTAIN]
    path.write_text("{broken\n" + whole, "utf-8")
    with pytest.raises(Refused) as refused:
        left_over(path, [])
    assert [(p.code, p.source.row) for p in refused.value.problems] == [("journal_unreadable", 1)]


def test_one_run_at_a_time_and_nothing_is_left(tmp_path):
    path = tmp_path / "j"
    with journal(path) as notes:
        with pytest.raises(Refused) as refused, journal(path):
            pass
        assert [p.code for p in refused.value.problems] == ["journal_busy"]
        notes.note("trying", "1", [line()])
        notes.taken()
    assert not path.exists()
    with journal(path):
        pass
    assert not path.exists()


def test_a_line_is_on_disk_when_note_returns(tmp_path, monkeypatch):
    synced: list[str] = []
    monkeypatch.setattr("ticktie.mail.journal.os.fsync", lambda n: synced.append((tmp_path / "j").read_text("utf-8")))
    with journal(tmp_path / "j") as notes:
        notes.note("trying", "1", [line()])
    assert [json.loads(text)["step"] for text in synced] == ["trying"]


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.EIO, "not_writable")])
def test_a_line_that_cannot_be_written_is_refused(tmp_path, monkeypatch, number, code):
    def fails(file):
        raise OSError(number, "no")

    with journal(tmp_path / "j") as notes:
        monkeypatch.setattr("ticktie.mail.journal.os.fsync", fails)
        with pytest.raises(Refused) as refused:
            notes.note("trying", "1", [line()])
    assert [p.code for p in refused.value.problems] == [code]


def test_the_folder_cannot_be_written(tmp_path):
    with pytest.raises(Refused) as refused, journal(tmp_path / "gone" / "j"):
        pass
    assert [p.code for p in refused.value.problems] == ["not_writable"]
