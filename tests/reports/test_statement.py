"""The statement as a value and in its layouts: its laws for any book, what each customer may read, and what each layout says."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notation import table
from tests.reports.outcomes import outcome, text, view
from ticktie.domain.items import PAYMENT
from ticktie.domain.page import Table
from ticktie.domain.problem import Refused
from ticktie.domain.register import Balance, Entry, Register
from ticktie.domain.rmb import in_words
from ticktie.domain.wording import LANGUAGES, say
from ticktie.reports.pages import pages
from ticktie.reports.statement.build import Statements
from ticktie.reports.statement.layouts import LAYOUTS, page_of
from ticktie.reports.statement.names import keys_of
from ticktie.reports.statement.private import Guard
from ticktie.reports.statement.words import words
from ticktie.reports.tie_out import violations
from ticktie.store.keys import Key

FIRMS = ("华联商贸", "新星百货", "Bolt Ltd", "华联商贸分公司")
PAYERS = (*FIRMS, "李娜", "-")


# --- the laws, on books drawn with their links ---


@st.composite
def books(draw):
    """Charges, returns and receipts of some firms, settled in whole, in part, with a difference, by others, or not at all."""
    items, links = [], []
    count = draw(st.integers(1, 12))
    for n in range(count):
        firm = draw(st.sampled_from(FIRMS)).replace(" ", "_")
        day = draw(st.sampled_from(("03-05", "05-31", "06-01", "06-14", "06-30")))
        cents, currency = draw(st.integers(1, 500_000)), draw(st.sampled_from(("CNY", "CNY", "USD", "JPY")))
        places = 0 if currency == "JPY" else 2
        amount = Decimal(cents).scaleb(-places)
        flags = draw(st.sampled_from(("", "", "flags=disputed", "flags=opening", "aside=draft")))
        product = draw(st.sampled_from(("", "product=杯", "product=箱")))
        items.append(f"S{n} {firm} {day} {amount} no=SO-{n:03d} cur={currency} {flags} {product}")
        how = draw(st.sampled_from(("open", "whole", "part", "differs", "on_account", "returned", "netted")))
        payer = draw(st.sampled_from((firm, *PAYERS))).replace(" ", "_")
        less = Decimal(draw(st.integers(1, cents))).scaleb(-places)
        if "aside" in flags:
            continue
        if how in ("whole", "part", "differs"):
            paid = amount if how == "whole" else less
            over = draw(st.sampled_from((0, 7)))
            items.append(f"R{100 + n} {payer} 06-20 {paid + over} cur={currency} memo=SO-{n:03d}")
            kind = draw(st.sampled_from(("fee", "discount", "rounding", "write_off")))
            rest = f" +{kind} {amount - paid}" if how == "differs" and amount != paid else ""
            links.append(f"R{100 + n}>S{n} {paid}{rest}")
        elif how == "on_account":
            items.append(f"R{100 + n} {payer} 06-21 {less} cur={currency}")
        elif how in ("returned", "netted"):
            items.append(f"S{200 + n} {firm} 06-22 {-less} no=TH-{n:03d} cur={currency}")
            links += [f"S{200 + n}>S{n} {less}"] if how == "netted" else []
    return "; ".join(items), "; ".join(links)


@settings(max_examples=150, deadline=None)
@given(books())
def test_the_laws_hold_for_any_book(book):
    made = view(outcome(*book))
    statements = Statements(made)
    stated: list[int] = []
    for key in statements.keys:
        for part in statements.of(key).parts:
            assert list(part.broken()) == []
            assert part.due_now <= max(part.closing, 0)
            stated += [o.item for o in part.open]
    known = set(statements.names)
    should = [
        i for i, left in enumerate(made.outcome.residual.tolist())
        if left and made.states[i] != "set_aside" and made.party_keys[i] in known and made.sides[i] in (made.charge_side, PAYMENT)
    ]  # fmt: skip
    assert sorted(stated) == should, "every open item on exactly one statement"


@settings(max_examples=40, deadline=None)
@given(books(), st.sampled_from(LAYOUTS))
def test_every_layout_ties_out(book, layout):
    made = outcome(*book, statement_layout=layout)
    assert violations(made, pages(made)) == []


@settings(max_examples=100, deadline=None)
@given(st.decimals(-(10**12), 10**12, places=2))
def test_words_equal_figures(amount):
    told = words(amount, "CNY", "zh-Hans")
    assert told == "人民币" + in_words(amount)
    assert _figures(told.removeprefix("人民币")) == amount


_VALUE = {c: Decimal(n) for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_UNIT = {"拾": 10, "佰": 100, "仟": 1000}


def _figures(told: str) -> Decimal:
    """The amount that the words say, read from left to right."""
    sign, told = (-1, told[1:]) if told[0] == "负" else (1, told)
    total = section = group = Decimal(0)
    digit = Decimal(0)
    for c in told:
        if c in _VALUE:
            digit = _VALUE[c]
        elif c in _UNIT:
            group, digit = group + digit * _UNIT[c], Decimal(0)
        elif c == "万":
            section, group, digit = section + (group + digit) * 10_000, Decimal(0), Decimal(0)
        elif c == "亿":
            total, section, group, digit = total + (section + group + digit) * 10**8, Decimal(0), Decimal(0), Decimal(0)
        elif c == "元":
            total, section, group, digit = total + section + group + digit, Decimal(0), Decimal(0), Decimal(0)
        elif c in "角分":
            total, digit = total + digit / (10 if c == "角" else 100), Decimal(0)
    return sign * total


WORDS = """
case                        | language | currency | amount     | words
in China                    | zh-Hans  | CNY      | 1409.50    | 人民币壹仟肆佰零玖元伍角
in Taiwan's way             | zh-Hant  | CNY      | 1409.50    | 人民幣壹仟肆佰零玖元伍角整
Taiwan dollars              | zh-Hant  | TWD      | 263400     | 新臺幣貳拾陸萬參仟肆佰元整
more than a hundred million | zh-Hant  | HKD      | 600000000  | 港幣陸億元整
they owe nothing, we do     | zh-Hans  | CNY      | -20.00     | 人民币负贰拾元整
dollars have none           | zh-Hans  | USD      | 20.00      |
nor has English             | en       | CNY      | 20.00      |
beyond what words reach     | zh-Hans  | CNY      | 90000000000000000 |
"""


@pytest.mark.parametrize(("language", "currency", "amount", "told"), table(WORDS))
def test_words(language, currency, amount, told):
    assert words(Decimal(amount), currency, language) == told


# --- what a customer may read ---

SHARED = """
S1 华联 06-02 100 no=SO-100; S2 新星百货 06-03 200 no=SO-200; S3 华联商贸 06-03 5 no=SO-2001; S4 华联 06-04 9 no=7;
R5 华联 06-05 300 memo=付SO-100和SO-200; R6 新星百货 06-06 9; R7 华联 06-07 1 memo=代新星百货付
"""


def test_a_memo_that_names_another_customer_is_withheld():
    made = view(outcome(SHARED, "R5>S1 100, R5>S2 200; R6>S4 9"))
    told = {key: text(page_of(made, Statements(made).of(key), "detailed")) for key in Statements(made).names}
    assert not re.search("新星百货|SO-200", told["华联"])
    assert not re.search("华联|SO-100", told["新星百货"])
    assert told["华联"].count(say("zh-Hans", "report.statement.withheld")) == 2
    assert say("zh-Hans", "report.statement.paid_by_other") in told["华联"]
    assert "由其他单位代付" in told["新星百货"], "华联 paid SO-200"


NAMED = """
case                              | text              | another
its own order                     | 付SO-100          | no
another's                         | 付SO-200          | yes
another's inside a longer number  | 付SO-20019        | no
glued to a word                   | 货款SO-200尾款     | yes
in other case and width           | 付ｓｏ－２００      | yes
its own name                      | 华联付            | no
a name that holds its own         | 华联商贸付         | yes
a month is no number              | 7月货款           | no
"""


@pytest.mark.parametrize(("told", "another"), table(NAMED))
def test_names_another(told, another):
    assert Guard(view(outcome(SHARED))).names_another(told, "华联") is (another == "yes")


# --- what it says ---

MONTH = """
S1 华联 05-02 100 no=SO1 product=杯 quantity=4 person=王芳; S2 华联 06-02 60.50 no=SO2 product=杯 quantity=2.5 due=07-15;
S3 华联 06-10 40 no=SO3 product=箱 quantity=1 flags=disputed; S4 华联 06-12 -10 no=TH4 product=杯 quantity=-1;
R5 华联 06-15 150 memo=货款; S6 华联 06-20 9 cur=USD no=SO6
"""
LINKS = "R5>S1 100, R5>S2 30.50"
SELLER = {"seller_name": "明远", "seller_bank": "工商银行", "seller_account": "6222 0212", "auditor": "天健", "reply_days": 10}


def month(layout: str = "detailed", language: str = "zh-Hans", **rules):
    made = view(outcome(MONTH, LINKS, **{**SELLER, **rules}), language)
    return page_of(made, Statements(made).of("华联"), layout)


def rows(page, name):
    return [[None if v is None else str(v) for v in row] for row in page.table(name).rows]


def test_detailed():
    page = month()
    assert rows(page, "account_CNY") == [
        [None, "2026-05-31", None, None, "期初余额", None, None, None, "100.00"],
        ["1", "2026-06-02", "SO2", "订单", "杯", "2.5", "60.50", None, "160.50"],
        ["2", "2026-06-10", "SO3", "订单", "箱", "1", "40.00", None, "200.50"],
        ["3", "2026-06-12", "TH4", "退货", "杯", "-1", "-10.00", None, "190.50"],
        ["4", "2026-06-15", "", "收款", "货款", None, None, "150.00", "40.50"],
        [None, None, "SO1", None, "　核销 100.00", None, None, None, None],
        [None, None, "SO2", None, "　核销 30.50", None, None, None, None],
        [None, None, None, None, "　尚未核销 19.50", None, None, None, None],
        [None, None, None, None, "本期合计", None, "90.50", "150.00", None],
        [None, None, None, None, "期末余额", None, None, None, "40.50"],
    ]
    assert rows(page, "roll_CNY") == [["100.00", "100.50", "-10.00", "150.00", "0.00", "40.50"]]
    assert rows(page, "ages_CNY") == [["30.00", "40.00", "0.00", "0.00", "0.00", "-10.00", "-19.50", "40.50"]]
    assert rows(page, "disputed_CNY") == [["1", "2026-06-10", "SO3", "箱", "40.00", "40.00"]]
    assert [b.name for b in page.blocks if isinstance(b, Table)][-3:] == ["account_USD", "roll_USD", "ages_USD"]


def test_what_is_carried_is_what_stands_above():
    carry = month().table("account_CNY").carry
    assert [[None if v is None else str(v) for v in row][6:] for row in carry.rows[:5]] == [
        ["0.00", "0.00", "100.00"], ["60.50", "0.00", "160.50"], ["100.50", "0.00", "200.50"], ["90.50", "0.00", "190.50"], ["90.50", "150.00", "40.50"],
    ]  # fmt: skip


def test_open_items_only():
    assert rows(month("open"), "open_CNY") == [
        ["1", "2026-06-10", "SO3", "订单", "箱", "20", "2026-06-10", "40.00", "40.00"],
        ["2", "2026-06-12", "TH4", "退货", "杯", None, "2026-06-12", "-10.00", "-10.00"],
        ["3", "2026-06-02", "SO2", "订单", "杯", None, "2026-07-15", "60.50", "30.00"],
        ["4", "2026-06-15", "", "收款", "货款", None, None, "-150.00", "-19.50"],
        [None, None, None, None, "期末余额", None, None, None, "40.50"],
    ]


def test_by_product():
    assert rows(month("product"), "product_CNY") == [
        [None, "期初余额", None, None, "100.00"],
        ["1", "杯", "2", "1.5", "50.50"],
        ["2", "箱", "1", "1", "40.00"],
        [None, "本期收款", None, None, "-150.00"],
        [None, "期末余额", None, None, "40.50"],
    ]


def test_a_letter_to_be_confirmed_names_the_auditor_and_a_number_of_its_own():
    page = month("confirmation")
    assert rows(page, "letter") == [["2026-06-30", "CNY", "40.50", "0.00", "人民币肆拾元零伍角"], ["2026-06-30", "USD", "9.00", "0.00", ""]]
    told = text(page)
    assert "CL-20260630-" in told
    assert "ST-" not in told
    assert "天健" in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_only_the_auditor_s_letter_says_that_it_is_no_demand(language, layout):
    told = text(month(layout, language))
    assert (say(language, "report.statement.not_a_demand") in told) is (layout == "confirmation")
    demand = say(language, "report.statement.demand_less", {"overdue": "CNY 10.50" + say(language, "report.list.comma") + "USD 9.00"})
    assert (demand in told) is (layout != "confirmation")


def test_what_we_owe_stands_on_our_side():
    made = view(outcome("S1 华联 06-02 10 no=SO1; R2 华联 06-03 25"))
    page = page_of(made, Statements(made).of("华联"), "confirmation")
    assert rows(page, "letter")[0][2:4] == ["0.00", "15.00"]


def test_who_is_to_be_paid_and_by_when_to_answer():
    told = text(month())
    assert "户名： 明远  开户行： 工商银行  账号： 6222 0212" in told
    assert say("zh-Hans", "report.statement.bank_hint") not in told
    assert say("zh-Hans", "report.statement.bank_hint") in text(month(seller_account=""))
    assert "2026-07-10" in told, "ten days after the cut-off"
    assert "王芳" in told


def mark(text: str) -> str:
    return Key(bytes(32)).mark("statement", text, 10)


def test_number_and_token():
    """The number is the customer's and the day's; the token changes with any figure and with the key."""
    one, two = (Statements(view(outcome(MONTH, LINKS)), mark=mark).of("华联") for _ in range(2))
    other = Statements(view(outcome(MONTH.replace("60.50", "60.51"), LINKS)), mark=mark).of("华联")
    strange = Statements(view(outcome(MONTH, LINKS)), mark=lambda text: Key(bytes(31) + b"x").mark("statement", text, 10)).of("华联")
    assert (one.number, one.token) == (two.number, two.token)
    assert other.number == one.number
    assert len({one.token, other.token, strange.token}) == 3
    assert re.fullmatch(r"ST-20260630-[A-Z2-7]{8}", one.number)
    assert re.fullmatch(r"[A-Z2-7]{5}-[A-Z2-7]{5}", one.token)


def test_without_a_key_only_the_registered_figures_have_a_token():
    """A workbook alone makes no token; the tab of a statement that is out carries the one that was sent."""
    found = outcome(MONTH, LINKS)
    plain, keyed = Statements(view(found)).of("华联"), Statements(view(found), mark=mark).of("华联")
    assert plain.token == ""
    balances = tuple(Balance(p.currency, p.opening, p.closing) for p in keyed.parts)
    line = Entry(1, "2026-07-01", "王", "sent", keyed.number, "华联", "华联", end="2026-06-30", balances=balances, token=keyed.token, figures=keyed.figures)
    known = replace(found, register=Register((line,)))
    assert Statements(view(known)).of("华联").token == keyed.token
    assert Statements(view(replace(known, register=Register((replace(line, figures="OTHER"),))))).of("华联").token == ""


def test_a_customer_whose_documents_are_all_set_aside_has_no_statement():
    statements = Statements(view(outcome("S1 华联 06-02 10; S2 新星 06-02 10 aside=draft")))
    assert statements.keys == ["华联"]


def test_a_customer_is_found_by_its_name_alone():
    made = view(outcome("S1 华联商贸有限公司 06-02 10; S2 新星 06-02 10"))
    assert keys_of(made, ["华联商贸有限公司 ", "新星", "新星"]) == ["华联商贸有限公司", "新星"]
    with pytest.raises(Refused) as refused:
        keys_of(made, ["华联", "新星", "没有"])
    assert [(p.code, p.facts["name"], p.facts["near"]) for p in refused.value.problems] == [
        ("customer_unknown", "华联", "华联商贸有限公司"), ("customer_unknown", "没有", "-"),
    ]  # fmt: skip


def test_pieces_of_two_products_make_no_quantity():
    made = view(outcome("S1 华联 06-02 5 no=A product=杯 quantity=2; S2 华联 06-02 7 no=A product=箱 quantity=3; S3 华联 06-03 7 no=B product=杯 quantity=3; S4 华联 06-03 1 no=B product=杯 quantity=1"))
    (part,) = Statements(made).of("华联").parts
    assert [(x.number, x.quantity) for x in part.lines] == [("A", None), ("B", Decimal(4))]
