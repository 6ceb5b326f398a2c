"""Which subsets have a sum: against every subset, and against a solver that shares no code with ours."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from ticktie.matching import subsets

VALUES = st.lists(st.integers(-60, 200).filter(bool), min_size=1, max_size=9)


def every(values: list[int], target: int) -> list[tuple[int, ...]]:
    """All non-empty subsets with the sum, by looking at each."""
    places = range(len(values))
    return sorted(c for n in places for c in itertools.combinations(places, n + 1) if sum(values[i] for i in c) == target)


@settings(max_examples=300, deadline=None)
@given(VALUES, st.integers(-200, 600))
def test_all_are_found(values, target):
    assert sorted(subsets.Halves(values).find(target, 10_000)) == every(values, target)


@settings(max_examples=300, deadline=None)
@given(VALUES, st.integers(-200, 600).filter(bool), st.integers(1, 4))
def test_count_is_exact_up_to_its_limit(values, target, limit):
    assert subsets.count(values, target, limit) == min(limit, len(every(values, target)))


SETS = st.lists(st.tuples(st.lists(st.integers(-60, 200).filter(bool), max_size=9), st.integers(-200, 600).filter(bool)), max_size=5)


@settings(max_examples=300, deadline=None)
@given(SETS, st.sampled_from([0, 3, 12]), st.sampled_from([1, 8, 1 << 18]))
def test_many_sets_at_once_are_single_where_each_is(sets, together, sums):
    lengths = np.array([len(values) for values, _ in sets], dtype=np.int64)
    ends = np.cumsum(lengths)
    flat, targets = np.array([v for values, _ in sets for v in values], dtype=np.int64), np.array([t for _, t in sets], dtype=np.int64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subsets, "TOGETHER", together)
        patch.setattr(subsets, "_SUMS", sums)
        found = subsets.are_single(flat, ends - lengths, ends, targets).tolist()
    assert found == [len(every(values, target)) == 1 for values, target in sets]


@settings(max_examples=200, deadline=None)
@given(VALUES, st.integers(1, 600))
def test_the_bit_set_agrees(values, target, ):
    sizes = sorted((abs(v) for v in values), reverse=True)
    assert subsets._bits(sizes, target) == min(2, len(every(sizes, target)))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(-60, 200).filter(bool), min_size=2, max_size=9), st.integers(-200, 600))
def test_small_finds_two_to_four(values, target):
    wanted = [c for c in every(values, target) if 2 <= len(c) <= 4]
    assert sorted(subsets.small(values, target, 10_000)) == wanted


@settings(max_examples=200, deadline=None)
@given(VALUES, st.integers(-200, 400), st.integers(0, 300), st.sampled_from([1, 5, 10]))
def test_density_is_counted(values, low, width, step):
    halves = subsets.Halves(values)
    sums = [sum(c) for n in range(len(values) + 1) for c in itertools.combinations(values, n)]
    assert halves.within(low, low + width) == sum(low <= s <= low + width for s in sums)
    assert halves.share(step) == pytest.approx(sum(s % step == 0 for s in sums) / len(sums))


def solver_count(values: list[int], target: int, limit: int) -> int:
    """Solutions counted by CP-SAT, one after the other."""
    model = cp_model.CpModel()
    taken = [model.new_bool_var(str(i)) for i in range(len(values))]
    model.add(sum(v * x for v, x in zip(values, taken, strict=True)) == target)
    model.add_bool_or(taken)
    found = 0
    while found < limit:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        found += 1
        model.add_bool_or([x.negated() if solver.value(x) else x for x in taken])
    return found


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("size", "step"), [(12, 1), (18, 100), (24, 10_000)])
def test_a_solver_agrees(seed, size, step):
    rng = np.random.default_rng([seed, size, step])
    values = [max(step, int(v) // step * step) for v in rng.lognormal(13, 1, size)]
    target = int(sum(rng.choice(values, 3, replace=False)))
    assert subsets.count(values, target, 2) == solver_count(values, target, 2) == len(subsets.Halves(values).find(target, 2))


def test_beyond_the_budget_nothing_is_said():
    values = [10_007 * n + 1 for n in range(1, 61)]
    assert subsets.count(values, sum(values) // 2, 2, budget=1000) is None
    assert subsets.count(values, sum(values), 2, budget=1000) == 1
    first, last = np.array([0]), np.array([len(values)])
    assert not subsets.are_single(np.array(values), first, last, np.array([sum(values) // 2]), budget=1000).any()
    assert subsets.are_single(np.array(values), first, last, np.array([sum(values)]), budget=1000).all()
