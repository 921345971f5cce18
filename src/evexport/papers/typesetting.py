"""Typesets a paper: a typst template and its data become PDF/A with embedded fonts, the same bytes for the same data.

typeset("licence", {"number": "26-SZ-000123", …}, at=licence.issued_at)
"""

import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import noto_cjk_sans_otc
import pylopdf_fonts_zh_cn
import typst
from fontTools.ttLib import TTCollection, TTFont

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text

TEMPLATES = Path(str(files("evexport.papers").joinpath("typst")))
FONTS = (Path(pylopdf_fonts_zh_cn.__file__).parent, Path(noto_cjk_sans_otc.__file__).parent)
STANDARD: Final = "a-3a"
"""PDF/A-3, level A: made to be kept, tagged for readers who listen, and may carry attachments."""

_kept = threading.local()


def typeset(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF of `typst/<template>.typ`, which reads `data` as JSON; dated `at`. The same call gives the same bytes.

    Raises BadInput (GLYPH_MISSING) where a character stands in none of the fonts: an official paper shows no empty box.
    """
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    _all_can_be_set(text)
    done = _compiler().compile(
        input=str(TEMPLATES / f"{template}.typ"),
        format="pdf",
        sys_inputs={"data": text},
        pdf_standards=[STANDARD],
        timestamp=int(at.astimezone(UTC).timestamp()),
    )
    assert isinstance(done, bytes)  # one file: a PDF is not split into pages
    return done


@dataclass(frozen=True, slots=True)
class Place:
    """A point on a page of a paper: the page, and points from its left and upper edges."""

    page: int
    x: float
    y: float


def seal_place(template: str, data: Mapping[str, Any]) -> Place | None:
    """The middle of a paper's signature (`signed` in kit.typ); None where nobody signs."""
    told = typst.query(
        str(TEMPLATES / f"{template}.typ"),
        "<seal>",
        field="value",
        root=str(TEMPLATES),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
    )
    found = json.loads(told)
    return Place(**found[0]) if found else None


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in FONTS])


def _compiler() -> typst.Compiler:
    """One for each thread: it keeps the fonts it has read (a new one would scan them again, 0.3 s)."""
    found: typst.Compiler | None = getattr(_kept, "compiler", None)
    if found is None:
        found = _kept.compiler = typst.Compiler(
            root=str(TEMPLATES), font_paths=[str(folder) for folder in FONTS], ignore_system_fonts=True
        )
    return found


def _all_can_be_set(text: str) -> None:
    missing = sorted(set(text) - glyphs() - set(" \n\t"))
    if missing:
        shown = "、".join(f"“{one}”（U+{ord(one):04X}）" for one in missing[:5])
        listed = ", ".join(f"{one} (U+{ord(one):04X})" for one in missing[:5])
        raise BadInput(
            Text(f"所用字库没有以下字符：{shown}。", f"The fonts hold no glyph for {listed}."),
            remedy=Text(
                "请改用字库中的字形，或为系统增补字库。", "Use another form of the character, or add a font that has it."
            ),
            code="GLYPH_MISSING",
        )


@cache
def glyphs() -> frozenset[str]:
    """Every character that the papers' fonts can show."""
    found: set[int] = set()
    for face in _faces():
        found |= face.getBestCmap().keys()
    return frozenset(map(chr, found))


def _faces() -> Iterator[TTFont]:
    for folder in FONTS:
        for path in sorted(folder.iterdir()):
            if path.suffix == ".otf":
                with TTFont(path, lazy=True) as face:
                    yield face
            elif path.suffix == ".ttc":
                with TTCollection(path, lazy=True) as collection:
                    yield collection.fonts[0]
