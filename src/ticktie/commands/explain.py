"""Why an item was settled, or was not: the passes' own reasons, the candidates, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator

from ticktie.commands.people import finder
from ticktie.commands.reconcile import Request, Told, look
from ticktie.domain.grid import Source
from ticktie.domain.links import Link
from ticktie.domain.outcome import Outcome
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.wording import say
from ticktie.reports.problems import said
from ticktie.reports.view import View


def explain(request: Request, item: str, told: Told = lambda *what: None) -> list[str]:
    """Lines about every item that `item` names: a number, a serial or `sheet!row`.

    Nothing is written. Raises Refused (item_unknown, and whatever keeps the book from being read).
    """
    outcome = look(request, told)
    keys = set(finder(outcome.items)(item, "note")) | {k for k, s in zip(outcome.items["key"], outcome.items["serial"], strict=True) if s and s == item}
    found = [i for i, key in enumerate(outcome.items["key"]) if key in keys]
    view = View(outcome, outcome.ledger.language)
    problems = [] if found else _problems_at(outcome, item)
    if not found and not problems:
        raise Refused([Problem("item_unknown", Source(""), {"value": item})])
    lines = [line for i in found for line in _about(view, i)]
    return [*lines, *(say(view.language, "command.explain_problem", {"message": f"{p.source} {said(view, p, 'message')}"}) for p in problems)]


def _problems_at(outcome: Outcome, place: str) -> list[Problem]:
    """A row that is no item is a problem."""
    sheet, _, row = place.rpartition("!")
    return [p for p in outcome.ledger.problems if p.source.sheet == sheet and str(p.source.row) == row]


def _about(view: View, i: int) -> Iterator[str]:
    def line(key: str, **facts: object) -> str:
        return say(view.language, f"command.explain_{key}", facts)

    yield line(
        "item", id=view.ids[i], side=view.side(view.sides[i]), number=view.numbers[i], party=view.parties[i], date=view.dates[i] or "",
        currency=view.currencies[i], amount=f"{view.amounts[i]:,}", residual=f"{view.residuals[i]:,}", state=view.word("state", view.states[i]),
    )  # fmt: skip
    for link in view.outcome.links:
        if i in link.items():
            yield from _link(view, link)
    for doubt in view.outcome.doubts:
        if i in doubt.items or any(i in c for c in doubt.candidates):
            yield line("doubt", because=view.because(doubt.because))
            yield from (line("candidate", items=view.names(c)) for c in doubt.candidates)
    if (reason := view.outcome.reasons.get(i)) and not any(i in x.items() for x in view.outcome.links if x.sure):
        yield line("reason", because=view.because(reason))
    for tie in view.outcome.ties:
        if i in (tie.order, tie.delivery):
            yield line("tie", order=view.names([tie.order]), delivery=view.names([tie.delivery]), amount=f"{view.money(tie.amount, view.currencies[i]):,}")
    for problem in _problems_at(view.outcome, view.ids[i]):
        yield line("problem", message=said(view, problem, "message"))


def _link(view: View, link: Link) -> Iterator[str]:
    def line(key: str, **facts: object) -> str:
        return say(view.language, f"command.explain_{key}", facts)

    who = view.say(f"decision.by.{link.decided_by}")
    yield line("link" if link.sure else "proposal", **{"pass": view.word("pass", link.by), "who": who, "because": view.because(link.because)})
    for a in link.allocations:
        yield line("pair", payment=view.ids[a.payment], charge=view.names([a.charge]), amount=f"{view.money(a.amount, view.currencies[a.charge]):,}")
    if link.difference:
        amount = view.money(link.difference.amount, view.currency_of(link))
        yield line("difference", kind=view.word("report.difference", link.difference.kind), amount=f"{amount:,}")
    if link.probability is not None:
        yield line("probability", p=f"{link.probability:.2%}")
