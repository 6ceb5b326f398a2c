"""Fonts for paper: one of the system's that has Chinese, cut down to the characters that a run needs.

The system's fonts are collections of 15-20 MB; reading one takes a third of a second. So a run cuts each weight down once, to all
its characters, and every PDF takes from that what its own text needs: nothing of one document's text stands in another's file.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont, TTLibError

from ticktie.domain.grid import Source
from ticktie.domain.problem import Problem, Refused

# file of the regular weight, file of the bold one, part of the name of the face in a collection
_SIMPLIFIED = (
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "CJK SC"), ("NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf", ""),
    ("NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf", ""), ("SourceHanSansSC-Regular.otf", "SourceHanSansSC-Bold.otf", ""),
    ("msyh.ttc", "msyhbd.ttc", "YaHei"), ("Deng.ttf", "Dengb.ttf", ""), ("simhei.ttf", "simhei.ttf", ""), ("simsun.ttc", "simsun.ttc", "SimSun"),
    ("PingFang.ttc", "PingFang.ttc", "SC"), ("Hiragino Sans GB.ttc", "Hiragino Sans GB.ttc", "GB"), ("STHeiti Medium.ttc", "STHeiti Medium.ttc", "SC"),
    ("Songti.ttc", "Songti.ttc", "SC"), ("wqy-microhei.ttc", "wqy-microhei.ttc", ""), ("wqy-zenhei.ttc", "wqy-zenhei.ttc", ""),
    ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc", "CJK SC"), ("uming.ttc", "uming.ttc", "CN"), ("DroidSansFallbackFull.ttf", "DroidSansFallbackFull.ttf", ""),
)  # fmt: skip
_TRADITIONAL = (
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "CJK TC"), ("NotoSansCJKtc-Regular.otf", "NotoSansCJKtc-Bold.otf", ""),
    ("NotoSansTC-Regular.otf", "NotoSansTC-Bold.otf", ""), ("msjh.ttc", "msjhbd.ttc", "JhengHei"), ("mingliu.ttc", "mingliu.ttc", "MingLiU"),
    ("PingFang.ttc", "PingFang.ttc", "TC"), ("STHeiti Medium.ttc", "STHeiti Medium.ttc", "TC"),
)  # fmt: skip
CANDIDATES = {"zh-Hans": _SIMPLIFIED, "zh-Hant": (*_TRADITIONAL, *_SIMPLIFIED), "en": _SIMPLIFIED}
_SAMPLE = "对帳單额¥A1"
_ALWAYS = "".join(map(chr, range(32, 127))) + "□"
_NO_EMBEDDING = 0x0002  # of OS/2.fsType
_UNUSED = ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG", "kern"]


@dataclass(frozen=True)
class Face:
    """One font: a file, and its place in it where the file is a collection."""

    path: Path
    number: int = 0


@dataclass(frozen=True)
class Weight:
    """A font cut down to what is needed. widths: of each character that it has, in sizes of the font."""

    path: Path
    widths: dict[str, float]

    def width(self, text: str, size: float) -> float:
        """What the text takes, in points."""
        return size * sum([self.widths.get(c, 1.0) for c in text])


@dataclass(frozen=True)
class Fonts:
    """Both weights. missing: characters that the font does not have; they are drawn as □."""

    regular: Weight
    bold: Weight
    missing: frozenset[str]

    def shown(self, text: str) -> str:
        return "".join("□" if c in self.missing else c for c in text) if self.missing else text


def folders() -> list[Path]:
    """Where fonts lie on this system, a person's own folder (TICKTIE_FONTS) first."""
    home = Path.home()
    named = [Path(os.environ["TICKTIE_FONTS"])] if os.environ.get("TICKTIE_FONTS") else []
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData/Local"))
        return [*named, Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", Path(local) / "Microsoft/Windows/Fonts"]
    if sys.platform == "darwin":
        return [*named, home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    data = Path(os.environ.get("XDG_DATA_HOME", str(home / ".local/share")))
    return [*named, data / "fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts")]


def find(language: str, places: Sequence[Path] | None = None) -> tuple[Face, Face]:
    """The regular and the bold face of the first font that has Chinese and may be embedded. Raises Refused(no_font)."""
    looked = folders() if places is None else places
    files = {path.name.casefold(): path for folder in reversed(looked) for path in _fonts_in(folder)}
    for regular, bold, name in CANDIDATES[language]:
        if (path := files.get(regular.casefold())) and (face := _face(path, name)):
            return face, _face(files.get(bold.casefold(), path), name) or face
    raise Refused([Problem("no_font", Source("PDF"), {"folders": ", ".join(map(str, looked))})])


def _fonts_in(folder: Path) -> Iterable[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in (".ttf", ".ttc", ".otf", ".otc")) if folder.is_dir() else ()


def _face(path: Path, name: str) -> Face | None:
    """The face of that name, else the first; None for a font without Chinese, without outlines or not to be embedded."""
    try:
        numbers = range(_count(path))
        number = next((n for n in numbers if name and name in _name(path, n)), 0)
        with TTFont(path, fontNumber=number, lazy=True) as font:
            fits = ("glyf" in font or "CFF " in font) and {ord(c) for c in _SAMPLE} <= font.getBestCmap().keys()
            return Face(path, number) if fits and not font["OS/2"].fsType & _NO_EMBEDDING else None
    except (OSError, TTLibError, KeyError, struct.error):
        return None


def _count(path: Path) -> int:
    with path.open("rb") as file:
        head = file.read(12)
    return int(struct.unpack(">L", head[8:12])[0]) if head[:4] == b"ttcf" else 1


def _name(path: Path, number: int) -> str:
    with TTFont(path, fontNumber=number, lazy=True) as font:
        return str(font["name"].getDebugName(4) or font["name"].getDebugName(1) or "")


def cut(faces: tuple[Face, Face], characters: Iterable[str], folder: Path) -> Fonts:
    """Both weights with these characters, as files in the folder."""
    wanted = set(characters) | set(_ALWAYS)
    regular = _cut(faces[0], wanted, folder / "regular.otf")
    bold = regular if faces[0] == faces[1] else _cut(faces[1], wanted, folder / "bold.otf")
    return Fonts(regular, bold, frozenset(c for c in wanted if c.isprintable() and (c not in regular.widths or c not in bold.widths)))


def _cut(face: Face, characters: set[str], path: Path) -> Weight:
    options = subset.Options(hinting=False, desubroutinize=True, layout_features=[], notdef_outline=True, glyph_names=False, recalc_bounds=False, recalc_average_width=False)
    options.drop_tables += _UNUSED
    with TTFont(face.path, fontNumber=face.number, lazy=True, recalcBBoxes=False, recalcTimestamp=False) as font:
        best = font.getBestCmap()
        font["cmap"].tables = [t for t in font["cmap"].tables if t.cmap is best][:1]  # the others take time and say the same
        for name in _UNUSED:
            if name in font:
                del font[name]
        made = subset.Subsetter(options)
        made.populate(text="".join(characters))
        made.subset(font)
        advances, cmap, em = font["hmtx"].metrics, font.getBestCmap(), font["head"].unitsPerEm
        widths = {chr(code): advances[name][0] / em for code, name in cmap.items()}
        font.save(path)
    return Weight(path, widths)
