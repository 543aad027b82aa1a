"""What the pages draw: the timeline's bars and the cooperation matrix, as plain numbers for the templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from webapp.periods import next_period

__all__ = ["Bar", "Chart", "Matrix", "MatrixRow", "chart", "fill", "matrix"]

HEIGHT = 60  # of the drawing, in its own units
SLOT = 10  # width of a bar and its gap
MAX_BARS = 62
SHADES = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: its key (`2024`, `2024-03`, `2024-03-05`), count, and the rectangle that shows it."""

    key: str
    count: int
    x: int
    y: float
    height: float
    in_range: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from zero in one scale; `unknown` articles have a bar of their own at the end."""

    bars: tuple[Bar, ...]
    peak: int
    total: int
    unknown: Bar | None

    @property
    def width(self) -> int:
        return len(self.bars) * SLOT


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """Cells are (column value, count, shade 0–5)."""

    name: str
    total: int
    cells: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    columns: tuple[tuple[str, int], ...]
    rows: tuple[MatrixRow, ...]
    total: int


def fill(counts: Mapping[str, int]) -> dict[str, int]:
    """The same buckets with the empty periods between first and last, at most MAX_BARS of the latest."""
    keys = sorted(counts)
    if not keys:
        return {}
    filled = [keys[0]]
    while filled[-1] < keys[-1] and len(filled) < 20_000:
        filled.append(next_period(filled[-1]))
    return {key: counts.get(key, 0) for key in filled[-MAX_BARS:]}


def chart(counts: Mapping[str, int], unknown: int = 0) -> Chart:
    """Bars for the buckets in order, gaps filled; heights are shares of HEIGHT, an article always a visible sliver."""
    filled = fill(counts)
    peak = max([*filled.values(), unknown, 1])
    bars = tuple(_bar(key, count, i, peak) for i, (key, count) in enumerate(filled.items()))
    return Chart(bars, peak, sum(counts.values()) + unknown, _bar("", unknown, 0, peak) if unknown else None)


def matrix(columns: Sequence[tuple[str, int]], rows: Iterable[tuple[str, int]], cells: Mapping[tuple[str, str], int]) -> Matrix:
    """`columns` and `rows` with their totals in order, `cells` by (row, column). Shades grow with the count's square root."""
    peak = max(cells.values(), default=1)
    made = tuple(
        MatrixRow(row, total, tuple((column, n := cells.get((row, column), 0), _shade(n, peak)) for column, _ in columns))
        for row, total in rows
    )
    return Matrix(tuple(columns), made, sum(cells.values()))


def _shade(count: int, peak: int) -> int:
    return 0 if not count else max(1, round(SHADES * (count / peak) ** 0.5))


def _bar(key: str, count: int, index: int, peak: int) -> Bar:
    height = max(1.5, round(HEIGHT * count / peak, 1)) if count else 0.0
    return Bar(key, count, index * SLOT, round(HEIGHT - height, 1), height)
