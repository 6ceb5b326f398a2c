"""The house: every folder has a floor, imports go down, and only some rooms may touch Excel's libraries."""

import ast
from pathlib import Path

import pytest

import ticktie

HOUSE = Path(ticktie.__file__).parent
FLOORS = {"domain": 0, "intake": 1, "matching": 1, "reports": 1, "store": 1, "samples": 1, "workbook": 2, "mail": 2, "commands": 3, "addin": 4, "faces": 5}
EXCEL = {"xlwings", "openpyxl", "xlsxwriter", "python_calamine", "zipfile"}
MODULES = sorted(HOUSE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def room(path: Path) -> str:
    parts = path.relative_to(HOUSE).parts
    return parts[0] if len(parts) > 1 else ""


def test_every_folder_has_a_floor():
    assert {p.name for p in HOUSE.iterdir() if p.is_dir() and p.name != "__pycache__"} == set(FLOORS)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_imports_go_down(path):
    mine = room(path)
    if not mine:
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "ticktie" or len(parts) < 2 or parts[1] not in FLOORS or parts[1] == mine:
            continue
        assert FLOORS[parts[1]] < FLOORS[mine], f"{mine} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_excel_stays_in_its_rooms(path):
    tops = {name.split(".")[0] for name in imports(path)}
    assert room(path) in ("workbook", "addin", "faces") or not tops & EXCEL


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_domain_knows_no_clock_and_nothing_uses_xlwings_pro(path):
    source = path.read_text("utf-8")
    assert "xlwings.pro" not in source
    if room(path) in ("domain", "intake", "matching", "reports"):
        assert not {"time", "random"} & imports(path)
        assert ".today()" not in source
        assert ".now()" not in source
