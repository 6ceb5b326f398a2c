"""The choice that is best as a whole: who goes with whom when several pairs compete for the same ends.

Each pair brings a gain (log odds); an end may also stay alone, which brings nothing. Taking the best pair first can
cost more elsewhere than it brings; here the sum over all is the greatest possible. A pair is certain only if every
choice without it loses a margin: two that are equally good are no choice at all.

SciPy is imported where it is needed: loading it takes longer than a small book.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ticktie.domain.items import Bool, Int64
from ticktie.matching.scoring import Floats

DENSE = 4_000_000  # cells of a component that is solved as a table
RESOLVED = 60  # pairs of a component up to which each is taken out in turn


@dataclass(frozen=True)
class Choice:
    """Of every pair: chosen, and what the best choice without it would lose (NaN where that was not worked out)."""

    chosen: Bool
    loss: Floats


def choose(left: Int64, right: Int64, gain: Floats) -> Choice:
    """The choice of greatest total gain. No pair may be given twice."""
    chosen = np.zeros(len(left), dtype=bool)
    loss = np.zeros(len(left))
    for members in _components(left, right, gain > 0):
        part = left[members], right[members], gain[members]
        picked = _best(*part)
        chosen[members] = picked
        loss[members] = _losses(*part, picked)
    return Choice(chosen, loss)


def _components(left: Int64, right: Int64, useful: Bool) -> list[Int64]:
    """Pairs that bring something, by connected component; each list in the order given."""
    which = np.flatnonzero(useful)
    if len(set(left[which].tolist())) == len(set(right[which].tolist())) == len(which):
        return list(which.reshape(-1, 1))
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    ends, lefts = int(left.max()) + 1 + int(right.max()) + 1, int(left.max()) + 1
    graph = csr_matrix((np.ones(len(which), dtype=np.int8), (left[which], lefts + right[which])), shape=(ends, ends))
    label = connected_components(graph, directed=False)[1][left[which]]
    order = np.argsort(label, kind="stable")
    cuts = np.flatnonzero(np.diff(label[order])) + 1
    return np.split(which[order], cuts)


def _best(left: Int64, right: Int64, gain: Floats) -> Bool:
    """The best choice within one component, all gains positive."""
    if len(left) == 1:
        return np.ones(1, dtype=bool)
    lefts, row = np.unique(left, return_inverse=True)
    rights, column = np.unique(right, return_inverse=True)
    solve = _dense if len(lefts) * len(rights) <= DENSE else _sparse
    partner = solve(row, column, gain, len(lefts), len(rights))
    return np.asarray(partner[row] == column, dtype=bool)


def _dense(row: Int64, column: Int64, gain: Floats, lefts: int, rights: int) -> Int64:
    """The partner of every left end; no column of its own for none."""
    from scipy.optimize import linear_sum_assignment

    table = np.zeros((lefts, rights))
    table[row, column] = gain
    rows, columns = linear_sum_assignment(table, maximize=True)
    partner = np.full(lefts, -1, dtype=np.int64)
    partner[rows] = np.where(table[rows, columns] > 0, columns, -1)
    return partner


def _sparse(row: Int64, column: Int64, gain: Floats, lefts: int, rights: int) -> Int64:
    """As `_dense`; every left end may also go with a place of its own, which brings nothing."""
    from scipy.sparse import csr_matrix, diags, hstack
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    most = float(gain.max()) + 1.0
    costs = hstack([csr_matrix((most - gain, (row, column)), shape=(lefts, rights)), diags(np.full(lefts, most))]).tocsr()
    return np.asarray(min_weight_full_bipartite_matching(costs)[1], dtype=np.int64)


def _losses(left: Int64, right: Int64, gain: Floats, picked: Bool) -> Floats:
    """What is lost without each chosen pair; NaN in a component too large to be solved again for each."""
    loss: npt.NDArray[np.float64] = np.where(picked, np.nan, 0.0)
    if len(left) == 1:
        return gain.copy()
    if picked.sum() > RESOLVED:
        return loss
    total = float(gain[picked].sum())
    for at in np.flatnonzero(picked):
        rest = np.arange(len(left)) != at
        loss[at] = total - float(gain[rest][_best(left[rest], right[rest], gain[rest])].sum())
    return loss
