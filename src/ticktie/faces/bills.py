"""`ticktie import`: bills into a book, and why a file was taken for what."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from ticktie.addin.machine import this_machine
from ticktie.commands.import_bills import FileRead, Imported, ImportRequest, Taken, import_bills, read_bills
from ticktie.domain import money
from ticktie.domain.bill import Bill
from ticktie.domain.problem import Problem
from ticktie.domain.wording import say
from ticktie.faces.progress import Progress
from ticktie.reports.imports import balance_text, origin_key, stated_text
from ticktie.reports.overview import ranges

Sentence = Callable[[Problem, str], tuple[str, str]]
_SHOWN = 12  # problems of one file that are printed


def layouts_folder() -> Path:
    """Where a user's own layouts are looked for: the folder `bills` beside the settings file."""
    return this_machine().config.parent / "bills"


def run_import(book: Path, bills: list[Path], account: str, maps: list[str], language: str | None, spoken: str, quiet: bool, sentence: Sentence) -> int:
    """Import and say what became of every file; gives the exit code."""
    with Progress(quiet, spoken) as told:
        done = import_bills(ImportRequest(book, tuple(bills), account, language, layouts_folder(), tuple(maps)), told)
    if not quiet:
        print("\n".join(_done(done, sentence)))
    for file in done.refused:
        sys.stderr.write("\n".join(_refused(file, done.language, sentence)) + "\n")
    if done.refused:
        sys.stderr.write(say(done.language, "imports.again", {"failed": len(done.refused)}) + "\n")
    return done.code


def run_explain(bills: list[Path], account: str, maps: list[str], language: str, sentence: Sentence) -> int:
    """Show how each file would be read; 1 where one of them would be refused."""
    files = read_bills(bills, layouts_folder(), account, maps)
    for file in files:
        for bill in file.bills:
            print("\n".join(_explained(bill, language, sentence)))
        for name in file.passed:
            print(say(language, "imports.passed", {"file": name}))
        if file.problems:
            print("\n".join(_refused(file, language, sentence)))
    return int(any(f.problems for f in files))


def _done(done: Imported, sentence: Sentence) -> list[str]:
    language = done.language
    lines = [line for taken in done.taken for line in _taken(taken, language, sentence)]
    lines += [say(language, "imports.passed", {"file": name}) for file in done.files for name in file.passed]
    if done.written is None:
        return [*lines, say(language, "imports.nothing_new")]
    lines.append(say(language, "command.written", {"file": done.written}))
    return [*lines, say(language, "command.backup", {"file": done.backup})] if done.backup else lines


def _taken(taken: Taken, language: str, sentence: Sentence) -> list[str]:
    bill = taken.bill
    facts = {"file": bill.file, "layout": bill.recognised.title, "rows": bill.rows, "new": len(taken.new), "known": len(bill.lines) - len(taken.new)}
    lines = [say(language, "imports.file", facts)]
    for currency, came, went in bill.sums():
        lines.append(say(language, "imports.sums", {"currency": currency, "in": money.to_text(came, currency), "out": money.to_text(went, currency)}))
    lines += [*_skipped(bill, language), f"  {stated_text(bill, language)}", f"  {balance_text(bill, language)}"]
    if taken.unsure:
        lines.append(say(language, "imports.unsure", {"count": taken.unsure}))
    if taken.changed:
        lines.append(say(language, "imports.changed", {"rows": ranges(taken.changed)}))
    return [*lines, *_problems(bill, language, sentence)]


def _skipped(bill: Bill, language: str) -> list[str]:
    parts = [f"{say(language, f'skipped.{why}')} {ranges(rows)}" for why, rows in bill.skipped.items() if why != "blank"]
    return [say(language, "imports.skipped", {"skipped": "; ".join(parts)})] if parts else []


def _problems(bill: Bill, language: str, sentence: Sentence) -> list[str]:
    lines = [f"    {p.source}  {sentence(p, language)[0]}" for p in bill.problems[:_SHOWN]]
    more = len(bill.problems) - _SHOWN
    return [*lines, say(language, "imports.more_problems", {"count": more})] if more > 0 else lines


def _explained(bill: Bill, language: str, sentence: Sentence) -> list[str]:
    found = bill.recognised
    facts = {"file": bill.file, "sheet": bill.sheet, "layout": found.title, "name": found.layout, "origin": say(language, f"imports.origin.{origin_key(found.origin)}"), "row": found.row}
    lines = [say(language, "imports.explain", facts), say(language, "imports.signs", {"signs": " | ".join(found.signs)})]
    columns = "; ".join(f"{say(language, f'imports.role.{role}')} = {' + '.join(titles)}" for role, titles in found.columns.items())
    lines.append(say(language, "imports.columns", {"columns": columns}))
    if found.extra:
        lines.append(say(language, "imports.extra", {"extra": " | ".join(found.extra)}))
    if bill.encoding:
        lines.append(say(language, "imports.encoding", {"encoding": bill.encoding}))
    lines.append(say(language, "imports.lines", {"lines": len(bill.lines), "rows": bill.rows, "from": bill.first or "-", "to": bill.last or "-"}))
    for currency, came, went in bill.sums():
        lines.append(say(language, "imports.sums", {"currency": currency, "in": money.to_text(came, currency), "out": money.to_text(went, currency)}))
    return [*lines, *_skipped(bill, language), f"  {stated_text(bill, language)}", f"  {balance_text(bill, language)}", *_problems(bill, language, sentence)]


def _refused(file: FileRead, language: str, sentence: Sentence) -> list[str]:
    lines = [say(language, "imports.refused", {"file": file.name})]
    for problem in file.problems:
        message, mend = sentence(problem, language)
        lines += [f"  {message}", f"    {say(language, 'command.mend')}{mend}"]
    return lines


