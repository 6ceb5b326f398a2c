"""What a bill states of itself in its head and foot: account, holder, period, counts, sums; read by templates of its layout.

A template is the text as it stands there with names in place of the values: `收入：{in_count}笔 {in_sum}元`. Blanks and colons
do not count, and a value may stand in the next cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from ticktie.domain import money
from ticktie.domain.bill import Compared, Line
from ticktie.domain.grid import Cell
from ticktie.intake import cells
from ticktie.intake.bills.layouts import squeezed

_COUNT, _SUM = r"(\d[\d,]*)", r"([+-]?[¥￥]?[\d,]*\d(?:\.\d+)?)"
_TEXTS = {
    "account": r"([0-9A-Z*@._-]{3,})", "holder": r"([^|,;\]\[]{1,60})", "currency": r"([^|,;\]\[\d]{1,12}?)(?=$|[|,;\])\[])",
    "from": r"(\d{2,4}[-/.年]?\d{1,2}[-/.月]?\d{1,2})", "to": r"(\d{2,4}[-/.年]?\d{1,2}[-/.月]?\d{1,2})", "any": r"([^|]*?)",
}  # fmt: skip
COUNTS = ("count", "in_count", "out_count", "neutral_count")
SUMS = ("in_sum", "out_sum", "neutral_sum", "net_sum", "fee_sum", "opening", "closing")
_LONGEST = 400  # of a cell that says something of the file; more is a note
_NAME = re.compile(r"\{(\w+)\}")


def stated(rows: Iterable[Sequence[Cell]], templates: Sequence[str]) -> dict[str, str]:
    """Name -> value of what the rows say in the words of the templates; the first place counts."""
    texts = ["|".join(squeezed(str(c)[:_LONGEST]) for c in row if not _nothing(c)) for row in rows]
    found: dict[str, str] = {}
    for template in templates:
        names, pattern = _pattern(template)
        if hit := next((m for t in texts if (m := pattern.search(t))), None):
            for name, value in zip(names, hit.groups(), strict=True):
                found.setdefault(name, value)
    return found


def _nothing(cell: Cell) -> bool:
    return cell is None or cell == ""


@lru_cache(maxsize=1024)
def _pattern(template: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    parts = _NAME.split(template)
    names = tuple(parts[1::2])
    made = re.escape(squeezed(parts[0]))
    for name, literal in zip(names, parts[2::2], strict=True):
        value = _COUNT if name in COUNTS else _SUM if name in SUMS else _TEXTS.get(name, _TEXTS["any"])
        made += r"\|?" + value + (r"\|?" + re.escape(squeezed(literal)) if literal.strip() else "")
    return names, re.compile(made)


def numbers(said: Mapping[str, str]) -> dict[str, Decimal]:
    """The counts and sums among what was stated."""
    found: dict[str, Decimal] = {}
    for name, text in said.items():
        if name in COUNTS or name in SUMS:
            value = cells.amount(text).value
            if value is not None:
                found[name] = value
    return found


def compared(said: Mapping[str, Decimal], lines: Sequence[Line], others: Mapping[str, Sequence[Decimal]]) -> list[Compared]:
    """Each stated count and sum beside that of the lines.

    others: said word -> amounts of rows of the table that are no lines of money (neutral, closed); counts and sums of the file hold them.
    """
    if len({line.currency for line in lines}) > 1:
        said = {name: value for name, value in said.items() if name in COUNTS}
    got = _read(lines, others)
    made = [Compared(name, abs(value) if name != "net_sum" else value, got[name]) for name, value in said.items() if name in got]
    if "opening" in said and "closing" in said and lines:
        net = sum((_amount(line) for line in lines), Decimal(0))
        made.append(Compared("closing", said["closing"], said["opening"] + net))
    return made


def _read(lines: Sequence[Line], others: Mapping[str, Sequence[Decimal]]) -> dict[str, Decimal]:
    got: dict[str, Decimal] = {"count": Decimal(len(lines) + sum(map(len, others.values())))}
    for word in ("in", "out", "neutral"):
        amounts = [_amount(line) if word != "out" else -_amount(line) for line in lines if line.said == word]
        more = others.get(word, ())
        got[f"{word}_count"] = Decimal(len(amounts) + len(more))
        got[f"{word}_sum"] = abs(sum(amounts, Decimal(0))) + sum(map(abs, more), Decimal(0))
    got["net_sum"] = sum((_amount(line) for line in lines), Decimal(0))
    got["fee_sum"] = abs(sum((line.fee for line in lines if line.fee is not None), Decimal(0)))
    return got


def _amount(line: Line) -> Decimal:
    return money.to_decimal(line.amount, line.currency)
