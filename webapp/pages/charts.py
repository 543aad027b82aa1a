"""What the pages draw: the timeline's bars and the cooperation matrix, as plain numbers for the
templates.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from indexer.model.periods import filled

__all__ = [
    "LINES_HEIGHT",
    "LINES_WIDTH",
    "Bar",
    "Chart",
    "Line",
    "Matrix",
    "MatrixRow",
    "chart",
    "earlier",
    "lines",
    "matrix",
    "shade",
]

HEIGHT = 60  # of the drawing, in its own units
SLOT = 10  # width of a bar and its gap
MAX_BARS = 40  # more periods than that and the earliest share one
SHADES = 5
RARE = 0.03  # of all articles, that early periods may hold together and still share a bar
FEWEST_FOLDED = 3  # fewer of them are not worth it
LINES_WIDTH, LINES_HEIGHT = 720, 220


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: its key (`2024`, `2024-03`, `2024-03-05`), count, and the rectangle that shows
    it, `cut` when it would be higher.
    """

    key: str
    count: int
    x: int
    y: float
    height: float
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from zero in one scale, `peak` the highest count; `unknown` articles have a bar of
    their own at the end.
    """

    bars: tuple[Bar, ...]
    peak: int
    unknown: Bar | None

    @property
    def width(self) -> int:
        return len(self.bars) * SLOT


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """Cells are (column value, count, shade 0–5); a `part` is counted in the row it follows."""

    name: str
    total: int
    cells: tuple[tuple[str, int, int], ...]
    part: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    columns: tuple[tuple[str, int], ...]
    rows: tuple[MatrixRow, ...]
    total: int


def earlier(counts: Mapping[str, int], *, folded: bool = False) -> str:
    """The last of the early periods that must share a bar; "" when all have room. `folded`: those
    share one, too, that hold next to nothing of the whole, before the archive grows dense.
    """
    shown = filled(counts)
    keys = list(shown)
    last = keys[-MAX_BARS] if len(keys) > MAX_BARS else ""
    if not folded:
        return last
    sums = list(accumulate(shown.values()))
    rare = sum(so_far <= RARE * sums[-1] for so_far in sums)
    return max(last, keys[rare - 1]) if rare >= FEWEST_FOLDED else last


def chart(
    counts: Mapping[str, int], unknown: int = 0, before: int = 0, *, folded: bool = False
) -> Chart:
    """Bars for the periods in order, gaps filled; heights are shares of HEIGHT, an article always
    a visible sliver.

    Periods up to `earlier(counts, folded=folded)` share one bar, keyed `..2001`, with `before`
    articles. The bar of the unknown is in the same scale but for being cut off at HEIGHT, lest it
    flatten the others.
    """
    shown = filled(counts)
    if shared := earlier(counts, folded=folded):
        shown = {f"..{shared}": before} | {
            key: count for key, count in shown.items() if key > shared
        }
    peak = max([*shown.values(), 1]) if shown else max(unknown, 1)
    bars = tuple(_bar(key, count, i, peak) for i, (key, count) in enumerate(shown.items()))
    return Chart(bars, peak, _bar("", unknown, 0, peak) if unknown else None)


def matrix(
    columns: Sequence[tuple[str, int]],
    rows: Iterable[tuple[str, int]],
    cells: Mapping[tuple[str, str], int],
    parts: Container[str] = (),
) -> Matrix:
    """`columns` and `rows` with their totals in order, `cells` by (row, column); the `parts` among
    the rows are counted in others.

    Shades grow with the count's square root.
    """
    peak = max(cells.values(), default=1)
    made = tuple(
        MatrixRow(
            row,
            total,
            tuple(
                (column, n := cells.get((row, column), 0), shade(n, peak)) for column, _ in columns
            ),
            row in parts,
        )
        for row, total in rows
    )
    whole = sum(count for (row, _), count in cells.items() if row not in parts)
    return Matrix(tuple(columns), made, whole)


def shade(count: int, peak: int) -> int:
    """0 for nothing, else 1 to SHADES, growing with the square root of a count's share."""
    return 0 if not count else max(1, round(SHADES * (count / peak) ** 0.5))


def _bar(key: str, count: int, index: int, peak: int) -> Bar:
    height = min(HEIGHT, max(1.5, round(HEIGHT * count / peak, 1))) if count else 0.0
    return Bar(key, count, index * SLOT, round(HEIGHT - height, 1), height, count > peak)


@dataclass(frozen=True, slots=True)
class Line:
    """One of several lines of a drawing: its corners as SVG says them, and its points as (x, y,
    period, count).
    """

    path: str
    points: tuple[tuple[float, float, str, int], ...]


def lines(periods: Sequence[str], counts: Sequence[Mapping[str, int]]) -> tuple[list[Line], int]:
    """Lines from left to right in one scale from zero, LINES_WIDTH by LINES_HEIGHT; and the
    highest count.
    """
    peak = max((count for one in counts for count in one.values()), default=0)
    step = LINES_WIDTH / max(1, len(periods) - 1)
    made = []
    for one in counts:
        points = tuple(
            (
                round(place * step, 1),
                round(LINES_HEIGHT * (1 - one.get(key, 0) / max(1, peak)), 1),
                key,
                one.get(key, 0),
            )
            for place, key in enumerate(periods)
        )
        made.append(Line(" ".join(f"{x},{y}" for x, y, _, _ in points), points))
    return made, peak
