"""The measure, on results small enough to be judged by eye."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ticktie.samples.measure import measure

# O1..O9 orders, R returns, P payments; what is true of them:
AMOUNTS = {
    "O1": 100, "O2": 60, "O3": 70, "O4": 70, "O5": 50, "O6": 60, "O7": 100, "R7": -20, "O8": 90, "O9": 40, "R9": -10,
    "P1": 100, "P2": 40, "P3": 70, "P4": 70, "P5": 50, "P6": 55, "P7": 80, "P8": 89, "P9": 40, "B9": -10, "C1": 30, "C2": 30, "C3": -30,
}  # fmt: skip
ALLOCATIONS = "P1>O1 100; P2>O2 40; P3>O3 70; P4>O4 70; P5>O5 50 optional; P6>O6 55; P7>O7 100; P7>R7 -20; P9>O9 40; B9>R9 -10; P8>O8 89 propose"
WANTED = 100 + 40 + 70 + 70 + 55 + 100 + 20 + 40 + 10
PERFECT = "P1>O1 100; P2>O2 40; P3>O3 70; P4>O4 70; P6>O6 55; P7>O7 100; P7>R7 -20; P9>O9 40; B9>R9 -10"

CASES = """
case                                | links                                        | right | confirmed | found | traps
nothing                             |                                              | 0     | 0         | 0     |
all of it                           | {perfect}                                    | 505   | 505       | 505   |
an optional one                     | P5>O5 50                                     | 50    | 50        | 0     |
one wrong link                      | P1>O2 60                                     | 0     | 60        | 0     |
one right, one wrong                | P1>O1 100; P2>O5 40                          | 100   | 140       | 100   |
only proposed                       | P1>O1 100 ?                                  | 0     | 0         | 0     |
less than the truth                 | P1>O1 70                                     | 70    | 70        | 70    |
equal items the other way round     | P3>O4 70; P4>O3 70                           | 140   | 140       | 140   |
one equal item twice                | P3>O3 35; P3>O4 35                           | 70    | 70        | 70    |
a trap                              | P8>O8 89                                     | 0     | 89        | 0     | trap_near
a trap, only proposed               | P8>O8 89 ?                                   | 0     | 0         | 0     |
both copies                         | C1>O8 30; C2>O9 30                           | 0     | 60        | 0     | trap_copy
one of the copies                   | C1>O8 30                                     | 0     | 30        | 0     |
a copy and its reversal on one item | C1>O8 30; C3>O8 -30                          | 0     | 0         | 0     |
the reversal against the original   | C3>C1 30                                     | 0     | 0         | 0     |
a write-off that nobody stated      | P6>O6 55 -5                                  | 55    | 55        | 55    | write_off_silent
the same without the write-off      | P6>O6 55                                     | 55    | 55        | 55    |
a return netted with its order      | P7>O7 80; R7>O7 20                           | 120   | 120       | 120   |
a return of another order netted    | P1>O1 80; R7>O1 20                           | 100   | 100       | 100   |
less than nothing from the copies   | C3>R7 -20                                    | 0     | 20        | 0     | trap_copy
a return netted with another order  | P7>O7 80; R7>O1 20                           | 80    | 80        | 80    |
return and refund, both netted      | P9>O9 30; R9>O9 10; P9>B9 10                 | 50    | 50        | 50    |
"""


def truth() -> dict[str, Any]:
    def row(i: str) -> dict[str, Any]:
        return {"id": f"S!{list(AMOUNTS).index(i) + 2}", "amount": f"{AMOUNTS[i]:.2f}", "bad": "", "currency": "CNY"}

    pairs = [re.fullmatch(r"(\w+)>(\w+) (-?\d+) ?(\w*)", part.strip()) for part in ALLOCATIONS.split(";")]
    return {
        "orders": [row(i) for i in AMOUNTS if i[0] in "OR"], "deliveries": [], "payments": [row(i) for i in AMOUNTS if i[0] in "PBC"],
        "allocations": [
            {"order": place(m[2]), "payment": place(m[1]), "amount": f"{m[3]}.00", "mechanism": f"to_{m[2]}", "expect": m[4] or "confirm"} for m in pairs if m
        ],
        "interchangeable": [{"members": [place("O3"), place("O4")]}, {"members": [place("P3"), place("P4")]}, {"members": [place("C1"), place("C2")]}],
        "must_not_confirm": [{"payment": place("P8"), "mechanism": "trap_near"}],
        "group_limits": [{"payments": [place("C1"), place("C2"), place("C3")], "max": "30.00", "mechanism": "trap_copy"}],
        "no_write_off": [{"order": place("O6"), "payment": place("P6"), "mechanism": "silent"}],
    }  # fmt: skip


def place(i: str) -> str:
    return f"S!{list(AMOUNTS).index(i) + 2}"


def result(links: str) -> dict[str, Any]:
    """A result whose residuals follow from its links."""
    left = dict(AMOUNTS)
    made = [link(m, left) for part in links.split(";") if (m := re.fullmatch(r"(\w+)>(\w+) (-?\d+) ?(\?|-\d+)?", part.strip()))]
    items = [
        {"id": place(i), "side": "order" if i[0] in "OR" else "payment", "amount": f"{a:.2f}", "residual": f"{left[i]:.2f}", "currency": "CNY"}
        for i, a in AMOUNTS.items()
    ]
    proof = {"input": "1.00", "allocated": "0.40", "residual": "0.60"}
    return {"items": items, "links": made, "problems": [], "proof": {"order": proof, "payment": dict(proof)}}


def link(m: re.Match[str], left: dict[str, int]) -> dict[str, Any]:
    """`P>O`: a payment to a charge; of two of one side the first is the reversal or the return."""
    answer, claim, amount = m[1], m[2], int(m[3])
    gap = -int(m[4]) if m[4] and m[4] != "?" else 0
    sure = m[4] != "?"
    if (answer[0] in "PBC") == (claim[0] in "PBC") and answer[0] in "PBC":  # order = the reversal, payment = the original
        claim, answer = (answer, claim) if AMOUNTS[answer] < 0 else (claim, answer)
        takes = {claim: -amount, answer: amount}
    elif answer[0] in "OR":
        takes = {claim: amount, answer: -amount}
    else:
        takes = {claim: amount + gap, answer: amount}
    for i, x in takes.items():
        left[i] -= x if sure else 0
    difference = {"kind": "write_off", "order": place(claim), "amount": f"{gap}.00"} if gap else None
    return {"id": m[0], "confirmed": sure, "difference": difference, "allocations": [{"order": place(claim), "payment": place(answer), "amount": f"{amount}.00"}]}


def cases() -> list[Any]:
    rows = [[cell.strip() for cell in line.split("|")] for line in CASES.strip().splitlines()[1:]]
    return [pytest.param(row[1].format(perfect=PERFECT), *map(int, row[2:5]), row[5].split(), id=row[0]) for row in rows]


@pytest.mark.parametrize(("links", "right", "confirmed", "found", "traps"), cases())
def test_marks(links, right, confirmed, found, traps):
    m = measure(result(links), truth())
    assert [x // 100 for x in (m.right_amount, m.confirmed_amount, m.found_amount)] == [right, confirmed, found]
    assert [t.mechanism for t in m.traps] == traps
    assert m.wanted_amount == WANTED * 100
    assert m.errors == []
    assert m.adds_up
    assert m.traps_set == 3


def test_perfect_is_one():
    m = measure(result(PERFECT), truth())
    assert (m.precision, m.recall, m.precision_count, m.recall_count) == (1.0, 1.0, 1.0, 1.0)
    assert m.by_mechanism["to_O1"] == [1, 1, 0]


def test_nothing_confirmed_is_precise_and_finds_nothing():
    m = measure(result(""), truth())
    assert (m.precision, m.recall) == (1.0, 0.0)


def test_proposals_are_counted_apart():
    assert measure(result("P1>O1 100 ?; P2>O2 40"), truth()).proposed == 1


# --- money and rows ---


def item(made: dict[str, Any], name: str) -> dict[str, Any]:
    return next(i for i in made["items"] if i["id"] == place(name))


def test_a_lost_row():
    made = result(PERFECT)
    made["items"].remove(item(made, "O5"))
    assert measure(made, truth()).lost == [place("O5")]
    made["problems"] = [{"where": place("O5").replace("!", "!C")}]
    assert measure(made, truth()).lost == []


def test_a_row_that_is_no_row():
    made = result("")
    made["items"].append({**item(made, "P1"), "id": "S!99"})
    assert measure(made, truth()).phantom == ["S!99"]


def test_a_misread_amount_and_side():
    made = result("")
    item(made, "P1").update(amount="10.00", residual="10.00")
    item(made, "O1").update(side="payment")
    assert len(measure(made, truth()).misread) == 2


def test_a_bad_amount_is_not_misread():
    made, true = result(""), truth()
    item(made, "P1").update(amount="0.00", residual="0.00")
    next(p for p in true["payments"] if p["id"] == place("P1"))["bad"] = "amount_text"
    assert measure(made, true).adds_up


@pytest.mark.parametrize(("name", "change", "said"), [
    ("O1", {"residual": "1.00"}, "is not allocated"),
    ("P1", {"residual": "-100.00"}, "is not allocated"),
    ("O2", {"residual": "x"}, "no amount"),
    ("O2", {"residual": "0.001"}, "finer than a fen"),
])  # fmt: skip
def test_money_that_does_not_add_up(name, change, said):
    made = result(PERFECT)
    item(made, name).update(change)
    errors = measure(made, truth()).errors
    assert errors
    assert said in errors[0]


@pytest.mark.parametrize("links", ["P1>O2 100", "C3>O9 -30"])
def test_an_overdrawn_item_or_one_that_grows(links):
    errors = measure(result(links), truth()).errors
    assert any("the sign changes" in e for e in errors)


def test_an_item_twice_an_unknown_item_two_currencies_and_a_broken_proof():
    made = result("P1>O1 100")
    made["items"].append(dict(item(made, "O9")))
    item(made, "O1")["currency"] = "USD"
    made["links"].append({"id": "x", "confirmed": True, "allocations": [{"order": "S!77", "payment": place("P2"), "amount": "1.00"}]})
    made["proof"] = {"order": {"input": "1.00", "allocated": "0.00", "residual": "0.00"}}
    errors = " / ".join(measure(made, truth()).errors)
    for said in ("item twice", "S!77", "two currencies", "proof order does not add up", "no proof for payment"):
        assert said in errors
