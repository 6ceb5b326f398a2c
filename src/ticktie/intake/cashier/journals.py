"""The cashier's journals as values: lines of one account in one sheet in the order of time, with what they open and close with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import pandas as pd

from ticktie.domain import money
from ticktie.domain.cashier import Journal
from ticktie.domain.items import NO_BALANCE, PAYMENT
from ticktie.intake import cells
from ticktie.intake.cashier.people import without_period
from ticktie.intake.reading import cell_at
from ticktie.intake.sheets import SheetRead

OPENING = "opening_balance"


def journals(reads: Sequence[SheetRead], frame: pd.DataFrame) -> tuple[Journal, ...]:
    """Every journal; lines that an overlapping export repeats count in each of them."""
    of_sheet: dict[str, list[SheetRead]] = defaultdict(list)
    for read in reads:
        if read.layout.kind == "recorded" and read.rows is not None:
            of_sheet[read.sheet.name].append(read)
    lines = frame[frame["side"] == PAYMENT]
    made: list[Journal] = []
    for (sheet, account, currency), part in lines.groupby(["sheet", "account", "currency"], sort=False):
        made.append(_journal(of_sheet[str(sheet)], str(sheet), str(account), str(currency), part.sort_values("rank", kind="stable")))
    return tuple(made)


def _journal(reads: Sequence[SheetRead], sheet: str, account: str, currency: str, part: pd.DataFrame) -> Journal:
    opening = next(_openings(reads, account, currency, int(part["row"].min())), (None, None))
    printed = [int(b) for b in part["balance"] if int(b) != NO_BALANCE]
    methods = part["method"].mode()
    return Journal(
        sheet, account, account or without_period(reads[0].sheet.title or sheet) or sheet, currency, str(methods.iloc[0]) if len(methods) else "", tuple(int(r) for r in part["row"]),
        opening[0], opening[1], printed[-1] if printed else None,
        part["date"].min().date(), part["date"].max().date(),
    )  # fmt: skip


def _openings(reads: Sequence[SheetRead], account: str, currency: str, first: int) -> Iterator[tuple[int, int]]:
    """Amount and 1-based row of the lines that bring a balance forward and belong to the account."""
    for read in reads:
        assert read.table is not None
        assert read.rows is not None
        columns = [c for role in ("balance", "in", "amount", "out") for c in read.layout.roles.get(role, [])]
        at = read.layout.column("account")
        for row in read.rows.left_out.get(OPENING, ()):
            cells_ = read.table.sheet.rows[row - 1]
            named = cells.text(cell_at(cells_, at)) if at is not None else ""
            found = next((a.value for c in columns if (a := cells.amount(cell_at(cells_, c))).value is not None), None)
            if found is not None and named in ("", account):
                yield money.to_minor(found, currency)[0], row
