"""Build `ticktie.xlam` from its sources, on any system, without Excel; the same sources give the same bytes."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from ticktie.addin.functions import functions_module, help_words
from ticktie.addin.package import ADDIN, Tab, parts, write
from ticktie.addin.project import vba_project
from ticktie.addin.ribbon import buttons_module, ribbon_xml, words
from ticktie.addin.sources import AddinRefused, Module, Sources, read_sources


def modules(sources: Sources) -> list[Module]:
    """Every module with text of ours. Raises AddinRefused (source_wrong) where two have one name."""
    found = [*sources.modules, buttons_module(), functions_module()]
    names = [m.name.casefold() for m in found] + [sources.name.casefold()]
    if len(set(names)) < len(names):
        raise AddinRefused("source_wrong", detail=f"{sorted(names)}")
    return found


def addin_parts(sources: Sources) -> dict[str, bytes]:
    """The parts of the .xlam."""
    tabs = [Tab(sources.name, [[sources.name]]), Tab("_words", [*words(), *help_words()], hidden=True)]
    return parts(ADDIN, tabs, ribbon_xml(sources), vba_project(sources.name, modules(sources), tabs))


@cache
def addin_bytes() -> bytes:
    """The whole file. Raises AddinRefused (source_wrong, parts_missing)."""
    with tempfile.TemporaryDirectory(prefix="ticktie-") as folder:
        path = Path(folder) / "draft.xlam"
        write(addin_parts(read_sources()), path)
        return path.read_bytes()


def build(folder: Path) -> Path:
    """Write the .xlam into a folder, which is made if need be. Raises AddinRefused."""
    data, path = addin_bytes(), folder / f"{read_sources().name}.xlam"
    put(path, data)
    return path


def put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises AddinRefused (not_writable)."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(data)
        fresh.replace(path)
    except OSError as error:
        raise AddinRefused("not_writable", file=str(path), detail=error.strerror or str(error)) from None
    finally:
        if fresh.exists():
            fresh.unlink()
