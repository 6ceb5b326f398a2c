"""A cashier's result against the truth of its month: findings right and found by kind, links right, and whether all adds up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Json = dict[str, Any]


@dataclass
class Kind:
    """Counts of one kind of finding."""

    planted: int = 0
    found: int = 0
    told: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.told if self.told else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.planted if self.planted else 1.0


@dataclass
class Measures:
    """kinds: by kind of finding. links: allocations that were settled, wrong: of them not in the truth. unbalanced: cells and sides that do not add up."""

    kinds: dict[str, Kind] = field(default_factory=lambda: defaultdict(Kind))
    links: int = 0
    wrong: list[str] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    def add(self, other: Measures) -> None:
        for name, k in other.kinds.items():
            mine = self.kinds[name]
            mine.planted, mine.found, mine.told, mine.right = mine.planted + k.planted, mine.found + k.found, mine.told + k.told, mine.right + k.right
        self.links += other.links
        self.wrong += other.wrong
        self.unbalanced += other.unbalanced
        self.missed += other.missed
        self.extra += other.extra


def measure(result: Json, truth: Json) -> Measures:
    """A planted finding is found by one of its kind that holds one of its rows; a finding is right where one was planted so."""
    m = Measures()
    planted: dict[str, list[tuple[set[str], str]]] = defaultdict(list)
    for f in truth["findings"]:
        planted[f["kind"]].append((set(f["items"]), f["how"]))
        m.kinds[f["kind"]].planted += 1
    told: dict[str, list[Json]] = defaultdict(list)
    for f in result["findings"]:
        told[f["kind"]].append(f)
        m.kinds[f["kind"]].told += 1
    for kind in {*planted, *told}:
        _compare(m, kind, planted[kind], told[kind])
    _links(m, result, truth)
    _sums(m, result)
    return m


def _compare(m: Measures, kind: str, planted: list[tuple[set[str], str]], told: list[Json]) -> None:
    for items, how in planted:
        hits = [f for f in told if items & set(f["items"]) and (not how or f["code"].endswith(how))]
        m.kinds[kind].found += bool(hits)
        m.missed += [] if hits else [f"{kind} {how} {sorted(items)}"]
    for f in told:
        right = any(items & set(f["items"]) for items, _ in planted)
        m.kinds[kind].right += right
        m.extra += [] if right else [f"{kind} {f['items']} {f['code']}"]


def _links(m: Measures, result: Json, truth: Json) -> None:
    """Settled allocations that tie a line to a row it does not record, nor an equal one: same salesperson, customer, day, way and amount."""
    records, alike = truth["records"], truth["alike"]
    for link in result["links"]:
        for a in link["allocations"] if link["confirmed"] else ():
            if a["payment"] in records:
                m.links += 1
                if alike.get(a["order"]) not in {alike.get(i) for i in records[a["payment"]]}:
                    m.wrong.append(f"{link['pass']} {a['order']} {a['payment']}")


def _sums(m: Measures, result: Json) -> None:
    """input = allocated + residual on every side, and every salesperson's difference explained."""
    for side, p in result["proof"].items():
        if Decimal(p["input"]) != Decimal(p["allocated"]) + Decimal(p["residual"]):
            m.unbalanced.append(side)
    for cell in result["summary"]:
        net = sum(Decimal(cell[n]) * s for n, s in (("reported_in", 1), ("reported_out", 1), ("recorded_in", -1), ("recorded_out", -1)))
        explained = sum((Decimal(e["amount"]) for e in cell["explained"]), Decimal(0))
        if not net == explained == Decimal(cell["difference"]):
            m.unbalanced.append(f"{cell['salesperson']} {cell['method']}")
