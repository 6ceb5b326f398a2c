"""The command line: the same commands as the ribbon's buttons. Exit 0 done, 1 not done, 2 wrong usage, 3 problems with --strict, 4 part done."""

from __future__ import annotations

import datetime as dt
import functools
import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from ticktie.addin.machine import this_machine
from ticktie.commands.explain import explain as run_explain
from ticktie.commands.people import Typed
from ticktie.commands.read import read as run_read
from ticktie.commands.reconcile import Request
from ticktie.commands.reconcile import reconcile as run_reconcile
from ticktie.commands.scenarios import SCENARIOS
from ticktie.domain.decision import ACTIONS
from ticktie.domain.grid import column_letter
from ticktie.domain.problem import Refused
from ticktie.domain.wording import say
from ticktie.faces import addin, answers, bills, statements
from ticktie.faces.progress import Progress
from ticktie.faces.running import stop_all
from ticktie.faces.terminal import (
    AsOf,
    Lang,
    Maps,
    Quiet,
    Sets,
    day_of,
    language_of,
    sentence,
    show_done,
    show_refusal,
    user,
    user_language,
)
from ticktie.reports.overview import ranges

P = ParamSpec("P")
app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)

def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    _plain_output()
    try:
        app(args=list(argv) if argv is not None else None, prog_name="ticktie")
    except SystemExit as leave:
        return leave.code if isinstance(leave.code, int) else int(leave.code is not None)
    return 0


def _command(run: Callable[P, int]) -> Callable[P, None]:
    """A command whose number is the exit code; what is refused is told in the user's words and exits with 1."""

    @app.command(run.__name__.strip("_").replace("_", "-"))
    @functools.wraps(run)
    def command(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = run(*args, **kwargs)
        except Refused as refused:
            code = show_refusal(refused, user_language(str(kwargs.get("lang") or "")))
        raise typer.Exit(code)

    return command


def _plain_output() -> None:
    """Chinese text must come out on consoles and pipes whose own encoding cannot hold it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


@_command
def reconcile(
    book: Path,
    more: Annotated[list[Path] | None, typer.Argument(help="further files: bank statements, bills")] = None,
    kind: Annotated[str, typer.Option("--kind", help="scenario: customer, or cashier (salespeople against the cashier); where not given, that of BOOK's result tabs")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="write a copy here and leave BOOK as it is")] = None,
    json: Annotated[Path | None, typer.Option("--json", help="write the result data here")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="cut-off day, 2026-06-30")] = None,
    sets: Sets = None,
    maps: Maps = None,
    lang: Lang = None,
    quiet: Quiet = False,
    strict: Annotated[bool, typer.Option("--strict", help="exit 3 when there are problems in the data")] = False,
) -> int:
    """Reconcile orders, deliveries and payments of BOOK (with --kind cashier: what salespeople handed in) and write the results into it."""
    if kind and kind not in SCENARIOS:
        raise typer.BadParameter(f"{kind}: {', '.join(SCENARIOS)}", param_hint="--kind")
    language = language_of(lang)
    request = Request(
        book, tuple(more or ()), out, json, day_of(as_of), tuple(sets or ()), tuple(maps or ()), language, user(), dt.date.today(), kind=kind
    )  # fmt: skip
    with Progress(quiet, user_language(language)) as told:
        done = run_reconcile(request, told)
    if not quiet:
        show_done(done)
    bad = [p for p in done.outcome.ledger.problems if p.level != "info"]
    return 3 if strict and bad else 0


@_command
def check_list(
    book: Path,
    lists: Annotated[list[Path], typer.Argument(help="lists that customers sent: what they bought, by their own books")],
    customer: Annotated[str, typer.Option("--customer", help="whose lists they are, where they do not say it")] = "",
    more: Annotated[list[Path] | None, typer.Option("--with", help="further files of ours")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="write a copy here and leave BOOK as it is")] = None,
    json: Annotated[Path | None, typer.Option("--json", help="write the result data here")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="cut-off day, 2026-06-30")] = None,
    sets: Sets = None, maps: Maps = None, lang: Lang = None, quiet: Quiet = False,
) -> int:  # fmt: skip
    """Reconcile BOOK and compare its charges with LISTS: equal, only ours, only theirs, amount or date differs."""
    language = language_of(lang)
    request = Request(
        book, tuple(more or ()), out, json, day_of(as_of), tuple(sets or ()), tuple(maps or ()), language, user(), dt.date.today(),
        theirs=tuple(lists), customer=customer,
    )  # fmt: skip
    with Progress(quiet, user_language(language)) as told:
        done = run_reconcile(request, told)
    if not quiet:
        show_done(done)
    return 0


@_command
def explain(book: Path, item: str, more: Annotated[list[Path] | None, typer.Option("--with", help="further files")] = None,
            as_of: AsOf = None, sets: Sets = None, maps: Maps = None, lang: Lang = None) -> int:  # fmt: skip
    """Say why ITEM (a number, a serial or SHEET!ROW) was settled or was not; nothing is written."""
    language = language_of(lang)
    request = Request(book, tuple(more or ()), None, None, day_of(as_of), tuple(sets or ()), tuple(maps or ()), language)
    with Progress(True, user_language(language)) as told:
        lines = run_explain(request, item, told)
    print("\n".join(lines))
    return 0


@_command
def decide(
    book: Path, item: str, action: str, targets: Annotated[list[str] | None, typer.Argument()] = None,
    note: Annotated[str, typer.Option("--note")] = "", who: Annotated[str, typer.Option("--who", help="who decides")] = "",
    more: Annotated[list[Path] | None, typer.Option("--with", help="further files")] = None, as_of: AsOf = None,
    sets: Sets = None, maps: Maps = None, lang: Lang = None, quiet: Quiet = False,
) -> int:  # fmt: skip
    """Record a decision about ITEM in BOOK: accept, reject, match_with, unmatch TARGETS; move_to CUSTOMER; write_off, dispute, note, withdraw. Of a payer: alias CUSTOMER."""
    code = action.replace("-", "_")
    if code not in ACTIONS:
        raise typer.BadParameter(f"{action}: {', '.join(ACTIONS)}", param_hint="ACTION")
    if code in ("accept", "reject", "match_with", "unmatch", "move_to", "alias") and not targets:
        raise typer.BadParameter(f"{action} TARGET", param_hint="TARGETS")
    language = language_of(lang)
    typed = Typed(next(a for a in ACTIONS if a == code), item, ",".join(targets or ()), note)
    request = Request(
        book, tuple(more or ()), None, None, day_of(as_of), tuple(sets or ()), tuple(maps or ()), language, who or user(), dt.date.today(), (typed,)
    )  # fmt: skip
    with Progress(quiet, user_language(language)) as told:
        done = run_reconcile(request, told)
    if not quiet:
        last = done.decisions[-1]
        facts = {"seq": last.seq, "action": say(done.language, f"decision.action.{last.action}"), "status": say(done.language, f"decision.status.{last.status}")}
        print(say(done.language, "command.decided", facts))
        show_done(done)
    return 0


@_command
def undo(
    book: Path, who: Annotated[str, typer.Option("--who", help="who decides")] = "",
    more: Annotated[list[Path] | None, typer.Option("--with", help="further files")] = None, as_of: AsOf = None,
    sets: Sets = None, maps: Maps = None, lang: Lang = None, quiet: Quiet = False,
) -> int:  # fmt: skip
    """Take back the last decision in BOOK with a line of its own, and reconcile again."""
    language = language_of(lang)
    request = Request(
        book, tuple(more or ()), None, None, day_of(as_of), tuple(sets or ()), tuple(maps or ()), language, who or user(), dt.date.today(), undo=True
    )  # fmt: skip
    with Progress(quiet, user_language(language)) as told:
        done = run_reconcile(request, told)
    if not quiet:
        show_done(done)
    return 0


@_command
def stop(lang: Lang = None) -> int:
    """Stop what a button in Excel or LibreOffice is working on, before it writes anything."""
    count = stop_all(this_machine().config.parent)
    print(say(user_language(language_of(lang)), "addin.stop.asked" if count else "addin.stop.nothing"))
    return 0


@_command
def read(files: list[Path], sets: Sets = None, maps: Maps = None, lang: Lang = None) -> int:
    """Show how each sheet of FILES is read; nothing is written."""
    language = user_language(language_of(lang))
    shown = run_read(files, maps or (), sets or ())
    for sheet in shown:
        reading = sheet.reading
        facts = {"sheet": reading.sheet, "kind": say(language, f"kind.{reading.kind}"), "row": reading.header_row, "rows": sheet.reading.rows_taken}
        if reading.kind in ("other", "ignored"):
            print(say(language, "command.read_nothing", facts))
            continue
        print(say(language, "command.read_sheet", facts))
        columns = [f"{column_letter(c)} {reading.headings.get(c, '')} = {say(language, f'field.{n}')}" for c, n in reading.fields.items()]
        print(say(language, "command.read_columns", {"columns": "; ".join(columns)}))
        left = [f"{say(language, f'left_out.{why}')} {ranges(rows)}" for why, rows in reading.left_out.items()]
        if left:
            print(say(language, "command.read_left_out", {"left_out": "; ".join(left)}))
        if sheet.problems:
            print(say(language, "command.read_problems", {"count": len(sheet.problems)}))
            for problem in sheet.problems:
                print(f"    {problem.source}  {sentence(problem, language)[0]}")
    return 0


@_command
def import_(
    files: Annotated[list[Path], typer.Argument(metavar="BOOK BILL...", help="the book, then files of banks and platforms, or zip archives of them")],
    why: Annotated[bool, typer.Option("--explain", help="only show for what each file is taken and why; BOOK is not needed")] = False,
    account: Annotated[str, typer.Option("--account", help="name of the account, where the files do not say it")] = "",
    maps: Annotated[list[str] | None, typer.Option("--map", help="columns of a file that no layout knows: FILE!A=date, FILE!D=in, FILE=@3 (heading in row 3)")] = None,
    lang: Lang = None, quiet: Quiet = False,
) -> int:  # fmt: skip
    """Import bills into BOOK's sheet of payments, each line once. Exit 4: some files were refused; a second call does the rest."""
    language = language_of(lang)
    if why:
        return bills.run_explain(files, account, maps or [], user_language(language), sentence)
    if len(files) < 2:
        raise typer.BadParameter("BOOK BILL...", param_hint="BILL")
    return bills.run_import(files[0], files[1:], account, maps or [], language, user_language(language), quiet, sentence)


@_command
def demo(folder: Annotated[Path, typer.Argument()] = Path("ticktie-demo"), lang: Lang = None, quiet: Quiet = False) -> int:
    """Make a realistic sample month in FOLDER, reconcile it, and say which file to open."""
    from ticktie.commands.demo import demo as run_demo  # samples are needed here only

    language = user_language(language_of(lang))
    with Progress(quiet, language) as told:
        made = run_demo(folder, told)
    facts = made.facts()
    lines = [say(language, "command.demo_made", facts), *made.done.summary(), say(language, "command.demo_accuracy", facts)]
    lines.append(say(language, "command.demo_open", {"file": made.done.written}))
    print("\n".join(lines))
    return 0


@_command
def new(
    kind: str, file: Path,
    last: Annotated[Path | None, typer.Option("--from", help="last month's workbook: its open items, decisions and register go over")] = None,
    more: Annotated[list[Path] | None, typer.Option("--with", help="further files of last month")] = None,
    as_of: AsOf = None, sets: Sets = None, maps: Maps = None, lang: Lang = None, quiet: Quiet = False,
) -> int:  # fmt: skip
    """Write a workbook from a template; KIND is customer, cashier, or statement-detailed, -open, -product, -confirmation: the layout of a statement, to be changed.

    With --from a customer workbook begins where last month's ended.
    """
    from ticktie.commands.new import BOOKS, KINDS, new_from
    from ticktie.commands.new import new as run_new

    kinds = KINDS if last is None else BOOKS
    if kind not in kinds:
        raise typer.BadParameter(f"{kind}: {', '.join(kinds)}", param_hint="KIND")
    language = user_language(language_of(lang))
    if last is None:
        run_new(kind, file, language)
    else:
        request = Request(last, tuple(more or ()), None, None, day_of(as_of), tuple(sets or ()), tuple(maps or ()), language_of(lang), user(), dt.date.today())
        with Progress(quiet, language) as told:
            made = new_from(kind, file, request, told)
        language = made.outcome.ledger.language
        if not quiet:
            print(say(language, "command.new_carried", {"items": len(made.outcome.items), "as_of": made.outcome.ledger.as_of}))
    print(say(language, "command.new_written", {"file": file}))
    return 0


_command(statements.statement)
_command(answers.confirm)
_command(answers.follow_up)
app.add_typer(addin.commands(user_language), name="addin")


def console() -> None:
    """Entry point of the installed command."""
    gc.disable()  # a fifth of the time went into looking for cycles among millions of cells; there are none, and the process ends
    sys.exit(main())


if __name__ == "__main__":
    console()
