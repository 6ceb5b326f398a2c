"""Next month's workbook from last month's: what is open goes over to the cent, with decisions, payers, rules and the register."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.commands.books import workbook
from tests.commands.test_stated import sent
from ticktie.commands.demo import demo
from ticktie.commands.new import new_from, next_month_end
from ticktie.commands.people import Typed
from ticktie.commands.reconcile import Done, Request, reconcile, settled, written
from ticktie.domain.problem import Refused
from ticktie.faces.cli import main
from ticktie.reports.result_json import result
from ticktie.reports.statement.build import Statements
from ticktie.reports.view import View

DAY = dt.date(2026, 6, 30)
ORDERS = [
    ("订单号", "下单日期", "客户名称", "订单金额", "币种", "到期日", "业务员", "订单状态"),
    ("SO26001", "2026-06-01", "华联商贸", 1200, "CNY", "2026-07-01", "王芳", "已审核"),
    ("SO26002", "2026-06-02", "华联商贸", 800.5, "CNY", "2026-06-20", "王芳", "已审核"),
    ("SO26003", "2026-06-03", "新星超市", 300, "CNY", None, "李强", "已审核"),
    ("SO26004", "2026-06-04", "新星超市", -20, "CNY", None, "李强", "已审核"),
    ("SO26005", "2026-06-05", "新星超市", 50, "CNY", None, "李强", "已取消"),
    ("SO26006", "2026-06-06", "博通有限公司", 99.99, "USD", None, "李强", "已审核"),
]
PAYMENTS = [
    ("收款日期", "付款方", "收款金额", "币种", "摘要", "流水号"),
    ("2026-06-10", "华联商贸", 1000, "CNY", "付SO26001部分货款", "T1"),
    ("2026-06-11", "新星超市", 300, "CNY", "SO26003货款", "T2"),
    ("2026-06-12", "过路人", 33.33, "CNY", "不明", "T3"),
    ("2026-07-02", "华联商贸", 77, "CNY", "预付", "T4"),
]
PARTLY, WHOLE, RETURN, DOLLARS = ("SO26001", "1200.00", "200.00"), ("SO26002", "800.50", "800.50"), ("SO26004", "-20.00", "-20.00"), ("SO26006", "99.99", "99.99")


def book(path: Path, orders: list[tuple[object, ...]] = ORDERS, payments: list[tuple[object, ...]] = PAYMENTS, **more: list[tuple[object, ...]]) -> Path:
    return workbook(path, 订单=orders, **more, 收款=payments)


def over(last: Path, to: Path, **asked: object) -> dict[str, list[tuple[str, str, str]]]:
    """What went over: side -> number (payments: serial), whole amount, what is left; as the new book itself reads it."""
    new_from("customer", to, Request(last, as_of=DAY, today=DAY, **asked))  # type: ignore[arg-type]
    frame = settled(Request(to, today=DAY)).outcome.items
    told: dict[str, list[tuple[str, str, str]]] = {"order": [], "delivery": [], "payment": []}
    for side, number, serial, whole, amount in zip(*(frame[n] for n in ("side", "number", "serial", "document_amount", "amount")), strict=True):
        told[side].append((number or serial, f"{whole / 100:.2f}", f"{amount / 100:.2f}"))
    return told


def test_what_goes_over(tmp_path):
    told = over(book(tmp_path / "六月.xlsx"), tmp_path / "七月.xlsx")
    assert told["order"] == [PARTLY, WHOLE, RETURN, DOLLARS]
    assert told["payment"] == [("T3", "33.33", "33.33"), ("T4", "77.00", "77.00")]


def test_the_new_month_s_day_stands_on_settings(tmp_path):
    new_from("customer", tmp_path / "七月.xlsx", Request(book(tmp_path / "六月.xlsx"), as_of=DAY, today=DAY))
    assert settled(Request(tmp_path / "七月.xlsx")).outcome.ledger.as_of == dt.date(2026, 7, 31)
    assert {d: next_month_end(d) for d in (dt.date(2026, 1, 31), dt.date(2026, 12, 15))} == {
        dt.date(2026, 1, 31): dt.date(2026, 2, 28), dt.date(2026, 12, 15): dt.date(2027, 1, 31),
    }  # fmt: skip


def test_last_month_s_book_stays_as_it_is(tmp_path):
    last = book(tmp_path / "六月.xlsx")
    before = last.read_bytes()
    over(last, tmp_path / "七月.xlsx")
    assert last.read_bytes() == before
    assert {p.name for p in tmp_path.iterdir()} == {"六月.xlsx", "七月.xlsx"}


def test_the_next_statement_opens_with_what_was_stated(tmp_path):
    last = book(tmp_path / "六月.xlsx")
    made = settled(Request(last, as_of=DAY, today=DAY))
    view = View(made.outcome, "zh-Hans")
    closing = {key: {p.currency: p.closing for p in Statements(view).of(key).parts} for key in Statements(view).keys}
    written(made)
    new_from("customer", tmp_path / "七月.xlsx", Request(last, as_of=DAY, today=DAY))
    after = View(settled(Request(tmp_path / "七月.xlsx", today=DAY)).outcome, "zh-Hans")
    opening = {key: {p.currency: p.opening for p in Statements(after).of(key).parts} for key in Statements(after).keys}
    assert opening == {key: told for key, told in closing.items() if any(told.values())}


def test_payers_and_decisions_go_over(tmp_path):
    last = book(tmp_path / "六月.xlsx")
    typed = (Typed("alias", "过路人", "新星超市"), Typed("dispute", "SO26002", "", "质量"), Typed("note", "SO26004", "", "等退货单"))
    reconcile(Request(last, as_of=DAY, today=DAY, who="王", typed=typed))
    new_from("customer", tmp_path / "七月.xlsx", Request(last, as_of=DAY, today=DAY))
    made = settled(Request(tmp_path / "七月.xlsx", today=DAY))
    assert [(d.action, d.who, d.status) for d in made.run.decisions] == [("alias", "王", "applied"), ("dispute", "王", "applied"), ("note", "王", "applied")]
    assert made.run.hand.aliases == {"过路人": "新星超市"}
    assert "disputed" in made.outcome.items.set_index("number")["flags"]["SO26002"]


def test_a_payer_that_an_accepted_link_named_is_known_next_month(tmp_path):
    last = book(tmp_path / "六月.xlsx", [*ORDERS, ("SO26007", "2026-06-07", "新星超市", 33.33, "CNY", None, "李强", "已审核")])
    reconcile(Request(last, as_of=DAY, today=DAY, who="王", typed=(Typed("accept", "T3", "SO26007"),)))
    new_from("customer", tmp_path / "七月.xlsx", Request(last, as_of=DAY, today=DAY))
    made = settled(Request(tmp_path / "七月.xlsx", today=DAY))
    assert made.run.hand.aliases == {"过路人": "新星超市"}
    assert "T3" not in made.outcome.items["serial"].tolist(), "what is settled stays behind"


def test_rules_and_the_register_go_over(tmp_path):
    last = book(tmp_path / "六月.xlsx")
    made = settled(Request(last, as_of=DAY, today=DAY))
    written(made.with_lines([sent("ST-HL", "华联商贸")]))
    sheet = openpyxl.load_workbook(last)
    for row in sheet["设置"].iter_rows():
        if row[0].value == "reply_days":
            row[1].value = 9
    sheet.save(last)
    new_from("customer", tmp_path / "七月.xlsx", Request(last, as_of=DAY, today=DAY))
    after = settled(Request(tmp_path / "七月.xlsx", today=DAY))
    assert list(after.outcome.register.confirmations) == ["ST-HL"]
    assert after.outcome.rules.reply_days == 9


def test_the_firm_s_rules_hold_for_the_new_book(tmp_path):
    (tmp_path / "ticktie.toml").write_text("reply_days = 3", "utf-8")
    new_from("customer", tmp_path / "七月.xlsx", Request(book(tmp_path / "六月.xlsx"), as_of=DAY, today=DAY))
    shown = {row[0].value: row[1].value for row in openpyxl.load_workbook(tmp_path / "七月.xlsx")["设置"].iter_rows()}
    assert shown["reply_days"] == 3


def test_goods_still_to_come_go_over_with_what_was_delivered(tmp_path):
    """SO26003 is paid and half delivered; SO26002 is delivered and not paid; SO26001 is paid in part and nothing of it was delivered."""
    deliveries = [("送货单号", "送货日期", "客户名称", "订单号", "送货金额"), ("CK1", "2026-06-04", "新星超市", "SO26003", 150), ("CK2", "2026-06-05", "华联商贸", "SO26002", 800.5)]
    told = over(book(tmp_path / "六月.xlsx", 送货单=deliveries), tmp_path / "七月.xlsx")
    assert ("SO26003", "300.00", "0.00") in told["order"]
    assert sorted(told["delivery"]) == [("CK1", "150.00", "150.00"), ("CK2", "800.50", "800.50")]


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_other_languages(tmp_path, language):
    told = over(book(tmp_path / "june.xlsx"), tmp_path / "july.xlsx", language=language)
    assert told["order"] == [PARTLY, WHOLE, RETURN, DOLLARS]


def test_balances_from_before_stay_balances_from_before(tmp_path):
    orders = [ORDERS[0], (None, "2026-05-31", "华联商贸", 410, "CNY", None, None, "期初余额"), *ORDERS[1:]]
    last = book(tmp_path / "六月.xlsx", orders)
    new_from("customer", tmp_path / "七月.xlsx", Request(last, as_of=DAY, today=DAY))
    frame = settled(Request(tmp_path / "七月.xlsx", today=DAY)).outcome.items
    assert [int(a) for a, f in zip(frame["amount"], frame["flags"], strict=True) if "opening" in f] == [41000]


def totals(done: Done) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for i in result(done.outcome, "zh-Hans")["items"]:
        if i["side"] in (done.outcome.ledger.charge_side, "payment") and i["state"] != "set_aside":
            found[i["side"], i["currency"]] += round(float(i["residual"]) * 100)
    return found


def test_the_demo_goes_over(tmp_path):
    last = demo(tmp_path).done.written
    made = new_from("customer", tmp_path / "next.xlsx", Request(last, today=DAY))
    assert len(made.outcome.items) > 300
    assert reconcile(Request(tmp_path / "next.xlsx", today=DAY)).outcome.stamp == made.outcome.stamp


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(("华联商贸", "新星超市")), st.integers(-5000, 90_000).filter(bool), st.integers(0, 100)), min_size=1, max_size=8), st.integers(0, 9))
def test_any_book_goes_over_to_the_cent(tmp_path, rows, salt):
    orders = [ORDERS[0][:4], *((f"SO77{n:03d}", "2026-06-05", who, cents / 100) for n, (who, cents, _) in enumerate(rows))]
    paid = [(f"2026-06-1{n % 9}", who, round(cents * part / 10_000, 2), f"SO77{n:03d}") for n, (who, cents, part) in enumerate(rows) if round(cents * part / 10_000, 2)]
    if not paid:
        return
    folder = tmp_path / str(abs(hash((str(rows), salt))))
    folder.mkdir(exist_ok=True)
    last, to = book(folder / "六月.xlsx", orders, [("收款日期", "付款方", "收款金额", "摘要"), *paid]), folder / "七月.xlsx"
    to.unlink(missing_ok=True)
    new_from("customer", to, Request(last, as_of=DAY, today=DAY))  # holds every balance itself
    before = settled(Request(last, as_of=DAY, today=DAY)).outcome
    after = settled(Request(to, today=DAY)).outcome
    assert int(before.residual.sum()) == int(after.items["amount"].sum())


def test_the_command_line(tmp_path, capsys):
    last = book(tmp_path / "六月.xlsx")
    assert main(["new", "customer", str(tmp_path / "七月.xlsx"), "--from", str(last), "--as-of", "2026-06-30", "-q"]) == 0
    assert "七月.xlsx" in capsys.readouterr().out
    assert main(["new", "customer", str(tmp_path / "七月.xlsx"), "--from", str(last)]) == 1, "it is there already"
    assert main(["new", "customer", str(tmp_path / "八月.xlsx"), "--from", str(tmp_path / "no.xlsx")]) == 1
    assert not (tmp_path / "八月.xlsx").exists()


def test_a_kind_of_file_that_cannot_be(tmp_path):
    with pytest.raises(Refused):
        new_from("customer", tmp_path / "七月.csv", Request(book(tmp_path / "六月.xlsx")))
    assert json.dumps([p.name for p in tmp_path.iterdir()], ensure_ascii=False) == '["六月.xlsx"]'
