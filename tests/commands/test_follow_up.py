"""Follow-up: what is to be done, in which tone, who counts as agreed by silence, and letters that say facts of one customer only."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.commands.replies import CONTACTS, register, sent, statement
from tests.commands.test_confirm_book import CUSTOMER, book, statements  # noqa: F401 (a fixture)
from tests.reports.outcomes import outcome, text, view
from ticktie.commands import follow_up as command
from ticktie.commands.follow_up import Followed, follow_up
from ticktie.commands.reconcile import Request, settled
from ticktie.domain.contacts import Contact
from ticktie.domain.outcome import Outcome
from ticktie.domain.register import Entry, Register
from ticktie.faces.cli import main
from ticktie.reports.follow_up.letters import demand, unanswered
from ticktie.reports.follow_up.money import owed
from ticktie.reports.follow_up.page import follow_up_page
from ticktie.reports.follow_up.tasks import tasks, tone
from ticktie.reports.pages import pages

ITEMS = "S1 华联 06-02 1200 no=SO1 person=王芳; S2 华联 06-03 300 no=SO2; S4 新星 06-04 77 no=SO4 person=李强; R2 华联 06-05 1200"
LINKS = "R2>S1 1200 by=reference"
NUMBER = statement().number


def made(lines: Register | None = None, as_of: str = "2026-07-10", items: str = ITEMS, links: str = LINKS) -> Outcome:
    found = outcome(items, links, as_of=as_of)
    return replace(found, ledger=replace(found.ledger, contacts=CONTACTS), register=register() if lines is None else lines)


def listed(lines: Register | None = None, **asked: Any) -> list[str]:
    """`kind customer number amount tone`, as far as there are such, of 华联."""
    return [" ".join(str(w) for w in (t.kind, t.number and "ST", t.amount, t.tone) if w not in ("", None)) for t in tasks(view(made(lines, **asked))) if t.key == "华联"]


def event(name: str, **fields: Any) -> Entry:
    s = sent()
    return replace(Entry(0, "2026-07-05", "李强", name, s.number, s.key, s.customer, token=s.token), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(("more", "as_of", "found"), [
    ([], "2026-06-30", ["overdue 30000 friendly"]),
    ([], "2026-07-07", ["overdue 30000 firm"]),
    ([], "2026-07-08", ["unanswered ST friendly", "overdue 30000 firm"]),
    ([event("agreed", grade="mail")], "2026-07-20", ["overdue 30000 firm"]),
    ([event("to_check", code="scan")], "2026-07-20", ["check ST", "overdue 30000 firm"]),
    ([event("to_check", code="scan"), event("agreed")], "2026-07-20", ["overdue 30000 firm"]),
    ([event("bounced", to="ap@hl.cn")], "2026-07-20", ["bounced ST", "overdue 30000 firm"]),
    ([event("differs", balances=(replace(sent().balances[0], theirs=25000),))], "2026-07-20", ["contested ST -5000", "overdue 30000 firm"]),
    ([event("differs")], "2026-07-20", ["contested ST", "overdue 30000 firm"]),
    ([event("differs"), event("disputed", document="SO2")], "2026-07-20", ["contested ST"]),
    ([event("differs"), event("closed")], "2026-07-20", ["overdue 30000 firm"]),
    ([event("agreed"), event("promised", day="2026-07-20")], "2026-07-20", ["promised 30000"]),
    ([event("agreed"), event("promised", day="2026-07-19")], "2026-07-20", ["broken 30000 firm"]),
    ([event("agreed"), event("promised", when="2026-06-01", day="2026-06-02")], "2026-07-20", ["overdue 30000 firm"]),
])  # fmt: skip
def test_what_is_to_be_done(more, as_of, found):
    assert listed(register().following(more), as_of=as_of) == found


def test_what_was_received_and_not_applied_is_taken_off():
    assert listed(items="S2 华联 06-03 300 no=SO2; R9 华联 06-05 120", links="", as_of="2026-07-01") == ["overdue 18000 friendly"]
    assert listed(items="S2 华联 06-03 300 no=SO2; R9 华联 06-05 320", links="", as_of="2026-07-01") == []


def test_a_reply_that_names_no_statement_is_listed_until_its_file_is_judged():
    lost = Entry(0, "2026-07-03", "李强", "to_check", file="x.eml", digest="d", code="unknown_number")
    assert [t.kind for t in tasks(view(made(register().following([lost])))) if not t.key] == ["check"]
    assert [t.kind for t in tasks(view(made(register().following([lost, event("agreed", digest="d")])))) if not t.key] == []


@pytest.mark.parametrize(("before", "days", "found"), [
    (0, 1, "friendly"), (0, 30, "friendly"), (0, 31, "firm"), (1, 31, "firm"), (1, 60, "firm"), (1, 61, "final"), (2, 1, "final"), (9, 999, "final"),
])  # fmt: skip
def test_tone(before, days, found):
    assert tone(before, days) == found


@pytest.mark.parametrize(("days", "found"), [
    ([], "unanswered ST friendly"), (["2026-07-14"], "unanswered ST"), (["2026-07-13"], "unanswered ST firm"), (["2026-07-20"], "unanswered ST friendly"),
    (["2026-07-08", "2026-07-13"], "unanswered ST final"),
])  # fmt: skip
def test_reminders_are_a_week_apart_and_one_of_the_day_is_that_of_the_day(days, found):
    lines = [event("reminded", end=day, code="friendly") for day in days]
    assert listed(register().following(lines), as_of="2026-07-20")[0] == found


def test_an_audit_letter_is_not_followed_up():
    assert listed(register(sent(layout="confirmation")), as_of="2026-07-20") == ["overdue 30000 firm"]


def test_the_page_is_there_once_something_was_stated():
    assert "follow_up" not in [p.key for p in pages(made(Register()))]
    shown = text(follow_up_page(view(made())))
    assert "王芳 | 逾期未回复 | 华联 | ST-" in shown
    assert "李强 | 货款逾期 | 新星 | | CNY | 77.00 | 2026-06-04 | 36" in shown
    overview = text(next(p for p in pages(made()) if p.key == "overview"))
    assert "逾期未回复 | 2" in overview
    assert "[chart 对账单确认进度: confirmation_progress by standing" in overview
    assert "跟进事项!A1" in overview


# --- letters ---


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("how", ["friendly", "firm", "final"])
def test_letters_say_facts_of_one_customer(language, how):
    shown = view(made(register(), as_of="2026-07-20"), language)
    contact = replace(CONTACTS["华联"], language=language)
    asked = unanswered(shown, shown.outcome.register.confirmations[NUMBER], contact, how, "n")
    claim = demand(shown, [o for o in owed(shown) if o.key == "华联"], "华联", contact, how, "", "n")
    assert all(t in asked.subject + asked.body for t in (NUMBER, statement().token, "2026-07-07", "CNY 300.00"))
    assert all(t in claim.body for t in ("SO2", "300.00", "2026-06-03", "47"))
    for letter in (asked, claim):
        assert "新星" not in letter.body
        assert "SO4" not in letter.body
        assert "{" not in letter.subject + letter.body
    assert asked.body != claim.body
    assert not any(w in claim.body for w in ("并非催款", "並非催款", "not a demand"))
    assert not any(w in asked.body for w in ("视为", "視為", "counts as agreed")), "silence is none without a contract"
    assert asked.line.code == claim.line.code == how
    assert (asked.line.number, claim.line.number) == (NUMBER, "")


def test_silence_is_only_named_where_the_contract_does():
    shown = view(made(as_of="2026-07-20"))
    c = shown.outcome.register.confirmations[NUMBER]
    assert "视为确认" in unanswered(shown, c, replace(CONTACTS["华联"], silence=True), "firm", "n").body


def test_a_broken_promise_and_contested_documents_are_named():
    lines = register().following([event("differs"), event("disputed", document="SO3")])
    items = ITEMS + "; S3 华联 06-04 50 no=SO3"
    shown = view(made(lines, as_of="2026-07-20", items=items))
    claim = demand(shown, [o for o in owed(shown) if o.key == "华联"], "华联", CONTACTS["华联"], "firm", "2026-07-15", "n")
    assert "2026-07-15" in claim.body
    assert "CNY 300.00" in claim.body
    assert "SO3" in claim.body.split("合计")[1] or "SO3 不在本函" in claim.body


# --- the command ---


def known(monkeypatch, **contacts: Contact) -> None:
    """The book knows these customers' addresses."""
    def with_contacts(request: Request, told: Any) -> Any:
        found = settled(request, told)
        ledger = replace(found.outcome.ledger, contacts=contacts)
        return replace(found, outcome=replace(found.outcome, ledger=ledger))

    monkeypatch.setattr(command, "settled", with_contacts)


def run(path: Path, folder: Path | None, as_of: str = "2026-07-20", silence: bool = False) -> Followed:
    return follow_up(Request(path, as_of=dt.date.fromisoformat(as_of), who="李强", today=dt.date(2026, 7, 21)), folder, silence)


def parsed(path: Path) -> Any:
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def test_drafts_are_recorded_once_a_day_and_grow_firmer(book, tmp_path, monkeypatch):  # noqa: F811
    key = statements(book)[CUSTOMER].key
    known(monkeypatch, **{key: Contact(key, CUSTOMER, ("ap@hl.cn", "boss@hl.cn"))})
    first = run(book, tmp_path / "out")
    assert len(first.drafts) == 2, "an answer and money are asked for apart"
    assert CUSTOMER not in first.addressless
    assert len(first.addressless) == 3
    for path in first.drafts:
        letter = parsed(path)
        assert (letter["To"], letter["X-Unsent"]) == ("ap@hl.cn, boss@hl.cn", "1")
    content, register_ = {p: p.read_bytes() for p in first.drafts}, first.done.outcome.register
    assert [(e.event, e.code, bool(e.number), e.end, len(e.digest)) for e in register_.entries if e.event == "reminded"] == [
        ("reminded", "friendly", True, "2026-07-20", 64), ("reminded", "firm", False, "2026-07-20", 64)]  # fmt: skip
    again = run(book, tmp_path / "out")
    assert again.done.outcome.register == register_
    assert {p: p.read_bytes() for p in again.drafts} == content
    assert run(book, tmp_path / "out", "2026-07-22").drafts == [], "reminded two days ago"
    later = run(book, tmp_path / "out", "2026-07-27")
    assert [e.code for e in later.done.outcome.register.entries if e.event == "reminded"] == ["friendly", "firm", "firm", "firm"]


def test_silence_is_agreement_only_by_contract_on_request_and_in_time(book, monkeypatch):  # noqa: F811
    made = statements(book)
    by_contract, other = made[CUSTOMER], made["新星超市有限公司"]
    known(monkeypatch, **{by_contract.key: Contact(by_contract.key, CUSTOMER, silence=True), other.key: Contact(other.key, other.customer)})
    assert run(book, None).done.outcome.register.confirmations[by_contract.number].state == "sent"
    assert run(book, None, "2026-07-07", True).silent == []
    done = run(book, None, silence=True)
    assert done.silent == [by_contract.number]
    standing = done.done.outcome.register.confirmations
    assert (standing[by_contract.number].state, standing[by_contract.number].answer.grade) == ("agreed", "silence")
    assert standing[other.number].state == "sent"


def test_on_the_command_line(book, tmp_path, capsys):  # noqa: F811
    assert main(["follow-up", str(book), "--as-of", "2026-07-20", "--eml", str(tmp_path / "out"), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert f"    {CUSTOMER}: No answer in time ST-20260630-" in told
    assert "No address is stored for: " in told
    assert "0 reminders drafted" in told
    assert main(["follow-up", str(book), "--lang", "en"]) == 0
    assert "No day to answer has passed by 2026-06-30" in capsys.readouterr().out
