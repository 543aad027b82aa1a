"""Counts and durations in Prometheus' text format
(https://prometheus.io/docs/instrumenting/exposition_formats/), nothing more.

Each process counts in a buffer of its own, `<folder>/<slot>.metrics` where several serve, and any
of them can add all up. A process that takes a dead one's slot goes on counting there.
"""

from __future__ import annotations

import json
import mmap
import struct
import threading
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

from webapp.serving.shared_counts import mapped

__all__ = ["Metrics"]

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds
SIZE = 512 * 1024  # bytes of a buffer: some 2,000 series, forty times what the routes make
_HELP = {
    "cuakhau_requests_total": "Requests answered, by route and status.",
    "cuakhau_requests_refused_total": "Requests refused because too many waited.",
    "cuakhau_request_seconds": "Time to answer a request, by route.",
    "cuakhau_search_wait_seconds": "Time a search waited for its turn.",
    "cuakhau_searches_refused_total": "Searches refused because too many ran at once.",
    "cuakhau_limited_total": "Requests refused by the rate limit, by kind.",
    "cuakhau_articles": "Articles in the index.",
    "cuakhau_newest_article_timestamp_seconds": "The day of the newest article.",
    "cuakhau_updated_timestamp_seconds": "When the index last changed.",
    "cuakhau_processes": "Processes that have counted.",
    "cuakhau_ready": "1 when searches can be answered.",
}
_HEAD = struct.Struct("=Q")  # bytes in use
_ENTRY = struct.Struct("=HH4x")  # bytes of the key (a multiple of 8), numbers behind it
_NUMBER = struct.Struct("=d")
Labels = tuple[tuple[str, str], ...]
Key = tuple[str, Labels]


class Metrics:
    """Counters and histograms, safe to use from every thread.

    Label values come from routes, never from what a visitor sent. A series for which there is no
    room any more is not counted.
    """

    def __init__(self, folder: Path | None = None, slot: int | None = None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        own = None if folder is None or slot is None else folder / f"{slot}.metrics"
        self._buffer = mapped(own, SIZE)
        (used,) = _HEAD.unpack_from(self._buffer)
        self._used: int = max(used, _HEAD.size)
        self._places: dict[Key, int] = {key: place for key, place, _count in _entries(self._buffer)}

    def count(self, name: str, **labels: str) -> None:
        with self._lock:
            self._add((name, tuple(sorted(labels.items()))), 1, {0: 1.0})

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        cells = {bisect_left(BOUNDS, seconds): 1.0, len(BOUNDS) + 1: seconds}
        with self._lock:
            self._add((name, tuple(sorted(labels.items()))), len(BOUNDS) + 2, cells)

    def text(self, **gauges: float) -> str:
        """The exposition, of all processes together; `gauges` are added as they are now."""
        series, processes = self._summed()
        if self._folder is not None:
            gauges["cuakhau_processes"] = float(processes)
        lines: list[str] = []
        kinds = {(name, _kind(cells)) for (name, _), cells in series.items()}
        for name, kind in sorted(kinds | {(name, "gauge") for name in gauges}):
            lines += [f"# HELP {name} {_HELP.get(name, name)}", f"# TYPE {name} {kind}"]
            if kind == "gauge":
                lines.append(f"{name} {gauges[name]:.15g}")
            for (owner, labels), cells in sorted(series.items()):
                if owner == name and kind == "counter":
                    lines.append(f"{name}{_labels(labels)} {cells[0]:.0f}")
                elif owner == name:
                    lines += _histogram(name, labels, cells)
        return "\n".join(lines) + "\n"

    def _add(self, key: Key, count: int, cells: dict[int, float]) -> None:
        place = self._places.get(key) or self._placed(key, count)
        if not place:
            return
        for cell, amount in cells.items():
            at = place + cell * _NUMBER.size
            (before,) = _NUMBER.unpack_from(self._buffer, at)
            _NUMBER.pack_into(self._buffer, at, before + amount)

    def _placed(self, key: Key, count: int) -> int:
        """Where the numbers of a new series stand, 0 without room; it counts once its key is
        written.
        """
        written = json.dumps(key).encode()
        written += b" " * (-len(written) % 8)
        place = self._used + _ENTRY.size + len(written)
        end = place + count * _NUMBER.size
        if end > SIZE:
            return 0
        _ENTRY.pack_into(self._buffer, self._used, len(written), count)
        self._buffer[self._used + _ENTRY.size : place] = written
        self._used = end
        _HEAD.pack_into(self._buffer, 0, end)
        self._places[key] = place
        return place

    def _summed(self) -> tuple[dict[Key, list[float]], int]:
        """Every series over all processes, and how many processes there are."""
        if self._folder is None:
            with self._lock:
                buffers = [bytes(self._buffer)]
        else:
            found_all = [path.read_bytes() for path in sorted(self._folder.glob("*.metrics"))]
            # One for which there was no room is empty: its process counts alone.
            buffers = [buffer for buffer in found_all if len(buffer) == SIZE]
        found: dict[Key, list[float]] = {}
        for buffer in buffers:
            for key, place, count in _entries(buffer):
                cells = struct.unpack_from(f"={count}d", buffer, place)
                sums = found.setdefault(key, [0.0] * count)
                found[key] = [a + b for a, b in zip(sums, cells, strict=True)]
        return found, len(buffers)


def _entries(buffer: bytes | mmap.mmap) -> Iterator[tuple[Key, int, int]]:
    """Each series: its key, where its numbers stand, how many they are."""
    (used,) = _HEAD.unpack_from(buffer)
    at = _HEAD.size
    while at < used:
        length, count = _ENTRY.unpack_from(buffer, at)
        place = at + _ENTRY.size + length
        name, labels = json.loads(buffer[at + _ENTRY.size : place])
        yield (name, tuple((k, v) for k, v in labels)), place, count
        at = place + count * _NUMBER.size


def _kind(cells: list[float]) -> str:
    return "counter" if len(cells) == 1 else "histogram"


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
