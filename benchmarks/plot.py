"""Draws what a hot licence does to its tables over time: three curves over one axis, as SVG."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, TOP, GAP = 720, 120, 70, 34, 56
INK, GREY = "#1f2933", "#8a94a0"
BLUE, AMBER = "#1d5fa6", "#b4690e"
TABLES = {"licensing_balance": ("balance", BLUE), "licensing_licencestanding": ("standing", AMBER)}
Curve = tuple[str, str, list[float]]
"""Its name, its colour, a value for each moment."""


def drawn(samples: Sequence[dict[str, Any]]) -> str:
    """The whole figure. The first sample is of the moment before the load."""
    times = [float(one["at"]) for one in samples]
    panels = (
        ("Releases a second, one licence, eight clients", [("releases", BLUE, rates(samples))]),
        ("Size of the table with its indexes, KiB", [_curve(samples, name, kib) for name in TABLES]),
        ("Dead rows that wait for the vacuum", [_curve(samples, name, lambda table: table["dead"]) for name in TABLES]),
    )
    height = TOP + len(panels) * (HEIGHT + GAP)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="system-ui, sans-serif" '
            f'font-size="12" fill="{INK}" role="img" aria-label="A hot licence under load">'
        ),
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        *(_panel(TOP + n * (HEIGHT + GAP), title, curves, times) for n, (title, curves) in enumerate(panels)),
        f'<text x="{WIDTH - 20}" y="{height - 12}" text-anchor="end" fill="{GREY}">seconds</text></svg>',
    ]
    return "\n".join(parts) + "\n"


def rates(samples: Sequence[dict[str, Any]]) -> list[float]:
    """What was released a second since the moment before; the first has none before it and takes the second's."""
    pairs = pairwise(samples)
    found = [(b["released"] - a["released"]) / max(b["at"] - a["at"], 0.1) for a, b in pairs]
    return [found[0], *found] if found else [0.0]


def kib(table: dict[str, int]) -> float:
    return (table["bytes"] + table["index_bytes"]) / 1024


def _curve(samples: Sequence[dict[str, Any]], name: str, value) -> Curve:
    return (*TABLES[name], [float(value(one[name])) for one in samples])


def _panel(top: float, title: str, curves: Sequence[Curve], times: Sequence[float]) -> str:
    highest, last = max(max(values) for _, _, values in curves) or 1.0, times[-1] or 1.0
    right = WIDTH - LEFT - 90
    parts = [f'<text x="{LEFT}" y="{top - 8}" font-weight="600">{escape(title)}</text>']
    for share in (0, 0.5, 1):
        y = top + HEIGHT * (1 - share)
        parts.append(f'<path d="M{LEFT} {y:.1f}h{right}" stroke="#e2e6ea"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="{GREY}">{highest * share:,.0f}</text>')
    for n in range(5):
        x = LEFT + right * n / 4
        parts.append(f'<text x="{x:.1f}" y="{top + HEIGHT + 16}" text-anchor="middle" fill="{GREY}">{last * n / 4:.0f}</text>')
    for n, (name, colour, values) in enumerate(curves):
        points = " ".join(
            f"{LEFT + right * at / last:.1f},{top + HEIGHT * (1 - value / highest):.1f}"
            for at, value in zip(times, values, strict=True)
        )
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.8"/>')
        parts.append(f'<text x="{LEFT + right + 10}" y="{top + 14 + 18 * n}" fill="{colour}">{escape(name)}</text>')
    return "\n".join(parts)
