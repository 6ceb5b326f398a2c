"""The choice that is best as a whole, against a search of all choices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notation import table
from ticktie.matching import assignment
from ticktie.matching.assignment import choose

CASES = """
case                                    | pairs and gains                      | chosen
a single pair                           | A1 2                                 | A1 2
what brings nothing is left             | A1 -1; B2 0                          |
the better of two                       | A1 2; A2 3                           | A2 1
not greedy: the sum counts              | A1 5; A2 4; B1 4; B2 0.1             | A2 2.9, B1 2.9
a place is left free for another        | A1 5; B1 3; B2 1                     | A1 3, B2 1
leaving one alone brings more           | A1 9; A2 1; B1 2                     | A1 6
two that are equal are no choice        | A1 2; A2 2                           | A1 0
equal in a circle                       | A1 2; A2 2; B1 2; B2 2               | A1 0, B2 0
apart from each other                   | A1 2; B2 3                           | A1 2, B2 3
"""


def read(text: str) -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    names, gains = zip(*(part.split() for part in text.split(";")), strict=True)
    left = np.array([ord(n[0]) - ord("A") for n in names])
    right = np.array([int(n[1:]) for n in names])
    return list(names), left, right, np.array([float(g) for g in gains])


@pytest.mark.parametrize(("pairs", "chosen"), table(CASES))
def test_choice_and_what_it_loses(pairs, chosen):
    names, *given_ = read(pairs)
    choice = choose(*given_)
    assert ", ".join(f"{names[n]} {choice.loss[n]:g}" for n in np.flatnonzero(choice.chosen)) == chosen


def best(left, right, gain, start=0, used=frozenset()) -> float:
    """The greatest total of any choice: every pair is tried with and without."""
    if start == len(left):
        return 0.0
    total = best(left, right, gain, start + 1, used)
    ends = {("l", left[start]), ("r", right[start])}
    if used.isdisjoint(ends):
        total = max(total, gain[start] + best(left, right, gain, start + 1, used | ends))
    return total


@st.composite
def pairs(draw):
    cells = st.tuples(st.integers(0, 4), st.integers(0, 4))
    ends = draw(st.lists(cells, min_size=1, max_size=10, unique=True))
    gains = draw(st.lists(st.integers(-4, 12).map(lambda n: n / 2), min_size=len(ends), max_size=len(ends)))
    left, right = np.array(ends).T
    return left, right, np.array(gains)


def check(left, right, gain):
    choice = choose(left, right, gain)
    assert len(set(left[choice.chosen])) == len(set(right[choice.chosen])) == choice.chosen.sum()
    total = best(left, right, gain)
    assert gain[choice.chosen].sum() == pytest.approx(total)
    for n in np.flatnonzero(choice.chosen):
        rest = np.arange(len(left)) != n
        assert choice.loss[n] == pytest.approx(total - best(left[rest], right[rest], gain[rest]))


@settings(max_examples=200, deadline=None)
@given(pairs())
def test_no_other_choice_brings_more(drawn):
    check(*drawn)


@settings(max_examples=100, deadline=None)
@given(pairs())
def test_large_components_are_solved_alike(drawn):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assignment, "DENSE", 0)
        check(*drawn)


def test_losses_of_a_thicket_are_left_open():
    size = assignment.RESOLVED + 1
    left, right = np.divmod(np.arange(size * size), size)
    choice = choose(left, right, 1.0 + (left == right))
    assert (left == right)[choice.chosen].all()
    assert np.isnan(choice.loss[choice.chosen]).all()
