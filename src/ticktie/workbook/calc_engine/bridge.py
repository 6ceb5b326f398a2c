"""The only module that touches `uno`, which has no types and lives outside virtual environments.

`import uno` is tried first. Where it fails, the folder in XLWINGS_CALC_UNO is used (XLWINGS_CALC_UNO_PYTHON says for which Python
that one is, 3.11 say); else the system's own Python (Debian: package python3-uno) is asked where its `uno` is. Only that one module
is taken from there; the folder is not put on sys.path, so nothing else of the system's Python comes along. pyuno is compiled for
one version of Python, hence the check before it.

`uno` replaces the built-in `__import__` so that "from com.sun.star..." works; it is put back, the functions below do without.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from ticktie.workbook.calc_engine.errors import OfficeError, of_the_bridge

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
_ASK = "import sys, uno; print(*sys.version_info[:2], sep='.'); print(uno.__file__)"


@cache
def uno() -> Any:
    """The module, loaded once."""
    own_import = builtins.__import__
    try:
        return importlib.import_module("uno")
    except ImportError:
        return _load(_elsewhere())
    finally:
        builtins.__import__ = own_import


def _elsewhere() -> Path:
    """Where another Python of our version keeps uno.py."""
    if folder := os.environ.get("XLWINGS_CALC_UNO"):
        _must_be_for_us(os.environ.get("XLWINGS_CALC_UNO_PYTHON") or HERE)
        return Path(folder) / "uno.py"
    systems = shutil.which("python3", path=os.defpath) or ""
    asked = subprocess.run([systems, "-I", "-c", _ASK], capture_output=True, text=True, timeout=60) if systems else None
    if asked is None or asked.returncode:
        raise OfficeError("LibreOffice's Python module uno is not installed (Debian: python3-uno)")
    version, file = asked.stdout.splitlines()[-2:]
    _must_be_for_us(version)
    return Path(file)


def _must_be_for_us(version: str) -> None:
    if version != HERE:
        raise OfficeError(f"LibreOffice's Python module uno is for Python {version}, this is Python {HERE}: they must be the same")


def _load(file: Path) -> Any:
    spec = importlib.util.spec_from_file_location("uno", file)
    if spec is None or spec.loader is None or not file.exists():
        raise OfficeError(f"no uno.py in {file.parent}")
    module = importlib.util.module_from_spec(spec)
    sys.modules["uno"] = module
    path = list(sys.path)
    sys.path.append(str(file.parent))
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules["uno"]
        raise
    finally:
        sys.path[:] = path
    return module


def resolve(address: str) -> Any:
    """The component context of the office that listens there; None while nothing answers."""
    local = uno().getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    try:
        return resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
    except Exception as error:
        if not of_the_bridge(error):
            raise
        if "Malformed" in str(error) or "IllegalArgument" in type(error).__name__:
            raise OfficeError(f"not an address of LibreOffice: {address}") from None
        return None


def struct(kind: str, *values: Any) -> Any:
    """A value of a UNO struct, named from com.sun.star on, its members in order."""
    return uno().createUnoStruct(f"com.sun.star.{kind}", *values)


def enum(kind: str, value: str) -> Any:
    """A member of a UNO enum, named from com.sun.star on."""
    return uno().Enum(f"com.sun.star.{kind}", value)


def properties(**values: Any) -> tuple[Any, ...]:
    """Named arguments as UNO wants them."""
    direct = enum("beans.PropertyState", "DIRECT_VALUE")
    return tuple(struct("beans.PropertyValue", name, 0, value, direct) for name, value in values.items())


def property_list(**values: Any) -> Any:
    """Named arguments inside a named argument."""
    return uno().Any("[]com.sun.star.beans.PropertyValue", properties(**values))


def url(path: str) -> str:
    """A file's path as an address."""
    return str(uno().systemPathToFileUrl(os.path.abspath(path)))


def path(address: str) -> str:
    """An address as a path where it is a file's, else the address itself."""
    return str(uno().fileUrlToSystemPath(address)) if address.startswith("file:") else address
