"""`new`: a workbook from a template, for people to fill in, with what last month's workbook left open where one is given; or the template of a
statement, for people to change."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ticktie.commands.people import Brought
from ticktie.commands.reconcile import Request, Settled, Told, settled, written
from ticktie.domain.decision import Decision
from ticktie.domain.grid import Source
from ticktie.domain.items import PAYMENT
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.rules import FIRM_FILE
from ticktie.domain.terms import month_end
from ticktie.domain.wording import say
from ticktie.reports.carried import Carried, carried, decisions_over
from ticktie.reports.statement.shipped import LAYOUTS
from ticktie.reports.view import View
from ticktie.workbook.files import refused, whole
from ticktie.workbook.statement_template.find import template_name
from ticktie.workbook.statement_template.write import write_statement_template
from ticktie.workbook.template_file import KINDS as _EMPTY
from ticktie.workbook.template_file import write_template

_STATEMENTS = {f"statement-{layout}": layout for layout in LAYOUTS}
BOOKS = ("customer",)  # those that may begin where last month's ended
KINDS = (*_EMPTY, *_STATEMENTS)


def new(kind: str, file: Path, language: str) -> None:
    """Write the template of `kind` to a file that does not exist yet.

    Raises Refused (exists, out_suffix, not_writable, disk_full), and ValueError for a kind that there is not.
    """
    _check(kind, file, KINDS)
    with whole(file) as temporary:
        if kind in _STATEMENTS:
            write_statement_template(_STATEMENTS[kind], language, temporary)
        else:
            write_template(kind, language, temporary)


def new_from(kind: str, file: Path, last: Request, told: Told = lambda *what: None) -> Settled:
    """Write next month's workbook: the template with what `last` left open, reconciled, with its decisions, payers, rules and register.

    Its cut-off day is the end of the month after last's, set on Settings. The customers' balances are held to last's, to the cent, before anything is
    written. Raises as `new` and `reconcile` do; then there is no file.
    """
    _check(kind, file, BOOKS)
    before = settled(last, told)
    view = View(before.outcome, before.outcome.ledger.language)
    over, until = carried(view), next_month_end(view.as_of)
    try:
        with tempfile.TemporaryDirectory(prefix="ticktie-", ignore_cleanup_errors=True) as passing:
            draft = Path(passing) / file.name
            for name in (FIRM_FILE, *(template_name(layout, view.language) for layout in LAYOUTS)):
                if (firm := file.parent / name).is_file():
                    (draft.parent / name).write_bytes(firm.read_bytes())  # the firm's rules and templates hold for the new book as they will where it is going to stand
            write_template(kind, view.language, draft, over.rows)
            request = Request(draft, as_of=until, language=view.language, who=last.who, today=last.today)
            first = settled(replace(request, brought=_brought(before, until, ())), told)
            _hold(view, View(first.outcome, view.language))
            decisions = decisions_over(view, before.run.decisions, _new_keys(view, over, first), _aliases(before))
            made = settled(replace(request, brought=_brought(before, until, decisions)), told)
            written(made, told)
            with whole(file) as temporary:
                temporary.write_bytes(draft.read_bytes())
    except OSError as error:
        raise refused(error, file) from None
    return made


def next_month_end(day: dt.date) -> dt.date:
    """The last day of the month after that of a day."""
    return month_end(month_end(day) + dt.timedelta(days=1))


def _check(kind: str, file: Path, kinds: Sequence[str]) -> None:
    if kind not in kinds:
        raise ValueError(f"{kind}: {', '.join(kinds)}")
    if file.exists():
        raise Refused([Problem("exists", Source(file.name), {"file": file.name})])
    if file.suffix.lower() != ".xlsx":
        raise Refused([Problem("out_suffix", Source(file.name), {"file": file.name, "suffix": ".xlsx"})])


def _brought(before: Settled, until: dt.date, decisions: Sequence[Decision]) -> Brought:
    """Last month's rules and register; what it said of its sheets is not said of the new ones."""
    wishes = replace(before.run.wishes, as_of=until.isoformat(), sheets={})
    return Brought(wishes, decisions, before.outcome.register)


def _hold(before: View, after: View) -> None:
    """Raises Refused (law_broken) where a balance did not go over to the cent: what last month left open is what the new book claims and holds."""
    old, new_ = dict(_balances(before, before.outcome.residual.tolist())), dict(_balances(after, after.amount.tolist()))
    broken = [f"{key} {old.get(key, 0)} -> {new_.get(key, 0)}" for key in sorted({*old, *new_}) if old.get(key, 0) != new_.get(key, 0)]
    if broken:
        raise Refused([Problem("law_broken", Source("--from"), {"detail": text}) for text in broken])


def _balances(view: View, open_: Sequence[int]) -> Iterator[tuple[tuple[str, str, str], int]]:
    """Side, party and currency -> what is open and what is dated after the cut-off."""
    found: dict[tuple[str, str, str], int] = defaultdict(int)
    for i, (side, key, aside) in enumerate(zip(view.sides, view.party_keys, view.texts("set_aside"), strict=True)):
        if side in (view.charge_side, PAYMENT) and aside in ("", "after_as_of"):
            found[side, key, view.currencies[i]] += int(view.amount[i]) if aside else open_[i]
    yield from ((place, minor) for place, minor in found.items() if minor)


def _new_keys(view: View, over: Carried, first: Settled) -> Mapping[str, tuple[str, int]]:
    """Key of an item that goes over -> its key and amount in the new book, by the row it went to."""
    ledger = first.outcome.ledger
    at = {i: (key, int(amount)) for i, key, amount in zip(ledger.items["id"], ledger.items["key"], ledger.items["amount"], strict=True)}
    found: dict[str, tuple[str, int]] = {}
    for name, items in over.items.items():
        title = say(view.language, f"template.customer.{name}.title")
        for row, item in enumerate(items, 2):
            if (place := at.get(f"{title}!{row}")) is not None:
                found[view.keys[item]] = place
    return found


def _aliases(before: Settled) -> dict[str, tuple[str, Decision]]:
    """Payer's name -> the customer a person accepted it for, and the decision."""
    hand, items = before.run.hand, before.outcome.items
    names = dict(zip(items["party_key"].tolist(), items["party"].tolist(), strict=True))
    return {names.get(payer, payer): (names.get(hand.aliases[payer], hand.aliases[payer]), d) for payer, d in hand.accepted_by.items()}
