"""Equal amounts on two lines of time: which of them belong together however one pairs, and which could be paired in two ways.

A reported row may be answered by a recorded line from `early` days before it to `late` days after it. Of all ways to pair as
many as can be, what holds in every one is settled; the rest, reached from what stays alone by swapping partners, is open to choice.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Paired:
    """Places in the two lists. sure: pairs of every best pairing. spare_answers: pairs where only which of several lines answers is open.

    open_claims, open_answers: each group's places that could be paired in two ways because a claim stays without an answer.
    """

    sure: list[tuple[int, int]]
    spare_answers: list[tuple[int, int]]
    open_: list[tuple[tuple[int, ...], tuple[int, ...]]]


def pair(claims: Sequence[int], answers: Sequence[int], early: int, late: int) -> Paired:
    """claims, answers: days, ascending."""
    reach = [(bisect_left(answers, day - early), bisect_right(answers, day + late)) for day in claims]
    answer_of, claim_of = _matching(reach, len(answers))
    alone = [c for c, a in enumerate(answer_of) if a is None and reach[c][0] < reach[c][1]]
    open_ = []
    taken: set[int] = set()
    for start in alone:
        if start not in taken:
            found_claims, found_answers = _reached(start, reach, claim_of)
            taken |= found_claims
            open_.append((tuple(sorted(found_claims)), tuple(sorted(found_answers))))
    open_ = _joined(open_)
    doubtful = {c for found, _ in open_ for c in found}
    spare = _spare(reach, answer_of, claim_of)
    sure = [(c, a) for c, a in enumerate(answer_of) if a is not None and c not in doubtful]
    return Paired([p for p in sure if p[0] not in spare], [p for p in sure if p[0] in spare], open_)


def _matching(reach: Sequence[tuple[int, int]], count: int) -> tuple[list[int | None], list[int | None]]:
    """As many pairs as can be: each claim in the order of its last possible answer takes the first that is free."""
    answer_of: list[int | None] = [None] * len(reach)
    claim_of: list[int | None] = [None] * count
    free = list(range(count + 1))  # the next free answer from each place on

    def next_free(at: int) -> int:
        while free[at] != at:
            free[at] = free[free[at]]
            at = free[at]
        return at

    for claim in sorted(range(len(reach)), key=lambda c: (reach[c][1], reach[c][0], c)):
        at = next_free(reach[claim][0])
        if at < reach[claim][1]:
            answer_of[claim], claim_of[at], free[at] = at, claim, at + 1
    return answer_of, claim_of


def _reached(start: int, reach: Sequence[tuple[int, int]], claim_of: Sequence[int | None]) -> tuple[set[int], set[int]]:
    """Claims and answers that swapping partners can leave alone instead of `start`."""
    claims, answers, todo = {start}, set[int](), [start]
    while todo:
        first, last = reach[todo.pop()]
        for answer in range(first, last):
            if answer not in answers and (partner := claim_of[answer]) is not None:
                answers.add(answer)
                if partner not in claims:
                    claims.add(partner)
                    todo.append(partner)
    return claims, answers


def _joined(groups: list[tuple[tuple[int, ...], tuple[int, ...]]]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Groups that share a claim are one."""
    made: list[tuple[set[int], set[int]]] = []
    for claims, answers in groups:
        same = [g for g in made if g[0] & set(claims)]
        one = (set(claims).union(*(g[0] for g in same)), set(answers).union(*(g[1] for g in same)))
        made = [g for g in made if g not in same] + [one]
    return [(tuple(sorted(c)), tuple(sorted(a))) for c, a in made]


def _spare(reach: Sequence[tuple[int, int]], answer_of: Sequence[int | None], claim_of: Sequence[int | None]) -> set[int]:
    """Claims whose answer could be another line that stays alone."""
    alone = {a for a, c in enumerate(claim_of) if c is None}
    spare: set[int] = set()
    grown = bool(alone)
    while grown:
        more = {c for c, (first, last) in enumerate(reach) if c not in spare and answer_of[c] is not None and any(a in alone for a in range(first, last))}
        spare |= more
        alone |= {a for c in more if (a := answer_of[c]) is not None}
        grown = bool(more)
    return spare
