"""Every name that a tab shows has words in every language."""

import pytest

from ticktie.domain.cashier import KINDS, METHODS
from ticktie.domain.decision import ACTIONS
from ticktie.domain.rules import rule_meta, rule_names
from ticktie.domain.vocabulary import field_names
from ticktie.domain.wording import LANGUAGES, section
from ticktie.matching.cashier.sequence import CASHIER as PASSES
from ticktie.matching.sequence import SEQUENCE
from ticktie.reports.overview import STATES
from ticktie.reports.pages import CASHIER, ORDER
from ticktie.reports.settings import SHEET_KINDS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("part", "names"), [
    ("rule", ["as_of", "language", *rule_names()]),
    ("field", field_names()),
    ("tab", [*ORDER, *CASHIER]),
    ("finding", KINDS),
    ("finding_mend", KINDS),
    ("method", [m or "none" for m in METHODS]),
    ("state", STATES),
    ("kind", SHEET_KINDS),
    ("decision.action", ACTIONS),
    ("pass", ["by_hand", *(name for name, _ in (*SEQUENCE, *PASSES))]),
    ("report.unit", sorted({rule_meta(n)["unit"] for n in rule_names()} - {""})),
])  # fmt: skip
def test_names_have_words(language, part, names):
    assert set(names) <= set(section(language, part))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["field", "tab", "state", "decision.action"])
def test_words_that_are_read_back_differ(language, part):
    words = list(section(language, part).values())
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_decisions_fit_excel_s_list(language):
    assert len(",".join(section(language, "decision.action").values())) < 255
