"""Result tabs of an open workbook: found by their hidden names, read once for each run, and anew after it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reports.outcomes import outcome
from tests.reports.tabs import standing_of, tabs_of
from tests.workbook.open_books import Book
from ticktie.domain.wording import LANGUAGES, say
from ticktie.workbook.open_tabs import OpenTabs, own_sheets

ITEMS = "S1 华联 06-02 1200 no=SO1; S2 华联 06-10 500.50 no=SO2; R1 华联 06-05 1200"


def tabbed(links: str = "R1>S1 1200", language: str = "zh-Hans", **more: Any) -> Book:
    book = Book(**more)
    book.add("订单", [["订单编号"], ["SO1"]])
    for page, rows in tabs_of(outcome(ITEMS, links), language).items():
        book.add(say(language, f"tab.{page}"), rows, page)
    return book


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tabs_are_found_in_any_language(language):
    assert OpenTabs().standing(tabbed(language=language)) == standing_of(outcome(ITEMS, "R1>S1 1200"), language)


def test_a_book_without_tabs_has_no_standing():
    book = Book()
    book.add("已匹配", [["x"]])  # a title alone is no tab of ours
    assert OpenTabs().standing(book) is None


def test_it_is_read_once_while_the_result_is_the_same():
    book, tabs = tabbed(), OpenTabs(Clock())
    first = tabs.standing(book)
    book.asked.clear()
    assert all(tabs.standing(book) is first for _ in range(50))
    assert book.asked == {"cells": 50}  # one cell each time, to see whether it is the same run


def test_within_one_calculation_not_even_that_is_looked_at():
    book, tabs = tabbed(), OpenTabs(lambda: 7.0)
    tabs.standing(book)
    book.asked.clear()
    tabs.standing(book)
    assert not book.asked


def test_after_a_run_with_another_result_it_is_read_anew():
    book, tabs = tabbed(), OpenTabs(Clock())
    assert tabs.standing(book).items["order:S1"].state == "matched"
    book.sheets[:] = tabbed("R1>S2 500.50").sheets
    assert tabs.standing(book).items["order:S1"].state == "open"


def test_tabs_that_another_language_renamed_are_found_again():
    book, tabs = tabbed(), OpenTabs(Clock())
    tabs.standing(book)
    book.sheets[:] = tabbed(language="en").sheets
    assert tabs.standing(book).language == "en"


def test_tabs_that_are_gone_are_gone():
    book, tabs = tabbed(), OpenTabs(Clock())
    tabs.standing(book)
    del book.sheets[1:]
    assert tabs.standing(book) is None


def test_two_books_are_kept_apart():
    tabs = OpenTabs(Clock())
    one, two = tabbed(), tabbed("R1>S2 500.50", fullname="two.xlsx")
    assert [tabs.standing(b).items["order:S1"].state for b in (one, two, one)] == ["matched", "open", "matched"]


def test_only_so_many_books_are_kept():
    tabs = OpenTabs(Clock())
    for n in range(40):
        tabs.standing(tabbed(fullname=f"{n}.xlsx"))
    assert len(tabs._kept) == 16


def test_a_person_s_copy_of_a_tab_is_not_taken_for_it():
    book = Book()
    book.add("已匹配 (2)", [["x"]], "matched")
    book.add("已匹配", [["y"]], "matched")
    book.add("问题", [["z"]], "copy of problems")
    assert own_sheets(book) == {"matched": "已匹配"}
