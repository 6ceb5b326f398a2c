"""What a piece of text names: numbers with the amounts beside them, and words that say the money is for something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_ELSE = r"(?:运费|運費|运杂费|運雜費|物流费|物流費|快递费|快遞費|(?:投标|投標|履约|履約|竞标|競標)?(?:保证金|保證金)|押金|违约金|違約金|滞纳金|滯納金|罚息|罰息|利息|借款|FREIGHT|BID BOND|LOAN|PENALTY)"
_ELSE_BEHIND = re.compile(rf"[\s:的之_\-]{{0,2}}{_ELSE}(?![及和与與、+&]{{1,2}}(?:货款|貨款))|.{{0,8}}?(?:无关|無關)")
_ELSE_BEFORE = re.compile(rf"(?:(?<![含及和与與、加扣减減量质質]){_ELSE}[\s:(_\-]{{0,2}}|非|不是|不含|不包括|不包含|(?<![扣减減])除[了去]?)\s*$")
_MONEY = re.compile(r"(?<![\d.])(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2})?(?![\d%年月日期号笔]|\.\d)")


@dataclass(frozen=True, slots=True)
class Naming:
    """What a text names.

    hits: canonical numbers of the book, in the order of the text, each once. amounts: the amount beside each hit, or None.
    unknown: numbers made like the book's that the book does not hold. short: a hit was named by its end only, or by a
    range (SO001-003), so that only a sum that fits proves it. either: one piece of text can be read as two numbers of
    the book (SO0031-6月: SO0031-6, or SO0031 and a month); hits hold both. elsewhere: the words right at a number say
    that the money is for something else (SO0031运费, 与SO0031无关). stems: numbers of the book that an unknown one continues by
    a suffix, SO0031 of SO0031(补).
    """

    hits: tuple[str, ...] = ()
    amounts: tuple[Decimal | None, ...] = ()
    unknown: tuple[str, ...] = ()
    short: bool = False
    either: bool = False
    elsewhere: bool = False
    stems: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Nothing stands beside the hits that would have to be weighed."""
        return not (self.unknown or self.short or self.either or self.elsewhere or self.stems)


NOTHING = Naming()
Span = tuple[int, int, str | None, str]  # start, end, number of the book or None, what stands there


def naming_of(text: str, spans: list[Span], short: bool, either: bool, stems: tuple[str, ...]) -> Naming:
    hits: list[str] = []
    amounts: list[Decimal | None] = []
    unknown: list[str] = []
    elsewhere = False
    for i, (start, end, key, shown) in enumerate(spans):
        if key is None:
            unknown.append(shown)
            continue
        if key in hits:
            continue
        until = spans[i + 1][0] if i + 1 < len(spans) else len(text)
        hits.append(key)
        amounts.append(first_money(text[end:until]))
        elsewhere = elsewhere or bool(_ELSE_BEHIND.match(text[:until], end) or _ELSE_BEFORE.search(text[max(0, start - 12) : start]))
    return Naming(tuple(hits), tuple(amounts), tuple(unknown), short, either, elsewhere, stems)


def first_money(text: str) -> Decimal | None:
    """The first amount in a piece of text, or None; years, days and percents are none."""
    for found in _MONEY.finditer(text):
        after_letter = found.start() > 0 and "A" <= text[found.start() - 1] <= "Z"
        if found[2] or not after_letter:  # DUE31895.50 is an amount, A4 is paper
            return Decimal(found[1].replace(",", "") + (found[2] or ""))
    return None
