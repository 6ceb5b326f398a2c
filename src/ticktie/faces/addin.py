"""`ticktie addin build / install / uninstall / doctor`. Exit 0 done (doctor: all is well), 1 not done (doctor: something is not)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from ticktie.addin.build import build as run_build
from ticktie.addin.doctor import Finding
from ticktie.addin.doctor import doctor as run_doctor
from ticktie.addin.extension import build_extension
from ticktie.addin.install import install as run_install
from ticktie.addin.install import uninstall as run_uninstall
from ticktie.addin.machine import this_machine
from ticktie.addin.office import examine_office, install_office, this_office, uninstall_office
from ticktie.addin.sources import AddinRefused
from ticktie.domain.wording import LANGUAGES, say

Lang = Annotated[str | None, typer.Option("--lang", help="zh-Hans, zh-Hant or en")]
Calc = Annotated[bool, typer.Option("--libreoffice", help="the extension for LibreOffice instead of Excel's add-in")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="only say what would be done")]


def commands(user_language: Callable[[str | None], str]) -> typer.Typer:
    """The sub-commands; user_language: the language to speak for what was given as --lang."""
    app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The add-in for Excel or LibreOffice: build, install, uninstall, doctor.")

    def language(given: str | None) -> str:
        if given is not None and given not in LANGUAGES:
            raise typer.BadParameter(f"{given}: {', '.join(LANGUAGES)}", param_hint="--lang")
        return user_language(given)

    @app.command()
    def build(out: Annotated[Path, typer.Option("--out", help="folder to write it into")] = Path(), libreoffice: Calc = False, lang: Lang = None) -> None:
        """Build ticktie.xlam, or ticktie.oxt for LibreOffice; neither program is needed, and the same sources give the same bytes."""
        raise typer.Exit(_said(language(lang), lambda speak: _build(build_extension if libreoffice else run_build, out, speak)))

    @app.command()
    def install(libreoffice: Calc = False, dry_run: DryRun = False, lang: Lang = None) -> None:
        """Put the add-in and its settings file where Excel or LibreOffice looks for them. --lang also fixes the language of the buttons."""
        chosen = language(lang)
        if libreoffice:
            raise typer.Exit(_said(chosen, lambda speak: _install_office(lang, dry_run, speak)))
        raise typer.Exit(_said(chosen, lambda speak: _install(lang, chosen, dry_run, speak)))

    @app.command()
    def uninstall(libreoffice: Calc = False, dry_run: DryRun = False, lang: Lang = None) -> None:
        """Remove what install wrote."""

        def remove() -> list[Path]:
            return uninstall_office(this_office(), dry_run) if libreoffice else run_uninstall(this_machine(), dry_run)

        raise typer.Exit(_said(language(lang), lambda speak: _uninstall(remove, dry_run, speak)))

    @app.command()
    def doctor(libreoffice: Calc = False, lang: Lang = None) -> None:
        """Look at everything the add-in needs and say what is wrong and what mends it."""

        def examine() -> list[Finding]:
            return examine_office(this_office()) if libreoffice else run_doctor(this_machine())

        raise typer.Exit(_said(language(lang), lambda speak: _doctor(examine(), speak)))

    return app


Speak = Callable[..., str]


def _said(language: str, run: Callable[[Speak], int]) -> int:
    """The command's exit code; a refusal is told with its remedy."""

    def speak(key: str, **facts: object) -> str:
        return say(language, f"addin.{key}", facts)

    try:
        return run(speak)
    except AddinRefused as refused:
        message, mend = (speak(f"problem.{refused.code}.{part}", **refused.facts) for part in ("message", "mend"))
        sys.stderr.write(f"{say(language, 'command.failed')}\n  {message}\n    {say(language, 'command.mend')}{mend}\n")
        return 1


def _build(build: Callable[[Path], Path], out: Path, speak: Speak) -> int:
    path = build(out)
    print(speak("cli.built", file=path, size=f"{path.stat().st_size:,}"))
    return 0


def _install(lang: str | None, user: str, dry_run: bool, speak: Speak) -> int:
    machine = this_machine()
    fixed = user if machine.system == "mac" else lang  # Excel for Mac does not tell its own language
    for path in run_install(machine, fixed, dry_run):
        print(speak("cli.would_write" if dry_run else "cli.wrote", file=path))
    if machine.excel is None:
        print(speak("cli.excel_not_seen"))
    if not dry_run:
        print(speak("cli.restart"))
    return 0


def _install_office(lang: str | None, dry_run: bool, speak: Speak) -> int:
    for path in install_office(this_office(), lang, dry_run):
        print(speak("cli.would_write" if dry_run else "cli.wrote", file=path))
    if not dry_run:
        print(speak("cli.restart_office"))
    return 0


def _uninstall(remove: Callable[[], list[Path]], dry_run: bool, speak: Speak) -> int:
    gone = remove()
    for path in gone:
        print(speak("cli.would_remove" if dry_run else "cli.removed", file=path))
    if not gone:
        print(speak("cli.nothing_to_remove"))
    return 0


def _doctor(found: list[Finding], speak: Speak) -> int:
    for finding in found:
        print(f"[{speak(f'cli.{finding.state}')}] {speak(f'check.{finding.key}.title', **finding.facts)}")
        if finding.state == "bad":
            print(f"    {speak(f'check.{finding.key}.wrong', **finding.facts)}\n    {speak(f'check.{finding.key}.mend', **finding.facts)}")
    bad = sum(finding.state != "ok" for finding in found)
    print(speak("cli.not_well", count=bad, all=len(found)) if bad else speak("cli.all_well"))
    return int(bool(bad))
