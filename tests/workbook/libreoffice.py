"""Real LibreOffice for tests; a test that goes without it says so."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest


def needs_soffice() -> None:
    """Skip the test where LibreOffice is not installed; with TICKTIE_NO_SKIP=1 it fails instead."""
    if shutil.which("soffice"):
        return
    if os.environ.get("TICKTIE_NO_SKIP") == "1":
        pytest.fail("needs LibreOffice (soffice), and TICKTIE_NO_SKIP=1 allows no skip", pytrace=False)
    pytest.skip("needs LibreOffice (soffice)")


def saved_by_libreoffice(paths: Sequence[Path], folder: Path, form: str = "xlsx:Calc MS Excel 2007 XML") -> list[Path]:
    """The files as LibreOffice saves them, into `folder`."""
    needs_soffice()
    home = f"-env:UserInstallation=file://{folder}/home"
    call = ["soffice", home, "--headless", "--convert-to", form, "--outdir", str(folder), *map(str, paths)]
    subprocess.run(call, check=True, capture_output=True, timeout=300)
    return [folder / f"{path.stem}.{form.partition(':')[0]}" for path in paths]
