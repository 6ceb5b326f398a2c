"""Labelled months: what is planted is found, nothing is settled wrongly, and every sum adds up."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.cashier import settled
from ticktie.domain.cashier import KINDS
from ticktie.reports.pages import pages
from ticktie.reports.result_json import result
from ticktie.reports.tie_out import violations
from ticktie.samples.cashier.measure import measure
from ticktie.samples.cashier.month import make

PLANTED = set(KINDS) - {"unclear"}


@pytest.mark.parametrize("difficulty", ["easy", "usual", "hard"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_month(seed, difficulty):
    month = make(seed, difficulty=difficulty)
    outcome = settled(month)
    found = measure(result(outcome), month.truth)
    assert not found.wrong
    assert not found.unbalanced
    assert not violations(outcome, pages(outcome))
    assert found.links > 100
    assert len(found.missed) <= 1


def test_every_kind_is_planted():
    assert {f["kind"] for seed in (1, 2, 3) for f in make(seed).truth["findings"]} == PLANTED


def test_equal_seeds_make_equal_months_and_others_do_not():
    assert make(4) == make(4)
    assert make(4) != make(5)


def test_the_measure_tells_what_is_missing_wrong_and_unbalanced():
    month = make(1)
    told = result(settled(month))
    kinds = Counter(f["kind"] for f in told["findings"])
    some = next(kind for kind, n in kinds.items() if n > 1 and kind == "wrong_amount")
    less = told | {"findings": [f for f in told["findings"] if f["kind"] != some]}
    assert measure(less, month.truth).kinds[some].recall == 0
    more = told | {"findings": [{**f, "items": ["nowhere!1"]} if f["kind"] == some else f for f in told["findings"]]}
    assert measure(more, month.truth).kinds[some].precision == 0
    first, second = (next(a for a in link["allocations"]) for link in [x for x in told["links"] if x["confirmed"]][:2])
    crossed = {**told["links"][0], "confirmed": True, "allocations": [{**first, "order": second["order"]}]}
    assert measure(told | {"links": [crossed]}, month.truth).wrong
    cell = next(c for c in told["summary"] if c["explained"])
    broken = [{**c, "explained": c["explained"][1:]} if c is cell else c for c in told["summary"]]
    assert measure(told | {"summary": broken}, month.truth).unbalanced
