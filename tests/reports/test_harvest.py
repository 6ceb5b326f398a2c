"""What people type into a tab is found again at its items, wherever the items went."""

from typing import Any

import pytest

from tests.notation import table
from tests.reports.outcomes import outcome
from ticktie.domain.decision import Decision
from ticktie.domain.page import Page, Table
from ticktie.reports.harvest import Harvest, decide, harvest, put_back, standing
from ticktie.reports.pages import pages
from ticktie.reports.people import KEYS, is_keyed, parse_row_key

ITEMS = "S1 华联 06-02 100 no=SO1; S2 华联 06-03 50 no=SO2; S3 新星 06-03 70 no=SO3; S9 新星 06-04 8 no=SO9 aside=draft; R5 华联 06-05 100; R6 李娜 06-06 70"
BEFORE = "R5>S1 100; R6?S3 70"


class Tab:
    """A tab as it stands in a workbook, for a person to write on: cells by title and row."""

    def __init__(self, page: Page):
        self.rows: list[list[Any]] = [["", ""]]
        for block in page.blocks:
            if isinstance(block, Table):
                if not block.headless:
                    self.rows.append([c.title for c in block.columns])
                self.rows += [list(row) for row in block.rows]
            else:
                self.rows.append(["some", "lines"])
        self.heading = next(i for i, row in enumerate(self.rows) if any(str(c).startswith("ticktie:") for c in row))

    def row(self, keys: str) -> list[Any]:
        """The row of the items whose keys are given: `R5 S1`."""
        return next(row for row in self.rows for cell in row if (k := parse_row_key(cell)) and k.all == frozenset(keys.split()))

    def write(self, keys: str, title: str, value: Any) -> None:
        self.row(keys)[self.rows[self.heading].index(title)] = value

    def add(self, title: str, at: int | None = None) -> None:
        """A column of a person's own, at the right or in between."""
        for i, row in enumerate(self.rows):
            place = len(row) if at is None else at
            row.insert(place, title if i == self.heading else None)


def made(links: str = BEFORE, language: str = "zh-Hans", items: str = ITEMS, decisions: list[Decision] | None = None) -> list[Page]:
    return pages(outcome(items, links, language=language), decisions=decisions or [])


def tab(key: str, from_: list[Page] | None = None) -> Tab:
    return Tab(next(p for p in from_ or made() if p.key == key))


def find(text: str, action: str) -> tuple[str, ...]:
    """Items by the numbers a person types."""
    known = {"SO1": "S1", "SO2": "S2", "SO3": "S3"}
    return tuple(known[t] for t in text.replace("，", ",").split(",") if t in known)


def rerun(key: str, written: Tab, links: str = BEFORE, before: list[Decision] | None = None, language: str = "zh-Hans") -> tuple[list[Page], list[Decision], Harvest]:
    """What a second run makes of what was typed in the first."""
    caught = harvest(key, written.rows)
    decisions = [*(before or []), *decide([caught], before or [], who="王", when="2026-07-01", find=find)]
    return put_back(made(links, language, decisions=decisions), decisions, [caught]).pages, decisions, caught


def shown(from_: list[Page], title: str) -> str:
    """Non-empty cells under a title: `tab keys: value`, in order."""
    found = []
    for page in from_:
        for block in (b for b in page.blocks if isinstance(b, Table) and is_keyed(b)):
            at = next((i for i, c in enumerate(block.columns) if c.title == title), None)
            for row, cell in zip(block.rows, block.column(KEYS), strict=True):
                if at is not None and row[at] not in (None, "") and (key := parse_row_key(cell)):
                    found.append(f"{page.key} {'+'.join(sorted(key.all))}: {row[at]}")
    return "; ".join(dict.fromkeys(found))


WRITTEN = """
case                         | tab        | keys  | title | value  | decision
reject a proposal            | to_confirm | R6 S3 | 决定    | 拒绝     | reject R6 > S3
accept it                    | to_confirm | R6 S3 | 决定    | 接受     | accept R6 > S3
undo a link                  | matched    | R5 S1 | 决定    | 取消匹配   | unmatch R5 > S1
a note on a link             | matched    | R5 S1 | 备注    | 电话确认   | note R5 > S1 电话确认
a note on an open item       | unmatched  | S2    | 备注    | 催过     | note S2 >  催过
a note on a set-aside item   | unmatched  | S9    | 备注    | 是草稿    | note S9 >  是草稿
write off                    | unmatched  | S2    | 决定    | 尾差处理   | write_off S2 >
the code itself              | unmatched  | S2    | 决定    | write_off | write_off S2 >
a number typed as a note     | unmatched  | S2    | 备注    | 12.0   | note S2 >  12
only blanks                  | unmatched  | S2    | 备注    |        |
"""


def told(decisions: list[Decision]) -> str:
    return "; ".join(f"{d.action} {'+'.join(d.keys)} > {'+'.join(d.targets)} {d.note}".strip() for d in decisions)


@pytest.mark.parametrize(("key", "keys", "title", "value", "decision"), table(WRITTEN))
def test_a_cell_becomes_a_decision(key, keys, title, value, decision):
    written = tab(key)
    written.write(keys, title, float(value) if value == "12.0" else value)
    assert " ".join(told(rerun(key, written)[1]).split()) == " ".join(decision.split())


def test_match_with_names_the_other_item():
    written = tab("unmatched")
    written.write("R6", "决定", "匹配到")
    written.write("R6", "匹配到", "SO2，SO3")
    assert told(rerun("unmatched", written)[1]) == "match_with R6 > S2+S3"


def test_match_with_something_that_is_not_there_is_said():
    written = tab("unmatched")
    written.write("R6", "决定", "匹配到")
    written.write("R6", "匹配到", "SO777")
    (decision,) = rerun("unmatched", written)[1]
    assert (decision.status, decision.targets, decision.note) == ("target_unknown", (), "SO777")


def test_a_word_that_was_not_offered_is_kept_as_a_note_and_named():
    written = tab("to_confirm")
    written.write("R6 S3", "决定", "也许吧")
    _, decisions, caught = rerun("to_confirm", written)
    assert told(decisions) == "note R6 > S3 也许吧"
    assert [word for _, word in caught.unread] == ["也许吧"]


def test_nothing_typed_is_nothing_decided():
    for key in ("matched", "unmatched", "to_confirm"):
        assert harvest(key, tab(key).rows).marks == ()


def test_what_was_put_back_is_not_decided_again():
    written = tab("matched")
    written.write("R5 S1", "备注", "好")
    written.write("R5 S1", "决定", "接受")
    after, decisions, _ = rerun("matched", written)
    again = harvest("matched", tab("matched", after).rows)
    assert (told(decisions), again.marks) == ("accept R5 > S1 好", ())
    assert shown(put_back(made(decisions=decisions), decisions, [again]).pages, "备注") == "matched R5+S1: 好"


def test_an_emptied_decision_is_withdrawn():
    written = tab("matched")
    written.write("R5 S1", "决定", "接受")
    after, decisions, _ = rerun("matched", written)
    emptied = tab("matched", after)
    emptied.write("R5 S1", "决定", None)
    after, decisions, _ = rerun("matched", emptied, before=decisions)
    assert (told(decisions), shown(after, "决定")) == ("accept R5 > S1; withdraw R5 > S1", "")


def test_an_emptied_note_goes():
    written = tab("unmatched")
    written.write("S2", "备注", "催过")
    after, decisions, _ = rerun("unmatched", written)
    emptied = tab("unmatched", after)
    emptied.write("S2", "备注", None)
    assert shown(rerun("unmatched", emptied, before=decisions)[0], "备注") == ""


MOVED = """
case                                           | tab        | keys  | title | value | links after            | where
accepted: it stands on Matched                 | to_confirm | R6 S3 | 决定    | 接受    | R5>S1 100; R6>S3 70    | matched R6+S3: 接受
rejected: no place shows it, Decisions keep it | to_confirm | R6 S3 | 决定    | 拒绝    | R5>S1 100              |
a note goes along to Matched                   | unmatched  | S2    | 备注    | 催过    | R5>S2 50; R6?S3 70     | matched R5+S2: 催过
a note comes back to Unmatched                 | matched    | R5 S1 | 备注    | 好     | R6?S3 70               | unmatched R5: 好
a note stays where both are shown              | to_confirm | R6 S3 | 备注    | 问     | R5>S1 100; R6?S3 70    | to_confirm R6+S3: 问
"""


@pytest.mark.parametrize(("key", "keys", "title", "value", "after", "where"), table(MOVED))
def test_words_go_where_their_items_go(key, keys, title, value, after, where):
    written = tab(key)
    written.write(keys, title, value)
    assert shown(rerun(key, written, after)[0], title) == where


def test_the_newest_word_counts():
    lines = [Decision(1, "", "", "accept", ("R5",), ("S1",), note="一"), Decision(2, "", "", "note", ("R5",), ("S1",), note="二")]
    assert {(s.decision, s.note) for s in standing(lines).values()} == {("accept", "二")}


ADDED = """
case                     | tab       | keys  | links after          | where
it stays at its row      | matched   | R5 S1 | R5>S1 100; R6?S3 70  | matched R5+S1: 张
it follows its item      | unmatched | S2    | R5>S2 50; R6?S3 70   | matched R5+S2: 张
it comes back            | matched   | R5 S1 | R6?S3 70             | unmatched R5: 张
beside set-aside items   | unmatched | S9    | R5>S1 100            | unmatched S9: 张
"""


@pytest.mark.parametrize("at", [None, 0, 3])
@pytest.mark.parametrize(("key", "keys", "after", "where"), table(ADDED))
def test_a_person_s_own_column_is_kept(key, keys, after, where, at):
    written = tab(key)
    written.add("经办", at)
    written.write(keys, "经办", "张")
    assert shown(rerun(key, written, after)[0], "经办") == where


def test_added_columns_stand_at_the_right_in_their_order():
    written = tab("matched")
    written.add("乙")
    written.add("甲", 2)
    written.write("R5 S1", "乙", 3.5)
    after = next(p for p in rerun("matched", written)[0] if p.key == "matched").table("matched")
    assert [c.title for c in after.columns][-2:] == ["甲", "乙"]
    assert after.rows[0][-2:] == [None, 3.5]


def test_an_added_column_survives_empty_and_many_runs():
    written = tab("matched")
    written.add("经办")
    first = rerun("matched", written)[0]
    second = rerun("matched", tab("matched", first))[0]
    assert [c.title for c in next(p for p in second if p.key == "matched").table("matched").columns].count("经办") == 1
    assert first == second


def test_cells_whose_items_are_gone_are_handed_back():
    written = tab("unmatched")
    written.add("经办")
    written.write("S2", "经办", "张")
    caught = harvest("unmatched", written.rows)
    left = put_back(made(items=ITEMS.replace("S2 华联 06-03 50 no=SO2; ", "")), [], [caught]).left_over
    assert left == [("经办", frozenset({"S2"}), "张")]


def test_the_tab_may_be_sorted_moved_and_in_another_language():
    written = tab("matched", made("R5>S1 100; R6>S3 70"))
    written.write("R5 S1", "备注", "甲")
    written.write("R6 S3", "备注", "乙")
    written.rows[-2:] = reversed(written.rows[-2:])
    for row in written.rows:
        row.insert(0, row.pop() if len(row) > 2 else "")
    after, decisions, _ = rerun("matched", written, "R5>S1 100; R6>S3 70", language="en")
    assert shown(after, "Note") == "matched R5+S1: 甲; matched R6+S3: 乙"
    english = tab("matched", after)
    english.write("R6 S3", "Decision", "Unmatch")
    assert told(decide([harvest("matched", english.rows)], decisions, who="", when="", find=find)) == "unmatch R6 > S3 乙"


def test_rows_that_a_person_wrote_below_are_none_of_ours():
    written = tab("matched")
    written.rows.append(["合计", 1, 2, 3])
    written.rows.append(["note", *[None] * 30, "not json"])
    assert harvest("matched", written.rows).marks == ()


def test_a_tab_without_its_hidden_column_says_nothing():
    written = tab("matched")
    for row in written.rows:
        del row[-1]
    assert harvest("matched", written.rows) == Harvest("matched")


def test_decisions_are_numbered_on():
    written = tab("unmatched")
    written.write("S2", "备注", "a")
    written.write("S3", "备注", "b")
    before = [Decision(7, "2026-06-01", "李", "note", ("S1",), note="old")]
    lines = decide([harvest("unmatched", written.rows)], before, who="王", when="2026-07-01", find=find)
    assert [(d.seq, d.who, d.when) for d in lines] == [(8, "王", "2026-07-01"), (9, "王", "2026-07-01")]
