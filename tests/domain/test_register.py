"""Where a statement stands: lines of the register in short, and what follows from them."""

from __future__ import annotations

import datetime as dt

import pytest

from ticktie.domain.register import Balance, Entry, Register

STATED = (Balance("CNY", 0, 12000),)


def line(text: str, seq: int = 0) -> Entry:
    """`sent` or `agreed/T2` for a line about version T2; differs and agreed carry the customer's figure 100.00."""
    event, _, token = text.partition("/")
    drawn = event in ("drafted", "sent")
    theirs = (Balance("CNY", 0, 12000, 10000),) if event == "differs" else ()
    return Entry(
        seq, "2026-07-01", "王", event, "ST-1", "华联", "华联", "2026-06-01", "2026-06-30", "2026-07-07", STATED if drawn else theirs,  # type: ignore[arg-type]
        token or "T1",
    )  # fmt: skip


def register(text: str) -> Register:
    return Register().following([line(part) for part in text.split()])


@pytest.mark.parametrize(("lines", "state"), [
    ("drafted", "draft"),
    ("drafted approved", "approved"),
    ("drafted sent", "sent"),
    ("drafted sent delivered", "delivered"),
    ("drafted sent bounced", "bounced"),
    ("drafted sent bounced sent", "sent"),
    ("drafted sent agreed", "agreed"),
    ("drafted sent agreed delivered", "agreed"),
    ("drafted sent agreed sent", "agreed"),
    ("drafted sent differs agreed", "agreed"),
    ("drafted sent agreed differs", "differs"),
    ("drafted sent differs closed", "closed"),
    ("drafted sent drafted", "sent"),
    ("drafted sent reminded promised note to_check", "sent"),
    ("drafted sent agreed drafted/T2", "draft"),
    ("drafted sent drafted/T2 agreed", "draft"),
    ("drafted sent drafted/T2 sent/T2 agreed/T2", "agreed"),
])  # fmt: skip
def test_state(lines, state):
    assert register(lines).confirmations["ST-1"].state == state


def test_lines_are_numbered_on():
    assert [e.seq for e in register("drafted sent").following([line("agreed")]).entries] == [1, 2, 3]


def test_lines_about_a_statement_that_was_never_drawn_up_are_none():
    assert register("note").confirmations == {}
    assert not Register()


def test_what_the_customer_says():
    made = {text: register(text).confirmations["ST-1"].theirs("CNY") for text in ("drafted sent", "drafted sent agreed", "drafted sent differs")}
    assert list(made.values()) == [None, 12000, 10000]


@pytest.mark.parametrize(("lines", "day", "late"), [
    ("drafted sent", "2026-07-07", False), ("drafted sent", "2026-07-08", True), ("drafted sent delivered", "2026-07-08", True),
    ("drafted", "2026-07-08", False), ("drafted sent agreed", "2026-07-08", False), ("drafted sent bounced", "2026-07-08", False),
])  # fmt: skip
def test_overdue(lines, day, late):
    assert register(lines).confirmations["ST-1"].overdue(dt.date.fromisoformat(day)) is late


@pytest.mark.parametrize(("lines", "before", "found"), [
    ("drafted sent", "2026-07-01", True), ("drafted sent", "2026-06-30", False), ("drafted", "2026-07-01", False),
    ("drafted sent bounced", "2026-07-01", False), ("drafted sent agreed", "2026-08-01", True), ("drafted sent drafted/T2", "2026-07-01", True),
])  # fmt: skip
def test_last_stated(lines, before, found):
    assert (register(lines).last_stated("华联", dt.date.fromisoformat(before)) is not None) is found
    assert register(lines).last_stated("新星", dt.date.fromisoformat(before)) is None


def test_a_reply_is_to_be_checked_until_somebody_judges():
    assert len(register("drafted sent to_check").confirmations["ST-1"].to_check) == 1
    assert register("drafted sent to_check agreed").confirmations["ST-1"].to_check == ()
