"""Every sentence stands in every language with the same facts, and every code of the code has its words."""

import re
from pathlib import Path

import pytest

import ticktie
from ticktie.domain.wording import LANGUAGES, all_keys, say

HOUSE = Path(ticktie.__file__).parent
SOURCES = {p: p.read_text("utf-8") for p in HOUSE.rglob("*.py")}


def fields(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)", text))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_languages_have_the_same_keys(language):
    assert all_keys(language) == all_keys(LANGUAGES[0])


@pytest.mark.parametrize("key", sorted(all_keys(LANGUAGES[0])))
def test_sentences_use_the_same_facts(key):
    used = {language: fields(say(language, key)) for language in LANGUAGES}
    assert used["zh-Hant"] == used["zh-Hans"] == used["en"]


def test_traditional_wording_is_traditional():
    from ticktie.domain.text import language_of

    words = [say("zh-Hant", key) for key in all_keys("zh-Hant")]
    assert language_of(words) == "zh-Hant"


def codes(pattern: str) -> set[str]:
    return {code for source in SOURCES.values() for code in re.findall(pattern, source)}


@pytest.mark.parametrize("code", sorted(codes(r'Problem\(\s*"(\w+)"') | codes(r'"((?:amount|date|number)_(?:missing|unreadable|error|impossible|lost))"')))
def test_every_problem_has_words(code):
    for part in ("title", "message", "mend"):
        assert say("en", f"problem.{code}.{part}")


@pytest.mark.parametrize("code", sorted(codes(r'Because\(\s*"(\w+[a-z])"')))
def test_every_reason_has_words(code):
    assert say("en", f"because.{code}")
