"""What names and places are called in a template: names in the name box, places between braces in the language of the template."""

from __future__ import annotations

import re
from functools import cache

from ticktie.domain.wording import section

PREFIX = "stmt_"
_PLACE = re.compile(r"[{｛]([^{}｛｝]*)[}｝]")


@cache
def places(language: str) -> dict[str, str]:
    """Place -> what a template in the language calls it."""
    return section(language, "template.statement.place")


def shown(text: str, language: str) -> str:
    """The text of a form as the template shows it: {customer} as {客户}."""
    return _PLACE.sub(lambda found: f"{{{places(language)[found[1]]}}}", text)


def meant(text: str, language: str) -> tuple[str, list[str]]:
    """A template's text as a form has it, and the places in it; both the language's names and the code's are understood. A place
    that is not known keeps its name; a brace alone, or two with nothing between, are text."""
    known = {told: name for name, told in places(language).items()}
    found: list[str] = []
    parts: list[str] = []
    at = 0
    for place in _PLACE.finditer(text):
        name = place[1].strip()
        if not name:
            continue
        found.append(known.get(name, name))
        parts += [_plain(text[at : place.start()]), f"{{{found[-1]}}}"]
        at = place.end()
    return "".join([*parts, _plain(text[at:])]), found


def _plain(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
