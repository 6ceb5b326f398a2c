"""What a customer was told stays where a run would not make it again, unless persons or the rows themselves have said otherwise."""

import datetime as dt

import pytest

from tests.matching.test_by_hand import decided
from tests.matching.test_engine import shown
from tests.notation import frame, table
from ticktie.domain.outcome import Ledger, Outcome
from ticktie.domain.rules import Rules
from ticktie.domain.stated import Stated
from ticktie.matching.by_hand import read_hand
from ticktie.matching.engine import match


def stated(text: str, amounts: dict[str, int]) -> list[Stated]:
    """`R1>S1 50, R1>S2 20 +fee 5@S2; R3>S3 9`: the first stands in statement ST1, the next in ST2."""
    return [_one(f"ST{n}", part, amounts) for n, part in enumerate(filter(str.strip, text.split(";")), 1)]


def _one(number: str, text: str, amounts: dict[str, int]) -> Stated:
    body, _, told = text.partition(" +")
    parts = []
    for piece in body.split(","):
        ends, amount = piece.split()
        payment, charge = ends.split(">")
        parts.append(((payment, charge, round(float(amount) * 100)), round(float(amount) * 100)))
    kind, _, rest = told.partition(" ")
    amount, _, charge = rest.partition("@")
    difference = (kind, charge, int(amount) * 100) if told else None
    keys = {key for (payment, charge, _), _ in parts for key in (payment, charge)}
    return Stated(number, tuple(parts), {k: amounts.get(k, 0) for k in keys}, difference)  # type: ignore[arg-type]


def again(text: str, told: str, decisions: str = "", was: str = "") -> Outcome:
    """The book as it is now, after these links were stated. was: amounts that items had then, `S1 70`."""
    made = frame(text)
    amounts = dict(zip(made["key"], made["amount"].tolist(), strict=True))
    amounts |= {name: int(amount) * 100 for name, amount in (part.split() for part in was.split(";") if part)}
    ledger = Ledger(made, [], [], dt.date(2026, 6, 30), "order", "en")
    return match(ledger, Rules(), read_hand(decided(decisions) if decisions else [], made, "order"), told=stated(told, amounts))


def flags(outcome: Outcome) -> str:
    """`ST1 stated_ambiguous R!D4 S1`: statement, what is told, where, the documents."""
    return "; ".join(
        f"{p.facts['number']} {p.code} {p.source} {p.facts['documents']}" for p in outcome.ledger.problems if p.code.startswith("stated")
    )  # fmt: skip


STAYS = """
case                            | items                                                                                  | told                          | found                          | flags
it is made again                | S1 甲公司 06-02 70; R1 甲公司 06-05 70                                                    | R1>S1 70                      | R1>S1 70                       |
a twin came in                  | S1 甲公司 06-02 70; S2 甲公司 06-03 70; R1 甲公司 06-05 70                                 | R1>S1 70                      | R1>S1 70                       | ST1 stated_ambiguous R!A4 S1
nothing speaks for it           | S1 甲公司 06-02 500.13; R1 乙公司 06-05 77.31                                             | R1>S1 77.31                   | R1>S1 77.31                    | ST1 stated_otherwise R!A3 S1
it would be a proposal          | S1 甲公司 06-01 500 no=SO26001; R1 丙公司 06-05 500 memo=SO26001                          | R1>S1 500                     | R1>S1 500                      | ST1 stated_otherwise R!A3 SO26001
it would be another             | S1 甲公司 06-02 70; S2 甲公司 06-03 70 no=SO26002; R1 甲公司 06-05 70 memo=SO26002         | R1>S1 70                      | R1>S1 70                       | ST1 stated_otherwise R!A4 S1
another amount of it            | S1 甲公司 06-01 500 no=SO26001; R1 甲公司 06-05 500 memo=SO26001                          | R1>S1 300                     | R1>S1 200; R1>S1 300           | ST1 stated_otherwise R!A3 SO26001
one of its two parts            | S1 甲公司 06-02 50 no=SO26001; S2 乙公司 06-03 20 no=SO26002; R1 甲公司 06-05 70 memo=SO26001 | R1>S1 50, R1>S2 20          | R1>S1 50, R1>S2 20             | ST1 stated_otherwise R!A4 SO26001, SO26002
two receipts for one document   | S1 甲公司 06-02 500.13 no=SO26001; R1 乙公司 06-05 77.31; R2 乙公司 06-06 8.8               | R1>S1 77.31, R2>S1 8.8        | R1>S1 77.31, R2>S1 8.80        | ST1 stated_otherwise R!A3 SO26001
with its difference             | S1 甲公司 06-02 70; R1 乙公司 06-05 64                                                    | R1>S1 64 +fee 6@S1            | R1>S1 64 +fee 6                | ST1 stated_otherwise R!A3 S1
a receipt that went back        | R1 甲公司 06-05 70; R2 甲公司 06-06 -70                                                    | R1>R2 70                      | R1>R2 70                       | ST1 stated_otherwise R!A2 R2
a part of it went back          | R1 甲公司 06-05 70; R2 甲公司 06-06 -20                                                    | R1>R2 20                      | R1>R2 20                       | ST1 stated_otherwise R!A2 R2
a return against its order      | S1 甲公司 06-02 70; S2 甲公司 06-06 -20; R1 乙公司 06-07 3.33                               | S2>S1 20                      | S2>S1 20                       | ST1 stated_otherwise S!A3 S1
a return in what was paid       | S1 甲公司 06-02 70; S2 甲公司 06-06 -20; R1 乙公司 06-07 50                                 | R1>S1 70, R1>S2 -20           | R1>S1 70, R1>S2 -20            | ST1 stated_otherwise R!A4 S1, S2
only the one that was told      | S1 甲公司 06-02 70; S2 甲公司 06-03 70; S3 乙公司 06-02 9; S4 乙公司 06-02 9; R1 甲公司 06-05 70; R2 乙公司 06-05 9 | R1>S1 70 | R1>S1 70; R2!S3|S4 | ST1 stated_ambiguous R!A6 S1
two statements                  | S1 甲公司 06-02 70; S2 甲公司 06-03 70; S3 乙公司 06-02 9; S4 乙公司 06-02 9; R1 甲公司 06-05 70; R2 乙公司 06-05 9 | R1>S1 70; R2>S4 9 | R1>S1 70; R2>S4 9 | ST1 stated_ambiguous R!A6 S1; ST2 stated_ambiguous R!A7 S4
lost only beside the first      | S1 乙公司 06-02 70; S2 甲公司 06-02 70 no=SO26002; S3 甲公司 06-03 70; R1 甲公司 06-05 70 memo=SO26002; R2 甲公司 06-06 70 | R1>S1 70; R2>S3 70 | R1>S1 70; R2>S3 70 | ST1 stated_otherwise R!A5 S1; ST2 stated_ambiguous R!A6 S3
"""


@pytest.mark.parametrize(("text", "told", "found", "flagged"), table(STAYS))
def test_what_was_told_stays(text, told, found, flagged):
    outcome = again(text, told)
    assert shown(outcome) == found
    assert flags(outcome) == flagged
    assert outcome.stated == {part: s.number for s in stated(told, {}) for part, _ in s.parts}


GOES = """
case                            | items                                                                                  | told               | decisions       | was   | found
an item is gone                 | S1 甲公司 06-02 70; R1 乙公司 06-05 64                                                    | R1>S9 64           |                 |       |
it is set aside                 | S1 甲公司 06-02 70 aside=cancelled; R1 乙公司 06-05 64                                    | R1>S1 64           |                 |       |
the document has other money    | S1 甲公司 06-02 70; R1 乙公司 06-05 64                                                    | R1>S1 64           |                 | S1 80 |
the receipt has other money     | S1 甲公司 06-02 70; R1 乙公司 06-05 64                                                    | R1>S1 64           |                 | R1 65 |
it is in another currency now   | S1 甲公司 06-02 70 cur=USD; R1 乙公司 06-05 64                                             | R1>S1 64           |                 |       |
a person rejected it            | S1 甲公司 06-02 70; R1 乙公司 06-05 64                                                    | R1>S1 64           | reject R1 S1    |       |
a person rejected a part of it  | S1 甲公司 06-02 70; S2 甲公司 06-02 9; R1 乙公司 06-05 64                                  | R1>S1 60, R1>S2 4  | reject R1 S1    |       |
a person rejected another       | S1 甲公司 06-02 70; S2 甲公司 06-02 9; R1 乙公司 06-05 64                                  | R1>S1 64           | reject R1 S2    |       | R1>S1 64
a person used the receipt       | S1 甲公司 06-02 70; S2 甲公司 06-02 99; R1 乙公司 06-05 64                                 | R1>S1 64           | match_with R1 S2 |      | R1>S2 64
a person used the document      | S1 甲公司 06-02 70; R1 乙公司 06-05 64; R2 丙公司 06-05 70                                 | R1>S1 64           | match_with R2 S1 |      | R2>S1 70
a person left too little        | S1 甲公司 06-02 70; R1 乙公司 06-05 64; R2 丙公司 06-05 6.5                                | R1>S1 64           | match_with R2 S1 |      | R2>S1 6.50
a person left just enough       | S1 甲公司 06-02 70; R1 乙公司 06-05 64; R2 丙公司 06-05 6                                  | R1>S1 64           | match_with R2 S1 |      | R1>S1 64; R2>S1 6
told twice, the first holds     | S1 甲公司 06-02 70; S2 甲公司 06-02 99; R1 乙公司 06-05 64                                 | R1>S1 64; R1>S2 64 |                 |       | R1>S1 64
both are told and both fit      | S1 甲公司 06-02 70; S2 甲公司 06-02 99; R1 乙公司 06-05 64                                 | R1>S1 60; R1>S2 4  |                 |       | R1>S1 60; R1>S2 4
a difference with no room       | S1 甲公司 06-02 70; R1 乙公司 06-05 64                                                    | R1>S1 64 +fee 7@S1 |                 |       |
the other way round in a side   | R1 甲公司 06-05 70; R2 甲公司 06-06 30                                                     | R1>R2 30           |                 |       |
"""


@pytest.mark.parametrize(("text", "told", "decisions", "was", "found"), table(GOES))
def test_what_persons_and_rows_leave_of_it(text, told, decisions, was, found):
    outcome = again(text, told, decisions, was)
    assert shown(outcome) == found
    kept = [f"{payment}>{charge}" for payment, charge, _ in outcome.stated]
    assert kept == [name for name in (f"{p}>{c}" for s in stated(told, {}) for (p, c, _), _ in s.parts) if name in found]


TODAY = """
case                     | items                                                                                                       | today
two would fit            | S1 甲公司 06-02 70; S2 甲公司 06-03 70; R1 甲公司 06-05 70                                                      | ambiguous
two could pay it         | S1 甲公司 06-02 70; R1 丙公司 06-05 70; R2 丁公司 06-05 70                                                      | ambiguous
a proposal               | S1 甲公司 06-01 70 no=SO26001; R1 丙公司 06-05 70 memo=SO26001                                                 | to_confirm
the receipt pays another | S1 甲公司 06-02 70; S2 甲公司 06-03 70 no=SO26002; R1 甲公司 06-05 70 memo=SO26002                              | other
another pays it          | S1 甲公司 06-02 70 no=SO26001; R1 乙公司 06-05 70.5; R2 甲公司 06-05 70 memo=SO26001                            | other
nothing                  | S1 甲公司 06-02 500.13; R1 乙公司 06-05 77.31; S2 丙公司 06-02 9; S3 丙公司 06-02 9; R2 丙公司 06-05 9           | open
nothing, others do       | S1 甲公司 06-02 500.13; R1 乙公司 06-05 77.31; S2 丙公司 06-02 9; R2 丙公司 06-05 9                              | open
nothing, others may      | S1 甲公司 06-02 500.13; R1 乙公司 06-05 77.31; S2 丙公司 06-02 9 no=SO26002; R2 丁公司 06-05 9 memo=SO26002       | open
"""


@pytest.mark.parametrize(("text", "today"), table(TODAY))
def test_what_would_become_of_it_by_itself(text, today):
    (link,) = [link for link in again(text, "R1>S1 70").links if link.by == "stated"]
    assert link.because.facts == {"number": "ST1", "today": today}
