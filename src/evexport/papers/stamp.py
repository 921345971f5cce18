"""The visible seal: a round red mark, the authority's name around a star, drawn as outlines so that it needs no font."""

import math
from functools import cache, lru_cache
from io import BytesIO
from threading import Lock
from typing import Any, Final

from fontTools.pens.basePen import BasePen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from evexport.papers.typesetting import FONTS

SIDE: Final = 112.0
"""Points across, 39.5 mm: the seals of authorities measure about four centimetres."""
RED: Final = "0.78 0.07 0.10"
CENTRE: Final = SIDE / 2
RADIUS: Final = CENTRE - 3
NAME_SIZE, FOOT_SIZE = 13.5, 8.5
WIDEST_ARC: Final = math.radians(236)

_one_reads_the_font = Lock()


class _Operators(BasePen):  # type: ignore[misc]
    """Writes an outline as the path operators of a PDF page."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.parts: list[str] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - the pen's own interface
        self.parts.append(f"{pt[0]:.2f} {pt[1]:.2f} m")

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.parts.append(f"{pt[0]:.2f} {pt[1]:.2f} l")

    def _curveToOne(self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]) -> None:  # noqa: N802
        self.parts.append(" ".join(f"{x:.2f} {y:.2f}" for x, y in (pt1, pt2, pt3)) + " c")

    def _closePath(self) -> None:  # noqa: N802
        self.parts.append("h")


def drawing(name: str, foot: str) -> bytes:
    """The seal's operators within a square of SIDE points: `name` along the arc, `foot` in a straight line below the star."""
    with _one_reads_the_font:
        return _drawn(name, foot)


@lru_cache(maxsize=256)
def _drawn(name: str, foot: str) -> bytes:
    return "\n".join(
        [
            f"{RED} RG {RED} rg",
            f"2.4 w {_circle(RADIUS)} S",
            f"0.5 w {_circle(RADIUS - 3.2)} S",
            _star(14.5),
            _along_the_arc(name),
            _straight(foot),
        ]
    ).encode("ascii")


def _along_the_arc(name: str) -> str:
    """The name's characters upright to the rim, narrower where there are many."""
    if not name:
        return ""
    step = min(math.radians(30), WIDEST_ARC / max(len(name) - 1, 1))
    ring = RADIUS - 12.5
    size = min(NAME_SIZE, ring * step * 1.05 + 2)
    first = math.pi / 2 + step * (len(name) - 1) / 2
    drawn = []
    for place, one in enumerate(name):
        angle = first - place * step
        turned = angle - math.pi / 2
        x, y = CENTRE + ring * math.cos(angle), CENTRE + ring * math.sin(angle)
        drawn.append(_glyph(one, size, x, y, turned))
    return "\n".join(drawn)


def _straight(text: str) -> str:
    width = FOOT_SIZE * len(text)
    start = CENTRE - width / 2 + FOOT_SIZE / 2
    return "\n".join(_glyph(one, FOOT_SIZE, start + place * FOOT_SIZE, CENTRE - 29, 0.0) for place, one in enumerate(text))


def _glyph(character: str, size: float, x: float, y: float, turned: float) -> str:
    """One character's outline with the middle of its ink at (x, y), filled."""
    glyphs, names, units = _face()
    name = names.get(ord(character), ".notdef")
    bounds = BoundsPen(glyphs)
    glyphs[name].draw(bounds)
    if bounds.bounds is None:
        return ""
    left, low, right, high = bounds.bounds
    scale = size / units
    cos, sin = math.cos(turned) * scale, math.sin(turned) * scale
    middle = ((left + right) / 2, (low + high) / 2)
    shift = (x - cos * middle[0] + sin * middle[1], y - sin * middle[0] - cos * middle[1])
    pen = _Operators(glyphs)
    glyphs[name].draw(TransformPen(pen, (cos, sin, -sin, cos, *shift)))
    return " ".join(pen.parts) + " f"


def _star(reach: float) -> str:
    """A five-pointed star in the middle."""
    inner = reach * math.sin(math.pi / 10) / math.sin(7 * math.pi / 10)
    corners = []
    for place in range(10):
        angle, length = math.pi / 2 + place * math.pi / 5, reach if place % 2 == 0 else inner
        corners.append(f"{CENTRE + length * math.cos(angle):.2f} {CENTRE + length * math.sin(angle):.2f}")
    return f"{corners[0]} m " + " ".join(f"{corner} l" for corner in corners[1:]) + " h f"


def _circle(radius: float) -> str:
    """Four Bézier arcs that no eye tells from a circle."""
    k = radius * 0.5523
    x = y = CENTRE
    return (
        f"{x + radius:.2f} {y:.2f} m "
        f"{x + radius:.2f} {y + k:.2f} {x + k:.2f} {y + radius:.2f} {x:.2f} {y + radius:.2f} c "
        f"{x - k:.2f} {y + radius:.2f} {x - radius:.2f} {y + k:.2f} {x - radius:.2f} {y:.2f} c "
        f"{x - radius:.2f} {y - k:.2f} {x - k:.2f} {y - radius:.2f} {x:.2f} {y - radius:.2f} c "
        f"{x + k:.2f} {y - radius:.2f} {x + radius:.2f} {y - k:.2f} {x + radius:.2f} {y:.2f} c h"
    )


@cache
def _face() -> tuple[Any, dict[int, str], int]:
    """Outlines, glyph names by character, units to the em; from memory, so that no file stays open."""
    font = TTFont(BytesIO((FONTS[0] / "NotoSerifSC-Regular.otf").read_bytes()), lazy=True)
    units: int = font["head"].unitsPerEm
    return font.getGlyphSet(), font.getBestCmap(), units
