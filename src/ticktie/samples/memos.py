"""What payers write into the memo: numbers in all spellings, bare phrases, and what banks put around them."""

from __future__ import annotations

from random import Random

_NAMED = (
    "{n}", "货款{n}", "{n}货款", "付订单{n}", "支付订单{n}款项", "货款({n})", "货款{n}合计", "网银转账-{n}-货款",
    "货款：{n}；经办人李红138****5678", "2026年6月付{n}合同款", "付货款{n}尾款{a}元",
)  # fmt: skip
_BARE = ("货款", "付款", "转账", "网银转账", "往来款", "支付货款")
_AROUND = ("/RFB/{m}", "附言：{m}；无", "转账备注:{m}", "收款方备注:{m}", "0010001|交易收款-交易收款|{m}", "{m} 流水{s}")


def around(rng: Random, memo: str) -> str:
    """The memo, in one case of five with what the bank's system adds."""
    if rng.random() < 0.8:
        return memo
    return rng.choice(_AROUND).format(m=memo, s=rng.randint(1_000_000, 99_999_999))


def naming(rng: Random, number: str, amount: int) -> str:
    """A memo that names one number."""
    return around(rng, rng.choice(_NAMED).format(n=number, a=plain_money(amount)))


def bare(rng: Random) -> str:
    """A memo that says nothing about which debt is meant."""
    return around(rng, rng.choice(_BARE))


def lower(number: str) -> str:
    """so202606030012"""
    return number.lower()


def wide(text: str) -> str:
    """Full width: ＳＯ２０２６０６０３００１２"""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def regrouped(rng: Random, number: str) -> str:
    """With hyphens or blanks between its parts: SO-20260603-0012, SO 20260603 0012, SO20260603－0012."""
    prefix, day, tail = number[:2], number[2:10], number[10:]
    return rng.choice((f"{prefix}-{day}-{tail}", f"{prefix}{day}-{tail}", f"{prefix} {day} {tail}", f"{prefix}{day}－{tail}"))


def several(rng: Random, numbers: list[str]) -> str:
    """Whole numbers after each other, with any separator or none."""
    return rng.choice(("/", "、", ",", "，", "；", "", " ", "+")).join(numbers)


def short_form(numbers: list[str]) -> str:
    """The first number whole, the others by their end: SO202606080096/0098"""
    return "/".join([numbers[0], *(n[-4:] for n in numbers[1:])])


def plain_money(amount: int) -> str:
    """23050 or 23050.40"""
    return str(amount // 100) if amount % 100 == 0 else f"{amount / 100:.2f}"


def money(rng: Random, amount: int) -> str:
    """An amount as people write it: 23050.40, 23,050.40, 23050"""
    return rng.choice((plain_money(amount), f"{amount / 100:.2f}", f"{amount / 100:,.2f}"))
