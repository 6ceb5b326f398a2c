"""Whether a result's money adds up: recomputed from its items and links against the rows that are true.

Nothing that the result says about itself is believed: what an item has left must be its amount less what confirmed
links take from it, and less the differences they state.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

Json = dict[str, Any]
_PLACE = re.compile(r"^'?(?P<sheet>.+?)'?!\$?[A-Z]{0,3}\$?(?P<row>\d+)")
_SIDES = (("order", "orders"), ("delivery", "deliveries"), ("payment", "payments"))


def minor(text: Any) -> int:
    """Fen of an amount as text. Raises ValueError for what is no amount or finer than a fen."""
    try:
        fen = Decimal(str(text)).scaleb(2)
    except InvalidOperation:
        raise ValueError(f"no amount: {text!r}") from None
    if fen != int(fen):
        raise ValueError(f"finer than a fen: {text}")
    return int(fen)


def row_of(place: str) -> str:
    """`Sheet!C12` -> `Sheet!12`"""
    found = _PLACE.match(place)
    return f"{found['sheet']}!{found['row']}" if found else place


@dataclass(frozen=True)
class Flow:
    """What one allocation takes from its two items, each with the item's own sign."""

    claim: str
    answer: str
    of_claim: int
    of_answer: int
    netting: str = ""  # the side, where both items are of one


@dataclass
class Books:
    """A result's items and links as they were read, with every fault of its money."""

    items: dict[str, Json] = field(default_factory=dict)
    sure: list[Flow] = field(default_factory=list)
    proposed: list[Flow] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # true rows that are neither an item nor named by a problem
    phantom: list[str] = field(default_factory=list)  # items that are no row of the truth
    misread: list[str] = field(default_factory=list)  # items of another amount or side than their row


def read_books(result: Json, truth: Json) -> Books:
    """The result's flows, and all that is wrong with its rows and its money."""
    books = Books()
    for item in result.get("items", []):
        if item["id"] in books.items:
            books.errors.append(f"item twice: {item['id']}")
        books.items[item["id"]] = item
    _compare_rows(books, result, truth)
    given = _read_links(books, result)
    _check_items(books, given)
    _check_proof(books, result.get("proof", {}))
    return books


def _compare_rows(books: Books, result: Json, truth: Json) -> None:
    rows = {row["id"]: (side, row) for side, name in _SIDES for row in truth.get(name, [])}
    told = {row_of(p["where"]) for p in result.get("problems", [])}
    books.lost = [i for i in rows if i not in books.items and i not in told]
    books.phantom = [i for i in books.items if i not in rows]
    for i, (side, row) in rows.items():
        item = books.items.get(i)
        if item is None:
            continue
        if item["side"] != side:
            books.misread.append(f"{i}: {item['side']} is {side}")
        elif not row["bad"].startswith("amount_") and _amount(item) != minor(row["amount"]):
            books.misread.append(f"{i}: {item['amount']} is {row['amount']}")


def _amount(item: Json) -> int | None:
    try:
        return minor(item["amount"])
    except (KeyError, ValueError):
        return None


def _read_links(books: Books, result: Json) -> Counter[str]:
    """Fill the flows; gives charge -> what confirmed links state as not to be paid."""
    given: Counter[str] = Counter()
    for link in result.get("links", []):
        into = books.sure if link["confirmed"] else books.proposed
        try:
            into += list(_flows(books, link))
            if link["confirmed"] and (gap := link.get("difference")):
                given[gap["order"]] += minor(gap["amount"])
        except (KeyError, ValueError) as error:
            books.errors.append(f"link {link.get('id')}: {error}")
    return given


def _flows(books: Books, link: Json) -> Iterator[Flow]:
    for a in link.get("allocations", []):
        claim, answer, amount = a["order"], a["payment"], minor(a["amount"])
        sides = [books.items[i]["side"] for i in (claim, answer)]  # KeyError: no such item
        if sides[0] != sides[1]:
            yield Flow(claim, answer, amount, minor(a.get("payment_amount", a["amount"])))
        elif sides[0] == "payment":  # a reversal against the original
            yield Flow(claim, answer, -amount, amount, "payment")
        else:  # a charge against a return
            yield Flow(claim, answer, amount, -amount, "charge")
        if link["confirmed"] and "payment_amount" not in a and books.items[claim]["currency"] != books.items[answer]["currency"]:
            books.errors.append(f"two currencies: {claim} {answer}")


def _check_items(books: Books, given: Counter[str]) -> None:
    used: dict[str, int] = defaultdict(int)
    for flow in books.sure:
        used[flow.claim] += flow.of_claim
        used[flow.answer] += flow.of_answer
    for i, item in books.items.items():
        try:
            amount, left = minor(item["amount"]), minor(item["residual"])
        except (KeyError, ValueError) as error:
            books.errors.append(f"{i}: {error}")
            continue
        if item["side"] == "delivery" and i not in used:
            continue
        if amount != used[i] + given[i] + left:
            books.errors.append(f"{i}: {item['amount']} is not allocated {used[i] / 100:.2f} + difference {given[i] / 100:.2f} + residual {item['residual']}")
        if any(part and (part > 0) != (amount > 0) for part in (used[i], left)):
            books.errors.append(f"{i}: the sign changes")


def _check_proof(books: Books, proof: Json) -> None:
    for key, line in proof.items():
        try:
            total, allocated, left = (minor(line[name]) for name in ("input", "allocated", "residual"))
        except (KeyError, ValueError) as error:
            books.errors.append(f"proof {key}: {error}")
            continue
        if total != allocated + left:
            books.errors.append(f"proof {key} does not add up")
    for side in ("order", "payment"):
        if not any(key.partition("/")[0] in (side, "delivery" if side == "order" else side) for key in proof):
            books.errors.append(f"no proof for {side}")
