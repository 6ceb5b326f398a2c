"""Rows of orders, deliveries and invoices: what each claims, lines under one number, opening balances, part-paid documents."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache, partial

from ticktie.domain.grid import Cell
from ticktie.domain.vocabulary import plain, words
from ticktie.intake import cells
from ticktie.intake.layouts import says
from ticktie.intake.reading import AMOUNT_ROLES, Raw, Reader, cell_at, fill_merged


def read_charges(reader: Reader, raw: Raw) -> None:
    layout, n = reader.layout, len(raw)
    _fill_down(reader, raw)
    numbers, statuses = reader.ids(raw, "number"), reader.texts(raw, "status")
    parties = [p or reader.customer for p in reader.texts(raw, "party")]
    openings = [_is_opening(reader, row, number) for (_, row), number in zip(raw, numbers, strict=True)]
    dates: list[dt.date | None] = [None] * n
    times, columns, currencies = [""] * n, [0] * n, [""] * n
    amounts, documents = [0] * n, [0] * n
    kept: list[int] = []
    for i, (number, row) in enumerate(raw):
        found, date_column = reader.day(number, row)
        read, column, whole = _charge_amount(reader, number, row, openings[i])
        bad = bool(found.code) and not openings[i]
        if read.code:
            reader.problem(read.code, number, column)
        if bad:
            reader.problem(found.code, number, date_column)
        currency = reader.currency_of(number, row, read, column)
        if read.value is None or currency is None or bad:
            if numbers[i]:
                reader.out.lost_numbers.append((numbers[i], number, layout.column("number")))
            continue
        amount = reader.minor(number, column, read.value, currency)
        document = reader.minor(number, column, whole, currency) if whole is not None else amount
        if amount is None or document is None:
            continue
        if not parties[i] and layout.column("party") is not None:
            reader.problem("party_missing", number, layout.column("party"), "warning")
        dates[i], times[i], columns[i], currencies[i] = found.date, found.time, column or 0, currency
        amounts[i], documents[i] = amount, document
        kept.append(i)
    _turn_red(reader, raw, amounts, documents)
    _beside_told(reader, raw)
    reader.keep(
        raw, kept, amount_column=columns, number=numbers,
        line=reader.texts(raw, "line"), related=reader.ids(raw, "related"), party=parties, date=dates, time=times,
        due_date=_due(reader, raw), amount=amounts, document_amount=documents, currency=currencies, memo=reader.memos(raw), rate=reader.rates(raw, amounts, currencies),
        salesperson=reader.texts(raw, "salesperson"), contract=reader.texts(raw, "contract"),
        product=reader.texts(raw, "product"), quantity=_quantities(reader, raw), status=statuses,
        set_aside=_aside(reader.aside(raw), amounts), flags=["opening" if o else "" for o in openings],
    )  # fmt: skip


def _turn_red(reader: Reader, raw: Raw, amounts: list[int], documents: list[int]) -> None:
    """Returns and red documents are negative; a sheet that prints no minus tells them by their type."""
    if any(a < 0 for a in amounts):
        return
    if _of_returns(reader):
        amounts[:], documents[:] = [-a for a in amounts], [-a for a in documents]
        return
    for i, kind in enumerate(reader.texts(raw, "type")):
        if any(word in plain(kind) for word in words("reversal", "red_types")):
            amounts[i], documents[i] = -amounts[i], -documents[i]


_WHOLE = {  # what stands beside the charge -> words in the charge's title that say it is counted already
    "discount": ("后", "实际", "实", "净", "应付", "NET", "PAYABLE", "DUE", "AFTER"),
    "freight": ("总", "合计", "应收", "应付", "实付", "含运", "TOTAL", "DUE", "PAYABLE", "GRAND"),
    "refund_amount": ("净", "NET"),
}


def _beside_told(reader: Reader, raw: Raw) -> None:
    """A discount, freight or refund beside the amount that was read: nobody says whether it is counted already, so it is told once."""
    amount = reader.layout.column("amount")
    for name, said in _WHOLE.items():
        beside = next((c for c, h in reader.table.columns.items() if name in h.fields), None)
        if amount is None or beside is None or beside == amount or any(w in plain(reader.table.columns[amount].text) for w in said):
            continue
        for number, row in raw:
            value, whole = reader.amount(number, row, beside).value, reader.amount(number, row, amount).value
            if value and whole and abs(value) > 1 and not _counted(reader, number, row, whole, abs(value)):
                of, title = reader.table.columns[beside].text, reader.table.columns[amount].text
                reader.problem("amount_beside", number, beside, "warning", other=of, title=title)
                break


def _counted(reader: Reader, number: int, row: list[Cell], whole: Decimal, beside: Decimal) -> bool:
    """Another amount of the row, or quantity x price, shows that the amount was made with what stands beside it."""
    quantity, price = (reader.layout.column(role) for role in ("quantity", "price"))
    if quantity is not None and price is not None:
        counted, each = reader.amount(number, row, quantity).value, reader.amount(number, row, price).value
        if counted is not None and each is not None and abs(abs(counted * each - whole) - beside) < Decimal("0.01"):
            return True
    return any((value := reader.amount(number, row, c).value) and value in (whole + beside, whole - beside) for c in reader.table.columns)


def _of_returns(reader: Reader) -> bool:
    """The whole sheet takes back: its name, its title, or the titles of its number and amount say so."""
    titles = [reader.table.columns[c] for role in ("number", "amount") if (c := reader.layout.column(role)) is not None and c in reader.table.columns]
    if any("return_amount" in h.fields for h in titles) or any(w in plain(h.text) for h in titles for w in words("kind", "return")):
        return True
    return says(reader.table, "return") and not any(w in plain(reader.table.sheet.title or reader.table.sheet.name) for w in ("订单", "销售明细", "发货", "出库"))


def _aside(said: list[str], amounts: list[int]) -> list[str]:
    """Refunded documents are cancelled; reversed ones too, unless the sheet holds the red documents that reverse them."""
    red = "" if any(a < 0 for a in amounts) else "cancelled"
    means = {"refunded": "cancelled", "red": red}
    return [means.get(s, s) for s in said]


def _due(reader: Reader, raw: Raw) -> list[dt.date | None]:
    column = reader.layout.column("due")
    if column is None:
        return [None] * len(raw)
    return [cells.day(cell_at(row, column), day_first=reader.day_first, year=reader.given.year).date for _, row in raw]


def _quantities(reader: Reader, raw: Raw) -> list[float]:
    column = reader.layout.column("quantity")
    if column is None:
        return [float("nan")] * len(raw)
    values = (cell_at(row, column) for _, row in raw)
    reads = (float(v) if isinstance(v, (int, float)) else cells.amount(v).value for v in values)
    return [float(v) if v is not None else float("nan") for v in reads]


def _is_opening(reader: Reader, row: list[Cell], number: str) -> bool:
    """The row carries a balance from before: by its own column, or by its words where it has no number."""
    if reader.layout.column("opening") is not None and reader.layout.column("amount") is None:
        return True
    return not number and any(_says_opening(c) for c in row if isinstance(c, str) and len(c) <= 16)


@lru_cache(maxsize=4096)
def _says_opening(text: str) -> bool:
    word = plain(text)
    return any(word.startswith(w) for w in words("totals", "opening"))


def _charge_amount(
    reader: Reader, number: int, row: list[Cell], opening: bool
) -> tuple[cells.Amount, int | None, Decimal | None]:
    """What the row claims, the column it stands in, and the whole document's amount where that differs."""
    column_of, read = reader.layout.column, partial(reader.amount, number, row)
    outstanding, received = column_of("outstanding"), column_of("received")
    if opening and (at := column_of("opening")) is not None and not read(at).code:
        return read(at), at, None
    column = column_of("amount")
    whole = _whole(reader, number, row)
    if column is not None and cells.blank(cell_at(row, column)) and (other := _other_currency(reader, row, column)) is not None:
        column = other
    if outstanding is None and received is None:
        return whole, column if column is not None else _first_amount(reader), None
    left = read(outstanding) if outstanding is not None else cells.Amount(None, "amount_missing")
    paid = read(received) if received is not None else cells.Amount(None, "amount_missing")
    if left.value is None and left.code != "amount_missing":
        return left, outstanding, None
    if left.value is None:
        if whole.value is None or paid.code not in ("", "amount_missing"):
            return (whole, column, None) if whole.value is None else (paid, received, None)
        made = whole.value - (paid.value or 0)
        if outstanding is not None:
            reader.problem("amount_computed", number, outstanding, "info", made=f"{made:f}")
        return cells.Amount(made, currency=whole.currency), column, whole.value
    if whole.value is not None and whole.value - (paid.value or Decimal(0)) != left.value and received is not None:
        reader.problem(
            "document_does_not_add_up", number, outstanding, "warning",
            document=f"{whole.value:f}", received=f"{paid.value or 0:f}", outstanding=f"{left.value:f}",
        )  # fmt: skip
    return left, outstanding, whole.value


def _first_amount(reader: Reader) -> int | None:
    return next((c for role in AMOUNT_ROLES for c in reader.layout.roles.get(role, [])), None)


def _whole(reader: Reader, number: int, row: list[Cell]) -> cells.Amount:
    """The charge of the row: 价税合计, or 金额 + 税额, or quantity x price where the sheet has no amount at all."""
    column_of, read = reader.layout.column, partial(reader.amount, number, row)
    amount, net, tax = column_of("amount"), column_of("ex_tax"), column_of("tax")
    without = read(net) if net is not None else None
    levy = read(tax) if tax is not None else None
    if amount is not None:
        found = read(amount)
        if found.code == "amount_missing" and (other := _other_currency(reader, row, amount)) is not None:
            return read(other)
        if found.value is None and found.code == "amount_missing" and without and without.value is not None and levy and levy.value is not None:
            reader.problem("amount_computed", number, amount, "info", made=f"{without.value + levy.value:f}")
            return cells.Amount(without.value + levy.value, currency=without.currency)
        parts = without is not None and levy is not None and without.value is not None and levy.value is not None
        if parts and found.value is not None and without and levy and without.value + levy.value != found.value:  # type: ignore[operator]
            reader.problem(
                "tax_does_not_add_up", number, amount, "warning",
                net=f"{without.value:f}", tax=f"{levy.value:f}", total=f"{found.value:f}",
            )  # fmt: skip
        return found
    if without is not None:
        if without.value is not None and levy is not None and levy.value is not None:
            return cells.Amount(without.value + levy.value, currency=without.currency)
        return without
    if (total := column_of("order_total")) is not None:
        return read(total)
    quantity, price = column_of("quantity"), column_of("price")
    if quantity is not None and price is not None:
        number_of, each = read(quantity), read(price)
        if number_of.value is not None and each.value is not None:
            return cells.Amount(number_of.value * each.value, currency=each.currency)
        return number_of if number_of.value is None else each
    return cells.Amount(Decimal(0)) if quantity is not None else cells.Amount(None, "amount_missing")


def _other_currency(reader: Reader, row: list[Cell], amount: int) -> int | None:
    """The filled one of further amount columns whose titles name other currencies (金额(元) | 金额(美元))."""
    home = reader.sheet_amount_currency.get(amount, reader.currency)
    for column in reader.layout.roles["amount"][1:]:
        if reader.sheet_amount_currency.get(column, home) != home and not cells.blank(cell_at(row, column)):
            return column
    return None


def _fill_down(reader: Reader, raw: Raw) -> None:
    """Numbers, dates and names written once for several lines: merged cells, and blanks under a number with products."""
    layout = reader.layout
    fill_merged(reader, raw)
    column = layout.column("number")
    detail = [c for role in ("product", "quantity", "line") if (c := layout.column(role)) is not None]
    if column is None or not detail:
        return
    carried = [c for role in ("number", "related", "date", "party", "status", "salesperson", "currency", "due")
               for c in layout.roles.get(role, [])]  # fmt: skip
    keys = [c for role in ("number", "date", "party") if (c := layout.column(role)) is not None]
    blanks = sum(all(cells.blank(cell_at(row, c)) for c in keys) for _, row in raw)
    if not blanks:
        return
    previous: list[Cell] | None = None
    for _, row in raw:
        if previous and all(cells.blank(cell_at(row, c)) for c in keys) and any(not cells.blank(cell_at(row, c)) for c in detail):
            for c in carried:
                if cells.blank(cell_at(row, c)):
                    row[c] = previous[c]
        if not cells.blank(cell_at(row, column)):
            previous = row


# --- payments: bank statements, journals, registers -------------------------------------------------------------------
