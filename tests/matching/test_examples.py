"""The examples in the passes' own words are true: each is run after the passes before it."""

import inspect
import re
import sys
from dataclasses import replace

import pytest

from tests.notation import arrows, items
from ticktie.domain.rules import Rules
from ticktie.matching.sequence import SEQUENCE
from ticktie.matching.settle import settle

EXAMPLE = re.compile(r"^ {4}(\S.*?) +-> +(\S.*)$", re.MULTILINE)


def examples() -> list[object]:
    found = []
    for place, (name, pass_) in enumerate(SEQUENCE):
        told = sys.modules[pass_.__module__].__doc__ or ""
        found += [pytest.param(place, text, arrows_, id=f"{name} {n}") for n, (text, arrows_) in enumerate(EXAMPLE.findall(told), 1)]
    return found


@pytest.mark.parametrize(("place", "text", "wanted"), examples())
def test_example(place, text, wanted):
    rules = replace(Rules(), oldest_first="confirm") if SEQUENCE[place][0] == "oldest_first" else Rules()
    state = items(text)
    for _, before in SEQUENCE[:place]:
        state = settle(state, before(state, rules)).items
    assert sorted(arrows(SEQUENCE[place][1](state, rules), state).split("; ")) == sorted(wanted.split("; "))


@pytest.mark.parametrize(("name", "pass_"), SEQUENCE, ids=[n for n, _ in SEQUENCE])
def test_every_pass_says_what_it_ties_what_it_refuses_and_shows_it(name, pass_):
    told = inspect.getdoc(sys.modules[pass_.__module__]) or ""
    assert told.startswith(f'Pass "{name.replace("_", " ")}"')
    assert "Tied" in told or "Proposed" in told
    assert name == "likely" or re.search(r"Refused|refused|As passes|as passes", told)
    assert name == "likely" or EXAMPLE.search(sys.modules[pass_.__module__].__doc__ or "")
