"""What an outcome asks of people beside its open items: papers to collect, and acceptances that look wrong today."""

from __future__ import annotations

from collections.abc import Iterator

from ticktie.domain.evidence import NO_PARTY, Evidence
from ticktie.domain.grid import Source
from ticktie.domain.items import PAYMENT
from ticktie.domain.outcome import Outcome
from ticktie.domain.problem import Problem


def duties(outcome: Outcome, evidence: Evidence, aliases: dict[str, str]) -> list[Problem]:
    """Third-party payments whose proof (代付证明) is to be collected, and aliases that a memo contradicts."""
    return [*_third_parties(outcome, evidence), *_contradictions(outcome, evidence, aliases)]


def _source(outcome: Outcome, item: int) -> Source:
    row = outcome.items.iloc[item]
    return Source(str(row["sheet"]), int(row["row"]), int(row["amount_column"]))


def _third_parties(outcome: Outcome, evidence: Evidence) -> Iterator[Problem]:
    """Private payers whose money settled a firm's debt."""
    items, seen = outcome.items, set[int]()
    key, side = items["party_key"].tolist(), items["side"].tolist()
    for link in outcome.links:
        for a in link.allocations if link.sure else ():
            payer = evidence.payer.get(a.payment)
            stranger = payer in ("person", "branch", "other") or (
                payer == "customer" and key[a.payment] not in ("", key[a.charge])
            )
            if stranger and a.payment not in seen and side[a.charge] != PAYMENT:
                seen.add(a.payment)
                facts = {"value": items["party"].iloc[a.payment], "customer": items["party"].iloc[a.charge]}
                yield Problem("third_party_payment", _source(outcome, a.payment), facts, "info")


def _contradictions(outcome: Outcome, evidence: Evidence, aliases: dict[str, str]) -> Iterator[Problem]:
    """Payments of an accepted payer that name a number of another customer."""
    items = outcome.items
    keys = items["party_key"].tolist()
    for payment, naming in evidence.naming.items():
        key = keys[payment]
        if key not in aliases:
            continue
        owners = {int(evidence.party[c]) for hit in naming.hits for c in evidence.index.items(hit)} - {NO_PARTY}
        if owners and int(evidence.party[payment]) not in owners:
            facts = {
                "value": items["party"].iloc[payment], "customer": aliases[key], "numbers": ", ".join(naming.hits),
                "other": ", ".join(evidence.keys[o] for o in sorted(owners)),
            }  # fmt: skip
            yield Problem("alias_contradicted", _source(outcome, payment), facts, "warning")
