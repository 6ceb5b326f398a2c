"""What the pages say holds: README and .ci/run give the same commands, pages made from data are up to date, links lead somewhere."""

import importlib.util
import re
import shlex
from pathlib import Path

import pytest
import typer

from ticktie.commands.functions.table import FUNCTIONS
from ticktie.faces.cli import app
from ticktie.reports.pages import titles as titles_of_tabs

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CI = (ROOT / ".ci/run").read_text("utf-8")
COMMANDS = ("python -m pip install . && ticktie demo", 'python -m pip install -e ".[test]" && python -m pytest')
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("addin/*.md")]


def pages_made():
    spec = importlib.util.spec_from_file_location("docs_make", ROOT / "docs/make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.PAGES


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_and_ci_give_the_same_commands(command):
    assert README.splitlines().count(command) == 2, "once in English, once in Chinese"
    assert f"'{command}'" in CI


@pytest.mark.parametrize("name", pages_made())
def test_made_pages_are_up_to_date(name):
    assert (ROOT / "docs" / name).read_text("utf-8") == pages_made()[name](), "run: python docs/make.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
        assert "://" in target or (page.parent / target).exists(), target


def test_readme_lists_the_commands_and_options_that_exist():
    commands = typer.main.get_command(app).commands
    told = set(re.findall(r"`ticktie ([\w-]+)", README))
    assert told == set(commands)
    every = [*commands.values(), *commands["addin"].commands.values()]
    options = {o for command in every for p in command.params for o in p.opts}
    assert set(re.findall(r"(?<![\w-])(--[a-z][a-z-]*)", README)) <= options | {"--help"}


@pytest.mark.parametrize("half", README.split("\n# ticktie 中文"), ids=["en", "zh-Hans"])
def test_readme_lists_the_functions_and_their_arguments(half):
    told = re.findall(r"`(TT_\w+)\(([^)]*)\)`", half)
    assert told == [(f.name, ", ".join(a.name for a in f.arguments)) for f in FUNCTIONS]


def test_the_checklist_has_at_most_thirty_steps_in_order():
    steps = re.findall(r"^\| (\d+) \|", (ROOT / "docs/excel-checklist.md").read_text("utf-8"), re.MULTILINE)
    assert steps == [str(n) for n in range(1, len(steps) + 1)]
    assert len(steps) <= 30


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_readme_lists_the_tabs_in_their_order(language):
    half = README.split("\n# ticktie 中文")[language != "en"]
    shown = re.findall(r"^\| ([^`|]+) \| ", half, re.MULTILINE)
    titles = list(titles_of_tabs(language).values())
    assert [t for t in shown if t in titles] == titles


def test_readme_has_no_figures_that_nothing_prints():
    english = README.partition("\n# ticktie 中文")[0]
    assert not re.findall(r"\d+(?:\.\d+)?\s?(?:%|seconds|s\b|MB|times)", english)


def test_every_room_is_on_the_map():
    index = (ROOT / "docs/index.md").read_text("utf-8")
    for room in (p for p in (ROOT / "src/ticktie").iterdir() if p.is_dir() and p.name != "__pycache__"):
        assert re.search(rf"^  {room.name}/ ", index, re.MULTILINE)


def test_decisions_that_the_code_names_exist():
    records = {p.name[:4] for p in (ROOT / "docs/decisions").glob("*.md")}
    named = {n for p in (ROOT / "src").rglob("*.py") for n in re.findall(r"decision (\d{4})", p.read_text("utf-8"))}
    assert named <= records


def test_ci_script_stops_at_errors_and_allows_no_skip():
    assert "set -euo pipefail" in CI
    assert "export TICKTIE_NO_SKIP=1" in CI
    assert (ROOT / ".ci/run").stat().st_mode & 0o111
    assert shlex.split(CI.splitlines()[0][2:])[-1] == "bash"
