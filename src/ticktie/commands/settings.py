"""The rules and the sheet map of one run: shipped < the firm's ticktie.toml < the Settings tab < the command line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ticktie.domain.grid import Sheet, Source, column_index
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.rules import FIRM_FILE, RuleError, Rules, with_rule
from ticktie.domain.vocabulary import field_names
from ticktie.intake.layouts import KINDS, OF_CASHIER, role_fields
from ticktie.intake.sheets import SheetMap

_MAP = re.compile(r"^(?P<sheet>.+?)(?:!(?P<column>[A-Za-z]{1,3}))?=(?P<what>[A-Za-z_]+)?(?:@(?P<row>\d+))?$")
_KIND_WORDS = (*KINDS, *OF_CASHIER, "check", "theirs", "ignore")


@dataclass
class Settings:
    """What a run is asked to do, and every reason why that cannot be.

    tab: names and texts of the workbook's Settings tab, `rule -> value` and `map -> sheet=...`.
    """

    rules: Rules
    maps: dict[str, SheetMap] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def as_theirs(self, sheets: Iterable[Sheet], files: Iterable[Path]) -> None:
        """Read every sheet of these files as a list that a customer sent, but for those that a person said to ignore."""
        paths = {str(path) for path in files}
        for sheet in sheets:
            how = self.maps.get(sheet.name) or self.maps.get(sheet.title) or SheetMap()
            if sheet.path in paths and how.kind != "ignore":
                self.maps[sheet.name] = replace(how, kind="theirs")


def gather_settings(book: Path, tab: Mapping[str, str], tab_maps: Sequence[str], sets: Iterable[str], maps: Iterable[str]) -> Settings:
    """All layers joined; problems are collected, not raised, so that the user sees all of them."""
    settings = Settings(Rules())
    firm = book.parent / FIRM_FILE
    if firm.is_file():
        try:
            layer = tomllib.loads(firm.read_text("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            settings.problems.append(Problem("unreadable", Source(firm.name), {"file": firm.name, "error": str(error)}))
            layer = {}
        own = {name: value for name, value in layer.items() if name != "mail"}  # mail/account.py reads that
        for name, value in own.get("rules", own).items():
            _set(settings, firm.name, name, str(value))
    for name, value in tab.items():
        _set(settings, "Settings", name, value)
    for text in sets:
        name, mark, value = text.partition("=")
        if not mark:
            settings.problems.append(Problem("rule_value", Source("--set"), {"rule": text, "value": "", "fits": "rule=value"}))
            continue
        _set(settings, "--set", name, value)
    for text in [*tab_maps, *maps]:
        _map(settings, text)
    return settings


def _set(settings: Settings, where: str, name: str, value: str) -> None:
    try:
        settings.rules = with_rule(settings.rules, name, value)
    except RuleError as error:
        settings.problems.append(Problem(error.code, Source(where), error.facts))


def _map(settings: Settings, text: str) -> None:
    found = _MAP.match(text.strip())
    what = (found["what"] or "").lower() if found else ""
    known = {*field_names(), *(role for kind in (*KINDS, *OF_CASHIER) for role in role_fields(kind))}
    if not found or (not found["column"] and what not in ("", *_KIND_WORDS)) or (found["column"] and what not in known):
        why = ", ".join(_KIND_WORDS) if found and not found["column"] else ", ".join(sorted(known)) if found else "SHEET=KIND"
        settings.problems.append(Problem("map_unknown", Source("--map"), {"text": text, "why": why}))
        return
    old = settings.maps.get(found["sheet"], SheetMap())
    if found["column"]:
        fields = {**old.fields, column_index(found["column"]): what}
        settings.maps[found["sheet"]] = SheetMap(old.kind, old.header_row, fields)
    else:
        row = int(found["row"]) if found["row"] else old.header_row
        settings.maps[found["sheet"]] = SheetMap(what or old.kind, row, old.fields)


def check_maps(settings: Settings, sheets: Sequence[Sheet]) -> None:
    """Raise Refused with every problem of the settings, among them maps for sheets that are not there."""
    names = {s.name for s in sheets} | {s.title for s in sheets}
    missing = [
        Problem("map_unknown", Source("--map"), {"text": name, "why": ", ".join(s.name for s in sheets)})
        for name in settings.maps if name not in names
    ]  # fmt: skip
    if settings.problems or missing:
        raise Refused([*settings.problems, *missing])
