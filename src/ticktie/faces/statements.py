"""Statements on the command line: the tab of the book, PDF files, drafts of mails, and mails sent."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from ticktie.addin.machine import this_machine
from ticktie.commands.bank import agree_bank
from ticktie.commands.mailing import Mailing, Posted, drafts, handed_over
from ticktie.commands.reconcile import Request
from ticktie.commands.reconcile import reconcile as run_reconcile
from ticktie.commands.sending import send as run_send
from ticktie.commands.statement import Stated, Wanted, statements, tab_request
from ticktie.domain.grid import Source
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.register import Entry
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
    pdf: Annotated[Path | None, typer.Option("--pdf", help="folder for PDF files; without any folder the Statement tab of BOOK is written")] = None,
    eml: Annotated[Path | None, typer.Option("--eml", help="folder for drafts of mails, one a customer")] = None,
    send: Annotated[bool, typer.Option("--send", help="send by mail, after a preview; [mail] in ticktie.toml names the server")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="send without asking")] = False,
    again: Annotated[bool, typer.Option("--again", help="also those that went before with the same figures")] = False,
    given: Annotated[str, typer.Option("--handed-over", help="with --pdf: record that the statements are given in this way: paper, WeChat ...")] = "",
    agree: Annotated[bool, typer.Option("--agree-bank", help="record that a second person (--who) has checked the changed bank details")] = False,
    who: Annotated[str, typer.Option("--who", help="who does it")] = "",
    layout: Annotated[str, typer.Option("--layout", help=" | ".join(LAYOUTS))] = "",
    more: Annotated[list[Path] | None, typer.Option("--with", help="further files")] = None,
    as_of: AsOf = None, sets: Sets = None, maps: Maps = None, lang: Lang = None, quiet: Quiet = False,
) -> int:  # fmt: skip
    """Make statements of account: the tab in BOOK, PDF files, drafts of mails, or mails sent. Exit 4: some were not made; a second call makes those."""
    _check(customer or [], every, pdf, eml, send, given, who if agree else None, layout)
    language = language_of(lang)
    request = Request(book, tuple(more or ()), None, None, day_of(as_of), tuple(sets or ()), tuple(maps or ()), language, who or user(), dt.date.today())
    wanted = Wanted(request, pdf or eml or Path(), tuple(customer or ()), every, layout, this_machine().config.parent, _now())
    with Progress(quiet, user_language(language)) as told:
        if agree:
            return _show_agreed(request, told, quiet)
        if send:
            return _show_posted(run_send(wanted, lambda ready: _ask(ready, yes, told), _now, again, told), "mail_sent", "", quiet)
        if eml is not None:
            return _show_posted(drafts(wanted, again, told), "mail_drafted", str(eml), quiet)
        if pdf is None:
            done = run_reconcile(tab_request(request, (customer or [""])[0], layout), told)
        elif given:
            stated, count = handed_over(wanted, _word(given), again, told)
        else:
            stated, count = statements(wanted, told), 0
    if pdf is not None:
        if count and not quiet:
            print(say(stated.language, "command.mail_noted", {"count": count, "via": given}))
        return _show_stated(stated, pdf, quiet)
    if not quiet:
        show_done(done)
    return 0


def _check(customer: list[str], every: bool, pdf: Path | None, eml: Path | None, send: bool, given: str, agrees: str | None, layout: str) -> None:
    """Raises what is told as wrong usage."""
    ways = [name for name, asked in (("--pdf", pdf), ("--eml", eml), ("--send", send), ("--agree-bank", agrees is not None)) if asked]
    if layout and layout not in LAYOUTS:
        raise typer.BadParameter(f"{layout}: {', '.join(LAYOUTS)}", param_hint="--layout")
    if every and customer:
        raise typer.BadParameter("--customer", param_hint="--all")
    if len(ways) > 1:
        raise typer.BadParameter(" / ".join(ways), param_hint=ways[0])
    if given and pdf is None:
        raise typer.BadParameter("--pdf DIR", param_hint="--handed-over")
    if not ways and (every or len(customer) > 1):
        raise typer.BadParameter("--pdf DIR / --eml DIR / --send", param_hint="--all" if every else "--customer")
    if agrees is not None and not agrees.strip():
        raise typer.BadParameter("--who NAME", param_hint="--agree-bank")
    if send and not (every or customer):
        raise typer.BadParameter("--all / --customer", param_hint="--send")


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()


def _word(via: str) -> str:
    """A way that has a word of its own in every language, as its code: WeChat, 微信 -> wechat; else as it was typed."""
    known = {"wechat": "wechat", "微信": "wechat", "paper": "paper", "纸质": "paper", "紙本": "paper"}
    return known.get(via.strip().lower(), " ".join(via.split()))


def _ask(ready: Mailing, yes: bool, told: Progress) -> bool:
    """Show who gets what, and ask. Raises Refused (send_unconfirmed) where nobody can be asked."""
    language = ready.language
    told.pause()
    print(say(language, "command.mail_preview"))
    for one in ready.letters:
        facts = {"to": ", ".join(one.letter.to), "customer": one.statement.customer, "amounts": one.amounts, "file": one.pdf}
        print(say(language, "command.mail_line", facts))
    if yes:
        return True
    if not sys.stdin.isatty():
        raise Refused([Problem("send_unconfirmed", Source("--yes"), {})])
    print(say(language, "command.mail_ask", {"count": len(ready.letters), "sender": ready.letters[0].letter.sender}), end="", flush=True)
    if sys.stdin.readline().strip().lower() in ("y", "yes", "是"):
        return True
    print(say(language, "command.mail_not_sent"))
    return False


def _show_posted(posted: Posted, key: str, folder: str, quiet: bool) -> int:
    """The counts, whose went before, and who got none, with the remedy."""
    language = posted.language
    facts = {"done": len(posted.done), "skipped": len(posted.skipped), "failed": len(posted.failed), "folder": folder}
    if not quiet:
        print(say(language, f"command.{key}", facts))
        if posted.missing:
            print(say(language, "command.statements_missing", {"characters": " ".join(sorted(posted.missing))}))
        if posted.backup:
            print(say(language, "command.backup", {"file": posted.backup}))
    if posted.bank_changed:
        sys.stderr.write(say(language, "command.mail_bank") + "\n")
    _list_left([] if quiet else posted.skipped, posted.failed, language)
    return posted.code


def _list_left(skipped: Sequence[tuple[str, Entry]], failed: Sequence[tuple[str, Problem]], language: str) -> None:
    """Whose statement went before, and who gets none and why."""
    for customer, line in skipped:
        event = say(language, f"register.event.{line.event}")
        print(say(language, "command.mail_skipped", {"customer": customer, "event": event, "when": line.when, "to": line.to or line.via}))
    for name, problem in failed:
        message, mend = sentence(problem, language)
        place = f"  ({problem.source})" if problem.source.row else ""
        sys.stderr.write(say(language, "command.mail_failed", {"name": name, "message": message}) + f"{place}\n    {say(language, 'command.mend')}{mend}\n")


def _show_agreed(request: Request, told: Callable[..., None], quiet: bool) -> int:
    done = agree_bank(request, told)
    if not quiet:
        print(say(done.language, "command.mail_bank_agreed", {"who": request.who}))
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
