"""Writes the pages of docs/ that are made from the product's own data: `python docs/make.py`. A test keeps them equal."""

from __future__ import annotations

import inspect
import sys
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from ticktie.matching.sequence import SCALES, SEQUENCE, WHOLE_BOOK

HERE = Path(__file__).parent
_LEAD = """# Problems and what mends them

Every message that ticktie has for a user's data or files, in English and Chinese. `{...}` stands for what was found. Made from
`src/ticktie/domain/data/wording` by `python docs/make.py`; edit the words there.
"""


def errors_page() -> str:
    """docs/errors.md."""
    english, chinese = _problems("en"), _problems("zh-Hans")
    parts = [_LEAD]
    for code, words in english.items():
        parts.append(f"## {words['title']} · {chinese[code]['title']}\n\n`{code}`\n")
        parts += [f"- {spoken['message']} **{spoken['mend']}**" for spoken in (words, chinese[code])]
        parts.append("")
    return "\n".join(parts)


def _problems(language: str) -> dict[str, dict[str, Any]]:
    path = files("ticktie.domain.data").joinpath("wording", language, "problems.toml")
    return dict(tomllib.loads(path.read_text("utf-8"))["problem"])


_PASSES = """# The passes

In the order they run, strongest evidence first: what each ties, what it refuses or leaves to a person, and an example that is run as a
test. `S` is a charge, `R` a payment; `>` settles, `?` only proposes, `!` is a doubt with its candidates. Before all of them comes what
persons decided. Each can be set to `off`, `suggest` or `confirm` by the rule `pass_<name>`; the rule `pass_order` changes their order.
Every pass gives the same links for any order of rows and any names of customers; what else holds is said with each. Made from the passes' own words in
`src/ticktie/matching/passes` by `python docs/make.py`.
"""


def passes_page() -> str:
    """docs/passes.md."""
    parts = [_PASSES]
    for name, run in SEQUENCE:
        told = inspect.cleandoc(sys.modules[run.__module__].__doc__ or "")
        rest = told.partition(":")[2]
        first, _, body = rest.strip().partition("\n\n")
        parts.append(f"## {name}\n\n{first[:1].upper()}{first[1:]}\n\n{body}\n\n{_laws(name)}\n")
    return "\n".join(parts)


def _laws(name: str) -> str:
    money = "ten times the money gives the same links" if name in SCALES else "chance or amounts in money decide too"
    book = "how often amounts repeat in the whole book is weighed" if name in WHOLE_BOOK else "other customers' rows change nothing"
    return f"Laws: {money}; {book}."


PAGES = {"errors.md": errors_page, "passes.md": passes_page}


if __name__ == "__main__":
    for name, make in PAGES.items():
        (HERE / name).write_text(make(), "utf-8")
