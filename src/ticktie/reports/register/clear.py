"""Whether a mail's text agrees or differs in clear words. Everything else is for a person: nothing is guessed from free text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from ticktie.domain.text import nfkc, party_key, simplified

_MARKS = re.compile(r"[\s\W_]+")
_NUMBERS = re.compile(r"\bST-\d{8}-[A-Z0-9]{8}\b|\b[A-Z2-7]{5}-[A-Z2-7]{5}\b", re.IGNORECASE)
_TELEPHONE = re.compile(r"(?:电话|手机|传真|tel|phone|mobile|fax|qq)?\W*[\d\s+()-]{6,24}", re.IGNORECASE)
_DATE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?")


@cache
def _words() -> dict[str, Any]:
    told = tomllib.loads(files("ticktie.domain.data").joinpath("replies.toml").read_text("utf-8"))
    return {name: sorted(words, key=len, reverse=True) for name, words in told.items()}


def clear(text: str, names: Collection[str]) -> Literal["agreed", "differs", ""]:
    """`agreed` only where a line says so and no other line says anything; `differs` where a line says so, whatever else is said.

    names: of the customer and of who writes; lines that hold nothing else are a signature.
    """
    known = {party_key(n) for n in names if n}
    said = {_line(line, known) for line in text.splitlines()} - {"polite"}
    if "differs" in said:
        return "differs" if "agreed" not in said else ""
    return "agreed" if said == {"agreed"} and not doubtful(text) else ""


def doubtful(text: str) -> bool:
    """A word stands in it that may take an agreement back."""
    told = simplified(nfkc(text)).casefold()
    return any(re.search(rf"\b{re.escape(w)}\b", told) if w.isascii() and w[0].isalpha() else w in told for w in _words()["doubt"])


def _line(line: str, known: Collection[str]) -> str:
    """agreed, differs, polite (it says nothing), or other."""
    told = simplified(nfkc(_NUMBERS.sub(" ", nfkc(line)))).strip()
    bare = _MARKS.sub("", told).casefold()
    if not bare or bare in _words()["polite"] or party_key(line.strip(" ,，.。:：")) in known or _TELEPHONE.fullmatch(told) or _DATE.fullmatch(told):
        return "polite"
    for event, name in (("differs", "differ"), ("agreed", "agree")):
        if bare in _words()[name] or _without_around(bare) in _words()[name]:
            return event
    return "other"


def _without_around(bare: str) -> str:
    for word in (*_words()["polite"], *_words()["around"]):
        if len(word) > 1:
            bare = bare.replace(word, "")
    return bare
