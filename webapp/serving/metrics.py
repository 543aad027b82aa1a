"""Counts and durations in Prometheus' text format
(https://prometheus.io/docs/instrumenting/exposition_formats/), nothing more.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import defaultdict

__all__ = ["Metrics"]

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds
_HELP = {
    "cuakhau_requests_total": "Requests answered, by route and status.",
    "cuakhau_request_seconds": "Time to answer a request, by route.",
    "cuakhau_search_wait_seconds": "Time a search waited for its turn.",
    "cuakhau_searches_refused_total": "Searches refused because too many ran at once.",
    "cuakhau_articles": "Articles in the index.",
    "cuakhau_ready": "1 when searches can be answered.",
}
Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Counters and histograms, safe to use from every thread.

    Label values come from routes, never from what a visitor sent.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counters: dict[tuple[str, Labels], int] = defaultdict(int)
        self._histograms: dict[tuple[str, Labels], list[float]] = {}

    def count(self, name: str, **labels: str) -> None:
        with self._lock:
            self._counters[name, tuple(sorted(labels.items()))] += 1

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        with self._lock:
            cells = self._histograms.setdefault(
                (name, tuple(sorted(labels.items()))), [0.0] * (len(BOUNDS) + 2)
            )
            cells[bisect_left(BOUNDS, seconds)] += 1
            cells[-1] += seconds

    def text(self, **gauges: float) -> str:
        """The exposition; `gauges` are added as they are now."""
        with self._lock:
            counters = dict(self._counters)
            histograms = {key: list(cells) for key, cells in self._histograms.items()}
        lines: list[str] = []
        for name, kind in sorted(
            {(n, "counter") for n, _ in counters}
            | {(n, "histogram") for n, _ in histograms}
            | {(n, "gauge") for n in gauges}
        ):
            lines += [f"# HELP {name} {_HELP.get(name, name)}", f"# TYPE {name} {kind}"]
            if kind == "gauge":
                lines.append(f"{name} {gauges[name]:g}")
            lines += [
                f"{name}{_labels(labels)} {value}"
                for (n, labels), value in sorted(counters.items())
                if n == name
            ]
            for (n, labels), cells in sorted(histograms.items()):
                if n == name:
                    lines += _histogram(name, labels, cells)
        return "\n".join(lines) + "\n"


def _histogram(name: str, labels: Labels, cells: list[float]) -> list[str]:
    lines, running = [], 0.0
    for bound, cell in zip((*map(str, BOUNDS), "+Inf"), cells, strict=False):
        running += cell
        lines.append(f"{name}_bucket{_labels((*labels, ('le', bound)))} {running:g}")
    return [
        *lines,
        f"{name}_sum{_labels(labels)} {cells[-1]:.6f}",
        f"{name}_count{_labels(labels)} {running:g}",
    ]


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    escaped = (
        (k, v.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")) for k, v in labels
    )
    return "{" + ",".join(f'{k}="{v}"' for k, v in escaped) + "}"
