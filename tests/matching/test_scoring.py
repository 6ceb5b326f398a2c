"""The model learns what drawn pairs were made with, its probabilities are borne out, and no pair testifies for itself."""

import itertools

import numpy as np
import pytest

from ticktie.matching.scoring import Comparison, Pairs, _Flow, score

COLOUR = Comparison("colour", {"same": (0.5, 0.5), "near": (0.3, 0.3), "far": (0.2, 0.2)})
SIZE = Comparison("size", {"same": (0.6, 0.4), "other": (0.4, 0.6)})


def drawn(seed: int, ends: int = 400, share: float = 0.7, each: int = 12):
    """Pairs of `ends` things on both sides: each with its partner, if it has one, and some others."""
    rng = np.random.default_rng(seed)
    left, right = [np.concatenate(x) for x in zip(*((np.full(each, n), rng.choice(ends, each, replace=False)) for n in range(ends)), strict=True)]
    pair = np.unique(np.stack([np.append(left, np.arange(ends)), np.append(right, np.arange(ends))]), axis=1)
    true = (pair[0] == pair[1]) & (rng.random(pair.shape[1]) < share)
    levels = [
        np.where(true, rng.choice(3, len(true), p=[0.85, 0.10, 0.05]), rng.choice(3, len(true), p=[0.05, 0.15, 0.80])),
        np.where(true, rng.choice(2, len(true), p=[0.9, 0.1]), rng.choice(2, len(true), p=[0.2, 0.8])),
    ]
    return Pairs(pair[0], pair[1], [level.astype(np.int16) for level in levels], ends, ends), true


def test_learns_what_the_pairs_were_made_with():
    pairs, true = drawn(1)
    scores = score((COLOUR, SIZE), pairs)
    assert scores.model.m[0] == pytest.approx([0.85, 0.10, 0.05], abs=0.12)
    assert scores.model.u[0] == pytest.approx([0.05, 0.15, 0.80], abs=0.05)
    assert scores.model.m[1] == pytest.approx([0.9, 0.1], abs=0.08)
    assert scores.probability.sum() == pytest.approx(true.sum(), rel=0.15)


def test_probabilities_are_borne_out():
    drawn_ = [drawn(seed) for seed in range(6)]
    p = np.concatenate([score((COLOUR, SIZE), pairs).probability for pairs, _ in drawn_])
    true = np.concatenate([t for _, t in drawn_])
    for low, high in ((0.0, 0.1), (0.1, 0.4), (0.4, 0.7), (0.7, 0.9), (0.9, 1.0)):
        these = (p >= low) & (p < high)
        assert true[these].mean() == pytest.approx(p[these].mean(), abs=0.08)


def by_all_choices(pairs: Pairs, weight: np.ndarray) -> np.ndarray:
    """Probability of every pair, from the weight of every choice there is."""
    total, of = 0.0, np.zeros(len(pairs))
    for size in range(min(pairs.lefts, pairs.rights) + 1):
        for some in map(list, itertools.combinations(range(len(pairs)), size)):
            if len(set(pairs.left[some])) == len(set(pairs.right[some])) == size:
                made = float(np.prod(weight[some]))
                total += made
                of[some] += made
    return of / total


@pytest.mark.parametrize(("ends", "within"), [
    ([(0, 0)], 1e-9),
    ([(0, 0), (0, 1)], 1e-9),
    ([(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)], 1e-6),  # a tree: exact
    ([(0, 0), (0, 1), (1, 0), (1, 1)], 0.1),  # a circle: close
])  # fmt: skip
def test_probabilities_against_all_choices(ends, within):
    left, right = np.array(ends).T
    pairs = Pairs(left, right, [], 3, 3)
    weight = np.linspace(0.5, 3.0, len(ends))
    assert _Flow(pairs).probability(np.log(weight), 40) == pytest.approx(by_all_choices(pairs, weight), abs=within)


def test_the_order_of_pairs_does_not_matter():
    pairs, _ = drawn(2)
    order = np.random.default_rng(0).permutation(len(pairs))
    turned = Pairs(pairs.left[order], pairs.right[order], [level[order] for level in pairs.levels], pairs.lefts, pairs.rights)
    assert score((COLOUR, SIZE), turned).probability == pytest.approx(score((COLOUR, SIZE), pairs).probability[order], rel=1e-9)


def test_what_is_rare_does_not_look_typical_because_it_was_seen_once():
    odd = Comparison("odd", {"never": (0.0001, 0.5), "usual": (0.9999, 0.5)})
    lone = Pairs(np.array([0]), np.array([0]), [np.zeros(1, dtype=np.int16)], 1, 1)
    assert score((odd,), lone).probability[0] < 0.01


def test_few_pairs_keep_to_the_shipped_values():
    pairs, _ = drawn(3, ends=3, each=2)
    model = score((COLOUR, SIZE), pairs).model
    assert model.m[0] == pytest.approx([0.5, 0.3, 0.2], abs=0.1)
