"""The tab "Overview": what came of it, what to do next, the proof, and how each sheet was read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from ticktie.domain.grid import column_letter
from ticktie.domain.items import PAYMENT
from ticktie.domain.outcome import Reading
from ticktie.domain.page import Block, Chart, Column, Lines, LinkTo, Page, Spot, Table, Tone
from ticktie.reports.differences import differences_table
from ticktie.reports.follow_up.tasks import tasks
from ticktie.reports.fulfilment import Document
from ticktie.reports.largest import largest
from ticktie.reports.orders import counts_table
from ticktie.reports.proof import ProofLine, proof
from ticktie.reports.register.page import progress_chart
from ticktie.reports.view import View

STATES = ("matched", "partly", "open", "ambiguous", "to_confirm", "set_aside")
_GRID = (13, 9, 13, 13, 13, 13, 13, 13, 13, 13)
_RANGES = 12  # row ranges named per reason in "how each sheet was read"


def overview_page(view: View, orders: Sequence[Document] = ()) -> Page:
    """The proof first, because everything else rests on it. orders: what became of each order, where the book has deliveries too."""
    lines = proof(view)
    goods: list[Block] = [_section(view, "orders"), counts_table(view, orders)] if orders else []
    stated: list[Block] = [_section(view, "confirmations"), *progress_chart(view)] if view.outcome.register.confirmations else []
    blocks: list[Block] = [
        _head(view), _figures(view, lines), _next_steps(view), _section(view, "proof"), _proof(view, lines),
        _section(view, "counts"), _counts(view), _section(view, "amounts"), _amounts(view), _chart(view),
        *_largest(view), *stated, *goods, _section(view, "passes"), _passes(view),
    ]  # fmt: skip
    if named := differences_table(view):
        blocks += [_section(view, "differences"), named]
    if view.outcome.changes:
        blocks += [_section(view, "changes"), _changes(view)]
    return Page("overview", view.titles["overview"], [*blocks, _section(view, "readings"), _readings(view)], landscape=False, grid=_GRID, tab_tone="heading")


def _section(view: View, name: str) -> Lines:
    return Lines([[Spot()], [Spot(view.say(f"report.overview.{name}"), "section", 0)]])


def _largest(view: View) -> list[Block]:
    made = largest(view)
    return [_section(view, "largest"), *made] if made else []


def _head(view: View) -> Lines:
    said = view.say("report.overview.basis", side=view.side(view.charge_side), as_of=view.as_of)
    return Lines([[Spot(view.say("report.overview.title"), "title", 0)], [Spot(said, "subtitle", 0)], [Spot()]])


def _figures(view: View, lines: Sequence[ProofLine]) -> Lines:
    """Four figures to see at a glance, in the book's main currency."""
    currency = view.book_currencies[0]
    by = {line.side: line for line in lines if line.currency == currency}
    charge, payment = by[view.charge_side], by[PAYMENT]
    told = [
        (view.say("report.overview.rate"), match_rate(payment)),
        (view.say("report.overview.open_charges", currency=currency), f"{view.money(charge.residual - charge.set_aside, currency):,}"),
        (view.say("report.overview.open_payments", currency=currency), f"{view.money(payment.residual - payment.set_aside, currency):,}"),
        (view.say("report.overview.waiting"), str(waiting(view))),
    ]
    spans = (2, 3, 3, 0)
    return Lines([
        [Spot(label, "label", span) for (label, _), span in zip(told, spans, strict=True)],
        [Spot(value, "figure", span) for (_, value), span in zip(told, spans, strict=True)],
    ])  # fmt: skip


def match_rate(payment: ProofLine) -> str:
    """Of the receipts that take part, the share by amount that is allocated."""
    taking_part = payment.input - payment.set_aside
    return f"{payment.allocated / taking_part:.1%}" if taking_part > 0 else "-"


def waiting(view: View) -> int:
    """Proposals and doubts that wait for a person."""
    return sum(not link.sure for link in view.outcome.links) + len(view.outcome.doubts)


def _next_steps(view: View) -> Lines:
    """What to do, in the order to do it; only steps that have something in them."""
    problems = sum(p.level != "info" for p in view.outcome.ledger.problems)
    open_ = sum(s not in ("matched", "set_aside") for s in view.states)
    follow = len(tasks(view)) if view.outcome.register else 0
    found = len(view.outcome.findings)
    counted = ((problems, "problems"), (found, "findings"), (waiting(view), "to_confirm"), (open_, "unmatched"), (follow, "follow_up"))
    steps = [(n, page) for n, page in counted if n]
    rows = [_step(view, number, n, page) for number, (n, page) in enumerate(steps, 1)]
    nothing = [] if steps else [[Spot(view.say("report.overview.all_done"), "good", 0)]]
    last = [Spot(view.say("report.overview.again"), "muted", 0)]
    return Lines([[Spot()], [Spot(view.say("report.overview.next"), "section", 0)], *rows, *nothing, last])


def _step(view: View, number: int, count: int, page: str) -> list[Spot]:
    title = view.titles[page]
    told = view.say(f"report.overview.step_{page}", count=count)
    return [Spot(LinkTo(f"{number}. {title}", title, "A1"), "", 2), Spot(told, "", 0)]


def _proof(view: View, lines: Sequence[ProofLine]) -> Table:
    """input = allocated + differences + residual, a line for each side and currency, with its own tick."""
    column = view.column
    columns = [
        column("side", width=12), column("currency", width=8), column("count", "number"), column("input", "money"),
        column("allocated", "money"), column("differences", "money"), column("left", "money"), column("of_it_aside", "money"),
        column("check", span=2),
    ]  # fmt: skip
    rows = []
    for n in lines:
        amounts = [view.money(m, n.currency) for m in (n.input, n.allocated, n.differences, n.residual, n.set_aside)]
        rows.append([view.side(n.side), n.currency, n.count, *amounts, view.say("report.check.holds" if n.holds else "report.check.broken")])
    marks: dict[tuple[int, int], Tone] = {(i, 8): "good" if n.holds else "bad" for i, n in enumerate(lines)}
    return Table(columns, rows, marks=marks, places=_places(view, [n.currency for n in lines]), name="proof")


def _places(view: View, currencies: Iterable[str]) -> list[int]:
    return [-int(view.money(0, c).as_tuple().exponent) for c in currencies]


def _groups(view: View) -> dict[tuple[str, str], list[int]]:
    """Items by side and currency, as the proof lists them."""
    groups: dict[tuple[str, str], list[int]] = {(s, c): [] for s in view.book_sides for c in view.book_currencies}
    for i, at in enumerate(zip(view.sides, view.currencies, strict=True)):
        groups[at].append(i)
    return {at: items for at, items in groups.items() if items}


def _state_columns(view: View, kind: Any) -> list[Column]:
    states = [Column(s, view.word("state", s), kind, 12) for s in STATES]
    return [view.column("side", width=12), view.column("currency", width=8), *states, view.column("total", kind)]


def _counts(view: View) -> Table:
    rows = []
    for (side, currency), items in _groups(view).items():
        count = Counter(view.states[i] for i in items)
        rows.append([view.side(side), currency, *(count[s] for s in STATES), len(items)])
    return Table(_state_columns(view, "number"), rows, name="counts")


def _amounts(view: View) -> Table:
    """The first lines are of the main currency, so that the chart can stand on them."""
    groups = _groups(view)
    order = sorted(groups, key=lambda at: view.book_currencies.index(at[1]))
    rows = []
    for side, currency in order:
        sums: dict[str, int] = defaultdict(int)
        for i in groups[side, currency]:
            sums[view.states[i]] += int(view.amount[i])
        amounts = [view.money(sums[s], currency) for s in STATES]
        rows.append([view.side(side), currency, *amounts, sum(amounts, Decimal(0))])
    return Table(_state_columns(view, "money"), rows, places=_places(view, [c for _, c in order]), name="chart")


def _chart(view: View) -> Chart:
    """The amounts of the main currency, a bar for each side."""
    currency = view.book_currencies[0]
    bars = sum(c == currency for _, c in _groups(view))
    return Chart(view.say("report.overview.chart", currency=currency), "chart", "side", STATES, "stacked", rows=11, lines=bars)


def _passes(view: View) -> Table:
    """Links, allocations and amount by pass, strongest evidence first as the passes ran."""
    found: dict[tuple[str, str], list[int]] = {}
    for link in view.outcome.links:
        if link.sure:
            currency = view.currency_of(link)
            at = found.setdefault((link.by, currency), [0, 0, 0])
            at[0] += 1
            at[1] += len(link.allocations)
            at[2] += sum(a.amount for a in link.allocations)
    columns = [
        view.column("pass", "wrap", span=2), view.column("currency"), view.column("links", "number"), view.column("allocations", "number"),
        view.column("allocated", "money"),
    ]  # fmt: skip
    rows = [[view.word("pass", by), c, links, count, view.money(minor, c)] for (by, c), (links, count, minor) in found.items()]
    return Table(columns, rows, places=_places(view, [c for _, c in found]), name="passes")


def _changes(view: View) -> Table:
    """Links new, gone or paired anew since the last run."""
    columns = [view.column("change"), view.column("order_side", span=2), view.column("payment_side", span=2), view.column("because", "wrap", span=5)]
    rows = [
        [view.word("report.change", c.get("change", "")), c.get("charge", ""), c.get("payment", ""), c.get("because", "")] for c in view.outcome.changes
    ]
    return Table(columns, rows, name="changes")


def _readings(view: View) -> Table:
    columns = [
        view.column("sheet", "wrap"), view.column("kind", "wrap"), view.column("header_row", "number"), view.column("account", "wrap"),
        view.column("rows_taken", "number"), view.column("rows_left_out", "wrap", span=2), view.column("columns", "wrap", span=3),
    ]  # fmt: skip
    rows = [
        [r.sheet, kind_of(view, r), r.header_row, r.account, r.rows_taken if r.header_row else None, left_out(view, r), fields(view, r)]
        for r in view.outcome.ledger.readings
    ]  # fmt: skip
    tones: dict[int, Tone] = {n: "muted" for n, r in enumerate(view.outcome.ledger.readings) if not r.rows_taken}
    return Table(columns, rows, tones=tones, name="readings")


def kind_of(view: View, reading: Reading) -> str:
    return view.word("kind", reading.kind)


def left_out(view: View, reading: Reading) -> str:
    """Each reason with its rows: `totals: 32, 63; blank: 5, 8-12`."""
    said = [
        view.say("report.overview.left_out", reason=view.word("left_out", reason), rows=ranges(rows))
        for reason, rows in reading.left_out.items()
    ]  # fmt: skip
    return "\n".join([*said, *(note(view, n) for n in reading.notes)])


def note(view: View, text: str) -> str:
    """A note of the reading (`balance_chain 109/109`) as a sentence."""
    code, _, rest = text.partition(" ")
    try:
        return view.say(f"report.note.{code}", rest=rest)
    except KeyError:
        return text


def ranges(rows: Sequence[int]) -> str:
    """Row numbers shortened: 5, 8-12."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    shown = [f"{a}-{b}" if b > a else str(a) for a, b in runs[:_RANGES]]
    return ", ".join(shown) + (" …" if len(runs) > _RANGES else "")


def fields(view: View, reading: Reading) -> str:
    """Which column was taken for what: `A 订单号 → order number`."""
    return view.say("report.list.semicolon").join(
        f"{column_letter(c)} {reading.headings.get(c, '')} → {view.word('field', name)}" for c, name in sorted(reading.fields.items())
    )
