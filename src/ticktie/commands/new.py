"""`new`: a workbook from a template, for people to fill in."""

from __future__ import annotations

from pathlib import Path

from ticktie.domain.grid import Source
from ticktie.domain.problem import Problem, Refused
from ticktie.workbook.files import whole
from ticktie.workbook.template_file import KINDS, write_template


def new(kind: str, file: Path, language: str) -> None:
    """Write the template of `kind` to a file that does not exist yet.

    Raises Refused (exists, out_suffix, not_writable, disk_full), and ValueError for a kind that there is not.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind}: {', '.join(KINDS)}")
    if file.exists():
        raise Refused([Problem("exists", Source(file.name), {"file": file.name})])
    if file.suffix.lower() != ".xlsx":
        raise Refused([Problem("out_suffix", Source(file.name), {"file": file.name, "suffix": ".xlsx"})])
    with whole(file) as temporary:
        write_template(kind, language, temporary)
