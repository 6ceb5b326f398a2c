"""The demo: a month, its truth and its result in one folder; nobody else's file is ever replaced."""

from __future__ import annotations

import json

import pytest

from ticktie.commands.demo import demo, percent
from ticktie.domain.problem import Refused
from ticktie.samples.month import BOOK
from ticktie.workbook.package import own_titles


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "new"
    return folder, demo(folder)


def test_what_is_in_the_folder(made):
    folder, it = made
    assert {p.name for p in folder.iterdir()} == {BOOK, "2026年6月对账.truth.json", "2026年6月对账.json"}
    assert own_titles(folder / BOOK)
    assert it.done.written == folder / BOOK
    assert json.loads(it.done.json.read_text("utf-8"))["schema"] == "ticktie/result/1"


def test_facts_and_marks(made):
    _, it = made
    facts = it.facts()
    assert facts["orders"] == 400
    assert facts["payments"] > 200
    assert facts["traps_set"] > 40
    assert it.measures.adds_up
    assert it.measures.precision > 0.99
    assert it.measures.recall > 0.6
    assert len(it.measures.traps) <= 1


def test_again_gives_the_same_files(made):
    folder, _ = made
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    demo(folder)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_somebody_elses_book_stays(tmp_path):
    (tmp_path / BOOK).write_bytes(b"mine")
    with pytest.raises(Refused) as refused:
        demo(tmp_path)
    assert [p.code for p in refused.value.problems] == ["exists"]
    assert [p.name for p in tmp_path.iterdir()] == [BOOK]
    assert (tmp_path / BOOK).read_bytes() == b"mine"


def test_percent_is_cut():
    assert [percent(x) for x in (1.0, 0.99999, 0.5, 0.0, 0.998)] == ["100.0%", "99.9%", "50.0%", "0.0%", "99.8%"]
