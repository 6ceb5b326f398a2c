"""After a run exactly the cells that call our functions are worked out anew, as the user has calculation set."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ticktie.workbook.recalculate import recalculate


class Area:
    def __init__(self, log: list[str], name: str, formula: Any):
        self.log, self.name, self.Formula = log, name, formula

    def Dirty(self) -> None:
        self.log.append(f"dirty {self.name}")

    def Calculate(self) -> None:
        self.log.append(f"calculate {self.name}")


class Used:
    def __init__(self, areas: list[Area]):
        self.areas = areas

    def SpecialCells(self, kind: int) -> Any:
        assert kind == -4123
        if not self.areas:
            raise OSError("No cells were found.")
        return SimpleNamespace(Areas=self.areas)


def sheets(log: list[str], *areas: dict[str, Any]) -> Any:
    made = [SimpleNamespace(api=SimpleNamespace(UsedRange=Used([Area(log, n, f) for n, f in a.items()]))) for a in areas]
    return SimpleNamespace(sheets=[*made, SimpleNamespace(api=object())])  # the last as of a program that is no Excel


CASES = [
    ("a cell, a block, another formula", {"A": "=TT_STATUS(A1)", "B": (("=1+1", ""), ("=tt_residual(A2)", "")), "C": "=SUM(A1)"}, "automatic", ["dirty A", "dirty B", "app"]),
    ("by hand", {"A": "=TT_STATUS(A1)"}, "manual", ["dirty A", "calculate A"]),
    ("within another", {"A": '=IFERROR(TT_STATUS(A1),"")'}, "semiautomatic", ["dirty A", "app"]),
    ("none of ours", {"A": "=SUM(A1)"}, "automatic", []),
    ("no formula at all", {}, "automatic", []),
]


@pytest.mark.parametrize(("areas", "mode", "done"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_is_worked_out(areas, mode, done):
    log: list[str] = []
    app = SimpleNamespace(calculation=mode, calculate=lambda: log.append("app"))
    assert recalculate(app, sheets(log, areas, {}), "TT_") == sum(line.startswith("dirty") for line in done)
    assert log == done
