"""The line that takes the last decision back takes back that one only."""

from __future__ import annotations

import pytest

from tests.notation import table
from ticktie.domain.decision import Decision, in_force, taken_back

CASES = """
case                             | decided                                        | stays
the last of two                  | accept R1 S1; reject R2 S2                     | accept R1 S1
one without a target             | accept R1 S1; write_off S2                     | accept R1 S1
beside another of the same item  | accept R1 S1; write_off R1                     | accept R1 S1
a note is none                   | accept R1 S1; write_off S2; note S3            | accept R1 S1
what was withdrawn is none       | accept R1 S1; reject R2 S2; withdraw R2 S2     |
a change of mind                 | accept R1 S1; reject R2 S2; accept R2 S2       | accept R1 S1
nothing                          | note S3                                        | None
"""


@pytest.mark.parametrize(("decided", "stays"), table(CASES))
def test_taken_back(decided, stays):
    words = [line.split() for line in decided.split("; ")]
    lines = [Decision(n, "2026-06-30", "w", w[0], (w[1],), tuple(w[2:])) for n, w in enumerate(words, 1)]
    more = taken_back(lines, "2026-07-01", "x")
    if stays == "None":
        assert more is None
        return
    assert more is not None
    assert (more.seq, more.when, more.who, more.action) == (len(lines) + 1, "2026-07-01", "x", "withdraw")
    assert "; ".join(" ".join((d.action, *d.keys, *d.targets)) for d in in_force([*lines, more])) == stays
