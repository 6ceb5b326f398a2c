"""Natural persons kept out of what the other side reads: their names, telephones, accounts, mail addresses and identity numbers.

Names that a book knows become a pseudonym, wherever they stand; what only looks private (a mobile number in a memo, 代李小明付) is masked by
its form: 138****0000, 6226********5669, rim***@qq.com, **明. Firms' names and accounts and the book's document numbers stay. It is done
on output only: matching works with what was written. When in doubt it masks: a firm taken for a person is a nuisance, the other way round a leak.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache

from ticktie.domain.text import is_person, looks_whole, party_key, simplified
from ticktie.domain.vocabulary import word_order

_GAP = r"[\s\-\u00a0\u200b\u200c\u200d\u2060\ufeff·.]?"  # what may stand between the characters of a name or number
_BLANKS = re.compile(r"[\s\-\u00a0\u200b\u200c\u200d\u2060\ufeff·.]")
_WIDE = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}  # full-width forms, one for one
_D = rf"{_GAP}\d"
_END = rf"(?!{_GAP}\d)"
_MAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+\-]*@[A-Za-z0-9][A-Za-z0-9.\-]*\.[A-Za-z]{2,}")
_IDENTITY = re.compile(rf"(?<!\d)[1-9]{_D * 5}{_GAP}(?:1{_GAP}9|2{_GAP}0){_D * 2}{_GAP}[01]{_D}{_GAP}[0-3]{_D * 4}{_GAP}[\dXx](?!\d)")
_TELEPHONES = (
    re.compile(rf"(?<!\d)(?:(?:\+|00)?86{_GAP})?1{_GAP}[3-9]{_D * 9}{_END}"),
    re.compile(rf"(?<!\d)09{_D * 8}{_END}"),  # Taiwan
    re.compile(r"(?<!\d)\(?0\d{2,3}\)?[\s\-]\d{7,8}(?!\d)"),
)
_ACCOUNT = re.compile(r"(?<!\d)(?:\d{15,19}|\d{4}(?:[\s\-]\d{4}){3}(?:[\s\-]?\d{1,3})?)(?!\d)")
_DIGITS = re.compile(rf"\d(?:{_GAP}\d){{5,}}")
_TOKEN = re.compile(r"[A-Za-z0-9_\-/.]+")
_LEAST_LATIN = 6
_LATIN = re.compile(r"[A-Z][A-Za-z'\-]+(?: [A-Z][A-Za-z'\-]*\.?){1,2}")


class Masker:
    """One book's private values.

    people: names of natural persons; pseudonym: a name's key -> what stands for it. staff: salespeople, cashiers and other own people, who
    stay. keep: document numbers, serials and firms' accounts, which may look like a telephone or a card. accounts: persons' accounts.
    """

    def __init__(
        self, people: Iterable[str], pseudonym: Callable[[str], str], *, staff: Iterable[str] = (), keep: Iterable[str] = (), accounts: Iterable[str] = ()
    ):  # fmt: skip
        self._staff = {_plain(name) for name in staff if name}
        self._names = {_plain(n): pseudonym(party_key(n)) for n in people if len(_plain(n)) > 1 and _plain(n) not in self._staff}
        self._keep = {word.translate(_WIDE).upper() for word in keep if word}
        self._accounts = {d for a in accounts if len(d := _digits(a)) >= 6}

    def text(self, text: str) -> str:
        """The text with everything private masked; the rest stands as it was."""
        return self._masked(text) if text else text

    @cached_property
    def _masked(self) -> Callable[[str], str]:
        return lru_cache(maxsize=100_000)(self._mask)

    def _mask(self, text: str) -> str:
        text = self._each(_MAIL, text, _mail)
        text = self._each(_IDENTITY, text, lambda digits: _ends(digits, 6, 4))
        for pattern in _TELEPHONES:
            text = self._each(pattern, text, lambda digits: _ends(digits, 3, 4))
        text = self._each(_ACCOUNT, text, lambda digits: _ends(digits, 4, 4))
        if self._accounts:
            text = self._each(_DIGITS, text, lambda digits: _ends(digits, 4, 4) if _digits(digits) in self._accounts else digits)
        if self._known is not None:
            text = "".join(_replaced(text, self._known, lambda m: self._names[_plain(m[0])], 0))
        for told in _told():
            text = "".join(_replaced(text, told, self._told_name, "name"))
        return text

    def _each(self, pattern: re.Pattern[str], text: str, mask: Callable[[str], str]) -> str:
        """Every place of the pattern masked, but for what is a number of the book. Full-width forms count as plain ones."""
        plain, parts, done = text.translate(_WIDE), list[str](), 0
        for found in pattern.finditer(plain):
            if not self._is_number(plain, found):
                parts += [text[done : found.start()], mask(found[0])]
                done = found.end()
        return "".join([*parts, text[done:]])

    def _is_number(self, text: str, found: re.Match[str]) -> bool:
        around = next((t[0] for t in _TOKEN.finditer(text) if t.start() <= found.start() and found.end() <= t.end()), found[0])
        return around.upper() in self._keep or found[0].upper() in self._keep

    @cached_property
    def _known(self) -> re.Pattern[str] | None:
        """Names of the book, the longest first, in either script and with blanks between the characters."""
        told = []
        for name in sorted(self._names, key=lambda n: (-len(n), n)):
            spelled = _GAP.join(re.escape(c) for c in name)
            short = name.isascii() and len(name) < _LEAST_LATIN  # LINA also stands in CAROLINA
            told.append(rf"(?<![A-Z]){spelled}(?![A-Z])" if short else spelled)
        return re.compile("|".join(told)) if told else None

    def _told_name(self, found: re.Match[str]) -> str:
        name = found["name"]
        return name if _plain(name) in self._staff or not is_person(name) else "*" * (len(name) - 1) + name[-1]


def natural_persons(names: Iterable[str]) -> set[str]:
    """Those of the names that are natural persons', as far as a name can tell: 李小明, 李**, Li Xiaoming."""
    return {n for n in names if n and (is_person(party_key(n)) or (_LATIN.fullmatch(n.strip()) and not looks_whole(party_key(n))))}


@lru_cache
def _told() -> tuple[re.Pattern[str], ...]:
    """A surname and one or two characters between words that stand beside names: 代李小明付, 户名:李小明, 李小明先生."""
    surnames = "|".join(sorted(word_order("private", "surnames"), key=len, reverse=True))
    before, after = ("|".join(sorted(word_order("private", side), key=len, reverse=True)) for side in ("before_names", "after_names"))
    name, end = rf"(?P<name>(?:{surnames})[\u3400-\u9fff]{{1,2}}?)", rf"(?={after}|[^\u3400-\u9fff]|$)"
    return re.compile(rf"(?:{before})[:\s]*{name}{end}"), re.compile(rf"{name}(?={after})")


def _replaced(text: str, pattern: re.Pattern[str], other: Callable[[re.Match[str]], str], group: str | int) -> Iterator[str]:
    """The parts of the text with each place of the pattern exchanged; it is looked for in the text's plain form."""
    done = 0
    for found in pattern.finditer(_same_length(text)):
        yield text[done : found.start(group)]
        yield other(found)
        done = found.end(group)
    yield text[done:]


@lru_cache(maxsize=100_000)
def _same_length(text: str) -> str:
    """Simplified, plain width, upper case, character for character."""
    wide = text.translate(_WIDE)
    told = simplified(wide)
    upper = (told if len(told) == len(wide) else wide).upper()
    return upper if len(upper) == len(text) else text


def _plain(name: str) -> str:
    return _BLANKS.sub("", _same_length(name.strip()))


def _digits(text: str) -> str:
    return "".join(c for c in text.translate(_WIDE) if c.isdigit() or c in "Xx")


def _ends(text: str, first: int, last: int) -> str:
    """The first and last digits, the rest as stars."""
    digits = _digits(text)
    return f"{digits[:first]}{'*' * (len(digits) - first - last)}{digits[-last:]}"


def _mail(text: str) -> str:
    name, _, domain = text.partition("@")
    return f"{name[:3] if len(name) > 3 else name[:1]}***@{domain}"
