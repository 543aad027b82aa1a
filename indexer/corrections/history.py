"""What people said once and no longer say: corrections that were undone, and those that others took
the place of. They are kept in `corrections-history.csv` beside the table, the latest last.

Nothing reads it to decide anything: it is for those who ask what was changed, by whom and why.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from indexer.corrections.fields import field_of, name_of
from indexer.corrections.spreadsheets import guarded, unguarded
from indexer.model.article import Correction
from indexer.model.tables import BOM
from indexer.storage.durability import write

__all__ = ["HISTORY", "Ended", "How", "ended_in", "keep"]

HISTORY: Final = "corrections-history.csv"
How = Literal["undone", "replaced"]
_HEADS: Final = (
    "mã hoặc tệp", "trường", "giá trị", "người sửa", "sửa lúc", "lý do",
    "kết thúc", "kết thúc lúc", "người kết thúc",
)  # fmt: skip
_HOW: Final[dict[How, str]] = {"undone": "hoàn tác", "replaced": "thay bằng điều khác"}
_HOW_OF: Final[dict[str, How]] = {word: how for how, word in _HOW.items()}


@dataclass(frozen=True, slots=True)
class Ended:
    """A correction that no longer counts: how it ended, when (a moment of UTC) and by whom."""

    key: str
    correction: Correction
    how: How
    when: str
    who: str = ""


def ended_in(index: Path) -> list[Ended]:
    """What ended in an index, in the order in which it did; [] where nothing has. A row that is no
    such row is passed over: the file is the reader's to look at, not ours to believe.
    """
    try:
        text = (index / HISTORY).read_bytes().decode("utf-8-sig", "replace")
    except FileNotFoundError:
        return []
    return list(_read(text))


def keep(index: Path, ended: Iterable[Ended]) -> None:
    """Put what has ended to the rest, once, and force it to disk."""
    known = ended_in(index)
    told = {(one.key, one.correction) for one in known}
    fresh = [one for one in ended if (one.key, one.correction) not in told]
    if not fresh:
        return
    out = io.StringIO(BOM, newline="")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADS)
    writer.writerows(map(_cells, (*known, *fresh)))
    write(index / HISTORY, out.getvalue().encode("utf-8", "replace"))


def _cells(one: Ended) -> list[str]:
    said = one.correction
    cells = (one.key, name_of(said.field), said.value, said.who, said.when, said.why)
    return [guarded(cell) for cell in (*cells, _HOW[one.how], one.when, one.who)]


def _read(text: str) -> Iterator[Ended]:
    for cells in csv.reader(io.StringIO(text, newline="")):
        if len(cells) != len(_HEADS):
            continue
        key, name, value, who, when, why, how, end, by = map(unguarded, cells)
        field = field_of(name)
        if field is not None and how in _HOW_OF:
            correction = Correction(field, value, who, when, why)
            yield Ended(key, correction, _HOW_OF[how], end, by)
