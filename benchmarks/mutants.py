"""Break a module line by line and see whether the tests notice.

    python -m benchmarks.mutants src/ticktie/matching/settle.py [MORE...] [--tests tests/matching] [--limit N]

Each mutant changes one comparison, operator, constant, condition or return of the module in a copy of the project and
runs the tests there. What no test notices is printed with its line; the exit code is the number of such mutants, at
most 100. Survivors are either a missing test or an equivalent change, and a person says which.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
_COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_BINARY: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


def mutants(tree: ast.Module) -> Iterator[tuple[int, str, ast.Module]]:
    """(line, what was changed, the changed module) for every place that can be broken."""
    nodes = list(ast.walk(tree))
    types = {id(inner) for node in nodes for told in _annotations(node) for inner in ast.walk(told)}
    for at, node in enumerate(nodes):
        if id(node) in types:
            continue
        for what, change in _changes(node):
            twin = copy.deepcopy(tree)
            change(list(ast.walk(twin))[at])
            yield getattr(node, "lineno", 0), what, ast.fix_missing_locations(twin)


def _annotations(node: ast.AST) -> list[ast.AST]:
    """What a node says of types only; breaking it breaks nothing."""
    return [told for name in ("annotation", "returns") if (told := getattr(node, name, None)) is not None]


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], None]]]:
    if isinstance(node, ast.Compare):
        for n, op in enumerate(node.ops):
            if new := _COMPARE.get(type(op)):
                yield f"{type(op).__name__} -> {new.__name__}", lambda x, n=n, new=new: x.ops.__setitem__(n, new())
    elif isinstance(node, ast.BinOp | ast.AugAssign) and (other := _BINARY.get(type(node.op))):
        yield f"{type(node.op).__name__} -> {other.__name__}", lambda x, other=other: setattr(x, "op", other())
    elif isinstance(node, ast.BoolOp):
        swap = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield f"{type(node.op).__name__} -> {swap.__name__}", lambda x, swap=swap: setattr(x, "op", swap())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not dropped", _double
    elif isinstance(node, ast.Constant) and type(node.value) in (int, bool) and not isinstance(node.value, str):
        new_value = (not node.value) if isinstance(node.value, bool) else node.value + 1
        yield f"{node.value} -> {new_value}", lambda x, v=new_value: setattr(x, "value", v)
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield "condition turned", lambda x: setattr(x, "test", ast.UnaryOp(ast.Not(), x.test))
    elif isinstance(node, ast.Continue):
        yield "continue -> break", lambda x: setattr(x, "__class__", ast.Break)


def _double(node: ast.UnaryOp) -> None:
    """`not x` -> `not not x`."""
    node.operand = ast.UnaryOp(ast.Not(), node.operand)


def _copy(folder: Path) -> Path:
    for name in ("src", "tests", "benchmarks", "pyproject.toml"):
        source = ROOT / name
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, folder / name, ignore=ignored) if source.is_dir() else shutil.copy(source, folder)
    return folder


def survivors(module: Path, tests: list[str], limit: int) -> Iterator[tuple[int, str]]:
    """Changes of one module that no test notices. Raises RuntimeError where the tests fail without any change."""
    tree = ast.parse((ROOT / module).read_text("utf-8"))
    with tempfile.TemporaryDirectory() as name:
        folder = _copy(Path(name))
        (folder / module).write_text(ast.unparse(tree), "utf-8")
        if _noticed(folder, tests):
            raise RuntimeError(f"the tests fail on an unbroken {module}")
        found = list(mutants(tree))[: limit or None]
        for number, (line, what, broken) in enumerate(found, 1):
            (folder / module).write_text(ast.unparse(broken), "utf-8")
            print(f"\r{module.name} {number}/{len(found)}", end="", file=sys.stderr)
            if not _noticed(folder, tests):
                yield line, what
    print(file=sys.stderr)


def _noticed(folder: Path, tests: list[str]) -> bool:
    """A test fails, or hangs."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    env = {**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, env=env, timeout=180).returncode != 0
    except subprocess.TimeoutExpired:
        return True


def main(argv: list[str] | None = None) -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("modules", nargs="+", type=Path)
    asked.add_argument("--tests", nargs="+", default=["tests/matching"])
    asked.add_argument("--limit", type=int, default=0)
    args = asked.parse_args(argv)
    count = 0
    for module in args.modules:
        for line, what in survivors(module, args.tests, args.limit):
            count += 1
            print(f"{module}:{line}: {what}")
    print(f"{count} survived")
    return min(count, 100)


if __name__ == "__main__":
    sys.exit(main())
