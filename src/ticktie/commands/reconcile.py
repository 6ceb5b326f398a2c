"""The main job: read the book, settle it, and write the result tabs into it (or a copy), or change nothing at all."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from ticktie.commands.people import Brought, Left, Typed, appended, left_in, unread
from ticktie.commands.scenarios import SCENARIOS, Scenario, named_by_tabs
from ticktie.commands.settings import Settings, check_maps, gather_settings
from ticktie.domain.decision import Decision
from ticktie.domain.grid import Sheet, Source
from ticktie.domain.outcome import Ledger, Outcome
from ticktie.domain.page import Page
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.register import Entry
from ticktie.domain.wording import LANGUAGES, say
from ticktie.matching.by_hand import Hand, as_decided, read_hand, with_status
from ticktie.matching.facts import compare
from ticktie.matching.settle import LawBroken
from ticktie.reports.cashier.findings import told_in_short
from ticktie.reports.changes import to_show
from ticktie.reports.facts import summary
from ticktie.reports.harvest import Harvest, put_back
from ticktie.reports.overview import waiting
from ticktie.reports.pages import pages, titles
from ticktie.reports.proof import proof
from ticktie.reports.register.back import recorded
from ticktie.reports.result_json import result
from ticktie.reports.settings import Wishes
from ticktie.reports.stated import stated_before, told_by
from ticktie.reports.statement.names import keys_of
from ticktie.reports.tie_out import violations
from ticktie.reports.view import View
from ticktie.workbook.copies import write_copies
from ticktie.workbook.files import back_up, refuse_if_open, refused, temporary_folder, whole
from ticktie.workbook.package import PackageError, PackageFacts, join, package_facts
from ticktie.workbook.read import read_books, read_file
from ticktie.workbook.render import render
from ticktie.workbook.statement_template.find import form_for

Told = Callable[..., None]
_PACKAGES = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class Request:
    """What is asked for. who, today: for decisions that are new; today is the face's to know. typed: new decisions.

    undo: take back the last decision of the Decisions tab.
    theirs: files with lists that customers sent, which are compared with ours. customer: whose statement is asked for, or whose
    the lists are where they do not say it; refused when the book does not have it. brought: what a new book takes over from last month's.
    kind: the scenario; where empty, that of the result tabs that the workbook holds already.
    """

    book: Path
    more: tuple[Path, ...] = ()
    out: Path | None = None
    json: Path | None = None
    as_of: dt.date | None = None
    sets: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()
    language: str | None = None
    who: str = ""
    today: dt.date | None = None
    typed: tuple[Typed, ...] = ()
    undo: bool = False
    theirs: tuple[Path, ...] = ()
    customer: str = ""
    brought: Brought | None = None
    kind: str = ""

    @property
    def in_package(self) -> bool:
        """The book itself can carry result tabs."""
        return self.book.suffix.lower() in _PACKAGES

    @property
    def target(self) -> Path:
        if self.out is not None:
            return self.out
        return self.book if self.in_package else self.book.with_name(f"{self.book.stem}.ticktie.xlsx")

    @property
    def in_place(self) -> bool:
        return self.in_package and self.target.exists() and self.book.exists() and self.target.samefile(self.book)


@dataclass(frozen=True)
class Done:
    """What was done, and where it stands."""

    outcome: Outcome
    language: str
    written: Path
    backup: Path | None = None
    json: Path | None = None
    decisions: tuple[Decision, ...] = ()

    def summary(self) -> list[str]:
        """The counts and the proof, a line each."""
        view = View(self.outcome, self.language)
        links, sides = self.outcome.links, view.sides
        facts = {
            "as_of": view.as_of, "charges": sides.count(view.charge_side), "payments": sides.count("payment"),
            "links": sum(x.sure for x in links), "proposals": waiting(view) - len(self.outcome.doubts), "doubts": len(self.outcome.doubts),
            "problems": sum(p.level != "info" for p in self.outcome.ledger.problems),
        }  # fmt: skip
        lines = [view.say("command.summary", **facts)]
        for line in proof(view):
            amounts = {"input": line.input, "allocated": line.allocated + line.differences, "residual": line.residual, "aside": line.set_aside}
            shown = {name: f"{view.money(minor, line.currency):,}" for name, minor in amounts.items()}
            side = f"{view.side(line.side)} {line.currency}" if view.several_currencies else view.side(line.side)
            lines.append(say(self.language, "command.proof_aside" if line.set_aside else "command.proof", {"side": side, **shown}))
        return [*lines, *summary(view), *told_in_short(view)]


@dataclass
class _Run:
    """One call on its way from files to pages."""

    request: Request
    settings: Settings
    inputs: list[Sheet]
    left: Left
    wishes: Wishes
    language: str | None
    harvests: list[Harvest]
    scenario: Scenario
    decisions: list[Decision] = field(default_factory=list)
    hand: Hand = field(default_factory=Hand)


def reconcile(request: Request, told: Told = lambda *what: None) -> Done:
    """Raises Refused with every reason; then nothing was changed."""
    made = settled(request, told)
    if request.customer:
        keys_of(View(made.outcome, made.outcome.ledger.language), [request.customer])
    return written(made, told)


def look(request: Request, told: Told = lambda *what: None) -> Outcome:
    """The outcome that `reconcile` would write, without writing anything."""
    return _settled(request, told).outcome


@dataclass(frozen=True)
class Settled:
    """A book that is read and settled and not written yet."""

    run: _Run
    outcome: Outcome
    facts: PackageFacts | None

    def with_lines(self, lines: Sequence[Entry]) -> Settled:
        """The same with more lines in the register."""
        stated = {**told_by(self.outcome, lines), **self.outcome.stated}
        return replace(self, outcome=replace(self.outcome, register=self.outcome.register.following(lines), stated=stated))


def settled(request: Request, told: Told = lambda *what: None) -> Settled:
    """The book read and settled, for `written`. Raises Refused with every reason; a target that cannot be written is one."""
    _check_target(request)
    return _settled(request, told)


def written(made: Settled, told: Told = lambda *what: None) -> Done:
    """The result tabs written into the book. Raises Refused; then it is as it was."""
    told("report", len(made.outcome.items))
    tabs = _pages(made.run, made.outcome, made.facts)
    told("write", len(made.outcome.items))
    return _write(made.run, made.outcome, tabs, made.facts)


def _settled(request: Request, told: Told) -> Settled:
    """From files to an outcome under what persons decided."""
    told("read")
    run = _read(request)
    told("read", sum(len(sheet.rows) for sheet in run.inputs))
    as_of = request.as_of or _day(run.wishes.as_of)
    ledger = run.scenario.read(run.inputs, run.settings.rules, as_of=as_of, maps=run.settings.maps, language=run.language)
    told("match", len(ledger.items))
    facts = _facts(request)
    return Settled(run, _matched(run, ledger, titles(run.language or ledger.language, _taken(run, facts)), told), facts)


def _check_target(request: Request) -> None:
    problems: list[Problem] = []
    if request.out is not None:
        suffix = request.book.suffix.lower() if request.in_package else ".xlsx"
        if request.out.suffix.lower() != suffix:
            problems.append(Problem("out_suffix", Source(request.out.name), {"file": request.out.name, "suffix": suffix}))
    for path in {request.target, request.json} - {None}:
        assert path is not None
        if not path.parent.is_dir():
            problems.append(Problem("not_found", Source(path.name), {"file": str(path.parent)}))
    if problems:
        raise Refused(problems)
    if request.target.exists():
        refuse_if_open(request.target)


def _read(request: Request) -> _Run:
    """The book's own sheets, what people left in ours, and the settings of the run."""
    every = read_books(request.book, (*request.more, *request.theirs))
    facts = package_facts_of(request.book)
    ours = facts.no_input if facts else set()
    mine = [s for s in every if s.path == str(request.book) and s.title in ours]
    inputs = [s for s in every if s not in mine]
    left = Left(brought=request.brought) if request.brought else left_in(mine, facts.own) if facts else Left()
    if not request.in_place and (other := package_facts_of(request.target)) and other.own:
        left = left_in(read_file(request.target), other.own)
    wishes = left.wishes
    settings = gather_settings(request.book, wishes.rules, wishes.maps(), request.sets, request.maps)
    if wishes.as_of and _day(wishes.as_of) is None:
        settings.problems.append(Problem("bad_date", Source("Settings"), {"value": wishes.as_of}))
    if wishes.language and wishes.language not in LANGUAGES:
        settings.problems.append(Problem("rule_value", Source("Settings"), {"rule": "language", "value": wishes.language, "fits": " / ".join(LANGUAGES)}))
    check_maps(settings, inputs)
    settings.as_theirs(inputs, request.theirs)
    kind = request.kind or named_by_tabs(left.tabs)
    return _Run(request, settings, inputs, left, wishes, request.language or wishes.language or None, left.harvests(), SCENARIOS[kind])


def package_facts_of(path: Path) -> PackageFacts | None:
    """What is known of a workbook that exists and can be joined; None for any other file."""
    try:
        return package_facts(path) if path.suffix.lower() in _PACKAGES and path.exists() else None
    except (PackageError, OSError):
        return None


def _facts(request: Request) -> PackageFacts | None:
    """Facts of the package that the tabs go into. Raises Refused for one that cannot take them."""
    if not request.in_package:
        return None
    try:
        return package_facts(request.book)
    except PackageError as error:
        raise Refused([Problem(error.code, Source(request.book.name), {"file": request.book.name, **error.facts})]) from None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _matched(run: _Run, ledger: Ledger, shown: Mapping[str, str], told: Told) -> Outcome:
    """The ledger settled; the run learns what became of each decision. shown: titles of the tabs."""
    request, language = run.request, run.language or ledger.language
    when = (request.today or ledger.as_of).isoformat()
    decisions = appended(run.left, run.harvests, ledger.items, request.who, when, request.typed, request.undo)
    register = run.left.register
    lines, problems = recorded(run.left.answers, register, request.who, when, shown["register"])
    hand = read_hand(decisions, ledger.items, ledger.charge_side, ledger.rates)
    run.decisions, run.hand = with_status(decisions, hand), hand
    ledger = replace(as_decided(ledger, hand), problems=[*ledger.problems, *hand.problems, *unread(run.harvests, shown), *problems], language=language)
    facts = compare(ledger, request.customer)
    try:
        outcome = run.scenario.settle(ledger, run.settings.rules, hand, lambda name: told("match", len(ledger.items), name), stated_before(run.left.tabs))
    except LawBroken as error:
        raise Refused([Problem("law_broken", Source(request.book.name), {"detail": str(error)})]) from None
    tabs = run.left.tabs
    matched = [row for key, rows in tabs.items() if key.partition(":")[0] == "matched" for row in rows]
    changes = to_show(outcome, matched if "matched" in tabs else None, tabs.get("overview", ()), language)
    return replace(outcome, changes=changes, facts=facts, register=register.following(lines), stated={**told_by(outcome, lines), **outcome.stated})


def _pages(run: _Run, outcome: Outcome, facts: PackageFacts | None) -> list[Page]:
    """The tabs with people's cells, tied out against the outcome."""
    taken = _taken(run, facts)
    form = form_for(run.request.book, outcome.rules.statement_layout, outcome.ledger.language)
    fresh = pages(outcome, outcome.ledger.language, decisions=run.decisions, wishes=run.wishes, taken=taken, form=form)
    made = put_back(fresh, run.decisions, run.harvests).pages
    if broken := violations(outcome, made):
        raise Refused([Problem("law_broken", Source(run.request.book.name), {"detail": text}) for text in broken])
    return made


def _taken(run: _Run, facts: PackageFacts | None) -> list[str]:
    if facts is None:
        return [s.title for s in run.inputs if s.path == str(run.request.book)]
    own = set(facts.own.values())
    return [t for t in facts.sheets if t not in own]


def _write(run: _Run, outcome: Outcome, made: list[Page], facts: PackageFacts | None) -> Done:
    """Everything or nothing: the result data takes its place only after the workbook has."""
    request, language = run.request, outcome.ledger.language
    with ExitStack() as stack:
        folder = stack.enter_context(temporary_folder())
        base = request.book
        if facts is None:
            base = folder / "base.xlsx"
            write_copies([s for s in run.inputs if s.path == str(request.book)], base)
        donor = folder / "donor.xlsx"
        keys = render(made, donor, language=language, date1904=bool(facts and facts.date1904), sheets=set(_taken(run, facts)))
        data = stack.enter_context(whole(request.json)) if request.json else None
        if data:
            with data.open("w", encoding="utf-8") as file:
                json.dump(result(outcome, language), file, ensure_ascii=False, separators=(",", ":"))
        backup = back_up(request.book, run.settings.rules.backups) if request.in_place else None
        try:
            join(base, donor, request.target, keys)
        except BaseException as error:
            if backup:
                backup.unlink(missing_ok=True)
            if isinstance(error, PackageError):
                raise Refused([Problem(error.code, Source(request.target.name), {"file": request.book.name, **error.facts})]) from None
            if isinstance(error, OSError):
                raise refused(error, request.target) from None
            raise
    return Done(outcome, language, request.target, backup, request.json, tuple(run.decisions))
