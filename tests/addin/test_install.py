"""Installed, examined and taken away on computers that are only folders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ticktie.addin.build import addin_bytes
from ticktie.addin.doctor import doctor
from ticktie.addin.install import install, uninstall
from ticktie.addin.machine import Machine, find_excel, this_machine
from ticktie.addin.sources import AddinRefused, read_sources
from ticktie.domain.wording import LANGUAGES, section
from ticktie.faces import addin as face
from ticktie.faces.cli import main

pytest.importorskip("pyopenvba")
PIN = read_sources().xlwings
PACKAGES = {"xlwings": PIN, "pywin32": "306", "appscript": "1.2"}


@pytest.fixture(params=["windows", "mac"])
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Machine:
    return computer(request.param, tmp_path)


def computer(system, folder: Path) -> Machine:
    """A computer on which everything is right but that nothing is installed; its user has a Chinese name with a blank."""
    home = folder / "王 伟"
    prefix = home / "venv"
    prefix.mkdir(parents=True)
    for name in ("python", "excel", f"xlwings64-{PIN}.dll"):
        (prefix / name).touch()
    return Machine(system, home, home / "AppData" / "Roaming", prefix / "python", prefix, prefix / "excel", version=PACKAGES.get)


def files_in(folder: Path) -> set[Path]:
    return {p for p in folder.rglob("*") if p.is_file()}


def bad(machine: Machine) -> list[str]:
    return [f.key for f in doctor(machine) if f.state != "ok"]


WINDOWS = {"AppData/Roaming/Microsoft/Excel/XLSTART/ticktie.xlam", "AppData/Roaming/ticktie/ticktie.conf"}
MAC = {
    "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/ticktie.xlam",
    "Library/Application Support/ticktie/ticktie.conf",
    "Library/Application Scripts/com.microsoft.Excel/ticktie.applescript",
}


def test_install_puts_everything_where_excel_looks_and_uninstall_takes_all_away(machine):
    before = files_in(machine.home)
    written = install(machine)
    places = WINDOWS if machine.system == "windows" else MAC
    assert {str(p.relative_to(machine.home)) for p in files_in(machine.home) - before} == places
    assert set(written) == files_in(machine.home) - before
    assert machine.addin.read_bytes() == addin_bytes()
    assert machine.settings() == {"INTERPRETER": str(machine.interpreter)}
    assert bad(machine) == []
    left = [machine.config.with_name(name) for name in ("told-undo", "last-error.txt")]
    for path in left:
        path.touch()
    assert set(uninstall(machine)) == {*written, *left}
    assert files_in(machine.home) == before
    assert uninstall(machine) == []
    assert not machine.config.parent.exists()


def test_the_interpreter_stands_in_the_settings_file_only(machine):
    for path in install(machine):
        data = path.read_bytes()
        named = [str(machine.interpreter).encode(code) for code in ("utf-8", "utf-16-le")]
        assert any(n in data for n in named) is (path == machine.config)
    assert machine.config.read_bytes().startswith(b"\xff\xfe") is (machine.system == "windows")


def test_a_second_install_keeps_what_a_person_set_and_names_this_python(machine):
    install(machine, "zh-Hant")
    with machine.config.open("a", encoding="utf-16-le" if machine.system == "windows" else "utf-8") as file:
        file.write("MINE=1\n")
    other = replace(machine, interpreter=machine.prefix / "excel")
    install(other)
    assert other.settings() == {"INTERPRETER": str(other.interpreter), "LANGUAGE": "zh-Hant", "MINE": "1"}
    install(other, "en")
    assert other.settings()["LANGUAGE"] == "en"


def test_a_dry_run_changes_nothing(machine):
    before = files_in(machine.home)
    assert len(install(machine, dry_run=True)) == (2 if machine.system == "windows" else 3)
    assert files_in(machine.home) == before
    install(machine)
    there = files_in(machine.home)
    assert len(uninstall(machine, dry_run=True)) == len(there - before)
    assert files_in(machine.home) == there


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_changed(machine):
    install(machine, "en")
    machine.addin.unlink()
    machine.addin.mkdir(parents=True)
    before = {path: path.read_bytes() for path in files_in(machine.home)}
    with pytest.raises(AddinRefused, match="not_writable"):
        install(replace(machine, interpreter=machine.prefix / "excel"), "zh-Hans")
    assert {path: path.read_bytes() for path in files_in(machine.home)} == before
    machine.config.unlink()
    with pytest.raises(AddinRefused, match="not_writable"):
        install(machine)
    assert not machine.config.exists()
    with pytest.raises(AddinRefused, match="not_writable"):
        uninstall(machine)


Break = Callable[[Machine], object]  # what is no Machine changed the files
TRUST, ZONE = r"Software\Microsoft\Office\16.0\Excel\Security", "[ZoneTransfer]\nZoneId=3\n"


def registry(**said: int) -> Break:
    """A registry that answers these names, everywhere or below Policies (p_)."""

    def look(key: str, name: str) -> int | None:
        return said.get(f"p_{name}") if "Policies" in key else said.get(name)

    return lambda m: replace(m, registry=look)


def copy_elsewhere(machine: Machine) -> None:
    machine.elsewhere[0].parent.mkdir(parents=True)
    machine.elsewhere[0].touch()


BROKEN: list[tuple[str, Break, list[str]]] = [
    ("both", lambda m: uninstall(m), ["file", "config", "script"]),
    ("both", lambda m: m.addin.unlink(), ["file"]),
    ("both", lambda m: m.addin.write_bytes(b"PK"), ["fresh"]),
    ("both", lambda m: m.config.write_text("", m.encoding), ["config"]),
    ("both", lambda m: m.config.write_bytes(b"\xff\xfe\x00\xd8\x01"), ["config"]),
    ("both", lambda m: m.interpreter.unlink(), ["interpreter"]),
    ("both", lambda m: replace(m, interpreter=m.prefix / "excel"), ["interpreter"]),
    ("both", lambda m: replace(m, excel=None), ["excel"]),
    ("both", lambda m: replace(m, version={**PACKAGES, "xlwings": "0.30.0"}.get), ["xlwings"]),
    ("both", lambda m: replace(m, version={"xlwings": PIN}.get), ["bridge"]),
    ("both", lambda m: copy_elsewhere(m), ["twice"]),
    ("mac", lambda m: m.script.write_text("-- another"), ["script"]),
    ("windows", lambda m: (m.prefix / f"xlwings64-{PIN}.dll").unlink(), ["dll"]),
    ("windows", lambda m: Path(f"{m.addin}:Zone.Identifier").write_text(ZONE), ["download"]),
    ("windows", registry(VBAWarnings=4), []),
    ("windows", registry(AllLocationsDisabled=1, VBAWarnings=4), ["macros"]),
    ("windows", registry(AllLocationsDisabled=1, VBAWarnings=3), ["macros"]),
    ("windows", registry(p_AllLocationsDisabled=1, p_VBAWarnings=4, VBAWarnings=1), ["macros"]),
    ("windows", registry(p_AllLocationsDisabled=0, AllLocationsDisabled=1, VBAWarnings=4), []),
    ("windows", registry(AllLocationsDisabled=1), ["macros"]),
]


@pytest.mark.parametrize(("system", "change", "wrong"), BROKEN)
def test_the_doctor_finds_what_is_wrong_and_nothing_else(system, change, wrong, machine):
    if system not in ("both", machine.system):
        pytest.skip("of the other system")
    install(machine)
    changed = change(machine)
    sick = changed if isinstance(changed, Machine) else machine
    assert bad(sick) == [key for key in wrong if key != "script" or machine.system == "mac"]


def test_what_cannot_be_seen_is_not_called_right(tmp_path):
    machine = registry(AllLocationsDisabled=1)(computer("windows", tmp_path))
    install(machine)
    assert [f.state for f in doctor(machine) if f.key == "macros"] == ["unknown"]


def test_every_point_has_its_words(tmp_path):
    keys = {f.key for system in ("windows", "mac", "other") for f in doctor(computer(system, tmp_path / system))}
    keys |= {"fresh", "interpreter"}
    for language in LANGUAGES:
        assert all(set(section(language, f"addin.check.{key}")) == {"title", "wrong", "mend"} for key in keys)


# --- another add-in with functions of our names


def addin_at(path: Path, source: str) -> Path:
    """Another's add-in with one module."""
    from pyopenvba import ExcelFile, VBAModuleKind

    path.parent.mkdir(parents=True, exist_ok=True)
    made = ExcelFile.create_new(str(path.with_suffix(".xlam")))
    made.vba_project().add_module("Theirs", source, kind=VBAModuleKind.standard)
    made.save(str(path.with_suffix(".xlam")))
    return path


SAME = "Public Function tt_status(x)\r\nEnd Function\r\nFunction TT_DUE(x)\r\nEnd Function\r\n"
OTHER = "Public Function TT_STATUSES(x)\r\nEnd Function\r\n' Function TT_DUE(x)\r\n"


@pytest.mark.parametrize("where", [0, 1])
def test_an_add_in_of_the_same_functions_is_found_in_both_folders(where, machine):
    install(machine)
    other = addin_at(machine.addin_folders[where] / "other.xlam", SAME)
    assert [(f.key, f.facts) for f in doctor(machine) if f.state != "ok"] == [("functions", {"file": str(other), "names": "TT_DUE, TT_STATUS"})]


def test_an_add_in_of_other_functions_or_one_that_cannot_be_read_is_none(machine):
    install(machine)
    addin_at(machine.addin_folders[1] / "other.xlam", OTHER)
    (machine.addin_folders[1] / "broken.xla").write_bytes(b"no workbook")
    assert bad(machine) == []


def test_an_add_in_that_the_user_has_ticked_elsewhere_is_found(tmp_path):
    computer_ = computer("windows", tmp_path)
    install(computer_)
    one = addin_at(tmp_path / "share" / "one.xlam", OTHER)
    two = addin_at(tmp_path / "share" / "two.xlam", SAME)
    ticked = {"OPEN": f'/R "{one}"', "OPEN1": f'/R "{two}"'}
    seen = replace(computer_, registry=lambda key, name: ticked.get(name) if key.endswith(r"Excel\Options") else None)
    assert [f.facts["file"] for f in doctor(seen) if f.state != "ok"] == [str(two)]


# --- the command line


@pytest.fixture
def told(machine, monkeypatch) -> Machine:
    monkeypatch.setattr(face, "this_machine", lambda: machine)
    return machine


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_line_installs_examines_and_removes(language, told, capsys):
    def run(*words: str) -> tuple[int, str]:
        code = main(["addin", *words, "--lang", language])
        return code, capsys.readouterr().out

    assert run("doctor")[0] == 1
    code, out = run("install", "--dry-run")
    assert (code, out.count("\n")) == (0, 2 if told.system == "windows" else 3)
    assert not told.addin.exists()
    code, out = run("install")
    assert code == 0
    assert str(told.addin) in out
    assert told.settings()["LANGUAGE"] == language
    code, out = run("doctor")
    assert code == 0
    assert told.config.parent.name not in out.splitlines()[-1]
    assert run("uninstall", "--dry-run")[0] == 0
    assert told.addin.exists()
    assert run("uninstall")[0] == 0
    assert not told.addin.exists()
    assert run("uninstall")[0] == 0


def test_without_lang_windows_leaves_the_language_to_office(told):
    assert main(["addin", "install"]) == 0
    assert ("LANGUAGE" in told.settings()) is (told.system == "mac")


def test_excel_that_is_not_seen_is_said_but_no_hindrance(machine, monkeypatch, capsys):
    monkeypatch.setattr(face, "this_machine", lambda: replace(machine, excel=None))
    assert main(["addin", "install", "--lang", "en"]) == 0
    assert "Excel was not found" in capsys.readouterr().out


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_system_without_excel_says_so_plainly(language, tmp_path, monkeypatch, capsys):
    machine = computer("other", tmp_path)
    monkeypatch.setattr(face, "this_machine", lambda: machine)
    before = files_in(tmp_path)
    assert main(["addin", "install", "--lang", language]) == 1
    assert section(language, "addin.problem.no_excel_here")["message"] in capsys.readouterr().err
    assert main(["addin", "doctor", "--lang", language]) == 1
    assert section(language, "addin.check.system")["wrong"] in capsys.readouterr().out
    assert main(["addin", "uninstall", "--lang", language]) == 0
    assert files_in(tmp_path) == before


def test_build_writes_into_a_folder(tmp_path, capsys):
    assert main(["addin", "build", "--out", str(tmp_path / "deep" / "er"), "--lang", "en"]) == 0
    assert (tmp_path / "deep" / "er" / "ticktie.xlam").read_bytes() == addin_bytes()
    assert f"{len(addin_bytes()):,}" in capsys.readouterr().out


def test_wrong_usage_is_exit_2():
    assert main(["addin", "doctor", "--lang", "xx"]) == 2
    assert main(["addin", "frobnicate"]) == 2


# --- this computer


@pytest.mark.parametrize(
    ("platform", "environment", "system", "config"),
    [
        ("win32", {"USERPROFILE": "/u/王", "APPDATA": "/u/王/Roam"}, "windows", "/u/王/Roam/ticktie/ticktie.conf"),
        ("win32", {"USERPROFILE": "/u/王"}, "windows", "/u/王/AppData/Roaming/ticktie/ticktie.conf"),
        ("darwin", {"HOME": "/Users/w"}, "mac", "/Users/w/Library/Application Support/ticktie/ticktie.conf"),
        ("linux", {"HOME": "/home/w"}, "other", "/home/w/.config/ticktie/ticktie.conf"),
    ],
)
def test_where_things_lie(platform, environment, system, config):
    machine = this_machine(environment, platform)
    assert machine.system == system
    assert str(machine.config) == config
    assert machine.registry("Software", "nothing") is None
    assert machine.version("ticktie")
    assert machine.version("no such package") is None


@pytest.mark.parametrize(
    ("system", "place"),
    [
        ("mac", "Applications/Microsoft Excel.app"), ("windows", "P F/Microsoft Office/root/Office16/EXCEL.EXE"),
        ("windows", "P F/Microsoft Office/Office15/EXCEL.EXE"), ("windows", ""), ("mac", ""), ("other", ""),
    ],
)  # fmt: skip
def test_excel_is_found_where_it_usually_lies(system, place, tmp_path):
    if place:
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).touch()
    found = find_excel(system, {"ProgramFiles": str(tmp_path / "P F")}, tmp_path)
    assert found == (tmp_path / place if place else None)
