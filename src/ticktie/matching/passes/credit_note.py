"""Pass "credit note": a return, credit note or red document is set against the document it names.

Tied: an open negative charge whose own remark, related number or number names exactly one other document of the same
customer and currency, not dated later; as much as both hold. It runs after the money, because a customer may pay the
order in full and be paid back, or pay what is left of both.

Refused: a negative charge that names nothing, several documents, or a document of another customer; it stays open and is
shown as a credit beside the aging. Equal amounts alone prove nothing.

    S1 甲公司 06-02 70 no=SO26001; S2 甲公司 06-09 -20 no=TH26001 memo=退SO26001    ->  S2>S1 20
"""

from __future__ import annotations

from ticktie.domain.evidence import NO_PARTY
from ticktie.domain.items import OpenItems
from ticktie.domain.links import Allocation, Because, Findings, Link
from ticktie.domain.number_forms import canonical
from ticktie.domain.rules import Rules
from ticktie.matching.accounts import in_time

NAME = "credit_note"


def credit_note(items: OpenItems, rules: Rules) -> Findings:
    """Set credit notes against their documents, oldest first."""
    left = items.residual.copy()
    links: list[Link] = []
    for back in in_time(items, (i for i in items.charges.tolist() if left[i] < 0 and not items.doubtful[i])):
        made: list[Allocation] = []
        for charge in _document(items, back):
            part = min(int(left[charge]), -int(left[back]))
            if part > 0:
                made.append(Allocation(charge, back, part))
                left[charge] -= part
                left[back] += part
        if made:
            charges = tuple(a.charge for a in made)
            links.append(Link(tuple(made), Because("credit_note", {"charges": charges, "payments": (back,)}), NAME))
    return Findings.of(links)


def _document(items: OpenItems, back: int) -> list[int]:
    """The open lines of the one document that the credit note names."""
    evidence = items.evidence
    if evidence.party[back] == NO_PARTY:
        return []
    own = canonical(items.values("number")[back])
    named = {canonical(items.values("related")[back])} if items.values("related")[back] else set()
    named |= set(evidence.index.read_memo(items.values("memo")[back]).hits)
    named = {key for key in named if key != own and evidence.index.items(key)}
    if len(named) != 1:
        return []
    members = evidence.index.items(named.pop())
    right = all(evidence.party[c] == evidence.party[back] and items.currencies[c] == items.currencies[back] for c in members)
    whole = right and not any(items.unsure_number[c] for c in members)
    return [c for c in members if items.open[c] and items.residual[c] > 0 and items.dates[c] <= items.dates[back]] if whole else []
