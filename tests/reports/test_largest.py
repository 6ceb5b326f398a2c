"""The largest balances on the Overview: who is named, what the others come to, and what the charts stand on."""

from decimal import Decimal

import pytest

from tests.reports.outcomes import outcome, view
from ticktie.domain.page import Chart
from ticktie.domain.wording import LANGUAGES
from ticktie.reports.aging import BUCKETS
from ticktie.reports.largest import MOST, largest

MANY = "; ".join(f"S{n} 客户{n:02d} 06-{n:02d} {n * 100} no=SO-{n:03d}" for n in range(1, 14))


def rows(made):
    return [[str(v) for v in row] for row in made[0].rows]


def test_ten_are_named_and_the_others_and_all_are_summed():
    made = rows(largest(view(outcome(f"{MANY}; R50 客户13 06-20 300; R51 生人 06-20 5000; S60 客户12 06-21 -50 no=TH-1"))))
    assert [row[0] for row in made] == ["客户12", "客户11", *(f"客户{n:02d}" for n in (10, 13)), *(f"客户{n:02d}" for n in range(9, 3, -1)), "其余 3 户", "合计"]
    assert made[0][-2:] == ["-50.00", "1150.00"]
    assert made[3][-2:] == ["-300.00", "1000.00"]
    assert made[-2][-1] == "600.00"
    assert made[-1][-1] == "8750.00"


def test_every_row_and_column_adds_up():
    table = largest(view(outcome(MANY)))[0]
    *parts, total = ([v for v in row if isinstance(v, Decimal)] for row in table.rows)
    assert [sum(column) for column in zip(*parts, strict=True)] == total
    assert all(sum(row[:-1]) == row[-1] for row in [*parts, total])


@pytest.mark.parametrize(("count", "shown"), [(3, 3), (13, MOST)])
def test_the_charts_show_those_who_owe_side_by_side(count, shown):
    made = largest(view(outcome("; ".join(MANY.split("; ")[:count]) + "; S70 退货户 06-01 -9 no=TH-9")))
    left, right = (b for b in made if isinstance(b, Chart))
    assert (left.series, left.side, left.lines) == (("balance",), "left", shown)
    assert (right.series, right.side, right.lines) == (BUCKETS, "right", shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_main_currency_and_it_is_named(language):
    made = largest(view(outcome("S1 甲 06-01 10; S2 乙 06-02 20; S3 甲 06-03 999 cur=USD"), language))
    assert [row[-1] for row in rows(made)] == ["20.00", "10.00", "30.00"]
    assert all("CNY" in b.title for b in made if isinstance(b, Chart))


def test_where_nobody_owes_there_is_nothing_to_show():
    assert largest(view(outcome("S1 甲 06-01 10; R2 甲 06-02 10", "R2>S1 10"))) == []
