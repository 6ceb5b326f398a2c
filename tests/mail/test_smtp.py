"""The line to a real server: who may be spoken to, what a refusal is, and what is known when it breaks."""

from __future__ import annotations

import pytest

from tests.mail.post_office import PASSWORD, USER, Box, certificate, office
from ticktie.mail.account import Account
from ticktie.mail.smtp import Pace, Server, Stopped

CONTENT = b"Subject: x\r\n\r\nfirst\r\n.second\r\n..third\r\n"


def account(port: int, tls: str = "plain", server: str = "localhost", user: str = "", ca_file: object = "") -> Account:
    return Account(server, USER, port, tls, user, "", str(ca_file))


def post(of: Account, *letters: tuple[str, ...], password: str = PASSWORD, tried: list[str] | None = None):
    with Server(of, password) as server:
        return [server.send(to, CONTENT, lambda: (tried if tried is not None else []).append("tried")) for to in letters]


@pytest.fixture
def box():
    return Box()


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_encrypted_with_a_login(box, tmp_path, tls):
    pair = certificate(tmp_path)
    with office(box, tls, pair) as port:
        (found,) = post(account(port, tls, user=USER, ca_file=pair[0]), ("a@b.cn", "c@d.cn"))
    assert found == (("a@b.cn", "c@d.cn"), {}, {})
    assert box.got == [(USER, ["a@b.cn", "c@d.cn"], CONTENT)], "dots at the start of a line arrive as they were"


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_a_strange_certificate_ends_it_before_the_password(box, tmp_path, tls):
    with office(box, tls, certificate(tmp_path)) as port, pytest.raises(Stopped) as stopped:
        post(account(port, tls, user=USER), ("a@b.cn",))
    assert (stopped.value.problem.code, box.got) == ("mail_certificate", [])
    assert PASSWORD not in str(stopped.value.problem)


def test_a_certificate_of_another_host(box, tmp_path):
    pair = certificate(tmp_path, "mail.other.cn")
    with office(box, "tls", pair) as port, pytest.raises(Stopped) as stopped:
        post(account(port, "tls", user=USER, ca_file=pair[0]), ("a@b.cn",))
    assert stopped.value.problem.code == "mail_certificate"


@pytest.mark.parametrize("wrong", ["wrong", "密码"])
def test_a_wrong_password(box, tmp_path, wrong):
    pair = certificate(tmp_path)
    with office(box, "tls", pair) as port, pytest.raises(Stopped) as stopped:
        post(account(port, "tls", user=USER, ca_file=pair[0]), ("a@b.cn",), password=wrong)
    assert stopped.value.problem.code == "mail_login"
    assert wrong not in str(stopped.value.problem.facts.values())


def test_a_server_without_encryption_gets_nothing(box):
    with office(box) as port, pytest.raises(Stopped) as stopped:
        post(account(port, "starttls", user=USER), ("a@b.cn",))
    assert (stopped.value.problem.code, box.tries) == ("mail_tls", 0)


def test_nobody_listens():
    with pytest.raises(Stopped) as stopped:
        post(account(1), ("a@b.cn",))
    assert stopped.value.problem.code == "mail_connect"


def test_refused_and_put_off_recipients(box):
    box.refuse, box.later = {"bad@b.cn"}, {"later@b.cn"}
    tried: list[str] = []
    with office(box) as port:
        one, two, three = post(account(port), ("bad@b.cn",), ("a@b.cn", "bad@b.cn", "later@b.cn"), ("later@b.cn",), tried=tried)
    assert one == ((), {"bad@b.cn": "550 no such user here"}, {})
    assert (two.taken, list(two.refused), two.later) == (("a@b.cn",), ["bad@b.cn"], {"later@b.cn": "451 greylisted"})
    assert (three.taken, list(three.later)) == ((), ["later@b.cn"])
    assert (len(box.got), tried) == (1, ["tried"])


def test_content_refused(box):
    box.no_content = True
    with office(box) as port:
        (found,) = post(account(port), ("a@b.cn",))
    assert found == ((), {"a@b.cn": "554 looks like spam"}, {})


def test_sender_refused(box):
    box.no_sender = True
    with office(box) as port, pytest.raises(Stopped) as stopped:
        post(account(port), ("a@b.cn",))
    assert (stopped.value.problem.code, stopped.value.uncertain) == ("mail_sender", False)


@pytest.mark.parametrize(("manner", "uncertain", "tries"), [("die_before", False, 1), ("die_after", True, 2)])
def test_what_is_known_when_it_hangs_up(box, manner, uncertain, tries):
    setattr(box, manner, 2)
    tried: list[str] = []
    with office(box) as port, pytest.raises(Stopped) as stopped:
        post(account(port), ("a@b.cn",), ("c@d.cn",), ("e@f.cn",), tried=tried)
    assert (stopped.value.problem.code, stopped.value.uncertain) == ("mail_stopped", uncertain)
    assert [to for _, to, _ in box.got] == [["a@b.cn"]]
    assert len(tried) == tries


def test_pace():
    now, waits = [100.0], []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    pace = Pace(30, lambda: now[0], sleep)
    for took in (0.5, 5.0, 0.0, 0.0):
        pace()
        now[0] += took
    assert waits == [1.5, 2.0], "two seconds from one to the next, and no haste after a slow one"
    Pace(0, lambda: now[0], lambda s: waits.append(s))()
    assert len(waits) == 2
