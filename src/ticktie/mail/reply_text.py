"""The text of a mail: what its writer wrote anew, and what is quoted below it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree, html

_QUOTES = (
    "//blockquote | //*[contains(@class, 'gmail_quote') or contains(@class, 'moz-cite-prefix') or contains(@class, 'ntes-mailmaster-quote')"
    " or @id='divRplyFwdMsg' or @id='appendonsend' or @id='isReplyContent' or @id='mail-editor-reference-message-container']"
)
_LINES = ("p", "div", "br", "tr", "li", "h1", "h2", "h3", "table", "hr")


@cache
def _marks() -> re.Pattern[str]:
    told = tomllib.loads(files("ticktie.domain.data").joinpath("replies.toml").read_text("utf-8"))["quoted"]
    return re.compile("|".join(f"(?:{m})" for m in told), re.IGNORECASE)


def parted(text: str) -> tuple[str, str]:
    """What is new, and the rest from the first mark of a quotation on; single lines after `>` are quoted too."""
    fresh: list[str] = []
    quoted: list[str] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for n, line in enumerate(lines):
        told = line.strip()
        wrapped = f"{told} {lines[n + 1].strip()}" if told[:3].casefold() == "on " and n + 1 < len(lines) else told
        if _marks().fullmatch(told) or _marks().fullmatch(wrapped):
            quoted += lines[n:]
            break
        (quoted if told.startswith((">", "＞")) else fresh).append(line)
    return "\n".join(fresh).strip(), "\n".join(quoted)


def parted_html(markup: str) -> tuple[str, str]:
    """The same for HTML: blocks that mail programs mark as quoted, then by lines."""
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)
    try:
        tree: Any = html.fromstring(markup or "<p></p>")
    except (etree.ParserError, ValueError):
        return "", ""
    for gone in tree.xpath("//style | //script | //head | //title | //comment()"):
        gone.drop_tree()
    below: list[str] = []
    for block in tree.xpath(_QUOTES):
        if block.getparent() is None:
            continue
        below.append(_text(block))
        nexts = list(block.itersiblings()) if block.get("id") in ("divRplyFwdMsg", "appendonsend") else []
        for after in nexts:  # Outlook puts what it quotes behind its mark
            below.append(_text(after))
            after.drop_tree()
        if block.getparent() is not None:
            block.drop_tree()
    fresh, rest = parted(_text(tree))
    return fresh, "\n".join([rest, *below])


def _text(node: Any) -> str:
    pieces: list[str] = []

    def walk(at: Any) -> None:
        block = at.tag in _LINES
        pieces.append("\n" if block else "")
        pieces.append(re.sub(r"\s+", " ", at.text or ""))
        for child in at:
            if isinstance(child.tag, str):
                walk(child)
            pieces.append(re.sub(r"\s+", " ", child.tail or ""))
        pieces.append("\n" if block else "")

    walk(node)
    return re.sub(r"\n\s*\n+", "\n", "".join(pieces)).replace("\xa0", " ").strip()
