"""Every book of the catalogue through `ticktie reconcile`, against its truth and against the laws that hold for all books.

    python -m pytest tests/books                      # in one process
    TICKTIE_BOOKS_SUBPROCESS=1 python -m pytest …     # each book in a process of its own, as a user runs it
    TICKTIE_BOOKS_NOISE=1 …                           # a problem nobody expected is a failure too
    TICKTIE_BOOKS_SLOW=1 …                            # the big ones as well
    python -m tests.books.catalogue DIR               # only writes the books, to look at them
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest

from .builders import Book, Expect, Link
from .catalogue import BOOKS, SLOW

SRC = Path(__file__).parents[2] / "src"
CALL = "import sys; from ticktie.faces.cli import main; sys.exit(main(sys.argv[1:]))"
STATES = {"matched", "partly", "open", "ambiguous", "to_confirm", "set_aside"}
WHYS = {"cancelled", "draft", "duplicate", "after_as_of", "not_customer"}
EXPONENT = {"JPY": 0, "KWD": 3}
Json = dict[str, Any]


@pytest.mark.parametrize("name", BOOKS)
def test_book(name: str, tmp_path: Path) -> None:
    if name in SLOW and not os.environ.get("TICKTIE_BOOKS_SLOW"):
        pytest.skip("TICKTIE_BOOKS_SLOW=1 runs it")
    book = BOOKS[name](tmp_path)
    faults = list(judged(book, tmp_path))
    assert not faults, f"{name}: {len(faults)} faults\n  " + "\n  ".join(faults)


def judged(book: Book, folder: Path) -> Iterator[str]:
    files = [book.main, *book.more]
    before = {path: digest(path) for path in files}
    listed = set(folder.iterdir())
    out, result = folder / "out.json", folder / "result.xlsx"
    argv = ["reconcile", *map(str, files), *book.args, "--json", str(out)]
    code, stderr = run(argv if book.in_place else [*argv, "--out", str(result)], alone=book.expect.exit == 1)
    yield from (f"file changed: {path.name}" for path in files if digest(path) != before[path])
    if code != book.expect.exit:
        yield f"exit {code}, expected {book.expect.exit}: {stderr.strip()[-1500:]}"
        return
    if "Traceback" in stderr:
        yield f"a traceback for the user: {stderr.strip()[-1500:]}"
    if code == 1:
        yield from (f"stderr lacks {word}: {stderr.strip()[:600]!r}" for word in book.expect.refused if not re.search(word, stderr))
        if left := set(folder.iterdir()) - listed:
            yield f"refused, yet written: {sorted(p.name for p in left)}"
        return
    if not zipfile.is_zipfile(result):
        yield "result.xlsx is no workbook"
    text = out.read_text(encoding="utf-8")
    for stem in book.expect.loose:
        text = re.sub(rf'"{re.escape(stem)}/[^"!/]+!', f'"{stem}!', text)
    found = Result(json.loads(text))
    yield from laws(found)
    yield from compared(found, book.expect)


def run(argv: list[str], alone: bool) -> tuple[int, str]:
    if alone or os.environ.get("TICKTIE_BOOKS_SUBPROCESS"):
        env = {**os.environ, "PYTHONPATH": f"{SRC}{os.pathsep}{os.environ.get('PYTHONPATH', '')}", "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run([sys.executable, "-c", CALL, *argv], capture_output=True, text=True, encoding="utf-8", env=env, timeout=300)
        return done.returncode, done.stderr
    if str(SRC) not in sys.path:
        sys.path.insert(0, str(SRC))
    from ticktie.faces.cli import main

    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        try:
            code = main(argv)
        except SystemExit as end:
            code = end.code
    return int(code or 0), said.getvalue()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


# --- the result, read without trust ---------------------------------------------------------------------------------


class Result:
    """Items, and what confirmed links take from each: recomputed, as specimens/score.py does."""

    def __init__(self, out: Json):
        self.out = out
        self.items: dict[str, Json] = {}
        self.twice = []
        for item in out["items"]:
            self.twice += [item["id"]] if item["id"] in self.items else []
            self.items[item["id"]] = item
        self.flows: dict[tuple[str, str], Decimal] = defaultdict(Decimal)  # (payment or original, charge or reversal)
        self.used: dict[str, Decimal] = defaultdict(Decimal)
        self.slack: dict[str, Decimal] = defaultdict(Decimal)
        for link in out["links"]:
            if link["confirmed"]:
                self._take(link)
        self.told = {(p["where"].replace("$", "").replace("'", ""), p["code"]) for p in out["problems"]}
        self.rows_told = {row_of(where) for where, _ in self.told}

    def _take(self, link: Json) -> None:
        for a in link["allocations"]:
            charge, payment, amount = a["order"], a["payment"], Decimal(a["amount"])
            sides = self.side(charge), self.side(payment)
            self.flows[payment, charge] += amount
            self.used[charge] += -amount if sides == ("payment", "payment") else amount
            self.used[payment] += -amount if sides[0] == sides[1] != "payment" else Decimal(a.get("payment_amount", amount))
        if link.get("difference"):
            self.slack[link["difference"]["order"]] += Decimal(link["difference"]["amount"])

    def side(self, id_: str) -> str:
        return str(self.items.get(id_, {}).get("side"))

    def given(self, link: Link) -> Decimal:
        pairs = {(p, c) for p in link.payments for c in link.charges}
        same = {(c, p) for p, c in pairs if self.side(p) == self.side(c)}  # netting inside one side, written either way
        return sum((self.flows.get(pair, Decimal()) for pair in pairs | same), Decimal())

    def residual(self, id_: str) -> Decimal | None:
        return money(self.items.get(id_, {}).get("residual"))


def row_of(where: str) -> str:
    found = re.match(r"^'?(.*?)'?!\$?[A-Z]*\$?(\d+)", where)
    return f"{found[1]}!{found[2]}" if found else where


def money(text: Any) -> Decimal | None:
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return None


# --- laws that hold for every book ----------------------------------------------------------------------------------


def laws(found: Result) -> Iterator[str]:
    out = found.out
    if out.get("schema") != "ticktie/result/1":
        yield f"schema {out.get('schema')}"
    yield from (f"item twice: {id_}" for id_ in found.twice)
    for id_, item in found.items.items():
        yield from (f"{id_}: {fault}" for fault in item_faults(found, id_, item))
    for link in out["links"]:
        yield from (f"link {link.get('id')}: {fault}" for fault in link_faults(found, link))
    yield from proof_faults(found)
    for problem in out["problems"]:
        if not re.search(r"!", problem["where"]) or not problem["message"] or not problem["mend"]:
            yield f"problem without place, message or mend: {problem}"


def item_faults(found: Result, id_: str, item: Json) -> Iterator[str]:
    amount, residual = money(item.get("amount")), money(item.get("residual"))
    if amount is None or residual is None:
        yield f"amount {item.get('amount')!r}, residual {item.get('residual')!r}"
        return
    if -amount.as_tuple().exponent != EXPONENT.get(item["currency"], 2):  # type: ignore[operator]
        yield f"amount {item['amount']} {item['currency']}: wrong number of places"
    if item["state"] not in STATES:
        yield f"state {item['state']}"
    if item.get("date") and not re.fullmatch(r"\d{4}-\d\d-\d\d", item["date"]):
        yield f"date {item['date']}"
    if (item["state"] == "set_aside") and (item.get("why") not in WHYS or residual != amount or found.used[id_]):
        yield f"set_aside: why {item.get('why')}, residual {residual} of {amount}, used {found.used[id_]}"  # DESIGN §3: residual = amount
    if item["side"] == "delivery" and any(i["side"] == "order" for i in found.items.values()):
        return  # DESIGN §3: with orders in the book deliveries only tie
    if amount != found.used[id_] + found.slack[id_] + residual:
        yield f"does not add up: {amount} != allocated {found.used[id_]} + difference {found.slack[id_]} + residual {residual}"
    if residual and (residual > 0) != (amount > 0):
        yield f"residual {residual} has the other sign than {amount}"
    if abs(residual) > abs(amount):
        yield f"residual {residual} beyond {amount}"
    if item["state"] == "matched" and residual:
        yield f"matched with residual {residual}"


def link_faults(found: Result, link: Json) -> Iterator[str]:
    if not link["allocations"]:
        yield "no allocations"
    for a in link["allocations"]:
        ends = [found.items.get(a["order"]), found.items.get(a["payment"])]
        if None in ends:
            yield f"no such item: {a}"
        elif len({end["currency"] for end in ends if end}) > 1 and "payment_amount" not in a and link["confirmed"]:
            yield f"two currencies: {a}"
        if money(a["amount"]) in (None, Decimal()):
            yield f"amount {a['amount']}"


def proof_faults(found: Result) -> Iterator[str]:
    proof = found.out["proof"]
    sums: dict[str, Decimal] = defaultdict(Decimal)
    currencies: dict[str, set[str]] = defaultdict(set)
    for item in found.items.values():
        currencies[item["side"]].add(item["currency"])
        for key in (item["side"], f"{item['side']}/{item['currency']}"):
            sums[key] += money(item["amount"]) or 0
    for key, said in proof.items():
        parts = {k: money(said[k]) for k in ("input", "allocated", "residual")}
        if None in parts.values() or parts["input"] != parts["allocated"] + parts["residual"]:  # type: ignore[operator]
            yield f"proof {key} does not add up: {said}"
        side = key.split("/")[0]
        if "/" not in key and len(currencies[side]) > 1:
            yield f"proof {key} adds several currencies"
        elif parts["input"] != sums.get(key, Decimal()):
            yield f"proof {key}: input {said['input']}, items sum {sums.get(key)}"
    for side in ("order", "payment"):
        if currencies[side] and not any(key.split("/")[0] == side for key in proof):
            yield f"no proof for {side}"


# --- this book's truth ----------------------------------------------------------------------------------------------


def compared(found: Result, expect: Expect) -> Iterator[str]:
    yield from rows_compared(found, expect)
    yield from problems_compared(found, expect)
    yield from links_compared(found, expect)
    for id_, why in expect.set_aside.items():
        item = found.items.get(id_)
        if item and (item["state"] != "set_aside" or item.get("why") != why):
            yield f"{id_}: {item['state']} ({item.get('why')}), expected set_aside ({why})"
    for group in expect.one_duplicate:
        states = [found.items.get(i, {}).get("why") for i in group]
        if states.count("duplicate") != len(group) - 1:
            yield f"{' '.join(group)}: all but one should be set aside as duplicate, found {states}"
    for ids, total in expect.sums:
        have = sum((money(found.items[i]["amount"]) or Decimal() for i in ids if i in found.items), Decimal())
        if have != Decimal(total):
            yield f"{' '.join(ids)}: together {have}, expected {total}"
    charges = [i for i in found.items.values() if i["side"] != "payment" and i["id"] not in expect.earliest and i.get("date")]
    for id_ in expect.earliest:
        date = found.items.get(id_, {}).get("date")
        if date and any(i["date"] <= date for i in charges):
            yield f"{id_}: dated {date}, expected before all others"


def rows_compared(found: Result, expect: Expect) -> Iterator[str]:
    for row in expect.rows:
        item = found.items.get(row.id)
        if item is None:
            if row.sure or row.id not in found.rows_told:
                yield f"lost: {row.id} ({row.side} {row.amount})" + ("" if row.id not in found.rows_told else ", only a problem")
            continue
        wanted = {"side": row.side, "date": row.date, "currency": row.currency, **row.facts}
        for key, value in wanted.items():
            have = item.get(key)
            same = money(have) == money(value) if key == "document_amount" else have == value
            if value is not None and not same:
                yield f"{row.id}: {key} {have!r}, expected {value!r}"
        if row.amount and not same_amount(item["amount"], row.amount):
            yield f"{row.id}: amount {item['amount']}, expected {row.amount}"
    known = {row.id for row in expect.rows}
    for id_, item in found.items.items():
        if id_ not in known:
            kind = "a total, heading or note read as a row" if id_ in expect.not_items else "no such row"
            yield f"phantom: {id_} ({item['side']} {item['amount']}): {kind}"


def same_amount(have: str, wanted: str) -> bool:
    if wanted.startswith("±"):
        return abs(Decimal(have)) == Decimal(wanted[1:])
    return Decimal(have) == Decimal(wanted)


def problems_compared(found: Result, expect: Expect) -> Iterator[str]:
    cells = {where for where, _ in found.told}
    for places, code in expect.problems:
        hit = {p for p in places if p in cells or (re.search(r"!\d+$", p) and p in found.rows_told) or (p.endswith("!") and any(c.startswith(p) for c in cells))}
        if not hit:
            near = sorted(f"{w} {c}" for w, c in found.told if row_of(w) in {row_of(p) for p in places})
            yield f"no problem at {' or '.join(places)}" + (f", only {near}" if near else "")
        elif code and not any((p, code) in found.told for p in hit):
            yield f"problem at {hit} has not the code {code}"
    codes = {code for _, code in found.told}
    yield from (f"no problem with code {code}, only {sorted(codes)}" for code in expect.codes - codes)
    if os.environ.get("TICKTIE_BOOKS_NOISE"):
        wanted = {row_of(p) for places, _ in expect.problems for p in places} | {r.id for r in expect.rows if not r.sure}
        yield from (f"noise: {where} {code}" for where, code in sorted(found.told) if row_of(where) not in wanted and code not in expect.codes)


def links_compared(found: Result, expect: Expect) -> Iterator[str]:
    for link in expect.links:
        given = found.given(link)
        if given not in {Decimal(amount) for amount in (link.amount or "0").split("|")}:
            yield f"link {shown(link)}: confirmed {given}, expected {link.amount}{why_not(found, link)}"
    for link in expect.forbidden:
        for (payment, charge), amount in found.flows.items():
            if payment in link.payments and (not link.charges or charge in link.charges):
                yield f"forbidden, yet confirmed: {payment} > {charge} {amount}"
    lawful = {frozenset((p, c)) for link in [*expect.links, *expect.may] for p in link.payments for c in link.charges}
    banned = {p for link in expect.forbidden for p in link.payments}
    for (payment, charge), amount in found.flows.items():
        if frozenset((payment, charge)) not in lawful and payment not in banned:
            yield f"unexpected, yet confirmed: {payment} > {charge} {amount}"
    for id_ in expect.settled:
        if found.residual(id_) != 0:
            yield f"{id_}: residual {found.residual(id_)}, expected settled ({found.items.get(id_, {}).get('state')})"
    said = [(d["order"], d["kind"], Decimal(d["amount"])) for link in found.out["links"] if link["confirmed"] and (d := link.get("difference"))]
    for order, kinds, amount in expect.differences:
        if not any(o == order and k in kinds.split("|") and a == Decimal(amount) for o, k, a in said):
            yield f"{order}: no difference {kinds} {amount}, only {said}"
    stated = {order for order, _, _ in expect.differences}
    yield from (f"{o}: a difference nobody stated: {k} {a}" for o, k, a in said if o not in stated)
    ties = {(t["order"], t["delivery"]): Decimal(t["amount"]) for t in found.out.get("ties", [])}
    for order, delivery, amount in expect.ties:
        if ties.get((order, delivery)) != Decimal(amount):
            yield f"tie {order} {delivery}: {ties.get((order, delivery))}, expected {amount}"


def shown(link: Link) -> str:
    return f"{'+'.join(link.payments)} > {'+'.join(link.charges)}"


def why_not(found: Result, link: Link) -> str:
    """What the result says about the ends of a link that is not there."""
    ends = [f"{i} {found.items[i]['state']} ({found.items[i].get('why')})" for i in (*link.payments, *link.charges) if i in found.items]
    proposed = [a for x in found.out["links"] if not x["confirmed"] for a in x["allocations"] if a["payment"] in link.payments and a["order"] in link.charges]
    return f"; {', '.join(ends)}" + ("; only proposed" if proposed else "")
