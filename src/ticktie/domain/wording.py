"""Every sentence and label a user sees, as data: `data/wording/<language>/<room>.toml`.

The files of one language are read as one tree; a top-level key belongs to one file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("zh-Hans", "zh-Hant", "en")


@cache
def _words(language: str) -> dict[str, Any]:
    words: dict[str, Any] = {}
    for path in files("ticktie.domain.data").joinpath("wording", language).iterdir():
        if path.name.endswith(".toml"):
            words |= tomllib.loads(path.read_text("utf-8"))
    return words


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def say(language: str, key: str, facts: Mapping[str, Any] | None = None) -> str:
    """The sentence at the dotted `key`, with `{facts}` filled in.

    Raises KeyError for a key that the language lacks (a test keeps the languages equal).
    """
    node: Any = _words(language)
    for part in key.split("."):
        node = node[part]
    if not isinstance(node, str):
        raise KeyError(key)
    return node.format_map(_Facts(facts)) if facts else node


def section(language: str, key: str) -> dict[str, str]:
    """All entries under a dotted key that are sentences."""
    node: Any = _words(language)
    for part in key.split("."):
        node = node[part]
    return {k: v for k, v in node.items() if isinstance(v, str)}


def all_keys(language: str) -> set[str]:
    """Every dotted key of a language."""

    def walk(node: dict[str, Any], prefix: str) -> set[str]:
        found: set[str] = set()
        for key, value in node.items():
            found |= walk(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key}
        return found

    return walk(_words(language), "")
