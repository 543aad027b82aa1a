"""Two charts as SVG, each for light and dark pages: how long answers take, and how well each way of
typing is answered. Everything in them comes from the JSON that a comparison writes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from tests.compare.rows import ORDER_NAMES, WAY_NAMES, mean_relevance

__all__ = ["charts"]

Found = Mapping[str, Any]
WIDTH = 760
FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
THEMES = {
    "light": {
        "page": "#ffffff",
        "text": "#1f2328",
        "faint": "#d1d9e0",
        "own": "#0a5dc2",
        "other": "#818b98",
    },
    "dark": {
        "page": "#0d1117",
        "text": "#e6edf3",
        "faint": "#3d444d",
        "own": "#58a6ff",
        "other": "#9198a1",
    },
}
LINE = 22  # points between two rows
LABEL = 120  # points for names at the left
ORDERS = ("words", "facets", "answer")


def charts(found: Found) -> dict[str, str]:
    """File name → SVG."""
    made = {}
    for theme, colours in THEMES.items():
        if any("words" in own for own in found.get("speed", {}).values()):
            made[f"latency-{theme}.svg"] = _latency(found, colours)
        if "relevance" in found and mean_relevance(found, "accented", "mrr"):
            made[f"typing-{theme}.svg"] = _typing(found, colours)
    return made


def _latency(found: Found, colours: Mapping[str, str]) -> str:
    """A dot at p50, a line to p95, on a scale of powers of ten."""
    whole = found["build"]["ours"]["articles"]
    keys = [k for k, built in found["build"].items() if built.get("articles") == whole]
    times = {o: {k: found["speed"][k][o] for k in keys if o in found["speed"][k]} for o in ORDERS}
    ends = [t[p] for own in times.values() for t in own.values() for p in ("p50", "p95")]
    low, high = math.floor(math.log10(min(ends))), math.ceil(math.log10(max(ends)))
    left, right = LABEL + 10, WIDTH - 90

    def place(ms: float) -> float:
        return left + (right - left) * (math.log10(ms) - low) / (high - low)

    parts, y = [], 56
    top = y
    for order, own in times.items():
        parts.append(_text(10, y, ORDER_NAMES[order], colours["text"], weight=600))
        for key, figures in sorted(own.items(), key=lambda item: item[1]["p50"]):
            y += LINE
            colour = colours["own" if key == "ours" else "other"]
            start, end = place(figures["p50"]), place(figures["p95"])
            parts += [
                _text(
                    LABEL,
                    y,
                    _short(found, key),
                    colours["text"],
                    anchor="end",
                    weight=600 if key == "ours" else 400,
                ),
                f'<line x1="{start:.1f}" y1="{y - 4}" x2="{end:.1f}" y2="{y - 4}" stroke="{colour}" stroke-width="3" stroke-linecap="round"/>',
                f'<circle cx="{start:.1f}" cy="{y - 4}" r="5" fill="{colour}"/>',
                _text(
                    end + 8,
                    y,
                    f"{figures['p50']:,.1f}–{figures['p95']:,.0f}",
                    colours["text"],
                    size=11,
                ),
            ]
        y += LINE + 12
    grid = []
    for power in range(low, high + 1):
        x = place(10.0**power)
        grid.append(
            f'<line x1="{x:.1f}" y1="{top + 6}" x2="{x:.1f}" y2="{y - 20}" stroke="{colours["faint"]}"/>'
        )
        grid.append(
            _text(x, y - 4, f"{10.0**power:g} ms", colours["text"], size=11, anchor="middle")
        )
    title = "Thời gian trả lời: chấm là p50, vạch đến p95 · Answer time: the dot is p50, the line goes to p95"
    return _svg(title, y + 8, colours, [*grid, *parts])


def _typing(found: Found, colours: Mapping[str, str]) -> str:
    """A bar for each engine and way of typing."""
    ways = list(WAY_NAMES)
    means = {way: mean_relevance(found, way, "mrr") for way in ways}
    keys = [key for key in found["engines"] if key in means["accented"]]
    left = 215
    column = (WIDTH - left - 10) / len(keys)
    parts = []
    for number, key in enumerate(keys):
        x, weight = left + number * column, 600 if key == "ours" else 400
        name = _short(found, key)
        parts.append(_text(x, 56, name, colours["text"], size=11, weight=weight))
    for row, way in enumerate(ways):
        y = 56 + (row + 1) * (LINE + 4)
        parts.append(_text(left - 10, y, WAY_NAMES[way], colours["text"], size=12, anchor="end"))
        for number, key in enumerate(keys):
            parts += _bar(
                left + number * column,
                y,
                column - 40,
                means[way][key],
                colours["own" if key == "ours" else "other"],
                colours,
            )
    title = (
        "MRR@10 theo cách gõ, trung bình các bộ câu hỏi · MRR@10 by way of typing, mean of the sets"
    )
    return _svg(title, 56 + (len(ways) + 1) * (LINE + 4) - 8, colours, parts)


def _short(found: Found, key: str) -> str:
    """The name of an engine without what it is combined with."""
    return str(found["engines"][key]["name"].split(" + ")[0])


def _bar(
    x: float, y: float, length: float, value: float, colour: str, colours: Mapping[str, str]
) -> Iterator[str]:
    yield f'<rect x="{x:.1f}" y="{y - 12}" width="{length:.1f}" height="14" fill="{colours["faint"]}" opacity="0.4"/>'
    yield f'<rect x="{x:.1f}" y="{y - 12}" width="{length * value:.1f}" height="14" fill="{colour}"/>'
    yield _text(
        x + length + 4,
        y,
        f"{value:.2f}".lstrip("0") if value < 1 else "1",
        colours["text"],
        size=11,
    )


def _text(
    x: float,
    y: float,
    said: str,
    colour: str,
    *,
    size: int = 13,
    anchor: str = "start",
    weight: int = 400,
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(said)}</text>'
    )


def _svg(title: str, height: float, colours: Mapping[str, str], parts: Sequence[str]) -> str:
    head = _text(10, 24, title, colours["text"], size=14, weight=600)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img" font-family="{FONT}">',
            f"<title>{escape(title)}</title>",
            f'<rect width="100%" height="100%" fill="{colours["page"]}"/>',
            head,
            *parts,
            "</svg>\n",
        ]
    )
