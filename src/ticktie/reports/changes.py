"""What a re-run links otherwise than the run before: new links, links that are gone, payments and charges paired anew.

The run before is known by the hidden keys of its Matched tab. While nothing changes, the list of the last change stays
on the Overview, so that a run that changes nothing writes the same tabs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ticktie.domain.outcome import Outcome
from ticktie.domain.wording import LANGUAGES, section
from ticktie.reports.people import parse_row_key
from ticktie.reports.view import View

Pair = tuple[str, str]  # key of the payment, key of the charge
KINDS = ("new", "gone", "anew")
_TABLE = ("change", "order_side", "payment_side", "because")


def linked_before(rows: Iterable[Sequence[Any]]) -> set[Pair]:
    """Payments and charges that the run before had linked; rows: cells of its Matched tab."""
    found: set[Pair] = set()
    for row in rows:
        for cell in row:
            if isinstance(cell, str) and cell.startswith("[[") and (key := parse_row_key(cell)):
                found |= {(k, t) for k in key.keys for t in key.targets}
    return found


def changes(outcome: Outcome, before: set[Pair], language: str) -> list[dict[str, str]]:
    """One line for every link that is new, gone or paired anew, with the reason it stands or fell."""
    view = View(outcome, language)
    now = {
        (view.keys[a.payment], view.keys[a.charge]): view.because(link.because)
        for link in outcome.links if link.sure for a in link.allocations
    }  # fmt: skip
    item_of = {key: i for i, key in enumerate(view.keys)}
    gone, new = before - set(now), set(now) - before
    moved = _moved(gone, new)
    lines = []
    for kind, pairs in (("anew", moved), ("new", new - moved), ("gone", {p for p in gone if not _paired(p, moved)})):
        for payment, charge in sorted(pairs):
            because = now.get((payment, charge), "") or _fate(view, item_of, payment, charge)
            lines.append({"change": kind, "charge": _name(view, item_of, charge), "payment": _name(view, item_of, payment), "because": because})
    return lines


def _moved(gone: set[Pair], new: set[Pair]) -> set[Pair]:
    """New pairs of which one side had another partner that it lost."""
    lost = {key for pair in gone for key in pair}
    return {pair for pair in new if not lost.isdisjoint(pair)}


def _paired(pair: Pair, moved: set[Pair]) -> bool:
    return any(not set(pair).isdisjoint(other) for other in moved)


def _name(view: View, item_of: dict[str, int], key: str) -> str:
    at = item_of.get(key)
    if at is None:
        return key.partition(":")[2] or key
    return f"{view.numbers[at]} ({view.ids[at]})" if view.numbers[at] else view.ids[at]


def _fate(view: View, item_of: dict[str, int], payment: str, charge: str) -> str:
    """Why a link is gone: a row that is no longer there, or what its items say today."""
    for key in (payment, charge):
        if key not in item_of:
            return view.say("report.change.row_gone", item=key.partition(":")[2] or key)
    for key in (payment, charge):
        reason = view.outcome.reasons.get(item_of[key])
        if reason:
            return view.because(reason)
    return ""


def listed_before(rows: Sequence[Sequence[Any]], language: str) -> list[dict[str, str]]:
    """The list that the Overview of the run before shows; empty where it shows none."""
    words = {word: code for each in LANGUAGES for code, word in section(each, "report.change").items() if code in KINDS}
    titles = [{section(each, "column")[name] for each in LANGUAGES} for name in _TABLE]
    lines: list[dict[str, str]] = []
    at: list[int] | None = None
    for row in rows:
        filled = [i for i, cell in enumerate(row) if cell not in (None, "")]
        if at is None and len(filled) == len(_TABLE) and all(row[i] in names for i, names in zip(filled, titles, strict=True)):
            at = filled
        elif at is not None:
            if len(row) <= at[-1] or row[at[0]] not in words:
                break
            lines.append({"change": words[str(row[at[0]])], **{k: str(row[i] or "") for k, i in zip(("charge", "payment", "because"), at[1:], strict=True)}})
    return lines


def to_show(outcome: Outcome, matched: Sequence[Sequence[Any]] | None, overview: Sequence[Sequence[Any]], language: str) -> list[dict[str, str]]:
    """What the Overview lists: today's changes, else those of the last change; nothing on a first run (matched: None)."""
    if matched is None:
        return []
    return changes(outcome, linked_before(matched), language) or listed_before(overview, language)
