"""Progress shows stage, rows and pass on a terminal, a plain line a stage elsewhere, and nothing when quiet."""

from io import StringIO

import pytest
from rich.console import Console

from ticktie.faces.progress import Progress
from ticktie.matching.sequence import SEQUENCE


def shown(quiet: bool = False, **console) -> str:
    out = StringIO()
    with Progress(quiet, "en", Console(file=out, width=120, **console)) as told:
        told("read")
        told("read", 40_000)
        told("match", 40_000)
        told("match", 40_000, "memo_number")
        told("write", 40_000)
    return out.getvalue()


def test_plain_lines_where_there_is_no_terminal():
    assert shown(force_terminal=False).splitlines() == [
        "Reading sheets",
        "Reading sheets  40,000 rows",
        "Matching  40,000 rows",
        "Writing results  40,000 rows",
    ]


def test_a_living_line_on_a_terminal_that_goes_away():
    out = StringIO()
    console = Console(file=out, width=120, force_terminal=True, _environ={"TERM": "xterm"})
    with Progress(False, "en", console) as told:
        told("match", 40_000, "memo_number")
        told._live.refresh()
        assert "Matching  40,000 rows  Number in memo" in out.getvalue()
        assert "0:00:00" in out.getvalue()
    assert out.getvalue().rstrip().endswith("\x1b[2K")


@pytest.mark.parametrize("terminal", [True, False])
def test_nothing_when_quiet(terminal):
    assert shown(quiet=True, force_terminal=terminal) == ""


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_every_pass_has_a_word(language):
    told = Progress(False, language, Console(file=StringIO(), force_terminal=True, _environ={"TERM": "xterm"}))
    for name, _ in SEQUENCE:
        told("match", 1, name)
