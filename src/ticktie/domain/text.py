"""Text as people and banks write it, brought to forms that can be compared.

Three forms: `clean` (what a cell says, without protection and padding), `heading` (a column title),
`party_key` (a name; two keys are equal only where a careful accountant would call it one legal person).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from opencc import OpenCC

_BLANKS = "\ufeff\u200b\u200c\u200d\u2060\xa0\u3000 \t\r\n\v\f"
_PROTECTED = re.compile(r'^="(.*)"$', re.DOTALL)
_HAN = re.compile(r"[\u3400-\u9fff]")


def nfkc(text: str) -> str:
    """Compatibility form: full-width letters, digits and brackets become plain ones."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def clean(text: str) -> str:
    """Strip padding and text protection: tab, backtick, leading apostrophe, `="…"`."""
    text = text.strip(_BLANKS)
    if text.startswith(("`", "'", "=")):
        found = _PROTECTED.match(text)
        text = (found[1] if found else text.lstrip("`'")).strip(_BLANKS)
    return text


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def simplified(text: str) -> str:
    """Traditional characters as simplified ones, 帐 as 账."""
    return _converter().convert(text).replace("帐", "账") if _HAN.search(text) else text


_UNIT = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]$")
_SPACE = re.compile(r"\s+")


def heading(text: str) -> str:
    """A column title for look-up: NFKC, simplified, no blanks or points, upper case, # as NO; brackets kept."""
    text = _SPACE.sub("", nfkc(clean(text))).strip("*:`'\"").lstrip("#")
    if text.endswith("#"):
        text = text[:-1] + "NO"
    return simplified(text.replace(".", "").upper())


def bare_heading(text: str) -> str:
    """`heading` without a bracketed unit or translation at its end: 金额(元) -> 金额."""
    text = heading(text)
    while (cut := _UNIT.sub("", text)) != text and cut:
        text = cut
    return text


_BANK_PREFIX = re.compile(r"^(?:(?:支付宝|财付通|微信支付|微信|银联|网银|云闪付|拼多多|抖音)\s*[-_:]\s*|\d{1,2}/)")
_COMPANY_WORDS = ["公司", "集团", "厂", "店", "行", "部", "中心", "工作室", "企业", "合作社", "事务所", "商行", "经营部", "社", "院", "所", "会", "校", "局", "馆", "超市", "商场", "站", "室", "园", "场", "队", "团", "处", "CO", "LTD", "LIMITED", "INC", "CORP", "LLC", "GMBH", "COMPANY", "GROUP", "TRADING", "PTE"]
_LEGAL_EN = (
    (re.compile(r"\b(?:COMPANY|CO)[.,\s]*(?:LIMITED|LTD)\b\.?"), "CO LTD"),
    (re.compile(r"\bLIMITED\b\.?|\bLTD\b\.?"), "LTD"),
    (re.compile(r"\bINCORPORATED\b\.?|\bINC\b\.?"), "INC"),
    (re.compile(r"\bCORPORATION\b\.?|\bCORP\b\.?"), "CORP"),
)
_BRANCH = re.compile(r"(?:分公司|分店|分厂|分行|办事处|营业部|门市部|分部|项目部)\)?$")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,5}|#[xX][0-9A-Fa-f]{1,4});")
_TITLE = re.compile(r"^(?:客[户戶](?:名[称稱])?|付款(?:方|人)(?:名[称稱])?|[对對]方(?:[户戶]名|名[称稱])|[户戶]名|[单單]位(?:名[称稱])?|公司名[称稱])\s*:\s*(?=\S)")
_ACCOUNT = r"(?:\d{8,}|\d{4}(?: ?\d{4}){2,} ?\d{0,3}|\d{4,6}\*{2,}\d{2,4})"
_ACCOUNT_FRONT = re.compile(rf"^[(\[【]?{_ACCOUNT}[)\]】]?[\s/_:,.|\-]*(?=[^\s\d/_:,.|\-])")
_ACCOUNT_BEHIND = re.compile(rf"(?<=[^\s\d(\[【*])[\s/_:,.|\-]*[(\[【]?\s*(?:[账帳帐][号號戶户]\s*:?\s*)?{_ACCOUNT}\s*[)\]】]?$")
_BANK = (
    r"(?:中国)?(?:(?:工商|农业|建设|交通|招商|中信|光大|民生|兴业|浦东发展|浦发|平安|华夏|广发|邮政储蓄|邮储|浙商|渤海)银行|中国银行)"
    r"|工行|农行|建行|中行|交行|招行|邮储|浦发"
)
_BANK_BEHIND = re.compile(
    rf"(?:(?<=公司)[\s/_:,.|\-]*|(?<=[\u3400-\u9fff)])[\s/_:,.|\-]+)(?:{_BANK})(?:[\u3400-\u9fff]{{2,8}}(?<!分公)[分支]行)?$"
    rf"|(?<=[\u3400-\u9fff)])\s*[(\[【]\s*(?:{_BANK})(?:[\u3400-\u9fff]{{2,8}}[分支]行)?\s*[)\]】]$"
)
_KEEP = re.compile(r"[^0-9A-Z\u3400-\u9fff()*]+")


@cache
def party_key(name: str) -> str:
    """The name as it is compared.

    NFKC, simplified, upper case, no blanks or punctuation but brackets, without a bank's own prefix
    (支付宝-, 1/), a title (客户:), an account number of 8 digits or more at either end, a bank's name behind it. 有限责任公司 = 有限公司, and the English forms of one legal form are one. Nothing else is
    stripped: 股份, 集团, 分公司, 经营部 and the place in brackets make another firm.
    """
    text = _ENTITY.sub(lambda m: html.unescape(m[0]), name) if "&" in name else name
    text = nfkc(clean(text)).upper().strip()
    while (cut := _ACCOUNT_BEHIND.sub("", _ACCOUNT_FRONT.sub("", _TITLE.sub("", _BANK_PREFIX.sub("", text))))) != text and cut:
        text = cut
    if text.isascii():
        for pattern, form in _LEGAL_EN:
            text = pattern.sub(form, text)
        return _KEEP.sub("", text.replace("&", "AND"))
    text = _BANK_BEHIND.sub("", simplified(text))
    text = _KEEP.sub("", text.replace("〔", "(").replace("〕", ")").replace("[", "(").replace("]", ")"))
    return text.replace("有限责任公司", "有限公司")


def is_branch(key: str) -> bool:
    """The name says that it is a part of a firm (分公司, 门市部 ...)."""
    return bool(_BRANCH.search(key))


def is_person(key: str) -> bool:
    """The name looks like a natural person's: 2-4 Han characters, or masked, and no word of a firm."""
    if "*" in key:
        return len(key) <= 6
    return 2 <= len(key) <= 4 and bool(re.fullmatch(r"[\u3400-\u9fff·]+", key)) and not _firm(key)


def _firm(key: str) -> bool:
    return any(key.endswith(word) for word in _COMPANY_WORDS)


def looks_whole(key: str) -> bool:
    """The name ends as names of firms end, so it was not cut off by the bank's field."""
    return _firm(key) or bool(re.search(r"(?:LTD|INC|CORP|LLC|GMBH|PLC|SA|BV)$", key))


def display_width(text: str) -> int:
    """Columns the text takes on screen: Han and full-width characters count two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def language_of(texts: Iterable[str]) -> str:
    """zh-Hant, zh-Hans or en: the language that these words are written in."""
    joined = "".join(texts)
    if not _HAN.search(joined):
        return "en" if re.search(r"[A-Za-z]", joined) else "zh-Hans"
    han = [c for c in joined if _HAN.match(c)]
    changed = sum(simplified(c) != c and c != "帐" for c in han)
    return "zh-Hant" if changed > len(han) * 0.08 else "zh-Hans"
