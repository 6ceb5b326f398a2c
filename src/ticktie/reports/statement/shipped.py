"""The shipped forms of the four layouts in the words of a language."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from ticktie.domain.page import Tone
from ticktie.domain.wording import say
from ticktie.reports.statement.columns import columns
from ticktie.reports.statement.form import Area, Cell, Form, Heading, Row, TableRow

LAYOUTS = ("detailed", "open", "product", "confirmation")
GRID = (5, 11, 16, 10, 5, 11, 8, 10, 13, 13, 14)  # the tables under each other cover one or more of these
BOX_HEIGHT, LINE_HEIGHT, CONCLUSION_HEIGHT = 63, 24, 81  # points, each a whole number of pixels
_TITLES = {"detailed": "title", "open": "title_open", "product": "title_product", "confirmation": "title_confirmation"}

Word = Callable[[str], str]


@cache
def shipped(layout: str, language: str) -> Form:
    """The form of a layout. Raises KeyError for a layout or language that there is not."""

    def word(key: str) -> str:
        return say(language, f"report.statement.{key}")

    title = Cell(word(_TITLES[layout]), "title", "sign", 0)
    rows = _letter(language, word, title) if layout == "confirmation" else _collection(language, word, title, layout)
    return Form(layout, GRID, tuple(rows))


def _collection(language: str, word: Word, title: Cell, layout: str) -> list[Row | TableRow]:
    """A statement that is also a demand; it never says that it is none."""
    blank = Row(())
    return [
        _line("", "logo"), _line("{seller}", "seller", "figure"), Row((title,)),
        _pair(word, "to", "customer", "number", "figure"),
        Row((*_labelled(word("period"), Cell(word("from_to"), span=5)), *_labelled(word("as_of"), Cell("{as_of}", "as_of", span=0)))),
        _pair(word, "basis", "basis", "token"), _pair(word, "salespeople", "salespeople", "reply_by"),
        Row((*_labelled(word("contact"), Cell("{contact}", "contact", span=0)),)),
        blank, _line(word("nothing"), "nothing", "label"),
        *_block(language, word, layout),
        _line(word("check")), _line(word("demand"), "demand"), _line(word("demand_less"), "demand_less"), blank,
        _line(word("pay_to"), tone="section"),
        Row(tuple(Cell(f"{word(name)} {{{place}}}", tone="box", span=n) for name, place, n in (("bank_name", "seller", 4), ("bank", "bank", 4), ("bank_account", "account", 0)))),
        _line(word("bank_hint"), "bank_hint", "muted"), blank,
        *_slip(word),
    ]  # fmt: skip


def _block(language: str, word: Word, layout: str) -> list[Row | TableRow]:
    """What comes once for each currency."""
    area: Area = "currency_block"
    blank = Row((), area=area)
    main = {"detailed": "account"}.get(layout, layout)
    closing = Row((Cell(word("closing_is"), tone="label", span=2), Cell("{closing}", "closing", "figure", 5), Cell("{words}", "words", span=0)), area=area)
    rolled: list[Row | TableRow] = [] if layout == "product" else [_table(language, "roll", area), blank]
    return [
        _line("{currency}", "currency", "section", area), _line(word("in_currency"), tone="muted", area=area), _table(language, main, area), closing, blank,
        *rolled, _table(language, "ages", area), blank, _line(word("disputed"), "disputed", "section", area), _table(language, "disputed", area), blank,
    ]  # fmt: skip


def _slip(word: Word) -> list[Row | TableRow]:
    """The part that the customer sends back."""
    area: Area = "slip"
    seals = (Cell(word("our_seal"), tone="box", span=5), Cell(word("your_seal"), tone="box", span=0))
    numbers = _pair(word, "number", "number", "token", names=False)
    return [
        _line(word("cut"), tone="cut", area=area), _line(word("slip"), tone="section", area=area), Row(numbers.cells, area=area), _line(word("reply"), area=area),
        *(Row((Cell(word(name), tone="box", span=0),), LINE_HEIGHT, area) for name in ("agreed", "not_agreed")), Row(seals, BOX_HEIGHT, area),
    ]  # fmt: skip


def _letter(language: str, word: Word, title: Cell) -> list[Row | TableRow]:
    """The audit confirmation letter (企业询证函): the auditor sends it and gets the answer, and it says that it is not a demand."""
    blank = Row(())
    conclusions = [Row((Cell(word(f"conclude_{name}"), tone="box", span=0),), CONCLUSION_HEIGHT) for name in ("agree", "differ")]
    return [
        _line("", "logo"), Row((title,)), Row(_labelled(word("number"), Cell("{number}", "number", span=0))), blank,
        _line(word("letter_to"), "customer", "figure"), _line(word("letter_reason")), _line(word("letter_back")), blank,
        _line(word("nothing"), "nothing", "label"), _table(language, "letter", ""), blank,
        _line(word("not_a_demand"), "not_a_demand"), _line(word("letter_thanks")), blank,
        Row((Cell(word("letter_seal"), tone="box", span=0),), BOX_HEIGHT), blank,
        _line(word("conclusion"), tone="section"), *conclusions,
    ]  # fmt: skip


def _line(text: str, name: str = "", tone: Tone = "", area: Area = "") -> Row:
    return Row((Cell(text, name, tone, 0),), area=area)


def _labelled(label: str, cell: Cell) -> tuple[Cell, Cell]:
    return Cell(label, tone="label", span=2), cell


def _pair(word: Word, label: str, left: str, right: str, tone: Tone = "", *, names: bool = True) -> Row:
    """Two labelled values side by side."""
    values = [Cell(f"{{{place}}}", place if names else "", t, span) for place, t, span in ((left, tone, 5), (right, "", 0))]
    return Row((*_labelled(word(label), values[0]), *_labelled(word(right), values[1])))


def _table(language: str, table: str, area: Area) -> TableRow:
    headings = tuple(Heading(c.key, c.title, c.span) for c in columns(lambda key: say(language, key), table))
    return TableRow(table, headings, area)
