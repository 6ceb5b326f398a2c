"""The words of the trade as data: column titles per field, and words inside cells and titles."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from ticktie.domain.text import bare_heading, heading, nfkc, simplified


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("ticktie.domain.data").joinpath(name).read_text("utf-8"))


@cache
def heading_fields() -> dict[str, frozenset[str]]:
    """Normalised column title -> the fields it may mean."""
    table: dict[str, set[str]] = {}
    for name, words in _toml("headings.toml").items():
        for language in words.values():
            for word in language:
                for form in (heading(word), bare_heading(word)):
                    table.setdefault(form, set()).add(name)
    return {word: frozenset(names) for word, names in table.items()}


def field_names() -> list[str]:
    """Every field a column can be, in the vocabulary's order."""
    return list(_toml("headings.toml"))


@lru_cache(maxsize=131072)
def plain(text: str) -> str:
    """Form in which words are compared: NFKC, simplified, upper case, no blanks."""
    return "".join(simplified(nfkc(text)).upper().split())


@cache
def words(section: str, name: str) -> frozenset[str]:
    """A word list of words.toml, in `plain` form."""
    return frozenset(plain(w) for w in _toml("words.toml")[section][name])


@cache
def word_order(section: str, name: str) -> tuple[str, ...]:
    """The same list, longest word first, for looking inside texts."""
    return tuple(sorted(words(section, name), key=lambda w: (-len(w), w)))
