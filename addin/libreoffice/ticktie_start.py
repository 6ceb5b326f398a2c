"""What LibreOffice's side knows of ticktie: where its interpreter is named, what is run, and which buttons make sense now.

Runs in LibreOffice's own Python, which may be older than ticktie's: nothing newer than 3.7 here, and no `uno`.
"""

import os
from contextlib import suppress

_FOREIGN = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV")  # LibreOffice's Python's, not ours
_TRADITIONAL = ("TW", "HK", "MO")
LANGUAGES = ("zh-Hans", "zh-Hant", "en")


def settings_folder(platform, environment):
    """The user's own folder of ticktie; platform: as sys.platform."""
    home = environment.get("USERPROFILE" if platform == "win32" else "HOME") or os.path.expanduser("~")
    if platform == "win32":
        base = environment.get("APPDATA") or os.path.join(home, "AppData", "Roaming")
    elif platform == "darwin":
        base = os.path.join(home, "Library", "Application Support")
    else:
        base = environment.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    return os.path.join(base, "ticktie")


def settings(folder):
    """The lines KEY=VALUE of the settings file; none where it cannot be read."""
    try:
        with open(os.path.join(folder, "libreoffice.conf"), encoding="utf-8") as file:
            lines = [line.rstrip("\r\n").partition("=") for line in file]
    except (OSError, UnicodeError):
        return {}
    return {key: value for key, mark, value in lines if mark}


def language_of(setting, locale):
    """zh-Hans, zh-Hant or en: as the settings file says, else as LibreOffice itself speaks (zh-TW, en-US)."""
    if setting in LANGUAGES:
        return setting
    if not locale.startswith("zh"):
        return "en"
    return "zh-Hant" if locale.endswith(_TRADITIONAL) or "Hant" in locale else "zh-Hans"


def command_line(interpreter, python, address, token, language):
    """What is started: the user's interpreter and the button's constant text. Nothing of a document is part of it.

    -P: the folder that LibreOffice happens to be in is not searched for modules.
    """
    return [interpreter, "-P", "-B", "-c", python, "--office=" + address, "--run=" + token, "--lang=" + language]


def environment_for(inherited, uno_folder, version):
    """The child's: without what belongs to LibreOffice's Python, and with the place of its `uno`, made for that version (3.11, say)."""
    kept = {name: value for name, value in inherited.items() if name not in _FOREIGN}
    kept.update(XLWINGS_CALC_UNO=uno_folder, XLWINGS_CALC_UNO_PYTHON=version)
    return kept


def begin(folder, token):
    """Make the file by which a run can be stopped; gives the token, or nothing where it cannot be made."""
    try:
        os.makedirs(folder, exist_ok=True)
        with open(_run_file(folder, token), "w"):
            return token
    except OSError:
        return ""


def stop(folder, token):
    """Ask a run to stop: its file goes."""
    with suppress(OSError):
        os.remove(_run_file(folder, token))


def _run_file(folder, token):
    return os.path.join(folder, "run-" + token)


def page_of(mark):
    """Which of our pages a sheet shows: its hidden name says "matched" or, where a page goes on, "matched:2"."""
    said = mark.lstrip("=").strip('"').partition(":")[0]
    return "" if said.startswith("copy of ") else said


def can(needs, pages, front, working):
    """Whether a button makes sense. pages: of every sheet of the document, None where it is no workbook; front: of the sheet in front."""
    if needs == "nothing":
        return True
    if needs == "running":
        return working
    if pages is None:
        return False
    if needs == "results":
        return any(pages)
    return front == needs if needs == "to_confirm" else True
