"""The command line: the same commands as the ribbon's buttons. Exit 0 done, 1 not done, 2 wrong usage, 3 problems with --strict, 4 part done."""

from __future__ import annotations

import datetime as dt
import functools
import gc
import getpass
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from ticktie.addin.machine import this_machine
from ticktie.commands.explain import explain as run_explain
from ticktie.commands.people import Typed
from ticktie.commands.read import read as run_read
from ticktie.commands.reconcile import Done, Request
from ticktie.commands.reconcile import reconcile as run_reconcile
from ticktie.commands.scenarios import SCENARIOS
from ticktie.commands.statement import Stated, Wanted, statements, tab_request
from ticktie.domain.decision import ACTIONS
from ticktie.domain.grid import column_letter
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.wording import LANGUAGES, say
from ticktie.faces import addin, bills
from ticktie.faces.progress import Progress
from ticktie.faces.running import stop_all
from ticktie.reports.overview import ranges
from ticktie.reports.statement.layouts import LAYOUTS

P = ParamSpec("P")
app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)

Lang = Annotated[str | None, typer.Option("--lang", help="zh-Hans, zh-Hant or en")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="print nothing but errors")]
Sets = Annotated[list[str] | None, typer.Option("--set", help="rule=value, may be repeated")]
Maps = Annotated[list[str] | None, typer.Option("--map", help="SHEET=order|delivery|payment|reported|recorded|check|theirs|ignore, SHEET=payment@5 (heading in row 5), SHEET!D=bank_in")]


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
            code = _show_refusal(refused, user_language(str(kwargs.get("lang") or "")))
        raise typer.Exit(code)

    return command


def _plain_output() -> None:
    """Chinese text must come out on consoles and pipes whose own encoding cannot hold it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def user_language(given: str | None) -> str:
    """The language for messages before a book tells its own: given, else the system's, else zh-Hans."""
    if given:
        return given
    system = next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "")
    if system.startswith(("zh_TW", "zh_HK", "zh_MO")):
        return "zh-Hant"
    return "en" if system.startswith("en") else "zh-Hans"


def _language(value: str | None) -> str | None:
    if value is not None and value not in LANGUAGES:
        raise typer.BadParameter(f"{value}: {', '.join(LANGUAGES)}", param_hint="--lang")
    return value


def _day(value: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if value else None
    except ValueError:
        raise typer.BadParameter(f"{value}: 2026-06-30", param_hint="--as-of") from None


def _user() -> str:
    """Who decides, as the Decisions tab names them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def sentence(problem: Problem, language: str) -> tuple[str, str]:
    """The problem's message and its remedy in the user's words."""
    facts = {k: ", ".join(map(str, v)) if isinstance(v, (list, tuple)) else v for k, v in problem.facts.items()}
    return say(language, f"problem.{problem.code}.message", facts), say(language, f"problem.{problem.code}.mend", facts)


def _show_refusal(refused: Refused, language: str) -> int:
    lines = [say(language, "command.failed")]
    for problem in refused.problems:
        message, mend = sentence(problem, language)
        where = f"{problem.source}  " if problem.source.row is not None else ""
        lines += [f"  {where}{message}", f"    {say(language, 'command.mend')}{mend}"]
    sys.stderr.write("\n".join(lines) + "\n")
    return 1


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
    language = _language(lang)
    request = Request(
        book, tuple(more or ()), out, json, _day(as_of), tuple(sets or ()), tuple(maps or ()), language, _user(), dt.date.today(), kind=kind
    )  # fmt: skip
    with Progress(quiet, user_language(language)) as told:
        done = run_reconcile(request, told)
    if not quiet:
        _show_done(done)
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
    language = _language(lang)
    request = Request(
        book, tuple(more or ()), out, json, _day(as_of), tuple(sets or ()), tuple(maps or ()), language, _user(), dt.date.today(),
        theirs=tuple(lists), customer=customer,
    )  # fmt: skip
    with Progress(quiet, user_language(language)) as told:
        done = run_reconcile(request, told)
    if not quiet:
        _show_done(done)
    return 0


AsOf = Annotated[str | None, typer.Option("--as-of", help="cut-off day, 2026-06-30")]


@_command
def explain(book: Path, item: str, more: Annotated[list[Path] | None, typer.Option("--with", help="further files")] = None,
            as_of: AsOf = None, sets: Sets = None, maps: Maps = None, lang: Lang = None) -> int:  # fmt: skip
    """Say why ITEM (a number, a serial or SHEET!ROW) was settled or was not; nothing is written."""
    language = _language(lang)
    request = Request(book, tuple(more or ()), None, None, _day(as_of), tuple(sets or ()), tuple(maps or ()), language)
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
    language = _language(lang)
    typed = Typed(next(a for a in ACTIONS if a == code), item, ",".join(targets or ()), note)
    request = Request(
        book, tuple(more or ()), None, None, _day(as_of), tuple(sets or ()), tuple(maps or ()), language, who or _user(), dt.date.today(), (typed,)
    )  # fmt: skip
    with Progress(quiet, user_language(language)) as told:
        done = run_reconcile(request, told)
    if not quiet:
        last = done.decisions[-1]
        facts = {"seq": last.seq, "action": say(done.language, f"decision.action.{last.action}"), "status": say(done.language, f"decision.status.{last.status}")}
        print(say(done.language, "command.decided", facts))
        _show_done(done)
    return 0


@_command
def undo(
    book: Path, who: Annotated[str, typer.Option("--who", help="who decides")] = "",
    more: Annotated[list[Path] | None, typer.Option("--with", help="further files")] = None, as_of: AsOf = None,
    sets: Sets = None, maps: Maps = None, lang: Lang = None, quiet: Quiet = False,
) -> int:  # fmt: skip
    """Take back the last decision in BOOK with a line of its own, and reconcile again."""
    language = _language(lang)
    request = Request(
        book, tuple(more or ()), None, None, _day(as_of), tuple(sets or ()), tuple(maps or ()), language, who or _user(), dt.date.today(), undo=True
    )  # fmt: skip
    with Progress(quiet, user_language(language)) as told:
        done = run_reconcile(request, told)
    if not quiet:
        _show_done(done)
    return 0


@_command
def stop(lang: Lang = None) -> int:
    """Stop what a button in Excel or LibreOffice is working on, before it writes anything."""
    count = stop_all(this_machine().config.parent)
    print(say(user_language(_language(lang)), "addin.stop.asked" if count else "addin.stop.nothing"))
    return 0


def _show_done(done: Done) -> None:
    lines = [*done.summary(), say(done.language, "command.written", {"file": done.written})]
    if done.backup:
        lines.append(say(done.language, "command.backup", {"file": done.backup}))
    if done.json:
        lines.append(say(done.language, "command.json_written", {"file": done.json}))
    print("\n".join(lines))


@_command
def statement(
    book: Path,
    customer: Annotated[list[str] | None, typer.Option("--customer", help="whose statement; may be repeated")] = None,
    every: Annotated[bool, typer.Option("--all", help="every customer")] = False,
    pdf: Annotated[Path | None, typer.Option("--pdf", help="folder for PDF files; without it the Statement tab of BOOK is written")] = None,
    layout: Annotated[str, typer.Option("--layout", help=" | ".join(LAYOUTS))] = "",
    more: Annotated[list[Path] | None, typer.Option("--with", help="further files")] = None,
    as_of: AsOf = None, sets: Sets = None, maps: Maps = None, lang: Lang = None, quiet: Quiet = False,
) -> int:  # fmt: skip
    """Make statements of account: as PDF files, one a customer, or as the tab in BOOK. Exit 4: some files failed; a second call makes those."""
    if layout and layout not in LAYOUTS:
        raise typer.BadParameter(f"{layout}: {', '.join(LAYOUTS)}", param_hint="--layout")
    if every and customer:
        raise typer.BadParameter("--customer", param_hint="--all")
    if pdf is None and (every or len(customer or ()) > 1):
        raise typer.BadParameter("--pdf DIR", param_hint="--all" if every else "--customer")
    language = _language(lang)
    request = Request(book, tuple(more or ()), None, None, _day(as_of), tuple(sets or ()), tuple(maps or ()), language, _user(), dt.date.today())
    with Progress(quiet, user_language(language)) as told:
        if pdf is None:
            done = run_reconcile(tab_request(request, (customer or [""])[0], layout), told)
        else:
            stated = statements(Wanted(request, pdf, tuple(customer or ()), every, layout), told)
    if pdf is not None:
        return _show_stated(stated, pdf, quiet)
    if not quiet:
        _show_done(done)
    return 0


def _show_stated(stated: Stated, folder: Path, quiet: bool) -> int:
    """The counts, what stands on no statement, and each file that failed with its remedy."""
    language = stated.language
    facts = {"written": len(stated.written), "same": len(stated.same), "failed": len(stated.failed), "folder": folder}
    lines = [say(language, "command.statements_written", facts)]
    lines += [say(language, f"command.statements_{name}", {"count": n}) for name, n in (("strangers", stated.strangers), ("nameless", stated.nameless)) if n]
    if stated.missing:
        lines.append(say(language, "command.statements_missing", {"characters": " ".join(sorted(stated.missing))}))
    if not quiet:
        print("\n".join(lines))
    for path, problem in stated.failed:
        message, mend = sentence(problem, language)
        sys.stderr.write(f"  {path.name}\n    {message}\n    {say(language, 'command.mend')}{mend}\n")
    if stated.failed:
        sys.stderr.write(say(language, "command.statements_again", facts) + "\n")
    return stated.code


@_command
def read(files: list[Path], sets: Sets = None, maps: Maps = None, lang: Lang = None) -> int:
    """Show how each sheet of FILES is read; nothing is written."""
    language = user_language(_language(lang))
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
    language = _language(lang)
    if why:
        return bills.run_explain(files, account, maps or [], user_language(language), sentence)
    if len(files) < 2:
        raise typer.BadParameter("BOOK BILL...", param_hint="BILL")
    return bills.run_import(files[0], files[1:], account, maps or [], language, user_language(language), quiet, sentence)


@_command
def demo(folder: Annotated[Path, typer.Argument()] = Path("ticktie-demo"), lang: Lang = None, quiet: Quiet = False) -> int:
    """Make a realistic sample month in FOLDER, reconcile it, and say which file to open."""
    from ticktie.commands.demo import demo as run_demo  # samples are needed here only

    language = user_language(_language(lang))
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
    language = user_language(_language(lang))
    if last is None:
        run_new(kind, file, language)
    else:
        request = Request(last, tuple(more or ()), None, None, _day(as_of), tuple(sets or ()), tuple(maps or ()), _language(lang), _user(), dt.date.today())
        with Progress(quiet, language) as told:
            made = new_from(kind, file, request, told)
        language = made.outcome.ledger.language
        if not quiet:
            print(say(language, "command.new_carried", {"items": len(made.outcome.items), "as_of": made.outcome.ledger.as_of}))
    print(say(language, "command.new_written", {"file": file}))
    return 0


app.add_typer(addin.commands(user_language), name="addin")


def console() -> None:
    """Entry point of the installed command."""
    gc.disable()  # a fifth of the time went into looking for cycles among millions of cells; there are none, and the process ends
    sys.exit(main())


if __name__ == "__main__":
    console()
