"""Layouts of bills as data: one TOML file each, shipped in `domain/data/bills`, further ones from the user's own folder.

docs/bills.md explains every entry; `layout_of` names what is wrong in a file that somebody wrote.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from ticktie.domain.text import heading
from ticktie.domain.vocabulary import plain

ROLES = (
    "date", "time", "in", "out", "amount", "amount_out", "direction", "balance", "currency", "party", "party_in", "party_out",
    "counter_account", "counter_account_in", "counter_account_out", "memo", "reference", "serial", "type", "status", "fee", "account", "holder",
    "product", "quantity", "line", "store",
)  # fmt: skip
KINDS = ("payment", "order", "summary")
ORIGINS = ("real export", "description")
WAYS = ("columns", "sign", "word", "both")
MINUS = ("reversal", "restates")
_SIGN = ("by", "minus", "in", "out", "neutral", "proved", "rule")
_READ = ("dates", "roc", "unique_serial", "day_in_number", "drops", "continues")
_NEEDS = {"columns": ("in", "out"), "sign": ("amount",), "word": ("amount", "direction"), "both": ("amount", "direction")}


class LayoutError(ValueError):
    """A layout file that cannot be used; the text says which entry and what fits."""


@dataclass(frozen=True)
class Where:
    """A condition on a row: the column of one of these titles says one of these words."""

    titles: tuple[str, ...]
    words: frozenset[str]


@dataclass(frozen=True)
class Rule:
    """What rows that meet all conditions are: a direction (in, out, neutral) or a reason to skip them."""

    means: str
    all: tuple[Where, ...]


@dataclass(frozen=True)
class BillLayout:
    """How one kind of bill is known and read. Titles are in `heading` form, words in `plain` form.

    know: groups of titles of which each must have one in the heading row. above: texts of which one stands above it. without:
    titles that are not there. columns: role -> titles, the first that is there counts (memo: all). by, minus, words, rules: how a
    line gets its sign; proved: words of the direction ("" for every line) that only a balance that closes makes sure. skips: rows that are no payment, with the reason. says: templates of what the file states of itself.
    day_in_number: an order without a day has it in its number (260602-...).
    totals: beginning of a row that holds the sums of its columns. titled: title of a total -> its name, in a row of their own.
    ends: words that begin the end of the table.
    """

    name: str
    title: str
    kind: str
    origin: str
    know: tuple[frozenset[str], ...]
    columns: Mapping[str, tuple[str, ...]]
    shown: Mapping[str, str]
    above: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    account: str = ""
    currency: str = "CNY"
    encodings: tuple[str, ...] = ()
    by: str = "columns"
    minus: str = "reversal"
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    proved: frozenset[str] = frozenset()
    rules: tuple[Rule, ...] = ()
    skips: tuple[Rule, ...] = ()
    day_first: bool = True
    roc: bool = False
    unique_serial: bool = False
    day_in_number: bool = False
    drops: tuple[str, ...] = ()
    continues: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    totals: str = ""
    titled: Mapping[str, str] = field(default_factory=dict)
    ends: tuple[str, ...] = ()

    @property
    def titles(self) -> frozenset[str]:
        """Every title that it knows."""
        return frozenset().union(*self.know, *self.columns.values())


@cache
def shipped() -> tuple[BillLayout, ...]:
    """The layouts that come with ticktie, by name."""
    folder = files("ticktie.domain.data").joinpath("bills")
    paths = sorted((p for p in folder.iterdir() if p.name.endswith(".toml")), key=lambda p: p.name)
    return tuple(layout_of(p.name.removesuffix(".toml"), p.read_text("utf-8")) for p in paths)


def layout_of(name: str, text: str) -> BillLayout:
    """The layout that a TOML text describes. Raises LayoutError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LayoutError(str(error)) from None
    try:
        return _made(name, data)
    except (KeyError, TypeError, AttributeError) as error:
        raise LayoutError(f"{type(error).__name__}: {error}") from None


def _made(name: str, data: Mapping[str, Any]) -> BillLayout:
    known = {"title", "kind", "origin", "account", "currency", "encodings", "know", "columns", "sign", "skip", "read", "stated", "note"}
    _fits("entry", set(data) - known, known)
    know, sign, read, stated = data.get("know", {}), data.get("sign", {}), data.get("read", {}), data.get("stated", {})
    _fits("know", set(know) - {"columns", "above", "without"}, ("columns", "above", "without"))
    _fits("sign", set(sign) - set(_SIGN), _SIGN)
    _fits("read", set(read) - set(_READ), _READ)
    _fits("stated", set(stated) - {"says", "totals", "titled", "ends"}, ("says", "totals", "titled", "ends"))
    columns = {role: _many(titles) for role, titles in data.get("columns", {}).items()}
    _fits("columns", set(columns) - set(ROLES), ROLES)
    kind, by, minus = data.get("kind", "payment"), sign.get("by", "columns"), sign.get("minus", "reversal")
    for entry, value, fits in (("kind", kind, KINDS), ("origin", data["origin"], ORIGINS), ("by", by, WAYS), ("minus", minus, MINUS)):
        _fits(entry, {value} - set(fits), fits)
    if kind != "summary" and (missing := [role for role in ("date", *_NEEDS[by]) if role not in columns]):
        raise LayoutError(f"[columns] {', '.join(missing)}")
    titles = [t for many in columns.values() for t in many] + [t for group in know["columns"] for t in _many(group)]
    return BillLayout(
        name, data["title"], kind, data["origin"], tuple(frozenset(map(heading, _many(group))) for group in know["columns"]),
        {role: tuple(map(heading, many)) for role, many in columns.items()}, {heading(t): t for t in reversed(titles)},
        tuple(squeezed(t) for t in _many(know.get("above", ()))), frozenset(map(heading, _many(know.get("without", ())))),
        data.get("account", ""), data.get("currency", "CNY"), _many(data.get("encodings", ())), by, minus,
        {means: _words(sign.get(means, ())) for means in ("in", "out", "neutral")},
        frozenset({""}) if sign.get("proved") else frozenset(), tuple(_rule(rule["means"], rule) for rule in sign.get("rule", ())), tuple(_rule(rule["reason"], rule) for rule in data.get("skip", ())),
        read.get("dates", "dmy") == "dmy", bool(read.get("roc")), bool(read.get("unique_serial")), bool(read.get("day_in_number")), _many(read.get("drops", ())),
        tuple(map(plain, _many(read.get("continues", ())))), _many(stated.get("says", ())), plain(stated.get("totals", "")),
        {heading(title): what for title, what in stated.get("titled", {}).items()}, tuple(map(plain, _many(stated.get("ends", ())))),
    )  # fmt: skip


def _fits(entry: str, wrong: set[str], fits: Sequence[str] | set[str]) -> None:
    if wrong:
        raise LayoutError(f"{entry}: {', '.join(sorted(map(str, wrong)))} ({', '.join(sorted(fits))})")


def _many(given: str | Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _words(given: str | Sequence[str]) -> frozenset[str]:
    return frozenset(map(plain, _many(given)))


def _rule(means: str, data: Mapping[str, Any]) -> Rule:
    pairs = [(data["column"], data["is"]), *((pair["column"], pair["is"]) for pair in data.get("and", ()))]
    return Rule(means, tuple(Where(tuple(map(heading, _many(titles))), _words(words)) for titles, words in pairs))


def squeezed(text: str) -> str:
    """A text as templates are compared: `plain`, without colons and quotes."""
    return plain(text).replace(":", "").replace('"', "").replace("'", "").replace("`", "")
