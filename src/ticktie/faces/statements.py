"""Statements on the command line: as PDF files, or as the tab of the book."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer

from ticktie.commands.reconcile import Request
from ticktie.commands.reconcile import reconcile as run_reconcile
from ticktie.commands.statement import Stated, Wanted, statements, tab_request
from ticktie.domain.wording import say
from ticktie.faces.progress import Progress
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
    user,
    user_language,
)
from ticktie.reports.statement.layouts import LAYOUTS


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
    language = language_of(lang)
    request = Request(book, tuple(more or ()), None, None, day_of(as_of), tuple(sets or ()), tuple(maps or ()), language, user(), dt.date.today())
    with Progress(quiet, user_language(language)) as told:
        if pdf is None:
            done = run_reconcile(tab_request(request, (customer or [""])[0], layout), told)
        else:
            stated = statements(Wanted(request, pdf, tuple(customer or ()), every, layout), told)
    if pdf is not None:
        return _show_stated(stated, pdf, quiet)
    if not quiet:
        show_done(done)
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
